"""Chapter 6: what is added up in one step, how it is squeezed, and how scores become shares."""

from explainer import course
from explainer.chapters import step

here = course.chapter("6_step", step.facts)
course.guess(here)
course.scenes(here, push=step.push, squash=step.squash, adding=step.adding, shares=step.shares)
course.close(here)
