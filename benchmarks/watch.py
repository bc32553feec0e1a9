"""A real browser beside a crowd: what it loads for a page, and how long a learner in it waits."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import TimeoutError as Waited
from playwright.sync_api import sync_playwright

from benchmarks.read import CHOICE
from benchmarks.step import CHARTS_SHOW, CLOCK, HERE, STAGE_SHOWS
from tests.browser import launch
from tests.server import ROOT
from tests.stage import Stage

COURSE = {ROOT / "app.py", ROOT / "deploy/asgi.py"}
FIRST = {**dict.fromkeys(COURSE, CHOICE[ROOT / "app.py"]), **CHOICE, HERE / "plotly_page.py": "button:has-text('next')"}          # what can be tapped first
SHOWS = {**dict.fromkeys(COURSE, STAGE_SHOWS), HERE / "plotly_page.py": CHARTS_SHOW}    # whether a step is painted, where there are steps
VISITS, STEPS, COVERS = 2, 5, 2


class Watcher:
    """A browser in a thread of its own; without one it sees nothing and knows no files."""

    def __init__(self, wanted: bool = True):
        self.wanted, self.thread = wanted, ThreadPoolExecutor(1)

    def __enter__(self):
        if self.wanted:
            self.thread.submit(self.start).result()
        return self

    def __exit__(self, *_):
        if self.wanted:
            self.thread.submit(lambda: (self.browser.close(), self.playwright.stop())).result()
        self.thread.shutdown()

    def start(self) -> None:
        self.playwright = sync_playwright().start()
        self.browser = launch(self.playwright)

    async def files(self, script: Path, url: str) -> list[str]:
        """Paths of everything that a first visit loads."""
        return await asyncio.get_running_loop().run_in_executor(self.thread, self.loaded, script, url) if self.wanted else []

    async def look(self, script: Path, url: str) -> dict[str, list[float]]:
        """Seconds by what was done in a few visits."""
        return await asyncio.get_running_loop().run_in_executor(self.thread, self.visits, script, url) if self.wanted else {}

    def arrive(self, script: Path, url: str):
        """A page in a fresh profile, its first choice within reach."""
        page = self.browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 900}, reduced_motion="reduce").new_page()
        page.set_default_timeout(60_000)
        page.add_init_script(CLOCK)
        page.goto(url)
        page.locator(FIRST[script]).first.click(trial=True)
        return page

    def loaded(self, script: Path, url: str) -> list[str]:
        page = self.arrive(script, url)
        page.wait_for_load_state("networkidle")
        found = page.evaluate("performance.getEntriesByType('resource').map((file) => file.name)")
        page.context.close()
        return ["/", *dict.fromkeys(urlsplit(name).path for name in found if name.startswith(url))]

    def visits(self, script: Path, url: str) -> dict[str, list[float]]:
        """What it saw until it had to wait for more than a minute."""
        seen = {"first": [], "step": [], "cover": []}
        with suppress(Waited):
            self.visit(script, url, seen)
        return seen

    def visit(self, script: Path, url: str, seen: dict[str, list[float]]) -> None:
        for _ in range(VISITS):
            begin = time.perf_counter()
            page = self.arrive(script, url)
            seen["first"].append(time.perf_counter() - begin)
            if script in COURSE:
                page.locator(".look").click()
                page.locator(".lanes").wait_for()
            if script in SHOWS:
                page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
                page.evaluate(f"() => {{ window.shown = {SHOWS[script]} }}")
                seen["step"] += [stepped(page) for _ in range(STEPS)]
            if script in COURSE:
                seen["cover"] += covered(page)
            page.context.close()


def stepped(page) -> float:
    """Seconds from a key press to the painted frame."""
    page.evaluate("arm()")
    page.keyboard.press("ArrowRight")
    return page.evaluate("painted") / 1000


def covered(page) -> list[float]:
    """Seconds from a tap on a word to the frame that shows the sentence read again without it."""
    stage = Stage(page)
    stage.press("End")
    stage.press("c")
    times = []
    for piece in range(1, 1 + COVERS):
        before, begin = stage.mark("reading"), time.perf_counter()
        stage.find(f"button[data-piece='{piece}']").click()
        page.wait_for_function("([root, before]) => root.dataset.reading !== before && root.dataset.busy === 'no'", arg=[stage.root.element_handle(), before], polling="raf")
        times.append(time.perf_counter() - begin)
    return times
