"""Small worlds: a grammar that an author wrote, with its sentences, its vocabulary and its main scene.

A world is one file, assets/worlds/<name>.toml; the format is described at the top of diary_zh.toml.
"""

import random
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from explainer.grammar import Grammar, parse
from explainer.telling import Telling
from explainer.vocabulary import RESERVED, Vocabulary

WORLDS = Path(__file__).parent.parent / "assets" / "worlds"


@dataclass(frozen=True)
class Sentence:
    """One sentence of a world, without the start mark; numbers are positions in `words`.

    The pronoun at `blank` agrees with the subject, whose last word stands at `subject`. `event` is the span of the event,
    `reaction` the first word of what somebody does about it; None where the sentence has no such part.
    `pair` names subject and event together ("" without an event).
    """

    words: tuple[str, ...]
    blank: int
    subject: int
    pronoun: str
    kind: str
    event: tuple[int, int] | None = None
    reaction: int | None = None
    pair: str = ""

    @property
    def distance(self) -> int:
        """Words from the subject to the blank."""
        return self.blank - self.subject


class Piles(NamedTuple):
    """Sentences to train on, to choose by and to test on; test also holds every pair kept out of training."""

    training: list[Sentence]
    validation: list[Sentence]
    test: list[Sentence]


@dataclass(frozen=True)
class Donor:
    """Another subject for the scene's sentence, and the right answers then."""

    key: str
    words: tuple[str, ...]
    answer: tuple[str, ...]


@dataclass(frozen=True)
class Preset:
    """A sentence that the learner can pick instead of typing one."""

    key: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Scene:
    """The main scene: a sentence that stops before the blank, and what the learner can do to it."""

    sentence: tuple[str, ...]
    answer: str
    choices: tuple[str, ...]
    subject: str
    good: tuple[str, ...]
    reactions: Mapping[str, str]
    unknown: str
    donors: tuple[Donor, ...]
    presets: tuple[Preset, ...]


@dataclass(frozen=True)
class World:
    """A named grammar with its scene; joiner is what stands between two words on the page."""

    name: str
    joiner: str
    longest: int
    grammar: Grammar
    scene: Scene

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Start, unknown, then every word of the grammar in the order of its characters."""
        return Vocabulary((*RESERVED, *sorted(self.grammar.words())), self.joiner)

    @cached_property
    def before_subject(self) -> frozenset[str]:
        """Words that may stand before the subject."""
        return frozenset(self.grammar.before_subject())

    @cached_property
    def inside_subject(self) -> frozenset[str]:
        """Words that may go on a subject after its first word."""
        return frozenset(self.grammar.inside_subject())

    @cached_property
    def kinds(self) -> Mapping[str, tuple[str, ...]]:
        """Word -> words of the same kind."""
        return self.grammar.kinds()

    def expand(self, n: int, seed: int) -> list[Sentence]:
        """n different sentences (fewer if the grammar runs dry), the same for the same seed on every machine."""
        rng = random.Random(seed)
        found: dict[tuple[str, ...], Sentence] = {}
        for _ in range(10 * n):
            if len(found) == n:
                break
            sentence = told(Telling(self.grammar, rng))
            if sentence.distance <= self.longest:
                found.setdefault(sentence.words, sentence)
        return list(found.values())

    def piles(self, sentences: Sequence[Sentence]) -> Piles:
        """90, 5 and 5 of 100 sentences, by a fixed hash of the sentence; unseen pairs all go to the test."""
        piles = Piles([], [], [])
        for sentence in sentences:
            place = crc32(" ".join(sentence.words).encode()) % 100
            number = 2 if is_unseen(sentence) or place >= 95 else int(place >= 90)
            piles[number].append(sentence)
        return piles


def is_unseen(sentence: Sentence) -> bool:
    """Whether this pair of subject and event is kept out of training altogether: 1 pair in 20."""
    return bool(sentence.pair) and crc32(sentence.pair.encode()) % 20 == 0


def told(telling: Telling) -> Sentence:
    """The record of a telling."""
    subject, happened = " ".join(telling.subject_words), telling.event is not None
    return Sentence(
        words=tuple(telling.words),
        blank=telling.blank,
        subject=telling.subject,
        pronoun=telling.words[telling.blank],
        kind=telling.situation.kind if happened else "say",
        event=telling.event,
        reaction=telling.reaction,
        pair=f"{subject} | {telling.event_text}" if happened else "",
    )


def load(name: str) -> World:
    """The world assets/worlds/<name>.toml. Raises ValueError that names the file and the entry for an author's slip."""
    path = WORLDS / f"{name}.toml"
    return _kept(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _kept(path: Path, saved: int) -> World:
    """The world of a file as it was saved last; parsing one takes longer than reading a sentence."""
    return read(path)


def read(path: Path) -> World:
    """The world written in a file."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as fault:
        raise ValueError(f"{path.name}: {fault}") from fault
    for part, keys in (("world", {"joiner", "longest"}), ("scene", {field.name for field in fields(Scene)})):
        for key in sorted(keys ^ set(table.get(part, ()))):
            raise ValueError(f"{path.name}: [{part}] {key}: {'missing' if key in keys else 'not known'}")
    about = table["world"]
    return World(path.stem, about["joiner"], about["longest"], parse(path.name, table), scene(table["scene"]))


def scene(table: Mapping) -> Scene:
    """The main scene of a file's [scene] part."""
    return Scene(
        sentence=tuple(table["sentence"].split()),
        answer=table["answer"],
        choices=tuple(table["choices"]),
        subject=table["subject"],
        good=tuple(table["good"].split()),
        reactions=dict(table["reactions"]),
        unknown=table["unknown"],
        donors=tuple(Donor(d["key"], tuple(d["words"].split()), tuple(d["answer"])) for d in table["donors"]),
        presets=tuple(Preset(p["key"], tuple(p["words"].split())) for p in table["presets"]),
    )
