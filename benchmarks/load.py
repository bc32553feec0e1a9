"""A class at once: how long learners wait, what a session costs; beside a plain page that redraws by rerun, and an empty one.

    python -m benchmarks.load            # everything: about forty minutes
    python -m benchmarks.load --quick    # a few learners, for a few seconds
"""

import argparse
import asyncio
import random
import re
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from benchmarks import learner
from benchmarks.answer import cores
from benchmarks.learner import Session, Unanswered
from benchmarks.read import memory
from benchmarks.report import machine, median, table
from benchmarks.sample import LANGUAGE
from benchmarks.watch import Watcher
from deploy.front import unpack
from explainer import lessons, page
from explainer.choices import Choices
from tests.front import front
from tests.server import ROOT, serve

HERE = Path(__file__).parent
SIZES, A_SECOND, SECONDS = (10, 50, 150, 300), 10, 45     # learners; how many of them arrive in a second; how long they all stay after that
PAUSE = 2.0                                               # s from one tap to the next
COURSE = ROOT / "deploy/asgi.py"     # as the container and every process behind nginx start it
STAGE = ROOT / "explainer/components/stage/parts/stage.js"
LATE = int(re.search(r"^const REST = (\d+);", STAGE.read_text("utf-8"), re.MULTILINE)[1]) / 1000     # s of rest after which the Stage reports a step
FIRST = lessons.chapters(LANGUAGE)[0]                     # the main scene
LOGGED = "in the log"


@dataclass(frozen=True)
class Way:
    """Something to serve: a script with the settings of a folder, what its learners tap, how many processes of it behind nginx."""

    name: str
    script: Path
    folder: Path
    taps: Callable
    behind: int = 0
    late: float = 0                     # s of rest after which a step is reported


WAYS = {
    "course": Way("the course, one process", COURSE, ROOT, learner.course, late=LATE),
    "front": Way("the course, two processes behind nginx", COURSE, ROOT, learner.course, behind=2, late=LATE),
    "plain": Way("a plain page that redraws by rerun", HERE / "plotly_page.py", HERE, learner.plain),
    "empty": Way("an empty page with one button", HERE / "empty_page.py", HERE, learner.empty),
    "bare": Way("the empty page with the course's settings", HERE / "empty_page.py", ROOT, learner.empty),
}


@dataclass
class Met:
    """What a crowd met: seconds by kind of tap, why sessions failed; what the servers and the crowd itself used."""

    n: int
    counted: float                      # until this moment waits are noted, and nothing but the crowd and the servers is busy
    left: bool = False                  # whether all may go
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: Counter = field(default_factory=Counter)
    idle: float = 0                     # MB a session, when all have come
    used: float = 0                     # MB a session, at the end
    read: set[str] = field(default_factory=set)         # sentences that were read until then
    cpu: float = 0                      # cores used by the servers
    cpu_answer: float = 0               # s of a core for one answer
    own: float = 0                      # cores used by the crowd
    late: list[float] = field(default_factory=list)     # s that the crowd itself came too late
    seen: dict[str, list[float]] = field(default_factory=dict)      # in a real browser


@contextmanager
def served(way: Way, files: Path):
    """(where it answers, the processes that answer, all servers of it)."""
    with ExitStack() as stack:
        servers = [stack.enter_context(serve(way.script, way.folder)) for _ in range(max(1, way.behind))]
        entry = stack.enter_context(front(servers, files=files)) if way.behind else servers[0]
        yield entry.url, servers


async def one(number: int, url: str, seen, paths, way: Way, texts, met: Met, arrival: float) -> None:
    """One learner: arrives, taps every two seconds until all leave. A wait begins at the tap that was due, so a slow answer delays no measurement."""
    clock, session = asyncio.get_running_loop().time, Session(url, seen, cookie=f"course_at={number:032x}")
    try:
        await until(arrival, met)
        await learner.fetch(url, paths, session.cookie)
        fetched = clock()
        await session.open()
        met.times["files"].append(fetched - arrival)
        met.times["first"].append(clock() - fetched)
        due = arrival + PAUSE + random.random() * PAUSE
        for kind, values, new in way.taps(number, texts):
            sent = due + (way.late if kind == "step" else 0)
            if sent - due >= PAUSE:                     # the next tap comes first
                due += PAUSE
                continue
            await until(sent, met)
            if clock() - sent > learner.PATIENCE:
                raise Unanswered("answers so late that the learner has left")
            if met.left:
                break
            fresh = await session.run(values)
            met.read.add(values.get("stage", {}).get("choices", {}).get("sentence", ""))
            if sent <= met.counted:
                met.times[kind].append(clock() - sent)
            if new and not fresh:
                raise Unanswered(f"no new reading after {kind}")
            due += PAUSE
    except Unanswered as fault:
        met.faults[str(fault)] += 1
    finally:
        await session.close()


async def until(moment: float, met: Met) -> None:
    """Sleeps until a moment; notes how much later it was when the crowd itself could go on."""
    loop = asyncio.get_running_loop()
    if moment > loop.time():
        await asyncio.sleep(moment - loop.time())
        met.late.append(loop.time() - moment)


async def crowd(way: Way, n: int, seconds: float, files: Path, texts, watcher: Watcher) -> Met:
    """n learners of one way, served by fresh servers; once the waits have been noted, a browser visits them too."""
    loop = asyncio.get_running_loop()
    with served(way, files) as (url, servers):
        pids, paths, first = [server.pid for server in servers], await watcher.files(way.script, url), None
        for server in servers:                          # what a first visitor loads belongs to no session
            session = Session(server.url)
            await session.open()
            first = session.seen
            for _, values, _ in islice(way.taps(n, texts), len(learner.PLAN)):
                await session.run(values)
            await session.close()
        before, begin, used, own = sum(map(memory, pids)), loop.time(), cores(pids), time.process_time()
        arrived = begin + n / A_SECOND
        met = Met(n, counted=arrived + seconds)
        learners = [asyncio.create_task(one(i, url, first, paths, way, texts, met, begin + i / A_SECOND)) for i in range(n)]
        await asyncio.sleep(arrived + 1 - loop.time())
        met.idle = (sum(map(memory, pids)) - before) / n
        await asyncio.sleep(met.counted - loop.time())
        met.used, met.read = (sum(map(memory, pids)) - before) / n, set(met.read)
        met.cpu, met.own = (cores(pids) - used) / (loop.time() - begin), (time.process_time() - own) / (loop.time() - begin)
        met.cpu_answer = (cores(pids) - used) / max(1, sum(map(len, met.times.values())))
        met.seen = await watcher.look(way.script, url)
        met.left = True
        await asyncio.gather(*learners)
        for server in servers:
            for line in server.faults():
                met.faults[f"{LOGGED}: {line.strip()[:60]}"] += 1
    return met


WAITS = {"files": "page files", "first": "first scene", "step": "step report", "cover": "cover", "silence": "silence", "sentence": "sentence"}


def share(values, percent: int) -> float:
    """The value that so many of 100 do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-percent * len(ordered) // 100) - 1)]


def waits(values) -> str:
    return " / ".join(f"{1000 * share(values, percent):.0f}" for percent in (50, 95, 99)) if values else ""


def waiting(results) -> str:
    """Who waited how long, and how many sessions failed."""
    rows = [[way.name, met.n, *(waits(met.times.get(kind)) for kind in WAITS), sum(n for fault, n in met.faults.items() if not fault.startswith(LOGGED))]
            for way, met in results]
    return table(["ms: p50 / p95 / p99", "learners", *WAITS.values(), "failed"], rows)


def scenes(texts: set[str]) -> float:
    """MB of the scenes of these sentences as a process of the course keeps them for everybody; it has room for so many, however many learners there are."""
    sizes = [len(page.kept(LANGUAGE, FIRST, Choices(sentence=text), Choices(), page.files_saved())) for text in texts]
    return sum(sizes[-page.kept.cache_info().maxsize:]) / 1e6


def using(results) -> str:
    """What it took. Scenes that are kept for everybody belong to no session; two processes have them twice, where each is asked for all."""
    own = lambda way, met: f"{1000 * (met.used - scenes(met.read) / met.n):.0f}" if way.taps is learner.course and not way.behind else ""
    rows = [[way.name, met.n, f"{met.cpu:.2f}", f"{1000 * met.cpu_answer:.1f}", f"{1000 * met.idle:.0f}", f"{1000 * met.used:.0f}", own(way, met),
             f"{met.own:.2f}", f"{1000 * share(met.late, 95):.0f}" if met.late else ""] for way, met in results]
    return table(["", "learners", "cores used by the servers", "ms of a core for an answer", "kB a session: all have come", "… at the end", "… without the scenes kept for everybody",
                  "cores used by the crowd itself", "its own lateness, p95 (ms)"], rows)


def looking(results) -> str:
    """The same moments in a real browser."""
    rows = [[way.name, met.n, *(f"{1000 * median(met.seen[kind]):.0f} / {1000 * max(met.seen[kind]):.0f}" if met.seen.get(kind) else "" for kind in ("first", "step", "cover"))]
            for way, met in results if met.seen]
    return table(["ms, in a real browser that joins them afterwards: median / worst", "learners", "address → first tappable choice", "step → painted", "cover → painted"], rows)


async def everything(ways, sizes, seconds: float, browser: bool, late: float = LATE):
    """Every way with every size, the ways of one size after each other."""
    texts, results = learner.sentences(), []
    with tempfile.TemporaryDirectory() as folder, Watcher(browser) as watcher:
        files = Path(folder)
        files.chmod(0o755)
        unpack(files)
        for n in sizes:
            for name in ways:
                way = replace(WAYS[name], late=late) if WAYS[name].late else WAYS[name]
                met = await crowd(way, n, seconds, files, texts, watcher)
                results.append((way, met))
                print(f"{name} {n}: {waits(met.times['step'])} ms a step report, {waits(met.times['cover'])} a cover, {dict(met.faults)}", flush=True)
    return results


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--quick", action="store_true", help="six learners for five seconds, no browser")
    asked.add_argument("--sizes", nargs="+", type=int, default=SIZES)
    asked.add_argument("--seconds", type=float, default=SECONDS)
    asked.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS))
    asked.add_argument("--no-browser", action="store_true")
    asked.add_argument("--late", type=float, default=LATE, help="as if the Stage reported a step after so many seconds of rest")
    given = asked.parse_args()
    sizes, seconds = ((6,), 5.0) if given.quick else (given.sizes, given.seconds)
    results = asyncio.run(everything(given.ways, sizes, seconds, not (given.quick or given.no_browser), given.late))
    print(f"\n{machine()}; {A_SECOND} learners arrive in a second, each taps every {PAUSE:.0f} s until {seconds:.0f} s after the last has come and longer\n")
    print(waiting(results), using(results), looking(results), sep="\n\n")


if __name__ == "__main__":
    main()
