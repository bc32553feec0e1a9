"""Chapter 7: how it learned, and what a score of it is worth."""

from collections.abc import Mapping

import streamlit as st

from explainer import course, small
from explainer.bundles import film as films
from explainer.bundles import folds, pupils
from explainer.choices import Choice, number, one_of
from explainer.exhibits import learning as exhibit
from explainer.exhibits import learning_score as scored
from explainer.lessons import Say
from explainer.narration import count, share

MOST = 30                       # frames of a film or of a pupil's curve, at most
LEAKS = 10                      # practised sentences that can be put on the exam sheet
FILM = {"frame": Choice("frame", number(MOST), 0)}
CRAM = {"frame": Choice("cram", number(MOST), 0)}
PILES = {"leak": Choice("leak", number(LEAKS), 0)}
SCORE = {"threshold": Choice("bar", number(len(scored.THRESHOLDS) - 1), 9), "card": Choice("card", one_of("", "folds", "ceiling"), "")}
SURE = {"bin": Choice("said", number(9), 9)}


def facts(say: Say) -> Mapping[str, object]:
    """The numbers that the chapter's prose tells."""
    film, pupil, sheet = exhibit.film(say.language), exhibit.pupil(say.language), exhibit.sheet(say.language)
    sure = scored.calibration(say.language)
    network, last = films.frames(say.language)[-1].model, film["frames"][-1]
    crammer = pupils.load(say.language).models[-1]
    told = {f"{blank['key']}_{gap}": value for blank in film["blanks"] for gap, value in
            (("word", blank["right"]), ("seen", seen(say, film["frames"][blank["learned"]])))}
    return {**told, "rounds": last["round"], "frames": len(film["frames"]),
            "cells": network.n_cells, "numbers": count(say, network.n_numbers), "sentences": count(say, sheet["piles"]["training"]),
            "home": len(sheet["home"]), "outside": pupil["outside"][-1]["of"], "outside_right": pupil["outside"][-1]["right"],
            "pupil_cells": crammer.n_cells, "pupil_numbers": count(say, crammer.n_numbers),
            "judge_numbers": small.load("customers").model.n_numbers, "off": round(100 * sure["off"]),
            "sure_sentences": count(say, sure["sentences"]),
            "hes_network": f"{sure['perplexity']['network']:.1f}", "hes_counting": f"{sure['perplexity']['counting']:.1f}"}


def seen(say: Say, frame: Mapping) -> str:
    """How many sentences a frame has seen, as text."""
    return say("7_training.film.seen", n=count(say, frame["seen"]))


def film(here: course.Chapter) -> None:
    """The three blanks while the network learned, and its memory."""
    now, shown = course.chosen(here, "film", FILM), exhibit.film(here.say.language)
    told = [{**frame, "told": seen(here.say, frame)} for frame in shown["frames"]]
    course.board(here, "film", {**shown, "frames": told, "guess": list(here.guess) if here.guess else None}, FILM)
    at = shown["frames"][min(now["frame"], len(shown["frames"]) - 1)]
    gaps = {f"{blank['key']}_{gap}": value for blank, p in zip(shown["blanks"], at["p"]) for gap, value in
            (("word", blank["right"]), ("p", f"{p:.4f}"), ("loss", f"{exhibit.loss(p):.2f}"))}
    course.deeper(here, "film", lead=films.LEAD, passes=count(here.say, shown["frames"][-1]["seen"]), **gaps)
    if here.depth == "code":
        with course.middle():
            st.code(exhibit.loop(), language="python")


def cram(here: course.Chapter) -> None:
    """Twenty sentences learned by heart."""
    now, shown = course.chosen(here, "cram", CRAM), exhibit.pupil(here.say.language)
    course.board(here, "cram", shown, CRAM)
    at = min(now["frame"], len(shown["rounds"]) - 1)
    home, outside = shown["home"][at], shown["outside"][at]
    course.deeper(here, "cram", code=pupils.surprise, round=shown["rounds"][at], home=f"{home['loss']:.2f}", outside=f"{outside['loss']:.2f}")


def piles(here: course.Chapter) -> None:
    """Practice, quiz and exam; and an exam that leaks."""
    now, shown = course.chosen(here, "piles", PILES), exhibit.sheet(here.say.language)
    course.board(here, "piles", {**shown, "most": LEAKS}, PILES)
    fair = [right for *_, right in shown["exam"]]
    leaked = fair + [right for *_, right in shown["home"][:now["leak"]]]
    course.deeper(here, "piles", code=exhibit.mark, leak=now["leak"], right=sum(fair), of=len(fair), fair=share(here.say, exhibit.mark(fair)),
                  leaked_right=sum(leaked), leaked_of=len(leaked), leaked=share(here.say, exhibit.mark(leaked)))


def score(here: course.Chapter) -> None:
    """The judge of customers: which mistake is worse?"""
    now, shown = course.chosen(here, "score", SCORE), scored.thresholds()
    course.board(here, "score", {**shown, "open": exhibit.open_place(here.say.language)}, SCORE)
    row = shown["rows"][now["threshold"]]
    course.deeper(here, "score", code=scored.recall, **{name: row[name] for name in ("found", "false", "missed", "spared")}, said=row["found"] + row["false"],
                  left=shown["leave"], right=row["found"] + row["spared"], of=shown["of"], precision="—" if row["precision"] is None else counted(here.say, row["precision"]),
                  recall=share(here.say, row["recall"]), accuracy=share(here.say, row["accuracy"]), folds=here.say("board.comma").join(share(here.say, p) for p in shown["folds"]),
                  mean=share(here.say, sum(shown["folds"]) / len(shown["folds"])), parts=folds.FOLDS)


def counted(say: Say, p: float) -> str:
    """A share that was counted: it may be all of it."""
    return say("board.percent", n=100) if p == 1 else share(say, p)


def sure(here: course.Chapter) -> None:
    """Of the times it said so many percent, how often was it right?"""
    now, shown = course.chosen(here, "sure", SURE), scored.calibration(here.say.language)
    course.board(here, "sure", shown, SURE)
    tenth, times, said, right = min(shown["bins"], key=lambda row: abs(row[0] - now["bin"]))
    network = shown["perplexity"]["network"]
    course.deeper(here, "sure", code=exhibit.loss, times=f"{times:,}", right=f"{right:,}", said=share(here.say, said), came=share(here.say, right / times),
                  loss=f"{exhibit.loss(1 / network):.2f}", perplexity=f"{network:.2f}")
