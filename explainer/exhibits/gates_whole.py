"""The gates of whole machines: every cell along one story of the race, as the Stage's film shows them."""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from explainer.bundles import race as runs
from explainer.exhibits.gates import HIGH, KEEPING, LOW, MACHINES, SHOWN
from explainer.panels import in_time
from explainer.small import who
from explainer.trace import Trace

BETWEEN = 10                    # words between the person and the question
WORDS = BETWEEN + 2
OPENS = 6                       # words read when the scene opens: who keeps is to be seen, and half the story is left to read
LATELY = 8                      # words before the question over which a cell is said to hold
FILMS = {"plain": ("hidden",), "gru": ("update_gate", "reset_gate", "hidden"), "lstm": ("forget_gate", "input_gate", "output_gate", "hidden")}
SIGNALS = tuple(dict.fromkeys(signal for films in FILMS.values() for signal in films))


@lru_cache(maxsize=1)
def story() -> tuple[int, ...]:
    """The word numbers of the race's own story: a person, words in between, the question."""
    persons, fillers = who.exam()
    one = len(persons) // 2
    return (int(persons[one]), *map(int, fillers[one][:BETWEEN]), who.VOCABULARY.index[who.ASK])


@lru_cache(maxsize=4)
def read(machine: str) -> Trace:
    """A machine that practised all distances, on the story."""
    return runs.load().machines["mixed", machine, SHOWN].read(np.array([0, *story()]))


@lru_cache(maxsize=1)
def whole() -> Mapping:
    """The story in every machine: what its films show (T, H), the cells in the order of how much they keep, and what is counted at every step.

    low, high: cells that keep less than LOW, more than HIGH of the old at this step; holds: those that did the latter at each of the last LATELY words before the question.
    """
    words = [who.VOCABULARY.words[number] for number in story()]
    return {name: {**in_time(read(name), words, FILMS[name]), "shown": list(FILMS[name]), **kept(name)} for name in MACHINES}


def kept(machine: str) -> dict:
    """What the gate that keeps did: counts by step, and the order of the cells."""
    if machine not in KEEPING:
        return {}
    values = read(machine).signals[KEEPING[machine]]                                     # (T, H)
    return {"order": np.argsort(-values[2:-1].mean(axis=0), kind="stable").tolist(), "holds": np.flatnonzero(values[-1 - LATELY:-1].min(axis=0) > HIGH).tolist(),
            "lately": LATELY, "low": (values < LOW).sum(axis=1).tolist(), "high": (values > HIGH).sum(axis=1).tolist()}


def one_cell(machine: str) -> tuple[int, dict[str, list[float]]]:
    """The cell that keeps most, by number, and everything it computed along the story; without gates the first cell."""
    cell = kept(machine).get("order", [0])[0]
    return cell, {name: values[:, cell].tolist() for name, values in read(machine).signals.items() if values.shape[1] == read(machine).signals["hidden"].shape[1]}
