"""The jobs of the small worlds: train, test the claims of the pages, write; test again what is on disk."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from safetensors.numpy import save as pack

from explainer import bundles, small, worlds
from explainer.bundles import building
from explainer.bundles.building import GateError, results
from explainer.bundles.checking import differences, told
from explainer.recipes import RECIPES, SMALL
from explainer.scenes import Outcome
from explainer.shelf import BUNDLES, printed, rounded, sha256, write
from explainer.small import shuffle
from explainer.small.world import NETWORK, Piles, SmallWorld, Weights, joined

LARGEST = 100_000               # bytes of a bundle


@dataclass(frozen=True)
class Tiny:
    """The machines of one small world."""

    name: str
    folder: Path = BUNDLES

    @property
    def world(self) -> SmallWorld:
        return small.WORLDS[self.name]

    def build(self, report):
        piles = self.world.piles()
        report(f"{len(piles.training)} stories to train on")
        self.ship(piles, self.world.train(piles))

    def ship(self, piles: Piles, tables: Mapping[str, Weights]) -> None:
        """Write machines that pass every claim. Raises GateError."""
        machines = self.world.machines(tables)
        claims = self.world.claims(machines, piles)
        passed_or_raise(self.name, claims)
        packed = pack({name: np.ascontiguousarray(table) for name, table in joined(tables).items()})
        network = machines[NETWORK]
        card = {"world": self.name, "cells": SMALL[self.name].cells, "numbers": {name: machine.n_numbers for name, machine in machines.items()},
                "recipe": recipes_of(self.world), "weights": sha256(packed), "corpus": corpus(piles),
                "scores": self.world.scores(machines, piles), "claims": results(claims), "verdicts": self.world.verdicts,
                "words": network.vocab.words if hasattr(network, "vocab") else ()}
        files = {small.MODELS: packed, small.CARD: printed(card)}
        if sum(map(len, files.values())) > LARGEST:
            raise GateError(f"{self.name} has more than {LARGEST} bytes")
        write(self.folder / self.name, files)

    def check(self):
        bundle, piles = small.load(self.name, self.folder), self.world.piles()
        found = results(self.world.claims(bundle.machines, piles))
        faults = list(differences(found, bundle.card["claims"], "claims"))
        faults += differences(rounded(self.world.scores(bundle.machines, piles)), bundle.card["scores"], "scores")
        if corpus(piles) != bundle.card["corpus"]:
            faults.insert(0, "the world was changed after the training")
        if rounded(recipes_of(self.world)) != bundle.card["recipe"]:
            faults.insert(0, "the recipe was changed after the training")
        yield from rows(found)
        yield "the card tells the truth", not faults, "; ".join(faults) or "corpus, recipe, scores and claims are those of the card"


@dataclass(frozen=True)
class Shuffle:
    """Measured on the networks of the diaries; there is nothing to train."""

    folder: Path = BUNDLES

    def build(self, report):
        claims = self.claims()
        passed_or_raise("shuffle", claims)
        write(self.folder / "shuffle", {small.CARD: printed({"world": "shuffle", "corpus": self.networks(), "claims": results(claims)})})

    def check(self):
        card, found = small.load_card("shuffle", self.folder), results(self.claims())
        faults = list(differences(found, card["claims"], "claims"))
        if card["corpus"] != self.networks():
            faults.insert(0, "the networks were trained again since")
        yield from rows(found)
        yield "the card tells the truth", not faults, "; ".join(faults) or "networks and claims are those of the card"

    def networks(self) -> dict[str, str]:
        """The checksum of every network that is measured."""
        return {name: bundles.load(name, folder=self.folder).card["weights"] for name in RECIPES}

    def claims(self) -> dict[str, Outcome]:
        found = {}
        for name in RECIPES:
            world = worlds.load(name)
            held_out = world.piles(building.expanded(world, RECIPES[name]["elman"])).test[:shuffle.N_SENTENCES]
            measured = shuffle.measure(bundles.model(name, folder=self.folder), [sentence.words for sentence in held_out])
            found |= {f"{name}: {claim}": outcome for claim, outcome in shuffle.claims(measured).items()}
        return found


def passed_or_raise(name: str, claims: Mapping[str, Outcome]) -> None:
    """Raises GateError that names every claim that fails."""
    failed = {claim: rounded(dict(outcome.numbers)) for claim, outcome in claims.items() if not outcome.passed}
    if failed:
        raise GateError(f"{name} fails " + "; ".join(f"{claim}: {numbers}" for claim, numbers in failed.items()))


def rows(found: Mapping[str, Mapping]) -> Iterator[tuple[str, bool, str]]:
    """Claims as lines of a table."""
    for claim, numbers in found.items():
        yield claim, numbers["passed"], told(numbers)


def recipes_of(world: SmallWorld) -> dict[str, dict]:
    return {name: asdict(SMALL[name]) for name in world.recipes}


def corpus(piles: Piles) -> dict:
    """How many stories a world has, and the sha256 of all of them, one a line."""
    lines = ["\t".join((" ".join(map(str, np.ravel(story.item))), *map(str, story.answers))) for pile in piles for story in pile]
    return {"fingerprint": sha256("\n".join(lines).encode()), **{name: len(pile) for name, pile in piles._asdict().items()}}
