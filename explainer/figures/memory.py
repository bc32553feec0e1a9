"""The hidden-state heatmap: one column for every word read, one row for every cell."""

import numpy as np
import plotly.graph_objects as go

from explainer.figures.frame import MEMORY, framed, numbered
from explainer.lessons import Say
from explainer.trace import Trace


def heatmap(trace: Trace, words: list[str], order: list[int], say: Say) -> go.Figure:
    """`trace.signals["hidden"]` (T, H), cells from top to bottom in `order`; `words` (T) name the columns."""
    hidden = trace.signals["hidden"]
    columns, rows = numbered(words), [say("closer.cell", number=cell + 1) for cell in order]
    figure = go.Figure(go.Heatmap(
        z=np.clip(hidden[:, order].T, -1, 1), x=columns, y=rows, customdata=hidden[:, order].T, zmin=-1, zmax=1,
        colorscale=MEMORY, xgap=1, ygap=1, colorbar=dict(thickness=12, title=say("closer.value")),
        hovertemplate="%{x}<br>%{y}<br><b>%{customdata:+.3f}</b><extra></extra>"))
    figure.update_yaxes(autorange="reversed", showgrid=False, type="category")
    figure.update_xaxes(showgrid=False, type="category", side="top")
    return framed(figure, max(360, 9 * len(order) + 80))
