"""The kitchen: sauce A must be in before sauce B.

A recipe is a row of steps; each sauce comes at most once. After every step the dish is

    spoiled   sauce B came while A was not in yet; nothing mends that
    tasty     A came, and B after it
    open      neither: B is not in yet
"""

import random
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from explainer.models.bags import BagModel
from explainer.models.recurrent import RecurrentModel
from explainer.models.slots import SlotModel, slots
from explainer.recipes import SMALL
from explainer.scenes import Outcome
from explainer.small.words import ceiling, counting, one_hot, shares_at_the_end, tokens
from explainer.small.world import NETWORK, Piles, Story, right
from explainer.vocabulary import RESERVED, Vocabulary

A, B = "sauce_a", "sauce_b"
STEPS = ("wash", "cut", "oil", "ginger", "water", "stir", "sugar", "cover")
TASTY, SPOILED, OPEN = "tasty", "spoiled", "open"
SHORTEST, LONGEST = 3, 16       # steps of a recipe in practice, sauces included
N_SLOTS = 6
LONG = 8                        # steps of a recipe that does not fit into the slots


class Recipes(NamedTuple):
    """Recipes to show: `pairs` of a recipe and the same with its sauces swapped; `long` ones of 8 steps, the second sauce late."""

    pairs: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    long: tuple[tuple[str, ...], ...]


def dish(steps: Sequence[str]) -> str:
    """What the steps so far have made of the dish."""
    if B not in steps:
        return OPEN
    return TASTY if A in steps[:steps.index(B)] else SPOILED


def story(steps: Sequence[str]) -> Story:
    """A recipe with the right verdict after every step."""
    return Story(tuple(steps), tuple(dish(steps[:n]) for n in range(1, len(steps) + 1)))


def swapped(steps: Sequence[str]) -> tuple[str, ...]:
    """The same steps with the two sauces in each other's place."""
    return tuple({A: B, B: A}.get(step, step) for step in steps)


def recipe(rng: random.Random, n: int, places: tuple[int, int] | None = None) -> list[str]:
    """n steps with both sauces; places: where they stand, else anywhere."""
    steps = [rng.choice(STEPS) for _ in range(n)]
    first, second = places or sorted(rng.sample(range(n), 2))
    steps[first], steps[second] = rng.sample((A, B), 2)
    return steps


class Kitchen:
    """Two memory cells that remember which sauce came first."""

    name = "kitchen"
    verdicts = (TASTY, SPOILED, OPEN)
    recipes = ("kitchen", "slots")
    vocabulary = Vocabulary((*RESERVED, *STEPS, A, B, *verdicts), " ")

    def piles(self):
        """Recipes in pairs: with every one stands the same with its sauces swapped, in the same pile."""
        return self.pairs(SMALL[self.name], SHORTEST, LONGEST)

    def pairs(self, how, shortest: int, longest: int) -> Piles:
        rng = random.Random(how.world_seed)
        found = dict.fromkeys(min(steps, swapped(steps)) for steps in
                              (tuple(recipe(rng, rng.randint(shortest, longest))) for _ in range(how.n_stories // 2)))
        pairs = [[story(steps), story(swapped(steps))] for steps in found]
        cut = len(pairs) * 7 // 10, len(pairs) * 8 // 10
        return Piles(*([one for pair in part for one in pair] for part in (pairs[:cut[0]], pairs[cut[0]:cut[1]], pairs[cut[1]:])))

    def train(self, piles):
        from explainer.training import small as training

        network = training.recurrent(*(one_hot(self.vocabulary, pile) for pile in piles[:2]), len(self.vocabulary), SMALL[self.name])
        fitting = self.six_steps()
        answers = self.vocabulary.encode(self.verdicts)
        return {NETWORK: network,
                **{name: counting(self.vocabulary, piles.training, (TASTY, SPOILED), name == "pairs") for name in ("counter", "pairs")},
                "slots": {"answers": answers.astype(np.uint16),
                          **training.slots(*(self.filled(pile) for pile in fitting[:2]), len(answers), SMALL["slots"])}}

    def six_steps(self) -> Piles:
        """Recipes of up to 8 steps, as much of them as fits into the slots; to test on, whole ones that fit and never stood in practice."""
        piles = self.pairs(SMALL["slots"], SHORTEST, LONG)
        cut = Piles(*([story(one.item[:N_SLOTS]) for one in pile] for pile in piles))
        met = {one.item[:n] for one in cut.training for n in range(len(one.item) + 1)}
        return cut._replace(test=[one for one in piles.test if len(one.item) <= N_SLOTS and one.item not in met])

    def filled(self, stories: Sequence[Story]) -> tuple[np.ndarray, np.ndarray]:
        """Slots (S, 6·K) after every step of every recipe, and the numbers of the right verdicts (S,)."""
        K = len(self.vocabulary)
        rows = [slots(tokens_of(self.vocabulary, one.item), K, N_SLOTS)[1:] for one in stories]
        targets = [self.verdicts.index(answer) for one in stories for answer in one.answers]
        return np.concatenate(rows).astype(np.float32), np.array(targets)

    def machines(self, tables):
        return {NETWORK: RecurrentModel.from_weights(self.vocabulary, "elman", tables[NETWORK]),
                **{name: BagModel.from_weights(self.vocabulary, tables[name]) for name in ("counter", "pairs")},
                "slots": SlotModel.from_weights(self.vocabulary, tables["slots"])}

    def shares(self, machine, item):
        return shares_at_the_end(machine, item, self.verdicts)

    def late(self, n: int = 400) -> list[Story]:
        """Recipes of 8 steps whose second sauce stands in place 7 or 8; half of them begin with A."""
        rng = random.Random(8)
        rows = [recipe(rng, LONG, (rng.randrange(N_SLOTS), rng.randrange(N_SLOTS, LONG))) for _ in range(n // 2)]
        return [story(steps) for row in rows for steps in (row, swapped(row))]

    def longer(self, n: int = 200) -> list[Story]:
        """Recipes of 17 to 40 steps, longer than any in practice, in pairs."""
        rng = random.Random(40)
        rows = [recipe(rng, rng.randint(LONGEST + 1, 40)) for _ in range(n // 2)]
        return [story(steps) for row in rows for steps in (row, swapped(row))]

    def scores(self, machines, piles):
        """Right verdicts: on held-out recipes, on longer ones, on short ones, and on those of 8 steps whose second sauce comes late."""
        sets = {"new": piles.test, "longer": self.longer(), "up_to_6": self.six_steps().test, "late_of_8": self.late()}
        return {name: {which: right(self, machine, stories) for which, stories in sets.items()} for name, machine in machines.items()}

    def claims(self, machines, piles):
        network, counter, six = machines[NETWORK], machines["counter"], machines["slots"]
        found, late = self.scores(machines, piles), self.late()
        steps = [np.mean([argued == answer for one in piles.test for argued, answer in zip(self.step_by_step(network, one.item), one.answers)])]
        pairs = zip(piles.test[::2], piles.test[1::2])
        same = [self.shares(counter, one.item) == self.shares(counter, other.item) for one, other in pairs]
        a_first = [one for one in late if one.verdict == TASTY]
        sees = [self.shares(six, one.item) == self.shares(six, six.kept(one.item)) for one in late]
        half = ceiling(piles.test)
        return {
            "the network is right on new recipes": Outcome(found[NETWORK]["new"] >= 0.98, {"right": found[NETWORK]["new"]}),
            "also on longer ones": Outcome(found[NETWORK]["longer"] >= 0.98, {"right": found[NETWORK]["longer"]}),
            "and after every step": Outcome(steps[0] >= 0.98, {"right": float(steps[0])}),
            "the counter says the same for both orders": Outcome(all(same), {"pairs": len(same), "right": found["counter"]["new"]}),
            "no counter of words can do better than half": Outcome(half == 0.5, {"ceiling": half}),
            "six slots do for six steps": Outcome(found["slots"]["up_to_6"] >= 0.95, {"right": found["slots"]["up_to_6"]}),
            "of eight steps six slots lose two": Outcome(
                all(sees) and 0.45 <= found["slots"]["late_of_8"] <= 0.55 and found[NETWORK]["late_of_8"] >= 0.98,
                {"slots": found["slots"]["late_of_8"], "slots_when_a_comes_first": right(self, six, a_first),
                 "network": found[NETWORK]["late_of_8"]}),
        }

    def step_by_step(self, machine, steps: Sequence[str]) -> list[str]:
        """The verdict on top after every step."""
        trace = machine.read(tokens(machine, steps))
        return [max(self.verdicts, key=lambda verdict: trace.p(place, verdict)) for place in range(1, len(steps) + 1)]

    def examples(self):
        pairs = (("wash", "oil", A, "stir", B, "cover"), ("cut", A, "ginger", "water", B, "stir"), (A, "oil", "cut", "sugar", B))
        long = (("wash", "cut", "oil", A, "ginger", "stir", B, "cover"), ("oil", A, "water", "sugar", "stir", "ginger", "cover", B))
        return Recipes(tuple((steps, swapped(steps)) for steps in pairs), long)


def tokens_of(vocab: Vocabulary, words: Sequence[str]) -> np.ndarray:
    """Word numbers from START on (T,)."""
    return np.array([0, *vocab.encode(words)])
