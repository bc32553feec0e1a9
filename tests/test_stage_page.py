"""The Stage drawn in a plain HTML file, without Streamlit: what it shows is what it was given."""

import json
import re
from itertools import accumulate
from math import exp, tanh
from pathlib import Path

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from explainer import lessons
from explainer.choices import Choices
from explainer.components import boards, stage
from explainer.reading import machines
from explainer.scene import facts, scene
from explainer.vocabulary import START
from tests.stage import Stage

LANGUAGES = list(lessons.languages())
PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1330, "height": 690}             # what Streamlit leaves of 1366 × 768
PARTS = Path(stage.__file__).parent / "parts"
every_language = pytest.mark.parametrize("language", LANGUAGES)


def given(language, **choices):
    """A reading as the Stage is given it, parsed."""
    say = lessons.say(language)
    lesson = lessons.lesson(language, "0_next_word").filled(**facts(say, machines(language)))
    return json.loads(scene(say, lesson, Choices(**choices), Choices()))


@pytest.fixture
def open_page(profile, tmp_path):
    """open_page(reading, query, **options) -> the Stage of one HTML file in a fresh profile."""

    def open_(reading, query="", **options):
        file = tmp_path / "scene.html"
        file.write_text(stage.page(json.dumps(reading).encode()), "utf-8")
        page = profile(**{"viewport": LAPTOP, **options}).new_page()
        page.goto(file.as_uri() + query)
        return Stage(page)

    return open_


def last(reading):
    return len(reading["sentence"]["pieces"])


def words(reading):
    return [piece["text"] for piece in reading["sentence"]["pieces"]]


@every_language
def test_before_the_guess_there_is_a_question_and_nothing_else(open_page, language):
    reading = given(language)
    shown = open_page(reading)
    assert shown.pieces() == words(reading)
    assert shown.find(".choice").all_inner_texts() == reading["sentence"]["choices"]
    assert shown.find("button").count() == len(reading["sentence"]["choices"]) + 1
    assert shown.find(".lane, .controls, .depth, .tools, .own").count() == 0
    shown.press("ArrowRight")
    shown.at(0)


@every_language
def test_every_step_shows_the_numbers_it_was_given(open_page, language):
    reading = given(language)
    guess = reading["sentence"]["choices"][1]
    shown = open_page(reading)
    shown.guess(guess)
    for step in range(last(reading) + 1):
        shown.go(step)
        for lane in reading["lanes"]:
            drawn = shown.bars(lane["id"])
            best = dict(map(tuple, lane["bars"][step]))
            assert list(drawn)[0] == lane["bars"][step][0][0]
            assert drawn.pop(guess) == lane["choices"][guess][step]
            assert all(p == best[word] for word, p in drawn.items())
            assert shown.find(f".answer[data-lane={lane['id']}] .mine .star").count() == 1
        assert shown.tiles() == dict(enumerate(reading["lanes"][1]["signals"]["hidden"][step]))
        assert shown.narration() == (reading["narration"][step] if step else lessons.say(language)("stage.guess_kept"))
        assert shown.spoken() == reading["announce"][step]


@every_language
def test_all_bars_of_a_lane_are_the_whole(open_page, language):
    reading = given(language)
    shown = open_page(reading)
    shown.guess()
    for step in range(last(reading) + 1):
        shown.go(step)
        for lane in "AB":
            rest = float(shown.find(f".answer[data-lane={lane}] [data-bar-rest]").get_attribute("data-p"))
            assert sum(shown.bars(lane).values()) + rest == pytest.approx(1)
            printed = [*shown.written(lane).values(), shown.find(f".answer[data-lane={lane}] .rest .bar-value").inner_text()]
            if not any(mark in text for text in printed for mark in "<>"):
                assert sum(int(re.search(r"\d+", text).group()) for text in printed) == 100


@every_language
def test_what_the_card_covers_is_not_on_the_lanes(open_page, language):
    reading = given(language)
    shown = open_page(reading)
    shown.guess()
    for step in range(1, last(reading) + 1):
        shown.go(step)
        for track in shown.find(".track").all():
            assert track.locator("[data-word]").inner_text() == words(reading)[step - 1]
            text = track.evaluate("(track) => track.textContent")
            earlier = set(words(reading)[:step - 1]) - {words(reading)[step - 1]}
            own = lessons.say(language)("stage.covered") + words(reading)[step - 1]
            assert not [word for word in earlier if word in text and word not in own]


@every_language
def test_the_same_card_lies_on_both_lanes(open_page, language):
    shown = open_page(given(language))
    shown.guess()
    for step in (1, 4, 2):
        shown.go(step)
        a, b = (shown.find(f".lane[data-lane={lane}] .window").bounding_box() for lane in "AB")
        assert (a["x"], a["width"], a["height"]) == (b["x"], b["width"], b["height"])


def test_the_card_says_that_it_cannot_see(open_page):
    shown = open_page(given("en"))
    shown.guess()
    shown.go(4)
    shown.find(".lane-b .card").click()
    expect(shown.find(".lane-b .bubble")).to_have_text(lessons.say("en")("stage.cannot_see"))
    assert shown.find(".lane-a .bubble").count() == 0


@every_language
def test_the_pinned_bars_lie_exactly_over_the_later_ones(open_page, language):
    reading = given(language)
    shown = open_page(reading)
    shown.guess()
    shown.go(reading["sentence"]["first"])
    assert shown.find(".lane-a .pin").count() == 1 and not shown.outlines("A")
    shown.press("End")
    assert shown.outlines("A") == shown.bars("A")
    for bar in shown.find(".lane-a [data-was]").all():
        ink, outline = bar.locator(".bar-ink").bounding_box(), bar.locator(".bar-was").bounding_box()
        assert abs(ink["x"] - outline["x"]) < 0.5
        assert abs(ink["width"] - outline["width"]) < 0.5 or ink["width"] < 4
    assert not shown.outlines("B")


def test_both_lanes_measure_with_one_axis(open_page):
    shown = open_page(given("en"))
    shown.guess()
    shown.go(3)
    rooms = [box.bounding_box() for box in shown.find(".bar-room").all()]
    assert len({(round(room["x"], 1), round(room["width"], 1)) for room in rooms}) == 1


@every_language
def test_back_restores_every_picture_to_the_digit(open_page, language):
    shown = open_page(given(language))
    shown.guess()
    there = []
    for step in range(int(shown.mark("steps")) + 1):
        shown.go(step)
        there.append(shown.picture())
    for step in reversed(range(len(there))):
        shown.go(step)
        assert shown.picture() == there[step]


@every_language
def test_a_tap_on_the_line_about_the_reaction_tells_it_exactly(open_page, language):
    reading = given(language)
    home = machines(language)
    good = home.network.read(np.array([START, *home.network.vocab.encode(home.world.scene.good)]))
    praise = home.world.scene.reactions["good"]
    shown = open_page(reading)
    shown.guess()
    shown.go(words(reading).index(home.world.scene.reactions["bad"]))
    assert shown.find(".exact-line").count() == 0
    shown.find(".exact-tap:visible").click()
    told = shown.find(".exact-line")
    assert told.get_attribute("data-exact-word") == good.top(len(good) - 1)[0][0] == praise
    assert float(told.get_attribute("data-p")) == pytest.approx(good.p(len(good) - 1, praise), abs=1e-6)
    assert f"{100 * good.p(len(good) - 1, praise):.0f}" in told.inner_text()
    shown.press("ArrowRight")
    assert shown.find(".exact-line").count() == 0


def test_a_tile_tells_its_sign_without_colour(open_page):
    shown = open_page(given("en"))
    shown.guess()
    shown.press("End")
    for tile in shown.find(".tile").all():
        value, sign = float(tile.get_attribute("data-value")), tile.get_attribute("data-sign")
        assert sign == ("zero" if abs(value) < .1 else "minus" if value < 0 else "plus")
        assert (contrast(shown.colours(tile)) > .02) == (sign == "minus"), value
    assert shown.find("[data-changed]").count() == 3


def contrast(colours):
    """How far the lightest and the darkest of some colours are apart, 0 to 1."""
    brightness = [sum(colour) / 765 for colour in colours]
    return max(brightness) - min(brightness)


def test_a_screen_reader_hears_every_tile(open_page):
    reading = given("en")
    shown = open_page(reading)
    shown.guess()
    shown.go(4)
    for cell, value in enumerate(reading["lanes"][1]["signals"]["hidden"][4]):
        printed = f"{abs(value):.1f}"
        sign = "" if float(printed) == 0 else "+" if value > 0 else "\u2212"
        told = lessons.say("en")("stage.tile_value", cell=cell + 1, value=sign + printed)
        expect(shown.find(f".tile[data-cell='{cell}']")).to_have_attribute("aria-label", told)


def test_the_tiles_wear_the_colours_of_their_values(open_page):
    shown = open_page(given("zh"))
    shown.guess()
    tint = {}
    for step in (2, 6):
        shown.go(step)
        for tile in shown.find(".tile[data-sign=plus]").all():
            tint[float(tile.get_attribute("data-value"))] = [sum(channel) for channel in zip(*shown.colours(tile))][2]
    assert len(tint) > 20
    values = sorted(tint)
    assert all(tint[more] <= tint[less] for less, more in zip(values, values[1:]) if more - less > .03), "more is more orange"


def test_the_film_reads_out_what_it_shows(open_page):
    reading = given("en")
    hidden, order = reading["lanes"][1]["signals"]["hidden"], reading["lanes"][1]["order"]
    shown = open_page(reading)
    shown.guess()
    shown.go(3)
    film = shown.find(".film")
    assert film.get_attribute("data-columns") == "4"
    film.focus()
    shown.press("ArrowLeft")
    shown.press("ArrowLeft")
    shown.press("ArrowDown")
    shown.at(3)
    read = shown.find("[data-film-read]")
    assert read.get_attribute("data-film-read") == f"2.{order[1]}"
    assert f"{abs(hidden[2][order[1]]):.2f}" in read.inner_text()
    shown.find(".sort").click()
    assert [int(tile.get_attribute("data-cell")) for tile in shown.find(".tile").all()] == sorted(order)


def test_the_graph_rolls_up_into_one_box_and_back(open_page):
    shown = open_page(given("en"))
    shown.guess()
    shown.go(5)
    boxes = shown.find(".graph-cell .cell-box")

    def spread():
        places = [box.bounding_box()["x"] for box in boxes.all()]
        return max(places) - min(places)

    assert boxes.count() == 5 and spread() > 100
    shown.find(".roll").click()
    assert boxes.count() == 5 and spread() < 2
    shown.find(".roll").click()
    assert spread() > 100


@every_language
def test_depth_moves_neither_step_nor_numbers(open_page, language):
    shown = open_page(given(language))
    shown.guess()
    shown.go(4)
    a, b = shown.bars("A"), shown.bars("B")
    for depth in ("story", "formula", "code", "picture"):
        shown.find(f"[data-depth={depth}]").click()
        shown.at(4)
        assert (shown.bars("A"), shown.bars("B")) == (a, b)
        letters = shown.find(".letter-term").count()
        assert (letters > 0) == (depth in ("formula", "code"))
        assert shown.find(".graph, .film, .tile").count() == 0 or depth != "story"


@every_language
def test_the_formulas_hold_with_the_numbers_of_this_step(open_page, language):
    reading = given(language)
    counting, network = reading["lanes"]
    shown = open_page(reading)
    shown.guess()
    shown.find("[data-depth=formula]").click()
    for step in (1, last(reading)):
        shown.go(step)
        for cell in (network["order"][0], network["order"][-1]):
            shown.find(f".tile[data-cell='{cell}']").click()
            assert shown.find("[data-sum=cell]").get_attribute("data-cell-sum") == str(cell)
            word, memory, own, hidden = (float(n.get_attribute("data-exact")) for n in shown.find("[data-sum=cell] [data-exact]").all())
            assert tanh(word + memory + own) == pytest.approx(hidden, abs=2e-4)
            assert hidden == shown.tiles()[cell]
            shown.press("Escape")
        share = float(shown.find("[data-sum=share] [data-exact]").last.get_attribute("data-exact"))
        assert share == pytest.approx(network["bars"][step][0][1], abs=2e-4)
        best = counting["row"][step]["best"]
        kept = (best["count"] - best["discount"]) / counting["row"][step]["total"] if best["count"] else 0
        printed = float(shown.find("[data-sum=count] .exact").get_attribute("data-exact"))
        assert printed == counting["bars"][step][0][1] == pytest.approx(kept + best["leftover"] * best["shorter"], abs=1e-5)


@every_language
def test_the_code_marks_the_line_that_made_the_number(open_page, language):
    reading = given(language)
    shown = open_page(reading)
    shown.guess()
    shown.find("[data-depth=code]").click()
    shown.press("End")
    for lane in "AB":
        assert shown.find(f"[data-code={lane}] .code-line code").all_inner_texts() == reading["code"][lane]
    marked = shown.find("[data-code=B] .marked")
    cell = reading["lanes"][1]["order"][0]
    assert marked.count() == 1 and marked.get_attribute("data-line") == "hidden"
    assert float(marked.get_attribute("data-exact")) == shown.tiles()[cell]
    shown.find("[data-code=B] [data-line=from_memory] button").click()
    assert marked.get_attribute("data-line") == "from_memory"
    counted = shown.find("[data-code=A] .marked")
    assert counted.count() == 1
    assert float(counted.get_attribute("data-exact")) == reading["lanes"][0]["bars"][-1][0][1]


@every_language
def test_the_doors_open_after_the_end_and_show_what_is_known(open_page, language):
    reading = given(language)
    shown = open_page(reading)
    shown.guess(reading["sentence"]["choices"][0])
    assert shown.find(".door").count() == 0
    shown.press("c")
    assert shown.mark("open") == ""
    shown.press("End")
    assert shown.find("[data-end]").inner_text() == reading["after"]["end"]
    assert shown.find("[data-yours]").inner_text() == reading["after"]["guess"][reading["sentence"]["choices"][0]]
    assert shown.find(".door").count() == 1                     # the others come one by one
    shown.press("c")
    assert shown.find(".door").count() == 2
    lost = [float(bar.get_attribute("data-lost")) for bar in shown.find("[data-lost]").all()]
    assert lost == reading["leans"]["lost"][-1]
    assert shown.find("[data-why]").inner_text().startswith(reading["leans"]["line"])
    assert shown.find(".voters li").count() == len(reading["lanes"][0]["voters"][0]["lines"])
    shown.press("s")
    assert shown.mark("open") == "silence" and shown.find(".tile-line .own").count() == 1
    assert shown.find(".mute").is_disabled()
    assert shown.find(".door").count() == 3
    shown.press("m")
    assert shown.find("[data-donor]").count() == len(reading["donors"]) + 1
    assert lessons.say(language)("stage.offline") in shown.find(".door-panel").inner_text()
    shown.press("Escape")
    assert shown.mark("open") == ""


def test_a_changed_reading_keeps_the_old_bars_as_outlines(open_page):
    plain = given("en")
    holders = tuple(sorted(plain["lanes"][1]["order"][:4]))
    shown = open_page(given("en", silenced=holders))
    assert shown.mark("open") == "silence" and shown.at(last(plain)) is None
    assert shown.find("[data-muted]").count() == len(holders)
    assert all(value == 0 for cell, value in shown.tiles().items() if cell in holders)
    before = dict(map(tuple, plain["lanes"][1]["bars"][-1]))
    assert before.items() >= {word: p for word, p in shown.outlines("B").items() if word in before}.items()
    assert plain["lanes"][1]["bars"][-1][0][0] in shown.outlines("B")


def test_the_link_holds_the_place_and_opens_it(open_page):
    reading = given("en")
    shown = open_page(reading, "?kept=yes")
    shown.guess(reading["sentence"]["choices"][2])
    shown.find("[data-depth=formula]").click()
    shown.go(5)
    shown.page.wait_for_url(lambda url: "t=5" in url)
    query = "?" + shown.page.url.partition("?")[2]
    assert "kept=yes" in query and "depth=formula" in query
    before = shown.picture()
    again = open_page(reading, query)
    assert again.picture() == before
    assert again.mark("guess") == reading["sentence"]["choices"][2] and again.mark("depth") == "formula"


@pytest.mark.parametrize("query", ["?t=-1", "?t=999", "?t=1e3", "?t=%00", "?depth=<b>", "?guess=nobody", "?cover=a.b&quiet=9999999&donor=__proto__&s=%F0"])
def test_a_broken_link_opens_the_beginning(open_page, query):
    shown = open_page(given("en"), query)
    shown.at(0)
    assert shown.mark("guess") == "" and shown.find(".choice").count() == 4


def test_text_is_text(open_page):
    reading = given("en")
    evil = "</script><img src=x onerror=document.title='broken'>"
    reading["sentence"]["pieces"][2] = {"text": evil, "known": False, "gloss": evil}
    for t, best in enumerate(reading["lanes"][0]["bars"]):
        best[0][0] = evil
    shown = open_page(reading)
    shown.guess()
    shown.go(3)
    assert shown.pieces()[2] == evil and shown.find("[data-word]").first.inner_text() == evil
    assert shown.find("img").count() == 0 and shown.page.title() == reading["title"]


def test_no_part_writes_html(open_page):
    for part in PARTS.glob("*.js"):
        assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(", part.read_text("utf-8")), part.name


def test_every_part_is_joined_once_and_short():
    named = {*stage.PARTS, *stage.ON_BOARD, *(part for parts in stage.HOSTS.values() for part in parts)}
    assert {part.stem for part in PARTS.glob("*.js")} == named and len(stage.PARTS) == len(set(stage.PARTS))
    long = {part.name: len(lines) for part in PARTS.glob("*.js") if len(lines := part.read_text("utf-8").splitlines()) > 150}
    assert not long


def test_the_parts_share_no_name():
    for script in (stage.drawing("streamlit"), *map(boards.script, boards.names())):
        names = re.findall(r"^(?:async )?(?:function|const|let) (\w+)", script, re.MULTILINE)
        assert len(names) == len(set(names))


@every_language
def test_every_string_is_asked_for_and_every_string_asked_for_is_there(language):
    strings = set(lessons.say(language).section("stage"))
    script = stage.drawing("streamlit")             # what only the file to take along offers has strings of its own
    asked = set(re.findall(r'say\("(\w+)"[,)]', script))
    assert asked <= strings
    quoted = set(re.findall(r'"(\w+)"', script)) | {f"door_{door}{end}" for door in ("why", "silence", "swap") for end in ("", "_long")}
    quoted |= {"sort_hold", "sort_number"}
    assert strings <= quoted


MOVING = """(root) => root.getAnimations({subtree: true}).filter((a) => a.playState === 'running'
    && !(a instanceof CSSAnimation) && !(a instanceof CSSTransition)).length"""
PAINTED = "(root) => root.querySelector('.tile-canvas').toDataURL()"
RESTING = "document.querySelector('.stage').getAnimations({subtree: true}).every((a) => a.playState !== 'running' || a instanceof CSSAnimation)"


def test_a_press_during_the_movement_jumps_to_its_end(open_page):
    shown = open_page(given("en"), reduced_motion="no-preference")
    shown.guess()
    shown.page.wait_for_function(RESTING)
    shown.page.context.new_cdp_session(shown.page).send("Animation.setPlaybackRate", {"playbackRate": .05})     # in time on a slow machine, too
    before = shown.root.evaluate(PAINTED)
    shown.press("ArrowRight")
    shown.at(1)
    assert shown.root.evaluate(MOVING) > 0 and shown.mark("waits").split() == ["a", "b", "answer", "words"]
    assert shown.root.evaluate(PAINTED) == before                   # the tiles wait for their turn
    assert shown.tiles() == dict(enumerate(given("en")["lanes"][1]["signals"]["hidden"][1]))        # the numbers are final at once
    shown.press("ArrowRight")
    shown.at(1)
    assert shown.root.evaluate(MOVING) == 0 and shown.mark("waits") == ""
    assert shown.root.evaluate(PAINTED) != before
    shown.press("ArrowRight")
    shown.at(2)


def test_the_movement_goes_from_the_word_to_a_to_b_and_ends_where_a_still_step_ends(open_page):
    moved, still = (open_page(given("en"), reduced_motion=motion) for motion in ("no-preference", "reduce"))
    for shown in (moved, still):
        shown.guess()
        shown.page.wait_for_function(RESTING)
        shown.root.evaluate("(root) => { window.turns = []; new MutationObserver(() => window.turns.push(root.dataset.waits)).observe(root, {attributeFilter: ['data-waits']}) }")
        shown.press("ArrowRight")
        shown.at(1)
    moved.page.wait_for_function("() => window.turns.length && window.turns.at(-1) === ''")
    turns = moved.page.evaluate("window.turns")
    assert turns[0] == "a b answer words" and all(len(after) < len(before) for before, after in zip(turns, turns[1:]))
    assert all("a b answer words".endswith(turn) for turn in turns)
    assert still.page.evaluate("window.turns") == []
    moved.page.wait_for_function(RESTING)
    assert moved.root.evaluate(PAINTED) == still.root.evaluate(PAINTED)
    assert moved.picture() == still.picture()


def test_with_reduced_motion_nothing_moves(open_page):
    shown = open_page(given("en"), reduced_motion="reduce")
    shown.guess()
    for _ in range(3):
        shown.press("ArrowRight")
        assert shown.root.evaluate("(root) => root.getAnimations({subtree: true}).length") == 0


def test_playing_stops_when_the_page_is_hidden_and_says_nothing(open_page):
    shown = open_page(given("en"))
    shown.page.clock.install()
    shown.guess()
    heard = shown.spoken()
    shown.find(".play").click()
    shown.at(1)
    shown.page.clock.run_for(3000)
    shown.at(2)
    assert shown.spoken() == heard
    shown.page.evaluate("Object.defineProperty(document, 'hidden', {value: true}); document.dispatchEvent(new Event('visibilitychange'))")
    assert shown.mark("playing") == "no"
    shown.page.clock.run_for(9000)
    shown.at(2)


def test_tab_reaches_everything_and_goes_on(open_page):
    shown = open_page(given("en"))
    shown.guess()
    shown.press("End")
    buttons = shown.root.evaluate("(root) => [...root.querySelectorAll('button, input, [tabindex=\"0\"]')].filter((e) => e.tabIndex >= 0).length")
    reached = []
    for _ in range(2 * buttons):                                    # once round, and round again
        shown.press("Tab")
        here = shown.page.evaluate("""() => { const e = document.activeElement;
            if (!e.closest('.stage')) return null;
            e.mark = e.mark || Math.random();
            return [e.mark, getComputedStyle(e).outlineStyle] }""")
        reached.append(here and here[0])
        assert here is None or here[1] != "none"
    assert None in reached, "the focus can leave the Stage"
    reached.remove(None)
    assert len(set(reached) - {None}) == buttons


@every_language
@pytest.mark.parametrize("depth", ["story", "picture", "formula", "code"])
def test_on_a_phone_nothing_is_wider_than_the_screen_or_too_small_for_a_thumb(open_page, language, depth):
    shown = open_page(given(language), viewport=PHONE, has_touch=True)
    assert shown.page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    shown.guess()
    shown.press("End")
    shown.find(f"[data-depth={depth}]").click()
    assert shown.page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    small = [(button.get_attribute("class"), box) for button in shown.find("button:visible").all()
             if (box := button.bounding_box())["height"] < 43.5 and not button.is_disabled()]
    assert not small


@every_language
def test_stepping_fits_a_small_laptop_without_scrolling(open_page, language):
    shown = open_page(given(language), viewport=LAPTOP)
    shown.guess()
    for step in (1, 5, last(given(language))):
        shown.go(step)
        bottoms = shown.root.evaluate("(root) => ['.lanes', '.foot'].map((name) => root.querySelector(name).getBoundingClientRect().bottom)")
        assert list(accumulate(bottoms, max)) == bottoms and bottoms[-1] <= LAPTOP["height"]
        lanes, foot = shown.find(".lanes").bounding_box(), shown.find(".foot").bounding_box()
        assert lanes["y"] + lanes["height"] <= foot["y"] + 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_axe_finds_nothing_serious(open_page, scheme, viewport):
    screens = {"first": [], "step": ["ArrowRight"], "end": ["End"], "why": ["End", "c"], "silence": ["End", "s"], "swap": ["End", "m"]}
    for screen, keys in screens.items():
        shown = open_page(given("en"), color_scheme=scheme, viewport=viewport)
        if keys:
            shown.guess()
        for key in keys:
            shown.press(key)
        faults = [v["id"] for v in Axe().run(shown.page).response["violations"] if v["impact"] in ("serious", "critical")]
        assert not faults, screen


def test_the_table_tells_every_step(open_page):
    reading = given("en")
    shown = open_page(reading)
    shown.guess()
    shown.go(3)
    shown.find(".as-table").click()
    rows = shown.find("tbody tr")
    assert rows.count() == last(reading) + 1
    for step, row in enumerate(rows.all()):
        text = row.inner_text()
        assert reading["narration"][step] in text
        assert all(reading["lanes"][lane]["bars"][step][n][0] in text for lane in (0, 1) for n in (0, 1))
    assert shown.find("tr[aria-current=step]").get_attribute("data-row") == "3"


def test_the_share_of_a_score_is_its_exponential():
    for lane in (given(language)["lanes"][1] for language in LANGUAGES):
        for step, best in enumerate(lane["scores"]):
            assert exp(best["score"] - best["log_total"]) == pytest.approx(lane["bars"][step][0][1], abs=2e-4)
