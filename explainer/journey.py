"""The way through the course: its acts, the chapters that are written, and those that are not (assets/prose/<language>/map.toml)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from explainer import lessons
from explainer.glance import glance
from explainer.glossary import number

NOT_YET, BEGUN, SEEN, HERE = "not_yet", "begun", "seen", "here"


@dataclass(frozen=True)
class Stop:
    """A written chapter on the map."""

    chapter: str
    number: int
    title: str
    question: str
    minutes: int


@dataclass(frozen=True)
class Act:
    """A part of the course: its written chapters, and the numbers of those that are not written yet."""

    name: str
    stops: tuple[Stop, ...]
    waiting: tuple[int, ...]


def numbers(text: str) -> tuple[int, ...]:
    """Chapter numbers as an author lists them.

    >>> numbers("0 | 2 | 12")
    (0, 2, 12)
    """
    return tuple(int(part) for part in text.split("|"))


@glance
def stops(code: str) -> dict[int, Stop]:
    """Every written chapter by its number."""
    found = {number(name): (name, lessons.lesson(code, name)) for name in lessons.chapters(code)}
    return {n: Stop(name, n, lesson.title, lesson.question, lesson.minutes) for n, (name, lesson) in found.items()}


@glance
def acts(code: str) -> tuple[Act, ...]:
    """The acts in order."""
    written = stops(code)
    planned = [(act["name"], numbers(act["chapters"])) for act in table(lessons.say(code).section("map"), "act").values()]
    return tuple(Act(name, tuple(written[n] for n in chapters if n in written), tuple(n for n in chapters if n not in written))
                 for name, chapters in planned)


@glance
def short_course(code: str) -> tuple[Stop, ...]:
    """The written chapters of the short course."""
    written = stops(code)
    return tuple(written[n] for n in numbers(lessons.say(code)("map.short")) if n in written)


def last_of_act(code: str, n: int) -> int | None:
    """The number of the act that a chapter ends; None for every other chapter."""
    ends = {numbers(act["chapters"])[-1]: which for which, act in table(lessons.say(code).section("map"), "act").items()}
    return ends.get(n)


def table(strings: Mapping[str, str], name: str) -> dict[int, dict[str, str]]:
    """The numbered tables [name.1], [name.2] … of a file: number -> field -> text.

    >>> table({"box.1.name": "role", "box.2.name": "structure", "fact.1.text": "…"}, "box")
    {1: {'name': 'role'}, 2: {'name': 'structure'}}
    """
    found = {}
    for key, text in strings.items():
        if match := re.fullmatch(rf"{re.escape(name)}\.(\d+)\.(\w+)", key):
            found.setdefault(int(match[1]), {})[match[2]] = text
    return dict(sorted(found.items()))
