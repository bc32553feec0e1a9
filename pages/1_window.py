"""Chapter 1: a longer window does not replace a memory."""

from explainer import course
from explainer.chapters import window

here = course.chapter("1_window", window.facts)
course.guess(here)
course.scenes(here, ruler=window.ruler, voters=window.voters, tower=window.tower, blank=window.blank, hesitate=window.hesitate)
course.close(here)
