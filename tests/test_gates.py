"""Chapter 9: what gates do on the screen, recomputed, and played in a browser."""

import re
from types import SimpleNamespace

import numpy as np
import pytest
from playwright.sync_api import expect

from explainer import journey, lessons
from explainer.bundles import lamp as cells
from explainer.bundles import race as runs
from explainer.chapters import gates as chapter
from explainer.chapters.gates import opening
from explainer.exhibits import gates as exhibit
from explainer.exhibits import gates_whole
from explainer.small import lamp, who
from tests.player import Player
from tests.test_app import boards, every_scene, opened, sound, text
from tests.test_scene_in_browser import percent

NAME, PAGE = "9_gates", "pages/9_gates.py"
LANGUAGES = list(lessons.languages())
LOCALES = {"zh": "zh-CN", "en": "en-US"}
SCENES = {"you": "streams", "film": "streams", "race": "runs", "mixed": "runs", "whole": "names", "dials": "sizes"}       # scene -> what its board is given
every_language = pytest.mark.parametrize("language", LANGUAGES)


def shown(at, scene):
    """What the board of a scene was given; None where it is not on the page."""
    return next((data for data in boards(at) if SCENES[scene] in data and data.get("scene", scene) == scene and "start" in data), None)


def digits(words):
    return re.search(r"[<>]?\d+", words).group()


def signed(value):
    return f"{value:+.2f}".replace("-", "−")


# — the numbers —

@every_language
def test_what_the_prose_tells_is_what_was_run(language):
    told, only = chapter.facts(lessons.say(language)), runs.load().curves["only"]
    lesson = lessons.lesson(language, NAME).filled(**told)
    assert told["plain_learned"] == str(sum(curve[20] >= .9 for curve in only["plain"]))
    for k in (10, 30):
        assert digits(told[f"plain_{k}_high"]) == percent(max(curve[k] for curve in only["plain"]))
        for name in ("gru", "lstm"):
            assert digits(told[f"{name}_{k}_low"]) == percent(min(curve[k] for curve in only[name]))
    for name in exhibit.MACHINES:
        model = runs.load().machines["only", name, 1]
        n = sum(np.size(table) for table in [*vars(model.cell).values(), model.V, model.c])
        assert told[f"{name}_all"] == f"{n:,}" and told[f"{name}_all"] in lesson.blocks["honest"]
    for name in ("gru", "lstm"):
        assert told[f"{name}_one"] == str(cells.load().machines[name].n_numbers) and told[f"{name}_one"] in lesson.blocks["honest"]


def test_a_learners_gate_is_the_formula_of_the_gru():
    """Kept as the GRU keeps it, and offered what the GRU would write, the cell is the GRU's to the last digit."""
    gru = exhibit.streams()[0]["gru"]
    memory = gru["hidden"][0]
    for z, n, h in zip(gru["update_gate"][1:], gru["candidate"][1:], gru["hidden"][1:]):
        memory = z * memory + (1 - z) * n
        assert memory == pytest.approx(h, abs=1e-4)
    assert exhibit.guarded([1, -1, 0, 1], [0, 10, 5, 8]) == pytest.approx([0, 1, 1, .5, .6])
    for stream in exhibit.streams():
        perfect = [0 if item in lamp.TEACHER else 10 for item in stream["items"]]
        assert exhibit.guarded(stream["says"], perfect)[1:] == stream["truth"], "whoever writes what the teacher says, and keeps the rest, is always right"
        always = exhibit.guarded(stream["says"], [0] * lamp.SHOWN)
        assert np.sign(always[-1]) != stream["truth"][-1], "whoever always writes is wrong at the end"


def test_real_gates_stand_in_between_and_are_counted():
    spread, n = exhibit.spread()
    assert n == 32 * 22 * 7
    for name, gate in exhibit.KEEPING.items():
        low, between, high = spread[name]
        assert low + between + high == pytest.approx(1) and between > 0
    persons, fillers = who.exam()
    model = runs.load().machines["mixed", "gru", 1]
    values = np.stack([model.read([0, persons[who.EXAM * i], *fillers[who.EXAM * i, :20], who.VOCABULARY.index["who"]]).signals["update_gate"][1:] for i in range(7)])
    assert spread["gru"] == pytest.approx([(values < .1).mean(), ((values >= .1) & (values <= .9)).mean(), (values > .9).mean()])


@pytest.mark.parametrize("name, gate", exhibit.KEEPING.items())
def test_whole_machines_keep_as_the_page_says(name, gate):
    """Counted from the model itself; a few cells of the GRU hold until the question, nearly all of the LSTM."""
    model, shown = runs.load().machines["mixed", name, 1], gates_whole.whole()[name]
    assert len(shown["words"]) == gates_whole.WORDS and shown["words"][0] in who.PERSONS and shown["words"][-1] == who.ASK
    trace = model.read([0, *model.vocab.encode(shown["words"])])
    values = trace.signals[gate]
    assert np.array(shown["signals"][gate]) == pytest.approx(values, abs=6e-4)
    assert shown["low"] == [int((row < .1).sum()) for row in values] and shown["high"] == [int((row > .9).sum()) for row in values]
    assert shown["holds"] == [cell for cell in range(32) if all(values[t, cell] > .9 for t in range(len(values) - 9, len(values) - 1))]
    assert trace.top(len(values) - 1)[0][0] == shown["words"][0]
    means = values[2:-1].mean(axis=0)[shown["order"]]
    assert (np.diff(means) <= 0).all()
    if name == "gru":
        assert shown["low"][1] > 16 and shown["high"][2] == 0 and 3 <= len(shown["holds"]) <= 10
    else:
        assert len(shown["holds"]) >= 26


def test_a_cell_holds_that_keeps_at_each_of_the_eight_words_before_the_question(monkeypatch):
    """A reading made by hand: the start, a person, ten words, the question. What a cell does earlier, or at the question itself, does not count."""
    values = np.full((13, 5), .95)
    values[:4, 1] = .3                  # keeps from the 8th word before the question on
    values[:5, 2] = .3                  # from the 7th
    values[-1, 3] = .05                 # lets go at the question
    values[8, 4] = .9                   # once only nine tenths
    monkeypatch.setattr(gates_whole, "read", lambda machine: SimpleNamespace(signals={"update_gate": values}))
    found = gates_whole.kept("gru")
    assert found["holds"] == [0, 1, 3] and found["lately"] == 8
    assert found["high"][2:6] == [3, 3, 4, 5] and found["low"] == [0] * 12 + [1] and found["order"] == [0, 3, 4, 1, 2]


def test_what_is_left_is_a_product():
    assert exhibit.remaining(.9, 20) == pytest.approx(.1216, abs=1e-4) and exhibit.remaining(1, 20) == 1 and exhibit.remaining(0, 1) == 0


def test_the_race_on_the_page_is_the_one_that_was_run():
    told, curves = exhibit.race(), runs.load().curves
    assert told["runs"]["only"]["curves"]["plain"] == curves["only"]["plain"] and told["runs"]["start"]["curves"]["plain"] == curves["only"]["holding"]
    assert told["runs"]["mixed"]["curves"]["gru"] == curves["mixed"]["gru"] and told["runs"]["mixed"]["practised"] == [0, 20]
    assert told["runs"]["only"]["practised"] == told["runs"]["start"]["practised"] == [20, 20]
    model = runs.load().machines["only", "plain", 1]
    for k in (0, 10, 20, 33):
        story = (told["person"], *told["fillers"][:k], "who")
        probs = model.read([0, *model.vocab.encode(story)]).probs[-1]
        assert told["runs"]["only"]["answers"]["plain"][k] == max(who.PERSONS, key=lambda person: probs[model.vocab.index[person]])
    answers = told["runs"]["only"]["answers"]["plain"]
    assert len(set(answers)) >= 3, "the same person, the same words: its answer changes with the distance"


# — the page —

@every_language
def test_every_scene_opens_with_its_board_and_at_every_depth(language):
    every_scene(language, PAGE, {scene: n for n, scene in enumerate(SCENES, start=1)}, shown, "1.2")


@every_language
def test_the_formula_shows_the_numbers_of_this_moment(language):
    stream = exhibit.streams()[1]
    you = text(sound(opened(language, PAGE, at="1", guess="-", depth="formula", stream="1", keep="10.0.7")))
    memory = exhibit.guarded(stream["says"], [10, 0, 7])
    assert f"0.7 × ({signed(memory[2])}) + 0.3 × ({signed(stream['says'][2])}) = {signed(memory[3])}" in you
    gru = stream["gru"]
    film = text(sound(opened(language, PAGE, at="2", guess="-", depth="formula", stream="1", n="6")))
    assert f"{opening(gru['update_gate'][6])} × ({signed(gru['hidden'][5])}) + {opening(1 - gru['update_gate'][6])} × ({signed(gru['candidate'][6])}) = {signed(gru['hidden'][6])}" in film
    lstm = stream["lstm"]
    film = text(sound(opened(language, PAGE, at="2", guess="-", depth="formula", stream="1", n="6", cell="lstm")))
    assert f"{opening(lstm['forget_gate'][6])} × ({signed(lstm['cell'][5])}) + {opening(lstm['input_gate'][6])} × ({signed(lstm['candidate'][6])}) = {signed(lstm['cell'][6])}" in film
    for name, gate in exhibit.KEEPING.items():
        cell, one = gates_whole.one_cell(name)
        whole = text(sound(opened(language, PAGE, at="5", guess="-", depth="formula", net=name, read="4")))
        carried = "cell" if name == "lstm" else "hidden"
        assert f"{opening(one[gate][4])} × ({signed(one[carried][3])})" in whole and str(cell + 1) in whole
        assert one[carried][4] == pytest.approx(one[gate][4] * one[carried][3] + (one["input_gate"][4] if name == "lstm" else 1 - one[gate][4]) * one["candidate"][4])
    assert all(0 < float(opening(value)) < 1 and float(opening(value)) == pytest.approx(value, abs=.005) for name in exhibit.KEEPING for value in gates_whole.one_cell(name)[1][exhibit.KEEPING[name]])
    dials = text(sound(opened(language, PAGE, at="6", guess="-", depth="formula", share="80")))
    assert f"{.8 ** 20:.4f}" in dials and "4,928" in dials
    curve = runs.load().curves["only"]["gru"][0]
    assert f"{round(curve[3] * 210)} ÷ 210" in text(sound(opened(language, PAGE, at="3", guess="-", depth="formula", k="3")))


BROKEN = [{"stream": "3"}, {"keep": "11"}, {"keep": "1.2.x"}, {"keep": ".".join(["0"] * 15)}, {"keep": "{}"}, {"dial": "2"}, {"cell": "<b>"}, {"n": "15"}, {"k": "41"}, {"k": "-1"},
          {"way": "never"}, {"pick": "holding!"}, {"share": "101"}, {"net": "rnn"}, {"gate": "hidden_gate"}, {"read": "13"}, {"at": "99"}, {"guess": "0.9"}]
PLACES = {**{choice.param: 1 for choice in chapter.GATES.values()}, **{choice.param: 3 for choice in chapter.RACING.values()}, **{choice.param: 5 for choice in chapter.WHOLE.values()}, "share": 6}


@pytest.mark.parametrize("link", BROKEN, ids=str)
def test_a_broken_link_opens_kindly(link):
    param = next(iter(link))
    at = sound(opened("zh", PAGE, **{"at": str(PLACES.get(param, 1)), "guess": "2", **link}))
    if param in PLACES:
        assert lessons.say("zh")("ui.link_other") in [info.value for info in at.info]


def test_what_was_kept_is_a_tenth_for_each_saying():
    assert chapter.dialled("10.0.3") == chapter.dialled([10, 0, 3]) == (10, 0, 3) and chapter.dialled("") == ()
    for broken in ("1..2", "a", "11", [0] * 15, [[1]], 7, None):
        with pytest.raises((ValueError, TypeError)):
            chapter.dialled(broken)


# — in the browser —

@pytest.mark.parametrize("language, width, audit", [("zh", 1366, True), ("en", 390, True)])
def test_the_chapter_plays_by_keyboard(visit, language, width, audit):
    page = visit("gates", locale=LOCALES[language], viewport={"width": width, "height": 768 if width > 800 else 844})
    played = Player(page, NAME)
    for option in ("1", "2"):
        played.press(f'[data-guess="{option}"]')
    played.press("[data-commit]")
    for board, play in (("gates", be_the_gate), ("gates", look_at_gates), ("gates_race", race), ("gates_race", other_lessons), ("whole_gates", whole), ("gates_dials", dials)):
        expect(played.find(f"[data-board={board}]")).to_be_visible()
        play(played, language)
        played.fits(audit)
        played.onward()
    closing(played, language)
    played.fits(audit)


def row(played, name):
    return played.find(f"[data-row={name}] [data-place]").evaluate_all("(all) => all.map((tile) => Number(tile.dataset.value))")


def be_the_gate(played, language):
    """All sayings by keyboard, with one slip; then one by the dial; the GRU's own gate is shown only at the end."""
    stream, decide = exhibit.streams()[0], {True: "ArrowRight", False: "ArrowLeft"}
    played.tab_to("[data-decide=keep]")
    tenths = []
    for i, item in enumerate(stream["items"]):
        writes = item in lamp.TEACHER or i == 12
        expect(played.find("[data-heard]")).to_have_attribute("data-heard", item)
        assert row(played, "gru_gate") == []
        played.page.keyboard.press(decide[writes])
        tenths.append(0 if writes else 10)
        expect(played.find("[data-row=keep] [data-place]")).to_have_count(i + 1)
    memory = exhibit.guarded(stream["says"], tenths)
    assert row(played, "memory") == pytest.approx(memory[1:]) and row(played, "truth") == stream["truth"]
    assert row(played, "gru_gate") == stream["gru"]["update_gate"][1:] and row(played, "gru_memory") == stream["gru"]["hidden"][1:]
    own = sum(right != 0 and np.sign(value) == right for right, value in zip(stream["truth"], memory[1:]))
    asked = sum(right != 0 for right in stream["truth"])
    expect(played.find("[data-board=gates] .line")).to_have_text(lessons.say(language)(f"{NAME}.gates.told_lost", own=own, asked=asked, gru=stream["gru"]["hits"]))
    expect(played.find("[data-board=gates]")).to_have_attribute("data-keep", ".".join(map(str, tenths)))
    played.press("[data-undo]")
    played.press("[data-dial]")
    played.tab_to("[data-slider=tenths]")
    for _ in range(3):
        played.page.keyboard.press("ArrowLeft")
    played.press("[data-decide=set]")
    expect(played.find("[data-board=gates]")).to_have_attribute("data-keep", ".".join(map(str, [*tenths[:-1], 7])))
    assert row(played, "memory")[-1] == pytest.approx(.7 * memory[-2] + .3 * stream["says"][-1])


def look_at_gates(played, language):
    """Step by step through the GRU's gates, then the LSTM's, all at once."""
    stream = exhibit.streams()[0]
    played.tab_to("[data-step=next]")
    for n in range(1, 4):
        played.page.keyboard.press("Enter")
        expect(played.find("[data-board=gates]")).to_have_attribute("data-n", str(n))
        for signal in exhibit.SIGNALS["gru"]:
            assert row(played, signal) == stream["gru"][signal][1:n + 1]
    expect(played.find("[data-board=gates] .line")).to_contain_text(percent(stream["gru"]["update_gate"][3]))
    played.press("[data-option=lstm]")
    played.press("[data-step=all]")
    expect(played.find("[data-row=cell] [data-place]")).to_have_count(lamp.SHOWN)
    for signal in exhibit.SIGNALS["lstm"]:
        assert row(played, signal) == stream["lstm"][signal][1:]
    played.page.wait_for_function("location.search.includes('cell=lstm') && location.search.includes('n=14')")
    played.press("[data-option=plain]")
    assert row(played, "hidden") == stream["plain"]["hidden"][1:]


def race(played, language):
    """At every stop: three trainings of each machine, and a line that is chosen by their numbers."""
    say, curves = lessons.say(language), runs.load().curves["only"]
    for k in exhibit.ASKED:
        played.press(f"[data-stop='{k}']")
        expect(played.find("[data-board=gates_race]")).to_have_attribute("data-k", str(k))
        for name in exhibit.MACHINES:
            assert [p for _, p in played.bars(f"[data-racer={name}]")] == pytest.approx([curve[k] for curve in curves[name]])
        sure = [name for name in exhibit.MACHINES if all(curve[k] >= .9 for curve in curves[name])]
        line = played.find("[data-board=gates_race] .line").inner_text()
        names = {name: say(f"{NAME}.gates_race.machine_{name}") for name in exhibit.MACHINES}
        assert [name for name in names if names[name] in line] == sure and sure == ["gru", "lstm"]
    assert played.find(".race-chart .curve").count() == 9
    played.press("[data-pick=plain]")
    expect(played.find("[data-board=gates_race]")).to_have_attribute("data-pick", "plain")
    assert played.find(".race-chart .curves.faint").count() == 2


def other_lessons(played, language):
    """The blue lines rise with other lessons, and with another start."""
    for way, diet, name in (("only", "only", "plain"), ("mixed", "mixed", "plain"), ("start", "only", "holding")):
        played.press(f"[data-option={way}]")
        expect(played.find("[data-board=gates_race]")).to_have_attribute("data-way", way)
        assert [p for _, p in played.bars("[data-racer=plain]")] == pytest.approx([curve[30] for curve in runs.load().curves[diet][name]])


def whole(played, language):
    """A story word by word on the Stage's graph and film; its gates are read out by the arrow keys; another machine, another film."""
    board, found = played.find("[data-board=whole_gates]"), gates_whole.whole()
    played.tab_to("[data-step=next]")
    expect(board).to_have_attribute("data-n", str(gates_whole.OPENS))
    seen = board.locator(".time").bounding_box()
    first, newest = (board.locator(f"[data-read='{n}']").bounding_box() for n in (1, gates_whole.OPENS))
    assert seen["x"] <= first["x"] and newest["x"] + newest["width"] <= seen["x"] + seen["width"], "it opens with the person and the newest word in sight"
    for n in range(gates_whole.OPENS + 1, gates_whole.OPENS + 4):
        played.page.keyboard.press("Enter")
        expect(board).to_have_attribute("data-n", str(n))
        expect(board.locator(".graph")).to_have_attribute("data-cells", str(n))
        expect(board.locator("[data-read]")).to_have_count(n)
        assert {found["gru"]["high"][n], found["gru"]["low"][n]} <= {int(number) for number in re.findall(r"\d+", board.locator(".line").inner_text())}
    played.press("[data-step=all]")
    expect(board.locator(".film")).to_have_attribute("data-columns", str(gates_whole.WORDS + 1))
    expect(board.locator(".line")).to_contain_text(str(len(found["gru"]["holds"])))
    played.tab_to(".film")
    for cell in found["gru"]["order"][:3]:
        played.page.keyboard.press("ArrowDown")
        expect(board.locator("[data-film-read]")).to_have_attribute("data-film-read", f"{gates_whole.WORDS}.{cell}")
        kept = found["gru"]["signals"]["update_gate"][-1][cell]
        assert (">0.99" if kept > .995 else f"{kept:.2f}") in board.locator("[data-film-read]").inner_text()
    painted = board.locator(".film-canvas").evaluate("(canvas) => canvas.toDataURL()")
    played.press("[data-film=hidden]")
    expect(board).to_have_attribute("data-shown", "hidden")
    assert board.locator(".film-canvas").evaluate("(canvas) => canvas.toDataURL()") != painted
    played.press("[data-option=lstm]")
    expect(board.locator("[data-film]")).to_have_count(4)
    expect(board.locator(".line")).to_contain_text(str(len(found["lstm"]["holds"])))
    played.press("[data-option=plain]")
    expect(board.locator("[data-film]")).to_have_count(0)
    played.page.wait_for_function("location.search.includes('net=plain')")


def dials(played, language):
    """The dial is turned; what is left is the product."""
    spread, _ = exhibit.spread()
    played.tab_to("[data-slider=share]")
    played.page.keyboard.press("ArrowRight")
    expect(played.find("[data-board=gates_dials]")).to_have_attribute("data-share", "91")
    assert [p for _, p in played.bars("section.panel:has([data-slider=share])")] == pytest.approx([.91 ** n for n in exhibit.STEPS])
    for name in spread:
        assert [p for _, p in played.bars(f"[data-spread={name}]")] == pytest.approx(spread[name])
    assert played.find("[data-count]").evaluate_all("(all) => all.map((it) => Number(it.dataset.count))") == [size["inside"] for size in exhibit.sizes()]


def closing(played, language):
    """The own guess beside what turned out, a check that answers every option at once, and the card that ends the act, put right."""
    lesson = lessons.lesson(language, NAME).filled(**chapter.facts(lessons.say(language)))
    for option in lesson.guess.options[1:3]:
        expect(played.page.get_by_text(option.feedback)).to_be_visible()
    played.answers(lesson.check)
    strings = lessons.say(language).section("recap")
    facts = journey.table({key: text for key, text in strings.items()}, "act.2.fact")
    assert len(facts) == 9 and sorted(fact["box"] for fact in facts.values()) == ["1"] * 3 + ["2"] * 3 + ["3"] * 3
    expect(played.find("[data-board=sort]")).to_contain_text(next(iter(facts.values()))["text"])


@every_language
def test_a_link_opens_the_same_moment(visit, language):
    page = visit("gates?at=2&guess=-&stream=2&cell=lstm&n=5", locale=LOCALES[language])
    played = Player(page, NAME)
    played.find("[data-board=gates]").wait_for()
    stream = exhibit.streams()[2]
    expect(played.find("[data-row=forget_gate] [data-place]")).to_have_count(5)
    assert row(played, "forget_gate") == stream["lstm"]["forget_gate"][1:6]


def test_a_choice_made_just_before_going_on_is_not_lost(visit):
    page = visit("gates?at=6&guess=-&share=80", locale="en-US")
    played = Player(page, NAME)
    played.find("[data-slider=share]").focus()
    page.keyboard.press("ArrowRight")
    played.find("[class*=onward] button").click()              # sooner than a late choice is told by itself
    expect(played.find("[data-board=head]")).to_have_attribute("data-at", "7")
    page.wait_for_function("location.search.includes('share=81')")
