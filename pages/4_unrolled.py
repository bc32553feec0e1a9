"""Chapter 4: the loop, laid out in time, is one machine used again and again."""

from explainer import course
from explainer.chapters import unrolled

here = course.chapter("4_unrolled", unrolled.facts)
course.guess(here)
course.scenes(here, handle=unrolled.handle, shared=unrolled.shared, cut=unrolled.cut,
              tags=unrolled.tags, length=unrolled.length, tree=unrolled.tree)
course.close(here)
