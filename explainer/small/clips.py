"""A flip book of 8 × 8 pixels: is the sliding door opening or closing?

The gap of the door grows until the door is open, shrinks until it is shut, grows again …; a clip is five frames of that, with noise. The verdict
on a frame is what the gap did since the frame before. Every clip stands in its pile beside another that ends in the very same picture, the
other way: one opens, one closes. So the last picture alone says nothing.
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
STEPS = (0.4, 0.7)              # pixels by which the gap changes from frame to frame
WIDEST = 7.0                    # the gap of an open door, in pixels
SHOWN = 2024                    # the seed of the clips on show; no pile holds them
OFTEN = 8                       # how often the network practises on a picture alone for every clip: what it cannot know it must not guess
NOISE = 0.1                    # standard deviation of a pixel
DOOR = 0.85                     # how dark the door is: 0 paper, 1 ink


@dataclass(frozen=True)
class Clip:
    """Five frames (5, 64) to show, and what the door does in all of them; frames[::-1] is the same clip backwards."""

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


def gap_at(phase: float) -> float:
    """The gap of a door that opens and closes for ever: there and back is 2 · WIDEST."""
    return abs((phase + WIDEST) % (2 * WIDEST) - WIDEST)


def pair(rng: random.Random, turns: bool = True) -> list[Story]:
    """A clip of a door that opens at its end, and one of a door that closes, both with the same last picture; turns: it may do both in a clip."""
    step, middle = rng.uniform(*STEPS), SIDE / 2 + rng.uniform(-0.5, 0.5)
    edge = STEPS[1] / 2 if turns else STEPS[1] * (N_FRAMES - 1)                 # nearer to it a picture would give the answer away
    last = rng.uniform(edge, WIDEST - edge)
    picture, found = frame(last, middle, rng), []
    for way in (1, -1):
        gaps = [gap_at(way * last - step * back) for back in range(N_FRAMES - 1, -1, -1)]
        frames = np.array([*(frame(gap, middle, rng) for gap in gaps[:-1]), picture])
        moves = [OPENING if later > gap else CLOSING for gap, later in zip(gaps, gaps[1:])]
        found.append(Story(frozen(frames), (None, *moves)))
    return found


def last_picture(story: Story) -> Story:
    """The last frame of a clip alone."""
    return Story(story.item[-1:], (story.verdict,))


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

        K, recipe = len(self.vocabulary), SMALL[self.name]
        pictures = [list(map(last_picture, pile)) for pile in piles[:2]]
        clips = [pile + OFTEN * alone for pile, alone in zip(piles, pictures)]
        return {NETWORK: training.recurrent(*map(self.arrays, clips), K, recipe),
                "single": training.recurrent(*map(self.arrays, pictures), K, recipe, remembers=False)}

    def arrays(self, stories: list[Story]) -> tuple[np.ndarray, np.ndarray]:
        """Inputs (S, 5, 64) and targets (S, 5) of clips, or of single pictures."""
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
        """Right verdicts on held-out clips, and on their last pictures alone."""
        sets = {"one": list(map(last_picture, piles.test)), "five": piles.test}
        return {name: {which: right(self, machine, stories) for which, stories in sets.items()} for name, machine in machines.items()}

    def claims(self, machines, piles):
        found, network, single = self.scores(machines, piles), machines[NETWORK], machines["single"]
        shown = [self.shares(network, clip.frames)[clip.verdict] for clip in self.examples()]
        backwards = [self.shares(network, clip.frames[::-1])[clip.verdict] for clip in self.examples()]
        alone = {name: [self.shares(machine, story.item[-1:])[OPENING] for story in piles.test] for name, machine in machines.items()}
        forgets = [np.array_equal(single.read(story.item).probs[-1], single.read(story.item[-1:]).probs[-1]) for story in piles.test]
        return {
            "five frames tell": Outcome(found[NETWORK]["five"] >= 0.95, {"right": found[NETWORK]["five"], "clips": len(piles.test)}),
            "one frame cannot know": Outcome(found["single"]["one"] == 0.5 and unsure(alone["single"]),
                                             {"right": found["single"]["one"], "shares": span(alone["single"])}),
            "five frames, one at a time, are no better": Outcome(all(forgets) and found["single"]["five"] == 0.5, {"right": found["single"]["five"]}),
            "the network does not know after one frame either": Outcome(found[NETWORK]["one"] == 0.5 and unsure(alone[NETWORK]),
                                                                        {"right": found[NETWORK]["one"], "shares": span(alone[NETWORK])}),
            "every clip on show is told, and backwards the other way": Outcome(min(shown) >= 0.8 and max(backwards) <= 0.2,
                                                                               {"forwards": shown, "backwards": backwards}),
        }

    def examples(self):
        """Two pairs of clips that end in the same picture."""
        rng = random.Random(SHOWN)
        return tuple(Clip(story.item, story.verdict) for _ in range(2) for story in pair(rng, turns=False))


def unsure(shares: list[float]) -> bool:
    """Whether no share is far from half."""
    return all(0.35 <= share <= 0.65 for share in shares)


def span(shares: list[float]) -> list[float]:
    """The smallest and the largest."""
    return [min(shares), max(shares)]
