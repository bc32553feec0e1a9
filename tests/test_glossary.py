"""The glossary, the terms in prose, the map and the recap cards: what they say is true, and they can be played by keyboard, mouse and touch."""

import re
from urllib.parse import parse_qsl

import numpy as np
import pytest
from playwright.sync_api import expect

from explainer import glossary, journey, lessons, terms
from explainer.glance import forget
from explainer.reading import machines
from explainer.vocabulary import START
from tests.conftest import settle
from tests.prose_scan import HAN
from tests.test_app import LANGUAGES, PAGES, boards, course_map, opened, reported, sound, staged
from tests.test_course import choices
from tests.test_scene_in_browser import overflow, serious

LOCALES = {"zh": "zh-CN", "en": "en-US"}
every_language = pytest.mark.parametrize("language", LANGUAGES)
LAST = max(glossary.number(page.stem) for page in PAGES)


def table(language):
    return lessons.say(language).section("glossary")


# ---- the entries

@every_language
def test_every_term_has_one_plain_sentence_and_a_name_of_its_own(language):
    known = glossary.entries(language)
    assert len(known) >= 30 and len({entry.name for entry in known.values()}) == len(known)
    for key, entry in known.items():
        assert len(re.findall(r"[。.?？](?:\s|$)|。", entry.sentence)) == 1 and entry.sentence[-1] in "。.", key
        assert entry.other and all(entry.other) and entry.chapter <= LAST, key
        assert not entry.confused or set(terms.keys(entry.confused)) <= set(known), key
        assert not entry.confused or len(terms.parts(entry.confused)) == 1, key


@every_language
def test_every_term_leads_to_a_scene_of_its_chapter(language):
    say = lessons.say(language)
    for key, entry in glossary.entries(language).items():
        place = glossary.place(say, entry)
        assert glossary.number(place.chapter) == entry.chapter and place.scene, key
        assert 1 <= int(place.link.get("at", 1)) <= len(glossary.scene_names(say, place.chapter)) + 1 if entry.chapter else int(place.link.get("t", 0)) <= 12, key
    astray = glossary.Entry(**{**vars(next(entry for entry in glossary.entries(language).values() if entry.chapter)), "scene": "no_such"})
    with pytest.raises(KeyError, match=rf"{language}/glossary.toml: term.{astray.key}"):
        glossary.place(say, astray)


def letters(name):
    """What initials are made of: every Han character, every Latin letter; what stands in brackets is left out.

    >>> letters("n 元语法")
    'n元语法'
    """
    return "".join(re.findall(rf"[{HAN}A-Za-z]", re.sub(r"（.*?）", "", name)))


TWO_SOUNDS = "重"                                    # zhòng in 权重, chóng in 重置


def test_initials_fit_the_chinese_names():
    sounds = {}
    for key, entry in glossary.entries("zh").items():
        names = [name for name in (entry.name, entry.also) if re.search(f"[{HAN}]", name) or name == entry.name]
        own = table("zh")[f"term.{key}.initials"].split(" | ")
        assert len(own) == len(names), key
        for name, initials in zip(names, own):
            assert re.fullmatch("[a-z]+", initials) and len(initials) == len(letters(name)), f"{key}: {name} {initials}"
            for letter, sound_of_it in zip(letters(name), initials):
                if letter.isascii():
                    assert letter.lower() == sound_of_it, key
                elif letter not in TWO_SOUNDS:
                    assert sounds.setdefault(letter, sound_of_it) == sound_of_it, f"{key}: {letter} was {sounds[letter]} elsewhere"
    assert len(sounds) > 60


def test_initials_in_english_are_first_letters():
    for key, entry in glossary.entries("en").items():
        for initials in table("en")[f"term.{key}.initials"].split(" | "):
            named = f"{entry.name} {entry.also}".lower()
            assert re.fullmatch("[a-z]+", initials) and initials[0] in {word[0] for word in re.findall("[a-z]+", named)}, key


def test_a_term_of_a_chapter_that_is_not_written_is_not_shown(monkeypatch):
    written = lessons.chapters("zh")[:2]
    monkeypatch.setattr(glossary.lessons, "chapters", lambda code: written)
    forget()
    found = glossary.entries("zh")
    forget()
    assert {entry.chapter for entry in found.values()} == {0, 1}


# ---- prose with terms

def test_prose_with_terms_is_cut_into_plain_parts():
    text = "The **memory** is [48 numbers](term:tile).\nMore.\n\n- one `W`\n- two\n\n1. first\n2. second"
    first, dots, numbers = terms.parts(text)
    assert first == {"kind": "p", "lines": [["The ", {"kind": "strong", "text": "memory"}, " is ", {"kind": "term", "text": "48 numbers", "key": "tile"}, ".\nMore."]]}
    assert (dots["kind"], numbers["kind"]) == ("ul", "ol") and dots["lines"][0] == ["one ", {"kind": "code", "text": "W"}]
    assert terms.keys(text) == ["tile"] and terms.bare(text).startswith("The **memory** is 48 numbers.")


@pytest.mark.parametrize("text", ["# Heading", "[away](https://x.y)", "| a | b |", "![x](y)", "$x$", "<b>x</b>", "*x*", "_x_", "> said"])
def test_other_markdown_beside_a_term_is_an_authors_slip(text):
    with pytest.raises(ValueError, match="beside terms"):
        terms.parts(f"A [word](term:x).\n\n{text}")


def test_numbers_beside_a_term_are_no_markup():
    assert terms.parts("[B](term:x) gives <1 %, 2 < 3, from_input") == [{"kind": "p", "lines": [[{"kind": "term", "text": "B", "key": "x"}, " gives <1 %, 2 < 3, from_input"]]}]


# ---- the map

@every_language
def test_the_map_has_every_chapter_once_and_tells_which_are_not_written(language):
    acts = journey.acts(language)
    written = [stop.number for act in acts for stop in act.stops]
    assert written == [glossary.number(page.stem) for page in PAGES]
    planned = sorted(written + [n for act in acts for n in act.waiting])
    assert planned == list(range(len(planned)))
    assert all(n in written for n in (stop.number for stop in journey.short_course(language)))
    shown = course_map(reported(opened(language)))
    told = " ".join(shown["told"])
    for act in acts:
        assert (f"{act.waiting[0]}–{act.waiting[-1]}" in told and act.name in told) if act.waiting else act.name not in told
    assert str(sum(stop.minutes for stop in journey.short_course(language))) in told
    assert shown["acts"][1]["stops"][0]["question"] == lessons.lesson(language, PAGES[1].stem).question


# ---- recap cards

@every_language
def test_every_third_chapter_begins_with_a_card_of_two_chapters_ago(language):
    strings = lessons.say(language).section("recap")
    for page in PAGES:
        n = glossary.number(page.stem)
        if n and n % 3 == 0:
            question, answer = (strings[f"card.{n - 2}.{side}"] for side in ("question", "answer"))
            assert not re.search(r"\d", question + answer), "numbers may change"
            card = next(data for data in boards(opened(language, page)) if "answer" in data)
            assert (card["question"], card["answer"], card["number"]) == (question, answer, n - 2)
            assert not any("answer" in data for data in boards(opened(language, page, guess="-"))), "it does not come back after the guess"


def end_card(at):
    return next((data for data in boards(at) if "facts" in data), None)


@every_language
def test_the_last_chapter_of_an_act_ends_with_nine_facts_in_three_boxes(language):
    for page in PAGES[1:]:
        n = glossary.number(page.stem)
        card = end_card(sound(opened(language, page, at="12", guess="-")))
        assert (card is not None) == (journey.last_of_act(language, n) is not None)
        if card:
            assert [fact["box"] for fact in card["facts"]].count(0) == 3 and sorted({fact["box"] for fact in card["facts"]}) == [0, 1, 2]
            assert len(card["facts"]) == 9 and len(card["boxes"]) == 3 and all(fact["yes"] and fact["no"] for fact in card["facts"])
            assert "sort" not in [choice.param for choice in choices(page)]


@pytest.mark.parametrize("junk", ["1", "999999999", "12345678x", "<b>" * 3, "٣" * 9, "1" * 10])
def test_a_broken_sort_is_kind(junk):
    at = sound(opened("zh", PAGES[-1], at="12", guess="-", sort=junk))
    assert end_card(at)["start"]["sort"] == ""
    assert end_card(opened("zh", PAGES[-1], at="12", guess="-", sort="120000003"))["start"]["sort"] == "120000003"


@every_language
def test_the_nine_facts_hold_of_the_shipped_network(language):
    here = machines(language)
    network, counting = here.network, here.counting
    sentence = list(here.world.scene.sentence)
    numbered = lambda words: np.array([START, *network.vocab.encode(words)])
    trace = network.read(numbered(sentence))
    hidden, cell = trace.signals["hidden"], network.cell
    before = np.vstack([np.zeros(hidden.shape[1]), hidden[:-1]])
    assert np.allclose(trace.probs.sum(axis=1), 1)                                        # shares out 100 points
    assert np.allclose(hidden, np.tanh(cell.U[:, numbered(sentence)].T + before @ cell.W.T + cell.b))        # tables U and W, a line that comes back
    scores = hidden @ network.V.T                                                         # table V: the answer is read from the memory alone
    assert all(np.ptp((np.log(p) - score - network.c)[p > 0]) < 1e-6 for p, score in zip(trace.probs, scores))
    assert (np.abs(np.diff(hidden, axis=0)) > 0).all()                                    # the whole memory is rewritten at every word
    assert np.allclose(trace.probs[:4], network.read(numbered(sentence[:3])).probs)       # one word at a time: what comes later does not count
    assert network.read(numbered(sentence * 3)).signals["hidden"].shape == (1 + 3 * len(sentence), hidden.shape[1])     # more steps, the same tables
    other = [sentence[2], *sentence[1:]]
    ends = [model.read(numbered(words)).probs[-1] for model in (network, counting) for words in (sentence, other)]
    assert not np.allclose(ends[0], ends[1]) and np.allclose(ends[2], ends[3])            # words out of sight count for it, not for A
    swapped = [sentence[2], sentence[1], sentence[0], *sentence[3:]]
    assert sorted(swapped) == sorted(sentence) and not np.allclose(network.read(numbered(swapped)).probs[-1], ends[0])      # the same words in another order


# ---- ways from one page to another

@every_language
def test_every_way_is_the_link_of_a_page_of_the_course(language):
    pages = {"": PAGES[0].stem, "glossary": "glossary", **{page.stem.partition("_")[2]: page.stem for page in PAGES[1:]}}
    shown = [*boards(reported(opened(language))), *boards(opened(language, PAGES[-1], at="12", guess="-")), *boards(opened(language, PAGES[0].parent / "glossary.py"))]
    ways = [(name, address) for data in shown for name, address in data.get("ways", {}).items()]
    assert len(ways) > 30
    for name, address in ways:
        place, _, link = address.removeprefix("./").partition("?")
        assert place in pages and dict(parse_qsl(link))["lang"] == LANGUAGES[language], name


@every_language
def test_a_guess_that_was_made_is_not_taken_back_by_a_way_to_its_chapter(language):
    at = opened(language, PAGES[2], at="1", guess="0")
    at.switch_page("pages/glossary.py").run()
    links = [dict(parse_qsl(address.partition("?")[2])) for name, address in boards(sound(at))[0]["ways"].items()
             if glossary.entries(language)[name].chapter == glossary.number(PAGES[2].stem)]
    assert links and all("at" in link and "guess" not in link for link in links)
    assert all("guess" in dict(parse_qsl(boards(at)[0]["ways"][key].partition("?")[2])) for key, entry in glossary.entries(language).items() if entry.chapter == 1)


def test_a_link_without_a_language_keeps_the_one_that_was_spoken():
    at = opened("en")
    at.session_state["lang"] = None
    assert staged(sound(at.run()))["lang"] == "en"


@every_language
def test_the_glossary_opens_at_a_term_and_is_kind_to_broken_ones(language):
    page = PAGES[0].parent / "glossary.py"
    at = sound(opened(language, page, term="n_gram"))
    assert boards(at)[0]["start"]["term"] == "n_gram" and not at.info
    for junk in ("zzz", "<b>", "x" * 3000, "term.n_gram.name", "__class__"):
        at = sound(opened(language, page, term=junk))
        assert boards(at)[0]["start"]["term"] == "" and at.info


# ---- in a browser

LOOKS = [("zh", {"width": 1366, "height": 768}, "light"), ("en", {"width": 390, "height": 844}, "dark")]


@pytest.mark.parametrize("language, viewport, scheme", LOOKS)
def test_a_term_is_opened_by_keyboard_leads_to_the_glossary_and_back(visit, language, viewport, scheme):
    step = glossary.place(lessons.say(language), glossary.entries(language)["language_model"]).link["t"]
    page = visit(f"?t={step}&guess=-", locale=LOCALES[language], viewport=viewport, color_scheme=scheme)
    term, card = page.locator("[data-term=memory_tile]"), page.locator("[data-card]")
    entry = glossary.entries(language)["memory_tile"]
    term.focus()
    for key in ("Enter", " "):
        page.keyboard.press(key)
        expect(term).to_have_attribute("aria-expanded", "true")
        expect(card).to_contain_text(entry.sentence)
        page.keyboard.press("Escape")
        expect(card).to_have_count(0)
        assert term.evaluate("(node) => node.getRootNode().activeElement === node")
    term.click()
    expect(card).to_be_visible()
    box = card.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= viewport["width"] and overflow(page) == 0
    assert not serious(page)
    page.locator("h3, h2").first.click()                                                 # a tap elsewhere
    expect(card).to_have_count(0)
    term.focus()
    page.keyboard.press("Enter")
    expect(card).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".picked .name")).to_have_text(entry.name)
    assert "term=memory_tile" in page.url and "/glossary" in page.url and not serious(page)
    page.go_back()                                                                        # one step back, and the place is kept
    expect(page.locator(".term[data-term=memory_tile]")).to_be_visible()
    expect(page.locator("[data-card]")).to_have_count(0)
    assert f"t={step}" in page.url


@pytest.mark.parametrize("language, viewport, scheme", LOOKS)
def test_the_glossary_is_searched_in_both_languages_and_by_initials(visit, language, viewport, scheme):
    page = visit("glossary", locale=LOCALES[language], viewport=viewport, color_scheme=scheme)
    search, shown = page.locator("[data-search]"), page.locator(".entry")
    expect(shown).to_have_count(len(glossary.entries(language)))
    for asked in ("隐状态", "hidden state", "Hidden-State", "yzt", "  ＹＺＴ "):
        search.fill(asked)
        expect(shown.first).to_have_attribute("data-term", "hidden_state")
    search.fill("yincang xyzzy")
    expect(shown).to_have_count(0)
    expect(page.locator(".count")).to_have_text(lessons.say(language)("board.glossary.none"))
    search.fill("hidden state")
    assert overflow(page) == 0 and not serious(page)
    entry = glossary.entries(language)["hidden_state"]
    page.locator("[data-term=hidden_state] [data-linked=hidden_layer]").click()
    expect(page.locator(".picked .entry")).to_have_attribute("data-term", "hidden_layer")
    search.fill("yzt")
    page.locator("[data-way=hidden_state]").focus()
    page.keyboard.press("Enter")
    say = lessons.say(language)
    expect(page.locator(".steps [aria-current=step] .name")).to_have_text(glossary.place(say, entry).scene)
    assert f"at={glossary.place(say, entry).link['at']}" in page.url


@pytest.mark.parametrize("language, viewport, scheme", LOOKS)
def test_a_recap_card_is_turned_or_passed_by_and_never_blocks(visit, language, viewport, scheme):
    third = next(page for page in PAGES if glossary.number(page.stem) == 3).stem.partition("_")[2]
    page = visit(third, locale=LOCALES[language], viewport=viewport, color_scheme=scheme)
    strings = lessons.say(language).section("recap")
    expect(page.locator(".asks")).to_have_text(strings["card.1.question"])
    expect(page.locator("[data-guess]").first).to_be_enabled()                            # the guess does not wait for it
    expect(page.locator(".answer")).to_have_count(0)
    page.locator("[data-flip]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".answer")).to_have_text(strings["card.1.answer"])
    assert overflow(page) == 0 and not serious(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".recap")).to_have_count(0)
    expect(page.locator("[data-guess]").first).to_be_visible()


PRINTED = """() => { document.body.append = (frame) => {
    Element.prototype.append.call(document.body, frame);
    frame.contentWindow.print = () => { window.sheet = frame.contentDocument.body.innerText; };
}; }"""


@pytest.mark.parametrize("language, viewport, scheme", LOOKS)
def test_the_end_of_an_act_is_sorted_by_keyboard_and_printed(visit, language, viewport, scheme):
    last = PAGES[-1].stem
    strings = lessons.say(language).section("recap")
    facts = journey.table(strings, f"act.{journey.last_of_act(language, glossary.number(last))}.fact")
    page = visit(f"{last.partition('_')[2]}?at=12&guess=-", locale=LOCALES[language], viewport=viewport, color_scheme=scheme)
    for i, fact in enumerate(facts.values()):
        right = int(fact["box"]) - 1
        row = page.locator(f"[data-fact='{i}']")
        for box in ((right + 1) % 3, right):
            row.locator(f"[data-box='{box}']").focus()
            page.keyboard.press("Enter")
            expect(row.locator(".feedback")).to_contain_text(fact["yes"] if box == right else fact["no"])
    expect(page.locator(".own")).to_be_visible()
    expect(page).to_have_url(re.compile("sort=" + "".join(fact["box"] for fact in facts.values())))
    page.wait_for_timeout(600)                                                            # Streamlit dims what is about to be drawn anew
    settle(page)
    assert overflow(page) == 0 and not serious(page)
    page.locator("[data-own='0']").fill("<b>mine</b>")
    page.evaluate(PRINTED)
    page.locator("[data-print]").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("window.sheet")
    sheet = page.evaluate("window.sheet")
    assert "<b>mine</b>" in sheet and all(fact["text"] in sheet for fact in facts.values())


@pytest.mark.parametrize("language, viewport, scheme", LOOKS)
def test_the_map_leads_to_every_chapter_and_remembers(visit, language, viewport, scheme):
    last = PAGES[-1].stem
    page = visit(f"{last.partition('_')[2]}?at=12&guess=-", locale=LOCALES[language], viewport=viewport, color_scheme=scheme)
    expect(page.locator(f"[data-stop='{last}'] [aria-current=page]")).to_be_visible()
    expect(page.locator(f"[data-stop='{PAGES[1].stem}']")).to_have_attribute("data-been", "not_yet")
    page.locator(f"[data-way='{PAGES[1].stem}']").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".title")).to_contain_text(lessons.lesson(language, PAGES[1].stem).title)
    expect(page.locator("[data-guess]").first).to_be_visible()
    page.locator(".look").click()
    page.locator(".steps button").last.click()
    expect(page.locator(f"[data-stop='{last}']")).to_have_attribute("data-been", "seen")
    expect(page.locator(f"[data-stop='{PAGES[0].stem}']")).to_have_attribute("data-been", "not_yet")
    assert overflow(page) == 0 and not serious(page)
