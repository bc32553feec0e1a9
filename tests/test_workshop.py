"""Trainings beside the server wait their turn, can be stopped, end in words, and never mix."""

import math
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from safetensors.numpy import load_file

from explainer import workshop as module
from explainer import worlds
from explainer.models.recurrent import RecurrentModel
from explainer.vocabulary import Vocabulary
from explainer.workshop import ROOT, Full, Workshop, settings

QUICK = {"task": "bench", "language": "zh", "sentences": 40, "rounds": 3, "n_cells": 8, "seconds": 60}
LONG = QUICK | {"rounds": 100_000, "seconds": 600}


@pytest.fixture
def workshop():
    opened = []

    def open_(**bounds):
        opened.append(Workshop(**{"give_way": 0, **bounds}))
        return opened[-1]

    yield open_
    for one in opened:
        one.close()


def until(holds, seconds=240):
    """Waits for something to become true, and returns it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = holds()
        if found:
            return found
        time.sleep(.05)
    raise AssertionError("it did not happen")


def ended(shop, ticket):
    return until(lambda: (state := shop.state(ticket)) and state.ended and ticket not in shop.running and state)


def test_a_training_tells_its_progress_and_leaves_weights(workshop):
    shop = workshop()
    state = ended(shop, shop.submit(QUICK))
    assert state.ended == "done"
    assert [record["round"] for record in state.told] == [0, 1, 2, 3, 3]
    assert all(math.isfinite(record["loss"]) for record in state.told[:-1]) and state.told[3]["loss"] < state.told[0]["loss"]
    model = RecurrentModel.from_weights(worlds.load("diary_zh").vocabulary, "elman", load_file(state.file))
    assert model.n_cells == 8


def test_trainings_wait_their_turn_and_see_their_place(workshop):
    shop = workshop(at_once=1)
    tickets = [shop.submit(LONG), shop.submit(QUICK), shop.submit(QUICK)]
    assert [shop.state(ticket).before for ticket in tickets[1:]] == [1, 2]
    until(lambda: shop.state(tickets[0]).told)
    assert not shop.state(tickets[1]).told
    shop.stop(tickets[0])
    assert ended(shop, tickets[2]).ended == "done" and shop.state(tickets[1]).ended == "done"


def test_a_full_queue_says_so(workshop):
    shop = workshop(at_once=1, waiting=1)
    shop.submit(LONG)
    shop.submit(LONG)
    with pytest.raises(Full):
        shop.submit(QUICK)


def test_a_running_and_a_waiting_training_can_be_stopped(workshop):
    shop = workshop(at_once=1)
    running, waiting = shop.submit(LONG), shop.submit(QUICK)
    until(lambda: len(shop.state(running).told) > 2)
    shop.stop(waiting)
    shop.stop(running)
    assert ended(shop, running).ended == "stopped" and shop.state(waiting).ended == "stopped"
    assert not shop.state(running).file.exists()


def test_a_training_that_takes_too_long_is_ended(workshop):
    shop = workshop(seconds=1.0)
    assert ended(shop, shop.submit(LONG)).ended == "late"


def test_too_large_a_step_ends_in_words(workshop):
    shop = workshop()
    state = ended(shop, shop.submit(QUICK | {"rate": 30.0, "rounds": 20, "clip": None}))
    assert state.ended == "diverged"
    assert all(math.isfinite(number) for record in state.told for number in record.values() if isinstance(number, float))


def test_what_cannot_be_run_has_failed_and_the_next_goes_on(workshop):
    shop = workshop()
    broken, sound = shop.submit({"task": "no such"}), shop.submit(QUICK)
    assert ended(shop, broken).ended == "failed" and ended(shop, sound).ended == "done"


def test_two_trainings_at_once_do_not_mix(workshop):
    shop = workshop(at_once=2)
    one, other = shop.submit(QUICK | {"rounds": 5}), shop.submit(QUICK | {"language": "en", "rounds": 2})
    found = [ended(shop, ticket) for ticket in (one, other)]
    assert [state.told[-1]["round"] for state in found] == [5, 2]
    sizes = [load_file(state.file)["output.bias"].shape for state in found]
    assert sizes == [(len(worlds.load(name).vocabulary),) for name in ("diary_zh", "diary_en")]
    alone = workshop()
    assert [r["loss"] for r in ended(alone, alone.submit(QUICK | {"rounds": 5})).told[:-1]] == [r["loss"] for r in found[0].told[:-1]]


CLIP = {"task": "clipping", "language": "zh", "sentences": 60, "steps": 30, "n_cells": 12, "seconds": 120}


def test_clipping_rescues_a_run_that_runs_away(workshop):
    shop = workshop()
    state = ended(shop, shop.submit(CLIP))
    last = {run: [record for record in state.told if record.get("run") == run and "step" in record][-1] for run in ("free", "clipped")}
    assert state.ended == "done" and (last["free"]["over"], last["clipped"]["over"]) == ("diverged", "done")
    assert last["free"]["loss"] > state.told[0]["loss"] > last["clipped"]["loss"]
    assert all(math.isfinite(number) for record in state.told for number in record.values() if isinstance(number, float))
    shares = [record["share"] for record in state.told if "share" in record]
    assert shares == sorted(shares) and shares[-1] == 1


def test_both_runs_of_clipping_begin_alike(workshop):
    shop = workshop()
    state = ended(shop, shop.submit(CLIP | {"rate": .1, "clip": 1e9, "steps": 5}))
    free, clipped = ([record["loss"] for record in state.told if record.get("run") == run and "step" in record] for run in ("free", "clipped"))
    assert len(free) == 6 and free == clipped


def test_an_own_text_is_practised_on(workshop):
    shop = workshop()
    state = ended(shop, shop.submit({"task": "text", "text": "床前明月光，疑是地上霜。\n" * 60, "n_cells": 16, "steps": 40, "seconds": 20}))
    assert state.ended == "done" and state.told[-2]["held_out"] < state.told[0]["held_out"]
    last = state.told[-1]
    assert RecurrentModel.from_weights(Vocabulary(tuple(last["words"])), "lstm", load_file(state.file)).n_cells == 16


def test_a_warm_workshop_begins_with_the_process_that_waits(workshop):
    shop = workshop()
    shop.warm()
    spare = shop.spare
    shop.warm()
    assert shop.spare is spare
    ticket = shop.submit(QUICK)
    assert until(lambda: shop.jobs[ticket].process) is spare and ended(shop, ticket).ended == "done"


def test_a_spare_process_that_nobody_asks_for_goes_home(workshop, monkeypatch):
    monkeypatch.setattr(module, "IDLE", .2)
    shop = workshop()
    shop.warm()
    spare = shop.spare
    until(lambda: spare.poll() is not None)
    assert until(lambda: shop.spare is None)
    assert ended(shop, shop.submit(QUICK)).ended == "done"


def test_a_spare_process_that_died_is_replaced(workshop):
    shop = workshop()
    shop.warm()
    shop.spare.kill()
    shop.spare.wait()
    assert ended(shop, shop.submit(QUICK)).ended == "done"


SERVER = f"""
import sys, time
from explainer.workshop import Workshop
shop = Workshop(at_once=1, give_way=0)
ticket = shop.submit({LONG!r})
while not shop.state(ticket).told: time.sleep(.05)
shop.warm()
print(shop.jobs[ticket].process.pid, shop.spare.pid, flush=True)
time.sleep(600)
"""


@pytest.mark.parametrize("how", ["SIGKILL", "SIGTERM"])
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
def test_whatever_ends_the_server_ends_its_trainings(how):
    server = subprocess.Popen([sys.executable, "-c", SERVER], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    children = [int(pid) for pid in server.stdout.readline().split()]
    assert len(children) == 2 and all(map(lives, children))
    os.kill(server.pid, getattr(signal, how))
    server.communicate()
    until(lambda: not any(map(lives, children)), 60)


def lives(pid):
    """Whether a process is there and not merely waiting to be counted out."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_nobody_trains_for_one_who_has_left(workshop, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", .5)
    shop = workshop(at_once=1)
    running, away, here = shop.submit(LONG), shop.submit(QUICK), shop.submit(QUICK)
    end = time.monotonic() + 1
    while time.monotonic() < end:
        assert shop.state(here).before == 2
        time.sleep(.05)
    shop.stop(running)
    assert ended(shop, here).ended == "done" and shop.state(away).ended == "left" and not shop.state(away).told


def test_the_host_sets_the_bounds():
    assert settings({"TRAININGS": "2", "TRAININGS_WAITING": "5", "TRAINING_SECONDS": "45"}) == {"at_once": 2, "waiting": 5, "practice": 45}
    assert settings({"TRAININGS": "900", "TRAINING_SECONDS": "0"}) == {"at_once": 16, "practice": 5}
    with pytest.raises(ValueError, match="TRAININGS_WAITING is 'many'"):
        settings({"TRAININGS_WAITING": "many"})
    assert set(settings({})) == {"at_once"} and 1 <= settings({})["at_once"] <= 4


def test_a_host_can_offer_no_training(workshop):
    shop = workshop(**settings({"TRAININGS": "0"}))
    shop.warm()
    assert not shop.offered and shop.spare is None
    with pytest.raises(Full):
        shop.submit(QUICK)


def test_a_ticket_that_nobody_holds_has_no_state(workshop):
    shop = workshop()
    shop.stop("nobody")
    assert shop.state("nobody") is None


def test_what_is_over_is_forgotten_in_the_end(workshop, monkeypatch):
    monkeypatch.setattr("explainer.workshop.KEPT", 1)
    shop = workshop()
    tickets = []
    for _ in range(3):
        tickets.append(shop.submit(QUICK | {"rounds": 1}))
        ended(shop, tickets[-1])
    shop.submit(QUICK)
    assert shop.state(tickets[0]) is None and shop.state(tickets[2]).ended == "done"
