"""Chapter 8: the correction on its way back."""

from collections.abc import Mapping

from explainer import bundles, course, worlds
from explainer.bundles import graduates as found
from explainer.bundles.corrections import passed_back
from explainer.bundles.stretched import MOST
from explainer.choices import Choice, number, one_of
from explainer.exhibits import gradient as exhibit
from explainer.lessons import Say
from explainer.narration import count, share
from explainer.narration.wording import noun
from explainer.recipes import RECIPES, PoorStart

DONORS = ("", *sorted({donor.key for world in ("diary_zh", "diary_en") for donor in worlds.load(world).scene.donors}))
RELAY = {"start": Choice("start", number(len(exhibit.RELAY) - 1), 0), "back": Choice("back", number(found.STEPS), 0)}
PASSED_BACK = {"machine": Choice("m", number(len(exhibit.BACK) - 1), 0), "guess": Choice("from", number(2), 2), "passed": Choice("passed", number(40), 0)}
GRADUATES = {"guess": Choice("ask", number(2), 0)}
MEMORY_RULER = {"asides": Choice("asides", number(MOST), 0)}
LESSON_MEMORY = {"person": Choice("person", one_of(*DONORS), "")}


def facts(say: Say) -> Mapping[str, object]:
    """The numbers that the chapter's prose tells."""
    home, told = exhibit.machines(say.language), exhibit.scene(say.language)
    arrives = exhibit.relay(say.language)["arrives"]
    return {"subject": noun(say, told.subject), "steps": found.STEPS, "half": decimal(arrives["0.5"][found.STEPS]), "cells": count(say, home.good.n_cells),
            "numbers": count(say, home.good.n_numbers), "sentences": count(say, bundles.load(f"diary_{say.language}").card["corpus"]["training"]),
            "longest": home.card["ruler"]["longest"], "small": PoorStart.memory_start, "held_out": count(say, home.card["scores"]["good"]["sentences"]),
            **{name: share(say, home.card["scores"][name]["at_the_blank"]) for name in exhibit.GRADUATES}}


def decimal(value: float) -> str:
    """A number with two digits that count, never in powers of ten.

    >>> decimal(7.28e-07), decimal(.34567), decimal(5.18)
    ('0.00000073', '0.35', '5.2')
    """
    first = next((n for n in range(20) if value >= 10 ** -n), 20)
    return f"{value:.{first + 1}f}"


def relay(here: course.Chapter) -> None:
    """The message game: a correction is handed from the blank to the person."""
    now, shown = course.chosen(here, "relay", RELAY), exhibit.relay(here.say.language)
    course.board(here, "relay", shown, RELAY)
    arrives = shown["arrives"][exhibit.RELAY[now["start"]]]
    k = max(1, now["back"])
    course.deeper(here, "relay", code=passed_back, k=k, before=decimal(arrives[k - 1]), after=decimal(arrives[k]), factor=f"{arrives[k] / arrives[k - 1]:.2f}",
                  steps=found.STEPS, product=f"{0.5 ** found.STEPS:.8f}", half=decimal(shown["arrives"]["0.5"][found.STEPS]))


def backwards(here: course.Chapter) -> None:
    """The correction on the unrolled graph, step by step."""
    now, language = course.chosen(here, "passed_back", PASSED_BACK), here.say.language
    asked = exhibit.questions(language)
    course.board(here, "passed_back", {**exhibit.back(language), "guesses": asked, "stage": dict(here.say.section("stage"))}, PASSED_BACK)
    start = list(asked.values())[now["guess"]]
    step = start - min(max(1, now["passed"]), start - 1) + 1
    numbers = exhibit.factor(language, exhibit.BACK[now["machine"]], start, step)
    course.deeper(here, "backwards", code=passed_back, start=start, step=step, earlier=step - 1, **{name: decimal(value) for name, value in numbers.items()})


def graduates(here: course.Chapter) -> None:
    """Three graduates: other lessons, another start."""
    shown = exhibit.pair(here.say.language)
    course.chosen(here, "graduates", GRADUATES)
    course.board(here, "graduates", shown, GRADUATES)
    near, far = shown["groups"][0], shown["groups"][-1]
    course.deeper(here, "graduates", code=found.recipes, rounds=found.MIXED[f"diary_{here.say.language}"], emphasis=f"{RECIPES[f'diary_{here.say.language}']['elman'].emphasis:.0f}", small=PoorStart.memory_start, **{f"{name}_{part}": value for name, group in (("near", near), ("far", far))
                                                                                      for part, value in zip(("edge", "all", *exhibit.GRADUATES), group)})


def ruler(here: course.Chapter) -> None:
    """More and more words between the person and the blank."""
    now, shown = course.chosen(here, "memory_ruler", MEMORY_RULER), exhibit.ruler(here.say.language)
    course.board(here, "memory_ruler", {**shown, "joiner": exhibit.machines(here.say.language).good.vocab.joiner}, MEMORY_RULER)
    between = shown["told"][now["asides"]]["between"]
    edge, n, good, poor, counting = next((group for group in shown["groups"] if between <= group[0]), shown["groups"][-1])
    course.deeper(here, "ruler", code=found.right, edge=edge, n=n, good=good, poor=poor, counting=counting, share=f"{100 * good / n:.0f}")


def lesson(here: course.Chapter) -> None:
    """While reading the memory arrives; while learning the correction has to."""
    course.chosen(here, "lesson_memory", LESSON_MEMORY)
    shown = exhibit.lesson_or_memory(here.say.language)
    course.board(here, "lesson_memory", {**shown, "joiner": exhibit.machines(here.say.language).good.vocab.joiner}, LESSON_MEMORY)
    held = exhibit.held(here.say.language)
    course.deeper(here, "lesson", code=passed_back, cell=held["cell"] + 1, least=f"{held['least']:.2f}", slopes=decimal(held["slopes"]), steps=found.STEPS)
