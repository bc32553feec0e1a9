"""What the Stage is given: one reading, in one language, as JSON. Every number in it comes from a Trace."""

import json
import re
from functools import lru_cache

import numpy as np

from explainer import lessons, narration, worlds
from explainer.choices import MAX_CHARACTERS, MAX_WORDS, NO_GUESS, Choices
from explainer.holding import HOLDS
from explainer.lessons import Lesson, Say
from explainer.models.cells import CELLS
from explainer.models.ngram import NgramModel, smoothed
from explainer.panels import bars, best_scores, rounded, rows, signals, source
from explainer.reading import (BLANK, Machines, Reading, changed, covered_once, donors, holding, language_of, leans, machines,
                               numbered, read, usable)
from explainer.shelf import BundleError
from explainer.vocabulary import Piece, Vocabulary

VOTERS = 3              # corpus lines shown for one word
OTHERS = 6              # words of its kind offered for a word


def requested(say: Say, choices: Choices) -> tuple[Reading, str | None]:
    """The reading a learner asked for; a kind line about the sentence if the example is read instead."""
    if not choices.sentence:
        return example(say.language), None
    try:
        home = machines(language_of(choices.sentence, say.language))
    except BundleError as broken:                           # those of the other language; without its own no page begins
        return example(say.language), say("ui.bundle_broken", file=broken.file, command=broken.command).replace("`", "")
    pieces = home.network.vocab.split(choices.sentence)
    problem = narration.problem_line(say, choices.sentence, pieces, words=MAX_WORDS, characters=MAX_CHARACTERS)
    return (example(say.language), problem) if problem else (kept(home, pieces), None)


def example(language: str) -> Reading:
    """The example sentence of a language, read."""
    home = machines(language)
    return kept(home, home.network.vocab.split(home.network.vocab.join(home.world.scene.sentence)))


@lru_cache(maxsize=32)
def kept(home: Machines, pieces: tuple[Piece, ...]) -> Reading:
    """The pieces read by the machines of a language; every change of a choice asks for the same reading again."""
    return read(home, pieces)


def scene(say: Say, lesson: Lesson, choices: Choices, start: Choices) -> bytes:
    """UTF-8 JSON for the Stage: the reading of `choices.sentence`, and how it changes by covering, silencing and swapping.

    `start` says where the Stage begins when it is freshly opened; it does not follow the steps of a learner.
    """
    return touched(untouched(say, lesson, choices, start), say, choices)


def untouched(say: Say, lesson: Lesson, choices: Choices, start: Choices) -> bytes:
    """All of the scene that covering, silencing and swapping do not change: one JSON object, worth keeping."""
    reading, problem = requested(say, choices)
    home, preset = reading.machines, preset_of(reading)
    asked = asked_of(reading)
    words = [piece.text for piece in reading.pieces]
    told = narration.story(say, words, reading.a, reading.b, preset)
    once, held = covered_once(reading), holding(reading)
    return packed({
        "version": 1, "lang": say.language, "language": say("ui.language_name"), "joiner": home.network.vocab.joiner, "say": dict(say.section("stage")),
        "title": lesson.title,
        "sentence": {
            "text": reading.text, "lang": home.language, "preset": preset,
            "pieces": [{"text": piece.text, "known": piece.known, "gloss": gloss(say, home.language, piece)}
                       for piece in reading.pieces],
            "question": lesson.question if asked else "", "choices": list(asked),
            "first": reading.first, "second": reading.last if reading.first else None},
        "lanes": [
            {"id": "A", "kind": "ngram", "window": home.counting.n - 1, "name": say("ui.lane_a_name"),
             "small": say("ui.lane_a_small"), **bars(reading.a, asked), "row": rows(reading.a),
             "voters": voters(home.counting, reading)},
            {"id": "B", "kind": "recurrent", "window": 1, "name": say("ui.lane_b_name"), "small": say("ui.lane_b_small"),
             "cells": home.network.n_cells, "numbers": home.network.n_numbers, **bars(reading.b, asked),
             "signals": signals(reading.b), "bias": rounded(home.network.cell.b), "scores": best_scores(reading.b),
             "order": np.argsort(-held, kind="stable").tolist(),
             "holds": np.flatnonzero(held > HOLDS).tolist() if reading.others else []}],
        "narration": list(told),
        "announce": [narration.announce(say, words, reading.a, reading.b, t, line) for t, line in enumerate(told)],
        "after": {"end": ending(say, words, reading, told[-1]),
                  "guess": {word: narration.guess_line(say, word, reading.a, reading.b) for word in asked}},
        "exact": exactly(reading),
        "leans": {"word": [reading.b.top(t)[0][0] for t in range(reading.last + 1)], "lost": rounded(leans(reading, once), 6),
                  "line": narration.each_once_line(say, words, reading.b, once, reading.last)},
        "wheel": wheel(reading),
        "donors": [{"key": key, "label": donor_label(say, reading, key)} for key in donors(reading)],
        "compare": compare(reading), "presets": presets(say), "twin": twin(say, reading),
        "limits": {"words": MAX_WORDS, "characters": MAX_CHARACTERS},
        "problem": problem, "unknown": narration.unknown_line(say, reading.pieces),
        "start": {"step": min(start.step, reading.last), "guess": start.guess if start.guess in (NO_GUESS, *asked) else None, "depth": start.depth, "reached": start.reached},
        "code": {"A": source(smoothed), "B": source(CELLS[home.network.kind].step)},
        "facts": say("ui.honesty", **facts(say, home)),
    })


def exactly(reading: Reading) -> dict | None:
    """Before the reaction of the example: what the network guesses at the same place after a good event, with its share."""
    home, scene = reading.machines, reading.machines.world.scene
    words, praise = [piece.text for piece in reading.pieces], scene.reactions["good"]
    if preset_of(reading) != "late" or scene.reactions["bad"] not in words:
        return None
    vocab = home.network.vocab
    good = home.network.read(numbered(vocab.split(vocab.join(scene.good))))
    best, share = good.top(len(good) - 1)[0]
    return {"step": words.index(scene.reactions["bad"]), "word": best, "p": round(share, 6)} if best == praise else None


def ending(say: Say, words: list[str], reading: Reading, told: str) -> str:
    """What is said after the last word; nothing, where its figures have just been told."""
    line = narration.end_line(say, words, reading.a, reading.b)
    figures = re.findall(r"[<>]?\d+", line)
    return "" if figures and set(figures) <= set(re.findall(r"[<>]?\d+", told)) else line


def touched(scene: bytes, say: Say, choices: Choices) -> bytes:
    """The scene with what the learner covered, silenced or swapped, and the reading that came of it."""
    reading, _ = requested(say, choices)
    covered, silenced, donor = usable(reading, choices)
    return joined(scene, packed({
        "choices": {"covered": list(covered), "silenced": list(silenced), "donor": donor},
        "changed": changes(say, reading, choices) if covered or silenced or donor else None}))


def changes(say: Say, reading: Reading, choices: Choices) -> dict:
    """The reading after the choices, as the lanes draw it, and the line about it."""
    covered, silenced, donor = usable(reading, choices)
    again, asked = changed(reading, choices), (*asked_of(reading), reading.b.top(reading.last)[0][0])
    label = donor and donor_label(say, reading, donor)
    line = narration.changed_line(say, [piece.text for piece in reading.pieces], reading.b, again.b, reading.last,
                                  covered=covered, silenced=silenced, donor=label, blank=donor == BLANK)
    words = [piece.text for piece in reading.pieces]
    heard = [narration.announce(say, words, again.a, again.b, t, line if t == reading.last else " ") for t in range(reading.last + 1)]
    return {"lanes": [bars(again.a, asked), {**bars(again.b, asked), "signals": signals(again.b)}],
            "narration": line, "announce": heard, "donor": donor and {"key": donor, "label": label}}


def packed(data: dict) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def joined(one: bytes, other: bytes) -> bytes:
    """Two JSON objects as one.

    >>> joined(b'{"a":1}', b'{"b":2}')
    b'{"a":1,"b":2}'
    """
    return one[:-1] + b"," + other[1:]


def facts(say: Say, home: Machines) -> dict[str, str]:
    """The numbers that prose may speak of, as the language writes them."""
    return {"cells": narration.count(say, home.network.n_cells), "numbers": narration.count(say, home.network.n_numbers),
            "sentences": narration.count(say, len(home.counting.starts))}


def voters(counting: NgramModel, reading: Reading) -> list[dict]:
    """The corpus sentences behind the best words of lane A at the last step."""
    tokens, vocab = numbered(reading.pieces), counting.vocab
    best = [word for word, _ in reading.a.top(reading.last, 4)] if reading.a.counts[reading.last].sum() else []
    return [{"word": word, "count": int(reading.a.counts[reading.last, vocab.index[word]]),
             "lines": [written(vocab, line) for line in counting.voters(tokens, vocab.index[word], VOTERS)]} for word in best]


def wheel(reading: Reading) -> list[dict]:
    """For each piece that has words of its kind: those words, and the sentence with one of them in its place."""
    vocab, world, texts = reading.machines.network.vocab, reading.machines.world, [piece.text for piece in reading.pieces]
    persons = {word for words in (world.scene.subject.split(), *(donor.words for donor in world.scene.donors)) for word in words}
    begin, end = reading.subject or (0, 0)
    places = {(begin, end): [list(words) for words in donors(reading).values() if words]} if end else {}
    places |= {(i, i + 1): [[word] for word in world.kinds.get(text, ()) if word not in persons][:OTHERS]
               for i, text in enumerate(texts) if not begin <= i < end and text not in persons}
    return [{"word": vocab.join(texts[a:b]), "others": [{"word": vocab.join(words), "text": written(vocab, [*texts[:a], *words, *texts[b:]])} for words in found]}
            for (a, b), found in sorted(places.items()) if found]


def compare(reading: Reading) -> dict | None:
    """For each cell, what it does in the same sentence with another subject: the one from which it stays farthest apart."""
    found = reading.others
    if not found:
        return None
    states = np.stack(list(found.values()))                                                             # (others, T, H)
    apart = np.abs(states - reading.b.signals["hidden"])[:, reading.subject[1]:].min(axis=1)            # (others, H)
    farthest = apart.argmax(axis=0)                                                                     # (H,)
    labels = [reading.machines.network.vocab.join(words) for words in found]
    return {"labels": [labels[i] for i in farthest],
            "hidden": rounded(np.take_along_axis(states, farthest[None, None, :], axis=0)[0])}


def has_place(reading: Reading, choices: Choices) -> bool:
    """Whether this sentence and this network have a place for everything that was chosen."""
    guesses = (None, NO_GUESS, *asked_of(reading))
    return (usable(reading, choices) == (choices.covered, choices.silenced, choices.donor)
            and choices.step <= reading.last and choices.guess in guesses)


def asked_of(reading: Reading) -> tuple[str, ...]:
    """The words one could guess: only the example has a question."""
    return reading.machines.world.scene.choices if preset_of(reading) == "late" else ()


def presets(say: Say) -> list[dict]:
    """The ready-made sentences of a language."""
    home = machines(say.language)
    return [{"key": preset.key, "label": say(f"ui.preset_{preset.key}"), "text": written(home.network.vocab, preset.words)}
            for preset in home.world.scene.presets]


def preset_of(reading: Reading) -> str | None:
    """The key of the ready-made sentence that this is."""
    vocab = reading.machines.network.vocab
    presets = {vocab.join(p.words): p.key for p in reading.machines.world.scene.presets}
    return presets.get(reading.text)


def donor_label(say: Say, reading: Reading, key: str) -> str:
    """The donor's own words; the empty memory has a name in every language."""
    words = donors(reading)[key]
    return say("ui.donor_blank") if key == BLANK else reading.machines.network.vocab.join(words)


def gloss(say: Say, language: str, piece: Piece) -> str:
    """The meaning of a word of the other language, where the authors gave one."""
    return "" if language == say.language else say.section("gloss").get(piece.text, "")


def twin(say: Say, reading: Reading) -> dict | None:
    """The example of the other language, to be opened with one tap; while it is read, a note on what to look out for."""
    for code in lessons.languages():
        if code != say.language:
            read = reading.machines.language == code and preset_of(reading) == "late"
            return {"label": say("ui.twin_open"), "note": say("ui.twin_note") if read else "", "text": twin_sentence(code)}
    return None


@lru_cache(maxsize=8)
def twin_sentence(code: str) -> str:
    """The example of a language in writing; its world is enough, nobody waits for machines they do not use."""
    other = worlds.load(f"diary_{code}")
    return written(other.vocabulary, other.scene.sentence)


def written(vocab: Vocabulary, words) -> str:
    """Words as a sentence on paper: in a language with capitals it begins with one."""
    text = vocab.join(words)
    return text[:1].upper() + text[1:]
