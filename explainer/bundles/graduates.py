"""The graduates of chapter 8 as they stand on disk, beside the corrections that were measured in them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from explainer import bundles
from explainer.bundles import BUNDLES
from explainer.bundles.corrections import numbered
from explainer.models import LanguageModel
from explainer.models.cells import ElmanCell
from explainer.models.recurrent import RecurrentModel
from explainer.recipes import RECIPES, PoorStart, Recipe
from explainer.shelf import BundleError, card_of, fitting, tables
from explainer.worlds import Sentence

STARTS = (0.5, 1.0, 1.6)        # what the turning table of an untrained network is multiplied with
STEPS = 20                      # that the correction of the relay is passed on
TRAINED = "trained"             # the shipped network's name among the starts
MIXED = {"diary_zh": 29, "diary_en": 28}        # rounds of all sentences: as many sentences are read as in the shipped lessons
KEYS = ("network", "weights", "recipes", "relay", "scores", "ruler", "growing", "swapped", "claims")
FILES = ("card.json", "models.safetensors")


def recipes(world: str) -> Mapping[str, Recipe]:
    """The other graduates: both have plain lessons, near and far blanks mixed from the first round on and no word counting more; `poor` starts from half, too."""
    shipped = RECIPES[world]["elman"]
    plain = replace(shipped, lessons=((MIXED[world], shipped.lessons[-1][1]),), emphasis=1.0)
    return {"plain": plain, "poor": PoorStart(**asdict(plain))}


def recipes_of(world: str) -> dict:
    return {name: asdict(recipe) for name, recipe in recipes(world).items()}


@dataclass(frozen=True)
class Graduates:
    """The machines of chapter 8 in one language, and what was measured with them.

    good: the shipped network. plain, poor: see `recipes`. untrained, untrained_poor: both starts before the first lesson.
    starts: an untrained network with 0.5, 1.0 and 1.6 times a table that turns the memory and neither shrinks nor grows it.
    strengths: "relay.<start>" (STEPS + 1,) and "back.<machine>" (T, T): ‖∂L_t/∂h_k‖, as autograd found it.
    """

    good: RecurrentModel
    plain: RecurrentModel
    poor: RecurrentModel
    untrained: RecurrentModel
    untrained_poor: RecurrentModel
    starts: Mapping[str, RecurrentModel]
    strengths: Mapping[str, np.ndarray]
    card: Mapping

    @property
    def machines(self) -> Mapping[str, RecurrentModel]:
        """Those whose corrections are drawn on the unrolled graph."""
        return {"untrained": self.untrained, "untrained_poor": self.untrained_poor, TRAINED: self.good}

    @property
    def relay(self) -> Mapping[str, RecurrentModel]:
        """Those that pass the correction on in the game."""
        return {**self.starts, TRAINED: self.good}


def load(world: str, folder: Path = BUNDLES) -> Graduates:
    """What assets/bundles/graduates_<language> holds, beside the shipped network. Raises BundleError."""
    path = folder_of(world, folder)
    card, home = card_of(path / FILES[0], KEYS), bundles.load(world)
    if card["network"] != home.card["weights"]:
        raise BundleError(path / FILES[0], "it was measured beside another network")
    packed = tables(path / FILES[1], card["weights"])
    with fitting(path / FILES[1], "its tables do not fit"):
        found = graduates(home.model, packed, card)
        if set(found.strengths) != {*(f"relay.{name}" for name in found.relay), *(f"back.{name}" for name in found.machines)}:
            raise ValueError("corrections are missing")
        return found


def folder_of(world: str, folder: Path) -> Path:
    return folder / f"graduates_{world.removeprefix('diary_')}"


def graduates(good: RecurrentModel, packed: Mapping[str, np.ndarray], card: Mapping) -> Graduates:
    """The machines made of their tables: `plain.…`, `poor.…`, `untrained.…`, and `turn` (H, H)."""
    made = {name: RecurrentModel.from_weights(good.vocab, good.kind, {key.removeprefix(f"{name}."): table for key, table in packed.items() if key.startswith(f"{name}.")})
            for name in ("plain", "poor", "untrained")}
    untrained, turn = made["untrained"], packed["turn"].astype(float)
    if turn.shape != untrained.cell.W.shape:
        raise ValueError(f"a turn of the shape {turn.shape}")
    starts = {str(scale): remembering(untrained, scale * turn) for scale in STARTS}
    strengths = {key: table for key, table in packed.items() if key.startswith(("relay.", "back."))}
    return Graduates(good=good, **made, untrained_poor=remembering(untrained, PoorStart.memory_start * untrained.cell.W), starts=starts, strengths=strengths, card=card)


def remembering(model: RecurrentModel, W: np.ndarray) -> RecurrentModel:
    """The same network with another table from memory to memory."""
    return replace(model, cell=ElmanCell(model.cell.U, W, model.cell.b))


def right(model: LanguageModel, s: Sentence) -> bool:
    """Whether the best word at the blank is the right one. A 2-gram is given the only word it looks at."""
    words = s.words[:s.blank] if isinstance(model, RecurrentModel) else s.words[s.blank - 1:s.blank]
    trace = model.read(numbered(model, words))
    return trace.top(len(words))[0][0] == s.pronoun
