"""Chapter 1: how big must the window be?"""

from explainer import course
from explainer.choices import Choice, number

RULER = {"n": Choice("n", number(11), 2)}


def facts(say) -> dict:
    """The numbers that the chapter's prose tells."""
    return {}


def ruler(here: course.Chapter) -> None:
    """The card with a hole of n−1 words over the sentence."""
    now = course.chosen(here, "ruler", RULER)
    course.board(here, "ruler", {"words": ["我", "昨天", "上学", "迟到", "了"], "rows": [{"word": "他", "p": .25}, {"word": "她", "p": .2, "mine": True}]}, RULER)
    course.deeper(here, "ruler", code=facts, n=now["n"])
