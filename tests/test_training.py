"""Training: the same recipe gives the same bytes, something is learned, and what is saved is what was trained."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from safetensors.numpy import save

from explainer import training, worlds
from explainer.models.recurrent import RecurrentModel
from explainer.recipes import Recipe
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
