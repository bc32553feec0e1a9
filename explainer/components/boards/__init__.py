"""Boards: one folder each, a script and a style sheet that draw one scene of a chapter from data and choices."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import streamlit as st

from explainer.components import kit, stage

HERE = Path(__file__).parent
KIT = ("tree", "numbers", "colours", "shapes", "curves", "sortable", "ways", "board")
STYLES = ("board", "sortable", "curves")
ON_STAGE = {"passed_back", "whole_gates"}           # boards that draw with the Stage's own graph and film
MARKUP = '<div class="board" data-board="{name}"></div>'


def names() -> list[str]:
    """Every board that has a folder."""
    return sorted(path.parent.name for path in HERE.glob("*/*.js") if path.stem == path.parent.name)


def script(name: str) -> str:
    """The kit, the Stage's graph and film where the board draws with them, any further scripts of its folder, its own last."""
    others = sorted(path for path in (HERE / name).glob("*.js") if path.stem != name)
    drawn = stage.scripts(*stage.ON_BOARD) if name in ON_STAGE else []
    return "\n".join([*kit.scripts(*KIT), *drawn, *(path.read_text("utf-8") for path in [*others, HERE / name / f"{name}.js"])])


def style(name: str) -> str:
    """The style sheets that go with them."""
    return "".join([kit.palette(), *map(kit.style, STYLES), stage.sheet("time") if name in ON_STAGE else "", (HERE / name / f"{name}.css").read_text("utf-8")])


@cache
def component(name: str):
    """The component of a board, registered once."""
    return st.components.v2.component(f"board_{name}", html=MARKUP.format(name=name), css=style(name), js=script(name))


def mount(name: str, data: Mapping, key: str) -> None:
    """A board on the page. `data` becomes JSON: lang, say, start (the choices now), link, home, and what the scene shows.

    What the learner chose stands in the session as session_state[key]["choices"]; explainer.controls reads it.
    """
    packed = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    component(name)(key=key, data=packed, on_choices_change=lambda: None)
