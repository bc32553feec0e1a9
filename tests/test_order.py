"""Chapter 3: what shuffling and order do, recomputed, and played in a browser."""

import math
import re
from itertools import permutations

import numpy as np
import pytest
from playwright.sync_api import expect

from explainer import bundles, lessons, small, worlds
from explainer.chapters import order as chapter
from explainer.exhibits import flipping, order, shuffling
from explainer.vocabulary import START
from tests.player import Player
from tests.test_app import boards, every_scene, opened, sound, text
from tests.test_scene_in_browser import overflow, percent

NAME, PAGE = "3_order", "pages/3_order.py"
LANGUAGES = list(lessons.languages())
LOCALES = {"zh": "zh-CN", "en": "en-US"}
SCENES = {"shuffle": "table", "twins": "spelling", "kitchen": "menus", "slots": "recipes", "flipbook": "clips"}      # scene -> what only its board is given
EXACT = 1e-9
every_language = pytest.mark.parametrize("language", LANGUAGES)
all_pairs = [(language, name) for language in LANGUAGES for name in order.all_twins(language)]


def top(shares):
    return max(range(len(shares)), key=shares.__getitem__)


def by_hand(model, words):
    """The memory after each of these words, by the formula alone (T, H)."""
    h, memories = np.zeros(model.n_cells), []
    for number in [START, *model.vocab.encode(words)]:
        h = np.tanh(model.cell.U[:, number] + model.cell.W @ h + model.cell.b)
        memories.append(h)
    return np.array(memories)


# — three shuffles —

def test_shuffled_rows_and_columns_leave_every_prediction_as_it_was():
    shown, machine = shuffling.table(), small.load("customers").model
    first = shown["looks"][0]
    assert len(shown["rows"]) == 12 and first["rows"] == list(range(12)) and len(shown["looks"]) > 5
    for look in shown["looks"]:
        assert look["p"] == first["p"], "to the last digit"
        for row in look["rows"]:                    # added up once more, in the order in which the columns stand now
            total = math.fsum(machine.weights[column] * shown["rows"][row][column] for column in look["columns"]) + machine.bias
            assert look["p"][row] == pytest.approx(1 / (1 + math.exp(-total)))
    assert all(look["rows"] != first["rows"] and look["columns"] != first["columns"] for look in shown["looks"][1:])
    assert min(first["p"]) < .2 and max(first["p"]) > .8, "a machine that says the same of everybody would prove nothing"


def test_shuffled_squares_break_every_picture():
    shown, machine = shuffling.picture(), small.load("faces").model
    assert len(shown["faces"]) == chapter.SHUFFLE["face"].check("3") + 1
    for face in shown["faces"]:
        right = shown["verdicts"].index(face["verdict"])
        assert top(face["shares"][0]) == right and face["shares"][0][right] > .8
        for squares, shares in zip(shown["orders"], face["shares"]):
            assert sorted(squares) == list(range(64)) and shares == machine.shares(np.array(face["pixels"])[squares]).tolist()
            assert squares == list(range(64)) or top(shares) != right


@every_language
def test_shuffled_words_leave_the_diary_network_lost(language):
    shown, model, scene = shuffling.sentence(language), bundles.model(f"diary_{language}"), worlds.load(f"diary_{language}").scene
    assert shown["words"] == [*scene.sentence, scene.answer] and shown["n_words"] == len(model.vocab)
    for look in shown["looks"]:
        words = [shown["words"][i] for i in look["order"]]
        shares = [model.read(np.array([START, *model.vocab.encode(words[:t])])).p(t, word) for t, word in enumerate(words)]
        assert look["surprise"] == pytest.approx(math.prod(shares) ** (-1 / len(words)))
        tops = [model.read(np.array([START, *model.vocab.encode(words[:t])])).top(t)[0][0] for t in range(len(words))]
        assert look["guessed"] == [word == best for word, best in zip(words, tops)]
    first, *shuffled = shown["looks"]
    assert first["order"] == list(range(len(shown["words"]))) and first["surprise"] < 5
    assert all(look["surprise"] > 10 * first["surprise"] and sum(look["guessed"]) < sum(first["guessed"]) for look in shuffled)


# — twins —

@pytest.mark.parametrize("language, name", all_pairs)
def test_a_counter_says_the_same_of_every_order_and_the_network_tells_twins_apart(language, name):
    world, twin = order.all_twins(language)[name]
    shown, network = order.twins(world, twin.key), small.load(world).model
    home, n = order.key(range(len(shown["chips"]))), len(shown["chips"])
    assert shown["verdicts"] == list(twin.answers) and set(shown["said"]) == {order.key(it) for it in permutations(range(n))}
    assert order.spelt(shown["words"], range(n)) == twin.one and order.spelt(shown["words"], shown["other"]) == twin.other
    assert order.counted(twin.one) == order.counted(twin.other) and twin.one != twin.other
    assert len({tuple(said["counter"]) for said in shown["said"].values()}) == 1, "to the last digit"
    assert abs(np.subtract(*shown["said"][home]["counter"])) < .02, "and it cannot decide"
    for right, (places, words) in enumerate(((home, twin.one), (order.key(shown["other"]), twin.other))):
        said = shown["said"][places]
        assert said["network"][right] > .9 and said["network"][1 - right] < .05
        trace = network.read(np.array([START, *network.vocab.encode(words)]))
        assert said["network"] == [trace.p(len(words), answer) for answer in twin.answers]
        assert trace.signals["hidden"] == pytest.approx(by_hand(network, words))
        assert said["pairs"][right] > .9, "what the page says to be fair: pairs of neighbours are enough here"
    assert order.last_memory(network, twin.one) != order.last_memory(network, twin.other)


def test_both_languages_show_the_twins_of_the_other():
    assert "en_car" in order.all_twins("zh") and "zh_battle" in order.all_twins("en")
    car, battle = order.twins("twins_en", "car"), order.twins("twins_zh", "battle")
    assert car["spelling"] == ["I had cleaned my car", "I had my car cleaned"] and battle["spelling"] == ["屡战屡败", "屡败屡战"]
    assert any(order.twins(world, twin.key)["spelling"][0].startswith("我请他") for world, twin in order.all_twins("zh").values())


# — kitchen and slots —

@pytest.mark.parametrize("menu", range(len(order.RECIPES)))
def test_the_dish_follows_the_sauces_and_the_counter_does_not(menu):
    shown, network = order.kitchen(menu), small.load("kitchen").model
    a, b = (shown["steps"].index(sauce) for sauce in order.SAUCES)
    assert network.n_cells == 2 and len(shown["said"]) == math.factorial(5)
    assert len({tuple(said["counter"]) for said in shown["said"].values()}) == 1, "to the last digit"
    by_pairs = set()
    for places, said in shown["said"].items():
        chips = [int(chip) for chip in places.split(".")]
        right = "tasty" if chips.index(a) < chips.index(b) else "spoiled"
        assert shown["verdicts"][top(said["dish"])] == right and max(said["dish"]) > .9
        assert said["hidden"] == pytest.approx(by_hand(network, [shown["steps"][chip] for chip in chips])[1:], abs=1e-4)
        assert shown["verdicts"][said["so_far"][-1]] == right
        assert [shown["verdicts"][it] for it in said["so_far"][:chips.index(b)]] == ["open"] * chips.index(b), "open until sauce B is in"
        by_pairs.add(shown["verdicts"][top(said["pairs"])] == right)
    assert by_pairs == {True, False}, "pairs of neighbouring steps tell some orders, not all"


def test_six_slots_lose_two_steps_and_the_network_reads_on():
    shown = order.slots()
    assert shown["n_slots"] == 6 and len(shown["recipes"]) == chapter.SLOTS["list"].check("3") + 1
    differ = 0
    for recipe in shown["recipes"]:
        words, (a, b) = recipe["words"], order.SAUCES
        assert len(words) == 8 == chapter.SLOTS["n"].check("8") and recipe["n_kept"] == 6
        assert recipe["truth"] == ("tasty" if words.index(a) < words.index(b) else "spoiled")
        assert recipe["six"][8] == recipe["six"][7] == recipe["six"][6], "what falls off changes no digit"
        assert shown["verdicts"][top(recipe["network"][8])] == recipe["truth"]
        differ += shown["verdicts"][top(recipe["six"][8])] != recipe["truth"]
    assert 0 < differ < len(shown["recipes"]), "sometimes the lost steps matter"


# — the flip book —

def test_one_frame_cannot_tell_and_five_can():
    shown, scores = flipping.clips(), small.load("clips").card["scores"]
    assert scores["single"]["one"] == pytest.approx(.5, abs=.02) and scores["network"]["five"] >= .95
    assert len(shown["clips"]) == chapter.FLIPBOOK["clip"].check("3") + 1
    for clip in shown["clips"]:
        forward, back = clip["ways"]
        assert {forward["verdict"], back["verdict"]} == set(shown["verdicts"])
        assert forward["single"] == back["single"][::-1], "the same frames, one by one"
        assert all(.35 < share < .65 for shares in forward["single"] for share in shares)
        for way in clip["ways"]:
            assert way["network"][5][shown["verdicts"].index(way["verdict"])] > .8
            assert .35 < way["network"][1][0] < .65, "after one frame the network cannot tell either"


# — the page —

def board(at, scene):
    """What the board of a scene was given; None where it is not on the page."""
    return next((data for data in boards(at) if SCENES[scene] in data and "start" in data), None)


@every_language
def test_what_the_prose_tells_is_what_the_models_compute(language):
    told = chapter.facts(lessons.say(language))
    lesson = lessons.lesson(language, NAME).filled(**told)
    assert [option.right for option in lesson.guess.options] == [False, True, True]
    counted = {"customers": 6, **{name: sum(np.size(table) for table in tables) for name, tables in {
        "faces": [getattr(small.load("faces").model, it) for it in "FbVc"],
        "kitchen": elman(small.load("kitchen").model), "clips": elman(small.load("clips").model), "twins": elman(small.load(f"twins_{language}").model)}.items()}}
    assert {name: told[name] for name in counted} == {name: f"{n:,}" for name, n in counted.items()}
    assert all(told[name] in lesson.blocks["honest"] for name in counted)
    kitchen = small.load("kitchen")
    piles = small.WORLDS["kitchen"].piles()
    for gap, machine in {"kitchen_right": "network", "kitchen_counter": "counter", "kitchen_pairs": "pairs"}.items():
        right = [max((shares := kitchen.verdict(story.item, machine)), key=shares.get) == story.verdict for story in piles.test]
        assert digits(told[gap]) == percent(np.mean(right)) or np.mean(right) == 1
    assert digits(told["single_right"]) == "50"


def elman(model):
    return [model.cell.U, model.cell.W, model.cell.b, model.V, model.c]


def digits(words):
    return re.search(r"[<>]?\d+", words).group()


@every_language
def test_every_scene_opens_with_its_board_and_at_every_depth(language):
    every_scene(language, PAGE, {scene: n for n, scene in enumerate(SCENES, start=1)}, board, "1.2")


@every_language
def test_the_formula_shows_the_numbers_of_this_moment(language):
    model, (a, b) = small.load("kitchen").model, order.SAUCES
    shown = text(sound(opened(language, PAGE, at="3", guess="-", depth="formula", dish="4.1.2.3.0", menu="1")))
    steps = order.recipe(1)
    for words in ([a, b], [b, a], [a], [b], [steps[i] for i in (4, 1, 2, 3, 0)], steps):
        assert chapter.row(by_hand(model, words)[-1]) in shown, words
    table = text(sound(opened(language, PAGE, at="1", guess="-", depth="formula", rows="2", words="3")))
    look, machine = shuffling.table()["looks"][2], small.load("customers").model
    first = shuffling.table()["rows"][look["rows"][0]]
    assert " ".join(chapter.signed(machine.weights[column] * first[column]) for column in look["columns"]) in table
    assert f"{shuffling.sentence(language)['looks'][3]['surprise']:.1f}" in table
    twins = text(sound(opened(language, PAGE, at="2", guess="-", depth="code", o="3.2.1.0")))
    world, twin = next(iter(order.all_twins(language).values()))
    assert str(sorted(twin.one)) in twins


BROKEN = [{"rows": "7"}, {"rows": "-1"}, {"cells": "x"}, {"words": "1e3"}, {"face": "9"}, {"twin": "nobody"}, {"twin": "<b>"}, {"o": "0.0.1.2"}, {"o": "1.2.3.4"}, {"o": "x" * 300},
          {"menu": "3"}, {"dish": "0.1.2.3.9"}, {"dish": "{}"}, {"list": "4"}, {"poured": "9"}, {"clip": "4"}, {"way": "2"}, {"page": "6"}, {"hunch": "maybe"}, {"at": "99"}, {"guess": "0.9"}]
PLACES = {name: place for place, table in enumerate((chapter.SHUFFLE, chapter.TWINS, chapter.KITCHEN, chapter.SLOTS, chapter.FLIPBOOK), start=1) for name in (choice.param for choice in table.values())}


@pytest.mark.parametrize("link", BROKEN, ids=str)
def test_a_broken_link_opens_kindly(link):
    param = next(iter(link))
    at = sound(opened("zh", PAGE, **{"at": str(PLACES.get(param, 1)), "guess": "2", **link}))
    if param in PLACES:
        assert lessons.say("zh")("ui.link_other") in [info.value for info in at.info]
        start = board(at, list(SCENES)[PLACES[param] - 1])["start"]
        assert all(value not in (link[param], list(link[param])) for value in start.values())


def test_an_order_that_this_sentence_has_no_chips_for_falls_back():
    for link in ({"at": "2", "o": "2.1.0"}, {"at": "3", "dish": "1.0"}, {"at": "2", "twin": "en_treat", "o": "1.0.2.3"}):
        assert sound(opened("zh", PAGE, guess="2", depth="formula", **link))


def test_an_order_is_every_chip_once():
    assert chapter.arranged("2.0.1") == chapter.arranged([2, 0, 1]) == (2, 0, 1) and chapter.arranged("") == chapter.arranged([]) == ()
    for broken in ("0.0", "1.2", "a", "0.1.", "-1.0", [0, [1]], 7, None, "0.1.2.3.4.5.6.7.8.9.10"):
        with pytest.raises((ValueError, TypeError)):
            chapter.arranged(broken)


# — in the browser —

class Played(Player):
    """The chapter on an open page."""

    def __init__(self, page):
        super().__init__(page, NAME)

    def bars(self, within):
        return [p for _, p in super().bars(within)]

    def stands(self, *places):
        expect(self.find("[data-sortable]")).to_have_count(1)           # the board of the scene before is gone
        expect(self.find("[data-sortable]")).to_have_attribute("data-order", order.key(places))


@pytest.mark.parametrize("language, width, audit", [("zh", 1366, True), ("en", 390, True), ("zh", 390, False), ("en", 1366, False)])
def test_the_chapter_plays_by_keyboard(visit, language, width, audit):
    page = visit("order", locale=LOCALES[language], viewport={"width": width, "height": 768 if width > 800 else 844})
    played = Played(page)
    for option in ("1", "2"):
        played.press(f'[data-guess="{option}"]')
    played.press("[data-commit]")
    for scene, play in {"shuffle": three_shuffles, "twins": twins, "kitchen": kitchen, "slots": slots, "flipbook": flipbook}.items():
        expect(played.find(f"[data-board={scene}]")).to_be_visible()
        play(played, language)
        played.fits(audit)
        played.onward(None)
    closing(played, language)
    played.fits(audit)


def three_shuffles(played, language):
    """Each is shuffled and judged again; the table says what it said."""
    table, picture, sentence = shuffling.table(), shuffling.picture(), shuffling.sentence(language)

    def said():
        return dict(played.find("[data-customer]").evaluate_all("(all) => all.map((row) => [row.dataset.customer, [row.rowIndex, Number(row.dataset.p), row.querySelector('.share-text').textContent]])"))

    played.find("[data-customer]").first.wait_for()
    before = said()
    for panel in ("rows", "cells", "words"):
        played.press(f"[data-shuffle={panel}]")
        expect(played.find(f"[data-panel={panel}]")).not_to_have_attribute("data-broken", "")
    after = said()
    assert {row: it[1:] for row, it in before.items()} == {row: it[1:] for row, it in after.items()}
    assert [int(row) for row in sorted(after, key=lambda row: after[row][0])] == table["looks"][1]["rows"]
    assert all(after[str(row)][1] == p and digits(after[str(row)][2]) == percent(p) for row, p in enumerate(table["looks"][0]["p"]))
    assert played.bars("[data-panel=cells]") == pytest.approx(picture["faces"][0]["shares"][1], abs=EXACT)
    squares = played.find("[data-pixel]").evaluate_all("(all) => all.map((square) => Number(square.dataset.pixel))")
    assert squares == picture["orders"][1]
    shown = played.find("[data-look]").evaluate_all("(all) => all.map((bar) => [Number(bar.dataset.surprise), bar.querySelector('.bar-value').textContent])")
    for (value, written), look in zip(shown, sentence["looks"][:2], strict=True):
        assert value == pytest.approx(look["surprise"])
        assert (f"{value:.1f}" if value < 10 else f"{round(value):,}") in written
    assert played.find(".text .chip[data-hit=true]").count() == sum(sentence["looks"][1]["guessed"])
    assert [played.find(f"[data-panel={panel}]").get_attribute("data-broken") for panel in ("rows", "cells", "words")] == ["false", "true", "true"]
    assert played.find(".own .star").count() == 2, "the own guess stands beside the results"
    expect(played.find("[data-board=shuffle] .line")).to_have_text(lessons.say(language)(f"{NAME}.shuffle.all"))
    played.press("[data-restore=cells]")
    expect(played.find("[data-panel=cells]")).to_have_attribute("data-broken", "")
    assert played.bars("[data-panel=cells]") == pytest.approx(picture["faces"][0]["shares"][0], abs=EXACT)


def twins(played, language):
    """Arrow keys move a chip; the counter's bars stay, the network's go over to the other twin."""
    name, (world, twin) = next(iter(order.all_twins(language).items()))
    shown = order.twins(world, twin.key)
    n, other = len(shown["chips"]), shown["other"]
    home = list(range(n))
    a, b = "[data-machine=counter]", "[data-machine=network]"
    played.stands(*home)
    counted = played.bars(a)
    assert played.bars(b) == pytest.approx(shown["said"][order.key(home)]["network"], abs=EXACT)
    here = list(home)
    for place, chip in enumerate(other):            # one chip after the other goes to its place, as a person would do it
        while here.index(chip) > place:
            at, last = here.index(chip), chip
            here[at - 1], here[at] = here[at], here[at - 1]
            played.press(f"[data-sort='{chip}']", "ArrowLeft")
            played.stands(*here)
            assert played.bars(a) == counted
            assert played.bars(b) == pytest.approx(shown["said"][order.key(here)]["network"], abs=EXACT)
    assert here == other and played.find(".sort-chip").all_inner_texts() == [shown["chips"][i] for i in other]
    assert top(played.bars(b)) == 1
    expect(played.find(".sortable .spoken")).to_contain_text(shown["chips"][last])
    played.press("[data-turn]")
    played.stands(*home)
    played.press("[data-twin=" + ("en_car" if language == "zh" else "zh_battle") + "]")
    foreign = order.twins(*{"zh": ("twins_en", "car"), "en": ("twins_zh", "battle")}[language])
    expect(played.find(".sort-chip")).to_have_text(foreign["chips"])
    played.press("[data-sort='1']")                 # picked up by Enter, put down at another one
    played.press("[data-sort='3']")
    played.stands(*[0, 2, 3, 1, *range(4, len(foreign["chips"]))])
    assert played.bars(b) == pytest.approx(foreign["said"][order.key([0, 2, 3, 1, *range(4, len(foreign["chips"]))])]["network"], abs=EXACT)


def kitchen(played, language):
    """Sauce B in front: the memory, the dish and the line change; the counter does not."""
    shown = order.kitchen(0)
    a, b = "[data-machine=counter]", "[data-machine=network]"
    played.stands(0, 1, 2, 3, 4)
    counted = played.bars(a)
    played.press("[data-sort='4']", "Home")
    played.stands(4, 0, 1, 2, 3)
    said = shown["said"]["4.0.1.2.3"]
    assert played.bars(a) == counted == said["counter"] and played.bars(b) == pytest.approx(said["dish"], abs=EXACT)
    tiles = played.find("[data-step][data-cell]").evaluate_all("(all) => all.map((tile) => Number(tile.dataset.value))")
    assert tiles == [value for step in said["hidden"] for value in step]
    names = lessons.say(language).section(NAME)
    expect(played.find("[data-board=kitchen] .line")).to_contain_text(names["names.spoiled"])
    assert played.find(".so-far").all_inner_texts() == [names[f"names.{shown['verdicts'][it]}"] for it in said["so_far"]]
    played.press("[data-swap]")
    played.stands(0, 4, 1, 2, 3)
    expect(played.find("[data-board=kitchen] .line")).to_contain_text(names["names.tasty"])


def slots(played, language):
    """Eight steps are poured: six stay, two are listed, the network reads on."""
    shown = order.slots()
    recipe, names = shown["recipes"][0], lessons.say(language).section(NAME)
    for n in range(1, 9):
        played.press("[data-pour=one]")
        expect(played.find("[data-board=slots]")).to_have_attribute("data-n", str(n))
        assert played.bars("[data-machine=six]") == pytest.approx(recipe["six"][n], abs=EXACT)
        assert played.bars("[data-machine=network]") == pytest.approx(recipe["network"][n], abs=EXACT)
        assert played.find(".slot.full").count() == min(n, 6)
    words = [names[f"names.{step}"] for step in recipe["words"]]
    assert played.find(".slot").all_inner_texts() == words[:6]
    assert all(word in played.find(".fallen").inner_text() for word in words[6:])
    told = played.find("[data-board=slots] .line")
    expect(told).to_contain_text(names[f"names.{recipe['truth']}"])


def flipbook(played, language):
    """A guess from one frame, then all five, then backwards."""
    clip = flipping.clips()["clips"][0]
    verdicts = flipping.clips()["verdicts"]
    played.find("[data-hunch]").first.wait_for()
    assert not played.find("[data-board=flipbook] .bar").count(), "no machine speaks before the own guess"
    played.press("[data-hunch=closing]")
    played.find("[data-machine=single]").wait_for()
    assert played.bars("[data-machine=single]") == pytest.approx(clip["ways"][0]["single"][flipping.MIDDLE], abs=EXACT)
    for n in range(1, 6):
        played.press("[data-leaf=next]")
        expect(played.find("[data-board=flipbook]")).to_have_attribute("data-n", str(n))
        assert played.bars("[data-machine=single]") == pytest.approx(clip["ways"][0]["single"][n - 1], abs=EXACT)
        assert played.bars("[data-machine=network]") == pytest.approx(clip["ways"][0]["network"][n], abs=EXACT)
    assert played.find("[data-machine=network] .star").count() == 1
    played.press("[data-leaf=turn]")
    expect(played.find("[data-board=flipbook]")).to_have_attribute("data-way", "1")
    assert played.bars("[data-machine=network]") == pytest.approx(clip["ways"][1]["network"][5], abs=EXACT)
    assert verdicts[top(played.bars("[data-machine=network]"))] == clip["ways"][1]["verdict"]


def closing(played, language):
    """The own guess beside what turned out, the name, a check that answers every option at once."""
    lesson = lessons.lesson(language, NAME).filled(**chapter.facts(lessons.say(language)))
    for option in lesson.guess.options[1:]:
        expect(played.page.get_by_text(option.feedback)).to_be_visible()
    check = played.find(".check")
    for i, option in enumerate(lesson.check.options):
        check.get_by_text(option.text, exact=True).click()
        feedback = check.locator(f"[data-option='{i}'] .feedback")
        expect(feedback).to_be_visible()
        assert ("✓" if option.right else "✗") in feedback.inner_text()


def middle(box):
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_chips_are_dragged_by_mouse_and_a_link_opens_the_same_order(visit):
    played = Played(visit("order?at=2&guess=-"))
    played.stands(0, 1, 2, 3)
    chip, target = (middle(played.find(f"[data-sort='{i}']").bounding_box()) for i in (0, 2))
    played.page.mouse.move(*chip)
    played.page.mouse.down()
    played.page.mouse.move(*target, steps=6)
    played.stands(1, 2, 0, 3)                       # the machines judge while it is still held
    shown = order.twins(*(lambda world, twin: (world, twin.key))(*next(iter(order.all_twins("zh").values()))))
    assert played.bars("[data-machine=network]") == pytest.approx(shown["said"]["1.2.0.3"]["network"], abs=EXACT)
    expect(played.find(".sort-ghost")).to_have_text(shown["chips"][0])
    played.page.keyboard.press("Escape")            # put back
    played.stands(0, 1, 2, 3)
    played.page.mouse.up()
    played.page.mouse.move(*chip)
    played.page.mouse.down()
    played.page.mouse.move(*target, steps=6)
    played.page.mouse.up()
    played.stands(1, 2, 0, 3)
    expect(played.find(".sort-ghost")).to_have_count(0)
    played.page.wait_for_url(re.compile(r"o=1\.2\.0\.3"))
    again = Played(visit(played.page.url.split("/", 3)[3]))
    again.stands(1, 2, 0, 3)
    assert again.bars("[data-machine=network]") == pytest.approx(shown["said"]["1.2.0.3"]["network"], abs=EXACT)


def test_chips_are_dragged_and_tapped_with_a_finger(visit):
    page = visit("order?at=3&guess=-", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    played = Played(page)
    played.stands(0, 1, 2, 3, 4)
    page.locator("[data-sort='0']").tap()           # picked up, and put down at another one's place
    expect(page.locator("[data-sort='0']")).to_have_attribute("aria-pressed", "true")
    page.locator("[data-sort='3']").tap()
    played.stands(1, 2, 3, 0, 4)
    (x, y), (to_x, to_y) = (middle(played.find(f"[data-sort='{i}']").bounding_box()) for i in (4, 1))
    finger = page.context.new_cdp_session(page)
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for k in range(1, 9):
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x + (to_x - x) * k / 8, "y": y + (to_y - y) * k / 8}]})
    expect(page.locator(".sort-ghost")).to_be_visible()
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    played.stands(4, 1, 2, 3, 0)
    assert played.bars("[data-machine=network]") == pytest.approx(order.kitchen(0)["said"]["4.1.2.3.0"]["dish"], abs=EXACT)
    assert overflow(page) <= 0


def test_links_open_the_same_screen(visit):
    shown = flipping.clips()["clips"][1]["ways"][1]
    played = Played(visit("order?at=5&guess=-&clip=1&way=1&page=4&hunch=unsure&lang=English"))
    played.find("[data-machine=network]").wait_for()
    assert played.bars("[data-machine=network]") == pytest.approx(shown["network"][4], abs=EXACT)
    expect(played.find("[data-own]")).to_contain_text(lessons.say("en")(f"{NAME}.names.unsure"))
    played = Played(visit("order?at=1&guess=0&rows=3&words=5"))
    expect(played.find("[data-panel=rows]")).to_have_attribute("data-broken", "false")
    assert played.find("[data-look=shuffled]").get_attribute("data-surprise") == str(shuffling.sentence("zh")["looks"][5]["surprise"])
