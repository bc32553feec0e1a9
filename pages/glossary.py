"""The glossary: every term, one plain sentence for each, and where it was met."""

from explainer import controls, page, signposts

page.front_door()
signposts.glossary_page(controls.language())
