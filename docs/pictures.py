"""The pictures of the README, taken from the running course: python -m docs.pictures"""

from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import launch
from tests.conftest import settle
from tests.server import serve
from tests.stage import Stage

HERE = Path(__file__).parent
PICTURES = {"scene_en.png": ("en-US", "light", "me"), "scene_zh.png": ("zh-CN", "dark", "我")}
TOUR = {"window": "guess=2&at=1&n=5", "memory": "guess=2&at=2&read=yes", "order": "guess=1.2&at=3", "unrolled": "guess=2&at=3&cut=1",
        "words": "guess=1&at=2", "step": "guess=0&at=1", "training": "guess=0&at=1&frame=9", "gradient": "guess=2&at=1&back=20", "gates": "guess=1&at=3"}      # a moment of each chapter
LOOKS = {"en": ("en-US", "light"), "zh": ("zh-CN", "dark")}


def take(browser, url, name, locale, scheme, guess):
    """The main scene after its last word."""
    context = browser.new_context(locale=locale, color_scheme=scheme, viewport={"width": 1366, "height": 768}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(url)
    stage = Stage(settle(page))
    stage.guess(guess)
    stage.press("End")
    page.wait_for_url("**t=**")
    settle(page)
    page.mouse.move(0, 0)
    page.screenshot(path=HERE / name)
    context.close()


def chapter(browser, url, place, link, code):
    """A moment of a chapter."""
    locale, scheme = LOOKS[code]
    context = browser.new_context(locale=locale, color_scheme=scheme, viewport={"width": 1366, "height": 768}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{url}/{place}?{link}")
    settle(page)
    page.locator(".board").last.wait_for()
    page.wait_for_timeout(1500)                         # ms; a chart draws itself after the page rests
    page.screenshot(path=HERE / f"{place}_{code}.png")
    context.close()


if __name__ == "__main__":
    with serve() as server, sync_playwright() as playwright:
        browser = launch(playwright)
        for name, facts in PICTURES.items():
            take(browser, server.url, name, *facts)
        for place, link in TOUR.items():
            for code in LOOKS:
                chapter(browser, server.url, place, link, code)
        browser.close()
