"""Live training: a learner sets levers, a process beside the server trains, the page draws what it tells."""

import ast
import math
import os
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import streamlit as st

from explainer import course
from explainer.choices import Choice
from explainer.components import feed
from explainer.exhibits import bench as exhibit
from explainer.exhibits.bench_desk import Desk, Task
from explainer.workshop import Workshop, settings

PULSE, SLOW = 0.6, 2.0              # seconds between two looks at a training that runs, that waits
SEEDS = {str(seed): {"seed": seed} for seed in range(1, 6)}
BENCH = Task("bench", {
    "n": {str(n): {"sentences": n} for n in (20, 100, 300, 1000)},
    "rounds": {str(n): {"rounds": n} for n in (10, 30, 60)},
    "step": {"small": {"rate": 3e-4}, "middle": {"rate": 3e-3}, "large": {"rate": 3e-2}, "huge": {"rate": 3.0}},
    "cells": {str(n): {"n_cells": n} for n in (8, 24, 48)},
    "seed": SEEDS,
}, {"n": "1000", "rounds": "30", "step": "middle", "cells": "24", "seed": "1"})
CLIPPING = Task("clipping", {"step": {"small": {"rate": 4.0}, "large": {"rate": 40.0}}, "seed": SEEDS}, {"step": "large", "seed": "1"},
                {"clip": 0.1, "steps": 150, "sentences": 300})
CHOICES_BENCH, CHOICES_CLIPPING = BENCH.choices(), CLIPPING.choices()


@st.cache_resource(show_spinner=False)
def shop() -> Workshop:
    """The one workshop of this server."""
    return Workshop(**settings(os.environ))


def bench(here: course.Chapter) -> None:
    """Chapter 7: a small network practises while one watches."""
    desk, rate = shown(here, BENCH, CHOICES_BENCH)
    of = exhibit.asked(here.say.language)
    found = (desk.learned["guesses"] if desk.learned else exhibit.guesses(of, of.trace))[-1]
    whose = here.say("bench.mine") if desk.learned else here.say("bench.course")
    course.deeper(here, "bench", whose=whose, word=found["right"], p=f"{found['p']:.6f}", loss=f"{-math.log(max(found['p'], 1e-9)):.2f}", rate=f"{rate:g}")
    listing(here)


def clipping(here: course.Chapter) -> None:
    """Chapter 8: the same steps with and without clipping."""
    desk, rate = shown(here, CLIPPING, CHOICES_CLIPPING)
    result = next((run["result"] for run in reversed(desk.runs) if run["result"]), None)
    longest, clip = result["clipped"]["longest"] if result else 0.0, CLIPPING.always["clip"]
    told = {"longest": f"{longest:.1f}", "factor": f"{clip / longest:.3f}"} if longest > clip else {"longest": "—", "factor": "—"}
    course.deeper(here, "clipping", clip=f"{clip:g}", rate=f"{rate:g}", **told)
    listing(here)


def shown(here: course.Chapter, task: Task, table: Mapping[str, Choice]) -> tuple[Desk, float]:
    """The board of a task with its learner's trainings; the desk, and the step size that is set."""
    say, language = here.say, here.say.language
    now = course.chosen(here, "bench", table)
    desk = st.session_state.setdefault("desks", {}).setdefault((here.name, language), Desk(task, language))
    desk.settle(shop(), now)
    alive, of = desk.alive, exhibit.asked(language)
    state = alive and shop().state(alive["ticket"])
    if not alive:
        shop().warm()
    course.board(here, "bench", {
        "say": dict(say.section("board")) | dict(say.section("bench")), "link": {lever: table[lever].param for lever in task.levers}, "home": {name: choice.first for name, choice in table.items()},
        "task": task.name, "levers": {lever: list(positions) for lever, positions in task.levers.items()}, "desk": desk.number, "note": desk.note, "offered": shop().offered,
        "alive": alive["ticket"] if alive else "", "runs": desk.runs, "news": desk.news(state) if state else None,
        "words": of.words, "course": {"guesses": exhibit.guesses(of, of.trace), "numbers": of.network.n_numbers, "sentences": of.card["corpus"]["training"]},
        "joiner": of.network.vocab.joiner, "blind": round(math.log(len(of.network.vocab)), 4), "steps": task.always.get("steps"),
        "sentences": task.always.get("sentences")}, table)
    if state:
        watched(desk, f"{here.name}.feed", SLOW if state.before else PULSE)
    return desk, task.request(language, now)["rate"]


def watched(desk: Desk, key: str, pulse: float) -> None:
    """News of the training that waits or runs, by the clock; the page itself is computed anew when it begins and when it is over."""
    waits = pulse == SLOW

    @st.fragment(run_every=pulse)
    def look() -> None:
        state = desk.alive and shop().state(desk.alive["ticket"])
        if not state or state.ended or waits and not state.before:
            st.rerun()
        feed.mount({"ticket": desk.alive["ticket"], "beat": round(time.time(), 1), **desk.news(state)}, key)

    look()


def listing(here: course.Chapter) -> None:
    """At the depth of code: the lines that the process beside the server runs; they are shown, not imported."""
    if here.depth == "code":
        with course.middle():
            st.code(lines("training/tasks.py", "correct"), language="python")


@cache
def lines(file: str, function: str) -> str:
    """The lines of a function in a file of ours."""
    text = (Path(__file__).parent.parent / file).read_text("utf-8")
    return next(ast.get_source_segment(text, node) for node in ast.parse(text).body if getattr(node, "name", "") == function)
