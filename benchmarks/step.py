"""One step, from the key press to the painted frame: the Stage against three Plotly charts redrawn by a rerun.

    python -m benchmarks.step
"""

import random
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import sync_playwright

from benchmarks.report import machine, median, p95, table
from benchmarks.sample import reading
from tests.browser import launch
from tests.server import serve

HERE = Path(__file__).parent
ROUNDS, STEPS = 3, 13
FRAME = 1000 / 60                                   # ms

# Runs in the page. From the time stamp of the key press to the end of the first frame in which everything that steps
# shows the new step: a message posted inside a frame's callback arrives when that frame has been laid out and painted.
CLOCK = """
  let step = 0;
  window.arm = () => { window.painted = new Promise((done) => { window.done = done; }); };
  window.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowRight' || !window.shown) return;
    step += 1;
    const look = () => {
      if (!window.shown(step)) return requestAnimationFrame(look);
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => window.done(performance.now() - event.timeStamp);
      port2.postMessage(0);
    };
    requestAnimationFrame(look);
  }, true);"""
STAGE_SHOWS = """(() => {
  const root = [...document.querySelectorAll('*')].map((node) => node.shadowRoot && node.shadowRoot.querySelector('.stage')).find(Boolean);
  return (step) => root.dataset.step == step && root.querySelector('[data-columns]').dataset.columns == step + 1
    && [...root.querySelectorAll('.window')].every((word) => word.dataset.word == step);
})()"""
RESTS = """() => [...document.querySelectorAll('*')].map((node) => node.shadowRoot && node.shadowRoot.querySelector('.stage'))
  .filter(Boolean).every((root) => !root.getAnimations({ subtree: true }).some((move) => move.playState === 'running'))"""
CHARTS_SHOW = """(step) => ['graph', 'bars', 'heatmap'].every((name, i) => {
  const titles = document.querySelectorAll('.gtitle');
  return titles[i] && titles[i].textContent === `${name} ${step}`;
})"""


@dataclass(frozen=True)
class Way:
    """One way to step, open in a page of the browser."""

    page: object
    pause: int                                      # ms between two presses

    def step(self):
        """Milliseconds of one step, from rest: a press during a movement would only end it."""
        self.page.wait_for_function(RESTS)
        self.page.evaluate("arm()")
        self.page.wait_for_timeout(self.pause + random.uniform(0, 2 * FRAME))        # presses fall anywhere between two frames
        self.page.keyboard.press("ArrowRight")
        self.page.wait_for_timeout(100)                 # hands off while the page works
        return self.page.evaluate("painted")


def opened(browser, url, ready, shown, pause, motion="reduce"):
    page = browser.new_context(viewport={"width": 1366, "height": 900}, locale="zh-CN", reduced_motion=motion).new_page()
    page.add_init_script(CLOCK)
    page.goto(url)
    page.wait_for_selector(ready)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.evaluate(f"() => {{ window.shown = {shown} }}")
    way = Way(page, pause)
    way.step()                                      # the first one is not counted
    return way


def main():
    found = reading()
    ours = f"/?guess=-&s={quote(found.text)}"
    with serve(HERE / "large_page.py") as course, serve(HERE / "plotly_page.py", HERE) as plain, sync_playwright() as playwright:
        browser = launch(playwright)
        ways = {
            "the Stage": opened(browser, course.url + ours, ".lanes", STAGE_SHOWS, 150),
            "the Stage, its movement on: first frame": opened(browser, course.url + ours, ".lanes", STAGE_SHOWS, 1500, "no-preference"),
            "three Plotly charts, a rerun": opened(browser, plain.url, "text=heatmap 0", CHARTS_SHOW, 150),
        }
        times = {name: [] for name in ways}
        for _ in range(ROUNDS):
            for name, way in ways.items():
                way.page.bring_to_front()
                times[name] += [way.step() for _ in range(STEPS - 1)]
        browser.close()
    slow = median(times["three Plotly charts, a rerun"])
    rows = [[name, f"{median(taken):.1f} ms", f"{p95(taken):.1f} ms", f"{slow / median(taken):.0f}×"] for name, taken in times.items()]
    print(f"{machine()}; {len(found.pieces)} words × {found.machines.network.n_cells} cells, {ROUNDS} interleaved rounds of {STEPS - 1} steps, "
          f"headless {browser.browser_type.name}; the charts with the settings that Streamlit comes with; one frame is {FRAME:.1f} ms\n")
    print(table(["key press → painted frame", "median", "p95", "how many times faster"], rows))


if __name__ == "__main__":
    main()
