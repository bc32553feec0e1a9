"""Trained networks on disk, with a card each; loading never waits for torch. `python -m explainer.bundles` rebuilds them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from explainer.models.ngram import NgramModel
from explainer.models.recurrent import RecurrentModel
from explainer.shelf import BUNDLES, BundleError, card_of, fitting, sha256, tables
from explainer.vocabulary import Vocabulary

CARD = ("kind", "words", "joiner", "weights", "corpus")         # what a reader of a card relies on


@dataclass(frozen=True)
class Bundle:
    """A trained network and its card: kind, sizes, recipe, corpus fingerprint, scores, scene-test results."""

    model: RecurrentModel
    card: Mapping[str, object]


def load(world: str, name: str = "elman", folder: Path = BUNDLES) -> Bundle:
    """The bundle <folder>/<world>/<name>. Raises BundleError."""
    path = folder / world / f"{name}.safetensors"
    card = card_of(path.with_suffix(".json"), CARD)
    weights = tables(path, card["weights"])
    with fitting(path, "its tables do not fit"):
        return Bundle(RecurrentModel.from_weights(vocabulary(card), card["kind"], weights), card)


def model(world: str, name: str = "elman", folder: Path = BUNDLES) -> RecurrentModel:
    """The network of a bundle. Raises BundleError."""
    return load(world, name, folder).model


def ngram(world: str, n: int, folder: Path = BUNDLES) -> NgramModel:
    """The n-gram that counted the very sentences the world's network was trained on. Raises BundleError."""
    path = folder / world / "corpus.safetensors"
    card = card_of(path.with_name("elman.json"), CARD)
    with fitting(path, "its sentences do not fit"):
        corpus = tables(path, card["corpus"]["file"])
        tokens, starts, vocab = corpus["tokens"], corpus["starts"], vocabulary(card)
        if tokens.ndim != 1 or starts.ndim != 1 or tokens.max() >= len(vocab) or starts.max() >= len(tokens):
            raise ValueError(f"tables of the shapes {tokens.shape} and {starts.shape} for {len(vocab)} words")
        return NgramModel(n, vocab, tokens, starts)


def vocabulary(card: Mapping) -> Vocabulary:
    """The words of a bundle."""
    return Vocabulary(tuple(card["words"]), card["joiner"])
