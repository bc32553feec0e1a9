"""Chapter 6: every sum of its scenes, added once more, and its pages as a learner plays them."""

import json
import math
import random
import re
from fractions import Fraction
from itertools import accumulate

import numpy as np
import pytest
from playwright.sync_api import expect

from explainer import bundles, lessons, reading, scene, small, worlds
from explainer.chapters import step as chapter
from explainer.exhibits import step as exhibit
from explainer.exhibits import step_adding
from explainer.holding import HOLDS
from explainer.models.recurrent import softmax
from explainer.shelf import BUNDLES, tables
from explainer.vocabulary import START
from tests.conftest import settle
from tests.player import at_rest, press
from tests.server import ROOT
from tests.test_app import boards, opened, sound, text

NAME, PAGE = "6_step", ROOT / "pages" / "6_step.py"
LANGUAGES = lessons.languages()
LOCALES = {"zh": "zh-CN", "en": "en-US"}
LAPTOP, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
CLOSE = 1e-12           # sums of fifty numbers, added in another order
every_language = pytest.mark.parametrize("language", LANGUAGES)


def arrays(language):
    """The weights in the file, by the letters of the formula, as exact numbers of Python."""
    name = f"diary_{language}"
    w = {key.split(".")[1]: np.asarray(array, float).tolist() for key, array in tables(BUNDLES / name / "elman.safetensors", bundles.load(name).card["weights"]).items()
         if key.startswith("recurrent")}
    return {"U": w["weight_ih_l0"], "W": w["weight_hh_l0"], "b": [one + other for one, other in zip(w["bias_ih_l0"], w["bias_hh_l0"])]}


def by_hand(language):
    """For every step of the example: word number and memory before it, one cell after the other, without NumPy."""
    w, vocab = arrays(language), bundles.load(f"diary_{language}").model.vocab
    memory = [0.0] * len(w["b"])
    for number in [START, *vocab.encode(worlds.load(f"diary_{language}").scene.sentence).tolist()]:
        yield number, memory
        memory = [math.tanh(math.fsum([w["b"][c], w["U"][c][number], *(weight * old for weight, old in zip(w["W"][c], memory))])) for c in range(len(memory))]


# ---- the waterfall

@every_language
def test_every_push_of_every_cell_at_every_step_adds_up_to_the_trace(language):
    here, w = exhibit.example(language), arrays(language)
    signals = here.trace.signals
    for step, (number, memory) in enumerate(by_hand(language)):
        for cell in range(len(memory)):
            voices, pushes = exhibit.voices(here, step, cell), exhibit.pushes(here, step, cell)
            assert (voices["own"], voices["input"]) == (w["b"][cell], w["U"][cell][number])
            assert pushes == pytest.approx([weight * old for weight, old in zip(w["W"][cell], memory)], abs=CLOSE)
            assert voices["memory"] == signals["from_memory"][step, cell] == pytest.approx(math.fsum(pushes), abs=CLOSE)
            assert voices["total"] == voices["input"] + voices["memory"] + voices["own"]
            assert voices["new"] == signals["hidden"][step, cell] == pytest.approx(np.tanh(voices["total"]), abs=1e-15)
            assert voices["new"] == pytest.approx(math.tanh(math.fsum([voices["own"], voices["input"], *pushes])), abs=CLOSE)


@every_language
def test_the_first_cell_shown_is_the_one_that_holds_most_firmly(language):
    held = reading.holding(scene.example(language))
    assert exhibit.example(language).holder == held.argmax() and held.max() > HOLDS


@every_language
def test_a_holding_cell_is_pushed_hardest_by_its_own_old_value(language):
    """What the line under the open memory tells of the first picture; it is chosen by these numbers."""
    here = exhibit.example(language)
    for step in range(2, len(here.words) + 1):
        pushes = exhibit.pushes(here, step, here.holder)
        assert abs(pushes).argmax() == here.holder and np.sign(pushes[here.holder]) == np.sign(here.trace.signals["hidden"][step, here.holder])


@every_language
def test_the_board_is_given_every_number_to_its_last_digit(language):
    here, given = exhibit.example(language), json.loads(json.dumps(exhibit.numbers(language)))
    assert (np.array(given["W"], np.float32).astype(float) == here.network.cell.W).all() and given["own"] == here.network.cell.b.tolist()
    for name, signal in (("input", "from_input"), ("memory", "from_memory"), ("hidden", "hidden")):
        assert np.array_equal(given[name], here.trace.signals[signal])


# ---- the squasher

def test_the_curves_are_the_functions_they_are_called():
    curves = exhibit.curves()
    assert curves["sums"][0] == -curves["sums"][-1] == -exhibit.FARTHEST and 0.0 in curves["sums"]
    assert curves["tanh"] == pytest.approx([math.tanh(x) for x in curves["sums"]], abs=1e-6)
    assert curves["sigmoid"] == pytest.approx([1 / (1 + math.exp(-x)) for x in curves["sums"]], abs=1e-6)
    assert max(map(abs, curves["tanh"])) < 1, "the text says that it is never reached"


@every_language
def test_no_sum_of_the_example_leaves_the_picture(language):
    totals = np.arctanh(exhibit.example(language).trace.signals["hidden"])
    assert 1 < abs(totals).max() < exhibit.FARTHEST


# ---- adding against mixing

def memories(machine):
    return [np.array(order["memory"]) for order in step_adding.both_orders()[machine].values()]


def recomputed(machine, order):
    """The same steps once more, in exact fractions where nothing has to be rounded."""
    model = small.load("kitchen").model
    number = Fraction if machine == "add" else float
    U, W, b = ([[number(x) for x in row] for row in table] for table in (model.cell.U.tolist(), model.cell.W.tolist(), [model.cell.b.tolist()]))
    memory = [number(x) for x in step_adding.first_memory().tolist()]
    yield memory
    for word in [*step_adding.ORDERS[order], *step_adding.ONWARD]:
        x = [row[model.vocab.index[word]] for row in U]
        mixed = [x[c] + sum(weight * old for weight, old in zip(W[c], memory)) + b[0][c] for c in range(len(memory))]
        memory = {"add": lambda: [old + push for old, push in zip(memory, x)], "mix": lambda: mixed, "squash": lambda: [math.tanh(total) for total in mixed]}[machine]()
        yield memory


@pytest.mark.parametrize("machine", step_adding.MACHINES)
@pytest.mark.parametrize("order", step_adding.ORDERS)
def test_each_machine_computes_its_own_formula(machine, order):
    shown = step_adding.both_orders()[machine][order]["memory"]
    again = list(recomputed(machine, order))
    if machine == "add":
        assert [[Fraction(value) for value in values] for values in shown] == again, "what is only added is exact"
    else:
        np.testing.assert_allclose(shown, again, rtol=1e-9)


def test_adding_is_equal_for_both_orders_to_the_last_digit_and_mixing_is_not():
    for machine, same in (("add", True), ("mix", False), ("squash", False)):
        ab, ba = memories(machine)
        assert np.array_equal(ab[2:], ba[2:]) == same, machine
        assert same or not (ab[2:] == ba[2:]).any(), machine


def test_adding_drifts_off_mixing_runs_away_and_only_squashing_stays():
    added, mixed, squashed = ([abs(order) for order in memories(machine)] for machine in ("add", "mix", "squash"))
    assert all(order.max() <= 1 for order in squashed)
    for order in added:
        assert order[-1].min() > 1 and (np.diff(order[-5:], axis=0) > 0).all(), "both tiles are outside, and still on their way"
    for order in mixed:
        assert order[-1].min() > 1e6 and (order[-8:].max(axis=1)[1:] / order[-8:].max(axis=1)[:-1] > 4).all()


def test_only_the_machine_that_mixes_and_squashes_tells_the_dishes_apart():
    """Whatever is cooked after the sauces; the other two say the same of both in the end."""
    orders = {machine: [[dish for dish, _ in order["dish"]] for order in both.values()] for machine, both in step_adding.both_orders().items()}
    assert orders["squash"] == [["tasty"] * (len(step_adding.ONWARD) + 1), ["spoiled"] * (len(step_adding.ONWARD) + 1)]
    assert orders["add"][0] == orders["add"][1] and orders["mix"][0][-1] == orders["mix"][1][-1]


def test_the_squashing_machine_is_the_kitchens_own():
    bundle = small.load("kitchen")
    for order, words in step_adding.ORDERS.items():
        own = bundle.model.read(small.tokens(bundle.model, [*words, *step_adding.ONWARD])).signals["hidden"]
        np.testing.assert_allclose(step_adding.both_orders()["squash"][order]["memory"], own, atol=1e-5)      # its first memory is kept as float32


@every_language
def test_adding_is_blind_to_the_order_of_a_whole_sentence_too(language):
    U, numbers = arrays(language)["U"], bundles.load(f"diary_{language}").model.vocab.encode(worlds.load(f"diary_{language}").scene.sentence).tolist()
    added = lambda words: [list(accumulate(row[word] for word in words))[-1] for row in U]
    shuffled = random.Random(6).sample(numbers, len(numbers))
    assert shuffled != numbers and added(shuffled) == added(numbers)


# ---- scores and shares

@every_language
def test_the_shares_of_untouched_scores_are_the_answer(language):
    here, told = exhibit.example(language), exhibit.scores(language)
    home = told["moved"].index(0)
    shares = exhibit.shares(told["rows"], told["rest"], [home] * exhibit.SHOWN)
    assert [(row["word"], share) for row, share in zip(told["rows"], shares)] == [(word, pytest.approx(p)) for word, p in here.trace.top(len(here.words), exhibit.SHOWN)]
    assert shares[-1] == pytest.approx(1 - sum(shares[:-1])) and told["others"] == len(here.network.vocab) - exhibit.SHOWN


@every_language
def test_moved_scores_give_the_shares_that_softmax_gives(language):
    here, told, dice = exhibit.example(language), exhibit.scores(language), random.Random(6)
    numbers = [here.network.vocab.index[row["word"]] for row in told["rows"]]
    for _ in range(40):
        places = [dice.randrange(len(told["moved"])) for _ in numbers]
        scores = here.trace.signals["scores"][-1].copy()
        scores[numbers] += [told["moved"][place] for place in places]
        shares = exhibit.shares(told["rows"], told["rest"], places)
        assert shares[:-1] == pytest.approx(softmax(scores)[numbers].tolist()) and sum(shares) == pytest.approx(1)


# ---- the page without a browser

def board(at, key):
    """What the board was given that has this key."""
    return next(data for data in boards(at) if key in data)


@every_language
def test_a_walk_in_the_link_is_followed_and_every_scene_goes_on_from_it(language):
    here = exhibit.example(language)
    last, cells = len(here.words), here.network.n_cells
    for link, step, cell in (({}, last, here.holder), ({"step": "3"}, 3, here.holder), ({"cell": "7"}, last, 6), ({"cell": "7.9.2", "step": "5"}, 3, 1),
                             ({"step": "1", "cell": "3.4.5.6"}, 0, 3), ({"step": "40", "cell": "512"}, last, cells - 1)):
        data = board(sound(opened(language, PAGE, at=2, guess="-", **link)), "sums")
        voices = exhibit.voices(here, step, cell)
        assert (data["step"], data["cell"], data["total"], data["new"]) == (step, cell + 1, voices["total"], voices["new"]), link
        told = text(sound(opened(language, PAGE, at=1, guess="-", depth="code", **link)))
        assert all(chapter.exact(voices[name]) in told for name in ("own", "input", "memory", "new")), link


@every_language
def test_nonsense_in_a_link_is_put_aside_kindly(language):
    kind = lessons.say(language)("ui.link_other")
    for at, link in ((1, {"step": "41"}), (1, {"cell": "0"}), (1, {"cell": "3.x"}), (1, {"cell": ".".join("1" * 60)}), (1, {"open": "3"}), (1, {"ask": "k"}), (1, {"ask": "<b>"}),
                     (2, {"total": "241"}), (2, {"total": "nan"}), (3, {"how": "subtract"}), (3, {"more": "15"}), (4, {"moved": "1.2"}), (4, {"moved": "1.2.3.41"})):
        shown = sound(opened(language, PAGE, at=at, guess="-", **link))
        assert kind in [info.value for info in shown.info], link


@every_language
def test_formulas_hold_the_numbers_of_this_moment(language):
    told = lambda **link: text(sound(opened(language, PAGE, guess="-", depth="formula", **link)))
    here = exhibit.example(language)
    voices = exhibit.voices(here, 3, 4)
    assert all(chapter.signed(value) in told(at=1, step=3, cell=5) for value in voices.values())
    assert chapter.signed(math.tanh(2), 5) in told(at=2, total=160)
    assert chapter.exact(memories("mix")[0][5][0]) in told(at=3, how="mix", more=3)
    scores = exhibit.scores(language)
    assert f"{100 * exhibit.shares(scores['rows'], scores['rest'], (20, 30, 20, 20))[0]:.2f}" in told(at=4, moved="20.30.20.20")


# ---- the page in a browser

def go(page, at):
    press(page, f".board[data-board=head] [data-step='{at}'], [data-board=head] [data-step='{at}']")
    expect(page.locator(".board[data-board=head]")).to_have_attribute("data-at", str(at))


def rows(page):
    """Name -> value of every bar on the screen, as printed and to the last digit."""
    found = page.locator("[data-board=push] [data-row]").evaluate_all("all => all.map((row) => [row.dataset.row, Number(row.dataset.value), row.querySelector('.much').textContent])")
    return {name: (value, printed) for name, value, printed in found}


def shown(page):
    sum_ = page.locator("[data-board=push] .sum")
    return int(sum_.get_attribute("data-step")), int(sum_.get_attribute("data-cell")) - 1


def digits(page, name):
    return float(page.locator(f"[data-digits='{name}']").inner_text().replace("\u2212", "-"))


def check_waterfall(page, here, step, cell):
    """The bars on the screen are the numbers of the Trace, to the last digit, and printed with three decimals."""
    expect(page.locator("[data-board=push] .sum")).to_have_attribute("data-step", str(step))
    voices, pushes, found = exhibit.voices(here, step, cell), exhibit.pushes(here, step, cell), rows(page)
    assert shown(page) == (step, cell)
    for name, value in voices.items():
        assert found[name] == (value, chapter.signed(value)), name
    for name, (value, _) in found.items():
        if name.startswith("k"):
            assert value == pushes[int(name[1:]) - 1], name
    if "rest" in found:
        assert sum(value for name, (value, _) in found.items() if name[0] == "k" or name == "rest") == pytest.approx(voices["memory"], abs=CLOSE)
    return voices, pushes, found


@pytest.mark.parametrize("language, viewport", [("zh", LAPTOP), ("en", PHONE)], ids=["zh-laptop", "en-phone"])
def test_the_chapter_plays_by_keyboard(visit, language, viewport):
    here, say = exhibit.example(language), lessons.say(language)
    told = lessons.lesson(language, NAME).filled(**chapter.facts(say))
    last = len(here.words)
    page = visit("step", locale=LOCALES[language], viewport=viewport)
    expect(page.get_by_text(say("recap.card.4.question"))).to_be_visible()
    press(page, "[data-guess='1']")

    # three voices; the old memory is opened, and every number has its causes
    page.locator("[data-board=push] .sum").wait_for()
    check_waterfall(page, here, last, here.holder)
    press(page, "[data-open='1']")
    voices, pushes, found = check_waterfall(page, here, last, here.holder)
    named = [int(name[1:]) - 1 for name in found if name[0] == "k"]
    assert named == np.argsort(-abs(pushes), kind="stable")[:len(named)].tolist()
    press(page, "[data-row='total']")
    expect(page.locator("[data-cause='total']")).to_be_visible()
    assert digits(page, "total") == voices["total"]
    off = float(page.locator("[data-off]").get_attribute("data-off"))
    printed = sum(round(1000 * float(text.replace("\u2212", "-"))) for name, (_, text) in found.items() if name not in ("memory", "total", "new"))
    assert round(1000 * off) == round(1000 * float(f"{voices['total']:.3f}")) - printed
    press(page, "[data-row='memory']")
    expect(page.locator("[data-cause='memory']")).to_be_visible()
    assert digits(page, "memory") == voices["memory"] == pytest.approx(digits(page, "added"), abs=CLOSE)
    first = here.words.index(here.words[-1]) + 1
    press(page, "[data-row='input']")
    expect(page.locator("[data-cause='input']")).to_contain_text(say(f"{NAME}.push.cause_again", step=first, value=chapter.signed(voices["input"])))
    at_rest(page)

    # back through time: the cell that pushed hardest, step by step, down to the empty memory at the start
    step, cell = last, here.holder
    for _ in range(3):
        pushes = exhibit.pushes(here, step, cell)
        hardest = int(abs(pushes).argmax())
        press(page, f"[data-row='k{hardest + 1}']")
        expect(page.locator(f"[data-cause='k{hardest + 1}']")).to_be_visible()
        assert (digits(page, "old"), digits(page, "weight"), digits(page, "push")) == (exhibit.old(here, step)[hardest], here.network.cell.W[cell, hardest], pushes[hardest])
        press(page, f"[data-back='{hardest + 1}']")
        step, cell = step - 1, hardest
        check_waterfall(page, here, step, cell)
    expect(page.locator("[data-crumb]")).to_have_count(4)
    press(page, "[data-before]")
    check_waterfall(page, here, step - 1, cell)
    press(page, "[data-crumb='1']")
    check_waterfall(page, here, last - 1, int(abs(exhibit.pushes(here, last, here.holder)).argmax()))
    press(page, "[data-at='0']")
    expect(page.locator("[data-board=push] .line")).to_contain_text(say(f"{NAME}.push.told_start"))
    assert rows(page)["memory"][0] == 0
    press(page, "[data-at='2']")
    press(page, "[data-board=push] .picker [data-cell='4']")
    press(page, "[data-open='2']")
    check_waterfall(page, here, 2, 4)
    assert len([name for name in rows(page) if name[0] == "k"]) == here.network.n_cells

    # the squasher begins with the sum of that step
    go(page, 2)
    total = exhibit.voices(here, 2, 4)["total"]
    curve = page.locator("[data-curve='tanh']")
    expect(curve).to_have_attribute("data-value", re.compile(re.escape(str(exhibit.voices(here, 2, 4)["new"]))))
    press(page, "[data-slider='total']", "End")
    expect(page.locator("[data-board=squash] .line")).to_contain_text(chapter.signed(math.tanh(6), 5))
    assert float(page.locator("[data-curve='sigmoid']").get_attribute("data-value")) == pytest.approx(1 / (1 + math.exp(-6)), abs=1e-6)
    at_rest(page)
    press(page, "[data-real]")
    expect(page.locator("[data-board=squash] .slider-value")).to_have_text(chapter.signed(total, 2))

    # adding, mixing, mixing and squashing
    go(page, 3)
    page.locator("[data-board=adding] .digits").wait_for()
    for how, same in (("add", True), ("mix", False), ("squash", False)):
        press(page, f"[data-option='{how}']")
        press(page, "[data-slider='more']", "End" if how != "add" else "Home")
        expect(page.locator(f"[data-option='{how}']")).to_have_attribute("aria-pressed", "true")
        after = 2 if how == "add" else 2 + len(step_adding.ONWARD)
        for cell, pair in enumerate(zip(*(order[after].tolist() for order in memories(how)))):
            values = page.locator(f"[data-board=adding] [data-tile='{cell}'] [data-value]").all_inner_texts()
            assert [float(value.replace("\u2212", "-")) for value in values] == list(pair) and (values[0] == values[1]) == same
            assert (page.locator(f"[data-tile='{cell}'] .off").inner_text() == say(f"{NAME}.adding.none")) == same
        expect(page.locator("[data-board=adding] .line")).to_contain_text(say(f"{NAME}.adding.told_{'same' if same else 'other'}").strip())
    at_rest(page)

    # scores are pulled; the shares go on adding up
    go(page, 4)
    page.locator("[data-slider='score1']").wait_for()
    home = len(exhibit.scores(language)["moved"]) // 2
    for presses in (0, 5):
        for _ in range(presses):
            press(page, "[data-slider='score1']", "ArrowRight")
        wanted = exhibit.shares(exhibit.scores(language)["rows"], exhibit.scores(language)["rest"], [home, home + presses, home, home])
        shares = page.locator("[data-board=scores] [data-share]").evaluate_all("all => all.map((row) => Number(row.dataset.share))")
        assert shares == pytest.approx(wanted) and sum(shares) == pytest.approx(1)
        shares = page.locator("[data-board=scores] [data-share] .share").evaluate_all("all => all.map((share) => share.firstChild.textContent)")
        whole = [int(re.search(r"\d+", share)[0]) for share in shares if "<" not in share]
        assert sum(whole) == 100 or any(mark in share for share in shares for mark in "<>")
    at_rest(page)

    # the close: own guess, and feedback for every answer without another tap
    go(page, 5)
    expect(page.get_by_text(told.guess.options[1].feedback)).to_be_visible()
    for i, option in enumerate(told.check.options):
        page.locator(f"[data-option='{i}'] input").check()
        expect(page.locator(f"[data-option='{i}'] .feedback")).to_contain_text(option.feedback)
    at_rest(page)


@every_language
def test_a_finger_and_a_link(visit, language):
    here = exhibit.example(language)
    page = visit(f"step?guess=-&step=4&cell=3.7.{here.holder + 1}&open=1&ask=total&depth=formula", locale=LOCALES[language], has_touch=True)
    page.locator("[data-board=push] .sum").wait_for()
    voices, _, _ = check_waterfall(page, here, 2, here.holder)
    assert digits(page, "total") == voices["total"] and page.locator("[data-crumb]").count() == 3
    assert chapter.signed(voices["total"]) in page.locator("[data-testid=stMarkdownContainer] code").all_inner_texts()[1]

    # the yellow dot is dragged along the curve, and the link tells where it is
    page.goto(re.sub("guess=-", "guess=-&at=2", page.url))
    picture = page.locator("[data-curve='tanh'] svg")
    picture.wait_for()
    settle(page)
    frame = picture.bounding_box()
    page.mouse.move(frame["x"] + frame["width"] / 2, frame["y"] + 60)
    page.mouse.down()
    page.mouse.move(frame["x"] + frame["width"] * .9, frame["y"] + 60, steps=5)
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"total=\d+"))
    place = int(re.search(r"total=(\d+)", page.url)[1])
    assert exhibit.curves()["sums"][place] > 3
    assert float(page.locator("[data-curve='tanh']").get_attribute("data-value")) == exhibit.curves()["tanh"][place]
    page.goto(page.url)
    page.locator("[data-curve='tanh']").wait_for()
    assert float(page.locator("[data-curve='tanh']").get_attribute("data-value")) == exhibit.curves()["tanh"][place]
