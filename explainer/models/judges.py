"""Machines that look once: a table's row or a picture goes in, shares of the possible verdicts come out."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from explainer.models.cells import sigmoid, tanh
from explainer.models.recurrent import softmax


@dataclass(frozen=True)
class LogisticModel:
    """A weight for every column: p(first verdict) = σ(w₁ x₁ + … + wₙ xₙ + bias)."""

    columns: tuple[str, ...]
    weights: np.ndarray     # (n,)
    bias: float

    @classmethod
    def from_weights(cls, columns: tuple[str, ...], weights: dict[str, np.ndarray]):
        """A model from the tables of torch.nn.Linear(n, 1). Raises ValueError."""
        table, bias = (np.asarray(weights[f"output.{name}"], dtype=np.float64) for name in ("weight", "bias"))
        if table.shape != (1, len(columns)) or bias.shape != (1,):
            raise ValueError(f"the weights have the shape {table.shape}, not {(1, len(columns))}")
        return cls(columns, table[0], float(bias[0]))

    @property
    def n_numbers(self) -> int:
        return len(self.weights) + 1

    def points(self, row) -> np.ndarray:
        """What each column adds to the sum (n,)."""
        return self.weights * np.asarray(row, dtype=np.float64)

    def shares(self, row) -> np.ndarray:
        """Shares of the two verdicts (2,). The sum is rounded once, at its end: the order of the columns cannot change a digit."""
        p = float(sigmoid(math.fsum([*self.points(row), self.bias])))
        return np.array([p, 1 - p])

    def rearranged(self, order) -> "LogisticModel":
        """The same machine for a table whose columns stand in another order: every weight moves with its column."""
        order = list(order)
        return LogisticModel(tuple(self.columns[i] for i in order), self.weights[order], self.bias)


@dataclass(frozen=True)
class ConvolutionalModel:
    """Small filters slid over a picture: softmax(V tanh(F ∗ x + b) + c)   (LeCun et al. 1989)

    Every filter looks at d × d neighbours, at every place of the picture.
    """

    F: np.ndarray           # (N, d, d)
    b: np.ndarray           # (N,)
    V: np.ndarray           # (A, N·m·m), m = side − d + 1
    c: np.ndarray           # (A,)
    side: int

    @classmethod
    def from_weights(cls, side: int, weights: dict[str, np.ndarray]):
        """A model from the tables of torch.nn.Conv2d(1, N, d) and torch.nn.Linear(N·m·m, A). Raises ValueError."""
        F, b, V, c = (np.asarray(weights[f"{part}.{name}"], dtype=np.float64) for part in ("filters", "output") for name in ("weight", "bias"))
        places = (side - F.shape[-1] + 1) ** 2
        if F.ndim != 4 or F.shape[1] != 1 or V.shape != (len(c), len(F) * places):
            raise ValueError(f"V has the shape {V.shape}, not {(len(c), len(F) * places)}")
        return cls(F[:, 0], b, V, c, side)

    @property
    def n_numbers(self) -> int:
        return sum(table.size for table in (self.F, self.b, self.V, self.c))

    def hidden(self, picture) -> np.ndarray:
        """What each filter found at each place, (N, m, m), for a picture (side·side,)."""
        pixels = np.asarray(picture, dtype=np.float64).reshape(self.side, self.side)
        patches = sliding_window_view(pixels, self.F.shape[1:])                             # (m, m, d, d)
        return tanh(np.einsum("ijkl,nkl->nij", patches, self.F) + self.b[:, None, None])

    def shares(self, picture) -> np.ndarray:
        """Shares of the verdicts (A,)."""
        return softmax(self.V @ self.hidden(picture).ravel() + self.c)
