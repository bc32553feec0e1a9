"""The feed: news of something that runs, handed to the board that draws it, without the page being computed anew."""

import json
from collections.abc import Mapping
from pathlib import Path

import streamlit as st

SCRIPT = (Path(__file__).parent / "feed.js").read_text("utf-8")
component = st.components.v2.component("feed", html="<i hidden></i>", js=SCRIPT)


def mount(news: Mapping, key: str) -> None:
    """News for every board that listens; they look at news["ticket"] to see whether it is theirs. Mounted in a fragment, which runs by the clock."""
    component(key=key, data=json.dumps(news, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode())
