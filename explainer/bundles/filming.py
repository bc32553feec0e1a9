"""A film is made: the training of a shipped network is done again, and looked at on the way."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from safetensors.numpy import load as unpack
from safetensors.numpy import save as pack

from explainer import bundles, worlds
from explainer.bundles import building
from explainer.bundles.building import GateError
from explainer.bundles.checking import differences, told
from explainer.bundles.film import BLANKS, CARD, FAR, FRAMES, KEYS, MIDDLE, NEAR, ORDER, clear, frames, learned, shares
from explainer.bundles.pupils import piles_of
from explainer.models.recurrent import RecurrentModel
from explainer.recipes import RECIPES
from explainer.scenes import Outcome
from explainer.scores import scores
from explainer.shelf import BUNDLES, card_of, printed, rounded, sha256, tables, write
from explainer.small.world import Weights, joined, split
from explainer.vocabulary import START
from explainer.worlds import Sentence, is_unseen

MOMENTS = (1000, 2000, 4000, 6000, 8000, 18_000, 22_000)     # practice sentences read: frames inside the first rounds
ROUNDS = (1, 3, 5, 7, 10, 20)                    # frames at the end of these; one more at the end of all
SCORED = 200                                    # held-out sentences that every frame is asked
LARGEST = 1_500_000                             # bytes of a film


@dataclass(frozen=True)
class Film:
    """assets/bundles/film_<language>: frames on the way, and the claim that the way ends in the network that is shipped."""

    language: str
    folder: Path = BUNDLES

    def build(self, report: Callable[[str], None]) -> None:
        shipped = bundles.load(f"diary_{self.language}", folder=self.folder)
        taken, last = filmed(self.language, report)
        path = self.folder / f"diary_{self.language}" / "elman.safetensors"
        for name, table in tables(path, shipped.card["weights"]).items():
            if not np.array_equal(table, last[name]):
                raise GateError(f"film_{self.language}: {name} does not end as it is shipped")
        packed = pack(joined({f"{i:02}": {name: table.astype(np.float16) for name, table in weights.items()} for i, (_, _, weights) in enumerate(taken[:-1])}))
        card = {"network": shipped.card["weights"], "weights": sha256(packed), "recipe": asdict(RECIPES[f"diary_{self.language}"]["elman"]),
                "frames": [{"round": number, "sentences_seen": seen} for number, seen, _ in taken]}
        models = [RecurrentModel.from_weights(shipped.model.vocab, "elman", weights) for weights in read_back(packed, last)]
        found = measured(self.language, models)
        failed = {claim: row for claim, row in found["claims"].items() if not row["passed"]}
        if failed:
            raise GateError(f"film_{self.language} fails " + "; ".join(f"{claim}: {rounded(row)}" for claim, row in failed.items()))
        files = {FRAMES: packed, CARD: printed(card | found)}
        if sum(map(len, files.values())) > LARGEST:
            raise GateError(f"film_{self.language} has more than {LARGEST} bytes")
        write(self.folder / f"film_{self.language}", files)
        frames.cache_clear()

    def check(self) -> Iterator[tuple[str, bool, str]]:
        card = card_of(self.folder / f"film_{self.language}" / CARD, KEYS)
        film = frames(self.language, self.folder)
        found = rounded(measured(self.language, [frame.model for frame in film]))
        for claim, row in found["claims"].items():
            yield claim, row["passed"], told(row)
        faults = [fault for part in found for fault in differences(found[part], card[part], part)]
        if rounded(asdict(RECIPES[f"diary_{self.language}"]["elman"])) != card["recipe"]:
            faults.insert(0, "the recipe was changed after the training")
        yield "the card tells the truth", not faults, "; ".join(faults[:5]) or f"{len(film)} frames, scores and claims are those of the card"


def filmed(language: str, report: Callable[[str], None]) -> tuple[list[tuple[int, int, Weights]], Weights]:
    """Train as shipped: (round, sentences seen, tables) of every frame, and the tables at the end."""
    from explainer.training import train                                        # torch, only here

    name = f"diary_{language}"
    world, recipe = worlds.load(name), RECIPES[name]["elman"]
    taken, seen, finished = [], 0, 0

    def watch(sentences, network):
        nonlocal seen
        if any(seen < moment <= sentences for moment in MOMENTS) or sentences == 0:
            taken.append((finished, sentences, network.weights()))
        seen = sentences

    def round_over(number, loss, network):
        nonlocal finished
        finished = number
        if number in ROUNDS:
            taken.append((number, seen, network.weights()))
        report(f"round {number}: loss {loss:.3f}")

    last = train(world.vocabulary, piles_of(language).training, recipe, round_over, watch)
    taken.append((sum(rounds for rounds, _ in recipe.lessons), seen, last))
    return sorted(taken, key=lambda frame: frame[1]), last


def read_back(packed: bytes, last: Weights) -> list[Weights]:
    """The tables of every frame as a reader gets them."""
    stored = split(unpack(packed))
    return [*(stored[key] for key in sorted(stored)), last]


def measured(language: str, models: Sequence[RecurrentModel]) -> dict:
    """What the card tells of the frames: how each does on held-out sentences, and the claims of the chapter."""
    held_out = [s for s in piles_of(language).test if not is_unseen(s)]
    told_scores = [{name: score for name, score in scores(model, held_out[:SCORED]).items() if name in ("perplexity", "at_the_blank")} for model in models]
    return {"scores": told_scores, "calibration": calibration(models[-1], held_out[:building.SCORED]), "claims": building.results(claims(language, models, told_scores))}


def claims(language: str, models: Sequence[RecurrentModel], told_scores: Sequence[Mapping]) -> dict[str, Outcome]:
    """What the chapter says of the film."""
    scene = worlds.load(f"diary_{language}").scene
    told = np.array([clear(model, scene) for model in models])                  # (F, T + 1)
    first = {name: learned(told[:, place].tolist()) for name, place in zip(ORDER, BLANKS[language])}
    right = [row["at_the_blank"] for row in told_scores]
    return {
        "near before far": Outcome(first[NEAR] < first[FAR] < len(models), first),
        "who it was before what happened": Outcome(first[FAR] < first[MIDDLE] < len(models), first),
        "nothing is known at first": Outcome(shares(models[0], scene).max() < .1, {"largest share": float(shares(models[0], scene).max())}),
        "new sentences come last, too": Outcome(right[0] < .1 and right[-1] > .95, {"at the blank": right}),
    }


def calibration(model: RecurrentModel, sentences: Sequence[Sentence]) -> dict:
    """Of the times the best guess had about this share, how often was it right: ten bins [times, mean share, times right].

    right: the share of all next words that were the best guess; perplexity = e^(mean of −ln p(next word)).
    """
    share, hit, surprise = [], [], []
    for s in sentences:
        tokens = np.concatenate([[START], model.vocab.encode(s.words)])
        probs = model.read(tokens[:-1]).probs                                   # (T, K)
        share.append(probs.max(axis=1))
        hit.append(probs.argmax(axis=1) == tokens[1:])
        surprise.append(-np.log(probs[np.arange(len(s.words)), tokens[1:]]))
    share, hit, surprise = (np.concatenate(parts) for parts in (share, hit, surprise))
    tenth = np.minimum((share * 10).astype(int), 9)
    bins = [[int((tenth == i).sum()), float(share[tenth == i].mean()) if (tenth == i).any() else 0.0, int(hit[tenth == i].sum())] for i in range(10)]
    return {"sentences": len(sentences), "words": len(hit), "right": float(hit.mean()), "perplexity": float(np.exp(surprise.mean())), "bins": bins}
