"""Which cells hold: the stripes in the film of the hidden state."""

from collections.abc import Sequence

import numpy as np

HOLDS = .3


def hold_scores(hidden: np.ndarray, since: int, others: Sequence[np.ndarray] = ()) -> np.ndarray:
    """How firmly each cell holds what the sentence began with, from step `since` to the last: (H,).

    The smallest value on the way, counted with the sign of the end: a cell that changes sign does not hold. `others` are the
    hidden states (T, H) of the same sentence with another subject: a cell that does the same in all of them holds nothing
    about the subject, so half of its smallest distance to the one it differs from most is a bound too. Above HOLDS it holds.

    >>> here, there = np.array([[.9, .9], [.8, .9]]), np.array([[.9, -.9], [.8, -.7]])
    >>> hold_scores(here, 0, [there]).round(2).tolist()
    [0.0, 0.8]
    """
    steady = (hidden[since:] * np.sign(hidden[-1])).min(axis=0)
    if not others:
        return steady
    apart = np.max([np.abs(hidden - other)[since:].min(axis=0) for other in others], axis=0) / 2
    return np.minimum(steady, apart)
