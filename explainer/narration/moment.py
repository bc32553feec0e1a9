"""Moment: what can be said about one step, computed from the two readings and nothing else."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from explainer.trace import Trace
from explainer.vocabulary import UNKNOWN

SURE, UNSURE = 0.8, 0.5      # at least / below: the share of the best word that we call sure / unsure
LEAN = 0.2                   # from here on a best word that is far ahead is leant to
CLOSE = 0.7                  # a second best word with this part of the best one's share cannot be told apart from it
EVEN = 2.5                   # shares are even if none is more than so many times another
COLOURED = 0.3               # a cell counts as coloured from this size on
AHEAD, FAR_AHEAD = 1.4, 2.5  # so many times the second best: a best word is ahead, far ahead


@dataclass(frozen=True)
class Moment:
    """Step t of a sentence of n words, read by A (counts) and B (recurrent). Row t follows the t-th word."""

    words: tuple[str, ...]   # (n,) as they stand in the sentence
    a: Trace
    b: Trace
    t: int

    @property
    def word(self) -> str:
        """The word just read; empty at step 0."""
        return self.words[self.t - 1] if self.t else ""

    @property
    def before(self) -> str:
        """The word before it; empty at steps 0 and 1."""
        return self.words[self.t - 2] if self.t > 1 else ""

    @property
    def last(self) -> bool:
        return self.t == len(self.words)

    @cached_property
    def best_a(self) -> list[tuple[str, float]]:
        return self.a.top(self.t, 4)

    @cached_property
    def best_b(self) -> list[tuple[str, float]]:
        return self.b.top(self.t, 4)

    @property
    def pa(self) -> float:
        return self.best_a[0][1]

    @property
    def pb(self) -> float:
        return self.best_b[0][1]

    @property
    def agree(self) -> bool:
        return self.best_a[0][0] == self.best_b[0][0]

    @property
    def unknown(self) -> bool:
        return self.t > 0 and self.a.tokens[self.t] == UNKNOWN

    @property
    def no_row(self) -> bool:
        """A's table has no such row: nothing ever followed this word in its practice."""
        return self.a.counts is not None and not self.a.counts[self.t].any()

    def new_pair_at(self, t: int) -> bool:
        """A's counts say that the t-th word never followed the one before it."""
        pair = self.a.tokens[t - 1:t + 1]
        return t > 0 and UNKNOWN not in pair and self.a.counts is not None and self.a.counts[t - 1][pair[1]] == 0

    @property
    def new_pair(self) -> bool:
        return self.new_pair_at(self.t)

    @cached_property
    def n_new_pairs(self) -> int:
        """How many neighbours up to this step never stood side by side in A's practice."""
        return sum(self.new_pair_at(t) for t in range(2, self.t + 1))

    @property
    def n_kinds(self) -> int:
        """How many different words followed this one in A's practice."""
        return 0 if self.a.counts is None else int(np.count_nonzero(self.a.counts[self.t]))

    @cached_property
    def earlier(self) -> tuple[int, ...]:
        """Earlier steps that ended in the same word and gave exactly the same answers of A."""
        if not self.t or self.unknown:
            return ()
        same = [s for s in range(1, self.t) if self.a.tokens[s] == self.a.tokens[self.t]]
        return tuple(same) if all(np.array_equal(self.a.probs[s], self.a.probs[self.t]) for s in same) else ()

    @cached_property
    def comes_back(self) -> bool:
        """This is where the sentence's last word occurs for the first time."""
        return 0 < self.t and repeat(self.a)[0] == self.t

    @property
    def decides_next(self) -> bool:
        """At the next step the last word has come back, B is not in doubt, and the two machines part."""
        if repeat(self.a)[1] != self.t + 1:
            return False
        following = Moment(self.words, self.a, self.b, self.t + 1)
        return not following.agree and following.pb >= UNSURE

    @property
    def right(self) -> bool:
        """A's best word is the one that stands next in the sentence."""
        return not self.last and self.best_a[0][0] == self.words[self.t]

    @cached_property
    def anyone(self) -> tuple[str, ...]:
        """The two to four words between which both machines spread their points; empty if there are none."""
        if max(self.pa, self.pb) >= SURE:
            return ()
        for n in (2, 3, 4):
            a, b = dict(self.best_a[:n]), dict(self.best_b[:n])
            even = all(max(shares.values()) < EVEN * min(shares.values()) for shares in (a, b))
            if a.keys() == b.keys() and min(sum(a.values()), sum(b.values())) >= 0.75 and even:
                return tuple(a)
        return ()

    @property
    def torn(self) -> bool:
        """A cannot tell its two best words apart; B leans to one of them."""
        (one, p), (two, q) = self.best_a[:2]
        return p < SURE and q >= CLOSE * p and p + q >= 0.25 and self.best_b[0][0] in (one, two) and self.b_leans

    @property
    def b_leans(self) -> bool:
        """B's best word is far ahead of its second best."""
        (_, p), (_, q) = self.best_b[:2]
        return p >= UNSURE or (p >= LEAN and p >= FAR_AHEAD * q)

    @property
    def same_first(self) -> bool:
        """Both machines put the same word first, ahead of the next."""
        return self.agree and all(p >= AHEAD * q for (_, p), (_, q) in (self.best_a[:2], self.best_b[:2]))

    @cached_property
    def n_keep(self) -> int:
        """Cells of B that are coloured before and after this word, and in the same colour."""
        old, new = self._colours()
        return int(np.sum((old == new) & (new != 0)))

    @cached_property
    def n_change(self) -> int:
        """Cells of B that this word turned from one of negative, white, positive to another."""
        old, new = self._colours()
        return int(np.sum(old != new))

    def _colours(self) -> tuple[np.ndarray, np.ndarray]:
        """−1, 0 or 1 for every cell, before and after this word: (H,) and (H,)."""
        hidden = self.b.signals["hidden"][[max(self.t - 1, 0), self.t]]
        old, new = np.sign(hidden) * (abs(hidden) > COLOURED)
        return old, new


def repeat(trace: Trace) -> tuple[int | None, int | None]:
    """Steps at which the sentence's last word occurs for the first time and at the end; (None, None) if only once."""
    n = len(trace) - 1
    found = [t for t in range(1, n + 1) if trace.tokens[t] == trace.tokens[n] != UNKNOWN]
    return (found[0], n) if len(found) > 1 else (None, None)
