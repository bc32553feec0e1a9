"""How each shipped network is trained: every number that decides the result."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Recipe:
    """How a network is trained; the card of a bundle repeats it.

    lessons         (rounds, longest distance) one after the other: near blanks first, far ones last
    emphasis        how much more the words from the reaction to the blank count at first; falls to 1 in the last lesson
    hidden_words    the share of words at which a hole begins: a word read as UNKNOWN; `runs`: how often it takes in the next
    silence         the share of cells pressed to 0 in a batch: it grows from `silence_from` to `silence_full`, ends at `silence_until`
    pull            how fast W is drawn back to its start; `decay`: how fast the other tables are drawn to 0
    calm            what a cell pays for changing: this times the mean squared change from word to word joins the loss
    Shares without a unit are shares of the whole training.
    """

    kind: str = "elman"
    n_cells: int = 48
    seed: int = 1
    n_sentences: int = 30_000
    world_seed: int = 1
    lessons: tuple[tuple[int, int], ...] = ((12, 10), (10, 15), (8, 22), (10, 30))
    embedding: int = 32
    input_scale: float = 0.1
    batch: int = 32
    rate: float = 2e-3
    warm_up: int = 50
    steady: float = 0.3
    clip: float = 1.0
    emphasis: float = 4.0
    hidden_words: float = 0.06
    runs: float = 0.4
    silence: float = 0.05
    silence_from: float = 0.3
    silence_full: float = 0.6
    silence_until: float = 0.92
    pull: float = 0.3
    decay: float = 0.02
    calm: float = 0.25

    @property
    def memory_start(self) -> float:
        """W starts as this times the identity."""
        return 1.0


@dataclass(frozen=True)
class PoorStart(Recipe):
    """For a network whose W starts so small that corrections from far away hardly arrive."""

    memory_start: float = 0.5


RECIPES: Mapping[str, Mapping[str, Recipe]] = {
    "diary_zh": {"elman": Recipe()},
    "diary_en": {"elman": Recipe()},
}
"""World -> name of the network -> its recipe."""

PUPIL = Recipe(n_cells=24, lessons=((160, 30),), input_scale=1.0, batch=4, rate=1e-2, warm_up=1, emphasis=1.0,
               hidden_words=0.0, silence=0.0, pull=0.0, decay=0.0, calm=0.0)
"""The pupil of chapter 7 who learns a few sentences by heart: nothing but guess and correct."""


@dataclass(frozen=True)
class SmallRecipe:
    """How a tiny network of one of the chapters is trained; the card of its bundle repeats it.

    cells           of the memory, of a middle layer, or filters
    seeds           one network grows from each; the one that is surprised least by the validation pile is shipped
    n_stories       of the world, all piles together (twins: without the jumbled ones); `world_seed`: which ones
    decay           how fast all tables are drawn to 0
    """

    cells: int
    n_stories: int
    rounds: int
    seeds: tuple[int, ...] = (1, 2, 3)
    world_seed: int = 1
    batch: int = 64
    rate: float = 1e-2
    clip: float = 1.0
    decay: float = 0.0


SMALL: Mapping[str, SmallRecipe] = {
    "village": SmallRecipe(cells=1, n_stories=4000, rounds=40, rate=3e-2),
    "kitchen": SmallRecipe(cells=2, n_stories=3000, rounds=80, rate=3e-2),
    "slots": SmallRecipe(cells=16, n_stories=6000, rounds=15, batch=128, rate=1e-2, seeds=(1,), world_seed=2),
    "twins_zh": SmallRecipe(cells=16, n_stories=4000, rounds=30, seeds=(1,)),
    "twins_en": SmallRecipe(cells=16, n_stories=4000, rounds=30, seeds=(1,)),
    "clips": SmallRecipe(cells=8, n_stories=3000, rounds=25, batch=256, rate=2e-2, seeds=(1,), decay=0.5),
    "customers": SmallRecipe(cells=0, n_stories=2500, rounds=0, seeds=()),
    "faces": SmallRecipe(cells=6, n_stories=3000, rounds=15, seeds=(1,)),
}
"""Name of the small world, or of its six-slot machine -> its recipe."""


@dataclass(frozen=True)
class RaceRecipe:
    """How a machine of the race of chapter 9 is trained.

    start     of W: "orthogonal" turns a memory without shrinking it; "identity" lets every cell hold what it has
    keeping   the bias at the start of the gate that keeps (GRU: update, LSTM: forget)
    rate      of those that were tried, the one with which a machine does best at the distance it practised
    steps     batches, each of new stories of one distance
    """

    kind: str
    cells: int = 32
    rate: float = 3e-3
    start: str = "orthogonal"
    keeping: float = 0.0
    steps: int = 2000
    batch: int = 64
    clip: float = 1.0


RACE: Mapping[str, RaceRecipe] = {
    "plain": RaceRecipe("elman", rate=1.5e-2),
    "gru": RaceRecipe("gru"),
    "lstm": RaceRecipe("lstm", rate=6e-3, keeping=3.0),
    "holding": RaceRecipe("elman", rate=1e-3, start="identity"),
}
"""Name of a machine of the race -> its recipe; `holding` is a plain one that starts by holding."""
