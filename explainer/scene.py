"""What the Stage is given: one reading, in one language, as JSON. Every number in it comes from a Trace."""

import inspect
import json

import numpy as np

from explainer import narration
from explainer.choices import MAX_CHARACTERS, MAX_WORDS, Choices
from explainer.holding import HOLDS
from explainer.lessons import Lesson, Say
from explainer.models.cells import CELLS
from explainer.models.ngram import NgramModel
from explainer.reading import (BLANK, Machines, Reading, changed, covered_once, donors, holding, language_of, leans, machines,
                               numbered, read, subject_read, usable)
from explainer.trace import Trace
from explainer.vocabulary import Piece, Vocabulary

SHOWN = 8               # bars of a lane at each step
VOTERS = 3              # corpus lines shown for one word


def requested(say: Say, choices: Choices) -> tuple[Reading, str | None]:
    """The reading a learner asked for; a kind line about the sentence if the example is read instead."""
    if not choices.sentence:
        return example(say.language), None
    home = machines(language_of(choices.sentence, say.language))
    pieces = home.network.vocab.split(choices.sentence)
    problem = narration.problem_line(say, choices.sentence, pieces, words=MAX_WORDS, characters=MAX_CHARACTERS)
    return (example(say.language), problem) if problem else (read(home, pieces), None)


def example(language: str) -> Reading:
    """The example sentence of a language, read."""
    home = machines(language)
    return read(home, home.network.vocab.split(home.network.vocab.join(home.world.scene.sentence)))


def scene(say: Say, lesson: Lesson, choices: Choices, start: Choices) -> bytes:
    """UTF-8 JSON for the Stage: the reading of `choices.sentence`, and how it changes by covering, silencing and swapping.

    `start` says where the Stage begins when it is freshly opened; it does not follow the steps of a learner.
    """
    reading, problem = requested(say, choices)
    home, preset = reading.machines, preset_of(reading)
    covered, silenced, donor = usable(reading, choices)
    asked = home.world.scene.choices if preset == "late" else ()
    again = changed(reading, choices) if covered or silenced or donor else None
    words = [piece.text for piece in reading.pieces]
    told = narration.story(say, words, reading.a, reading.b, preset)
    once = covered_once(reading)
    lost = leans(reading, once)
    held = holding(reading)
    data = {
        "version": 1, "lang": say.language, "joiner": home.network.vocab.joiner, "say": dict(say.section("stage")),
        "title": lesson.title,
        "sentence": {
            "text": reading.text, "lang": home.language, "preset": preset,
            "pieces": [{"text": piece.text, "known": piece.known, "gloss": gloss(say, home.language, piece)}
                       for piece in reading.pieces],
            "question": lesson.question if preset == "late" else "", "choices": list(asked),
            "first": reading.first, "second": reading.last if reading.first else None},
        "lanes": [
            {"id": "A", "kind": "ngram", "window": home.counting.n - 1, "name": say("ui.lane_a_name"),
             "small": say("ui.lane_a_small"), **bars(reading.a, asked), "row": rows(reading.a),
             "voters": voters(home.counting, reading)},
            {"id": "B", "kind": "recurrent", "window": 1, "name": say("ui.lane_b_name"), "small": say("ui.lane_b_small"),
             "cells": home.network.n_cells, "numbers": home.network.n_numbers, **bars(reading.b, asked),
             "signals": signals(reading.b), "bias": rounded(home.network.cell.b), "scores": best_scores(reading.b),
             "order": np.argsort(-held, kind="stable").tolist(),
             "holds": np.flatnonzero(held > HOLDS).tolist() if reading.subject else []}],
        "narration": list(told),
        "announce": [narration.announce(say, words, reading.a, reading.b, t, line) for t, line in enumerate(told)],
        "after": {"end": narration.end_line(say, words, reading.a, reading.b),
                  "guess": {word: narration.guess_line(say, word, reading.a, reading.b) for word in asked}},
        "leans": {"word": [reading.b.top(t)[0][0] for t in range(reading.last + 1)], "lost": rounded(lost, 6),
                  "line": narration.each_once_line(say, words, reading.b, once, reading.last)},
        "choices": {"covered": list(covered), "silenced": list(silenced), "donor": donor},
        "changed": again and {
            "lanes": [bars(again.a, asked), {**bars(again.b, asked), "signals": signals(again.b)}],
            "narration": narration.changed_line(
                say, words, reading.b, again.b, reading.last, covered=covered, silenced=silenced,
                donor=donor and donor_label(say, reading, donor), blank=donor == BLANK),
            "donor": donor and {"key": donor, "label": donor_label(say, reading, donor)}},
        "donors": [{"key": key, "label": donor_label(say, reading, key)} for key in donors(reading)],
        "compare": compare(reading),
        "presets": [{"key": p.key, "label": say(f"ui.preset_{p.key}"), "text": written(machines(say.language).network.vocab, p.words)}
                    for p in machines(say.language).world.scene.presets],
        "twin": twin(say),
        "limits": {"words": MAX_WORDS, "characters": MAX_CHARACTERS},
        "problem": problem,
        "unknown": narration.unknown_line(say, reading.pieces),
        "start": {"step": min(start.step, reading.last), "guess": start.guess, "depth": start.depth, "reached": start.reached},
        "code": {"A": source(NgramModel._row), "B": source(CELLS[home.network.kind].step)},
        "facts": say("ui.honesty", **facts(say, home)),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def facts(say: Say, home: Machines) -> dict[str, str]:
    """The numbers that prose may speak of, as the language writes them."""
    return {"cells": narration.count(say, home.network.n_cells), "numbers": narration.count(say, home.network.n_numbers),
            "sentences": narration.count(say, len(home.counting.starts))}


def bars(trace: Trace, asked) -> dict:
    """What the output chart of a lane shows at every step: the best words, the rest, and the words one could guess."""
    best = [[[word, round(p, 6)] for word, p in trace.top(t, SHOWN)] for t in range(len(trace))]
    seen = [True] * len(trace) if trace.counts is None else (trace.counts.sum(axis=1) > 0).tolist()
    return {"bars": best, "rest": [round(1 - sum(p for _, p in step), 6) for step in best], "seen": seen,
            "choices": {word: [round(trace.p(t, word), 6) for t in range(len(trace))] for word in asked}}


def rows(trace: Trace) -> list[dict]:
    """What the count table says at every step, and the parts of the smoothed share of its best word."""
    signals, found = trace.signals, []
    for t in range(len(trace)):
        often = [i for i in np.argsort(-trace.counts[t], kind="stable")[:SHOWN] if trace.counts[t, i]]
        best = int(trace.probs[t].argmax())
        found.append({
            "word": trace.vocab.words[trace.tokens[t]], "total": int(signals["total"][t, 0]),
            "counts": [[trace.vocab.words[i], int(trace.counts[t, i])] for i in often],
            "best": {"word": trace.vocab.words[best], "count": int(trace.counts[t, best]), "p": round(float(trace.probs[t, best]), 6),
                     "discount": round(float(signals["discount"][t, 0]), 4), "leftover": round(float(signals["leftover"][t, 0]), 6),
                     "shorter": round(float(signals["shorter"][t, best]), 6)}})
    return found


def voters(counting: NgramModel, reading: Reading) -> list[dict]:
    """The corpus sentences behind the best words of lane A at the last step."""
    tokens, vocab = numbered(reading.pieces), counting.vocab
    best = [word for word, _ in reading.a.top(reading.last, 4)] if reading.a.counts[reading.last].sum() else []
    return [{"word": word, "count": int(reading.a.counts[reading.last, vocab.index[word]]),
             "lines": [written(vocab, line) for line in counting.voters(tokens, vocab.index[word], VOTERS)]} for word in best]


def signals(trace: Trace) -> dict[str, list]:
    return {name: rounded(trace.signals[name]) for name in ("hidden", "from_input", "from_memory")}


def best_scores(trace: Trace) -> list[dict]:
    """The best word of every step with its score, and the logarithm of the sum that turns scores into shares."""
    scores = trace.signals["scores"]
    highest = scores.max(axis=1)
    log_totals = highest + np.log(np.exp(scores - highest[:, None]).sum(axis=1))
    return [{"word": trace.vocab.words[int(row.argmax())], "score": round(float(row.max()), 4), "log_total": round(float(total), 4)}
            for row, total in zip(scores, log_totals)]


def compare(reading: Reading) -> dict | None:
    """The same sentence with another subject of as many words: what each cell does there."""
    size = reading.subject and reading.subject[1] - reading.subject[0]
    other = next((words for words in donors(reading).values() if words and len(words) == size), None)
    if other is None:
        return None
    return {"label": reading.machines.network.vocab.join(other), "hidden": rounded(subject_read(reading, other).signals["hidden"])}


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


def twin(say: Say) -> dict | None:
    """The example of the other language, to be opened with one tap."""
    for code in ("zh", "en"):
        if code != say.language:
            other = machines(code)
            return {"label": say("ui.twin_open"), "note": say("ui.twin_note"),
                    "text": written(other.network.vocab, other.world.scene.sentence)}
    return None


def written(vocab: Vocabulary, words) -> str:
    """Words as a sentence on paper: in a language with capitals it begins with one."""
    text = vocab.join(words)
    return text[:1].upper() + text[1:]


def source(function) -> list[str]:
    """The lines of a function as they stand in its file, without the indentation of its class."""
    return inspect.cleandoc("\n" + inspect.getsource(function)).splitlines()


def rounded(array: np.ndarray, digits: int = 4) -> list:
    return np.round(array, digits).tolist()
