"""Chapter 6, computed: what pushes one cell at one step, how the sum is squeezed, and how scores become shares."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from explainer import reading, scene
from explainer.models.cells import sigmoid, tanh
from explainer.models.recurrent import RecurrentModel
from explainer.trace import Trace

FARTHEST, APART = 6, .05        # the squasher is drawn from −FARTHEST to FARTHEST, a point every APART
SHOWN = 4                       # words of the answer whose scores can be moved
REACH, NOTCH = 10, .5           # how far a score can be moved either way, and in which steps


@dataclass(frozen=True)
class Example:
    """The example sentence of a language as its network read it. Row t of the trace: after t words; `holder` holds most firmly who it began with."""

    words: tuple[str, ...]
    network: RecurrentModel
    sentences: int          # that the network practised on
    trace: Trace
    holder: int


@lru_cache(maxsize=8)
def example(language: str) -> Example:
    """The example of a language. Raises BundleError."""
    read = scene.example(language)
    return Example(tuple(piece.text for piece in read.pieces), read.machines.network, read.machines.card["corpus"]["training"],
                   read.b, int(reading.holding(read).argmax()))


def old(here: Example, step: int) -> np.ndarray:
    """The memory (H,) that a step starts from; before the first one it is empty."""
    return here.trace.signals["hidden"][step - 1] if step else here.network.blank()["hidden"]


def pushes(here: Example, step: int, cell: int) -> np.ndarray:
    """What every old cell adds to the sum of one cell: weight × old value, (H,). Together they are W h_{t−1}."""
    return here.network.cell.W[cell] * old(here, step)


def voices(here: Example, step: int, cell: int) -> dict[str, float]:
    """The three pushes on one cell at one step, their sum, and the cell's new value: total = input + memory + own, new = tanh(total)."""
    signals, own = here.trace.signals, here.network.cell.b[cell]
    word, memory = signals["from_input"][step, cell], signals["from_memory"][step, cell]
    found = {"own": own, "input": word, "memory": memory, "total": word + memory + own, "new": signals["hidden"][step, cell]}
    return {name: float(value) for name, value in found.items()}


@lru_cache(maxsize=8)
def numbers(language: str) -> dict:
    """All that pushes any cell at any step, to the last digit: signals (T, H), own (H,), and the weights (H, H) as the float32 they were stored in."""
    here = example(language)
    signals = here.trace.signals
    return {"words": here.words, "cells": here.network.n_cells, "holder": here.holder,
            **{name: signals[signal].tolist() for name, signal in (("input", "from_input"), ("memory", "from_memory"), ("hidden", "hidden"))},
            "own": here.network.cell.b.tolist(), "W": [[float(str(weight)) for weight in row] for row in here.network.cell.W.astype(np.float32)]}


@lru_cache(maxsize=1)
def curves() -> dict:
    """The squasher: sums from −FARTHEST to FARTHEST (n,), and what either curve makes of them."""
    sums = np.linspace(-FARTHEST, FARTHEST, 2 * round(FARTHEST / APART) + 1)
    return {"sums": np.round(sums, 2).tolist(), "tanh": np.round(tanh(sums), 6).tolist(), "sigmoid": np.round(sigmoid(sums), 6).tolist()}


@lru_cache(maxsize=8)
def scores(language: str) -> dict:
    """The last answer: its best words with their scores, and e^score for every place a score can be moved to; all other words as one sum.

    rows: word, score, powers (n,): e^(score + moved) for moved = −REACH … REACH, a NOTCH apart. others: how many, and Σ e^score of them.
    """
    here = example(language)
    told, step = here.trace.signals["scores"][-1], len(here.words)
    best = [here.network.vocab.index[word] for word, _ in here.trace.top(step, SHOWN)]
    moved = np.linspace(-REACH, REACH, 2 * round(REACH / NOTCH) + 1)
    return {"rows": [{"word": here.network.vocab.words[i], "score": float(told[i]), "powers": np.exp(told[i] + moved).tolist()} for i in best],
            "moved": moved.tolist(), "others": len(told) - SHOWN, "rest": float(np.exp(np.delete(told, best)).sum())}


def shares(rows: list[dict], rest: float, places) -> list[float]:
    """What each word gets when its score stands at the given place, and last what is left for all others: power ÷ sum of all powers."""
    powers = [row["powers"][place] for row, place in zip(rows, places)] + [rest]
    return [power / sum(powers) for power in powers]
