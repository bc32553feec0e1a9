"""The first page runs in every language, whatever stands in its link, and says nothing a learner should not read. Chapters of scenes: tests/test_course.py."""

import json
import re
import string
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from streamlit.testing.v1 import AppTest

from explainer import lessons, terms
from explainer.choices import DEPTHS, MILESTONES
from explainer.glossary import scene_names
from explainer.reading import machines
from explainer.scene import facts

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(path.relative_to(ROOT) for path in ROOT.glob("pages/[0-9]*_*.py"))
FIRST = PAGES[0]
LANGUAGES = lessons.languages()
every_language = pytest.mark.parametrize("language", LANGUAGES)


def opened(language="zh", page=None, /, **link):
    """A first run of a page, the first one if none is named, in a language and with the parameters of a link."""
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    if page is not None and page != FIRST:
        at.switch_page(str(page))
    at.query_params["lang"] = LANGUAGES[language]
    for name, value in link.items():
        at.query_params[name] = value
    return at.run()


def boards(at):
    """What every component on the page was given."""
    return [json.loads(element.proto.bytes) for element in at.get("bidi_component") if element.proto.bytes]


def staged(at):
    """What the Stage was given."""
    return next(data for data in boards(at) if "lanes" in data)


def columns(at):
    """The blocks of every column of reading on the page, what is folded away too."""
    blocks = [block for data in boards(at) for block in data.get("blocks", ())]
    return [*blocks, *(block["inside"] for block in blocks if "inside" in block)]


def closing_check(at):
    """What the closing check was given; None where it is not on the page."""
    return next((block for block in columns(at) if block["kind"] == "check"), None)


def course_map(at):
    """What the map of the course was given; None where it is not on the page."""
    return next((block for block in columns(at) if block["kind"] == "map"), None)


def ways_on(at):
    """What the links say that stand between the blocks of reading, and where they lead."""
    return [("".join(map(run, block["line"])), data["ways"][block["page"]]) for data in boards(at) for block in data.get("blocks", ()) if block["kind"] == "way"]


def reported(at, **choices):
    """The Stage tells the page what the learner did; the page runs again."""
    data = staged(at)
    at.session_state["stage"] = {"choices": {"sentence": data["sentence"]["text"], "covered": [], "silenced": [], "donor": None, "step": 0,
                                             "guess": "-", "depth": "picture", "reached": "end", "lang": data["lang"], **choices}}
    return at.run()


def text(at):
    """Everything that is written on the page, prose with terms as it is read."""
    said = [str(element.value) for kind in (at.markdown, at.info, at.warning, at.error, at.caption, at.text) for element in kind]
    return "\n".join([*said, *(prose(block["parts"]) for block in columns(at) if block["kind"] == "prose")])


def run(it):
    """A run of a line as it is read."""
    return it if isinstance(it, str) else it["text"]


def prose(parts):
    """A block of prose as it is read, from what the board that draws it was given."""
    return "\n\n".join("\n".join("".join(map(run, line)) for line in part["lines"]) for part in parts)


def plain(block):
    """A block of markdown that holds terms, as it is read; another one as it stands."""
    return unmarked(block) if terms.keys(block) else block


def unmarked(block):
    """A block as a column of reading shows it."""
    return re.sub(r"(?m)\*\*|`|^(?:[-*]|\d+\.) ", "", terms.bare(block))


def sound(at):
    assert not at.exception, at.exception[0].message
    assert "Traceback" not in text(at)
    return at


def every_scene(language, page, places, board, guess):
    """Each scene of a chapter opens at its place, at every depth, with its own board and no other; board(at, scene) finds one. Nothing before the guess."""
    for scene, place in places.items():
        for depth in ("story", "picture", "formula", "code"):
            at = sound(opened(language, page, at=str(place), guess=guess, depth=depth))
            assert board(at, scene)["lang"] == language and not any(board(at, other) for other in places if other != scene)
            assert "{" not in text(at), "a gap was left open"
            assert bool(at.code) == (depth == "code")
    assert not any(board(sound(opened(language, page)), scene) for scene in places), "nothing before the guess"


@every_language
def test_the_first_page_opens_in_every_language(language):
    at = sound(opened(language))
    assert staged(at)["lang"] == language
    assert lessons.say(language)("ui.app_title") in text(at)


@every_language
def test_the_first_page_shows_all_its_blocks_at_the_end(language):
    at = reported(sound(opened(language)))
    lesson = lessons.lesson(language, FIRST.stem).filled(**facts(lessons.say(language), machines(language)))
    shown = text(sound(at))
    for name, block in lesson.blocks.items():
        assert unmarked(block) in shown, f"{language}/{FIRST.stem}: the block '{name}' is not on the page"
    assert closing_check(at)["question"] == lesson.check.question
    assert "{" not in shown, "a gap was left open"


@every_language
def test_nothing_but_the_question_stands_before_the_first_tap(language):
    at = sound(opened(language))
    assert len(at.markdown) == 1 and not at.expander and len(boards(at)) == 1


@every_language
def test_the_map_waits_for_the_first_tap_and_tells_where_the_learner_is(language):
    at = opened(language)
    assert course_map(at) is None
    been = lambda: [stop["been"] for act in course_map(sound(at))["acts"] for stop in act["stops"]]
    reported(at, reached="guess")
    assert been() == ["here"] + ["not_yet"] * (len(PAGES) - 1)
    assert closing_check(at) is None
    reported(at)
    at.query_params["guess"], at.query_params["at"] = "-", str(len(scene_names(lessons.say(language), PAGES[1].stem)) + 1)
    at.switch_page(str(PAGES[1])).run()
    assert been() == ["seen", "here"] + ["not_yet"] * (len(PAGES) - 2)


@every_language
def test_the_door_leads_to_the_next_chapter(language):
    at = reported(opened(language))
    title = lessons.lesson(language, PAGES[1].stem).title
    label = lessons.say(language)("board.next_chapter", number=1, title=title)
    (said, address), = ways_on(at)
    assert said == label.replace("*", "") and address.startswith(f"./{PAGES[1].stem.partition('_')[2]}?lang=")


@every_language
def test_what_is_read_below_the_scene_is_one_board_and_keeps_the_answer_of_the_check(language):
    """Each further board would cost every session 3 to 4 kB: the Stage, the one that asks for the page again, the column."""
    at = reported(opened(language))
    assert len(at.get("bidi_component")) == 3
    told = lambda: next(data for data in boards(at) if "blocks" in data)["start"]["check"]
    assert told() is None
    for said, kept in ((1, 1), (9, 1), ("<b>", 1), (2, 2)):
        at.session_state[f"{FIRST.stem}.column"] = {"choices": {"check": said, "turn": repr(said)}}
        sound(at.run())
        assert told() == kept
    at.session_state["lang"] = next(name for code, name in LANGUAGES.items() if code != language)
    sound(at.run())
    assert told() == 2


def test_what_a_link_opened_at_the_end_stays_open_in_a_language_with_longer_sentences():
    at = sound(opened("zh", t=str(len(staged(opened("zh"))["sentence"]["pieces"])), guess="-"))
    assert closing_check(at) and staged(at)["start"]["step"] < len(staged(opened("en"))["sentence"]["pieces"])
    at.session_state["lang"] = LANGUAGES["en"]
    assert closing_check(sound(at.run()))


@every_language
def test_a_learner_who_comes_back_finds_their_place_and_a_link_to_a_step_counts_more(language):
    at = opened(language)
    reported(at, step=3, guess="-", reached="end")
    at.switch_page("pages/glossary.py").run()
    at.switch_page(str(FIRST)).run()
    assert staged(sound(at))["start"]["step"] == 3 and closing_check(at)
    at.switch_page("pages/glossary.py").run()
    at.query_params["t"] = "5"
    at.switch_page(str(FIRST)).run()
    assert (staged(sound(at))["start"]["step"], staged(at)["start"]["guess"]) == (5, "-")


@every_language
def test_the_language_switch_keeps_the_place(language):
    other = next(code for code in LANGUAGES if code != language)
    at = opened(language, t="3", depth="formula", guess="-")
    reported(at, step=3, depth="formula", reached="guess")
    at.session_state["lang"] = LANGUAGES[other]
    data = staged(sound(at.run()))
    assert data["lang"] == other
    assert (data["start"]["step"], data["start"]["depth"], data["start"]["guess"]) == (3, "formula", "-")


@every_language
def test_what_was_covered_silenced_or_swapped_in_one_example_stays_there(language):
    other = next(code for code in LANGUAGES if code != language)
    at = opened(language)
    reported(at, sentence="", covered=[3], silenced=[7], donor="girl", step=4)
    at.session_state["lang"] = LANGUAGES[other]
    for _ in range(2):                                              # the Stage's old report is still there at the second run
        data = staged(sound(at.run()))
        assert (data["lang"], data["changed"]) == (other, None)
    at = opened(other, cover="3")
    assert staged(at)["changed"]


@every_language
def test_a_link_to_the_end_shows_what_stands_after_the_end(language):
    last = len(staged(opened(language))["sentence"]["pieces"])
    assert closing_check(opened(language, t=str(last), guess="-"))
    assert closing_check(opened(language, cover="0"))
    assert not closing_check(opened(language, t="1", guess="-"))


@every_language
def test_choices_come_back_as_a_new_reading(language):
    at = opened(language)
    plain = staged(at)
    assert plain["changed"] is None
    for choices in ({"covered": [0]}, {"silenced": [1, 2]}, {"donor": "blank"}):
        data = staged(sound(reported(at, **choices)))
        assert data["changed"]["lanes"][1]["bars"] != plain["lanes"][1]["bars"]
        assert data["lanes"] == plain["lanes"], "the untouched reading stays beside the changed one"
        assert {name: data["choices"][name] for name in choices} == choices
    assert staged(reported(at)) == {**plain, "start": staged(at)["start"]}


BROKEN = [
    {"s": "很" * 5000}, {"s": "word " * 3000}, {"s": "<script>alert(1)</script>"}, {"s": "**bold** [x](javascript:alert(1)) $x^2$"},
    {"s": "\x00\x01\x02"}, {"s": "‮‭⁦"}, {"s": "，。！"}, {"s": " "}, {"s": "🙂" * 50}, {"s": "{gap} {0} %s"},
    {"t": "-5"}, {"t": "abc"}, {"t": "1e9"}, {"t": "9" * 500}, {"t": "٣"}, {"t": "39"}, {"t": ""},
    {"cover": "999"}, {"cover": "1.1.1."}, {"cover": "..."}, {"cover": "-1"}, {"cover": ".".join(map(str, range(5000)))}, {"cover": "x"},
    {"quiet": "x"}, {"quiet": "511"}, {"quiet": "999999"}, {"quiet": "1,2"},
    {"donor": "nobody"}, {"donor": "../../etc/passwd"}, {"donor": ""}, {"donor": "blank"},
    {"lang": "xx"}, {"lang": "__proto__"}, {"lang": ""}, {"lang": "zh"}, {"lang": "en"},
    {"depth": "zzz"}, {"depth": "__class__"}, {"guess": "nonsense"}, {"guess": "<b>"}, {"guess": "x" * 900}, {"other": "1"},
    {"s": "x" * 900, "t": "7", "cover": "0.1", "quiet": "3", "donor": "girl", "depth": "code", "guess": "-"},
]


@pytest.mark.parametrize("link", BROKEN, ids=lambda link: "&".join(f"{name}={value[:20]!r}" for name, value in link.items()))
def test_a_broken_link_opens_kindly(link):
    data = staged(sound(opened(**link)))
    start = data["start"]
    assert 0 <= start["step"] <= len(data["sentence"]["pieces"]) and start["depth"] in DEPTHS
    assert all(piece < len(data["sentence"]["pieces"]) for piece in data["choices"]["covered"])
    assert all(cell < data["lanes"][1]["cells"] for cell in data["choices"]["silenced"])
    assert len(data["sentence"]["pieces"]) <= data["limits"]["words"]


def test_what_a_link_asks_in_vain_is_told():
    assert not opened(t="3").info and not opened(guess="-", cover="0", donor="blank").info
    for link in ({"t": "abc"}, {"guess": "nonsense"}, {"donor": "nobody"}, {"cover": "30"}, {"quiet": "511"}, {"t": "39"}):
        assert opened(**link).info, link
    assert staged(opened(guess="nonsense"))["start"]["guess"] is None


LINK = st.dictionaries(st.sampled_from(["s", "t", "cover", "quiet", "donor", "depth", "guess", "lang"]),
                       st.text(string.printable + "我了，‮\x00🙂", max_size=300), max_size=8)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(LINK)
def test_no_link_breaks_the_page(link):
    assert staged(sound(opened(**link)))["lanes"]


REPORT = st.fixed_dictionaries({}, optional={
    "sentence": st.one_of(st.text(max_size=300), st.none(), st.integers()), "covered": st.one_of(st.lists(st.integers()), st.text()),
    "silenced": st.one_of(st.lists(st.one_of(st.integers(), st.text())), st.none()), "donor": st.one_of(st.text(max_size=30), st.integers()),
    "step": st.one_of(st.integers(), st.text(), st.floats()), "guess": st.one_of(st.text(max_size=30), st.lists(st.text())),
    "depth": st.text(), "reached": st.one_of(st.sampled_from(MILESTONES), st.text())})


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(REPORT, st.none(), st.text(), st.lists(st.integers())))
def test_no_report_of_a_forged_stage_breaks_the_page(choices):
    at = opened()
    at.session_state["stage"] = {"choices": choices}
    assert staged(sound(at.run()))["lanes"]
