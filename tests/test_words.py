"""Chapter 5: the claims of its scenes, counted once more, and its pages as a learner plays them."""

import base64
import re
from functools import lru_cache
from itertools import combinations

import numpy as np
import pytest
from playwright.sync_api import expect

from explainer import bundles, lessons, worlds
from explainer.bundles import film
from explainer.chapters import words as chapter
from explainer.exhibits import words as exhibit
from explainer.exhibits import words_film, words_swap
from explainer.figures.word_map import word_map
from explainer.shelf import BUNDLES, tables
from explainer.vocabulary import START, UNKNOWN
from tests.conftest import settle
from tests.player import at_rest, press, tab_to
from tests.test_app import LANGUAGES, PAGES, boards, opened, sound

PAGE = next(page for page in PAGES if page.stem == "5_words")
LOCALES = {"zh": "zh-CN", "en": "en-US"}
LAPTOP, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
SCENES = ("row", "map", "film", "swap", "seat")
every_language = pytest.mark.parametrize("language", LANGUAGES)


def say(language):
    return lessons.say(language)


@lru_cache
def stored(language):
    """U (H, K) as it stands in the file."""
    name = f"diary_{language}"
    return np.asarray(tables(BUNDLES / name / "elman.safetensors", bundles.load(name).card["weights"])["recurrent.weight_ih_l0"], float)


@lru_cache
def index(language):
    return bundles.model(f"diary_{language}").vocab.index


def apart(language, one, other):
    """How far two words are, by the arrays in the file."""
    U, at = stored(language), index(language)
    return np.linalg.norm(U[:, at[one]] - U[:, at[other]])


# ---- the claims: rows and who is near

@every_language
def test_a_word_picks_its_column_as_a_row_with_a_single_one_does(language):
    network, U = exhibit.shipped(say(language)), stored(language)
    for word in exhibit.sentence(language):
        one_hot = np.zeros(len(network.vocab))
        one_hot[network.vocab.index[word]] = 1
        np.testing.assert_array_equal(exhibit.row(network, word), U @ one_hot)
    trace = words_swap.read(network, exhibit.sentence(language))
    np.testing.assert_array_equal(trace.signals["from_input"][1:], [exhibit.row(network, word) for word in exhibit.sentence(language)])


@every_language
def test_the_board_is_given_the_whole_table(language):
    numbers = np.frombuffer(base64.b64decode(chapter.packed(language)), "<i2").reshape(len(index(language)), -1)
    np.testing.assert_allclose(numbers / 1000, stored(language).T, atol=.00051)
    assert .005 < (np.abs(stored(language)) > exhibit.STRONG).mean() < .05, "few numbers are stronger than the fullest colour"


@every_language
def test_the_nearest_words_are_nearest_by_all_their_numbers(language):
    network, words = exhibit.shipped(say(language)), bundles.model(f"diary_{language}").vocab.words[2:]
    for word in (exhibit.first_word(say(language)), exhibit.sentence(language)[0], words[7]):
        far = sorted((apart(language, word, other), other) for other in words if other != word)
        found = exhibit.ranking(network, word)
        assert [other for other, _ in found[:5]] == [other for _, other in far[:5]] and len(found) == len(words) - 1
        assert found[0][1] == pytest.approx(far[0][0])


@every_language
def test_the_guess_is_answered_by_the_numbers(language):
    first, asked = exhibit.first_word(say(language)), lessons.lesson(language, PAGE.stem).guess
    order = [word for word, _ in exhibit.ranking(exhibit.shipped(say(language)), first)]
    quoted = [re.split("、|, ", option.text) for option in asked.options]
    assert first in re.findall("[「“](.+?)[」”]", asked.question)
    for option, words in zip(asked.options, quoted):
        assert words and all((order.index(word) < exhibit.NEAR) == option.right for word in words)
    facts = chapter.facts(say(language))
    assert [facts["rank_one"], facts["rank_two"]] == [order.index(words[0]) + 1 for words, option in zip(quoted, asked.options) if not option.right]
    assert min(facts["rank_one"], facts["rank_two"]) > 10


# ---- the map

@every_language
def test_the_words_of_the_map_are_on_the_list_each_once(language):
    shown = exhibit.kinds(say(language))
    words = exhibit.together(shown)
    assert len(shown) <= 9 and len(words) == len(set(words)) and set(words) <= set(index(language)) - {"‹start›", "‹unknown›"}
    assert list(shown) == list(exhibit.kinds(say("zh"))) and all(len(each) > 3 for each in shown.values())


SLOTS = {"boys": "boy brother", "girls": "girl sister", "adults": "man woman teacher helper doctor", "pets": "pet", "times": "time"}


@every_language
def test_persons_animals_and_times_are_the_worlds_own_classes(language):
    slots = worlds.load(f"diary_{language}").grammar.slots
    for kind, names in SLOTS.items():
        last = {entry.parts[-1][1] for name in names.split() for entry in slots[name]}
        assert set(exhibit.kinds(say(language))[kind]) == last, kind
    forms = {word for forms in worlds.load(f"diary_{language}").grammar.agreement.values() for word in forms}
    assert set(exhibit.kinds(say(language))["pronouns"]) <= forms


@every_language
def test_the_shadow_loses_least_and_tells_how_much_it_keeps(language):
    network, words = exhibit.shipped(say(language)), exhibit.together(exhibit.kinds(say(language)))
    table = stored(language)[:, [index(language)[word] for word in words]].T
    plane, spread = exhibit.plane_of(say(language)), np.linalg.eigvalsh(np.cov(table.T))
    assert plane.kept == pytest.approx(spread[-2:].sum() / spread.sum())
    assert chapter.facts(say(language))["kept"].startswith(f"{100 * plane.kept:.0f}")
    np.testing.assert_allclose(plane.directions @ plane.directions.T, np.eye(2), atol=1e-12)
    assert all(each[np.abs(each).argmax()] > 0 for each in plane.directions)
    again = exhibit.shadow(table[::-1])
    np.testing.assert_allclose(again.directions, plane.directions, atol=1e-9)        # the order of the words does not matter
    places = plane.of(exhibit.rows(network))
    for i, j in combinations(range(2, len(places), 9), 2):
        assert np.linalg.norm(places[i] - places[j]) <= np.linalg.norm(exhibit.rows(network)[i] - exhibit.rows(network)[j]) + 1e-9


@every_language
def test_turning_the_map_changes_the_axes_and_no_distance(language):
    still = exhibit.drawn(say(language), exhibit.first_word(say(language)))
    for turn in range(1, exhibit.TURNS):
        other = exhibit.drawn(say(language), exhibit.first_word(say(language)), turn)
        assert (other.near, other.on_paper, other.rank, other.kept) == (still.near, still.on_paper, still.rank, still.kept)
        before, after = (np.array([[spot.x, spot.y] for spot in found.spots]) for found in (still, other))
        assert np.abs(before - after).max() > 1
        np.testing.assert_allclose(np.linalg.norm(before - before[0], axis=1), np.linalg.norm(after - after[0], axis=1), atol=1e-9)


@every_language
def test_the_map_tells_when_it_misleads(language):
    found = {word: exhibit.drawn(say(language), word) for word in exhibit.together(exhibit.kinds(say(language)))}
    for word, it in found.items():
        spots = {spot.word: np.array([spot.x, spot.y]) for spot in it.spots}
        assert {each for each, _ in it.near} | set(found) <= set(spots)
        assert it.on_paper == min((each for each in spots if each != word), key=lambda each: np.linalg.norm(spots[each] - spots[word]))
        far = np.linalg.norm(stored(language) - stored(language)[:, [index(language)[word]]], axis=0)[2:]
        assert it.rank == (far < far[index(language)[it.on_paper] - 2] - 1e-9).sum(), "the word itself counts for the 1 that ranks begin with"
    ranks = [it.rank for it in found.values()]
    assert min(ranks) == 1 and max(ranks) > exhibit.NEAR, "it is right about some words and wrong about others"


@every_language
def test_the_figure_shows_every_word_and_joins_the_true_neighbours(language):
    word, names = exhibit.first_word(say(language)), {kind: kind for kind in exhibit.kinds(say(language))}
    found, before = exhibit.drawn(say(language), word), exhibit.drawn(say(language), word, 1).spots
    spots = {spot.word: (spot.x, spot.y) for spot in found.spots}
    for dark in (False, True):
        figure = word_map(found.spots, names, word, [each for each, _ in found.near], None, before, dark, say(language))
        points = {each[0]: (x, y) for trace in figure.data if trace.customdata is not None for each, x, y in zip(trace.customdata, trace.x, trace.y)}
        assert points == spots and figure.layout.yaxis.scaleanchor == "x"
        named = [name.text for name in figure.layout.annotations]
        assert word in named and set(named) <= set(spots) and len(named) == len(set(named)) > 20
        assert all((name.x, name.y) == spots[name.text] for name in figure.layout.annotations), "a name may stand farther out, its point may not"
        pointed = {text for trace in figure.data if trace.customdata is not None for text in trace.hovertext}
        assert pointed == set(spots), "a word that has no room for its name tells it when it is pointed at"
        trails, *joined = [list(zip(trace.x, trace.y)) for trace in figure.data if trace.mode == "lines"]
        assert joined == [[spots[word], spots[each]] for each, _ in found.near]
        assert trails[:2] == [(before[0].x, before[0].y), spots[before[0].word]]
    assert word_map(found.spots, names, word, [], None, (), False, say(language)).layout.xaxis.range != word_map(found.spots, names, word, [], ((-99, 99), (-99, 99)), (), False, say(language)).layout.xaxis.range


def boxes(figure, pixels):
    """Where the names stand on a map with so many pixels for a unit: {word: (left, right, low, high)}; a letter is half as wide as it is tall, a Chinese one as wide."""
    found = {}
    for name in figure.layout.annotations:
        wide, tall = sum(1 if letter > "\u2e80" else .5 for letter in name.text) * name.font.size, name.font.size
        x, y = pixels * name.x + name.ax, pixels * name.y - name.ay
        found[name.text] = (x - wide / 2, x + wide / 2, y - tall / 2, y + tall / 2)
    return found


@every_language
@pytest.mark.parametrize("moment", [0, 1, 4, -1])
def test_no_name_stands_over_another(language, moment):
    """Before practice all words lie in a heap; there, too, the picked word and its neighbours are named."""
    names = {kind: kind for kind in exhibit.kinds(say(language))}
    for word in exhibit.together(exhibit.kinds(say(language)))[::7]:
        found = words_film.drawn(say(language), word, moment)
        reach = words_film.reach(say(language))
        figure = word_map(found.spots, names, word, [each for each, _ in found.near], reach, (), False, say(language))
        shown = {name.text for name in figure.layout.annotations}
        assert word in shown and (moment not in (0, 1) or {each for each, _ in found.near} <= shown)
        phone = min(282 / (reach[0][1] - reach[0][0]), 297 / (reach[1][1] - reach[1][0]))
        for pixels in (phone, 1.15 * phone, 1.3 * phone):
            for (one, a), (other, b) in combinations(boxes(figure, pixels).items(), 2):
                assert a[1] <= b[0] or b[1] <= a[0] or a[3] <= b[2] or b[3] <= a[2], f"{one} over {other}"


# ---- the film

def akin_by_hand(U, language):
    kind = {word: kind for kind, words in exhibit.kinds(say(language)).items() for word in words}
    at, n = index(language), 0
    for word in kind:
        best = min((other for other in kind if other != word), key=lambda other: ((U[:, at[word]] - U[:, at[other]]) ** 2).sum())
        n += kind[best] == kind[word]
    return n


@every_language
def test_the_film_runs_from_a_jumble_to_the_shipped_network(language):
    frames, moments = film.frames(language), words_film.moments(say(language))
    assert [(it.round, it.seen) for it in moments] == [(it.round, it.sentences_seen) for it in frames] and moments[0].seen == 0
    np.testing.assert_array_equal(frames[-1].model.cell.U, stored(language))
    for i in (0, len(frames) // 2, len(frames) - 1):
        assert moments[i].akin == akin_by_hand(frames[i].model.cell.U, language)
    n = len(exhibit.together(exhibit.kinds(say(language))))
    assert moments[0].akin < .25 * n and moments[-1].akin > .75 * n
    spread = [np.std([[spot.x, spot.y] for spot in words_film.drawn(say(language), exhibit.first_word(say(language)), i).spots]) for i in (0, -1)]
    assert spread[0] < .3 * spread[1], "before practice all words lie in a heap"


@every_language
def test_the_axes_of_the_film_are_those_of_its_end(language):
    word = exhibit.first_word(say(language))
    assert words_film.drawn(say(language), word, -1) == exhibit.drawn(say(language), word)
    (left, right), (low, high) = words_film.reach(say(language))
    shown = set(exhibit.together(exhibit.kinds(say(language))))
    for i in range(len(film.frames(language))):
        spots = [spot for spot in words_film.drawn(say(language), word, i).spots if spot.word in shown]
        assert all(left <= spot.x <= right and low <= spot.y <= high for spot in spots)


# ---- the swap

@every_language
def test_after_a_swap_the_sentence_is_read_as_if_the_words_were_exchanged(language):
    network, words = exhibit.shipped(say(language)), exhibit.sentence(language)
    for one, other in [*words_swap.pairs(say(language)), (words[-1], words[1])]:
        found, after = words_swap.swap(language, one, other), words_swap.swapped(network, one, other)
        assert found.same and found.far == pytest.approx(apart(language, one, other)) if one != other else True
        np.testing.assert_array_equal(words_swap.read(after, words).probs, words_swap.read(network, found.read_as).probs)
        assert found.read_as == tuple(other if word == one else one if word == other else word for word in words)
        np.testing.assert_array_equal(words_swap.swapped(after, one, other).cell.U, network.cell.U)
        assert after.V is network.V and (after.cell.U != network.cell.U).any(axis=0).sum() == 2
        for step, answer in zip(words_swap.places(language), found.answers):
            before, now = words_swap.read(network, words).probs[step], words_swap.read(after, words).probs[step]
            for word, p, was in answer["rows"]:
                assert (p, was) == pytest.approx((now[index(language)[word]], before[index(language)[word]]), abs=1e-6)
            assert sum(p for _, p, _ in answer["rows"]) + answer["rest"] == pytest.approx(1, abs=1e-5)


@every_language
def test_two_pairs_turn_a_guess_and_two_do_nothing(language):
    who, event, deed, near = (words_swap.swap(language, *pair) for pair in words_swap.pairs(say(language)))
    scene = worlds.load(f"diary_{language}").scene
    assert who.answers[1]["was"] == scene.answer != who.answers[1]["top"] and who.answers[1]["moved"] > .8
    assert event.answers[0]["was"] == scene.reactions["bad"] and event.answers[0]["top"] == scene.reactions["good"]
    for still in (deed, near):
        assert all(answer["moved"] < .05 and answer["top"] == answer["was"] for answer in still.answers)
    assert {deed.one, deed.other} == set(scene.reactions.values())


# ---- the empty seat

@every_language
def test_words_on_no_list_share_one_seat(language):
    scene = worlds.load(f"diary_{language}").scene
    stranger = words_swap.seated(language, scene.unknown, 0)
    other = words_swap.seated(language, "Qwxz", 0)
    assert stranger.none_known and other.none_known and other.as_stranger and stranger.answers == other.answers
    assert [piece.index for piece in stranger.pieces][0] == UNKNOWN and stranger.answers[1]["moved"] > .3
    network = exhibit.shipped(say(language))
    covered = network.read([START, *network.vocab.encode(scene.sentence)], covered=[1])     # what a cover in chapter 0 does
    for step, answer in zip(words_swap.places(language), stranger.answers):
        assert answer["rows"][0] == [*covered.top(step)[0][:1], pytest.approx(covered.top(step)[0][1], abs=1e-6), answer["rows"][0][2]]


@every_language
def test_a_word_on_the_list_keeps_its_own_seat(language):
    words, (_, who), *_ = exhibit.sentence(language), *words_swap.pairs(say(language))
    own = words_swap.seated(language, words[0], 0)
    assert own.all_known and not own.as_stranger and all(answer["moved"] == 0 for answer in own.answers)
    other = words_swap.seated(language, who, 0)
    assert other.all_known and other.answers[1]["top"] == words_swap.swap(language, words[0], who).answers[1]["top"]
    mixed = words_swap.seated(language, f"{who} Qwxz", 3)
    assert not mixed.all_known and not mixed.none_known and len(mixed.typed) == 2 and mixed.looked_at == 4
    assert len(mixed.pieces) == len(words) + 1
    tokens = [START, *(piece.index for piece in mixed.pieces)]
    best = exhibit.shipped(say(language)).read(tokens).top(len(tokens) - 1)[0]
    assert mixed.answers[1]["rows"][0][:2] == [best[0], pytest.approx(best[1], abs=1e-6)]


@every_language
def test_the_seat_was_practised(language):
    assert words_swap.hidden_of_100(language) == round(100 * bundles.load(f"diary_{language}").card["recipe"]["hidden_words"]) > 0


# ---- choices and links

@pytest.mark.parametrize("check, wrong", [(chapter.a_word, ["老师们们", "<b>", 5, None, "x" * 500]), (chapter.short, ["x" * 25, 7])])
def test_what_is_no_word_is_refused(check, wrong):
    for value in wrong:
        with pytest.raises(ValueError):
            check(value)


def board(at, part):
    """What the board that has this piece of data was given."""
    return next(data for data in boards(at) if part in data)


def shown(language, **link):
    return sound(opened(language, PAGE, guess="-", **{name: str(value) for name, value in link.items()}))


@every_language
def test_what_a_link_asks_for_is_shown_and_nonsense_is_put_aside(language):
    teacher, words = exhibit.first_word(say(language)), exhibit.sentence(language)
    (one, other), *_ = words_swap.pairs(say(language))
    assert board(shown(language, at=1, row=teacher), "table")["start"] == {"word": teacher}
    at = shown(language, at=2, word=one, turn=3)
    data, found = board(at, "near"), exhibit.drawn(say(language), one)
    assert (data["word"], data["paper"], data["rank"]) == (one, found.on_paper, found.rank)
    assert [[word, pytest.approx(far, abs=1e-4)] for word, far in found.near] == data["near"] and not at.info
    data = board(shown(language, at=3, moment=60), "moments")
    assert data["at"] == len(data["moments"]) - 1
    data = board(shown(language, at=4, one=words[1], other=teacher), "results")
    assert data["results"][f"{words[1]} {teacher}"]["read"][1] == teacher
    data = board(shown(language, at=5, typed="Qwxz", place=1), "pieces")
    assert data["pieces"][1] == ["Qwxz", False] and data["at"] == 1 and data["as_stranger"]
    for link in ({"at": 1, "row": "<b>"}, {"at": 2, "word": "Qwxz"}, {"at": 2, "turn": "9"}, {"at": 3, "moment": "-1"}, {"at": 4, "other": "x" * 5000}, {"at": 5, "typed": "x" * 99}, {"at": 5, "place": "99"}):
        assert say(language)("ui.link_other") in [info.value for info in shown(language, **link).info], link


@every_language
def test_a_word_of_another_language_gives_way_to_the_scenes_own(language):
    strange = exhibit.first_word(say(next(code for code in LANGUAGES if code != language)))
    assert board(shown(language, at=2, word=strange), "near")["word"] == exhibit.first_word(say(language))
    at = shown(language, at=4, one=strange, other=exhibit.first_word(say(language)))
    assert set(board(at, "results")["results"]) == {" ".join(pair) for pair in [board(at, "still")["still"], *words_swap.pairs(say(language))]}


@every_language
def test_the_formula_tells_the_numbers_of_the_moment(language):
    word = exhibit.first_word(say(language))
    told = "\n".join(str(text.value) for text in shown(language, at=2, depth="formula").markdown)
    nearest = exhibit.ranking(exhibit.shipped(say(language)), word)[0][0]
    assert f"√{apart(language, word, nearest) ** 2:.2f} = {apart(language, word, nearest):.2f}" in told
    told = "\n".join(str(text.value) for text in shown(language, at=5, depth="formula").markdown)
    assert chapter.printed(stored(language)[:, UNKNOWN]) in told


# ---- the page in a browser

MEETING = """() => {
    const names = [...document.querySelectorAll('.js-plotly-plot .annotation-text')].map((name) => [name.textContent, name.getBoundingClientRect()]);
    return names.flatMap(([one, a], i) => names.slice(i + 1).filter(([, b]) => a.left < b.right && b.left < a.right && a.top + 3 < b.bottom - 3 && b.top + 3 < a.bottom - 3).map(([other]) => [one, other]));
}"""                            # pairs of names that stand over each other; a line of text has some air above and below


def go(page, scene):
    at = str([*SCENES, "close"].index(scene) + 1)
    press(page, f"[data-step='{at}']")
    expect(page.locator(".board[data-board=head]")).to_have_attribute("data-at", at)


@pytest.mark.parametrize("language, viewport", [("zh", LAPTOP), ("en", PHONE)], ids=["zh-laptop", "en-phone"])
def test_the_chapter_plays_by_keyboard(visit, language, viewport):
    words, first, network = exhibit.sentence(language), exhibit.first_word(say(language)), exhibit.shipped(say(language))
    told = lessons.lesson(language, PAGE.stem).filled(**chapter.facts(say(language)))
    page = visit("words", locale=LOCALES[language], viewport=viewport)
    page.locator("[data-guess='1']").wait_for()
    press(page, "[data-guess='1']")

    # a chip, its place on the list, its column as tiles
    page.locator("[data-strip]").wait_for()
    tiles = lambda: page.locator(".taken .tile").evaluate_all("all => all.map((tile) => Number(tile.dataset.value))")
    for i in (2, len(words) - 1):
        press(page, f"[data-chip='{i}']")
        expect(page.locator(f"button[data-chip='{i}']")).to_have_attribute("aria-pressed", "true")
        np.testing.assert_allclose(tiles(), stored(language)[:, index(language)[words[i]]], atol=.00051)
    assert page.locator("button[aria-pressed='true'][data-chip]").count() == 2, "the word that stands twice lights twice"
    press(page, "[data-along]", "Home")
    np.testing.assert_allclose(tiles(), stored(language)[:, START], atol=.00051)
    at_rest(page)

    # the map: a word picked from the list, the nearest, a walk along them, a turn
    go(page, "map")
    near = lambda: page.locator("[data-near]").evaluate_all("all => all.map((it) => it.dataset.near)")
    expect(page.locator("[data-near]").first).to_have_attribute("data-near", exhibit.ranking(network, first)[0][0])
    assert near() == [word for word, _ in exhibit.ranking(network, first)[:3]]
    expect(page.locator(".js-plotly-plot .point").first).to_be_visible()
    press(page, "[data-go='0']")
    second = exhibit.ranking(network, first)[0][0]
    expect(page.locator("[data-pick]")).to_have_value(second)
    expect(page.locator("[data-near]").first).to_have_attribute("data-near", exhibit.ranking(network, second)[0][0])
    tab_to(page, "[data-pick]")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-pick]")).not_to_have_value(second)
    press(page, "[data-slider='turn']", "ArrowRight")
    expect(page.locator(".slider-value")).to_contain_text("45")
    at_rest(page)

    # the film: moment after moment to the end
    go(page, "film")
    moments = words_film.moments(say(language))
    expect(page.locator("[data-akin]")).to_have_attribute("data-akin", str(moments[0].akin))
    page.wait_for_function("(word) => [...document.querySelectorAll('.js-plotly-plot .annotation-text')].some((name) => name.textContent === word)", arg=page.locator("[data-pick]").input_value())
    assert page.evaluate(MEETING) == []
    press(page, "[data-further]")
    expect(page.locator("[data-akin]")).to_have_attribute("data-akin", str(moments[1].akin))
    press(page, "[data-slider='moment']", "End")
    expect(page.locator("[data-akin]")).to_have_attribute("data-akin", str(moments[-1].akin))
    expect(page.locator(".reel .line")).to_contain_text(str(moments[-1].akin))
    at_rest(page)

    # the swap: two pairs that matter, two that do not, and back
    go(page, "swap")
    page.locator("[data-pair='0']").wait_for()
    bars = lambda place: [[bar["bar"], float(bar["p"])] for bar in page.locator(f"[data-place='{place}'] [data-bar]").evaluate_all("all => all.map(({ dataset }) => ({ ...dataset }))")]
    rows = lambda pair: [[[word, p] for word, p, _ in answer["rows"]] for answer in words_swap.swap(language, *pair).answers]
    for i, pair in enumerate(words_swap.pairs(say(language))):
        press(page, f"[data-pair='{i}']")
        expect(page.locator(f"[data-pair='{i}']")).to_have_attribute("aria-pressed", "true")
        assert [bars(0), bars(1)] == rows(pair)
        assert page.locator("[data-reads='read'] .chip.now").all_text_contents() == [pair[1]]
    press(page, "[data-back]")
    expect(page.locator("[data-reads='read'] .chip.now")).to_have_count(0)
    assert [bars(0), bars(1)] == rows((words[0], words[0]))
    at_rest(page)

    # the empty seat: a word of one's own
    go(page, "seat")
    page.locator("[data-own-word]").wait_for()
    tab_to(page, "[data-own-word]")
    page.keyboard.type("Qwxz")
    page.keyboard.press("Enter")
    expect(page.locator("[data-piece='0'] small")).to_have_text("Qwxz")
    best = words_swap.seated(language, "Qwxz", 0).answers[1]["rows"]
    assert page.locator("[data-bar]").evaluate_all("all => all.map((bar) => bar.dataset.bar)") == [word for word, *_ in best]
    press(page, "[data-at='2']")
    expect(page.locator("[data-piece='2']")).to_have_attribute("data-known", "false")
    at_rest(page)

    # the close: own guess, and feedback for every answer without another tap
    go(page, "close")
    expect(page.get_by_text(told.guess.options[1].feedback)).to_be_visible()
    for i, option in enumerate(told.check.options):
        page.locator(f"[data-option='{i}'] input").check()
        expect(page.locator(f"[data-option='{i}'] .feedback")).to_contain_text(option.feedback)
    at_rest(page)


def test_a_point_and_a_column_can_be_tapped_and_a_link_brings_it_back(visit):
    page = visit("words?guess=-&at=2", locale="en-US")
    page.locator("[data-near]").first.wait_for()
    page.wait_for_timeout(1000)
    point = page.locator(".js-plotly-plot .scatterlayer .trace .point").last
    point.click(force=True)
    expect(page.locator("[data-pick]")).not_to_have_value(exhibit.first_word(say("en")))
    word = page.locator("[data-pick]").input_value()
    expect(page).to_have_url(re.compile(f"word={word}"))
    settle(page)
    assert page.locator("[data-near]").first.get_attribute("data-near") == exhibit.ranking(exhibit.shipped(say("en")), word)[0][0]
    page.reload()
    expect(page.locator("[data-pick]")).to_have_value(word)
    page.goto(re.sub("at=2", "at=1", page.url))
    page.locator("[data-strip]").click(position={"x": 1, "y": 20})
    expect(page.locator(".taken .tile").first).to_have_attribute("data-value", str(round(stored("en")[0, 0], 3)))
