"""A lesson laid out: the Stage, what comes after it, and a closer look."""

import gc
import logging
import zlib
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import streamlit as st

from explainer import controls, leaflet, lessons, shelf, signposts, turns
from explainer.glance import glance
from explainer.bundles import BundleError
from explainer.choices import MILESTONES, Choices
from explainer.column import Column
from explainer.components import again, stage
from explainer.lessons import Lesson, Say
from explainer.reading import machines, usable
from explainer.scene import facts, has_place, requested, touched, untouched
from explainer.turns import turn


PAGES = Path(__file__).parent.parent / "pages"
GLOSSARY = PAGES / f"{signposts.GLOSSARY}.py"
CLOSER = "closer"       # the key of the closer look
WAITS_FOR = ("guess", "end")    # what the rest of the page waits for
COLUMN = 760            # pixels: about 45 Chinese or 90 Latin letters, as wide as an eye reads with ease


@st.cache_resource(show_spinner=False)
def settle() -> None:
    """Once per process: what was imported stays, so the collector need not look at it again (it would stall every learner); pages give way."""
    gc.collect()
    gc.freeze()
    turns.settle()


@glance
def course(code: str) -> list[tuple[Path, str, str]]:
    """File, title and place in the link of every chapter, in the order of the course."""
    files = sorted(PAGES.glob("[0-9]*_*.py"), key=lambda file: int(file.name.partition("_")[0]))
    return [(file, lessons.lesson(code, file.stem).title, file.stem.partition("_")[2]) for file in files]


def menu(code: str):
    """Every chapter as a page, the first at the course's own address; what is returned runs the one that is asked for."""
    pages = [st.Page(file, title=title, url_path=place, default=not n) for n, (file, title, place) in enumerate(course(code))]
    pages.append(st.Page(GLOSSARY, title=lessons.say(code)("ui.menu_glossary"), url_path=signposts.GLOSSARY))
    return st.navigation(pages, position="hidden")          # `top` has a menu of its own, which leaves the height to the chapter


def front_door() -> None:
    """A page that was run without app.py goes through it: so Streamlit answers a deep link of a fresh server's first visitor."""
    if "entered" not in st.session_state:
        menu(controls.language())               # once it was called, Streamlit runs app.py for every page
        st.rerun()


def top(code: str, place: str) -> None:
    """The line above the page at a place: the name of the course, its chapters, and the languages."""
    st.session_state.entered = True
    say = lessons.say(code)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="top"):
        st.markdown(f"**{say('ui.app_title')}**", width="content")
        with st.container(horizontal=True, width="content", vertical_alignment="center"):
            with st.popover(say("ui.menu"), key=f"menu_{place}"):         # another page begins with its menu closed
                for n, (file, title, _) in enumerate(course(code)):
                    st.page_link(file, label=say("ui.menu_chapter", number=n, title=title))
                st.page_link(GLOSSARY, label=say("ui.menu_glossary"))
            controls.language_switch(say)


@dataclass(frozen=True)
class Chapter:
    """A chapter open in one language, with what its learner has chosen."""

    name: str
    say: Say
    lesson: Lesson
    now: Choices
    start: Choices

    def reached(self, milestone: str) -> bool:
        return MILESTONES.index(self.now.reached) >= MILESTONES.index(milestone)


def chapter(name: str) -> Chapter:
    """The chapter in the learner's language; its gaps hold the numbers of the shipped models."""
    front_door()
    code = controls.language()
    say = lessons.say(code)
    controls.enter(name)
    try:
        lesson = told(code, name, files_saved())
    except BundleError as fault:
        broken(say, fault)
        st.stop()
    return Chapter(name, say, lesson, *present(name, say, controls.stage_report()))


def present(name: str, say: Say, report: object) -> tuple[Choices, Choices]:
    """What is chosen on the Stage now, and where it began."""
    now, start = controls.stage_choices(say.language, name, report)
    reading, _ = requested(say, now)
    if now.step >= reading.last or any(usable(reading, now)):               # a link may begin at the end
        now = st.session_state.place = replace(now, reached=controls.furthest(now.reached, "end"))
    st.session_state.shown["now"] = now
    return now, start


def broken(say: Say, fault: BundleError) -> None:
    """A file of a machine cannot be used: a line for the learner, one in the log for whoever runs the server."""
    logging.getLogger(__name__).error("%s", fault)
    st.error(say("ui.bundle_broken", file=fault.file, command=fault.command))


def main_scene(here: Chapter) -> None:
    """The Stage with the learner's sentence; a part of a link that could not be used is told above it."""
    if st.session_state.link_ignored or not has_place(requested(here.say, here.start)[0], here.start):
        st.info(here.say("ui.link_other"))
    again.mount()
    alone(here)


@st.fragment
def alone(here: Chapter) -> None:
    """The Stage, answered without the rest of its page, which costs more than the answer, until something there waits for what was chosen."""
    with turn:
        now, start = present(here.name, here.say, controls.stage_report())
        if any(here.reached(what) != replace(here, now=now).reached(what) for what in WAITS_FOR) or (now != here.now and st.session_state.get(CLOSER)):
            st.rerun()
        scene = zlib.decompress(kept(here.say.language, here.name, Choices(sentence=now.sentence), start, files_saved()))
        report = stage.mount(touched(scene, here.say, now), key=controls.STAGE)
        if present(here.name, here.say, report)[0] != now:          # a server that was restarted hears of it only once the Stage is there
            st.rerun()


@lru_cache(maxsize=512)
def kept(code: str, name: str, chosen: Choices, start: Choices, saved: int) -> bytes:
    """The scene of a sentence, packed (about 35 kB) and kept for whoever changes or reads it next: a class has as many sentences as learners.

    `saved` renews it after an author's edit or a rebuilt machine.
    """
    return zlib.compress(untouched(lessons.say(code), told(code, name, saved), chosen, start), level=1)


@lru_cache(maxsize=16)
def told(code: str, name: str, saved: int) -> Lesson:
    """A chapter with the numbers of the shipped models in its gaps, one for all who read it."""
    return lessons.lesson(code, name).filled(**facts(lessons.say(code), machines(code)))


@glance
def files_saved() -> int:
    return max(path.stat().st_mtime_ns for path in [*lessons.PROSE.glob("*/*.*"), *shelf.BUNDLES.glob("diary_*/*.*")])


def below(here: Chapter, *blocks: str) -> None:
    """What is read below the scene: blocks of the lesson once the sentence has been read to its end; the map of the course, never before the first tap."""
    if not here.reached("guess"):
        return
    column = Column(here.say, here.name)
    if here.reached("end"):
        signposts.finished(here.name)
        for name in blocks:
            BLOCKS.get(name, paragraph)(column, here, name)
    column.map()
    with st.container(horizontal_alignment="center"), st.container(width=COLUMN):
        column.show()


def heading(here: Chapter, name: str) -> str | None:
    """The heading of a block, where it has one."""
    return here.say.section("ui").get(f"{name}_heading")


def paragraph(column: Column, here: Chapter, name: str) -> None:
    """A block of prose, under its heading if it has one."""
    column.heading(heading(here, name))
    column.prose(here.lesson.blocks[name])


def check(column: Column, here: Chapter, name: str) -> None:
    """The closing check under its heading."""
    column.heading(heading(here, name))
    column.check(here.lesson.check)


def reflection(column: Column, here: Chapter, name: str) -> None:
    """A question to answer in one's own words, then one way to say it."""
    paragraph(column, here, name)
    column.fold(here.say("ui.reflection_open"), here.lesson.blocks[f"{name}_answer"])


def folded(column: Column, here: Chapter, name: str) -> None:
    """A block of prose behind its heading."""
    column.fold(here.say(f"ui.{name}_heading"), here.lesson.blocks[name])


def door(column: Column, here: Chapter, name: str) -> None:
    """What the next chapter asks, and the link to it."""
    paragraph(column, here, name)
    next_chapter(column, 1)


def next_chapter(column: Column, number: int) -> None:
    """The link to the chapter of a number, where there is one."""
    for n, (file, title, _) in enumerate(course(column.say.language)):
        if n == number:
            column.way(file.stem, column.say("board.next_chapter", number=number, title=title))


BLOCKS = {"check": check, "reflection": reflection, "door": door, "about": folded}


def look_closer(here: Chapter) -> None:
    """Three charts from the same traces; nothing is computed or loaded until it is opened."""
    if not here.reached("guess"):
        return
    opened = st.expander(here.say("ui.closer_heading"), key=CLOSER, on_change="rerun")
    if opened.open:
        from explainer import closer        # Plotly is loaded with it
        with opened:
            closer.show(here.say, requested(here.say, here.now)[0], here.now)
    shown = st.session_state.shown          # it is told on the click what is shown then
    st.download_button(here.say("handout.take"), lambda: leaflet.page(here.say.language, shown["now"]), "scene.html", "text/html",
                       on_click="ignore", type="tertiary", icon=":material/download:", key="take")
