"""A feed-forward network with a fixed number of slots for words."""

from dataclasses import dataclass

import numpy as np

from explainer.models import as_read
from explainer.models.cells import tanh
from explainer.models.recurrent import softmax
from explainer.trace import Trace
from explainer.vocabulary import Vocabulary


@dataclass(frozen=True)
class SlotModel:
    """softmax(V tanh(U x + b) + c), where x holds the words in their slots; words without a slot are cut off.

    x (S·K,) has one 1 in every filled slot and nothing in an empty one. The shares go to `answers`, all other words get 0.
    """

    vocab: Vocabulary
    answers: np.ndarray     # (A,)
    U: np.ndarray           # (H, S·K)
    b: np.ndarray           # (H,)
    V: np.ndarray           # (A, H)
    c: np.ndarray           # (A,)

    @classmethod
    def from_weights(cls, vocab: Vocabulary, weights: dict[str, np.ndarray]):
        """A model from `answers` and the tables of two torch.nn.Linear, `hidden` and `output`. Raises ValueError."""
        U, b, V, c = (np.asarray(weights[f"{part}.{name}"], dtype=np.float64) for part in ("hidden", "output") for name in ("weight", "bias"))
        answers = np.asarray(weights["answers"], dtype=np.int64)
        if U.shape[1] % len(vocab) or V.shape != (len(answers), len(U)) or c.shape != answers.shape or b.shape != U.shape[:1]:
            raise ValueError(f"U has the shape {U.shape}, V {V.shape}: they do not fit {len(vocab)} words and {len(answers)} answers")
        return cls(vocab, answers, U, b, V, c)

    @property
    def n_slots(self) -> int:
        return self.U.shape[1] // len(self.vocab)

    @property
    def n_numbers(self) -> int:
        """How many learned numbers the model holds."""
        return sum(table.size for table in (self.U, self.b, self.V, self.c))

    def kept(self, words) -> tuple[str, ...]:
        """The words of a text that find a slot."""
        return tuple(words[:self.n_slots])

    def dropped(self, words) -> tuple[str, ...]:
        """The words of a text that find none."""
        return tuple(words[self.n_slots:])

    def read(self, tokens, *, covered=(), silenced=(), memory=None) -> Trace:
        """Read word numbers (T,); see LanguageModel.read. Row t: the words up to t are in the slots. No memory to swap.

        signals: `hidden` (T, H) of the middle layer; `silenced` are its cells.
        """
        tokens = as_read(tokens, covered, len(self.vocab))
        filled = slots(tokens, len(self.vocab), self.n_slots)                   # (T, S·K)
        hidden = tanh(filled @ self.U.T + self.b)                               # (T, H)
        hidden[:, list(silenced)] = 0
        probs = np.zeros((len(tokens), len(self.vocab)))
        probs[:, self.answers] = softmax(hidden @ self.V.T + self.c)
        return Trace(tokens, self.vocab, probs, {"hidden": hidden})


def slots(tokens: np.ndarray, n_words: int, n_slots: int) -> np.ndarray:
    """The slots as they are filled, word by word: (T, S·K). START takes no slot."""
    filled = np.zeros((len(tokens), n_slots * n_words))
    for t, word in enumerate(tokens[1:n_slots + 1], start=1):
        filled[t:, (t - 1) * n_words + word] = 1
    return filled
