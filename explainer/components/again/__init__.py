"""Asks for the whole page once more when the connection has come back: a server that was restarted knows no part of it yet."""

from pathlib import Path

import streamlit as st

from explainer.components import kit

SCRIPT = (Path(__file__).parent / "again.js").read_text("utf-8")
component = st.components.v2.component("again", html="<i hidden></i>", js=SCRIPT)


def mount(key: str = "again") -> None:
    """Beside a fragment: the parts of a page can be asked for one by one only after all of it was shown."""
    component(key=key, on_asked_change=lambda: None)
    kit.forget(key)
