"""Recurrent networks: one loop that lets any cell read, and keeps everything it computed."""

from dataclasses import dataclass, replace

import numpy as np

from explainer.models import Memory, as_read
from explainer.models.cells import CELLS
from explainer.trace import Trace
from explainer.vocabulary import Vocabulary


@dataclass(frozen=True)
class RecurrentModel:
    """A cell that is stepped along the words, and an output layer: o_t = softmax(V h_t + c)."""

    vocab: Vocabulary
    kind: str
    cell: object
    V: np.ndarray           # (K, H)
    c: np.ndarray           # (K,)

    @classmethod
    def from_weights(cls, vocab: Vocabulary, kind: str, weights: dict[str, np.ndarray], dtype=np.float64):
        """A model from arrays that are named and shaped as torch.nn names them.

        `recurrent.…_l0` as in torch.nn.RNN, GRU or LSTM with K inputs, `output.weight` and `output.bias` as in Linear.
        Raises ValueError when a table is missing or has another shape than the vocabulary asks for.
        """
        make = CELLS[kind]
        missing = {f"recurrent.{name}" for name in RECURRENT} | {"output.weight", "output.bias"}
        if missing - set(weights):
            raise ValueError(f"missing: {', '.join(sorted(missing - set(weights)))}")
        w = {name: np.asarray(array, dtype=dtype) for name, array in weights.items()}
        U, W, b_input, b_memory = (w[f"recurrent.{name}"] for name in RECURRENT)
        K, H = len(vocab), W.shape[-1]
        shapes = {"U": (make.n_gates * H, K), "W": (make.n_gates * H, H), "V": (K, H), "c": (K,)}
        for name, array in {"U": U, "W": W, "V": w["output.weight"], "c": w["output.bias"]}.items():
            if array.shape != shapes[name]:
                raise ValueError(f"{name} has the shape {array.shape}, not {shapes[name]}")
        if kind == "gru":       # the last third of its memory's bias stands inside the reset bracket
            inside = np.concatenate([b_memory[:2 * H], np.zeros(H, dtype)])
            cell = make(U, W, b_input + inside, b_memory[2 * H:])
        else:
            cell = make(U, W, b_input + b_memory)
        return cls(vocab, kind, cell, w["output.weight"], w["output.bias"])

    @property
    def n_cells(self) -> int:
        return self.V.shape[1]

    @property
    def n_numbers(self) -> int:
        """How many learned numbers the model holds."""
        return sum(array.size for array in [*vars(self.cell).values(), self.V, self.c])

    def cut(self) -> "RecurrentModel":
        """The same model with the arrow from its own past cut: W := 0."""
        tables = {**vars(self.cell), "W": np.zeros_like(self.cell.W)}
        return replace(self, cell=CELLS[self.kind](**tables))

    def blank(self) -> dict[str, np.ndarray]:
        """An empty memory: zeros, by name, (H,) each."""
        return {name: np.zeros(self.n_cells, self.V.dtype) for name in self.cell.carries}

    def read(self, tokens, *, covered=(), silenced=(), memory: Memory | None = None) -> Trace:
        """Read word numbers (T,), the first of them START; see LanguageModel.read. Raises ValueError."""
        tokens = as_read(tokens, covered, len(self.vocab))
        silenced = list(silenced)
        if any(not 0 <= number < self.n_cells for number in silenced):
            raise ValueError(f"cells are numbered from 0 to {self.n_cells - 1}")
        state, steps = self.blank(), []
        for t, word in enumerate(tokens):
            if memory is not None and memory.before == t:
                state = {name: self._silence(memory.state[name], silenced) for name in self.cell.carries}
            signals = self.cell.step(self.cell.U[:, word], state)
            state = {name: self._silence(signals[name], silenced) for name in self.cell.carries}
            steps.append({**signals, **state})
        signals = {name: np.stack([step[name] for step in steps]) for name in steps[0]}      # (T, n)
        scores = signals["hidden"] @ self.V.T + self.c                                        # (T, K)
        return Trace(tokens, self.vocab, softmax(scores), {**signals, "scores": scores})

    def memory(self, trace: Trace, before: int) -> Memory:
        """The memory that stood just before token `before` was read in a trace, ready to be pasted in elsewhere."""
        return Memory(before, {name: trace.signals[name][before - 1] for name in self.cell.carries})

    @staticmethod
    def _silence(values, silenced):
        if silenced:
            values = np.array(values)
            values[silenced] = 0
        return values


RECURRENT = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")


def softmax(scores):
    """Scores (…, K) as shares that sum to one: e^score / Σ e^score."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)
