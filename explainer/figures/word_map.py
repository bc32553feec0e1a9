"""Words as points on a plane, near ones joined to the word that is picked."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
import plotly.graph_objects as go

from explainer.figures.frame import LANE_B, escaped, framed
from explainer.figures.path import MARGIN, labels
from explainer.lessons import Say

WIDE, TALL = 330, 430           # pixels of a phone that the map has
LOOKS = (("#2A86BF", "circle"), ("#C06A00", "square"), ("#7B6DB0", "diamond"), ("#3E8E5A", "triangle-up"), ("#B5518A", "cross"), ("#8A7A00", "star"), ("#8F7B66", "x"),
         ("#C0504D", "triangle-down"), ("#4B8C93", "hexagon"))
LONELY = ("#888888", "circle-open")
TRAIL = "rgba(128,128,128,.45)"
INK = ("#26231E", "#ECE9E2")    # of names, on light and on dark paper


def word_map(spots: Sequence, names: Mapping[str, str], picked: str, near: Sequence[str], reach: Sequence[tuple[float, float]] | None, before: Sequence, dark: bool, say: Say) -> go.Figure:
    """The figure. spots have word, kind, x, y; names: kind -> what it is called; reach: the ranges of both axes, found from the spots if None.

    before: where words stood a moment ago, each with a trail to where it stands now. The picked word and its neighbours have their names first,
    then the words of its kind; others where room is left.
    """
    figure, where = go.Figure(), {spot.word: spot for spot in spots}
    ranges, scale = frame(np.array([[spot.x, spot.y] for spot in spots]) if reach is None else np.array(reach).T)
    draw_lines(figure, [(spot, where[spot.word]) for spot in before if spot.word in where], dict(color=TRAIL, width=1.5))
    for word in near:
        draw_lines(figure, [(where[picked], where[word])], dict(color=LANE_B, width=2, dash="dot"))
    order = sorted(spots, key=lambda spot: (spot.word == picked, spot.word not in near, spot.kind != where[picked].kind))      # `labels` begins with the last
    sides = {picked: "top center"} | beside(tuple(order), scale, ranges)
    for look, kind in zip((*LOOKS[:len(names)], LONELY), (*names, "")):
        members = [spot for spot in spots if spot.kind == kind]
        if members:
            draw_words(figure, members, names.get(kind, say("5_words.word_map.other_kind")), look, picked, sides, INK[dark])
    framed(figure, 470)
    figure.update_xaxes(range=ranges[0], constrain="domain", showticklabels=False, showgrid=False, fixedrange=True)
    figure.update_yaxes(range=ranges[1], constrain="domain", showticklabels=False, showgrid=False, fixedrange=True,
                        scaleanchor="x", constraintoward="top")         # as far on paper across as up; what is too high stays free below
    legend = dict(orientation="h", y=-.02, yanchor="top", x=0, font=dict(color=INK[dark]), itemsizing="constant", itemclick=False, itemdoubleclick=False)
    return figure.update_layout(margin=dict(l=4, r=4, t=4, b=4), legend=legend, dragmode=False)


def draw_lines(figure: go.Figure, pairs: Sequence[tuple], line: dict) -> None:
    """Straight lines between pairs of spots, as one trace."""
    along = [end for one, other in pairs for end in ((one.x, one.y), (other.x, other.y), (None, None))][:-1]
    figure.add_scatter(x=[x for x, _ in along], y=[y for _, y in along], mode="lines", line=line, hoverinfo="skip", showlegend=False)


def draw_words(figure: go.Figure, members: Sequence, name: str, look: tuple[str, str], picked: str, sides: Mapping[str, str], ink: str) -> None:
    """The words of one kind: a point each, with its name where `sides` has room for it."""
    colour, symbol = look
    words, own = [escaped(spot.word) for spot in members], [spot.word == picked for spot in members]
    figure.add_scatter(
        x=[spot.x for spot in members], y=[spot.y for spot in members], name=name, mode="markers+text", cliponaxis=False,
        customdata=[[spot.word] for spot in members], hovertext=words, hovertemplate="%{hovertext}<extra></extra>",
        text=[word if spot.word in sides else "" for word, spot in zip(words, members)], textposition=[sides.get(spot.word, "top center") for spot in members],
        textfont=dict(color=ink, size=[18 if it else 13 for it in own]),
        marker=dict(symbol=symbol, color=colour, size=[15 if it else 9 for it in own], opacity=1, line=dict(color=ink, width=[3 if it else 0 for it in own])),
        selected=dict(marker=dict(opacity=1)), unselected=dict(marker=dict(opacity=1)))


def frame(places: np.ndarray) -> tuple[tuple[tuple[float, float], tuple[float, float]], float]:
    """The ranges of both axes around places (N, 2), with room for names at the edge, and pixels per unit on a phone."""
    low, high = places.min(axis=0), places.max(axis=0)
    scale = float(min((size - 2 * MARGIN) / max(span, 1e-9) for size, span in zip((WIDE, TALL), high - low)))
    return tuple((float(a - MARGIN / scale), float(b + MARGIN / scale)) for a, b in zip(low, high)), scale


@lru_cache(maxsize=256)         # most learners look at the same maps
def beside(order: tuple, scale: float, ranges) -> dict[str, str]:
    """Word -> on which side of its point its name stands, for the names that find room; earlier ones choose first."""
    points = np.array([[spot.x, spot.y] for spot in order]) * scale
    found = labels(points, [spot.word for spot in order], (ranges[0][0] * scale, ranges[0][1] * scale))
    return {spot.word: place.side for spot, place in zip(order, found) if place}
