"""What a longer window brings: the n-grams of a diary on held-out sentences, beside its network."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from explainer import bundles, worlds
from explainer.bundles import BUNDLES, building
from explainer.bundles.building import GateError
from explainer.bundles.checking import differences, told
from explainer.models import LanguageModel
from explainer.models.ngram import NgramModel
from explainer.recipes import RECIPES
from explainer.shelf import card_of, printed, rounded, write
from explainer.trace import Trace
from explainer.vocabulary import START
from explainer.worlds import Sentence, is_unseen

KEYS = ("weights", "corpus", "words", "sentences", "places", "held_out", "reveals", "windows", "network", "scene", "questions", "claims")
SHOWN = 6                   # bars of a reading

# What a question shows at the window that lets the person of the scene be seen; the first held-out sentence of each kind is shipped.
KINDS: Mapping[str, Callable[..., bool]] = {
    "found": lambda seen, right, inside, distance: seen and right and inside,
    "revealed": lambda seen, right, inside, distance: not seen and not right and inside,
    "outside": lambda seen, right, inside, distance: seen and not right and not inside,
    "far": lambda seen, right, inside, distance: not seen and not right and distance > 12,
    "filled": lambda seen, right, inside, distance: not seen and right and inside,
    "again": lambda seen, right, inside, distance: not seen and not right and inside,
}
MOST_WORDS = 17             # before the blank of a question that is shown


@dataclass(frozen=True)
class Windows:
    """assets/bundles/windows/<world>.json for every diary: n from 2 to one more than it takes to see the person of the scene."""

    folder: Path = BUNDLES / "windows"

    def build(self, report: Callable[[str], None]) -> None:
        files = {}
        for world in RECIPES:
            report(world)
            card = measured(world)
            failed = {name: claim for name, claim in card["claims"].items() if not claim["passed"]}
            if failed:
                raise GateError(f"{world} fails " + "; ".join(f"{name}: {told(claim)}" for name, claim in failed.items()))
            files[f"{world}.json"] = printed(card)
        write(self.folder, files)

    def check(self):
        for world in RECIPES:
            card, found = load(world, self.folder), rounded(measured(world))
            for name, claim in found["claims"].items():
                yield f"{world} {name}", claim["passed"], told(claim)
            faults = list(differences(found, card, world))
            yield f"{world} recounted", not faults, "; ".join(faults[:5]) or "every number is that of the file"


def load(world: str, folder: Path = BUNDLES / "windows") -> Mapping:
    """The measurements of a diary's windows. Raises BundleError."""
    return card_of(folder / f"{world}.json", KEYS)


def measured(world: str) -> dict:
    """Everything that the file of a diary holds, computed from its shipped network and corpus."""
    network, held_out, scene = bundles.load(world), held_out_sentences(world), worlds.load(world).scene
    reveals = len(scene.sentence) - scene.sentence.index(scene.subject) + 1        # n−1 words reach back to the person
    questions, windows, told_scene, counting = {}, {}, {}, None
    for n in [reveals, *(n for n in range(2, reveals + 2) if n != reveals)]:        # the questions are picked at the window that reveals
        counting = bundles.ngram(world, n)
        if not questions:
            questions = picked(counting, held_out)
        windows[str(n)] = judged(counting, held_out) | {"stored": stored(counting)}
        told_scene[str(n)] = asked(counting, scene.sentence) | {"shares": shares(counting, (*scene.sentence, scene.answer))}
        for s, record in questions.values():
            record["a"][str(n)] = asked(counting, s.words[:s.blank])
    in_order = lambda by_n: {key: by_n[key] for key in sorted(by_n, key=int)}
    card = {
        "world": world, "weights": network.card["weights"], "corpus": network.card["corpus"]["file"],
        "words": len(counting.vocab) - 2, "sentences": len(counting.starts), "places": int((counting.tokens != START).sum()),
        "held_out": len(held_out), "reveals": reveals, "windows": in_order(windows), "network": judged(network.model, held_out),
        "scene": {"a": in_order(told_scene)},
        "questions": {kind: {**record, "a": in_order(record["a"])} for kind, (_, record) in questions.items()},
    }
    return card | {"claims": claims(card)}


def held_out_sentences(world: str) -> list[Sentence]:
    """The new sentences on which the network's card is scored."""
    shape = worlds.load(world)
    test = shape.piles(building.expanded(shape, RECIPES[world]["elman"])).test
    return [s for s in test if not is_unseen(s)][:building.SCORED]


def judged(model: LanguageModel, sentences: Sequence[Sentence]) -> dict:
    """How a model does at the blanks: shares of them that are right, whose row is blank, whose person is inside the window.

    perplexity = e^(mean of −ln p(next word)), over all words; rows and windows only where the model counts.
    """
    surprise, right, blank = zip(*(answered(model, s) for s in sentences))
    found = {"right": float(np.mean(right)), "perplexity": math.exp(np.concatenate(surprise).mean())}
    if not isinstance(model, NgramModel):
        return found
    right, blank, inside = np.array(right), np.array(blank), np.array([s.distance < model.n for s in sentences])
    return found | {"blank": float(blank.mean()), "right_in_blank": float((right & blank).mean()),
                    "inside": float(inside.mean()), "inside_blank": float((inside & blank).mean())}


def answered(model: LanguageModel, s: Sentence) -> tuple[np.ndarray, bool, bool]:
    """One sentence: −ln p of every word; at its blank, whether the best word is right, and whether there is no row for it."""
    tokens = numbered(model, s.words)
    trace = model.read(tokens[:-1])
    surprise = -np.log(trace.probs[np.arange(len(s.words)), tokens[1:]])
    right = int(trace.probs[s.blank].argmax()) == tokens[s.blank + 1]
    return surprise, bool(right), not seen(trace, s.blank)


def stored(counting: NgramModel) -> int:
    """How many different runs of n−1 words the corpus holds in front of a word; the start mark is no word."""
    first_words = counting.tables[-1].keys // len(counting.tables[-2].keys)
    return int((first_words != START).sum())


def asked(counting: NgramModel, words: Sequence[str]) -> dict:
    """What an n-gram says after these words: its row, and the bars that smoothing makes of it.

    bars: [word, share, times in the row]. p of the best word = kept + leftover · shorter, with kept = max(times − discount, 0) / total.
    """
    trace = counting.read(numbered(counting, words))
    t = len(words)
    best, signals = int(trace.probs[t].argmax()), trace.signals
    bars = [[word, p, int(trace.counts[t, counting.vocab.index[word]])] for word, p in trace.top(t, SHOWN)]
    return {"total": int(trace.counts[t].sum()), "bars": bars, "discount": float(signals["discount"][t, 0]),
            "leftover": float(signals["leftover"][t, 0]), "shorter": float(signals["shorter"][t, best])}


def shares(model: LanguageModel, words: Sequence[str]) -> list[float]:
    """The share that each word had before it came."""
    tokens = numbered(model, words)
    return model.read(tokens[:-1]).probs[np.arange(len(words)), tokens[1:]].tolist()


def picked(counting: NgramModel, sentences: Sequence[Sentence]) -> dict[str, tuple[Sentence, dict]]:
    """Kind -> the first held-out sentence that shows it, of those that are short enough. Raises GateError.

    First come those in which somebody reacts ("批评了 …": only a person can follow) with a person that no question has yet.
    """
    found: dict[str, tuple[Sentence, dict]] = {}
    short = sorted((s for s in sentences if s.blank <= MOST_WORDS), key=lambda s: s.reaction is None or s.blank < s.reaction)
    for kind, fits in KINDS.items():
        taken = [s for s, _ in found.values()]
        fresh = [s for s in short if s not in taken and s.pronoun not in {other.pronoun for other in taken}]
        choice = next((s for s in [*fresh, *short] if s not in taken and fits(*at_the_blank(counting, s))), None)
        if choice is None:
            raise GateError(f"no held-out sentence is a question of the kind '{kind}'")
        found[kind] = choice, {"words": list(choice.words[:choice.blank]), "answer": choice.pronoun, "person": choice.subject, "a": {}}
    return found


def at_the_blank(counting: NgramModel, s: Sentence) -> tuple[bool, bool, bool, int]:
    """Whether the row is there, whether the answer is right, whether the person is inside the window, how far back the person is."""
    trace = counting.read(numbered(counting, s.words[:s.blank]))
    return seen(trace, s.blank), trace.top(s.blank)[0][0] == s.pronoun, s.distance < counting.n, s.distance


def seen(trace: Trace, t: int) -> bool:
    """Whether the window before row t has a row in the table; a network has no table to miss."""
    return trace.counts is None or bool(trace.counts[t].any())


def numbered(model: LanguageModel, words: Sequence[str]) -> np.ndarray:
    return np.concatenate([[START], model.vocab.encode(words)])


def claims(card: Mapping) -> dict:
    """What the chapter says of these numbers, each with the numbers it rests on."""
    wide, narrow, network = card["windows"][str(card["reveals"])], card["windows"]["2"], card["network"]
    least = min(row["perplexity"] for row in card["windows"].values())
    said = {
        "longer is not enough": (narrow["right"] < wide["right"] <= .4, {"one word": narrow["right"], "revealing": wide["right"]}),
        "most rows are blank": (wide["blank"] >= .5, {"blank": wide["blank"]}),
        "blank though the person is inside": (wide["inside_blank"] >= .4 * wide["inside"], {"inside": wide["inside"], "blank": wide["inside_blank"]}),
        "smoothing does not say who": (wide["right_in_blank"] <= .35 * wide["blank"], {"blank": wide["blank"], "right": wide["right_in_blank"]}),
        "the network answers": (network["right"] >= .95, {"right": network["right"]}),
        "the network hesitates less": (network["perplexity"] < least, {"network": network["perplexity"], "best window": least}),
    }
    return {name: {"passed": bool(passed), **numbers} for name, (passed, numbers) in said.items()}
