"""The job of the lamp: one cell of every kind learns to hold what counts; gates that do what the page says, or nothing is written."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import numpy as np
from safetensors.numpy import save as pack

from explainer import shelf
from explainer.bundles.building import results
from explainer.bundles.checking import differences
from explainer.bundles.tiny import corpus, passed_or_raise, rows
from explainer.models.recurrent import RecurrentModel
from explainer.shelf import BUNDLES, printed, rounded, sha256, write
from explainer.small import lamp
from explainer.small.world import Weights, joined, split

FOLDER, MODELS, CARD = BUNDLES / "lamp", "models.safetensors", "card.json"
KEYS = ("weights", "corpus", "numbers", "right", "claims")


@dataclass(frozen=True)
class Cells:
    """A single cell of every kind that learned the lamp, by name, and their card."""

    machines: Mapping[str, RecurrentModel]
    card: Mapping[str, object]


@cache
def load(folder: Path = FOLDER) -> Cells:
    """The cells as they are shipped. Raises BundleError."""
    card = shelf.card_of(folder / CARD, KEYS)
    tables = shelf.tables(folder / MODELS, card["weights"])
    with shelf.fitting(folder / MODELS, "its tables do not fit"):
        return Cells(lamp.machines(split(tables)), card)


@dataclass(frozen=True)
class Lamp:
    """Train, test what the page says, write; test again what is on disk."""

    folder: Path = FOLDER

    def build(self, report):
        piles = lamp.piles()
        report(f"{len(piles.training)} streams to train on")
        self.ship(lamp.train(piles))

    def ship(self, tables: Mapping[str, Weights]) -> None:
        """Write cells that pass every claim. Raises GateError."""
        found, piles = lamp.machines(tables), lamp.piles()
        outcome = lamp.claims(found, piles)
        passed_or_raise("lamp", outcome)
        packed = pack({name: np.ascontiguousarray(table) for name, table in joined(tables).items()})
        card = {"world": "lamp", "numbers": {name: model.n_numbers for name, model in found.items()}, "recipe": asdict(lamp.RECIPE), "weights": sha256(packed),
                "corpus": corpus(piles), "right": scored(found, piles), "claims": results(outcome), "words": lamp.VOCABULARY.words}
        write(self.folder, {MODELS: packed, CARD: printed(card)})

    def check(self):
        cells, piles = load(self.folder), lamp.piles()
        found = results(lamp.claims(cells.machines, piles))
        yield from rows(found)
        faults = list(differences(found, cells.card["claims"], "claims"))
        faults += differences(rounded(scored(cells.machines, piles)), cells.card["right"], "right")
        if corpus(piles) != cells.card["corpus"]:
            faults.insert(0, "the world was changed after the training")
        if rounded(asdict(lamp.RECIPE)) != cells.card["recipe"]:
            faults.insert(0, "the recipe was changed after the training")
        yield "the card tells the truth", not faults, "; ".join(faults) or "corpus, recipe, scores and claims are those of the card"


def scored(found: Mapping[str, RecurrentModel], piles) -> dict[str, float]:
    """The share of sayings of the test pile after which each machine is right."""
    return {name: lamp.right(model, piles.test) for name, model in found.items()}
