"""What a window of n−1 words shows of a diary's scene: its row, who voted in it, the answers it gives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from explainer import bundles, worlds
from explainer.bundles import BUNDLES, windows
from explainer.models.recurrent import RecurrentModel
from explainer.shelf import BundleError, fitting, tables
from explainer.trace import Trace
from explainer.vocabulary import START, Vocabulary
from explainer.worlds import Scene

BARS = 6                    # of a lane
VOTES = 4                   # words of a row that are shown
LINES = 3                   # sentences that are read out


@dataclass(frozen=True)
class Diary:
    """The world of a language as this chapter needs it: its network, its corpus, the measurements of its windows."""

    network: RecurrentModel
    tokens: np.ndarray          # (N,) the corpus, START before every sentence
    starts: np.ndarray          # (S,)
    card: Mapping
    scene: Scene

    @property
    def vocab(self) -> Vocabulary:
        return self.network.vocab

    @property
    def reveals(self) -> int:
        """The n whose window of n−1 words reaches back to the person of the scene."""
        return self.card["reveals"]

    @property
    def longest(self) -> int:
        return max(map(int, self.card["windows"]))

    def window(self, n: int) -> Mapping:
        """What was measured for an n."""
        return self.card["windows"][str(n)]


@lru_cache(maxsize=4)
def diary(language: str) -> Diary:
    """The diary of a language. Raises BundleError, also when its measurements are of other weights or another corpus."""
    world = f"diary_{language}"
    bundle, card = bundles.load(world), windows.load(world)
    if (card["weights"], card["corpus"]) != (bundle.card["weights"], bundle.card["corpus"]["file"]):
        raise BundleError(BUNDLES / "windows" / f"{world}.json", "it was measured on other files than those of the bundle")
    with fitting(BUNDLES / "windows" / f"{world}.json", "its windows have no lengths"):
        max(map(int, card["windows"]))
    corpus = tables(BUNDLES / world / "corpus.safetensors", card["corpus"])
    return Diary(bundle.model, corpus["tokens"].astype(np.int64), corpus["starts"].astype(np.int64), card, worlds.load(world).scene)


def places(tokens, window):
    """Where the corpus has this window: the places of the word after it.   tokens (N,)"""
    found = np.flatnonzero(tokens != START)
    for back, word in enumerate(reversed(window), start=1):
        found = found[tokens[found - back] == word]
    return found


def hole(read, n: int) -> list[int]:
    """The last n−1 of the word numbers that were read, fewer at the start of a sentence."""
    return list(map(int, read))[-(n - 1):]


def answers(trace: Trace) -> dict:
    """The bars after the last word of a reading, and what is left for all other words."""
    bars = [[word, round(p, 6)] for word, p in trace.top(len(trace) - 1, BARS)]
    return {"bars": bars, "rest": round(1 - sum(p for _, p in bars), 6)}


def counted(record: Mapping) -> dict:
    """The same for a window, as it was measured: total is how often its row was met, 0 for no such row."""
    bars = [[word, round(p, 6)] for word, p, _ in record["bars"]]
    return {"bars": bars, "rest": round(1 - sum(p for _, p in bars), 6), "total": record["total"]}


def ruler(language: str) -> dict:
    """The scene's sentence under windows of every length, beside the network, which sees one word."""
    home = diary(language)
    words = home.scene.sentence
    return {"words": list(words), "subject": words.index(home.scene.subject), "answer": home.scene.answer, "longest": home.longest,
            "a": {n: counted(record) for n, record in home.card["scene"]["a"].items()},
            "b": answers(home.network.read(numbered(home, words)))}


def arithmetic(language: str, n: int) -> dict:
    """The row of the scene at one n, and how smoothing makes the share of its best word: every number of the formula."""
    home = diary(language)
    record = home.card["scene"]["a"][str(n)]
    word, p, times = record["bars"][0]
    kept = max(times - record["discount"], 0) / record["total"] if record["total"] else 0.0
    return {"word": word, "times": times, "total": record["total"], "p": p, "discount": record["discount"], "kept": kept,
            "leftover": record["leftover"], "shorter": record["shorter"],
            "window": home.vocab.join([home.vocab.words[i] for i in hole(numbered(home, home.scene.sentence), n) if i != START])}


@lru_cache(maxsize=4)
def rows(language: str) -> dict[int, dict]:
    """n -> the row of the scene at the blank, searched in the corpus: how many votes, and the words that got most."""
    home = diary(language)
    read, found = numbered(home, home.scene.sentence), {}
    for n in range(2, home.longest + 1):
        votes = np.bincount(home.tokens[places(home.tokens, hole(read, n))], minlength=len(home.vocab))
        best = np.argsort(-votes, kind="stable")[:VOTES]
        found[n] = {"total": int(votes.sum()), "votes": [[home.vocab.words[i], int(votes[i])] for i in best if votes[i]]}
    return found


def voters(language: str, n: int, rank: int) -> dict | None:
    """Who voted for the word of that rank in the row: the sentences by number (of `sentences`), and some of them to read.

    lines: [before the window, window, the word, after it] as text; None if the row has no such word.
    """
    home = diary(language)
    votes = rows(language)[n]["votes"]
    if rank >= len(votes):
        return None
    word, window = home.vocab.index[votes[rank][0]], hole(numbered(home, home.scene.sentence), n)
    here = places(home.tokens, window)
    here = here[home.tokens[here] == word]
    lit, first = np.unique(np.searchsorted(home.starts, here, side="right") - 1, return_index=True)
    return {"word": votes[rank][0], "count": votes[rank][1], "lit": lit.tolist(),
            "lines": [line(home, int(sentence), int(place), len(window)) for sentence, place in zip(lit[:LINES], here[first][:LINES])]}


def line(home: Diary, sentence: int, place: int, length: int) -> list[str]:
    """A corpus sentence as it is written, in four parts around the word at `place`."""
    begin = int(home.starts[sentence]) + 1
    end = int(home.starts[sentence + 1]) if sentence + 1 < len(home.starts) else len(home.tokens)
    words = [home.vocab.words[i] for i in home.tokens[begin:end]]
    texts = [home.vocab.join(words[:cut]) for cut in (max(0, place - length - begin), place - begin, place + 1 - begin, len(words))]
    return [text[len(before):] for before, text in zip(["", *texts], texts)]


def numbered(home: Diary, words: Sequence[str]) -> np.ndarray:
    """START and the numbers of the words, (T,)."""
    return np.concatenate([[START], home.vocab.encode(words)])
