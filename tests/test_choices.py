"""Links and reports are data from strangers: checked, bounded, never trusted."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.choices import DEPTHS, MAX_CELLS, MAX_CHARACTERS, MAX_WORDS, MILESTONES, Choices, from_link, from_stage, typed

GOOD = {"s": "我昨天上学迟到了", "t": "5", "cover": "0.3", "quiet": "7.2.7", "donor": "two_girls", "depth": "code", "guess": "我"}


def test_a_good_link_is_read_whole():
    choices, ignored = from_link(GOOD)
    assert choices == Choices("我昨天上学迟到了", (0, 3), (2, 7), "two_girls", 5, "我", "code", "guess")
    assert not ignored


def test_an_empty_link_is_the_beginning():
    assert from_link({}) == (Choices(), False)
    assert from_link({"lang": "zh", "utm_source": "mail"}) == (Choices(), False)


@pytest.mark.parametrize("name, value", [
    ("t", "-5"), ("t", "abc"), ("t", "5.0"), ("t", "٥"), ("t", "999999999999"), ("cover", "1,2"), ("cover", "999"), ("cover", "x"),
    ("quiet", "-1"), ("quiet", str(MAX_CELLS)), ("donor", "<b>"), ("donor", "../etc"), ("donor", "x" * 99), ("depth", "secret"),
    ("guess", ""), ("guess", "x" * 99), ("cover", ".".join(["1"] * 99)),
])
def test_a_value_that_makes_no_sense_is_put_aside_and_said(name, value):
    choices, ignored = from_link({**GOOD, name: value})
    assert ignored
    field = {"t": "step", "cover": "covered", "quiet": "silenced"}.get(name, name)
    assert getattr(choices, field) == getattr(Choices(), field)
    kept = {other.name for other in dataclasses.fields(Choices)} - {field, "reached"}
    whole = from_link(GOOD)[0]
    assert all(getattr(choices, other) == getattr(whole, other) for other in kept)


def test_no_sentence_asks_for_the_example_and_blanks_for_a_kind_word():
    assert from_stage({"sentence": ""}).sentence == ""
    assert from_stage({"sentence": "   "}).sentence == " "


def test_control_marks_and_line_breaks_never_reach_a_sentence():
    assert typed("我\x00昨天\n\u202e上学\ud800 ") == "我昨天 上学"
    assert typed("老师批评了____") == "老师批评了"
    assert len(typed("长" * 10_000)) == MAX_CHARACTERS + 1


anything = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8)
FIELDS = ["sentence", "covered", "silenced", "donor", "step", "guess", "depth", "reached"]


def bounded(choices: Choices) -> bool:
    return (len(choices.sentence) <= MAX_CHARACTERS + 1 and 0 <= choices.step <= MAX_WORDS
            and all(0 <= piece < MAX_WORDS for piece in choices.covered) and all(0 <= cell < MAX_CELLS for cell in choices.silenced)
            and choices.depth in DEPTHS and choices.reached in MILESTONES and len(choices.guess or "") <= 24)


@given(st.dictionaries(st.sampled_from([*GOOD, "other"]), st.text(max_size=60)))
def test_no_link_breaks_and_every_choice_is_bounded(link):
    assert bounded(from_link(link)[0])


@given(st.dictionaries(st.sampled_from(FIELDS), anything) | anything)
def test_no_report_breaks_and_every_choice_is_bounded(report):
    choices = from_stage(report)
    assert choices is None or bounded(choices)


def test_a_report_is_read_like_a_link():
    assert from_stage({"step": 3, "covered": [4, 1], "silenced": [], "guess": "-", "reached": "end", "donor": None}) == Choices(
        covered=(1, 4), step=3, guess="-", reached="end")
