"""The n-gram baseline: count what followed the last n−1 words, smooth, and know which sentences voted."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from explainer.models import as_read
from explainer.trace import Trace
from explainer.vocabulary import START, UNKNOWN, Vocabulary


@dataclass(frozen=True)
class Table:
    """All windows of one length that the corpus holds, and what followed each.

    A window of `length` words is known by (its first word, the number of the window without it): `keys`, sorted.
    What followed stands in pairs, window by window: the words of window i are `words[bounds[i]:bounds[i + 1]]`.
    """

    length: int
    keys: np.ndarray            # (windows,)
    bounds: np.ndarray          # (windows + 1,)
    words: np.ndarray           # (pairs,)
    counts: np.ndarray          # (pairs,) how often the word followed the window
    votes: np.ndarray           # (pairs,) what Kneser–Ney counts: for a shorter window, before how many words the pair stood
    discount: float             # taken off every vote and handed to shorter windows

    def row(self, window: int) -> slice:
        return slice(self.bounds[window], self.bounds[window + 1])


class NgramModel:
    """Interpolated Kneser–Ney n-grams (Kneser & Ney 1995; Chen & Goodman 1999, section 2.7).

    P(w | window) = max(votes(w) − D, 0) / Σ votes + D · kinds / Σ votes · P(w | window without its first word)

    The longest window counts occurrences; a shorter one counts the different words that stood before it. A window that
    begins with START has nothing before it and counts occurrences. D = n₁ / (n₁ + 2 n₂), from the pairs counted once
    and twice. The chain ends in equal shares for all words but START and UNKNOWN.
    """

    def __init__(self, n: int, vocab: Vocabulary, tokens, starts):
        """Count a corpus: `tokens` (N,) word numbers of all sentences, each beginning with START at one of `starts` (S,)."""
        if n < 1:
            raise ValueError("an n-gram counts groups of at least one word")
        self.n, self.vocab = n, vocab
        self.tokens = np.asarray(tokens, dtype=np.int64)
        self.starts = np.asarray(starts, dtype=np.int64)
        if len(self.tokens) == 0 or np.any(self.tokens[self.starts[self.starts < len(self.tokens)]] != START):
            raise ValueError("every sentence of a corpus begins with START")
        self.tables = self._count()

    def read(self, tokens, *, covered=(), silenced=(), memory=None) -> Trace:
        """Read word numbers (T,); see LanguageModel.read. There is nothing to silence and no memory to swap.

        signals: `shorter` (T, K) the shares by the shorter windows; `total` (T, 1) votes of the longest window, 0 if it was
        never seen; `discount` and `leftover` (T, 1): probs = max(counts − discount, 0) / total + leftover · shorter.
        """
        tokens = as_read(tokens, covered, len(self.vocab))
        rows = [self._row(tokens[:t + 1]) for t in range(len(tokens))]
        probs, counts, shorter, total, discount, leftover = (np.stack(column) for column in zip(*rows))
        signals = {"shorter": shorter, "total": total, "discount": discount, "leftover": leftover}
        return Trace(tokens, self.vocab, probs, signals, counts)

    def voters(self, tokens, word: int, limit: int = 5) -> list[list[str]]:
        """Corpus sentences, as words, in which `word` follows the last n−1 of the given word numbers."""
        windows = self._windows(np.asarray(tokens, dtype=np.int64))
        length = min(self.n - 1, len(tokens))
        if len(windows) <= length:
            return []
        places = np.flatnonzero((self._window_at[length] == windows[length]) & (self.tokens == word))
        sentences = np.unique(np.searchsorted(self.starts, places, side="right") - 1)[:limit]
        ends = np.append(self.starts, len(self.tokens))
        return [[self.vocab.words[i] for i in self.tokens[self.starts[s] + 1:ends[s + 1]]] for s in sentences]

    @cached_property
    def _equal_shares(self) -> np.ndarray:
        shares = np.full(len(self.vocab), 1 / max(1, len(self.vocab) - 2))
        shares[[START, UNKNOWN]] = 0
        return shares

    def _windows(self, tokens) -> list[int]:
        """The numbers of the stored windows that end at the last of `tokens`, from no word to at most n−1."""
        windows = [0]
        for table in self.tables[1:len(tokens) + 1]:
            key = tokens[-table.length] * self._spread(table.length) + windows[-1]
            at = np.searchsorted(table.keys, key)
            if at == len(table.keys) or table.keys[at] != key:
                break
            windows.append(int(at))
        return windows

    def _row(self, tokens):
        """Row t of every array of the trace, from the tokens up to t."""
        K, windows = len(self.vocab), self._windows(tokens)
        shorter, counts, parts = self._equal_shares, np.zeros(K, np.int64), NO_ROW
        for table, window in zip(self.tables, windows):
            row = table.row(window)
            votes, counts = np.zeros(K, np.int64), np.zeros(K, np.int64)
            votes[table.words[row]], counts[table.words[row]] = table.votes[row], table.counts[row]
            before, parts = shorter, smoothed(votes, table.discount, shorter)
            shorter = parts["share"]
        if len(windows) <= min(self.n - 1, len(tokens)):        # no such row: only shorter windows speak
            return shorter, np.zeros(K, np.int64), shorter, *(np.array([NO_ROW[name]]) for name in ("total", "discount", "leftover"))
        return parts["share"], counts, before, *(np.array([float(parts[name])]) for name in ("total", "discount", "leftover"))

    def _spread(self, length: int) -> int:
        """What a first word is multiplied with, so that (word, shorter window) becomes one number."""
        return len(self.tables[length - 1].keys) if length - 1 < len(self.tables) else 1

    def _count(self) -> tuple[Table, ...]:
        """One table for every window length from 0 to n−1."""
        K, N = len(self.vocab), len(self.tokens)
        place = np.arange(N) - np.repeat(self.starts, np.diff(np.append(self.starts, N)))    # words before this one
        at = np.where(place > 0, 0, -1)                         # the number of the window before each word; -1: none
        self._window_at = [at]
        grown = [(np.zeros(1, np.int64), at)]                   # keys, window at each place
        for length in range(1, self.n):
            keys, at = self._longer(grown[-1][1], len(grown[-1][0]), length, place)
            grown.append((keys, at))
            self._window_at.append(at)
        tables = []
        for length, (keys, at) in enumerate(grown):
            here = at >= 0
            pairs, counts = np.unique(at[here] * K + self.tokens[here], return_counts=True)
            votes = counts
            if length < self.n - 1:
                votes = self._continuations(pairs, counts, length, *grown[length + 1][1:], at, K)
            bounds = np.searchsorted(pairs, np.arange(len(keys) + 1) * K)
            once, twice = np.sum(votes == 1), np.sum(votes == 2)
            discount = float(once / (once + 2 * twice)) if once and twice else 0.5
            tables.append(Table(length, keys, bounds, pairs % K, counts, votes, discount))
        return tuple(tables)

    def _longer(self, at, n_windows, length, place):
        """Windows of one word more: their sorted keys and their number before each place."""
        whole = place >= length
        first = np.full(len(at), -1)
        first[whole] = self.tokens[np.flatnonzero(whole) - length]
        keys, number = np.unique(first[whole] * n_windows + at[whole], return_inverse=True)
        longer = np.full(len(at), -1)
        longer[whole] = number
        return keys, longer

    def _continuations(self, pairs, counts, length, longer_at, at, K):
        """Before how many different words each (window, word) stood; occurrences for windows that begin with START."""
        here = longer_at >= 0
        _, first_places = np.unique(longer_at[here] * K + self.tokens[here], return_index=True)
        places = np.flatnonzero(here)[first_places]             # one place for each longer pair
        votes = np.bincount(np.searchsorted(pairs, at[places] * K + self.tokens[places]), minlength=len(pairs))
        return np.where(votes == 0, counts, votes)              # votes 0: nothing can stand before START


NO_ROW = {"total": 0.0, "discount": 0.0, "leftover": 1.0}


def smoothed(votes, discount, shorter):
    """A little is taken off every vote; what is left over is shared out as the shorter window would. votes, shorter (K,)"""
    total = votes.sum()
    kept = np.maximum(votes - discount, 0) / total      # (K,)
    leftover = 1 - kept.sum()
    share = kept + leftover * shorter                   # (K,)
    return {"total": total, "discount": discount, "leftover": leftover, "share": share}
