"""Chapter 8: what is learned at the end of a sentence has to come back to its beginning."""

from explainer import course
from explainer.chapters import gradient
from explainer.chapters import bench

here = course.chapter("8_gradient", gradient.facts)
course.guess(here)
course.scenes(here, relay=gradient.relay, backwards=gradient.backwards, graduates=gradient.graduates,
              clipping=bench.clipping, ruler=gradient.ruler, lesson=gradient.lesson)
course.close(here)
