"""What the shipped networks score, as their cards say, beside the baselines that met the same sentences.

    python -m benchmarks.cards
"""

import json
from pathlib import Path

from benchmarks.report import table

BUNDLES = Path(__file__).parent.parent / "assets" / "bundles"
SCORED = {"new": "new stories", "one": "one frame", "five": "five frames", "faces": "faces as drawn", "shuffled": "their pixels shuffled", "shuffled_seen_as_no_face": "… taken for no face",
          "longer": "longer recipes", "up_to_6": "up to six steps", "late_of_8": "eight steps, decided in the last two", "perplexity": "perplexity"}
HEAD = ["", "right at the blank", "… up to 15 words back", "… who and what never met in practice", "perplexity"]


def cards():
    """Every card of a diary."""
    return [card for card in all_cards() if "scenes" in card]


def small_cards():
    """Every card of a small world whose machines are scored."""
    return [card for card in all_cards() if "claims" in card and "scores" in card]


def all_cards():
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


def small_scores(card):
    """The table of one small world: a row a machine, a column for everything that was scored."""
    measured = list(dict.fromkeys(what for found in card["scores"].values() for what in found))
    body = [[f"**{name}, {card['numbers'][name]:,} numbers**" if name == "network" else f"{name}, {card['numbers'][name]:,} numbers" if name in card["numbers"] else name,
             *(told(what, found.get(what)) for what in measured)] for name, found in card["scores"].items()]
    return f"`{card['world']}`: {card['corpus']['training']:,} practice stories, {card['corpus']['test']:,} new ones.\n\n" + table(["right, of", *(SCORED[what] for what in measured)], body)


def told(what, number):
    """A share in percent, a perplexity as it is."""
    if number is None:
        return ""
    return f"{number:.2f}" if what == "perplexity" else f"{100 * number:.1f} %"


if __name__ == "__main__":
    print("\n\n".join([*map(scores, cards()), *map(small_scores, small_cards())]))
