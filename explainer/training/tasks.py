"""`python -m explainer.training.tasks`: one training in a process of its own. It is asked by one line of JSON and tells its progress line by line.

A task is a generator of records (JSON objects); the last one it writes has "ended". Weights go to the file that the request names.
"""

import json
import math
import os
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

import numpy as np
import torch
from safetensors.numpy import save_file
from torch import nn
from torch.nn.functional import cross_entropy

from explainer import worlds
from explainer.training import Network, batches, lines
from explainer.training.text import TextNetwork, TextRecipe, bits, frequencies, piles, practise, seats
from explainer.recipes import Recipe

DIVERGED = 3.0                  # nats above the first loss: no step size that learns comes near
MEMORY = 3 * 2 ** 30            # bytes of data that one training may ask for
LOOK = 0.3                      # seconds between two looks at the held-out stretch


@dataclass(frozen=True)
class Bench:
    """What a learner sets on the training bench: how many practice sentences, rounds, cells, the step size, clipping, the seed."""

    language: str = "zh"
    sentences: int = 300
    rounds: int = 60
    rate: float = 3e-3
    n_cells: int = 24
    clip: float | None = 1.0
    seed: int = 1
    seconds: float = 20.0


def bench(request: Mapping) -> Iterator[dict]:
    """Train a plain Elman network on a few sentences of the diary: no near-first order, no weights on words, nothing but guess and correct."""
    wanted = Bench(**{field.name: request[field.name] for field in fields(Bench) if field.name in request})
    world = worlds.load(f"diary_{wanted.language}")
    heaps = world.piles(world.expand(20 * wanted.sentences // 15 + 200, wanted.seed + 1000))
    practice, quiz = lines(world.vocabulary, heaps.training[:wanted.sentences]), lines(world.vocabulary, (heaps.test + heaps.validation)[:100])
    network = Network(len(world.vocabulary), Recipe(n_cells=wanted.n_cells, seed=wanted.seed, input_scale=1.0))
    optimiser, rng, began = torch.optim.Adam(network.parameters(), lr=wanted.rate), np.random.default_rng(wanted.seed), time.perf_counter()
    first = surprise(network, practice)
    yield {"round": 0, "loss": first, "held_out": surprise(network, quiz), "seconds": 0.0}
    for number in range(1, wanted.rounds + 1):
        losses = []
        for batch in batches(np.arange(len(practice.lengths)), practice.lengths, 16, rng):
            loss = masked(network, practice, batch)
            optimiser.zero_grad()
            loss.backward()
            if wanted.clip is not None:
                nn.utils.clip_grad_norm_(network.parameters(), wanted.clip)
            optimiser.step()
            losses.append(loss.item())
        mean = float(np.mean(losses))
        if not math.isfinite(mean) or mean > first + DIVERGED:
            yield {"round": number, "ended": "diverged", "seconds": time.perf_counter() - began}
            return
        yield {"round": number, "loss": mean, "held_out": surprise(network, quiz), "seconds": time.perf_counter() - began}
        if time.perf_counter() - began > wanted.seconds:
            break
    save_file(network.weights(), request["file"])
    yield {"ended": "done", "round": number, "seconds": time.perf_counter() - began}


def masked(network: Network, of, batch: np.ndarray) -> torch.Tensor:
    """Mean surprise of the next words of the sentences in a batch, padding left out."""
    longest = of.lengths[batch].max()
    tokens = torch.from_numpy(of.tokens[batch, :longest])
    there = torch.from_numpy(np.arange(1, longest) < of.lengths[batch, None])
    return cross_entropy(network(tokens[:, :-1])[there], tokens[:, 1:][there])


@torch.no_grad()
def surprise(network: Network, of) -> float:
    """Mean surprise of a pile, in nats; None cannot stand for it, so a broken network counts as very surprised."""
    found = float(masked(network, of, np.arange(len(of.lengths))))
    return found if math.isfinite(found) else 99.0


def text(request: Mapping) -> Iterator[dict]:
    """Practise on a learner's own text, character by character."""
    recipe = TextRecipe(**{field.name: request[field.name] for field in fields(TextRecipe) if field.name in request})
    vocab = seats(request["text"], recipe.most)
    heaps = piles(request["text"], vocab)
    network, looked = TextNetwork(vocab, recipe, frequencies(heaps.training, len(vocab))), 0.0
    yield {"step": 0, "share": 0.0, "loss": None, "held_out": bits(network, heaps.validation), "seconds": 0.0}
    now, tells = None, max(1, min(10, recipe.steps))
    for now in practise(network, heaps.training, recipe, tell_every=tells):
        if not math.isfinite(now.loss):
            yield {"ended": "diverged", "step": now.step, "seconds": now.seconds}
            return
        if now.seconds - looked >= LOOK or now.share >= 1:
            looked = now.seconds
            yield {"step": now.step, "share": now.share, "loss": now.loss / math.log(2), "held_out": bits(network, heaps.validation), "seconds": now.seconds}
    save_file(network.weights(), request["file"])
    yield {"ended": "done", "step": now.step if now else 0, "test": bits(network, heaps.test), "words": list(vocab.words)}


TASKS = {"bench": bench, "text": text}


def modest() -> None:
    """This process gives way to the server, and has so much memory and no more."""
    if os.name == "posix":
        import resource
        os.nice(int(os.environ.get("GIVE_WAY", "0")))
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))


def main() -> int:
    torch.set_num_threads(1)
    modest()
    request = json.loads(sys.stdin.readline())
    for record in TASKS[request["task"]](request):
        print(json.dumps(record), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
