"""The plain way to step: three Plotly charts, drawn again by a rerun of the script at every press of →."""

import plotly.graph_objects as go
import streamlit as st

from benchmarks.sample import reading

N_BEST = 10


def unrolled(trace, t):
    """One node a word, the current one large."""
    steps = list(range(t + 1))
    return go.Figure(go.Scatter(x=steps, y=[0] * (t + 1), mode="lines+markers+text", text=[trace.vocab.words[i] for i in trace.tokens[: t + 1]],
                                textposition="bottom center", marker={"size": [30 if step == t else 16 for step in steps]}))


def bars(a, b, t):
    """The ten best words of both machines."""
    return go.Figure([go.Bar(x=[p for _, p in trace.top(t, N_BEST)], y=[word for word, _ in trace.top(t, N_BEST)], orientation="h", name=name)
                      for name, trace in (("A", a), ("B", b))])


def heatmap(trace, t):
    """The hidden state (H) of every step so far."""
    return go.Figure(go.Heatmap(z=trace.signals["hidden"][: t + 1].T, zmin=-1, zmax=1, colorscale="PuOr"))


st.set_page_config(layout="wide")
st.session_state.setdefault("t", 0)
left, right = st.columns(2)
if left.button("back", shortcut="Left"):
    st.session_state.t -= 1
if right.button("next", shortcut="Right"):
    st.session_state.t += 1
t = st.session_state.t
a, b = reading().a, reading().b
for name, figure in (("graph", unrolled(b, t)), ("bars", bars(a, b, t)), ("heatmap", heatmap(b, t))):
    figure.update_layout(title=f"{name} {t}", height=260, margin={"t": 40, "b": 20})
    st.plotly_chart(figure, key=name)
