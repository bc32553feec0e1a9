"""How far corrections reach: gradients of the loss through the readable cells, by torch's autograd."""

import numpy as np
import torch

from explainer.models.cells import CELLS
from explainer.models.recurrent import RecurrentModel
from explainer.trace import Backtrace

PLAIN = {"elman": ("U", "W", "b"), "gru": ("U", "W", "b", "d"), "lstm": ("U", "W", "b")}


def backtrace(model: RecurrentModel, tokens, along: str = "hidden") -> Backtrace:
    """Where the correction of every guess goes: losses and ‖∂L_t/∂h_k‖ for the word numbers (T + 1,), the last only a target.

    L_t = −ln P(token t+1 | tokens 0 … t). `along` names the carried state that the correction travels: `hidden`, or an LSTM's `cell`.
    Back-propagation through time (Werbos 1990), carried out by autograd on the very cells that read.
    """
    tokens = np.asarray(tokens, dtype=np.int64)
    states, losses = forward(model, tokens, along)
    T = len(losses)
    norms = np.full((T, T), np.nan)
    for t, loss in enumerate(losses):
        found = torch.autograd.grad(loss, states[:t + 1], retain_graph=True, materialize_grads=True)
        norms[t, :t + 1] = [float(gradient.norm()) for gradient in found]
    return Backtrace(np.array([float(loss.detach()) for loss in losses]), norms)


def forward(model: RecurrentModel, tokens: np.ndarray, along: str) -> tuple[list[torch.Tensor], list[torch.Tensor]]:
    """The carried states (T of shape (H,)) and the losses (T scalars) of a reading, tied by autograd."""
    cell = as_tensors(model)
    state = {name: torch.zeros(model.n_cells, dtype=torch.float64) for name in cell.carries}
    V, c = tensor(model.V), tensor(model.c)
    states, losses = [], []
    for word, target in zip(tokens[:-1], tokens[1:]):
        signals = cell.step(cell.U[:, word], state)
        state = {name: signals[name] for name in cell.carries}
        scores = V @ state["hidden"] + c                                        # (K,)
        losses.append(torch.logsumexp(scores, 0) - scores[target])
        states.append(state[along])
    return states, losses


def as_tensors(model: RecurrentModel):
    """The model's cell with torch tensors for tables; W asks for gradients, so that every state hangs on the graph."""
    tables = {name: tensor(getattr(model.cell, name)) for name in PLAIN[model.kind]}
    tables["W"].requires_grad_(True)
    tables["U"].requires_grad_(True)
    return CELLS[model.kind](**tables)


def tensor(array) -> torch.Tensor:
    return torch.from_numpy(np.array(array, dtype=np.float64))
