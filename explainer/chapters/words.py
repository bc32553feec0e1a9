"""Chapter 5: words become numbers."""

from base64 import b64encode
from functools import lru_cache

import numpy as np
import streamlit as st

from explainer import bundles, course, worlds
from explainer.choices import MAX_WORDS, Choice, number, typed
from explainer.controls import choose
from explainer.exhibits import words as exhibit
from explainer.exhibits import words_swap as reading
from explainer.lessons import Say, languages
from explainer.narration.wording import count, listed
from explainer.vocabulary import RESERVED, Vocabulary

LONGEST = 24            # letters of a word that a learner types
MOMENTS = 60            # a film has fewer


@lru_cache(maxsize=1)
def known() -> frozenset[str]:
    """Every word of every language's network."""
    return frozenset().union(*(worlds.load(f"diary_{code}").vocabulary.words for code in languages()))


def a_word(value: object) -> str:
    """A word that a network has a row for; "" for the scene's own."""
    if value != "" and not (isinstance(value, str) and value in known()):
        raise ValueError("a word of no list")
    return value


def short(value: object) -> str:
    """What a learner typed in a word's place; "" for the world's own stranger."""
    text = typed(value)
    if len(text) > LONGEST:
        raise ValueError(f"more than {LONGEST} letters")
    return text


WORD_ROW = {"word": Choice("row", a_word, "")}
WORD_MAP = {"word": Choice("word", a_word, ""), "turn": Choice("turn", number(exhibit.TURNS - 1), 0), "moment": Choice("moment", number(MOMENTS), 0)}
WORD_SWAP = {"one": Choice("one", a_word, ""), "other": Choice("other", a_word, "")}
WORD_SEAT = {"typed": Choice("typed", short, ""), "place": Choice("place", number(MAX_WORDS - 1), 0)}


def facts(say: Say) -> dict:
    """The numbers that the chapter's prose tells."""
    network, first = exhibit.shipped(say), exhibit.first_word(say)
    order = [word for word, _ in exhibit.ranking(network, first)]
    far = {gap: order.index(say(f"5_words.asked.{gap}")) + 1 for gap in ("rank_one", "rank_two")}
    return {"cells": network.n_cells, "words": len(network.vocab), "numbers": count(say, network.cell.U.size), "near": listed(say, order[:exhibit.NEAR]), **far,
            "drawn": len(exhibit.together(exhibit.kinds(say))), "kept": kept(say), "hidden": reading.hidden_of_100(say.language),
            "sentences": count(say, bundles.load(f"diary_{say.language}").card["corpus"]["training"])}


def kept(say: Say) -> str:
    """How much of the differences the map keeps, in whole percent."""
    return say("board.percent", n=round(100 * exhibit.plane_of(say).kept))


def named(say: Say) -> list[str]:
    """The words of the list as they are shown; the two seats that are no words have names of their own."""
    seats = dict(zip(RESERVED, (say("5_words.row.start"), say("5_words.row.unknown"))))
    return [seats.get(word, word) for word in exhibit.shipped(say).vocab.words]


def at_home(say: Say, word: str, otherwise: str) -> str:
    """The word, or another one where the language has no row for it."""
    return word if word in exhibit.shipped(say).vocab.index else otherwise


@lru_cache(maxsize=8)
def packed(language: str) -> str:
    """The whole word table in thousandths, word by word: 16-bit numbers in base64."""
    return b64encode(np.round(1000 * exhibit.rows(exhibit.network(language))).astype("<i2").tobytes()).decode()


def printed(values) -> str:
    """A row of numbers as a formula prints it: signs, two decimals, a true minus."""
    return " ".join(f"{value:+.2f}".replace("-", "\u2212") for value in values)


def row(here: course.Chapter) -> None:
    """A chip, its place on the list, and the column of numbers that belongs to it."""
    say, network = here.say, exhibit.shipped(here.say)
    sentence = exhibit.sentence(say.language)
    word = at_home(say, course.chosen(here, "word_row", WORD_ROW)["word"], sentence[0])
    course.board(here, "word_row", {"sentence": sentence, "words": network.vocab.words, "names": named(say), "first": sentence[0], "table": packed(say.language), "cells": network.n_cells,
                                    "strong": exhibit.STRONG, "deep": here.depth in ("formula", "code")}, WORD_ROW)
    place = network.vocab.index[word] + 1
    course.deeper(here, "row", code=exhibit.row, word=named(say)[place - 1], place=place, words=len(network.vocab), zeros=len(network.vocab) - 1, cells=network.n_cells,
                  numbers=f"{network.cell.U.size:,}")


def picker(say: Say) -> dict:
    """What the list of words on a board is made from."""
    shown = exhibit.kinds(say)
    words = exhibit.together(shown)
    return {"kinds": [{"name": say(f"5_words.kinds.{kind}.name"), "words": each} for kind, each in shown.items()],
            "others": [word for word in exhibit.shipped(say).vocab.words if word not in words and word not in RESERVED]}


def picked(here: course.Chapter) -> tuple[dict, str]:
    """What is chosen on the board of the map, and the word that is picked there."""
    now = course.chosen(here, "word_map", WORD_MAP)
    word = at_home(here.say, now["word"], "")
    return now, exhibit.first_word(here.say) if word in ("", *RESERVED) else word


def told(found: exhibit.Map) -> dict:
    """What the board tells of a map."""
    return {"word": found.word, "near": [[word, round(far, 4)] for word, far in found.near], "paper": found.on_paper, "rank": found.rank}


def map_(here: course.Chapter) -> None:
    """The words on a plane, and who is truly near."""
    now, word = picked(here)
    found = exhibit.drawn(here.say, word, now["turn"])
    with wide():
        side, middle = st.columns([2, 3], gap="medium")
    with side:
        course.board(here, "word_map", {"scene": "map", "kept": found.kept, "of": len(exhibit.together(exhibit.kinds(here.say))), **told(found), **picker(here.say)}, WORD_MAP)
    with middle:
        figure(here, found)
    course.deeper(here, "map", code=exhibit.shadow, **sum_of(here.say, word, found.near[0][0]), kept=kept(here.say))


def sum_of(say: Say, one: str, other: str) -> dict:
    """The terms of a distance, as a formula prints them: the first three squares, the sum, its root."""
    network = exhibit.shipped(say)
    gaps = exhibit.row(network, one) - exhibit.row(network, other)
    return {"one": one, "other": other, "squares": " + ".join(f"({gap:+.2f})²".replace("-", "\u2212") for gap in gaps[:3]), "sum": f"{(gaps ** 2).sum():.2f}", "far": f"{np.sqrt((gaps ** 2).sum()):.2f}",
            "cells": network.n_cells}


def figure(here: course.Chapter, found: exhibit.Map, reach=None, before=()) -> None:
    """The map itself. A point that is tapped is picked, as in the list. reach, before: see word_map."""
    from explainer.figures.frame import CONFIG
    from explainer.figures.word_map import word_map
    key = f"{here.name}.figure.{'map' if reach is None else 'film'}"

    def tap() -> None:
        points = st.session_state[key].selection.points
        if points and "customdata" in points[0]:
            choose(here.name, "word_map", word=points[0]["customdata"][0])
    names = {kind: here.say(f"5_words.kinds.{kind}.name") for kind in exhibit.kinds(here.say)}
    st.plotly_chart(word_map(found.spots, names, found.word, [word for word, _ in found.near], reach, before, st.context.theme.type == "dark", here.say), config=CONFIG, alt=here.say("5_words.word_map.alt"), key=key,
                    on_select=tap, selection_mode="points")


def film(here: course.Chapter) -> None:
    """The same map while the network practised."""
    from explainer.exhibits import words_film
    now, word = picked(here)
    moments = words_film.moments(here.say)
    at = min(now["moment"], len(moments) - 1)
    found = words_film.drawn(here.say, word, at, now["turn"])
    with wide():
        side, middle = st.columns([2, 3], gap="medium")
    with side:
        course.board(here, "word_map", {"scene": "film", "kept": found.kept, "of": len(exhibit.together(exhibit.kinds(here.say))), **told(found), **picker(here.say), "at": at,
                                        "moments": [{"seen": count(here.say, moment.seen), "akin": moment.akin} for moment in moments]}, WORD_MAP)
    with middle:
        before = words_film.drawn(here.say, word, at - 1, now["turn"]).spots if at else ()
        figure(here, found, words_film.reach(here.say, now["turn"]), before)
    course.deeper(here, "film", code=exhibit.akin, round=moments[at].round, seen=count(here.say, moments[at].seen), akin=moments[at].akin, drawn=len(exhibit.together(exhibit.kinds(here.say))),
                  one=word, other=found.near[0][0], far=f"{found.near[0][1]:.2f}")


def swap(here: course.Chapter) -> None:
    """Two words exchange their rows, and the sentence is read once more."""
    say, now = here.say, course.chosen(here, "word_swap", WORD_SWAP)
    sentence, index = exhibit.sentence(say.language), exhibit.shipped(say).vocab.index
    own = (now["one"], now["other"])
    valid = own[0] in sentence and own[1] in index and own[1] not in RESERVED and own[0] != own[1]
    still = (sentence[0], sentence[0])                                      # a word that changes places with itself: nothing happens
    shown = list(dict.fromkeys([still, *reading.pairs(say), *([own] if valid else [])]))
    course.board(here, "word_swap", {"sentence": sentence, "places": reading.places(say.language), "pairs": reading.pairs(say), "still": list(still), "strong": exhibit.STRONG,
                                     "cells": exhibit.shipped(say).n_cells, "results": {" ".join(pair): exchanged(say, *pair) for pair in shown}, **picker(say)}, WORD_SWAP)
    one, other = own if valid else reading.pairs(say)[0]
    found = reading.swap(say.language, one, other)
    last = found.answers[-1]
    course.deeper(here, "swap", code=reading.swapped, one=one, other=other, place=index[one] + 1, other_place=index[other] + 1, far=f"{found.far:.2f}", top=last["top"],
                  share=f"{last['rows'][0][1]:.4f}", was=f"{last['rows'][0][2]:.4f}")


def exchanged(say: Say, one: str, other: str) -> dict:
    """What the board shows of two words that have exchanged their rows."""
    found, network = reading.swap(say.language, one, other), exhibit.shipped(say)
    return {"read": found.read_as, "answers": found.answers, "far": round(found.far, 4), "same": bool(found.same),
            "rows": {word: np.round(exhibit.row(network, word), 3).tolist() for word in (one, other)}}


def seat(here: course.Chapter) -> None:
    """A word of one's own, and the seat it is given."""
    say, now = here.say, course.chosen(here, "word_seat", WORD_SEAT)
    sentence = exhibit.sentence(say.language)
    stranger = worlds.load(f"diary_{say.language}").scene.unknown
    place = min(now["place"], len(sentence) - 1)
    text = now["typed"] or stranger
    found = reading.seated(say.language, text, place)
    if not found.typed:
        text, found = stranger, reading.seated(say.language, stranger, place)
    course.board(here, "word_seat", {
        "sentence": sentence, "text": text, "stranger": stranger, "longest": LONGEST, "at": place, "cells": exhibit.shipped(say).n_cells, "strong": exhibit.STRONG, "places": reading.places(say.language),
        "pieces": [[piece.text, piece.known] for piece in found.pieces], "own": found.typed, "look": found.looked_at, "answers": found.answers, "as_stranger": bool(found.as_stranger),
        "known": found.all_known, "strange": found.none_known,
        "row": np.round(exhibit.rows(exhibit.shipped(say))[found.pieces[found.looked_at].index], 3).tolist(), "hidden": reading.hidden_of_100(say.language)}, WORD_SEAT)
    course.deeper(here, "seat", code=Vocabulary.encode, hidden=reading.hidden_of_100(say.language), cells=exhibit.shipped(say).n_cells, row=printed(reading.empty_seat(say.language)))


def wide():
    """A place as wide as a board."""
    return st.container(horizontal_alignment="center").container(width=course.BOARD)
