"""Chapter 5, computed: the rows of the word table, which of them are near each other, and the shadow they throw on a plane."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from explainer import bundles, worlds
from explainer.lessons import Say
from explainer.models.recurrent import RecurrentModel
from explainer.vocabulary import RESERVED

NEAR = 3                # neighbours that are named
STRONG = 2              # a tile has its full colour from here on; fewer than 5 numbers in 100 are larger
TURNS = 8               # ways to turn the map


@lru_cache(maxsize=8)
def network(language: str) -> RecurrentModel:
    """The shipped network of a language. Raises BundleError."""
    return bundles.model(f"diary_{language}")


def row(network: RecurrentModel, word: str) -> np.ndarray:
    """The numbers of a word, (H,): the column of U that belongs to it. U times a vector whose only 1 stands at the word."""
    return network.cell.U[:, network.vocab.index[word]]


def rows(network: RecurrentModel) -> np.ndarray:
    """Every word's numbers, (K, H)."""
    return network.cell.U.T


def distances(table: np.ndarray, number: int) -> np.ndarray:
    """How far every row of a table (K, H) is from one of them, (K,): √ Σ (difference of two numbers)²."""
    return np.sqrt(((table - table[number]) ** 2).sum(axis=1))


def ranking(network: RecurrentModel, word: str) -> list[tuple[str, float]]:
    """All other words of the list with their distances, the nearest first; the two seats that are no words are left out."""
    words, own = network.vocab.words, network.vocab.index[word]
    far = distances(rows(network), own)
    order = np.argsort(far, kind="stable")
    return [(words[i], float(far[i])) for i in order if i != own and words[i] not in RESERVED]


@dataclass(frozen=True)
class Shadow:
    """A plane that rows are laid on: its middle (H,), its two directions (2, H), and the share of all variance it keeps."""

    middle: np.ndarray
    directions: np.ndarray
    kept: float

    def of(self, table: np.ndarray) -> np.ndarray:
        """The places (N, 2) of rows (N, H). No two places are farther apart than their rows."""
        return (table - self.middle) @ self.directions.T


def shadow(table: np.ndarray) -> Shadow:
    """The plane that loses least of rows (N, H): their two first principal components (Pearson 1901).

    A component may point either way; here its largest entry is positive.

    >>> flat = np.array([[0., 0, 0], [1, 2, 0], [2, 1, 0]])
    >>> round(shadow(flat).kept, 6)
    1.0
    """
    middle = table.mean(axis=0)
    _, spread, directions = np.linalg.svd(table - middle, full_matrices=False)
    variance, plane = spread ** 2, directions[:2]
    largest = plane[np.arange(2), np.abs(plane).argmax(axis=1)]
    return Shadow(middle, plane * np.sign(largest)[:, None], float(variance[:2].sum() / variance.sum()))


def turned(places: np.ndarray, turn: int) -> np.ndarray:
    """The places (N, 2) turned by `turn` eighths of a circle."""
    angle = 2 * np.pi * turn / TURNS
    return places @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])


def kinds(say: Say) -> dict[str, tuple[str, ...]]:
    """The words that stand on the map, by kind. Which ones they are is the author's choice: [kinds] in the chapter's strings."""
    strings = say.section("5_words")
    named = (key.split(".")[1] for key in strings if key.startswith("kinds.") and key.endswith(".words"))
    return {kind: tuple(word.strip() for word in strings[f"kinds.{kind}.words"].split("|")) for kind in named}


def together(shown: Mapping[str, Sequence[str]]) -> list[str]:
    """All words of all kinds, in order."""
    return [word for words in shown.values() for word in words]


def numbers(network: RecurrentModel, words: Iterable[str]) -> np.ndarray:
    """Where the words stand on the list, (N,)."""
    return np.array([network.vocab.index[word] for word in words])


@dataclass(frozen=True)
class Spot:
    """A word on the map."""

    word: str
    kind: str           # "" for a word that is only there as a neighbour
    x: float
    y: float


@dataclass(frozen=True)
class Map:
    """The map around one word: every spot, the words that are truly nearest with their distances, and the nearest on paper with its true rank."""

    word: str
    spots: tuple[Spot, ...]
    near: tuple[tuple[str, float], ...]
    on_paper: str
    rank: int
    kept: float


def drawn(say: Say, word: str, turn: int = 0, network: RecurrentModel | None = None, plane: Shadow | None = None) -> Map:
    """The map with one word picked; a network other than the shipped one is laid on the same plane."""
    network, shown = network or shipped(say), kinds(say)
    plane, order = plane or plane_of(say), ranking(network, word)
    kind_of = {each: kind for kind, words in shown.items() for each in words}
    words = list(dict.fromkeys([*kind_of, word, *(each for each, _ in order[:NEAR])]))
    places = turned(plane.of(rows(network)[numbers(network, words)]), turn)
    on_paper = [words[i] for i in np.argsort(distances(places, words.index(word)), kind="stable") if words[i] != word][0]
    rank = 1 + [each for each, _ in order].index(on_paper)
    spots = tuple(Spot(each, kind_of.get(each, ""), float(x), float(y)) for each, (x, y) in zip(words, places))
    return Map(word, spots, tuple(order[:NEAR]), on_paper, rank, plane.kept)


def shipped(say: Say) -> RecurrentModel:
    return network(say.language)


def plane_of(say: Say) -> Shadow:
    """The plane of the map: the words of all kinds, as the shipped network has them."""
    found = shipped(say)
    return shadow(rows(found)[numbers(found, together(kinds(say)))])


def akin(network: RecurrentModel, shown: Mapping[str, Sequence[str]]) -> int:
    """How many words of the map have a word of their own kind as the nearest of all words of the map."""
    words = together(shown)
    kind = np.array([name for name, each in shown.items() for _ in each])
    table = rows(network)[numbers(network, words)]
    far = np.stack([distances(table, i) for i in range(len(words))])                # (N, N)
    np.fill_diagonal(far, np.inf)
    return int((kind[far.argmin(axis=1)] == kind).sum())


def first_word(say: Say) -> str:
    """The word that the guess asks about: the picked one before the learner picks."""
    return say("5_words.word_map.first")


@lru_cache(maxsize=8)
def sentence(language: str) -> tuple[str, ...]:
    """The example sentence of a language."""
    return worlds.load(f"diary_{language}").scene.sentence
