"""The training bench as learners use it: two at once, in a queue, stopping, leaving and coming back, running away, by keyboard, on a phone."""

import re

import pytest
import torch
from playwright.sync_api import expect

from explainer import lessons
from explainer.chapters.bench import BENCH
from explainer.exhibits import bench as exhibit
from explainer.training import tasks
from tests.conftest import settle
from tests.server import free_port, serve
from tests.test_scene_in_browser import overflow, serious

LOCALES = {"zh": "zh-CN", "en": "en-US"}
PHONE = {"width": 390, "height": 844}
SLOW = 120_000                                      # ms: a process has to start, on a machine where others work


@pytest.fixture(scope="module")
def host():
    """A server on which two may train at once, one may wait, and a long training is really long."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRAININGS", "2")
        patch.setenv("TRAININGS_WAITING", "1")
        patch.setenv("TRAINING_SECONDS", "300")
        with serve() as running:
            yield running


@pytest.fixture
def bench(profile, host):
    """bench(language, **link) -> the bench of chapter 7 in a fresh profile."""
    before = len(host.faults())

    def open_(language="zh", place="training?at=2", **options):
        page = profile(locale=LOCALES[language], **options).new_page()
        page.goto(f"{host.url}/{place}&guess=-")
        settle(page)
        page.locator(".desk").wait_for()
        return Bench(page, language)

    yield open_
    assert len(host.faults()) == before, host.log.read_text("utf-8", "replace")[-4000:]


class Bench:
    """The bench on an open page."""

    def __init__(self, page, language):
        self.page, self.language, self.desk = page, language, page.locator(".desk")

    def says(self, key, **gaps):
        expect(self.page.locator(".board[data-board=bench] .line")).to_have_text(re.compile(re.escape(lessons.say(self.language)(f"bench.{key}", **gaps))), timeout=SLOW)

    def told(self):
        return self.page.locator(".board[data-board=bench] .line").inner_text()

    def runs(self):
        """Waits until it practises: its curves have begun."""
        expect(self.desk).to_have_attribute("data-alive", "yes")
        expect(self.desk.locator(".chart .trace.quiz")).to_have_attribute("data-points", re.compile(r"^([3-9]|\d\d+)$"), timeout=SLOW)

    def over(self, how):
        expect(self.desk).to_have_attribute("data-alive", "no", timeout=SLOW)
        expect(self.desk).to_have_attribute("data-ended", how)

    def stop(self):
        self.desk.locator("[data-order=stop]").click()
        self.over("stopped")


def recomputed(tmp_path, language, **levers):
    """The same training in this process: its last record with a surprise, and what its network guesses."""
    file = tmp_path / f"{language}.safetensors"
    torch.set_num_threads(1)
    told = [*tasks.TASKS["bench"]({**BENCH.request(language, {**BENCH.first, **levers}), "seconds": 600, "file": str(file)})]
    of = exhibit.asked(language)
    return told[-2], exhibit.guesses(of, exhibit.read(exhibit.trained(language, file), of.words))


def test_two_train_at_once_and_nothing_mixes(bench, tmp_path):
    one, other = bench("zh"), bench("en")
    levers = {one: {"n": "20", "seed": "2"}, other: {"n": "100", "seed": "3"}}
    for each in (one, other):
        each.page.goto(each.page.url + "".join(f"&bench_{lever}={name}" for lever, name in {**levers[each], "rounds": "60"}.items()))
        settle(each.page)
    for each in (one, other):
        each.desk.locator("[data-order=train]").click()
    for each in (one, other):
        each.over("done")
    for each in (one, other):
        last, guesses = recomputed(tmp_path, each.language, **levers[each], rounds="60")
        assert float(each.desk.locator(".chart .trace.quiz").get_attribute("data-last")) == pytest.approx(last["held_out"], abs=1e-3)
        assert float(each.desk.locator(".chart .trace.practice").get_attribute("data-last")) == pytest.approx(last["loss"], abs=1e-3)
        shown = each.page.locator(".blank .mine .value").evaluate_all("all => all.map((one) => Number(one.dataset.p))")
        assert shown == pytest.approx([guess["p"] for guess in guesses], abs=1e-4)
        assert each.page.locator(".ledger li").count() == 1
        each.says("done_cram", loss=f"{last['loss']:.1f}", quiz=f"{last['held_out']:.1f}")
        template = re.escape(lessons.say(each.language).section("bench")["counting_wins"])
        beside = re.search(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[\\d.,]+)", template), each.told())
        assert beside and beside["n"] == levers[each]["n"] and beside["own"] == f"{last['held_out']:.2f}" and float(beside["counted"]) < last["held_out"]
        assert not serious(each.page)


def test_a_queue_has_places_an_end_and_a_way_out(bench):
    first, second, third, fourth = (bench(language) for language in ("zh", "en", "zh", "en"))
    for each in (first, second, third, fourth):
        each.page.goto(each.page.url + "&bench_n=1000&bench_rounds=60")
        settle(each.page)
    for each in (first, second):
        each.desk.locator("[data-order=train]").click()
        each.runs()
    third.desk.locator("[data-order=train]").click()
    third.says("waits", n=2)
    fourth.desk.locator("[data-order=train]").click()
    fourth.says("note_full")
    first.stop()
    first.says("ended_stopped")
    third.runs()
    assert second.desk.get_attribute("data-alive") == "yes" and fourth.desk.get_attribute("data-runs") == "0"
    # leaving and coming back: to another scene, to another chapter, by a reload
    page = third.page
    page.locator("[data-step='1']").click()
    page.locator(".board[data-board=film]").wait_for()
    page.locator("[data-step='2']").click()
    third.runs()
    page.get_by_role("button", name=lessons.say("zh")("ui.menu")).click()
    page.get_by_role("link", name=lessons.lesson("zh", "4_unrolled").title).first.click()
    page.locator(".board[data-board=guess]").wait_for()
    page.go_back()
    third.runs()
    page.reload()
    third.runs()
    assert page.evaluate("JSON.parse(Object.values(sessionStorage)[0])")[0][0] not in page.url
    # a stranger with the same link sees nothing of it
    stranger = third.page.context.browser.new_context(locale="zh-CN").new_page()
    stranger.goto(page.url)
    stranger.locator(".desk").wait_for()
    expect(stranger.locator(".desk")).to_have_attribute("data-runs", "0")
    stranger.context.close()
    third.stop()
    second.stop()


def test_a_step_that_is_too_large_ends_in_words_and_a_smaller_one_learns_by_keyboard_alone(bench):
    here = bench("en", viewport=PHONE)
    page = here.page
    page.goto(page.url + "&bench_n=20&bench_rounds=10&bench_step=huge")
    settle(page)
    assert overflow(page) <= 0
    press(page, "[data-order=train]")
    here.over("diverged")
    assert "too large" in here.told() and "NaN" not in page.locator("[data-testid=stMain]").inner_text()
    press(page, ".lever [data-option='middle']")
    press(page, "[data-order=train]")
    here.over("done")
    assert page.locator(".ledger li").count() == 2 and "bench_step" not in page.url
    assert overflow(page) <= 0 and not serious(page)


def press(page, selector):
    """Tab to a control and press Enter, as one does who has no mouse."""
    wanted = page.locator(selector)
    page.keyboard.press("Tab")
    for _ in range(80):
        if wanted.evaluate("node => node.getRootNode().activeElement === node"):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key never reaches {selector}")


def test_clipping_rescues_a_run_before_ones_eyes(bench):
    here = bench("zh", place="gradient?at=4")
    page = here.page
    here.desk.locator("[data-order=train]").click()
    here.over("done")
    assert "比瞎猜还差" in here.told()
    points = {run: float(here.desk.locator(f".chart .trace.{run}").get_attribute("data-last")) for run in ("free", "clipped")}
    assert points["clipped"] < 3 < 12 < points["free"] and here.desk.locator(".chart .trace.free .gone").count() == 1
    page.goto(page.url + "&depth=formula")
    settle(page)
    page.locator("code").first.wait_for()
    assert not serious(page)


def test_a_restarted_server_says_that_the_training_is_gone(browser, monkeypatch):
    port = free_port()
    running = serve(port=port)
    server = running.__enter__()
    context = browser.new_context(locale="zh-CN", reduced_motion="reduce", viewport={"width": 1366, "height": 768})
    context.set_default_timeout(SLOW)
    try:
        page = context.new_page()
        page.goto(f"{server.url}/training?at=2&guess=-&bench_n=1000&bench_rounds=60")
        settle(page)
        here = Bench(page, "zh")
        here.desk.locator("[data-order=train]").click()
        here.runs()
        running.__exit__(None, None, None)
        running = serve(port=port)
        server = running.__enter__()
        here.says("note_lost")
        assert here.desk.get_attribute("data-alive") == "no" and not server.faults()
        expect(page.locator("[data-option='60']")).to_have_attribute("aria-pressed", "true")
    finally:
        context.close()
        running.__exit__(None, None, None)


@pytest.fixture(scope="module")
def resting():
    """A server on which nothing may train."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRAININGS", "0")
        with serve() as running:
            yield running


@pytest.mark.parametrize("language, place, at, options", [("zh", "training", 2, {}), ("en", "gradient", 4, {"viewport": PHONE})])
def test_a_server_that_does_not_train_says_so_and_the_chapter_goes_on(profile, resting, language, place, at, options):
    bench = Bench(profile(locale=LOCALES[language], **options).new_page(), language)
    bench.page.goto(f"{resting.url}/{place}?at={at}&guess=-")
    settle(bench.page)
    bench.says("not_offered")
    expect(bench.page.locator("[data-order=train]")).to_be_disabled()
    assert not overflow(bench.page) and not serious(bench.page)
    bench.page.locator("[class*=onward] button").click()
    expect(bench.page.locator("[data-board=bench]")).to_have_count(0)
    expect(bench.page.locator("[data-board=head]")).to_have_attribute("data-at", str(at + 1))
    assert not resting.faults()
