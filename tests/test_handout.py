"""A scene as a file, and the tour without a server: they open from a disk or any web space, ask nobody for anything, and show what the course shows."""

import csv
import http.server
import json
import re
import socketserver
import struct
import threading
from functools import partial
from xml.etree import ElementTree

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from explainer import handout, leaflet, lessons
from explainer.choices import Choices
from explainer.glossary import scene_names
from explainer.scene import requested
from tests.stage import Stage
from tests.test_app import PAGES, boards, opened
from tests.test_course import filled

LANGUAGES = list(lessons.languages())
LOCALES = {"zh": "zh-CN", "en": "en-US"}
every_language = pytest.mark.parametrize("language", LANGUAGES)


def reading_of(language, **chosen):
    return requested(lessons.say(language), Choices(**chosen))[0]


@pytest.fixture
def saved(profile, tmp_path):
    """saved(page's bytes, query, **options) -> (the page in a fresh profile without a network, its Stage)."""

    def open_(packed, query="", **options):
        file = tmp_path / "scene.html"
        file.write_bytes(packed)
        context = profile(offline=True, **options)
        page = context.new_page()
        page.goto(file.as_uri() + query)
        return page, Stage(page)

    return open_


def barriers(page):
    return [found["id"] for found in Axe().run(page).response["violations"] if found["impact"] in ("serious", "critical")]


def taken(page, name):
    """The bytes that a button of the page gives away, and the name of the file."""
    with page.expect_download() as download:
        page.locator(f"[data-take={name}]").click()
    with open(download.value.path(), "rb") as file:
        return file.read(), download.value.suggested_filename


@every_language
def test_the_file_holds_both_languages_and_nothing_from_elsewhere(language):
    packed = leaflet.page(language, Choices(step=3)).decode()
    known = json.loads(re.search(r'id="reading">(.*?)</script>', packed, re.S)[1])
    assert [each["lang"] for each in known["readings"]] == [language, *(other for other in LANGUAGES if other != language)]
    assert len({each["sentence"]["text"] for each in known["readings"]}) == 1
    outside = re.sub(r"http://www\.w3\.org/\S+", "", packed)
    assert "http:" not in outside and "https:" not in outside and "@import" not in packed
    assert len(packed.encode()) < 400_000


@every_language
def test_the_file_steps_without_a_network_and_turns_into_the_other_language(saved, language):
    reading, other = reading_of(language), next(code for code in LANGUAGES if code != language)
    page, shown = saved(leaflet.page(language, Choices(step=3, guess="-", reached="guess")), locale=LOCALES[other])
    shown.at(3)
    assert shown.root.get_attribute("lang").startswith(language)              # as it was saved, whatever the browser prefers
    shown.go(reading.last)
    for lane, trace in (("A", reading.a), ("B", reading.b)):
        assert shown.bars(lane) == pytest.approx({word: trace.p(reading.last, word) for word in shown.bars(lane)}, abs=1e-6)
    told, pieces, bars = shown.narration(), shown.pieces(), shown.bars("B")
    page.locator(f"[data-language={other}]").click()
    expect(shown.root).to_have_attribute("lang", re.compile(f"^{other}"))
    assert page.evaluate("document.documentElement.lang").startswith(other)
    assert (shown.pieces(), shown.bars("B"), shown.mark("step")) == (pieces, bars, str(reading.last))
    assert shown.narration() != told and page.title() == lessons.lesson(other, leaflet.CHAPTER).title
    expect(page.locator(".file-bar")).to_contain_text(lessons.say(other)("handout.origin"))
    assert f"lang={lessons.languages()[other]}" in page.evaluate("decodeURIComponent(location.search)")
    page.reload()                                                               # the address of a file is a link as well
    shown.at(reading.last)
    assert shown.root.get_attribute("lang").startswith(other)
    assert not barriers(page)


def test_the_file_keeps_what_was_covered_and_a_sentence_of_ones_own(saved):
    own = "我昨天上学迟到了 <script>alert(1)</script></script>"
    page, shown = saved(leaflet.page("zh", Choices(sentence=own, covered=(1,), step=2, guess="-", reached="end")), locale="zh-CN")
    shown.at(2)
    assert shown.find("[data-covered]").count() and "".join(shown.pieces()) == "".join(piece.text for piece in reading_of("zh", sentence=own).pieces)
    assert page.locator("script").count() == 2                                  # the reading, and what draws it
    assert page.locator("#own-sentence").count() == 0


def test_what_is_taken_out_of_the_file_is_what_it_shows(saved):
    reading = reading_of("en")
    page, shown = saved(leaflet.page("en", Choices(step=4, guess="-", reached="guess")), locale="en-US", accept_downloads=True)
    shown.at(4)
    numbers, name = taken(page, "numbers")
    table = list(csv.reader(numbers.decode("utf-8-sig").splitlines()))
    assert name == "reading.csv" and len(table) == reading.last + 2
    assert [row[1] for row in table[2:]] == [piece.text for piece in reading.pieces]
    best, p = reading.b.top(4, 1)[0]
    assert table[5][4] == best and float(table[5][5]) == pytest.approx(p, abs=1e-6)
    assert [float(value) for value in table[5][6:]] == pytest.approx(reading.b.signals["hidden"][4].tolist(), abs=1e-4)
    picture, name = taken(page, "graph")
    drawn = ElementTree.fromstring(picture)
    space = "{http://www.w3.org/2000/svg}"
    assert name == "graph.svg" and [node.text for node in drawn.findall(f"{space}text")] == [piece.text for piece in reading.pieces[:4]]
    assert len([node for node in drawn.iter(f"{space}rect") if node.get("rx")]) == 4 and b"color(" not in picture
    film, name = taken(page, "film")
    assert name == "film.png" and film[:8] == b"\x89PNG\r\n\x1a\n" and min(struct.unpack(">II", film[16:24])) > 100


def test_on_paper_stand_the_scene_and_no_buttons(saved):
    page, shown = saved(leaflet.page("en", Choices(step=5, guess="-", reached="guess")), color_scheme="dark", locale="en-US")
    shown.at(5)
    assert shown.mark("theme") == "dark"
    page.emulate_media(media="print")
    expect(shown.root).to_have_attribute("data-theme", "light")                 # light paper, also from a dark screen
    for hidden in (".tools", ".depth", ".next", ".own", ".scrub"):
        assert not shown.find(hidden).is_visible(), hidden
    assert not page.locator(".file-bar button:visible, .file-languages button:visible").count()
    assert shown.find(".lanes").is_visible() and page.get_by_text(lessons.say("en")("handout.origin")).is_visible()
    assert page.pdf(landscape=True).count(b"/Type /Page\n") <= 2


def test_a_broken_language_is_left_out(monkeypatch):
    from explainer.shelf import BUNDLES, BundleError

    def machines(code):
        if code == "en":
            raise BundleError(BUNDLES / "diary_en" / "elman.safetensors", "gone")
        return original(code)

    original = leaflet.machines
    monkeypatch.setattr(leaflet, "machines", machines)
    assert [json.loads(each)["lang"] for each in leaflet.readings("zh", Choices(), Choices())] == ["zh"]


@every_language
def test_the_course_gives_the_scene_away(visit, saved, language):
    page = visit("?t=6&guess=-&cover=1", locale=LOCALES[language], accept_downloads=True)
    shown = Stage(page)
    with page.expect_download() as download:
        page.get_by_role("button", name=lessons.say(language)("handout.take")).click()
    assert download.value.suggested_filename == "scene.html"
    with open(download.value.path(), "rb") as file:
        copy, other = saved(file.read(), locale=LOCALES[language])
    assert other.picture() == shown.picture() and other.pieces() == shown.pieces()


# — the tour without a server —

@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The whole tour, written once."""
    folder = tmp_path_factory.mktemp("web") / "course"
    handout.write(folder, report=lambda line: None)
    return folder


@pytest.fixture
def toured(profile, site):
    """toured(address, **options) -> a page of the tour in a fresh profile without a network."""

    def open_(address, **options):
        page = profile(offline=True, **{"locale": "en-US", **options}).new_page()
        page.goto((site / "index.html").as_uri().removesuffix("index.html") + address)
        return page

    return open_


CHAPTERS = [page for page in PAGES if page.stem != leaflet.CHAPTER]
PLACES = {page.stem.partition("_")[2]: page for page in CHAPTERS}


def head_at(page, k):
    expect(page.locator(".board[data-board=head]")).to_have_attribute("data-at", str(k))


def test_the_tour_asks_nothing_of_the_net_and_lists_every_chapter(site):
    for file in site.rglob("*.*"):
        outside = re.sub(r"http://www\.w3\.org/\S+", "", file.read_text("utf-8"))
        assert not re.search(r"""(src|href)=["']?(https?:)?//|@import|\bfetch\(|XMLHttpRequest|WebSocket""", outside), file
    index = (site / "index.html").read_text("utf-8")
    for code in LANGUAGES:
        for number, name in enumerate(lessons.chapters(code)):
            assert lessons.say(code)("ui.menu_chapter", number=number, title=lessons.lesson(code, name).title) in index
    for place in PLACES:
        assert f'href="{place}/index.html' in index and (site / place / "index.html").is_file()


def test_every_ready_made_sentence_can_be_read_in_the_tour(toured):
    page = toured("index.html?t=2&guess=-")
    shown, say = Stage(page), lessons.say("en")
    shown.at(2)
    home = requested(say, Choices())[0].machines
    for preset in home.world.scene.presets:
        page.locator(f"[data-preset={preset.key}]").click()
        reading = reading_of("en", sentence=home.network.vocab.join(preset.words))
        shown.go(reading.last)
        assert shown.pieces() == [piece.text for piece in reading.pieces]
        best, p = reading.b.top(reading.last, 1)[0]
        assert shown.bars("B")[best] == pytest.approx(p, abs=1e-6)
    link = page.url.partition("?")[2]
    page.locator("[data-language=zh]").click()                     # the same ready-made sentence of the other language
    expect(page.locator(f"[data-preset={preset.key}]")).to_have_attribute("aria-pressed", "true")
    assert shown.root.get_attribute("lang") == "zh-CN" and page.locator("section.contents[data-for=zh]").is_visible()
    again = Stage(toured("index.html?" + link))                    # the link opens the same sentence at the same step
    again.at(reading.last)
    assert again.pieces() == [piece.text for piece in reading.pieces]
    stranger = toured("index.html?s=<b>x</b> came late&guess=-")
    expect(stranger.locator(".file-note")).to_have_text(say("handout.unread"))


@every_language
@pytest.mark.parametrize("place", PLACES)
def test_a_chapter_of_the_tour_shows_what_the_course_shows(toured, language, place):
    """Played from the guess to the end: every scene has the boards that the course gives it, with the same data."""
    page = toured(f"{place}/index.html?lang={lessons.languages()[language]}")
    page.locator(".look").click()
    names = [*scene_names(lessons.say(language), PLACES[place].stem), "closing"]
    for k in range(1, len(names) + 1):
        head_at(page, k)
        at = opened(language, PLACES[place], at=str(k), guess="-")
        wanted = [element.proto.component_name for element in at.get("bidi_component")]
        assert page.evaluate("[...document.querySelectorAll('.tour-board > [data-part]')].map((part) => part.dataset.part)") == wanted
        for part in page.locator(".tour-board > [data-part]").all():
            assert part.evaluate("(part) => part.shadowRoot.querySelector('.board, .check').childElementCount"), f"{place} {k}: an empty board"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if k < len(names):
            page.locator(".tour-onward").click()
    assert f"at={len(names)}" in page.url
    page.reload()
    head_at(page, len(names))
    own = filled(language, PLACES[place]).guess.options[0]
    page.goto(page.url.replace("guess=-", "guess=0"))
    expect(page.locator("main")).to_contain_text(lessons.say(language)("board.guessed", guess=own.text).replace("**", ""))
    expect(page.locator("main")).to_contain_text(own.feedback.partition("**")[0][:40])
    assert not barriers(page)


def test_links_of_the_course_open_the_same_place_in_the_tour(toured):
    page = toured("memory/index.html?at=1&guess=0&h=cncn&depth=formula&lang=English")
    expect(page.locator(".board[data-board=village]")).to_have_attribute("data-h", "cncn")
    expect(page.locator(".board[data-board=head]")).to_have_attribute("data-depth", "formula")
    page = toured("order/index.html?at=2&guess=-")
    board = page.locator(".board[data-board=twins]")
    second = next(data for data in boards(opened("en", PLACES["order"], at="2", guess="-")) if "pairs" in data)["pairs"][1]
    first = board.inner_text()
    page.get_by_role("button", name=second["title"]).first.click()                 # Python answers this in the course; here it was asked before
    expect(board).to_have_attribute("data-twin", second["id"])
    assert board.inner_text() != first and f"twin={second['id']}" in page.url
    seen = board.inner_text()
    page.reload()
    expect(board).to_have_attribute("data-twin", second["id"])
    assert board.inner_text() == seen


def test_a_choice_that_needs_the_course_says_so(toured):
    page = toured("window/index.html?at=2&guess=-")
    expect(page.locator(".tour-note:visible")).to_have_count(0)
    page.locator("[data-vote=a0]").click()
    expect(page.locator(".tour-note:visible")).to_have_text(lessons.say("en")("handout.tour.needs"))


def test_links_that_make_no_sense_open_the_tour_all_the_same(toured):
    for junk in ("at=99&guess=<b>x</b>&depth=zzz", "at=2&guess=-&twin=__proto__&o=9.9.9&dish=<script>", "at=5&guess=-&clip=999&way=7&page=99", "at=1&guess=-&rows=999&face=-1"):
        page = toured(f"order/index.html?{junk}")
        page.locator(".board").first.wait_for()
        assert page.locator("[data-part]").count() >= 2 and not page.locator("main b").count()


def test_ways_between_pages_stay_in_the_tour_and_in_the_language(toured):
    page = toured("unrolled/index.html?at=9&guess=-&lang=中文")
    page.locator("[data-part=board_column] .map a").nth(1).click()
    page.wait_for_url("**/window/index.html**")
    expect(page.locator(".board[data-board=guess]")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    page.locator(".tour-top a").click()
    page.wait_for_url("**/course/index.html**")
    assert Stage(page).root.get_attribute("lang") == "zh-CN"
    page.goto((page.url.partition("index.html")[0]) + "glossary/index.html?lang=English&term=memory_tile")
    expect(page.locator(".board[data-board=glossary]")).to_be_visible()


def test_any_web_space_can_serve_it(site, profile):
    """A plain file server, the tour in a folder of it; the address of a chapter is the course's own."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), partial(Quiet, directory=site.parent)) as files:
        threading.Thread(target=files.serve_forever, daemon=True).start()
        page = profile(locale="en-US").new_page()
        page.goto(f"http://127.0.0.1:{files.server_address[1]}/course/memory?at=2&guess=-")
        head_at(page, 2)
        page.locator(".tour-top a").click()
        Stage(page)
        files.shutdown()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass
