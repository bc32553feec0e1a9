"""A pupil who crams: a network that practised on twenty sentences and on nothing else."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from safetensors.numpy import load as unpack
from safetensors.numpy import save as pack

from explainer import worlds
from explainer.bundles import building
from explainer.bundles.building import GateError
from explainer.bundles.checking import differences, told
from explainer.models.recurrent import RecurrentModel
from explainer.recipes import PUPIL, RECIPES
from explainer.scenes import Outcome
from explainer.shelf import BUNDLES, card_of, fitting, printed, rounded, sha256, tables, write
from explainer.small.world import Weights, joined, split
from explainer.vocabulary import START
from explainer.worlds import Piles, Sentence, is_unseen

HOME, EXAM, OUTSIDE = 20, 20, 200       # sentences: practised on, on the exam sheet of the page, asked to draw the curve
ROUNDS = (2, 5, 10, 20, 40, 80)       # frames at the end of these, at the start and at the end
FRAMES, CARD = "frames.safetensors", "card.json"
KEYS = ("weights", "recipe", "rounds", "home", "exam", "piles", "curve", "claims")


@dataclass(frozen=True)
class Class:
    """What a page needs of a pupil: its frames with their rounds, the sentences (words, blank) of home and exam, and its card."""

    rounds: tuple[int, ...]
    models: tuple[RecurrentModel, ...]
    home: tuple[tuple[tuple[str, ...], int], ...]
    exam: tuple[tuple[tuple[str, ...], int], ...]
    card: Mapping


@lru_cache(maxsize=4)
def load(language: str, folder: Path = BUNDLES) -> Class:
    """The pupil of a language. Raises BundleError."""
    path = folder / f"pupils_{language}" / FRAMES
    card = card_of(path.with_name(CARD), KEYS)
    stored = split(tables(path, card["weights"]))
    with fitting(path, "its frames do not fit"):
        vocab = worlds.load(f"diary_{language}").vocabulary
        models = tuple(RecurrentModel.from_weights(vocab, "elman", stored[f"{i:02}"]) for i in range(len(card["rounds"])))
        home, exam = (tuple((tuple(line["words"]), int(line["blank"])) for line in card[pile]) for pile in ("home", "exam"))
        return Class(tuple(card["rounds"]), models, home, exam, card)


@dataclass(frozen=True)
class Pupil:
    """assets/bundles/pupils_<language>."""

    language: str
    folder: Path = BUNDLES

    def build(self, report: Callable[[str], None]) -> None:
        piles = piles_of(self.language)
        home, held_out = piles.training[:HOME], [s for s in piles.test if not is_unseen(s)]
        taken = crammed(self.language, home, report)
        packed = pack(joined({f"{i:02}": {name: table.astype(np.float16) for name, table in weights.items()} for i, weights in enumerate(taken.values())}))
        stored, vocab = split(unpack(packed)), worlds.load(f"diary_{self.language}").vocabulary
        models = [RecurrentModel.from_weights(vocab, "elman", stored[key]) for key in sorted(stored)]
        found = measured(models, home, held_out[:OUTSIDE], held_out[:EXAM])
        failed = {claim: row for claim, row in found["claims"].items() if not row["passed"]}
        if failed:
            raise GateError(f"pupils_{self.language} fails " + "; ".join(f"{claim}: {rounded(row)}" for claim, row in failed.items()))
        card = {"weights": sha256(packed), "recipe": asdict(PUPIL), "rounds": list(taken), "home": written(home), "exam": written(held_out[:EXAM]), "piles": counts(piles)}
        write(self.folder / f"pupils_{self.language}", {FRAMES: packed, CARD: printed(card | found)})
        load.cache_clear()

    def check(self) -> Iterator[tuple[str, bool, str]]:
        pupil, piles = load(self.language, self.folder), piles_of(self.language)
        home, held_out = piles.training[:HOME], [s for s in piles.test if not is_unseen(s)]
        found = rounded(measured(pupil.models, home, held_out[:OUTSIDE], held_out[:EXAM]))
        for claim, row in found["claims"].items():
            yield claim, row["passed"], told(row)
        again = found | {"home": written(home), "exam": written(held_out[:EXAM]), "piles": counts(piles), "recipe": rounded(asdict(PUPIL))}
        faults = [fault for part in again for fault in differences(again[part], pupil.card[part], part)]
        yield "the card tells the truth", not faults, "; ".join(faults[:5]) or "piles, recipe, curve and claims are those of the card"


@lru_cache(maxsize=2)
def piles_of(language: str) -> Piles:
    """The three piles of a diary, told once."""
    world = worlds.load(f"diary_{language}")
    return world.piles(building.expanded(world, RECIPES[world.name]["elman"]))


def crammed(language: str, home: Sequence[Sentence], report: Callable[[str], None]) -> dict[int, Weights]:
    """Round -> the tables of a network that practises on these sentences only."""
    from explainer.training import train                                        # torch, only here

    taken = {}

    def watch(sentences, network):
        if sentences == 0:
            taken[0] = network.weights()

    def round_over(number, loss, network):
        if number in ROUNDS:
            taken[number] = network.weights()
            report(f"round {number}: loss {loss:.3f}")

    last = train(worlds.load(f"diary_{language}").vocabulary, home, PUPIL, round_over, watch)
    return taken | {sum(rounds for rounds, _ in PUPIL.lessons): last}


def counts(piles: Piles) -> dict[str, int]:
    """How many sentences lie in each pile, and how many of the quiz or the exam stand in practice as well."""
    practised = {s.words for s in piles.training}
    return {**{name: len(pile) for name, pile in piles._asdict().items()}, "twice": sum(s.words in practised for s in [*piles.validation, *piles.test])}


def written(sentences: Sequence[Sentence]) -> list[dict]:
    return [{"words": list(s.words), "blank": s.blank} for s in sentences]


def right(model: RecurrentModel, words: Sequence[str], blank: int) -> bool:
    """Whether the best guess at the blank is the word that stands there."""
    tokens = [START, *model.vocab.encode(words)]
    return bool(model.read(tokens[:blank + 1]).probs[-1].argmax() == tokens[blank + 1])


def surprise(model: RecurrentModel, sentences: Sequence[Sentence]) -> float:
    """The loss on these sentences: the mean of −ln p(next word) over all their words."""
    found = []
    for s in sentences:
        tokens = [START, *model.vocab.encode(s.words)]
        found.append(-np.log(model.read(tokens[:-1]).probs[np.arange(len(s.words)), tokens[1:]]))
    return float(np.concatenate(found).mean())


def measured(models: Sequence[RecurrentModel], home: Sequence[Sentence], outside: Sequence[Sentence], exam: Sequence[Sentence]) -> dict:
    """The pupil's curve by frame, at home and outside: blanks that are right and the loss; and what the chapter says of it."""
    curve = [{name: {"right": sum(right(model, s.words, s.blank) for s in pile), "of": len(pile), "loss": surprise(model, pile)}
              for name, pile in (("home", home), ("outside", outside))} for model in models]
    last, lowest = curve[-1], min(row["outside"]["loss"] for row in curve)
    at_exam = sum(right(models[-1], s.words, s.blank) for s in exam)
    claims = {
        "all right at home": Outcome(last["home"]["right"] == len(home), {"right": last["home"]["right"]}),
        "poor outside": Outcome(last["outside"]["right"] <= .5 * len(outside), {"right": last["outside"]["right"], "of": len(outside)}),
        "outside it gets worse while home gets better": Outcome(last["outside"]["loss"] > lowest + .3, {"loss": last["outside"]["loss"], "lowest": lowest}),
        "the exam sheet is poor, too": Outcome(at_exam <= .5 * len(exam), {"right": at_exam, "of": len(exam)}),
    }
    return {"curve": curve, "claims": building.results(claims)}
