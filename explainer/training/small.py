"""Small networks learn verdicts: everything that trains the tiny machines of the chapters, with torch."""

from collections.abc import Mapping

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from explainer.recipes import SmallRecipe

NOTHING = -100                  # in targets: nothing is asked here
SELDOM = -6.0                   # where the score of an answer begins that is never right in practice

Weights = dict[str, np.ndarray]
Pile = tuple[np.ndarray, np.ndarray]            # inputs, targets


class Recurrent(nn.Module):
    """Numbers -> Elman cells -> a score for every word of the vocabulary."""

    def __init__(self, n_inputs: int, n_words: int, recipe: SmallRecipe, remembers: bool):
        super().__init__()
        self.recurrent = nn.RNN(n_inputs, recipe.cells, batch_first=True)
        self.output = nn.Linear(recipe.cells, n_words)
        self.recurrent.weight_hh_l0.data.copy_(torch.eye(recipe.cells))         # cells begin by keeping what they hold
        if not remembers:
            self.recurrent.weight_hh_l0.data.zero_()
            self.recurrent.weight_hh_l0.requires_grad_(False)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        """Scores (S, T, K) for inputs (S, T, n)."""
        return self.output(self.recurrent(inputs)[0])


class Filters(nn.Module):
    """Pixels -> small filters -> a score for every verdict."""

    def __init__(self, side: int, n_answers: int, recipe: SmallRecipe):
        super().__init__()
        self.side = side
        self.filters = nn.Conv2d(1, recipe.cells, 3)
        self.output = nn.Linear(recipe.cells * (side - 2) ** 2, n_answers)

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        """Scores (S, A) for pictures (S, side·side)."""
        found = self.filters(pictures.view(-1, 1, self.side, self.side)).tanh()
        return self.output(found.flatten(1))


class Slots(nn.Module):
    """Words in slots -> a middle layer -> a score for every verdict."""

    def __init__(self, n_inputs: int, n_answers: int, recipe: SmallRecipe):
        super().__init__()
        self.hidden = nn.Linear(n_inputs, recipe.cells)
        self.output = nn.Linear(recipe.cells, n_answers)

    def forward(self, filled: torch.Tensor) -> torch.Tensor:
        """Scores (S, A) for filled slots (S, n)."""
        return self.output(self.hidden(filled).tanh())


def recurrent(training: Pile, validation: Pile, n_words: int, recipe: SmallRecipe, remembers: bool = True) -> Weights:
    """Tables of torch.nn.RNN and torch.nn.Linear; inputs (S, T, n), targets (S, T). Without memory W stays 0."""
    never = np.setdiff1d(np.arange(n_words), training[1])
    unread = ~training[0].any(axis=(0, 1))                                      # inputs that are 0 in all of practice

    def start() -> Recurrent:
        network = Recurrent(training[0].shape[2], n_words, recipe, remembers)
        network.recurrent.weight_ih_l0.data[:, unread] = 0                      # what was never read says nothing
        network.output.bias.data[never] = SELDOM
        return network

    return best(start, training, validation, recipe)


def filters(training: Pile, validation: Pile, side: int, n_answers: int, recipe: SmallRecipe) -> Weights:
    """Tables of torch.nn.Conv2d and torch.nn.Linear; pictures (S, side·side), targets (S,)."""
    return best(lambda: Filters(side, n_answers, recipe), training, validation, recipe)


def slots(training: Pile, validation: Pile, n_answers: int, recipe: SmallRecipe) -> Weights:
    """Tables of two torch.nn.Linear; filled slots (S, n), targets (S,)."""
    return best(lambda: Slots(training[0].shape[1], n_answers, recipe), training, validation, recipe)


def best(start, training: Pile, validation: Pile, recipe: SmallRecipe) -> Weights:
    """Of the networks that grow from the recipe's seeds, the tables of the one that is surprised least by the validation pile."""
    torch.set_num_threads(1)
    grown = []
    for seed in recipe.seeds:
        torch.manual_seed(seed)
        network = start()
        grown.append((learn(network, training, validation, recipe, seed), seed, network))
    network = min(grown, key=lambda one: one[:2])[2]
    return {name: table.detach().numpy().copy() for name, table in network.state_dict().items()}


def learn(network: nn.Module, training: Pile, validation: Pile, recipe: SmallRecipe, seed: int) -> float:
    """Train one network; its mean surprise −ln p on the validation pile."""
    rng = np.random.default_rng(seed)
    inputs, targets = torch.from_numpy(training[0]), torch.from_numpy(training[1])
    learned = [table for table in network.parameters() if table.requires_grad]
    optimiser = torch.optim.AdamW(learned, lr=recipe.rate, weight_decay=recipe.decay)
    n_batches = -(-len(inputs) // recipe.batch)
    falling = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, recipe.rounds * n_batches, 0.02 * recipe.rate)
    for _ in range(recipe.rounds):
        for batch in np.array_split(rng.permutation(len(inputs)), n_batches):
            optimiser.zero_grad()
            surprise(network, inputs[batch], targets[batch]).backward()
            nn.utils.clip_grad_norm_(learned, recipe.clip)
            optimiser.step()
            falling.step()
    with torch.no_grad():
        return surprise(network, *map(torch.from_numpy, validation)).item()


def surprise(network: nn.Module, inputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Mean −ln p of the right answers, wherever one is asked for."""
    scores = network(inputs)
    return cross_entropy(scores.flatten(0, -2), targets.flatten(), ignore_index=NOTHING)


def logistic(inputs: np.ndarray, targets: np.ndarray, n_answers: int, decay: float = 1e-4) -> Weights:
    """The table of torch.nn.Linear(n, A) with the least surprise: all of the pile at once, to the bottom of a bowl.

    decay: what the squared weights cost, so that a bottom exists; the bias costs nothing.
    """
    torch.set_num_threads(1)
    x, y = torch.from_numpy(inputs).double(), torch.from_numpy(targets)
    spread = x.std(dim=0, correction=0).clamp(min=1e-9)
    spread[spread <= 1e-9] = 1.0
    middle = x.mean(dim=0)
    x = (x - middle) / spread                                                   # columns of one size are found sooner
    V = torch.zeros(n_answers, x.shape[1], dtype=torch.float64, requires_grad=True)
    c = torch.zeros(n_answers, dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([V, c], max_iter=300, tolerance_grad=1e-9, tolerance_change=1e-14, line_search_fn="strong_wolfe")

    def cost() -> torch.Tensor:
        optimiser.zero_grad()
        loss = cross_entropy(x @ V.T + c, y) + decay * V.square().sum()
        loss.backward()
        return loss

    optimiser.step(cost)
    V, c = V.detach() / spread, c.detach()
    return {"output.weight": V.float().numpy(), "output.bias": (c - V @ middle).float().numpy()}


def one_of_two(tables: Mapping[str, np.ndarray]) -> Weights:
    """Two rows of scores as one: σ(first − second) is the first of their two shares."""
    return {name: (table[:1] - table[1:2]) for name, table in tables.items()}
