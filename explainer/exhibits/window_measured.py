"""What a longer window brings and costs: rows that could be and rows that are, answers to held-out sentences, hesitation."""

from collections.abc import Sequence

import numpy as np

from explainer.exhibits.window import answers, counted, diary, numbered

GUESSES = (.95, .60)        # options of the guess that opens the chapter; its last one is what was measured


def floors(language: str) -> dict[int, dict]:
    """n -> the rows of its table: possible = words ^ (n−1), stored = different runs of n−1 words that the corpus holds."""
    home = diary(language)
    n_words = home.card["words"]
    return {n: {"possible": n_words ** (n - 1), "stored": home.window(n)["stored"], "empty": n_words ** (n - 1) - home.window(n)["stored"]}
            for n in range(2, home.longest + 1)}


def questions(language: str) -> dict:
    """Held-out sentences, each under windows of every length and before the network."""
    home = diary(language)
    asked = [{**{part: record[part] for part in ("words", "answer", "person")}, "b": answers(home.network.read(numbered(home, record["words"]))),
              "a": {n: counted(row) for n, row in record["a"].items()}} for record in home.card["questions"].values()]
    return {"questions": asked, "longest": home.longest}


def exam(language: str) -> dict:
    """Shares of the held-out blanks by n: right, without a row, right all the same; and how often the network is right."""
    home = diary(language)
    by_n = {part: [home.window(n)[part] for n in range(2, home.longest + 1)] for part in ("right", "blank", "right_in_blank", "inside", "inside_blank")}
    return {"words": list(range(1, home.longest)), **by_n, "network": home.card["network"]["right"], "held_out": home.card["held_out"]}


def hesitation(language: str) -> dict:
    """Between how many words each machine hesitates: at every word of the scene (1 / p), and over all held-out words."""
    home = diary(language)
    words = (*home.scene.sentence, home.scene.answer)
    tokens = numbered(home, words)
    network = home.network.read(tokens[:-1]).probs[np.arange(len(words)), tokens[1:]]
    return {"words": list(words), "longest": home.longest,
            "a": {n: [1 / p for p in record["shares"]] for n, record in home.card["scene"]["a"].items()}, "b": [1 / p for p in network.tolist()],
            "by_n": {n: row["perplexity"] for n, row in home.card["windows"].items()}, "network": home.card["network"]["perplexity"]}


def average(choices: Sequence[float]) -> float:
    """The geometric mean: n-th root of the product, the fair mean of "one of so many"."""
    return float(np.exp(np.mean(np.log(choices))))


def guesses(language: str) -> tuple[float, ...]:
    """What the options of the opening guess say, the measured share last, to the nearest 5 points."""
    home = diary(language)
    return (*GUESSES, round(20 * home.window(home.reveals)["right"]) / 20)
