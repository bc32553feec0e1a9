"""Learners without a browser: each has a websocket, and sends and awaits on it what a page in a browser does."""

import asyncio
import json
import random
import re
from dataclasses import dataclass, field
from itertools import cycle, islice
from urllib.parse import urlsplit

import numpy as np
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from benchmarks.sample import LANGUAGE
from explainer import lessons
from explainer.choices import MAX_WORDS
from explainer.reading import machines
from explainer.scene import presets

FINISHED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
REPORTS = "$$STREAMLIT_INTERNAL_KEY_{}__events"      # the widget that carries what a component reports
PATIENCE = 30                       # s; a learner who waits longer has left
SMALL, LARGE = 100, 10_000          # bytes: the end of a run is a small message; a large one is kept by the browser, which says so
PLAN = (*["step"] * 3, "cover", *["step"] * 2, "silence", *["step"] * 3, "sentence", "step")      # over and over, each learner beginning elsewhere


class Unanswered(Exception):
    """The server closed the connection, did not answer in time, or answered without what was asked for."""


@dataclass(frozen=True)
class Seen:
    """What the first visitor was sent, and every visitor sends back: the page, its widgets by label or key, the part of the page that each renews, the language switch."""

    page: str
    widgets: dict[str, str]
    parts: dict[str, str]
    language: str


@dataclass
class Session:
    """One connection. `seen` is None for the first visitor of a server, who reads everything to find it out."""

    url: str
    seen: Seen | None = None
    cookie: str = ""
    kept: dict[str, int] = field(default_factory=dict)      # hash of a large message -> runs since it was last shown
    query: str = ""
    heard: list[bytes] | None = None                        # every message of the last run, where somebody wants to read them
    socket: object = None

    async def open(self) -> None:
        """Connects, and waits until the page has been shown."""
        headers = {"Cookie": self.cookie} if self.cookie else None
        try:
            self.socket = await connect(f"ws://{urlsplit(self.url).netloc}/_stcore/stream", origin=self.url, subprotocols=["streamlit"], compression=None,
                                        max_size=None, max_queue=None, ping_interval=None, open_timeout=PATIENCE, additional_headers=headers)
        except (OSError, WebSocketException) as fault:
            raise Unanswered(f"no connection: {type(fault).__name__}") from fault
        await self.run({})

    async def run(self, values: dict[str, object]) -> bool:
        """One run of the page's script with these values of its widgets. Whether something large came that was not kept."""
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_script_hash = self.query, self.seen.page if self.seen else ""
        state.context_info.locale, state.context_info.url = "zh-CN", self.url
        state.cached_message_hashes.extend(self.kept)
        for name, value in values.items():
            state.fragment_id = self.seen.parts[name]
            widget = state.widget_states.widgets.add(id=self.seen.widgets[name])
            if value is True:
                widget.trigger_value = True
            else:
                widget.id = REPORTS.format(widget.id)
                widget.json_trigger_value = json.dumps([{"event": event, "value": said} for event, said in value.items()], ensure_ascii=False)
        if values and self.seen.language:
            state.widget_states.widgets.add(id=self.seen.widgets["lang"]).string_array_value.data.append(self.seen.language)
        try:
            async with asyncio.timeout(PATIENCE):
                await self.socket.send(message.SerializeToString())
                return await self.finished()
        except TimeoutError:
            raise Unanswered("no answer in time") from None
        except (OSError, WebSocketException) as fault:
            raise Unanswered(f"connection lost: {type(fault).__name__}") from fault

    async def finished(self) -> bool:
        """Reads until the script has run. Small messages alone are parsed: learners share the machine with the server."""
        shown = set()
        if self.heard is not None or self.seen is None:
            self.heard = []
        while True:
            data = await self.socket.recv(decode=False)
            if self.heard is not None:
                self.heard.append(data)
            if len(data) >= LARGE:
                shown.add(data[2:2 + data[1]].decode())         # a message begins with its own hash
            elif len(data) < SMALL:
                message = ForwardMsg.FromString(data)
                kind = message.WhichOneof("type")
                if kind == "ref_hash":
                    shown.add(message.ref_hash)
                if kind == "script_finished" and message.script_finished in FINISHED:
                    break
        new = not shown <= self.kept.keys()
        self.kept = {name: age + 1 for name, age in self.kept.items() if age < 2} | dict.fromkeys(shown, 0)
        if self.seen is None:
            self.seen = seen(self.heard)
        return new

    async def close(self) -> None:
        if self.socket:
            await self.socket.close()


def reading(messages: list[bytes]) -> dict:
    """What the Stage was given last; {} if the browser kept it from before."""
    elements = (ForwardMsg.FromString(message).delta.new_element for message in messages if len(message) >= LARGE)
    found = [element.bidi_component.bytes for element in elements if element.bidi_component.component_name.endswith("stage")]
    return json.loads(found[-1]) if found else {}


def seen(messages: list[bytes]) -> Seen:
    """The page and its widgets, from everything that the first visitor was sent."""
    page, widgets, parts, language = "", {}, {}, ""
    for message in map(ForwardMsg.FromString, messages):
        if message.WhichOneof("type") in ("new_session", "navigation"):         # the course's own menu knows better which page is shown
            page = getattr(message, message.WhichOneof("type")).page_script_hash
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            raise Unanswered(f"the page shows a {element.exception.type}")
        if kind in ("button", "bidi_component", "button_group"):
            widget = getattr(element, kind)
            name = widget.label if kind == "button" else widget.id.rpartition("-")[2]
            widgets[name], parts[name] = widget.id, message.delta.fragment_id
        if kind == "button_group":
            language, = element.button_group.raw_values or [""]
    return Seen(page, widgets, parts, language)


async def fetch(url: str, paths, cookie: str = "", lines: int = 6) -> int:
    """Bytes of the files of the page, asked for on as many connections as a browser opens."""
    waiting, got = list(reversed(paths)), [0]

    async def line() -> None:
        reader, writer = await asyncio.open_connection(urlsplit(url).hostname, urlsplit(url).port)
        while waiting:
            writer.write(f"GET {waiting.pop()} HTTP/1.1\r\nHost: {urlsplit(url).netloc}\r\nAccept-Encoding: gzip\r\nCookie: {cookie}\r\n\r\n".encode())
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            if " 200 " not in head.partition("\r\n")[0]:
                raise Unanswered(f"a file of the page: {head.partition(chr(13))[0]}")
            size = re.search(r"content-length: (\d+)", head)
            length = len(await reader.readexactly(int(size[1]))) if size else await chunks(reader)
            got[0] += length
        writer.close()

    try:
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*(line() for _ in range(min(lines, len(paths)))))
    except (OSError, asyncio.IncompleteReadError, TimeoutError) as fault:
        raise Unanswered(f"the files of the page: {type(fault).__name__}") from fault
    return got[0]


async def chunks(reader) -> int:
    """Bytes of an answer that comes in pieces."""
    total = 0
    while size := int(await reader.readline(), 16):
        total += len(await reader.readexactly(size + 2)) - 2
    await reader.readline()
    return total


def sentences() -> tuple[tuple[str, int], ...]:
    """What learners may type, with the number of words: the presets, and the first lines of practice that are short enough."""
    home = machines(LANGUAGE)
    vocab, starts = home.network.vocab, home.counting.starts[:400]
    lines = [vocab.join(vocab.words[i] for i in line if i > 1) for line in np.split(home.counting.tokens[:starts[-1]], starts[1:-1])]
    texts = [*(preset["text"] for preset in presets(lessons.say(LANGUAGE))), *dict.fromkeys(lines)]
    return tuple((text, words) for text in texts if (words := len(vocab.split(text))) <= MAX_WORDS)


def course(number: int, texts):
    """Endless taps of a learner of the course: (kind, values of widgets, whether a new reading must come). Each number has its own."""
    chance = random.Random(number)
    now = {"sentence": "", "covered": [], "silenced": [], "donor": None, "step": 0, "guess": "-", "depth": "picture", "reached": "guess", "lang": LANGUAGE}
    at, words = 0, texts[0][1]
    for kind in islice(cycle(PLAN), chance.randrange(len(PLAN)), None):
        before = (now["sentence"], now["covered"], now["silenced"])
        if kind == "step":
            now["step"] = (now["step"] + 1) % (words + 1)
            now["reached"] = "end" if now["reached"] == "guess" and now["step"] == words else now["reached"]
        elif kind == "cover":
            now |= {"covered": [chance.randrange(words)], "silenced": [], "step": words, "reached": "why" if now["reached"] != "silence" else "silence"}
        elif kind == "silence":
            now |= {"covered": [], "silenced": sorted(chance.sample(range(48), 3)), "step": words, "reached": "silence"}
        elif kind == "sentence":
            at = (at + chance.randrange(1, len(texts))) % len(texts)        # another one
            text, words = texts[at]
            now |= {"sentence": text, "covered": [], "silenced": [], "step": 0}
        yield kind, {"stage": {"choices": now}}, before != (now["sentence"], now["covered"], now["silenced"])


def plain(number: int, texts):
    """Endless taps of a learner of the plain page: forward through the sentence, then back."""
    for button in cycle(["next"] * 20 + ["back"] * 20):
        yield "step", {button: True}, False


def empty(number: int, texts):
    """Endless taps on the one button of the empty page."""
    while True:
        yield "step", {"tap": True}, False
