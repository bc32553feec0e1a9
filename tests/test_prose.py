"""Prose keeps its promises in every language that has a folder: same parts, same gaps, our voice, no term too early."""

import ast
import importlib
import re
import shutil
import time

import pytest

from explainer import glance, glossary, lessons, terms
from explainer.chapter import LIVE, parse
from explainer.choices import Choice
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


def strings_that_differ(one, other, free=re.compile("(?!)")):
    """Keys that only one of two files has, or whose gaps differ; `free` ones aside."""
    return sorted({key for key in one.keys() | other.keys() if not free.fullmatch(key)
                   if key not in one or key not in other or gaps(one[key]) != gaps(other[key])})


@pytest.mark.parametrize("file", sorted(set(say(FIRST).files) - FREE))
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_the_same_strings_and_gaps(code, file):
    free = {"free": OWN} if file == "narration" else {}
    assert strings_that_differ(say(FIRST).section(file), say(code).section(file), **free) == []


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
    assert {k: terms.keys(v) for k, v in here.blocks.items()} == {k: terms.keys(v) for k, v in first.blocks.items()}
    options = lambda check: check and [(o.right, gaps(o.text), gaps(o.feedback)) for o in check.options]
    assert options(here.check) == options(first.check) and options(here.guess) == options(first.guess)


def asked_in(here):
    """The questions of a chapter with their options: the check, and the guess where there is one."""
    return [check for check in (here.guess, here.check) if check]


def every_gap(here):
    """A value for every gap of a chapter."""
    told = [here.title, here.question, *here.blocks.values(), *(text for check in asked_in(here) for text in
            [check.question, *(option.text + option.feedback for option in check.options)])]
    return {gap: "7" for text in told for gap in gaps(text)}


@pytest.mark.parametrize("name", CHAPTERS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_chapter_asks_tells_for_every_answer_and_closes(code, name):
    here = lesson(code, name)
    here = here.filled(**every_gap(here))
    assert len(here.check.options) == 4 and all(option.feedback for check in asked_in(here) for option in check.options)
    assert 3 <= here.minutes <= 6
    assert "{" not in "".join([here.title, here.question, here.check.question, *(text for block, text in here.blocks.items() if not block.endswith(LIVE))])
    assert not gaps(lesson(code, name).title + lesson(code, name).question), "title and question stand on the map, where no chapter fills them"


AUTOMATIC = ("honest", "name", "door")               # a chapter of scenes shows them by itself
SUFFIXES = ("", "_story", "_after", *LIVE)
SCENES = [name for name in CHAPTERS if lesson(FIRST, name).guess]


def page_of(name):
    return (PROSE.parents[1] / "pages" / f"{name}.py").read_text("utf-8")


def shown_by_page(name):
    """Names of the blocks that the page of a chapter shows: those it names, and those of its scenes."""
    if name not in SCENES:
        return {block + more for block in re.findall(r'"(\w+)"', page_of(name)) for more in ("", "_answer")}
    return {*AUTOMATIC, *(scene + suffix for scene in glossary.scene_names(say(FIRST), name) for suffix in SUFFIXES)}


@pytest.mark.parametrize("name", CHAPTERS)
def test_every_block_is_shown_by_the_chapters_page(name):
    assert set(lesson(FIRST, name).blocks) - shown_by_page(name) == set()


@pytest.mark.parametrize("name", SCENES)
def test_a_chapter_of_scenes_has_every_part(name):
    scenes = list(glossary.scene_names(say(FIRST), name))
    called = ast.parse(page_of(name))
    given = [keyword.arg for node in ast.walk(called) if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "scenes" for keyword in node.keywords]
    assert scenes == given, "the page gives each scene of the table [scenes], in its order"
    needed = {*AUTOMATIC, *scenes, *(scene + depth for scene in scenes for depth in LIVE)}
    assert needed - set(lesson(FIRST, name).blocks) == set()


@pytest.mark.parametrize("name", CHAPTERS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_at_most_two_ideas_are_named_in_a_chapter_and_only_in_its_name_block(code, name):
    blocks = lesson(code, name).blocks
    named = {block: re.findall(r"\*\*(.+?)\*\*", text) for block, text in blocks.items() if block != "about" and not block.endswith(LIVE)}
    assert 1 <= len(named.pop("name")) <= 2
    assert not any(named.values()), {block: words for block, words in named.items() if words}


# ---- terms that can be tapped

@pytest.mark.parametrize("name", CHAPTERS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_terms_are_known_and_not_too_early(code, name):
    here, known = lesson(code, name), glossary.entries(code)
    for block, text in here.blocks.items():
        assert set(terms.keys(text)) <= set(known), f"{code}/{name}: {block}"
        assert all(known[key].chapter <= glossary.number(name) for key in terms.keys(text)), f"{code}/{name}: {block}"
        assert len(set(terms.keys(text))) == len(terms.keys(text)), f"{code}/{name}: {block}: one link for a term is enough"
        if terms.keys(text):
            assert not block.endswith(LIVE) and terms.parts(here.filled(**every_gap(here)).blocks[block])


@pytest.mark.parametrize("code", LANGUAGES)
def test_terms_stand_only_where_they_can_be_tapped(code):
    said = [(f"{file}.{key}", text) for file in set(say(code).files) - {"glossary"} for key, text in say(code).section(file).items()]
    for name in CHAPTERS:
        said += [(name, text) for check in asked_in(lesson(code, name)) for text in [check.question, *(o.text + o.feedback for o in check.options)]]
    assert [place for place, text in said if "](" in text] == []


# ---- how long a chapter takes

PACE = {"zh": 300, "en": 200}                        # characters, words in a minute: silent reading, unhurried
ACTION = 8                                           # seconds for a tap or a drag, with a look at what it changed


def controls_of(name):
    """How many things there are to choose in a chapter: the tables of Choice in its module."""
    module = importlib.import_module("explainer.chapters." + re.search(r"from explainer.chapters import (\w+)", page_of(name))[1])
    tables = [value for value in vars(module).values() if isinstance(value, dict) and value and all(isinstance(it, Choice) for it in value.values())]
    return sum(map(len, tables))


def seconds(code, name):
    """How long a lay reader needs at the depth that a chapter opens with: to read it, with one option's feedback each, and to use every control."""
    here = lesson(code, name)
    scenes = list(glossary.scene_names(say(code), name))
    read = [here.blocks.get(block, "") for block in [*AUTOMATIC, *scenes, *(f"{scene}_after" for scene in scenes)]]
    for check in asked_in(here):
        read += [check.question, *(option.text for option in check.options), max((option.feedback for option in check.options), key=len)]
    words = length(code, terms.bare("\n".join(read)))
    return 60 * words / PACE[code] + ACTION * (len(asked_in(here)) + len(scenes) + controls_of(name))


@pytest.mark.parametrize("name", SCENES)
@pytest.mark.parametrize("code", sorted(PACE))
def test_a_chapter_fits_its_minutes(code, name):
    needed = seconds(code, name) / 60
    assert lesson(code, name).minutes - 2 <= needed <= lesson(code, name).minutes + .5, f"{code}/{name}: about {needed:.1f} minutes by the stop-watch"


@pytest.mark.parametrize("name", CHAPTERS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_paragraphs_have_three_sentences_at_most(code, name):
    here = lesson(code, name)
    for block in [*(text for name, text in here.blocks.items() if not name.endswith(LIVE)), *(option.feedback for check in asked_in(here) for option in check.options)]:
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
    ("zh", "stage.next", "有48 格"), ("zh", "map.4_x.title", "权重"), ("en", "2_glossary.hidden_state.sentence", "a sequence"), ("zh", "stage.next", "先猜 再看"), ("zh", "stage.next", "B 只有 3 个"),
    ("zh", "stage.next", "点 Next"), ("en", "stage.next", "tap 下一个词"), ("en", "stage.next", "a “word”，then"), ("en", "stage.next", 'say "me"'),
])
def test_a_planted_slip_is_caught(code, place, text):
    assert slips(code, [(place, text)])


@pytest.mark.parametrize("code, place, text", [
    ("zh", "stage.formula_squash", "tanh"), ("zh", "0_next_word.check.3.wrong", "它懂得迟到"), ("zh", "2_state.name", "这叫隐状态"),
    ("zh", "stage.next", "有\u200948\u2009格，B\u2009猜「我」，99\u202f%。"), ("en", "stage.next", "“me”, 99 %: a method known to work; adjust it."),
    ("en", "ui.twin_note", "了 occurs twice."), ("zh", "3_recap.card.1.question", "语料"), ("zh", "1_window.ruler_formula", "softmax"),
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
    drawn = "".join(path.read_text("utf-8") for part in ("stage", "kit") for path in (PROSE.parents[1] / "explainer/components" / part).rglob("*.js"))
    beginnings = tuple(re.findall(r"""["`]([a-z]+_)(?:"|\$\{)""", drawn))           # say("door_" + name), say(`door_${name}_long`)
    idle = [key for key in say(FIRST).section("stage") if not re.search(rf"""["']{key}["']""", drawn) and not key.startswith(beginnings)]
    assert idle == []


LEADING = {"column": "board", "glossary": "board", "map": "map", "recap": "recap", "sort": "recap"}       # boards that are no scene, and the map in one of them -> the file of their strings


@pytest.mark.parametrize("board, file", LEADING.items())
def test_no_string_of_a_board_beside_the_scenes_lies_idle(board, file):
    strings = say(FIRST).section(file)
    own = [key for key in strings if not re.match(r"act\.|card\.", key)] if file == board == "map" else \
        [key.removeprefix(f"{board}.") for key in strings if key.startswith(f"{board}.")]
    drawn = "".join(path.read_text("utf-8") for path in (PROSE.parents[1] / "explainer/components/boards" / {"map": "column"}.get(board, board)).glob("*.js")) + "".join(code())
    assert own and [key for key in own if not re.search(rf"""["'.]{key}["']""", drawn)] == []


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


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """The prose copied to a folder of its own, where a test may write."""
    shutil.copytree(PROSE, tmp_path / "prose")
    monkeypatch.setattr(lessons, "PROSE", tmp_path / "prose")
    glance.forget()
    yield tmp_path / "prose"
    glance.forget()


def test_a_new_language_is_a_new_folder(copied):
    shutil.copytree(PROSE / "en", copied / "fr")
    ui = copied / "fr" / "ui.toml"
    ui.write_text(ui.read_text("utf-8").replace('"English"', '"Français"').replace('place = "2"', 'place = "3"'), "utf-8")
    assert list(lessons.languages()) == ["zh", "en", "fr"] and lessons.languages()["fr"] == "Français"
    assert lessons.lesson("fr", CHAPTERS[0]).title == lesson("en", CHAPTERS[0]).title


def test_a_saved_file_is_read_again_a_second_later(copied, monkeypatch):
    path = copied / "zh" / f"{CHAPTERS[0]}.md"
    before = lessons.lesson("zh", CHAPTERS[0])
    path.write_text(path.read_text("utf-8").replace(f"title: {before.title}", "title: 换了题目"), "utf-8")
    assert lessons.lesson("zh", CHAPTERS[0]) is before
    later = time.monotonic() + glance.LASTS
    monkeypatch.setattr(time, "monotonic", lambda: later + 0.01)
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
