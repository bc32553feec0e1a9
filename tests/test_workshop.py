"""Trainings beside the server wait their turn, can be stopped, end in words, and never mix."""

import math
import time

import pytest
from safetensors.numpy import load_file

from explainer import worlds
from explainer.models.recurrent import RecurrentModel
from explainer.vocabulary import Vocabulary
from explainer.workshop import Full, Workshop

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
