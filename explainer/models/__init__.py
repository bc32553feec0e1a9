"""Models that read: one call for all of them, `read(tokens) -> Trace`."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from explainer.trace import Trace
from explainer.vocabulary import START, UNKNOWN, Vocabulary


@dataclass(frozen=True)
class Memory:
    """A memory to paste in: the carried state, by name, that stands just before token number `before` is read."""

    before: int
    state: Mapping[str, np.ndarray]


class LanguageModel(Protocol):
    """Anything that shares out 100 points among the possible next words."""

    vocab: Vocabulary

    def read(self, tokens, *, covered: Collection[int] = (), silenced: Collection[int] = (),
             memory: Memory | None = None) -> Trace:
        """Read word numbers (T,), the first of them START, and record everything.

        covered   positions in `tokens` that are read as UNKNOWN
        silenced  cells that are pressed to 0 at every step
        memory    a memory that replaces the model's own just before one of the tokens
        A model without cells or memory reads on as if the last two were not there.
        """


def as_read(tokens, covered: Collection[int], n_words: int) -> np.ndarray:
    """The word numbers (T,) as the machine meets them, covered ones replaced by UNKNOWN. Raises ValueError."""
    tokens = np.array(tokens, dtype=np.int64)
    if tokens.ndim != 1 or not len(tokens) or tokens[0] != START:
        raise ValueError("a reading begins with START")
    if tokens.min() < 0 or tokens.max() >= n_words:
        raise ValueError(f"word numbers run from 0 to {n_words - 1}")
    for position in covered:
        if not 1 <= position < len(tokens):
            raise ValueError(f"position {position} is not a word of this sentence")
        tokens[position] = UNKNOWN
    return tokens
