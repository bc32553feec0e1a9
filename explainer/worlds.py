"""Small worlds: a grammar written by an author, its sentences, its vocabulary and its main scene."""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Mapping, NamedTuple, Sequence
from zlib import crc32

from explainer import grammar
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
    grammar: grammar.Grammar
    scene: Scene

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Start, unknown, then every word of the grammar in the order of its characters."""
        return Vocabulary((*RESERVED, *sorted(self.grammar.words())), self.joiner)

    def expand(self, n: int, seed: int) -> list[Sentence]:
        """n different sentences (fewer if the grammar runs dry), the same for the same seed on every machine."""
        rng = random.Random(seed)
        found: dict[tuple[str, ...], Sentence] = {}
        for _ in range(10 * n):
            if len(found) == n:
                break
            sentence = told(grammar.Telling(self.grammar, rng))
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
    """Whether the pair of subject and event is kept out of training altogether (1 pair in 20)."""
    return bool(sentence.pair) and crc32(sentence.pair.encode()) % 20 == 0


def told(telling: grammar.Telling) -> Sentence:
    """The record of a finished telling."""
    kind = telling.situation.kind if telling.event else "say"
    pair = " ".join(telling.subject_words) + " | " + telling.event_entry.text if telling.event else ""
    return Sentence(tuple(telling.words), telling.blank, telling.subject, telling.words[telling.blank],
                    kind, telling.event, telling.reaction, pair)


def load(name: str) -> World:
    """The world assets/worlds/<name>.toml, checked. An author's slip raises ValueError naming file and entry."""
    return read(WORLDS / f"{name}.toml")


def read(path: Path) -> World:
    """The world written in one file."""
    rules = grammar.parse(path)
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    missing = [part for part in ("world", "scene") if part not in table]
    if missing:
        raise ValueError(f"{path.name}: the part [{missing[0]}] is missing")
    about = table["world"]
    return World(path.stem, about["joiner"], about["longest"], rules, scene_of(path.name, table["scene"]))


def scene_of(file: str, table: Mapping) -> Scene:
    """The [scene] part; raises ValueError if something is missing or unknown."""
    wanted = set(Scene.__dataclass_fields__)
    for key in sorted(wanted ^ set(table)):
        raise ValueError(f"{file}: [scene] {key}: {'missing' if key in wanted else 'not known'}")
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
