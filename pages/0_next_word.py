"""Chapter 0: guess the next word; see that only the machine with a memory can."""

from explainer import page

here = page.chapter("0_next_word")
page.main_scene(here)
page.look_closer(here)
page.below(here, "seen", "name", "check", "reflection", "door", "about")
