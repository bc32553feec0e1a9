"""Chapter 7, computed: what one score hides. A judge of customers at every threshold, five exams in turn, shares that keep their word."""

from functools import lru_cache

from explainer import bundles, small
from explainer.bundles import film, folds
from explainer.small import customers

THRESHOLDS = tuple(n / 20 for n in range(1, 20))       # "leaves" is said from this share on
FEWEST = 30                                            # guesses that a bin needs to be shown


def counted(shares, leaves, threshold) -> dict[str, int]:
    """The four kinds of outcome when "leaves" is said from a threshold on.

    found: said and so; false: said and not so; missed: not said and so; spared: neither.
    """
    said = [share >= threshold for share in shares]
    pairs = list(zip(said, leaves))
    return {"found": pairs.count((True, True)), "false": pairs.count((True, False)),
            "missed": pairs.count((False, True)), "spared": pairs.count((False, False))}


def precision(found: int, false: int) -> float | None:
    """Of those that were said to leave, the share that did; None if nobody was said to."""
    return found / (found + false) if found + false else None


def recall(found: int, missed: int) -> float:
    """Of those that left, the share that was said to."""
    return found / (found + missed)


@lru_cache(maxsize=1)
def thresholds() -> dict:
    """The judge of chapter 3 on customers it never met, at every threshold; rule: the score of the rule that the table was made by."""
    bundle, stories = small.load("customers"), customers.Customers().piles().test
    shares, leaves = [float(bundle.model.shares(story.item)[0]) for story in stories], [story.verdict == customers.LEAVES for story in stories]
    rows = []
    for threshold in THRESHOLDS:
        row = counted(shares, leaves, threshold)
        rows.append({**row, "accuracy": (row["found"] + row["spared"]) / len(stories), "precision": precision(row["found"], row["false"]), "recall": recall(row["found"], row["missed"])})
    scores = bundle.card["scores"]
    return {"of": len(stories), "leave": sum(leaves), "rows": rows, "thresholds": list(THRESHOLDS), "rule": scores["rule"]["new"],
            "folds": folds.load()["scores"], "fold": folds.load()["customers"][0]}


@lru_cache(maxsize=4)
def calibration(language: str) -> dict:
    """How often the network's best guess was right, by the share it had: bins of a tenth with enough guesses, [tenth, times, mean share, times right].

    off: by how much share and truth differ, a guess counted once
    """
    card = film.card(language)["calibration"]
    bins = [[i, times, said, right] for i, (times, said, right) in enumerate(card["bins"]) if times >= FEWEST]
    off = sum(abs(right - said * times) for _, times, said, right in bins) / sum(times for _, times, _, _ in bins)
    scores = bundles.load(f"diary_{language}").card["scores"]
    return {"bins": bins, "sentences": card["sentences"], "words": card["words"], "right": card["right"], "off": off,
            "perplexity": {"network": scores["network"]["new_sentences"]["perplexity"], "counting": scores["2-gram"]["new_sentences"]["perplexity"]}}
