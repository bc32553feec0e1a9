"""The village of the boy who cried wolf: the same cry, and an answer that depends on what happened before.

A history is a row of cries; after each the village sees a wolf, or none. At a cry it comes with the probability TRUST[k],
where k counts the false alarms since the last wolf, or since the beginning; after the third it falls no further.
"""

import random
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from explainer.models.recurrent import RecurrentModel
from explainer.recipes import SMALL
from explainer.scenes import Outcome
from explainer.small.words import one_hot, shares_at_the_end, tokens
from explainer.small.world import NETWORK, Piles, Story
from explainer.vocabulary import RESERVED, Vocabulary

CRY, WOLF, NONE = "cry", "wolf", "none"
COME, STAY = "come", "stay"
TRUST = (0.95, 0.6, 0.35, 0.2)
A_WOLF = 0.3                    # how often there is one
LONGEST = 9                     # cries in a history
WIDE = 0.3                      # a wide margin: 30 points
NEAR = 0.1                      # a share that was learned from what the village did, not from its rule


class Histories(NamedTuple):
    """Histories that end in a cry: three false alarms, and the same with a wolf after them."""

    alarms: tuple[str, ...]
    redeemed: tuple[str, ...]


def trust(words: Sequence[str]) -> float:
    """The probability that the village comes, by its rule, after these events."""
    lies = 0
    for word in words:
        lies = {WOLF: 0, NONE: lies + 1}.get(word, lies)
    return TRUST[min(lies, len(TRUST) - 1)]


class Village:
    """One memory cell that remembers whom to trust."""

    name = "village"
    verdicts = (COME, STAY)
    recipes = ("village",)
    vocabulary = Vocabulary((*RESERVED, CRY, WOLF, NONE, COME, STAY), " ")

    def piles(self):
        recipe = SMALL[self.name]
        rng = random.Random(recipe.world_seed)
        stories = [self.history(rng) for _ in range(recipe.n_stories)]
        cut = len(stories) * 7 // 10, len(stories) * 8 // 10
        return Piles(stories[:cut[0]], stories[cut[0]:cut[1]], stories[cut[1]:])

    @staticmethod
    def history(rng: random.Random) -> Story:
        """One history, from the first cry to the last."""
        words, answers = [], []
        for number in range(rng.randint(1, LONGEST)):
            if number:
                words.append(WOLF if rng.random() < A_WOLF else NONE)
                answers.append(None)
            words.append(CRY)
            answers.append(COME if rng.random() < trust(words) else STAY)
        return Story(tuple(words), tuple(answers))

    def train(self, piles):
        from explainer.training import small as training

        training_pile, validation = (one_hot(self.vocabulary, pile) for pile in piles[:2])
        K, recipe = len(self.vocabulary), SMALL[self.name]
        return {NETWORK: training.recurrent(training_pile, validation, K, recipe),
                "forgetful": training.recurrent(training_pile, validation, K, recipe, remembers=False)}

    def machines(self, tables):
        return {name: RecurrentModel.from_weights(self.vocabulary, "elman", tables[name]) for name in (NETWORK, "forgetful")}

    def shares(self, machine, item):
        return shares_at_the_end(machine, item, self.verdicts)

    def scores(self, machines, piles):
        """Perplexity of what the village did, at every cry of the test pile; `rule` is the village's own rule: nobody can do better."""
        found = {name: perplexity([self._at_cries(machine, story) for story in piles.test]) for name, machine in machines.items()}
        found["rule"] = perplexity([self._by_rule(story) for story in piles.test])
        return {name: {"perplexity": number} for name, number in found.items()}

    def _at_cries(self, machine, story: Story) -> list[float]:
        """The shares that a machine gave to what the village then did."""
        trace = machine.read(tokens(machine, story.item))
        return [trace.p(place, answer) for place, answer in enumerate(story.answers, start=1) if answer]

    def _by_rule(self, story: Story) -> list[float]:
        p = [trust(story.item[:place]) for place in range(len(story.item))]
        return [p[place] if answer == COME else 1 - p[place] for place, answer in enumerate(story.answers) if answer]

    def claims(self, machines, piles):
        network, forgetful = machines[NETWORK], machines["forgetful"]
        alarms, redeemed = self.examples()
        falling, after = at_cries(network, alarms), at_cries(network, redeemed)[-1]
        flat, cut = at_cries(forgetful, redeemed), at_cries(network.cut(), redeemed)
        met = [answer == COME for story in piles.training for answer in story.answers if answer]
        off = [abs(p - trust(history[:2 * i])) for history in lies_and_wolves() for i, p in enumerate(at_cries(network, history))]
        scored = {name: found["perplexity"] for name, found in self.scores(machines, piles).items()}
        return {
            "trust falls with every false alarm": Outcome(all(np.diff(falling) < 0), {"comes": falling}),
            "after three it is far lower than at first": Outcome(falling[0] - falling[-1] >= WIDE, {"first": falling[0], "fourth": falling[-1]}),
            "a wolf raises it again": Outcome(after - falling[-1] >= WIDE, {"before": falling[-1], "after": after}),
            "without memory every cry gets the same answer": Outcome(len(set(flat)) == 1, {"comes": flat[0]}),
            "and that answer is the share that was counted": Outcome(abs(flat[0] - np.mean(met)) < 0.01,
                                                                     {"answer": flat[0], "counted": float(np.mean(met))}),
            "with W cut every cry gets the same answer": Outcome(len(set(cut)) == 1, {"comes": cut[0]}),
            "it learned the village's rule": Outcome(max(off) <= NEAR and scored[NETWORK] <= 1.02 * scored["rule"],
                                                     {"off_by_at_most": max(off), **scored}),
        }

    def examples(self):
        alarms = (CRY, NONE, CRY, NONE, CRY, NONE, CRY)
        return Histories(alarms, (*alarms, WOLF, CRY))


def at_cries(machine, words: Sequence[str]) -> list[float]:
    """The share of `come` at every cry."""
    trace = machine.read(tokens(machine, words))
    return [trace.p(place, COME) for place, word in enumerate(words, start=1) if word == CRY]


def lies_and_wolves() -> list[tuple[str, ...]]:
    """Histories of five cries, with all that can be seen between them."""
    seen = [[]]
    for _ in range(4):
        seen = [[*before, event] for before in seen for event in (WOLF, NONE)]
    return [(CRY, *(word for event in events for word in (event, CRY))) for events in seen]


def perplexity(shares: Sequence[Sequence[float]]) -> float:
    """e^(mean of −ln p) over all shares."""
    return float(np.exp(-np.log(np.concatenate(shares)).mean()))
