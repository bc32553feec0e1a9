"""Prose keeps its promises in every language that has a folder: same parts, same gaps, our voice, no term too early."""

import re
import shutil

import pytest

from explainer import lessons
from explainer.chapter import parse
from explainer.lessons import PROSE, chapters, languages, lesson, say
from explainer.narration.story import SITUATIONS, TURNS
from explainer.typeset import gaps, typeset
from tests.prose_scan import length, listed, slips

FREE = {"gloss"}                                     # glosses speak about the other language: other words, other keys
LANGUAGES = list(languages())
FIRST = LANGUAGES[0]
CHAPTERS = chapters(FIRST)


# ---- every language holds the same

def test_there_are_two_languages_at_least():
    assert {"zh", "en"} <= set(LANGUAGES)
    assert {path.name for path in PROSE.iterdir() if path.is_dir()} == set(LANGUAGES)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_the_same_files(code):
    names = lambda folder: {path.name for path in (PROSE / folder).iterdir()}
    assert names(code) == names(FIRST)


OWN = re.compile(r"(\w+)\.(\d+)\.(\w+)")           # wording of one language's ready-made sentence: "late.7.torn"


def strings_that_differ(one, other):
    """Keys that only one of two files has, or whose gaps differ."""
    return sorted({key for key in one.keys() | other.keys() if not OWN.fullmatch(key)
                   if key not in one or key not in other or gaps(one[key]) != gaps(other[key])})


@pytest.mark.parametrize("file", sorted(set(say(FIRST).files) - FREE))
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_the_same_strings_and_gaps(code, file):
    assert strings_that_differ(say(FIRST).section(file), say(code).section(file)) == []


def test_a_lost_string_or_gap_is_caught():
    whole = {"next": "Next", "count": "{n} tiles"}
    assert strings_that_differ(whole, {"next": "下一个", "count": "{n} 格"}) == []
    assert strings_that_differ(whole, {"count": "几格", "back": "上一个"}) == ["back", "count", "next"]


@pytest.mark.parametrize("name", CHAPTERS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_the_same_blocks_gaps_and_check(code, name):
    first, here = lesson(FIRST, name), lesson(code, name)
    assert list(here.blocks) == list(first.blocks) and here.minutes == first.minutes
    assert {k: gaps(v) for k, v in here.blocks.items()} == {k: gaps(v) for k, v in first.blocks.items()}
    options = lambda some: [(o.right, gaps(o.text), gaps(o.feedback)) for o in some.check.options]
    assert options(here) == options(first)


@pytest.mark.parametrize("name", CHAPTERS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_chapter_asks_tells_for_every_answer_and_closes(code, name):
    here = lesson(code, name).filled(cells="48", numbers="41,234", sentences="30,000")
    assert len(here.check.options) == 4 and all(option.feedback for option in here.check.options)
    assert 3 <= here.minutes <= 6
    assert "{" not in "".join([here.title, here.question, here.check.question, *here.blocks.values()])


@pytest.mark.parametrize("name", CHAPTERS)
def test_every_block_is_shown_by_the_chapters_page(name):
    shown = set(re.findall(r'"(\w+)"', (PROSE.parents[1] / "pages" / f"{name}.py").read_text("utf-8")))
    assert [block for block in lesson(FIRST, name).blocks if block.removesuffix("_answer") not in shown] == []


@pytest.mark.parametrize("name", CHAPTERS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_at_most_two_ideas_are_named_in_a_chapter_and_only_in_its_name_block(code, name):
    blocks = lesson(code, name).blocks
    named = {block: re.findall(r"\*\*(.+?)\*\*", text) for block, text in blocks.items() if block != "about"}
    assert 1 <= len(named.pop("name")) <= 2
    assert not any(named.values())


@pytest.mark.parametrize("name", CHAPTERS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_paragraphs_have_three_sentences_at_most(code, name):
    here = lesson(code, name)
    for block in [*here.blocks.values(), *(option.feedback for option in here.check.options)]:
        for paragraph in block.split("\n\n"):
            assert n_sentences(paragraph) <= 3, paragraph


def n_sentences(paragraph):
    return len(re.findall(r"[。？]|[.?](?:\s|$)", paragraph))


def test_sentences_are_counted():
    assert n_sentences("甲。乙？丙，丁。") == n_sentences("One. Two, 3.5 of it? Three.") == 3


# ---- our voice, and nothing too early

@pytest.mark.parametrize("code", LANGUAGES)
def test_nothing_slipped_in(code):
    assert slips(code) == []


@pytest.mark.parametrize("code, place, text", [
    ("zh", "stage.next", "显然是这样"), ("en", "stage.next", "It is just a guess"), ("en", "stage.next", "Just so"),
    ("zh", "stage.next", "机器懂这句话"), ("en", "stage.next", "The machine thinks"), ("en", "0_next_word.check.1.right", "It knows"),
    ("zh", "0_next_word.name", "这叫隐状态"), ("en", "stage.next", "the hidden states"), ("en", "ui.honesty", "Its Weights are locked"),
    ("zh", "stage.next", "张量"), ("zh", "1_window.name", "向量"), ("zh", "narration.again", "再来一次！"), ("en", "stage.next", "Well done!"),
    ("zh", "stage.next", "先猜,再看"), ("zh", "stage.next", "先猜一个."), ("zh", "stage.next", "A:和刚才一样"), ("zh", "stage.next", "“引号”"),
    ("zh", "stage.next", "有48 格"), ("zh", "stage.next", "先猜 再看"), ("zh", "stage.next", "B 只有 3 个"),
    ("zh", "stage.next", "点 Next"), ("en", "stage.next", "tap 下一个词"), ("en", "stage.next", "a “word”，then"), ("en", "stage.next", 'say "me"'),
])
def test_a_planted_slip_is_caught(code, place, text):
    assert slips(code, [(place, text)])


@pytest.mark.parametrize("code, place, text", [
    ("zh", "stage.formula_squash", "tanh"), ("zh", "0_next_word.check.3.wrong", "它懂得迟到"), ("zh", "2_state.name", "这叫隐状态"),
    ("zh", "stage.next", "有\u200948\u2009格，B\u2009猜「我」，99\u202f%。"), ("en", "stage.next", "“me”, 99 %: a method known to work; adjust it."),
    ("en", "ui.twin_note", "了 occurs twice."),
])
def test_what_is_allowed_is_left_alone(code, place, text):
    assert slips(code, [(place, text)]) == []


# ---- narration

TYPICAL = {"zh": {"word": "「批评」", "bare": "「批评」", "before": "「昨天」", "a": "「表扬」", "a_too": "「批评」", "b": "「批评」",
                  "few": "「老师」「妈妈」「校长」", "kept": "12", "turned": "12", "pairs": "5", "kinds": "40", "pa": "12%", "pb": "99%"},
           "en": {"word": "“school”", "bare": "“school”", "before": "“late”", "a": "“warmly”", "a_too": "“sternly”", "b": "“me”",
                  "few": "“mum”, “dad” and “grandma”", "kept": "12", "turned": "12", "pairs": "5", "kinds": "40", "pa": "12%", "pb": "99%"}}


def templates():
    """Names of the templates that speak at a step."""
    for name in SITUATIONS:
        yield from (f"{name}_{n}" for n in range(1, TURNS[name] + 1)) if name in TURNS else \
            (name,)


@pytest.mark.parametrize("code", LANGUAGES)
def test_narration_is_short(code):
    limit = int(say(code)("style.narration_longest"))
    own = filter(OWN.fullmatch, say(code).section("narration"))
    long = {name: text for name in [*templates(), *own]
            if length(code, text := say(code)(f"narration.{name}", **TYPICAL.get(code, TYPICAL["en"]))) > limit}
    assert not long


def test_a_long_line_is_measured_as_long():
    assert length("zh", "读到「我」，B 猜 99 %。") == 6
    assert length("en", "The first “to”. A’s bars: 12 %.") == 6


@pytest.mark.parametrize("code", LANGUAGES)
def test_own_wording_belongs_to_a_ready_made_sentence_and_a_situation(code):
    presets = {key.removeprefix("preset_") for key in say(code).section("ui") if key.startswith("preset_")}
    for key in (key for key in say(code).section("narration") if "." in key):
        preset, _, situation = OWN.fullmatch(key).groups()
        assert preset in presets and situation in SITUATIONS, key


# ---- what the code asks for is there, and nothing is there that no code asks for

def code():
    """The text of every Python file that may speak."""
    folder = PROSE.parents[1]
    for path in [*folder.glob("explainer/**/*.py"), *folder.glob("pages/*.py"), *folder.glob("app.py")]:
        yield path.read_text("utf-8")


def asked():
    """Keys in say("file.key"), some with parts that are computed."""
    return [key for text in code() for key in re.findall(r"""say\(f?["']([a-z]+\.[^"']+)["']""", text)]


def mentioned(file):
    """Every quoted "file.key", whether it stands in a call or in a table."""
    return [key for text in code() for key in re.findall(rf"""["']({file}\.[^"']+)["']""", text)]


def pattern(key):
    """The key as a regular expression, its computed parts open.

    >>> bool(re.fullmatch(pattern("ui.preset_{p.key}"), "ui.preset_boy"))
    True
    """
    return re.sub(r"\\\{.*?\\\}", r"\\w+", re.escape(key))


READ_BY_NAME = {"ui.language_name", "ui.language_place"}      # asked for by languages()


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_string_that_the_code_asks_for_exists(code):
    keys = [f"{file}.{key}" for file in say(code).files for key in say(code).section(file)]
    missing = [key for key in asked() if not any(re.fullmatch(pattern(key), have) for have in keys)]
    assert asked() and missing == []


@pytest.mark.parametrize("file", ["ui", "closer"])
def test_no_string_waits_for_a_call_that_never_comes(file):
    calls = [pattern(key) for key in mentioned(file)]
    idle = [key for key in say(FIRST).section(file) if not any(re.fullmatch(call, f"{file}.{key}") for call in calls)]
    assert set(f"{file}.{key}" for key in idle) <= READ_BY_NAME


def test_no_string_of_the_stage_lies_idle():
    drawn = "".join(path.read_text("utf-8") for path in (PROSE.parents[1] / "explainer/components/stage").rglob("*.js"))
    beginnings = tuple(re.findall(r"""["`]([a-z]+_)(?:"|\$\{)""", drawn))           # say("door_" + name), say(`door_${name}_long`)
    idle = [key for key in say(FIRST).section("stage") if not re.search(rf"""["']{key}["']""", drawn) and not key.startswith(beginnings)]
    assert idle == []


# ---- lessons

def test_the_switch_follows_the_authors_order_and_names():
    assert LANGUAGES[0] == "zh"
    assert languages()["zh"] == "中文" and languages()["en"] == "English"


@pytest.mark.parametrize("ask", [
    lambda: say("zh")("ui.no_such"), lambda: say("zh")("nofile.x"), lambda: say("zh")("ui.honesty"), lambda: say("xx"),
    lambda: lesson("zh", "99_none"), lambda: lesson("zh", CHAPTERS[0]).filled(cells="48"),
])
def test_what_is_missing_is_named(ask):
    with pytest.raises(KeyError, match=r"prose.(zh|xx)"):
        ask()


def test_what_fills_a_gap_is_not_read_for_gaps_again():
    assert say("zh")("narration.cover_which", n="{n}{x}") == typeset("这 {n}{x} 个词")


GOOD = """---
title: T
minutes: 4
question: Q?
---

## name

Text with {cells}.

## check

Why?

- [ ] one
  Feedback one,
  goes on.
- [x] two
  Feedback two.
"""


def test_a_chapter_is_read_as_written(tmp_path):
    path = tmp_path / "0_x.md"
    path.write_text(GOOD, "utf-8")
    here = parse(path)
    assert (here.title, here.minutes, here.question) == ("T", 4, "Q?")
    assert dict(here.blocks) == {"name": "Text with {cells}."}
    assert [(o.text, o.right, o.feedback) for o in here.check.options] == [
        ("one", False, "Feedback one,\ngoes on."), ("two", True, "Feedback two.")]


@pytest.mark.parametrize("old, new, line", [
    ("---\ntitle: T", "title: T", 1), ("minutes: 4", "minutes: four", 3), ("question: Q?", "author: me", 4), ("question: Q?\n", "", 4),
    ("---\n\n## name", "---\nstray\n## name", 6), ("## check", "## name", 11), ("## check", "## ", 11), ("Why?\n", "", 11),
    ("- [ ] one", "- one", 15), ("  goes on.", "goes on.", 17), ("- [ ] one", "- [x] one", 11), ("- [x] two", "- [ ] two", 11),
    ("  Feedback two.\n", "", 18),
])
def test_an_authors_slip_names_file_and_line(tmp_path, old, new, line):
    path = tmp_path / "0_x.md"
    assert old in GOOD
    path.write_text(GOOD.replace(old, new, 1), "utf-8")
    with pytest.raises(ValueError, match=rf"0_x\.md:{line}: "):
        parse(path)


def test_a_broken_string_file_is_named(tmp_path):
    path = tmp_path / "ui.toml"
    for text, told in (("a = 1", "a is not a text"), ("a = \"x\"\nb c", "line 2")):
        path.write_text(text, "utf-8")
        with pytest.raises(ValueError, match=f"ui.toml: .*{told}"):
            lessons.strings(path)


def test_a_new_language_is_a_new_folder(tmp_path, monkeypatch):
    shutil.copytree(PROSE, tmp_path / "prose")
    shutil.copytree(PROSE / "en", tmp_path / "prose" / "fr")
    ui = tmp_path / "prose" / "fr" / "ui.toml"
    ui.write_text(ui.read_text("utf-8").replace('"English"', '"Français"').replace('place = "2"', 'place = "3"'), "utf-8")
    monkeypatch.setattr(lessons, "PROSE", tmp_path / "prose")
    assert list(lessons.languages()) == ["zh", "en", "fr"] and lessons.languages()["fr"] == "Français"
    assert lessons.lesson("fr", CHAPTERS[0]).title == lesson("en", CHAPTERS[0]).title


def test_a_saved_file_is_read_again(tmp_path, monkeypatch):
    shutil.copytree(PROSE, tmp_path / "prose")
    monkeypatch.setattr(lessons, "PROSE", tmp_path / "prose")
    path = tmp_path / "prose" / "zh" / f"{CHAPTERS[0]}.md"
    before = lessons.lesson("zh", CHAPTERS[0])
    path.write_text(path.read_text("utf-8").replace(f"title: {before.title}", "title: 换了题目"), "utf-8")
    assert lessons.lesson("zh", CHAPTERS[0]).title == "换了题目"


def test_every_language_glosses_the_other_ones_example():
    from explainer import worlds
    for code in ("zh", "en"):
        for other in ("zh", "en"):
            if other != code:
                words = worlds.load(f"diary_{other}").scene.sentence
                assert [word for word in words if not say(code).section("gloss").get(word)] == []


def test_lists_are_written_with_bars():
    assert listed("a | b c |d") == ["a", "b c", "d"]
