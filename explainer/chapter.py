"""Lesson: one chapter in one language, parsed from the markdown its author wrote (format: assets/prose/README.md)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from explainer.typeset import fill, gaps, typeset

_OPTION = re.compile(r"- \[([ x])\] (.+)")
LIVE = ("_formula", "_code")        # blocks that are filled anew at every step
_FACTS = ("title", "minutes", "question")


@dataclass(frozen=True)
class Option:
    """One answer of a closing check, with the feedback that appears when it is tapped."""

    text: str
    right: bool
    feedback: str


@dataclass(frozen=True)
class Check:
    """A question with options: the closing check, where exactly one is right, or the guess that opens a chapter."""

    question: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Lesson:
    """Title, minutes, opening question, blocks by name, closing check, opening guess. Texts may hold gaps such as {cells}."""

    title: str
    minutes: int
    question: str
    blocks: Mapping[str, str]
    check: Check
    source: str
    guess: Check | None = None

    def filled(self, **values: object) -> "Lesson":
        """The same lesson with every gap closed but those of LIVE blocks. A gap without a value raises KeyError naming the file."""

        def closed(text: str) -> str:
            return fill(text, values, self.source)

        def asked(check: Check) -> Check:
            return Check(closed(check.question), tuple(replace(o, text=closed(o.text), feedback=closed(o.feedback)) for o in check.options))

        return replace(
            self,
            title=closed(self.title),
            question=closed(self.question),
            blocks=MappingProxyType({name: text if name.endswith(LIVE) else closed(text) for name, text in self.blocks.items()}),
            check=asked(self.check),
            guess=self.guess and asked(self.guess),
        )


    def unfilled(self, mark: str) -> "Lesson":
        """The same lesson with a mark in every gap that `filled` would close: its numbers cannot be had."""
        asked = [*self.check.options, *(self.guess.options if self.guess else ())]
        texts = [self.title, self.question, *self.blocks.values(), self.check.question, self.guess.question if self.guess else "",
                 *(option.text for option in asked), *(option.feedback for option in asked)]
        return self.filled(**dict.fromkeys(frozenset().union(*map(gaps, texts)), mark))

    def block(self, name: str, **values: object) -> str:
        """A LIVE block with the numbers of this moment in its gaps."""
        return fill(self.blocks[name], values, self.source)


def parse(path: Path) -> Lesson:
    """The lesson in a markdown file. An author's slip raises ValueError naming file and line."""
    lines = typeset(path.read_text("utf-8")).splitlines()
    facts, body = _front_matter(path, lines)
    blocks = dict(_blocks(path, lines, body))
    if "check" not in blocks:
        raise ValueError(f"{path}:{len(lines)}: the chapter has no '## check' block")
    check, guess = _check(path, *blocks.pop("check")), _guess(path, blocks.pop("guess", None))
    texts = {name: "\n".join(text).strip() for name, (_, text) in blocks.items()}
    return Lesson(
        facts["title"], int(facts["minutes"]), facts["question"], MappingProxyType(texts), check, str(path), guess
    )


def _front_matter(path: Path, lines: list[str]) -> tuple[dict[str, str], int]:
    """The facts between the two --- lines, and how many lines they take."""
    if not lines or lines[0] != "---" or "---" not in lines[1:]:
        raise ValueError(f"{path}:1: a chapter begins with facts between two lines of ---")
    end = lines.index("---", 1)
    facts = {}
    for n, line in enumerate(lines[1:end], 2):
        key, _, value = (part.strip() for part in line.partition(":"))
        if key not in _FACTS or key in facts or not value:
            raise ValueError(f"{path}:{n}: expected one line each of {', '.join(_FACTS)}, as 'name: value'")
        if key == "minutes" and not value.isdecimal():
            raise ValueError(f"{path}:{n}: 'minutes' is not a whole number")
        facts[key] = value
    for key in _FACTS:
        if key not in facts:
            raise ValueError(f"{path}:{end + 1}: the facts lack '{key}'")
    return facts, end + 1


def _blocks(path: Path, lines: list[str], body: int) -> Iterator[tuple[str, tuple[int, list[str]]]]:
    """(name, (line number of its heading, its lines)) for each '## name'."""
    headings = [n for n, line in enumerate(lines, 1) if n > body and line.startswith("## ")]
    first = headings[0] if headings else len(lines) + 1
    for n, line in enumerate(lines[body:first - 1], body + 1):
        if line.strip():
            raise ValueError(f"{path}:{n}: text before the first '## name'")
    seen = set()
    for n, after in zip(headings, [*headings[1:], len(lines) + 1]):
        name = lines[n - 1][3:].strip()
        if not name or name in seen:
            raise ValueError(f"{path}:{n}: a block needs a name of its own")
        seen.add(name)
        yield name, (n, lines[n:after - 1])


def _check(path: Path, heading: int, lines: list[str]) -> Check:
    """The closing check of a chapter: one option is right."""
    check = _options(path, heading, lines)
    if sum(option.right for option in check.options) != 1:
        raise ValueError(f"{path}:{heading}: a check has exactly one '- [x]' option")
    return check


def _guess(path: Path, block: tuple[int, list[str]] | None) -> Check | None:
    """The guess that opens a chapter: what turns out is marked; where more than one is marked, several can be chosen."""
    if block is None:
        return None
    guess = _options(path, *block)
    if not any(option.right for option in guess.options):
        raise ValueError(f"{path}:{block[0]}: a guess has at least one '- [x]' option")
    return guess


def _options(path: Path, heading: int, lines: list[str]) -> Check:
    """The question, then '- [ ] option' or '- [x] right option', each followed by its indented feedback."""
    question, found = [], []  # found: (line number, mark, text, lines of feedback)
    for n, line in enumerate(lines, heading + 1):
        option = _OPTION.fullmatch(line.rstrip())
        if option:
            found.append((n, option[1], option[2], []))
        elif line.startswith("-"):
            raise ValueError(f"{path}:{n}: an option begins with '- [ ] ' or '- [x] '")
        elif line.strip() and not found:
            question.append(line.strip())
        elif line.strip() and not line.startswith("  "):
            raise ValueError(f"{path}:{n}: feedback is indented by two spaces")
        elif line.strip():
            found[-1][3].append(line.strip())
    if not question:
        raise ValueError(f"{path}:{heading}: the check has no question")
    for n, _, text, feedback in found:
        if not feedback:
            raise ValueError(f"{path}:{n}: the option '{text}' has no feedback")
    return Check("\n".join(question), tuple(Option(text, mark == "x", "\n".join(f)) for _, mark, text, f in found))
