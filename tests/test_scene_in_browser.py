"""The main scene as a learner meets it: in a browser, by keyboard and by hand, in every language."""

import math
import re
import tomllib

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from explainer import bundles, lessons, worlds
from explainer.models import Memory
from explainer.vocabulary import START
from tests.conftest import settle
from tests.server import ROOT
from tests.stage import Stage

LOCALES = {"zh": "zh-CN", "en": "en-US"}
LANGUAGES = list(lessons.languages())
PHONE = {"width": 390, "height": 844}
EXACT = 1e-6                                        # shares come with six digits, memory values with four
every_language = pytest.mark.parametrize("language", LANGUAGES)


class Shown:
    """The example of a language, read here once more: what the screen must show."""

    def __init__(self, language):
        name = f"diary_{language}"
        self.network, self.counting = bundles.model(name), bundles.ngram(name, 2)
        self.scene = worlds.load(name).scene
        self.words = list(self.scene.sentence)
        self.tokens = self.number(self.words)
        self.a, self.b = self.counting.read(self.tokens), self.network.read(self.tokens)
        self.second = len(self.words)
        self.first = self.words.index(self.words[-1]) + 1
        self.subject = self.words.index(self.scene.subject)

    def number(self, words):
        return np.array([START, *self.network.vocab.encode(words)])

    def memory_of(self, donor):
        """The memory before the last word of the same sentence with the donor's words as its subject."""
        words = [*self.words[:self.subject], *donor.words, *self.words[self.subject + 1:]]
        before_last = self.network.read(self.number(words[:-1])).signals["hidden"][-1]
        return Memory(self.second, {"hidden": before_last})


@pytest.fixture(scope="module", params=LANGUAGES)
def shown(request):
    example = Shown(request.param)
    example.language = request.param
    return example


def stage_at(visit, language, step=None, guess=None, **options):
    """The Stage in a fresh profile, after a guess, at a step (None: the last)."""
    stage = Stage(visit(locale=LOCALES.get(language, language), **options))
    stage.guess(guess)
    stage.press("End")
    stage.at(stage.mark("steps"))
    if step is not None:
        stage.go(step)
    return stage


def agree(stage, lane, trace, t):
    """What stands on the screen for a lane is what the Trace says: every bar, in order, and the number beside it."""
    bars, written = stage.bars(lane), stage.written(lane)
    assert list(bars)[0] == trace.top(t)[0][0]
    assert list(bars.values()) == sorted(bars.values(), reverse=True)
    for word, share in bars.items():
        assert share == pytest.approx(trace.p(t, word), abs=EXACT), (lane, t, word)
        assert re.search(r"[<>]?\d+", written[word]).group() == percent(share), (lane, t, word)
    best = [word for word, _ in trace.top(t, len(bars))]
    assert len(set(bars) - set(best)) <= 2, "beside the best words, only the own guess and the former answer may stand"
    rest = float(stage.find(f".answer[data-lane={lane}] [data-bar-rest]").get_attribute("data-p"))
    assert rest + sum(bars.values()) == pytest.approx(1)


def percent(p):
    return "<1" if 0 < p < .01 else ">99" if .99 < p < 1 else str(math.floor(100 * p + .5))


def same_memory(stage, trace, t):
    tiles = stage.tiles()
    assert [tiles[cell] for cell in range(len(tiles))] == pytest.approx(trace.signals["hidden"][t], abs=1e-4)


def serious(page):
    """What axe-core calls serious or critical, one line each."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{fault['id']}: {[node['target'] for node in fault['nodes']][:4]}" for fault in found if fault["impact"] in ("serious", "critical")]


def overflow(page):
    """By how many pixels the page can be scrolled sideways."""
    return page.evaluate("""() => Math.max(...[document.documentElement, document.querySelector('[data-testid=stMain]')]
        .map((box) => box.scrollWidth - box.clientWidth))""")


# — the story —

def test_the_whole_scene_plays_by_keyboard_alone(visit, shown):
    stage = Stage(visit(locale=LOCALES[shown.language]))
    assert stage.pieces() == shown.words
    tab_to(stage, f'[data-choice="{shown.scene.answer}"]')
    stage.press("Enter")
    stage.find(".lanes").wait_for()
    told = set()
    for t in range(shown.second + 1):
        stage.at(t)
        agree(stage, "A", shown.a, t)
        agree(stage, "B", shown.b, t)
        same_memory(stage, shown.b, t)
        told.add(stage.narration())
        assert stage.narration() and stage.spoken()
        stage.press("ArrowRight")
    stage.at(shown.second)
    assert len(told) == shown.second + 1, "every step tells something of its own"
    assert shown.scene.answer in stage.bars("A") and shown.scene.answer in stage.bars("B"), "the own guess stays in sight"
    assert stage.find(".bar.mine").count() == 2
    for key, door, target in (("c", "why", "button[data-piece='0']"), ("s", "silence", ".mute"), ("m", "swap", "[data-donor=girl]")):
        stage.press(key)
        expect(stage.root).to_have_attribute("data-open", door)
        tab_to(stage, target)
        stage.reads_again(lambda: stage.press("Enter"))
        assert stage.outlines("B"), "what it was before stays as an outline"
        tab_to(stage, ".restore")
        stage.reads_again(lambda: stage.press("Enter"))
        agree(stage, "B", shown.b, shown.second)
    stage.press("Escape")
    expect(stage.root).to_have_attribute("data-open", "")
    tab_to(stage, "#own-sentence")
    stage.page.keyboard.type(shown.words[0])
    stage.reads_again(lambda: stage.press("Enter"))
    assert stage.pieces() == shown.words[:1]


def tab_to(stage, selector):
    """Presses Tab until what the selector names has the focus."""
    focused = """(selector) => { let e = document.activeElement; while (e.shadowRoot && e.shadowRoot.activeElement) e = e.shadowRoot.activeElement;
        return e.matches(selector) }"""
    for _ in range(200):
        stage.press("Tab")
        if stage.page.evaluate(focused, selector):
            return
    pytest.fail(f"Tab does not reach {selector}")


def test_only_the_machine_with_a_memory_answers(visit, shown):
    stage = stage_at(visit, shown.language)
    assert list(stage.bars("B"))[0] == shown.scene.answer
    assert list(stage.bars("A"))[0] != shown.scene.answer


def test_lane_a_says_the_same_after_both(visit, shown):
    stage = stage_at(visit, shown.language, shown.first)
    bars, written, memory = stage.bars("A"), stage.written("A"), stage.bars("B")
    stage.go(shown.second)
    assert (stage.bars("A"), stage.written("A")) == (bars, written)
    assert stage.outlines("A") == bars, "the pinned bars lie exactly over the new ones"
    assert stage.find(".lane-a [data-same]").count() == 1
    assert stage.bars("B") != memory


def test_back_restores_the_former_picture(visit, shown):
    stage = stage_at(visit, shown.language, 3)
    before = stage.picture()
    stage.go(6)
    assert stage.picture() != before
    stage.go(3)
    assert stage.picture() == before
    stage.press("Home")
    stage.at(0)
    stage.press("End")
    stage.at(shown.second)


def test_stepping_asks_the_server_nothing(visit, profile, server):
    page = profile().new_page()
    sent = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    page.goto(server.url)
    settle(page)
    stage = Stage(page)
    stage.guess()
    page.wait_for_timeout(1000)                     # the late report of the guess
    before = len(sent)
    stage.press("ArrowRight", 8)
    stage.at(8)
    page.wait_for_url("**t=8**")
    assert len(sent) == before, "while a learner steps, the server hears nothing"
    box = stage.find(".next").bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.move(3, 3)
    until = page.evaluate("performance.now()") + 3000
    while len(sent) == before and page.evaluate("performance.now()") < until:
        page.wait_for_timeout(50)
    assert len(sent) == before + 1, "who turns to the rest of the page is told of at once"


# — the three doors —

def test_another_word_of_its_kind_makes_a_new_sentence(visit, shown):
    stage = stage_at(visit, shown.language)
    stage.press("c")
    donor = next(donor for donor in shown.scene.donors if donor.key == "boy")
    label = f"{shown.scene.subject} → {shown.network.vocab.join(donor.words)}"
    stage.reads_again(lambda: stage.find("[data-wheel]").select_option(label=label))
    words = [other for word in shown.words for other in (donor.words if word == shown.scene.subject else [word])]
    assert stage.pieces() == words
    stage.at(len(words))
    agree(stage, "B", shown.network.read(shown.number(words)), len(words))
    assert list(stage.bars("B"))[0] in donor.answer


def test_covering_a_word(visit, shown):
    stage = stage_at(visit, shown.language)
    before = stage.picture()
    stage.press("c")
    assert list(stage.bars("B"))[0] == shown.scene.answer
    lost = {int(bar["i"]): float(bar["lost"]) for bar in stage.root.evaluate(
        "(root) => [...root.querySelectorAll('[data-lost]')].map((bar) => ({ i: bar.dataset.piece, lost: bar.dataset.lost }))")}
    for i in range(shown.second):                   # „each once“: one bar a word, measured by covering it
        alone = shown.network.read(shown.tokens, covered=[i + 1])
        assert lost[i] == pytest.approx(shown.b.p(shown.second, shown.scene.answer) - alone.p(shown.second, shown.scene.answer), abs=1e-5)
    assert max(lost, key=lost.get) == shown.subject
    for covered in ([shown.subject], [shown.subject, 3]):
        stage.reads_again(lambda: stage.find(f"button[data-piece='{covered[-1]}']").click())
        positions = [i + 1 for i in covered]
        agree(stage, "A", shown.counting.read(shown.tokens, covered=positions), shown.second)
        agree(stage, "B", shown.network.read(shown.tokens, covered=positions), shown.second)
        assert stage.outlines("B")[shown.scene.answer] == before["B"][shown.scene.answer]
    stage.reads_again(lambda: stage.find("button[data-piece='3']").click())         # a second tap takes the lid off
    agree(stage, "B", shown.network.read(shown.tokens, covered=[shown.subject + 1]), shown.second)
    stage.go(shown.subject + 1)
    for lane in "ab":                               # what is covered cannot be read on either lane
        assert stage.find(f".lane-{lane} .window-word").inner_text() == ""
    stage.press("End")
    stage.reads_again(lambda: stage.find(".restore").click())
    assert stage.picture() == before


def test_silencing_tiles(visit, shown):
    stage = stage_at(visit, shown.language)
    before = stage.picture()
    stage.press("s")
    for silenced in ([5], [5, 0]):
        stage.find(f"[data-cell='{silenced[-1]}'].tile").click()
        stage.reads_again(lambda: stage.find(f"[data-mute='{silenced[-1]}']").click())
        trace = shown.network.read(shown.tokens, silenced=silenced)
        agree(stage, "A", shown.a, shown.second)
        agree(stage, "B", trace, shown.second)
        same_memory(stage, trace, shown.second)
        assert all(stage.tiles()[cell] == 0 for cell in silenced)
        assert stage.find(".tile[data-muted]").count() == len(silenced)
        assert stage.outlines("B")[shown.scene.answer] == before["B"][shown.scene.answer]
    stage.reads_again(lambda: stage.find("[data-mute='0']").click())                # a second tap lets it speak again
    agree(stage, "B", shown.network.read(shown.tokens, silenced=[5]), shown.second)
    stage.reads_again(lambda: stage.find(".restore").click())
    assert stage.picture() == before


def test_swapping_the_memory(visit, shown):
    stage = stage_at(visit, shown.language)
    before = stage.picture()
    stage.press("m")
    blank = Memory(shown.second, shown.network.blank())
    donors = [(donor.key, shown.memory_of(donor), donor.answer) for donor in shown.scene.donors] + [("blank", blank, None)]
    assert stage.find("[data-donor]").count() == len(donors) + 1
    for key, memory, answer in donors:
        stage.reads_again(lambda: stage.find(f"[data-donor='{key}']").click())
        agree(stage, "A", shown.a, shown.second)
        agree(stage, "B", shown.network.read(shown.tokens, memory=memory), shown.second)
        assert stage.pieces() == shown.words, "the words stay"
        best, share = next(iter(stage.bars("B").items()))
        assert best in answer if answer else (best, share > .5) != (shown.scene.answer, True)
    stage.reads_again(lambda: stage.find("[data-donor='own']").click())
    stage.press("Escape")
    assert stage.picture() == before


# — depth, table, closer look —

@every_language
def test_every_depth_shows_the_same_step_and_the_same_numbers(visit, language):
    stage = stage_at(visit, language, 5)
    before = {"A": stage.bars("A"), "B": stage.bars("B")}
    for depth in ("story", "formula", "code", "picture"):
        stage.find(f"[data-depth={depth}]").click()
        expect(stage.root).to_have_attribute("data-depth", depth)
        stage.at(5)
        assert {"A": stage.bars("A"), "B": stage.bars("B")} == before


def test_the_table_tells_every_step(visit, shown):
    stage = stage_at(visit, shown.language, 2)
    stage.find(".as-table").click()
    rows = stage.find("[data-row]")
    assert rows.count() == shown.second + 1
    for t in range(1, shown.second + 1):
        cells = rows.nth(t).locator("td").all_inner_texts()
        assert cells[0] == shown.words[t - 1]
        for cell, trace in ((cells[1], shown.a), (cells[2], shown.b)):
            assert all(word in cell for word, _ in trace.top(t, 2)), (t, cell)


@every_language
def test_a_closer_look_opens_its_charts_and_gives_its_numbers_away(visit, language):
    stage = stage_at(visit, language)
    page = stage.page
    page.locator(".st-key-closer summary").click()
    expect(page.locator(".js-plotly-plot")).to_have_count(3)
    for button in page.locator("[data-testid=stDownloadButton] button").all():
        with page.expect_download() as arriving:
            button.click()
        assert arriving.value.path().stat().st_size > 100
    assert stage.mark("step") == stage.mark("steps")


@every_language
def test_every_answer_of_the_closing_check_has_its_own_feedback(visit, language):
    stage = stage_at(visit, language)
    lesson = lessons.lesson(language, "0_next_word")
    check = stage.page.locator(".check")
    check.wait_for()
    reading = stage.mark("reading")
    told = []
    for i, option in enumerate(lesson.check.options):
        check.get_by_text(option.text, exact=True).click()
        shown = check.locator(f"[data-option='{i}'] .feedback")
        expect(shown).to_be_visible()
        expect(check.locator(".feedback:visible")).to_have_count(1)
        assert ("✓" if option.right else "✗") in shown.inner_text()
        told.append(shown.inner_text())
        settle(stage.page)
    assert len(set(told)) == len(lesson.check.options) and not any("{" in line for line in told)
    assert stage.mark("reading") == reading, "the Stage is not drawn again"


def test_nothing_else_moves_when_a_word_is_covered(visit):
    stage = stage_at(visit, "zh")
    stage.press("c")
    stage.page.locator(".check").wait_for()         # the end has been told to the page, the lesson stands below
    stage.page.wait_for_timeout(1000)
    settle(stage.page)
    stage.page.evaluate("""() => { window.before = [...document.querySelectorAll('[data-testid=stMain] *')];
        window.places = window.before.map((node) => JSON.stringify(node.getBoundingClientRect())); }""")
    stage.reads_again(lambda: stage.find("button[data-piece='3']").click())
    settle(stage.page)
    moved = stage.page.evaluate("""() => window.before.map((node, i) => !node.isConnected ? 'gone: ' + node.outerHTML.slice(0, 80)
        : JSON.stringify(node.getBoundingClientRect()) !== window.places[i] ? 'moved: ' + node.outerHTML.slice(0, 80) : null).filter(Boolean)""")
    assert not moved


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_course_wears_its_own_colours(visit, scheme):
    theme = tomllib.loads((ROOT / ".streamlit/config.toml").read_text("utf-8"))["theme"][scheme]
    page = visit(color_scheme=scheme)
    shown = page.locator("[data-testid=stApp]").evaluate("(app) => getComputedStyle(app).backgroundColor")
    assert shown == "rgb({}, {}, {})".format(*bytes.fromhex(theme["backgroundColor"][1:]))


def test_steps_leave_no_trace_in_the_history(visit):
    stage = Stage(visit())
    before = stage.page.evaluate("history.length")
    stage.guess()
    for _ in range(4):
        stage.press("ArrowRight")
        stage.page.wait_for_url(f"**t={stage.mark('step')}**")
    assert stage.page.evaluate("history.length") == before


# — own sentences —

UNKNOWN = {"zh": "小鬼昨天上学迟到了，老师批评了", "en": "Gandalf came late to school yesterday, the teacher talked sternly to"}
OTHER = {"zh": "小红昨天上学迟到了，老师批评了", "en": "Lucy came late to school yesterday, the teacher talked sternly to"}


@every_language
def test_a_sentence_of_ones_own_is_read(visit, language):
    own = Shown(language)
    stage = stage_at(visit, language)
    stage.reads_again(lambda: stage.type_sentence(OTHER[language]))
    pieces = own.network.vocab.split(OTHER[language])
    assert stage.pieces() == [piece.text for piece in pieces]
    trace = own.network.read(np.array([START, *(piece.index for piece in pieces)]))
    stage.press("End")
    agree(stage, "B", trace, len(pieces))


@every_language
def test_an_unknown_word_is_marked_and_explained(visit, language):
    stage = stage_at(visit, language)
    stage.reads_again(lambda: stage.type_sentence(UNKNOWN[language]))
    assert stage.find(".chips [data-known=no]").count() == 1
    assert stage.find("[data-unknown]").inner_text()
    stage.press("End")
    assert stage.bars("B")


@every_language
@pytest.mark.parametrize("text", ["", "   ", "，。！？…", "!?!?", "a " * 60, "很" * 120, "🙂🙂"], ids=["empty", "spaces", "marks", "latin marks", "long", "长", "emoji"])
def test_odd_input_is_answered_kindly(visit, language, text):
    stage = stage_at(visit, language)
    words = stage.pieces()
    stage.type_sentence(text)
    said = stage.find("[data-problem], [data-unknown]")
    expect(said).to_have_count(1)
    assert said.inner_text()
    if stage.find("[data-problem]").count():
        assert stage.pieces() == words, "the example is read on"
    stage.press("Home")
    stage.press("End")
    assert stage.bars("B")


def test_every_ready_made_sentence_can_be_read(visit, shown):
    stage = stage_at(visit, shown.language)
    for preset in reversed(shown.scene.presets):    # the first one is on the Stage already
        stage.reads_again(lambda: stage.find(f"[data-preset={preset.key}]").click())
        assert stage.pieces() == list(preset.words)
        stage.press("End")
        agree(stage, "B", shown.network.read(shown.number(preset.words)), len(preset.words))


# — language and link —

@pytest.mark.parametrize("locale, language", [("zh-CN", "zh"), ("zh-TW", "zh"), ("en-US", "en"), ("en-GB", "en")])
def test_a_first_visit_follows_the_browsers_language(visit, locale, language):
    stage = Stage(visit(locale=locale))
    assert stage.pieces() == Shown(language).words
    assert lessons.lesson(language, "0_next_word").title in stage.find(".title").inner_text()


def test_the_language_switch_keeps_the_place(visit):
    zh, en = Shown("zh"), Shown("en")
    stage = stage_at(visit, "zh")
    stage.page.get_by_role("radio", name="English").or_(stage.page.get_by_role("button", name="English")).first.click()
    expect(stage.find(".title")).to_have_text(lessons.lesson("en", "0_next_word").title)
    settle(stage.page)
    assert stage.pieces() == en.words
    stage.at(en.second)                             # the end of one is the end of the other
    stage.page.get_by_role("radio", name="中文").or_(stage.page.get_by_role("button", name="中文")).first.click()
    expect(stage.find(".title")).to_have_text(lessons.lesson("zh", "0_next_word").title)
    stage.at(zh.second)


EXPERIMENTS = {
    "covered": lambda stage: (stage.press("c"), stage.reads_again(lambda: stage.find("button[data-piece='2']").click())),
    "silenced": lambda stage: (stage.press("s"), stage.find("[data-cell='7'].tile").click(), stage.reads_again(lambda: stage.find("[data-mute='7']").click())),
    "swapped": lambda stage: (stage.press("m"), stage.reads_again(lambda: stage.find("[data-donor='girl']").click()))}
MARKS = {"covered": "[data-covered]", "silenced": ".tile[data-muted]"}         # a swap is seen in the bars of the last step alone


@pytest.mark.parametrize("there", list(LOCALES.values()))
@pytest.mark.parametrize("experiment", EXPERIMENTS)
def test_a_copied_link_opens_the_same_screen_in_a_fresh_profile(visit, shown, experiment, there):
    stage = stage_at(visit, shown.language, guess=shown.scene.choices[1], permissions=["clipboard-read", "clipboard-write"])
    EXPERIMENTS[experiment](stage)
    stage.find("[data-depth=formula]").click()
    stage.press("Escape")
    stage.press("ArrowLeft")
    before = stage.picture()
    stage.find(".copy").click()
    stage.find("[data-copied]").wait_for()
    link = stage.page.evaluate("navigator.clipboard.readText()")

    other = Stage(visit("?" + link.partition("?")[2], locale=there))
    other.at(shown.second - 1)
    assert other.picture() == before
    for name in ("guess", "depth"):
        assert other.mark(name) == stage.mark(name)
    for name, mark in MARKS.items():
        assert other.find(mark).count() == stage.find(mark).count() == (name == experiment)
    assert other.find(".title").inner_text() == stage.find(".title").inner_text(), "a link keeps its language"
    for one in (stage, other):                      # the donor's memory tells only after the last word
        one.press("End")
        one.at(shown.second)
    assert other.picture() == stage.picture() != before
    assert stage.find(".answer[data-lane=B] [data-was]").count() > 0


def test_a_door_opens_on_a_fresh_experiment(visit):
    stage = stage_at(visit, "zh")
    before = stage.picture()
    for door, experiment in zip("csm", EXPERIMENTS):
        EXPERIMENTS[experiment](stage)
        assert {name for name, mark in MARKS.items() if stage.find(mark).count()} == {experiment} & set(MARKS)
    stage.reads_again(lambda: stage.press("c"))
    stage.press("Escape")
    assert stage.picture() == before


def test_reloading_keeps_the_screen(visit, shown):
    stage = stage_at(visit, shown.language, 4)
    before = stage.picture()
    stage.page.wait_for_function("location.search.includes('t=4')")
    stage.page.reload()
    settle(stage.page)
    again = Stage(stage.page)
    again.at(4)
    assert again.picture() == before


# — every screen, every body —

def screens(stage):
    """Every face of the Stage, one after the other: name of what is shown."""
    yield "opening"
    stage.guess()
    yield "first step"
    stage.press("End")
    yield "end"
    for key, door in (("c", "why"), ("s", "silence"), ("m", "swap")):
        stage.press(key)
        expect(stage.root).to_have_attribute("data-open", door)
        yield door
        stage.press("Escape")
    for depth in ("story", "formula", "code"):
        stage.find(f"[data-depth={depth}]").click()
        yield depth
    stage.find("[data-depth=picture]").click()
    stage.find(".as-table").click()
    yield "table"
    stage.find(".as-table").click()
    stage.type_sentence("")
    stage.find("[data-problem]").wait_for()
    settle(stage.page)
    yield "problem"


@every_language
def test_a_phone_never_scrolls_sideways(visit, language):
    stage = Stage(visit(locale=LOCALES[language], viewport=PHONE, has_touch=True, is_mobile=True))
    for screen in screens(stage):
        assert overflow(stage.page) <= 0, screen


@every_language
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_barrier_on_any_screen(visit, language, scheme):
    stage = Stage(visit(locale=LOCALES[language], color_scheme=scheme))
    found = {screen: serious(stage.page) for screen in screens(stage)}
    assert not any(found.values()), {screen: faults for screen, faults in found.items() if faults}


@every_language
@pytest.mark.parametrize("scheme, viewport", [("light", PHONE), ("dark", {"width": 1366, "height": 768})], ids=["phone", "laptop"])
def test_the_page_below_the_stage_is_sound(visit, language, scheme, viewport):
    stage = stage_at(visit, language, color_scheme=scheme, viewport=viewport)
    page = stage.page
    page.locator(".check input").first.check()
    for fold in page.locator("[data-testid=stExpander] summary").all():
        fold.click()
        settle(page)
    expect(page.locator(".js-plotly-plot")).to_have_count(3)
    assert not serious(page)
    assert overflow(page) <= 0


def test_with_reduced_motion_nothing_moves(visit):
    stage = Stage(visit())
    stage.guess()
    stage.press("ArrowRight", 2)
    moving = "(root) => root.getAnimations({ subtree: true }).filter((move) => move.playState === 'running').length"
    assert stage.root.evaluate(moving) == 0
    stage.at(2)


def test_a_press_during_the_movement_jumps_to_its_end(visit):
    stage = Stage(visit(reduced_motion="no-preference"))
    stage.guess()
    moving = "(root) => root.getAnimations({ subtree: true }).filter((move) => move.playState === 'running' && move.effect.getTiming().iterations < 2).length"
    stage.page.wait_for_function(f"() => {{ const host = [...document.querySelectorAll('*')].find((e) => e.shadowRoot && e.shadowRoot.querySelector('.stage')); "
                                 f"return !({moving})(host.shadowRoot.querySelector('.stage')) }}")
    slowly(stage.page)
    stage.press("ArrowRight")
    assert stage.root.evaluate(moving) > 0
    stage.press("ArrowRight")
    stage.at(1)
    assert stage.root.evaluate(moving) == 0
    stage.press("ArrowRight")
    stage.at(2)


def slowly(page):
    """Movements take ten times as long, so that a slow machine is still in time to interrupt them."""
    page.context.new_cdp_session(page).send("Animation.setPlaybackRate", {"playbackRate": .1})


def test_playing_reads_to_the_end_by_itself(visit):
    stage = Stage(visit())
    stage.guess()
    stage.find(".speed").click()                    # twice as fast
    stage.find(".play").click()
    expect(stage.root).to_have_attribute("data-playing", "yes")
    stage.at(3)
    stage.press("p")
    expect(stage.root).to_have_attribute("data-playing", "no")
    stage.press("p")
    stage.at(int(stage.mark("steps")))
    expect(stage.root).to_have_attribute("data-playing", "no")
