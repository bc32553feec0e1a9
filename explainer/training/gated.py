"""Machines with and without gates learn the tasks of the chapter about gates, with torch."""

from collections.abc import Iterable

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from explainer.recipes import RaceRecipe, SmallRecipe
from explainer.training import MODULES
from explainer.training.small import Pile, Weights, best

KEEPS = {"gru": 1, "lstm": 1}               # which of the stacked gates decides what is kept
LITTLE = 0.1


class Recurrent(nn.Module):
    """Words as 1 among K numbers -> cells of any kind -> a score for every word."""

    def __init__(self, kind: str, n_words: int, cells: int, start: str = "orthogonal", keeping: float = 0.0):
        super().__init__()
        self.recurrent = MODULES[kind](n_words, cells, batch_first=True)
        self.output = nn.Linear(cells, n_words)
        STARTS[start](self.recurrent)
        if kind in KEEPS:
            self.recurrent.bias_ih_l0.data[KEEPS[kind] * cells:][:cells] = keeping

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        """Scores (B, T, K) for inputs (B, T, K)."""
        return self.output(self.recurrent(inputs)[0])

    def tables(self) -> Weights:
        return {name: table.detach().numpy().copy() for name, table in self.state_dict().items()}


@torch.no_grad()
def orthogonal(recurrent: nn.RNNBase) -> None:
    """W turns the memory: nothing in it shrinks or grows before it is squashed. Gates have a W each."""
    for gate in recurrent.weight_hh_l0.split(recurrent.hidden_size):
        nn.init.orthogonal_(gate)


@torch.no_grad()
def identity(recurrent: nn.RNNBase) -> None:
    """Every cell holds what it has, and a word moves it only a little (Le, Jaitly & Hinton 2015)."""
    recurrent.weight_hh_l0.copy_(torch.eye(recurrent.hidden_size))
    recurrent.weight_ih_l0.normal_(0, LITTLE)
    recurrent.bias_ih_l0.zero_()
    recurrent.bias_hh_l0.zero_()


STARTS = {"orthogonal": orthogonal, "identity": identity}


def tiny(kind: str, training: Pile, validation: Pile, n_words: int, recipe: SmallRecipe) -> Weights:
    """Tables of a machine that learned verdicts at every place; of the recipe's seeds, the one that is surprised least."""
    return best(lambda: Recurrent(kind, n_words, recipe.cells), training, validation, recipe)


def racer(how: RaceRecipe, n_words: int, practice: Iterable[tuple[np.ndarray, np.ndarray]], seed: int) -> Weights:
    """Tables of a machine of the race. practice: batches of stories (B, T) and of what is asked for at their end (B,), as word numbers."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    network, one = Recurrent(how.kind, n_words, how.cells, how.start, how.keeping), torch.eye(n_words)
    learned = list(network.parameters())
    optimiser = torch.optim.Adam(learned, lr=how.rate, fused=True)
    falling = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, how.steps, 0.02 * how.rate)
    for words, asked in practice:
        hidden = network.recurrent(one[torch.from_numpy(words)])[0][:, -1]      # (B, H), when the question was read
        loss = cross_entropy(network.output(hidden), torch.from_numpy(asked))
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(learned, how.clip)
        optimiser.step()
        falling.step()
    return network.tables()
