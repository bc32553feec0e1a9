"""The main scene's readings: what the doors do is computed by the models, and a typed sentence is never lost."""

import dataclasses
import json

import numpy as np
import pytest

from explainer import lessons
from explainer.choices import Choices
from explainer.holding import HOLDS
from explainer.reading import BLANK, changed, covered_once, donors, holding, leans, machines, numbered, subject_read, usable
from explainer.scene import example, facts, requested, scene, wheel

every_language = pytest.mark.parametrize("code", lessons.languages())


def drawn(code, choices=Choices(), start=Choices()):
    lesson = lessons.lesson(code, "0_next_word").filled(**facts(lessons.say(code), machines(code)))
    return json.loads(scene(lessons.say(code), lesson, choices, start))


@every_language
def test_the_stage_shows_the_numbers_of_the_traces(code):
    reading, data = example(code), drawn(code)
    for lane, trace in zip(data["lanes"], (reading.a, reading.b)):
        for t, (bars, rest) in enumerate(zip(lane["bars"], lane["rest"])):
            assert [word for word, _ in bars] == [word for word, _ in trace.top(t, len(bars))]
            assert all(p == pytest.approx(trace.p(t, word), abs=1e-6) for word, p in bars)
            assert sum(p for _, p in bars) + rest == pytest.approx(1, abs=1e-5)
    for name, rows in data["lanes"][1]["signals"].items():
        np.testing.assert_allclose(rows, reading.b.signals[name], atol=1e-4)


@every_language
def test_the_arithmetic_on_the_stage_gives_the_bars_on_the_stage(code):
    a, b = drawn(code)["lanes"]
    for t, row in enumerate(a["row"]):
        best = row["best"]
        if row["total"]:
            share = max(best["count"] - best["discount"], 0) / row["total"] + best["leftover"] * best["shorter"]
            assert share == pytest.approx(a["bars"][t][0][1], abs=1e-3)
    for t, best in enumerate(b["scores"]):
        assert np.exp(best["score"] - best["log_total"]) == pytest.approx(b["bars"][t][0][1], abs=1e-3)
        sums = np.array(b["bias"]) + b["signals"]["from_input"][t] + b["signals"]["from_memory"][t]
        np.testing.assert_allclose(np.tanh(sums), b["signals"]["hidden"][t], atol=1e-3)


@every_language
def test_the_counting_machine_answers_the_same_word_with_the_same_bars(code):
    reading, data = example(code), drawn(code)
    first, second = data["sentence"]["first"], data["sentence"]["second"]
    assert (first, second) == (reading.first, reading.last)
    np.testing.assert_array_equal(reading.a.probs[first], reading.a.probs[second])
    assert data["lanes"][0]["bars"][first] == data["lanes"][0]["bars"][second]
    assert data["lanes"][1]["bars"][first] != data["lanes"][1]["bars"][second]


@every_language
def test_covering_one_word_is_what_the_small_bars_say(code):
    reading = example(code)
    table = leans(reading, covered_once(reading))
    best = reading.b.top(reading.last)[0]
    for piece in range(reading.last):
        again = changed(reading, Choices(covered=(piece,)))
        assert table[reading.last, piece] == pytest.approx(best[1] - again.b.p(reading.last, best[0]), abs=1e-12)
    assert np.all(table[1, 1:] == 0)                            # what was not read yet cannot matter


@every_language
def test_every_donor_brings_its_own_answer(code):
    reading = example(code)
    home = reading.machines.world.scene
    answers = {donor.key: donor.answer for donor in home.donors}
    assert len(donors(reading)) >= 6
    for key in donors(reading):
        again = changed(reading, Choices(donor=key))
        np.testing.assert_array_equal(again.b.probs[:-1], reading.b.probs[:-1])     # only the last step has another memory
        best, p = again.b.top(reading.last)[0]
        assert best in answers[key] if key != BLANK else again.b.p(reading.last, home.answer) <= .5


@every_language
def test_silencing_and_restoring(code):
    reading = example(code)
    again = changed(reading, Choices(silenced=(0, 3)))
    assert np.all(again.b.signals["hidden"][:, [0, 3]] == 0)
    np.testing.assert_array_equal(again.a.probs, reading.a.probs)
    np.testing.assert_array_equal(changed(reading, Choices()).b.probs, reading.b.probs)


@every_language
def test_choices_that_this_sentence_has_no_place_for_are_left_out(code):
    reading = example(code)
    n = reading.machines.network.n_cells
    assert usable(reading, Choices(covered=(1, 39), silenced=(0, n), donor="nobody")) == ((1,), (0,), None)


@every_language
def test_some_tiles_hold_who_it_began_with(code):
    reading = example(code)
    cells = np.flatnonzero(holding(reading) > HOLDS)
    assert len(cells) >= 2
    values = reading.b.signals["hidden"][reading.subject[1]:, cells]
    assert np.all(np.sign(values) == np.sign(values[-1])) and np.all(abs(values) > HOLDS)
    others = [subject_read(reading, words) for words in donors(reading).values() if words and len(words) == 1]
    apart = [abs(values - other.signals["hidden"][reading.subject[1]:, cells]).min(axis=0) for other in others]
    assert np.all(np.max(apart, axis=0) > 2 * HOLDS)            # another subject leaves another value


@every_language
def test_a_tile_is_compared_with_a_subject_for_which_it_does_something_else(code):
    reading, compare = example(code), drawn(code)["compare"]
    spoken = {donor.key: donor for donor in reading.machines.world.scene.donors}
    words = {reading.machines.network.vocab.join(donor.words): donor.words for donor in spoken.values()}
    for cell in np.flatnonzero(holding(reading) > HOLDS):
        other = subject_read(reading, words[compare["labels"][cell]]).signals["hidden"]
        np.testing.assert_allclose(np.array(compare["hidden"])[:, cell], other[:, cell], atol=1e-4)
        assert np.abs(other - reading.b.signals["hidden"])[reading.subject[1]:, cell].min() > 2 * HOLDS


@pytest.mark.parametrize("text", ["!?…", "。。。", "😀", "a" * 300, "字" * 150, "我 " * 60])
@every_language
def test_a_sentence_that_cannot_be_read_gets_a_kind_line_and_the_example(code, text):
    data = drawn(code, Choices(sentence=text))
    if text != "字" * 150 and text != "a" * 300:
        assert data["problem"] and data["sentence"]["preset"] == "late"
    assert data["sentence"]["pieces"]


@every_language
def test_every_preset_can_be_read_and_says_what_it_is(code):
    for preset in drawn(code)["presets"]:
        data = drawn(code, Choices(sentence=preset["text"]))
        assert data["sentence"]["preset"] == preset["key"] and data["problem"] is None
        assert len(data["narration"]) == len(data["announce"]) == len(data["sentence"]["pieces"]) + 1
        assert (data["unknown"] is not None) == (preset["key"] == "stranger")


@every_language
def test_in_the_scrambled_preset_the_network_is_unsure_and_the_counts_are_as_always(code):
    example_, presets = example(code), {preset["key"]: preset["text"] for preset in drawn(code)["presets"]}
    scrambled, _ = requested(lessons.say(code), Choices(sentence=presets["scrambled"]))
    assert sorted(piece.text for piece in scrambled.pieces) == sorted(piece.text for piece in example_.pieces)
    assert scrambled.b.top(scrambled.last)[0][1] < .3
    np.testing.assert_array_equal(scrambled.a.probs[-1], example_.a.probs[-1])


@every_language
def test_a_known_sentence_of_the_other_language_is_read_by_its_own_machines(code):
    other = next(language for language in lessons.languages() if language != code)
    data = drawn(code, Choices(sentence=drawn(code)["twin"]["text"]))
    assert data["sentence"]["lang"] == other
    assert all(piece["known"] and piece["gloss"] for piece in data["sentence"]["pieces"] if piece["text"][0].isalnum())


SUBJECTS = {
    "zh": {"我昨天迟到了，老师批评了": "我", "因为小明迟到了，老师批评了": "小明", "昨天早上，你们迟到了，老师批评了": "你们", "小明和小刚迟到了，老师批评了": "小明和小刚",
           "妈妈昨天迟到了，我批评了": None, "我和小红昨天迟到了，老师批评了": None, "小明的姐姐迟到了，老师批评了": None, "小强批评了我": None, "我": "我"},
    "en": {"I came late, the teacher talked to": "I", "yesterday my puppy came late, dad scolded": "my puppy", "because Tom came late, the teacher scolded": "Tom",
           "mum came late, I scolded": None, "Tom and I came late, dad scolded": None, "my brother came late, the teacher scolded": None}}


@pytest.mark.parametrize("code, text, subject", [(code, *pair) for code, pairs in SUBJECTS.items() for pair in pairs.items()])
def test_only_the_one_it_begins_with_is_the_subject(code, text, subject):
    reading, _ = requested(lessons.say(code), Choices(sentence=text))
    found = reading.subject and reading.machines.network.vocab.join(piece.text for piece in reading.pieces[slice(*reading.subject)])
    assert found == subject
    assert bool(donors(reading)) == (subject is not None and reading.last > reading.subject[1])


@every_language
def test_a_sentence_of_one_word_has_no_tiles_that_hold(code):
    word = example(code).pieces[0].text
    assert drawn(code, Choices(sentence=word))["lanes"][1]["holds"] == []


@every_language
def test_a_donor_is_silenced_like_the_sentence_it_steps_into(code):
    reading = example(code)
    key, words = next((key, words) for key, words in donors(reading).items() if words)
    cells = (0, 1, 2, 3)
    donor = subject_read(reading, words, cells)
    np.testing.assert_allclose(changed(reading, Choices(silenced=cells, donor=key)).b.probs[-1], donor.probs[-1], atol=1e-12)


@every_language
def test_mark_up_stays_text(code):
    reading, problem = requested(lessons.say(code), Choices(sentence="<script>alert(1)</script> **x** $y$"))
    assert problem is None and "script" in reading.text
    assert not any(piece.known for piece in reading.pieces if "script" in piece.text)


@every_language
def test_the_same_choices_give_the_same_bytes(code):
    lesson = lessons.lesson(code, "0_next_word").filled(**facts(lessons.say(code), machines(code)))
    chosen = Choices(covered=(0,), silenced=(1, 2))
    assert scene(lessons.say(code), lesson, chosen, Choices()) == scene(lessons.say(code), lesson, dataclasses.replace(chosen, step=4), Choices())


def test_reading_a_sentence_begins_with_start():
    reading = example("zh")
    assert numbered(reading.pieces)[0] == 0 and len(numbered(reading.pieces)) == reading.last + 1


@pytest.mark.parametrize("language", lessons.languages())
def test_the_wheel_offers_words_of_the_same_kind_and_only_those(language):
    home = machines(language)
    reading = example(language)
    rows = wheel(reading)
    assert rows[0]["word"] == home.world.scene.subject and len(rows) >= 3
    assert len(rows[0]["others"]) == len(home.world.scene.donors)
    for row in rows:
        for other in row["others"]:
            pieces = home.network.vocab.split(other["text"])
            assert all(piece.known for piece in pieces) and other["word"] != row["word"]
            assert home.network.vocab.join(p.text for p in pieces) == reading.text.replace(row["word"], other["word"], 1)
    kinds = home.world.kinds
    assert all(word in kinds[other] for word, others in kinds.items() for other in others)
