"""Chapter 5: a word is a row of numbers that practice has moved."""

from explainer import course
from explainer.chapters import words

here = course.chapter("5_words", words.facts)
course.guess(here)
course.scenes(here, row=words.row, map=words.map_, film=words.film, swap=words.swap, seat=words.seat)
course.close(here)
