"""Who was it? A person comes, then words that tell nothing, then the question: one task at every distance.

A story is a person, k fillers and ASK; k is its distance. Machines practise on a diet of distances and are examined on all of them.
"""

import random
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from explainer.models.recurrent import RecurrentModel
from explainer.recipes import RACE
from explainer.vocabulary import RESERVED, START, Vocabulary

PERSONS = ("doctor", "cook", "driver", "farmer", "painter", "singer", "nurse")
FILLERS = ("rain", "tea", "lamp", "cat", "chair", "wind", "clock", "soup")
ASK = "who"
VOCABULARY = Vocabulary((*RESERVED, *PERSONS, *FILLERS, ASK), " ")
CHANCE = 1 / len(PERSONS)

LONGEST = 40                    # distances in the exam: 0 … 40
PRACTISED = 20                  # the one distance of the narrow diet, the longest of the mixed one
DIETS: Mapping[str, tuple[int, int]] = {"only": (PRACTISED, PRACTISED), "mixed": (0, PRACTISED)}
"""Name of a diet -> the shortest and the longest distance in practice; all between are equally likely."""

EXAM_SEED, EXAM = 9, 30         # stories in the exam: so many for each person


SEEDS = (1, 2, 3)               # every one of them is shown


def told(person: str, fillers: Sequence[str]) -> tuple[str, ...]:
    """A story, with the question at its end."""
    return (person, *fillers, ASK)


def exam() -> tuple[np.ndarray, np.ndarray]:
    """Persons (N,) and fillers (N, LONGEST), as word numbers; the story at distance k has the first k of them."""
    rng = random.Random(EXAM_SEED)
    persons = [person for person in PERSONS for _ in range(EXAM)]
    fillers = [[rng.choice(FILLERS) for _ in range(LONGEST)] for _ in persons]
    return VOCABULARY.encode(persons), np.stack([VOCABULARY.encode(row) for row in fillers])


def batch_of(distance: int, size: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """New stories (B, distance + 3), from START to ASK, and the persons (B,) that are asked for; all as word numbers."""
    persons = VOCABULARY.encode(PERSONS)[rng.integers(len(PERSONS), size=size)]
    fillers = VOCABULARY.encode(FILLERS)[rng.integers(len(FILLERS), size=(size, distance))]
    column = lambda number: np.full((size, 1), number)
    return np.hstack([column(START), persons[:, None], fillers, column(VOCABULARY.index[ASK])]), persons


def practice(diet: str, name: str, seed: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """All batches of a machine's practice, one after the other."""
    rng, (shortest, longest) = np.random.default_rng(seed), DIETS[diet]
    for _ in range(RACE[name].steps):
        yield batch_of(int(rng.integers(shortest, longest + 1)), RACE[name].batch, rng)


def train(name: str, diet: str, seed: int) -> dict[str, np.ndarray]:
    """The tables of one machine of the race. This alone imports torch."""
    from explainer.training import gated

    return gated.racer(RACE[name], len(VOCABULARY), practice(diet, name, seed), seed)


def in_step(cell):
    """The same cell for many readers at once: what was (H,) is (H, N)."""
    return type(cell)(**{name: table if table.ndim == 2 else table[:, None] for name, table in vars(cell).items()})


def answers(model: RecurrentModel, persons: np.ndarray, fillers: np.ndarray) -> np.ndarray:
    """The best person at every distance for every story of an exam: word numbers (LONGEST + 1, N).

    The question is put to the memory as it stands after k fillers; the reading then goes on without it.
    """
    cell, ask = in_step(model.cell), model.vocab.index[ASK]
    candidates = model.vocab.encode(PERSONS)
    state = {name: np.zeros((model.n_cells, len(persons))) for name in cell.carries}
    said = []
    for word in (np.full(len(persons), START), persons, *fillers.T):
        state = stepped(cell, word, state)
        asked = stepped(cell, np.full(len(persons), ask), state)
        scores = model.V[candidates] @ asked["hidden"] + model.c[candidates, None]          # (7, N)
        said.append(candidates[scores.argmax(axis=0)])
    return np.stack(said[1:])


def stepped(cell, words: np.ndarray, state: Mapping) -> dict[str, np.ndarray]:
    """What the cell carries after each of N readers has read a word (N,): (H, N) each."""
    signals = cell.step(cell.U[:, words], state)
    return {name: signals[name] for name in cell.carries}


def curve(model: RecurrentModel) -> list[float]:
    """The share of right answers in the exam at distances 0 … LONGEST."""
    persons, fillers = exam()
    return (answers(model, persons, fillers) == persons).mean(axis=1).tolist()


def machine(name: str, tables: Mapping[str, np.ndarray]) -> RecurrentModel:
    """A racer from its tables. Raises ValueError."""
    return RecurrentModel.from_weights(VOCABULARY, RACE[name].kind, dict(tables))


def inside(model: RecurrentModel) -> int:
    """How many numbers the cells hold, without the output layer."""
    return sum(table.size for table in vars(model.cell).values())
