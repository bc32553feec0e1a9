"""Narration says what the numbers say: every template is driven by hand-made readings, every claim is taken at its word."""

import re

import numpy as np
import pytest

from explainer import reading
from explainer.lessons import languages, say
from explainer.narration import (announce, changed_line, count, each_once_line, end_line, guess_line, narrate, problem_line, share,
                                 story, unknown_line)
from explainer.narration.moment import Moment
from explainer.narration.story import SITUATIONS, situation
from explainer.narration.wording import points
from explainer.trace import Trace
from explainer.typeset import gaps
from explainer.vocabulary import RESERVED, Vocabulary
from tests.prose_scan import length

LANGUAGES = list(languages())
WORDS = ("me", "him", "Tom", "late", "school", "to", "came", "scold", "praise", "mum", "dad", "coach", ",", ".", "yesterday")
VOCAB = Vocabulary(RESERVED + WORDS, " ")
FLAT = {}


def row(shares):
    """(K,) with these shares; what is left goes to all other words alike."""
    others = [word for word in WORDS if word not in shares]
    left = (1 - sum(shares.values())) / len(others)
    return [0, 0, *(shares.get(word, left) for word in WORDS)]


def trace(words, rows, counts=None, hidden=None):
    """A reading of `words` whose rows are given by step; steps not given are flat."""
    n = len(words) + 1
    probs = np.array([row(rows.get(t, FLAT)) for t in range(n)])                                     # (T, K)
    counts = None if counts is None else np.array([counts(t, probs[t]) for t in range(n)])           # (T, K)
    signals = {"hidden": np.zeros((n, 4)) if hidden is None else np.array(hidden, float)}            # (T, H)
    return Trace(np.array([0, *VOCAB.encode(words)]), VOCAB, probs, signals, counts)


def everything_met(t, probs):
    return np.maximum(np.round(1000 * probs), 1)


def never(*pairs):
    """Counts in which the t-th word never followed the one before it; (t, word) each."""
    def counts(t, probs):
        met = everything_met(t, probs)
        met[[VOCAB.index[word] for step, word in pairs if step == t + 1]] = 0
        return met
    return counts


def no_row_at(*steps):
    return lambda t, probs: np.zeros(len(VOCAB)) if t in steps else everything_met(t, probs)


def pair(words, a, b, counts=everything_met, hidden=None):
    """The two readings of a sentence."""
    return tuple(words), trace(words, a, counts), trace(words, b, hidden=hidden)


SURE, LEAN, HALF = 0.9, 0.6, 0.4
TWICE = ["me", "to", "late", "to"]                  # the last word occurs at steps 2 and 4
COLOUR = [[0, 0, .7, .1], [.9, .8, -.7, .1], [.9, -.5, -.6, .1], [0, 0, 0, 0]]
STRANGE = never((1, "late"), (2, "me"), (3, "to"), (4, "him"))
UNSURE = {"to": .3, "me": .3, "him": .3}

# situation -> (step, words, A's rows, B's rows, counts, hidden): the smallest reading that shows it
SHOWS = {
    "nothing_read": (0, ["me"], {}, {}),
    "unknown_no_row": (1, ["Felix", "late"], {}, {}, no_row_at(1)),
    "unknown": (1, ["Felix", "late"], {}, {}),
    "no_row": (2, ["me", ".", "late"], {}, {}, no_row_at(2)),
    "unfamiliar_unsure": (4, ["late", "me", "to", "him"], {}, {}, STRANGE),
    "unfamiliar": (4, ["late", "me", "to", "him"], {}, {4: {"him": SURE}}, STRANGE),
    "new_start": (1, ["late", "me"], {}, {}, never((1, "late"))),
    "new_pair_unsure": (2, ["me", "school", "to"], {}, {}, never((2, "school"))),
    "new_pair": (2, ["me", "school", "to"], {}, {2: {"to": SURE}}, never((2, "school"))),
    "rewrites": (1, ["me", "late", "to"], {}, {}, everything_met, COLOUR),
    "once_more_unsure": (5, ["to", "me", "to", "late", "to"], {}, {}),
    "once_more": (5, ["to", "me", "to", "late", "to"], {}, {5: {"me": SURE}}),
    "again_unsure": (4, TWICE, {}, {}),
    "again_same": (4, TWICE, {}, {2: {"me": SURE}, 4: {"me": LEAN}}),
    "again": (4, TWICE, {}, {2: {"school": SURE}, 4: {"me": SURE}}),
    "pin_unsure": (2, TWICE, {}, {2: {"school": SURE}, 4: {"me": SURE}}),
    "pin": (2, TWICE, {2: {"school": SURE}, 4: {"school": SURE}}, {2: {"school": SURE}}),
    "keeps": (2, ["me", "late", "to"], {}, {}, everything_met, COLOUR),
    "agree_decides": (3, TWICE, {3: {"to": SURE}}, {3: {"to": SURE}, 4: {"him": SURE}}),
    "agree": (2, ["me", "late", "to", "school"], {2: {"to": SURE}}, {2: {"to": SURE}}),
    "torn": (3, ["me", "late", "school"], {3: {"praise": .40, "scold": .37}}, {3: {"scold": SURE}}),
    "torn_leaning": (3, ["me", "late", "school"], {3: {"praise": .40, "scold": .37}}, {3: {"scold": LEAN}}),
    "either": (3, ["me", "late", "school"], {3: {"mum": .3, "dad": .5}}, {3: {"dad": .55, "mum": .3}}),
    "anyone": (3, ["me", "late", "school"], {3: {"mum": .34, "dad": .3, "coach": .3}}, {3: {"coach": .33, "dad": .31, "mum": .3}}),
    "same_first": (3, ["me", "late", "school"], {3: {"mum": HALF}}, {3: {"mum": SURE}}),
    "b_sure": (3, ["me", "late", "school"], {3: {"dad": HALF}}, {3: {"mum": SURE}}),
    "b_leans": (3, ["me", "late", "school"], {3: {"dad": .2}}, {3: {"mum": HALF}}),
    "a_sure": (3, ["me", "late", "school"], {3: {"dad": SURE}}, {3: {"mum": HALF}}),
    "both_unsure_rare": (3, ["me", "late", "school"], {3: {"dad": .2}}, {3: {"mum": .3, "coach": .2}}, 
                         lambda t, probs: np.eye(len(VOCAB))[5] if t == 3 else everything_met(t, probs)),
    "both_unsure": (3, ["me", "late", "school"], {3: {"dad": .2}}, {3: {"mum": .3, "coach": .2}}),
    "differ": (3, ["me", "late", "school"], {3: {"dad": LEAN}}, {3: {"mum": SURE}}),
}


def shown(name):
    """(words, A's reading, B's reading, step) of a situation."""
    step, *parts = SHOWS[name]
    return *pair(*parts), step


class Recorder:
    """A Say that remembers which strings it was asked for."""

    def __init__(self, code):
        self.say, self.asked = say(code), set()
        self.section = self.say.section

    def __call__(self, key, /, **values):
        self.asked.add(key)
        return self.say(key, **values)


# ---- every situation is recognised, and told in every language

def test_every_situation_has_a_reading_that_shows_it():
    assert list(SHOWS) == list(SITUATIONS)


@pytest.mark.parametrize("name", SHOWS)
def test_a_situation_is_recognised(name):
    words, a, b, step = shown(name)
    assert situation(Moment(words, a, b, step)) == name


@pytest.mark.parametrize("name", SHOWS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_situation_is_told_without_a_hole(code, name):
    words, a, b, step = shown(name)
    line = narrate(say(code), words, a, b, step)
    assert line and not gaps(line) and line[0] == line[0].upper()


AGREEING = pair(["me", "came", "late", "to", "school", ","], {t: {w: SURE} for t, w in enumerate(["came", "late", "to", "school", ","], 1)},
                {t: {w: SURE} for t, w in enumerate(["came", "late", "to", "school", ","], 1)})


@pytest.mark.parametrize("code", LANGUAGES)
def test_agreement_is_worded_anew_the_second_and_third_time(code):
    told = story(say(code), *AGREEING)
    assert len({re.sub("[“「].*?[”」](（.*?）)?", "", line) for line in told[1:5]}) == 3
    words = AGREEING[0]
    for t in (1, 2, 3, 4):
        assert words[t] in told[t]


def test_a_line_begins_with_a_capital_even_if_a_mark_begins_it():
    words, a, b = pair(["," , "late", "to"], {}, {}, everything_met, COLOUR)
    assert narrate(say("en"), words, a, b, 2).startswith("The comma")


def test_doubt_is_worded_anew_too_and_counts_what_followed():
    words, a, b = pair(["me", "late", "school", "came"], {}, {})
    assert names(words, a, b)[1:] == ["both_unsure"] * 4
    for code in LANGUAGES:
        told = story(say(code), words, a, b)
        assert len({re.sub("[“「].*?[”」](（.*?）)?", "", line) for line in told[1:4]}) == 3
        assert str(len(VOCAB)) in told[1]


def test_a_mark_is_a_comma_even_where_its_meaning_was_given():
    words, a, b = pair(["me", "late", "school"], {3: {"to": .40, ",": .37}}, {3: {",": SURE}})
    assert names(words, a, b)[3] == "torn" and "B says a comma" in narrate(say("en"), words, a, b, 3)


def test_a_word_of_the_other_language_comes_with_its_meaning_once():
    words, a, b, step = shown("b_sure")
    meaning = say("zh").section("gloss")["late"]
    assert f"「late」（{meaning}）" in narrate(say("zh"), words, a, b, 2)
    assert "(" not in narrate(say("en"), words, a, b, 2)
    words, a, b = pair(["me", "late", "school"], {3: {"me": .40, "him": .37}}, {3: {"him": SURE}})
    assert narrate(say("zh"), words, a, b, 3).count("「him」") == 2 and narrate(say("zh"), words, a, b, 3).count("（他）") == 1


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_ready_made_sentence_may_have_its_own_words(code, monkeypatch):
    speak = say(code)
    own = {**speak.section("narration"), "late.4.again": "OWN {b} {pb}", "late.3.again": "NEVER"}
    speak = type(speak)(code, {**speak.files, "narration": own})
    words, a, b, step = shown("again")
    assert story(speak, words, a, b, "late")[step].startswith("OWN")
    assert not story(speak, words, a, b, "boy")[step].startswith("OWN") and "NEVER" not in story(speak, words, a, b, "late")


# ---- claims are true by construction

def names(words, a, b):
    return [situation(Moment(words, a, b, t)) for t in range(len(words) + 1)]


def test_two_best_words_are_told_apart_if_one_is_clearly_ahead():
    words, a, b = pair(["me", "late", "school"], {3: {"praise": .40, "scold": .27}}, {3: {"scold": SURE}})
    assert names(words, a, b)[3] == "b_sure"


def test_exactly_as_before_is_said_only_of_identical_rows():
    words, a, b, step = shown("again")
    assert np.array_equal(a.probs[step], a.probs[2])
    nudged = a.probs.copy()
    nudged[step, 2] += 1e-12
    other = Trace(a.tokens, VOCAB, nudged, a.signals, a.counts)
    assert not situation(Moment(words, other, b, step)).startswith(("again", "once_more"))


def test_counting_is_called_enough_only_if_the_next_word_is_the_one_they_guess():
    words, a, b = pair(["me", "late", "to", "school"], {2: {"him": SURE}}, {2: {"him": SURE}})
    assert names(words, a, b)[2] == "same_first"


def test_the_next_step_decides_only_if_the_machines_part_there():
    step, words, a, b, *_ = SHOWS["agree_decides"]
    same, doubt = pair(words, {**a, 2: {"him": SURE}, 4: {"him": SURE}}, b), pair(words, a, {**b, 4: {"him": HALF}})
    assert names(*same)[step] == names(*doubt)[step] == "agree"


def test_ties_are_never_told_as_a_favourite():
    words, a, b = pair(["me", "late", "school"], {3: UNSURE}, {3: {"him": .25, "mum": .25, "dad": .25}})
    assert names(words, a, b)[3] == "both_unsure"
    for code in LANGUAGES:
        assert not re.search(r"\b(him|mum|dad|me)\b", narrate(say(code), words, a, b, 3))


def test_any_of_them_fits_only_if_both_machines_share_evenly_among_the_same_words():
    step, words, a, b, *_ = SHOWS["anyone"]
    for other in ({"coach": .33, "dad": .31, "me": .3}, {"coach": .7, "dad": .12, "mum": .12}):
        assert names(*pair(words, a, {3: other}))[step] != "anyone"


def test_tiles_that_change_and_keep_their_colour_are_counted():
    words, a, b, step = shown("rewrites")
    assert Moment(words, a, b, step).n_change == 3                                # two from white, one to the other sign
    words, a, b, step = shown("keeps")
    assert Moment(words, a, b, step).n_keep == 2                                  # one changed its sign, one is white
    for code in LANGUAGES:
        assert "2" in narrate(say(code), words, a, b, step) and "3" in narrate(say(code), words, a, b, 1)
    still = pair(words, {}, {}, everything_met, [[.9] * 4] * 4)
    gone = pair(words, {}, {}, everything_met, [[0] * 4, [.9] * 4, [-.9] * 4, [0] * 4])
    assert names(*still)[1] != "rewrites" and names(*gone)[2] != "keeps"


def test_b_leans_only_if_its_best_word_is_far_ahead():
    for shares in ({"mum": .4, "coach": .2}, {"mum": .18, "coach": .06}):
        words, a, b = pair(["me", "late", "school"], {3: {"dad": .2}}, {3: shares})
        assert names(words, a, b)[3] == "both_unsure"


def test_unmet_neighbours_are_counted_and_the_start_is_no_neighbour():
    words, a, b, step = shown("unfamiliar")
    assert Moment(words, a, b, step).n_new_pairs == 3


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_share_in_a_line_is_the_traces(code):
    for name in SHOWS:
        words, a, b, step = shown(name)
        shares = {share(say(code), p) for t in (a, b) for _, p in t.top(step, 2)}
        told = re.findall(r"[<>]?\d+\s?%", narrate(say(code), words, a, b, step))
        assert set(told) <= shares, name


# ---- the ear, the end, the guess

@pytest.mark.parametrize("code", LANGUAGES)
def test_the_ear_gets_word_both_best_twos_and_the_line(code):
    words, a, b, step = shown("torn")
    heard = announce(say(code), words, a, b, step, "LINE.")
    for part in ("school", "praise", "scold", "40", "37", "90", "LINE."):
        assert part in heard
    words, a, b, step = shown("no_row")
    assert say(code)("narration.quoted", word=a.top(step)[0][0]) not in announce(say(code), words, a, b, step, "").split("B")[0]


PARTED, STILL, ROWLESS = shown("again"), shown("again_same"), pair(["me", "Felix"], {}, {}, no_row_at(2))


def test_the_story_of_the_memory_is_told_only_if_b_answered_differently():
    for code in LANGUAGES:
        strings = say(code).section("narration")
        assert end_line(say(code), *PARTED[:3]) == strings["end_parted"]
        doubt = pair(TWICE, {}, {2: {"school": SURE}, 4: {"him": HALF}})
        assert end_line(say(code), *doubt) == strings["end_parted_unsure"]
        for other in (STILL[:3], ROWLESS):
            assert end_line(say(code), *other) not in (strings["end_parted"], strings["end_parted_unsure"])


GUESSES = {"guess_both": ("me", {"me": SURE}, {"me": SURE}), "guess_b": ("me", {"him": HALF}, {"me": SURE}),
           "guess_a": ("me", {"me": HALF}, {"him": SURE}), "guess_neither": ("Tom", {"me": HALF}, {"him": SURE})}


@pytest.mark.parametrize("key", GUESSES)
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_guess_stands_beside_both_answers(code, key):
    choice, at_a, at_b = GUESSES[key]
    _, a, b = pair(["late"], {1: at_a}, {1: at_b})
    speak = Recorder(code)
    line = guess_line(speak, choice, a, b)
    assert f"narration.{key}" in speak.asked
    assert choice in line and share(say(code), a.p(1, choice)) in line and share(say(code), b.p(1, choice)) in line


# ---- what a choice changed

def after(shares):
    return trace(["me", "late", "to"], {3: shares})


BEFORE = after({"me": .90, "him": .05})
KINDS = {"same": {"me": .89}, "lower": {"me": .60}, "higher": {"me": .97}, "flips": {"me": .20, "him": .70}}
CHOSEN = {"cover": {"covered": (0,)}, "silence": {"silenced": (3,)}, "swap": {"donor": "Tom"},
          "together": {"covered": (0, 1), "silenced": (3,), "donor": "Tom"}}


def said(code, kind, **choices):
    return changed_line(say(code), ("me", "late", "to"), BEFORE, after(KINDS[kind]), 3, **choices)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_each_case_of_a_change_is_told_in_its_own_words(code, kind):
    for name, choices in CHOSEN.items():
        speak = Recorder(code)
        changed_line(speak, ("me", "late", "to"), BEFORE, after(KINDS[kind]), 3, **choices)
        ends = ("flips" if kind == "flips" else "same",) if name == "swap" else (kind,)
        assert [key for key in speak.asked if re.fullmatch(rf"narration\.{name}_({'|'.join(ends)})(_one)?", key)]


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_flip_is_always_said(code):
    for choices in CHOSEN.values():
        assert "him" in said(code, "flips", **choices)
        for kind in ("same", "lower", "higher"):
            assert "him" not in said(code, kind, **choices)


@pytest.mark.parametrize("code", LANGUAGES)
def test_silenced_tiles_are_counted_and_never_said_to_be_a_word(code):
    for kind in KINDS:
        assert "5" in said(code, kind, silenced=range(5))
        one = said(code, kind, silenced=(3,))
        assert not re.search(r"(格|tile)\s*(就是|是|is)\s*[「“]", one)


@pytest.mark.parametrize("code", LANGUAGES)
def test_covered_words_are_named_or_counted(code):
    words = ("me", "late", "to", "school", "Tom")
    line = lambda places: changed_line(say(code), words, BEFORE, after(KINDS["lower"]), 3, covered=places)
    assert "late" in line((1, 2)) and "to" in line((1, 2))
    assert "late" not in line((0, 1, 2, 3)) and "4" in line((0, 1, 2, 3))


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_blank_memory_has_words_of_its_own(code):
    sure, unsure = after({"him": .9}), after({"him": .2})
    told = [changed_line(say(code), ("me", "late", "to"), BEFORE, then, 3, donor="x", blank=True) for then in (sure, unsure)]
    assert told[0] != told[1] and "x" not in "".join(told)
    doubt = changed_line(say(code), ("me", "late", "to"), BEFORE, unsure, 3, donor="Tom")
    assert doubt != changed_line(say(code), ("me", "late", "to"), BEFORE, sure, 3, donor="Tom")


EACH = {                                             # key -> what covering each of three words leaves
    "each_none": ({"me": .9}, {"me": .89}, {"me": .91}),
    "each_flips_alone": ({"me": .1, "him": .8}, {"me": .89}, {"me": .91}),
    "each_flips": ({"me": .1, "him": .8}, {"me": .6}, {"me": .91}),
    "each_lower_alone": ({"me": .5}, {"me": .89}, {"me": .91}),
    "each_lower": ({"me": .5}, {"me": .7}, {"me": .97}),
    "each_higher_alone": ({"me": .97}, {"me": .89}, {"me": .91}),
    "each_higher": ({"me": .99}, {"me": .86}, {"me": .91}),
}


@pytest.mark.parametrize("key", EACH)
@pytest.mark.parametrize("code", LANGUAGES)
def test_the_sum_of_covering_each_word_once(code, key):
    speak = Recorder(code)
    line = each_once_line(speak, ("Tom", "late", "to"), BEFORE, [after(shares) for shares in EACH[key]], 3)
    assert f"narration.{key}" in speak.asked
    if key != "each_none":
        assert "Tom" in line and share(say(code), .9) in line and share(say(code), EACH[key][0]["me"]) in line


@pytest.mark.parametrize("code", LANGUAGES)
def test_how_far_the_other_words_move_it_is_said_in_points(code):
    line = each_once_line(say(code), ("Tom", "late", "to"), BEFORE, [after({"me": p}) for p in (.4, .97, .85)], 3)
    assert re.search(r"\b7\s(点|points)", line)


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_single_word_has_no_others(code):
    speak = Recorder(code)
    before, covered = trace(["late"], {1: {"me": .9}}), trace(["late"], {1: {"me": .4}})
    assert "late" in each_once_line(speak, ("late",), before, [covered], 1)
    assert "narration.cover_lower" in speak.asked and not [key for key in speak.asked if "each_" in key]


def test_hardly_any_other_word_moves_is_said_only_if_it_holds():
    for others, alone in (((.889, .911), True), ((.87, .9), False)):
        speak = Recorder("en")
        each_once_line(speak, ("Tom", "late", "to"), BEFORE, [after({"me": p}) for p in (.4, *others)], 3)
        assert ("narration.each_lower_alone" in speak.asked) == alone


# ---- own sentences

def pieces(text):
    return VOCAB.split(text)


@pytest.mark.parametrize("code", LANGUAGES)
def test_unknown_words_are_named_once_or_counted(code):
    speak = say(code)
    assert unknown_line(speak, pieces("me late")) is None
    assert unknown_line(speak, pieces("Felix late Felix")).count("Felix") == 1
    assert {"Felix", "Rosa"} <= set(re.findall(r"\w+", unknown_line(speak, pieces("Felix me Rosa"))))
    many = unknown_line(speak, pieces("Felix me Rosa me Otto me Ida"))
    assert "4" in many and "Felix" not in many


@pytest.mark.parametrize("text, key", [
    ("", "problem_empty"), ("  ", "problem_empty"), ("，。 ?", "problem_marks"), ("☀☀", "problem_marks"), ("me " * 41, "problem_long"),
    ("m" * 201, "problem_long"),
])
@pytest.mark.parametrize("code", LANGUAGES)
def test_what_cannot_be_read_is_told_kindly(code, text, key):
    speak = Recorder(code)
    line = problem_line(speak, text, pieces(text), words=40, characters=200)
    assert line and speak.asked == {f"narration.{key}"}
    assert problem_line(speak, "me late", pieces("me late"), words=40, characters=200) is None


# ---- numbers

@pytest.mark.parametrize("p, told", [(0, "0"), (.004, "<1"), (.01, "1"), (.125, "13"), (.5, "50"), (.99, "99"), (.991, ">99"), (1, ">99")])
def test_shares_are_whole_percents_and_never_everything(p, told):
    for code in LANGUAGES:
        assert re.sub(r"\s|%", "", share(say(code), p)) == told


def test_large_counts_are_written_as_the_language_writes_them():
    assert [count(say("zh"), n) for n in (3197, 41234, 30000)] == ["3,197", "约\u20094.1\u2009万", "约\u20093\u2009万"]
    assert [count(say("en"), n) for n in (3197, 41234)] == ["3,197", "41,234"]


# ---- nothing in narration.toml is never said

@pytest.mark.parametrize("code", LANGUAGES)
def test_every_template_is_driven(code):
    speak = Recorder(code)
    for name in SHOWS:
        words, a, b, step = shown(name)
        for t, line in enumerate(story(speak, words, a, b)):
            announce(speak, words, a, b, t, line)
    story(speak, *AGREEING)
    marks = pair(["me", ",", ".", "?", "!"], {0: {",": .5}}, {})
    story(speak, *marks)
    unknown_line(speak, pieces("? Felix ! Rosa"))
    speak("narration.glossed", word="x", meaning="y")                      # said of the other language's words only
    story(speak, *pair(["me", "late", "to", "him", "Tom", "me"], {}, {}, never((2, "late"), (3, "to"), (4, "him"))))
    for ending in (PARTED[:3], STILL[:3], ROWLESS, pair(TWICE, {}, {2: {"school": SURE}, 4: {"him": HALF}})):
        end_line(speak, *ending)
    for choice, at_a, at_b in GUESSES.values():
        guess_line(speak, choice, *pair(["late"], {1: at_a}, {1: at_b})[1:])
    for kind in KINDS:
        for choices in (*CHOSEN.values(), {"silenced": (1, 2)}, {"covered": (0, 1, 2, 0)}):
            changed_line(speak, ("me", "late", "to"), BEFORE, after(KINDS[kind]), 3, **choices)
    for then in ({"him": .9}, {"him": .2}):
        for blank in (True, False):
            changed_line(speak, ("me", "late", "to"), BEFORE, after(then), 3, donor="Tom", blank=blank)
    for lefts in EACH.values():
        each_once_line(speak, ("Tom", "late", "to"), BEFORE, [after(shares) for shares in lefts], 3)
    for text in ("Felix", "Felix me Rosa", "Felix me Rosa me Otto me Ida"):
        unknown_line(speak, pieces(text))
    for text in ("", "，", "me " * 50):
        problem_line(speak, text, pieces(text), words=40, characters=200)
    count(speak, 41234), points(speak, .01), points(speak, .02)
    general = {f"narration.{key}" for key in speak.section("narration") if "." not in key}
    assert general - speak.asked - {"narration.count_large"} == set()


# ---- the shipped machines read the ready-made sentences

def told_by_the_shipped_machines(code):
    """preset -> (words, A's reading, B's reading, lines) in the language of the world."""
    home, told = reading.machines(code), {}
    for preset in home.world.scene.presets:
        vocab = home.network.vocab
        here = reading.read(home, vocab.split(vocab.join(preset.words)))
        words = [piece.text for piece in here.pieces]
        told[preset.key] = words, here.a, here.b, story(say(code), words, here.a, here.b, preset.key)
    return told


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_line_of_the_ready_made_sentences_is_short_and_whole(code):
    limit = int(say(code)("style.narration_longest"))
    for words, a, b, lines in told_by_the_shipped_machines(code).values():
        assert len(lines) == len(words) + 1
        assert not [line for line in lines if gaps(line) or length(code, line) > limit]


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_main_story_is_told_as_the_course_promises(code):
    words, a, b, _ = told_by_the_shipped_machines(code)["late"]
    told = names(words, a, b)
    first = words.index(words[-1]) + 1
    assert told[1:3] == ["rewrites", "keeps"]
    assert told[first] == "pin_unsure" and told[-2:] == ["agree_decides", "again"]
    assert {"torn", "torn_leaning"} & set(told)
    assert end_line(say(code), words, a, b) == say(code)("narration.end_parted")


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_stranger_and_a_scrambled_sentence_leave_b_in_doubt(code):
    told = told_by_the_shipped_machines(code)
    assert names(*told["stranger"][:3])[-1] == "again_unsure"
    assert names(*told["scrambled"][:3])[-1].startswith("unfamiliar")


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_wording_of_a_ready_made_sentence_lies_idle(code):
    told = told_by_the_shipped_machines(code)
    used = {(preset, str(t)) for preset, (words, a, b, _) in told.items() for t, name in enumerate(names(words, a, b))
            if f"{preset}.{t}.{name}" in say(code).section("narration")}
    assert used == {tuple(key.split(".")[:2]) for key in say(code).section("narration") if "." in key}
