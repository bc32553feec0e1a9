"""Do learners notice that others train? One step, one covered word and one typed sentence, while nobody trains and while two trainings run.

    python -m benchmarks.bench
"""

import os
import time
from urllib.parse import quote

from playwright.sync_api import expect, sync_playwright

from benchmarks.report import machine, median, p95, table
from benchmarks.sample import reading
from benchmarks.step import HERE, STAGE_SHOWS, opened
from tests.browser import launch
from tests.conftest import settle
from tests.server import serve
from tests.stage import Stage

ROUNDS, STEPS, COVERS = 3, 6, 4                     # rounds of quiet and busy, and how often each is measured in one
TRAININGS = 2
LONG = "training?at=2&guess=-&bench_n=1000&bench_rounds=60&bench_cells=48"
READY = 180_000                                     # ms until a training tells its third round


def trainer(context, url):
    """A page on which a long training can be started."""
    page = context.new_page()
    page.goto(f"{url}/{LONG}")
    page.locator(".desk").wait_for()
    return page


def begin(page):
    page.locator("[data-order=train]").click()
    page.locator(".chart .trace.quiz[data-points='4'], .chart .trace.quiz[data-points='5'], .chart .trace.quiz[data-points='6']").wait_for(state="attached", timeout=READY)


def end(page):
    if page.locator("[data-order=stop]").count():
        page.locator("[data-order=stop]").click()
    expect(page.locator(".desk")).to_have_attribute("data-alive", "no")


def timed(stage, act):
    """Milliseconds until a choice that Python has to read again for is on the screen."""
    began = time.perf_counter()
    stage.reads_again(act)
    return 1000 * (time.perf_counter() - began)


def measured(way, page, url, number):
    """{what: milliseconds, again and again}."""
    way.page.bring_to_front()
    steps = [way.step() for _ in range(STEPS)]
    page.bring_to_front()
    page.goto(f"{url}/?guess=-&t=9")
    settle(page)
    stage = Stage(page)
    stage.at(9)
    stage.press("c")
    covers = [timed(stage, lambda: stage.find("button[data-piece='1']").click()) for _ in range(COVERS)]
    words = reading().text
    typed = [timed(stage, lambda i=i: stage.type_sentence(words[:30 + 4 * number + i])) for i in range(2)]
    return {"key press → painted step": steps, "covered word → new reading": covers, "typed sentence → new reading": typed}


def main():
    os.environ |= {"TRAININGS": str(TRAININGS), "TRAINING_SECONDS": "600"}
    found = {state: {} for state in ("quiet", "training")}
    with serve(HERE / "large_page.py") as course, sync_playwright() as playwright:
        browser = launch(playwright)
        way = opened(browser, f"{course.url}/?guess=-&s={quote(reading().text)}", ".lanes", STAGE_SHOWS, 150)
        context = browser.new_context(viewport={"width": 1366, "height": 900}, locale="zh-CN", reduced_motion="reduce")
        context.set_default_timeout(READY)
        trainers, page = [trainer(context, course.url) for _ in range(TRAININGS)], context.new_page()
        for turn in range(2 * ROUNDS):
            state = ("quiet", "training")[turn % 2]
            for each in trainers if state == "training" else ():
                begin(each)
            for what, times in measured(way, page, course.url, turn).items():
                found[state].setdefault(what, []).extend(times)
            for each in trainers if state == "training" else ():
                end(each)
        browser.close()
    print(f"{machine()}; {TRAININGS} trainings (48 cells, 1,000 sentences) in processes of their own beside the server; {ROUNDS} rounds of quiet and training by turns, one browser on the same machine\n")
    rows = [[what, *(f"{median(found[state][what]):.0f} / {p95(found[state][what]):.0f} ms" for state in found), f"{median(found['training'][what]) / median(found['quiet'][what]):.2f}×"]
            for what in found["quiet"]]
    print(table(["median / p95", "nobody trains", f"{TRAININGS} train", "how many times slower"], rows))


if __name__ == "__main__":
    main()
