"""Chapter 5, computed: the map of words while the network practised, moment by moment."""

from dataclasses import dataclass
from functools import lru_cache

from explainer.bundles import film
from explainer.exhibits import words
from explainer.lessons import Say


@dataclass(frozen=True)
class Moment:
    """One stored moment of the practice: whole rounds done, sentences read so far, and how many words of the map stand by their own kind."""

    round: int
    seen: int
    akin: int


def moments(say: Say) -> tuple[Moment, ...]:
    """Every stored moment, from before the first sentence to the shipped network. Raises BundleError."""
    return counted(say.language, tuple(words.kinds(say).items()))


@lru_cache(maxsize=8)
def counted(language: str, shown: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[Moment, ...]:
    """The moments of a language for the words that stand on its map."""
    return tuple(Moment(frame.round, frame.sentences_seen, words.akin(frame.model, dict(shown))) for frame in film.frames(language))


def drawn(say: Say, word: str, moment: int, turn: int = 0) -> words.Map:
    """The map at one moment, on the plane of the last: the words move, the plane stays."""
    return words.drawn(say, word, turn, film.frames(say.language)[moment].model, words.plane_of(say))


def reach(say: Say, turn: int = 0) -> tuple[tuple[float, float], tuple[float, float]]:
    """Between which values the words of the map lie at any moment: (low, high) across, (low, high) up."""
    plane, shown = words.plane_of(say), words.together(words.kinds(say))
    found = [words.turned(plane.of(words.rows(frame.model)[words.numbers(frame.model, shown)]), turn) for frame in film.frames(say.language)]
    return tuple((min(float(places[:, axis].min()) for places in found), max(float(places[:, axis].max()) for places in found)) for axis in (0, 1))
