"""What breaks around a learner: files, disks, servers, tabs. Each time there is a clear line, and a way on."""

import json
import logging
import os
import subprocess
import sys
from urllib.parse import parse_qs, urlsplit
from functools import _lru_cache_wrapper
from pathlib import Path

import pytest
from playwright.sync_api import expect
from safetensors.numpy import load, save

from explainer import lessons, shelf
from explainer.glossary import scene_names
from explainer.shelf import BUNDLES
from explainer.workshop import Workshop
from tests.conftest import settle
from tests.server import ROOT, free_port, healthy, serve
from tests.stage import Stage
from tests.test_app import PAGES, boards, opened, sound, staged, text
from tests.test_workshop import QUICK, ended

PAGE = {page.stem.partition("_")[2]: page for page in PAGES}


# — bundles —

def other_shape(whole):
    """The same numbers in tables with one axis more."""
    return save({name: table[None].copy() for name, table in load(whole).items()})


def other_card(whole):
    """A card as another version may write it: what stands deeper has other names."""
    renamed = lambda value: {f"new_{key}": inner for key, inner in value.items()} if isinstance(value, dict) else value
    return json.dumps({key: renamed(value) for key, value in json.loads(whole).items()}).encode()


def flipped(whole):
    """One bit in the middle is another one."""
    middle = len(whole) // 2
    return whole[:middle] + bytes([whole[middle] ^ 4]) + whole[middle + 1:]


DAMAGES = {"missing": None, "truncated": lambda whole: whole[:len(whole) // 2], "flipped": flipped, "empty": lambda whole: b""}
TABLES = {**DAMAGES, "another shape": other_shape}
CARDS = {"missing": None, "truncated": DAMAGES["truncated"], "empty": DAMAGES["empty"], "another version": other_card, "no card": lambda whole: b"[1, 2]"}


def forget():
    """Nothing that was loaded before is known any more."""
    for name, module in list(sys.modules.items()):
        for held in vars(module).values() if name.startswith("explainer.") else ():
            if isinstance(held, _lru_cache_wrapper):
                held.cache_clear()


@pytest.fixture
def damaged(monkeypatch):
    """damaged(file, damage, fits) -> from now on that file of the bundles reads as the damage leaves it; `fits` makes its card say so."""
    original = shelf.content

    def spoil(name, damage, fits=False):
        forget()
        spoilt = BUNDLES / name

        def content(path):
            if path == spoilt:
                if damage is None:
                    raise shelf.BundleError(path, "the file cannot be read (No such file or directory)")
                return damage(original(path))
            whole = original(path)
            if fits and path.parent == spoilt.parent and path.suffix == ".json":
                whole = whole.replace(shelf.sha256(original(spoilt)).encode(), shelf.sha256(damage(original(spoilt))).encode())
            return whole

        monkeypatch.setattr(shelf, "content", content)

    yield spoil
    forget()


def told(at, name):
    """Whether the page names the file and the way to rebuild it, in one kind line."""
    file, folder = Path(name).name, Path(name).parent.name
    return any(f"`{file}`" in error.value and f"`python -m explainer.bundles {folder}`" in error.value for error in at.error)


@pytest.mark.parametrize("file, damage", [*(("elman.safetensors", it) for it in TABLES), *(("corpus.safetensors", it) for it in TABLES), *(("elman.json", it) for it in CARDS)])
def test_a_broken_diary_is_told_and_the_other_language_plays(damaged, caplog, file, damage):
    damaged(f"diary_en/{file}", {**TABLES, **CARDS}[damage], fits=damage == "another shape")
    with caplog.at_level(logging.ERROR):
        at = sound(opened("en"))
    assert told(at, f"diary_en/{file}") or (file == "elman.json" and damage == "another version" and told(at, "diary_en/corpus.safetensors"))
    assert not [data for data in boards(at) if "lanes" in data]
    assert "python -m explainer.bundles diary_en" in caplog.text            # for whoever runs the server
    assert staged(sound(opened("zh")))["lanes"]
    assert staged(sound(opened("zh", s="我昨天上学迟到了")))["problem"] is None


def test_an_english_sentence_on_a_chinese_page_says_that_its_machine_is_broken(damaged):
    damaged("diary_en/elman.safetensors", None)
    data = staged(sound(opened("zh", s="I came late to school", guess="-")))
    assert "elman.safetensors" in data["problem"] and "python -m explainer.bundles diary_en" in data["problem"]
    assert data["sentence"]["lang"] == "zh" and data["lanes"]


@pytest.mark.parametrize("chapter, broken, lost", [
    ("memory", "village/models.safetensors", {"cry"}), ("memory", "village/card.json", {"cry"}),
    ("memory", "diary_zh/elman.safetensors", {"same", "swap", "throw"}),
    ("order", "kitchen/models.safetensors", {"kitchen", "slots"}), ("order", "clips/card.json", {"flipbook"}),
    ("order", "shuffle/card.json", set()),
])
def test_with_one_broken_file_the_other_scenes_of_a_chapter_play(damaged, chapter, broken, lost):
    damaged(broken, None)
    names = list(scene_names(lessons.say("zh"), PAGE[chapter].stem))
    for k, name in enumerate([*names, "closing"], 1):
        at = sound(opened("zh", PAGE[chapter], at=str(k), guess="-"))
        drawn = [data for data in boards(at) if set(data) & {"say"} and "minutes" not in data and "blocks" not in data]
        assert bool(drawn) == (name not in lost) or name == "closing", name
        assert told(at, broken) or name not in lost, name
        assert "{" not in text(at)


def test_a_card_of_another_version_breaks_its_chapter_kindly(damaged):
    for name in ("village/card.json", "kitchen/card.json", "windows/diary_zh.json"):
        damaged(name, other_card)
        chapter = {"village": "memory", "kitchen": "order", "windows": "window"}[Path(name).parent.name]
        for k in range(1, 6):
            at = sound(opened("zh", PAGE[chapter], at=str(k), guess="-"))
            assert not [error for error in at.error if "python -m explainer.bundles" not in error.value]


def test_what_was_rebuilt_plays_again_without_a_restart(damaged, monkeypatch):
    whole = shelf.content
    damaged("diary_en/elman.safetensors", None)
    assert told(opened("en"), "diary_en/elman.safetensors")
    monkeypatch.setattr(shelf, "content", whole)
    assert staged(sound(opened("en")))["lanes"]


# — a full disk —

def test_pages_need_no_room_on_the_disk():
    """Every page opens in a process that may write no byte to any file."""
    script = ("import resource\n"
              "from tests.test_app import PAGES, opened, sound\n"
              "resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\n"
              "[sound(opened('en', page, guess='-')) for page in PAGES]\n")
    pytest.importorskip("resource")
    found = subprocess.run([sys.executable, "-B", "-c", script], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env={**os.environ, "OMP_NUM_THREADS": "1"})
    assert found.returncode == 0, found.stderr[-2000:]


def test_a_training_on_a_full_disk_ends_in_words():
    """Its process may write so many bytes and no more: the file of weights finds no room."""
    resource = pytest.importorskip("resource")
    shop, (soft, hard) = Workshop(give_way=0), resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
        try:
            shop.warm()                                     # the process takes the limit with it
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        state = ended(shop, shop.submit(QUICK))
        assert state.ended == "failed" and state.told[-1]["round"] == 3
        assert not list(state.file.parent.glob("*"))        # and leaves nothing that fills the disk further
        assert ended(shop, shop.submit(QUICK)).ended == "done"
    finally:
        shop.close()


def test_where_there_is_no_room_for_a_folder_a_training_ends_in_words(monkeypatch):
    from explainer import workshop

    def full(**_):
        raise OSError(28, "No space left on device")

    shop = Workshop()
    monkeypatch.setattr(workshop.tempfile, "TemporaryDirectory", full)
    assert shop.state(shop.submit(QUICK)).ended == "failed"
    shop.close()


# — a server that goes and comes back —

def written(url):
    """What a link says: {parameter: its values}."""
    return parse_qs(urlsplit(url).query)


def scene_of(page):
    """What a learner sees of the main scene, and what the link says once it has been written."""
    stage = Stage(page)
    step = stage.mark("step")
    page.wait_for_url(lambda url: {"t": [step], "lang": written(url).get("lang", "none yet")}.items() <= written(url).items())
    return {**stage.picture(), "words": stage.pieces(), "narration": stage.narration(), "lang": stage.root.get_attribute("lang"), "link": written(page.url)}


GONE = "[data-testid=stApp]:not([data-test-connection-state=CONNECTED])"
JOINED = "[data-testid=stApp][data-test-connection-state=CONNECTED]"


class Host:
    """A server that goes and comes back, always on the same port."""

    def __init__(self):
        self.port, self.url = free_port(), ""
        self.start()

    def start(self):
        self.running = serve(port=self.port)
        self.server = self.running.__enter__()
        self.url = self.server.url

    def stop(self):
        self.running.__exit__(None, None, None)
        assert not healthy(self.url)

    def restart(self, page):
        """Goes, and is back once the page is joined to it."""
        self.stop()
        self.start()
        page.wait_for_selector(JOINED, timeout=90_000)
        settle(page)

    def leave(self, page):
        """Goes, and the page has noticed."""
        self.stop()
        page.wait_for_selector(GONE, timeout=90_000)


@pytest.fixture
def host():
    """A Host; what it logged last tells of no fault."""
    host = Host()
    try:
        yield host
        assert not host.server.faults(), host.server.log.read_text("utf-8")[-3000:]
    finally:
        host.running.__exit__(None, None, None)


@pytest.fixture
def visitor(browser, host):
    """visitor(link) -> a page of the host, opened and settled. Its console tells of every lost connection, so nobody listens to it."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768}, reduced_motion="reduce")
    context.set_default_timeout(60_000)

    def opens(link):
        page = context.new_page()
        page.goto(f"{host.url}/{link}")
        return settle(page)

    yield opens
    context.close()


def test_the_main_scene_comes_back_by_itself_when_the_server_restarts(host, visitor):
    page = visitor("?lang=English")
    stage = Stage(page)
    stage.guess("me")
    stage.go(len(stage.pieces()))
    stage.press("c")
    stage.reads_again(lambda: stage.find("button[data-piece='0']").click())
    stage.go(5)
    expect(stage.root).to_have_attribute("data-step", "5")
    page.wait_for_url("**t=5**")
    before = scene_of(page)
    assert before["covered"] and before["link"]["cover"] == ["0"]
    host.restart(page)
    for _ in range(20):                                             # the new server first writes a link of its own; the Stage puts its choices back
        if scene_of(page) == before:
            break
        page.wait_for_timeout(500)
    assert scene_of(page) == before
    stage = Stage(page)
    stage.go(6)                                                     # and it plays on with the new server
    stage.reads_again(lambda: stage.find("button[data-piece='1']").click())
    page.reload()
    settle(page)
    assert Stage(page).find("[data-covered]").count() == scene_of(page)["covered"] >= 2


def test_what_was_chosen_while_the_server_was_away_counts_when_it_is_back(host, visitor):
    """A report that nobody heard is told once more, a typed sentence too."""
    page = visitor("?guess=-&lang=English")
    stage = Stage(page)
    stage.go(len(stage.pieces()))
    host.leave(page)
    stage.type_sentence("the teacher talked sternly to me")
    host.start()
    expect(stage.root).to_have_attribute("data-steps", "6", timeout=90_000)
    assert stage.pieces() == "the teacher talked sternly to me".split()
    host.leave(page)
    stage.press("c")
    stage.find("button[data-piece='1']").click()
    host.start()
    expect(stage.find("[data-covered]")).to_have_count(1, timeout=90_000)
    expect(stage.root).to_have_attribute("data-busy", "no")
    page.wait_for_url("**cover=1**")


def test_a_board_comes_back_by_itself_when_the_server_restarts(host, visitor):
    page = visitor("memory?guess=0&h=cncn&depth=formula&lang=English")
    board = page.locator(".board[data-board=village]")
    expect(board).to_have_attribute("data-h", "cncn")
    seen = lambda: (board.inner_text(), page.locator("[data-testid=stMain]").inner_text(), page.url)
    before = seen()
    host.restart(page)
    expect(board).to_have_attribute("data-h", "cncn")
    page.wait_for_function("text => document.querySelector('[data-testid=stMain]').innerText === text", arg=before[1])
    assert seen() == before


# — tabs, reload, back —

def test_two_tabs_never_mix(profile, server):
    context = profile(locale="en-US")
    one, other = context.new_page(), context.new_page()
    one.goto(f"{server.url}/?t=3&guess=-&cover=0")
    other.goto(f"{server.url}/?s=the teacher talked sternly to me&guess=-&t=2&lang=English")
    first, second = (Stage(settle(page)) for page in (one, other))
    expect(first.root).to_have_attribute("data-step", "3")
    was = scene_of(other)
    first.go(5)
    first.go(len(first.pieces()))
    first.reads_again(lambda: first.find("button[data-piece='2']").click())
    assert scene_of(other) == was
    for page in (one, other):
        seen = scene_of(page)
        page.reload()
        settle(page)
        Stage(page).at(seen["step"])
        assert scene_of(page) == seen
    assert first.pieces() != second.pieces()


def test_back_goes_to_the_chapter_one_came_from_and_forward_again(visit):
    page = visit("window?at=2&guess=-", locale="en-US")
    page.locator(".board[data-board=head]").wait_for()
    page.goto(page.url.replace("/window", "/memory").replace("at=2", "at=3"))
    settle(page)
    expect(page.locator(".board[data-board=head]")).to_have_attribute("data-at", "3")
    page.go_back()
    settle(page)
    expect(page.locator(".board[data-board=voters]")).to_be_visible()
    expect(page.locator(".board[data-board=head]")).to_have_attribute("data-at", "2")


def test_back_to_a_link_that_names_no_language_keeps_the_one_that_was_spoken(visit):
    page = visit("memory?at=2&guess=-&lang=English", locale="zh-CN")
    spoken = page.get_by_role("radio", name="English")
    expect(spoken).to_be_checked()
    page.evaluate("history.pushState({}, '', '/order?at=3&guess=-'); history.pushState({}, '', '/memory?lang=English')")
    page.go_back()
    expect(page.locator(".board[data-board=head]")).to_have_attribute("data-at", "3")
    settle(page)
    expect(spoken).to_be_checked()
    expect(page.locator(".board[data-board=head]")).to_have_attribute("lang", "en")
