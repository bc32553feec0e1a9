"""What a learner chose on the Stage, read from a link or from the Stage itself, and checked."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

DEPTHS = ("story", "picture", "formula", "code")
MILESTONES = ("start", "guess", "end", "why", "silence", "swap")
NO_GUESS = "-"

MAX_CHARACTERS = 200        # of a sentence, wherever it comes from
MAX_WORDS = 40              # pieces of a sentence
MAX_CELLS = 512             # no model here is larger; a link may not ask for more
MAX_FIELD = 2000            # characters of any value in a link


@dataclass(frozen=True)
class Choices:
    """All that a link to the main scene can say; everything else is computed again from it.

    covered and silenced hold piece and cell numbers from 0; `sentence` is empty for the example of the language.
    """

    sentence: str = ""
    covered: tuple[int, ...] = ()
    silenced: tuple[int, ...] = ()
    donor: str | None = None
    step: int = 0
    guess: str | None = None
    depth: str = "picture"
    reached: str = "start"


def from_link(link: Mapping[str, str]) -> tuple[Choices, bool]:
    """Choices from the parameters of a link, and whether some of them could not be used.

    >>> from_link({"t": "5", "cover": "0.2", "depth": "secret"})
    (Choices(sentence='', covered=(0, 2), silenced=(), donor=None, step=5, guess=None, depth='picture', reached='start'), True)
    """
    used, ignored = {}, False
    for name, (field, check) in LINK.items():
        if name not in link:
            continue
        try:
            text = str(link[name])
            used[field] = check(text[:MAX_FIELD])
            ignored |= len(text) > MAX_FIELD
        except ValueError:
            ignored = True
    if used.get("guess"):
        used["reached"] = "guess"
    return Choices(**used), ignored


def from_stage(state: object) -> Choices | None:
    """Choices as the Stage reports them; None if the report is not one, values that make no sense left out."""
    if not isinstance(state, Mapping):
        return None
    used = {}
    for field, check in STAGE.items():
        try:
            if state.get(field) is not None:
                used[field] = check(state[field])
        except (ValueError, TypeError):
            continue
    return Choices(**used)


def typed(text: str) -> str:
    """A learner's sentence without control characters, line breaks, and the blank they may have drawn at its end.

    The length is left as it is up to a little over the limit, so that the page can say what was too long.
    """
    if not isinstance(text, str):
        raise ValueError("a sentence is a text")
    text = text[:MAX_CHARACTERS + 1]
    letters = (" " if letter.isspace() else letter for letter in text)
    kept = (letter for letter in letters if unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    return " ".join("".join(kept).rstrip(" _＿…").split())


def submitted(text: str) -> str:
    """A sentence from the Stage: blanks that were sent stay a sentence, so that the page can say so; "" is the example."""
    return typed(text) or (" " if text else "")


def one_of(*names: str):
    def check(value) -> str:
        if value not in names:
            raise ValueError(f"none of {names}")
        return value
    return check


def number(limit: int):
    def check(value) -> int:
        text = str(value)
        if not (text.isascii() and text.isdecimal() and len(text) <= 4 and int(text) <= limit):
            raise ValueError(f"not a number from 0 to {limit}")
        return int(text)
    return check


def numbers(limit: int, most: int):
    """Numbers written "1.3.4" in a link, or a list of them from the Stage: sorted, each once."""
    check = number(limit)

    def check_all(value) -> tuple[int, ...]:
        parts = value.split(".") if isinstance(value, str) else list(value)
        if len(parts) > most:
            raise ValueError(f"more than {most} numbers")
        return tuple(sorted({check(part) for part in parts if part != ""}))
    return check_all


def word(value) -> str:
    """A short word, as a guess is."""
    text = typed(value)
    if not 0 < len(text) <= 24:
        raise ValueError("not a word")
    return text


def key(value) -> str:
    """The name of a donor: lower-case ASCII letters and _."""
    if not (isinstance(value, str) and 0 < len(value) <= 24 and value.isascii() and value.replace("_", "a").isalpha()):
        raise ValueError("not a name")
    return value


COVERED, SILENCED = numbers(MAX_WORDS - 1, MAX_WORDS), numbers(MAX_CELLS - 1, MAX_CELLS)
LINK = {"s": ("sentence", typed), "t": ("step", number(MAX_WORDS)), "cover": ("covered", COVERED),
        "quiet": ("silenced", SILENCED), "donor": ("donor", key), "depth": ("depth", one_of(*DEPTHS)),
        "guess": ("guess", word)}
STAGE = {field: check for field, check in LINK.values()} | {"sentence": submitted, "reached": one_of(*MILESTONES)}


@dataclass(frozen=True)
class Choice:
    """One thing to choose on a board: its name in a link, what it may be (`check` raises ValueError), what it is at first."""

    param: str
    check: Callable
    first: object


def chosen(table: Mapping[str, Choice], link: Mapping[str, str], before: Mapping[str, object], report: object) -> tuple[dict, bool]:
    """What is chosen on a board, and whether a part of the link could not be used: a report counts more than a link, a link more than before.

    >>> chosen({"n": Choice("n", number(11), 2)}, {"n": "5"}, {}, None)
    ({'n': 5}, False)
    >>> chosen({"n": Choice("n", number(11), 2)}, {"n": "99"}, {"n": 3}, {"n": "<b>"})
    ({'n': 3}, True)
    """
    now, ignored = {}, False
    report = report if isinstance(report, Mapping) else {}
    for name, choice in table.items():
        now[name] = before.get(name, choice.first)
        if choice.param in link:
            try:
                text = str(link[choice.param])
                now[name] = choice.check(text[:MAX_FIELD])
            except (ValueError, TypeError):
                ignored = True
        if report.get(name) is not None:
            try:
                now[name] = choice.check(report[name])
            except (ValueError, TypeError):
                continue
    return now, ignored
