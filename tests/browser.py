"""A browser for the tests: one that is installed, or else the one that Playwright installs."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

COMMANDS = ("google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "chrome",
            "microsoft-edge", "microsoft-edge-stable", "msedge")
MAC = ("Google Chrome", "Chromium", "Microsoft Edge")
WINDOWS = ("Google/Chrome/Application/chrome.exe", "Chromium/Application/chrome.exe",
           "Microsoft/Edge/Application/msedge.exe")
QUIET = ("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync",
         "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1")   # nothing can leave
NO_BROWSER = ("No browser for the tests: install Chrome, Chromium or Edge, or set CHROME to its path, "
              "or run `python -m playwright install --with-deps chromium`.")


def places():
    """Every path where a browser may stand on this machine, the most wanted first."""
    if os.environ.get("CHROME"):
        yield Path(os.environ["CHROME"])
    yield from (Path(found) for found in map(shutil.which, COMMANDS) if found)
    for folder in (Path("/Applications"), Path.home() / "Applications"):
        yield from (folder / f"{name}.app/Contents/MacOS/{name}" for name in MAC)
    for root in filter(None, map(os.environ.get, ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"))):
        yield from (Path(root) / name for name in WINDOWS)


def installed():
    """Path of the first browser found on this machine, or None."""
    return next((path for path in places() if path.is_file()), None)


def launch(playwright):
    """A running browser that resolves no name but this machine's own. RuntimeError says in one line what is missing."""
    path = installed()
    if path is None and not Path(playwright.chromium.executable_path).exists():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], capture_output=True)
        if not Path(playwright.chromium.executable_path).exists():
            raise RuntimeError(NO_BROWSER)
    try:
        return playwright.chromium.launch(executable_path=path, args=list(QUIET))
    except Exception as fault:
        raise RuntimeError(f"{path or 'The browser of Playwright'} does not start. {NO_BROWSER} "
                           f"({str(fault).splitlines()[0]})") from None
