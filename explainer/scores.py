"""How well a model guesses held-out sentences: overall, at the blank, and at the blank by distance."""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from explainer.models import LanguageModel
from explainer.vocabulary import START
from explainer.worlds import Sentence

DISTANCES = (5, 10, 15, 20, 25, 30)


def scores(model: LanguageModel, sentences: Sequence[Sentence]) -> dict[str, object]:
    """Perplexity of all words, the share of blanks whose word is on top, and the same by distance.

    perplexity = e^(mean of −ln p(next word));   by_distance: up to … words -> [right, all]
    """
    surprise, right = [], []
    for s in sentences:
        tokens = np.concatenate([[START], model.vocab.encode(s.words)])
        probs = model.read(tokens[:-1]).probs                                   # (T, K)
        surprise.append(-np.log(probs[np.arange(len(s.words)), tokens[1:]]))
        right.append(int(probs[s.blank].argmax()) == tokens[s.blank + 1])
    near = [hit for hit, s in zip(right, sentences) if s.distance <= 15]
    return {"sentences": len(sentences), "perplexity": math.exp(np.concatenate(surprise).mean()),
            "at_the_blank": float(np.mean(right)), "up_to_15": float(np.mean(near)) if near else None,
            "by_distance": by_distance(right, sentences)}


def by_distance(right: Sequence[bool], sentences: Sequence[Sentence]) -> Mapping[str, list[int]]:
    """Longest distance of a group -> [right, all]."""
    groups = {str(longest): [0, 0] for longest in DISTANCES}
    for hit, s in zip(right, sentences):
        group = groups[str(next(longest for longest in DISTANCES if s.distance <= longest))]
        group[0] += int(hit)
        group[1] += 1
    return groups
