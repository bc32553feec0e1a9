"""Scene tests of the memory: it is spread, it is held, and the answer comes from it."""

import numpy as np

from explainer.holding import HOLDS, hold_scores
from explainer.models import Memory
from explainer.scenes.cast import Cast, Outcome, alike, best, named, repeated, share


def memory_is_spread(cast: Cast) -> Outcome:
    """T6: 9 of 10 single silences keep the answer; taking the weightiest cell each time it flips at the 2nd … H/3rd cell."""
    singles = [cast.network.read(cast.example, silenced=[cell]) for cell in range(cast.network.n_cells)]
    kept = float(np.mean([best(trace) == cast.scene.answer for trace in singles]))
    path = silenced_one_by_one(cast)
    flips = len(path) if path[-1][2] != cast.scene.answer else None
    spread = flips is not None and 2 <= flips <= cast.network.n_cells / 3
    return Outcome(kept >= 0.9 and spread, {"kept": kept, "flips_at": flips, "cells": [cell for cell, _, _ in path],
                                            "shares": [p for _, p, _ in path]})


def silenced_one_by_one(cast: Cast) -> list[tuple[int, float, str]]:
    """(cell, the answer's share, best word): each time the cell whose silence costs most; ends when the answer flips."""
    answer, path = cast.scene.answer, []
    while (not path or path[-1][2] == answer) and len(path) < cast.network.n_cells:
        gone = [cell for cell, _, _ in path]
        left = [cell for cell in range(cast.network.n_cells) if cell not in gone]
        traces = {cell: cast.network.read(cast.example, silenced=[*gone, cell]) for cell in left}
        cell = min(left, key=lambda cell: share(traces[cell], [answer]))
        path.append((cell, share(traces[cell], [answer]), best(traces[cell])))
    return path


def the_answer_follows_the_memory(cast: Cast) -> Outcome:
    """T7: another sentence's memory, pasted in before the last word, brings its answer; an empty one leaves the old at ≤ 50."""
    network, last, shares, right = cast.network, len(cast.example) - 1, {}, True
    for subject, answers in cast.subjects.items():
        other = network.read(cast.told_of(subject))
        pasted = Memory(last, network.memory(other, len(other) - 1).state)
        trace = network.read(cast.example, memory=pasted)
        shares[subject], right = share(trace, answers), right and best(trace) in answers
    empty = share(network.read(cast.example, memory=Memory(last, network.blank())), [cast.scene.answer])
    return Outcome(right and empty <= 0.5, {**named(cast, shares), "empty": empty})


def cells_hold(cast: Cast) -> Outcome:
    """T9: from the subject to the blank at least two cells hold who it was (see hold_scores)."""
    hidden, scores = memories(cast)[tuple(cast.scene.subject.split())], holding(cast)
    steps = np.abs(np.diff(hidden[cast.place:], axis=0)).mean(axis=0)           # (H,)
    return Outcome(np.sum(scores > HOLDS) >= 2, {
        "cells": np.flatnonzero(scores > HOLDS).tolist(), "mean_change_per_step": float(steps.mean())})


def memories(cast: Cast) -> dict[tuple[str, ...], np.ndarray]:
    """Subject -> hidden states (T, H) of the example told of it."""
    return {subject: cast.network.read(cast.told_of(subject)).signals["hidden"] for subject in cast.subjects}


def holding(cast: Cast) -> np.ndarray:
    """The hold score of every cell in the example, against all other subjects of as many words (H,)."""
    own, *others = memories(cast).values()
    return hold_scores(own, cast.place + len(cast.scene.subject.split()) - 1, [other for other in others if len(other) == len(own)])


def without_memory_nothing_differs(cast: Cast) -> Outcome:
    """T11: with W cut the network says the same after both occurrences of the last word."""
    first, last = repeated(cast)
    trace = cast.network.cut().read(cast.example)
    return Outcome(first < last and alike(trace.probs[first], trace.probs[last]), {"top": best(trace)})
