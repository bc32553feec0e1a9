"""The film of a training: a diary's own network as it was on its way, one frame after another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

from explainer import bundles
from explainer.models.recurrent import RecurrentModel
from explainer.shelf import BUNDLES, BundleError, card_of, fitting, tables
from explainer.small.world import Weights, split
from explainer.vocabulary import START, Vocabulary
from explainer.worlds import Scene

BLANKS = {"zh": (4, 7, 9), "en": (11, 10, 12)}  # positions in the scene's sentence: a word decided by its neighbour, one by the event, one by the person
DECIDED_BY = {"zh": ((3,), (2, 3), (0,)), "en": ((10,), (1, 2), (0,))}       # for each blank, the words that decide it
NEAR, MIDDLE, FAR = ORDER = ("near", "middle", "far")
LEAD = 2                                        # a guess is clear if it has this many times the share of the next one
FRAMES, CARD = "frames.safetensors", "card.json"
KEYS = ("network", "weights", "recipe", "frames", "scores", "calibration", "claims")


@dataclass(frozen=True)
class Frame:
    """The network after so many practice sentences, repeated ones counted again; `round`: whole rounds finished until then."""

    round: int
    sentences_seen: int
    vocab: Vocabulary = field(repr=False)
    tables: Weights = field(repr=False)

    @cached_property
    def model(self) -> RecurrentModel:
        return RecurrentModel.from_weights(self.vocab, "elman", dict(self.tables))


def card(language: str, folder: Path = BUNDLES) -> Mapping:
    """The card of a language's film. Raises BundleError, also if it is of another network than the shipped one."""
    path = folder / f"film_{language}" / CARD
    found = card_of(path, KEYS)
    if found["network"] != bundles.load(f"diary_{language}", folder=folder).card["weights"]:
        raise BundleError(path, "it was filmed at another training than that of the network")
    return found


@lru_cache(maxsize=4)
def frames(language: str, folder: Path = BUNDLES) -> tuple[Frame, ...]:
    """The film of a language's diary, from the untrained network to the shipped one. Raises BundleError, also if it is of another network."""
    path, found = folder / f"film_{language}" / FRAMES, card(language, folder)
    stored = split(tables(path, found["weights"]))
    last = tables(folder / f"diary_{language}" / "elman.safetensors", found["network"])
    with fitting(path, "its frames do not fit"):
        vocab = bundles.load(f"diary_{language}", folder=folder).model.vocab
        all_tables = [*(stored[f"{i:02}"] for i in range(len(found["frames"]) - 1)), last]
        film = tuple(Frame(frame["round"], frame["sentences_seen"], vocab, weights) for frame, weights in zip(found["frames"], all_tables))
        for frame in film:
            frame.model                     # a table of another shape shows itself now
        return film


def shares(model: RecurrentModel, scene: Scene) -> np.ndarray:
    """The share that every word of the scene, the answer last, had before it came: (T + 1,)."""
    tokens = [START, *model.vocab.encode((*scene.sentence, scene.answer))]
    return model.read(tokens[:-1]).probs[np.arange(len(tokens) - 1), tokens[1:]]


def clear(model: RecurrentModel, scene: Scene) -> np.ndarray:
    """Whether every word of the scene, the answer last, was clearly the best guess before it came, LEAD times the next one: (T + 1,)."""
    tokens = np.array([START, *model.vocab.encode((*scene.sentence, scene.answer))])
    probs = model.read(tokens[:-1]).probs                                       # (T + 1, K)
    second = np.sort(probs, axis=1)[:, -2]
    return (probs.argmax(axis=1) == tokens[1:]) & (probs.max(axis=1) >= LEAD * second)


def learned(clearly: Sequence[bool]) -> int:
    """The first frame from which on the right word stays clearly on top; the number of frames if there is none.

    >>> learned([False, True, False, True, True])
    3
    """
    return len(clearly) - next((i for i, it in enumerate(reversed(clearly)) if not it), len(clearly))
