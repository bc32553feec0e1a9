"""Recurrent networks for pictures that move: the same cell, with pixels in place of words."""

from dataclasses import dataclass, replace

import numpy as np

from explainer.models.cells import ElmanCell
from explainer.models.recurrent import RECURRENT, softmax
from explainer.trace import Trace
from explainer.vocabulary import START, UNKNOWN, Vocabulary


@dataclass(frozen=True)
class FrameModel:
    """An Elman cell that is stepped along the frames: h_t = tanh(U x_t + W h_{t-1} + b), o_t = softmax(V h_t + c).

    x_t (n,) are the pixels of frame t. The vocabulary holds the answers.
    """

    vocab: Vocabulary
    cell: ElmanCell
    V: np.ndarray           # (K, H)
    c: np.ndarray           # (K,)

    @classmethod
    def from_weights(cls, vocab: Vocabulary, weights: dict[str, np.ndarray]):
        """A model from arrays that are named and shaped as in torch.nn.RNN(n, H) and torch.nn.Linear(H, K). Raises ValueError."""
        U, W, b_input, b_memory = (np.asarray(weights[f"recurrent.{name}"], dtype=np.float64) for name in RECURRENT)
        V, c = (np.asarray(weights[f"output.{name}"], dtype=np.float64) for name in ("weight", "bias"))
        if W.shape != (len(U), len(U)) or V.shape != (len(vocab), len(U)) or c.shape != (len(vocab),):
            raise ValueError(f"W has the shape {W.shape}, V {V.shape}: they do not fit {len(U)} cells and {len(vocab)} words")
        return cls(vocab, ElmanCell(U, W, b_input + b_memory), V, c)

    @property
    def n_cells(self) -> int:
        return self.V.shape[1]

    @property
    def n_numbers(self) -> int:
        """How many learned numbers the model holds."""
        return sum(table.size for table in (*vars(self.cell).values(), self.V, self.c))

    def cut(self) -> "FrameModel":
        """The same model with the arrow from its own past cut: W := 0."""
        return replace(self, cell=ElmanCell(self.cell.U, np.zeros_like(self.cell.W), self.cell.b))

    def read(self, frames) -> Trace:
        """Read frames (n_frames, n), one after the other; row 0 of the record is the empty memory before the first of them.

        tokens: START, then UNKNOWN for every frame: a frame is no word. signals: from_input, from_memory, hidden, scores. Raises ValueError.
        """
        frames = np.asarray(frames, dtype=np.float64)
        if frames.ndim != 2 or frames.shape[1] != self.cell.U.shape[1] or not np.isfinite(frames).all():
            raise ValueError(f"a frame has {self.cell.U.shape[1]} numbers")
        empty = np.zeros(self.n_cells)
        steps = [{"from_input": empty, "from_memory": empty, "hidden": empty}]
        for pixels in frames:
            steps.append(self.cell.step(self.cell.U @ pixels, steps[-1]))
        signals = {name: np.stack([step[name] for step in steps]) for name in steps[0]}     # (T, H)
        scores = signals["hidden"] @ self.V.T + self.c                                      # (T, K)
        tokens = np.array([START] + [UNKNOWN] * len(frames))
        return Trace(tokens, self.vocab, softmax(scores), {**signals, "scores": scores})
