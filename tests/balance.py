"""Counting what gives a sentence's ending away: single features of what stands before the reaction."""

from collections import Counter, defaultdict

CLASSES = ("bad", "good")


def judged(sentences):
    """Sentences in which somebody reacts to a good or a bad event."""
    return [s for s in sentences if s.kind in CLASSES and s.reaction is not None]


def words_outside_events(sentences):
    """Every word that stands outside an event somewhere before a reaction."""
    found = set()
    for s in sentences:
        before = range(s.reaction)
        found.update(s.words[i] for i in before if not s.event[0] <= i < s.event[1])
    return found


def features(sentence, allowed):
    """What a reader could notice before the reaction without reading what happened."""
    words = sentence.words[: sentence.reaction]
    begin, end = sentence.event
    for word in set(words) & allowed:
        yield "has", word
        yield "times", word, min(words.count(word), 5)
    for i, word in enumerate(words):
        if word in allowed and word not in ("，", ","):
            yield "at", i, word
            if i + 1 < len(words) and words[i + 1] in ("，", ","):
                yield "before a comma", word
    if words[end - 1] in allowed:
        yield "event ends in", words[end - 1]
    yield "length", len(words) // 2
    yield "length of the event", end - begin
    yield "subject at", sentence.subject
    yield "first", words[0]
    yield "last", words[-1]


def giveaways(sentences, limit=.60, least=300):
    """Features that predict praise or blame better than `limit`: [(feature, share, count)]; those seen less often do not count."""
    sentences = judged(sentences)
    allowed, counts = words_outside_events(sentences), defaultdict(Counter)
    for s in sentences:
        for feature in set(features(s, allowed)):
            counts[feature][s.kind] += 1
    found = [(feature, max(n.values()) / n.total(), n.total()) for feature, n in counts.items()]
    return sorted((f for f in found if f[1] > limit and f[2] >= least), key=lambda f: -f[1])


def shares(sentences, key):
    """How often each value of `key` occurs, as shares of 1."""
    counts = Counter(map(key, sentences))
    return {value: n / counts.total() for value, n in counts.items()}


def difference(one, other):
    """Half the sum of all differences of two shares: 0 the same, 1 nothing in common."""
    return sum(abs(one.get(value, 0) - other.get(value, 0)) for value in one.keys() | other.keys()) / 2
