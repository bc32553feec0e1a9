"""What one answer and one more session cost a server, one after the other, in processor time and memory: figures that a busy machine changes little.

    python -m benchmarks.answer
"""

import asyncio
import os
from pathlib import Path

from benchmarks.learner import Session, sentences
from benchmarks.read import memory
from benchmarks.report import machine, table
from benchmarks.sample import LANGUAGE
from tests.server import ROOT, serve

HERE = Path(__file__).parent
TICKS = os.sysconf("SC_CLK_TCK")
ANSWERS, SESSIONS, AT_ONCE = 100, 300, 100
BEGUN = {"sentence": "", "covered": [], "silenced": [], "donor": None, "step": 0, "guess": "-", "depth": "picture", "reached": "guess", "lang": LANGUAGE}
EMPTY, PLAIN, COURSE = HERE / "empty_page.py", HERE / "plotly_page.py", ROOT / "app.py"


def cores(pids) -> float:
    """Seconds of a core that the processes have used since they began."""
    return sum(sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13])) / TICKS for pid in pids)


def stage(**choices) -> dict:
    """The values of the course's widgets when the Stage reports these choices."""
    return {"stage": {"choices": {**BEGUN, **choices}}}


TEXTS = [text for text, _ in sentences()]
TAPS = {                                            # what is tapped for the i-th time, by page and settings
    (COURSE, ROOT): {
        "step, on the way to the blank": lambda i: stage(step=i % 12),
        "step, after the end": lambda i: stage(step=i % 12, reached="why"),
        "step, in a sentence of one's own": lambda i: stage(sentence=TEXTS[10], step=i % 12, reached="why"),
        "cover": lambda i: stage(covered=[i % 10], step=12, reached="why"),
        "silence": lambda i: stage(silenced=[i % 40, 40 + i % 8], step=12, reached="silence"),
        "a sentence that nobody typed before": lambda i: stage(sentence=TEXTS[20 + i], reached="why"),
    },
    (PLAIN, HERE): {"step": lambda i: {"next" if i % 40 < 20 else "back": True}},
    (EMPTY, HERE): {"tap": lambda i: {"tap": True}},
    (EMPTY, ROOT): {"tap": lambda i: {"tap": True}},
}
NAMES = {(COURSE, ROOT): "the course", (PLAIN, HERE): "a plain page that redraws by rerun", (EMPTY, HERE): "an empty page with one button",
         (EMPTY, ROOT): "the empty page with the course's settings"}


async def answered(server, values) -> float:
    """Milliseconds of a core for one answer."""
    session = Session(server.url)
    await session.open()
    for i in range(5):
        await session.run(values(i))
    before = cores([server.pid])
    for i in range(5, 5 + ANSWERS):
        await session.run(values(i))
    await session.close()
    return 1000 * (cores([server.pid]) - before) / ANSWERS


async def held(server, taps) -> tuple[float, float, float]:
    """Kilobytes of one more session: opened; after it has tapped everything once; after many have tapped at the same time."""
    first = Session(server.url)
    await first.open()
    for values in taps:
        for i in range(SESSIONS):
            await first.run(values(i))              # what is kept for everybody is kept now
    before, sessions, sizes = memory(server.pid), [], []
    for _ in range(SESSIONS):
        sessions.append(Session(server.url, first.seen))
        await sessions[-1].open()
    sizes.append(memory(server.pid))
    for values in taps:
        for i, session in enumerate(sessions):
            await session.run(values(i))
    sizes.append(memory(server.pid))
    for values in taps:
        for begin in range(0, SESSIONS, AT_ONCE):
            await asyncio.gather(*(session.run(values(i)) for i, session in enumerate(sessions[begin:begin + AT_ONCE])))
    sizes.append(memory(server.pid))
    for session in (first, *sessions):
        await session.close()
    return tuple(1000 * (size - before) / SESSIONS for size in sizes)


async def measured():
    """Rows of both tables."""
    costs, sizes = [], []
    for page, taps in TAPS.items():
        with serve(*page) as server:
            costs += [[NAMES[page], name, f"{await answered(server, values):.1f}"] for name, values in taps.items()]
        with serve(*page) as server:
            taps = list(taps.values())[:5]              # all but what fills a cache that is kept for everybody
            sizes.append([NAMES[page], f"{memory(server.pid):.0f}", *(f"{size:.0f}" for size in await held(server, taps))])
        print(".", end="", flush=True)
    return costs, sizes


if __name__ == "__main__":
    costs, sizes = asyncio.run(measured())
    print(f"\n{machine()}; {ANSWERS} answers, {SESSIONS} sessions of each, one after the other\n")
    print(table(["", "tapped", "ms of a core for the answer"], costs))
    print()
    print(table(["", "MB before anybody came", "kB a session: opened", "… tapped everything", f"… {AT_ONCE} of them at the same time"], sizes))
