"""What every component of the course is drawn with: small scripts, joined without a build step."""

from pathlib import Path

import streamlit as st

HERE = Path(__file__).parent


def scripts(*names: str) -> list[str]:
    """The named scripts of the kit, in order."""
    return [(HERE / f"{name}.js").read_text("utf-8") for name in names]


def forget(key: str) -> None:
    """After a component was mounted: nothing of what it says is kept under its key. Streamlit would keep 5 kB for it in every session, also while it says nothing."""
    del st.session_state[key]


def style(name: str) -> str:
    """A style sheet of the kit."""
    return (HERE / f"{name}.css").read_text("utf-8")


def palette() -> str:
    """The style sheet of colours and type that every component begins with."""
    return style("palette")
