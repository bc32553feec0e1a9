"""What chapter 2 shows: equal words that are read with different memories."""

from functools import lru_cache
from itertools import product

import numpy as np

from explainer import reading, small
from explainer.models import Memory
from explainer.panels import rounded
from explainer.scene import example
from explainer.trace import Trace
from explainer.vocabulary import START

OWN = "own"                     # the memory of the sentence itself
CRIES = 7                       # the longest history that can be played
SHOWN, IN_HAND, BESIDE = 5, 4, 3      # bars of an answer: alone, among other things, three side by side
EVENTS = {"c": "cry", "w": "wolf", "n": "none"}
ALARMS = "cncncnc"              # three false alarms, then the fourth cry


# — the two villages —

@lru_cache(maxsize=1)
def villages() -> dict[str, dict]:
    """Every history of up to CRIES cries, in letters ("cnc") -> what each village computed at its last event.

    come: at a cry, shares of `come` by the village that remembers and the one that forgets; memory: the cells of the first (H,), from −1 to 1.
    """
    bundle, found = small.load("village"), {}
    for outcomes in product("wn", repeat=CRIES):
        letters = "".join("c" + outcome for outcome in outcomes)
        remembers, forgets = (machine.read(small.tokens(machine, [EVENTS[it] for it in letters])) for machine in (bundle.model, bundle.baselines["forgetful"]))
        for t in range(len(letters) + 1):
            if letters[:t] not in found:
                found[letters[:t]] = {"memory": rounded(remembers.signals["hidden"][t]),
                                      "come": [round(trace.p(t, "come"), 6) for trace in (remembers, forgets)] if letters[:t].endswith("c") else None}
    return found


def village_step(letters: str) -> dict[str, float]:
    """One step of the remembering village's first cell, the way from its memory to `come`, and what these numbers are.

    squeezed = from_input + from_memory + own, new = tanh(squeezed); come = 1 / (1 + e^(stay_score − come_score)) but for other words.
    """
    model = small.load("village").model
    trace = model.read(small.tokens(model, [EVENTS[it] for it in letters]))
    signals, t = {name: values[-1] for name, values in trace.signals.items()}, len(letters)
    come, stay = (model.vocab.index[word] for word in ("come", "stay"))
    before = trace.signals["hidden"][t - 1] if t else np.zeros(model.n_cells)
    from_input, from_memory, own = float(signals["from_input"][0]), float(signals["from_memory"][0]), float(model.cell.b[0])
    return {"from_input": from_input, "loop": float(model.cell.W[0, 0]), "before": float(before[0]), "from_memory": from_memory, "own": own,
            "sum": from_input + from_memory + own, "new": float(signals["hidden"][0]),
            "come_weight": float(model.V[come, 0]), "come_own": float(model.c[come]), "come_score": float(signals["scores"][come]),
            "stay_weight": float(model.V[stay, 0]), "stay_own": float(model.c[stay]), "stay_score": float(signals["scores"][stay]),
            "come": trace.p(t, "come")}


# — the diary network, one word at a time —

def after(network, word: int, memory) -> Trace:
    """One word read with nothing but a memory (H,): row 1 is the answer to it."""
    return network.read(np.array([START, word]), memory=Memory(1, {"hidden": memory}))


def answer(trace: Trace, t: int, word: str | None = None, shown: int = SHOWN) -> dict:
    """The best words at a step with their shares, `word` always among them, and what is left of 1."""
    best = [(other, round(p, 6)) for other, p in trace.top(t, shown)]
    if word and word not in dict(best):
        best[-1] = (word, round(trace.p(t, word), 6))
    return {"bars": best, "rest": round(1 - sum(p for _, p in best), 6)}


def tiles(trace: Trace, t: int) -> list[float]:
    """The memory after a step (H,), from −1 to 1."""
    return rounded(trace.signals["hidden"][t], 3)


def text(home: reading.Machines, words) -> str:
    return home.network.vocab.join(words)


def texts(here: reading.Reading) -> list[str]:
    return [piece.text for piece in here.pieces]


@lru_cache(maxsize=8)
def same_word(language: str) -> dict:
    """The last word of the example, read with three memories: of its first time, of its second, and with an empty one.

    reads: what stood before it ("" for the empty memory); before: the memory it met (H,); then the answer.
    """
    here = example(language)
    words, network, last = texts(here), here.machines.network, here.pieces[-1]
    shown = [{"reads": text(here.machines, words[:t - 1]), "before": tiles(here.b, t - 1), **answer(here.b, t, shown=BESIDE)} for t in (here.first, here.last)]
    blank = network.blank()["hidden"]
    empty = after(network, last.index, blank)
    return {"word": last.text, "memories": [*shown, {"reads": "", "before": rounded(blank, 3), **answer(empty, 1, shown=BESIDE)}]}


def cell_step(here: reading.Reading, states, at: int) -> dict:
    """Piece `at` read from each of these memories (H,): the cell whose new value differs most between them, and how it came about.

    from_input and own (its own number) are the same for all; from_memory, sum and new hold one number for each memory.
    """
    network = here.machines.network
    steps = [network.cell.step(network.cell.U[:, here.pieces[at].index], {"hidden": state}) for state in states]
    new = np.stack([step["hidden"] for step in steps])                                      # (memories, H)
    cell = int(np.ptp(new, axis=0).argmax())
    from_input, own = float(steps[0]["from_input"][cell]), float(network.cell.b[cell])
    from_memory = [float(step["from_memory"][cell]) for step in steps]
    return {"cell": cell, "from_input": from_input, "own": own, "from_memory": from_memory,
            "sum": [from_input + part + own for part in from_memory], "new": new[:, cell].tolist()}


@lru_cache(maxsize=8)
def swapped(language: str) -> dict[str, dict]:
    """Whose memory stands before the last word of the example -> the answer: its own first, then every donor's, the empty one last.

    reads: what that memory had read; before: the memory itself (H,); then the answer after the same last word.
    """
    here = example(language)
    network, last = here.machines.network, here.pieces[-1].index
    [(best, _)] = here.b.top(here.last)
    found = {OWN: {"reads": text(here.machines, texts(here)[:-1]), "before": tiles(here.b, here.last - 1), **answer(here.b, here.last)}}
    for donor, words in reading.donors(here).items():
        memory = reading.donated(here, donor).state["hidden"]
        read = [piece.text for piece in reading.with_subject(here, words)][:-1] if words else []
        found[donor] = {"reads": text(here.machines, read), "before": rounded(memory, 3), **answer(after(network, last, memory), 1, best)}
    return found


def states_swapped(language: str, donor: str) -> list[np.ndarray]:
    """The memory of the example itself before its last word (H,), and the donor's."""
    here = example(language)
    own = here.b.signals["hidden"][here.last - 1]
    return [own, own if donor == OWN else reading.donated(here, donor).state["hidden"]]


@lru_cache(maxsize=8)
def thrown(language: str) -> dict:
    """At every step of the example but the last: the answer and the memory in hand, and what comes of the next word without one of them.

    kept: the sentence as it is read. without_answer: the next word read from the memory alone. without_memory: read from an empty memory.
    """
    here = example(language)
    network, words, hidden = here.machines.network, texts(here), here.b.signals["hidden"]
    steps = []
    for t in range(1, here.last):
        word = here.pieces[t].index
        [(best, _)] = here.b.top(t + 1)
        alone, empty = after(network, word, hidden[t]), after(network, word, network.blank()["hidden"])
        steps.append({"hand": {"tiles": tiles(here.b, t), **answer(here.b, t, shown=IN_HAND)},
                      "kept": {"tiles": tiles(here.b, t + 1), **answer(here.b, t + 1, shown=IN_HAND)},
                      "without_answer": {"tiles": tiles(alone, 1), **answer(alone, 1, best, IN_HAND)},
                      "without_memory": {"tiles": tiles(empty, 1), **answer(empty, 1, best, IN_HAND)}})
    return {"words": words, "steps": steps}

