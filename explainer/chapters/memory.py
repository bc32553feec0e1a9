"""Chapter 2: the same cry, the same word; what differs is the memory it meets."""

import re

from explainer import course, narration, small
from explainer.choices import MAX_WORDS, Choice, key, number, one_of
from explainer.exhibits import memory as shown
from explainer.models.cells import ElmanCell
from explainer.narration.changes import HARDLY
from explainer.narration.moment import UNSURE
from explainer.narration.wording import guess, share
from explainer.reading import BLANK
from explainer.reading import machines
from explainer.scene import example
from explainer.scene import donor_label, facts as diary_facts

DIFFERS = 0.1                   # a cell whose values are closer than this counts as unchanged
EVENTS = re.compile(r"(c[wn])*c?")


def history(value) -> str:
    """A history of the village in letters: a cry, what was seen, a cry …"""
    if not (isinstance(value, str) and len(value) <= 2 * shown.CRIES and EVENTS.fullmatch(value)):
        raise ValueError("not a history")
    return value


VILLAGE = {"h": Choice("h", history, "")}
SAME_WORD = {"read": Choice("read", one_of("no", "yes"), "no")}
SWAP_MEMORY = {"m": Choice("m", key, shown.OWN)}
THROW_AWAY = {"k": Choice("k", number(MAX_WORDS), 0), "x": Choice("x", one_of("none", "answer", "memory", "both"), "none")}


def facts(say) -> dict:
    """The numbers that the chapter's prose tells: the diary network's, the village's, and what the swap of the check gives."""
    villages, swapped, home = shown.villages(), shown.swapped(say.language), machines(say.language)
    first, fourth = (villages[history]["come"] for history in ("c", shown.ALARMS))
    top = {donor: guess(say, it["bars"][0][0]) for donor, it in swapped.items()}
    return {**diary_facts(say, home), "village_numbers": narration.count(say, small.load("village").model.n_numbers),
            "first": share(say, first[0]), "fourth": share(say, fourth[0]), "forgets": share(say, fourth[1]),
            "own": top[shown.OWN], "girl": top["girl"], "blank": top[BLANK]}


def cry(here: course.Chapter) -> None:
    """Two villages, one of them with a memory."""
    letters = course.chosen(here, "village", VILLAGE)["h"]
    course.board(here, "village", {"villages": shown.villages(), "most": shown.CRIES}, VILLAGE)
    step = shown.village_step(letters)
    numbers = {"come": share(here.say, step.pop("come")), **printed(step)}
    asked = here.say(f"{here.name}.village.sum_{'asked' if letters.endswith('c') else 'later'}", **numbers)
    course.deeper(here, "cry", ElmanCell.step, word=here.say(f"{here.name}.village.event_{letters[-1:] or 'start'}"), asked=asked, **numbers)


def same(here: course.Chapter) -> None:
    """The same last word, three memories."""
    course.chosen(here, "same_word", SAME_WORD)
    exhibit, say = shown.same_word(here.say.language), here.say
    labels = [say(f"{here.name}.same_word.{name}") for name in ("first", "second", "empty")]
    best = list(dict.fromkeys(guess(say, memory["bars"][0][0]) for memory in exhibit["memories"]))
    told = say(f"{here.name}.same_word.told_{len(best)}", word=guess(say, exhibit["word"]), **{f"best{i + 1}": word for i, word in enumerate(best)})
    memories = [{**memory, "label": label} for memory, label in zip(exhibit["memories"], labels)]
    course.board(here, "same_word", {"word": exhibit["word"], "memories": memories, "told": told}, SAME_WORD)
    reading = example(say.language)
    states = [reading.b.signals["hidden"][step - 1] for step in (reading.first, reading.last)] + [reading.machines.network.blank()["hidden"]]
    course.deeper(here, "same", ElmanCell.step, word=exhibit["word"], **cell(reading, states),
                  **{f"answer{i}": best_share(say, memory) for i, memory in enumerate(memories)})


def swap(here: course.Chapter) -> None:
    """Another sentence's memory before the same last word."""
    chosen, say = course.chosen(here, "swap_memory", SWAP_MEMORY)["m"], here.say
    reading, exhibit = example(say.language), shown.swapped(say.language)
    named = {shown.OWN: say(f"{here.name}.swap_memory.own"), BLANK: say(f"{here.name}.swap_memory.empty")}
    donors = {donor: {**it, "label": named.get(donor) or donor_label(say, reading, donor), "told": swap_line(here, exhibit, donor)} for donor, it in exhibit.items()}
    words = shown.texts(reading)
    course.board(here, "swap_memory", {"words": words, "word": words[-1], "donors": donors}, SWAP_MEMORY)
    donor = chosen if chosen in exhibit else shown.OWN
    course.deeper(here, "swap", ElmanCell.step, word=words[-1], donor=donors[donor]["label"], **cell(reading, shown.states_swapped(say.language, donor)),
                  answer0=best_share(say, exhibit[shown.OWN]), answer1=best_share(say, exhibit[donor]))


def swap_line(here: course.Chapter, exhibit: dict, donor: str) -> str:
    """What another memory did to the answer; its numbers choose the wording."""
    say, own, it = here.say, exhibit[shown.OWN], exhibit[donor]
    (best, was), (best_now, p) = own["bars"][0], it["bars"][0]
    doubt = "_unsure" if p < UNSURE else ""
    if donor == shown.OWN:
        kind = "own"
    elif donor == BLANK:
        kind = f"blank{doubt}"
    else:
        kind = f"flips{doubt}" if best_now != best else "same"
    return say(f"{here.name}.swap_memory.told_{kind}", best=guess(say, best), was=share(say, was), best_now=guess(say, best_now), share_now=share(say, p))


def throw(here: course.Chapter) -> None:
    """An answer and a memory in hand; one of them is thrown away before the next word."""
    now, say = course.chosen(here, "throw_away", THROW_AWAY), here.say
    exhibit, reading = shown.thrown(say.language), example(say.language)
    steps = [{**step, "told": {what: throw_line(here, step, what) for what in ("none", "answer", "memory", "both")}} for step in exhibit["steps"]]
    course.board(here, "throw_away", {"words": exhibit["words"], "steps": steps}, THROW_AWAY)
    at = now["k"] if 1 <= now["k"] <= len(steps) else len(steps)
    states = [reading.b.signals["hidden"][at], reading.machines.network.blank()["hidden"]]
    course.deeper(here, "throw", ElmanCell.step, word=exhibit["words"][at], **cell(reading, states, at),
                  answer0=best_share(say, steps[at - 1]["kept"]), answer1=best_share(say, steps[at - 1]["without_memory"]))


def throw_line(here: course.Chapter, step: dict, what: str) -> str:
    """What is different at the next step; its numbers choose the wording."""
    say, kept, now = here.say, step["kept"], step[{"none": "kept", "answer": "without_answer"}.get(what, "without_memory")]
    (best, was), (best_now, p) = kept["bars"][0], now["bars"][0]
    turned = sum(abs(one - other) >= DIFFERS for one, other in zip(kept["tiles"], now["tiles"]))
    kind = what
    if what == "answer" and now != kept:
        kind = "answer_differs"
    elif what in ("memory", "both"):
        kind = f"{what}_flips" if best_now != best else f"{what}_same" if abs(p - was) < HARDLY else f"{what}_moves"
    return say(f"{here.name}.throw_away.told_{kind}", best=guess(say, best), was=share(say, was), best_now=guess(say, best_now), share_now=share(say, p),
               turned=turned, cells=len(kept["tiles"]))


def cell(reading, states, at: int | None = None) -> dict[str, str]:
    """One cell's step from each of these memories, for a formula: what differs between them is the memory's part alone."""
    step = shown.cell_step(reading, states, len(reading.pieces) - 1 if at is None else at)
    return {"cell": str(step["cell"] + 1), "cells": str(len(states[0])), **printed({"from_input": step["from_input"], "own": step["own"]}),
            **{f"{name}{i}": signed(value) for name in ("from_memory", "sum", "new") for i, value in enumerate(step[name])}}


def best_share(say, answer: dict) -> str:
    """The best word with its share."""
    word, p = answer["bars"][0]
    return f"{guess(say, word)} {share(say, p)}"


def printed(numbers: dict[str, float]) -> dict[str, str]:
    return {name: signed(value) for name, value in numbers.items()}


def signed(value: float) -> str:
    """Two decimals with a sign, the minus a true one: −0.31, +1.20."""
    return f"{value:+.2f}".replace("-", "−") if abs(value) >= 0.005 else "0.00"
