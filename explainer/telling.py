"""One sentence of a grammar, told: who, what happened and who reacts are drawn, then the frame is filled."""

from explainer.grammar import OTHERS, Entry, Grammar


class Telling:
    """A sentence on its way: `words` so far, the positions of its parts, and everybody named in it.

    `subject` is the last word of the subject, `blank` the pronoun to fill in, `event` a span, `reaction` the first word of the closer.
    """

    def __init__(self, grammar: Grammar, rng):
        self.grammar, self.rng = grammar, rng
        self.words: list[str] = []
        self.subject = self.blank = self.event = self.event_text = self.reaction = None
        self.used: set[Entry] = set()
        self.named: set[str] = set()
        self.about = self.pick(grammar.subjects)
        self.situation = self.pick([s for s in grammar.situations if s.who == self.about.who])
        self.subject_words = self.draw_subject()
        self.named |= {bare(word) for word in self.subject_words} | self.about.never | set(grammar.agreement[self.about.agrees])
        frame = self.pick(grammar.frames[self.about.who])
        self.agent = self.pick([agent for agent in self.situation.agents if name(agent) not in self.named])
        self.named.add(name(self.agent))
        self.fill(frame)

    def pick(self, choices):
        """One of the weighted choices. Only random() is asked: its numbers are the same in every Python."""
        left = self.rng.random() * sum(choice.weight for choice in choices)
        for choice in choices:
            left -= choice.weight
            if left < 0:
                break
        return choice

    def draw_subject(self) -> tuple[str, ...]:
        """The subject's words, needed before its place is known."""
        self.fill(self.pick(self.about.entries))
        words = tuple(self.words)
        self.words.clear()
        return words

    def fill(self, entry: Entry) -> None:
        """Adds the words of an entry."""
        for kind, value in entry.parts:
            if kind == "word":
                self.words.append(value)
            elif kind == "maybe":
                self.words += self.pick((Entry("", "", value), Entry("", "", ()))).parts
            elif value == "S":
                self.words += self.subject_words
                self.subject = len(self.words) - 1
            elif value in self.grammar.forms:
                self.agree(value)
            else:
                self.fill_slot(value)

    def agree(self, form: str) -> None:
        """Adds the form's word for this subject; the first one that can be the blank is the blank."""
        if self.blank is None and form in self.grammar.blanks:
            self.blank = len(self.words)
        self.words.append(self.grammar.agreement[self.about.agrees][self.grammar.forms.index(form)])

    def fill_slot(self, slot: str) -> None:
        """Fills one slot, and notes what it was if the sentence's record wants it."""
        start, entry = len(self.words), self.agent if slot == "agent" else self.pick(self.choices(slot))
        self.used.add(entry)
        if slot in OTHERS:
            self.named.add(name(entry))
        self.fill(entry)
        if slot == "event":
            self.event, self.event_text = (start, len(self.words)), entry.text
        if slot == "closer":
            self.reaction = start

    def choices(self, slot: str) -> list[Entry]:
        """What may fill the slot now: no entry twice in a sentence, and nobody who is already in it."""
        if slot == "closer":
            return list(self.situation.closers[self.agent.text])
        entries = self.situation.lists.get(slot) or self.grammar.slots[slot]
        found = [entry for entry in entries if entry not in self.used and not (slot in OTHERS and name(entry) in self.named)]
        if not found:
            raise ValueError(f"{entries[0].where}: {{{slot}}} has too few entries for one sentence")
        return found


def name(person: Entry) -> str:
    """The word a person is known by: my sister -> sister."""
    return bare(person.parts[-1][1])


def bare(word: str) -> str:
    """The person in a possessive: Tom's -> Tom."""
    return word.removesuffix("'s")
