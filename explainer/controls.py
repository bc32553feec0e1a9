"""What a learner can choose: the language, and all that the Stage reports."""

from dataclasses import replace

import streamlit as st

from explainer import lessons
from explainer.choices import MILESTONES, Choices, from_link, from_stage

STAGE = "stage"                     # the Stage's key in the session
LANGUAGE = "lang"


def language() -> str:
    """The code of the language to show: a link's own `lang`, else the switch, else what the browser asks for."""
    names = lessons.languages()
    if LANGUAGE not in st.session_state:
        wanted = st.query_params.get(LANGUAGE)
        browser = (st.context.locale or "").split("-")[0]
        code = next((code for code in (wanted, browser) if code in names), next(iter(names)))
        st.session_state[LANGUAGE] = wanted if wanted in names.values() else names[code]
    return next(code for code, name in names.items() if name == st.session_state[LANGUAGE])


def language_switch(say: lessons.Say) -> None:
    """Every language by its own name; the link keeps it."""
    st.segmented_control(say("ui.language_label"), list(lessons.languages().values()), key=LANGUAGE, bind="query-params",
                         required=True, label_visibility="collapsed")


def stage_choices() -> tuple[Choices, Choices, bool]:
    """What is chosen now, where the Stage starts when it is freshly opened, and whether a part of the link was put aside."""
    if "start" not in st.session_state:
        st.session_state.start, st.session_state.link_ignored = from_link(st.query_params.to_dict())
        st.session_state.place = st.session_state.start
    reported = from_stage(st.session_state.get(STAGE, {}).get("choices"))
    if reported:
        furthest = max(reported.reached, st.session_state.place.reached, key=MILESTONES.index)
        st.session_state.place = replace(reported, reached=furthest)
    return st.session_state.place, st.session_state.start, st.session_state.link_ignored


def came_back() -> None:
    """Called when another page was shown: the Stage will open where the learner left it."""
    if "place" in st.session_state:
        st.session_state.start = st.session_state.place
