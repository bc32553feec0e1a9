"""Small worlds: what the pages say of the tiny machines is true of the very weights that are shipped, counted once more here."""

import json
import random
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file

from explainer import bundles, small, worlds
from explainer.bundles import BUNDLES, BundleError, tiny
from explainer.bundles.building import GateError
from explainer.bundles.jobs import JOBS
from explainer.models.bags import BagModel
from explainer.models.frames import FrameModel
from explainer.models.judges import ConvolutionalModel, LogisticModel
from explainer.models.slots import SlotModel
from explainer.recipes import RECIPES
from explainer.scenes import Outcome
from explainer.small import customers, faces, shuffle, village
from explainer.small.world import NETWORK, split
from explainer.vocabulary import RESERVED, START, UNKNOWN, Vocabulary

torch.set_num_threads(1)
ROOT = Path(__file__).resolve().parent.parent
every_world = pytest.mark.parametrize("name", small.WORLDS)
every_twin_world = pytest.mark.parametrize("name", ["twins_zh", "twins_en"])


def tables_of(name):
    """Machine -> its tables, as they stand on disk."""
    return split(load_file(BUNDLES / name / small.MODELS))


@lru_cache
def piles_of(name):
    return small.WORLDS[name].piles()


def on_top(bundle, item, machine=NETWORK):
    shares = bundle.verdict(item, machine)
    return max(shares, key=shares.get)


def share_right(bundle, stories, machine=NETWORK):
    return sum(on_top(bundle, story.item, machine) == story.verdict for story in stories) / len(stories)


def in_torch(tables, frames):
    """Shares (T, K) of a torch.nn.RNN with a Linear on top, after every row of inputs (T, n)."""
    H, n = tables["recurrent.weight_ih_l0"].shape
    net, output = torch.nn.RNN(n, H, batch_first=True), torch.nn.Linear(H, len(tables["output.bias"]))
    for part, module in (("recurrent", net), ("output", output)):
        module.load_state_dict({key.removeprefix(f"{part}."): torch.from_numpy(t) for key, t in tables.items() if key.startswith(part)})
    with torch.no_grad():
        return output.double()(net.double()(torch.from_numpy(np.array(frames)).double()[None])[0][0]).softmax(-1).numpy()


# — what is on disk —

def test_every_world_is_a_job_and_has_a_small_bundle():
    assert set(small.WORLDS) | {"shuffle"} <= set(JOBS)
    for name in [*small.WORLDS, "shuffle"]:
        files = sorted(path.name for path in (BUNDLES / name).iterdir())
        assert files == (["card.json"] if name == "shuffle" else ["card.json", "models.safetensors"])
        assert sum(path.stat().st_size for path in (BUNDLES / name).iterdir()) <= 100_000


@every_world
def test_the_card_tells_who_was_trained_how_and_what_is_claimed(name):
    bundle = small.load(name)
    card = bundle.card
    assert {"recipe", "weights", "corpus", "scores", "claims", "numbers", "verdicts"} <= set(card)
    assert all(claim["passed"] for claim in card["claims"].values()) and len(card["claims"]) >= 3
    assert card["numbers"] == {machine: model.n_numbers for machine, model in bundle.machines.items()}
    assert tuple(card["verdicts"]) == bundle.verdicts
    assert {table.dtype for tables in tables_of(name).values() for table in tables.values()} <= {np.dtype("float32"), np.dtype("uint16")}


def test_loading_and_reading_import_no_torch():
    script = ("import sys; from explainer import small\n"
              "for name in small.WORLDS: small.load(name), small.examples(name)\n"
              "small.load('village').verdict(('cry',)); print('torch' in sys.modules)")
    found = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert found.stdout.split() == ["False"], found.stderr


@every_world
def test_a_world_is_the_same_each_time(name):
    again = type(small.WORLDS[name])(*([name] if name.startswith("twins") else []))
    assert tiny.corpus(again.piles()) == tiny.corpus(piles_of(name)) == small.load(name).card["corpus"]


@pytest.mark.parametrize("name", [name for name in small.WORLDS if name != "village"])       # short histories are few, and come again
def test_what_is_tested_was_never_practised(name):
    practised = {np.asarray(story.item).tobytes() for story in piles_of(name).training}
    assert not [story for story in piles_of(name).test if np.asarray(story.item).tobytes() in practised]


@pytest.mark.parametrize("damage", ["missing", "truncated", "foreign", "card"])
def test_a_damaged_file_is_named_with_the_way_to_rebuild_it(tmp_path, damage):
    shelf = shutil.copytree(BUNDLES / "village", tmp_path / "village").parent
    models, card = shelf / "village" / small.MODELS, shelf / "village" / small.CARD
    {"missing": models.unlink, "truncated": lambda: models.write_bytes(models.read_bytes()[:100]),
     "foreign": lambda: models.write_bytes((BUNDLES / "faces" / small.MODELS).read_bytes()), "card": lambda: card.write_text("[1]")}[damage]()
    with pytest.raises(BundleError, match="python -m explainer.bundles village"):
        small.load("village", shelf)


def test_tables_of_another_world_are_refused(tmp_path):
    shelf = shutil.copytree(BUNDLES / "village", tmp_path / "village").parent
    (shelf / "village" / small.MODELS).write_bytes((BUNDLES / "faces" / small.MODELS).read_bytes())
    card = json.loads((shelf / "village" / small.CARD).read_text("utf-8"))
    card["weights"] = bundles.sha256((shelf / "village" / small.MODELS).read_bytes())
    (shelf / "village" / small.CARD).write_text(json.dumps(card), "utf-8")
    with pytest.raises(BundleError, match="do not fit"):
        small.load("village", shelf)


# — the gate —

BROKEN = {                      # world -> a table that is wiped, and a claim that must fail then
    "village": ("network/recurrent.weight_hh_l0", "trust falls"),
    "kitchen": ("network/recurrent.weight_hh_l0", "the network is right"),
    "twins_zh": ("network/recurrent.weight_hh_l0", "it tells every twin"),
    "twins_en": ("pairs/output.weight", "a counter of pairs"),
    "clips": ("network/recurrent.weight_hh_l0", "five frames tell"),
    "customers": ("network/output.weight", "the weights are worth"),
    "faces": ("network/filters.weight", "it tells new pictures"),
}


@every_world
def test_broken_weights_fail_the_gate_and_nothing_is_written(tmp_path, name):
    table, claim = BROKEN[name]
    tables = load_file(BUNDLES / name / small.MODELS)
    with pytest.raises(GateError, match=f"{name} fails .*{claim}"):
        tiny.Tiny(name, tmp_path).ship(piles_of(name), split({**tables, table: np.zeros_like(tables[table])}))
    assert list(tmp_path.rglob("*")) == []


def test_six_slots_that_remember_too_little_fail_the_gate(tmp_path):
    tables = load_file(BUNDLES / "kitchen" / small.MODELS)
    with pytest.raises(GateError, match="six slots do for six steps"):
        tiny.Tiny("kitchen", tmp_path).ship(piles_of("kitchen"), split({**tables, "slots/hidden.weight": 0 * tables["slots/hidden.weight"]}))


@every_world
def test_weights_that_pass_are_written_as_the_same_bytes(tmp_path, name):
    tiny.Tiny(name, tmp_path).ship(piles_of(name), tables_of(name))
    for path in (BUNDLES / name).iterdir():
        assert (tmp_path / name / path.name).read_bytes() == path.read_bytes(), path.name


def test_a_bundle_that_is_too_large_is_not_written(tmp_path, monkeypatch):
    monkeypatch.setattr(tiny, "LARGEST", 1000)
    with pytest.raises(GateError, match="1000 bytes"):
        tiny.Tiny("customers", tmp_path).ship(piles_of("customers"), tables_of("customers"))
    assert list(tmp_path.rglob("*")) == []


def test_a_table_is_fitted_again_to_the_same_bytes(tmp_path):
    jobs = [tiny.Tiny("customers", tmp_path / str(n)) for n in range(2)]
    for job in jobs:
        job.build(lambda line: None)
    first, second = ((job.folder / "customers" / small.MODELS).read_bytes() for job in jobs)
    assert first == second


def test_a_changed_recipe_world_or_card_fails_the_check(tmp_path, monkeypatch):
    shelf = shutil.copytree(BUNDLES / "customers", tmp_path / "customers").parent
    monkeypatch.setitem(tiny.SMALL, "customers", replace(tiny.SMALL["customers"], world_seed=2))
    last = list(tiny.Tiny("customers", shelf).check())[-1]
    assert not last[1] and "world was changed" in last[2] and "recipe was changed" in last[2]
    monkeypatch.undo()
    card = json.loads((shelf / "customers" / small.CARD).read_text("utf-8"))
    card["scores"]["network"]["new"] += 0.01
    (shelf / "customers" / small.CARD).write_text(json.dumps(card), "utf-8")
    small.load.cache_clear()
    assert [passed for _, passed, _ in tiny.Tiny("customers", shelf).check()][-1] is False


# — the village —

def comes_by_hand(events):
    """The share of `come` at every cry, by the formula, from the numbers on disk."""
    w = {name: table.astype(float) for name, table in tables_of("village")[NETWORK].items()}
    words, h, found = [*RESERVED, "cry", "wolf", "none", "come", "stay"], np.zeros(1), []
    for word in ("‹start›", *events):
        h = np.tanh(w["recurrent.weight_ih_l0"][:, words.index(word)] + w["recurrent.bias_ih_l0"] + w["recurrent.weight_hh_l0"] @ h + w["recurrent.bias_hh_l0"])
        powers = np.exp(w["output.weight"] @ h + w["output.bias"])
        if word == "cry":
            found.append(powers[words.index("come")] / powers.sum())
    return found


def test_the_same_cry_brings_fewer_and_a_wolf_brings_them_back():
    alarms, redeemed = small.examples("village")
    assert alarms == ("cry", "none") * 3 + ("cry",) and redeemed == (*alarms, "wolf", "cry")
    first, second, third, fourth, after = comes_by_hand(redeemed)
    assert first > second > third > fourth and first > 0.9 and fourth < 0.3 and after > 0.9
    bundle = small.load("village")
    assert bundle.verdict(alarms)["come"] == pytest.approx(fourth) and bundle.verdict(redeemed)["come"] == pytest.approx(after)
    assert bundle.model.n_cells == 1


def test_villages_without_memory_answer_every_cry_alike():
    bundle, (_, words) = small.load("village"), small.examples("village")
    for machine in (bundle.baselines["forgetful"], bundle.model.cut()):
        trace = machine.read(small.tokens(machine, words))
        assert len({row.tobytes() for row, word in zip(trace.probs[1:], words) if word == "cry"}) == 1
    came = [answer == "come" for story in piles_of("village").training for answer in story.answers if answer]
    assert bundle.baselines["forgetful"].read([START, 2]).p(1, "come") == pytest.approx(np.mean(came), abs=0.005)


def test_villagers_came_as_often_as_the_rule_says_and_the_network_learned_it():
    met = defaultdict(list)
    for story in [story for pile in piles_of("village") for story in pile]:
        lies = 0
        for word, answer in zip(story.item, story.answers):
            lies = {"wolf": 0, "none": lies + 1}.get(word, lies)
            assert (answer is not None) == (word == "cry")
            if answer:
                met[min(lies, 3)].append(answer == "come")
    shares = [np.mean(met[lies]) for lies in range(4)]
    np.testing.assert_allclose(shares, village.TRUST, atol=0.02)
    np.testing.assert_allclose(comes_by_hand(("cry", "none") * 3 + ("cry",)), shares, atol=0.07)


# — the kitchen —

def by_hand(words):
    """What a dish is, once more: positions of the sauces decide."""
    a, b = (words.index(sauce) if sauce in words else 99 for sauce in ("sauce_a", "sauce_b"))
    return "open" if b == 99 else "tasty" if a < b else "spoiled"


def recipes(n, shortest, longest, seed=77):
    """Recipes in pairs that differ in the order of the sauces alone."""
    rng, steps = random.Random(seed), ("wash", "cut", "oil", "ginger", "water", "stir", "sugar", "cover")
    for _ in range(n):
        words = [rng.choice(steps) for _ in range(rng.randint(shortest, longest))]
        i, j = sorted(rng.sample(range(len(words)), 2))
        for first, second in (("sauce_a", "sauce_b"), ("sauce_b", "sauce_a")):
            words[i], words[j] = first, second
            yield tuple(words)


def test_every_recipe_is_judged_by_the_rule_after_every_step():
    for pile in piles_of("kitchen"):
        for story in pile:
            assert story.answers == tuple(by_hand(story.item[:n + 1]) for n in range(len(story.item)))
        assert len(Counter(story.verdict for story in pile)) == 2 and len(set(Counter(story.verdict for story in pile).values())) == 1


def test_two_cells_tell_which_sauce_came_first_and_counting_cannot():
    bundle = small.load("kitchen")
    assert bundle.model.n_cells == 2 and bundle.model.n_numbers == 81
    fresh = [*recipes(150, 3, 10), *recipes(50, 17, 40)]
    assert np.mean([on_top(bundle, words) == by_hand(words) for words in fresh]) >= 0.98
    counted = [bundle.verdict(words, "counter") for words in fresh]
    assert all(one == other for one, other in zip(counted[::2], counted[1::2]))
    assert np.mean([max(shares, key=shares.get) == by_hand(words) for shares, words in zip(counted, fresh)]) == 0.5
    pairs = np.mean([on_top(bundle, words, "pairs") == by_hand(words) for words in fresh])
    assert 0.6 < pairs < 0.95


def test_the_two_cells_have_a_place_of_their_own_for_each_of_four_states():
    """Nothing yet, sauce A in, tasty, spoiled."""
    model, places = small.load("kitchen").model, defaultdict(list)
    for words in recipes(60, 5, 10):
        hidden = model.read(small.tokens(model, words)).signals["hidden"]
        for n in range(1, len(words) + 1):
            dish = by_hand(words[:n])
            places[dish if dish != "open" else "sauce_a" in words[:n]].append(hidden[n])
    centres = {state: np.median(points, axis=0) for state, points in places.items()}
    assert len(centres) == 4
    nearest = [min(centres, key=lambda other: np.abs(point - centres[other]).max()) == state for state, points in places.items() for point in points]
    assert np.mean(nearest) >= 0.9


def test_six_slots_lose_what_does_not_fit():
    bundle = small.load("kitchen")
    machine = bundle.baselines["slots"]
    assert machine.n_slots == 6
    short = list(recipes(150, 3, 6))
    assert np.mean([on_top(bundle, words, "slots") == by_hand(words) for words in short]) >= 0.95
    late = [words for words in recipes(600, 8, 8) if max(words.index("sauce_a"), words.index("sauce_b")) >= 6 > min(words.index("sauce_a"), words.index("sauce_b"))]
    assert len(late) >= 100
    for words in late[:40]:
        assert machine.dropped(words) == words[6:] and machine.kept(words) == words[:6]
        assert bundle.verdict(words, "slots") == bundle.verdict(words[:6], "slots")
    assert np.mean([on_top(bundle, words, "slots") == by_hand(words) for words in late]) == pytest.approx(0.5, abs=0.03)
    assert np.mean([on_top(bundle, words) == by_hand(words) for words in late]) >= 0.98


def test_recipes_on_show_are_pairs_and_long_ones_lose_their_second_sauce():
    shown = small.examples("kitchen")
    for one, other in shown.pairs:
        assert by_hand(one) == "tasty" and by_hand(other) == "spoiled" and sorted(one) == sorted(other)
    for words in shown.long:
        assert len(words) == 8 and by_hand(words) == "tasty" and "sauce_b" in words[6:] and "sauce_a" in words[:6]


# — twins —

@every_twin_world
def test_twins_are_the_same_words_and_both_verdicts_are_equally_frequent(name):
    for pile in piles_of(name):
        bags = defaultdict(Counter)
        for story in pile:
            if story.verdict != "open":
                bags[tuple(sorted(story.item))][story.verdict] += 1
        assert bags and all(len(verdicts) == 2 and len(set(verdicts.values())) == 1 for verdicts in bags.values())


@every_twin_world
def test_counting_words_cannot_tell_twins_and_the_network_can(name):
    bundle, test = small.load(name), piles_of(name).test
    assert share_right(bundle, test) >= 0.98
    bags = defaultdict(set)
    for story in test:
        bags[tuple(sorted(story.item))].add(tuple(bundle.verdict(story.item, "counter").values()))
    assert {len(shares) for shares in bags.values()} == {1}
    assert share_right(bundle, test, "counter") == 0.5
    assert share_right(bundle, test, "pairs") >= 0.98                      # honest: neighbours are enough for these twins


@every_twin_world
def test_twins_on_show_are_told_apart_and_no_sentence_with_their_words_was_practised(name):
    bundle, shown = small.load(name), small.examples(name)
    assert len(shown) >= 3 and len({twin.key for twin in shown}) == len(shown) and {twin.question for twin in shown} <= {"pays", "doer", "tone", "had"}
    for twin in shown:
        assert sorted(twin.one) == sorted(twin.other) and twin.one != twin.other and twin.answers[0] != twin.answers[1]
        for words, answer in zip((twin.one, twin.other), twin.answers):
            assert bundle.verdict(words)[answer] >= 0.9
        one, other = (bundle.verdict(words, "counter") for words in (twin.one, twin.other))
        assert one == other
        assert not [story for pile in piles_of(name)[:2] for story in pile if Counter(twin.one) <= Counter(story.item)]


def test_the_promised_twins_are_on_show():
    spelt = {name: {"".join(twin.one) if name.endswith("zh") else " ".join(twin.one): (twin.other, twin.answers) for twin in small.examples(name)}
             for name in ("twins_zh", "twins_en")}
    assert spelt["twins_zh"]["屡战屡败"] == (("屡", "败", "屡", "战"), ("blame", "praise"))
    assert spelt["twins_zh"]["我请他吃饭"] == (("他", "请", "我", "吃饭"), ("我", "他"))
    assert spelt["twins_en"]["I had cleaned my car"] == (("I", "had", "my", "car", "cleaned"), ("self", "other"))


@every_twin_world
def test_a_verdict_is_open_until_it_is_decided_and_jumbled_words_decide_nothing(name):
    bundle, world = small.load(name), small.WORLDS[name]
    places = right = 0
    for story in piles_of(name).test:
        trace = bundle.model.read(small.tokens(bundle.model, story.item))
        shares = trace.probs[1:, bundle.model.vocab.encode(bundle.verdicts)]
        right += sum(bundle.verdicts[row.argmax()] == answer for row, answer in zip(shares, story.answers))
        places += len(story.item)
    assert right / places >= 0.95
    jumbled = world.drawn[1]
    assert len(jumbled) >= 200 and share_right(bundle, jumbled) >= 0.95
    assert not {story.item for story in jumbled} & {story.item for story in piles_of(name).test}


# — the flip book —

def gap(frame):
    """How much light there is under the beam, from the pixels alone."""
    return 1 - frame.reshape(8, 8)[1:].mean()


def test_every_clip_has_a_partner_that_ends_in_the_same_picture_the_other_way():
    for pile in piles_of("clips"):
        seen = defaultdict(Counter)
        for story in pile:
            seen[story.item[-1].tobytes()][story.verdict] += 1
        assert all(verdicts == {"opening": 1, "closing": 1} for verdicts in seen.values())


def test_a_door_that_opens_has_a_gap_that_grows():
    told = [(gap(story.item[-1]) > gap(story.item[-2])) == (story.verdict == "opening") for story in piles_of("clips").test]
    assert np.mean(told) >= 0.99                                           # a little noise
    for clip in small.examples("clips"):
        light = [gap(frame) for frame in clip.frames]
        assert (sorted(light) if clip.verdict == "opening" else sorted(light, reverse=True)) == light
    for story in piles_of("clips").test:
        assert story.item.shape == (5, 64) and story.item.min() >= 0 and story.item.max() <= 1


def test_one_frame_cannot_know_and_five_tell():
    bundle, test = small.load("clips"), piles_of("clips").test
    assert share_right(bundle, test) >= 0.95
    assert share_right(bundle, test, "single") == 0.5
    for machine in (NETWORK, "single"):
        assert np.mean([on_top(bundle, story.item[-1:], machine) == story.verdict for story in test]) == 0.5
    single = bundle.baselines["single"]
    for story in test[:100]:
        np.testing.assert_array_equal(single.read(story.item).probs[1:], [single.read(frame[None]).probs[-1] for frame in story.item])
        assert all(0.45 < p < 0.55 for p in single.read(story.item).probs[1:, 2])
        assert 0.3 < bundle.verdict(story.item[-1:])["opening"] < 0.7
    assert [clip.verdict for clip in small.examples("clips")] == ["opening", "closing"] * 2
    for clip in small.examples("clips"):
        assert on_top(bundle, clip.frames) == clip.verdict != on_top(bundle, clip.frames[::-1])


def test_frames_are_read_as_torch_reads_them():
    tables, frames = tables_of("clips"), piles_of("clips").test[0].item
    for machine in (NETWORK, "single"):
        model = small.load("clips").machines[machine]
        trace = model.read(frames)
        np.testing.assert_allclose(trace.probs[1:], in_torch(tables[machine], frames), atol=1e-12)
        assert trace.tokens.tolist() == [START] + [UNKNOWN] * 5 and not trace.signals["hidden"][0].any()
    cut = small.load("clips").model.cut()
    np.testing.assert_array_equal(cut.read(frames).probs[3], cut.read(frames[2:3]).probs[1])
    for nonsense in (frames[0], frames[:, :63], np.full((2, 64), np.nan)):
        with pytest.raises(ValueError):
            small.load("clips").model.read(nonsense)
    with pytest.raises(ValueError):
        FrameModel.from_weights(Vocabulary(RESERVED + ("one",)), tables[NETWORK])


# — the table —

def test_a_table_may_be_shuffled_by_rows_and_columns_without_a_digit_changing():
    model, table = small.load("customers").model, small.examples("customers")
    assert len(table.rows) == 12 and len(table.columns) == 5
    before = [model.shares(row).tobytes() for row in table.rows]
    rng = np.random.default_rng(3)
    for _ in range(200):
        order = rng.permutation(5)
        moved = model.rearranged(order)
        assert moved.columns == tuple(table.columns[i] for i in order)
        for i in rng.permutation(12):
            assert moved.shares(np.array(table.rows[i])[order]).tobytes() == before[i]


def test_a_customer_is_judged_by_a_weighted_sum():
    weights = tables_of("customers")[NETWORK]
    layer = torch.nn.Linear(5, 1).double()
    layer.load_state_dict({key.removeprefix("output."): torch.from_numpy(table).double() for key, table in weights.items()})
    model = small.load("customers").model
    for story in piles_of("customers").test[:50]:
        with torch.no_grad():
            wanted = torch.sigmoid(layer(torch.tensor(story.item, dtype=torch.float64))).item()
        assert model.shares(story.item) == pytest.approx([wanted, 1 - wanted])
        assert model.points(story.item).sum() + model.bias == pytest.approx(np.log(wanted / (1 - wanted)))
    with pytest.raises(ValueError):
        LogisticModel.from_weights(("age",), weights)


def test_the_weights_are_near_the_rule_and_beat_the_commoner_verdict():
    bundle, test = small.load("customers"), piles_of("customers").test
    assert np.sign(bundle.model.weights).tolist() == np.sign(customers.RULE).tolist()
    commoner = max(Counter(story.verdict for story in test).values()) / len(test)
    assert share_right(bundle, test) >= commoner + 0.1
    assert set(small.examples("customers").verdicts) == {"leaves", "stays"}


# — the picture —

def test_shuffled_pixels_are_no_face_and_faces_are_told():
    bundle, test = small.load("faces"), piles_of("faces").test
    assert share_right(bundle, test) >= 0.97
    rng, moods, blank = np.random.default_rng(9), 0, 0
    drawn = [story for story in test if story.verdict != "none"]
    for story in drawn:
        told = on_top(bundle, story.item[rng.permutation(64)])
        moods, blank = moods + (told == story.verdict), blank + (told == "none")
    assert moods / len(drawn) <= 0.05 and blank / len(drawn) >= 0.95
    for face in small.examples("faces"):
        assert bundle.verdict(face.pixels)[face.verdict] >= 0.8
        assert on_top(bundle, face.pixels[list(small.shuffled(64, 1))]) == "none"
    assert {face.verdict for face in small.examples("faces")} == {"smiling", "sad"}


def test_smiling_and_sad_faces_hold_as_much_ink():
    """Nothing but where the ink is tells them apart."""
    ink = {verdict: np.mean([np.mean(story.item) for story in piles_of("faces").training if story.verdict == verdict]) for verdict in faces.Faces.verdicts}
    assert max(ink.values()) - min(ink.values()) < 0.01
    sizes = Counter(story.verdict for story in piles_of("faces").training)
    assert len(set(sizes.values())) == 1


def test_filters_find_what_torch_finds():
    weights, picture = tables_of("faces")[NETWORK], piles_of("faces").test[0].item
    tables = {name: torch.from_numpy(table).double() for name, table in weights.items()}
    found = torch.nn.functional.conv2d(torch.tensor(picture).view(1, 1, 8, 8), tables["filters.weight"], tables["filters.bias"]).tanh()
    wanted = (tables["output.weight"] @ found.flatten() + tables["output.bias"]).softmax(-1)
    model = small.load("faces").model
    np.testing.assert_allclose(model.hidden(picture), found[0].numpy(), atol=1e-12)
    np.testing.assert_allclose(model.shares(picture), wanted.numpy(), atol=1e-12)
    with pytest.raises(ValueError):
        ConvolutionalModel.from_weights(9, weights)


def test_an_order_is_the_same_each_time():
    assert small.shuffled(64, 3) == small.shuffled(64, 3) != small.shuffled(64, 4)
    assert sorted(small.shuffled(64, 3)) == list(range(64))


# — sentences —

def test_surprise_is_the_perplexity_of_one_sentence():
    model, words = bundles.model("diary_en"), worlds.load("diary_en").scene.sentence
    trace = model.read(small.tokens(model, words))
    by_hand = np.exp(-np.mean([np.log(trace.p(t, word)) for t, word in enumerate(words)]))
    assert small.surprise(model, words) == pytest.approx(by_hand)
    assert small.guessed(model, words) == [trace.top(t)[0][0] == word for t, word in enumerate(words)]
    with pytest.raises(ValueError):
        small.surprise(model, ())


def test_shuffled_sentences_surprise_the_diaries_network():
    card = small.load_card("shuffle")
    for world in RECIPES:
        model = bundles.model(world)
        told = [words for words in (preset.words for preset in worlds.load(world).scene.presets) if set(words) <= set(model.vocab.words)][:3]
        rng = random.Random(2)
        for words in told:
            assert small.surprise(model, rng.sample(words, len(words))) > small.surprise(model, words)
        assert card["claims"][f"{world}: every shuffled sentence surprises it more"]["share"] == 1
    assert set(card["corpus"]) == set(RECIPES)


def test_the_measure_of_shuffling_is_medians_and_its_claims_can_fail():
    model, home = bundles.model("diary_en"), worlds.load("diary_en")
    sentences = [sentence.words for sentence in home.expand(9, 3)]
    found = shuffle.measure(model, sentences)
    assert found["perplexity"] == pytest.approx(np.median([small.surprise(model, words) for words in sentences]))
    assert found["on_top"] == pytest.approx(np.median([np.mean(small.guessed(model, words)) for words in sentences]))
    assert all(outcome.passed for outcome in shuffle.claims(found).values())
    unmoved = {**found, "perplexity_shuffled": found["perplexity"], "on_top_shuffled": found["on_top"], "more_surprised": 0.0}
    assert not any(outcome.passed for outcome in shuffle.claims(unmoved).values())


# — the machines —

VOCAB = Vocabulary(RESERVED + tuple("abcdyn"))


def test_a_bag_counts_words_and_neighbours_whatever_their_place():
    rng = np.random.default_rng(0)
    pairs = np.array([[0, 2], [2, 3], [3, 2]])
    weights = {"answers": np.array([6, 7]), "pairs": pairs, "output.weight": rng.normal(size=(2, len(VOCAB) + 3)), "output.bias": rng.normal(size=2)}
    model = BagModel.from_weights(VOCAB, weights)
    tokens = [START, *VOCAB.encode("abab")]
    trace = model.read(tokens)
    for t in range(len(tokens)):
        words, seen = Counter(tokens[:t + 1]), Counter(zip(tokens[:t], tokens[1:t + 1]))
        counted = [words[k] for k in range(len(VOCAB))] + [seen[tuple(pair)] for pair in pairs.tolist()]
        assert trace.signals["counted"][t].tolist() == counted
        scores = weights["output.weight"] @ counted + weights["output.bias"]
        assert trace.probs[t, 6] == pytest.approx(np.exp(scores[0]) / np.exp(scores).sum())
    assert trace.probs[:, :6].sum() == 0 and model.n_numbers == 2 * (len(VOCAB) + 4)
    covered = model.read(tokens, covered=[2])
    assert covered.signals["counted"][-1][UNKNOWN] == 1
    with pytest.raises(ValueError):
        BagModel.from_weights(VOCAB, {**weights, "pairs": pairs[:1]})


def test_slots_hold_words_by_place_and_answer_as_torch_does():
    torch.manual_seed(0)
    K = len(VOCAB)
    hidden, output = torch.nn.Linear(3 * K, 5).double(), torch.nn.Linear(5, 2).double()
    weights = {"answers": np.array([6, 7])} | {f"{part}.{name}": table.detach().numpy() for part, layer in (("hidden", hidden), ("output", output))
                                               for name, table in layer.state_dict().items()}
    model = SlotModel.from_weights(VOCAB, weights)
    tokens = [START, *VOCAB.encode("abcd")]
    filled = torch.zeros(3, K, dtype=torch.float64)
    for slot in range(3):
        filled[slot, tokens[slot + 1]] = 1
    with torch.no_grad():
        wanted = output(hidden(filled.flatten()).tanh()).softmax(-1)
    trace = model.read(tokens)
    np.testing.assert_allclose(trace.probs[3, [6, 7]], wanted, atol=1e-12)
    np.testing.assert_array_equal(trace.probs[4], trace.probs[3])
    assert not np.allclose(trace.probs[3], model.read([START, *VOCAB.encode("acbd")]).probs[3])
    assert model.dropped("abcd") == ("d",) and model.kept("abcd") == tuple("abc") and model.dropped("ab") == ()
    assert not model.read(tokens, silenced=[2]).signals["hidden"][:, 2].any()
    with pytest.raises(ValueError):
        SlotModel.from_weights(VOCAB, {**weights, "output.bias": np.zeros(3)})


@every_world
def test_the_word_machines_read_like_every_model(name):
    bundle = small.load(name)
    for machine in bundle.machines.values():
        if isinstance(machine, (BagModel, SlotModel)) or hasattr(machine, "vocab") and name not in ("clips",):
            trace = machine.read([START, UNKNOWN, 2, 3])
            np.testing.assert_allclose(trace.probs.sum(axis=1), 1, atol=1e-9)
            assert len(trace) == 4 and trace.probs.shape == (4, len(machine.vocab))
            np.testing.assert_array_equal(machine.read([START, UNKNOWN]).probs, trace.probs[:2])


def test_a_word_that_was_never_practised_says_nothing():
    for name in ("village", "kitchen", "twins_zh", "twins_en"):
        assert not small.load(name).model.cell.U[:, UNKNOWN].any()


def test_outcomes_that_fail_are_named():
    with pytest.raises(GateError, match="village fails one: {'p': 0.5}"):
        tiny.passed_or_raise("village", {"one": Outcome(False, {"p": 0.5}), "other": Outcome(True, {})})
