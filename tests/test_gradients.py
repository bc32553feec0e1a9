"""Corrections travel as the formulas say: autograd through the readable cells against finite differences and against torch.nn."""

import numpy as np
import pytest
import torch

from explainer import bundles
from explainer.gradients import backtrace
from explainer.models import Memory
from explainer.models.recurrent import RecurrentModel
from explainer.vocabulary import RESERVED, START, Vocabulary

K, H, GATES = 7, 5, {"elman": 1, "gru": 3, "lstm": 4}
VOCAB = Vocabulary(RESERVED + tuple("abcde"))
TOKENS = [START, 2, 5, 3, 3, 6, 4]
every_kind = pytest.mark.parametrize("kind", GATES)


def weights(kind, seed=3):
    random, G = np.random.default_rng(seed), GATES[kind]
    shapes = {"recurrent.weight_ih_l0": (G * H, K), "recurrent.weight_hh_l0": (G * H, H), "recurrent.bias_ih_l0": (G * H,),
              "recurrent.bias_hh_l0": (G * H,), "output.weight": (K, H), "output.bias": (K,)}
    return {name: random.normal(0, .6, shape) for name, shape in shapes.items()}


def model(kind):
    return RecurrentModel.from_weights(VOCAB, kind, weights(kind))


def loss(network, t, k, name, state):
    """−ln p of the word after token t, read on from a state that stands after token k."""
    trace = network.read(TOKENS[:t + 1], memory=Memory(k + 1, state)) if k < t else None
    if trace is not None:
        return -np.log(trace.probs[t, TOKENS[t + 1]])
    scores = network.V @ state["hidden"] + network.c
    return np.log(np.exp(scores).sum()) - scores[TOKENS[t + 1]]


@every_kind
def test_gradients_are_those_of_finite_differences(kind):
    network = model(kind)
    trace, found = network.read(TOKENS[:-1]), backtrace(network, TOKENS)
    for t, k in ((5, 5), (5, 4), (5, 1), (3, 0)):
        state = {name: trace.signals[name][k] for name in network.cell.carries}
        slopes = []
        for cell in range(H):
            ends = []
            for step in (1e-5, -1e-5):
                moved = {name: values.copy() for name, values in state.items()}
                moved["hidden"][cell] += step
                ends.append(loss(network, t, k, "hidden", moved))
            slopes.append((ends[0] - ends[1]) / 2e-5)
        assert found.grad_norms[t, k] == pytest.approx(np.linalg.norm(slopes), rel=1e-5), (t, k)


@every_kind
def test_losses_are_those_of_the_reading(kind):
    network = model(kind)
    trace, found = network.read(TOKENS[:-1]), backtrace(network, TOKENS)
    assert found.losses == pytest.approx(-np.log(trace.probs[np.arange(len(TOKENS) - 1), TOKENS[1:]]))


def test_the_cell_of_an_lstm_is_a_way_of_its_own():
    network = model("lstm")
    along_hidden, along_cell = backtrace(network, TOKENS), backtrace(network, TOKENS, along="cell")
    assert np.all(np.isfinite(along_cell.grad_norms[-1])) and not np.allclose(along_hidden.grad_norms[-1], along_cell.grad_norms[-1])


def test_gradients_of_an_elman_network_are_those_of_torch():
    network, packed = model("elman"), {name: torch.from_numpy(array) for name, array in weights("elman").items()}
    rnn = torch.nn.RNN(K, H, dtype=torch.float64)
    rnn.load_state_dict({name.removeprefix("recurrent."): table for name, table in packed.items() if name.startswith("recurrent.")})
    words = torch.nn.functional.one_hot(torch.tensor(TOKENS[:-1]), K).double()
    states, last = [], torch.zeros(1, H, dtype=torch.float64, requires_grad=True)
    for word in words:
        _, last = rnn(word[None], last)
        states.append(last)
    scores = states[-1][0] @ packed["output.weight"].T + packed["output.bias"]
    surprise = torch.nn.functional.cross_entropy(scores[None], torch.tensor([TOKENS[-1]]))
    for k, gradient in enumerate(torch.autograd.grad(surprise, states)):
        assert backtrace(network, TOKENS).grad_norms[-1, k] == pytest.approx(float(gradient.norm()))


def test_nothing_of_a_correction_reaches_the_future():
    found = backtrace(model("gru"), TOKENS)
    assert np.all(np.isnan(found.grad_norms[np.triu_indices(len(TOKENS) - 1, 1)]))
    assert not np.isnan(found.grad_norms[np.tril_indices(len(TOKENS) - 1)]).any()


def test_the_share_that_arrives_begins_with_the_whole():
    found = backtrace(model("elman"), TOKENS)
    shares = found.arriving(5)
    assert shares[0] == 1 and len(shares) == 6
    assert shares[2] == pytest.approx(found.grad_norms[5, 3] / found.grad_norms[5, 5])


def test_with_the_loop_cut_nothing_arrives():
    assert not backtrace(model("elman").cut(), TOKENS).arriving(5)[1:].any()


@pytest.mark.parametrize("world", ["diary_zh", "diary_en"])
def test_corrections_fade_in_the_shipped_network_and_do_not_vanish(world):
    network = bundles.model(world)
    words = bundles.ngram(world, 2).tokens[:400]
    begin = [i for i, word in enumerate(words) if word == START]
    sentence = max((words[a:b] for a, b in zip(begin, begin[1:])), key=len)
    shares = backtrace(network, sentence).arriving(len(sentence) - 2)
    assert np.all(np.isfinite(shares)) and 0 < shares[-1] and shares[min(10, len(shares) - 1)] < shares[1] * 10


def test_a_backtrace_cannot_be_written_to():
    found = backtrace(model("elman"), TOKENS)
    with pytest.raises(ValueError):
        found.losses[0] = 0
