"""What every figure shares: fonts, margins and the colours of the two lanes and of the memory."""

import plotly.graph_objects as go

LANE_A, LANE_B = "#8F7B66", "#2A86BF"           # counting machine, network: their hues, legible on light and dark
OTHER = "#CC79A7"                               # the sentence that is compared
MEMORY = [[0, "#5E3C99"], [.5, "#F7F7F7"], [1, "#E66101"]]      # − · 0 · +
GREY = "rgba(128,128,128,.25)"
CONFIG = {"displayModeBar": False, "scrollZoom": False, "responsive": True}


def framed(figure: go.Figure, height: int) -> go.Figure:
    """The figure in the course's frame: transparent, so that it stands on light and dark paper."""
    figure.update_layout(height=height, margin=dict(l=8, r=8, t=16, b=8), paper_bgcolor="rgba(0,0,0,0)",
                         plot_bgcolor="rgba(0,0,0,0)", font=dict(size=14), legend=dict(orientation="h", y=1.08, x=0),
                         hoverlabel=dict(font_size=15))
    figure.update_xaxes(gridcolor=GREY, zeroline=False, automargin=True)
    figure.update_yaxes(gridcolor=GREY, zeroline=False, automargin=True)
    return figure


def numbered(words: list[str]) -> list[str]:
    """Axis labels that stay apart even where a word stands twice: "9 了"."""
    return [f"{t} {escaped(word)}".strip() for t, word in enumerate(words)]


def escaped(text: str) -> str:
    """A learner's words as Plotly shows them: its little mark-up switched off."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("%{", "% {")
