"""Chapter 8: corrections passed back once more, graduates counted once more, its page opened in every state and played in a browser."""

import re
import shutil
from dataclasses import asdict

import numpy as np
import pytest
from playwright.sync_api import expect

from explainer import bundles, lessons, training, worlds
from explainer.bundles import BundleError, building, corrections, stretched
from explainer.bundles import graduates as shelf
from explainer.bundles import graduation
from explainer.chapters import gradient as chapter
from explainer.exhibits import gradient as exhibit
from explainer.gradients import backtrace
from explainer.models.recurrent import RecurrentModel
from explainer.narration import share
from explainer.recipes import RECIPES, PoorStart
from explainer.scores import scores
from explainer.shelf import BUNDLES, tables
from explainer.vocabulary import RESERVED, START, Vocabulary
from explainer.worlds import is_unseen
from tests.player import Player
from tests.test_app import boards, opened, sound, text

NAME, PAGE = "8_gradient", "pages/8_gradient.py"
LANGUAGES = list(lessons.languages())
LOCALES = {"zh": "zh-CN", "en": "en-US"}
SCENES = {"relay": "arrives", "backwards": "machines", "graduates": "questions", "clipping": None, "ruler": "told", "lesson": "persons"}
OWN = [scene for scene in SCENES if SCENES[scene]]
every_language = pytest.mark.parametrize("language", LANGUAGES)


def place(scene):
    return str(list(SCENES).index(scene) + 1)


def board(at, scene):
    """What the board of a scene was given."""
    return next(data for data in boards(at) if SCENES[scene] in data)


def numbered(model, words):
    return [START, *model.vocab.encode(tuple(words))]


def by_hand(model, words):
    """Shares of the next word after these words, from the tables alone."""
    memory = np.zeros(model.n_cells)
    for number in numbered(model, words):
        memory = np.tanh(model.cell.U[:, number] + model.cell.W @ memory + model.cell.b)
    powers = np.exp(model.V @ memory + model.c)
    return powers / powers.sum()


# — corrections —

def test_the_formula_passes_back_what_autograd_does():
    vocab, random = Vocabulary(RESERVED + tuple("abcde")), np.random.default_rng(4)
    shapes = {"recurrent.weight_ih_l0": (5, 7), "recurrent.weight_hh_l0": (5, 5), "recurrent.bias_ih_l0": (5,), "recurrent.bias_hh_l0": (5,), "output.weight": (7, 5), "output.bias": (7,)}
    model = RecurrentModel.from_weights(vocab, "elman", {name: random.normal(0, .7, shape) for name, shape in shapes.items()})
    tokens = np.array([START, 2, 5, 3, 3, 6, 4])
    np.testing.assert_allclose(corrections.by_formula(model, tokens), backtrace(model, tokens).grad_norms, rtol=1e-9)


def test_a_turn_neither_shrinks_nor_grows_what_it_turns():
    turn = corrections.turning(48, 1)
    np.testing.assert_allclose(turn @ turn.T, np.eye(48), atol=1e-6)


@every_language
def test_the_starts_are_those_of_the_recipe(language):
    world, found = f"diary_{language}", shelf.load(f"diary_{language}")
    seeded = training.Network(len(found.good.vocab), RECIPES[world]["elman"]).weights()
    packed = tables(BUNDLES / f"graduates_{language}" / "models.safetensors", found.card["weights"])
    for name, table in seeded.items():
        np.testing.assert_array_equal(packed[f"untrained.{name}"], table)
    np.testing.assert_array_equal(packed["turn"], corrections.turning(48, 1))
    recipes = shelf.recipes(world)
    assert recipes["poor"].memory_start == PoorStart.memory_start == .5 and recipes["plain"].memory_start == 1 == recipes["plain"].emphasis
    assert set(asdict(recipes["poor"]).items()) - set(asdict(recipes["plain"]).items()) == {("memory_start", .5)}, "the two differ in the start alone"
    poor = training.Network(len(found.good.vocab), recipes["poor"]).weights()
    np.testing.assert_array_equal(poor["recurrent.weight_hh_l0"], .5 * seeded["recurrent.weight_hh_l0"])


@every_language
def test_both_graduates_read_as_many_sentences(language):
    world, shipped = worlds.load(f"diary_{language}"), RECIPES[f"diary_{language}"]["elman"]
    distances = np.array([s.distance for s in graduation.piles_of(world.name).training])
    read = lambda recipe: sum(rounds * np.sum(distances <= longest) for rounds, longest in recipe.lessons)
    for recipe in shelf.recipes(world.name).values():
        assert read(recipe) / read(shipped) == pytest.approx(1, abs=.02)


@every_language
def test_every_stored_correction_is_what_autograd_finds_again(language):
    found = shelf.load(f"diary_{language}")
    relay, scene = found.card["relay"], worlds.load(f"diary_{language}").scene
    for name, model in found.relay.items():
        again = backtrace(model, numbered(model, [*relay["words"], relay["answer"]])).grad_norms[-1, ::-1][:shelf.STEPS + 1]
        np.testing.assert_allclose(found.strengths[f"relay.{name}"], again, rtol=1e-6)
        assert exhibit.relay(language)["arrives"][name] == pytest.approx(list(again / again[0]))
    for name, model in found.machines.items():
        again = backtrace(model, numbered(model, [*scene.sentence, scene.answer])).grad_norms
        np.testing.assert_allclose(found.strengths[f"back.{name}"], again, rtol=1e-6)


@every_language
def test_the_starts_do_what_the_dial_says(language):
    arrives = {name: shares[-1] for name, shares in exhibit.relay(language)["arrives"].items()}
    assert arrives["0.5"] < 1e-5 < .05 < arrives["1.0"] < 1 < arrives["1.6"] and arrives["trained"] < .1
    assert arrives["0.5"] == pytest.approx(.5 ** 20, rel=.5), "half a start halves, step by step"


@every_language
def test_the_game_goes_from_a_blank_to_the_person_over_words_nobody_practised(language):
    shown, world = exhibit.relay(language), worlds.load(f"diary_{language}")
    assert len(shown["words"]) == shown["steps"] + 1 and shown["words"][0] == world.scene.subject and shown["answer"] == world.scene.answer
    practised = {s.words[:s.blank] for s in graduation.piles_of(world.name).training}
    assert tuple(shown["words"]) not in practised


def test_half_of_half_twenty_times_is_a_millionth():
    assert f"{.5 ** 20:.6f}" == "0.000001" and .5 ** 7 == pytest.approx(.01, abs=.003) and 1e-7 < .5 ** 20 < 1e-5
    for language, told in (("zh", "百万分之一"), ("en", "One in a million")):
        right = [option for option in lessons.lesson(language, NAME).guess.options if option.right]
        assert [option.text for option in right] == [told] and "0.000001" in right[0].feedback


# — graduates —

@every_language
def test_the_graduates_answer_as_their_cards_say(language):
    found, world = shelf.load(f"diary_{language}"), worlds.load(f"diary_{language}")
    new = [s for s in graduation.piles_of(world.name).test if not is_unseen(s)][:building.SCORED]
    again = {name: scores(getattr(found, name), new) for name in exhibit.GRADUATES}
    for name, score in again.items():
        assert found.card["scores"][name]["by_distance"] == score["by_distance"]
        assert found.card["scores"][name]["at_the_blank"] == pytest.approx(score["at_the_blank"])
    groups = exhibit.pair(language)["groups"]
    assert groups == [[int(edge), n, *(score["by_distance"][edge][0] for score in again.values())] for edge, (_, n) in again["good"]["by_distance"].items()]
    good, plain, poor = (score["at_the_blank"] for score in again.values())
    assert good > .95 > .75 > max(plain, poor) and good - plain > abs(plain - poor), "the lessons weigh more than the start"


@every_language
def test_three_guesses_side_by_side_are_those_of_the_tables(language):
    found, shown, scene = shelf.load(f"diary_{language}"), exhibit.pair(language), worlds.load(f"diary_{language}").scene
    words = (*scene.sentence, scene.answer)
    assert [asked["answer"] for asked in shown["questions"].values()] == [scene.sentence[-1], next(w for w in scene.reactions.values() if w in words), scene.answer]
    for asked in shown["questions"].values():
        assert words[:len(asked["words"])] == tuple(asked["words"]) and words[len(asked["words"])] == asked["answer"]
        for name in exhibit.GRADUATES:
            model = getattr(found, name)
            shares = by_hand(model, asked["words"])
            for word, p in asked[name]["bars"]:
                assert p == pytest.approx(shares[model.vocab.index[word]], abs=2e-6)
            assert asked["answer"] in [word for word, _ in asked[name]["bars"]]
            assert sum(p for _, p in asked[name]["bars"]) + asked[name]["rest"] == pytest.approx(1, abs=1e-5)


# — the ruler —

@every_language
def test_the_ruler_is_counted_again_inside_the_practice_and_far_beyond(language):
    found, world = shelf.load(f"diary_{language}"), worlds.load(f"diary_{language}")
    practised = {s.words for s in graduation.piles_of(world.name).training}
    groups, counting = stretched.groups(world, practised), bundles.ngram(world.name, 2)
    card = found.card["ruler"]
    assert card["longest"] == world.longest == max(s.distance for s in world.expand(3000, 1)) and list(map(int, card["groups"])) == list(groups)
    for edge in (10, 30, 90):
        row, sentences = card["groups"][str(edge)], groups[edge]
        low = max((other for other in groups if other < edge), default=0)
        assert len(sentences) == row["sentences"] == stretched.EACH and all(low < s.distance <= edge and s.words not in practised for s in sentences)
        assert len({s.words for s in sentences}) == len(sentences) and all(s.words[s.blank] == s.pronoun for s in sentences)
        for name in ("good", "poor"):
            model = getattr(found, name)
            assert row[name] == sum(model.vocab.words[by_hand(model, s.words[:s.blank]).argmax()] == s.pronoun for s in sentences)
        whole = [counting.read(numbered(counting, s.words[:s.blank])).top(s.blank)[0][0] == s.pronoun for s in sentences[:20]]
        assert whole == [shelf.right(counting, s) for s in sentences[:20]], "a 2-gram needs its last word alone"
        assert row["2-gram"] == sum(shelf.right(counting, s) for s in sentences)


@every_language
def test_one_sentence_grows_aside_by_aside(language):
    shown, world = exhibit.ruler(language), worlds.load(f"diary_{language}")
    lengths = [told["between"] for told in shown["told"]]
    assert lengths == sorted(set(lengths)) and lengths[0] < 15 and lengths[-1] > 3 * world.longest
    for told, longer in zip(shown["told"], shown["told"][1:]):
        assert told["words"][0] == longer["words"][0] == world.scene.subject and told["words"][-1] == longer["words"][-1]
        assert len(told["words"]) == told["between"] and set(told["words"]) <= set(longer["words"])
    last = shown["told"][-1]
    assert last["good"]["p"] == pytest.approx(by_hand(exhibit.machines(language).good, last["words"])[bundles.model(world.name).vocab.index[shown["answer"]]], abs=2e-6)


# — two ways —

@every_language
def test_the_memory_of_every_person_arrives_and_the_correction_does_not(language):
    shown, found = exhibit.lesson_or_memory(language), shelf.load(f"diary_{language}")
    scene = worlds.load(f"diary_{language}").scene
    answers = {"": (scene.answer,), **{donor.key: donor.answer for donor in scene.donors}}
    assert {person["key"] for person in shown["persons"]} == set(answers) and len(shown["persons"]) >= 5
    for person in shown["persons"]:
        shares = by_hand(found.good, [*person["words"], *shown["words"][1:]])
        assert found.good.vocab.words[shares.argmax()] == person["top"] in answers[person["key"]] and person["right"]
        assert person["p"] == pytest.approx(shares.max(), abs=2e-6)
    assert len({person["top"] for person in shown["persons"]}) >= 5 and shown["arrives"][shown["steps"]] < .1


@every_language
def test_the_tile_that_holds_hardly_lets_a_correction_through(language):
    held, found = exhibit.held(language), shelf.load(f"diary_{language}")
    hidden = found.good.read(numbered(found.good, found.card["relay"]["words"])).signals["hidden"][1:, held["cell"]]
    assert len(hidden) == shelf.STEPS + 1 and len(set(np.sign(hidden))) == 1 and np.abs(hidden).min() == pytest.approx(held["least"])
    assert held["slopes"] == pytest.approx(np.prod(1 - hidden[1:] ** 2)) and held["slopes"] < 1e-3


# — what is on disk —

@every_language
def test_the_card_is_tested_without_torch_and_holds(language):
    assert [row for row in graduation.Graduation(f"diary_{language}").check() if not row[1]] == []


def test_a_damaged_or_foreign_file_is_named(tmp_path):
    copied = shutil.copytree(BUNDLES / "graduates_zh", tmp_path / "graduates_zh")
    card, packed = copied / "card.json", copied / "models.safetensors"
    told = card.read_text("utf-8")
    card.write_text(told.replace(shelf.load("diary_zh").card["network"], "0" * 64), "utf-8")
    with pytest.raises(BundleError, match="another network"):
        shelf.load("diary_zh", tmp_path)
    card.write_text(told.replace('"relay"', '"rely"', 1), "utf-8")
    with pytest.raises(BundleError, match="lacks relay"):
        shelf.load("diary_zh", tmp_path)
    card.write_text(told, "utf-8")
    packed.write_bytes(packed.read_bytes()[:-9])
    with pytest.raises(BundleError, match="graduates_zh"):
        shelf.load("diary_zh", tmp_path)


def test_a_claim_that_fails_keeps_the_files_from_being_written(tmp_path):
    found = shelf.load("diary_zh")
    packed = tables(BUNDLES / "graduates_zh" / "models.safetensors", found.card["weights"])
    packed = {name: table for name, table in packed.items() if not name.startswith(("relay.", "back."))}
    good = tables(BUNDLES / "diary_zh" / "elman.safetensors", bundles.load("diary_zh").card["weights"])
    with pytest.raises(building.GateError, match="plain lessons do not get there"):
        graduation.Graduation("diary_zh", tmp_path).ship(packed | {f"plain.{name}": table for name, table in good.items()})
    assert not list(tmp_path.iterdir())


# — the page —

@every_language
def test_facts_are_those_of_the_machines(language):
    told, found, say = chapter.facts(lessons.say(language)), shelf.load(f"diary_{language}"), lessons.say(language)
    assert told["steps"] == 20 and told["good"] == share(say, found.card["scores"]["good"]["at_the_blank"]) and told["longest"] == 30
    assert float(told["half"]) == pytest.approx(exhibit.relay(language)["arrives"]["0.5"][20], rel=.05)


@every_language
@pytest.mark.parametrize("scene", OWN)
def test_every_scene_opens_at_every_depth(language, scene):
    for depth in ("story", "picture", "formula", "code"):
        at = sound(opened(language, PAGE, at=place(scene), guess="-", depth=depth))
        assert board(at, scene)["say"] and "{" not in re.sub(r"\{self\.\w+\}", "", text(at))
        assert bool(at.code) == (depth == "code")


@every_language
def test_a_link_opens_the_same_state_and_its_numbers_stand_in_the_formula(language):
    arrives = exhibit.relay(language)["arrives"]["1.6"]
    at = sound(opened(language, PAGE, at="1", guess="2", depth="formula", start="2", back="12"))
    assert board(at, "relay")["start"] == {"start": 2, "back": 12}
    assert chapter.decimal(arrives[11]) in text(at) and chapter.decimal(arrives[12]) in text(at) and f"{.5 ** 20:.8f}" in text(at)
    at = sound(opened(language, PAGE, at="2", guess="-", depth="formula", m="1", **{"from": "1"}, passed="2"))
    start = exhibit.questions(language)["middle"]
    strength = shelf.load(f"diary_{language}").strengths["back.untrained_poor"][start]
    assert chapter.decimal(strength[start - 1]) in text(at) and chapter.decimal(strength[start - 2]) in text(at)
    group = next(group for group in exhibit.ruler(language)["groups"] if exhibit.ruler(language)["told"][9]["between"] <= group[0])
    at = sound(opened(language, PAGE, at="5", guess="-", depth="formula", asides="9"))
    assert f"{group[2]} ÷ {group[1]}" in text(at)


@pytest.mark.parametrize("link", [{"start": "9"}, {"back": "-1"}, {"m": "<b>"}, {"from": "7"}, {"passed": "1e3"}, {"ask": "x"}, {"asides": "99"}, {"person": "'; drop"}])
def test_a_broken_link_is_told_kindly(link):
    at = sound(opened("zh", PAGE, at={"start": "1", "back": "1", "ask": "3", "asides": "5", "person": "6"}.get(next(iter(link)), "2"), guess="-", **link))
    assert lessons.say("zh")("ui.link_other") in text(at)


def test_decimals_are_never_in_powers_of_ten():
    assert [chapter.decimal(value) for value in (6.95e-7, .0342, .5, 7.51, 1)] == ["0.00000070", "0.034", "0.50", "7.5", "1.0"]


# — in a browser —

def amount(value):
    """The number in what the game writes: a percent, a decimal, so many times."""
    number = float(re.search(r"[\d.]+", value).group())
    return number / 100 if "%" in value else number


@pytest.mark.parametrize("viewport", [{"width": 1366, "height": 768}, {"width": 390, "height": 844}], ids=["laptop", "phone"])
@every_language
def test_the_chapter_plays_by_keyboard(visit, language, viewport):
    played = Player(visit("gradient", locale=LOCALES[language], viewport=viewport), NAME)
    laptop = viewport["width"] > 640
    told = lessons.lesson(language, NAME).filled(**chapter.facts(lessons.say(language)))
    played.press("[data-guess='0']")

    # the message game: every written share is the measured one
    shown = exhibit.relay(language)
    for _ in range(3):
        played.press("[data-board=relay] [data-pass]")
    expect(played.find("[data-board=relay]")).to_have_attribute("data-back", "3")
    played.press("[data-board=relay] [data-all]")
    expect(played.find("[data-board=relay]")).to_have_attribute("data-back", "20")
    for i, name in enumerate(exhibit.RELAY):
        left = played.find(f"[data-option='{i}'][data-left]")
        assert float(left.get_attribute("data-left")) == pytest.approx(shown["arrives"][name][20])
        assert amount(left.locator(".value").inner_text()) == pytest.approx(shown["arrives"][name][20], rel=.55, abs=0)
        played.press(f"[data-option='{i}']")
        expect(left).to_have_attribute("aria-pressed", "true")
        assert left.locator(".value").inner_text() in played.find("[data-board=relay] .line").inner_text()
    played.fits(laptop)

    # the unrolled machine: arrows as thick as what is left
    played.onward("passed_back")
    strength = {name: exhibit.back(language)["machines"][name]["strength"] for name in exhibit.BACK}
    start = exhibit.questions(language)["far"]
    for i, name in enumerate(exhibit.BACK):
        played.press(f"[data-board=passed_back] [data-option='{i}']")
        played.press("[data-board=passed_back] [data-all]" if i == 0 else "[data-board=passed_back] [data-again]")
        if i:
            played.press("[data-board=passed_back] [data-all]")
        expect(played.find("[data-board=passed_back] [data-copy='1'][data-left]")).to_have_count(1)
        for step in (1, start - 1, start):
            left = float(played.find(f"[data-board=passed_back] [data-copy='{step}']").get_attribute("data-left"))
            assert left == pytest.approx(strength[name][start][start - step] / strength[name][start][0])
        thick = played.find("[data-arrow]").evaluate_all("all => all.map((arrow) => Number(arrow.dataset.thick))")
        wanted = [min(28, max(.7, 20 * strength[name][start][start - step + 1] / strength[name][start][0])) for step in range(2, start + 1)]
        assert thick == pytest.approx(wanted)
        assert played.find("[data-board=passed_back] .graph").get_attribute("data-cells") == str(start)
        assert played.find("[data-board=passed_back] .film").get_attribute("data-columns") == str(start + 1)
    played.press("[data-board=passed_back] [data-guess=near]")
    expect(played.find("[data-board=passed_back]")).to_have_attribute("data-passed", "0")
    played.fits(laptop)

    # two graduates
    played.onward("graduates")
    for i, asked in enumerate(exhibit.pair(language)["questions"].values()):
        played.press(f"[data-board=graduates] [data-option='{i}']")
        for name in exhibit.GRADUATES:
            assert played.bars(f"[data-machine={name}]") == [(word, pytest.approx(p)) for word, p in asked[name]["bars"]]
    assert played.find("[data-edge][data-counts]").evaluate_all("all => all.map((group) => group.dataset.counts)") == [" ".join(map(str, [*rights, n])) for _, n, *rights in exhibit.pair(language)["groups"]]
    played.fits(laptop)

    # the scissors are played in their own tests
    played.onward("bench")
    played.onward("memory_ruler")
    ruler = exhibit.ruler(language)
    for key, n in (("End", stretched.MOST), ("Home", 0), ("ArrowRight", 1)):
        played.press("[data-slider=asides]", key)
        expect(played.find("[data-board=memory_ruler]")).to_have_attribute("data-asides", str(n))
        for name in exhibit.RULER:
            assert float(played.find(f".answer[data-machine='{name}']").get_attribute("data-p")) == pytest.approx(ruler["told"][n][name]["p"])
    for m, name in enumerate(exhibit.RULER):
        points = played.find(f".machine[data-machine='{name}'] [data-edge]").evaluate_all("all => all.map((point) => [Number(point.dataset.edge), Number(point.dataset.right)])")
        assert points == [[group[0], group[2 + m]] for group in ruler["groups"]]
    played.fits(laptop)

    # two ways
    played.onward("lesson_memory")
    for person in exhibit.lesson_or_memory(language)["persons"][:3]:
        played.press(f"[data-person='{person['key']}']")
        expect(played.find(".direction.reading .chip.blank")).to_have_text(person["top"])
        assert float(played.find(".direction.reading [data-p]").get_attribute("data-p")) == pytest.approx(person["p"])
    played.fits(laptop)

    # the close
    played.onward()
    expect(played.page.get_by_text(told.guess.options[0].feedback)).to_be_visible()
    check = played.find(".check")
    for i, option in enumerate(told.check.options):
        check.get_by_text(option.text, exact=True).click()
        expect(check.locator(f"[data-option='{i}'] .feedback")).to_contain_text("✓" if option.right else "✗")
    played.fits(laptop)


def test_a_copied_link_opens_the_same_screen(visit):
    page = visit("gradient?at=2&guess=-&m=1&passed=3", locale="en-US")
    expect(page.locator("[data-board=passed_back] [data-option='1']")).to_have_attribute("aria-pressed", "true")
    strength = exhibit.back("en")["machines"]["untrained_poor"]["strength"][exhibit.questions("en")["far"]]
    here = page.locator("[data-board=passed_back] .here[data-copy]")
    assert float(here.get_attribute("data-left")) == pytest.approx(strength[3] / strength[0])
