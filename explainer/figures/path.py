"""The way of the hidden state through a sentence, in the two directions in which it moves most."""

from dataclasses import dataclass
from textwrap import wrap

import numpy as np
import plotly.graph_objects as go

from explainer.figures.frame import LANE_B, OTHER, escaped, framed, numbered
from explainer.lessons import Say
from explainer.trace import Trace


LINES = ((LANE_B, "solid", "circle", "lines+markers+text"), (OTHER, "dash", "diamond", "lines+markers"))


@dataclass(frozen=True)
class Shadow:
    """Points (T, 2) of every path on one plane, and the share of all their variance that this plane shows."""

    paths: tuple[np.ndarray, ...]
    share: float


def shadow(*states: np.ndarray) -> Shadow:
    """Principal components (Pearson 1901) of all states (T, H) together: the plane that loses least.

    >>> flat = np.array([[0., 0, 0], [1, 2, 0], [2, 1, 0]])
    >>> round(shadow(flat).share, 6)
    1.0
    """
    together = np.concatenate(states)
    middle = together.mean(axis=0)
    _, spread, directions = np.linalg.svd(together - middle, full_matrices=False)
    variance = spread ** 2
    paths = tuple((path - middle) @ directions[:2].T for path in states)
    return Shadow(paths, float(variance[:2].sum() / variance.sum()) if variance.sum() else 1.0)


def paths(own: tuple[str, Trace, list[str]], other: tuple[str, Trace, list[str]] | None, say: Say) -> tuple[go.Figure, float]:
    """The figure and the share of variance it shows. Each path is (name, trace, its T words)."""
    drawn = [own] if other is None else [own, other]
    flat = shadow(*(trace.signals["hidden"] for _, trace, _ in drawn))
    figure = go.Figure()
    for (name, _, words), points, (colour, dash, symbol, mode) in zip(drawn, flat.paths, LINES):
        figure.add_scatter(
            x=points[:, 0], y=points[:, 1], name=legend(name), mode=mode, hovertext=numbered(words), cliponaxis=False,
            textfont=dict(size=14), line=dict(color=colour, dash=dash, width=2),
            marker=dict(symbol=symbol, size=9), hovertemplate="%{hovertext}<extra>" + escaped(name) + "</extra>")
    scale, (left, right), (low, high) = frame(np.concatenate(flat.paths))
    places = labels(flat.paths[0] * scale, numbered(own[2]), (left * scale, right * scale), np.concatenate(flat.paths[1:]) * scale if other else ())
    figure.data[0].update(text=[place.text if place else "" for place in places], textposition=[place.side if place else "top center" for place in places])
    figure.update_xaxes(title=say("closer.direction_1"), showticklabels=False, range=[left, right])
    figure.update_yaxes(title=say("closer.direction_2"), showticklabels=False, range=[low, high], scaleanchor="x")
    return framed(figure, 500).update_layout(legend=dict(y=1.02, yanchor="bottom")), flat.share


WIDE, TALL, MARGIN = 310, 350, 24               # pixels of a phone that the paths have, and around them
SIDES = {"top right": (1, 1), "top left": (-1, 1), "bottom right": (1, -1), "bottom left": (-1, -1), "top center": (0, 1), "bottom center": (0, -1)}


@dataclass(frozen=True)
class Label:
    """A word beside its point: on which side, and the box (left, right, low, high) it takes in pixels."""

    text: str
    side: str
    box: tuple[float, float, float, float]

    def meets(self, other: tuple[float, float, float, float]) -> bool:
        left, right, low, high = self.box
        return left < other[1] and other[0] < right and low < other[3] and other[2] < high


def legend(name: str) -> str:
    """A sentence as the legend shows it: in lines that a phone is wide enough for.

    >>> legend("a sentence that is a little longer than a phone is wide")
    'a sentence that is a little longer<br>than a phone is wide'
    """
    return "<br>".join(map(escaped, wrap(name, 18 if max(name, default="") > "\u2e80" else 36)))


def frame(points: np.ndarray) -> tuple[float, tuple[float, float], tuple[float, float]]:
    """Pixels per unit on a phone, and the ranges of both axes with room for the labels at the edge."""
    low, high = points.min(axis=0), points.max(axis=0)
    scale = float(min((size - 2 * MARGIN) / max(span, 1e-9) for size, span in zip((WIDE, TALL), high - low)))
    return scale, *((float(a - MARGIN / scale), float(b + MARGIN / scale)) for a, b in zip(low, high))


def labels(points: np.ndarray, words: list[str], edges: tuple[float, float], others=()) -> list[Label | None]:
    """One label a point (T, 2), in pixels: shifted to a free side of its point, left out where none is free. The last and the first come first."""
    dots = [*others, *points]
    middle, found = points.mean(axis=0), [None] * len(words)
    for t in sorted(range(len(words)), key=lambda t: (t != len(words) - 1, t)):
        away = points[t] - middle
        near = sorted(SIDES, key=lambda side: -np.dot(SIDES[side], away))
        tries = (beside(points[t], words[t], side) for side in near)
        taken = [label for label in found if label]
        found[t] = next((label for label in tries if edges[0] <= label.box[0] and label.box[1] <= edges[1]
                         and not any(label.meets(other.box) for other in taken) and not any(label.meets((x - 5, x + 5, y - 5, y + 5)) for x, y in dots if np.hypot(*(points[t] - (x, y))) > 5)), None)
    return found


def beside(point: np.ndarray, word: str, side: str) -> Label:
    (x, y), (right, up) = point, SIDES[side]
    wide = sum(14 if letter > "\u2e80" else 8 for letter in word)
    left = x + (4 if right > 0 else -4 - wide if right < 0 else -wide / 2)
    low = y + (4 if up > 0 else -21)
    return Label(word, side, (left, left + wide, low, low + 17))
