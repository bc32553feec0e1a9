"""What shuffling does to three kinds of data: a table, a picture, a sentence."""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from explainer import bundles, small, worlds

SHUFFLES = range(1, 7)          # seeds: the first six, whatever they bring


def orders(n: int) -> list[list[int]]:
    """As it was, then the shuffles, of n things."""
    return [list(range(n)), *(list(small.shuffled(n, seed)) for seed in SHUFFLES)]


@lru_cache(maxsize=1)
def table() -> Mapping:
    """Customers, and what the machine says of each while rows and columns change places.

    looks: rows and columns in the order they stand in, and p: the share of the first verdict for every customer, by the number of his row at first.
    """
    machine, shown = small.load("customers").model, small.examples("customers")
    rows, looks = np.asarray(shown.rows, dtype=np.float64), []
    for row_order, column_order in zip(orders(len(rows)), orders(len(shown.columns))):
        moved = machine.rearranged(column_order)
        p = {number: float(moved.shares(rows[number][column_order])[0]) for number in row_order}
        looks.append({"rows": row_order, "columns": column_order, "p": [p[number] for number in range(len(rows))]})
    return {"columns": list(shown.columns), "rows": rows.tolist(), "verdicts": list(small.load("customers").verdicts), "looks": looks}


@lru_cache(maxsize=1)
def picture() -> Mapping:
    """Small pictures, and what the machine says of each while the pixels change places, in the same way in every picture.

    orders: of the 64 pixels; faces: pixels (64,), verdict, shares: one row of shares of `verdicts` for every order.
    """
    bundle = small.load("faces")
    places, faces = orders(64), []
    for face in small.examples("faces"):
        pixels = np.asarray(face.pixels, dtype=np.float64)
        faces.append({"pixels": pixels.tolist(), "verdict": face.verdict, "shares": [bundle.model.shares(pixels[order]).tolist() for order in places]})
    return {"orders": places, "faces": faces, "verdicts": list(bundle.verdicts)}


@lru_cache(maxsize=4)
def sentence(language: str) -> Mapping:
    """The sentence of the main scene with its last word, read by the diary's network while its words change places.

    looks: the order of the words; surprise: at each of them it is as if the network guessed blindly among so many; guessed (T,): which of them
    stood on top before they came. n_words: so many words the network has.
    """
    world = f"diary_{language}"
    model, scene = bundles.model(world), worlds.load(world).scene
    words = [*scene.sentence, scene.answer]
    texts = [(order, [words[i] for i in order]) for order in orders(len(words))]
    looks = [{"order": order, "surprise": small.surprise(model, text), "guessed": small.guessed(model, text)} for order, text in texts]
    return {"words": words, "looks": looks, "n_words": len(model.vocab)}
