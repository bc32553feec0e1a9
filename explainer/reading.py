"""One sentence, read by the two machines of the main scene."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from threading import Lock

import numpy as np

from explainer import bundles, lessons, worlds
from explainer.choices import Choices
from explainer.holding import hold_scores
from explainer.models import Memory
from explainer.models.ngram import NgramModel
from explainer.models.recurrent import RecurrentModel
from explainer.trace import Trace
from explainer.vocabulary import CJK, START, UNKNOWN, Piece

BLANK = "blank"                 # the donor whose memory is empty
LOADING = Lock()


@dataclass(frozen=True, eq=False)
class Machines:
    """What reads the sentences of one language: the counts, the network, and the world both were made from. Each is only equal to itself."""

    language: str
    world: worlds.World
    counting: NgramModel
    network: RecurrentModel
    card: Mapping


@dataclass(frozen=True)
class Reading:
    """A sentence as pieces, and what each machine computed at every step.

    Step t stands after the t-th piece: row t of both traces. `subject` holds the first and the last+1 piece of the words that
    the blank speaks of, None if the sentence has no subject that the world knows.
    """

    machines: Machines
    pieces: tuple[Piece, ...]
    subject: tuple[int, int] | None
    a: Trace
    b: Trace

    @property
    def last(self) -> int:
        return len(self.pieces)

    @property
    def first(self) -> int | None:
        """The step at which the last word was read before; None if it occurs once or is not known."""
        *earlier, last = (piece.index for piece in self.pieces)
        return earlier.index(last) + 1 if last != UNKNOWN and last in earlier else None

    @property
    def text(self) -> str:
        return self.machines.network.vocab.join(piece.text for piece in self.pieces)

    @cached_property
    def others(self) -> dict[tuple[str, ...], np.ndarray]:
        """Hidden states (T, H) of the same sentence with other subjects of as many words, by these words."""
        if self.subject is None:
            return {}
        size = self.subject[1] - self.subject[0]
        return {tuple(words): subject_read(self, words).signals["hidden"]
                for words in donors(self).values() if words and len(words) == size}


def machines(language: str) -> Machines:
    """The machines of a language of sentences, loaded once. Raises BundleError when a file is damaged or missing."""
    with LOADING:                                           # learners who come together wait for one loading instead of each doing it
        return loaded(language)


@lru_cache(maxsize=8)
def loaded(language: str) -> Machines:
    """What `machines` keeps."""
    name = f"diary_{language}"
    bundle = bundles.load(name)
    return Machines(language, worlds.load(name), bundles.ngram(name, 2), bundle.model, bundle.card)


def language_of(text: str, otherwise: str) -> str:
    """The language a sentence is written in: with spaces between words or without; the page's own where both would do."""
    if not any(letter.isalpha() for letter in text):
        return otherwise
    spaced = not CJK.search(text)
    fitting = [code for code in lessons.languages() if bool(worlds.load(f"diary_{code}").joiner) == spaced]
    return otherwise if otherwise in fitting or not fitting else fitting[0]


def read(machines: Machines, pieces: tuple[Piece, ...]) -> Reading:
    """The pieces as both machines read them."""
    tokens = numbered(pieces)
    return Reading(machines, pieces, subject(machines.world, pieces),
                   machines.counting.read(tokens), machines.network.read(tokens))


def changed(reading: Reading, choices: Choices) -> Reading:
    """The same sentence read again with words covered, cells silenced, or another memory before its last word.

    Choices that this sentence has no place for are left out.
    """
    covered, silenced, donor = usable(reading, choices)
    positions = [piece + 1 for piece in covered]
    tokens, network = numbered(reading.pieces), reading.machines.network
    memory = donated(reading, donor, silenced) if donor else None
    return replace(reading, a=reading.machines.counting.read(tokens, covered=positions),
                   b=network.read(tokens, covered=positions, silenced=silenced, memory=memory))


def usable(reading: Reading, choices: Choices) -> tuple[tuple[int, ...], tuple[int, ...], str | None]:
    """Covered pieces, silenced cells and donor, as far as this sentence and this network have them."""
    covered = tuple(piece for piece in choices.covered if piece < reading.last)
    silenced = tuple(cell for cell in choices.silenced if cell < reading.machines.network.n_cells)
    return covered, silenced, choices.donor if choices.donor in donors(reading) else None


def donors(reading: Reading) -> dict[str, str | None]:
    """Whose memory can be pasted in: key -> the donor's words, None for the empty memory; {} without a subject."""
    if reading.subject is None or reading.last <= reading.subject[1]:
        return {}
    own = [piece.text for piece in reading.pieces[slice(*reading.subject)]]
    scene = reading.machines.world.scene
    others = {donor.key: donor.words for donor in scene.donors if list(donor.words) != own}
    return {**others, BLANK: None}


def donated(reading: Reading, donor: str, silenced=()) -> Memory:
    """The memory just before the last word: of the donor's sentence, or an empty one."""
    network = reading.machines.network
    if donor == BLANK:
        return Memory(reading.last, network.blank())
    other = subject_read(reading, donors(reading)[donor], silenced)
    return replace(network.memory(other, len(other) - 1), before=reading.last)


def with_subject(reading: Reading, words) -> tuple[Piece, ...]:
    """The pieces of the sentence with other words as its subject."""
    vocab, (begin, end) = reading.machines.network.vocab, reading.subject
    others = tuple(Piece(word, int(vocab.encode([word])[0])) for word in words)
    return reading.pieces[:begin] + others + reading.pieces[end:]


def subject(world: worlds.World, pieces: tuple[Piece, ...]) -> tuple[int, int] | None:
    """Where the sentence begins with a subject that the scene knows, after at most the words that may stand before one."""
    texts = [piece.text for piece in pieces]
    known = [world.scene.subject.split(), *(list(donor.words) for donor in world.scene.donors)]
    begin = next((i for i, text in enumerate(texts) if text not in world.before_subject), len(texts))
    ends = [begin + len(words) for words in known if texts[begin:begin + len(words)] == words]
    if not ends or texts[max(ends):max(ends) + 1] and texts[max(ends)] in world.inside_subject:     # 我 of 我和小红 is not alone
        return None
    return begin, max(ends)


def covered_once(reading: Reading) -> list[Trace]:
    """The network's readings with one piece covered at a time."""
    tokens = numbered(reading.pieces)
    return [reading.machines.network.read(tokens, covered=[i + 1]) for i in range(reading.last)]


def leans(reading: Reading, covered: list[Trace]) -> np.ndarray:
    """How much of its best word's share the network loses when one piece alone is covered: (T, T−1).

    Row t: after t pieces. Column i: piece i covered; negative where the share grows, 0 for pieces not read yet.
    """
    steps, best = np.arange(reading.last + 1), reading.b.probs.argmax(axis=1)
    return reading.b.probs[steps, best][:, None] - np.stack([trace.probs[steps, best] for trace in covered], axis=1)


def holding(reading: Reading) -> np.ndarray:
    """How firmly each cell holds what the sentence began with (H,); without a known subject, how steady its last value is."""
    since = reading.subject[1] if reading.subject else reading.last
    return hold_scores(reading.b.signals["hidden"], since, list(reading.others.values()))


def subject_read(reading: Reading, words, silenced=()) -> Trace:
    """The network's reading of the same sentence with another subject."""
    return reading.machines.network.read(numbered(with_subject(reading, words)), silenced=silenced)


def numbered(pieces: tuple[Piece, ...]) -> np.ndarray:
    """START and the word numbers of the pieces, (T,)."""
    return np.array([START, *(piece.index for piece in pieces)])
