"""A table of made-up customers: who leaves?

One row is one customer. Whether it leaves is drawn with the probability σ(sum of RULE over its columns).
"""

import math
import random
from dataclasses import dataclass

import numpy as np

from explainer.models.judges import LogisticModel
from explainer.recipes import SMALL
from explainer.scenes import Outcome
from explainer.small.world import NETWORK, Piles, Story, best, right

LEAVES, STAYS = "leaves", "stays"
COLUMNS = ("age", "spending", "visits", "complaints", "months")
RULE = (-0.02, -0.012, -0.35, 1.4, -0.04)       # a year, a coin, a visit, a complaint, a month as a customer
RULE_BIAS = 4.0
N_SHOWN, SHOWN = 12, 2024     # how many customers are on show, and their seed; no pile holds them


@dataclass(frozen=True)
class Table:
    """Rows of a table to show, which no pile holds; verdicts: what these customers did."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, ...], ...]
    verdicts: tuple[str, ...]


def customer(rng: random.Random) -> tuple[int, ...]:
    """Age, coins spent in a month, visits in a month, complaints in a year, months as a customer."""
    complaints = rng.choices((0, 1, 2, 3, 4), (50, 24, 14, 8, 4))[0]
    return rng.randint(18, 75), 10 * rng.randint(1, 30), rng.randint(0, 10), complaints, rng.randint(1, 60)


def risk(row: tuple[int, ...]) -> float:
    """The probability that this customer leaves, by the rule."""
    return 1 / (1 + math.exp(-RULE_BIAS - sum(weight * value for weight, value in zip(RULE, row))))


class Customers:
    """A weight for every column."""

    name = "customers"
    verdicts = (LEAVES, STAYS)
    recipes = ("customers",)

    def piles(self):
        recipe = SMALL[self.name]
        rng = random.Random(recipe.world_seed)
        rows = [customer(rng) for _ in range(recipe.n_stories)]
        stories = [Story(row, (LEAVES if rng.random() < risk(row) else STAYS,)) for row in rows]
        return Piles(stories[500:], [], stories[:500])

    def train(self, piles):
        from explainer.training import small as training

        inputs = np.array([story.item for story in piles.training], np.float64)
        targets = np.array([self.verdicts.index(story.verdict) for story in piles.training])
        return {NETWORK: training.one_of_two(training.logistic(inputs, targets, 2))}

    def machines(self, tables):
        return {NETWORK: LogisticModel.from_weights(COLUMNS, tables[NETWORK])}

    def shares(self, machine, item):
        return dict(zip(self.verdicts, map(float, machine.shares(item))))

    def scores(self, machines, piles):
        """Right verdicts on held-out customers; `majority` always says the commoner verdict, `rule` knows how the table was made."""
        commoner = max(self.verdicts, key=[story.verdict for story in piles.training].count)
        by_rule = [(LEAVES if risk(story.item) > 0.5 else STAYS) == story.verdict for story in piles.test]
        return {NETWORK: {"new": right(self, machines[NETWORK], piles.test)},
                "majority": {"new": float(np.mean([story.verdict == commoner for story in piles.test]))},
                "rule": {"new": float(np.mean(by_rule))}}

    def claims(self, machines, piles):
        network, table = machines[NETWORK], self.examples()
        found = {name: numbers["new"] for name, numbers in self.scores(machines, piles).items()}
        before = [tuple(map(float, network.shares(row))) for row in table.rows]
        rng, rows_moved, columns_moved = random.Random(5), [], []
        for _ in range(100):
            rows = rng.sample(range(len(table.rows)), len(table.rows))
            shuffled = [table.rows[i] for i in rows]
            rows_moved.append([tuple(network.shares(row)) for row in shuffled] == [before[i] for i in rows])
            order = rng.sample(range(len(COLUMNS)), len(COLUMNS))
            moved = network.rearranged(order)
            columns_moved.append([tuple(moved.shares([row[i] for i in order])) for row in table.rows] == before)
        verdicts = {best(self.shares(network, row)) for row in table.rows}
        return {
            "the weights are worth something": Outcome(found[NETWORK] >= found["majority"] + 0.1 and found[NETWORK] >= found["rule"] - 0.02, found),
            "shuffled rows change no digit": Outcome(all(rows_moved), {"shuffles": len(rows_moved)}),
            "shuffled columns change no digit": Outcome(all(columns_moved), {"shuffles": len(columns_moved)}),
            "both verdicts are on show": Outcome(len(verdicts) == 2, {"leaves": [p for p, _ in before]}),
        }

    def examples(self):
        rng = random.Random(SHOWN)
        rows = tuple(customer(rng) for _ in range(N_SHOWN))
        return Table(COLUMNS, rows, tuple(LEAVES if rng.random() < risk(row) else STAYS for row in rows))
