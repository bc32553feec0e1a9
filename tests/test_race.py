"""The race by distance, and the lamp: what chapter 9 says is true of the very weights that are shipped, counted once more here."""

import json
import shutil
from dataclasses import replace

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file

from explainer import lessons
from explainer.bundles import BundleError, lamp as cells, race as runs
from explainer.bundles.building import GateError
from explainer.bundles.jobs import JOBS
from explainer.exhibits import gates as exhibit
from explainer.recipes import RACE
from explainer.small import lamp, tokens, who
from explainer.small.world import split
from explainer.vocabulary import START

torch.set_num_threads(1)
RUNS = runs.runs()
SOME = [("only", "plain", 3), ("only", "gru", 1), ("only", "lstm", 1), ("mixed", "plain", 2)]


def asked(person, fillers):
    """A story of the exam as word numbers, from START to the question."""
    return np.array([START, person, *fillers, who.VOCABULARY.index[who.ASK]])


# — the race —

@pytest.mark.parametrize("name", ["race", "lamp"])
def test_what_is_shipped_passes_its_own_check(name):
    rows = list(JOBS[name].check())
    assert len(rows) >= 7 and all(passed for _, passed, _ in rows), [row for row in rows if not row[1]]


def test_every_training_is_there_and_none_is_left_out():
    shipped = runs.load()
    assert set(shipped.machines) == {(diet, name, seed) for diet in ("only", "mixed") for name in RACE for seed in (1, 2, 3)}
    assert shipped.card["seeds"] == [1, 2, 3]
    for diet in shipped.curves:
        assert set(shipped.curves[diet]) == set(RACE) and all(len(curves) == 3 and {len(curve) for curve in curves} == {41} for curves in shipped.curves[diet].values())
    assert sum(path.stat().st_size for path in runs.FOLDER.iterdir()) < 1_000_000


@pytest.mark.parametrize("run", SOME, ids=str)
def test_the_curves_are_counted_from_whole_readings(run):
    """The exam asks many stories at once, and goes on from where it asked; here every question is read on its own."""
    model, (persons, fillers) = runs.load().machines[run], who.exam()
    at_once = who.answers(model, persons, fillers)
    for story in range(0, len(persons), 23):
        for k in (0, 1, 10, 19, 20, 21, 40):
            probs = model.read(asked(persons[story], fillers[story, :k])).probs[-1]
            assert who.PERSONS[int(np.argmax(probs[model.vocab.encode(who.PERSONS)]))] == model.vocab.words[at_once[k, story]]
    diet, name, seed = run
    told = runs.load().curves[diet][name][seed - 1]
    assert told == pytest.approx((at_once == persons).mean(axis=1), abs=.01)


@pytest.mark.parametrize("run", SOME, ids=str)
def test_a_racer_reads_as_torch_does(run):
    diet, name, seed = run
    tables = {key.split("/")[-1]: torch.from_numpy(table) for key, table in load_file(runs.FOLDER / runs.RUNS).items() if key.startswith(f"{diet}/{name}/{seed}/")}
    kind = {"elman": torch.nn.RNN, "gru": torch.nn.GRU, "lstm": torch.nn.LSTM}[RACE[name].kind]
    net, output = kind(len(who.VOCABULARY), RACE[name].cells, batch_first=True), torch.nn.Linear(RACE[name].cells, len(who.VOCABULARY))
    for part, module in (("recurrent", net), ("output", output)):
        module.load_state_dict({key.removeprefix(f"{part}."): table for key, table in tables.items() if key.startswith(part)})
    persons, fillers = who.exam()
    read = asked(persons[0], fillers[0, :20])
    with torch.no_grad():
        shares = output.double()(net.double()(torch.eye(len(who.VOCABULARY), dtype=torch.float64)[torch.from_numpy(read)][None])[0][0]).softmax(-1).numpy()
    assert runs.load().machines[run].read(read).probs == pytest.approx(shares, abs=1e-9)


def test_the_guess_is_right_where_the_shipped_runs_say_so():
    can = exhibit.still_can((10, 30))
    for language in lessons.languages():
        options = lessons.lesson(language, "9_gates").guess.options
        assert [option.right for option in options] == ["plain" in can, "gru" in can, "lstm" in can, not {"plain", "gru", "lstm"} & set(can)]


def test_the_story_told_of_the_race_is_the_one_that_was_run():
    curves = runs.load().curves
    assert any(curve[20] >= .9 for curve in curves["only"]["plain"]), "at the distance it practised, a plain machine can learn it"
    assert all(curve[k] <= .5 for curve in curves["only"]["plain"] for k in (10, 19, 21, 30))
    assert all(curve[k] >= .9 for name in ("gru", "lstm", "holding") for curve in curves["only"][name] for k in (10, 20, 30))
    assert all(min(curve) >= .9 for curve in curves["mixed"]["plain"]), "a plain machine can do it too"
    assert RACE["gru"].keeping == 0 < RACE["lstm"].keeping and RACE["plain"].start == RACE["gru"].start != RACE["holding"].start, "whose start was cared for"
    assert len({(how.cells, how.steps, how.batch) for how in RACE.values()}) == 1, "all have as many tiles and practise as long"


def test_the_exam_asks_for_everybody_equally_often():
    persons, fillers = who.exam()
    assert {int(n) for n in np.unique(persons, return_counts=True)[1]} == {who.EXAM} and fillers.shape == (len(persons), 40)
    assert set(fillers.ravel()) == set(who.VOCABULARY.encode(who.FILLERS))


def test_practice_keeps_to_its_diet():
    drawn = {diet: [words.shape[1] - 3 for words, _ in who.practice(diet, "gru", 5)] for diet in who.DIETS}
    assert set(drawn["only"]) == {20} and set(drawn["mixed"]) == set(range(21))
    words, persons = next(who.practice("mixed", "plain", 1))
    assert (words[:, 0] == START).all() and (words[:, 1] == persons).all() and (words[:, -1] == who.VOCABULARY.index[who.ASK]).all()


def test_training_again_gives_the_same_bytes(monkeypatch):
    monkeypatch.setattr(who, "RACE", {**RACE, "gru": replace(RACE["gru"], steps=3)})
    one, other = (who.train("gru", "only", 1) for _ in range(2))
    assert {name: table.tobytes() for name, table in one.items()} == {name: table.tobytes() for name, table in other.items()}
    assert any((one[name] != table).any() for name, table in who.train("gru", "only", 2).items())


def test_runs_that_tell_another_story_are_not_written(tmp_path):
    tables = load_file(runs.FOLDER / runs.RUNS)
    wiped = {**tables, "only/gru/2/recurrent.weight_hh_l0": np.zeros_like(tables["only/gru/2/recurrent.weight_hh_l0"])}
    with pytest.raises(GateError, match="race fails .*the GRU is right at 10 and 30"):
        runs.Race(tmp_path / "race").ship(wiped)
    assert list(tmp_path.rglob("*")) == []


def test_a_curve_that_was_edited_is_found(tmp_path):
    folder = shutil.copytree(runs.FOLDER, tmp_path / "race")
    card = json.loads((folder / runs.CARD).read_text("utf-8"))
    card["curves"]["only"]["plain"][0][10] = .95
    (folder / runs.CARD).write_text(json.dumps(card), "utf-8")
    found = {name: passed for name, passed, _ in runs.Race(folder).check()}
    assert not found["the curves are those of the weights"]


@pytest.mark.parametrize("bundle, file", [(runs, runs.RUNS), (cells, cells.MODELS)])
def test_a_damaged_file_is_named_with_the_way_to_rebuild_it(tmp_path, bundle, file):
    folder = shutil.copytree(bundle.FOLDER, tmp_path / bundle.FOLDER.name)
    (folder / file).write_bytes((folder / file).read_bytes()[:200])
    with pytest.raises(BundleError, match=f"python -m explainer.bundles {bundle.FOLDER.name}"):
        bundle.load(folder)


def test_gates_take_three_and_four_times_as_many_numbers():
    H, K = 32, len(who.VOCABULARY)
    counted = {size["name"]: size for size in exhibit.sizes()}
    assert counted["plain"]["inside"] == H * K + H * H + H
    assert counted["gru"]["inside"] == 3 * counted["plain"]["inside"] + H and counted["lstm"]["inside"] == 4 * counted["plain"]["inside"]
    assert [size["times"] for size in counted.values()] == [1.0, 3.0, 4.0]


# — the lamp —

def by_hand(name, stream):
    """One cell along a stream, by its formula alone: the signals at every saying, START first."""
    tables = {key: table.astype(float) for key, table in split(load_file(cells.FOLDER / cells.MODELS))[name].items()}
    U, w, b, d = (tables[f"recurrent.{key}_l0"] for key in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"))
    sigma, h, c, found = (lambda x: 1 / (1 + np.exp(-x))), 0.0, 0.0, []
    for number in [START, *lamp.VOCABULARY.encode(stream)]:
        x, m = U[:, number] + b, w[:, 0] * h + d
        if name == "gru":
            r, z = sigma(x[0] + m[0]), sigma(x[1] + m[1])
            n = np.tanh(x[2] + r * m[2])
            h = z * h + (1 - z) * n
            found.append({"reset_gate": r, "update_gate": z, "candidate": n, "hidden": h})
        elif name == "lstm":
            i, f, g, o = sigma(x[0] + m[0]), sigma(x[1] + m[1]), np.tanh(x[2] + m[2]), sigma(x[3] + m[3])
            c = f * c + i * g
            h = o * np.tanh(c)
            found.append({"input_gate": i, "forget_gate": f, "candidate": g, "output_gate": o, "cell": c, "hidden": h})
        else:
            h = np.tanh(x[0] + m[0])
            found.append({"hidden": h})
    return found


@pytest.mark.parametrize("name", lamp.KINDS)
def test_the_gates_on_the_page_are_the_formulas(name):
    for shown in exhibit.streams():
        for t, step in enumerate(by_hand(name, shown["items"])):
            assert {signal: shown[name][signal][t] for signal in step} == pytest.approx(step, abs=1e-5)


def test_the_gate_opens_when_the_teacher_speaks_and_only_then():
    for shown in exhibit.streams():
        for item, z, f in zip(shown["items"], shown["gru"]["update_gate"][1:], shown["lstm"]["forget_gate"][1:]):
            assert (z < .3) == (f < .31) == item.startswith("teacher"), (item, z, f)
            assert 0 < z < 1 and 0 < f < 1, "a dial, not a door"


def test_every_stream_of_the_page_needs_a_gate():
    for shown in exhibit.streams():
        assert len(shown["items"]) == lamp.SHOWN and shown["truth"][-1] == -shown["says"][-1], "the last to speak is a pupil who says the opposite"
        said = [0, *(1 if "teacher_on" == item else -1 if "teacher_off" == item else None for item in shown["items"])]
        for t, right in enumerate(shown["truth"], start=1):
            assert right == next(value for value in reversed(said[:t + 1]) if value is not None)
        asked_for = sum(right != 0 for right in shown["truth"])
        assert {shown[name]["hits"] for name in lamp.KINDS} == {asked_for}


def test_plus_stands_for_on_and_a_mirror_image_computes_the_same():
    tables = split(load_file(cells.FOLDER / cells.MODELS))
    for name, kind in lamp.KINDS.items():
        mirrored = {key: table.copy() for key, table in tables[name].items()}
        mirrored["output.weight"] = -mirrored["output.weight"]                  # now minus would be on …
        assert {key: (table != tables[name][key]).any() for key, table in lamp.upright(kind, tables[name]).items()} == dict.fromkeys(tables[name], False)
        turned = lamp.machines({**tables, name: lamp.upright(kind, mirrored)})[name]
        upside_down = lamp.machines({**tables, name: mirrored})[name]
        stream = lamp.examples()[0]
        one, other = (model.read(tokens(model, stream)) for model in (turned, upside_down))
        assert one.probs == pytest.approx(other.probs) and one.signals["hidden"] == pytest.approx(-other.signals["hidden"])
    for shown in exhibit.streams():
        for name in lamp.KINDS:
            assert all(np.sign(h) == right for h, right in zip(shown[name]["hidden"][1:], shown["truth"]) if right)


def test_cells_that_hold_nothing_are_not_written(tmp_path):
    tables = split(load_file(cells.FOLDER / cells.MODELS))
    forgetful = {**tables["gru"], "recurrent.weight_ih_l0": np.zeros_like(tables["gru"]["recurrent.weight_ih_l0"])}
    with pytest.raises(GateError, match="lamp fails .*every machine holds"):
        cells.Lamp(tmp_path / "lamp").ship({**tables, "gru": forgetful})
    assert list(tmp_path.rglob("*")) == []


def test_no_stream_of_the_exam_was_practised():
    piles = lamp.piles()
    assert not {story.item for story in piles.test} & {story.item for story in piles.training}
    assert not set(lamp.examples()) & {story.item for story in piles.training}
