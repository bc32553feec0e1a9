"""Every chapter of scenes opens at every scene in every language, whatever stands in its link. Chapters are found by looking in the folders."""

import importlib
import re

import pytest

from explainer import lessons
from explainer.chapter import LIVE
from explainer.choices import DEPTHS, Choice
from explainer.glossary import number, scene_names
from explainer.typeset import GAP
from tests.test_app import LANGUAGES, PAGES, boards, closing_check, course_map, opened, plain, sound, text, unmarked, ways_on

CHAPTERS = [page for page in PAGES if "course.scenes" in page.read_text("utf-8")]
every_chapter = pytest.mark.parametrize("page", CHAPTERS, ids=lambda page: page.stem)
every_language = pytest.mark.parametrize("language", LANGUAGES)


def head(at):
    """What the head of a chapter was given."""
    return next(data for data in boards(at) if "steps" in data)


def module(page):
    return importlib.import_module("explainer.chapters." + re.search(r"from explainer.chapters import (\w+)", page.read_text("utf-8"))[1])


def filled(language, page):
    """The chapter with the numbers of the shipped models."""
    return lessons.lesson(language, page.stem).filled(**module(page).facts(lessons.say(language)))


def choices(page):
    """Everything that can be chosen in a chapter."""
    tables = [value for value in vars(module(page)).values() if isinstance(value, dict) and value and all(isinstance(it, Choice) for it in value.values())]
    return [choice for table in tables for choice in table.values()]


def scenes(page):
    return list(scene_names(lessons.say("zh"), page.stem))


SCENES = [pytest.param(page, k, scene, id=f"{page.stem}-{scene}") for page in CHAPTERS for k, scene in enumerate([*scenes(page), "closing"], 1)]


def in_place(block, shown):
    """Whether a block stands in what is shown, numbers standing in its gaps."""
    return all(piece.strip() in shown for piece in GAP.split(plain(block))[::2])


@every_language
@pytest.mark.parametrize("page, k, scene", SCENES)
def test_a_link_opens_every_scene_with_its_blocks_at_every_depth(language, page, k, scene):
    lesson, last = filled(language, page), scene == "closing"
    at = sound(opened(language, page, at=str(k), guess="-"))
    assert head(at)["start"]["at"] == k and not at.info
    shown = text(at)
    for block in (["name", "door", "honest"] if last else [scene, "honest", *({f"{scene}_after"} & set(lesson.blocks))]):
        assert (unmarked if last or block == "honest" else plain)(lesson.blocks[block]) in shown, f"{block} is not on the page"
    assert (closing_check(at) is not None) == last and (course_map(at) is not None) == last
    for depth in () if last else DEPTHS:
        at.session_state["kept"][page.stem]["head"]["depth"] = depth
        shown = text(sound(at.run()))
        told = f"{scene}_story" if depth == "story" and f"{scene}_story" in lesson.blocks else scene
        assert plain(lesson.blocks[told]) in shown
        assert not re.search(GAP, shown), f"a gap was left open at the depth {depth}"
        for live in (ending.strip("_") for ending in LIVE):
            assert in_place(lesson.blocks[f"{scene}_{live}"], shown) == (live == depth), f"{scene}_{live} at the depth {depth}"
        assert bool(at.code) == (depth == "code")


@every_language
@every_chapter
def test_the_head_names_the_scenes_in_order(language, page):
    say = lessons.say(language)
    at = sound(opened(language, page, guess="-"))
    assert head(at)["steps"] == [*scene_names(say, page.stem).values(), say("board.closing")]
    assert head(at)["title"] == filled(language, page).title


@every_language
@every_chapter
def test_nothing_but_the_head_and_the_guess_stands_before_the_guess(language, page):
    at = sound(opened(language, page, at="2"))
    asked = filled(language, page).guess
    recap = [data for data in boards(at) if "answer" in data]
    assert [data.get("question") for data in boards(at)] == [None, *(data["question"] for data in recap), asked.question]
    assert len(recap) == (number(page.stem) % 3 == 0)
    assert len(at.markdown) == 1 and not at.button and not at.expander and not at.caption


@every_language
@every_chapter
def test_the_own_guess_comes_back_with_its_feedback(language, page):
    asked = filled(language, page).guess
    for i, option in enumerate(asked.options):
        shown = text(sound(opened(language, page, at="12", guess=str(i))))
        assert option.feedback in shown and option.text in shown
        assert not any(other.feedback in shown for other in asked.options if other != option)


BROKEN = [{"at": "99"}, {"at": "x"}, {"at": "-1"}, {"at": "9" * 400}, {"guess": "9"}, {"guess": "1.2.3.4.5.6"}, {"guess": "<b>"}, {"guess": "$x$"},
          {"depth": "zzz"}, {"depth": "__class__"}, {"depth": "x" * 4000}]


@every_chapter
def test_broken_values_are_kind(page):
    for link in BROKEN:
        at = sound(opened("en", page, **{"guess": "-"} | link))
        kind = any(lessons.say("en")("ui.link_other") == info.value for info in at.info)
        assert kind or link in ({"guess": "9"},), link                         # a number that no option has counts as no guess
        assert "<b>" not in text(at) and "zzz" not in text(at)


@every_chapter
def test_zero_is_the_first_scene_and_too_far_is_the_last(page):
    assert opened("en", page, at="12", guess="-").session_state["kept"][page.stem]["head"]["at"] == 12
    assert head(opened("en", page, at="12", guess="-"))["start"]["at"] == len(scenes(page)) + 1
    assert head(opened("en", page, at="0", guess="-"))["start"]["at"] == 1


JUNK = ("<b>", "-1", "999999", "\x00", "1.1.1.", "🙂" * 50)


@pytest.mark.parametrize("page, k, scene", SCENES)
def test_broken_values_of_every_control_leave_the_scene_as_it_opens(page, k, scene):
    told = lambda at: [{name: value for name, value in data.items() if name not in ("start", "ways")} for data in boards(at)]
    plain_view = told(opened("zh", page, at=str(k), guess="-"))
    for junk in JUNK:
        at = sound(opened("zh", page, at=str(k), guess="-", **{"sort": junk} | {choice.param: junk for choice in choices(page)}))
        assert "<b>" not in text(at)
        assert [data.keys() for data in told(at)] == [data.keys() for data in plain_view]


@every_language
@every_chapter
def test_the_language_switch_keeps_the_scene(language, page):
    other = next(code for code in LANGUAGES if code != language)
    at = opened(language, page, at="2", guess="0", depth="formula")
    at.session_state["lang"] = LANGUAGES[other]
    data = head(sound(at.run()))
    assert (data["lang"], data["start"]["at"], data["start"]["depth"]) == (other, 2, "formula")
    assert data["steps"][0] == next(iter(scene_names(lessons.say(other), page.stem).values()))


@every_chapter
def test_the_next_chapter_is_at_the_door(page):
    at = opened("zh", page, at="12", guess="-")
    following = [other for other in PAGES if number(other.stem) == number(page.stem) + 1]
    wanted = [lessons.say("zh")("board.next_chapter", number=number(it.stem), title=lessons.lesson("zh", it.stem).title).replace("*", "") for it in following]
    assert [said for said, _ in ways_on(at)] == wanted
    assert following or page == PAGES[-1]


def test_there_are_chapters_to_test():
    assert CHAPTERS and all(page.stem.partition("_")[2].isidentifier() for page in CHAPTERS)
