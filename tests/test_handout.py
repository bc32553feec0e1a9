"""A scene as a file, and the tour without a server: they open from a disk or any web space, ask nobody for anything, and show what the course shows."""

import csv
import json
import re
import struct
from xml.etree import ElementTree

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from explainer import leaflet, lessons
from explainer.choices import Choices
from explainer.components import stage
from explainer.scene import requested
from tests.conftest import settle
from tests.stage import Stage

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
    page = visit(f"?t=6&guess=-&cover=1", locale=LOCALES[language], accept_downloads=True)
    shown = Stage(page)
    with page.expect_download() as download:
        page.get_by_role("button", name=lessons.say(language)("handout.take")).click()
    assert download.value.suggested_filename == "scene.html"
    with open(download.value.path(), "rb") as file:
        copy, other = saved(file.read(), locale=LOCALES[language])
    assert other.picture() == shown.picture() and other.pieces() == shown.pieces()
