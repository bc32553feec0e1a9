"""The scene test of the corpus: nothing but the event gives the reaction away."""

from collections import Counter

from explainer.scenes.cast import Cast, Outcome
from explainer.worlds import Sentence

BALANCED = 0.6          # a word that is not the event may not tell the reaction more often than this
COMMON = 300            # sentences in which a word must stand to be counted


def the_corpus_is_balanced(cast: Cast) -> Outcome:
    """T10: before the reaction, no common word but the event's own tells bad from good in over 60 of 100 sentences."""
    counts = clues(cast)
    shares = {word: max(bad, good) / (bad + good) for word, (bad, good) in counts.items() if bad + good >= COMMON}
    if not shares:                                          # too small a corpus proves nothing
        return Outcome(False, {"words_counted": 0})
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
