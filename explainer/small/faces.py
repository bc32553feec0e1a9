"""Faces of 8 × 8 pixels: smiling, sad, or no face at all.

A face is drawn with small differences and noise. The third pile holds dots strewn anywhere: as many, and as dark, as in a face.
"""

import random
from dataclasses import dataclass

import numpy as np

from explainer.models.judges import ConvolutionalModel
from explainer.recipes import SMALL
from explainer.scenes import Outcome
from explainer.small.world import NETWORK, Piles, Story, best, right
from explainer.trace import frozen

SMILING, SAD, NO_FACE = "smiling", "sad", "none"
SIDE = 8
SHOWN = 2024                    # the seed of the faces on show; no other face has it
NOISE = 0.1                     # standard deviation of a pixel
ROUND = tuple((row, column) for row in range(SIDE) for column in range(SIDE) if round((row - 3.5) ** 2 + (column - 3.5) ** 2) in (12, 14, 16))


@dataclass(frozen=True)
class Face:
    """A picture (64,) to show, row by row, 0 paper … 1 ink, that no pile holds; and its verdict."""

    pixels: np.ndarray
    verdict: str


def shuffled(n: int, seed: int) -> tuple[int, ...]:
    """An order of n things, the same for the same seed on every machine."""
    return tuple(random.Random(seed).sample(range(n), n))


def face(rng: random.Random, smiling: bool) -> list[float]:
    """A picture, row by row."""
    mouth, left, tall = rng.choice((4, 5)), rng.choice((1, 2, 2, 2)), rng.random() < 0.3
    corners, middle = (mouth, mouth + 1) if smiling else (mouth + 1, mouth)
    dark = {(2, 2), (2, 5)} | ({(1, 2), (1, 5)} if tall else set())
    dark |= {(corners, left), (corners, 7 - left)} | {(middle, column) for column in range(left + 1, 7 - left)}
    ink, outline = rng.uniform(0.7, 1.0), rng.uniform(0.4, 0.8)
    picture = [[ink if (row, column) in dark else outline if (row, column) in ROUND else 0.0 for column in range(SIDE)] for row in range(SIDE)]
    return [round(min(1.0, max(0.0, value + rng.gauss(0, NOISE))), 2) for line in picture for value in line]


class Faces:
    """Small filters that look at neighbours."""

    name = "faces"
    verdicts = (SMILING, SAD, NO_FACE)
    recipes = ("faces",)

    def piles(self):
        recipe = SMALL[self.name]
        rng, stories = random.Random(recipe.world_seed), []
        for number in range(recipe.n_stories):
            verdict = self.verdicts[number % 3]
            pixels = face(rng, verdict == SMILING if verdict != NO_FACE else rng.random() < 0.5)
            if verdict == NO_FACE:
                rng.shuffle(pixels)
            stories.append(Story(frozen(pixels), (verdict,)))
        cut = len(stories) * 6 // 10, len(stories) * 7 // 10
        return Piles(stories[:cut[0]], stories[cut[0]:cut[1]], stories[cut[1]:])

    def train(self, piles):
        from explainer.training import small as training

        return {NETWORK: training.filters(*(self.arrays(pile) for pile in piles[:2]), SIDE, len(self.verdicts), SMALL[self.name])}

    def arrays(self, stories: list[Story]) -> tuple[np.ndarray, np.ndarray]:
        """Pictures (S, 64) and the numbers of their verdicts (S,)."""
        return np.stack([story.item for story in stories]).astype(np.float32), np.array([self.verdicts.index(story.verdict) for story in stories])

    def machines(self, tables):
        return {NETWORK: ConvolutionalModel.from_weights(SIDE, tables[NETWORK])}

    def shares(self, machine, item):
        return dict(zip(self.verdicts, map(float, machine.shares(item))))

    def scores(self, machines, piles):
        """Held-out pictures as they are; held-out faces with their pixels shuffled: is the mood still told, or no face seen?"""
        faces = [story for story in piles.test if story.verdict != NO_FACE]
        moved = [Story(story.item[list(shuffled(SIDE * SIDE, seed))], story.answers) for seed, story in enumerate(faces)]
        network = machines[NETWORK]
        blank = [best(self.shares(network, story.item)) == NO_FACE for story in moved]
        return {NETWORK: {"new": right(self, network, piles.test), "faces": right(self, network, faces),
                          "shuffled": right(self, network, moved), "shuffled_seen_as_no_face": float(np.mean(blank))}}

    def claims(self, machines, piles):
        network, found = machines[NETWORK], self.scores(machines, piles)[NETWORK]
        shown = [self.shares(network, face.pixels)[face.verdict] for face in self.examples()]
        collapsed = [max(self.shares(network, face.pixels[list(shuffled(SIDE * SIDE, seed))])[face.verdict] for seed in range(50))
                     for face in self.examples()]
        return {
            "it tells new pictures": Outcome(found["new"] >= 0.97, {"right": found["new"]}),
            "shuffled pixels break it": Outcome(found["shuffled"] <= 0.05 and found["shuffled_seen_as_no_face"] >= 0.95, {
                "faces": found["faces"], "shuffled": found["shuffled"], "seen_as_no_face": found["shuffled_seen_as_no_face"]}),
            "every face on show is told, and never when shuffled": Outcome(min(shown) >= 0.8 and max(collapsed) < 0.5, {"as_drawn": shown, "at_best_of_50_shuffles": collapsed}),
        }

    def examples(self):
        rng = random.Random(SHOWN)
        return tuple(Face(frozen(face(rng, verdict == SMILING)), verdict) for verdict in (SMILING, SAD, SMILING, SAD))
