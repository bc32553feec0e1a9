"""Chapter 3: what shuffling breaks."""

from explainer import course
from explainer.chapters import order

here = course.chapter("3_order", order.facts)
course.guess(here)
course.scenes(here, shuffle=order.shuffle, twins=order.twins, kitchen=order.kitchen, slots=order.slots, flipbook=order.flipbook)
course.close(here)
