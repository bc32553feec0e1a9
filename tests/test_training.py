"""Training: the same recipe gives the same bytes, something is learned, and what is saved is what was trained."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from safetensors.numpy import save

from explainer import small as small_worlds
from explainer import training, worlds
from explainer.models.recurrent import RecurrentModel
from explainer.recipes import SMALL, Recipe, SmallRecipe
from explainer.training import small
from explainer.vocabulary import UNKNOWN

TINY = Recipe(n_cells=8, embedding=6, n_sentences=300, lessons=((2, 10), (4, 30)), rate=1e-2, warm_up=5)
KINDS = sorted(training.MODULES)


@pytest.fixture(scope="module")
def world():
    return worlds.load("diary_en")


@pytest.fixture(scope="module")
def sentences(world):
    return world.expand(TINY.n_sentences, TINY.world_seed)


def packed(weights):
    return save(dict(weights))


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_recipe_gives_the_same_bytes(world, sentences, kind):
    recipe = replace(TINY, kind=kind, lessons=((1, 10), (1, 30)))
    first, second = (training.train(world.vocabulary, sentences, recipe) for _ in range(2))
    assert packed(first) == packed(second)
    assert packed(first) != packed(training.train(world.vocabulary, sentences, replace(recipe, seed=2)))


@pytest.mark.parametrize("kind", KINDS)
def test_training_reduces_the_loss(world, sentences, kind):
    losses = []
    training.train(world.vocabulary, sentences, replace(TINY, kind=kind), lambda n, loss, network: losses.append((n, loss)))
    assert [n for n, _ in losses] == list(range(1, 7))
    assert losses[-1][1] < losses[0][1] - 0.5


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("dtype, near", [(torch.float32, 1e-5), (torch.float64, 1e-12)])
def test_folded_weights_answer_as_the_trained_module(world, sentences, kind, dtype, near):
    """float32 within the rounding of a folded table; the same sums in float64 within its own."""
    network = training.Network(len(world.vocabulary), replace(TINY, kind=kind, input_scale=1.0)).to(dtype)
    tokens = training.lines(world.vocabulary, sentences[:3]).tokens
    with torch.no_grad():
        wanted = torch.softmax(network(torch.from_numpy(tokens)), dim=-1).numpy()
        weights = {name: table.numpy() for name, table in network.folded().items()}
    model = RecurrentModel.from_weights(world.vocabulary, kind, weights)
    for row, probs in zip(tokens, wanted):
        assert np.abs(model.read(row).probs - probs).max() < near


@pytest.mark.parametrize("kind", KINDS)
def test_saved_weights_are_float32_and_load_into_torch(world, kind):
    K, H = len(world.vocabulary), TINY.n_cells
    weights = training.Network(K, replace(TINY, kind=kind)).weights()
    assert {table.dtype for table in weights.values()} == {np.dtype("float32")}
    for part, module in (("recurrent", training.MODULES[kind](K, H)), ("output", torch.nn.Linear(H, K))):
        tables = {name.removeprefix(f"{part}."): torch.from_numpy(table) for name, table in weights.items() if name.startswith(part)}
        module.load_state_dict(tables)


@pytest.mark.parametrize("kind", KINDS)
def test_a_silenced_cell_is_zero_at_every_step_and_the_others_go_on_as_if_it_were(world, sentences, kind):
    network = training.Network(len(world.vocabulary), replace(TINY, kind=kind, input_scale=1.0))
    tokens = training.lines(world.vocabulary, sentences[:2]).tokens
    alive = torch.ones(TINY.n_cells)
    alive[3] = 0
    with torch.no_grad():
        hidden = network.hidden(torch.from_numpy(tokens), alive).numpy()
    model = RecurrentModel.from_weights(world.vocabulary, kind, network.weights())
    assert not hidden[:, :, 3].any() and hidden[:, :, 2].any()
    for row, states in zip(tokens, hidden):
        assert np.abs(model.read(row, silenced=[3]).signals["hidden"] - states).max() < 1e-5


def test_words_are_hidden_as_often_as_the_recipe_says_and_the_start_never():
    tokens = np.full((400, 50), 7)
    tokens[:, 0] = 0
    holes = training.holes(tokens, replace(TINY, runs=0.0), np.random.default_rng(0))
    assert (holes[:, 0] == 0).all()
    assert np.mean(holes[:, 1:] == UNKNOWN) == pytest.approx(TINY.hidden_words, abs=0.01)
    longer = training.holes(tokens, replace(TINY, runs=0.5), np.random.default_rng(0))
    assert ((holes == UNKNOWN) <= (longer == UNKNOWN)).all() and (longer == UNKNOWN).sum() > 1.3 * (holes == UNKNOWN).sum()


def test_silence_grows_late_and_the_rate_ends_low():
    assert training.silence_at(TINY.silence_from, TINY) == 0
    assert training.silence_at(TINY.silence_full, TINY) == TINY.silence
    assert training.silence_at(TINY.silence_until, TINY) == training.silence_at(1.0, TINY) == 0
    assert 0 < training.silence_at((TINY.silence_from + TINY.silence_full) / 2, TINY) < TINY.silence
    assert training.rate_at(1.0, 1000, TINY) == pytest.approx(0.02 * TINY.rate)
    assert training.rate_at(0.1, 1000, TINY) == TINY.rate > training.rate_at(0.0, 0, TINY) > 0


def test_near_blanks_come_first_and_far_words_count_more_until_the_last_lesson(world, sentences):
    of, recipe = training.lines(world.vocabulary, sentences), replace(TINY, lessons=((1, 8), (2, 30)))
    steps = list(training.schedule(of, recipe, np.random.default_rng(0)))
    assert len(steps) == training.n_steps(of, recipe)
    assert max(of.distance[batch].max() for n, batch, _ in steps if n == 1) <= 8
    assert sorted(np.concatenate([batch for n, batch, _ in steps if n == 3])) == list(range(len(sentences)))
    assert {emphasis for n, _, emphasis in steps if n == 1} == {recipe.emphasis}
    assert {emphasis for n, _, emphasis in steps if n == 3} == {1.0}
    for row, s in enumerate(sentences):
        marked = np.flatnonzero(of.far[row]) - 1
        assert marked[-1] == s.blank and marked[0] == (s.blank if s.reaction is None else s.reaction)


# — the tiny machines of the chapters —

BRIEF = SmallRecipe(cells=3, n_stories=0, rounds=3, seeds=(1, 2), batch=16)


def rows(seed, *shape):
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


def numbers(seed, *shape):
    return np.random.default_rng(seed).integers(0, 2, shape)


TINY_MACHINES = {
    "recurrent": lambda recipe: small.recurrent((rows(0, 40, 5, 4), numbers(1, 40, 5)), (rows(2, 9, 5, 4), numbers(3, 9, 5)), 6, recipe),
    "forgetful": lambda recipe: small.recurrent((rows(0, 40, 5, 4), numbers(1, 40, 5)), (rows(2, 9, 5, 4), numbers(3, 9, 5)), 6, recipe, remembers=False),
    "filters": lambda recipe: small.filters((rows(0, 40, 64), numbers(1, 40)), (rows(2, 9, 64), numbers(3, 9)), 8, 2, recipe),
    "slots": lambda recipe: small.slots((rows(0, 40, 12), numbers(1, 40)), (rows(2, 9, 12), numbers(3, 9)), 2, recipe),
    "logistic": lambda recipe: small.logistic(rows(0, 40, 12), numbers(1, 40), 2),
}


@pytest.mark.parametrize("machine", TINY_MACHINES)
def test_a_tiny_recipe_gives_the_same_bytes_whatever_was_drawn_before(machine):
    first = packed(TINY_MACHINES[machine](BRIEF))
    torch.manual_seed(99)
    assert packed(TINY_MACHINES[machine](BRIEF)) == first
    if machine != "logistic":
        assert packed(TINY_MACHINES[machine](replace(BRIEF, seeds=(5,)))) != first


def test_the_seed_that_is_surprised_least_is_shipped():
    alone = [TINY_MACHINES["recurrent"](replace(BRIEF, seeds=(seed,))) for seed in BRIEF.seeds]
    validation = rows(2, 9, 5, 4), numbers(3, 9, 5)

    def surprise(weights):
        net, output = torch.nn.RNN(4, 3, batch_first=True), torch.nn.Linear(3, 6)
        net.load_state_dict({name.removeprefix("recurrent."): torch.from_numpy(t) for name, t in weights.items() if name.startswith("recurrent")})
        output.load_state_dict({name.removeprefix("output."): torch.from_numpy(t) for name, t in weights.items() if name.startswith("output")})
        with torch.no_grad():
            return torch.nn.functional.cross_entropy(output(net(torch.from_numpy(validation[0]))[0]).flatten(0, 1), torch.from_numpy(validation[1].ravel())).item()

    assert packed(TINY_MACHINES["recurrent"](BRIEF)) == packed(min(alone, key=surprise))


def test_a_forgetful_network_has_no_memory_and_unread_inputs_say_nothing():
    assert not TINY_MACHINES["forgetful"](BRIEF)["recurrent.weight_hh_l0"].any()
    assert TINY_MACHINES["recurrent"](BRIEF)["recurrent.weight_hh_l0"].any()
    inputs = rows(0, 40, 5, 4)
    inputs[:, :, 2] = 0
    weights = small.recurrent((inputs, numbers(1, 40, 5)), (inputs, numbers(1, 40, 5)), 6, BRIEF)
    assert not weights["recurrent.weight_ih_l0"][:, 2].any() and weights["recurrent.weight_ih_l0"][:, 1].any()
    assert weights["output.bias"][2:].max() < -5 < -3 < weights["output.bias"][:2].min()       # words that were never right


def test_places_where_nothing_is_asked_teach_nothing():
    inputs, targets = rows(0, 40, 5, 4), numbers(1, 40, 5)
    targets[:, -1] = small.NOTHING
    changed = inputs.copy()
    changed[:, -1] = 7
    one, other = (small.recurrent((x, targets), (x, targets), 6, replace(BRIEF, clip=1e9)) for x in (inputs, changed))
    for name in one:
        np.testing.assert_allclose(one[name], other[name], atol=1e-5)


def test_a_logistic_fit_stands_at_the_bottom_of_its_bowl():
    """The gradient of mean surprise + decay · squared weights vanishes, in the standardised columns in which it is fitted."""
    x, y, decay = rows(4, 200, 3).astype(np.float64), numbers(5, 200), 1e-4
    tables = small.logistic(x, y, 2, decay)
    scores = x @ tables["output.weight"].astype(float).T + tables["output.bias"]
    shares = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    off = shares - np.eye(2)[y]
    standard = (x - x.mean(axis=0)) / x.std(axis=0)
    V = tables["output.weight"] * x.std(axis=0)
    assert np.abs(off.mean(axis=0)).max() < 1e-6
    assert np.abs(off.T @ standard / len(x) + 2 * decay * V).max() < 1e-6
    one = small.one_of_two(tables)
    odds = x @ one["output.weight"][0] + one["output.bias"][0]
    np.testing.assert_allclose(1 / (1 + np.exp(-odds)), shares[:, 0], atol=1e-6)


def test_every_small_recipe_is_used():
    assert set(SMALL) == {name for world in small_worlds.WORLDS.values() for name in world.recipes}
