"""What a learner can choose: the language, and all that the Stage reports."""

from dataclasses import replace

import streamlit as st

from explainer import choices, lessons
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
    spoken = st.session_state.get("spoken")                    # Back can lead to a link that names no language: then it stays as it was
    st.session_state.spoken = next((code for code, name in names.items() if name == st.session_state[LANGUAGE]), spoken)
    return st.session_state.spoken


def language_switch(say: lessons.Say) -> None:
    """Every language by its own name; the link keeps it."""
    names = lessons.languages()                                # Back can lead to a link that names no language: then it stays as it was
    st.segmented_control(say("ui.language_label"), list(names.values()), default=None if LANGUAGE in st.query_params else names[st.session_state.spoken], key=LANGUAGE, bind="query-params",
                         required=True, label_visibility="collapsed")


def stage_choices(code: str, chapter: str, report: object = None) -> tuple[Choices, Choices]:
    """What is chosen now, and where the Stage of this chapter starts when it is freshly opened; report: what the Stage has just said."""
    session = st.session_state
    entered = STAGE not in session.link_read                # from elsewhere, or by a link: what the link says counts more than what was
    if entered:
        session.link_read.add(STAGE)
        told, session.link_ignored = from_link(session.link)
        before = session.get("place", told)
        said = {field: getattr(told, field) for name, (field, _) in choices.LINK.items() if name in session.link}
        session.place = replace(before, **said, reached=furthest(before.reached, told.reached))
        session.setdefault("place_of", code)
    reported = from_stage(report)
    if reported:
        session.place = replace(reported, reached=furthest(reported.reached, session.place.reached))
    spoken = report.get("lang") if reported else session.place_of
    if spoken != code and not session.place.sentence:       # the example of another language has other words and other cells
        session.place = replace(session.place, covered=(), silenced=(), donor=None)
    if entered:
        session.start = session.place
    session.place_of = code
    return session.place, session.start


def stage_report() -> object:
    """What the Stage reported with this run, None if it is not the Stage that asked for it."""
    return st.session_state.get(STAGE, {}).get("choices")


def furthest(*milestones: str) -> str:
    return max(milestones, key=MILESTONES.index)


def enter(chapter: str) -> None:
    """Called when a chapter is shown: on entering it, its link is read once more, for every board of it."""
    session = st.session_state
    if session.get("chapter") != chapter:
        session.chapter, session.link, session.link_read, session.link_ignored = chapter, st.query_params.to_dict(), set(), False
        session.setdefault("kept", {}).setdefault(chapter, {})
        session.setdefault("shown", {})


def board_choices(chapter: str, board: str, table: dict[str, choices.Choice]) -> dict[str, object]:
    """What is chosen on a board of the chapter now. It is kept while the learner looks at other boards."""
    session, kept = st.session_state, st.session_state.kept[chapter]
    link = {} if board in session.link_read else session.link
    session.link_read.add(board)
    kept[board], ignored = choices.chosen(table, link, kept.get(board, {}), news(board_key(chapter, board)))
    session.link_ignored |= ignored
    return kept[board]


def news(key: str) -> object:
    """What a board has reported since it was last asked. A report comes with every run; it counts once, so that a button beside the board can say more."""
    report = st.session_state.get(key, {}).get("choices")
    turn, heard = report.get("turn") if isinstance(report, dict) else None, st.session_state.setdefault("heard", {})
    if turn is not None and heard.get(key) == turn:
        return None
    heard[key] = turn
    return report


def board_key(chapter: str, board: str) -> str:
    """The key of a board in the session."""
    return f"{chapter}.{board}"


def choose(chapter: str, board: str, **parts: object) -> None:
    """Choose on behalf of the learner, as a button beside the board does; forgets what the board last reported."""
    st.session_state.kept[chapter].setdefault(board, {}).update(parts)
    reported = st.session_state.get(board_key(chapter, board), {}).get("choices")
    if isinstance(reported, dict):
        reported.update(parts)
