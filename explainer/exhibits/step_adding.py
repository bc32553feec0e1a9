"""Chapter 6, computed: three ways to put a word into the memory of the kitchen's network, each fed the same steps in two orders."""

from dataclasses import replace
from functools import lru_cache

import numpy as np

from explainer import small
from explainer.models import Memory
from explainer.models.cells import ElmanCell
from explainer.small.kitchen import A, B
from explainer.trace import Trace
from explainer.vocabulary import START

ORDERS = {"ab": (A, B), "ba": (B, A)}
ONWARD = ("wash", "cut", "oil", "ginger", "water", "stir", "sugar", "cover", "wash", "cut", "oil", "ginger", "water", "stir")    # after the sauces; recipes of practice are no longer
VERDICTS = ("tasty", "spoiled", "open")


class AddingCell:
    """h_t = h_{t-1} + U x_t"""

    n_gates = 1
    carries = ("hidden",)

    def __init__(self, U, W, b):
        self.U, self.W, self.b = U, W, b

    def step(self, x, last):
        hidden = last["hidden"] + x                             # (H,)
        return {"hidden": hidden}


class MixingCell(AddingCell):
    """h_t = U x_t + W h_{t-1} + b"""

    def step(self, x, last):
        hidden = x + self.W @ last["hidden"] + self.b           # (H,)
        return {"hidden": hidden}


MACHINES = {"add": AddingCell, "mix": MixingCell, "squash": ElmanCell}


def first_memory() -> np.ndarray:
    """The memory (H,) of the kitchen's network before any step, as float32: what is added to it stays exact."""
    hidden = small.load("kitchen").model.read([START]).signals["hidden"][0]
    return hidden.astype(np.float32).astype(np.float64)


def fed(machine: str, words) -> Trace:
    """The words as the kitchen's network reads them, its numbers put together in one of three ways; all begin with the same memory."""
    model = small.load("kitchen").model
    cell = model.cell
    turned = replace(model, cell=MACHINES[machine](cell.U, cell.W, cell.b))
    return turned.read(small.tokens(model, words), memory=Memory(1, {"hidden": first_memory()}))


@lru_cache(maxsize=1)
def both_orders() -> dict[str, dict[str, dict]]:
    """Machine -> order -> memory (n, H) to the last digit, before the first step, after either sauce, after each of ONWARD; and from
    the second sauce on the likeliest verdict with its share."""
    def followed(machine, order):
        trace = fed(machine, [*ORDERS[order], *ONWARD])
        dishes = [max(((trace.p(t, verdict), verdict) for verdict in VERDICTS)) for t in range(len(ORDERS[order]), len(trace))]
        return {"memory": [first_memory().tolist(), *trace.signals["hidden"][1:].tolist()], "dish": [[verdict, round(share, 6)] for share, verdict in dishes]}
    return {machine: {order: followed(machine, order) for order in ORDERS} for machine in MACHINES}
