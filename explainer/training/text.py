"""A learner's own text: a small network practises on its characters, in bounded time, and can be stopped at any moment."""

import math
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from explainer.training import MODULES
from explainer.vocabulary import RESERVED, START, UNKNOWN, Vocabulary


@dataclass(frozen=True)
class TextRecipe:
    """How a network practises on a text. `seconds` and `steps` bound it: whichever comes first ends it.

    rate     the highest learning rate; it rises over `warm_up` of the time and falls to 0 along a cosine (one cycle: Smith 2018)
    dropout  the share of numbers that are dropped before and after the cells, the same ones all along a window (Gal & Ghahramani 2016)
    tied     output scores reuse the rows by which words come in (Press & Wolf 2017): fewer numbers, learned from twice
    most     so many characters get a seat, the most frequent ones
    """

    kind: str = "lstm"
    n_cells: int = 256
    rate: float = 0.015
    warm_up: float = 0.12
    dropout: float = 0.0
    batch: int = 16
    window: int = 48
    clip: float = 1.0
    tied: bool = True
    most: int = 1000
    seconds: float = 30.0
    steps: int = 1_000_000
    seed: int = 1


@dataclass(frozen=True)
class Piles:
    """Word numbers of a text in three stretches, each beginning with START: the last two tenths are never practised on."""

    training: np.ndarray
    validation: np.ndarray
    test: np.ndarray


@dataclass(frozen=True)
class Progress:
    """Where a training stands: batches done, characters read, seconds spent, the share of the time, mean surprise in nats since last told."""

    step: int
    characters: int
    seconds: float
    share: float
    loss: float


def seats(text: str, most: int) -> Vocabulary:
    """The characters of a text that get a seat, the most frequent first."""
    return Vocabulary(RESERVED + tuple(letter for letter, _ in Counter(text).most_common(most)))


def piles(text: str, vocab: Vocabulary) -> Piles:
    """Eight, one and one tenths of the text, in its order."""
    numbers = np.fromiter((vocab.index.get(letter, UNKNOWN) for letter in text), np.int64, len(text))
    ends = (8 * len(text) // 10, 9 * len(text) // 10)
    return Piles(*(np.concatenate([[START], stretch]) for stretch in np.split(numbers, ends)))


class TextNetwork(nn.Module):
    """Character -> embedding -> recurrent cells -> a score for every character as the next one."""

    def __init__(self, vocab: Vocabulary, recipe: TextRecipe, frequencies: np.ndarray):
        super().__init__()
        K, H = len(vocab), recipe.n_cells
        seeded = torch.Generator().manual_seed(recipe.seed)
        self.kind, self.dropped = recipe.kind, recipe.dropout
        self.embedding = nn.Embedding(K, H)
        self.recurrent = MODULES[recipe.kind](H, H, batch_first=True)
        self.output = nn.Linear(H, K)
        with torch.no_grad():
            for table in self.parameters():
                table.uniform_(-1 / math.sqrt(H), 1 / math.sqrt(H), generator=seeded)
            self.output.bias.copy_(torch.from_numpy(np.log(frequencies)))       # before it has read anything it guesses by frequency
        if recipe.tied:
            self.output.weight = self.embedding.weight

    def forward(self, words: torch.Tensor, memory=None):
        """Scores (B, T, K) for word numbers (B, T), and the memory after them."""
        hidden, memory = self.recurrent(self.thinned(self.embedding(words)), memory)
        return self.output(self.thinned(hidden)), memory

    def thinned(self, values: torch.Tensor) -> torch.Tensor:
        """The values (B, T, H) while practising: some of the H are 0 for a whole row, the others larger by as much."""
        if not (self.training and self.dropped):
            return values
        kept = torch.rand(len(values), 1, values.shape[-1]) >= self.dropped
        return values * (kept / (1 - self.dropped))

    @torch.no_grad()
    def weights(self) -> dict[str, np.ndarray]:
        """The tables named and shaped as torch names them for one-hot input; the embedding is folded in."""
        r = self.recurrent
        tables = {"recurrent.weight_ih_l0": r.weight_ih_l0.double() @ self.embedding.weight.double().T, "recurrent.weight_hh_l0": r.weight_hh_l0,
                  "recurrent.bias_ih_l0": r.bias_ih_l0, "recurrent.bias_hh_l0": r.bias_hh_l0, "output.weight": self.output.weight, "output.bias": self.output.bias}
        return {name: table.detach().float().numpy().copy() for name, table in tables.items()}


def frequencies(words: np.ndarray, n_words: int) -> np.ndarray:
    """How often each word stands in a pile, (K,); never quite 0."""
    counted = np.bincount(words, minlength=n_words) + 0.1
    return (counted / counted.sum()).astype(np.float32)


def streams(words: np.ndarray, recipe: TextRecipe) -> np.ndarray:
    """The pile as (streams, length) rows that follow one another: as many as a batch wants, fewer for a short text."""
    n = max(1, min(recipe.batch, (len(words) - 1) // (2 * recipe.window)))
    length = (len(words) - 1) // n
    return np.lib.stride_tricks.as_strided(words, (n, length + 1), (length * words.itemsize, words.itemsize)).copy()


def rate_at(share: float, recipe: TextRecipe) -> float:
    """The learning rate when this share of the training is done."""
    if share < recipe.warm_up:
        return recipe.rate * (0.04 + 0.96 * share / recipe.warm_up)
    return recipe.rate * (0.002 + 0.998 * (1 + math.cos(math.pi * (share - recipe.warm_up) / (1 - recipe.warm_up))) / 2)


def practise(network: TextNetwork, words: np.ndarray, recipe: TextRecipe, tell_every: int = 20) -> Iterator[Progress]:
    """Practise on a pile; a Progress after every `tell_every` batches. Whoever iterates may look at the network between two, or stop."""
    torch.set_num_threads(1)
    torch.manual_seed(recipe.seed)
    rows = torch.from_numpy(streams(words, recipe))                             # (B, L + 1)
    optimiser = torch.optim.Adam(network.parameters(), lr=recipe.rate, fused=True)
    parameters, memory, at, losses, spent = list(network.parameters()), None, 0, [], 0.0
    network.train()
    for step in range(1, recipe.steps + 1):
        began = time.perf_counter()
        share = max(spent / recipe.seconds, (step - 1) / recipe.steps)
        if share >= 1:
            break
        if at + 1 >= rows.shape[1]:
            at, memory = 0, None
        here = rows[:, at:at + recipe.window + 1]
        at += here.shape[1] - 1
        scores, memory = network(here[:, :-1], memory)
        memory = tuple(part.detach() for part in memory) if isinstance(memory, tuple) else memory.detach()
        loss = cross_entropy(scores.reshape(-1, scores.shape[-1]), here[:, 1:].reshape(-1))
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, recipe.clip)
        optimiser.param_groups[0]["lr"] = rate_at(share, recipe)
        optimiser.step()
        losses.append(loss.item())
        spent += time.perf_counter() - began
        if step % tell_every == 0 or step == recipe.steps:
            yield Progress(step, step * rows.shape[0] * recipe.window, spent, min(1.0, max(spent / recipe.seconds, step / recipe.steps)), float(np.mean(losses)))
            losses = []


@torch.no_grad()
def bits(network: TextNetwork, words: np.ndarray, rows: int = 16) -> float:
    """Bits per character on a pile: −log2 p of the next one, on average. A long pile is read in `rows` stretches."""
    was, n = network.training, max(1, min(rows, len(words) // 400))
    network.train(False)
    length = (len(words) - 1) // n
    stretches = torch.from_numpy(np.stack([words[i * length:(i + 1) * length + 1] for i in range(n)]))
    scores, _ = network(stretches[:, :-1])
    surprise = cross_entropy(scores.reshape(-1, scores.shape[-1]), stretches[:, 1:].reshape(-1))
    network.train(was)
    return float(surprise) / math.log(2)
