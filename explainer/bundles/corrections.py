"""How strong a correction is at every step of its way back, by the formula that autograd follows too."""

from collections.abc import Callable, Iterable

import numpy as np

from explainer.models import LanguageModel
from explainer.models.recurrent import RecurrentModel
from explainer.trace import Trace
from explainer.vocabulary import START

Norms = Callable[[RecurrentModel, np.ndarray], np.ndarray]
"""A network and word numbers (T + 1,) -> ‖∂L_t/∂h_k‖ (T, T), NaN for k > t, as `Backtrace.grad_norms`."""


def passed_back(model: RecurrentModel, trace: Trace, t: int, answer: int) -> list[float]:
    """‖∂L/∂h‖ at step t, t−1 … 0 for the loss L = −ln P(answer) of guess t."""
    hidden = trace.signals["hidden"]                                            # (T, H)
    missed = trace.probs[t] - np.eye(len(model.vocab))[answer]                  # (K,)
    correction = model.V.T @ missed                                             # (H,)
    strengths = [float(np.linalg.norm(correction))]
    for k in range(t, 0, -1):
        correction = model.cell.W.T @ (correction * (1 - hidden[k] ** 2))
        strengths.append(float(np.linalg.norm(correction)))
    return strengths


def by_formula(model: RecurrentModel, tokens: np.ndarray) -> np.ndarray:
    """What `passed_back` says of every guess."""
    trace, norms = model.read(tokens[:-1]), np.full((len(tokens) - 1,) * 2, np.nan)
    for t in range(len(norms)):
        norms[t, t::-1] = passed_back(model, trace, t, int(tokens[t + 1]))
    return norms


def by_autograd(model: RecurrentModel, tokens: np.ndarray) -> np.ndarray:
    """The same by torch's autograd."""
    from explainer.gradients import backtrace                                   # torch, only here
    return backtrace(model, tokens).grad_norms


def numbered(model: LanguageModel, words: Iterable[str]) -> np.ndarray:
    """START and the numbers of the words."""
    return np.concatenate([[START], model.vocab.encode(tuple(words))])


def turning(n: int, seed: int) -> np.ndarray:
    """A random table (n, n) that turns a memory and keeps its length: orthogonal."""
    table, corner = np.linalg.qr(np.random.default_rng(seed).normal(size=(n, n)))
    return (table * np.sign(np.diag(corner))).astype(np.float32)
