"""Bundles are built: train, test the scenes, and write only what passes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
from safetensors.numpy import save as pack

from explainer import scenes, worlds
from explainer.models.ngram import NgramModel
from explainer.models.recurrent import RecurrentModel
from explainer.recipes import Recipe
from explainer.scenes import Outcome
from explainer.scenes.memory import holding, memories
from explainer.scores import scores
from explainer.shelf import BUNDLES, printed, rounded, sha256, write
from explainer.vocabulary import START, Vocabulary
from explainer.worlds import Sentence, World, is_unseen

NGRAMS = (2, 3, 5)          # the baselines on every card
SCORED = 1000               # held-out sentences that are scored, and as many with a pair that was kept out of training

Weights = Mapping[str, np.ndarray]


class GateError(Exception):
    """Weights that fail a scene test; the message names the tests and their numbers. Nothing was written."""


def expanded(world: World, recipe: Recipe) -> list[Sentence]:
    """The sentences a recipe asks for."""
    return world.expand(recipe.n_sentences, recipe.world_seed)


def build(name: str, kind: str, recipe: Recipe, folder: Path = BUNDLES,
          report: Callable[[int, float], None] = lambda *_: None) -> dict:
    """Train a network, gate it, write its bundle and return the card. Raises GateError."""
    from explainer.training import train                                        # torch, only here

    world = worlds.load(name)
    sentences = expanded(world, recipe)
    weights = train(world.vocabulary, world.piles(sentences).training, recipe, lambda n, loss, _: report(n, loss))
    return ship(world, sentences, kind, recipe, weights, folder)


def ship(world: World, sentences: Sequence[Sentence], name: str, recipe: Recipe, weights: Weights, folder: Path = BUNDLES) -> dict:
    """Write the bundle <folder>/<world>/<name> of weights that pass every scene test, and return its card. Raises GateError."""
    piles = world.piles(sentences)
    counted = corpus(world.vocabulary, piles.training)
    network = RecurrentModel.from_weights(world.vocabulary, recipe.kind, weights)
    counting = {n: NgramModel(n, world.vocabulary, **counted) for n in NGRAMS}
    cast = scenes.Cast(network, counting[2], world.scene, tuple(piles.training))
    outcomes = scenes.play(cast)
    failed = {test: dict(outcome.numbers) for test, outcome in outcomes.items() if not outcome.passed}
    if failed:
        raise GateError(f"{world.name}/{name} fails " + "; ".join(f"{test}: {rounded(found)}" for test, found in failed.items()))
    files = {f"{name}.safetensors": pack(dict(weights)), "corpus.safetensors": pack(counted)}
    card = {
        "world": world.name, "kind": recipe.kind, "cells": network.n_cells, "words_known": len(world.vocabulary),
        "numbers": network.n_numbers, "recipe": asdict(recipe),
        "weights": sha256(files[f"{name}.safetensors"]),
        "corpus": {"fingerprint": fingerprint(sentences), "file": sha256(files["corpus.safetensors"]),
                   "training": len(piles.training), "validation": len(piles.validation), "test": len(piles.test)},
        "scores": compared({"network": network} | {f"{n}-gram": model for n, model in counting.items()}, piles.test),
        "scenes": results(outcomes), "cell_by_cell": cell_by_cell(cast),
        "joiner": world.joiner, "words": world.vocabulary.words,
    }
    files[f"{name}.json"] = printed(card)
    write(folder / world.name, files)
    return rounded(card)


def compared(models: Mapping, test: Sequence[Sentence]) -> dict:
    """Scores of every model on the same held-out sentences: new ones, and ones whose subject and event never met in training."""
    new = [s for s in test if not is_unseen(s)][:SCORED]
    unseen = [s for s in test if is_unseen(s)][:SCORED]
    return {name: {"new_sentences": scores(model, new), "unseen_pairs": scores(model, unseen)} for name, model in models.items()}


def results(outcomes: Mapping[str, Outcome]) -> dict:
    """Outcomes as they stand on a card."""
    return {test: {"passed": bool(found.passed), **found.numbers} for test, found in outcomes.items()}


def cell_by_cell(cast: scenes.Cast) -> dict:
    """What each cell does in the example: its hold score, and its value before the blank for every subject."""
    last = {cast.network.vocab.join(subject): hidden[-1].round(3).tolist() for subject, hidden in memories(cast).items()}
    return {"hold": holding(cast).round(3).tolist(), "before_the_blank": last}


def fingerprint(sentences: Sequence[Sentence]) -> str:
    """The sha256 of a corpus, one sentence a line."""
    return sha256("\n".join(" ".join(s.words) for s in sentences).encode())


def corpus(vocab: Vocabulary, sentences: Sequence[Sentence]) -> dict[str, np.ndarray]:
    """Sentences as one row of word numbers, START before each: tokens (N,), starts (S,)."""
    lines = [np.concatenate([[START], vocab.encode(s.words)]) for s in sentences]
    starts = np.cumsum([0, *(len(line) for line in lines[:-1])])
    return {"tokens": np.concatenate(lines).astype(np.uint16), "starts": starts.astype(np.uint32)}
