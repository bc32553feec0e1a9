"""The tower of rows: how many could be and how many are, floor by floor."""

from collections.abc import Callable, Mapping

import plotly.graph_objects as go

from explainer.figures.frame import LANE_A, framed
from explainer.lessons import Say


def tower(floors: Mapping[int, Mapping[str, int]], places: int, chosen: int, say: Say, readable: Callable[[int], str]) -> go.Figure:
    """One floor for every n, the chosen one with a strong edge: possible rows and stored rows on one logarithmic axis.

    places: how many places the corpus has to count at; no window can store more rows.
    """
    names = [say("1_window.tower.floor_one" if n == 2 else "1_window.tower.floor_many", k=n - 1) for n in floors]
    strong = [3 if n == chosen else 1 for n in floors]
    figure = go.Figure()
    for part, fill in (("possible", "rgba(128,128,128,.12)"), ("stored", LANE_A)):
        rows = [floor[part] for floor in floors.values()]
        figure.add_bar(y=names, x=[float(n) for n in rows], orientation="h", name=say(f"1_window.tower.{part}"), customdata=[readable(n) for n in rows],
                       marker=dict(color=fill, line=dict(color=LANE_A, width=strong)), hovertemplate="%{y}<br><b>%{customdata}</b><extra></extra>")
    figure.add_vline(x=places, line=dict(color=LANE_A, dash="dot", width=2))
    highest = max(len(str(floor["possible"])) for floor in floors.values())
    ticks = [10 ** size for size in range(0, highest + 1, 8)]
    figure.update_xaxes(type="log", range=[0, highest + .3], tickvals=[float(tick) for tick in ticks], ticktext=[readable(tick) for tick in ticks],
                        title=say("1_window.tower.axis"), fixedrange=True)
    figure.update_yaxes(fixedrange=True, showgrid=False)
    figure.update_layout(barmode="overlay", bargap=.25)
    return framed(figure, 60 + 22 * len(names) + 50)
