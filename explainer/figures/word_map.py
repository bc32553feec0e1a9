"""Words as points on a plane, near ones joined to the word that is picked."""

from collections.abc import Mapping, Sequence

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
    """The figure. spots have word, kind, x, y; names: kind -> what it is called; reach: the ranges of both axes, found from the spots if None; before: where
    words stood a moment ago, each with a trail to where it stands now.

    The words of the picked one's kind, its neighbours and itself have their names first; others where room is left.
    """
    figure, where, ink = go.Figure(), {spot.word: spot for spot in spots}, INK[dark]
    places = np.array([[spot.x, spot.y] for spot in spots])
    ranges, scale = frame(places if reach is None else np.array(reach).T)
    own = where[picked]
    trails = [(spot, where[spot.word]) for spot in before if spot.word in where]
    figure.add_scatter(x=[x for old, new in trails for x in (old.x, new.x, None)], y=[y for old, new in trails for y in (old.y, new.y, None)], mode="lines",
                       line=dict(color=TRAIL, width=1.5), hoverinfo="skip", showlegend=False)
    for word in near:
        figure.add_scatter(x=[own.x, where[word].x], y=[own.y, where[word].y], mode="lines", line=dict(color=LANE_B, width=2, dash="dot"), hoverinfo="skip", showlegend=False)
    order = sorted(spots, key=lambda spot: (spot.word == picked, spot.word not in near, spot.kind != own.kind))      # `labels` begins with the last
    sides = {picked: "top center"} | beside(order, scale, ranges)
    for (colour, symbol), kind in zip((*LOOKS, LONELY), (*names, "")):
        members = [spot for spot in spots if spot.kind == kind]
        if not members:
            continue
        figure.add_scatter(
            x=[spot.x for spot in members], y=[spot.y for spot in members], name=names.get(kind, say("5_words.word_map.other_kind")), mode="markers+text", cliponaxis=False,
            customdata=[[spot.word] for spot in members], hovertext=[escaped(spot.word) for spot in members], hovertemplate="%{hovertext}<extra></extra>",
            text=[escaped(spot.word) if spot.word in sides else "" for spot in members], textposition=[sides.get(spot.word, "top center") for spot in members],
            textfont=dict(color=ink, size=[18 if spot.word == picked else 13 for spot in members]),
            marker=dict(symbol=symbol, color=colour, size=[15 if spot.word == picked else 9 for spot in members], opacity=1, line=dict(color=ink, width=[3 if spot.word == picked else 0 for spot in members])),
            selected=dict(marker=dict(opacity=1)), unselected=dict(marker=dict(opacity=1)))
    for axis, update, ends in ((0, figure.update_xaxes, ranges[0]), (1, figure.update_yaxes, ranges[1])):
        update(showticklabels=False, fixedrange=True, range=ends)
    figure.update_yaxes(scaleanchor="x", constrain="domain", constraintoward="top")      # as far on paper across as up; what is too high stays free below
    framed(figure, 470)
    figure.update_xaxes(showgrid=False, constrain="domain")
    figure.update_yaxes(showgrid=False)
    return figure.update_layout(margin=dict(l=4, r=4, t=4, b=4), legend=dict(orientation="h", y=-.02, yanchor="top", x=0, font=dict(color=ink), itemsizing="constant", itemclick=False, itemdoubleclick=False), dragmode=False)


def frame(places: np.ndarray) -> tuple[tuple[tuple[float, float], tuple[float, float]], float]:
    """The ranges of both axes around places (N, 2), with room for names at the edge, and pixels per unit on a phone."""
    low, high = places.min(axis=0), places.max(axis=0)
    scale = float(min((size - 2 * MARGIN) / max(span, 1e-9) for size, span in zip((WIDE, TALL), high - low)))
    return tuple((float(a - MARGIN / scale), float(b + MARGIN / scale)) for a, b in zip(low, high)), scale


def beside(order: Sequence, scale: float, ranges) -> dict[str, str]:
    """Word -> on which side of its point its name stands, for the names that find room; earlier ones choose first."""
    points = np.array([[spot.x, spot.y] for spot in order]) * scale
    found = labels(points, [spot.word for spot in order], (ranges[0][0] * scale, ranges[0][1] * scale))
    return {spot.word: place.side for spot, place in zip(order, found) if place}
