"""Chapter 9: gates, dials between keeping and writing."""

from explainer import course
from explainer.chapters import gates

here = course.chapter("9_gates", gates.facts)
course.guess(here)
course.scenes(here, you=gates.you, film=gates.film, race=gates.race, mixed=gates.mixed, whole=gates.whole, dials=gates.dials)
course.close(here)
