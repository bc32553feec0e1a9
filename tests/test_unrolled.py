"""Chapter 4: the claims of its scenes, counted once more, and its pages as a learner plays them."""

import json
import re

import numpy as np
import pytest
from playwright.sync_api import expect
from streamlit.testing.v1 import AppTest

from explainer import bundles, lessons, worlds
from explainer.chapters import unrolled as chapter
from explainer.exhibits import unrolled as exhibit
from explainer.shelf import BUNDLES, tables
from explainer.vocabulary import START
from tests.conftest import settle
from tests.player import at_rest, press, tab_to
from tests.server import ROOT

LANGUAGES = lessons.languages()
LOCALES = {"zh": "zh-CN", "en": "en-US"}
LAPTOP, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
SCENES = ("handle", "shared", "cut", "tags", "length", "tree")
TOLD_AS = {"zh": dict(zip("一二三四五六七八九十", range(1, 11))) | {"十一": 11, "十二": 12},
           "en": {"nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13}}
every_language = pytest.mark.parametrize("language", LANGUAGES)


def by_hand(language, loop=True, words=None):
    """Shares (T, K) and memories (T, H) of the example, from the arrays in the file; without the loop, W is left out of the sum."""
    name = f"diary_{language}"
    w = tables(BUNDLES / name / "elman.safetensors", bundles.load(name).card["weights"])
    w = {key: np.asarray(array, float) for key, array in w.items()}
    vocab = bundles.load(name).model.vocab
    memory, shares, memories = np.zeros(w["recurrent.weight_hh_l0"].shape[0]), [], []
    for number in [START, *vocab.encode(words or worlds.load(name).scene.sentence)]:
        total = w["recurrent.weight_ih_l0"][:, number] + w["recurrent.bias_ih_l0"] + w["recurrent.bias_hh_l0"]
        memory = np.tanh(total + (w["recurrent.weight_hh_l0"] @ memory if loop else 0))
        powers = np.exp(w["output.weight"] @ memory + w["output.bias"])
        shares.append(powers / powers.sum())
        memories.append(memory)
    return np.array(shares), np.array(memories)


# ---- the claims

@every_language
def test_the_title_tells_the_words_of_the_example(language):
    title = lessons.lesson(language, "4_unrolled").title
    told = re.search("走(.+)步" if language == "zh" else r"(\w+) steps", title)[1]
    assert TOLD_AS[language][told] == len(exhibit.example(language).words)


@every_language
def test_both_readings_are_what_the_arrays_give(language):
    reading = exhibit.example(language)
    for trace, loop in ((reading.whole, True), (reading.cut, False)):
        shares, memories = by_hand(language, loop)
        np.testing.assert_allclose(trace.probs, shares, atol=1e-12)
        np.testing.assert_allclose(exhibit.steps(trace)["memory"], memories, atol=6e-5)


@every_language
def test_with_the_loop_cut_both_places_answer_alike_to_the_last_digit(language):
    reading = exhibit.example(language)
    one, other = reading.first, reading.second
    assert one < other and reading.words[one - 1] == reading.words[other - 1]
    np.testing.assert_array_equal(reading.cut.probs[one], reading.cut.probs[other])
    np.testing.assert_array_equal(reading.cut.signals["hidden"][one], reading.cut.signals["hidden"][other])
    assert exhibit.same(reading.cut, one, other)


@every_language
def test_with_the_loop_whole_they_differ_and_the_cut_leaves_no_trace(language):
    reading = exhibit.example(language)
    assert not exhibit.same(reading.whole, reading.first, reading.second)
    assert reading.whole.top(reading.first)[0][0] != reading.whole.top(reading.second)[0][0]
    again = reading.network.read(reading.whole.tokens)
    np.testing.assert_array_equal(again.probs, reading.whole.probs)
    assert np.any(reading.network.cell.W) and not np.any(reading.network.cut().cell.W)


@every_language
def test_after_the_cut_a_memory_holds_the_last_word_alone(language):
    reading = exhibit.example(language)
    turned = reading.network.cut().read([START, *reversed(reading.whole.tokens[1:])])
    np.testing.assert_array_equal(turned.signals["hidden"][1:], reading.cut.signals["hidden"][:0:-1])
    whole = reading.network.read([START, *reversed(reading.whole.tokens[1:])])
    assert np.abs(whole.signals["hidden"][1:] - reading.whole.signals["hidden"][:0:-1]).max() > .5


@every_language
def test_the_bars_of_both_machines_are_theirs_and_add_up(language):
    reading = exhibit.example(language)
    pair = {"whole": (reading.whole, reading.cut), "cut": (reading.cut, reading.whole)}
    for step in (reading.first, reading.second):
        told = exhibit.answers(reading, step)
        for name, (own, other) in pair.items():
            rows = told[name]["rows"]
            assert rows[0][0] == own.top(step)[0][0] and other.top(step)[0][0] in [word for word, *_ in rows]
            for word, p, was in rows:
                assert (p, was) == pytest.approx((own.p(step, word), other.p(step, word)), abs=1e-6)
            assert sum(p for _, p, _ in rows) + told[name]["rest"] == pytest.approx(1)


@every_language
def test_three_tables_and_two_rows_are_all_the_numbers_there_are(language):
    reading, card = exhibit.example(language), bundles.load(f"diary_{language}").card
    found = exhibit.three_tables(reading.network)
    assert all(table["count"] == table["rows"] * table["columns"] for table in found.values())
    total = sum(table["count"] for table in found.values()) + reading.network.cell.b.size + reading.network.c.size
    assert total == reading.network.n_numbers == card["numbers"]
    assert found["W"]["rows"] == found["W"]["columns"] == card["cells"]


@every_language
def test_the_terms_of_the_formulas_give_the_memory_and_the_share(language):
    reading = exhibit.example(language)
    for trace in (reading.whole, reading.cut):
        shares, _ = by_hand(language, trace is reading.whole)
        for t, term in enumerate(exhibit.terms(reading, trace, reading.cell), 1):
            assert np.tanh(term["input"] + term["memory"] + term["own"]) == pytest.approx(term["hidden"], abs=1e-5)
            assert term["before"] == pytest.approx(trace.signals["hidden"][t - 1, reading.cell], abs=1e-6)
            scores = trace.signals["hidden"][t] @ reading.network.V.T + reading.network.c
            assert np.exp(term["score"] + term["bias"]) / np.exp(scores).sum() == pytest.approx(term["share"], rel=1e-4)
            assert term["share"] == pytest.approx(shares[t].max(), abs=1e-6)
    assert all(term["memory"] == 0 for term in exhibit.terms(reading, reading.cut, reading.cell))


@every_language
def test_sentences_of_every_length_are_of_the_practice_pile(language):
    name, found = f"diary_{language}", exhibit.lengths(language)
    corpus, vocab = tables(BUNDLES / name / "corpus.safetensors", bundles.load(name).card["corpus"]["file"]), bundles.load(name).model.vocab
    written = " ".join(vocab.words[i] for i in corpus["tokens"])
    assert list(found) == list(range(3, 31))
    shortest = int(np.diff(corpus["starts"]).min()) - 1
    for n, sentence in found.items():
        assert len(sentence["words"]) == n and len(sentence["memory"]) == exhibit.example(language).network.n_cells
        end = f" {vocab.words[START]}" if n >= shortest else " "
        assert f"{vocab.words[START]} {' '.join(sentence['words'])}{end}" in written
        assert sentence["whole"] == max(n, shortest)
    _, memories = by_hand(language, words=found[30]["words"])
    np.testing.assert_allclose(found[30]["memory"], memories[-1], atol=6e-5)
    assert len({tuple(sentence["memory"]) for sentence in found.values()}) == 28, "what is in the memory changes, its size does not"


@every_language
def test_the_products_of_a_step_are_counted_one_by_one(language):
    network = exhibit.example(language).network
    n = sum(1 for _ in range(network.n_cells) for _ in range(network.n_cells)) + sum(len(row) for row in network.V)
    assert exhibit.multiplications(network) == n


@every_language
def test_the_tree_joins_neighbours_and_keeps_the_order_of_the_words(language):
    words = exhibit.example(language).words
    joins = exhibit.joined(lessons.say(language)("4_unrolled.tree.spans"), len(words))

    def leaves(node):
        return [node] if isinstance(node, int) else [leaf for part in node for leaf in leaves(part)]
    assert len(joins) == len(words) - 1 and leaves(joins[-1]) == list(range(len(words)))
    assert all(leaves(node) == list(range(leaves(node)[0], leaves(node)[-1] + 1)) for node in joins)
    assert 0 < exhibit.height(joins[-1]) < len(words) - 1, "a tree that is no chain"


@pytest.mark.parametrize("spans", ["1-3", "1-2", "1-2 2-3", "2-3 1-2 1-3", "a-b", ""])
def test_a_drawing_that_is_no_tree_is_refused(spans):
    with pytest.raises(ValueError):
        exhibit.joined(spans, 3)


def test_numbers_in_a_formula_have_a_true_sign():
    assert [chapter.signed(x) for x in (.12345, -.5, -.0001, 0)] == ["+0.123", "−0.500", "0.000", "0.000"]


# ---- the page without a browser

def opened(language, **link):
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in {"lang": LANGUAGES[language], "guess": "-", **link}.items():
        at.query_params[name] = str(value)
    at.run()
    at = at.switch_page("pages/4_unrolled.py").run()
    assert not at.exception, at.exception[0].message
    return at


def boards(at):
    return [json.loads(element.proto.bytes) for element in at.get("bidi_component") if element.proto.bytes]


def board(at, name):
    """What the board that has this piece of data was given."""
    return next(data for data in boards(at) if name in data)


@pytest.mark.parametrize("depth", ["story", "picture", "formula", "code"])
@every_language
def test_every_scene_opens_at_every_depth(language, depth):
    for at_, scene in enumerate(SCENES, 1):
        at = opened(language, at=at_, depth=depth)
        words = "\n".join(str(text.value) for text in at.markdown)
        if depth in ("formula", "code"):
            assert lessons.lesson(language, "4_unrolled").blocks[f"{scene}_{depth}"].split("`")[0] in words
            assert ("def " in "\n".join(code.value for code in at.code)) == (depth == "code")
        if scene in SCENES[:4]:
            assert board(at, "terms")["scene"] == scene and board(at, "terms")["deep"] == (depth == "formula")


@every_language
def test_the_formula_tells_the_numbers_of_the_step_that_is_looked_at(language):
    reading = exhibit.example(language)
    for link, trace, step in (({"at": 1, "copies": 3}, reading.whole, 3), ({"at": 3, "cut": 1, "look": 2}, reading.cut, 2), ({"at": 4}, reading.whole, reading.second)):
        term = exhibit.terms(reading, trace, reading.cell)[step - 1]
        words = "\n".join(str(text.value) for text in opened(language, depth="formula", **link).markdown)
        assert f"tanh({' '.join(chapter.signed(term[k]) for k in ('input', 'memory', 'own'))}) = {chapter.signed(term['hidden'])}" in words
    total = f"{reading.network.n_numbers:,}"
    assert all(total in "\n".join(str(text.value) for text in opened(language, depth="formula", at=at).markdown) for at in (2, 5))


@every_language
def test_what_a_link_asks_for_is_shown_and_nonsense_is_put_aside(language):
    say = lessons.say(language)
    at = opened(language, at=3, cut=1, wire="W", letters=1, part="hidden", copies=2)
    assert board(at, "terms")["start"] == {"copies": 2, "wire": "W", "cut": 1, "letters": 1, "part": "hidden", "look": 0}
    assert not at.info
    for link in ({"at": 1, "copies": "99"}, {"at": 1, "copies": "<b>"}, {"at": 2, "wire": "Z"}, {"at": 3, "cut": "2"}, {"at": 4, "part": "x" * 5000}, {"at": 5, "words": "2"}, {"at": 5, "words": "31"}, {"at": 6, "joins": "-1"}):
        at = opened(language, **link)
        assert say("ui.link_other") in [info.value for info in at.info], link


@every_language
def test_the_guess_stands_beside_the_result(language):
    at = opened(language, at=5, guess=0)
    own = lessons.lesson(language, "4_unrolled").filled(**chapter.facts(lessons.say(language))).guess.options[0].text
    assert board(at, "sentences")["guess"] == own and board(opened(language, at=5), "sentences")["guess"] == ""


# ---- the page in a browser

def go(page, scene):
    press(page, f"[data-step='{SCENES.index(scene) + 1 if scene in SCENES else 7}']")
    expect(page.locator(".board[data-board=head]")).to_have_attribute("data-at", str(SCENES.index(scene) + 1 if scene in SCENES else 7))


def bars(page, step):
    return [[bar["word"], float(bar["p"])] for bar in page.locator(f"[data-place='{step}'] [data-bar]").evaluate_all("all => all.map((bar) => ({ word: bar.dataset.bar, p: bar.dataset.p }))")]


def lit(page, wire):
    return page.locator(f".picture.unrolled .wire.{wire}.lit").count(), page.locator(f".picture.rolled .wire.{wire}.lit").count()


@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
@every_language
def test_the_chapter_plays_by_keyboard(visit, language, viewport):
    reading, total = exhibit.example(language), len(exhibit.example(language).words)
    told = lessons.lesson(language, "4_unrolled").filled(**chapter.facts(lessons.say(language)))
    page = visit("unrolled", locale=LOCALES[language], viewport=viewport)
    page.locator("[data-guess='0']").wait_for()
    press(page, "[data-guess='0']")

    # the handle: as many copies as words read
    picture = page.locator(".picture.unrolled")
    expect(picture).to_have_attribute("data-copies", "0")
    for n in (1, 2):
        press(page, "[data-pull]")
        expect(picture.locator("[data-copy]")).to_have_count(n)
    press(page, "[data-slider='copies']", "ArrowRight")
    expect(picture.locator("[data-copy]")).to_have_count(3)
    assert picture.locator(".word").all_text_contents() == list(reading.words[:3])
    press(page, "[data-all]")
    expect(picture.locator("[data-copy]")).to_have_count(total)
    assert picture.locator(".guessed").all_text_contents() == [reading.whole.top(t)[0][0] for t in range(1, total + 1)]
    at_rest(page)

    # one arrow, all copies
    go(page, "shared")
    for wire in "UWV":
        press(page, f"[data-touch='{wire}']")
        expect(page.locator(f"[data-table='{wire}']")).to_be_visible()
        assert lit(page, wire) == (total, 1) and sum(sum(lit(page, other)) for other in "UWV") == total + 1
        assert f"{exhibit.three_tables(reading.network)[wire]['count']:,}" in page.locator(".line").inner_text()
    at_rest(page)

    # the cut, and back to the digit
    go(page, "cut")
    page.locator("[data-snip]").wait_for()
    places = (reading.first, reading.second)
    rows = {name: [[[word, p] for word, p, _ in exhibit.answers(reading, step)[name]["rows"]] for step in places] for name in ("whole", "cut")}
    assert [bars(page, step) for step in places] == rows["whole"] and rows["whole"][0] != rows["whole"][1]
    press(page, "[data-snip]")
    expect(page.locator("[data-snip]")).to_have_attribute("aria-pressed", "true")
    cut = [bars(page, step) for step in places]
    assert cut == rows["cut"]
    shared = [dict(map(tuple, row)) for row in cut]
    assert {word: p for word, p in shared[0].items() if word in shared[1]} == {word: p for word, p in shared[1].items() if word in shared[0]}
    assert page.locator(".picture.unrolled .wire.W.cut").count() == total and page.locator(".picture.rolled .wire.W.cut").count() == 1
    colours = [page.locator(f".picture.unrolled [data-copy='{step}'] .mosaic path").evaluate_all("all => all.map((tile) => tile.getAttribute('fill'))") for step in places]
    assert colours[0] == colours[1]
    at_rest(page)
    page.keyboard.press("Enter")
    expect(page.locator("[data-snip]")).to_have_attribute("aria-pressed", "false")
    assert [bars(page, step) for step in places] == rows["whole"]

    # names: nothing has a letter before it is asked for; every name lights one thing in either picture
    go(page, "tags")
    page.locator("button[data-letters]").wait_for()
    assert page.locator(".tag").count() == 0
    for layer in ("input", "hidden", "output"):
        press(page, f"[data-name='{layer}']")
        for where in ("rolled", "unrolled"):
            assert page.locator(f".picture.{where} .band.lit").evaluate_all("all => all.map((band) => band.dataset.part)") == [layer]
    press(page, "button[data-letters]")
    expect(page.locator(".picture.unrolled .tag.W")).to_have_count(total)
    for name in "xsoUWV":
        press(page, f"[data-name='{name}']")
        assert page.locator(".picture.rolled .tag.lit").all_text_contents() == [name]
        tags = page.locator(".picture.unrolled .tag.lit").all_text_contents()
        assert len(tags) == total and len(set(tags)) == (1 if name in "UWV" else total), "tables have no index, things have one each"
    at_rest(page)

    # longer sentences: two counters stay
    go(page, "length")
    page.locator("[data-slider='words']").wait_for()
    count = lambda key: int(page.locator(f"[data-count='{key}']").inner_text().replace(",", ""))
    for key, n in (("Home", 3), ("End", 30)):
        tab_to(page, "[data-slider='words']")
        page.keyboard.press(key)
        expect(page.locator("[data-count='read']")).to_have_text(str(n))
        assert page.locator(".chips .chip").all_text_contents() == exhibit.lengths(language)[n]["words"]
        assert (count("cells"), count("numbers")) == (reading.network.n_cells, reading.network.n_numbers)
        assert (count("turns"), count("products")) == (n, n * exhibit.multiplications(reading.network))
        assert page.locator(".stays .tile").count() == reading.network.n_cells
    assert told.guess.options[0].text in page.locator("[data-own]").inner_text()
    at_rest(page)

    # chain and tree
    go(page, "tree")
    page.locator("[data-join]").wait_for()
    for n, key in ((1, "ArrowRight"), (2, "ArrowRight"), (total, "End")):
        press(page, "[data-slider='joins']", key)
        expect(page.locator(".forms")).to_have_attribute("data-chain", str(n))
        assert (page.locator(".bead").count(), page.locator(".knot").count()) == (n, min(n, total - 1))
    assert lessons.say(language)("4_unrolled.tree.sketch") in page.locator(".sketch").inner_text()
    at_rest(page)

    # the close: own guess, and feedback for every answer without another tap
    go(page, "close")
    expect(page.get_by_text(told.guess.options[0].feedback)).to_be_visible()
    for i, option in enumerate(told.check.options):
        page.locator(f"[data-option='{i}'] input").check()
        expect(page.locator(f"[data-option='{i}'] .feedback")).to_contain_text(option.feedback)
    at_rest(page)


@every_language
def test_fingers_and_links(visit, language):
    reading, total = exhibit.example(language), len(exhibit.example(language).words)
    page = visit("unrolled?guess=-", locale=LOCALES[language], has_touch=True)
    grip = page.locator(".grip .bar-grip")
    grip.wait_for()
    at = grip.bounding_box()
    page.mouse.move(at["x"] + 5, at["y"] + 20)
    page.mouse.down()
    page.mouse.move(at["x"] + 400, at["y"] + 20, steps=6)
    page.mouse.up()
    picture = page.locator(".picture.unrolled")
    pulled = int(picture.get_attribute("data-copies"))
    assert 2 <= pulled < total and picture.locator("[data-copy]").count() == pulled
    expect(page).to_have_url(re.compile(rf"copies={pulled}\b"))

    # an arrow in a picture, tapped; the same scene from its link; formulas with the numbers of this step
    page.goto(page.url.replace(f"copies={pulled}", "at=2"))
    settle(page)
    page.locator(".picture.unrolled .wire.W[data-step='3'] .hit").click(force=True)
    expect(page.locator("[data-table='W']")).to_be_visible()
    assert lit(page, "W") == (total, 1)
    expect(page).to_have_url(re.compile("wire=W"))
    page.goto(re.sub("at=2", f"at=3&cut=1&depth=formula&look={reading.first}", page.url))
    settle(page)
    page.locator(".scissors").wait_for()
    expect(page.locator("[data-snip]")).to_have_attribute("aria-pressed", "true")
    term = exhibit.terms(reading, reading.cut, reading.cell)[reading.first - 1]
    for symbol, value in (("U", "input"), ("W", "memory"), ("b", "own"), ("tanh", "hidden"), ("V", "score"), ("c", "bias"), ("s_t−1", "before")):
        page.locator(f"[data-symbol='{symbol}']").first.focus()
        expect(page.locator("[data-meaning]")).to_contain_text(chapter.signed(term[value]))
    at_rest(page)
    page.locator(".scissors").click()
    expect(page.locator("[data-snip]")).to_have_attribute("aria-pressed", "false")
    term = exhibit.terms(reading, reading.whole, reading.cell)[reading.first - 1]
    expect(page.locator(".worked")).to_contain_text(chapter.signed(term["memory"]))
