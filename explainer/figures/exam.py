"""The exam: how often each window is right at the blank of a held-out sentence, and how often it finds no row."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from explainer.figures.frame import LANE_A, LANE_B, OTHER, framed
from explainer.lessons import Say


def exam(results: Mapping, guessed: Sequence[float], at: int, say: Say) -> go.Figure:
    """Shares in percent over the words a window shows; the network's as a level line; the learner's guess as a star at `at` words."""
    words = results["words"]
    figure = go.Figure()
    for part, dash, symbol in (("right", "solid", "square"), ("blank", "dot", "square-open")):
        figure.add_scatter(x=words, y=[100 * p for p in results[part]], name=say(f"1_window.exam.{part}"), mode="lines+markers",
                           line=dict(color=LANE_A, dash=dash, width=2.5), marker=dict(symbol=symbol, size=9), hovertemplate="%{y:.0f} %<extra></extra>")
    figure.add_scatter(x=[words[0], words[-1]], y=[100 * results["network"]] * 2, name=say("1_window.exam.network"), mode="lines",
                       line=dict(color=LANE_B, width=4), hovertemplate="%{y:.1f} %<extra></extra>")
    if guessed:
        figure.add_scatter(x=[at] * len(guessed), y=[100 * p for p in guessed], name=say("1_window.exam.own"), mode="markers",
                           marker=dict(color=OTHER, symbol="star", size=18), hovertemplate="%{y:.0f} %<extra></extra>")
    figure.update_xaxes(title=say("1_window.exam.axis"), tickvals=words, fixedrange=True)
    figure.update_yaxes(range=[-3, 104], tickvals=[0, 25, 50, 75, 100], ticktext=[f"{tick} %" for tick in (0, 25, 50, 75, 100)], fixedrange=True)
    framed(figure, 400)
    return figure.update_layout(legend=dict(yanchor="bottom", y=1.03), margin=dict(t=64))      # room for a legend of two lines, on a phone
