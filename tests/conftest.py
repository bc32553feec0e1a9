"""What the tests share: one server and one browser a session, a fresh profile for every visit."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser import launch
from tests.server import serve

SELF = {"localhost", "127.0.0.1", "::1"}
LOOKS_FOR_ITS_SERVER = re.compile(r"/[a-z_]+/_stcore/(health|host-config)$")     # Streamlit's front end, at a deep link: first beside the page, then above it
PATIENCE = 30_000                                  # ms; a busy machine is slow, not broken
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser():
    """One browser for the whole session; without one, the tests end with one line."""
    with sync_playwright() as playwright:
        try:
            running = launch(playwright)
        except RuntimeError as missing:
            pytest.exit(str(missing), returncode=1)
        yield running
        running.close()


@pytest.fixture(scope="session")
def server():
    """`streamlit run app.py`."""
    with serve() as running:
        yield running


def leaves(url):
    """True if asking for `url` would leave this machine."""
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in SELF


def is_fault(line):
    """Whether a line of the browser's console tells of an error that is ours."""
    return line.type == "error" and not LOOKS_FOR_ITS_SERVER.search(line.location.get("url", ""))


@pytest.fixture
def profile(browser):
    """profile(**options) -> a new, empty browser profile. Afterwards: nothing left the machine, nothing was logged as an error."""
    contexts, outside, errors = [], [], []

    def listen(page):
        page.on("websocket", lambda socket: outside.append(socket.url) if leaves(socket.url) else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda line: errors.append(f"{line.text} ({line.location.get('url')})") if is_fault(line) else None)

    def new(**options):
        options = {"locale": "zh-CN", "viewport": {"width": 1366, "height": 768}, "reduced_motion": "reduce", **options}
        context = browser.new_context(**options)
        context.set_default_timeout(PATIENCE)
        context.on("request", lambda request: outside.append(request.url) if leaves(request.url) else None)
        context.on("page", listen)
        contexts.append(context)
        return context

    yield new
    for context in contexts:
        context.close()
    assert not outside, f"requests that left this machine: {outside}"
    assert not errors, f"the browser's console: {errors}"


@pytest.fixture
def visit(profile, server):
    """visit(query, **options) -> the course's page, opened in a fresh profile and settled."""
    before = len(server.faults())

    def open_(query="", **options):
        page = profile(**options).new_page()
        page.goto(f"{server.url}/{query}")
        settle(page)
        return page

    yield open_
    assert len(server.faults()) == before, server.log.read_text("utf-8", "replace")[-4000:]


def settle(page):
    """Waits until Streamlit has drawn the page and rests."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.wait_for_selector("[data-testid=stMainBlockContainer]")
    return page


def digits(text):
    """The first number in a text as it stands on the screen."""
    return re.search(r"[<>]?\d+", text).group()
