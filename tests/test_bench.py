"""The training bench: what is drawn is what the process told and the network gives, nobody sees another's training, and a learner finds their own again."""

import json
import math
import re
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file, save_file

from explainer import lessons, worlds
from explainer.bundles import BundleError
from explainer.chapters.bench import BENCH, CLIPPING, lines
from explainer.exhibits import bench as exhibit
from explainer.exhibits import bench_told
from explainer.exhibits.bench_desk import Desk, order, tickets
from explainer.models.ngram import NgramModel
from explainer.training import tasks
from explainer.vocabulary import START
from explainer.workshop import Full, State

LANGUAGES = lessons.languages()
every_language = pytest.mark.parametrize("language", LANGUAGES)
every_task = pytest.mark.parametrize("task", (BENCH, CLIPPING), ids=lambda task: task.name)


def run(tmp_path, **request):
    """The records of a training in this very process, and the file with its weights."""
    file = tmp_path / "weights.safetensors"
    torch.set_num_threads(1)                        # as in the process beside the server; more would wait for each other
    return [*tasks.TASKS[request["task"]]({"seconds": 600, **request, "file": str(file)})], file


# ---- what it learns

@every_language
def test_the_readable_network_is_as_surprised_as_the_training_told(language, tmp_path):
    told, file = run(tmp_path, task="bench", language=language, sentences=60, rounds=4, n_cells=12)
    network = exhibit.trained(language, file)
    world = worlds.load(f"diary_{language}")
    piles = world.piles(world.expand(20 * 60 // 15 + 200, 1001))
    surprises = []
    for sentence in (piles.test + piles.validation)[:100]:
        tokens = np.array([START, *world.vocabulary.encode(sentence.words)])
        shares = network.read(tokens[:-1]).probs
        surprises += [-math.log(shares[t, word]) for t, word in enumerate(tokens[1:])]
    assert np.mean(surprises) == pytest.approx(told[-2]["held_out"], abs=1e-4)
    homes = [[START, *world.vocabulary.encode(sentence.words)] for sentence in piles.training[:60]]
    counting = NgramModel(2, world.vocabulary, np.concatenate(homes), np.cumsum([0, *map(len, homes)])[:-1])
    quiz = [[START, *world.vocabulary.encode(sentence.words)] for sentence in (piles.test + piles.validation)[:100]]
    counted = np.mean([-math.log(counting.read(tokens[:t + 1]).probs[t, tokens[t + 1]]) for tokens in quiz for t in range(len(tokens) - 1)])
    assert told[-1]["counted"] == pytest.approx(counted) and counted < told[-2]["held_out"], "with so few sentences counting wins"
    assert bench_told.bench(told, {"rounds": 4, "sentences": 60})["counted"] == told[-1]["counted"]


@every_language
def test_the_bench_as_it_is_set_at_first_learns_the_near_blank_and_not_yet_the_far_one(language, tmp_path):
    told, file = run(tmp_path, **BENCH.request(language, BENCH.first))
    of = exhibit.asked(language)
    near, _, far = exhibit.guesses(of, exhibit.read(exhibit.trained(language, file), of.words))
    assert near["hit"] and not far["hit"] and far["p"] < .3
    assert told[-2]["held_out"] < told[0]["held_out"] / 3


@every_language
@pytest.mark.parametrize("cells", BENCH.levers["cells"])
def test_the_huge_step_runs_away_whatever_else_is_set(language, cells, tmp_path):
    told, file = run(tmp_path, **BENCH.request(language, {**BENCH.first, "n": "20", "rounds": "10", "step": "huge", "cells": cells}))
    assert told[-1]["ended"] == "diverged" and told[-1]["loss"] > told[0]["loss"] + tasks.DIVERGED and not file.exists()
    json.dumps(told, allow_nan=False)


@pytest.mark.parametrize("language, seed", [("zh", "1"), ("en", "4")])
def test_clipping_rescues_the_large_step(language, seed, tmp_path):
    told, file = run(tmp_path, **CLIPPING.request(language, {**CLIPPING.first, "seed": seed}))
    result = bench_told.clipping(told, {"clip": CLIPPING.always["clip"]})
    free, clipped = result["free"], result["clipped"]
    assert (free["over"], clipped["over"]) == ("diverged", "done")
    assert free["loss"] > 12 and free["longest"] > 20 and clipped["loss"] < 3 and clipped["held_out"] < 3.2
    of = exhibit.asked(language)
    assert exhibit.guesses(of, exhibit.read(exhibit.trained(language, file), of.words))


def test_the_small_step_needs_no_clipping(tmp_path):
    told, _ = run(tmp_path, **CLIPPING.request("zh", {**CLIPPING.first, "step": "small"}))
    result = bench_told.clipping(told, {"clip": CLIPPING.always["clip"]})
    assert (result["free"]["over"], result["clipped"]["over"]) == ("done", "done") and result["free"]["loss"] < 4
    assert result["free"]["held_out"] < result["clipped"]["held_out"], "the page says that lessons cut short walk slowly"


# ---- what it guesses

@every_language
def test_the_three_blanks_are_a_near_one_the_reaction_and_the_answer(language):
    of, scene = exhibit.asked(language), worlds.load(f"diary_{language}").scene
    near, reaction, far = of.blanks
    assert near < reaction < far == len(scene.sentence) and of.words[reaction] == scene.reactions["bad"] and of.words[far] == scene.answer
    assert all(guess["hit"] for guess in exhibit.guesses(of, of.trace)), "the course's own network fills all three"
    assert max(of.trace.p(t, of.words[t]) for t in range(1, reaction)) == of.trace.p(near, of.words[near])


@every_language
def test_guesses_are_what_the_arrays_give(language, tmp_path):
    _, file = run(tmp_path, task="bench", language=language, sentences=20, rounds=2, n_cells=8)
    w = {name: np.asarray(array, float) for name, array in load_file(file).items()}
    of = exhibit.asked(language)
    memory, shares = np.zeros(8), []
    for word in [START, *of.network.vocab.encode(of.words[:-1])]:
        memory = np.tanh(w["recurrent.weight_ih_l0"][:, word] + w["recurrent.bias_ih_l0"] + w["recurrent.weight_hh_l0"] @ memory + w["recurrent.bias_hh_l0"])
        powers = np.exp(w["output.weight"] @ memory + w["output.bias"])
        shares.append(powers / powers.sum())
    for guess in exhibit.guesses(of, exhibit.read(exhibit.trained(language, file), of.words)):
        row, words = shares[guess["t"]], of.network.vocab.words
        assert guess["p"] == pytest.approx(row[words.index(guess["right"])], abs=1e-6)
        assert (guess["best"], guess["share"]) == (words[row.argmax()], pytest.approx(row.max(), abs=1e-6)) and guess["hit"] == (guess["best"] == guess["right"])


def test_a_file_without_a_sound_network_is_refused(tmp_path):
    _, file = run(tmp_path, task="bench", language="zh", sentences=20, rounds=1, n_cells=8)
    weights = load_file(file)
    for broken in ({**weights, "output.bias": np.full_like(weights["output.bias"], np.nan)}, {**weights, "output.bias": weights["output.bias"][:-1]}):
        save_file(broken, file)
        with pytest.raises(BundleError):
            exhibit.trained("zh", file)
    file.write_bytes(b"no weights")
    with pytest.raises(BundleError):
        exhibit.trained("zh", file)
    file.unlink()
    with pytest.raises(BundleError):
        exhibit.trained("zh", file)


# ---- what it tells

TOLD = [{"round": 0, "loss": 6.2, "held_out": 6.1, "share": 0.0, "seconds": 0.0}, {"round": 1, "loss": 4.0, "held_out": 4.5, "share": .25, "seconds": 2.0}]


def test_progress_is_counted_from_what_was_told():
    now = bench_told.progress("bench", TOLD, 0)
    assert now["share"] == .25 and now["left"] == 6 and now["begun"] and now["gone"] is None
    assert now["curves"] == {"practice": [[0, 6.2], [1, 4.0]], "quiz": [[0, 6.1], [1, 4.5]]}
    assert bench_told.progress("bench", (), 3) == {"before": 3, "begun": False, "share": 0.0, "left": None, "curves": {"practice": [], "quiz": []}, "gone": None}


def test_a_run_that_ran_away_is_told_with_its_last_surprise():
    told = [*TOLD, {"round": 2, "ended": "diverged", "loss": 31.0, "seconds": 3.0}]
    assert bench_told.curves("bench", told)["practice"][-1] == [2, 31.0] and len(bench_told.curves("bench", told)["quiz"]) == 2
    assert bench_told.bench(told, {"rounds": 9, "sentences": 20}) == {"round": 2, "rounds": 9, "seconds": 3.0, "first": 6.2, "loss": 31.0, "held_out": 4.5, "sentences": 20, "counted": None}


def test_the_unclipped_run_is_told_as_gone_while_the_other_goes_on():
    told = [{"run": "free", "step": 0, "loss": 6.0, "share": 0.0, "seconds": 0.0}, {"run": "free", "step": 1, "loss": 7.0, "length": 40.0, "share": .1, "seconds": .1}]
    assert bench_told.gone(told) is None
    told.append({"run": "free", "step": 2, "loss": 20.0, "length": 3.0, "over": "diverged", "share": .2, "seconds": .2})
    assert bench_told.gone(told) == {"run": "free", "step": 2, "loss": 20.0, "longest": 40.0}


def test_a_training_stopped_before_its_first_word_has_a_result_too():
    for task in (BENCH, CLIPPING):
        json.dumps(bench_told.RESULTS[task.name]((), task.request("zh", task.first)), allow_nan=False)


# ---- the desk

class Shop:
    """A workshop that trains nothing: its states are set by the test."""

    def __init__(self):
        self.states, self.stopped, self.full, self.practice = {}, [], False, 20.0

    def submit(self, request):
        if self.full:
            raise Full
        ticket = f"ticket{len(self.states):010d}"
        self.states[ticket] = State(0, (), None, None, request)
        return ticket

    def state(self, ticket):
        return self.states.get(ticket)

    def stop(self, ticket):
        self.stopped.append(ticket)

    def tell(self, ticket, told=(), ended=None):
        self.states[ticket] = State(0, tuple(told), ended, None, self.states[ticket].request)


def press(desk, what, number=1, held=(), **levers):
    return {**desk.task.first, **levers, "order": (what, number, desk.number), "held": held} if what else {**desk.task.first, **levers, "order": desk.heard, "held": held}


def test_an_order_is_carried_out_once_and_only_at_its_own_desk():
    shop, desk = Shop(), Desk(BENCH, "zh")
    for _ in range(3):
        desk.settle(shop, press(desk, "train", 1, n="20", step="large"))
    assert len(desk.runs) == 1 and desk.alive["levers"] == {**BENCH.first, "n": "20", "step": "large"}
    request = shop.state(desk.alive["ticket"]).request
    assert (request["sentences"], request["rate"], request["language"], request["task"]) == (20, 3e-2, "zh", "bench") and request["seconds"] == shop.practice
    other = Desk(BENCH, "zh")
    other.settle(shop, press(desk, "train", 1))
    assert other.runs == [] and len(shop.states) == 1


def test_one_training_at_a_time_and_the_last_three_stay():
    shop, desk = Shop(), Desk(BENCH, "zh")
    for n in range(5):
        desk.settle(shop, press(desk, "train", 2 * n))
        desk.settle(shop, press(desk, "train", 2 * n + 1))
        assert len(shop.states) == n + 1
        shop.tell(desk.alive["ticket"], TOLD, "stopped")
        desk.settle(shop, press(desk, None))
        assert desk.alive is None
    assert [run["ticket"] for run in desk.runs] == [f"ticket{n:010d}" for n in (2, 3, 4)]
    assert all(run["curves"]["quiz"] and run["result"]["round"] == 1 for run in desk.runs)


def test_stop_reaches_the_workshop():
    shop, desk = Shop(), Desk(BENCH, "zh")
    desk.settle(shop, press(desk, "train", 1))
    desk.settle(shop, press(desk, "stop", 2))
    assert shop.stopped == [desk.runs[0]["ticket"]]


def test_a_full_workshop_is_told_until_the_next_press():
    shop, desk = Shop(), Desk(BENCH, "zh")
    shop.full = True
    desk.settle(shop, press(desk, "train", 1))
    assert desk.note == "full" and desk.runs == []
    shop.full = False
    desk.settle(shop, press(desk, "train", 2))
    assert desk.note == "" and desk.alive


def test_after_a_reload_the_trainings_come_back_and_nothing_else_does():
    shop, first = Shop(), Desk(BENCH, "zh")
    first.settle(shop, press(first, "train", 1, n="100"))
    own = first.alive["ticket"]
    english, clip = shop.submit(BENCH.request("en", BENCH.first)), shop.submit(CLIPPING.request("zh", CLIPPING.first))
    again = Desk(BENCH, "zh")
    again.settle(shop, press(again, None, held=((own, True), (english, False), (clip, False))))
    assert [run["ticket"] for run in again.runs] == [own] and again.runs[0]["levers"]["n"] == "100" and again.note == ""
    again.settle(shop, press(again, "stop", 3, held=((own, True),)))
    assert shop.stopped == [own] and len(again.runs) == 1


def test_a_training_that_the_server_forgot_is_told_if_it_was_alive():
    for alive, note in ((True, "lost"), (False, "")):
        desk = Desk(BENCH, "zh")
        desk.settle(Shop(), press(desk, None, held=(("ticket0000000009", alive),)))
        assert (desk.runs, desk.note) == ([], note)
    shop, desk = Shop(), Desk(BENCH, "zh")
    desk.settle(shop, press(desk, "train", 1))
    shop.states.clear()
    desk.settle(shop, press(desk, None))
    assert desk.note == "lost" and desk.runs[0]["ended"] == "lost"


def test_weights_that_cannot_be_read_are_a_training_that_failed(tmp_path):
    shop, desk = Shop(), Desk(BENCH, "zh")
    desk.settle(shop, press(desk, "train", 1))
    shop.states[desk.alive["ticket"]] = State(0, tuple(TOLD), "done", tmp_path / "none", desk.task.request("zh", BENCH.first))
    desk.settle(shop, press(desk, None))
    assert desk.runs[0]["ended"] == "failed" and desk.learned is None


@pytest.mark.parametrize("check, bad", [
    *((order, bad) for bad in ("train", "train.1", ["train"], ["burn", 1, "d"], ["train", "1", "d"], ["train", 1, 2], ["train", 1, "not a number"], ["train", -1, "0" * 12], ["train", 2 ** 60, "0" * 12], ["train", True, "0" * 13], {"a": 1}, 3)),
    *((tickets, bad) for bad in ("ticket0000000009", ["ticket0000000009"], [["short", True]], [["ticket000000000/", True]], [["ticket0000000009", 1]], [["ticket0000000009", True]] * 4, 7)),
])
def test_what_no_page_of_ours_sends_is_refused(check, bad):
    with pytest.raises(ValueError):
        check(bad)


@every_task
def test_no_link_gives_orders_or_names_tickets(task):
    for choice in (task.choices()[name] for name in ("order", "held")):
        for text in ("train", "", "ticket0000000009", '[["ticket0000000009", true]]'):
            with pytest.raises(ValueError):
                choice.check(text)


@every_task
def test_every_lever_is_worded_and_bounded(task):
    assert set(task.first) == set(task.levers) and all(task.first[lever] in positions for lever, positions in task.levers.items())
    for language in LANGUAGES:
        said = lessons.say(language).section("bench")
        for lever, positions in task.levers.items():
            assert {f"lever_{lever}", f"short_{lever}"} <= set(said)
            assert all(name.isdecimal() or f"{lever}_{name}" in said for name in positions)
    most = [max((part for part in positions.values()), key=lambda part: next(iter(part.values()))) for positions in task.levers.values()]
    request = {key: value for part in most for key, value in part.items()}
    assert request.get("sentences", 0) <= 1000 and request.get("rounds", 0) <= 60 and request.get("n_cells", 0) <= 48


def test_no_string_of_the_bench_lies_idle():
    """Every string is asked for by its name, or by a name that begins as the script has it."""
    folder = Path(exhibit.__file__).parents[1]
    asked = "".join(path.read_text("utf-8") for path in [*folder.glob("components/boards/bench/*.js"), folder / "chapters/bench.py"])
    names = set(re.findall(r"""["'`.}]([a-z_]+)["'`]""", asked))
    beginnings = tuple(re.findall(r"[`.}]([a-z]+_)\$\{", asked))
    keys = [key.removeprefix("clipping.") for key in lessons.say("zh").section("bench")]
    named = {f"{lever}_{name}" for task in (BENCH, CLIPPING) for lever, positions in task.levers.items() for name in positions}
    assert len(beginnings) >= 5 and [key for key in keys if key not in names | named and not key.startswith(beginnings)] == []


def test_the_lines_that_are_shown_are_the_lines_that_run():
    import inspect
    assert lines("training/tasks.py", "correct") == inspect.getsource(tasks.correct).strip()


def test_the_page_imports_no_torch():
    import subprocess
    import sys
    script = "import sys, explainer.chapters.bench; print('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=exhibit.__file__.rpartition("/explainer/")[0]).stdout.strip() == "False"
