"""Chapter 8, computed: how much of a correction arrives, what three graduates answer, and how far a memory reaches."""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from explainer import bundles, worlds
from explainer.bundles import graduates as found
from explainer.bundles.corrections import numbered
from explainer.bundles.graduates import STARTS, STEPS, TRAINED, Graduates
from explainer.bundles.stretched import MOST, Growing
from explainer.models import LanguageModel
from explainer.panels import in_time
from explainer.worlds import Scene

BARS = 4                        # of an answer
RELAY = (*map(str, STARTS), TRAINED)
BACK = ("untrained", "untrained_poor", TRAINED)
GRADUATES = ("good", "plain", "poor")
RULER = ("good", "poor", "2-gram")


@lru_cache(maxsize=4)
def machines(language: str) -> Graduates:
    """The machines of a language and what was measured with them. Raises BundleError."""
    return found.load(f"diary_{language}")


def scene(language: str) -> Scene:
    return worlds.load(f"diary_{language}").scene


def arriving(language: str, name: str) -> list[float]:
    """What is left of the relay's correction 0 … STEPS passes back, as a share of what it was at the start."""
    strength = machines(language).strengths[f"relay.{name}"]
    return (strength / strength[0]).tolist()


def passes(language: str, machine: str, t: int) -> list[float]:
    """How strong the correction of guess t of the scene is at step t, t−1 … 0."""
    return machines(language).strengths[f"back.{machine}"][t, t::-1].tolist()


@lru_cache(maxsize=4)
def relay(language: str) -> dict:
    """The game: the words from the person to the blank, and for every start the share that arrives 0 … STEPS passes back."""
    card = machines(language).card["relay"]
    return {"words": card["words"], "answer": card["answer"], "steps": STEPS, "arrives": {name: arriving(language, name) for name in RELAY}}


@lru_cache(maxsize=4)
def back(language: str) -> dict:
    """The scene's sentence in three machines. Row t: after t words.

    signals.hidden (T+1, H); bars[t]: the best words; strength[t]: of the correction of guess t at step t, t−1 … 0;
    told[t]: share of the word that came, and the best word.
    """
    home, words = machines(language), scene(language).sentence
    targets = (*words, scene(language).answer)
    drawn = {}
    for name, model in home.machines.items():
        trace = model.read(numbered(model, words))
        drawn[name] = {**in_time(trace, words), "strength": [passes(language, name, t) for t in range(len(targets))],
                       "told": [[trace.p(t, target), trace.top(t)[0][0]] for t, target in enumerate(targets)]}
    return {"words": list(words), "targets": list(targets), "machines": drawn}


def factor(language: str, machine: str, start: int, step: int) -> dict[str, float]:
    """One pass back from `step` to the step before it: the strength before and after it."""
    strengths = passes(language, machine, start)
    before, after = strengths[start - step], strengths[start - step + 1]
    return {"before": before, "after": after, "factor": after / before, "first": strengths[0]}


def questions(language: str) -> dict[str, int]:
    """Three guesses of the scene: near, middle, far -> the step after which they are made."""
    told = scene(language)
    words, reaction = told.sentence, next(word for word in told.reactions.values() if word in told.sentence)
    return {"near": words.index(words[-1]), "middle": words.index(reaction), "far": len(words)}


@lru_cache(maxsize=4)
def pair(language: str) -> dict:
    """All graduates at three guesses of the scene, and over the held-out sentences: longest distance of a group, how many, how many each has right."""
    home, targets = machines(language), (*scene(language).sentence, scene(language).answer)
    asked = {}
    for name, step in questions(language).items():
        read = {key: answers(getattr(home, key), targets[:step], targets[step]) for key in GRADUATES}
        asked[name] = {"words": list(targets[:step]), "answer": targets[step], **read}
    scores = {key: home.card["scores"][key]["by_distance"] for key in GRADUATES}
    groups = [[int(edge), n, *(scores[key][edge][0] for key in GRADUATES)] for edge, (_, n) in scores["good"].items()]
    return {"questions": asked, "groups": groups, "sentences": home.card["scores"]["good"]["sentences"]}


def answers(model: LanguageModel, words, answer: str) -> dict:
    """The bars after the words, the right word always among them: [word, share]; what is left for the others; the right word's share."""
    trace, t = model.read(numbered(model, words)), len(words)
    bars = trace.top(t, BARS)
    if answer not in [word for word, _ in bars]:
        bars = [*bars[:-1], (answer, trace.p(t, answer))]
    return {"bars": [[word, round(p, 6)] for word, p in bars], "rest": round(1 - sum(p for _, p in bars), 6), "p": round(trace.p(t, answer), 6)}


@lru_cache(maxsize=4)
def ruler(language: str) -> dict:
    """One sentence with 0 … MOST asides before three machines, and how often they are right by distance."""
    home, counting = machines(language), bundles.ngram(f"diary_{language}", 2)
    told = grown(home.card["growing"])
    models = {"good": home.good, "poor": home.poor, "2-gram": counting}
    told_with = [{"words": list(told.words(n)), "between": told.between(n), "asides": sum(map(len, told.asides[:n])),
                  **{key: answers(model, told.words(n), told.answer) for key, model in models.items()}} for n in range(MOST + 1)]
    groups = [[int(edge), row["sentences"], *(row[key] for key in RULER)] for edge, row in home.card["ruler"]["groups"].items()]
    return {"head": len(told.head), "answer": told.answer, "told": told_with, "groups": groups, "longest": home.card["ruler"]["longest"]}


def grown(card: Mapping) -> Growing:
    """The growing sentence as it stands on the card."""
    return Growing(tuple(card["head"]), tuple(map(tuple, card["asides"])), tuple(card["tail"]), card["answer"])


@lru_cache(maxsize=4)
def lesson_or_memory(language: str) -> dict:
    """The trained network on the far sentence: whether the person's change arrives while reading, and what of the correction comes back."""
    home, told = machines(language), scene(language)
    card = home.card["relay"]
    subjects = {"": (card["words"][0],), **{donor.key: donor.words for donor in told.donors}}
    return {"words": card["words"], "answer": card["answer"], "steps": STEPS, "arrives": arriving(language, TRAINED),
            "persons": [{"key": key, "words": list(subjects[key]), "top": word, "p": p, "right": right} for key, (word, p, right) in home.card["swapped"].items()]}


@lru_cache(maxsize=4)
def held(language: str) -> dict:
    """The cell that stays farthest from zero from the person to the blank of the far sentence.

    least: its least distance from zero there; slopes: 1 − h² at the STEPS steps that the correction passes, all multiplied.
    """
    home = machines(language)
    hidden = home.good.read(numbered(home.good, home.card["relay"]["words"])).signals["hidden"][1:]       # (T, H)
    away = (hidden * np.sign(hidden[-1])).min(axis=0)                                                            # (H,)
    return {"cell": int(away.argmax()), "least": float(away.max()), "slopes": float(np.prod(1 - hidden[1:, away.argmax()] ** 2))}
