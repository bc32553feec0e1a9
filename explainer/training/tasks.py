"""`python -m explainer.training.tasks`: one training in a process of its own. It is asked by one line of JSON and tells its progress line by line.

A task is a generator of records (JSON objects); the last one it writes has "ended". Weights go to the file that the request names.
"""

import json
import math
import os
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

import numpy as np
import torch
from safetensors.numpy import save_file
from torch import nn
from torch.nn.functional import cross_entropy

from explainer import worlds
from explainer.models.ngram import NgramModel
from explainer.training import Network, batches, lines
from explainer.training.text import TextNetwork, TextRecipe, bits, frequencies, piles, practise, seats
from explainer.recipes import Recipe

DIVERGED = 3.0                  # nats above the first loss: no step size that learns comes near
MOST = 1e6                      # a surprise beyond it is told as this
MEMORY = 3 * 2 ** 30            # bytes of data that one training may ask for
RECENT = 20                     # steps that have to be beyond it together, where every step is told
LOOK = 0.3                      # seconds between two looks at the held-out stretch


@dataclass(frozen=True)
class Bench:
    """What a learner sets on the training bench: how many practice sentences, rounds, cells, the step size, the seed; and what bounds it."""

    language: str = "zh"
    sentences: int = 300
    rounds: int = 60
    rate: float = 3e-3
    n_cells: int = 24
    clip: float | None = 1.0
    seed: int = 1
    batch: int = 16
    seconds: float = 20.0


@dataclass(frozen=True)
class Clipping:
    """The same machine, the same sentences, the same steps, twice: corrections as long as they come, then cut to `clip`.

    W starts as a random turn made `spread` times longer: what walks back through it grows. Measured with these values on seeds 1 to 5 of both languages:
    without clipping no 20 steps of 60 were below 18 nats; with it all ten ended between 2.2 and 2.4.
    """

    language: str = "zh"
    sentences: int = 300
    rate: float = 40.0
    steps: int = 150
    clip: float = 0.1
    n_cells: int = 24
    spread: float = 1.6
    seed: int = 1
    batch: int = 16
    seconds: float = 20.0


def asked(kind: type, request: Mapping):
    """A record of this kind, its fields as the request has them."""
    return kind(**{field.name: request[field.name] for field in fields(kind) if field.name in request})


def bench(request: Mapping) -> Iterator[dict]:
    """Train a plain Elman network on a few sentences of the diary: no near-first order, no weights on words, nothing but guess and correct."""
    wanted = asked(Bench, request)
    practice, quiz, vocab = diary(wanted.language, wanted.sentences, wanted.seed)
    network = Network(len(vocab), Recipe(n_cells=wanted.n_cells, seed=wanted.seed, input_scale=1.0))
    optimiser, rng, began = torch.optim.Adam(network.parameters(), lr=wanted.rate), np.random.default_rng(wanted.seed), time.perf_counter()
    first = surprise(network, practice)
    yield {"round": 0, "loss": first, "held_out": surprise(network, quiz), "share": 0.0, "seconds": 0.0}
    for number in range(1, wanted.rounds + 1):
        losses = []
        for batch in batches(np.arange(len(practice.lengths)), practice.lengths, wanted.batch, rng):
            losses.append(correct(network, practice, batch, optimiser, wanted.clip)[0])
            if not math.isfinite(losses[-1]):
                break
        mean, spent = float(np.mean(losses)), time.perf_counter() - began
        if lost(mean, first):
            yield {"round": number, "ended": "diverged", "loss": told(mean), "seconds": spent}
            return
        yield {"round": number, "loss": mean, "held_out": surprise(network, quiz), "share": min(1.0, max(number / wanted.rounds, spent / wanted.seconds)), "seconds": spent}
        if spent > wanted.seconds:
            break
    save_file(network.weights(), request["file"])
    yield {"ended": "done", "round": number, "seconds": time.perf_counter() - began, "counted": counted(practice, quiz, vocab)}


def clipping(request: Mapping) -> Iterator[dict]:
    """Train the same start twice, without and with clipping, by plain steps against the correction."""
    wanted = asked(Clipping, request)
    practice, quiz, vocab = diary(wanted.language, wanted.sentences, wanted.seed)
    began, ends = time.perf_counter(), {}
    for half, (run, clip) in enumerate((("free", None), ("clipped", wanted.clip))):
        network = Network(len(vocab), Recipe(n_cells=wanted.n_cells, seed=wanted.seed, input_scale=1.0))
        turn(network, wanted)
        for record in descend(network, practice, clip, wanted):
            spent = time.perf_counter() - began
            yield {"run": run, **record, "share": min(1.0, (half + record["step"] / wanted.steps) / 2), "seconds": spent}
            ends[run] = record.get("over", "late")
            if spent > wanted.seconds * (half + 1) / 2:
                break
        yield {"run": run, "over": ends[run], "held_out": told(surprise(network, quiz))}
    if ends["clipped"] != "diverged":
        save_file(network.weights(), request["file"])
    yield {"ended": "diverged" if ends["clipped"] == "diverged" else "done", **ends, "seconds": time.perf_counter() - began}


@torch.no_grad()
def turn(network: Network, wanted: Clipping) -> None:
    """W starts as a random turn of the memory, made longer `spread` times: what walks back through it grows."""
    table = torch.empty(wanted.n_cells, wanted.n_cells).normal_(generator=torch.Generator().manual_seed(wanted.seed))
    network.recurrent.weight_hh_l0.copy_(wanted.spread * torch.linalg.qr(table).Q)


def descend(network: Network, practice, clip: float | None, wanted: Clipping) -> Iterator[dict]:
    """Step after step against the correction, all steps of one size; a record for each."""
    optimiser, rng, first = torch.optim.SGD(network.parameters(), lr=wanted.rate), np.random.default_rng(wanted.seed), surprise(network, practice)
    step, recent = 0, []
    yield {"step": 0, "loss": first}
    while True:
        for batch in batches(np.arange(len(practice.lengths)), practice.lengths, wanted.batch, rng):
            loss, length = correct(network, practice, batch, optimiser, clip)
            step, recent = step + 1, [*recent[1 - RECENT:], loss]
            if not math.isfinite(loss) or len(recent) == RECENT and lost(float(np.mean(recent)), first):
                yield {"step": step, "loss": told(loss), "length": told(length), "over": "diverged"}
                return
            yield {"step": step, "loss": loss, "length": told(length), **({"over": "done"} if step == wanted.steps else {})}
            if step == wanted.steps:
                return


def correct(network: Network, practice, batch: np.ndarray, optimiser, clip: float | None) -> tuple[float, float]:
    """One guess-and-correct on a batch: the mean surprise before it, and how long the correction was before it was cut to `clip`."""
    loss = masked(network, practice, batch)
    optimiser.zero_grad()
    loss.backward()
    length = nn.utils.clip_grad_norm_(network.parameters(), math.inf if clip is None else clip)
    optimiser.step()
    return loss.item(), length.item()


def lost(loss: float, first: float) -> bool:
    """Whether a surprise is beyond what any step size that learns comes near."""
    return not math.isfinite(loss) or loss > first + DIVERGED


def told(number: float) -> float:
    """A number that can be told: none is infinite."""
    return min(number, MOST) if math.isfinite(number) else MOST


def diary(language: str, n: int, seed: int):
    """n sentences to practise on, a hundred to be asked, and the words."""
    world = worlds.load(f"diary_{language}")
    heaps = world.piles(world.expand(20 * n // 15 + 200, seed + 1000))
    return lines(world.vocabulary, heaps.training[:n]), lines(world.vocabulary, (heaps.test + heaps.validation)[:100]), world.vocabulary


def counted(practice, quiz, vocab) -> float:
    """Mean surprise, in nats, of a machine that has only counted which word follows which in the same practice."""
    rows = [tokens[:length] for tokens, length in zip(practice.tokens, practice.lengths)]
    counting = NgramModel(2, vocab, np.concatenate(rows), np.cumsum([0, *map(len, rows[:-1])]))
    shares = [counting.read(tokens[:length - 1]).probs[np.arange(length - 1), tokens[1:length]] for tokens, length in zip(quiz.tokens, quiz.lengths)]
    return float(-np.log(np.concatenate(shares)).mean())


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
    recipe = asked(TextRecipe, request)
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


TASKS = {"bench": bench, "clipping": clipping, "text": text}


def modest() -> None:
    """This process gives way to the server, and has so much memory and no more."""
    if os.name == "posix":
        import resource
        os.nice(int(os.environ.get("GIVE_WAY", "0")))
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))


def end_with_the_server() -> None:
    """Ends this process where its standard input ends: that is, with the server, however the server ended."""
    while os.read(0, 1024):
        pass
    os._exit(1)


def main() -> None:
    torch.set_num_threads(1)
    modest()
    line = sys.stdin.readline()
    if not line:
        return
    threading.Thread(target=end_with_the_server, daemon=True).start()
    request = json.loads(line)
    try:
        for record in TASKS[request["task"]](request):
            print(json.dumps(record), flush=True)
    except Exception as fault:                  # whatever it is: the server's log should name it, and the page say that it failed
        print(json.dumps({"why": f"{type(fault).__name__}: {fault}"}), flush=True)
    os._exit(0)                                 # at once: the next one waits, and everything has been told


if __name__ == "__main__":
    main()
