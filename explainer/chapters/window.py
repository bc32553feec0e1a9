"""Chapter 1: how big must the window be?"""

from collections.abc import Mapping

import streamlit as st

from explainer import course
from explainer.bundles import windows
from explainer.choices import Choice, number, one_of
from explainer.exhibits import window as shown
from explainer.exhibits import window_measured as measured
from explainer.exhibits.large import readable
from explainer.lessons import Say
from explainer.narration import count, share

LONGEST = 14                # the largest n of any language; where the sentence is shorter, its own longest is shown
QUESTIONS = len(windows.KINDS)
VOTES = ("", *(f"{lane}{rank}" for lane in "ab" for rank in range(shown.VOTES)))


def n_of_window(value: object) -> int:
    """An n, from 2 on: a window shows one word at least."""
    n = number(LONGEST)(value)
    if n < 2:
        raise ValueError("a window shows one word at least")
    return n


RULER = {"n": Choice("n", n_of_window, 2)}
VOTERS = {"n": Choice("voters", n_of_window, 3), "vote": Choice("vote", one_of(*VOTES), "")}
TOWER = {"n": Choice("floor", n_of_window, 3)}
BLANK = {"n": Choice("window", n_of_window, 4), "q": Choice("q", number(QUESTIONS - 1), 0)}
HESITATE = {"n": Choice("hesitate", n_of_window, 3)}


def facts(say: Say) -> Mapping[str, object]:
    """The numbers that the chapter's prose tells."""
    home = shown.diary(say.language)
    wide, narrow, asked = home.window(home.reveals), home.window(2), home.card["held_out"]
    high, middle, about = measured.guesses(say.language)
    return {
        "subject": home.scene.subject, "wide": home.reveals - 1, "words": home.card["words"],
        "high": share(say, high), "middle": share(say, middle), "about": share(say, about),
        "narrow_right": share(say, narrow["right"]), "wide_right": share(say, wide["right"]), "blank": share(say, wide["blank"]),
        "filled": round(asked * wide["blank"]), "filled_right": round(asked * wide["right_in_blank"]),
        "rnn": share(say, home.card["network"]["right"]), "held_out": count(say, asked),
        "hes_best": f"{min(row['perplexity'] for row in home.card['windows'].values()):.1f}", "hes_rnn": f"{home.card['network']['perplexity']:.1f}",
        "stored": readable(say, wide["stored"]), "places": readable(say, home.card["places"]),
        "cells": count(say, home.network.n_cells), "numbers": count(say, home.network.n_numbers), "sentences": count(say, len(home.starts)),
    }


def chosen(here: course.Chapter, scene: str, choices: Mapping[str, Choice]) -> dict:
    """What is chosen; an n of the other language's longer sentence becomes the longest of this one."""
    now = course.chosen(here, scene, choices)
    return {**now, "n": min(now["n"], shown.diary(here.say.language).longest)}


def ruler(here: course.Chapter) -> None:
    """The card over the sentence, with a hole of n−1 words."""
    now = chosen(here, "ruler", RULER)
    course.board(here, "ruler", {**shown.ruler(here.say.language), **machines(here)}, RULER)
    course.deeper(here, "ruler", code=shown.places, **sums(here.say, now["n"]))


def machines(here: course.Chapter) -> dict:
    """What stands at the head of the two lanes."""
    home = shown.diary(here.say.language)
    return {"a_name": here.say("ui.lane_a_name"), "b_name": here.say("ui.lane_b_name"), "cells": home.network.n_cells,
            "numbers": count(here.say, home.network.n_numbers)}


def sums(say: Say, n: int) -> dict[str, object]:
    """The formula's numbers at one n, as text."""
    row = shown.arithmetic(say.language, n)
    told = {"times": f"{row['times']:,}", "total": f"{row['total']:,}", "discount": f"{row['discount']:.3f}"}
    known = "row" if row["total"] else "no_row"
    return {"n": n, "window": row["window"], "word": row["word"], **told, "division": say(f"1_window.sums.division_{known}", **told, p=f"{row['times'] / max(1, row['total']):.3f}"),
            "kept": say(f"1_window.sums.kept_{known}", **told), "leftover": f"{row['leftover']:.4f}", "shorter": f"{row['shorter']:.4f}", "p": f"{row['p']:.4f}"}


def voters(here: course.Chapter) -> None:
    """The rows of the table, and the sentences behind a bar."""
    now, language = chosen(here, "voters", VOTERS), here.say.language
    home, network = shown.diary(language), shown.ruler(language)
    lit = shown.voters(language, now["n"], int(now["vote"][1])) if now["vote"].startswith("a") else None
    course.board(here, "voters", {
        "words": network["words"], "longest": home.longest, "rows": shown.rows(language), "b": network["b"]["bars"][:shown.VOTES], "n_sentences": len(home.starts),
        "lit": {"n": now["n"], "vote": now["vote"], **lit} if lit else None, **machines(here)}, VOTERS)
    if now["vote"].startswith("b"):
        with course.middle():
            st.page_link("pages/0_next_word.py", label=here.say("1_window.voters.to_why"), query_params={"t": str(len(network["words"])), "guess": "-"})
    course.deeper(here, "voters", code=shown.places, **sums(here.say, now["n"]))


def tower(here: course.Chapter) -> None:
    """Rows that could be and rows that are, floor by floor."""
    from explainer.figures.tower import tower as drawn
    now, say = chosen(here, "tower", TOWER), here.say
    floors, home = measured.floors(say.language), shown.diary(say.language)
    told = {n: {part: readable(say, rows) for part, rows in floor.items()} | {"ratio": readable(say, floor["possible"] // floor["stored"]), "full": 2 * floor["stored"] > floor["possible"]}
            for n, floor in floors.items()}
    course.board(here, "tower", {"longest": home.longest, "floors": told}, TOWER)
    with wide():
        st.plotly_chart(drawn(floors, home.card["places"], now["n"], say, lambda rows: readable(say, rows)), config=config(), alt=say("1_window.tower.alt"), key="tower")
    course.deeper(here, "tower", code=measured.floors, n=now["n"], k=now["n"] - 1, words=home.card["words"], places=readable(say, home.card["places"]),
                  **{part: told[now["n"]][part] for part in ("possible", "stored", "empty")})


def blank(here: course.Chapter) -> None:
    """Held-out questions one by one, and all of them by the length of the window."""
    from explainer.figures.exam import exam as drawn
    say, asked = here.say, measured.questions(here.say.language)
    now, results = chosen(here, "blank", BLANK), measured.exam(here.say.language)
    own = [measured.guesses(say.language)[i] for i in here.guess or ()]
    with wide():
        one, all_ = st.columns(2, gap="medium")
    with one:
        course.board(here, "blank", {**asked, **machines(here)}, BLANK)
    with all_:
        st.plotly_chart(drawn(results, own, shown.diary(say.language).reveals - 1, say), config=config(), alt=say("1_window.exam.alt"), key="exam")
    at = now["n"] - 2
    course.deeper(here, "blank", code=windows.answered, n=now["n"], k=now["n"] - 1, held_out=count(say, results["held_out"]),
                  **{f"n_{part}": count(say, round(results["held_out"] * results[part][at])) for part in ("right", "blank", "right_in_blank", "inside", "inside_blank")})


def hesitate(here: course.Chapter) -> None:
    """Between how many words the machines hesitate."""
    from explainer.figures.hesitation import hesitation as drawn
    now, found = chosen(here, "hesitate", HESITATE), measured.hesitation(here.say.language)
    own = found["a"][str(now["n"])]
    course.board(here, "hesitate", {**found, "average_a": {n: measured.average(each) for n, each in found["a"].items()}, "average_b": measured.average(found["b"]),
                                    **machines(here)}, HESITATE)
    with wide():
        st.plotly_chart(drawn(found["by_n"], found["network"], here.say), config=config(), alt=here.say("1_window.hesitate.alt"), key="hesitation")
    course.deeper(here, "hesitate", code=measured.average, n=now["n"], k=now["n"] - 1, own_a=f"{measured.average(own):.1f}", own_b=f"{measured.average(found['b']):.1f}",
                  all_a=f"{found['by_n'][str(now['n'])]:.2f}", all_b=f"{found['network']:.2f}", product=" × ".join(f"{each:.1f}" for each in own), length=len(own))


def wide():
    """A place as wide as a board."""
    return st.container(horizontal_alignment="center").container(width=course.BOARD)


def config() -> dict:
    from explainer.figures.frame import CONFIG
    return CONFIG
