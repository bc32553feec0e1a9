"""The pictures of the README, taken from the running course: python -m docs.pictures"""

from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import launch
from tests.conftest import settle
from tests.server import serve
from tests.stage import Stage

HERE = Path(__file__).parent
PICTURES = {"scene_en.png": ("en-US", "light", "me"), "scene_zh.png": ("zh-CN", "dark", "我")}


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


if __name__ == "__main__":
    with serve() as server, sync_playwright() as playwright:
        browser = launch(playwright)
        for name, facts in PICTURES.items():
            take(browser, server.url, name, *facts)
        browser.close()
