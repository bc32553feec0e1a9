"""Bags: machines that count which words stand in a text, never where."""

from dataclasses import dataclass

import numpy as np

from explainer.models import as_read
from explainer.models.recurrent import softmax
from explainer.trace import Trace
from explainer.vocabulary import Vocabulary


@dataclass(frozen=True)
class BagModel:
    """A bag of words, or of neighbouring pairs too: softmax(V n + c), where n counts what was read so far.

    The shares are shared out among `answers`, the numbers of some words; all other words get 0. After the last word of a text
    they are a verdict on it. pairs (P, 2): the neighbours that are counted besides single words; a pair that is not listed counts nothing.
    """

    vocab: Vocabulary
    answers: np.ndarray     # (A,)
    pairs: np.ndarray       # (P, 2)
    V: np.ndarray           # (A, K + P)
    c: np.ndarray           # (A,)

    @classmethod
    def from_weights(cls, vocab: Vocabulary, weights: dict[str, np.ndarray]):
        """A model from `answers`, `pairs`, and `output.weight` and `output.bias` as in torch.nn.Linear. Raises ValueError."""
        answers, pairs = (np.asarray(weights[name], dtype=np.int64) for name in ("answers", "pairs"))
        V, c = (np.asarray(weights[name], dtype=np.float64) for name in ("output.weight", "output.bias"))
        if V.shape != (len(answers), len(vocab) + len(pairs)) or c.shape != answers.shape:
            raise ValueError(f"V has the shape {V.shape}, not {(len(answers), len(vocab) + len(pairs))}")
        return cls(vocab, answers, pairs.reshape(-1, 2), V, c)

    @property
    def n_numbers(self) -> int:
        """How many learned numbers the model holds."""
        return self.V.size + self.c.size

    def read(self, tokens, *, covered=(), silenced=(), memory=None) -> Trace:
        """Read word numbers (T,); see LanguageModel.read. There is nothing to silence and no memory to swap.

        signals: `counted` (T, K + P), how often each word, then each pair, stood in the text so far.
        """
        tokens = as_read(tokens, covered, len(self.vocab))
        counted = counts(tokens, len(self.vocab), self.pairs)
        probs = np.zeros((len(tokens), len(self.vocab)))
        for t, bag in enumerate(counted):               # one row at a time: equal bags give equal shares, to the last bit
            probs[t, self.answers] = softmax(self.V @ bag + self.c)
        return Trace(tokens, self.vocab, probs, {"counted": counted})


def counts(tokens: np.ndarray, n_words: int, pairs: np.ndarray) -> np.ndarray:
    """What stood in a text up to each of its words: (T, K + P); START counts as a word."""
    found = np.zeros((len(tokens), n_words + len(pairs)))
    found[np.arange(len(tokens)), tokens] = 1
    number = {(one, other): n_words + i for i, (one, other) in enumerate(pairs.tolist())}
    for t in range(1, len(tokens)):
        place = number.get((int(tokens[t - 1]), int(tokens[t])))
        if place is not None:
            found[t, place] = 1
    return found.cumsum(axis=0)
