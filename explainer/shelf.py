"""Files that are built, never edited: arrays in safetensors with a card in JSON, read and written whole."""

import hashlib
import json
import os
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load as unpack

BUNDLES = Path(__file__).parent.parent / "assets" / "bundles"
DIGITS = 6                  # of the numbers on a card


class BundleError(Exception):
    """A bundle that is missing, damaged or not what its card says; the message names the file and the way to rebuild it."""

    def __init__(self, path: Path, fault: str):
        self.file, self.command = path.name, f"python -m explainer.bundles {path.parent.name}"
        super().__init__(f"{path}: {fault}. Rebuild it with: {self.command}")


class Card(dict):
    """A part of a card; asking it for what it does not have raises BundleError, as a card of another version would."""

    def __init__(self, path: Path, parts: Mapping):
        super().__init__(parts)
        self.path = path

    def __missing__(self, key: str):
        raise BundleError(self.path, f"the card lacks {key}")


@contextmanager
def fitting(path: Path, fault: str) -> Iterator[None]:
    """Whatever does not fit the way a file is read here becomes a BundleError that names the file."""
    try:
        yield
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as slip:
        raise BundleError(path, f"{fault} ({slip})") from slip


def content(path: Path) -> bytes:
    """What a bundle's file holds. Raises BundleError."""
    try:
        return path.read_bytes()
    except OSError as fault:
        raise BundleError(path, f"the file cannot be read ({fault.strerror})") from fault


def card_of(path: Path, keys: Collection[str]) -> dict:
    """A card that has all of these keys. Raises BundleError."""
    try:
        card = json.loads(content(path), object_hook=lambda parts: Card(path, parts))
    except ValueError as fault:
        raise BundleError(path, "the card is damaged") from fault
    if not isinstance(card, dict):
        raise BundleError(path, "the card is damaged")
    missing = set(keys) - set(card)
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


def printed(card: Mapping) -> bytes:
    """A card as it stands in its file."""
    return (json.dumps(rounded(card), ensure_ascii=False, indent=1) + "\n").encode()


def rounded(value):
    """Numbers with a fixed count of digits, wherever they stand in a card."""
    if isinstance(value, Mapping):
        return {key: rounded(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [rounded(inner) for inner in value]
    return round(value, DIGITS) if isinstance(value, float) else value


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """All files beside their places first, then moved in: a reader never meets half a file."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as beside:
        for name, packed in files.items():
            (Path(beside) / name).write_bytes(packed)
        for name in files:
            os.replace(Path(beside) / name, folder / name)
