"""A flip book of 8 × 8 pixels: is the sliding door opening or closing?

A clip is five frames with noise. The gap of the door grows, or shrinks, by the same step from frame to frame. Every clip stands in its
pile forwards and backwards, so that each frame belongs to a door that opens as often as to one that closes. The machines learn from whole
clips and from single frames of them, any of the five.
"""

import random
from dataclasses import dataclass

import numpy as np

from explainer.models.frames import FrameModel
from explainer.recipes import SMALL
from explainer.scenes import Outcome
from explainer.small.words import NOTHING
from explainer.small.world import NETWORK, Piles, Story, right
from explainer.trace import frozen
from explainer.vocabulary import RESERVED, Vocabulary

OPENING, CLOSING = "opening", "closing"
SIDE, N_FRAMES = 8, 5
STEPS = (0.5, 0.9)              # pixels by which the gap changes from frame to frame
SHOWN = 2024                    # the seed of the clips on show; no pile holds them
NOISE = 0.12                    # standard deviation of a pixel
DOOR = 0.85                     # how dark the door is: 0 paper, 1 ink


@dataclass(frozen=True)
class Clip:
    """Five frames (5, 64) to show, and what the door does in them; frames[::-1] is the same clip backwards."""

    frames: np.ndarray
    verdict: str


def frame(gap: float, middle: float, rng: random.Random) -> list[float]:
    """One picture, row by row: a beam on top, two leaves of a door under it, a gap between them."""
    pixels = []
    for row in range(SIDE):
        for column in range(SIDE):
            free = max(0.0, min(column + 1, middle + gap / 2) - max(column, middle - gap / 2))     # the share of the pixel inside the gap
            ink = 1.0 if row == 0 else DOOR * (1 - free)
            pixels.append(round(min(1.0, max(0.0, ink + rng.gauss(0, NOISE))), 2))
    return pixels


def opening(rng: random.Random) -> np.ndarray:
    """Frames (5, 64) of a door that opens."""
    step, middle = rng.uniform(*STEPS), SIDE / 2 + rng.uniform(-0.5, 0.5)
    half = step * (N_FRAMES - 1) / 2
    gap = rng.uniform(half, SIDE - 1 - half)                                    # in the middle frame
    return np.array([frame(gap + (number - N_FRAMES // 2) * step, middle, rng) for number in range(N_FRAMES)])


def singles(story: Story) -> list[Story]:
    """Each frame of a clip alone."""
    return [Story(story.item[number:number + 1], (story.verdict,)) for number in range(N_FRAMES)]


def pair(rng: random.Random) -> list[Story]:
    """A clip, forwards and backwards."""
    frames = opening(rng)
    return [Story(frozen(way), (None,) + (verdict,) * (N_FRAMES - 1)) for way, verdict in ((frames, OPENING), (frames[::-1], CLOSING))]


class Clips:
    """A few memory cells that remember how wide the gap was."""

    name = "clips"
    verdicts = (OPENING, CLOSING)
    recipes = ("clips",)
    vocabulary = Vocabulary((*RESERVED, OPENING, CLOSING), " ")

    def piles(self):
        recipe = SMALL[self.name]
        rng = random.Random(recipe.world_seed)
        pairs = [pair(rng) for _ in range(recipe.n_stories // 2)]
        cut = len(pairs) * 6 // 10, len(pairs) * 7 // 10
        return Piles(*([one for both in part for one in both] for part in (pairs[:cut[0]], pairs[cut[0]:cut[1]], pairs[cut[1]:])))

    def train(self, piles):
        from explainer.training import small as training

        training_pile, validation = (self.arrays(pile) for pile in piles[:2])
        K, recipe = len(self.vocabulary), SMALL[self.name]
        return {NETWORK: training.recurrent(training_pile, validation, K, recipe),
                "single": training.recurrent(training_pile, validation, K, recipe, remembers=False)}

    def arrays(self, stories: list[Story]) -> tuple[np.ndarray, np.ndarray]:
        """Inputs (S, 5, 64) and targets (S, 5) of the clips, then of their frames alone with nothing after them."""
        stories = [*stories, *(single for story in stories for single in singles(story))]
        frames = np.zeros((len(stories), N_FRAMES, SIDE * SIDE), np.float32)
        targets = np.full(frames.shape[:2], NOTHING)
        for row, story in enumerate(stories):
            frames[row, :len(story.item)] = story.item
            for place, answer in enumerate(story.answers):
                if answer:
                    targets[row, place] = self.vocabulary.index[answer]
        return frames, targets

    def machines(self, tables):
        return {name: FrameModel.from_weights(self.vocabulary, tables[name]) for name in (NETWORK, "single")}

    def shares(self, machine, item):
        trace = machine.read(item)
        return {verdict: trace.p(len(trace) - 1, verdict) for verdict in self.verdicts}

    def scores(self, machines, piles):
        """Right verdicts on held-out clips after two … five frames, and on any of their frames alone."""
        alone = [single for story in piles.test for single in singles(story)]
        return {name: {"one": right(self, machine, alone),
                       **{which: right(self, machine, [Story(story.item[:n], story.answers[:n]) for story in piles.test])
                          for n, which in enumerate(("two", "three", "four", "five"), start=2)}} for name, machine in machines.items()}

    def claims(self, machines, piles):
        found, network, single = self.scores(machines, piles), machines[NETWORK], machines["single"]
        shown = [self.shares(network, clip.frames)[clip.verdict] for clip in self.examples()]
        backwards = [self.shares(network, clip.frames[::-1])[clip.verdict] for clip in self.examples()]
        frames = [story.item[n:n + 1] for story in piles.test for n in range(N_FRAMES)]
        alone = {name: [self.shares(machine, frame)[OPENING] for frame in frames] for name, machine in machines.items()}
        forgets = [np.array_equal(single.read(story.item).probs[-1], single.read(story.item[-1:]).probs[-1]) for story in piles.test]
        return {
            "five frames tell": Outcome(found[NETWORK]["five"] >= 0.95, {"right": found[NETWORK]["five"], "clips": len(piles.test)}),
            "one frame cannot know": Outcome(found["single"]["one"] == 0.5 and unsure(alone["single"]),
                                             {"right": found["single"]["one"], "shares": span(alone["single"])}),
            "five frames, one at a time, are no better": Outcome(all(forgets), {"clips": len(forgets)}),
            "the network does not know after one frame either": Outcome(found[NETWORK]["one"] == 0.5 and unsure(alone[NETWORK]),
                                                                        {"right": found[NETWORK]["one"], "shares": span(alone[NETWORK])}),
            "every clip on show is told, and backwards the other way": Outcome(min(shown) >= 0.8 and max(backwards) <= 0.2,
                                                                               {"forwards": shown, "backwards": backwards}),
        }

    def examples(self):
        rng = random.Random(SHOWN)
        stories = [pair(rng)[number % 2] for number in range(4)]
        return tuple(Clip(story.item, story.verdict) for story in stories)


def unsure(shares: list[float]) -> bool:
    """Whether no share is far from half."""
    return all(0.35 <= share <= 0.65 for share in shares)


def span(shares: list[float]) -> list[float]:
    """The smallest and the largest."""
    return [min(shares), max(shares)]
