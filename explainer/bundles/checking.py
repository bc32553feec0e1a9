"""What is shipped is tested again: every scene, and every number of the card that a reload can recompute."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from explainer import bundles, scenes, worlds
from explainer.bundles import BUNDLES, building
from explainer.recipes import RECIPES

SAME = 5e-4             # numbers agree to three digits


def check(name: str, kind: str, folder: Path = BUNDLES) -> Iterator[tuple[str, bool, str]]:
    """(test, passed, its numbers as text) for one bundle, T1 … T12. Raises BundleError."""
    bundle, world = bundles.load(name, kind, folder), worlds.load(name)
    sentences = building.expanded(world, RECIPES[name][kind])
    cast = scenes.Cast(bundle.model, bundles.ngram(name, 2, folder), world.scene, tuple(world.piles(sentences).training))
    found = building.results(scenes.play(cast))
    for test, numbers in found.items():
        yield test, numbers["passed"], told(numbers)
    faults = list(differences(found, bundle.card["scenes"], "scenes"))
    if building.fingerprint(sentences) != bundle.card["corpus"]["fingerprint"]:
        faults.insert(0, "the world was changed after the training")
    if building.rounded(building.asdict(RECIPES[name][kind])) != bundle.card["recipe"]:
        faults.insert(0, "the recipe was changed after the training")
    yield "T12", not faults, "; ".join(faults) or "corpus, recipe and scenes are those of the card"


def differences(found, card, where: str) -> Iterator[str]:
    """Where two records differ, numbers by more than the third digit."""
    if isinstance(found, Mapping) and isinstance(card, Mapping) and set(found) == set(card):
        for key in found:
            yield from differences(found[key], card[key], f"{where}.{key}")
    elif isinstance(found, (list, tuple)) and isinstance(card, list) and len(found) == len(card):
        for number, (one, other) in enumerate(zip(found, card)):
            yield from differences(one, other, f"{where}.{number}")
    elif isinstance(found, float) and isinstance(card, (int, float)):
        if abs(found - card) > SAME:
            yield f"{where}: {found:.4f}, on the card {card:.4f}"
    elif found != card:
        yield f"{where}: {found}, on the card {card}"


def told(numbers: Mapping) -> str:
    """The numbers of an outcome in one line."""
    return ", ".join(f"{key} {short(value)}" for key, value in numbers.items() if key != "passed")


def short(value) -> str:
    if isinstance(value, list):
        return "[" + " ".join(short(inner) for inner in value) + "]"
    return f"{value:.3f}" if isinstance(value, float) else str(value)
