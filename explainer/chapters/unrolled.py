"""Chapter 4: one machine, laid out step by step."""

from functools import lru_cache

from explainer import course
from explainer.choices import MAX_WORDS, Choice, number, one_of
from explainer.exhibits import unrolled as exhibit
from explainer.models.cells import ElmanCell
from explainer.models.recurrent import RecurrentModel
from explainer.narration.wording import count, noun

WIRES, LAYERS, THINGS = ("U", "W", "V"), ("input", "hidden", "output"), ("x", "s", "o")
UNROLLED = {
    "copies": Choice("copies", number(MAX_WORDS), 0),
    "wire": Choice("wire", one_of("", *WIRES), ""),
    "cut": Choice("cut", number(1), 0),
    "letters": Choice("letters", number(1), 0),
    "part": Choice("part", one_of("", *WIRES, *THINGS, *LAYERS), ""),
    "look": Choice("look", number(MAX_WORDS), 0),       # the copy whose numbers are shown; 0 for the last
}


def between(low: int, high: int):
    def check(value) -> int:
        n = number(high)(value)
        if n < low:
            raise ValueError(f"less than {low}")
        return n
    return check


LENGTH = {"words": Choice("words", between(exhibit.SHORTEST, exhibit.LONGEST), 9)}
TREE = {"joins": Choice("joins", number(MAX_WORDS), 0)}


def facts(say) -> dict:
    """The numbers that the chapter's prose tells."""
    example = exhibit.example(say.language)
    network, last = example.network, example.words[-1]
    return {"words": len(example.words), "longest": exhibit.LONGEST, "word": noun(say, last), "first": example.first, "second": example.second,
            "cells": count(say, network.n_cells), "numbers": f"{network.n_numbers:,}",
            "sentences": count(say, example.sentences)}


@lru_cache(maxsize=8)
def picture(language: str) -> dict:
    """What the rolled and the unrolled picture are drawn from: both machines, every step."""
    example = exhibit.example(language)
    both = {"whole": example.whole, "cut": example.cut}
    return {"words": example.words, "cells": example.network.n_cells, "first": example.first, "second": example.second, "cell": example.cell,
            "steps": {name: exhibit.steps(trace) for name, trace in both.items()},
            "terms": {name: exhibit.terms(example, trace, example.cell) for name, trace in both.items()},
            "answers": [exhibit.answers(example, step) for step in (example.first, example.second)],
            "same": {name: exhibit.same(trace, example.first, example.second) for name, trace in both.items()},
            "tables": exhibit.three_tables(example.network)}


def unrolled(here: course.Chapter, scene: str) -> tuple[exhibit.Example, dict]:
    """The board of both pictures as one scene shows it; the example, and the terms of the step that is looked at."""
    now, example = course.chosen(here, "unrolled", UNROLLED), exhibit.example(here.say.language)
    course.board(here, "unrolled", {"scene": scene, "deep": here.depth == "formula", **picture(here.say.language)}, UNROLLED)
    pointed = now["copies"] if scene == "handle" else now["look"]
    step = min(pointed or example.second, example.second)
    trace = example.cut if scene == "cut" and now["cut"] else example.whole
    term = exhibit.terms(example, trace, example.cell)[step - 1]
    return example, {"step": step, "cell": example.cell + 1, **{name: signed(term[name]) for name in ("input", "memory", "own", "hidden")}}


def signed(value: float) -> str:
    """A number with its sign and three decimals, as the board prints it: a true minus, no sign at zero."""
    text = f"{value:+.3f}"
    return text[1:] if float(text) == 0 else text.replace("-", "\u2212")


def handle(here: course.Chapter) -> None:
    """The loop opens: one copy for every word that was read."""
    _, term = unrolled(here, "handle")
    course.deeper(here, "handle", code=RecurrentModel.read, **term)


def shared(here: course.Chapter) -> None:
    """One arrow is touched, and it is touched in every copy."""
    example, _ = unrolled(here, "shared")
    course.deeper(here, "shared", code=ElmanCell.step, **sizes(example))


def cut(here: course.Chapter) -> None:
    """The loop is cut: at equal words the answers are equal."""
    _, term = unrolled(here, "cut")
    course.deeper(here, "cut", code=RecurrentModel.cut, **term)


def tags(here: course.Chapter) -> None:
    """Letters and layers are names of things that were used before."""
    _, term = unrolled(here, "tags")
    course.deeper(here, "tags", code=ElmanCell.step, **term)


def length(here: course.Chapter) -> None:
    """Longer sentences: what grows, and what does not."""
    now, example = course.chosen(here, "length", LENGTH), exhibit.example(here.say.language)
    guess = here.say("board.comma").join(here.lesson.guess.options[i].text for i in here.guess or ())
    course.board(here, "length", {"sentences": exhibit.lengths(here.say.language), "low": exhibit.SHORTEST, "high": exhibit.LONGEST,
                                  "cells": example.network.n_cells, "numbers": example.network.n_numbers,
                                  "products": exhibit.multiplications(example.network), "guess": guess}, LENGTH)
    course.deeper(here, "length", code=exhibit.multiplications, **sizes(example), n=now["words"],
                  products=f"{exhibit.multiplications(example.network):,}", all=f"{now['words'] * exhibit.multiplications(example.network):,}")


def sizes(example: exhibit.Example) -> dict[str, str]:
    """How many numbers every table of the network holds, as the formulas print them."""
    network = example.network
    return {"cells": network.n_cells, "known": len(network.vocab), "b": network.cell.b.size, "c": network.c.size, "numbers": f"{network.n_numbers:,}",
            **{name.lower(): f"{table['count']:,}" for name, table in exhibit.three_tables(network).items()}}


def tree(here: course.Chapter) -> None:
    """A chain in time beside a tree of parts: a sketch, nothing in it is computed."""
    words = exhibit.example(here.say.language).words
    course.chosen(here, "tree", TREE)
    course.board(here, "tree", {"words": words, "joins": exhibit.joined(here.say(f"{here.name}.tree.spans"), len(words))}, TREE)
    course.deeper(here, "tree", code=exhibit.height)
