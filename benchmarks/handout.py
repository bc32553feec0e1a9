"""A scene as a file against the served course: how large it is, and how soon a cold browser has stepped once.

    python -m benchmarks.handout
"""

import contextlib
import gzip
import http.server
import socketserver
import sys
import tempfile
import threading
import time
from functools import partial
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.report import interleaved, machine, median, p95, table
from explainer import handout, leaflet
from explainer.choices import Choices
from tests.browser import launch
from tests.server import serve

ROUNDS = 7
PATIENCE = 60_000                                   # ms


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A plain file server, as any web space is one."""

    def log_message(self, *args):
        pass


@contextlib.contextmanager
def served(folder):
    """The address of a plain file server on a folder."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as files:
        threading.Thread(target=files.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{files.server_address[1]}"
        files.shutdown()


def first_step(browser, address):
    """(seconds until the scene can be stepped, seconds until it has been, bytes that came) in a profile that has seen nothing."""
    context = browser.new_context(locale="en-US", viewport={"width": 1366, "height": 768}, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    page, came = context.new_page(), []
    page.on("response", lambda answer: came.append(int(answer.headers.get("content-length") or 0)))
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.locator(".stage .next").wait_for()
    ready = time.perf_counter() - began
    page.keyboard.press("ArrowRight")
    page.locator(".stage[data-step='1']").wait_for()
    stepped = time.perf_counter() - began
    context.close()
    return ready, stepped, sum(came)


def size(*files):
    """Kilobytes as they lie there, and as a server sends them compressed."""
    packed = [Path(file).read_bytes() for file in files]
    return sum(map(len, packed)) / 1000, sum(len(gzip.compress(it)) for it in packed) / 1000


def main():
    with tempfile.TemporaryDirectory() as beside:
        folder = Path(beside)
        began = time.perf_counter()
        scene = folder / "scene.html"
        scene.write_bytes(leaflet.page("en", Choices(guess="-")))
        alone = time.perf_counter() - began
        handout.write(folder / "site", report=lambda line: print(line, file=sys.stderr))
        wrote = time.perf_counter() - began - alone
        whole = [path for path in (folder / "site").rglob("*") if path.is_file()]
        with sync_playwright() as playwright, served(folder) as files, serve() as course:
            browser = launch(playwright)
            first_step(browser, f"{course.url}/?guess=-")                      # the first visitor of a server pays for all others; not measured here
            addresses = {"one file, from the disk": scene.as_uri() + "?guess=-", "the tour, from a plain file server": f"{files}/site/?guess=-",
                         "the course, server warm": f"{course.url}/?guess=-"}
            found = interleaved({name: partial(first_step, browser, address) for name, address in addresses.items()}, ROUNDS)
            browser.close()
        print(f"{machine()}; headless chromium, {ROUNDS} interleaved rounds, a new profile each\n")
        slowest = median(stepped for _, stepped, _ in found["the course, server warm"])
        print(table(["a cold browser", "can step after (s)", "has stepped (s), median", "p95", "against the course"], [
            [name, f"{median(ready for ready, _, _ in times):.2f}", f"{median(it for _, it, _ in times):.2f}", f"{p95([it for _, it, _ in times]):.2f}",
             f"{slowest / median(it for _, it, _ in times):.1f}×"] for name, times in found.items()]))
        print()
        chapters = [path for path in whole if path.parent != folder / "site"]
        print(table(["what", "files", "kB", "kB compressed", "made in (s)"], [
            ["one scene, two languages", 1, *(f"{it:.0f}" for it in size(scene)), f"{alone:.1f}"],
            ["the tour: the page of the main scene, all ready-made sentences", 1, *(f"{it:.0f}" for it in size(folder / "site" / "index.html")), ""],
            ["the tour: chapters and glossary", len(chapters), *(f"{it:.0f}" for it in size(*chapters)), ""],
            ["the tour, whole", len(whole), *(f"{it:.0f}" for it in size(*whole)), f"{wrote:.0f}"]]))


if __name__ == "__main__":
    main()
