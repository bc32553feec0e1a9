"""What the shipped networks score, as their cards say, beside the n-grams that counted the same sentences.

    python -m benchmarks.cards
"""

import json
from pathlib import Path

from benchmarks.report import table

BUNDLES = Path(__file__).parent.parent / "assets" / "bundles"
HEAD = ["", "right at the blank", "… up to 15 words back", "… who and what never met in practice", "perplexity"]


def cards():
    """Every card on disk."""
    return [json.loads(path.read_text("utf-8")) for path in sorted(BUNDLES.glob("*/*.json"))]


def rows(card):
    """One row a model; shares in percent of the held-out sentences."""
    for name, scores in card["scores"].items():
        new, unseen = scores["new_sentences"], scores["unseen_pairs"]
        label = f"**{card['kind']}, {card['cells']} cells, {card['numbers']:,} numbers**" if name == "network" else name
        yield [label, *(f"{100 * share:.1f} %" for share in (new["at_the_blank"], new["up_to_15"], unseen["at_the_blank"])), f"{new['perplexity']:.2f}"]


def scores(card):
    """The table of one card under a line that says what was counted."""
    corpus, counted = card["corpus"], card["scores"]["network"]
    return (f"`{card['world']}`: {card['words_known']} words, {corpus['training']:,} practice sentences; scored on "
            f"{counted['new_sentences']['sentences']:,} new sentences and {counted['unseen_pairs']['sentences']:,} of new pairs.\n\n"
            + table(HEAD, rows(card)))


if __name__ == "__main__":
    print("\n\n".join(map(scores, cards())))
