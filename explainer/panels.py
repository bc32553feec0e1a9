"""What each panel of the Stage draws, taken from a Trace as plain lists."""

import inspect

import numpy as np

from explainer.trace import Trace

SHOWN = 8               # bars of a lane at each step


def bars(trace: Trace, asked) -> dict:
    """What the output chart of a lane shows at every step: the best words, the rest, and the words one could guess."""
    best = [[[word, round(p, 6)] for word, p in trace.top(t, SHOWN)] for t in range(len(trace))]
    seen = [True] * len(trace) if trace.counts is None else (trace.counts.sum(axis=1) > 0).tolist()
    return {"bars": best, "rest": [round(1 - sum(p for _, p in step), 6) for step in best], "seen": seen,
            "choices": {word: [round(trace.p(t, word), 6) for t in range(len(trace))] for word in asked}}


def rows(trace: Trace) -> list[dict]:
    """What the count table says at every step, and the parts of the smoothed share of its best word."""
    signals, found = trace.signals, []
    for t in range(len(trace)):
        often = [i for i in np.argsort(-trace.counts[t], kind="stable")[:SHOWN] if trace.counts[t, i]]
        best = int(trace.probs[t].argmax())
        share, left = trace.probs[t, best], signals["leftover"][t, 0] * signals["shorter"][t, best]
        found.append({
            "word": trace.vocab.words[trace.tokens[t]], "total": int(signals["total"][t, 0]),
            "counts": [[trace.vocab.words[i], int(trace.counts[t, i])] for i in often],
            "best": {"word": trace.vocab.words[best], "count": int(trace.counts[t, best]), "p": round(float(share), 6),
                     "kept": round(float(share - left), 6),
                     "discount": round(float(signals["discount"][t, 0]), 4), "leftover": round(float(signals["leftover"][t, 0]), 6),
                     "shorter": round(float(signals["shorter"][t, best]), 6)}})
    return found


def signals(trace: Trace) -> dict[str, list]:
    return {name: rounded(trace.signals[name]) for name in ("hidden", "from_input", "from_memory")}


def in_time(trace: Trace, words, shown=("hidden",)) -> dict:
    """A reading as the Stage's graph and film draw it on a board: these signals, and the best words of every step."""
    return {"words": list(words), "joiner": trace.vocab.joiner, "cells": trace.signals["hidden"].shape[1], "holds": [],
            "signals": {name: rounded(trace.signals[name], 6) for name in shown}, "bars": [[[word, round(p, 4)] for word, p in trace.top(t, 3)] for t in range(len(trace))]}


def best_scores(trace: Trace) -> list[dict]:
    """The best word of every step with its score, and the logarithm of the sum that turns scores into shares."""
    scores = trace.signals["scores"]
    highest = scores.max(axis=1)
    log_totals = highest + np.log(np.exp(scores - highest[:, None]).sum(axis=1))
    return [{"word": trace.vocab.words[int(row.argmax())], "score": round(float(row.max()), 4), "log_total": round(float(total), 4)}
            for row, total in zip(scores, log_totals)]


def source(function) -> list[str]:
    """The lines of a function as they stand in its file, without the indentation of its class."""
    return inspect.cleandoc("\n" + inspect.getsource(function)).splitlines()


def rounded(array: np.ndarray, digits: int = 4) -> list:
    return np.round(array, digits).tolist()
