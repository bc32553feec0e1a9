"""The making of chapter 8's graduates: trained, measured, held to what the chapter claims."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from safetensors.numpy import save as pack

from explainer import bundles, worlds
from explainer.bundles import BUNDLES, building, stretched
from explainer.bundles.building import GateError
from explainer.bundles.checking import differences, told
from explainer.bundles.corrections import Norms, by_autograd, by_formula, numbered, turning
from explainer.bundles.graduates import FILES, STEPS, TRAINED, Graduates, folder_of, graduates, load, recipes, recipes_of, right
from explainer.models import LanguageModel
from explainer.models.recurrent import RecurrentModel
from explainer.recipes import RECIPES
from explainer.scores import DISTANCES, scores
from explainer.shelf import printed, rounded, sha256, write
from explainer.worlds import Piles, Sentence, World, is_unseen

SAME = 1e-4                     # two ways to the same correction agree to this share of it


@dataclass(frozen=True)
class Graduation:
    """assets/bundles/graduates_<language>: train, measure, write what the chapter may claim."""

    world: str
    folder: Path = BUNDLES

    def build(self, report: Callable[[str], None]) -> None:
        from explainer.training import Network, train                           # torch, only here
        vocabulary, shipped, practice = worlds.load(self.world).vocabulary, RECIPES[self.world]["elman"], piles_of(self.world).training
        made = {name: train(vocabulary, practice, recipe, lambda n, loss, _, name=name: report(f"{name}, round {n}: loss {loss:.3f}")) for name, recipe in recipes(self.world).items()}
        made["untrained"] = Network(len(vocabulary), shipped).weights()
        self.ship({f"{name}.{key}": table for name, weights in made.items() for key, table in weights.items()} | {"turn": turning(shipped.n_cells, shipped.seed)})

    def ship(self, packed: Mapping[str, np.ndarray]) -> None:
        """Write what passes every claim. Raises GateError."""
        home = bundles.load(self.world)
        found = graduates(home.model, packed, {})
        strengths = corrections(self.world, found, by_autograd)
        card = measured(self.world, replace(found, strengths=strengths))
        failed = {name: claim for name, claim in card["claims"].items() if not claim["passed"]}
        if failed:
            raise GateError(f"{self.world} fails " + "; ".join(f"{name}: {told(claim)}" for name, claim in failed.items()))
        content = pack({name: np.ascontiguousarray(table) for name, table in {**packed, **strengths}.items()})
        card = {"network": home.card["weights"], "weights": sha256(content), "recipes": recipes_of(self.world), **card}
        write(folder_of(self.world, self.folder), dict(zip(FILES, (printed(card), content))))

    def check(self) -> Iterator[tuple[str, bool, str]]:
        """The corrections are passed back once more by the formula, without torch; everything else is measured again."""
        found = load(self.world, self.folder)
        apart = {key: float(np.nanmax(np.abs(again / found.strengths[key] - 1))) for key, again in corrections(self.world, found, by_formula).items()}
        yield "the formula passes back what autograd did", max(apart.values()) < SAME, f"at most {max(apart.values()):.0e} of a correction apart"
        again = rounded(measured(self.world, found))
        for name, claim in again["claims"].items():
            yield name, claim["passed"], told(claim)
        faults = [fault for part, numbers in again.items() for fault in differences(numbers, found.card[part], part)]
        if rounded(recipes_of(self.world)) != found.card["recipes"]:
            faults.insert(0, "the recipes were changed after the training")
        yield "the card tells the truth", not faults, "; ".join(faults[:5]) or "recipes and every number are those of the card"


@lru_cache(maxsize=2)
def piles_of(name: str) -> Piles:
    """The sentences of a world in their piles; making them takes longer than to measure on them."""
    world = worlds.load(name)
    return world.piles(building.expanded(world, RECIPES[name]["elman"]))


def new_sentences(name: str) -> list[Sentence]:
    """The new sentences on which the shipped network is scored."""
    return [s for s in piles_of(name).test if not is_unseen(s)]


def corrections(name: str, found: Graduates, norms: Norms) -> dict[str, np.ndarray]:
    """‖∂L/∂h‖ of the relay's last guess, 0 … STEPS passes back, and of every guess of the scene's sentence."""
    world = worlds.load(name)
    told_far, scene = far(world, new_sentences(name)), (*world.scene.sentence, world.scene.answer)
    relay = {f"relay.{key}": norms(model, numbered(model, told_far.words[:told_far.blank + 1]))[-1, ::-1][:STEPS + 1] for key, model in found.relay.items()}
    return relay | {f"back.{key}": norms(model, numbered(model, scene)) for key, model in found.machines.items()}


def measured(name: str, found: Graduates) -> dict:
    """Everything on the card that is computed from the machines."""
    world, counting, new = worlds.load(name), bundles.ngram(name, 2), new_sentences(name)
    told_far, grown = far(world, new), stretched.growing(world)
    practised = {s.words for s in piles_of(name).training}
    card = {
        "relay": {"words": told_far.words[:told_far.blank], "answer": told_far.pronoun},
        "scores": {key: part(scores(model, new[:building.SCORED])) for key, model in (("good", found.good), ("plain", found.plain), ("poor", found.poor))},
        "ruler": ruler(world, {"good": found.good, "poor": found.poor, "2-gram": counting}, practised),
        "growing": {"head": grown.head, "asides": grown.asides, "tail": grown.tail, "answer": grown.answer},
        "swapped": swapped(world, found.good, told_far),
    }
    return card | {"claims": claims(world, found, card)}


def part(found: Mapping) -> dict:
    return {key: found[key] for key in ("sentences", "at_the_blank", "by_distance")}


def far(world: World, sentences: Sequence[Sentence]) -> Sentence:
    """The first sentence in which STEPS passes lead from the blank back to the person of the scene, who comes first. Raises GateError."""
    found = [s for s in sentences if s.distance == STEPS + 1 and s.subject == 0 and s.words[0] == world.scene.subject and s.reaction is not None]
    if not found:
        raise GateError(f"{world.name}: nobody is {STEPS + 1} words before a blank of the test pile")
    return next((s for s in found if stretched.reacts(world, s)), found[0])


def ruler(world: World, machines: Mapping[str, LanguageModel], practised: set[tuple[str, ...]]) -> dict:
    """Longest distance of a group -> how many sentences, and how many of them each machine answers; `longest`: of the practice sentences."""
    return {"longest": world.longest, "groups": {str(edge): {"sentences": len(sentences), **{key: sum(right(model, s) for s in sentences) for key, model in machines.items()}}
                                                 for edge, sentences in stretched.groups(world, practised).items()}}


def swapped(world: World, model: RecurrentModel, s: Sentence) -> dict[str, list]:
    """The far sentence about somebody else: key of the donor -> [best word at the blank, its share, whether it is right]; "" for its own person."""
    said = {"": ((s.words[0],), (s.pronoun,)), **{donor.key: (donor.words, donor.answer) for donor in world.scene.donors}}
    return {key: [word, share, word in right_ones] for key, (words, right_ones) in said.items()
            for told_words in [(*words, *s.words[1:s.blank])] for word, share in model.read(numbered(model, told_words)).top(len(told_words))}


def claims(world: World, found: Graduates, card: Mapping) -> dict:
    """What the chapter says, each with the numbers it rests on."""
    arrives = {key.removeprefix("relay."): float(strength[STEPS] / strength[0]) for key, strength in found.strengths.items() if key.startswith("relay.")}
    home = {key: float(found.strengths[f"back.{key}"][-1, 1] / found.strengths[f"back.{key}"][-1, -1]) for key in found.machines}
    held_out = {key: card["scores"][key]["at_the_blank"] for key in card["scores"]}
    scene = {key: getattr(found, key).read(numbered(found.good, world.scene.sentence)).p(len(world.scene.sentence), world.scene.answer) for key in held_out}
    reach = {key: [right / n for right, n in card["scores"][key]["by_distance"].values()][::len(DISTANCES) - 1] for key in ("plain", "poor")}
    groups = {inside: [row for edge, row in card["ruler"]["groups"].items() if (int(edge) <= world.longest) is inside] for inside in (True, False)}
    of = lambda inside: {key: sum(row[key] for row in groups[inside]) / sum(row["sentences"] for row in groups[inside]) for key in ("good", "poor", "2-gram")}
    inside, beyond = of(True), of(False)
    said = {
        "half a start fades": (arrives["0.5"] < 1e-5, {"arrives": arrives["0.5"]}),
        "one keeps a share": (.05 < arrives["1.0"] < 1, {"arrives": arrives["1.0"]}),
        "more grows": (arrives["1.6"] > 1.5, {"arrives": arrives["1.6"]}),
        "the trained one fades too": (arrives[TRAINED] < .1, {"arrives": arrives[TRAINED]}),
        "the shipped start lets corrections through": (home["untrained"] > .4 and home["untrained_poor"] < .02, home),
        "its memory arrives": (all(ok for _, _, ok in card["swapped"].values()), {"persons": len(card["swapped"])}),
        "the good graduate answers": (scene["good"] > .85 and held_out["good"] > .95, {"scene": scene["good"], "held out": held_out["good"]}),
        "plain lessons do not get there": (max(held_out["plain"], held_out["poor"]) < .75, {"plain": held_out["plain"], "poor": held_out["poor"]}),
        "the lessons weigh more than the start": (held_out["good"] - held_out["plain"] > abs(held_out["plain"] - held_out["poor"]), {"good": held_out["good"], "plain": held_out["plain"], "poor": held_out["poor"]}),
        "the farther, the fewer": (all(near - far > .15 for near, far in reach.values()), {f"{key}, {where}": value for key, ends in reach.items() for where, value in zip(("near", "far"), ends)}),
        "in the lengths of practice": (inside["good"] > .95 and inside["2-gram"] < .3, inside),
        "beyond them": (beyond["good"] > .8 and beyond["poor"] < .7, beyond),
    }
    return {name: {"passed": bool(passed), **numbers} for name, (passed, numbers) in said.items()}
