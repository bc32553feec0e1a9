"""Whatever strangers send — typed, in a link, as a report of a board — is data: bounded, shown as text, never another learner's."""

import importlib
import json
import pkgutil
import random
import time
import tracemalloc
import unicodedata

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect

from explainer import chapters, choices, course, lessons
from explainer.choices import MAX_CELLS, MAX_CHARACTERS, MAX_WORDS, Choice, Choices, from_link, from_stage, submitted, typed
from explainer.closer import as_csv
from explainer.reading import machines
from explainer.scene import facts, requested, scene
from tests.conftest import settle
from tests.stage import Stage
from tests.test_app import LANGUAGES, PAGES, boards, opened, sound, staged, text

CASES = 10_000
SEED = 20_24
MEGABYTE = 1_000_000
PAGE = {page.stem.partition("_")[2]: page for page in PAGES}

MARKUP = ("<script>window.harmed=1</script>", "<img src=x onerror='window.harmed=1'>", "\"><svg onload=window.harmed=1>", "<b>bold</b>", "</script><script>window.harmed=1</script>",
          "<iframe srcdoc='<script>parent.harmed=1</script>'></iframe>", "<style>*{display:none}</style>", "<a href='javascript:window.harmed=1'>x</a>", "&lt;b&gt;", "<!--", "]]>")
MARKDOWN = ("**bold**", "# heading", "[link](javascript:window.harmed=1)", "![p](http://outside.example/x.png)", ":red[word]", ":material/home:", "`code`", "$x^2$", "$$\\frac{1}{0}$$",
            "\\(\\sqrt{2}\\)", "\\href{javascript:window.harmed=1}{x}", "- [ ] x", "| a | b |\n|---|---|", "> q", "---", "\\def\\x{\\x\\x}\\x")
FORMULAS = ("=1+1", "=HYPERLINK(\"http://outside.example\")", "@SUM(A1)", "+cmd|' /C calc'!A0", "{words}", "{0.__class__}", "%(x)s", "%{x}", "${7*7}", "{{7*7}}", "{% x %}", "'; DROP TABLE x;--")
PATHS = ("../../etc/passwd", "..\\..\\x", "/etc/passwd", "C:\\x", "file:///etc/passwd", "assets/bundles", "%2e%2e%2f", "\\\\host\\x", "__class__", "__proto__", "constructor", "toString")
NUMBERS = ("-1", "0", "00", "9" * 4, "9" * 400, "1e9", "NaN", "Infinity", "-0", "0x10", "١٢", "²", "1.5", "1.1.1.", ".", "..", "1,2", "٣.٤", "+1", " 1")
UNICODE = ("\x00", "\ud800", "\udfff\ud800", "\u202eabc\u202c", "\u2066x\u2069", "שלום עולם", "مرحبا", "👩‍👩‍👧‍👦", "🏳️‍🌈", "👍🏽" * 9, "e" + "\u0301" * 50, "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍", "\ufeff", "\u2028", "\ufffe",
           "\U000e0001\U000e0041", "ﷺ" * 30, "ﬁ", "ß" * 40, "İ", "\u1160" * 20, "ａｂｃ", "𝔸𝕓", "\r\n\t\v\f", "\x1b[31m", "", " ", "___", "\ue000", "𠮷野家", "我" * 41, "了" * 200)
LONG = ("x" * MEGABYTE, "我" * 300_000, "1." * 400_000, "<b>" * 300_000, "\u0301" * 400_000, "c" * MEGABYTE, "9" * MEGABYTE)
GOOD = ("我昨天上学迟到了，老师批评了", "I came late to school yesterday", "5", "0.3", "two_girls", "blank", "code", "-", "我", "cncn", "2.0.1", "zh_tone", "a1", "end", "English", "opening")
TEXTS = (MARKUP, MARKDOWN, FORMULAS, PATHS, NUMBERS, UNICODE, GOOD)


def line(rng):
    """A line as a stranger may send it: one of the above, several glued together, or letters from everywhere."""
    kind = rng.random()
    if kind < .55:
        return rng.choice(rng.choice(TEXTS))
    if kind < .8:
        return rng.choice(("", " ", "，", "\n")).join(rng.choice(rng.choice(TEXTS)) for _ in range(rng.randrange(1, 6)))
    return "".join(chr(rng.choice((rng.randrange(0x80), rng.randrange(0x3000), rng.randrange(0x4e00, 0x9fff), rng.randrange(0x110000)))) for _ in range(rng.randrange(60)))


def thing(rng, depth=0):
    """A value as a forged report may hold it: anything that JSON can say."""
    kind = rng.randrange(8 if depth < 3 else 5)
    if kind < 2:
        return line(rng)
    if kind < 5:
        return rng.choice((None, True, False, 0, -1, 3, 10 ** 30, 1.5, float("nan"), float("inf"), -1e308, 511, 512))
    if kind < 7:
        return [thing(rng, depth + 1) for _ in range(rng.randrange(6))]
    return {line(rng)[:40]: thing(rng, depth + 1) for _ in range(rng.randrange(4))}


def tables():
    """Every table of choices of the course, found by looking: {(module, name): {choice: Choice}}."""
    modules = [course, *(importlib.import_module(f"{chapters.__name__}.{found.name}") for found in pkgutil.iter_modules(chapters.__path__))]
    found = {(module.__name__, name): value for module in modules for name, value in vars(module).items()
             if isinstance(value, dict) and value and all(isinstance(it, Choice) for it in value.values())}
    return found | {("course", "sort"): {"sort": Choice("sort", course.digits(6, 3), "")}}


TABLES = tables()
REPORTED = sorted({name for table in TABLES.values() for name in table} | set(choices.STAGE) | {"go", "turn", "lang", "check"})


def small(value):
    """Whether a chosen value is a short text, a number, or a few numbers."""
    if isinstance(value, str):
        return len(value) <= 60 and not [letter for letter in value if unicodedata.category(letter) in ("Cc", "Cs")]
    if isinstance(value, tuple):
        return len(value) <= MAX_CELLS and all(isinstance(it, int) for it in value)
    return isinstance(value, int) and 0 <= value <= 9999


def bounded(chosen):
    return (len(chosen.sentence) <= MAX_CHARACTERS + 1 and len(chosen.covered) <= MAX_WORDS and all(0 <= it < MAX_WORDS for it in chosen.covered)
            and len(chosen.silenced) <= MAX_CELLS and all(0 <= it < MAX_CELLS for it in chosen.silenced) and 0 <= chosen.step <= MAX_WORDS
            and (chosen.donor is None or small(chosen.donor)) and (chosen.guess is None or small(chosen.guess))
            and not [letter for letter in chosen.sentence if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn")])


# — ten thousand cases —

def test_there_are_doors_to_knock_at():
    assert len(TABLES) >= 15 and len({module for module, _ in TABLES}) >= 5


def test_ten_thousand_strange_values_at_every_door():
    """Every case is a link and a report for the main scene and for one table of every chapter; whatever comes out is bounded."""
    rng, wheel = random.Random(SEED), list(TABLES.values())
    for case in range(CASES):
        link = {name: line(rng) for name in choices.LINK if rng.random() < .5}
        report = thing(rng) if rng.random() < .2 else {field: thing(rng) for field in choices.STAGE if rng.random() < .6}
        assert bounded(from_link(link)[0]), (case, link)
        told = from_stage(report)
        assert told is None or bounded(told), (case, report)
        table = wheel[case % len(wheel)]
        now, _ = choices.chosen(table, {choice.param: line(rng) for choice in table.values() if rng.random() < .7}, {},
                                thing(rng) if rng.random() < .2 else {name: thing(rng) for name in table if rng.random() < .7})
        assert now.keys() == table.keys() and all(small(value) for value in now.values()), (case, now)


def test_a_sentence_of_a_megabyte_costs_no_more_than_a_line():
    """Time and memory of every door, for lines of a megabyte: far below what one reading takes."""
    for huge in LONG:
        tracemalloc.start()
        began = time.perf_counter()
        for door in (typed, submitted):
            assert len(door(huge)) <= MAX_CHARACTERS + 1
        assert bounded(from_link(dict.fromkeys(choices.LINK, huge))[0])
        assert bounded(from_stage({field: huge for field in choices.STAGE}) or Choices())
        for table in TABLES.values():
            now, ignored = choices.chosen(table, {choice.param: huge for choice in table.values()}, {}, {name: huge for name in table})
            assert ignored and all(small(value) for value in now.values())
        assert time.perf_counter() - began < 20, huge[:20]
        assert tracemalloc.get_traced_memory()[1] < 200 * MEGABYTE
        tracemalloc.stop()


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_of_strangers_are_read_or_answered_kindly(language):
    """What comes of them is a scene like any other: JSON without NaN, the sentence in it as text, as many steps as words, bounded in size."""
    rng, say = random.Random(SEED), lessons.say(language)
    lesson = lessons.lesson(language, "0_next_word").filled(**facts(say, machines(language)))
    sentences = [*MARKUP, *MARKDOWN, *FORMULAS, *PATHS, *NUMBERS, *UNICODE, *(huge[:5000] for huge in LONG), *(line(rng) for _ in range(100))]
    for n, stranger in enumerate(sentences[list(LANGUAGES).index(language)::len(LANGUAGES)]):
        chosen = Choices(sentence=submitted(stranger))
        reading, problem = requested(say, chosen)
        assert 1 <= reading.last <= MAX_WORDS and (problem or reading.text)
        if n % 10 == 0:
            packed = scene(say, lesson, chosen, Choices())
            data = json.loads(packed, parse_constant=lambda name: pytest.fail(f"{name} in a scene"))
            assert len(packed) < 1_500_000 and len(data["sentence"]["pieces"]) == reading.last
            assert data["problem"] == problem and "Traceback" not in packed.decode()


anything = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()) | st.sampled_from([*MARKUP, *UNICODE, *NUMBERS]),
                        lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=9), inner, max_size=4), max_leaves=12)


@pytest.mark.parametrize("where", TABLES, ids="-".join)
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_no_value_passes_a_choice_unbounded(where, data):
    table = TABLES[where]
    link = {choice.param: data.draw(st.text(st.characters(), max_size=60)) for choice in table.values()}
    now, _ = choices.chosen(table, link, {}, data.draw(st.fixed_dictionaries({name: anything for name in table}) | anything))
    assert now.keys() == table.keys() and all(small(value) for value in now.values())


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(), max_size=400))
def test_a_typed_sentence_is_clean_and_typing_it_again_changes_nothing(stranger):
    once = typed(stranger)
    assert bounded(Choices(sentence=once)) and typed(once) == once
    assert submitted(stranger).strip() == once


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=20), min_size=1, max_size=5))
def test_no_cell_of_a_csv_begins_like_a_formula(cells):
    first = [cell for cell in as_csv([[cell] for cell in cells]).decode("utf-8-sig", "surrogatepass").split("\r\n")]
    assert not [cell for cell in first if cell.lstrip('"')[:1] in ("=", "+", "-", "@", "\t") and cell.strip('"')]


# — whole pages —

def strangers_of(at):
    """All that a page gives its boards, as one text."""
    return json.dumps(boards(at), ensure_ascii=False) + text(at)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])      # shrinking a seed tells nothing
@given(seed=st.integers(0, 10 ** 6))
def test_no_link_and_no_report_breaks_a_chapter(page, seed):
    """A strange link opens the page; a strange report to every component of it, and to none of its own, runs it again."""
    rng = random.Random(seed)
    module = next((found for found, _ in TABLES if found.endswith("." + page.stem.partition("_")[2])), None)
    params = {choice.param for (found, _), table in TABLES.items() if found in (module, course.__name__, "course") for choice in table.values()} | set(choices.LINK)
    link = {name: line(rng)[:3000].encode("utf-8", "replace").decode() for name in params if rng.random() < .6}     # no browser sends a lone surrogate in an address
    at = sound(opened(rng.choice(list(LANGUAGES)), page, **{"at": str(rng.randrange(9)), "guess": "-"} | link))
    boards_here = at.session_state["kept"][page.stem] if "kept" in at.session_state else {}
    for key in ["stage", f"{page.stem}.column", *(f"{page.stem}.{board}" for board in boards_here)]:
        at.session_state[key] = {"choices": thing(rng) if rng.random() < .3 else {name: thing(rng) for name in REPORTED}}
    sound(at.run())
    for harm in (*MARKUP[:6], *MARKDOWN[2:4]):
        assert harm not in text(at), "a stranger's words became markdown"


def test_one_session_never_sees_what_another_typed():
    """Eight sessions in one process, each with a sentence of its own; caches are shared, sentences are not."""
    own = {n: f"我的秘密是第{n}号" for n in range(8)}
    pages = {n: opened("zh", s=sentence, guess="-") for n, sentence in own.items()}
    for n, at in pages.items():
        at.session_state["stage"] = {"choices": {"sentence": own[n], "step": 2, "guess": "-", "lang": "zh", "reached": "end"}}
        shown = strangers_of(sound(at.run()))
        assert f"第{n}号".replace("第", "") in shown.replace(" ", "") or str(n) in staged(at)["sentence"]["text"]
        assert staged(at)["sentence"]["text"] == own[n]
        assert not [other for other, sentence in own.items() if sentence != own[n] and sentence in shown and own[other] not in own[n]]


# — in a browser: nothing is interpreted —

PLANTED = ("<img src=x onerror=window.harmed=1>", "<b id=planted>x</b>", "<script>window.harmed=1</script>", "**fett** $x^2$ :red[rot]", "[y](javascript:window.harmed=1)", "\"><svg onload=window.harmed=1>")
GROWN = """() => {
    const found = [];
    const look = (root) => root.querySelectorAll('*').forEach((node) => {
        if (node.matches('#planted, img[src="x"], .katex, svg[onload], a[href^="javascript"], iframe, [onerror], [onload]')) found.push(node.outerHTML.slice(0, 120));
        if (/^(strong|em|b)$/i.test(node.localName) && /fett/.test(node.textContent)) found.push(node.outerHTML.slice(0, 120));
        if (node.localName === 'script' && /harmed/.test(node.textContent)) found.push(node.outerHTML.slice(0, 120));
        if (node.shadowRoot) look(node.shadowRoot);
    });
    look(document);
    return [...found, ...(window.harmed ? ['a script ran'] : [])];
}"""


def unharmed(page):
    assert page.evaluate(GROWN) == []


def test_markup_through_every_door_of_the_main_scene_stays_text(visit):
    page = visit("?guess=-", locale="en-US")
    stage = Stage(page)
    stage.go(len(stage.pieces()))
    for planted in PLANTED:
        stage.reads_again(lambda: stage.type_sentence(f"I came late {planted}"))
        unharmed(page)
    page.locator(".st-key-closer summary").click()
    page.locator(".js-plotly-plot").first.wait_for()
    unharmed(page)
    assert "onload" in "".join(stage.pieces()) + stage.root.inner_text()                 # it stands there, as text


@pytest.mark.parametrize("place, params", [
    ("", ("s", "guess", "donor", "depth", "cover", "quiet", "t", "lang")),
    ("memory", ("at", "guess", "depth", "h", "read", "m", "k", "x")), ("order", ("o", "dish", "twin", "menu", "hunch", "sort")), ("glossary", ("term",)),
])
def test_markup_in_every_parameter_of_a_link_stays_text(profile, server, place, params):
    context = profile(locale="en-US")
    page = context.new_page()
    for planted in PLANTED[:3] + PLANTED[3:5]:
        query = "&".join(f"{name}=" + page.evaluate("(text) => encodeURIComponent(text)", planted) for name in params)
        page.goto(f"{server.url}/{place}?{query}")
        settle(page)
        page.locator(".stage, .board").first.wait_for()
        unharmed(page)
    assert not server.faults()


def test_a_line_of_a_megabyte_in_the_box_is_answered_kindly(visit):
    page = visit("?guess=-&lang=English", locale="en-US")
    stage = Stage(page)
    stage.go(len(stage.pieces()))
    page.locator("#own-sentence").evaluate("(box) => { box.removeAttribute('maxlength'); box.value = 'ab '.repeat(350000); }")
    page.locator(".own").evaluate("(form) => form.requestSubmit()")
    expect(page.locator("[data-problem]")).to_be_visible(timeout=60_000)
    assert stage.find(".lanes").is_visible()
