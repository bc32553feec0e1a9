"""The words of a sentence shuffled: how a network that reads diaries takes it."""

import random
from collections.abc import Sequence

import numpy as np

from explainer.models import LanguageModel
from explainer.scenes import Outcome
from explainer.small.words import guessed, surprise

N_SENTENCES = 200
SEED = 1


def measure(model: LanguageModel, sentences: Sequence[Sequence[str]]) -> dict[str, float]:
    """Medians over sentences as they are and with their words shuffled: perplexity, and the share of words that stood on top.

    more_surprised: the share of sentences with a larger perplexity when shuffled.
    """
    rng = random.Random(SEED)
    moved = [rng.sample(list(words), len(words)) for words in sentences]
    before, after = (np.array([surprise(model, words) for words in told]) for told in (sentences, moved))
    top_before, top_after = (np.array([np.mean(guessed(model, words)) for words in told]) for told in (sentences, moved))
    return {"sentences": len(sentences), "perplexity": float(np.median(before)), "perplexity_shuffled": float(np.median(after)),
            "on_top": float(np.median(top_before)), "on_top_shuffled": float(np.median(top_after)),
            "more_surprised": float(np.mean(after > before))}


def claims(found: dict[str, float]) -> dict[str, Outcome]:
    """What the page says of shuffled sentences."""
    return {
        "every shuffled sentence surprises it more": Outcome(found["more_surprised"] == 1, {"share": found["more_surprised"]}),
        "far more": Outcome(found["perplexity_shuffled"] > 10 * found["perplexity"], {
            "perplexity": found["perplexity"], "shuffled": found["perplexity_shuffled"]}),
        "its guesses no longer come true": Outcome(found["on_top_shuffled"] < found["on_top"] / 3, {
            "words_on_top": found["on_top"], "shuffled": found["on_top_shuffled"]}),
    }
