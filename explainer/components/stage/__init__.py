"""The Stage: one reading, stepped word by word on the learner's machine. Drawn by the files in this folder, without a build step."""

import json
from collections.abc import Mapping
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
HOSTS = {"streamlit": ("host_streamlit",), "page": ("take", "host_page")}           # who shows it, and what only this host offers
ON_BOARD = ("columns", "graph", "film", "host_board")                               # the machine as it stands in time, for a board to draw with
STYLES = ("time", "stage")


def scripts(*names: str) -> list[str]:
    """The named parts, in order."""
    return [(HERE / "parts" / f"{name}.js").read_text("utf-8") for name in names]


def drawing(host: str) -> str:
    """The parts in their order, the host last, as one script."""
    return "\n".join([*kit.scripts(*KIT), *scripts(*PARTS, *HOSTS[host])])


def sheet(name: str) -> str:
    """One of the style sheets."""
    return (HERE / f"{name}.css").read_text("utf-8")


def style() -> str:
    return kit.palette() + "".join(map(sheet, STYLES))


def markup() -> str:
    return (HERE / "stage.html").read_text("utf-8")


_mounted = st.components.v2.component("stage", html=markup(), css=style(), js=drawing("streamlit"))


def mount(data: bytes, key: str) -> object:
    """The Stage on a Streamlit page; what it has just reported of the learner's choices, None in a run that it did not ask for.

    data: UTF-8 JSON of one reading. The same bytes are not drawn again.
    """
    return _mounted(key=key, data=data, on_choices_change=lambda: None).get("choices")


def page(*readings: bytes, words: Mapping[str, Mapping[str, str]] | None = None, first: str | None = None, below: str = "") -> str:
    """One HTML file that draws these readings without Streamlit: it steps offline; nothing is read again.

    words: for each language the strings of the bar below the Stage, which is left out without them. first: the language to open
    in; without it the one the browser asks for. below: what stands at the end of the page, as HTML.
    """
    shown = json.loads(readings[0])
    known = {"words": {code: dict(strings) for code, strings in (words or {}).items()}, "first": first}
    packed = json.dumps(known, ensure_ascii=False)[:-1] + ', "readings": [' + ", ".join(each.decode("utf-8") for each in readings) + "]}"
    return PAGE.format(language=shown["lang"], title=escape(shown["title"]), style=style() + (HERE / "page.css").read_text("utf-8"), markup=markup(),
                       languages='<nav class="file-languages"></nav>' if words else "", bar='<footer class="file-bar"></footer>' if words else "", below=below, reading=packed.replace("<", "\\u003c"),      # no sentence may end the script
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
</style>
</head>
<body>
{languages}
<main>{markup}</main>
{bar}
{below}
<script type="application/json" id="reading">{reading}</script>
<script type="module">
{script}
</script>
</body>
</html>
"""
