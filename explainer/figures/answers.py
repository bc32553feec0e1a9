"""The whole output distribution: every word of the vocabulary, both machines on one axis."""

import numpy as np
import plotly.graph_objects as go

from explainer.figures.frame import LANE_A, LANE_B, framed
from explainer.lessons import Say
from explainer.trace import Trace
from explainer.vocabulary import UNKNOWN


TENFOLD = [10.0 ** n for n in range(2, -19, -1)]        # percent; below a ten-thousandth the lines stand without a number


def distribution(a: Trace, b: Trace, t: int, say: Say) -> go.Figure:
    """Shares of all words after token t, in percent on a logarithmic axis, sorted by the larger of the two."""
    shares = {"a": a.probs[t], "b": b.probs[t]}
    words = np.arange(UNKNOWN + 1, len(b.vocab))
    order = words[np.argsort(-np.maximum(shares["a"], shares["b"])[words], kind="stable")]
    names = [b.vocab.words[i] for i in order]
    figure = go.Figure()
    for lane, colour, symbol in (("a", LANE_A, "square-open"), ("b", LANE_B, "circle")):
        figure.add_scatter(x=names, y=100 * shares[lane][order], mode="markers", name=say(f"ui.lane_{lane}_name"),
                           marker=dict(color=colour, symbol=symbol, size=7), hovertemplate="%{x}<br>%{y:.4f} %<extra></extra>")
    smallest = min(lane[order][lane[order] > 0].min() for lane in shares.values())
    figure.update_yaxes(type="log", title=say("closer.share"), fixedrange=True, tickvals=TENFOLD, ticktext=[f"{tick:g} %" if tick >= 1e-4 else "" for tick in TENFOLD],
                        range=[np.log10(100 * smallest) - .5, 2.2])
    figure.update_layout(dragmode="pan")
    figure.update_xaxes(type="category", range=[-1, 40], title=say("closer.words", number=len(names)), tickangle=-60)
    return framed(figure, 420)
