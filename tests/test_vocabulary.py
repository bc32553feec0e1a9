"""Words, numbers, and the cutting of free text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.vocabulary import RESERVED, START, UNKNOWN, Vocabulary, units

CHINESE = Vocabulary(RESERVED + ("我", "我们", "昨天", "迟到", "了", "，", "。", "小明"))
ENGLISH = Vocabulary(RESERVED + ("I", "came", "late", "to", "school", "Tom", ",", ".", "Tom's"), joiner=" ")


def cut(vocab, text):
    return [(piece.text, piece.known) for piece in vocab.split(text)]


def test_the_longest_word_wins():
    assert cut(CHINESE, "我们迟到了") == [("我们", True), ("迟到", True), ("了", True)]


def test_an_unknown_stretch_is_one_piece_and_keeps_its_letters():
    assert cut(CHINESE, "我昨天摔了一跤。") == [("我", True), ("昨天", True), ("摔", False), ("了", True), ("一跤", False), ("。", True)]


def test_punctuation_never_hides_in_an_unknown_word():
    assert cut(CHINESE, "小强?!我") == [("小强", False), ("?!", False), ("我", True)]


def test_width_and_case_do_not_matter():
    assert cut(CHINESE, "我,小明") == [("我", True), ("，", True), ("小明", True)]
    assert cut(ENGLISH, "TOM came late , i") == [("Tom", True), ("came", True), ("late", True), (",", True), ("I", True)]


def test_an_apostrophe_may_be_bent():
    assert cut(ENGLISH, "Tom’s school") == cut(ENGLISH, "Tom's school") == [("Tom's", True), ("school", True)]


def test_unknown_english_words_stay_apart():
    assert cut(ENGLISH, "Tom drove very fast to school.") == [
        ("Tom", True), ("drove", False), ("very", False), ("fast", False), ("to", True), ("school", True), (".", True)]


def test_words_and_numbers_agree():
    assert CHINESE.encode(["我", "不在", "了"]).tolist() == [CHINESE.index["我"], UNKNOWN, CHINESE.index["了"]]
    assert CHINESE.encode(["‹start›"])[0] == START


def test_writing_puts_no_space_before_a_mark():
    assert ENGLISH.join(["Tom", "came", ",", "late", "."]) == "Tom came, late."
    assert CHINESE.join(["我", "，", "了"]) == "我，了"


def test_a_vocabulary_without_its_two_seats_is_refused():
    with pytest.raises(ValueError):
        Vocabulary(("我", "你"))
    with pytest.raises(ValueError):
        Vocabulary(RESERVED + ("我", "我"))


@given(st.text(max_size=80))
def test_any_text_can_be_cut_and_no_visible_letter_is_lost(text):
    assert "".join(units(text)) == "".join(text.split())
    for vocab in (CHINESE, ENGLISH):
        cut_text = "".join(piece.text.replace(" ", "") for piece in vocab.split(text))
        assert len(cut_text) == len("".join(units(text)))


@given(st.lists(st.sampled_from(CHINESE.words[2:]), max_size=20))
def test_cutting_undoes_joining_up_to_longer_words(words):
    pieces = CHINESE.split(CHINESE.join(words))
    assert "".join(piece.text for piece in pieces) == "".join(words)
    assert all(piece.known for piece in pieces)
