"""Chapter 4, computed: one network along one sentence, the same with its loop cut, and along sentences of every length."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from explainer import bundles, worlds
from explainer.models.recurrent import RecurrentModel
from explainer.shelf import BUNDLES, tables
from explainer.trace import Trace
from explainer.vocabulary import START

SHOWN = 3               # words in an answer
CORNER = (4, 5)         # rows and columns of a table that are printed
SHORTEST, LONGEST = 3, 30


@dataclass(frozen=True)
class Example:
    """The example sentence of a language, read by its network twice: whole, and with the loop cut (W := 0). Row t: after t words."""

    words: tuple[str, ...]
    network: RecurrentModel
    sentences: int          # that the network practised on
    whole: Trace
    cut: Trace

    @property
    def second(self) -> int:
        """The step at which the last word is read."""
        return len(self.words)

    @property
    def first(self) -> int:
        """The step at which the same word was read before."""
        return self.words.index(self.words[-1]) + 1

    @property
    def cell(self) -> int:
        """The cell to follow: from the first word on it keeps its sign, and stays farthest from zero."""
        hidden = self.whole.signals["hidden"][1:]                                   # (T, H)
        return int((hidden * np.sign(hidden[-1])).min(axis=0).argmax())


@lru_cache(maxsize=8)
def example(language: str) -> Example:
    """The example of a language, read once. Raises BundleError."""
    name = f"diary_{language}"
    bundle, words = bundles.load(name), worlds.load(name).scene.sentence
    tokens = [START, *bundle.model.vocab.encode(words)]
    return Example(words, bundle.model, bundle.card["corpus"]["training"], bundle.model.read(tokens), bundle.model.cut().read(tokens))


def steps(trace: Trace) -> dict:
    """What stands in every copy of the machine: its memory (T, H) and its best words with their shares."""
    return {"memory": np.round(trace.signals["hidden"], 4).tolist(),
            "bars": [[[word, round(p, 6)] for word, p in trace.top(t, SHOWN)] for t in range(len(trace))]}


def answers(reading: Example, step: int) -> dict:
    """The answer after `step` words, of the whole and of the cut machine; among its words always the best one of the other.

    Each row: word, its share, its share in the other machine.
    """
    pair = {"whole": reading.whole, "cut": reading.cut}
    best = {name: [word for word, _ in trace.top(step, SHOWN)] for name, trace in pair.items()}
    told = {}
    for name, other in (("whole", "cut"), ("cut", "whole")):
        words = best[name] + [word for word in best[other][:1] if word not in best[name]]
        rows = [[word, round(pair[name].p(step, word), 6), round(pair[other].p(step, word), 6)] for word in words]
        told[name] = {"rows": rows, "rest": round(1 - sum(p for _, p, _ in rows), 6)}
    return told


def same(trace: Trace, one: int, other: int) -> bool:
    """Whether the answers after two steps are the same, to the last digit of every word."""
    return bool(np.array_equal(trace.probs[one], trace.probs[other]))


def three_tables(network: RecurrentModel) -> dict[str, dict]:
    """The tables behind the three arrows: rows, columns, how many numbers, and the upper left corner."""
    found = {"U": network.cell.U, "W": network.cell.W, "V": network.V}
    return {name: {"rows": table.shape[0], "columns": table.shape[1], "count": table.size,
                   "corner": np.round(table[:CORNER[0], :CORNER[1]], 2).tolist()} for name, table in found.items()}


def terms(reading: Example, trace: Trace, cell: int) -> list[dict]:
    """What one cell adds up at every step, and how the best word gets its share: the terms of both formulas."""
    signals, network, found = trace.signals, reading.network, []
    for t in range(1, len(trace)):
        word, share = trace.top(t)[0]
        number = network.vocab.index[word]
        found.append({
            "input": signals["from_input"][t, cell], "memory": signals["from_memory"][t, cell], "own": network.cell.b[cell],
            "before": signals["hidden"][t - 1, cell], "hidden": signals["hidden"][t, cell],
            "word": word, "score": signals["scores"][t, number] - network.c[number], "bias": network.c[number], "share": share})
    return [{name: value if isinstance(value, str) else round(float(value), 6) for name, value in step.items()} for step in found]


def multiplications(network: RecurrentModel) -> int:
    """How many products one step takes: W with the memory, V with the new one. A word picks its column of U: no product."""
    return network.cell.W.size + network.V.size


@lru_cache(maxsize=8)
def lengths(language: str) -> dict[int, dict]:
    """For SHORTEST … LONGEST words: the first practice sentence of this length, and the memory (H,) after its last word.

    No sentence is as short as the shortest lengths: there it is the beginning of the first of the shortest sentences.
    """
    name, network = f"diary_{language}", example(language).network
    corpus = tables(BUNDLES / name / "corpus.safetensors", bundles.load(name).card["corpus"]["file"])
    starts = corpus["starts"]
    long = np.diff(np.append(starts, len(corpus["tokens"]))) - 1                    # words, without START
    found = {}
    for n in range(SHORTEST, LONGEST + 1):
        whole = max(n, int(long.min()))
        begin = starts[np.flatnonzero(long == whole)[0]]
        trace = network.read(corpus["tokens"][begin:begin + n + 1])
        found[n] = {"words": [network.vocab.words[i] for i in trace.tokens[1:]], "whole": whole,
                    "memory": np.round(trace.signals["hidden"][-1], 4).tolist()}
    return found


def joined(spans: str, n: int) -> list:
    """A tree over n words from spans such as "3-4 2-4 1-4": nested pairs of word numbers from 0, as its joins are made.

    Every span joins two neighbours that stand free; the last spans all. Raises ValueError.

    >>> joined("2-3 1-3", 3)
    [(1, 2), (0, (1, 2))]
    """
    free, made = {(i, i): i - 1 for i in range(1, n + 1)}, []       # (first word, last word) -> what stands there
    for text in spans.split():
        begin, end = map(int, text.split("-"))
        parts = sorted(span for span in free if begin <= span[0] and span[1] <= end)
        if len(parts) != 2 or (parts[0][0], parts[1][1]) != (begin, end):
            raise ValueError(f"{text} does not join two neighbours")
        free[begin, end] = tuple(free.pop(part) for part in parts)
        made.append(free[begin, end])
    if len(free) != 1:
        raise ValueError(f"{len(free)} parts stay apart")
    return made


def height(node) -> int:
    """How many joins stand above the deepest word of a tree. The function calls itself, as the tree does."""
    if isinstance(node, int):
        return 0
    return 1 + max(height(part) for part in node)
