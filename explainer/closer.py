"""A closer look at one reading: the whole memory, its way through the sentence, every share, and all of it as CSV."""

import csv
import io

import numpy as np
import streamlit as st

from explainer.choices import Choices
from explainer.figures.answers import distribution
from explainer.figures.frame import CONFIG
from explainer.figures.memory import heatmap
from explainer.figures.path import paths
from explainer.lessons import Say
from explainer.reading import Reading, changed, donors, holding, subject_read, with_subject


def show(say: Say, untouched: Reading, choices: Choices) -> None:
    """The three charts, one below the other, of the reading as the learner has changed it."""
    reading = changed(untouched, choices)
    words = [say("closer.start"), *(piece.text for piece in reading.pieces)]
    step = min(choices.step, reading.last)
    memory(say, reading, words, np.argsort(-holding(untouched), kind="stable").tolist())
    path(say, untouched, words)
    answers(say, reading, words, step)


def memory(say: Say, reading: Reading, words: list[str], order: list[int]) -> None:
    hidden = reading.b.signals["hidden"]
    cells = reading.machines.network.n_cells
    st.subheader(say("closer.memory"), anchor=False)
    st.markdown(say("closer.memory_note"))
    st.plotly_chart(heatmap(reading.b, words, order, say), config=CONFIG, alt=say("closer.memory_alt", cells=cells), key="heatmap")
    table = [[t, word, *np.round(row, 6).tolist()] for t, (word, row) in enumerate(zip(words, hidden))]
    head = [say("closer.column_step"), say("closer.column_word"), *(say("closer.cell", number=i + 1) for i in range(cells))]
    download(say("closer.download_memory"), "memory.csv", [head, *table])


def path(say: Say, reading: Reading, words: list[str]) -> None:
    own = (reading.text, reading.b, words)
    other = another(reading, words[0])
    figure, share = paths(own, other, say)
    note = "closer.path_note" if other else "closer.path_note_alone"
    cells = reading.machines.network.n_cells
    st.subheader(say("closer.path"), anchor=False)
    st.markdown(say(note, cells=cells, share=f"{100 * share:.0f} %"))
    st.plotly_chart(figure, config=CONFIG, alt=say("closer.path_alt" if other else "closer.path_alt_alone"), key="path")
    head = [say("closer.column_sentence"), say("closer.column_step"), say("closer.column_word"), say("closer.direction_1"), say("closer.direction_2")]
    table = [[name, t, word, round(float(x), 6), round(float(y), 6)]
             for line, (name, _, told) in zip(figure.data, filter(None, (own, other))) for t, (word, x, y) in enumerate(zip(told, line.x, line.y))]
    download(say("closer.download_path"), "path.csv", [head, *table])


def another(reading: Reading, start: str):
    """The same sentence with another subject: (its text, its trace, its words); None if it has no subject we know."""
    words = next((words for words in donors(reading).values() if words), None)
    if words is None:
        return None
    texts = [piece.text for piece in with_subject(reading, words)]
    return reading.machines.network.vocab.join(texts), subject_read(reading, words), [start, *texts]


def answers(say: Say, reading: Reading, words: list[str], step: int) -> None:
    st.subheader(say("closer.answers"), anchor=False)
    st.text(say("closer.answers_note", step=step, word=words[step]))        # a learner's word is text, never Markdown
    st.plotly_chart(distribution(reading.a, reading.b, step, say), config=CONFIG, alt=say("closer.answers_alt"), key="answers")
    listed = reading.b.vocab.words[2:]
    head = [say("closer.column_step"), say("closer.column_word"), say("closer.column_machine"), *listed]
    table = [[t, word, name, *np.round(trace.probs[t, 2:], 8).tolist()] for t, word in enumerate(words)
             for name, trace in ((say("ui.lane_a_name"), reading.a), (say("ui.lane_b_name"), reading.b))]
    download(say("closer.download_answers"), "shares.csv", [head, *table])


def download(label: str, name: str, table: list[list]) -> None:
    st.download_button(label, lambda: as_csv(table), name, "text/csv", on_click="ignore", key=name)


def as_csv(table: list[list]) -> bytes:
    """The table as CSV that spreadsheets open in the right encoding; a cell that begins like a formula is quoted.

    >>> as_csv([["=1+1", 2, -3.5]])[3:]
    b"'=1+1,2,-3.5\\r\\n"
    """
    text = io.StringIO()
    guarded = ([f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@\t\r" else cell for cell in row] for row in table)
    csv.writer(text).writerows(guarded)
    return text.getvalue().encode("utf-8-sig")
