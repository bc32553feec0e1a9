"""The glossary: every term of the chapters that are written, with one plain sentence, and where it was met."""

import re
from dataclasses import dataclass

from explainer import lessons, worlds
from explainer.glance import glance
from explainer.lessons import Say

CLOSING, LAST = "closing", "last"           # the closing scene of a chapter; the last step of chapter 0


@dataclass(frozen=True)
class Entry:
    """A term in one language; `other` is its name in every other one, `initials` are those of all. `chapter` is a number, `scene` a scene of it or a step of chapter 0."""

    key: str
    name: str
    also: str
    other: tuple[str, ...]
    sentence: str
    confused: str
    chapter: int
    scene: str
    initials: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """Where a learner can go: the name of a chapter, what its link says, and which scene or step that is."""

    chapter: str
    link: dict[str, str]
    scene: str


@glance
def entries(code: str) -> dict[str, Entry]:
    """Key -> entry of a language, in the order of its file; without the terms of chapters that are not written."""
    written = {number(name) for name in lessons.chapters(code)}
    strings = {language: lessons.say(language).section("glossary") for language in lessons.languages()}
    found = {}
    for key in re.findall(r"^term\.(\w+)\.name$", "\n".join(strings[code]), re.MULTILINE):
        own = {field: strings[code][f"term.{key}.{field}"] for field in ("name", "also", "sentence", "confused", "chapter", "scene", "initials")}
        if int(own["chapter"]) in written:
            other = tuple(words[f"term.{key}.name"] for language, words in strings.items() if language != code)
            initials = tuple(letters for words in strings.values() for letters in words[f"term.{key}.initials"].split(" | "))
            found[key] = Entry(key, **own | {"chapter": int(own["chapter"]), "other": other, "initials": initials})
    return found


def number(chapter: str) -> int:
    """The number of a chapter.

    >>> number("1_window")
    1
    """
    return int(chapter.partition("_")[0])


def place(say: Say, entry: Entry) -> Place:
    """Where a term was met. A scene that the chapter does not have raises KeyError."""
    chapter = next(name for name in lessons.chapters(say.language) if number(name) == entry.chapter)
    if not entry.chapter:
        step = len(worlds.load(f"diary_{say.language}").scene.sentence) if entry.scene == LAST else int(entry.scene)
        return Place(chapter, {"t": str(step), "guess": "-"} if step else {}, str(step))
    names = scene_names(say, chapter)
    if entry.scene == CLOSING:
        return Place(chapter, {"at": str(len(names) + 1), "guess": "-"}, say("board.closing"))
    if entry.scene not in names:
        raise KeyError(f"assets/prose/{say.language}/glossary.toml: term.{entry.key}: {chapter} has no scene '{entry.scene}'")
    return Place(chapter, {"at": str(list(names).index(entry.scene) + 1), "guess": "-"}, names[entry.scene])


def scene_names(say: Say, chapter: str) -> dict[str, str]:
    """Scene -> what it is called on the screen, in order: the table [scenes] of the chapter's strings."""
    strings = say.section(chapter)
    return {key.removeprefix("scenes."): words for key, words in strings.items() if key.startswith("scenes.")}
