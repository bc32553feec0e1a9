"""Cross-validation on the customers of chapter 3: five judges, each examined on the fifth that it did not practise on."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from safetensors.numpy import save as pack

from explainer.bundles import building
from explainer.bundles.building import GateError
from explainer.bundles.checking import differences, told
from explainer.models.judges import LogisticModel
from explainer.scenes import Outcome
from explainer.shelf import BUNDLES, card_of, fitting, printed, rounded, sha256, tables, write
from explainer.small import customers
from explainer.small.world import Story, joined, right, split

FOLDS = 5
FRAMES, CARD = "judges.safetensors", "card.json"
KEYS = ("weights", "scores", "claims")


def load(folder: Path = BUNDLES) -> Mapping:
    """The card of the five judges. Raises BundleError."""
    return card_of(folder / "pupils_customers" / CARD, KEYS)


@lru_cache(maxsize=2)
def judges(folder: Path = BUNDLES) -> tuple[LogisticModel, ...]:
    """The five judges. Raises BundleError."""
    path = folder / "pupils_customers" / FRAMES
    stored = split(tables(path, load(folder)["weights"]))
    with fitting(path, "its tables do not fit"):
        return tuple(LogisticModel.from_weights(customers.COLUMNS, stored[str(i)]) for i in range(FOLDS))


def fifths() -> list[list[Story]]:
    """All customers of the table in five equal parts, as they come."""
    piles = customers.Customers().piles()
    rows = [*piles.test, *piles.training]
    return [rows[i * len(rows) // FOLDS:(i + 1) * len(rows) // FOLDS] for i in range(FOLDS)]


@dataclass(frozen=True)
class Folds:
    """assets/bundles/pupils_customers."""

    folder: Path = BUNDLES

    def build(self, report: Callable[[str], None]) -> None:
        world, parts, found = customers.Customers(), fifths(), {}
        for i in range(FOLDS):
            others = [story for j, part in enumerate(parts) if j != i for story in part]
            found[str(i)] = world.train(customers.Piles(others, [], parts[i]))[customers.NETWORK]
            report(f"part {i + 1} is the exam")
        packed = pack({name: np.ascontiguousarray(table) for name, table in joined(found).items()})
        machines = [LogisticModel.from_weights(customers.COLUMNS, found[str(i)]) for i in range(FOLDS)]
        card = {"weights": sha256(packed), **measured(machines, parts)}
        failed = {claim: row for claim, row in card["claims"].items() if not row["passed"]}
        if failed:
            raise GateError("pupils_customers fails " + "; ".join(f"{claim}: {rounded(row)}" for claim, row in failed.items()))
        write(self.folder / "pupils_customers", {FRAMES: packed, CARD: printed(card)})
        judges.cache_clear()

    def check(self) -> Iterator[tuple[str, bool, str]]:
        card, found = load(self.folder), rounded(measured(judges(self.folder), fifths()))
        for claim, row in found["claims"].items():
            yield claim, row["passed"], told(row)
        faults = [fault for part in found for fault in differences(found[part], card[part], part)]
        yield "the card tells the truth", not faults, "; ".join(faults) or "scores and claims are those of the card"


def measured(machines: Sequence[LogisticModel], parts: Sequence[Sequence[Story]]) -> dict:
    """Each judge's score on the part that it did not practise on, and what the chapter says of them."""
    scores = [right(customers.Customers(), machine, part) for machine, part in zip(machines, parts)]
    claims = {"five exams, five scores": Outcome(len(set(scores)) >= 3 and max(scores) - min(scores) < .1, {"scores": scores})}
    return {"scores": scores, "customers": [len(part) for part in parts], "claims": building.results(claims)}
