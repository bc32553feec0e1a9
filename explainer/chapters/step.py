"""Chapter 6: inside one step."""

from collections.abc import Callable

from explainer import course, small
from explainer.choices import MAX_CELLS, MAX_WORDS, Choice, number, one_of
from explainer.exhibits import step as exhibit
from explainer.exhibits import step_adding
from explainer.models import cells
from explainer.models.recurrent import softmax
from explainer.narration.wording import count

PARTS = ("own", "input", "memory", "rest", "total", "new")      # what can be asked about, beside the old cells
PRINTED = 3                                                     # decimals of a push
MOST = 4                                                        # pushes of old cells written out in the formula


def unless_empty(check: Callable) -> Callable:
    """A check for a choice that may be left open."""
    return lambda value: "" if value == "" else check(value)


def walked(value: object) -> tuple[int, ...]:
    """Cells, counted from 1, each a step before the last: "24.24.7" in a link or a list from the board. Raises ValueError."""
    parts = (value.split(".") if value else []) if isinstance(value, str) else list(value)
    found = tuple(number(MAX_CELLS)(part) for part in parts)
    if 0 in found or len(found) > MAX_WORDS + 1:
        raise ValueError("not a walk from cell to cell")
    return found


def asked(value: object) -> str:
    """Which number is asked about: a part of the sum, or "k7" for the push of the old cell 7. Raises ValueError."""
    if isinstance(value, str) and value.startswith("k"):
        return f"k{number(MAX_CELLS)(value[1:])}"
    return one_of("", *PARTS)(value)


def places(value: object) -> tuple[int, ...]:
    """Where every score stands, as places on its slider; empty as the network computed them. Raises ValueError."""
    parts = (value.split(".") if value else []) if isinstance(value, str) else list(value)
    if len(parts) not in (0, exhibit.SHOWN):
        raise ValueError("not a place for every score")
    return tuple(number(2 * round(exhibit.REACH / exhibit.NOTCH))(part) for part in parts)


PUSH = {"step": Choice("step", unless_empty(number(MAX_WORDS)), ""), "cell": Choice("cell", walked, ()),
        "open": Choice("open", number(2), 0), "ask": Choice("ask", asked, "")}
SQUASH = {"total": Choice("total", unless_empty(number(2 * round(exhibit.FARTHEST / exhibit.APART))), "")}
ADDING = {"how": Choice("how", one_of(*step_adding.MACHINES), "add"), "more": Choice("more", number(len(step_adding.ONWARD)), 0)}
SCORES = {"moved": Choice("moved", places, ())}


def facts(say) -> dict:
    """The numbers that the chapter's prose tells."""
    here = exhibit.example(say.language)
    return {"cells": count(say, here.network.n_cells), "numbers": f"{here.network.n_numbers:,}", "sentences": count(say, here.sentences),
            "kitchen": small.load("kitchen").model.n_numbers}


def stood(here: course.Chapter) -> tuple[exhibit.Example, int, int]:
    """Where the learner's walk has come to: the example, the step, and the cell from 0."""
    now, example = course.chosen(here, "push", PUSH), exhibit.example(here.say.language)
    last = len(example.words)
    first = last if now["step"] == "" else min(now["step"], last)
    walk = [min(cell, example.network.n_cells) - 1 for cell in now["cell"]][:first + 1] or [example.holder]
    return example, first - len(walk) + 1, walk[-1]


def word_at(here: course.Chapter, example: exhibit.Example, step: int) -> str:
    return example.words[step - 1] if step else here.say(f"{here.name}.push.start")


def push(here: course.Chapter) -> None:
    """Three pushes on one cell, the old cells behind one of them, and a step back to any of these."""
    course.chosen(here, "push", PUSH)
    course.board(here, "push", exhibit.numbers(here.say.language), PUSH)
    example, step, cell = stood(here)
    voices, pushes = exhibit.voices(example, step, cell), exhibit.pushes(example, step, cell)
    largest = abs(pushes).argsort()[::-1][:MOST]
    old = exhibit.old(example, step)
    course.deeper(here, "push", code=cells.ElmanCell.step, step=step, word=word_at(here, example, step), cell=cell + 1, index=cell, n=example.network.n_cells,
                  products=" ".join(f"{signed(example.network.cell.W[cell, k])}·({signed(old[k])})" for k in largest), **{name: signed(value) for name, value in voices.items()},
                  **{f"{name}_exact": exact(value) for name, value in voices.items()})


def squash(here: course.Chapter) -> None:
    """The sum of that step, dragged along the curve that squeezes it."""
    example, step, cell = stood(here)
    now, voices = course.chosen(here, "squash", SQUASH), exhibit.voices(example, step, cell)
    totals = [exhibit.voices(example, step, k) for k in range(example.network.n_cells)]
    course.board(here, "squash", {**exhibit.curves(), "total": voices["total"], "new": voices["new"], "also": cells.sigmoid(voices["total"]), "step": step, "word": word_at(here, example, step), "cell": cell + 1,
                                  "all": [[each["total"], each["new"]] for each in totals]}, SQUASH)
    total = voices["total"] if now["total"] == "" else exhibit.curves()["sums"][now["total"]]
    course.deeper(here, "squash", code=cells.sigmoid, total=signed(total), squeezed=signed(cells.tanh(total), 5), also=f"{cells.sigmoid(total):.5f}")


def adding(here: course.Chapter) -> None:
    """Two sauces in either order, put into the memory in three ways."""
    now, orders = course.chosen(here, "adding", ADDING), step_adding.both_orders()
    names = {key.removeprefix("names."): words for key, words in here.say.section("3_order").items() if key.startswith("names.")}
    course.board(here, "adding", {"orders": orders, "sauces": step_adding.ORDERS, "onward": step_adding.ONWARD, "names": names}, ADDING)
    U, after = small.load("kitchen").model.cell.U, now["more"] + 2
    words = small.load("kitchen").model.vocab.index
    ab, ba = (orders[now["how"]][order]["memory"] for order in step_adding.ORDERS)
    course.deeper(here, "adding", code=step_adding.MACHINES[now["how"]].step, first=signed(ab[0][0]), a=signed(U[0, words[step_adding.A]]), b=signed(U[0, words[step_adding.B]]),
                  line=here.say(f"{here.name}.adding.formula_{now['how']}"), steps=after, ab=exact(ab[after][0]), ba=exact(ba[after][0]))


def shares(here: course.Chapter) -> None:
    """The scores of the last answer, to be dragged; the shares go on adding up to 100."""
    now, told = course.chosen(here, "scores", SCORES), exhibit.scores(here.say.language)
    course.board(here, "scores", {**told, "home": len(told["moved"]) // 2}, SCORES)
    stand = now["moved"] or (len(told["moved"]) // 2,) * exhibit.SHOWN
    best = told["rows"][0]
    powers = [row["powers"][place] for row, place in zip(told["rows"], stand)]
    course.deeper(here, "shares", code=softmax, word=best["word"], score=f"{best['score'] + told['moved'][stand[0]]:.2f}", power=f"{powers[0]:,.0f}",
                  sum=f"{sum(powers) + told['rest']:,.0f}", share=f"{100 * exhibit.shares(told['rows'], told['rest'], stand)[0]:.2f} %")


def signed(value: float, digits: int = PRINTED) -> str:
    """A number with its sign, as the boards print it: a true minus, no sign at zero."""
    text = f"{value:+.{digits}f}"
    return text[1:] if float(text) == 0 else text.replace("-", "\u2212")


def exact(value: float) -> str:
    """All digits of a number, with a true minus."""
    return repr(float(value)).replace("-", "\u2212")
