"""Words as points on a plane, near ones joined to the word that is picked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np
import plotly.graph_objects as go

from explainer.figures.frame import LANE_B, escaped, framed
from explainer.figures.path import MARGIN
from explainer.lessons import Say

WIDE, TALL = 330, 345           # pixels of a phone that the map has: what its legend leaves of the figure
LOOKS = (("#2A86BF", "circle"), ("#C06A00", "square"), ("#7B6DB0", "diamond"), ("#3E8E5A", "triangle-up"), ("#B5518A", "cross"), ("#8A7A00", "star"), ("#8F7B66", "x"),
         ("#C0504D", "triangle-down"), ("#4B8C93", "hexagon"))
LONELY = ("#888888", "circle-open")
TRAIL = "rgba(128,128,128,.45)"
INK = ("#26231E", "#ECE9E2")    # of names, on light and on dark paper
LEADER = "rgba(128,128,128,.9)"
DOT, OWN_DOT = 9, 15            # points, and the picked one
LETTER, OWN_LETTER = 13, 18     # names, and the picked one's
EDGE, TOP = 4, 16               # pixels around the map, above it, that a name may stand in
GAP, APART = 2, 4               # pixels between a point and its name, between two names
AIR = 9                         # more pixels between a name that was led out and any point, which would seem to be its own
OUTWARD = (0, 10, 22, 34, 48, 64, 82, 104, 130)       # pixels farther out that a name may be led to leave a crowd
SIDES = tuple(side for side in product((1, -1, 0), (1, -1, 0)) if any(side))
ZOOMS = (.95, 1.05, 1.15, 1.3, 1.5)         # narrow and wide screens draw the map so many times as large; its letters stay as they are


def word_map(spots: Sequence, names: Mapping[str, str], picked: str, near: Sequence[str], reach: Sequence[tuple[float, float]] | None, before: Sequence, dark: bool, say: Say) -> go.Figure:
    """The figure. spots have word, kind, x, y; names: kind -> what it is called; reach: the ranges of both axes, found from the spots if None.

    before: where words stood a moment ago, each with a trail to where it stands now. The picked word and its neighbours have their names first,
    led out of a crowd where that helps; then the words of its kind, and others, where room is left. Every word tells its name when it is pointed at.
    """
    figure, where = go.Figure(), {spot.word: spot for spot in spots}
    ranges, scale = frame(np.array([[spot.x, spot.y] for spot in spots]) if reach is None else np.array(reach).T)
    draw_lines(figure, [(spot, where[spot.word]) for spot in before if spot.word in where], dict(color=TRAIL, width=1.5))
    for word in near:
        draw_lines(figure, [(where[picked], where[word])], dict(color=LANE_B, width=2, dash="dot"))
    for look, kind in zip((*LOOKS[:len(names)], LONELY), (*names, "")):
        members = [spot for spot in spots if spot.kind == kind]
        if members:
            draw_words(figure, members, names.get(kind, say("5_words.word_map.other_kind")), look, picked, INK[dark])
    order = sorted(spots, key=lambda spot: (spot.word != picked, spot.word not in near, spot.kind != where[picked].kind))
    for name in named(tuple(order), 1 + len(near), scale, ranges):
        draw_name(figure, where[name.word], name, name.word == picked, INK[dark])
    framed(figure, 470)
    figure.update_xaxes(range=ranges[0], constrain="domain", showticklabels=False, showgrid=False, fixedrange=True)
    figure.update_yaxes(range=ranges[1], constrain="domain", showticklabels=False, showgrid=False, fixedrange=True,
                        scaleanchor="x", constraintoward="top")         # as far on paper across as up; what is too high stays free below
    legend = dict(orientation="h", y=-.02, yanchor="top", x=0, font=dict(color=INK[dark]), itemsizing="constant", itemclick=False, itemdoubleclick=False)
    return figure.update_layout(margin=dict(l=EDGE, r=EDGE, t=TOP, b=EDGE), legend=legend, dragmode=False)


def draw_lines(figure: go.Figure, pairs: Sequence[tuple], line: dict) -> None:
    """Straight lines between pairs of spots, as one trace."""
    along = [end for one, other in pairs for end in ((one.x, one.y), (other.x, other.y), (None, None))][:-1]
    figure.add_scatter(x=[x for x, _ in along], y=[y for _, y in along], mode="lines", line=line, hoverinfo="skip", showlegend=False)


def draw_words(figure: go.Figure, members: Sequence, name: str, look: tuple[str, str], picked: str, ink: str) -> None:
    """The words of one kind: a point each."""
    colour, symbol = look
    own = [spot.word == picked for spot in members]
    figure.add_scatter(
        x=[spot.x for spot in members], y=[spot.y for spot in members], name=name, mode="markers", cliponaxis=False,
        customdata=[[spot.word] for spot in members], hovertext=[escaped(spot.word) for spot in members], hovertemplate="%{hovertext}<extra></extra>",
        marker=dict(symbol=symbol, color=colour, size=[OWN_DOT if it else DOT for it in own], opacity=1, line=dict(color=ink, width=[3 if it else 0 for it in own])),
        selected=dict(marker=dict(opacity=1)), unselected=dict(marker=dict(opacity=1)))


def draw_name(figure: go.Figure, spot, name: "Name", own: bool, ink: str) -> None:
    """A name beside its point; a line leads to it where it stands farther out."""
    figure.add_annotation(x=spot.x, y=spot.y, ax=name.x, ay=-name.y, text=escaped(name.word), font=dict(color=ink, size=OWN_LETTER if own else LETTER), borderpad=0,
                          showarrow=True, arrowhead=0, arrowwidth=1.2, arrowcolor=LEADER if name.led else "rgba(0,0,0,0)")


def frame(places: np.ndarray) -> tuple[tuple[tuple[float, float], tuple[float, float]], float]:
    """The ranges of both axes around places (N, 2), with room for names at the edge, and pixels per unit on a phone."""
    low, high = places.min(axis=0), places.max(axis=0)
    scale = float(min((size - 2 * MARGIN) / max(span, 1e-9) for size, span in zip((WIDE, TALL), high - low)))
    return tuple((float(a - MARGIN / scale), float(b + MARGIN / scale)) for a, b in zip(low, high)), scale


@dataclass(frozen=True)
class Name:
    """A name on the map: its middle in pixels from its point, its size, and whether a line leads to it."""

    word: str
    x: float
    y: float
    wide: float
    tall: float
    led: bool


@lru_cache(maxsize=256)         # most learners look at the same maps
def named(order: tuple, first: int, scale: float, ranges) -> tuple[Name, ...]:
    """The names that find room, none of them over another or over a point, at any of the ZOOMS. Earlier words choose first; the `first` ones may be led out of a crowd."""
    points = np.array([[spot.x, spot.y] for spot in order]) * scale               # (N, 2)
    found, edges = {}, np.array(ranges).T * scale + [[-EDGE, 0], [EDGE, TOP]]     # low and high corner, (2, 2)
    for i, spot in enumerate(order):
        tries = tuple(candidates(spot.word, i == 0, points[i] - points.mean(axis=0), OUTWARD if i < first else OUTWARD[:1]))
        place = next((name for name in tries if free(name, i, points, found, edges)), None if i else tries[0])      # the picked word always has its name
        if place:
            found[i] = place
    return tuple(found.values())


def candidates(word: str, own: bool, away: np.ndarray, outward: Sequence[int]):
    """Where a name may stand, the best first: close to its point, on the side that is away from the middle of the map."""
    letter, dot = (OWN_LETTER, OWN_DOT) if own else (LETTER, DOT)
    wide, tall = sum(1.06 * letter if sign > "\u2e80" else .52 * letter for sign in word), 1.3 * letter
    for further, (right, up) in product(outward, sorted(SIDES, key=lambda side: -np.dot(side, away) / np.hypot(*side))):
        reach = dot / 2 + GAP + further
        yield Name(word, right * (wide / 2 + reach), up * (tall / 2 + reach * (.7 if right else 1)), wide, tall, further > 0)


def free(name: Name, i: int, points: np.ndarray, found: Mapping[int, Name], edges: np.ndarray) -> bool:
    """Whether the name of point i, points (N, 2) in pixels, stays within the edges and off all other points, names and lines of names."""
    half, middle = np.array([name.wide, name.tall]) / 2, np.array([name.x, name.y])
    if (points[i] + middle - half < edges[0]).any() or (points[i] + middle + half > edges[1]).any():
        return False
    for zoom in ZOOMS:
        apart = zoom * (points - points[i])                                       # from this point, (N, 2)
        dots = np.where(np.arange(len(points)) == 0, OWN_DOT, DOT) / 2
        others = np.hypot(*apart.T) > DOT / 2                                     # a twin under the same point is no obstacle
        if (others & (np.abs(apart - middle) < half + dots[:, None] + (AIR if name.led else 0)).all(axis=1)).any():
            return False
        for j, other in found.items():
            place, size = apart[j] + (other.x, other.y), np.array([other.wide, other.tall]) / 2
            meets = (np.abs(place - middle) < half + size + (APART, 0)).all()
            if meets or other.led and crosses(apart[j], place, middle, half) or name.led and crosses(np.zeros(2), middle, place, size):
                return False
    return True


def crosses(start: np.ndarray, end: np.ndarray, middle: np.ndarray, half: np.ndarray) -> bool:
    """Whether the line from start to end runs over the box around a middle."""
    return bool((np.abs(np.linspace(start, end, 12) - middle) < half).all(axis=1).any())
