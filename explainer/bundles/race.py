"""The race by distance: machines with and without gates, on two diets; curves are kept with the weights that they were computed from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import numpy as np
from safetensors.numpy import save as pack

from explainer import shelf
from explainer.bundles.building import results
from explainer.bundles.checking import differences, told
from explainer.bundles.tiny import passed_or_raise
from explainer.models.recurrent import RecurrentModel
from explainer.recipes import RACE
from explainer.scenes import Outcome
from explainer.shelf import BUNDLES, printed, rounded, sha256, write
from explainer.small import who

FOLDER, RUNS, CARD = BUNDLES / "race", "runs.safetensors", "card.json"
KEYS = ("weights", "exam", "curves", "numbers", "claims")
LARGEST = 1_000_000             # bytes
SURE, HALF = 0.9, 0.5         # right often enough to be said to do it; too seldom
CLOSE = 2                       # stories of the exam that another processor may judge otherwise, where two answers are about equal

Curves = Mapping[str, Mapping[str, Sequence[Sequence[float]]]]      # diet -> machine -> seed -> distance -> share right


@dataclass(frozen=True)
class Runs:
    """All machines of the race, and their card.

    machines   (diet, machine, seed) -> the trained machine
    """

    machines: Mapping[tuple[str, str, int], RecurrentModel]
    card: Mapping[str, object]

    @property
    def curves(self) -> Curves:
        return self.card["curves"]


@cache
def load(folder: Path = FOLDER) -> Runs:
    """The race as it was run. Raises BundleError."""
    card = shelf.card_of(folder / CARD, KEYS)
    tables = shelf.tables(folder / RUNS, card["weights"])
    with shelf.fitting(folder / RUNS, "its tables do not fit"):
        return Runs(machines(tables), card)


def machines(tables: Mapping[str, np.ndarray]) -> dict[tuple[str, str, int], RecurrentModel]:
    """The machines by diet, name and seed, from tables that are named diet/name/seed/table. Raises ValueError, KeyError."""
    found: dict[tuple[str, str, int], dict[str, np.ndarray]] = {run: {} for run in runs()}
    for key, table in tables.items():
        diet, name, seed, own = key.split("/")
        found[diet, name, int(seed)][own] = table
    return {run: who.machine(run[1], own) for run, own in found.items()}


def runs() -> list[tuple[str, str, int]]:
    """Every run: diet, machine, seed."""
    return [(diet, name, seed) for diet in who.DIETS for name in RACE for seed in who.SEEDS]


@dataclass(frozen=True)
class Race:
    """The job of the race."""

    folder: Path = FOLDER

    def build(self, report: Callable[[str], None]) -> None:
        tables = {}
        for diet, name, seed in runs():
            report(f"{name}, seed {seed}, diet '{diet}'")
            tables |= {f"{diet}/{name}/{seed}/{own}": table for own, table in who.train(name, diet, seed).items()}
        self.ship(tables)

    def ship(self, tables: Mapping[str, np.ndarray]) -> None:
        """Write runs that bear every claim out. Raises GateError."""
        found = machines(tables)
        curves = measured(found)
        outcome = claims(curves)
        passed_or_raise("race", outcome)
        packed = pack({name: np.ascontiguousarray(table) for name, table in tables.items()})
        card = {"world": "race", "weights": sha256(packed), "recipe": {name: asdict(how) for name, how in RACE.items()}, "seeds": who.SEEDS,
                "diets": who.DIETS, "exam": examined(), "numbers": numbers(found), "curves": curves, "claims": results(outcome)}
        passed_or_raise("race", {"it is small": Outcome(len(packed) <= LARGEST, {"bytes": len(packed)})})
        write(self.folder, {RUNS: packed, CARD: printed(card)})

    def check(self):
        shipped = load(self.folder)
        curves = measured(shipped.machines)
        outcome = results(claims(curves))
        for claim, found in outcome.items():
            yield claim, found["passed"], told(found)
        off = [abs(now - then) for one, other in zip(each(curves), each(shipped.curves), strict=True) for now, then in zip(one, other, strict=True)]
        yield "the curves are those of the weights", max(off) <= CLOSE / examined()["stories"] + 1e-6, f"off by at most {max(off):.3f}"
        kept = {"recipe": {name: asdict(how) for name, how in RACE.items()}, "diets": who.DIETS, "exam": examined(), "numbers": numbers(shipped.machines)}
        faults = [fault for name, value in kept.items() for fault in differences(rounded(value), shipped.card[name], name)]
        yield "the card tells the truth", not faults, "; ".join(faults) or "recipe, diets, exam and sizes are those of the card"


def measured(found: Mapping[tuple[str, str, int], RecurrentModel]) -> Curves:
    """The share of right answers by distance, for every run."""
    return {diet: {name: [who.curve(found[diet, name, seed]) for seed in who.SEEDS] for name in RACE} for diet in who.DIETS}


def each(curves: Curves) -> list[Sequence[float]]:
    """The curves one after the other."""
    return [curves[diet][name][i] for diet in who.DIETS for name in RACE for i in range(len(who.SEEDS))]


def examined() -> dict:
    """How large the exam is, and its sha256."""
    persons, fillers = who.exam()
    return {"stories": len(persons), "fingerprint": sha256(np.hstack([persons[:, None], fillers]).astype("<u2").tobytes())}


def numbers(found: Mapping[tuple[str, str, int], RecurrentModel]) -> dict[str, dict[str, int]]:
    """How many learned numbers each machine holds in all, and in its cells alone."""
    first = {name: found[next(iter(who.DIETS)), name, who.SEEDS[0]] for name in RACE}
    return {name: {"all": model.n_numbers, "inside": who.inside(model)} for name, model in first.items()}


def claims(curves: Curves) -> dict[str, Outcome]:
    """What the chapter says of the race, each with the numbers it rests on; of all trainings, none left out."""
    only, mixed = curves["only"], curves["mixed"]
    at = lambda name, k: [curve[k] for curve in only[name]]
    unmet = [10, 30]
    learned = [curve for curve in only["plain"] if curve[who.PRACTISED] >= SURE]
    beside = [curve[k] for curve in learned for k in (who.PRACTISED - 1, who.PRACTISED + 1)]
    everywhere = {name: min(min(curve) for curve in mixed[name]) for name in RACE}
    can = lambda name: Outcome(min(min(at(name, k)) for k in unmet) >= SURE, {str(k): at(name, k) for k in unmet})
    return {
        "only 20: the GRU is right at 10 and 30 in every training": can("gru"),
        "only 20: so is the LSTM": can("lstm"),
        "only 20: the plain machine never is": Outcome(max(max(at("plain", k)) for k in unmet) <= HALF, {str(k): at("plain", k) for k in unmet}),
        "only 20: where it learned 20, it is lost a word nearer and a word farther": Outcome(bool(learned) and max(beside) <= HALF, {"20": at("plain", who.PRACTISED), "beside": beside}),
        "only 20: such a machine is wrong at most distances": Outcome(all(np.mean(np.array(curve) <= HALF) >= 0.7 for curve in learned), {"wrong": [float(np.mean(np.array(curve) <= HALF)) for curve in learned]}),
        "only 20: gates too are weaker very near": Outcome(all(min(at(name, 0)) < SURE for name in ("gru", "lstm")), {name: at(name, 0) for name in ("gru", "lstm")}),
        "only 20: a plain machine that starts by holding is right at 10 and 30": can("holding"),
        "mixed: every machine is right at every distance, in every training": Outcome(min(everywhere.values()) >= SURE, everywhere),
    }
