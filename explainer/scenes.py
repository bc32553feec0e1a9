"""The scene tests: what the main scene says must be true of the very weights that are shipped."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from explainer.holding import HOLDS, hold_scores
from explainer.models import Memory
from explainer.models.ngram import NgramModel
from explainer.models.recurrent import RecurrentModel
from explainer.trace import Trace
from explainer.vocabulary import START
from explainer.worlds import Scene, Sentence

BALANCED = 0.6          # a word that is not the event may not tell the reaction more often than this
COMMON = 300            # sentences in which a word must stand to be counted


@dataclass(frozen=True)
class Outcome:
    """What one scene test found: whether it holds, and the numbers it was decided by."""

    passed: bool
    numbers: Mapping[str, object]


@dataclass(frozen=True)
class Cast:
    """The two machines and the sentences of their main scene."""

    network: RecurrentModel
    counting: NgramModel
    scene: Scene
    corpus: tuple[Sentence, ...] = field(repr=False)

    @property
    def subjects(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        """Every subject of the scene and its right answers, the scene's own first."""
        own = {tuple(self.scene.subject.split()): (self.scene.answer,)}
        return own | {donor.words: donor.answer for donor in self.scene.donors}

    @property
    def place(self) -> int:
        """The token position of the subject's first word in the sentence."""
        own = self.scene.subject.split()
        starts = range(len(self.scene.sentence))
        return 1 + next(i for i in starts if list(self.scene.sentence[i:i + len(own)]) == own)

    def told_of(self, subject: tuple[str, ...]) -> np.ndarray:
        """The scene's sentence with this subject, as tokens (T,)."""
        before, after = self.place - 1, self.place - 1 + len(self.scene.subject.split())
        return self.tokens(self.scene.sentence[:before] + subject + self.scene.sentence[after:])

    def tokens(self, words) -> np.ndarray:
        """Word numbers from START on, (T,)."""
        return np.concatenate([[START], self.network.vocab.encode(words)])

    @property
    def example(self) -> np.ndarray:
        return self.tokens(self.scene.sentence)


def share(trace: Trace, words) -> float:
    """The share that the words get together as the next word, at the end of a reading."""
    return sum(trace.p(len(trace) - 1, word) for word in words)


def best(trace: Trace) -> str:
    """The most probable next word at the end of a reading."""
    return trace.top(len(trace) - 1)[0][0]


def alike(one: np.ndarray, other: np.ndarray) -> bool:
    """The same shares, but for the last bits of the arithmetic."""
    return np.allclose(one, other, rtol=0, atol=1e-12)


def repeated(cast: Cast) -> tuple[int, int]:
    """Where the last word of the example stands for the first time, and where it ends the sentence."""
    tokens = cast.example
    return int(np.flatnonzero(tokens == tokens[-1])[0]), len(tokens) - 1


def the_network_answers(cast: Cast) -> Outcome:
    """T1: it gives the right word at least 80 of 100 points."""
    trace = cast.network.read(cast.example)
    p = share(trace, [cast.scene.answer])
    return Outcome(p >= 0.8 and best(trace) == cast.scene.answer, {"p": p})


def counting_repeats_itself(cast: Cast) -> Outcome:
    """T2: the 2-gram says the same after both occurrences of the last word, and not the answer."""
    first, last = repeated(cast)
    trace = cast.counting.read(cast.example)
    same = first < last and alike(trace.probs[first], trace.probs[last])
    top, p = trace.top(last)[0]
    return Outcome(same and top != cast.scene.answer, {"top": top, "p": p})


def the_answer_follows_the_subject(cast: Cast) -> Outcome:
    """T3: with any other subject the best word is that subject's answer."""
    traces = {subject: cast.network.read(cast.told_of(subject)) for subject in cast.subjects}
    shares = {subject: share(traces[subject], answers) for subject, answers in cast.subjects.items()}
    right = all(best(traces[subject]) in answers for subject, answers in cast.subjects.items())
    return Outcome(right, named(cast, shares))


def only_the_subject_is_needed(cast: Cast) -> Outcome:
    """T4: with its subject covered an answer falls to 35 points or less; with any other piece covered it stays on top."""
    lost, kept = {}, True
    for subject, answers in cast.subjects.items():
        tokens = cast.told_of(subject)
        own = set(range(cast.place, cast.place + len(subject)))
        lost[subject] = share(cast.network.read(tokens, covered=own), answers)
        others = set(range(1, len(tokens))) - own
        kept = kept and all(best(cast.network.read(tokens, covered=[piece])) in answers for piece in others)
    return Outcome(max(lost.values()) <= 0.35 and kept, {"others_keep_it": kept, **named(cast, lost)})


def the_event_decides_the_reaction(cast: Cast) -> Outcome:
    """T5: after a good event the good reaction is likelier than the bad one, after a bad event the other way round."""
    words, reactions = cast.scene.sentence, cast.scene.reactions
    stories = {"bad": words[:words.index(reactions["bad"])], "good": cast.scene.good}
    traces = {kind: cast.network.read(cast.tokens(story)) for kind, story in stories.items()}
    shares = {f"{kind} event, {word}": share(trace, [word]) for kind, trace in traces.items() for word in reactions.values()}
    right = all(share(traces[kind], [reactions[kind]]) > share(traces[kind], [reactions[other]])
                for kind, other in (("bad", "good"), ("good", "bad")))
    return Outcome(right, shares)


def memory_is_spread(cast: Cast) -> Outcome:
    """T6: 9 of 10 single silences keep the answer; taking the weightiest cell each time it flips at the 2nd … H/3rd cell."""
    singles = [cast.network.read(cast.example, silenced=[cell]) for cell in range(cast.network.n_cells)]
    kept = float(np.mean([best(trace) == cast.scene.answer for trace in singles]))
    path = silenced_one_by_one(cast)
    flips = len(path) if path[-1][2] != cast.scene.answer else None
    spread = flips is not None and 2 <= flips <= cast.network.n_cells / 3
    return Outcome(kept >= 0.9 and spread, {"kept": kept, "flips_at": flips, "cells": [cell for cell, _, _ in path],
                                            "shares": [p for _, p, _ in path]})


def silenced_one_by_one(cast: Cast) -> list[tuple[int, float, str]]:
    """(cell, the answer's share, best word): each time the cell whose silence costs most; ends when the answer flips."""
    answer, path = cast.scene.answer, []
    while (not path or path[-1][2] == answer) and len(path) < cast.network.n_cells:
        gone = [cell for cell, _, _ in path]
        left = [cell for cell in range(cast.network.n_cells) if cell not in gone]
        traces = {cell: cast.network.read(cast.example, silenced=[*gone, cell]) for cell in left}
        cell = min(left, key=lambda cell: share(traces[cell], [answer]))
        path.append((cell, share(traces[cell], [answer]), best(traces[cell])))
    return path


def the_answer_follows_the_memory(cast: Cast) -> Outcome:
    """T7: another sentence's memory, pasted in before the last word, brings its answer; an empty one leaves the old at ≤ 50."""
    network, last, shares, right = cast.network, len(cast.example) - 1, {}, True
    for subject, answers in cast.subjects.items():
        other = network.read(cast.told_of(subject))
        pasted = Memory(last, network.memory(other, len(other) - 1).state)
        trace = network.read(cast.example, memory=pasted)
        shares[subject], right = share(trace, answers), right and best(trace) in answers
    empty = share(network.read(cast.example, memory=Memory(last, network.blank())), [cast.scene.answer])
    return Outcome(right and empty <= 0.5, {**named(cast, shares), "empty": empty})


def a_stranger_leaves_it_unsure(cast: Cast) -> Outcome:
    """T8: with a name it never met as the subject no word gets more than 50 points."""
    words = (cast.scene.unknown,)
    trace = cast.network.read(cast.told_of(words))
    word, p = trace.top(len(trace) - 1)[0]
    return Outcome(words[0] not in cast.network.vocab.index and p <= 0.5, {"top": word, "p": p})


def cells_hold(cast: Cast) -> Outcome:
    """T9: from the subject to the blank at least two cells hold who it was (see hold_scores)."""
    hidden, scores = memories(cast)[tuple(cast.scene.subject.split())], holding(cast)
    steps = np.abs(np.diff(hidden[cast.place:], axis=0)).mean(axis=0)           # (H,)
    return Outcome(np.sum(scores > HOLDS) >= 2, {"cells": np.flatnonzero(scores > HOLDS).tolist(), "mean_change_per_step": float(steps.mean())})


def memories(cast: Cast) -> dict[tuple[str, ...], np.ndarray]:
    """Subject -> hidden states (T, H) of the example told of it."""
    return {subject: cast.network.read(cast.told_of(subject)).signals["hidden"] for subject in cast.subjects}


def holding(cast: Cast) -> np.ndarray:
    """The hold score of every cell in the example, against all other subjects of as many words (H,)."""
    own, *others = memories(cast).values()
    return hold_scores(own, cast.place + len(cast.scene.subject.split()) - 1, [other for other in others if len(other) == len(own)])


def the_corpus_is_balanced(cast: Cast) -> Outcome:
    """T10: before the reaction, no common word but the event's own tells bad from good in over 60 of 100 sentences."""
    counts = clues(cast)
    shares = {word: max(bad, good) / (bad + good) for word, (bad, good) in counts.items() if bad + good >= COMMON}
    word = max(shares, key=shares.get)
    return Outcome(shares[word] <= BALANCED, {"word": word, "p": shares[word], "words_counted": len(shares)})


def clues(cast: Cast) -> dict[str, tuple[int, int]]:
    """Word -> before how many reactions to a bad, and to a good event it stands.

    Counted are words outside the event, and a last word that ends many bad and many good events.
    """
    stories: dict[str, list[Sentence]] = {"bad": [], "good": []}
    for s in cast.corpus:
        if s.reaction is not None and s.kind in stories:
            stories[s.kind].append(s)
    endings = set.intersection(*(common_endings(told) for told in stories.values()))
    found: dict[str, Counter] = {kind: Counter() for kind in stories}
    for kind, told in stories.items():
        for s in told:
            outside = {*s.words[:s.event[0]], *s.words[s.event[1]:s.reaction]}
            found[kind].update(outside | endings & {s.words[s.event[1] - 1]})
    return {word: (found["bad"][word], found["good"][word]) for word in sorted(found["bad"] | found["good"])}


def common_endings(told: list[Sentence]) -> set[str]:
    """Last words of at least three different events, such as 了."""
    events = {s.words[slice(*s.event)] for s in told}
    return {word for word, n in Counter(event[-1] for event in events).items() if n >= 3}


def without_memory_nothing_differs(cast: Cast) -> Outcome:
    """T11: with W cut the network says the same after both occurrences of the last word."""
    first, last = repeated(cast)
    trace = cast.network.cut().read(cast.example)
    return Outcome(first < last and alike(trace.probs[first], trace.probs[last]), {"top": best(trace)})


def named(cast: Cast, shares: Mapping[tuple[str, ...], float]) -> dict[str, float]:
    """Shares by the subject as it is written."""
    return {cast.network.vocab.join(subject): p for subject, p in shares.items()}


SCENES: Mapping[str, Callable[[Cast], Outcome]] = {
    "T1": the_network_answers,
    "T2": counting_repeats_itself,
    "T3": the_answer_follows_the_subject,
    "T4": only_the_subject_is_needed,
    "T5": the_event_decides_the_reaction,
    "T6": memory_is_spread,
    "T7": the_answer_follows_the_memory,
    "T8": a_stranger_leaves_it_unsure,
    "T9": cells_hold,
    "T10": the_corpus_is_balanced,
    "T11": without_memory_nothing_differs,
}


def play(cast: Cast) -> dict[str, Outcome]:
    """All scene tests, in order. (T12, that a rebuild gives the same numbers, compares with a card: see bundles.)"""
    return {name: scene(cast) for name, scene in SCENES.items()}
