"""The charts below the Stage show the numbers of the trace, and a learner's words stay words."""

import numpy as np
import pytest

from explainer import lessons
from explainer.figures.answers import distribution
from explainer.figures.frame import escaped, numbered
from explainer.figures.memory import heatmap
from explainer.figures.path import frame, labels, paths, shadow
from explainer.trace import Trace
from explainer.vocabulary import RESERVED, Vocabulary

VOCAB = Vocabulary(RESERVED + ("我", "你", "了", "，"))
T, H, K = 5, 4, len(VOCAB)
rng = np.random.default_rng(3)
TRACE = Trace(np.array([0, 2, 4, 5, 4]), VOCAB, rng.dirichlet(np.ones(K), T), {"hidden": rng.uniform(-1, 1, (T, H))})
OTHER = Trace(np.array([0, 3, 4, 5, 4]), VOCAB, rng.dirichlet(np.ones(K), T), {"hidden": rng.uniform(-1, 1, (T, H))})
WORDS = ["·", "我", "了", "，", "了"]

every_language = pytest.mark.parametrize("code", lessons.languages())


@every_language
def test_the_heatmap_shows_every_cell_at_every_step_in_the_order_asked_for(code):
    chart = heatmap(TRACE, WORDS, [2, 0, 3, 1], lessons.say(code)).data[0]
    np.testing.assert_array_equal(np.array(chart.customdata), TRACE.signals["hidden"][:, [2, 0, 3, 1]].T)
    assert len(set(chart.x)) == T
    assert chart.y[0] == lessons.say(code)("closer.cell", number=3)         # counted from 1, as on the Stage


@every_language
def test_the_distribution_shows_every_word_of_both_machines(code):
    figure = distribution(OTHER, TRACE, 2, lessons.say(code))
    low, high = figure.layout.yaxis.range
    for lane, trace in zip(figure.data, (OTHER, TRACE)):
        assert all(low <= np.log10(y) <= high for y in lane.y)
        shown = dict(zip(lane.x, lane.y))
        assert shown.keys() == set(VOCAB.words[2:])
        assert all(shown[word] == pytest.approx(100 * trace.p(2, word)) for word in shown)


@every_language
def test_the_path_tells_the_share_that_its_plane_keeps(code):
    figure, share = paths(("a", TRACE, WORDS), ("b", OTHER, WORDS), lessons.say(code))
    states = np.concatenate([TRACE.signals["hidden"], OTHER.signals["hidden"]])
    variances = np.sort(np.linalg.eigvalsh(np.cov(states.T)))
    assert share == pytest.approx(variances[-2:].sum() / variances.sum())
    assert [len(line.x) for line in figure.data] == [T, T]


def test_distances_in_a_plane_survive_the_shadow():
    plane = rng.normal(size=(6, 2)) @ rng.normal(size=(2, H))
    flat = shadow(plane)
    assert flat.share == pytest.approx(1)
    np.testing.assert_allclose(np.linalg.norm(flat.paths[0][0] - flat.paths[0][1:], axis=1), np.linalg.norm(plane[0] - plane[1:], axis=1))


@pytest.mark.parametrize("seed", range(5))
def test_no_label_of_a_path_lies_on_another_or_leaves_a_phone(seed):
    points = np.random.default_rng(seed).normal(size=(12, 2))
    scale, (left, right), _ = frame(points)
    found = labels(points * scale, [f"{t} sentence" for t in range(12)], (left * scale, right * scale))
    kept = [label for label in found if label]
    assert len(kept) > 5 and found[-1]
    assert not any(one.meets(other.box) for one in kept for other in kept if one is not other)
    assert all(left * scale <= label.box[0] and label.box[1] <= right * scale for label in kept)


def test_a_memory_that_never_moves_has_a_shadow_too():
    assert shadow(np.ones((3, H))).share == 1


def test_a_learners_words_are_never_mark_up():
    assert "<" not in escaped("<b>%{x}</b>") and "%{" not in escaped("%{x}")
    assert numbered(["", "<a href='x'>"]) == ["0", "1 &lt;a href='x'&gt;"]
