"""A reading of the largest size that the course is made for: 40 words, a network of 64 cells with random weights."""

from dataclasses import replace
from functools import lru_cache

import numpy as np

from explainer.choices import MAX_WORDS
from explainer.models.recurrent import RecurrentModel
from explainer.reading import Machines, Reading, machines, read

N_CELLS, SEED, LANGUAGE = 64, 0, "zh"
GATES = {"elman": 1, "gru": 3, "lstm": 4}


def weights(kind: str) -> dict[str, np.ndarray]:
    """Random tables of a network over the words of the shipped one, named and shaped as torch.nn names them."""
    random, K, G = np.random.default_rng(SEED), len(machines(LANGUAGE).network.vocab), GATES[kind]
    shapes = {"recurrent.weight_ih_l0": (G * N_CELLS, K), "recurrent.weight_hh_l0": (G * N_CELLS, N_CELLS),
              "recurrent.bias_ih_l0": (G * N_CELLS,), "recurrent.bias_hh_l0": (G * N_CELLS,),
              "output.weight": (K, N_CELLS), "output.bias": (K,)}
    return {name: random.normal(0, N_CELLS ** -0.5, shape).astype(np.float32) for name, shape in shapes.items()}


def model(kind: str = "elman") -> RecurrentModel:
    return RecurrentModel.from_weights(machines(LANGUAGE).network.vocab, kind, weights(kind))


@lru_cache
def large(language: str = LANGUAGE) -> Machines:
    """The machines of a language, the network replaced."""
    return replace(machines(language), network=model())


@lru_cache
def reading() -> Reading:
    """Forty words of practice sentences, read by the 2-gram and by the large network."""
    home = large()
    words = (home.network.vocab.words[i] for i in home.counting.tokens[:4 * MAX_WORDS] if i > 1)
    return read(home, home.network.vocab.split(home.network.vocab.join(words))[:MAX_WORDS])
