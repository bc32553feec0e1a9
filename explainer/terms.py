"""Prose in which terms can be tapped: `[隐状态](term:hidden_state)` in a block of markdown, cut into plain parts."""

import re
from collections.abc import Iterator

TERM = re.compile(r"\[([^\[\]]+)\]\(term:([a-z0-9_]+)\)")
_RUN = re.compile(rf"{TERM.pattern}|\*\*(.+?)\*\*|`([^`]+)`")
_ITEM = re.compile(r"(?:[-*]|\d+\.) ")
_ELSE = re.compile(r"(?m)^(?:#|>|\||```|---)|\]\(|!\[|[*$`]|<[A-Za-z/!]|(?<!\w)_\w")      # markdown that such a block does not hold


def keys(text: str) -> list[str]:
    """The terms that a text links to, in order.

    >>> keys("The [memory](term:memory_tile) is 48 numbers.")
    ['memory_tile']
    """
    return [key for _, key in TERM.findall(text)]


def bare(text: str) -> str:
    """The text as it is read: terms without their links.

    >>> bare("The [memory](term:memory_tile) is 48 numbers.")
    'The memory is 48 numbers.'
    """
    return TERM.sub(r"\1", text)


def parts(text: str) -> list[dict]:
    """Paragraphs and lists of a block, as plain values: {"kind": "p" | "ul" | "ol", "lines": [runs]}.

    A run is a text, or {"kind": "strong" | "code" | "term", "text": …, "key": …}. Other markdown raises ValueError.
    """
    return [_part(piece.strip().splitlines()) for piece in re.split(r"\n\s*\n", text.strip())]


def _part(lines: list[str]) -> dict:
    items = [_ITEM.match(line) for line in lines]
    if not all(items):
        return {"kind": "p", "lines": [list(_runs("\n".join(lines)))]}
    kind = "ol" if lines[0][0].isdecimal() else "ul"
    return {"kind": kind, "lines": [list(_runs(line[item.end():])) for line, item in zip(lines, items)]}


def _runs(text: str) -> Iterator[str | dict]:
    end = 0
    for match in _RUN.finditer(text):
        yield from _plain(text[end:match.start()])
        word, key, strong, code = match.groups()
        yield {"kind": "term", "text": word, "key": key} if key else {"kind": "strong", "text": strong} if strong else {"kind": "code", "text": code}
        end = match.end()
    yield from _plain(text[end:])


def _plain(text: str) -> Iterator[str]:
    if found := _ELSE.search(text):
        raise ValueError(f"beside terms stand paragraphs, lists, bold and code, not {found[0]!r}: {text.strip()[:60]}")
    if text:
        yield text
