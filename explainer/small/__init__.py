"""Tiny trained networks of the chapters, each with a generated world of its own, and the machines they are compared with.

    village     an Elman cell, and the same without memory      the same cry, another answer
    kitchen     two Elman cells; two counters; six slots        sauce A must be in before sauce B
    twins_…     Elman cells; two counters                       the same words in another order
    clips       Elman cells on pixels; one frame alone          is the door opening or closing?
    customers   a weight for every column of a table            who leaves?
    faces       small filters on 8 × 8 pixels                   smiling, sad, or no face at all?
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from explainer import shelf
from explainer.shelf import BUNDLES, BundleError
from explainer.small.clips import Clips
from explainer.small.customers import Customers
from explainer.small.faces import Faces, shuffled
from explainer.small.kitchen import Kitchen
from explainer.small.twins import Twins
from explainer.small.village import Village
from explainer.small.words import guessed, surprise, tokens
from explainer.small.world import NETWORK, SmallWorld, split

__all__ = ["WORLDS", "SmallBundle", "examples", "guessed", "load", "load_card", "shuffled", "surprise", "tokens"]

WORLDS: Mapping[str, SmallWorld] = {world.name: world for world in (
    Village(), Kitchen(), Twins("twins_zh"), Twins("twins_en"), Clips(), Customers(), Faces(),
)}
"""Name of the world, that is, of its bundle's folder -> the world."""

MODELS, CARD = "models.safetensors", "card.json"
KEYS = ("corpus", "claims")             # what a reader of a card relies on


@dataclass(frozen=True)
class SmallBundle:
    """The machines of a small world and their card: recipe, corpus fingerprint, scores, claims with their results."""

    name: str
    machines: Mapping[str, object]
    card: Mapping[str, object]

    @property
    def model(self):
        """The network that the world is about."""
        return self.machines[NETWORK]

    @property
    def baselines(self) -> Mapping[str, object]:
        """The machines it is compared with, by name."""
        return {name: machine for name, machine in self.machines.items() if name != NETWORK}

    @property
    def verdicts(self) -> tuple[str, ...]:
        """The keys of the answers."""
        return WORLDS[self.name].verdicts

    def verdict(self, item, machine: str = NETWORK) -> Mapping[str, float]:
        """The share that a machine gives each verdict at the end of an item: words, frames, a row or a picture."""
        return WORLDS[self.name].shares(self.machines[machine], item)


@cache
def load(name: str, folder: Path = BUNDLES) -> SmallBundle:
    """The machines <folder>/<name>. Raises BundleError."""
    path = folder / name / MODELS
    card = load_card(name, folder)
    tables = shelf.tables(path, card["weights"])
    with shelf.fitting(path, "the tables do not fit this world"):
        return SmallBundle(name, WORLDS[name].machines(split(tables)), card)


def load_card(name: str, folder: Path = BUNDLES) -> dict:
    """The card alone; `shuffle` has nothing but a card. Raises BundleError."""
    return shelf.card_of(folder / name / CARD, KEYS)


@cache
def examples(name: str):
    """What the page of a world shows; see `examples` of the world."""
    return WORLDS[name].examples()
