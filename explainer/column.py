"""What is read below a scene: prose whose terms can be tapped, the closing check, the way on, the map.

One board draws all that stands together: each board costs its session 3 to 4 kB and its page half a millisecond.
"""

from dataclasses import dataclass, field

from explainer import controls, glossary, signposts, terms
from explainer.chapter import Check
from explainer.choices import Choice, number
from explainer.components import kit
from explainer.lessons import Say
from explainer.signposts import GLOSSARY, Way


@dataclass
class Column:
    """Blocks that stand below each other, in the order in which they are added. `chapter` and `name` make the key in the session."""

    say: Say
    chapter: str
    name: str = "column"
    blocks: list[dict] = field(default_factory=list)
    ways: dict[str, Way] = field(default_factory=dict)
    terms: dict[str, dict] = field(default_factory=dict)
    options: int = 0                                # of its closing check

    def heading(self, text: str | None) -> None:
        if text:
            self.blocks.append({"kind": "heading", "text": text})

    def prose(self, text: str, quiet: bool = False) -> None:
        """A block of prose; a quiet one is smaller, and as easy to read. Markdown that `terms.parts` does not know raises ValueError."""
        self.blocks.append(self._prose(text, quiet))

    def fold(self, title: str, text: str) -> None:
        """Prose that waits behind its title until it is tapped."""
        self.blocks.append({"kind": "fold", "title": title, "inside": self._prose(text)})

    def check(self, check: Check) -> None:
        """The closing check: every option has its own feedback, which appears by itself."""
        self.options = len(check.options)
        self.blocks.append({"kind": "check", "question": check.question,
                            "options": [{"text": option.text, "right": option.right, "feedback": option.feedback} for option in check.options]})

    def way(self, page: str, label: str) -> None:
        """A link to another page of the course."""
        self.ways[page] = Way(page)
        self.blocks.append({"kind": "way", "page": page, "line": terms.parts(label)[0]["lines"][0]})

    def map(self, compact: bool = False) -> None:
        """The map of the course."""
        told, ways = signposts.course_map(self.say, self.chapter)
        self.ways |= ways
        self.blocks.append({"kind": "map", "compact": compact, **told})

    def show(self) -> None:
        """The blocks on the page. Which option of the check was tapped is kept as long as the session."""
        if not self.blocks:
            return
        key, choices = controls.board_key(self.chapter, self.name), {"check": Choice("check", number(self.options - 1), None)}
        kept = lambda: controls.board_choices(self.chapter, self.name, choices) if self.options else {}
        words = signposts.strings(self.say, "board", "column") | {key: text for key, text in self.say.section("map").items() if not key.startswith("act.")}
        signposts.mount("column", self.say, key, {"blocks": self.blocks, "terms": self.terms, "start": kept()}, self.ways, words)
        kept()                                      # what was tapped is known only now
        kit.forget(key)

    def _prose(self, text: str, quiet: bool = False) -> dict:
        known = glossary.entries(self.say.language)
        for term in terms.keys(text):
            self.ways[term] = Way(GLOSSARY, {"term": term})
            self.terms[term] = {"name": known[term].name, "sentence": known[term].sentence}
        return {"kind": "prose", "quiet": quiet, "parts": terms.parts(text)}
