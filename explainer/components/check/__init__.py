"""The closing check of a chapter: every option has its own feedback, which appears by itself."""

import json
from pathlib import Path

import streamlit as st

from explainer.chapter import Check

HERE = Path(__file__).parent
_mounted = st.components.v2.component("check", **{kind: (HERE / f"check.{kind}").read_text("utf-8") for kind in ("html", "css", "js")})


def mount(check: Check, language: str, key: str) -> int | None:
    """The check on the page; the number of the option that was tapped last, None before. It outlives a change of language."""
    before = st.session_state.get(key, {}).get("chosen")
    chosen = before if isinstance(before, int) and 0 <= before < len(check.options) else None
    data = {"lang": language, "question": check.question, "chosen": chosen,
            "options": [{"text": option.text, "right": option.right, "feedback": option.feedback} for option in check.options]}
    _mounted(key=key, data=json.dumps(data, ensure_ascii=False).encode(), on_chosen_change=lambda: None)
    return chosen
