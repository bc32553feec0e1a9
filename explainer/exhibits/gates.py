"""Chapter 9, computed: one cell and its gates along a stream, the race by distance, what a kept share comes to."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from explainer.bundles import lamp as cells
from explainer.bundles import race as runs
from explainer.bundles.race import SURE
from explainer.recipes import RACE
from explainer.small import lamp, tokens, who

SIGNALS = {"gru": ("update_gate", "reset_gate", "candidate", "hidden"), "lstm": ("forget_gate", "input_gate", "candidate", "cell", "output_gate", "hidden"), "plain": ("hidden",)}
MACHINES = ("plain", "gru", "lstm")
KEEPING = {"gru": "update_gate", "lstm": "forget_gate"}         # the gate that says how much of the old stays
FULL = 10                       # tenths of the old that a learner keeps, at most
STEPS = (1, 2, 5, 10, 20)       # words after which one looks what is left
LOW, HIGH = 0.1, 0.9            # below is nearly shut, above is nearly open
ASKED = (10, 20, 30)            # distances that have a button
SHOWN = 1                       # which seed's answers are shown word for word
WAYS = {"only": ("only", "plain"), "mixed": ("mixed", "plain"), "start": ("only", "holding")}      # way of practising -> the diet, and which plain machine


# — one cell —

@lru_cache(maxsize=1)
def streams() -> list[dict]:
    """The streams of the page, and what a cell of every kind did at each saying.

    items (T,): keys; says (T,): what would be written, −1 0 1; truth (T,): what the teacher said last, −1 0 1;
    of each machine its signals (T + 1,), the first before any saying, `on` (T + 1,): the share of its verdict, and `hits`: sayings after which it is right.
    """
    return [{"items": list(items), "says": [lamp.SAYS[item] for item in items], "truth": truth(items),
             **{name: signals(name, items) for name in SIGNALS}} for items in lamp.examples()]


def truth(items: Sequence[str]) -> list[int]:
    return [{"on": 1, "off": -1, None: 0}[answer] for answer in lamp.held(items)]


def signals(name: str, items: Sequence[str]) -> dict:
    """What the one cell of a machine computed along a stream."""
    model = cells.load().machines[name]
    trace, on = model.read(tokens(model, items)), lamp.shares_on(model, items)
    hits = sum((p > .5) == (right > 0) for p, right in zip(on[1:], truth(items)) if right)
    return {**{signal: np.round(trace.signals[signal][:, 0], 6).tolist() for signal in SIGNALS[name]}, "on": np.round(on, 6).tolist(), "hits": int(hits)}


def guarded(says: Sequence[int], tenths: Sequence[int]) -> list[float]:
    """The memory of a learner who is the gate, after 0 … n sayings: kept · old + (1 − kept) · what is said."""
    memory = [0.0]
    for said, kept in zip(says, tenths):
        memory.append(kept / FULL * memory[-1] + (1 - kept / FULL) * said)
    return memory


# — the race —

@lru_cache(maxsize=1)
def race() -> Mapping:
    """The curves of all runs by way of practising, and what one training of each machine answered to one story, at every distance."""
    persons, fillers = who.exam()
    story = len(persons) // 2
    return {"runs": {way: ran(way, persons[story:story + 1], fillers[story:story + 1]) for way in WAYS}, "taught": list(WAYS),
            "person": word(persons[story]), "fillers": [word(number) for number in fillers[story]],
            "longest": who.LONGEST, "chance": who.CHANCE, "persons": len(who.PERSONS), "asked": list(ASKED)}


def ran(way: str, persons: np.ndarray, fillers: np.ndarray) -> dict:
    """One way of practising: curves (machine -> training -> distance), answers to a story (machine -> distance), and the distances practised."""
    shipped, (diet, plain) = runs.load(), WAYS[way]
    racers = {"plain": plain, "gru": "gru", "lstm": "lstm"}
    answers = {name: [word(number) for number in who.answers(shipped.machines[diet, racer, SHOWN], persons, fillers)[:, 0]] for name, racer in racers.items()}
    return {"curves": {name: shipped.curves[diet][racer] for name, racer in racers.items()}, "answers": answers, "practised": list(who.DIETS[diet])}


def word(number: int) -> str:
    return who.VOCABULARY.words[number]


def still_can(distances: Sequence[int], diet: str = "only") -> list[str]:
    """The machines of which every training is right often enough at all of these distances."""
    curves = runs.load().curves[diet]
    return [name for name in RACE if all(curve[k] >= SURE for curve in curves[name] for k in distances)]


def sizes() -> list[dict]:
    """How many numbers the cells of every kind hold, and how many times as many that is as without gates."""
    counts = runs.load().card["numbers"]
    return [{"name": name, "inside": counts[name]["inside"], "times": round(counts[name]["inside"] / counts["plain"]["inside"], 1)} for name in MACHINES]


# — dials —

def remaining(share: float, n: int) -> float:
    """What is left of the old when this share of it is kept, n times over."""
    left = 1.0
    for _ in range(n):
        left *= share
    return left


@lru_cache(maxsize=1)
def spread() -> tuple[dict[str, list[float]], int]:
    """Of the values that the keeping gates take in one story for each person: the shares under LOW, between, and over HIGH; and how many values of each machine."""
    found, n = {}, 0
    persons, fillers = who.exam()
    for name, gate in KEEPING.items():
        model = runs.load().machines["mixed", name, SHOWN]
        values = np.concatenate([model.read(np.concatenate([[0, person], row[:who.PRACTISED], [who.VOCABULARY.index[who.ASK]]])).signals[gate][1:].ravel()
                                 for person, row in zip(persons[::who.EXAM], fillers[::who.EXAM])])
        found[name] = [float((values < LOW).mean()), float(((values >= LOW) & (values <= HIGH)).mean()), float((values > HIGH).mean())]
        n = values.size
    return found, n
