"""Chapter 7: its numbers recomputed, its page opened in every state, and played in a browser. The film's own files: tests/test_film.py; the bench: its own tests."""

import math

import numpy as np
import pytest
from playwright.sync_api import expect

from explainer import lessons, small, worlds
from explainer.bundles import film as films
from explainer.chapters import learning as chapter
from explainer.exhibits import learning, learning_score as scored
from explainer.narration import count
from explainer.small import customers
from explainer.vocabulary import START
from tests.conftest import digits
from tests.player import Player
from tests.test_app import boards, every_scene, opened, sound, text
from tests.test_faults import damaged, told
from tests.test_scene_in_browser import percent

NAME, PAGE = "7_training", "pages/7_training.py"
LANGUAGES = list(lessons.languages())
LOCALES = {"zh": "zh-CN", "en": "en-US"}
SCENES = {"film": ("frames", "blanks"), "bench": None, "cram": ("rounds", "turn"), "piles": ("exam", "home"), "score": ("rows", "thresholds"), "sure": ("bins", "words")}
OWN = [scene for scene in SCENES if SCENES[scene]]
every_language = pytest.mark.parametrize("language", LANGUAGES)


def board(at, scene):
    """What the board of a scene was given; None where it is not on the page."""
    return next((data for data in boards(at) if all(part in data for part in SCENES[scene])), None)


def place(scene):
    return str(list(SCENES).index(scene) + 1)


# — numbers —

@every_language
def test_what_the_prose_tells_is_what_the_models_compute(language):
    told, shown = chapter.facts(lessons.say(language)), learning.film(language)
    lesson = lessons.lesson(language, NAME).filled(**told)
    learned = [blank["learned"] for blank in shown["blanks"]]
    assert [option.right for option in lesson.guess.options] == [moment == min(learned) for moment in learned], "the guess is settled by the film"
    assert all(told[f"{blank['key']}_word"] in option.text for blank, option in zip(shown["blanks"], lesson.guess.options))
    assert all(count(lessons.say(language), shown["frames"][moment]["seen"]) in told[f"{blank['key']}_seen"] for blank, moment in zip(shown["blanks"], learned))
    network = films.frames(language)[-1].model
    assert told["numbers"] == count(lessons.say(language), network.n_numbers) and told["cells"] == network.n_cells
    assert told["outside_right"] == learning.pupil(language)["outside"][-1]["right"] and told["home"] == 20


@every_language
def test_every_frame_has_a_line_of_its_own_kind(language):
    strings, shown = lessons.say(language).section(NAME), learning.film(language)
    for frame in shown["frames"]:
        assert f"film.told_{''.join('01'[clear] for clear in frame['clear'])}" in strings
    first, last = shown["frames"][0], shown["frames"][-1]
    assert max(p for bars in first["bars"] for _, p in bars) < .1, "what the first line says: blind guesses"
    assert all(last["clear"]) and last["p"][2] > .85
    model, subject = films.frames(language)[-1].model, shown["subject"] + 1
    hidden = model.read([START, *model.vocab.encode(shown["words"])]).signals["hidden"]
    assert hidden == pytest.approx(np.array(last["hidden"]), abs=.006)
    held = [cell for cell in shown["order"] if (hidden[subject:, cell] * np.sign(hidden[-1, cell])).min() > .3]
    assert len(held) >= 3 and held == shown["order"][:shown["holds"]], "what the last line says: some rows keep their colour to the end"
    assert sorted(shown["order"]) == list(range(hidden.shape[1]))


def test_a_loss_is_minus_the_logarithm_of_the_share():
    assert learning.loss(1) == 0 and learning.loss(.5) == pytest.approx(math.log(2))


def test_the_lines_that_train_are_those_of_the_module():
    lines = learning.loop()
    assert lines.startswith("for step") and all(word in lines for word in ("batch_loss", "backward()", "optimiser.step()", "clip_grad_norm_"))


def test_the_four_outcomes_add_up_at_every_threshold():
    shown, machine, stories = scored.thresholds(), small.load("customers").model, customers.Customers().piles().test
    sums = [sum(w * x for w, x in zip(machine.weights, story.item)) + machine.bias for story in stories]
    for row, threshold in zip(shown["rows"], shown["thresholds"], strict=True):
        said = [total >= math.log(threshold / (1 - threshold)) for total in sums]
        left = [story.verdict == "leaves" for story in stories]
        assert row["found"] == sum(s and l for s, l in zip(said, left)) and row["false"] == sum(s and not l for s, l in zip(said, left))
        assert sum(row[part] for part in ("found", "false", "missed", "spared")) == shown["of"] == len(stories)
        assert row["recall"] == pytest.approx(row["found"] / shown["leave"]) and row["precision"] == pytest.approx(row["found"] / sum(said))
    falses, missed = ([row[part] for row in shown["rows"]] for part in ("false", "missed"))
    assert falses == sorted(falses, reverse=True) and missed == sorted(missed), "fewer of one mistake, more of the other"
    assert shown["rows"][9]["accuracy"] == pytest.approx(small.load("customers").card["scores"]["network"]["new"])
    assert abs(shown["rule"] - shown["rows"][9]["accuracy"]) < .02, "what the ceiling's card says"


@every_language
def test_shares_keep_their_word_inside_the_small_world(language):
    shown = scored.calibration(language)
    assert len(shown["bins"]) >= 5 and sum(times for _, times, _, _ in shown["bins"]) > .95 * shown["words"]
    assert all(abs(right / times - said) <= .13 for _, times, said, right in shown["bins"]) and shown["off"] < .05, "what is said after the board: by and large it does"
    came = [right / times for _, times, _, right in shown["bins"]]
    assert came == sorted(came) and shown["off"] == pytest.approx(sum(abs(right - said * times) for _, times, said, right in shown["bins"]) / sum(row[1] for row in shown["bins"]))
    assert shown["perplexity"]["network"] < .5 * shown["perplexity"]["counting"]


# — the page —

@every_language
def test_every_scene_opens_with_its_board_and_at_every_depth(language):
    every_scene(language, PAGE, {scene: place(scene) for scene in OWN}, board, "1")


@every_language
def test_the_formula_shows_the_numbers_of_this_moment(language):
    shown = learning.film(language)
    for frame in (0, 6, len(shown["frames"]) - 1):
        written = text(sound(opened(language, PAGE, at="1", guess="-", depth="formula", frame=str(frame))))
        assert all(f"−ln({p:.4f}) = {-math.log(p):.2f}" in written for p in shown["frames"][frame]["p"])
    exam = learning.sheet(language)
    fair = sum(right for *_, right in exam["exam"])
    assert f"{fair + 7} ÷ 27" in text(sound(opened(language, PAGE, at=place("piles"), guess="-", depth="formula", leak="7")))
    row = scored.thresholds()["rows"][4]
    assert f"{row['found']} ÷ {row['found'] + row['false']}" in text(sound(opened(language, PAGE, at=place("score"), guess="-", depth="formula", bar="4")))
    tenth, times, _, right = scored.calibration(language)["bins"][0]
    assert f"{right:,} ÷ {times:,}" in text(sound(opened(language, PAGE, at=place("sure"), guess="-", depth="formula", said=str(tenth))))


BROKEN = [("film", "frame", "31"), ("film", "frame", "<b>"), ("cram", "cram", "-1"), ("piles", "leak", "11"), ("piles", "leak", "1e1"), ("score", "bar", "19"), ("score", "card", "secret"), ("sure", "said", "10")]


@pytest.mark.parametrize("scene, param, value", BROKEN)
def test_a_broken_link_opens_kindly(scene, param, value):
    at = sound(opened("zh", PAGE, at=place(scene), guess="1", **{param: value}))
    assert lessons.say("zh")("ui.link_other") in [info.value for info in at.info]
    assert board(at, scene) and value not in map(str, board(at, scene)["start"].values())


def test_a_frame_that_a_shorter_film_does_not_have_is_its_last():
    assert sound(opened("zh", PAGE, at="1", guess="-", frame="30", depth="formula"))
    assert sound(opened("en", PAGE, at=place("cram"), guess="-", cram="30", depth="formula"))


# — in the browser —

class Played(Player):
    """The chapter on an open page."""

    def __init__(self, page):
        super().__init__(page, NAME)

    def stands(self, name, **choices):
        for choice, value in choices.items():
            expect(self.find(f"[data-board={name}]")).to_have_attribute(f"data-{choice}", str(value))

    def line(self, name):
        return self.find(f"[data-board={name}] .line").inner_text()


@pytest.mark.parametrize("language, width", [("zh", 1366), ("en", 390)])
def test_the_chapter_plays_by_keyboard(visit, language, width):
    page = visit("training", locale=LOCALES[language], viewport={"width": width, "height": 768 if width > 800 else 844}, color_scheme="light" if width > 800 else "dark")
    played = Played(page)
    played.press('[data-guess="0"]')
    for scene in SCENES:
        expect(played.find(f"[data-board={scene}]")).to_be_visible()
        if scene in PLAYS:
            PLAYS[scene](played, language)
            played.fits(audit=True)
        played.onward()
    played.answers(lessons.lesson(language, NAME).filled(**chapter.facts(lessons.say(language))).check)
    played.fits(audit=False)


def play_film(played, language):
    """One frame after the other: three shares, as the frame's network gives them; the own guess keeps its star."""
    shown = learning.film(language)
    for frame in range(3):
        played.stands("film", frame=frame)
        same_blanks(played, shown["frames"][frame])
        played.press("[data-play]")
    last = len(shown["frames"]) - 1
    played.press("[data-slider=frame]", "End")
    played.stands("film", frame=last)
    same_blanks(played, shown["frames"][last])
    assert played.find("[data-blank=near] .star").count() == 1
    assert [float(value) for value in played.find("[data-curve] circle").evaluate_all("(all) => all.map((it) => it.dataset.value)")] == pytest.approx(shown["frames"][last]["p"])
    assert shown["blanks"][2]["right"] in played.line("film")
    tall = played.find(".heat").evaluate("(canvas) => canvas.clientHeight")
    assert tall >= 2 * len(shown["order"]) + 6 * min(8, shown["holds"])


def same_blanks(played, frame):
    for i, name in enumerate(films.ORDER):
        expect(played.find(f"[data-blank={name}]")).to_have_attribute("data-p", str(frame["p"][i]))
        assert played.bars(f"[data-blank={name}]") == list(map(tuple, frame["bars"][i]))


def play_cram(played, language):
    shown = learning.pupil(language)
    played.press("[data-slider=frame]", "End")
    played.stands("cram", frame=len(shown["rounds"]) - 1)
    for pile in ("home", "outside"):
        expect(played.find(f"[data-side={pile}]")).to_have_attribute("data-right", str(shown[pile][-1]["right"]))
    assert str(shown["outside"][-1]["of"] - shown["outside"][-1]["right"]) in played.line("cram")


def play_piles(played, language):
    shown = learning.sheet(language)
    fair = sum(right for *_, right in shown["exam"])
    assert [played.find(f"[data-pile={name}] b").inner_text() for name in ("training", "validation", "test")] == [f"{shown['piles'][name]:,}" for name in ("training", "validation", "test")]
    expect(played.find("[data-mark=new][data-right=true]")).to_have_count(fair)
    for _ in range(5):
        played.press("[data-slider=leak]", "ArrowRight")
    played.stands("piles", leak=5)
    expect(played.find("[data-mark=leaked][data-right=true]")).to_have_count(5)
    assert f"{fair + 5} ÷ 25" in played.find("[data-score=leaked]").inner_text() and f"{fair} ÷ 20" in played.find("[data-score=fair]").inner_text()


def play_score(played, language):
    rows = scored.thresholds()["rows"]
    for key, at in (("Home", 0), ("End", len(rows) - 1)):
        played.press("[data-slider=threshold]", key)
        played.stands("score", threshold=at)
        for part in ("found", "false", "missed", "spared"):
            expect(played.find(f"[data-part={part}]")).to_have_attribute("data-n", str(rows[at][part]))
        assert played.bars(".marks") == [(name, rows[at][name] or 0) for name in ("accuracy", "precision", "recall")]
    for card in ("ceiling", "folds"):
        played.press(f"[data-card={card}]")
        expect(played.find(f"[data-open={card}]")).to_be_visible()


def play_sure(played, language):
    for tenth, times, _, right in scored.calibration(language)["bins"][:2]:
        played.press(f"[data-tenth='{tenth}']")
        expect(played.find(f"[data-tenth='{tenth}']")).to_have_attribute("aria-pressed", "true")
        expect(played.find("[data-board=sure] .line")).to_contain_text(f"{times:,}")
        assert digits(played.find("[data-board=sure] .line").inner_text().split(f"{times:,}")[1]) == percent(right / times)


PLAYS = {"film": play_film, "cram": play_cram, "piles": play_piles, "score": play_score, "sure": play_sure}


def test_the_film_plays_by_itself_and_stops_where_two_words_are_close_and_when_it_is_told_to(visit):
    shown = learning.film("zh")["frames"]
    ends = next((i for i, frame in enumerate(shown) if i and (frame["close"] or i == len(shown) - 1)))
    played = Played(visit("training?guess=-", reduced_motion="no-preference"))
    expect(played.find("[data-board=film]")).to_be_visible()
    played.press("[data-play]")
    played.stands("film", frame=1)
    expect(played.find("[data-play]")).to_have_attribute("aria-pressed", "true")
    played.stands("film", frame=ends)
    expect(played.find("[data-play]")).to_have_attribute("aria-pressed", "false")
    played.press("[data-slider=frame]", "Home")
    played.press("[data-play]")
    played.stands("film", frame=1)
    played.press("[data-play]")
    expect(played.find("[data-play]")).to_have_attribute("aria-pressed", "false")
    played.page.wait_for_timeout(1500)
    played.stands("film", frame=1)


def test_a_link_opens_the_same_frame(visit):
    shown = learning.film("en")
    played = Played(visit("training?guess=2&frame=7&lang=English"))
    played.stands("film", frame=7)
    same_blanks(played, shown["frames"][7])
    assert played.find("[data-blank=far] .star").count() == 1
    assert worlds.load("diary_en").scene.answer == shown["blanks"][2]["right"]


# — faults —

@pytest.mark.parametrize("broken, lost", [("film_zh/card.json", {"film", "sure"}), ("film_zh/frames.safetensors", {"film"}), ("pupils_zh/frames.safetensors", {"cram", "piles"}), ("pupils_customers/card.json", {"score"})])
def test_with_one_broken_file_the_other_scenes_play(damaged, broken, lost):
    damaged(broken, None)
    for scene in OWN:
        at = sound(opened("zh", PAGE, at=place(scene), guess="-"))
        assert "{" not in text(at)
        assert bool(board(at, scene)) == (scene not in lost), scene
        assert told(at, broken) or scene not in lost, scene
