"""The way of the hidden state through a sentence, in the two directions in which it moves most."""

from dataclasses import dataclass

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
            x=points[:, 0], y=points[:, 1], name=escaped(name), mode=mode, text=numbered(words),
            textposition=places(points), textfont=dict(size=14), line=dict(color=colour, dash=dash, width=2),
            marker=dict(symbol=symbol, size=9), hovertemplate="%{text}<extra>" + escaped(name) + "</extra>")
    figure.update_xaxes(title=say("closer.direction_1"), showticklabels=False)
    figure.update_yaxes(title=say("closer.direction_2"), showticklabels=False, scaleanchor="x")
    return framed(figure, 460), flat.share


def places(points: np.ndarray) -> list[str]:
    """Where each label stands: on the side of its point that looks away from the middle."""
    away = points - points.mean(axis=0)
    return [f"{'top' if y > 0 else 'bottom'} {'right' if x > 0 else 'left'}" for x, y in away]
