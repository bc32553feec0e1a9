"""Chapter 7: guess, compare, correct, again; and what a score is worth."""

from explainer import course
from explainer.chapters import learning
from explainer.chapters import bench

here = course.chapter("7_training", learning.facts)
course.guess(here)
course.scenes(here, film=learning.film, bench=bench.bench, cram=learning.cram, piles=learning.piles, score=learning.score, sure=learning.sure)
course.close(here)
