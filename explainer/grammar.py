"""A grammar of small sentences: what an author wrote in a world's file, parsed and checked.

The format is described for authors at the top of assets/worlds/diary_zh.toml. In short: somebody ([[subjects]]) is put into a
[[frames]] entry; its {slots} are filled from [slots] and from the lists of one of the [[situations]]; forms of [agreement]
such as {him} follow the subject.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

PART = re.compile(r"\((?P<maybe>[^(){}]*)\)|\{(?P<slot>[^(){}\s]+)\}|(?P<word>[^\s(){}]+)|(?P<stray>[(){}])")
WEIGHT = re.compile(r"\s+\*(\d+)$")
OTHERS = ("someone", "animal")                  # slots for persons whom the sentence is not about
DRAWN = ("S", "agent", "closer")                # slots that are not lists: they are drawn before the frame is filled
KEYS = {                                        # part -> keys it needs, keys it may have
    "subjects": ({"agrees", "who", "words"}, {"weight", "never"}),
    "frames": ({"who", "words"}, set()),
    "situations": ({"kind", "who", "event", "closers"}, None),      # None: further lists are slots of the situation
}


@dataclass(frozen=True)
class Entry:
    """One line of a list. Its parts: ("word", w), ("slot", name) or ("maybe", words). `where` is for messages."""

    where: str
    text: str
    parts: tuple[tuple[str, object], ...]
    weight: int = 1


@dataclass(frozen=True)
class Subject:
    """Who a sentence can be about: entries that agree with the same pronouns. `never` may not turn up as somebody else."""

    agrees: str
    who: str
    weight: int
    entries: tuple[Entry, ...]
    never: frozenset[str]


@dataclass(frozen=True)
class Situation:
    """A class of events for one sort of subject: its own slots, who may react, and how (agent -> closers)."""

    kind: str
    who: str
    weight: int
    lists: Mapping[str, tuple[Entry, ...]]
    agents: tuple[Entry, ...]
    closers: Mapping[str, tuple[Entry, ...]]


@dataclass(frozen=True)
class Grammar:
    """All that a world's file says about its sentences. `frames` are kept by sort of subject."""

    file: str
    forms: tuple[str, ...]
    blanks: frozenset[str]
    agreement: Mapping[str, tuple[str, ...]]
    slots: Mapping[str, tuple[Entry, ...]]
    subjects: tuple[Subject, ...]
    situations: tuple[Situation, ...]
    frames: Mapping[str, tuple[Entry, ...]]

    def entries(self) -> Iterator[Entry]:
        """Every entry, in the order of the file's parts."""
        for subject in self.subjects:
            yield from subject.entries
        own = [lists for situation in self.situations for lists in (situation.lists, situation.closers)]
        for lists in (self.slots, self.frames, *own):
            for entries in lists.values():
                yield from entries

    def kinds(self) -> dict[str, tuple[str, ...]]:
        """Word -> the words that may stand in its very place: entries of one list that differ in this word alone, in the file's order."""
        found: dict[str, dict[str, None]] = {}
        for entries in self.choices():
            places: dict[tuple, dict[str, None]] = {}
            for entry in entries:
                for i, (part, word) in enumerate(entry.parts):
                    if part == "word":
                        places.setdefault((*entry.parts[:i], None, *entry.parts[i + 1:]), {})[word] = None
            for words in places.values():
                for word in words:
                    found.setdefault(word, {}).update(words)
        return {word: tuple(other for other in others if other != word) for word, others in found.items()}

    def choices(self) -> Iterator[tuple[Entry, ...]]:
        """Every list from which one entry is drawn."""
        yield from self.slots.values()
        for situation in self.situations:
            yield from (situation.agents, *situation.lists.values(), *situation.closers.values())

    def words(self) -> set[str]:
        """Every word that a sentence can contain."""
        forms = {word for forms in self.agreement.values() for word in forms}
        return forms.union(*(self.words_of(entry.parts) for entry in self.entries()))

    def before_subject(self) -> set[str]:
        """Every word that may stand before the subject of a sentence."""
        frames = (entry.parts for entries in self.frames.values() for entry in entries)
        return set().union(*(self.words_of(parts[:parts.index(("slot", "S"))]) for parts in frames))

    def inside_subject(self) -> set[str]:
        """Every word that may go on a subject after its first: 的 and 姐姐 of 小明的姐姐."""
        return set().union(*(self.words_of(entry.parts[1:]) for subject in self.subjects for entry in subject.entries))

    def words_of(self, parts) -> set[str]:
        """Every word that these parts can become; of special slots, none."""
        found: set[str] = set()
        for kind, value in parts:
            if kind == "slot":
                found |= set().union(*(self.words_of(entry.parts) for entry in self.slots.get(value, ())))
            else:
                found.update((value,) if kind == "word" else value)
        return found


def parse(file: str, table: Mapping) -> Grammar:
    """The checked grammar of a file's table. Raises ValueError that names the file and the entry."""
    for name in ("agreement", "slots", *KEYS):
        if name not in table:
            raise ValueError(f"{file}: the part [{name}] is missing")
    slots = {name: entries(f"{file}: [slots] {name}", lines) for name, lines in table["slots"].items()}
    agreement = {name: tuple(words) for name, words in table["agreement"].items()}
    forms, blanks = agreement.pop("forms", ()), frozenset(agreement.pop("blank", ()))
    frames: dict[str, tuple[Entry, ...]] = {}
    for where, f in tables(file, table, "frames"):
        for who in f["who"].split():
            frames[who] = frames.get(who, ()) + entries(where, f["words"])
    subjects = [Subject(s["agrees"], s["who"], s.get("weight", 1), entries(where, s["words"]),
                        frozenset(s.get("never", "").split())) for where, s in tables(file, table, "subjects")]
    situations = [situation(where, slots, s) for where, s in tables(file, table, "situations")]
    grammar = Grammar(file, forms, blanks, agreement, slots, tuple(subjects), tuple(situations), frames)
    check(grammar)
    return grammar


def tables(file: str, table: Mapping, part: str) -> Iterator[tuple[str, Mapping]]:
    """The tables of a part, each with its place in words. Raises ValueError for a key missing or not known."""
    needed, allowed = KEYS[part]
    for number, found in enumerate(table[part], start=1):
        where = f"{file}: [[{part}]] number {number}"
        for key in sorted(needed - set(found)):
            raise ValueError(f"{where}: {key} is missing")
        for key in sorted(set(found) - needed - allowed if allowed is not None else ()):
            raise ValueError(f"{where}: {key} is not known")
        yield where, found


def entries(where: str, lines: list[str]) -> tuple[Entry, ...]:
    """A list of lines, parsed."""
    return tuple(entry(where, line) for line in lines)


def entry(where: str, line: str) -> Entry:
    """One line, parsed: words, {slots}, (words that may be missing), and at the end *3: three times as often.

    >>> entry("", "(上学) 迟到 了 *2").parts
    (('maybe', ('上学',)), ('word', '迟到'), ('word', '了'))
    """
    where, weight, parts = f'{where}: "{line}"', WEIGHT.search(line), []
    text = WEIGHT.sub("", line).strip()
    for found in PART.finditer(text):
        kind, value = found.lastgroup, found[found.lastgroup]
        if kind == "stray":
            raise ValueError(f"{where}: a bracket without its partner")
        parts.append((kind, tuple(value.split()) if kind == "maybe" else value))
    return Entry(where, text, tuple(parts), int(weight[1]) if weight else 1)


def situation(where: str, slots: Mapping, s: Mapping) -> Situation:
    """One table of [[situations]]; the keys of its closers are the slots of those who may act so."""
    agents, closers = {}, {}
    for by, lines in s["closers"].items():
        for name in by.split():
            if name not in slots:
                raise ValueError(f"{where}: closers: {{{name}}} is not a slot")
            for agent in slots[name]:
                agents[agent.text] = agent
                closers[agent.text] = closers.get(agent.text, ()) + entries(f"{where}: closers of {by}", lines)
    lists = {name: entries(f"{where}: {name}", lines) for name, lines in s.items() if isinstance(lines, list)}
    return Situation(s["kind"], s["who"], s.get("weight", 1), lists, tuple(agents.values()), closers)


def check(grammar: Grammar) -> None:
    """Raises ValueError for a slip: a slot nobody wrote, a pronoun that does not agree or is missing."""
    for name, words in grammar.agreement.items():
        if len(words) != len(grammar.forms):
            raise ValueError(f"{grammar.file}: [agreement] {name}: {len(words)} words for {len(grammar.forms)} forms")
    for subject in grammar.subjects:
        if subject.agrees not in grammar.agreement:
            raise ValueError(f"{subject.entries[0].where}: [agreement] has no {subject.agrees}")
        if subject.who not in grammar.frames or all(s.who != subject.who for s in grammar.situations):
            raise ValueError(f"{subject.entries[0].where}: no frame or no situation is meant for {subject.who}")
        for line in subject.entries:
            check_slots(grammar, {}, line)
    persons = [person for slot in OTHERS for person in grammar.slots.get(slot, ())]
    for person in (*persons, *(agent for s in grammar.situations for agent in s.agents)):
        if person.parts[-1:] == () or person.parts[-1][0] != "word":
            raise ValueError(f"{person.where}: a person must end in the word they are known by")
        check_slots(grammar, {}, person)
    for s in grammar.situations:
        closers = [closer for closers in s.closers.values() for closer in closers]
        for line in (*grammar.frames.get(s.who, ()), *closers):
            check_slots(grammar, s.lists, line)
            if not has_blank(grammar, s.lists, line):
                raise ValueError(f"{line.where}: a sentence may end up without a pronoun")


def check_slots(grammar: Grammar, lists: Mapping, line: Entry, above: tuple[str, ...] = ()) -> None:
    """Raises ValueError if a slot under the entry is not known or contains itself."""
    for kind, name in line.parts:
        if kind != "slot" or name in DRAWN or name in grammar.forms:
            continue
        if name in above:
            raise ValueError(f"{line.where}: {{{name}}} contains itself")
        if name not in lists and name not in grammar.slots:
            raise ValueError(f"{line.where}: {{{name}}} is not a slot")
        for inner in lists.get(name) or grammar.slots[name]:
            check_slots(grammar, lists, inner, (*above, name))


def has_blank(grammar: Grammar, lists: Mapping, line: Entry) -> bool:
    """Whether every way to fill the entry holds a form that can be the blank."""
    def sure(name: str) -> bool:
        if name in grammar.blanks or name in DRAWN:
            return name in grammar.blanks or name == "closer"
        inner = lists.get(name) or grammar.slots.get(name, ())
        return bool(inner) and all(has_blank(grammar, lists, line) for line in inner)

    return any(kind == "slot" and sure(name) for kind, name in line.parts)
