"""A grammar of small sentences: read from a TOML file, checked, and told one sentence at a time.

The format is described for authors at the top of assets/worlds/diary_zh.toml.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, Mapping

PART = re.compile(r"\((?P<maybe>[^(){}]*)\)|\{(?P<slot>[^(){}\s]+)\}|(?P<word>[^\s(){}]+)|(?P<stray>[(){}])")
OTHERS = ("someone", "animal")
WEIGHT = re.compile(r"\s+\*(\d+)$")


@dataclass(frozen=True)
class Entry:
    """One line of the file: parts are ("word", w), ("slot", name) or ("maybe", (words)); `where` is for messages."""

    where: str
    text: str
    parts: tuple[tuple[str, object], ...] = ()
    weight: int = 1


@dataclass(frozen=True)
class Subject:
    """Who a sentence is about: all entries of one subject agree with the same class of pronouns."""

    agrees: str
    who: str
    weight: int
    entries: tuple[Entry, ...]
    never: frozenset[str]


@dataclass(frozen=True)
class Situation:
    """A class of events for one sort of subject; `lists` are its own slots, `closers` what each agent may do."""

    kind: str
    who: str
    weight: int
    lists: Mapping[str, tuple[Entry, ...]]
    closers: Mapping[str, tuple[Entry, ...]]
    agents: tuple[Entry, ...]


@dataclass(frozen=True)
class Grammar:
    """All that a world's file says about its sentences."""

    file: str
    forms: tuple[str, ...]
    blanks: frozenset[str]
    agreement: Mapping[str, tuple[str, ...]]
    slots: Mapping[str, tuple[Entry, ...]]
    subjects: tuple[Subject, ...]
    situations: tuple[Situation, ...]
    frames: Mapping[str, tuple[Entry, ...]]  # sort of subject -> its frames

    def entries(self) -> Iterator[Entry]:
        """Every entry of the file, in the order of the file's parts."""
        for subject in self.subjects:
            yield from subject.entries
        for lists in (self.slots, self.frames, *(s.lists for s in self.situations), *(s.closers for s in self.situations)):
            for entries in lists.values():
                yield from entries

    def words(self) -> set[str]:
        """Every word that a sentence of this grammar can contain."""
        found = {word for forms in self.agreement.values() for word in forms}
        for entry in self.entries():
            for kind, value in entry.parts:
                found.update({"word": (value,), "maybe": value}.get(kind, ()))
        return found


class Telling:
    """One sentence being told: who, what happened and who reacts are drawn first, then the frame is filled."""

    def __init__(self, grammar: Grammar, rng):
        self.grammar, self.rng = grammar, rng
        self.words: list[str] = []
        self.blank = self.reaction = self.subject = self.event = None
        self.used: set[Entry] = set()
        self.named: set[str] = set()
        self.about = self.pick(grammar.subjects)
        self.situation = self.pick([s for s in grammar.situations if s.who == self.about.who])
        self.subject_words = self.filled(self.pick(self.about.entries))
        self.named = {bare(word) for word in self.subject_words} | self.about.never
        frame = self.pick(grammar.frames[self.about.who])
        self.agent = self.pick([a for a in self.situation.agents if not self.is_named(a)])
        self.named.add(last_word(self.agent))
        self.fill(frame)

    def pick(self, choices):
        """One of the weighted choices. Only random() is asked: its numbers are the same in every Python."""
        left = self.rng.random() * sum(choice.weight for choice in choices)
        for choice in choices:
            left -= choice.weight
            if left < 0:
                return choice
        return choices[-1]

    def is_named(self, entry: Entry) -> bool:
        return last_word(entry) in self.named

    def choices(self, slot: str) -> list[Entry]:
        """What may fill the slot now: nothing twice in one sentence, and no person who is already in it."""
        if slot == "closer":
            return list(self.situation.closers[self.agent.text])
        entries = self.situation.lists.get(slot) or self.grammar.slots[slot]
        if slot in OTHERS:
            entries = [entry for entry in entries if not self.is_named(entry)]
        return [entry for entry in entries if entry not in self.used]

    def filled(self, entry: Entry) -> list[str]:
        """The words of an entry on its own, for the subject, which is needed before its place is known."""
        words, self.words = self.words, []
        self.fill(entry)
        words, self.words = self.words, words
        return words

    def fill(self, entry: Entry) -> None:
        for kind, value in entry.parts:
            if kind == "word":
                self.words.append(value)
            elif kind == "maybe":
                self.words += self.pick([Entry("", "", value), Entry("", "", ())]).parts
            elif value == "S":
                self.words += self.subject_words
                self.subject = len(self.words) - 1
            elif value in self.grammar.forms:
                self.agree(value)
            else:
                self.fill_slot(value)

    def agree(self, form: str) -> None:
        if self.blank is None and form in self.grammar.blanks:
            self.blank = len(self.words)
        self.words.append(self.grammar.agreement[self.about.agrees][self.grammar.forms.index(form)])

    def fill_slot(self, slot: str) -> None:
        entry = self.agent if slot == "agent" else self.pick(self.choices(slot))
        self.used.add(entry)
        start = len(self.words)
        if slot == "closer":
            self.reaction = start
        if slot in OTHERS:
            self.named.add(last_word(entry))
        self.fill(entry)
        if slot == "event":
            self.event, self.event_entry = (start, len(self.words)), entry


def bare(word: str) -> str:
    """The person in a possessive: Tom's -> Tom."""
    return word.removesuffix("'s")


def last_word(entry: Entry) -> str:
    """The word a person is known by: my sister -> sister."""
    return bare(entry.parts[-1][1])


def parse(path: Path) -> Grammar:
    """The checked grammar of a world's file. Raises ValueError that names the file and the entry."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    file = path.name

    def part(name):
        if name not in table:
            raise ValueError(f"{file}: the part [{name}] is missing")
        return table[name]

    slots = {name: entries_of(file, f"[slots] {name}", lines) for name, lines in part("slots").items()}
    agreement = dict(part("agreement"))
    forms, blanks = tuple(agreement.pop("forms")), frozenset(agreement.pop("blank"))
    subjects = tuple(
        Subject(s["agrees"], s["who"], s.get("weight", 1),
                entries_of(file, f'[[subjects]] {s["agrees"]} {s["who"]}', s["words"]), frozenset(s.get("never", "").split()))
        for s in part("subjects"))
    situations = tuple(situation_of(file, slots, s) for s in part("situations"))
    frames: dict[str, tuple[Entry, ...]] = {}
    for f in part("frames"):
        for who in f["who"].split():
            frames[who] = frames.get(who, ()) + entries_of(file, "[[frames]]", f["words"])
    grammar = Grammar(file, forms, blanks, {k: tuple(v) for k, v in agreement.items()}, slots, subjects, situations, frames)
    check(grammar)
    return grammar


def entries_of(file: str, where: str, lines: list[str]) -> tuple[Entry, ...]:
    """A list of the file, parsed."""
    return tuple(entry_of(f'{file}: {where}: "{line}"', line) for line in lines)


def entry_of(where: str, line: str) -> Entry:
    """One line: words, {slots}, (words that may be missing), and *3 at the end for three times as often.

    >>> entry_of("", "(上学) 迟到 了 *2").parts
    (('maybe', ('上学',)), ('word', '迟到'), ('word', '了'))
    """
    weight = WEIGHT.search(line)
    text = WEIGHT.sub("", line)
    parts = []
    for found in PART.finditer(text):
        kind, value = found.lastgroup, found[found.lastgroup]
        if kind == "stray":
            raise ValueError(f"{where}: a bracket without its partner")
        parts.append((kind, tuple(value.split()) if kind == "maybe" else value))
    return Entry(where, text, tuple(parts), int(weight[1]) if weight else 1)


def situation_of(file: str, slots, s: Mapping) -> Situation:
    """A [[situations]] table; the key of a list of closers names the slots of those who may act so."""
    where = f'[[situations]] {s["kind"]} {s["who"]}'
    agents: dict[str, Entry] = {}
    closers: dict[str, tuple[Entry, ...]] = {}
    for by, lines in s["closers"].items():
        entries = entries_of(file, f"{where} closers {by}", lines)
        for slot in by.split():
            if slot not in slots:
                raise ValueError(f"{file}: {where} closers: {{{slot}}} is not a slot")
            for agent in slots[slot]:
                agents.setdefault(agent.text, agent)
                closers[agent.text] = closers.get(agent.text, ()) + entries
    lists = {name: entries_of(file, f"{where} {name}", lines) for name, lines in s.items() if isinstance(lines, list)}
    return Situation(s["kind"], s["who"], s.get("weight", 1), lists, closers, tuple(agents.values()))


def check(grammar: Grammar) -> None:
    """Raise ValueError for an author's slip: it names the file and the entry."""
    for name, forms in grammar.agreement.items():
        if len(forms) != len(grammar.forms):
            raise ValueError(f"{grammar.file}: [agreement] {name}: {len(forms)} words for {len(grammar.forms)} forms")
    for subject in grammar.subjects:
        where = f"{grammar.file}: [[subjects]] {subject.agrees} {subject.who}"
        if subject.agrees not in grammar.agreement:
            raise ValueError(f"{where}: [agreement] has no line for {subject.agrees}")
        if subject.who not in grammar.frames or all(s.who != subject.who for s in grammar.situations):
            raise ValueError(f"{where}: no frame or no situation for {subject.who}")
        for entry in subject.entries:
            check_slots(grammar, {}, entry, ())
    for situation in grammar.situations:
        for entry in (e for entries in situation.closers.values() for e in entries):
            check_slots(grammar, situation.lists, entry, ())
            if not has_pronoun(grammar, situation, entry):
                raise ValueError(f"{entry.where}: no pronoun")
        for frame in grammar.frames.get(situation.who, ()):
            check_slots(grammar, situation.lists, frame, ())
            if not has_pronoun(grammar, situation, frame):
                raise ValueError(f"{frame.where}: a sentence may end up without a pronoun")


def check_slots(grammar: Grammar, lists, entry: Entry, above: tuple[str, ...]) -> None:
    """Every slot under the entry exists, and none contains itself."""
    for kind, name in entry.parts:
        if kind != "slot" or name in grammar.forms or name in ("S", "agent", "closer"):
            continue
        if name in above:
            raise ValueError(f"{entry.where}: {{{name}}} contains itself")
        if name not in lists and name not in grammar.slots:
            raise ValueError(f"{entry.where}: {{{name}}} is not a slot")
        for inner in lists.get(name) or grammar.slots[name]:
            check_slots(grammar, lists, inner, above + (name,))


def has_pronoun(grammar: Grammar, situation: Situation, entry: Entry) -> bool:
    """Whether every way to fill the entry contains a blank."""
    def sure(name: str) -> bool:
        if name in grammar.forms:
            return name in grammar.blanks
        if name in ("S", "agent"):
            return False
        entries = situation.lists.get(name) or grammar.slots.get(name, ())
        return name == "closer" or all(has_pronoun(grammar, situation, inner) for inner in entries)

    return any(kind == "slot" and sure(name) for kind, name in entry.parts)
