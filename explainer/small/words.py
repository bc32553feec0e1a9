"""Worlds of words: stories as word numbers, for machines whose verdict is the next word."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from explainer.models import LanguageModel
from explainer.models.bags import counts
from explainer.small.world import Story
from explainer.vocabulary import START, Vocabulary

NOTHING = -100                  # in targets: nothing is asked here


def tokens(model: LanguageModel, words: Sequence[str]) -> np.ndarray:
    """Word numbers from START on (T,), ready for model.read."""
    return np.concatenate([[START], model.vocab.encode(words)])


def shares_at_the_end(model: LanguageModel, words: Sequence[str], verdicts: Iterable[str]) -> dict[str, float]:
    """The share each verdict gets as the next word after the last one."""
    trace = model.read(tokens(model, words))
    return {verdict: trace.p(len(words), verdict) for verdict in verdicts}


def surprise(model: LanguageModel, words: Sequence[str]) -> float:
    """The perplexity of one text: between so many words, equally likely, a machine would hesitate as much at every step.

    e^(mean of −ln p(next word)). A word that is not listed counts as UNKNOWN.
    """
    read = tokens(model, words)
    if len(read) < 2:
        raise ValueError("a text has at least one word")
    probs = model.read(read[:-1]).probs                                         # (T, K)
    return float(np.exp(-np.log(np.maximum(probs[np.arange(len(words)), read[1:]], 1e-300)).mean()))


def guessed(model: LanguageModel, words: Sequence[str]) -> list[bool]:
    """For every word of a text: did it stand on top when its turn came? START is on top of none."""
    probs = model.read(tokens(model, words)[:-1]).probs
    return [bool(row.argmax() == number) for row, number in zip(probs, model.vocab.encode(words))]


def one_hot(vocab: Vocabulary, stories: Sequence[Story]) -> tuple[np.ndarray, np.ndarray]:
    """Inputs (S, T, K), START first, and targets (S, T): the number of the right verdict after each word, or NOTHING."""
    longest = 1 + max(len(story.item) for story in stories)
    inputs = np.zeros((len(stories), longest, len(vocab)), np.float32)
    targets = np.full((len(stories), longest), NOTHING)
    for row, story in enumerate(stories):
        inputs[row, 0, START] = 1
        inputs[row, np.arange(1, len(story.item) + 1), vocab.encode(story.item)] = 1
        for place, answer in enumerate(story.answers, start=1):
            if answer is not None:
                targets[row, place] = vocab.index[answer]
    return inputs, targets


def neighbours(vocab: Vocabulary, stories: Iterable[Story]) -> np.ndarray:
    """All pairs of neighbours that occur (P, 2), START before the first word."""
    found = set()
    for story in stories:
        numbers = [START, *vocab.encode(story.item).tolist()]
        found.update(zip(numbers, numbers[1:]))
    return np.array(sorted(found), np.uint16).reshape(-1, 2)


def bags(vocab: Vocabulary, stories: Sequence[Story], pairs: np.ndarray) -> np.ndarray:
    """What is counted in whole texts (S, K + P)."""
    rows = [counts(np.concatenate([[START], vocab.encode(story.item)]), len(vocab), pairs)[-1] for story in stories]
    return np.stack(rows)


def counting(vocab: Vocabulary, stories: Sequence[Story], answers: Sequence[str], with_pairs: bool) -> dict[str, np.ndarray]:
    """The tables of a BagModel that was fitted to the verdicts on whole texts, to the best that the method allows."""
    from explainer.training import small as training

    pairs = neighbours(vocab, stories) if with_pairs else np.zeros((0, 2), np.uint16)
    targets = np.array([answers.index(story.verdict) for story in stories])
    tables = training.logistic(bags(vocab, stories, pairs), targets, len(answers))
    return {"answers": vocab.encode(answers).astype(np.uint16), "pairs": pairs, **tables}


def ceiling(stories: Sequence[Story]) -> float:
    """The share of stories that any machine could get right at best if it only counts the words of a text."""
    found: dict[tuple[str, ...], dict[str, int]] = {}
    for story in stories:
        bag = found.setdefault(tuple(sorted(story.item)), {})
        bag[story.verdict] = bag.get(story.verdict, 0) + 1
    return sum(max(bag.values()) for bag in found.values()) / len(stories)


def equal_bags(stories: Sequence[Story]) -> Mapping[tuple[str, ...], list[Story]]:
    """Stories by their words, whatever the order."""
    found: dict[tuple[str, ...], list[Story]] = {}
    for story in stories:
        found.setdefault(tuple(sorted(story.item)), []).append(story)
    return found
