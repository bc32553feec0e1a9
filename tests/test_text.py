"""Practising on a text of one's own: it learns, it can be stopped, it stays in its bounds, and what it learned can be read by the NumPy cells."""

import itertools
import math
import time

import numpy as np
import pytest
import torch

from explainer import worlds
from explainer.models.ngram import NgramModel
from explainer.models.recurrent import RecurrentModel
from explainer.training.text import TextNetwork, TextRecipe, bits, frequencies, piles, practise, rate_at, seats, streams
from explainer.vocabulary import START, UNKNOWN

TEXT = "\n".join(" ".join(s.words) for s in worlds.load("diary_en").expand(600, 5))
SMALL = TextRecipe(n_cells=32, steps=150, seconds=600)


def begun(recipe=SMALL, text=TEXT):
    vocab = seats(text, recipe.most)
    heaps = piles(text, vocab)
    return vocab, heaps, TextNetwork(vocab, recipe, frequencies(heaps.training, len(vocab)))


def practised(recipe=SMALL, text=TEXT):
    vocab, heaps, network = begun(recipe, text)
    told = list(practise(network, heaps.training, recipe))
    return vocab, heaps, network, told


def test_a_text_is_cut_into_three_stretches_and_nothing_is_lost():
    vocab = seats(TEXT, 1000)
    heaps = piles(TEXT, vocab)
    stretches = [heaps.training, heaps.validation, heaps.test]
    assert all(stretch[0] == START for stretch in stretches)
    assert vocab.join(vocab.words[i] for stretch in stretches for i in stretch[1:]) == vocab.join(TEXT)
    assert len(heaps.training) == pytest.approx(.8 * len(TEXT), abs=2)


def test_only_the_most_frequent_characters_get_a_seat():
    vocab = seats("aaabbc", 2)
    assert vocab.words[2:] == ("a", "b")
    assert UNKNOWN in np.concatenate([vars(piles("aaabbcaaabbc", vocab))[name] for name in ("training", "validation", "test")])


def test_streams_follow_one_another():
    words = np.arange(1001)
    rows = streams(words, TextRecipe(batch=4, window=10))
    assert rows.shape == (4, 251)
    assert all(row[-1] == after[0] for row, after in itertools.pairwise(rows)), "the last of a row is the first of the next: only a target there"
    assert len(streams(np.arange(60), TextRecipe(batch=32, window=32))) == 1, "a short text makes fewer rows, not empty ones"


def test_the_rate_rises_then_falls():
    recipe = TextRecipe(rate=1.0, warm_up=.1)
    rates = [rate_at(share, recipe) for share in np.linspace(0, 1, 101)]
    assert np.argmax(rates) == 10 and max(rates) == pytest.approx(1) and rates[0] < .05 and rates[-1] < .01


def test_it_learns_more_than_frequencies_and_more_than_pairs():
    vocab, heaps, network, told = practised(TextRecipe(n_cells=64, steps=400, seconds=600))
    held_out = heaps.test
    shares = frequencies(heaps.training, len(vocab))
    pairs = NgramModel(2, vocab, heaps.training, [0]).read(np.concatenate([[START], held_out[1:-1]])).probs
    by_pairs = -np.log2(np.maximum(pairs[np.arange(len(held_out) - 1), held_out[1:]], 1e-12)).mean()
    assert told[-1].loss < told[0].loss
    assert bits(network, held_out) < by_pairs < -np.log2(shares[held_out[1:]]).mean()


def test_before_practising_it_guesses_by_frequency():
    vocab, heaps, network = begun(TextRecipe(n_cells=32, tied=False))
    by_frequency = -np.log2(frequencies(heaps.training, len(vocab))[heaps.test[1:]]).mean()
    assert bits(network, heaps.test) == pytest.approx(by_frequency, rel=.1)


@pytest.mark.parametrize("kind", ["elman", "gru", "lstm"])
@pytest.mark.parametrize("tied", [True, False])
def test_the_numpy_cells_read_what_was_learned(kind, tied):
    vocab, heaps, network, _ = practised(TextRecipe(kind=kind, tied=tied, n_cells=16, steps=20, seconds=600))
    network.train(False)
    words = heaps.test[:40]
    probs = RecurrentModel.from_weights(vocab, kind, network.weights()).read(words).probs
    with torch.no_grad():
        scores, _ = network(torch.from_numpy(words)[None])
    assert probs == pytest.approx(torch.softmax(scores[0].double(), -1).numpy(), abs=1e-5)


def test_bits_are_those_of_the_reading():
    vocab, heaps, network, _ = practised(TextRecipe(n_cells=16, steps=20, seconds=600))
    words = heaps.test[:300]
    probs = RecurrentModel.from_weights(vocab, "lstm", network.weights()).read(words[:-1]).probs
    assert bits(network, words, rows=1) == pytest.approx(-np.log2(probs[np.arange(299), words[1:]]).mean(), abs=1e-4)


def test_the_same_recipe_gives_the_same_numbers():
    one, other = (practised(TextRecipe(n_cells=16, steps=15, seconds=600, dropout=.2))[2].weights() for _ in range(2))
    assert all(np.array_equal(one[name], other[name]) for name in one)


def test_it_can_be_stopped_between_two_batches():
    _, heaps, network = begun(TextRecipe(n_cells=16))
    told = list(itertools.islice(practise(network, heaps.training, TextRecipe(n_cells=16, seconds=3600), tell_every=1), 3))
    assert [now.step for now in told] == [1, 2, 3] and math.isfinite(bits(network, heaps.test))


def test_it_ends_when_its_time_is_over():
    _, heaps, network = begun(TextRecipe(n_cells=16))
    began = time.monotonic()
    told = list(practise(network, heaps.training, TextRecipe(n_cells=16, seconds=.5), tell_every=1))
    assert told[-1].share == pytest.approx(1, abs=.1) and told[-1].seconds < 5 and time.monotonic() - began < 30


@pytest.mark.parametrize("text", ["ab", "好", "🙂" * 30, "一\n" * 20, "a" * 300, "\x00\ud7ff" * 40])
def test_a_very_short_or_odd_text_is_practised_on_too(text):
    vocab, heaps, network = begun(TextRecipe(n_cells=8), text * 3)
    told = list(practise(network, heaps.training, TextRecipe(n_cells=8, steps=4, seconds=60), tell_every=1))
    assert len(told) == 4 and all(math.isfinite(now.loss) for now in told)


def test_thinning_keeps_the_size_on_average():
    _, _, network = begun(TextRecipe(n_cells=32, dropout=.4))
    network.train()
    torch.manual_seed(0)
    values = torch.ones(4000, 3, 32)
    thinned = network.thinned(values)
    assert float(thinned.mean()) == pytest.approx(1, abs=.02) and bool((thinned[:, 0] == thinned[:, 2]).all())
    network.train(False)
    assert network.thinned(values) is values
