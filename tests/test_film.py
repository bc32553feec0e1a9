"""The film of a training: its frames are networks, its end is what is shipped, and what the chapter says of it is true of the files."""

import json
import math
import shutil

import numpy as np
import pytest

from explainer import bundles, lessons, worlds
from explainer.bundles import building, film, filming, folds, pupils
from explainer.bundles.jobs import JOBS
from explainer.exhibits import learning
from explainer.shelf import BUNDLES, BundleError, tables
from explainer.small import customers
from explainer.vocabulary import START
from explainer.worlds import is_unseen

LANGUAGES = list(lessons.languages())
every_language = pytest.mark.parametrize("language", LANGUAGES)


@every_language
def test_the_film_begins_untrained_and_ends_in_the_shipped_network_bit_for_bit(language):
    frames, shipped = film.frames(language), bundles.model(f"diary_{language}")
    assert (frames[0].round, frames[0].sentences_seen) == (0, 0) and 12 <= len(frames) <= 18
    seen = [frame.sentences_seen for frame in frames]
    assert seen == sorted(set(seen)) and [frame.round for frame in frames] == sorted(frame.round for frame in frames)
    for own, other in zip((*vars(frames[-1].model.cell).values(), frames[-1].model.V, frames[-1].model.c), (*vars(shipped.cell).values(), shipped.V, shipped.c)):
        assert np.array_equal(own, other)
    assert np.array_equal(frames[0].model.cell.W, np.eye(frames[0].model.n_cells)), "cells begin by keeping what they hold"


@every_language
def test_a_frame_read_by_hand_gives_the_numbers_of_the_page(language):
    shown, frames, scene = learning.film(language), film.frames(language), worlds.load(f"diary_{language}").scene
    words = (*scene.sentence, scene.answer)
    for frame, row in list(zip(frames, shown["frames"]))[::4]:
        model, h, said = frame.model, np.zeros(frame.model.n_cells), []
        for number in [START, *model.vocab.encode(scene.sentence)]:
            h = np.tanh(model.cell.U[:, number] + model.cell.W @ h + model.cell.b)
            powers = np.exp(model.V @ h + model.c)
            said.append(powers / powers.sum())
        for place, p, clear, bars in zip(film.BLANKS[language], row["p"], row["clear"], row["bars"]):
            right = model.vocab.index[words[place]]
            second, first = np.sort(said[place])[-2:]
            assert p == pytest.approx(said[place][right], abs=1e-6) and clear == (said[place].argmax() == right and first >= 2 * second)
            assert dict(map(tuple, bars))[words[place]] == pytest.approx(p, abs=1e-6) and bars[0][1] == pytest.approx(said[place].max(), abs=1e-6)
        assert row["hidden"][-1] == pytest.approx(h, abs=.006)


@every_language
def test_the_neighbour_is_learned_first_then_who_it_was_then_what_happened(language):
    near, middle, far = learning.film(language)["blanks"]
    assert 0 < near["learned"] < far["learned"] < middle["learned"] < len(film.frames(language))
    for i, blank in enumerate((near, middle, far)):
        clear = [frame["clear"][i] for frame in learning.film(language)["frames"]]
        assert all(clear[blank["learned"]:]) and not clear[blank["learned"] - 1]


def test_learned_is_the_last_time_that_it_became_right():
    assert [film.learned(tops) for tops in ([], [False], [True], [False, True], [True, False, True, True])] == [0, 1, 0, 1, 2]


@every_language
def test_calibration_is_counted_again(language):
    card, model = film.card(language)["calibration"], bundles.model(f"diary_{language}")
    sentences = [s for s in pupils.piles_of(language).test if not is_unseen(s)][:building.SCORED]
    times, right, surprise = [0] * 10, [0] * 10, 0.0
    for s in sentences:
        tokens = [START, *model.vocab.encode(s.words)]
        for said, word in zip(model.read(tokens[:-1]).probs, tokens[1:]):
            tenth = min(9, math.floor(10 * max(said)))
            times[tenth] += 1
            right[tenth] += said[word] == max(said)
            surprise -= math.log(said[word])
    assert [[n, hits] for n, _, hits in card["bins"]] == [list(pair) for pair in zip(times, right)]
    assert card["words"] == sum(times) and card["perplexity"] == pytest.approx(math.exp(surprise / sum(times)), abs=1e-5)
    assert card["right"] == pytest.approx(sum(right) / sum(times), abs=1e-5)


@every_language
def test_the_pupil_is_perfect_at_home_and_lost_outside(language):
    pupil = pupils.load(language)
    model, exam = pupil.models[-1], learning.sheet(language)
    for pile, marked in ((pupil.home, exam["home"]), (pupil.exam, exam["exam"])):
        for (words, blank), (text, word, right) in zip(pile, marked, strict=True):
            trace = model.read([START, *model.vocab.encode(words[:blank])])
            assert word == words[blank] and text == model.vocab.join(words[:blank]) and right == (trace.top(blank)[0][0] == word)
    assert all(right for *_, right in exam["home"]) and sum(right for *_, right in exam["exam"]) <= 5
    assert not {words for words, _ in pupil.home} & {words for words, _ in pupil.exam}
    assert exam["piles"] == {**{name: bundles.load(f"diary_{language}").card["corpus"][name] for name in ("training", "validation", "test")}, "twice": 0}
    curve = learning.pupil(language)
    assert curve["home"][-1]["loss"] < .5 < curve["outside"][curve["turn"]]["loss"] < curve["outside"][-1]["loss"] - 1


def test_five_judges_are_each_examined_on_what_they_did_not_practise_on():
    judges, parts = folds.judges(), folds.fifths()
    assert len(judges) == len(parts) == 5 and len({len(part) for part in parts}) == 1
    for judge, part, score in zip(judges, parts, folds.load()["scores"], strict=True):
        right = [(sum(w * x for w, x in zip(judge.weights, story.item)) + judge.bias > 0) == (story.verdict == customers.LEAVES) for story in part]
        assert score == pytest.approx(sum(right) / len(right))


@pytest.mark.parametrize("name", [name for name in JOBS if name.startswith("pupils_customers")] + [f"pupils_{language}" for language in LANGUAGES])
def test_what_is_shipped_passes_its_checks(name):
    rows = list(JOBS[name].check())
    assert len(rows) >= 2 and all(passed for _, passed, _ in rows), rows


@pytest.fixture
def copied(tmp_path):
    """The film's files in a folder of their own, beside the network."""
    for name in ("film_zh", "diary_zh", "pupils_zh"):
        shutil.copytree(BUNDLES / name, tmp_path / name)
    return tmp_path


def test_a_film_of_another_training_or_a_damaged_one_is_refused(copied):
    path = copied / "film_zh" / film.CARD
    card = json.loads(path.read_text())
    path.write_text(json.dumps(card | {"network": "0" * 64}))
    with pytest.raises(BundleError, match="film_zh"):
        film.frames("zh", copied)
    path.write_text(json.dumps({**card, "frames": card["frames"] + card["frames"][-1:]}))
    frames = copied / "film_zh" / film.FRAMES
    frames.write_bytes(frames.read_bytes()[:-4])
    with pytest.raises(BundleError, match="film_zh"):
        film.frames("zh", copied)
    (copied / "pupils_zh" / pupils.CARD).write_text("{")
    with pytest.raises(BundleError, match="pupils_zh"):
        pupils.load("zh", copied)


def test_every_frame_is_stored_at_half_precision_and_small():
    for language in LANGUAGES:
        folder = BUNDLES / f"film_{language}"
        stored = tables(folder / film.FRAMES, film.card(language)["weights"])
        assert {table.dtype for table in stored.values()} == {np.dtype(np.float16)}
        assert sum(path.stat().st_size for path in folder.iterdir()) < filming.LARGEST
