"""Chapter 7, computed: the film of a training, frame by frame, and a pupil who crams."""

import ast
import textwrap
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from explainer import bundles, worlds
from explainer.bundles import film as films
from explainer.bundles import pupils
from explainer.holding import HOLDS, hold_scores
from explainer.trace import Trace
from explainer.vocabulary import START

TRAINING = Path(__file__).parent.parent / "training" / "__init__.py"       # read as text: no page waits for torch
BARS = 3                    # words in an answer; the right one joins them where it is not among them
CLOSE, SOME = .12, .15      # two words are close: not farther apart than this, and both with a share worth the name


@lru_cache(maxsize=4)
def film(language: str) -> dict:
    """The three blanks of the scene's sentence in every frame: the answers there, and the memory along the sentence.

    blanks: key, at: the position in the sentence, right: the word that stands there, decided_by: positions, learned: the frame from which on it stays clearly on top
    frames: round, seen, bars: (3) lists of [word, share], p: (3) shares of the right words, clear: (3) whether they are clearly on top,
    same: whether one word is on top of all three, close: whether two words share the top of the far blank, hidden (T + 1, H)
    """
    frames, scene = films.frames(language), worlds.load(f"diary_{language}").scene
    words = (*scene.sentence, scene.answer)
    traces = [frame.model.read([START, *frame.model.vocab.encode(scene.sentence)]) for frame in frames]
    places = films.BLANKS[language]
    clear = [films.clear(frame.model, scene)[list(places)].tolist() for frame in frames]                            # (F, 3)
    blanks = [{"key": key, "at": at, "right": words[at], "decided_by": list(films.DECIDED_BY[language][i]), "learned": films.learned([row[i] for row in clear])}
              for i, (key, at) in enumerate(zip(films.ORDER, places))]
    shown = [{"round": frame.round, "seen": frame.sentences_seen, "bars": [answers(trace, at, words[at]) for at in places], "clear": clear[i],
              "same": len({trace.top(at)[0][0] for at in places}) == 1, "p": [round(trace.p(at, words[at]), 6) for at in places], "close": close(trace, places[-1]),
              "hidden": np.round(trace.signals["hidden"], 2).tolist()} for i, (frame, trace) in enumerate(zip(frames, traces))]
    return {"words": list(scene.sentence), "subject": words.index(scene.subject), "blanks": blanks, "spaced": spaced(frames[0].vocab.join, scene.sentence), "frames": shown,
            **order(traces[-1], words.index(scene.subject) + 1)}


def spaced(join, words: Sequence[str]) -> list[str]:
    """What stands on the page before each of the words: a space, or nothing."""
    return [join(words[:i + 1])[len(join(words[:i])):-len(word)] for i, word in enumerate(words)]


def answers(trace: Trace, at: int, right: str) -> list[list]:
    """The best words of the step before position `at` with their shares; the right word joins them."""
    best = trace.top(at, BARS)
    return [[word, round(p, 6)] for word, p in [*best, *([(right, trace.p(at, right))] if right not in dict(best) else [])]]


def close(trace: Trace, at: int) -> bool:
    """Whether two words share the top."""
    (_, one), (_, other) = trace.top(at, 2)
    return bool(one - other <= CLOSE and other >= SOME)


def order(trace: Trace, since: int) -> dict:
    """The cells, those first that hold best from the subject to the blank; holds: how many of them hold at all."""
    held = hold_scores(trace.signals["hidden"], since)
    return {"order": np.argsort(-held, kind="stable").tolist(), "holds": int((held > HOLDS).sum())}


def loss(share: float) -> float:
    """How surprised a machine is by the right word: −ln(share it had given it)."""
    return float(-np.log(share))


@lru_cache(maxsize=4)
def open_place(language: str) -> dict:
    """The place of the scene's sentence, from its third word on, where the trained network gave the right word the least: text before it, best words."""
    model, scene = bundles.model(f"diary_{language}"), worlds.load(f"diary_{language}").scene
    shares = films.shares(model, scene)[2:]
    at = int(shares.argmin()) + 2
    trace = model.read([START, *model.vocab.encode(scene.sentence)])
    return {"text": model.vocab.join(scene.sentence[:at]), "bars": [[word, round(p, 6)] for word, p in trace.top(at, BARS)]}


@lru_cache(maxsize=1)
def loop() -> str:
    """The lines that train: the loop of explainer.training.train."""
    text = TRAINING.read_text("utf-8")
    train = next(node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef) and node.name == "train")
    turns = next(node for node in train.body if isinstance(node, ast.For))
    return textwrap.dedent("\n".join(text.splitlines()[turns.lineno - 1:turns.end_lineno]))


@lru_cache(maxsize=4)
def pupil(language: str) -> dict:
    """The pupil's curve: rounds, and by frame how many blanks are right at home and outside, and the loss on both."""
    crammer = pupils.load(language)
    curve = crammer.card["curve"]
    turn = min(range(len(curve)), key=lambda i: curve[i]["outside"]["loss"])
    return {"rounds": list(crammer.rounds), "turn": turn, **{pile: [{name: row[pile][name] for name in ("right", "of", "loss")} for row in curve] for pile in ("home", "outside")}}


@lru_cache(maxsize=4)
def sheet(language: str) -> dict:
    """The three piles of the diary, and an exam: which of its sentences the pupil gets right, and which of those it practised on.

    exam, home: [before the blank, its word, right or not]; piles: how many sentences lie in each
    """
    crammer = pupils.load(language)
    model = crammer.models[-1]
    marked = {pile: [[model.vocab.join(words[:blank]), words[blank], pupils.right(model, words, blank)] for words, blank in getattr(crammer, pile)] for pile in ("exam", "home")}
    piles = crammer.card["piles"]
    return {**marked, "piles": {name: piles[name] for name in ("training", "validation", "test", "twice")}}


def mark(right: Sequence[bool]) -> float:
    """The mark of an exam: the share of its questions that are right."""
    return sum(right) / len(right)
