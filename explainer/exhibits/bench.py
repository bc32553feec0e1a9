"""What a network that a learner trained guesses in three blanks of the scene's sentence, beside the network of the course."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file

from explainer import bundles, worlds
from explainer.bundles import BundleError
from explainer.models.recurrent import RecurrentModel
from explainer.trace import Trace
from explainer.vocabulary import START


@dataclass(frozen=True)
class Asked:
    """The sentence of a language with its answer, the blanks in it (t: the word after token t), and the course's own reading of it."""

    language: str
    words: tuple[str, ...]
    blanks: tuple[int, ...]
    network: RecurrentModel
    trace: Trace
    card: Mapping


@lru_cache(maxsize=4)
def asked(language: str) -> Asked:
    """The three blanks: the word before the reaction that the course's network is surest of, the reaction, the answer. Raises BundleError."""
    bundle, scene = bundles.load(f"diary_{language}"), worlds.load(f"diary_{language}").scene
    words = (*scene.sentence, scene.answer)
    trace = read(bundle.model, words)
    reaction = words.index(scene.reactions["bad"])
    near = max(range(1, reaction), key=lambda t: trace.p(t, words[t]))
    return Asked(language, words, (near, reaction, len(words) - 1), bundle.model, trace, bundle.card)


def read(network: RecurrentModel, words: Sequence[str]) -> Trace:
    """The reading of a sentence; its last word is only asked for."""
    return network.read([START, *network.vocab.encode(words[:-1])])


def guesses(of: Asked, trace: Trace) -> list[dict]:
    """What a reading guesses in every blank: its best word with its share, the share of the right one, whether they are the same."""
    found = []
    for t in of.blanks:
        (best, share), right = trace.top(t)[0], of.words[t]
        found.append({"t": t, "right": right, "p": round(trace.p(t, right), 6), "best": best, "share": round(share, 6), "hit": best == right})
    return found


def trained(language: str, file: Path) -> RecurrentModel:
    """The network that a training left in a file. Raises BundleError when there is none that fits."""
    try:
        weights = load_file(file)
        if not all(np.isfinite(table).all() for table in weights.values()):
            raise ValueError("its numbers ran away")
        return RecurrentModel.from_weights(asked(language).network.vocab, "elman", weights)
    except (OSError, SafetensorError, ValueError) as fault:
        raise BundleError(file, f"no network ({fault})") from fault

