"""What is said about a reading: numbers choose the template, an author wrote it (assets/prose/<language>/narration.toml)."""

from explainer.narration.changes import changed_line, each_once_line
from explainer.narration.notes import problem_line, unknown_line
from explainer.narration.story import announce, end_line, guess_line, narrate, story
from explainer.narration.wording import count, share

__all__ = ["announce", "changed_line", "count", "each_once_line", "end_line", "guess_line", "narrate", "problem_line",
           "share", "story", "unknown_line"]
