"""The models: equal to the authorities, and true to the promises that every model keeps."""

from collections import Counter

import numpy as np
import pytest
import torch

from explainer.models import Memory
from explainer.models.ngram import NgramModel
from explainer.models.recurrent import RecurrentModel
from explainer.vocabulary import RESERVED, START, UNKNOWN, Vocabulary

torch.set_num_threads(1)
VOCAB = Vocabulary(RESERVED + tuple("abcdefgh"))
K, H = len(VOCAB), 7
SENTENCES = ["abcd", "abca", "bcad", "abd", "cabbage", "deaf", "facade", "bad", "bad"]
AUTHORITY = {"elman": torch.nn.RNN, "gru": torch.nn.GRU, "lstm": torch.nn.LSTM}


def flat(sentences):
    """Word numbers of all sentences in one row, and where each begins."""
    rows = [[START, *VOCAB.encode(sentence)] for sentence in sentences]
    return np.concatenate(rows), np.cumsum([0] + [len(row) for row in rows[:-1]])


def torch_pair(kind, dtype, seed=0):
    torch.manual_seed(seed)
    return AUTHORITY[kind](K, H).to(dtype), torch.nn.Linear(H, K).to(dtype)


def recurrent(kind, seed=0, dtype=torch.float64):
    net, output = torch_pair(kind, dtype, seed)
    weights = {f"recurrent.{name}": p.detach().numpy() for name, p in net.named_parameters()}
    weights |= {f"output.{name}": p.detach().numpy() for name, p in output.named_parameters()}
    return RecurrentModel.from_weights(VOCAB, kind, weights, dtype=weights["output.bias"].dtype)


MODELS = {kind: recurrent(kind) for kind in AUTHORITY} | {f"{n}-gram": NgramModel(n, VOCAB, *flat(SENTENCES)) for n in (1, 2, 3, 5)}
every_model = pytest.mark.parametrize("model", MODELS.values(), ids=MODELS.keys())
every_cell = pytest.mark.parametrize("kind", AUTHORITY)
TOKENS = np.array([START, *VOCAB.encode("cabbageface")])


@every_cell
@pytest.mark.parametrize("dtype, within", [(torch.float64, 1e-12), (torch.float32, 2e-6)])
def test_cells_equal_torch(kind, dtype, within):
    net, output = torch_pair(kind, dtype)
    with torch.no_grad():
        hidden, _ = net(torch.eye(K, dtype=dtype)[TOKENS])
        probs = output(hidden).softmax(-1)
    trace = recurrent(kind, dtype=dtype).read(TOKENS)
    assert trace.signals["hidden"].dtype == hidden.numpy().dtype
    np.testing.assert_allclose(trace.signals["hidden"], hidden.numpy(), atol=within)
    np.testing.assert_allclose(trace.probs, probs.numpy(), atol=within)


@every_cell
def test_cells_read_torch_tensors_with_the_same_equations(kind):
    model = recurrent(kind)
    tables = {name: torch.tensor(table) for name, table in vars(model.cell).items()}
    cell = type(model.cell)(**tables)
    state = {name: torch.zeros(H, dtype=torch.float64) for name in cell.carries}
    for word in TOKENS:
        state = cell.step(cell.U[:, word], state)
    np.testing.assert_allclose(state["hidden"], model.read(TOKENS).signals["hidden"][-1], atol=1e-12)


@every_model
def test_shares_sum_to_one_and_none_is_negative(model):
    probs = model.read(TOKENS).probs
    np.testing.assert_allclose(probs.sum(axis=1), 1, atol=1e-9)
    assert probs.min() >= 0


@every_model
def test_the_past_does_not_depend_on_the_future(model):
    whole = model.read(TOKENS).probs
    for t in range(1, len(TOKENS)):
        other_end = np.append(TOKENS[:t], [UNKNOWN, 3])
        np.testing.assert_array_equal(model.read(other_end).probs[:t], whole[:t])


@every_model
def test_a_trace_cannot_be_written_to(model):
    trace = model.read(TOKENS)
    for array in [trace.tokens, trace.probs, *trace.signals.values()]:
        with pytest.raises(ValueError):
            array[0] = 0
    with pytest.raises(AttributeError):
        trace.probs = trace.probs * 2
    with pytest.raises(TypeError):
        trace.signals["hidden"] = trace.probs


@every_model
def test_a_trace_is_not_changed_by_what_happens_to_the_tokens_later(model):
    tokens = TOKENS.copy()
    trace = model.read(tokens)
    tokens[:] = UNKNOWN
    np.testing.assert_array_equal(trace.tokens, TOKENS)


@every_model
def test_covering_is_reading_the_unknown_word(model):
    by_hand = TOKENS.copy()
    by_hand[[2, 5]] = UNKNOWN
    np.testing.assert_array_equal(model.read(TOKENS, covered={2, 5}).probs, model.read(by_hand).probs)
    np.testing.assert_array_equal(model.read(TOKENS, covered=()).probs, model.read(TOKENS).probs)


@every_model
@pytest.mark.parametrize("tokens", [[], [3, 4], [START, 999], [START, -1]])
def test_readings_that_make_no_sense_are_refused(model, tokens):
    with pytest.raises(ValueError):
        model.read(tokens)


@every_model
def test_the_start_cannot_be_covered(model):
    for position in (0, -1, len(TOKENS)):
        with pytest.raises(ValueError):
            model.read(TOKENS, covered=[position])


@every_cell
def test_a_silenced_cell_is_zero_at_every_step_and_others_are_not(kind):
    model = MODELS[kind]
    trace = model.read(TOKENS, silenced=[1, 4])
    assert np.all(trace.signals["hidden"][:, [1, 4]] == 0)
    assert np.all(trace.signals["hidden"][:, [0, 2, 3]] != 0)
    with pytest.raises(ValueError):
        model.read(TOKENS, silenced=[H])


@pytest.mark.parametrize("kind", ["elman", "lstm"])
def test_silencing_equals_taking_the_cell_out_of_the_tables(kind):
    model = MODELS[kind]
    smaller = RecurrentModel(VOCAB, kind, model.cell, model.V * (np.arange(H) != 2), model.c)
    tables = dict(vars(model.cell))
    tables["W"] = tables["W"] * (np.arange(H) != 2)                       # nobody listens to cell 2
    smaller = RecurrentModel(VOCAB, kind, type(model.cell)(**tables), smaller.V, model.c)
    np.testing.assert_allclose(model.read(TOKENS, silenced=[2]).probs, smaller.read(TOKENS).probs, atol=1e-12)


@every_cell
def test_a_pasted_memory_carries_the_other_sentence_on(kind):
    model = MODELS[kind]
    other = np.array([START, *VOCAB.encode("hedgehogbadf")])
    last = len(TOKENS) - 1
    swapped = model.read(TOKENS, memory=model.memory(model.read(other), last))
    joined = np.append(other[:last], TOKENS[last])
    np.testing.assert_allclose(swapped.probs[last], model.read(joined).probs[last], atol=1e-12)
    np.testing.assert_array_equal(swapped.probs[:last], model.read(TOKENS).probs[:last])


@every_cell
def test_an_empty_memory_is_a_reading_of_the_last_word_alone(kind):
    model = MODELS[kind]
    last = len(TOKENS) - 1
    trace = model.read(TOKENS, memory=Memory(last, model.blank()))
    first_step = model.cell.step(model.cell.U[:, TOKENS[last]], model.blank())
    np.testing.assert_allclose(trace.signals["hidden"][last], first_step["hidden"])


@every_cell
def test_with_w_cut_equal_words_get_equal_answers_in_a_cell_that_carries_nothing_else(kind):
    trace = MODELS[kind].cut().read([START, 4, 3, 5, 3])
    assert np.array_equal(trace.probs[2], trace.probs[4]) == (kind == "elman")      # gates carry without W too


@every_cell
def test_the_count_of_numbers_is_the_count_of_weights(kind):
    net, output = torch_pair(kind, torch.float64)
    counted = sum(p.numel() for p in [*net.parameters(), *output.parameters()])
    doubled = {"elman": H, "lstm": 4 * H, "gru": 2 * H}[kind]                       # torch holds two biases where one is enough
    assert MODELS[kind].n_numbers == counted - doubled


def test_weights_of_another_vocabulary_are_refused():
    model_weights = {"output.weight": np.zeros((K, H)), "output.bias": np.zeros(K)}
    with pytest.raises(ValueError, match="missing"):
        RecurrentModel.from_weights(VOCAB, "elman", model_weights)
    tables = {"weight_ih_l0": (H, K + 1), "weight_hh_l0": (H, H), "bias_ih_l0": (H,), "bias_hh_l0": (H,)}
    model_weights |= {f"recurrent.{name}": np.zeros(shape) for name, shape in tables.items()}
    with pytest.raises(ValueError, match="shape"):
        RecurrentModel.from_weights(VOCAB, "elman", model_weights)


@pytest.mark.parametrize("n", [1, 2, 3, 5])
def test_counts_equal_a_recount_by_hand(n):
    trace = MODELS[f"{n}-gram"].read(TOKENS)
    for t in range(len(TOKENS)):
        window = tuple(TOKENS[max(0, t + 2 - n):t + 1]) if n > 1 else ()
        followers = Counter()
        for sentence in SENTENCES:
            words = (START, *VOCAB.encode(sentence))
            followers.update(words[i] for i in range(1, len(words)) if words[max(0, i - len(window)):i] == window)
        assert {i: c for i, c in enumerate(trace.counts[t]) if c} == followers


def kneser_ney(n, sentences, history, word):
    """The formula once more, written slowly from its definition."""
    texts = [(START, *VOCAB.encode(sentence)) for sentence in sentences]
    grams = [(text[i - length:i], text[i]) for text in texts for i in range(1, len(text)) for length in range(i + 1)]
    occurrences = Counter(grams)

    def votes(window, follower):
        if len(window) == n - 1 or window[:1] == (START,):
            return occurrences[window, follower]
        return sum(1 for (w, f) in occurrences if f == follower and len(w) == len(window) + 1 and w[1:] == window)

    def discount(length):
        level = [votes(w, f) for (w, f) in occurrences if len(w) == length]
        once, twice = level.count(1), level.count(2)
        return once / (once + 2 * twice) if once and twice else 0.5

    def share(window):
        rest = share(window[1:]) if window else (0 if word in (START, UNKNOWN) else 1 / (K - 2))
        row = {f: votes(window, f) for (w, f) in occurrences if w == window}
        if not row:
            return rest
        off, total = discount(len(window)), sum(row.values())
        return max(row.get(word, 0) - off, 0) / total + rest * sum(min(off, v) for v in row.values()) / total

    return share(tuple(history[-(n - 1):]) if n > 1 else ())


@pytest.mark.parametrize("n", [1, 2, 3, 5])
def test_shares_equal_kneser_ney_by_hand(n):
    trace = MODELS[f"{n}-gram"].read(TOKENS)
    for t in range(len(TOKENS)):
        by_hand = [kneser_ney(n, SENTENCES, TOKENS[:t + 1], word) for word in range(K)]
        np.testing.assert_allclose(trace.probs[t], by_hand, atol=1e-12)


def test_the_record_explains_its_shares():
    for n in (1, 2, 3):
        trace = MODELS[f"{n}-gram"].read(TOKENS)
        s, seen = trace.signals, trace.signals["total"][:, 0] > 0
        formula = np.maximum(trace.counts - s["discount"], 0)[seen] / s["total"][seen] + (s["leftover"] * s["shorter"])[seen]
        np.testing.assert_allclose(trace.probs[seen], formula, atol=1e-12)


def test_two_grams_answer_equal_words_equally():
    trace = MODELS["2-gram"].read(np.array([START, *VOCAB.encode("abcdb")]))
    np.testing.assert_array_equal(trace.probs[2], trace.probs[5])


def test_a_window_that_was_never_seen_has_an_empty_row():
    trace = MODELS["2-gram"].read([START, 3, UNKNOWN])
    assert trace.counts[2].sum() == 0 and trace.signals["total"][2, 0] == 0
    assert trace.counts[1].sum() > 0


def test_the_voters_are_the_sentences_that_hold_the_pair():
    model = MODELS["2-gram"]
    lines = model.voters([START, *VOCAB.encode("ca")], VOCAB.index["d"], limit=9)
    assert ["".join(line) for line in lines] == [s for s in SENTENCES if "ad" in s]
    assert model.voters([START, UNKNOWN], VOCAB.index["d"]) == []
