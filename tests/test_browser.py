"""A browser is found where one is installed; where none can be had, one line says so."""

import pytest

from tests import browser


class Nowhere:
    """A Playwright whose own browser is not installed."""

    class chromium:
        executable_path = "/nowhere/chromium"


def test_the_path_in_CHROME_comes_first(monkeypatch, tmp_path):
    own = tmp_path / "my-chrome"
    own.touch()
    monkeypatch.setenv("CHROME", str(own))
    assert browser.installed() == own


def test_a_browser_on_the_path_is_found(monkeypatch, tmp_path):
    monkeypatch.delenv("CHROME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    command = tmp_path / "chromium"
    command.touch(mode=0o755)
    assert command in browser.places()


def test_without_any_browser_one_clear_line_says_what_to_do(monkeypatch):
    monkeypatch.setattr(browser, "places", lambda: iter(()))
    asked = []
    monkeypatch.setattr(browser.subprocess, "run", lambda command, **_: asked.append(command))
    with pytest.raises(RuntimeError) as missing:
        browser.launch(Nowhere)
    assert asked and asked[0][1:] == ["-m", "playwright", "install", "chromium"]
    assert "CHROME" in str(missing.value) and "\n" not in str(missing.value)
