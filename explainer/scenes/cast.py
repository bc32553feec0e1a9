"""Who plays in a scene test, the questions it asks of a reading, and what it finds."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from explainer.models.ngram import NgramModel
from explainer.models.recurrent import RecurrentModel
from explainer.trace import Trace
from explainer.vocabulary import START
from explainer.worlds import Scene, Sentence


@dataclass(frozen=True)
class Outcome:
    """What one scene test found: whether it holds, and the numbers it was decided by."""

    passed: bool
    numbers: Mapping[str, object]


@dataclass(frozen=True)
class Cast:
    """The two machines and the sentences of their main scene."""

    network: RecurrentModel
    counting: NgramModel
    scene: Scene
    corpus: tuple[Sentence, ...] = field(repr=False)

    @property
    def subjects(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        """Every subject of the scene and its right answers, the scene's own first."""
        own = {tuple(self.scene.subject.split()): (self.scene.answer,)}
        return own | {donor.words: donor.answer for donor in self.scene.donors}

    @property
    def place(self) -> int:
        """The token position of the subject's first word in the sentence."""
        own = self.scene.subject.split()
        starts = range(len(self.scene.sentence))
        return 1 + next(i for i in starts if list(self.scene.sentence[i:i + len(own)]) == own)

    def told_of(self, subject: tuple[str, ...]) -> np.ndarray:
        """The scene's sentence with this subject, as tokens (T,)."""
        before, after = self.place - 1, self.place - 1 + len(self.scene.subject.split())
        return self.tokens(self.scene.sentence[:before] + subject + self.scene.sentence[after:])

    def tokens(self, words) -> np.ndarray:
        """Word numbers from START on, (T,)."""
        return np.concatenate([[START], self.network.vocab.encode(words)])

    @property
    def example(self) -> np.ndarray:
        return self.tokens(self.scene.sentence)


def share(trace: Trace, words) -> float:
    """The share that the words get together as the next word, at the end of a reading."""
    return sum(trace.p(len(trace) - 1, word) for word in words)


def best(trace: Trace) -> str:
    """The most probable next word at the end of a reading."""
    return trace.top(len(trace) - 1)[0][0]


def alike(one: np.ndarray, other: np.ndarray) -> bool:
    """The same shares, but for the last bits of the arithmetic."""
    return np.allclose(one, other, rtol=0, atol=1e-12)


def repeated(cast: Cast) -> tuple[int, int]:
    """Where the last word of the example stands for the first time, and where it ends the sentence."""
    tokens = cast.example
    return int(np.flatnonzero(tokens == tokens[-1])[0]), len(tokens) - 1


def named(cast: Cast, shares: Mapping[tuple[str, ...], float]) -> dict[str, float]:
    """Shares by the subject as it is written."""
    return {cast.network.vocab.join(subject): p for subject, p in shares.items()}
