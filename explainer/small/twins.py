"""Twin sentences: the same words in another order, with another meaning; in any other order they decide nothing.

The sentences stand in assets/worlds/small/<name>.toml; the format is described at the top of twins_zh.toml.
"""

import random
import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zlib import crc32

import numpy as np

from explainer.models.bags import BagModel
from explainer.models.recurrent import RecurrentModel
from explainer.recipes import SMALL
from explainer.scenes import Outcome
from explainer.small.words import ceiling, counting, equal_bags, one_hot, shares_at_the_end
from explainer.small.world import NETWORK, Piles, Story, best, right
from explainer.vocabulary import RESERVED, Vocabulary

FILES = Path(__file__).parent.parent.parent / "assets" / "worlds" / "small"
OPEN = "open"                   # the verdict before the sentence has decided it
HELD_OUT = 20                   # of 100 pairs: 10 to choose by, 10 to test on
N_JUMBLED = 2                   # other orders of the words of each pair that the network practises on
SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Twin:
    """Two sentences of the same words, held out from training, and the right verdict on each; question: what it answers."""

    key: str
    question: str
    one: tuple[str, ...]
    other: tuple[str, ...]
    answers: tuple[str, str]


@dataclass(frozen=True)
class Family:
    """A sort of twins: two patterns with slots, what is right for each, and which list a slot draws from."""

    question: str
    patterns: tuple[str, str]
    says: tuple[str, str]
    slots: Mapping[str, str]
    shown: tuple[Mapping[str, str], ...]

    def pair(self, filled: Mapping[str, str], before: str = "", after: str = "") -> tuple[Story, Story]:
        """The twins with these words in the slots."""
        return tuple(self.told(number, filled, before, after) for number in (0, 1))

    def told(self, number: int, filled: Mapping[str, str], before: str, after: str) -> Story:
        first, rest = (SLOT.sub(lambda slot: filled[slot[1]], part).split() for part in self.patterns[number].split("|"))
        verdict = SLOT.sub(lambda slot: filled[slot[1]], self.says[number])
        undecided = len(before.split()) + len(first) - 1
        words = [*before.split(), *first, *rest, *after.split()]
        return Story(tuple(words), (OPEN,) * undecided + (verdict,) * (len(words) - undecided))

    def jumbled(self, filled: Mapping[str, str], before: str, after: str, rng: random.Random) -> Story:
        """The words of the twins in an order that is neither of the two: it stays open what is meant."""
        core = list(self.told(0, filled, "", "").item)
        while tuple(core) in {story.item for story in self.pair(filled)}:
            rng.shuffle(core)
        words = (*before.split(), *core, *after.split())
        return Story(words, (None,) * (len(words) - 1) + (OPEN,))

    def draw(self, rng: random.Random, lists: Mapping[str, Sequence[str]]) -> dict[str, str]:
        """Words for the slots, nobody twice."""
        filled: dict[str, str] = {}
        for slot, name in self.slots.items():
            filled[slot] = rng.choice([entry for entry in lists[name] if entry not in filled.values()])
        return filled


class Twins:
    """A few memory cells that remember what stood before what."""

    def __init__(self, name: str):
        self.name = name
        self.recipes = (name,)

    @cached_property
    def table(self) -> dict:
        return tomllib.loads((FILES / f"{self.name}.toml").read_text(encoding="utf-8"))

    @cached_property
    def families(self) -> tuple[Family, ...]:
        return tuple(family(entry) for entry in self.table["families"])

    @cached_property
    def verdicts(self) -> tuple[str, ...]:
        """All words that a sentence of this world can be judged with; a person's is the word itself."""
        found = {OPEN: None}
        for each in self.families:
            for verdict in each.says:
                slot = SLOT.fullmatch(verdict)
                found.update(dict.fromkeys(self.table["slots"][each.slots[slot[1]]] if slot else [verdict]))
        return tuple(found)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        texts = [entry for entries in self.table["slots"].values() for entry in entries]
        texts += [pattern for each in self.families for pattern in each.patterns]
        words = {word for text in texts for word in SLOT.sub(" ", text).replace("|", " ").split()}
        return Vocabulary((*RESERVED, *sorted(words | set(self.verdicts))), self.table["world"]["joiner"])

    @cached_property
    def drawn(self) -> tuple[Piles, list[Story]]:
        """The piles, and the jumbled words of the sentences in the test pile. Pairs stay together; what holds the words of a twin on show is kept for the test."""
        recipe, lists = SMALL[self.name], self.table["slots"]
        rng, found = random.Random(recipe.world_seed), {}
        while len(found) < recipe.n_stories // 2:
            each = rng.choice(self.families)
            words = each.draw(rng, lists), rng.choice(lists["before"]), rng.choice(lists["after"])
            pair, jumbled = each.pair(*words), [each.jumbled(*words, rng) for _ in range(N_JUMBLED)]
            found.setdefault(tuple(sorted(story.item for story in pair)), (*pair, *jumbled))
        piles, shown = Piles([], [], []), [Counter(twin.one) for twin in self.examples()]
        for key, stories in found.items():
            kept = any(words <= Counter(key[0]) for words in shown)
            place = crc32(" ".join(sorted(key[0])).encode()) % 100
            piles[2 if kept or place < HELD_OUT // 2 else int(place < HELD_OUT)].extend(stories)
        test = [story for story in piles.test if story.verdict != OPEN]
        return piles._replace(test=test), [story for story in piles.test if story.verdict == OPEN]

    def piles(self):
        return self.drawn[0]

    def train(self, piles):
        from explainer.training import small as training

        network = training.recurrent(*(one_hot(self.vocabulary, pile) for pile in piles[:2]), len(self.vocabulary), SMALL[self.name])
        finished = [verdict for verdict in self.verdicts if verdict != OPEN]
        told = [story for story in piles.training if story.verdict != OPEN]
        return {NETWORK: network, **{name: counting(self.vocabulary, told, finished, name == "pairs") for name in ("counter", "pairs")}}

    def machines(self, tables):
        return {NETWORK: RecurrentModel.from_weights(self.vocabulary, "elman", tables[NETWORK]),
                **{name: BagModel.from_weights(self.vocabulary, tables[name]) for name in ("counter", "pairs")}}

    def shares(self, machine, item):
        return shares_at_the_end(machine, item, self.verdicts)

    def scores(self, machines, piles):
        """Right verdicts on held-out sentences; `ceiling`: what the best counter of words could reach on them."""
        found = {name: {"new": right(self, machine, piles.test)} for name, machine in machines.items()}
        return {**found, "ceiling": {"new": ceiling(piles.test)}}

    def claims(self, machines, piles):
        network, counter = machines[NETWORK], machines["counter"]
        found = {name: numbers["new"] for name, numbers in self.scores(machines, piles).items()}
        shown = {twin.key: [self.shares(network, words) for words in (twin.one, twin.other)] for twin in self.examples()}
        told = {twin.key: [best(shares) == answer for shares, answer in zip(shown[twin.key], twin.answers)] for twin in self.examples()}
        sure = {twin.key: [shares[answer] for shares, answer in zip(shown[twin.key], twin.answers)] for twin in self.examples()}
        same = [len({tuple(self.shares(counter, one.item).values()) for one in bag}) == 1 for bag in equal_bags(piles.test).values()]
        apart = [len({one.verdict for one in bag}) == 2 for bag in equal_bags(piles.test).values()]
        practised = {" ".join(sorted(story.item)) for story in piles.training}
        unmet = [twin.key for twin in self.examples() if " ".join(sorted(twin.one)) not in practised]
        return {
            "the network is right on new sentences": Outcome(found[NETWORK] >= 0.98, {"right": found[NETWORK], "sentences": len(piles.test)}),
            "it leaves jumbled words open": Outcome(right(self, network, self.drawn[1]) >= 0.95, {"right": right(self, network, self.drawn[1])}),
            "it tells every twin on show": Outcome(all(map(all, told.values())), sure),
            "twins on show were kept out of training": Outcome(len(unmet) == len(told) >= 3, {"twins": len(unmet)}),
            "the counter says the same for all twins": Outcome(all(same), {"bags": len(same), "right": found["counter"]}),
            "no counter of words can do better than half": Outcome(all(apart) and found["ceiling"] == 0.5, {"ceiling": found["ceiling"]}),
            "a counter of pairs can": Outcome(found["pairs"] > found["counter"], {"right": found["pairs"]}),
        }

    def examples(self):
        shown = []
        for each in self.families:
            for filled in each.shown:
                one, other = each.pair(filled)
                shown.append(Twin(filled["key"], each.question, one.item, other.item, (one.verdict, other.verdict)))
        return tuple(shown)


def family(entry: Mapping) -> Family:
    """One [[families]] entry of a file."""
    fixed = {"question", "one", "other", "says", "shown"}
    slots = {slot: name for slot, name in entry.items() if slot not in fixed}
    return Family(entry["question"], (entry["one"], entry["other"]), tuple(entry["says"]), slots, tuple(entry.get("shown", ())))
