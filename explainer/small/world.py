"""What every small world is: stories with verdicts, machines that learn them, and claims about these machines."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from explainer.scenes import Outcome

Weights = Mapping[str, np.ndarray]

NETWORK = "network"
"""The name of the machine that a world is about; all others of a bundle are its baselines."""


@dataclass(frozen=True)
class Story:
    """One thing to be judged.

    item      what is read: words, frames (T, n), a row or a picture (n,)
    answers   the right verdict after each part of it, None where nothing is asked; the last one is the verdict on the whole
    """

    item: Sequence
    answers: tuple[str | None, ...]

    @property
    def verdict(self) -> str:
        return self.answers[-1]


class Piles(NamedTuple):
    """Stories to train on, to choose by and to test on."""

    training: list[Story]
    validation: list[Story]
    test: list[Story]


class SmallWorld(Protocol):
    """A generated world of its own; its name is the folder of its bundle.

    verdicts   the answers its machines choose from, as keys: labels come from the prose (a person's verdict is the word itself)
    recipes    the names of the recipes that its machines are trained by
    """

    name: str
    verdicts: tuple[str, ...]
    recipes: tuple[str, ...]

    def piles(self) -> Piles:
        """The stories of the world's recipe, the same on every machine."""

    def train(self, piles: Piles) -> dict[str, Weights]:
        """Name of a machine -> its tables. This alone imports torch."""

    def machines(self, tables: Mapping[str, Weights]) -> dict[str, object]:
        """Name of a machine -> the machine; the first is NETWORK. Raises ValueError."""

    def shares(self, machine, item) -> Mapping[str, float]:
        """The share a machine gives each verdict at the end of an item."""

    def scores(self, machines: Mapping, piles: Piles) -> dict[str, dict]:
        """How well each machine does on held-out stories."""

    def claims(self, machines: Mapping, piles: Piles) -> dict[str, Outcome]:
        """What a page says of these machines, with the numbers that it was decided by."""

    def examples(self):
        """What the page shows."""


def best(shares: Mapping[str, float]) -> str:
    """The verdict with the largest share; the first of equal ones."""
    return max(shares, key=shares.get)


def right(world: SmallWorld, machine, stories: Iterable[Story]) -> float:
    """The share of stories whose verdict a machine puts on top."""
    return float(np.mean([best(world.shares(machine, story.item)) == story.verdict for story in stories]))


def split(tables: Weights) -> dict[str, dict[str, np.ndarray]]:
    """Tables of several machines, named machine/table, by machine."""
    found: dict[str, dict[str, np.ndarray]] = {}
    for name, table in tables.items():
        machine, _, own = name.partition("/")
        found.setdefault(machine, {})[own] = table
    return found


def joined(machines: Mapping[str, Weights]) -> dict[str, np.ndarray]:
    """The tables of several machines in one file: machine/table."""
    return {f"{machine}/{name}": table for machine, tables in machines.items() for name, table in tables.items()}
