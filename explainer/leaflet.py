"""A scene to take along: one HTML file with a reading in every language."""

from dataclasses import replace

from explainer import lessons
from explainer.bundles import BundleError
from explainer.choices import Choices
from explainer.components import stage
from explainer.reading import machines
from explainer.scene import facts, requested, scene

CHAPTER = "0_next_word"


def readings(code: str, chosen: Choices, start: Choices) -> list[bytes]:
    """The sentence of `chosen` as the Stage draws it, the page's own language first, then the others: the same words, told in theirs.

    A language whose machines are broken is left out; the page's own raises BundleError.
    """
    sentence = requested(lessons.say(code), chosen)[0].text
    found = [told(code, chosen, start)]
    for other in lessons.languages():
        try:
            found += [told(other, replace(chosen, sentence=sentence), start)] if other != code else []
        except BundleError:
            continue
    return found


def told(code: str, chosen: Choices, start: Choices) -> bytes:
    """One reading, told in one language."""
    say = lessons.say(code)
    return scene(say, lessons.lesson(code, CHAPTER).filled(**facts(say, machines(code))), chosen, start)


def words(codes=None) -> dict[str, dict[str, str]]:
    """The strings of a page that stands by itself, by language."""
    return {code: dict(lessons.say(code).section("handout")) for code in codes or lessons.languages()}


def page(code: str, now: Choices) -> bytes:
    """The file: it opens in the language, at the step and with the choices of the moment. Raises BundleError."""
    return stage.page(*readings(code, now, now), words=words(), first=code).encode()
