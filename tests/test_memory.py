"""Chapter 2: what it claims of villages and memories, recomputed, and played in a browser."""

import json
import re

import numpy as np
import pytest
from playwright.sync_api import expect

from explainer import bundles, lessons, small, worlds
from explainer.chapters import memory as chapter
from explainer.exhibits import memory
from explainer.models import Memory
from explainer.reading import BLANK
from explainer.vocabulary import START
from tests.conftest import settle
from tests.player import Player
from tests.test_app import opened, sound, text
from tests.test_scene_in_browser import percent

NAME, PAGE = "2_memory", "pages/2_memory.py"
LANGUAGES = list(lessons.languages())
LOCALES = {"zh": "zh-CN", "en": "en-US"}
BOARDS = ("village", "same_word", "swap_memory", "throw_away")
EXACT = 1e-6
every_language = pytest.mark.parametrize("language", LANGUAGES)


class Diary:
    """The example of a language, read here once more."""

    def __init__(self, language):
        name = f"diary_{language}"
        self.network, self.scene = bundles.model(name), worlds.load(name).scene
        self.words = list(self.scene.sentence)
        self.trace = self.network.read(self.number(self.words))
        self.subject = self.words.index(self.scene.subject)

    def number(self, words):
        return np.array([START, *self.network.vocab.encode(words)])

    def with_memory(self, state, at=None):
        """The whole sentence with another memory before its word number `at` from 1, the last one."""
        return self.network.read(self.number(self.words), memory=Memory(at or len(self.words), {"hidden": state}))


def agrees(answer, trace, t):
    """The bars are those of the Trace, best first, and with the rest they make 1."""
    assert answer["bars"][0][0] == trace.top(t)[0][0]
    for word, p in answer["bars"]:
        assert p == pytest.approx(trace.p(t, word), abs=EXACT)
    assert sum(p for _, p in answer["bars"]) + answer["rest"] == pytest.approx(1, abs=1e-4)


# — the villages —

def by_hand(machine, letters):
    """(memory, share that comes) after a history, by the formula alone."""
    U, W, b = machine.cell.U, machine.cell.W, machine.cell.b
    numbers = [START, *(machine.vocab.index[memory.EVENTS[letter]] for letter in letters)]
    h = np.zeros(W.shape[0])
    for number in numbers:
        h = np.tanh(U[:, number] + W @ h + b)
    scores = machine.V @ h + machine.c
    return h, float(np.exp(scores[machine.vocab.index["come"]]) / np.exp(scores).sum())


def test_every_history_of_the_villages_is_recomputed_by_hand():
    bundle, shown = small.load("village"), memory.villages()
    assert bundle.model.n_cells == 1 and not bundle.baselines["forgetful"].cell.W.any()
    assert max(shown, key=len).count("c") == memory.CRIES and all(chapter.history(letters) == letters for letters in shown)
    for letters, it in list(shown.items())[::5]:
        h, p = by_hand(bundle.model, letters)
        assert it["memory"] == pytest.approx(h, abs=1e-4)
        if letters.endswith("c"):
            assert it["come"] == pytest.approx([p, by_hand(bundle.baselines["forgetful"], letters)[1]], abs=EXACT)
        else:
            assert it["come"] is None


def test_one_village_answers_a_fourth_cry_as_the_first_and_the_other_less():
    shown = memory.villages()
    falling = [shown["cn" * n + "c"]["come"][0] for n in range(4)]
    assert falling == sorted(falling, reverse=True) and falling[0] - falling[3] > .3
    assert shown[memory.ALARMS + "wc"]["come"][0] - falling[3] > .3, "a wolf brings them back"
    assert len({it["come"][1] for it in shown.values() if it["come"]}) == 1, "without memory equal cries have equal answers"


def test_the_village_step_adds_up():
    for letters in ("", "c", "cn", memory.ALARMS, memory.ALARMS + "w"):
        step = memory.village_step(letters)
        assert step["from_input"] + step["loop"] * step["before"] + step["own"] == pytest.approx(step["sum"])
        assert np.tanh(step["sum"]) == pytest.approx(step["new"])
        assert memory.villages()[letters]["memory"][0] == pytest.approx(step["new"], abs=1e-4)
        assert step["come_weight"] * step["new"] + step["come_own"] == pytest.approx(step["come_score"])
        assert step["stay_weight"] * step["new"] + step["stay_own"] == pytest.approx(step["stay_score"])
        if letters.endswith("c"):
            assert 1 / (1 + np.exp(step["stay_score"] - step["come_score"])) == pytest.approx(step["come"], abs=.005), "two scores, one share"


# — the diary network —

@every_language
def test_the_same_word_with_three_memories(language):
    diary, shown = Diary(language), memory.same_word(language)
    last = len(diary.words)
    first = diary.words.index(diary.words[-1]) + 1
    assert shown["word"] == diary.words[-1] and first < last
    one, two, empty = shown["memories"]
    agrees(one, diary.trace, first)
    agrees(two, diary.trace, last)
    agrees(empty, diary.with_memory(diary.network.blank()["hidden"]), last)
    for it, state in ((one, diary.trace.signals["hidden"][first - 1]), (two, diary.trace.signals["hidden"][last - 1]), (empty, np.zeros(diary.network.n_cells))):
        assert it["before"] == pytest.approx(state, abs=1e-3)
    assert two["bars"][0][0] == diary.scene.answer and one["bars"][0][0] != diary.scene.answer != empty["bars"][0][0]
    assert abs(one["bars"][0][1] - empty["bars"][0][1]) > .1, "an empty memory is not the memory of the first time"


@every_language
def test_the_answer_follows_the_memory(language):
    diary, shown = Diary(language), memory.swapped(language)
    last = len(diary.words)
    agrees(shown[memory.OWN], diary.trace, last)
    assert set(shown) == {memory.OWN, BLANK, *(donor.key for donor in diary.scene.donors)}
    for donor in diary.scene.donors:
        words = [*diary.words[:diary.subject], *donor.words, *diary.words[diary.subject + 1:]]
        state = diary.network.read(diary.number(words[:-1])).signals["hidden"][-1]
        assert shown[donor.key]["before"] == pytest.approx(state, abs=1e-3)
        agrees(shown[donor.key], diary.with_memory(state), last)
        assert shown[donor.key]["bars"][0][0] in donor.answer
        assert diary.scene.answer in dict(shown[donor.key]["bars"]), "what was lost stays in sight"
    agrees(shown[BLANK], diary.with_memory(diary.network.blank()["hidden"]), last)
    assert shown[BLANK]["bars"][0][0] != diary.scene.answer


@every_language
def test_an_answer_thrown_away_changes_nothing_and_a_memory_does(language):
    diary, shown = Diary(language), memory.thrown(language)
    assert shown["words"] == diary.words and len(shown["steps"]) == len(diary.words) - 1
    for t, step in enumerate(shown["steps"], start=1):
        agrees(step["hand"], diary.trace, t)
        agrees(step["kept"], diary.trace, t + 1)
        assert step["without_answer"] == step["kept"], "read on from the memory alone: the same to the last digit"
        empty = diary.with_memory(diary.network.blank()["hidden"], t + 1)
        agrees(step["without_memory"], empty, t + 1)
        assert step["without_memory"]["tiles"] == pytest.approx(empty.signals["hidden"][t + 1], abs=1e-3)
        assert np.abs(np.subtract(step["without_memory"]["tiles"], step["kept"]["tiles"])).max() > chapter.DIFFERS
    assert shown["steps"][-1]["without_memory"]["bars"][0][0] != diary.scene.answer == shown["steps"][-1]["kept"]["bars"][0][0]


@every_language
def test_one_cell_is_computed_as_the_formula_says(language):
    here = memory.example(language)
    states = [here.b.signals["hidden"][here.last - 1], here.machines.network.blank()["hidden"]]
    step = memory.cell_step(here, states, len(here.pieces) - 1)
    for part, total, new in zip(step["from_memory"], step["sum"], step["new"]):
        assert step["from_input"] + part + step["own"] == pytest.approx(total)
        assert np.tanh(total) == pytest.approx(new)
    assert step["from_memory"][1] == 0
    assert step["new"][0] == pytest.approx(here.b.signals["hidden"][here.last][step["cell"]])


# — the page —

def board(at, name):
    """What a board of the page was given."""
    return next(data for data in boards(at) if boards_name(data) == name)


def boards(at):
    return [data for data in (json.loads(it.proto.bytes) for it in at.get("bidi_component") if it.proto.bytes) if "start" in data]


def boards_name(data):
    keys = {"villages": "village", "memories": "same_word", "donors": "swap_memory", "steps": "throw_away"}
    return next((name for key, name in keys.items() if key in data and not (key == "steps" and "open" in data)), None)


@every_language
def test_what_the_prose_tells_is_what_the_models_compute(language):
    say = lessons.say(language)
    lesson = lessons.lesson(language, NAME).filled(**chapter.facts(say))
    villages = memory.villages()
    first, fourth = (villages[it]["come"] for it in ("c", memory.ALARMS))
    told = [option for option in lesson.guess.options if option.right]
    assert len(told) == 1 and lesson.guess.options[2] is told[0] and fourth[0] < first[0], "less likely"
    assert [re.search(r"[<>]?\d+", part).group() for part in re.findall(r"\d+\D?%", told[0].feedback)] == [percent(p) for p in (first[0], fourth[0], fourth[1])]
    swapped = memory.swapped(language)
    right = next(option for option in lesson.check.options if option.right)
    assert swapped["girl"]["bars"][0][0] in right.text and swapped[memory.OWN]["bars"][0][0] in lesson.check.options[0].text
    girl = next(donor for donor in worlds.load(f"diary_{language}").scene.donors if donor.key == "girl")
    assert " ".join(girl.words) in lesson.check.question
    assert f"{small.load('village').model.n_numbers}" in lesson.blocks["honest"]


@every_language
def test_every_scene_opens_with_its_board_and_at_every_depth(language):
    for place, name in enumerate(BOARDS, start=1):
        for depth in ("story", "picture", "formula", "code"):
            at = sound(opened(language, PAGE, at=str(place), guess="2", depth=depth))
            data = board(at, name)
            assert data["lang"] == language
            assert "{" not in re.sub(r"return \{.*", "", text(at)), "a gap was left open"
            assert bool(at.code) == (depth == "code")
    assert not [data for data in boards(sound(opened(language, PAGE))) if boards_name(data)], "nothing before the guess"
    closing = text(sound(opened(language, PAGE, at="5", guess="2")))
    assert lessons.lesson(language, NAME).guess.options[2].text in closing


@every_language
def test_the_formula_shows_the_numbers_of_this_moment(language):
    found = {}
    for letters in ("c", memory.ALARMS):
        at = sound(opened(language, PAGE, at="1", guess="-", depth="formula", h=letters))
        step = memory.village_step(letters)
        found[letters] = text(at)
        for name in ("from_input", "loop", "before", "from_memory", "own", "sum", "new", "come_score", "stay_score"):
            assert chapter.signed(step[name]) in found[letters], name
        assert percent(step["come"]) in found[letters]
    swapped = text(sound(opened(language, PAGE, at="3", guess="-", depth="formula", m="girl")))
    step = memory.cell_step(memory.example(language), memory.states_swapped(language, "girl"), len(Diary(language).words) - 1)
    assert all(chapter.signed(value) in swapped for value in (*step["from_memory"], *step["new"]))
    assert found["c"] != found[memory.ALARMS] and chapter.signed(-0.3) == "−0.30" and chapter.signed(-0.001) == "0.00"


BROKEN = [{"h": "nnn"}, {"h": "cc"}, {"h": "cn" * 50}, {"h": "<b>"}, {"h": "cnw"}, {"read": "maybe"}, {"m": "../../x"}, {"m": "x" * 99},
          {"k": "-1"}, {"k": "9999"}, {"x": "all"}, {"x": "{gap}"}, {"at": "99"}, {"guess": "9"}]


@pytest.mark.parametrize("link", BROKEN, ids=str)
def test_a_broken_link_opens_kindly(link):
    place = {"h": "1", "read": "2", "m": "3"}.get(next(iter(link)), "4")
    at = sound(opened("zh", PAGE, **{"at": place, "guess": "2", **link}))
    start = [data["start"] for data in boards(at) if boards_name(data)]
    assert all(value not in link.values() for choices in start for value in choices.values())


def test_a_donor_or_a_step_that_this_sentence_lacks_falls_back():
    for link in ({"at": "3", "m": "nobody"}, {"at": "4", "k": "39"}):
        assert [data for data in boards(sound(opened("en", PAGE, guess="2", depth="formula", **link))) if boards_name(data)]


# — in the browser —

class Played(Player):
    """The chapter on an open page."""

    def __init__(self, page, say):
        super().__init__(page, NAME)
        self.say = say

    def bars(self, within):
        return dict(super().bars(within))

    def tiles(self, within):
        return self.find(f"{within} [data-cell]").evaluate_all("(all) => all.map((tile) => Number(tile.dataset.value))")

    def told(self, words):
        expect(self.find(".line")).to_contain_text(words)


@pytest.mark.parametrize("language, width, depth, audit", [("zh", 1366, "picture", True), ("en", 390, "formula", True), ("zh", 390, "code", False), ("en", 1366, "story", False)])
def test_the_chapter_plays_by_keyboard_at_every_depth(visit, language, width, depth, audit):
    say, diary = lessons.say(language), Diary(language)
    page = visit("memory", locale=LOCALES[language], viewport={"width": width, "height": 768 if width > 800 else 844})
    played = Played(page, say)
    played.press('[data-guess="2"]')
    expect(played.find("[data-board=village] .line")).to_be_visible()
    if depth != "picture":
        played.press(f"[data-option={depth}]")
    village(played, audit)
    played.onward("same_word")
    same_word(played, diary, language, audit)
    played.onward("swap_memory")
    swap_memory(played, diary, language, audit)
    played.onward("throw_away")
    throw_away(played, diary, language, audit)
    played.press(f".st-key-{NAME}\\.onward button, .st-key-{NAME}-onward button")
    closing(played, language, audit)


def village(played, audit):
    """Six events are pressed, one after the other; both villages, the strip and the picture show what the Trace says."""
    shown = memory.villages()
    letters = ""
    for key, letter in (("cry", "c"), ("none", "n"), ("three", None), ("cry", "c"), ("wolf", "w"), ("cry", "c")):
        letters = "cncncn" if letter is None else letters + letter
        played.press(f"[data-press={key}]")
        expect(played.find("[data-board=village]")).to_have_attribute("data-h", letters)
        cries = [letters[:i + 1] for i, it in enumerate(letters) if it == "c"]
        for place, name in enumerate(("remembers", "forgets")):
            share = shown[cries[-1]]["come"][place]
            assert list(played.bars(f"[data-village={name}]").values()) == [pytest.approx(share, abs=EXACT)]
            assert int(played.find(f"[data-village={name}] svg").get_attribute("data-coming")) == played.find(f"[data-village={name}] .person.comes").count() == round(10 * share)
            levels = played.find(f"[data-level={name}]").evaluate_all("(all) => all.map((level) => Number(level.dataset.p))")
            assert levels == pytest.approx([shown[cry]["come"][place] for cry in cries], abs=EXACT)
        assert played.tiles("[data-village=remembers]") == pytest.approx(shown[letters]["memory"], abs=1e-4)
        assert not played.tiles("[data-village=forgets]")
    first, fifth = shown["c"]["come"][0], shown[letters]["come"][0]
    played.told(percent(fifth))
    assert abs(first - fifth) < .02
    played.fits(audit)
    played.press("[data-press=undo]")
    expect(played.find("[data-board=village]")).to_have_attribute("data-h", letters[:-1])
    played.press("[data-press=undo]")
    played.press("[data-press=undo]")
    expect(played.find("[data-board=village]")).to_have_attribute("data-h", "cncncn")
    played.press("[data-press=cry]")
    played.told(percent(shown[memory.ALARMS]["come"][0]))
    played.page.wait_for_url(re.compile(f"h={memory.ALARMS}"))


def same_word(played, diary, language, audit):
    """Nothing is answered before all three have read the word; then the answers differ."""
    assert not played.bars("[data-board=same_word]")
    played.press("[data-press=read]")
    expect(played.find("[data-board=same_word]")).to_have_attribute("data-read", "yes")
    for i, it in enumerate(memory.same_word(language)["memories"]):
        assert played.bars(f"[data-memory='{i}']") == {word: pytest.approx(p, abs=EXACT) for word, p in it["bars"]}
        assert played.tiles(f"[data-memory='{i}']") == it["before"]
        assert played.find(f"[data-memory='{i}'] .chip.now").inner_text() == diary.words[-1]
    played.fits(audit)


def swap_memory(played, diary, language, audit):
    """Donors in turn: the words stay covered, the answer is another."""
    shown = memory.swapped(language)
    for donor in (*(it.key for it in diary.scene.donors if audit), BLANK, "girl"):
        played.press(f"[data-donor={donor}]")
        expect(played.find("[data-slip]")).to_have_attribute("data-slip", donor)
        assert played.bars("[data-board=swap_memory]") == {word: pytest.approx(p, abs=EXACT) for word, p in shown[donor]["bars"]}
        assert played.tiles("[data-slip]") == shown[donor]["before"]
        assert played.find(".chip.covered").count() == len(diary.words) - 1 and played.find(".chip.now").inner_text() == diary.words[-1]
    played.told(shown["girl"]["bars"][0][0])
    played.fits(audit)


def throw_away(played, diary, language, audit):
    """The answer away: nothing changes. The memory away: it does. Both can be picked up again."""
    steps = memory.thrown(language)["steps"]
    for at in (len(steps), 3) if audit else (len(steps),):
        if at != len(steps):
            played.press(f"[data-at='{at}']")
        step = steps[at - 1]
        for what, key in ((None, "kept"), ("answer", "without_answer"), ("memory", "without_memory"), ("answer", "without_memory"), ("memory", "kept")):
            if what:
                played.press(f"[data-throw={what}]")
                expect(played.find("[data-board=throw_away]")).to_have_attribute("data-x", {"without_answer": "answer", "kept": "none"}.get(key, "both" if what == "memory" else "memory"))
            assert played.bars(".next") == {word: pytest.approx(p, abs=EXACT) for word, p in step[key]["bars"]}
            assert played.tiles(".next") == step[key]["tiles"]
    played.press("[data-throw=memory]")
    played.fits(audit)


def closing(played, language, audit):
    """The own guess, the name, a check that answers every option at once."""
    lesson = lessons.lesson(language, NAME).filled(**chapter.facts(played.say))
    expect(played.page.get_by_text(lesson.guess.options[2].feedback)).to_be_visible()
    check = played.find(".check")
    played.tab_to(".check input[type=radio]")
    for i, option in enumerate(lesson.check.options):
        played.page.keyboard.press("ArrowDown" if i else "Space")
        feedback = check.locator(f"[data-option='{i}'] .feedback")
        expect(feedback).to_be_visible()
        assert ("✓" if option.right else "✗") in feedback.inner_text()
        settle(played.page)
    played.fits(audit)


def test_a_link_opens_the_same_screen(visit):
    shown, step = memory.swapped("en")["puppy"], memory.thrown("zh")["steps"][3]["without_memory"]
    played = Played(visit("memory?at=3&guess=1&m=puppy&lang=English"), lessons.say("en"))
    expect(played.find("[data-slip]")).to_have_attribute("data-slip", "puppy")
    assert played.bars("[data-board=swap_memory]") == {word: pytest.approx(p, abs=EXACT) for word, p in shown["bars"]}
    played = Played(visit("memory?at=4&guess=-&k=4&x=memory"), lessons.say("zh"))
    played.find(".next").wait_for()
    assert played.bars(".next") == {word: pytest.approx(p, abs=EXACT) for word, p in step["bars"]}
