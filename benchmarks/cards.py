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
    return [card for card in all_cards() if "verdicts" in card]


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


def graduates(card):
    """The same machine from other lessons or another start: right at the blank, by how many words back the person stands."""
    ends = list(next(iter(card["scores"].values()))["by_distance"])
    spans = [f"{low + 1}–{high}" for low, high in zip([1, *map(int, ends)], map(int, ends))]
    body = [[f"**{name}**" if name == "good" else name, f"{100 * found['at_the_blank']:.1f} %", *(f"{right} of {of}" for right, of in found["by_distance"].values())]
            for name, found in card["scores"].items()]
    return table(["", "right at the blank", *(f"{span} words back" for span in spans)], body)


def race(card, places=(0, 10, 20, 30, 40)):
    """Who was it? Right answers by the words between, every training by itself."""
    body = [[diet, f"{kind}, {card['numbers'][kind]['all']:,} numbers", *(" / ".join(f"{100 * curve[k]:.0f}" for curve in curves) for k in places)]
            for diet, kinds in card["curves"].items() for kind, curves in kinds.items()]
    return table(["practised at", "machine", *(f"{k} words between" for k in places)], body)


def inside_cards():
    """What Act Two shows of stored trainings: (the line above it, its table)."""
    for path in sorted(BUNDLES.glob("graduates_*/card.json")):
        yield f"`{path.parent.name}`: the shipped network, and the same machine taught otherwise.", graduates(json.loads(path.read_text("utf-8")))
    yield "`race`: percent right, one figure for each training.", race(json.loads((BUNDLES / "race" / "card.json").read_text("utf-8")))


def told(what, number):
    """A share in percent, a perplexity as it is."""
    if number is None:
        return ""
    return f"{number:.2f}" if what == "perplexity" else f"{100 * number:.1f} %"


if __name__ == "__main__":
    print("\n\n".join([*map(scores, cards()), *map(small_scores, small_cards()), *map("\n\n".join, inside_cards())]))
