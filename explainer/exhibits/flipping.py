"""What a flip book shows: one frame cannot tell which way a door goes, five can."""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from explainer import small
from explainer.models.frames import FrameModel

MIDDLE = 2                      # the frame that the learner guesses from, counted from 0


@lru_cache(maxsize=1)
def clips() -> Mapping:
    """Doors that open or close: the frames of each (5, 64), and what two machines say when it is leafed forwards and backwards.

    ways: [forwards, backwards], each {verdict, single (5, 2): the shares after that frame alone, network (6, 2): after 0 … 5 frames}.
    """
    bundle = small.load("clips")
    verdicts, found = list(bundle.verdicts), []
    for clip in small.examples("clips"):
        frames = np.asarray(clip.frames, dtype=np.float64)
        back = next(verdict for verdict in verdicts if verdict != clip.verdict)
        found.append({"frames": frames.tolist(), "ways": [leafed(bundle, frames, clip.verdict, verdicts), leafed(bundle, frames[::-1], back, verdicts)]})
    return {"clips": found, "verdicts": verdicts, "middle": MIDDLE}


def leafed(bundle, frames: np.ndarray, verdict: str, verdicts: list[str]) -> dict:
    """What both machines say while these frames are leafed through."""
    return {"verdict": verdict, "single": [one_frame(bundle.baselines["single"], frame, verdicts) for frame in frames],
            "network": many_frames(bundle.model, frames, verdicts)}


def one_frame(single: FrameModel, frame: np.ndarray, verdicts: list[str]) -> list[float]:
    """The shares of a machine that is shown this frame and no other."""
    trace = single.read(frame[None])
    return [trace.p(1, verdict) for verdict in verdicts]


def many_frames(network: FrameModel, frames: np.ndarray, verdicts: list[str]) -> list[list[float]]:
    """The shares of a network after each of these frames, its memory carried along; first those before any frame."""
    trace = network.read(frames)
    return [[trace.p(t, verdict) for verdict in verdicts] for t in range(len(trace))]
