"""A chapter of scenes as a test plays it: by keyboard, on an open page."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import settle
from tests.test_scene_in_browser import overflow, percent, serious

FOCUSED = """(selector) => { let e = document.activeElement; while (e && e.shadowRoot && e.shadowRoot.activeElement) e = e.shadowRoot.activeElement;
    return !!e && e.matches(selector) }"""
BARS = "(all) => all.map((bar) => [bar.dataset.bar, Number(bar.dataset.p), bar.querySelector('.bar-value').textContent])"
STOPS = 150                 # a page has fewer stops for the Tab key


def tab_to(page, selector):
    """Presses Tab until what the selector names has the focus."""
    page.locator(selector).first.wait_for()
    for _ in range(STOPS):
        if page.evaluate(FOCUSED, selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab does not reach {selector}")


def press(page, selector, key="Enter"):
    tab_to(page, selector)
    page.keyboard.press(key)


def at_rest(page):
    """Nothing that axe-core calls serious once the page rests, and nothing to scroll sideways."""
    for _ in range(6):                      # while Python runs, Streamlit draws what is old in grey
        settle(page)
        found = serious(page)
        if not found:
            break
        page.wait_for_timeout(300)
    assert found == [] and overflow(page) <= 0


class Player:
    """A chapter on an open page. Locators look through the boards' shadow roots by themselves."""

    def __init__(self, page: Page, chapter: str):
        self.page, self.chapter = page, chapter

    def find(self, selector):
        return self.page.locator(selector)

    def tab_to(self, selector):
        tab_to(self.page, selector)

    def press(self, selector, key="Enter"):
        press(self.page, selector, key)

    def bars(self, within):
        """[(name, share)] of the bars there; every number that is written beside one is that share."""
        found = self.find(f"{within} .bar[data-bar]").evaluate_all(BARS)
        for name, p, written in found:
            assert re.search(r"[<>]?\d+", written).group() == percent(p), (name, p, written)
        return [(name, p) for name, p, _ in found]

    def onward(self, board=None):
        """To the next scene; waits for its board, where one is named."""
        self.press(f".st-key-{self.chapter}\\.onward button, .st-key-{self.chapter}-onward button")
        if board:
            expect(self.find(f"[data-board={board}]")).to_be_visible()
            settle(self.page)               # until then the board of the scene before stands there too

    def answers(self, check):
        """Every option of the closing check has its own feedback, which appears by itself."""
        shown = self.find(".check")
        for i, option in enumerate(check.options):
            shown.get_by_text(option.text, exact=True).click()
            feedback = shown.locator(f"[data-option='{i}'] .feedback")
            expect(feedback).to_be_visible()
            assert ("✓" if option.right else "✗") in feedback.inner_text()

    def fits(self, audit):
        """Nothing runs out at the side; with audit, nothing bars the way of anybody."""
        self.page.wait_for_timeout(700)     # what was chosen late has been told to the page
        settle(self.page)
        assert overflow(self.page) <= 0
        assert not audit or not serious(self.page)
