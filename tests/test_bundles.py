"""Bundles: what is shipped passes every scene test, and nothing else can be shipped or loaded."""

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from explainer import bundles, scenes, worlds
from explainer.bundles import BUNDLES, BundleError, building, checking
from explainer.bundles import __main__ as command
from explainer.bundles.jobs import JOBS, Networks
from explainer.models.ngram import NgramModel
from explainer.recipes import RECIPES, Recipe
from explainer.scores import scores
from explainer.small import WORLDS
from explainer.vocabulary import START

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = [(world, name) for world in RECIPES for name in RECIPES[world]]
every_bundle = pytest.mark.parametrize("world, name", SHIPPED, ids=lambda part: part)


def run(*words):
    return subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")


@lru_cache
def sentences_of(world):
    return building.expanded(worlds.load(world), RECIPES[world]["elman"])


def weights_of(world, name):
    return load_file(BUNDLES / world / f"{name}.safetensors")


@pytest.fixture
def shelf(tmp_path):
    """A copy of all bundles that may be damaged."""
    return shutil.copytree(BUNDLES, tmp_path / "bundles")


def test_every_world_has_its_bundles_and_every_bundle_its_recipe():
    assert {path.stem for path in worlds.WORLDS.glob("*.toml")} == set(RECIPES)
    assert {path.relative_to(BUNDLES).with_suffix("").parts for path in BUNDLES.glob("diary_*/*.json")} == set(SHIPPED)
    assert {path.name for path in BUNDLES.iterdir() if path.is_dir()} <= set(JOBS)


@every_bundle
def test_what_is_shipped_passes_every_scene_test_and_is_what_its_card_says(world, name):
    rows = list(checking.check(world, name))
    assert [test for test, _, _ in rows] == [f"T{n}" for n in range(1, 13)]
    assert [(test, numbers) for test, passed, numbers in rows if not passed] == []


def test_the_check_prints_a_table_and_ends_well():
    names = [*RECIPES, *WORLDS, "shuffle"]                 # windows are counted once more in tests/test_window.py: that takes a while
    found = run("-m", "explainer.bundles", "--check", *names)
    assert found.returncode == 0, found.stdout
    assert found.stdout.count(" ok ") >= 12 * len(SHIPPED) + 4 * len(WORLDS) and "FAIL" not in found.stdout
    assert set(names) <= set(found.stdout.splitlines()) and set(JOBS) >= set(names)


def test_loading_checking_and_reading_import_no_torch():
    script = ("import sys; from explainer import bundles; from explainer.bundles import building, checking; "
              "bundles.load('diary_zh'); bundles.ngram('diary_zh', 2); print('torch' in sys.modules)")
    found = run("-c", script)
    assert found.stdout.split() == ["False"], found.stderr


@every_bundle
def test_the_network_is_right_at_98_of_100_blanks_up_to_distance_15(world, name):
    on_card = bundles.load(world, name).card["scores"]
    for sentences in ("new_sentences", "unseen_pairs"):
        assert on_card["network"][sentences]["up_to_15"] >= 0.98
        for n in building.NGRAMS:
            assert on_card["network"][sentences]["at_the_blank"] > on_card[f"{n}-gram"][sentences]["at_the_blank"] + 0.5
            assert on_card["network"][sentences]["perplexity"] < on_card[f"{n}-gram"][sentences]["perplexity"]


@every_bundle
def test_the_scores_of_the_card_are_recomputed(world, name):
    """The network on all of its sentences; the 2-gram too, the slower ones by the same function at build time."""
    bundle, home = bundles.load(world, name), worlds.load(world)
    test = home.piles(sentences_of(world)).test
    found = building.rounded(building.compared({"network": bundle.model}, test))
    assert list(checking.differences(found, {"network": bundle.card["scores"]["network"]}, "scores")) == []


def test_scores_agree_with_a_count_by_hand():
    world = worlds.load("diary_en")
    sentences = world.expand(40, 5)
    model = NgramModel(2, world.vocabulary, **building.corpus(world.vocabulary, sentences))
    surprise, right = [], 0
    for s in sentences:
        tokens = [START, *world.vocabulary.encode(s.words)]
        trace = model.read(tokens)
        surprise += [-np.log(trace.p(t, word)) for t, word in enumerate(s.words)]
        right += trace.top(s.blank)[0][0] == s.pronoun
    found = scores(model, sentences)
    assert found["perplexity"] == pytest.approx(np.exp(np.mean(surprise)))
    assert found["at_the_blank"] == right / 40
    assert sum(n for n, _ in found["by_distance"].values()) == right and sum(n for _, n in found["by_distance"].values()) == 40


@every_bundle
def test_the_corpus_on_disk_is_the_training_pile(world, name):
    home, counting = worlds.load(world), bundles.ngram(world, 2)
    piles = home.piles(sentences_of(world))
    ends = np.append(counting.starts, len(counting.tokens))
    words = counting.vocab.words
    for row in (0, 1, len(piles.training) - 1):
        line = counting.tokens[ends[row]:ends[row + 1]]
        assert line[0] == START and tuple(words[i] for i in line[1:]) == piles.training[row].words
    assert len(counting.starts) == len(piles.training) == bundles.load(world, name).card["corpus"]["training"]


@every_bundle
def test_files_are_small_and_numbers_are_counted(world, name):
    bundle, weights = bundles.load(world, name), weights_of(world, name)
    assert {table.dtype for table in weights.values()} == {np.dtype("float32")}
    assert bundle.model.n_cells == bundle.card["cells"] <= 64
    assert bundle.model.n_numbers == bundle.card["numbers"]
    assert sum(path.stat().st_size for path in (BUNDLES / world).iterdir()) < 2_000_000


def sabotaged(weights, how):
    """Weights that look like the shipped ones, and fail."""
    table = {"cut": "recurrent.weight_hh_l0", "deaf": "recurrent.weight_ih_l0", "mute": "output.weight"}[how]
    return {**weights, table: np.zeros_like(weights[table])}


@pytest.mark.parametrize("how, test", [("cut", "T1"), ("deaf", "T3"), ("mute", "T5")])
def test_sabotaged_weights_fail_the_gate_and_nothing_is_written(tmp_path, how, test):
    home, recipe = worlds.load("diary_zh"), RECIPES["diary_zh"]["elman"]
    with pytest.raises(building.GateError, match=f"{test}:"):
        building.ship(home, sentences_of("diary_zh"), "elman", recipe, sabotaged(weights_of("diary_zh", "elman"), how), tmp_path)
    assert list(tmp_path.rglob("*")) == []


def test_a_network_that_learned_too_little_is_not_shipped(tmp_path):
    few = Recipe(n_cells=8, embedding=6, n_sentences=400, lessons=((1, 30),))
    rounds = []
    with pytest.raises(building.GateError, match="diary_en/elman fails .*T1:"):
        building.build("diary_en", "elman", few, tmp_path, lambda n, loss: rounds.append(loss))
    assert len(rounds) == 1 and list(tmp_path.rglob("*")) == []


def test_a_fault_on_disk_is_told_in_a_line_and_fails_the_check(shelf, capsys, monkeypatch):
    (shelf / "diary_en" / "elman.safetensors").write_bytes(b"")
    monkeypatch.setitem(JOBS, "diary_en", Networks("diary_en", shelf))
    monkeypatch.setattr("sys.argv", ["bundles", "--check", "diary_en"])
    assert command.main() == 1
    assert "elman.safetensors: the file is damaged" in capsys.readouterr().out
    monkeypatch.setattr("sys.argv", ["bundles", "--check", "diary_xx"])
    with pytest.raises(SystemExit):
        command.main()
    assert "nothing is called diary_xx" in capsys.readouterr().err


def test_weights_that_pass_are_written_as_the_same_bytes(tmp_path, monkeypatch):
    monkeypatch.setattr(building, "SCORED", 10)                                  # the scores are recomputed elsewhere
    home, recipe = worlds.load("diary_zh"), RECIPES["diary_zh"]["elman"]
    card = building.ship(home, sentences_of("diary_zh"), "elman", recipe, weights_of("diary_zh", "elman"), tmp_path)
    assert card == bundles.load("diary_zh", folder=tmp_path).card
    shipped = bundles.load("diary_zh").card
    assert {**card, "scores": 0} == {**shipped, "scores": 0}
    for path in (BUNDLES / "diary_zh").glob("*.safetensors"):
        assert (tmp_path / "diary_zh" / path.name).read_bytes() == path.read_bytes(), path.name
    assert len(list(tmp_path.rglob("*"))) == 4


def test_a_card_with_another_number_fails_the_check(shelf):
    path = shelf / "diary_zh" / "elman.json"
    card = json.loads(path.read_text("utf-8"))
    card["scenes"]["T1"]["p"] -= 0.002
    path.write_text(json.dumps(card), "utf-8")
    failed = [(test, numbers) for test, passed, numbers in checking.check("diary_zh", "elman", shelf) if not passed]
    assert len(failed) == 1 and failed[0][0] == "T12" and "scenes.T1.p" in failed[0][1]


def test_a_changed_world_or_recipe_fails_the_check(monkeypatch):
    other = replace(RECIPES["diary_zh"]["elman"], world_seed=2)
    monkeypatch.setitem(checking.RECIPES["diary_zh"], "elman", other)
    (test, passed, numbers), = [row for row in checking.check("diary_zh", "elman") if row[0] == "T12"]
    assert not passed and "world was changed" in numbers and "recipe was changed" in numbers


@pytest.mark.parametrize("file", ["elman.safetensors", "elman.json", "corpus.safetensors"])
@pytest.mark.parametrize("damage", ["missing", "truncated", "empty", "foreign"])
def test_a_damaged_file_is_named_with_the_way_to_rebuild_it(shelf, file, damage):
    path = shelf / "diary_zh" / file
    whole = path.read_bytes()
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes({"truncated": whole[:len(whole) // 2], "empty": b"", "foreign": (shelf / "diary_en" / file).read_bytes()}[damage])
    with pytest.raises(BundleError) as fault:
        bundles.load("diary_zh", folder=shelf)
        bundles.ngram("diary_zh", 2, folder=shelf)
    named = str(fault.value)
    assert "diary_zh" in named and "python -m explainer.bundles diary_zh" in named
    assert damage == "foreign" or file in named


def test_a_bundle_nobody_trained_is_an_error_that_names_the_file():
    with pytest.raises(BundleError, match="diary_xx.*python -m explainer.bundles diary_xx"):
        bundles.load("diary_xx")


def test_tables_of_another_size_are_refused(shelf):
    """Right checksum, wrong shape: the card was forged as well."""
    path = shelf / "diary_zh" / "elman.safetensors"
    save_file({**weights_of("diary_zh", "elman"), "output.bias": np.zeros(3, np.float32)}, path)
    card = json.loads(path.with_suffix(".json").read_text("utf-8"))
    path.with_suffix(".json").write_text(json.dumps({**card, "weights": bundles.sha256(path.read_bytes())}), "utf-8")
    with pytest.raises(BundleError, match="shape"):
        bundles.load("diary_zh", folder=shelf)


def test_a_scene_test_can_fail_each():
    """Every scene test fails for a network that is cut off from its past, or for a corpus or baseline that gives it away."""
    world, bundle = worlds.load("diary_zh"), bundles.load("diary_zh")
    corpus = tuple(world.piles(sentences_of("diary_zh")).training)
    cast = scenes.Cast(bundle.model, bundles.ngram("diary_zh", 2), world.scene, corpus)
    spoilt = [
        (replace(cast, network=bundle.model.cut()), {"T1", "T3", "T4", "T5", "T6", "T7", "T9"}),
        (replace(cast, counting=bundles.ngram("diary_zh", 5)), {"T2"}),
        (replace(cast, scene=replace(world.scene, unknown=world.scene.subject)), {"T8"}),
        (replace(cast, corpus=tuple(s for s in corpus if s.kind != "good" or "昨天" in s.words)), {"T10"}),
        (replace(cast, network=NoCut(bundle.model)), {"T11"}),
    ]
    for other, expected in spoilt:
        assert {test for test in expected if not scenes.SCENES[test](other).passed} == expected
    assert set.union(*(expected for _, expected in spoilt)) == set(scenes.SCENES)


class NoCut:
    """A network whose memory cannot be cut."""

    def __init__(self, model):
        self.model = model

    def __getattr__(self, name):
        return getattr(self.model, name)

    def cut(self):
        return self.model
