"""How numbers and words are put into a sentence: shares, points, counts, quoted words, lists."""

import unicodedata
from collections.abc import Callable, Sequence
from math import floor

from explainer.lessons import Say

MARKS = {",": "comma", ".": "stop", "。": "stop", "?": "question", "!": "exclamation"}    # after NFKC: ， is ,


def share(say: Say, p: float) -> str:
    """A share in whole percent, never rounded to nothing or to everything.

    0.123 -> "12 %", 0.004 -> "<1 %", 0.996 -> ">99 %". The Stage rounds by the same rule.
    """
    if 0 < p < 0.01:
        return say("stage.percent_under")
    if p > 0.99:
        return say("stage.percent_over")
    return say("stage.percent", n=floor(100 * p + 0.5))


def count(say: Say, n: int) -> str:
    """A count as the language writes it: 3,197; in Chinese from 10,000 on "约 4.1 万"."""
    unit = int(say("narration.count_large_unit"))
    if n < 10_000 or unit == 1:
        return f"{n:,}"
    return say("narration.count_large", n=f"{n / unit:.1f}".removesuffix(".0"))


def noun(say: Say, word: str, meaning: bool = True) -> str:
    """A word after "the first" or "another": 「我」, “me”; a mark by its name: 逗号, comma.

    A word of the other language comes with its meaning, unless that was just given.
    """
    mark = MARKS.get(unicodedata.normalize("NFKC", word))
    if mark:
        return say(f"narration.mark_{mark}")
    gloss = say.section("gloss").get(word) if meaning else None
    return say("narration.glossed", word=word, meaning=gloss) if gloss else say("narration.quoted", word=word)


def pointed(say: Say, word: str) -> str:
    """The same as a thing that stands in the sentence: 「我」, “me”; 逗号, the comma."""
    return _mark_in(say, "narration.the_mark", word)


def guess(say: Say, word: str, meaning: bool = True) -> str:
    """The same as what a machine guesses: 「我」, “me”; 逗号, a comma."""
    return _mark_in(say, "narration.a_mark", word, meaning)


def _mark_in(say: Say, key: str, word: str, meaning: bool = True) -> str:
    name = noun(say, word, meaning)
    return say(key, mark=name) if unicodedata.normalize("NFKC", word) in MARKS else name


def listed(say: Say, words: Sequence[str], form: Callable[[Say, str], str] = pointed) -> str:
    """Words one after another: 「老师」、「妈妈」和「校长」, “me”, “him” and “Tom”."""
    *before, last = (form(say, word) for word in words)
    if not before:
        return last
    return say("narration.list_end", before=say("narration.list_between").join(before), last=last)


def line(say: Say, key: str, **values: object) -> str:
    """A line of narration with its gaps filled; it begins with a capital where the language has capitals."""
    text = say(f"narration.{key}", **values)
    return text[:1].upper() + text[1:]


def points(say: Say, change: float) -> str:
    """The size of a change of a share: 4 点, 4 points."""
    n = floor(100 * abs(change) + 0.5)
    key = plural("points", n)
    return say(f"narration.{key}", n=n)


def plural(key: str, n: int) -> str:
    """The key of the string for one or for many."""
    return f"{key}_one" if n == 1 else f"{key}_many"
