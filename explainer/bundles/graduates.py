"""What a poor start costs: corrections measured along sentences, and a network that had the same lessons from a smaller start."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from safetensors.numpy import save as pack

from explainer import bundles, worlds
from explainer.bundles import BUNDLES, building, stretched
from explainer.bundles.building import GateError
from explainer.bundles.checking import differences, told
from explainer.bundles.stretched import Growing
from explainer.models import LanguageModel
from explainer.models.cells import ElmanCell
from explainer.models.recurrent import RecurrentModel
from explainer.recipes import RECIPES, PoorStart
from explainer.scores import scores
from explainer.shelf import BundleError, card_of, fitting, printed, rounded, sha256, tables, write
from explainer.trace import Trace
from explainer.vocabulary import START
from explainer.worlds import Sentence, World, is_unseen

STARTS = (0.5, 1.0, 1.6)        # what the turning table of an untrained network is multiplied with
STEPS = 20                      # that the correction of the relay is passed on
TRAINED = "trained"             # the shipped network's name among the starts
KEYS = ("network", "weights", "recipe", "relay", "back", "scores", "ruler", "growing", "swapped", "claims")
FILES = ("card.json", "models.safetensors")


@dataclass(frozen=True)
class Graduates:
    """The machines of chapter 8 in one language, and what was measured with them.

    good: the shipped network; poor: the same lessons from half its start; untrained, untrained_poor: both before the first lesson;
    starts: an untrained network with 0.5, 1.0 and 1.6 times a table that turns the memory and neither shrinks nor grows it.
    """

    good: RecurrentModel
    poor: RecurrentModel
    untrained: RecurrentModel
    untrained_poor: RecurrentModel
    starts: Mapping[str, RecurrentModel]
    card: Mapping

    @property
    def machines(self) -> Mapping[str, RecurrentModel]:
        """Those whose corrections are drawn on the unrolled graph."""
        return {"untrained": self.untrained, "untrained_poor": self.untrained_poor, TRAINED: self.good}

    @property
    def relay(self) -> Mapping[str, RecurrentModel]:
        """Those that pass the correction on in the game."""
        return {**self.starts, TRAINED: self.good}


def load(world: str, folder: Path = BUNDLES) -> Graduates:
    """What assets/bundles/graduates_<language> holds, beside the shipped network. Raises BundleError."""
    path = folder / f"graduates_{world.removeprefix('diary_')}"
    card, home = card_of(path / FILES[0], KEYS), bundles.load(world)
    if card["network"] != home.card["weights"]:
        raise BundleError(path / FILES[0], "it was measured beside another network")
    packed = tables(path / FILES[1], card["weights"])
    with fitting(path / FILES[1], "its tables do not fit"):
        return graduates(home.model, packed, card)


def graduates(good: RecurrentModel, packed: Mapping[str, np.ndarray], card: Mapping) -> Graduates:
    """The machines made of their tables: `poor.…`, `untrained.…`, and `turn` (H, H)."""
    made = {name: RecurrentModel.from_weights(good.vocab, good.kind, {key.removeprefix(f"{name}."): table for key, table in packed.items() if key.startswith(f"{name}.")})
            for name in ("poor", "untrained")}
    untrained, turn = made["untrained"], packed["turn"].astype(float)
    if turn.shape != untrained.cell.W.shape:
        raise ValueError(f"a turn of the shape {turn.shape}")
    starts = {str(scale): remembering(untrained, scale * turn) for scale in STARTS}
    return Graduates(good, made["poor"], untrained, remembering(untrained, PoorStart.memory_start * untrained.cell.W), starts, card)


def remembering(model: RecurrentModel, W: np.ndarray) -> RecurrentModel:
    """The same network with another table from memory to memory."""
    return replace(model, cell=ElmanCell(model.cell.U, W, model.cell.b))


def passed_back(model: RecurrentModel, trace: Trace, t: int, answer: int) -> list[float]:
    """‖∂L/∂h‖ at step t, t−1 … 0 for the loss L = −ln P(answer) of guess t: how strong the correction is at each step."""
    hidden = trace.signals["hidden"]                                            # (T, H)
    missed = trace.probs[t] - np.eye(len(model.vocab))[answer]                  # (K,)
    correction = model.V.T @ missed                                             # (H,)
    strengths = [float(np.linalg.norm(correction))]
    for k in range(t, 0, -1):
        correction = model.cell.W.T @ (correction * (1 - hidden[k] ** 2))
        strengths.append(float(np.linalg.norm(correction)))
    return strengths


def numbered(model: LanguageModel, words: Iterable[str]) -> np.ndarray:
    return np.concatenate([[START], model.vocab.encode(tuple(words))])


@dataclass(frozen=True)
class Graduation:
    """assets/bundles/graduates_<language>: train the poor start, measure, write what the chapter may claim."""

    world: str
    folder: Path = BUNDLES

    @property
    def recipe(self) -> PoorStart:
        return PoorStart(**asdict(RECIPES[self.world]["elman"]))

    def build(self, report: Callable[[str], None]) -> None:
        from explainer.training import Network, train                           # torch, only here
        world, recipe = worlds.load(self.world), self.recipe
        poor = train(world.vocabulary, world.piles(building.expanded(world, recipe)).training, recipe, lambda n, loss, _: report(f"round {n}: loss {loss:.3f}"))
        untrained = Network(len(world.vocabulary), RECIPES[self.world]["elman"]).weights()
        named = {f"{name}.{key}": table for name, made in (("poor", poor), ("untrained", untrained)) for key, table in made.items()}
        self.ship({**named, "turn": turning(recipe.n_cells, recipe.seed)})

    def ship(self, packed: Mapping[str, np.ndarray]) -> None:
        """Write what passes every claim. Raises GateError."""
        from explainer.gradients import backtrace                               # torch, only here
        home = bundles.load(self.world)
        content = pack({name: np.ascontiguousarray(table) for name, table in packed.items()})
        card = measured(self.world, graduates(home.model, packed, {}), lambda model, tokens: backtrace(model, tokens).grad_norms)
        failed = {name: claim for name, claim in card["claims"].items() if not claim["passed"]}
        if failed:
            raise GateError(f"{self.world} fails " + "; ".join(f"{name}: {told(claim)}" for name, claim in failed.items()))
        card = {"network": home.card["weights"], "weights": sha256(content), "recipe": asdict(self.recipe), **card}
        write(self.folder / f"graduates_{self.world.removeprefix('diary_')}", dict(zip(FILES, (printed(card), content))))

    def check(self) -> Iterator[tuple[str, bool, str]]:
        """The corrections are passed back once more by the formula, without torch."""
        found = load(self.world, self.folder)
        again = rounded(measured(self.world, found, by_formula))
        for name, claim in again["claims"].items():
            yield name, claim["passed"], told(claim)
        faults = [fault for part, numbers in again.items() for fault in differences(numbers, found.card[part], part)]
        if rounded(asdict(self.recipe)) != found.card["recipe"]:
            faults.insert(0, "the recipe was changed after the training")
        yield "the card tells the truth", not faults, "; ".join(faults[:5]) or "recipe and every number are those of the card"


def turning(n: int, seed: int) -> np.ndarray:
    """A random table (n, n) that turns a memory and keeps its length: orthogonal."""
    table, corner = np.linalg.qr(np.random.default_rng(seed).normal(size=(n, n)))
    return (table * np.sign(np.diag(corner))).astype(np.float32)


Norms = Callable[[RecurrentModel, np.ndarray], np.ndarray]


def by_formula(model: RecurrentModel, tokens: np.ndarray) -> np.ndarray:
    """‖∂L_t/∂h_k‖ (T, T) as `passed_back` computes it, NaN for k > t."""
    trace, norms = model.read(tokens[:-1]), np.full((len(tokens) - 1,) * 2, np.nan)
    for t in range(len(norms)):
        norms[t, t::-1] = passed_back(model, trace, t, int(tokens[t + 1]))
    return norms


def measured(name: str, found: Graduates, norms: Norms) -> dict:
    """Everything on the card that is computed from the machines."""
    world, counting = worlds.load(name), bundles.ngram(name, 2)
    piles = world.piles(building.expanded(world, RECIPES[name]["elman"]))
    new = [s for s in piles.test if not is_unseen(s)]
    told_far, scene = far(world, new), (*world.scene.sentence, world.scene.answer)
    grown = stretched.growing(world)
    card = {
        "relay": {"words": told_far.words[:told_far.blank], "answer": told_far.pronoun,
                  "strength": {key: back(norms(model, numbered(model, told_far.words[:told_far.blank + 1])), told_far.blank)[:STEPS + 1] for key, model in found.relay.items()}},
        "back": {"words": world.scene.sentence, "strength": {key: [back(rows, t) for t in range(len(rows))] for key, model in found.machines.items()
                                                             for rows in [norms(model, numbered(model, scene))]}},
        "scores": {key: part(scores(model, new[:building.SCORED])) for key, model in (("good", found.good), ("poor", found.poor), ("2-gram", counting))},
        "ruler": ruler(world, found, counting, {s.words for s in piles.training}),
        "growing": {"head": grown.head, "asides": grown.asides, "tail": grown.tail, "answer": grown.answer},
        "swapped": swapped(world, found.good, told_far),
    }
    return card | {"claims": claims(world, found, card)}


def part(found: Mapping) -> dict:
    return {key: found[key] for key in ("sentences", "at_the_blank", "by_distance")}


def back(norms: np.ndarray, t: int) -> list[float]:
    """Row t of the norms, from the guess backwards."""
    return [float(value) for value in norms[t, t::-1]]


def far(world: World, sentences: Sequence[Sentence]) -> Sentence:
    """The first sentence in which STEPS passes lead from the blank back to the person of the scene, who comes first. Raises GateError."""
    found = [s for s in sentences if s.distance == STEPS + 1 and s.subject == 0 and s.words[0] == world.scene.subject and s.reaction is not None]
    if not found:
        raise GateError(f"{world.name}: nobody is {STEPS + 1} words before a blank of the test pile")
    return next((s for s in found if stretched.reacts(world, s)), found[0])


def ruler(world: World, found: Graduates, counting: LanguageModel, practised: set[tuple[str, ...]]) -> dict:
    """Longest distance of a group -> how many sentences, and how many of them each machine answers; `longest`: of the practice sentences."""
    rows = {}
    for edge, sentences in stretched.groups(world, practised).items():
        machines = {"good": found.good, "poor": found.poor, "2-gram": counting}
        rows[str(edge)] = {"sentences": len(sentences), **{key: sum(right(model, s) for s in sentences) for key, model in machines.items()}}
    return {"longest": world.longest, "groups": rows}


def right(model: LanguageModel, s: Sentence) -> bool:
    """Whether the best word at the blank is the right one. A 2-gram is given the only word it looks at."""
    words = s.words[:s.blank] if isinstance(model, RecurrentModel) else s.words[s.blank - 1:s.blank]
    trace = model.read(numbered(model, words))
    return trace.top(len(words))[0][0] == s.pronoun


def swapped(world: World, model: RecurrentModel, s: Sentence) -> dict[str, list]:
    """The far sentence about somebody else: key of the donor -> [best word at the blank, its share, whether it is right]; "" for its own person."""
    said = {"": ((s.words[0],), (s.pronoun,)), **{donor.key: (donor.words, donor.answer) for donor in world.scene.donors}}
    return {key: [word, share, word in right_ones] for key, (words, right_ones) in said.items()
            for told_words in [(*words, *s.words[1:s.blank])] for word, share in model.read(numbered(model, told_words)).top(len(told_words))}


def claims(world: World, found: Graduates, card: Mapping) -> dict:
    """What the chapter says, each with the numbers it rests on."""
    arrived = {key: strengths[STEPS] / strengths[0] for key, strengths in card["relay"]["strength"].items()}
    scene, answer = world.scene.sentence, world.scene.answer
    good, poor = (model.read(numbered(model, scene)).p(len(scene), answer) for model in (found.good, found.poor))
    near = [score["by_distance"]["5"][0] / score["by_distance"]["5"][1] for score in (card["scores"]["good"], card["scores"]["poor"])]
    inside = [row for edge, row in card["ruler"]["groups"].items() if int(edge) <= world.longest]
    beyond = [row for edge, row in card["ruler"]["groups"].items() if int(edge) > world.longest]
    of = lambda rows, key: sum(row[key] for row in rows) / sum(row["sentences"] for row in rows)
    said = {
        "half a start fades": (arrived["0.5"] < 1e-5, {"arrives": arrived["0.5"]}),
        "one keeps a share": (.05 < arrived["1.0"] < 1, {"arrives": arrived["1.0"]}),
        "more grows": (arrived["1.6"] > 1.5, {"arrives": arrived["1.6"]}),
        "the trained one fades too": (arrived[TRAINED] < .1, {"arrives": arrived[TRAINED]}),
        "its memory arrives": (all(ok for _, _, ok in card["swapped"].values()), {"persons": len(card["swapped"])}),
        "the good graduate answers": (good > .9 and card["scores"]["good"]["at_the_blank"] > .95, {"scene": good, "held out": card["scores"]["good"]["at_the_blank"]}),
        "the poor one does not": (poor < .5 and card["scores"]["poor"]["at_the_blank"] < .6, {"scene": poor, "held out": card["scores"]["poor"]["at_the_blank"], "near": near[1]}),
        "both stay right inside the lessons' lengths or not": (of(inside, "good") > .95 and of(inside, "2-gram") < .3, {"good": of(inside, "good"), "poor": of(inside, "poor"), "2-gram": of(inside, "2-gram")}),
        "beyond": (of(beyond, "good") > of(beyond, "2-gram"), {"good": of(beyond, "good"), "poor": of(beyond, "poor")}),
    }
    return {name: {"passed": bool(passed), **numbers} for name, (passed, numbers) in said.items()}
