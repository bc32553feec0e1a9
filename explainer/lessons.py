"""Everything a learner reads, from assets/prose/<language>/: chapters as Lesson, short strings through say."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from explainer.chapter import Check, Lesson, Option, parse
from explainer.glance import glance
from explainer.typeset import fill, typeset

__all__ = ["PROSE", "Check", "Lesson", "Option", "Say", "chapters", "languages", "lesson", "say"]

PROSE = Path(__file__).parent.parent / "assets" / "prose"


@dataclass(frozen=True)
class Say:
    """The short strings of one language: say(key, gap=value)."""

    language: str
    files: Mapping[str, Mapping[str, str]] = field(repr=False)

    def __call__(self, key: str, /, **values: object) -> str:
        """The string with its gaps filled. A missing string or value raises KeyError naming the file."""
        name, _, rest = key.partition(".")
        strings, source = self.section(name), f"assets/prose/{self.language}/{name}.toml"
        if rest not in strings:
            raise KeyError(f"{source}: no string called '{rest}'")
        return fill(strings[rest], values, f"{source}: {rest}")

    def section(self, name: str) -> Mapping[str, str]:
        """Every string of one file, gaps still open; a table [a] with key b gives "a.b"."""
        if name not in self.files:
            raise KeyError(f"{PROSE / self.language / name}.toml: no such file")
        return self.files[name]


@glance
def languages() -> dict[str, str]:
    """Code -> the language's own name, in the order of the switch: every folder that holds a ui.toml."""
    found = {path.parent.name: say(path.parent.name).section("ui") for path in PROSE.glob("*/ui.toml")}
    order = sorted(found, key=lambda code: (found[code]["language_place"], code))
    return {code: found[code]["language_name"] for code in order}


@glance
def chapters(code: str) -> tuple[str, ...]:
    """Names of the chapters written in a language, in the order of the course: ("0_next_word", …)."""
    names = (path.stem for path in (PROSE / code).glob("[0-9]*_*.md"))
    return tuple(sorted(names, key=lambda name: int(name.partition("_")[0])))


@glance
def say(code: str) -> Say:
    """The short strings of a language, read again when a file has been saved since."""
    paths = tuple(sorted((PROSE / code).glob("*.toml")))
    if not paths:
        raise KeyError(f"{PROSE / code}: no such language")
    return _say(code, paths, tuple(path.stat().st_mtime_ns for path in paths))


@glance
def lesson(code: str, name: str) -> Lesson:
    """A chapter, read again when its file has been saved since. Slips raise ValueError naming file and line."""
    path = PROSE / code / f"{name}.md"
    if not path.is_file():
        raise KeyError(f"{path}: no such chapter")
    return _lesson(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=16)
def _say(code: str, paths: tuple[Path, ...], saved: tuple[int, ...]) -> Say:
    return Say(code, MappingProxyType({path.stem: MappingProxyType(strings(path)) for path in paths}))


@lru_cache(maxsize=64)
def _lesson(path: Path, saved: int) -> Lesson:
    return parse(path)


def strings(path: Path) -> dict[str, str]:
    """The strings of one toml file. A slip raises ValueError naming file and line, or file and key."""
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path}: {error}") from error
    return dict(_flat(table, path))


def _flat(table: Mapping, path: Path, before: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, path, f"{before}{key}.")
        elif isinstance(value, str):
            yield before + key, typeset(value)
        else:
            raise ValueError(f"{path}: {before}{key} is not a text in quotes")
