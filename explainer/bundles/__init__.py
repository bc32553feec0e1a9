"""Trained networks on disk, with a card each; loading never waits for torch. `python -m explainer.bundles` rebuilds them."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load as unpack

from explainer.models.ngram import NgramModel
from explainer.models.recurrent import RecurrentModel
from explainer.vocabulary import Vocabulary

BUNDLES = Path(__file__).parent.parent.parent / "assets" / "bundles"


class BundleError(Exception):
    """A bundle that is missing, damaged or not what its card says; the message names the file and the way to rebuild it."""

    def __init__(self, path: Path, fault: str):
        self.file, self.command = path.name, f"python -m explainer.bundles {path.parent.name}"
        super().__init__(f"{path}: {fault}. Rebuild it with: {self.command}")


@dataclass(frozen=True)
class Bundle:
    """A trained network and its card: kind, sizes, recipe, corpus fingerprint, scores, scene-test results."""

    model: RecurrentModel
    card: Mapping[str, object]


def load(world: str, name: str = "elman", folder: Path = BUNDLES) -> Bundle:
    """The bundle <folder>/<world>/<name>. Raises BundleError."""
    path = folder / world / f"{name}.safetensors"
    card = card_of(path.with_suffix(".json"))
    weights = tables(path, card["weights"])
    try:
        return Bundle(RecurrentModel.from_weights(vocabulary(card), card["kind"], weights), card)
    except ValueError as fault:
        raise BundleError(path, str(fault)) from fault


def model(world: str, name: str = "elman", folder: Path = BUNDLES) -> RecurrentModel:
    """The network of a bundle. Raises BundleError."""
    return load(world, name, folder).model


def ngram(world: str, n: int, folder: Path = BUNDLES) -> NgramModel:
    """The n-gram that counted the very sentences the world's network was trained on. Raises BundleError."""
    path = folder / world / "corpus.safetensors"
    card = card_of(path.with_name("elman.json"))
    corpus = tables(path, card["corpus"]["file"])
    return NgramModel(n, vocabulary(card), corpus["tokens"], corpus["starts"])


def vocabulary(card: Mapping) -> Vocabulary:
    """The words of a bundle."""
    return Vocabulary(tuple(card["words"]), card["joiner"])


def content(path: Path) -> bytes:
    """What a bundle's file holds. Raises BundleError."""
    try:
        return path.read_bytes()
    except OSError as fault:
        raise BundleError(path, f"the file cannot be read ({fault.strerror})") from fault


def card_of(path: Path) -> dict:
    """A card. Raises BundleError."""
    try:
        card = json.loads(content(path))
    except ValueError as fault:
        raise BundleError(path, "the card is damaged") from fault
    missing = {"kind", "words", "joiner", "weights", "corpus"} - set(card)
    if missing:
        raise BundleError(path, f"the card lacks {', '.join(sorted(missing))}")
    return card


def tables(path: Path, fingerprint: str) -> dict[str, np.ndarray]:
    """The arrays of a safetensors file. Raises BundleError when they are not those the card was written for."""
    packed = content(path)
    try:
        found = unpack(packed)
    except SafetensorError as fault:
        raise BundleError(path, f"the file is damaged ({fault})") from fault
    if sha256(packed) != fingerprint:
        raise BundleError(path, "the file is not the one its card speaks of")
    return found


def sha256(packed: bytes) -> str:
    return hashlib.sha256(packed).hexdigest()
