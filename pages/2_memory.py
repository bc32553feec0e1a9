"""Chapter 2: the same cry, the same word; what differs is the memory it meets."""

from explainer import course
from explainer.chapters import memory

here = course.chapter("2_memory", memory.facts)
course.guess(here)
course.scenes(here, cry=memory.cry, same=memory.same, swap=memory.swap, throw=memory.throw)
course.close(here)
