"""Kind lines about a sentence that a learner typed."""

from collections.abc import Sequence

from explainer.lessons import Say
from explainer.narration.wording import line, listed, plural
from explainer.vocabulary import Piece

NAMED = 3                    # more unknown words than this are counted, not named


def unknown_line(say: Say, pieces: Sequence[Piece]) -> str | None:
    """About the words that the machines never met; None if they met all."""
    words = list(dict.fromkeys(piece.text for piece in pieces if not piece.known))
    if not words:
        return None
    if len(words) > NAMED:
        return line(say, "unknown_count", n=len(words))
    return line(say, plural("unknown_words", len(words)), words=listed(say, words))


def problem_line(say: Say, text: str, pieces: Sequence[Piece], *, words: int, characters: int) -> str | None:
    """Why this text cannot be read, and what is read instead; None if it can."""
    problems = {
        "problem_empty": not text.strip(),
        "problem_long": len(pieces) > words or len(text) > characters,
        "problem_marks": not any(piece.text[:1].isalnum() for piece in pieces),
    }
    found = next((key for key, holds in problems.items() if holds), None)
    return found and line(say, found, words=words, characters=characters)
