"""A reading of the largest size that the course allows: 40 words, 64 cells."""

import numpy as np

from explainer.models.recurrent import RecurrentModel
from explainer.vocabulary import Vocabulary

N_WORDS, N_CELLS, N_LISTED, SEED = 40, 64, 400, 0
GATES = {"elman": 1, "gru": 3, "lstm": 4}


def vocabulary():
    """400 made-up words beside the two marks."""
    return Vocabulary(("‹start›", "‹unknown›", *(f"w{n}" for n in range(N_LISTED))), " ")


def sentence():
    """Word numbers (41,): START, then 40 words."""
    words = np.random.default_rng(SEED).integers(2, N_LISTED + 2, N_WORDS)
    return np.concatenate([[0], words])


def weights(kind):
    """Random tables of a network, named and shaped as torch.nn names them."""
    random, K, G = np.random.default_rng(SEED), N_LISTED + 2, GATES[kind]
    shapes = {"recurrent.weight_ih_l0": (G * N_CELLS, K), "recurrent.weight_hh_l0": (G * N_CELLS, N_CELLS),
              "recurrent.bias_ih_l0": (G * N_CELLS,), "recurrent.bias_hh_l0": (G * N_CELLS,),
              "output.weight": (K, N_CELLS), "output.bias": (K,)}
    return {name: random.normal(0, N_CELLS ** -0.5, shape).astype(np.float32) for name, shape in shapes.items()}


def model(kind="elman"):
    return RecurrentModel.from_weights(vocabulary(), kind, weights(kind))
