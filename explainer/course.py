"""A chapter of scenes: a guess, one scene after the other, then the name of what was seen, a check, the door to the next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from explainer import controls, journey, lessons, page, panels, signposts, terms
from explainer.bundles import BundleError
from explainer.choices import DEPTHS, Choice, number, numbers, one_of
from explainer.column import Column
from explainer.components import boards
from explainer.glossary import number as number_of, scene_names
from explainer.lessons import Lesson, Say
from explainer.page import COLUMN

BOARD = 1120                    # pixels: the widest a board gets
LAST = 12                       # scenes in a chapter, at most
HEAD = {"at": Choice("at", number(LAST), 1), "depth": Choice("depth", one_of(*DEPTHS), "picture")}
NO_GUESS = "-"
RECAP = 3                       # every third chapter begins with a card of two chapters ago


def guessed(value: object) -> str:
    """"-" for looking without a guess, else the numbers of the options."""
    return NO_GUESS if value == NO_GUESS else ".".join(map(str, numbers(9, 4)(value)))


GUESS = {"guess": Choice("guess", guessed, "")}


@dataclass(frozen=True)
class Chapter:
    """A chapter open in one language: its prose, which scene is shown, how deep, and what the learner guessed.

    note: a place above the head. guess: None before it, () for none, else the numbers of the options.
    """

    name: str
    say: Say
    lesson: Lesson
    note: DeltaGenerator
    at: int = 1
    depth: str = "picture"
    guess: tuple[int, ...] | None = None

    @property
    def number(self) -> int:
        return number_of(self.name)

    @property
    def steps(self) -> list[str]:
        """The names of its scenes on the screen, the closing one last."""
        return [*scene_names(self.say, self.name).values(), self.say("board.closing")]


def chapter(name: str, facts: Callable[[Say], Mapping[str, object]]) -> Chapter:
    """The chapter in the learner's language, its head drawn. `facts` gives the numbers its prose tells of the shipped models, by gap."""
    page.front_door()
    code = controls.language()
    say = lessons.say(code)
    controls.enter(name)
    lesson, fault = told(lessons.lesson(code, name), facts, say)
    at, depth = (chosen_on(name, "head", HEAD | {"depth": replace(HEAD["depth"], first=st.session_state.get("depth", "picture"))})[it] for it in HEAD)
    st.session_state.depth = depth
    here = Chapter(name, say, lesson, st.empty(), max(1, min(at, len(scene_names(say, name)) + 1)), depth, own_guess(lesson, chosen_on(name, "guess", GUESS)["guess"]))
    tell_of_link(here)
    head(here)
    if fault:
        with middle():
            page.broken(say, fault)
    return here


def tell_of_link(here: Chapter) -> None:
    """Above the chapter: that a part of the link could not be used. Called again when its boards have read theirs."""
    if st.session_state.link_ignored:
        here.note.info(here.say("ui.link_other"))


def told(lesson: Lesson, facts: Callable[[Say], Mapping[str, object]], say: Say) -> tuple[Lesson, BundleError | None]:
    """The lesson with its numbers; where a machine's file is broken, with dashes instead, and the fault."""
    try:
        return lesson.filled(**facts(say)), None
    except BundleError as fault:
        return lesson.unfilled("—"), fault


def head(here: Chapter) -> None:
    """The head of the chapter; it also keeps the guess in sight, and in the link."""
    told = here.say("board.comma").join(here.lesson.guess.options[i].text for i in here.guess or ())
    choices = HEAD | GUESS
    start = {"at": here.at, "depth": here.depth, "guess": st.session_state.kept[here.name]["guess"]["guess"]}
    board(here, "head", {"title": here.lesson.title, "minutes": here.lesson.minutes, "steps": here.steps, "open": here.guess is not None, "guessed": told, "start": start,
                         "link": {name: choice.param for name, choice in choices.items()}, "home": {name: choice.first for name, choice in choices.items()}})


def own_guess(lesson: Lesson, told: str) -> tuple[int, ...] | None:
    """The guess as numbers of options; one that the chapter does not have counts as none."""
    if not told:
        return None
    numbers_told = () if told == NO_GUESS else tuple(int(i) for i in told.split("."))
    return numbers_told if all(i < len(lesson.guess.options) for i in numbers_told) else ()


def chosen_on(chapter: str, name: str, choices: Mapping[str, Choice]) -> dict[str, object]:
    return controls.board_choices(chapter, name, dict(choices))


def chosen(here: Chapter, name: str, choices: Mapping[str, Choice]) -> dict[str, object]:
    """What the learner has chosen on a board so far; the board's data is made from it."""
    return chosen_on(here.name, name, choices)


def board(here: Chapter, name: str, data: Mapping, choices: Mapping[str, Choice] | None = None) -> None:
    """A board of the chapter. It is given `data`, its choices, and its strings: those of every board, then the chapter's under its name."""
    choices, strings = choices or {}, dict(here.say.section("board"))
    for source in (strings, here.say.section(here.name)):
        strings |= {key.removeprefix(f"{name}."): words for key, words in source.items() if key.startswith(f"{name}.")}
    start = {choice: st.session_state.kept[here.name][name][choice] for choice in choices}
    boards.mount(name, {"lang": here.say.language, "language": here.say("ui.language_name"), "say": strings, "start": start,
                        "link": {choice: choices[choice].param for choice in choices},
                        "home": {choice: choices[choice].first for choice in choices}, **data}, controls.board_key(here.name, name))


def guess(here: Chapter) -> None:
    """The guess that opens the chapter. Nothing else is shown before it was made; then it stands in the head."""
    if here.guess is not None:
        return
    asked = here.lesson.guess
    recap(here)
    board(here, "guess", {"question": asked.question, "options": [option.text for option in asked.options],
                          "several": sum(option.right for option in asked.options) > 1}, GUESS)
    st.stop()


def recap(here: Chapter) -> None:
    """The card of two chapters ago, before the guess of every third chapter; nobody has to turn it."""
    card, strings = f"card.{here.number - RECAP + 1}.", here.say.section("recap")
    if here.guess is None and here.number % RECAP == 0 and f"{card}question" in strings:
        signposts.mount("recap", here.say, f"{here.name}.recap", {"number": here.number - RECAP + 1, **{side: strings[card + side] for side in ("question", "answer")}},
                        {}, signposts.strings(here.say, "recap", "recap"))


def scenes(here: Chapter, **shown: Callable[[Chapter], None]) -> None:
    """The scene the learner is at: what it asks, its boards, a remark, the way on. Scenes stand in the order of the chapter's strings."""
    names = list(scene_names(here.say, here.name))
    if here.at > len(names):
        return
    name = names[here.at - 1]
    text(here, f"{name}_story" if here.depth == "story" and f"{name}_story" in here.lesson.blocks else name)
    try:
        shown[name](here)
    except BundleError as fault:
        with middle():
            page.broken(here.say, fault)
    tell_of_link(here)
    text(here, f"{name}_after")
    text(here, "honest", quiet=True)
    onward(here)


def deeper(here: Chapter, scene: str, code: Callable | None = None, **values: object) -> None:
    """Under a scene, at the depth that was chosen: its formula with the numbers of this moment, or the lines that computed them."""
    name = f"{scene}_{here.depth}"
    if here.depth in ("formula", "code") and name in here.lesson.blocks:
        with middle():
            st.markdown(here.lesson.block(name, **values))
            if here.depth == "code" and code:
                st.code("\n".join(panels.source(code)), language="python")


def text(here: Chapter, name: str, quiet: bool = False) -> None:
    """A block of prose, where the chapter has it. Only one with terms to tap, or a quiet one, needs a board."""
    block = here.lesson.blocks.get(name)
    if not block:
        return
    with middle():
        if quiet or terms.keys(block):
            column = Column(here.say, here.name, f"text.{name}")
            column.prose(block, quiet)
            column.show()
        else:
            st.markdown(block)


def middle():
    """A column as wide as an eye reads with ease, in line with the boards."""
    return st.container(horizontal_alignment="center").container(width=BOARD).container(width=COLUMN)


def onward(here: Chapter) -> None:
    """The button to the next scene."""
    with middle():
        st.button(here.say("board.onward", scene=here.steps[here.at]), key=f"{here.name}.onward", on_click=partial(controls.choose, here.name, "head", at=here.at + 1))


def close(here: Chapter) -> None:
    """The closing scene: the own guess beside what was seen, the name, the check, the door to the next chapter."""
    if here.at <= len(scene_names(here.say, here.name)):
        return
    own = [here.lesson.guess.options[i] for i in here.guess or ()]
    with middle():
        for option in own:
            st.markdown(here.say("board.guessed", guess=option.text))
            st.markdown(option.feedback)
    column = Column(here.say, here.name)
    column.prose(here.lesson.blocks["name"])
    column.check(here.lesson.check)
    column.prose(here.lesson.blocks["door"])
    page.next_chapter(column, here.number + 1)
    column.prose(here.lesson.blocks["honest"], quiet=True)
    if ends_act(here) is not None:
        with middle():
            column.show()
            act_card(here)
        column = Column(here.say, here.name, "map")
    column.map(compact=True)
    with middle():
        column.show()
    signposts.finished(here.name)


def ends_act(here: Chapter) -> int | None:
    """The act whose card stands at the end of this chapter."""
    act = journey.last_of_act(here.say.language, here.number)
    return act if f"act.{act}.fact.1.text" in here.say.section("recap") else None


def act_card(here: Chapter) -> None:
    """The card that ends an act: facts to be put into boxes."""
    strings = here.say.section("recap")
    boxes, facts = (list(journey.table(strings, f"act.{ends_act(here)}.{kind}").values()) for kind in ("box", "fact"))
    choices = {"sort": Choice("sort", digits(len(facts), len(boxes)), "")}
    signposts.mount("sort", here.say, controls.board_key(here.name, "sort"), {"boxes": boxes, "facts": [{**fact, "box": int(fact["box"]) - 1} for fact in facts]},
                    {}, signposts.strings(here.say, "recap", "sort"), choices, chosen(here, "sort", choices))


def digits(length: int, limit: int) -> Callable[[object], str]:
    """A check for which box each fact is in: a digit for each, 0 for none."""
    def check(value: object) -> str:
        if not (isinstance(value, str) and value.isascii() and len(value) in (0, length) and all(letter.isdecimal() and int(letter) <= limit for letter in value)):
            raise ValueError(f"not {length} digits up to {limit}")
        return value
    return check
