"""Networks learn to guess the next word: the one module that trains, with torch."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from explainer.recipes import Recipe
from explainer.vocabulary import START, UNKNOWN, Vocabulary
from explainer.worlds import Sentence

MODULES = {"elman": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}
KERNELS = {"elman": torch.rnn_tanh, "gru": torch.gru, "lstm": torch.lstm}     # the same sums, with weights handed in
KEEPING = {"elman": (0, 0.0), "gru": (1, 2.0), "lstm": (1, 4.0)}              # the gate that keeps, and its bias at the start


class Network(nn.Module):
    """Word -> embedding -> recurrent cells -> a score for every word as the next one."""

    def __init__(self, n_words: int, recipe: Recipe):
        super().__init__()
        self.kind, H, D = recipe.kind, recipe.n_cells, recipe.embedding
        self.embedding = nn.Embedding(n_words, D)
        self.recurrent = MODULES[recipe.kind](D, H, batch_first=True)
        self.output = nn.Linear(H, n_words)
        self.start(recipe)

    @torch.no_grad()
    def start(self, recipe: Recipe) -> None:
        """Random tables from the recipe's seed; W starts as the identity, so that cells keep what they hold, or as a share of it."""
        H, D, seeded = recipe.n_cells, recipe.embedding, torch.Generator().manual_seed(recipe.seed)
        for table, spread in ((self.embedding.weight, 1.0), (self.recurrent.weight_ih_l0, recipe.input_scale / math.sqrt(D)),
                              (self.output.weight, 1 / math.sqrt(H))):
            table.normal_(0, spread, generator=seeded)
        for bias in (self.recurrent.bias_ih_l0, self.recurrent.bias_hh_l0, self.output.bias):
            bias.zero_()
        gates = len(self.recurrent.weight_hh_l0) // H
        self.recurrent.weight_hh_l0.copy_(recipe.memory_start * torch.eye(H).repeat(gates, 1))
        gate, keeping = KEEPING[recipe.kind]
        self.recurrent.bias_ih_l0[gate * H:(gate + 1) * H] = keeping

    def tables(self) -> list[torch.Tensor]:
        """W for the input, W for the memory and the two biases."""
        return [self.recurrent.weight_ih_l0, self.recurrent.weight_hh_l0, self.recurrent.bias_ih_l0, self.recurrent.bias_hh_l0]

    def hidden(self, tokens: torch.Tensor, alive: torch.Tensor | None = None) -> torch.Tensor:
        """Hidden states (B, T, H) for word numbers (B, T); cells where `alive` (H,) is 0 stay 0 at every step."""
        words = self.embedding(tokens)                                          # (B, T, D)
        if alive is None:
            return self.recurrent(words)[0]
        rows = alive.repeat(len(self.recurrent.bias_ih_l0) // len(alive))       # a cell whose rows are 0 adds up to tanh 0
        tables = [table * (rows[:, None] if table.ndim == 2 else rows) for table in self.tables()]
        empty = words.new_zeros(1, len(tokens), len(alive))
        memory = (empty, empty) if self.kind == "lstm" else empty
        return KERNELS[self.kind](words, memory, tables, True, 1, 0.0, True, False, True)[0]

    def forward(self, tokens: torch.Tensor, alive: torch.Tensor | None = None) -> torch.Tensor:
        """Scores (B, T, K) of every word as the next one, before softmax."""
        return self.output(self.hidden(tokens, alive))

    @torch.no_grad()
    def folded(self) -> dict[str, torch.Tensor]:
        """The tables named as torch names them for nn.RNN(K, H) and nn.Linear(H, K); the embedding is folded in.

        The input is a word, that is, one 1 among K numbers: (U E) picks the same column that U (E x) would give.
        """
        recurrent, output = self.recurrent, self.output
        folded = recurrent.weight_ih_l0.double() @ self.embedding.weight.double().T         # (G·H, K)
        return {"recurrent.weight_ih_l0": folded.to(output.bias.dtype), "recurrent.weight_hh_l0": recurrent.weight_hh_l0,
                "recurrent.bias_ih_l0": recurrent.bias_ih_l0, "recurrent.bias_hh_l0": recurrent.bias_hh_l0,
                "output.weight": output.weight, "output.bias": output.bias}

    def weights(self) -> dict[str, np.ndarray]:
        """The folded tables as float32 arrays."""
        return {name: table.detach().float().numpy().copy() for name, table in self.folded().items()}


@dataclass(frozen=True)
class Lines:
    """Sentences as rows of numbers: tokens (S, L) from START on, lengths (S,), far (S, L) marks what hangs on far words, distance (S,)."""

    tokens: np.ndarray
    lengths: np.ndarray
    far: np.ndarray
    distance: np.ndarray


def lines(vocab: Vocabulary, sentences: Sequence[Sentence]) -> Lines:
    """The sentences as numbers, filled up with UNKNOWN to the longest."""
    lengths = np.array([len(s.words) + 1 for s in sentences])
    tokens = np.full((len(sentences), lengths.max()), UNKNOWN)
    far = np.zeros(tokens.shape, bool)
    for row, s in enumerate(sentences):
        tokens[row, :lengths[row]] = START, *vocab.encode(s.words)
        first = s.blank if s.reaction is None else s.reaction
        far[row, first + 1:s.blank + 2] = True
    return Lines(tokens, lengths, far, np.array([s.distance for s in sentences]))


def batches(chosen: np.ndarray, lengths: np.ndarray, size: int, rng: np.random.Generator) -> list[np.ndarray]:
    """Row numbers in batches of sentences of about the same length, in random order."""
    order = chosen[np.argsort(lengths[chosen] + 2 * rng.random(len(chosen)), kind="stable")]
    cut = [order[i:i + size] for i in range(0, len(order), size)]
    return [cut[i] for i in rng.permutation(len(cut))]


def holes(tokens: np.ndarray, recipe: Recipe, rng: np.random.Generator) -> np.ndarray:
    """The word numbers (B, T) with some words read as UNKNOWN, now and then two or three in a row."""
    hole = rng.random(tokens.shape) < recipe.hidden_words
    for _ in range(2):
        hole[:, 1:] |= hole[:, :-1] & (rng.random(tokens.shape) < recipe.runs)[:, 1:]
    hole[:, 0] = False
    return np.where(hole, UNKNOWN, tokens)


def rate_at(share: float, step: int, recipe: Recipe) -> float:
    """Learning rate: a short warm-up, steady, then a cosine down to 2 %; `share` of the training is done."""
    falling = max(0.0, (share - recipe.steady) / (1 - recipe.steady))
    return recipe.rate * min(1.0, (step + 1) / recipe.warm_up) * (0.02 + 0.98 * (1 + math.cos(math.pi * falling)) / 2)


def silence_at(share: float, recipe: Recipe) -> float:
    """The share of cells that are silenced now."""
    if share >= recipe.silence_until:
        return 0.0
    grown = (share - recipe.silence_from) / (recipe.silence_full - recipe.silence_from)
    return recipe.silence * min(1.0, max(0.0, grown))


def schedule(of: Lines, recipe: Recipe, rng: np.random.Generator) -> Iterator[tuple[int, np.ndarray, float]]:
    """(round, row numbers of a batch, emphasis on far words now) for the whole training."""
    counter = 0
    for number, (rounds, longest) in enumerate(recipe.lessons, start=1):
        chosen = np.flatnonzero(of.distance <= longest)
        for i in range(rounds):
            last = number == len(recipe.lessons)
            counter += 1
            cut = batches(chosen, of.lengths, recipe.batch, rng)
            for j, batch in enumerate(cut):
                done = (i + j / len(cut)) / rounds if last else 0.0
                yield counter, batch, max(1.0, recipe.emphasis - (recipe.emphasis - 1) * 2 * done)


def n_steps(of: Lines, recipe: Recipe) -> int:
    """How many batches the whole training has."""
    return sum(rounds * math.ceil(np.sum(of.distance <= longest) / recipe.batch) for rounds, longest in recipe.lessons)


def train(vocab: Vocabulary, sentences: Sequence[Sentence], recipe: Recipe,
          report: Callable[[int, float, Network], None] = lambda *_: None,
          watch: Callable[[int, Network], None] = lambda *_: None) -> dict[str, np.ndarray]:
    """The trained weights, float32, named as torch names them; the same for the same recipe on the same machine.

    Nothing is learned but to guess the next word and, by `recipe.calm`, to change little on the way. `report(round, loss, network)` is called after every round,
    `watch(sentences, network)` before the first batch and after every one: how many sentences were read so far, repeated ones too. Both only look.
    """
    torch.set_num_threads(1)
    rng, of = np.random.default_rng(recipe.seed), lines(vocab, sentences)
    network = Network(len(vocab), recipe)
    start, total = network.recurrent.weight_hh_l0.detach().clone(), n_steps(of, recipe)
    optimiser = torch.optim.Adam(network.parameters(), lr=recipe.rate)
    losses, now, read = [], 1, 0
    watch(read, network)
    for step, (number, batch, emphasis) in enumerate(schedule(of, recipe, rng)):
        if number != now:
            report(now, float(np.mean(losses)), network)
            losses, now = [], number
        rate = rate_at(step / total, step, recipe)
        for group in optimiser.param_groups:
            group["lr"] = rate
        alive = rng.random(recipe.n_cells) >= silence_at(step / total, recipe)
        loss = batch_loss(network, of, batch, emphasis, alive, recipe, rng)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), recipe.clip)
        optimiser.step()
        settle(network, start, rate, recipe)
        losses.append(loss.item())
        read += len(batch)
        watch(read, network)
    report(now, float(np.mean(losses)), network)
    return network.weights()


def batch_loss(network, of: Lines, batch, emphasis, alive, recipe, rng) -> torch.Tensor:
    """Mean surprise −ln p of the next words of a batch, far words counted `emphasis` times."""
    longest = of.lengths[batch].max()
    tokens = of.tokens[batch, :longest]
    counted = np.arange(1, longest) < of.lengths[batch, None]                   # (B, T): there is a next word
    factors = np.where(of.far[batch, 1:longest], np.float32(emphasis), np.float32(1))
    read = torch.from_numpy(holes(tokens[:, :-1], recipe, rng))
    mask = torch.from_numpy(counted)
    hidden = network.hidden(read, None if alive.all() else torch.from_numpy(alive.astype(np.float32)))
    surprise = cross_entropy(network.output(hidden[mask]), torch.from_numpy(tokens[:, 1:])[mask], reduction="none")
    factors = torch.from_numpy(factors)[mask]
    loss = (surprise * factors).sum() / factors.sum()
    if recipe.calm:
        loss = loss + recipe.calm * (hidden[:, 1:] - hidden[:, :-1])[mask[:, 1:]].square().mean()
    return loss


@torch.no_grad()
def settle(network: Network, start: torch.Tensor, rate: float, recipe: Recipe) -> None:
    """Draw W a little back to its start, the other tables a little to 0: what is not needed fades."""
    W = network.recurrent.weight_hh_l0
    W.add_(start - W, alpha=rate * recipe.pull)
    for table in (network.embedding.weight, network.recurrent.weight_ih_l0, network.output.weight):
        table.mul_(1 - rate * recipe.decay)
