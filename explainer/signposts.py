"""What leads from one place of the course to another: links that keep the language, the glossary, the map."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

import streamlit as st

from explainer import controls, glossary, journey, lessons, terms
from explainer.choices import Choice, one_of
from explainer.components import boards
from explainer.lessons import Say

GLOSSARY = "glossary"


@dataclass(frozen=True)
class Way:
    """A page of the course, and what its link says."""

    page: str
    link: dict[str, str] = field(default_factory=dict)

    def address(self, say: Say) -> str:
        """The link; it keeps the language."""
        first = next(iter(lessons.chapters(say.language)))
        place = "" if self.page == first else self.page.partition("_")[2] or self.page
        return f"./{place}?{urlencode(self.link | {controls.LANGUAGE: say('ui.language_name')})}"


def mount(board: str, say: Say, key: str, data: Mapping, ways: Mapping[str, Way], words: Mapping[str, str], choices: Mapping[str, Choice] | None = None,
          start: Mapping[str, object] | None = None) -> None:
    """A board that is no scene, with ways to other pages by their names."""
    choices = choices or {}
    boards.mount(board, {"lang": say.language, "language": say("ui.language_name"), "say": dict(words), "start": dict(start or {}),
                         "link": {name: choice.param for name, choice in choices.items()}, "home": {name: choice.first for name, choice in choices.items()},
                         "ways": {name: way.address(say) for name, way in ways.items()}, **data}, key)


def strings(say: Say, file: str, board: str) -> dict[str, str]:
    """The strings of a board, from its table in a file."""
    return {key.removeprefix(f"{board}."): words for key, words in say.section(file).items() if key.startswith(f"{board}.")}


def glossary_page(code: str) -> None:
    """Every term: to be searched in every language at once, with the way to where it was met."""
    say, known = lessons.say(code), glossary.entries(code)
    if st.session_state.get("chapter") != GLOSSARY:                 # from elsewhere: only the link says which term
        st.session_state.get("kept", {}).pop(GLOSSARY, None)
    controls.enter(GLOSSARY)
    table = {"term": Choice("term", one_of("", *known), "")}
    start = controls.board_choices(GLOSSARY, "board", table)
    if st.session_state.link_ignored:
        st.info(say("ui.link_other"))
    places = {key: glossary.place(say, entry) for key, entry in known.items()}
    titles = {stop.chapter: stop.title for stop in journey.stops(code).values()}
    shown = [{"key": key, "name": entry.name, "also": entry.also, "other": list(entry.other), "sentence": entry.sentence, "initials": list(entry.initials),
              "confused": terms.parts(entry.confused)[0]["lines"][0] if entry.confused else [], "chapter": entry.chapter,
              "title": titles[places[key].chapter], "scene": places[key].scene} for key, entry in known.items()]
    mount("glossary", say, controls.board_key(GLOSSARY, "board"), {"entries": shown}, {key: Way(it.chapter, fresh(it.chapter, it.link)) for key, it in places.items()},
          strings(say, "board", "glossary"), table, start)


def fresh(chapter: str, link: Mapping[str, str]) -> dict[str, str]:
    """A link to a place of a chapter; a guess that the learner has made there stays."""
    made = st.session_state.place.guess if "place" in st.session_state and not glossary.number(chapter) else \
        st.session_state.get("kept", {}).get(chapter, {}).get("guess", {}).get("guess")
    return {name: value for name, value in link.items() if not (name == "guess" and made)}


def finished(chapter: str) -> None:
    """The learner has come to the end of a chapter. The session alone remembers it."""
    st.session_state.setdefault("finished", set()).add(chapter)


def been(chapter: str, here: str) -> str:
    """What the map says of a chapter."""
    session = st.session_state
    begun = chapter in session.get("kept", {}) and (glossary.number(chapter) or ("place" in session and session.place.reached != "start"))
    return journey.HERE if chapter == here else journey.SEEN if chapter in session.get("finished", ()) else journey.BEGUN if begun else journey.NOT_YET


def course_map(say: Say, here: str) -> tuple[dict, dict[str, Way]]:
    """Every act with its chapters, where the learner is, what else is to say; and the ways to the other chapters. Nothing is locked."""
    acts, short = journey.acts(say.language), journey.short_course(say.language)
    between, then = say("map.between"), say("map.then")
    waiting = between.join(say("map.waiting_act", act=act.name, chapters=span(act.waiting)) for act in acts if act.waiting)
    told = [say("map.free")]
    if len(short) > 1:
        told.append(say("map.short_line", chapters=then.join(str(stop.number) for stop in short), minutes=sum(stop.minutes for stop in short)))
    if waiting:
        told.append(say("map.waiting", acts=waiting))
    rows = [{"name": act.name, "stops": [{"chapter": stop.chapter, "number": stop.number, "title": stop.title, "question": stop.question,
                                           "minutes": stop.minutes, "been": been(stop.chapter, here)} for stop in act.stops]} for act in acts if act.stops]
    return {"acts": rows, "told": told}, {stop.chapter: Way(stop.chapter) for act in acts for stop in act.stops if stop.chapter != here}


def span(numbers: tuple[int, ...]) -> str:
    """Numbers of chapters, a run of them by its ends.

    >>> span((5, 6, 7)), span((3,)), span((2, 4))
    ('5–7', '3', '2, 4')
    """
    run = numbers == tuple(range(numbers[0], numbers[-1] + 1)) and len(numbers) > 1
    return f"{numbers[0]}–{numbers[-1]}" if run else ", ".join(map(str, numbers))
