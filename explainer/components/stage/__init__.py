"""The Stage: one reading, stepped word by word on the learner's machine. Drawn by the files in this folder, without a build step."""

import json
from html import escape
from pathlib import Path

import streamlit as st

from explainer.components import kit

HERE = Path(__file__).parent
KIT = ("tree", "numbers", "colours")                                                # what every component is drawn with
PARTS = (
    "view", "link", "columns",                                                      # what this one is drawn with
    "sentence", "card", "bars", "counts", "tiles", "mosaic", "graph", "film", "lanes",    # what is drawn
    "narration", "doors", "why", "silence", "swap", "own", "formula", "code", "table", "tools",
    "screen", "movement", "player", "keyboard", "stage",                            # what moves it
)


def drawing(host: str) -> str:
    """The parts in their order, the host last, as one script."""
    own = [(HERE / "parts" / f"{part}.js").read_text("utf-8") for part in (*PARTS, f"host_{host}")]
    return "\n".join([*kit.scripts(*KIT), *own])


def style() -> str:
    return kit.palette() + (HERE / "stage.css").read_text("utf-8")


def markup() -> str:
    return (HERE / "stage.html").read_text("utf-8")


_mounted = st.components.v2.component("stage", html=markup(), css=style(), js=drawing("streamlit"))


def mount(data: bytes, key: str):
    """The Stage on a Streamlit page; the result's `choices` is what the learner chose, None before the first report.

    data: UTF-8 JSON of one reading. The same bytes are not drawn again.
    """
    return _mounted(key=key, data=data, on_choices_change=lambda: None)


def page(data: bytes) -> str:
    """One HTML file that draws the same reading without Streamlit: it steps offline; nothing is read again."""
    reading, shown = data.decode("utf-8").replace("<", "\\u003c"), json.loads(data)        # no sentence may end the script
    return PAGE.format(language=shown["lang"], title=escape(shown["title"]), style=style(), markup=markup(), reading=reading,
                       script=drawing("page"))


PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>
{style}
body {{ margin: 0; padding: 12px 16px; background: var(--st-background-color, #FBFAF6); }}
@media (prefers-color-scheme: dark) {{
  :root {{ color-scheme: dark; --st-text-color: #ECE9E2; --st-background-color: #16181B; --st-secondary-background-color: #22262B; --st-border-color: #3F454D; }}
}}
</style>
</head>
<body>
<main>{markup}</main>
<script type="application/json" id="reading">{reading}</script>
<script type="module">
{script}
</script>
</body>
</html>
"""
