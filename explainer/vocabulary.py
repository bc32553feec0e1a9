"""The words a model has a seat for, and how free text is cut into them."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

import numpy as np

START, UNKNOWN = 0, 1
"""Word numbers of the two seats that every vocabulary has: before the first word, and for words not listed."""

RESERVED = ("‹start›", "‹unknown›")
UNIT = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f'’\-])*|\d+|\S")      # a Latin word, a number, a mark
CJK = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")             # written without spaces: one character, one unit


@dataclass(frozen=True)
class Piece:
    """A stretch of a text as the machine reads it: one word of the vocabulary, or a stretch it never met."""

    text: str
    index: int

    @property
    def known(self) -> bool:
        return self.index != UNKNOWN


@dataclass(frozen=True)
class Vocabulary:
    """K words and their numbers; `joiner` stands between words in writing ("" in Chinese, " " in English)."""

    words: tuple[str, ...]
    joiner: str = ""

    def __post_init__(self):
        if self.words[:2] != RESERVED:
            raise ValueError(f"a vocabulary begins with {RESERVED}, not {self.words[:2]}")
        if len(set(self.words)) != len(self.words):
            raise ValueError("a word stands twice in the vocabulary")

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def index(self) -> dict[str, int]:
        """Word -> number."""
        return {word: i for i, word in enumerate(self.words)}

    @cached_property
    def _by_form(self) -> dict[str, int]:
        return {form(word): i for i, word in reversed(list(enumerate(self.words))) if i > UNKNOWN}

    @cached_property
    def _longest(self) -> int:
        return max((len(units(word)) for word in self.words[2:]), default=1)

    def encode(self, words) -> np.ndarray:
        """Word numbers, (T,); a word that is not listed gets the seat UNKNOWN."""
        return np.array([self.index.get(word, UNKNOWN) for word in words], dtype=np.int64)

    def split(self, text: str) -> tuple[Piece, ...]:
        """The text cut into pieces, the longest listed word first; a stretch of unlisted units is one piece.

        Width and case do not matter: "," finds "，" and "TOM" finds "Tom".

        >>> v = Vocabulary(RESERVED + ("我", "我们", "迟到", "，"))
        >>> [(p.text, p.known) for p in v.split("我们摔跤, 我迟到")]
        [('我们', True), ('摔跤', False), ('，', True), ('我', True), ('迟到', True)]
        """
        parts, pieces, unlisted = units(text), [], []
        i = 0
        while i < len(parts):
            for n in range(min(self._longest, len(parts) - i), 0, -1):
                found = self._by_form.get(form(self.joiner.join(parts[i:i + n])))
                if found is not None:
                    break
            else:
                n = 1
            if found is None:
                unlisted.append(parts[i])
            else:
                pieces += self._stretch(unlisted) + [Piece(self.words[found], found)]
                unlisted = []
            i += n
        return tuple(pieces + self._stretch(unlisted))

    def _stretch(self, parts: list[str]) -> list[Piece]:
        """Unlisted units as one piece, or one for each word where spaces part them; punctuation never hides in a word."""
        stretches, last = [], None
        for part in parts:
            letters = part[0].isalnum()
            if last == letters and stretches and not (letters and self.joiner):
                stretches[-1].append(part)
            else:
                stretches.append([part])
            last = letters
        return [Piece(self.joiner.join(stretch), UNKNOWN) for stretch in stretches]

    def join(self, words) -> str:
        """The words in writing: no space before a closing mark, none in Chinese."""
        text = self.joiner.join(words)
        return re.sub(r" ([,.!?;:，。！？；：])", r"\1", text)


def form(word: str) -> str:
    """A word as it is compared: width, case and the bend of an apostrophe removed."""
    return unicodedata.normalize("NFKC", word).casefold().replace("’", "'")


def units(text: str) -> list[str]:
    """The smallest pieces of a text: a Chinese character, a Latin word, a number, a mark.

    >>> units("我 met Tom's 3 dogs。")
    ['我', 'met', "Tom's", '3', 'dogs', '。']
    """
    spaced = CJK.sub(lambda found: f" {found.group()} ", text)
    return UNIT.findall(spaced)
