"""What words in another order come to: twins, a kitchen, a machine with six slots."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import permutations

import numpy as np

from explainer import small
from explainer.small import kitchen as rules

SAUCES = (rules.A, rules.B)
swapped = rules.swapped         # the same steps with the sauces in each other's place
RECIPES = (("oil", "cut", "sugar"), ("wash", "ginger", "water"), ("cut", "oil", "stir"))    # what stands between the sauces at first
VISITED = ("car", "battle")                                                                 # twins shown in the course of the other language, too
OWN = {"zh": ("twins_zh", "twins_en"), "en": ("twins_en", "twins_zh")}                      # a course begins with twins of its own language


def counted(words: Sequence[str]) -> list[str]:
    """The words as the counting machine holds them: how many of each, in no order."""
    return sorted(words)


def last_memory(model, words: Sequence[str]) -> list[float]:
    """The memory (H,) of a network after the last of these words."""
    return model.read(small.tokens(model, words)).signals["hidden"][-1].tolist()


def orders(n: int) -> Iterator[tuple[int, ...]]:
    """Every order of n things; the first is as they stand."""
    return permutations(range(n))


def key(order: Sequence[int]) -> str:
    return ".".join(map(str, order))


def judged(bundle, words: Sequence[str], machine: str, verdicts: Sequence[str]) -> list[float]:
    """The shares that a machine of the bundle gives these verdicts after the last word."""
    shares = bundle.verdict(words, machine)
    return [shares[verdict] for verdict in verdicts]


# — twins —

def all_twins(language: str) -> dict[str, tuple[str, object]]:
    """Name -> (world, twin): the twins of one's own language, then those of the other one that are worth a visit."""
    own, other = OWN[language]
    found = {f"{own[-2:]}_{twin.key}": (own, twin) for twin in small.examples(own)}
    return found | {f"{other[-2:]}_{twin.key}": (other, twin) for twin in small.examples(other) if twin.key in VISITED}


def chipped(twin) -> list[tuple[str, ...]]:
    """The words on the chips of a twin: one each, but what stands at the end of both sentences stays together."""
    n = len(twin.one)
    alike = next(k for k in range(n) if twin.one[n - 1 - k] != twin.other[n - 1 - k])
    chips = [(word,) for word in twin.one[:n - alike]]
    return chips + [twin.one[n - alike:]] if alike else chips


@lru_cache(maxsize=16)
def twins(world: str, name: str) -> Mapping:
    """A pair of twins: its chips, the order of them that spells the other twin, and what three machines say to every order.

    said: order -> machine -> shares of `verdicts`, the right ones for the two sentences.
    """
    bundle = small.load(world)
    twin = next(twin for twin in small.examples(world) if twin.key == name)
    join, chips, said = bundle.model.vocab.join, chipped(twin), {}
    for order in orders(len(chips)):
        words = spelt(chips, order)
        said[key(order)] = {machine: judged(bundle, words, machine, twin.answers) for machine in ("network", "counter", "pairs")}
    other = next(order for order in orders(len(chips)) if spelt(chips, order) == twin.other)
    return {"question": twin.question, "chips": [join(chip) for chip in chips], "spelling": [join(twin.one), join(twin.other)], "verdicts": list(twin.answers),
            "words": [list(chip) for chip in chips], "other": list(other), "said": said}


def spelt(chips: Sequence[Sequence[str]], order: Sequence[int]) -> tuple[str, ...]:
    """The words of the chips, one chip after the other in this order."""
    return tuple(word for i in order for word in chips[i])


# — the kitchen —

def recipe(number: int) -> list[str]:
    """Two sauces and three other steps, sauce A first."""
    return [SAUCES[0], *RECIPES[number], SAUCES[1]]


@lru_cache(maxsize=8)
def kitchen(number: int) -> Mapping:
    """A recipe's steps, and for every order of them: the two memory cells and the dish after each step, and the counter's verdict.

    said: order -> {hidden (5, 2), so_far (5,): the verdict on top after each step, dish (3,), counter (2,), pairs (2,): shares of `verdicts`}.
    """
    bundle = small.load("kitchen")
    steps, verdicts, said = recipe(number), list(bundle.verdicts), {}
    for order in orders(len(steps)):
        words = [steps[i] for i in order]
        trace = bundle.model.read(small.tokens(bundle.model, words))
        dish = [[trace.p(t, verdict) for verdict in verdicts] for t in range(1, len(trace))]
        said[key(order)] = {"hidden": np.round(trace.signals["hidden"][1:], 4).tolist(), "so_far": [shares.index(max(shares)) for shares in dish], "dish": dish[-1],
                            **{machine: judged(bundle, words, machine, verdicts[:2]) for machine in ("counter", "pairs")}}
    return {"steps": steps, "verdicts": verdicts, "said": said}


# — six slots —

@lru_cache(maxsize=1)
def slots() -> Mapping:
    """Recipes of eight steps, poured into the machine with six slots and read by the network, word by word.

    Of each: words (8,), dish: the right verdict, six and network: shares of `verdicts` after 0 … 8 words, hidden (9, 2), n_kept.
    """
    bundle = small.load("kitchen")
    machine, verdicts = bundle.baselines["slots"], list(bundle.verdicts)
    found = []
    for words in small.examples("kitchen").long:
        for text in (words, swapped(words)):
            six, network = (reader.read(small.tokens(reader, text)) for reader in (machine, bundle.model))
            found.append({"words": list(text), "n_kept": len(machine.kept(text)), "truth": rules.dish(text), "hidden": network.signals["hidden"].tolist(),
                          **{name: [[trace.p(t, verdict) for verdict in verdicts] for t in range(len(trace))] for name, trace in (("six", six), ("network", network))}})
    return {"recipes": found, "verdicts": verdicts, "n_slots": machine.n_slots}
