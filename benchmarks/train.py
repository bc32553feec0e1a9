"""Practising on a text: our trainer, a plain PyTorch loop and a NumPy loop, on the same characters.

    python -m benchmarks.train path/to/text.txt [seconds]
"""

import math
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch import nn

from benchmarks.report import machine, median, table
from explainer.models.ngram import NgramModel
from explainer.training.text import TextNetwork, TextRecipe, bits, frequencies, piles, practise, seats

STEPS, ROUNDS = 60, 5                               # batches of one measurement of speed, and how often each is taken
READ = 20_000                                       # held-out characters that every model is scored on
NUMPY_SECONDS, NUMPY_CELLS = 60, 100                # it learns best at its usual size; its speed is measured at ours


def ours(words, K, recipe):
    """Seconds for STEPS batches by the course's trainer."""
    network = TextNetwork(vocabulary_like(K), recipe, frequencies(words, K))
    return list(practise(network, words, replace(recipe, steps=STEPS, seconds=1e9), tell_every=STEPS))[-1].seconds


class Plain(nn.Module):
    """The usual character network: an embedding, LSTM cells and a linear layer, stepped character by character."""

    def __init__(self, K, H, fused):
        super().__init__()
        self.embedding, self.output, self.fused = nn.Embedding(K, H), nn.Linear(H, K), fused
        self.cells = nn.LSTM(H, H, batch_first=True) if fused else nn.LSTMCell(H, H)

    def forward(self, words, memory):
        if self.fused:
            hidden, memory = self.cells(self.embedding(words), memory)
            return self.output(hidden), memory
        scores = []
        for t in range(words.shape[1]):
            memory = self.cells(self.embedding(words[:, t]), memory)
            scores.append(self.output(memory[0]))
        return torch.stack(scores, 1), memory


def plain(words, K, recipe, fused):
    """Seconds for STEPS batches by a plain PyTorch loop: same sizes, same batches, Adam."""
    torch.manual_seed(recipe.seed)
    network = Plain(K, recipe.n_cells, fused)
    optimiser, criterion = torch.optim.Adam(network.parameters(), lr=2e-3), nn.CrossEntropyLoss()
    length = (len(words) - 1) // recipe.batch
    rows = torch.from_numpy(np.stack([words[i * length:(i + 1) * length + 1] for i in range(recipe.batch)]))
    empty = torch.zeros((1, recipe.batch, recipe.n_cells) if fused else (recipe.batch, recipe.n_cells))
    memory, at, began = (empty, empty.clone()), 0, time.perf_counter()
    for _ in range(STEPS):
        if at + recipe.window + 1 > rows.shape[1]:
            at = 0
        read, wanted = rows[:, at:at + recipe.window], rows[:, at + 1:at + recipe.window + 1]
        at += recipe.window
        optimiser.zero_grad()
        scores, memory = network(read, tuple(part.detach() for part in memory))
        loss = criterion(scores.reshape(-1, K), wanted.reshape(-1))
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), recipe.clip)
        optimiser.step()
        loss.item()
    return time.perf_counter() - began


class OneByOne:
    """A small NumPy network that reads one character at a time and corrects itself every 25 (Adagrad): the shortest trainer one can write."""

    def __init__(self, K, H, seed=0):
        random = np.random.default_rng(seed)
        self.K, self.H, self.rate = K, H, 0.1
        self.p = {"U": random.normal(0, .01, (H, K)), "W": random.normal(0, .01, (H, H)), "b": np.zeros(H), "V": random.normal(0, .01, (K, H)), "c": np.zeros(K)}
        self.seen = {name: np.zeros_like(table) for name, table in self.p.items()}

    def practise(self, words, seconds=None, characters=None):
        """Practise for a time or a number of characters; how many it read, how many seconds it took."""
        h, at, read, began = np.zeros(self.H), 0, 0, time.perf_counter()
        while (seconds is None or time.perf_counter() - began < seconds) and (characters is None or read < characters):
            if at + 26 > len(words):
                h, at = np.zeros(self.H), 0
            h = self.correct(words[at:at + 25], words[at + 1:at + 26], h)
            at, read = at + 25, read + 25
        return read, time.perf_counter() - began

    def correct(self, read, wanted, h):
        p, states, shares = self.p, [h], []
        for word in read:
            h = np.tanh(p["U"][:, word] + p["W"] @ h + p["b"])
            scores = p["V"] @ h + p["c"]
            power = np.exp(scores - scores.max())
            states.append(h)
            shares.append(power / power.sum())
        slopes, back = {name: np.zeros_like(table) for name, table in p.items()}, np.zeros(self.H)
        for t in reversed(range(len(read))):
            d = shares[t].copy()
            d[wanted[t]] -= 1
            slopes["V"] += np.outer(d, states[t + 1])
            slopes["c"] += d
            raw = (1 - states[t + 1] ** 2) * (p["V"].T @ d + back)
            slopes["b"] += raw
            slopes["U"][:, read[t]] += raw
            slopes["W"] += np.outer(raw, states[t])
            back = p["W"].T @ raw
        for name, slope in slopes.items():
            np.clip(slope, -5, 5, out=slope)
            self.seen[name] += slope * slope
            p[name] -= self.rate * slope / np.sqrt(self.seen[name] + 1e-8)
        return h

    def bits(self, words):
        p, h, surprise = self.p, np.zeros(self.H), 0.0
        for word, wanted in zip(words[:-1], words[1:]):
            h = np.tanh(p["U"][:, word] + p["W"] @ h + p["b"])
            scores = p["V"] @ h + p["c"]
            surprise += np.logaddexp.reduce(scores) - scores[wanted]
        return surprise / (len(words) - 1) / math.log(2)


def counted(n, vocab, training, held_out):
    """Bits per character of an interpolated Kneser–Ney n-gram that counted the practice pile."""
    probs = NgramModel(n, vocab, training, [0]).read(np.concatenate([[0], held_out[1:-1]])).probs
    shares = probs[np.arange(len(held_out) - 1), held_out[1:]]
    return float(-np.log2(np.maximum(shares, 1e-12)).mean())


def vocabulary_like(K):
    """Seats without names: only their number counts here."""
    return range(K)


def speeds(words, K, recipe):
    """{way: characters per second}, medians of interleaved rounds."""
    ways = {"our trainer": lambda: ours(words, K, recipe), "PyTorch, character by character": lambda: plain(words, K, recipe, False),
            "PyTorch, nn.LSTM": lambda: plain(words, K, recipe, True)}
    taken = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            taken[name].append(way())
    characters = STEPS * recipe.batch * recipe.window
    found = {name: characters / median(times) for name, times in taken.items()}
    read, seconds = OneByOne(K, recipe.n_cells).practise(words, characters=25 * 400)
    return found | {"NumPy, one at a time": read / seconds}


def race(vocab, heaps, recipe, marks):
    """Seconds until the held-out bits fall below each mark, {name: seconds or None}, and the bits at the end."""
    network = TextNetwork(vocab, recipe, frequencies(heaps.training, len(vocab)))
    passed, looked = {}, 0.0
    for now in practise(network, heaps.training, recipe):
        if now.seconds - looked >= max(0.25, 0.08 * now.seconds) or now.share >= 1:      # looking takes time too, and leaves the processor with other numbers
            looked, score = now.seconds, bits(network, heaps.test[:READ + 1], rows=1)
            passed |= {name: (now.seconds, now.characters) for name, mark in marks.items() if name not in passed and score < mark}
    return passed, bits(network, heaps.test[:READ + 1], rows=1)


def main():
    text = Path(sys.argv[1]).read_text("utf-8", "replace")
    recipe = TextRecipe(seconds=float(sys.argv[2]) if len(sys.argv) > 2 else 120 if len(text) > 500_000 else 20, dropout=0 if len(text) > 500_000 else .2)
    torch.set_num_threads(1)
    vocab = seats(text, recipe.most)
    heaps, K = piles(text, vocab), len(vocab)
    print(f"{machine()}, torch {torch.__version__}; {len(text):,} characters, {K} of them different; {recipe.kind} with {recipe.n_cells} cells, "
          f"batches of {recipe.batch} × {recipe.window}; medians of {ROUNDS} interleaved rounds of {STEPS} batches\n")
    found = speeds(heaps.training, K, recipe)
    print(table(["way", "characters a second", "ours ÷ this"], [[name, f"{speed:,.0f}", f"{found['our trainer'] / speed:.1f}×"] for name, speed in found.items()]))
    held_out = heaps.test[:READ + 1]
    loop = OneByOne(K, NUMPY_CELLS)
    loop.practise(heaps.training, seconds=NUMPY_SECONDS)
    marks = {f"NumPy, one at a time, {NUMPY_CELLS} cells, after {NUMPY_SECONDS} s": loop.bits(held_out)} | {f"{n}-gram": counted(n, vocab, heaps.training, held_out) for n in (2, 5)}
    passed, last = race(vocab, heaps, recipe, marks)
    rows = [[name, f"{mark:.2f}", f"{passed[name][0]:.1f} s" if name in passed else "not in this time"] for name, mark in marks.items()]
    print("\n" + table(["held-out bits per character", "its score", "ours is below it after"], [*rows, [f"our trainer after {recipe.seconds:.0f} s", f"{last:.2f}", ""]]))


if __name__ == "__main__":
    main()
