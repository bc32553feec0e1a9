"""What the pages of the course show, caught as plain values: each is run once at every scene and depth, without a browser."""

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from explainer import lessons, terms
from explainer.choices import DEPTHS, NO_GUESS
from explainer.glossary import scene_names

ROOT = Path(__file__).parent.parent.parent
GLOSSARY = "glossary"
PICTURE = "picture"

# A choice that Python answers with other data: component -> (choice, what it can be, from the board's own data). All of them are caught.
ANSWERED = {"board_twins": ("twin", lambda data: [pair["id"] for pair in data["pairs"]]),
            "board_kitchen": ("menu", lambda data: list(range(len(data["menus"]))))}
UNANSWERED = {"board_voters": ["vote"], "board_bench": ["order"]}       # so many answers that only the course has them: the page says so


@dataclass
class Captured:
    """A page in one language: `scenes` for the script that shows it, `parts` for what draws its boards."""

    scenes: dict = field(default_factory=dict)
    parts: dict[str, dict[str, str]] = field(default_factory=dict)


def chapter(code: str, name: str) -> Captured:
    """Everything a chapter of scenes shows with its first choices, in one language.

    scenes: {title, options: the words of the guess, opening: elements, scenes: a list of {depth: elements}, closing: elements,
    answers: component -> {choice, by: value -> data}, unanswered}. `data` is a number into `pool`, where every JSON stands once.
    """
    caught, pool = Captured(), {}
    last = len(scene_names(lessons.say(code), name)) + 1

    def shown(**link: str) -> list[dict]:
        return [pooled(element, caught, pool) for element in elements(opened(code, name, **link))]

    opening = shown()
    asked = next(json.loads(list(pool)[it["data"]]) for it in opening if it.get("part") == "board_guess")
    scenes = [{depth: shown(at=str(k), guess=NO_GUESS, depth=depth) for depth in DEPTHS} for k in range(1, last)]
    everything = ".".join(str(i) for i in range(len(asked["options"])))
    closing, own = shown(at=str(last), guess=everything), shown(at=str(last), guess=NO_GUESS)
    caught.scenes = {"title": lessons.lesson(code, name).unfilled("…").title, "options": asked["options"], "opening": opening, "scenes": scenes,
                     "closing": with_guesses(closing, own, len(asked["options"])), "answers": answers(code, name, scenes, caught, pool), "unanswered": UNANSWERED, "pool": []}
    caught.scenes["pool"] = list(pool)
    return caught


def with_guesses(closing: list[dict], without: list[dict], options: int) -> list[dict]:
    """The closing scene where what belongs to one guess says which: each option stands in two texts, before everything else."""
    texts = [element for element in closing if element["kind"] in ("prose", "text")]
    own = {id(element): i // 2 for i, element in enumerate(texts[:2 * options])} if len(closing) > len(without) else {}
    return [{**element, "own": own[id(element)]} if id(element) in own else element for element in closing]


def answers(code: str, name: str, scenes: list[dict], caught: Captured, pool: dict) -> dict:
    """What a board of ANSWERED is given for every value of its choice."""
    found = {}
    for k, scene in enumerate(scenes, 1):
        for element in scene[PICTURE]:
            choice, values = ANSWERED.get(element.get("part"), (None, None))
            if choice is None:
                continue
            data, by = json.loads(list(pool)[element["data"]]), {}
            for value in values(data):
                again = opened(code, name, at=str(k), guess=NO_GUESS, **{data["link"][choice]: str(value)})
                by[str(value)] = next(pooled(it, caught, pool)["data"] for it in elements(again) if it.get("part") == element["part"])
            found[element["part"]] = {"choice": choice, "by": by}
    return found


def glossary(code: str) -> Captured:
    """The glossary in one language."""
    caught, pool = Captured(), {}
    shown = [pooled(element, caught, pool) for element in elements(opened(code, GLOSSARY))]
    caught.scenes = {"title": lessons.say(code)("ui.menu_glossary"), "plain": shown, "answers": {}, "unanswered": {}, "pool": list(pool)}
    return caught


def opened(code: str, name: str, **link: str):
    """A page of the course in a language with the parameters of a link, run once."""
    from streamlit.testing.v1 import AppTest            # only this command waits for it
    logging.getLogger("streamlit").setLevel(logging.ERROR)
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    at.switch_page(f"pages/{name}.py")
    at.query_params["lang"] = lessons.languages()[code]
    for param, value in link.items():
        at.query_params[param] = value
    at.run()
    wrong = [it.value for kind in (at.error, at.info) for it in kind] + [it.message for it in at.exception]
    if wrong:
        raise RuntimeError(f"{name} ({code}, {link}): {wrong[0]}")
    return at


def elements(at) -> Iterator[dict]:
    """What stands on the page below its top line, in order."""
    _, *below = at.main.children.values()               # the top line is the first thing of every page
    for node in below:
        for element in leaves(node):
            made = MADE.get(element.type)
            if made and (told := made(element)):
                yield told


def leaves(node) -> Iterator:
    if hasattr(node, "children"):
        for child in node.children.values():
            yield from leaves(child)
    else:
        yield node


def written(element) -> dict:
    """Prose as parts; what is more than paragraphs, lists, bold and code stays a text."""
    try:
        return {"kind": "prose", "parts": terms.parts(element.value)}
    except ValueError:
        return {"kind": "text", "text": element.value}


def component(element) -> dict:
    proto = element.proto
    return {"kind": "part", "part": proto.component_name, "source": {"js": proto.js_content, "html": proto.html_content, "css": proto.css_content},
            "data": proto.bytes.decode("utf-8")}


def page_link(element) -> dict:
    return {"kind": "link", "runs": terms.parts(element.proto.label)[0]["lines"][0], "to": address(f"./{element.proto.page}?{element.proto.query_string}")}


MADE = {"markdown": written, "bidi_component": component, "page_link": page_link,
        "subheader": lambda it: {"kind": "heading", "text": it.value}, "code": lambda it: {"kind": "code", "text": it.value},
        "plotly_chart": lambda it: {"kind": "figure", "text": getattr(it.proto, "alt", "")},
        "button": lambda it: {"kind": "onward", "text": it.label}}


def address(link: str) -> str:
    """A link of the course, "./<place>?<query>", as the tour has it: from one of its folders."""
    parts = urlsplit(link.removeprefix("./"))
    first = lessons.chapters(next(iter(lessons.languages())))[0].partition("_")[2]
    place = "" if parts.path.strip("/") in ("", first) else parts.path.strip("/") + "/"
    return f"../{place}index.html" + (f"?{parts.query}" if parts.query else "")


def pooled(element: Mapping, caught: Captured, pool: dict[str, int]) -> dict:
    """The element with its data in the pool and its component among the parts."""
    if element["kind"] != "part":
        return dict(element)
    caught.parts[element["part"]] = element["source"]
    data = json.loads(element["data"])
    if "ways" in data:
        data["ways"] = {name: address(link) for name, link in data["ways"].items()}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return {"kind": "part", "part": element["part"], "data": pool.setdefault(text, len(pool))}
