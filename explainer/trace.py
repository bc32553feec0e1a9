"""The record of one reading: all that a model computed, word by word."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

import numpy as np

from explainer.vocabulary import Vocabulary


@dataclass(frozen=True)
class Trace:
    """What a model computed while it read `tokens`.

    tokens   (T,)    word numbers as the machine met them; the first is START, covered words are UNKNOWN
    probs    (T, K)  row t: the share each word gets as next word, after token t
    signals  name -> (T, n): what went on inside: `from_input`, `from_memory`, `hidden`, `scores`, gates …
    counts   (T, K)  n-grams only: how often each word followed this window in the corpus
    The arrays are read-only: a record is dead data.
    """

    tokens: np.ndarray
    vocab: Vocabulary
    probs: np.ndarray
    signals: Mapping[str, np.ndarray] = field(default_factory=dict)
    counts: np.ndarray | None = None

    def __post_init__(self):
        signals = {name: frozen(array) for name, array in self.signals.items()}
        object.__setattr__(self, "tokens", frozen(self.tokens))
        object.__setattr__(self, "probs", frozen(self.probs))
        object.__setattr__(self, "signals", MappingProxyType(signals))
        if self.counts is not None:
            object.__setattr__(self, "counts", frozen(self.counts))
        for name, array in {"probs": self.probs, **signals}.items():
            if len(array) != len(self.tokens):
                raise ValueError(f"{name} has {len(array)} rows for {len(self.tokens)} tokens")

    def __len__(self) -> int:
        return len(self.tokens)

    def p(self, t: int, word: str) -> float:
        """The share of a word as next word after token t; 0 for a word that is not listed."""
        number = self.vocab.index.get(word)
        return 0.0 if number is None else float(self.probs[t, number])

    def top(self, t: int, n: int = 1) -> list[tuple[str, float]]:
        """The n most probable next words after token t with their shares; ties in the vocabulary's order."""
        if t not in self._orders:
            self._orders[t] = np.argsort(-self.probs[t], kind="stable")
        return [(self.vocab.words[i], float(self.probs[t, i])) for i in self._orders[t][:n]]

    @cached_property
    def _orders(self) -> dict[int, np.ndarray]:
        """Word numbers from the most to the least probable, (K,), by the steps that were asked for: a page asks several times."""
        return {}


@dataclass(frozen=True)
class Backtrace:
    """Where the corrections of one reading went.

    losses      (T,)    how surprised the model was by the word after token t: −ln p
    grad_norms  (T, T)  row t, column k: ‖∂L_t/∂h_k‖, how much of the correction of guess t reaches the memory after token k; NaN for k > t
    """

    losses: np.ndarray
    grad_norms: np.ndarray

    def __post_init__(self):
        object.__setattr__(self, "losses", frozen(self.losses))
        object.__setattr__(self, "grad_norms", frozen(self.grad_norms))

    def arriving(self, t: int) -> np.ndarray:
        """Which share of the correction of guess t arrives 0, 1, 2 … steps back: (t + 1,), the first is 1."""
        back = self.grad_norms[t, t::-1]
        return back / back[0]


def frozen(array) -> np.ndarray:
    """The array as a copy that cannot be written to."""
    copy = np.array(array)
    copy.flags.writeable = False
    return copy
