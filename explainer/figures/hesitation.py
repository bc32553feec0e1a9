"""Perplexity by the length of the window, the network's beside it."""

from collections.abc import Mapping

import plotly.graph_objects as go

from explainer.figures.frame import LANE_A, LANE_B, framed
from explainer.lessons import Say


def hesitation(by_n: Mapping[str, float], network: float, say: Say) -> go.Figure:
    """Between how many words a machine hesitates, over the words its window shows; by_n: n -> perplexity."""
    words = [int(n) - 1 for n in by_n]
    figure = go.Figure()
    figure.add_scatter(x=words, y=list(by_n.values()), name=say("1_window.hesitate.window"), mode="lines+markers", line=dict(color=LANE_A, width=2.5),
                       marker=dict(symbol="square", size=9), hovertemplate="%{y:.2f}<extra></extra>")
    figure.add_scatter(x=[words[0], words[-1]], y=[network] * 2, name=say("1_window.hesitate.network"), mode="lines", line=dict(color=LANE_B, width=4),
                       hovertemplate="%{y:.2f}<extra></extra>")
    figure.update_xaxes(title=say("1_window.hesitate.axis"), tickvals=words, fixedrange=True)
    figure.update_yaxes(range=[0, 1.1 * max(by_n.values())], title=say("1_window.hesitate.height"), fixedrange=True)
    framed(figure, 280)
    return figure.update_layout(legend=dict(yanchor="bottom", y=1.03), margin=dict(t=64))      # room for a legend of two lines, on a phone
