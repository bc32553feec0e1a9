"""Chapter 5, computed: a sentence read while two words have each other's numbers, and a sentence with a word that is on no list."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from explainer import bundles, worlds
from explainer.exhibits.words import network
from explainer.lessons import Say
from explainer.models.recurrent import RecurrentModel
from explainer.trace import Trace
from explainer.vocabulary import START, UNKNOWN, Piece

SHOWN = 4               # words in an answer


def swapped(network: RecurrentModel, one: str, other: str) -> RecurrentModel:
    """The same network after two words have exchanged their columns of U; what it answers with, V, stays."""
    index, U = network.vocab.index, network.cell.U.copy()
    pair = [index[one], index[other]]
    U[:, pair] = U[:, pair[::-1]]
    cell = network.cell
    return replace(network, cell=type(cell)(**{**vars(cell), "U": U}))


def read(network: RecurrentModel, words: Sequence[str]) -> Trace:
    return network.read([START, *network.vocab.encode(words)])


@lru_cache(maxsize=8)
def places(language: str) -> tuple[int, int]:
    """After how many words of the example the two guesses are looked at: before what the teacher does, and at the end."""
    scene = worlds.load(f"diary_{language}").scene
    return scene.sentence.index(scene.reactions["bad"]), len(scene.sentence)


def answer(before: Trace, was: int, after: Trace, now: int) -> dict:
    """The guess after `now` words of a reading, beside the guess after `was` words of another.

    rows: (word, share, share before), the best words of now, and the best of before; rest; moved: the largest change of a share.
    """
    best = [word for word, _ in after.top(now, SHOWN)]
    words = best + [word for word, _ in before.top(was) if word not in best]
    rows = [[word, round(after.p(now, word), 6), round(before.p(was, word), 6)] for word in words]
    return {"rows": rows, "rest": round(1 - sum(p for _, p, _ in rows), 6), "top": words[0], "was": before.top(was)[0][0],
            "moved": round(float(np.abs(after.probs[now] - before.probs[was]).max()), 6)}


@dataclass(frozen=True)
class Swap:
    """Two words of which the first stands in the sentence, and what their exchange does. read_as: the sentence as the machine meets it."""

    one: str
    other: str
    read_as: tuple[str, ...]
    answers: tuple[dict, ...]
    far: float
    same: bool              # whether the guesses are, to the last digit, those for the sentence with the words themselves exchanged


def swap(language: str, one: str, other: str) -> Swap:
    """The example of a language read after two words exchanged their rows."""
    whole, words = network(language), worlds.load(f"diary_{language}").scene.sentence
    exchange = {one: other, other: one}
    read_as = tuple(exchange.get(word, word) for word in words)
    before, after, straight = read(whole, words), read(swapped(whole, one, other), words), read(whole, read_as)
    index, U = whole.vocab.index, whole.cell.U
    far = float(np.linalg.norm(U[:, index[one]] - U[:, index[other]]))
    return Swap(one, other, read_as, tuple(answer(before, step, after, step) for step in places(language)), far, np.array_equal(after.probs, straight.probs))


def pairs(say: Say) -> list[tuple[str, str]]:
    """The pairs that a button offers: [word_swap] pair_… in the chapter's strings; the first word of each stands in the sentence."""
    strings = say.section("5_words")
    return [tuple(word.strip() for word in strings[key].split("|")) for key in strings if key.startswith("word_swap.pair_")]


@dataclass(frozen=True)
class Seated:
    """A sentence in which one word was replaced by what a learner typed.

    as_stranger: whether the guesses are, to the last digit, those with the world's own stranger in the same place.
    """

    pieces: tuple[Piece, ...]
    typed: tuple[int, ...]          # which pieces are the typed ones
    answers: tuple[dict, ...]
    as_stranger: bool

    @property
    def looked_at(self) -> int:
        """The typed piece whose numbers are shown: the first that is on no list, else the first."""
        return next((i for i in self.typed if not self.pieces[i].known), self.typed[0])

    @property
    def all_known(self) -> bool:
        return all(self.pieces[i].known for i in self.typed)

    @property
    def none_known(self) -> bool:
        return not any(self.pieces[i].known for i in self.typed)


def seated(language: str, text: str, place: int) -> Seated:
    """The example of a language with its word at `place` replaced by a learner's text, cut as the vocabulary cuts it."""
    whole, scene = network(language), worlds.load(f"diary_{language}").scene
    words = scene.sentence
    own = whole.vocab.split(text)
    known = [Piece(word, int(whole.vocab.encode([word])[0])) for word in words]
    pieces = (*known[:place], *own, *known[place + 1:])
    stranger = (*words[:place], scene.unknown, *words[place + 1:])
    before, after = read(whole, words), whole.read([START, *(piece.index for piece in pieces)])
    answers = tuple(answer(before, step, after, step + (len(own) - 1) * (place < step)) for step in places(language))
    same = len(pieces) == len(words) and np.array_equal(after.probs, read(whole, stranger).probs)
    return Seated(pieces, tuple(range(place, place + len(own))), answers, same)


def hidden_of_100(language: str) -> int:
    """At how many of 100 words of practice a hole began: a word, now and then two or three, read as the empty seat."""
    return round(100 * bundles.load(f"diary_{language}").card["recipe"]["hidden_words"])


def empty_seat(language: str) -> np.ndarray:
    """The numbers of the seat for words on no list, (H,)."""
    return network(language).cell.U[:, UNKNOWN]
