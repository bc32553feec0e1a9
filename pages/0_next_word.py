"""Chapter 0: guess the next word; see that only the machine with a memory can."""

from explainer import page

here = page.chapter("0_next_word")
page.main_scene(here)
page.after_scene(here, "seen", "name", "check", "reflection", "door")
page.look_closer(here)
page.after_scene(here, "about")
page.course_map(here)
