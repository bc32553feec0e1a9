"""Sentences of a diary with many more words between the person and the blank than any practice sentence has."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from explainer.grammar import Entry, Grammar
from explainer.worlds import Sentence, World

MOST = 16                   # asides in a sentence; a practice sentence has three at most
EDGES = (10, 15, 20, 25, 30, 40, 50, 60, 70, 80, 90)         # longest distance of each group
EACH = 100                  # sentences of a group


@dataclass(frozen=True)
class Growing:
    """One sentence that can be told with any number of asides: `head`, as many of the `asides` as are wanted, `tail`, then the blank."""

    head: tuple[str, ...]
    asides: tuple[tuple[str, ...], ...]
    tail: tuple[str, ...]
    answer: str

    def words(self, n: int) -> tuple[str, ...]:
        """The words before the blank, with n asides."""
        return (*self.head, *(word for aside in self.asides[:n] for word in aside), *self.tail)

    def between(self, n: int) -> int:
        """Words from the person, who comes first, to the blank."""
        return len(self.words(n))


def with_asides(grammar: Grammar, n: int) -> Grammar:
    """The grammar in which every sentence that can have asides has n of them."""
    one = next(entry for entry in grammar.slots["fillers"] if [value for kind, value in entry.parts if kind == "slot"] == ["filler"])
    return replace(grammar, slots={**grammar.slots, "fillers": (Entry(one.where, one.text, one.parts * n),)})


def told(world: World, n: int, count: int, seed: int) -> list[Sentence]:
    """That many sentences with n asides, however long they get."""
    return replace(world, grammar=with_asides(world.grammar, n), longest=10_000).expand(count, seed)


def groups(world: World, practised: Collection[tuple[str, ...]], seed: int = 1) -> Mapping[int, list[Sentence]]:
    """Longest distance of a group -> EACH sentences (fewer if there are no more) that nobody practised on."""
    found: dict[int, list[Sentence]] = {edge: [] for edge in EDGES}
    for n in range(MOST + 1):
        for sentence in told(world, n, 4 * EACH, seed):
            edge = next((edge for edge in EDGES if sentence.distance <= edge), None)
            if edge and sentence.reaction is not None and sentence.words not in practised and len(found[edge]) < EACH:
                found[edge].append(sentence)
    return found


def growing(world: World, seed: int = 1) -> Growing:
    """The first sentence about the person of the scene, who comes first in it, with all its asides."""
    comma = world.scene.sentence[mark(world.scene.sentence)]
    for sentence in told(world, MOST, 4000, seed):
        commas = [i for i, word in enumerate(sentence.words[:sentence.blank]) if word == comma]
        if sentence.words[0] == world.scene.subject and sentence.subject == 0 and len(commas) == MOST + 1 and reacts(world, sentence):
            cut = [sentence.words[a:b] for a, b in zip(commas, commas[1:])]
            return Growing(sentence.words[:commas[0]], tuple(cut), sentence.words[commas[-1]:sentence.blank], sentence.pronoun)
    raise ValueError(f"{world.name}: no sentence about {world.scene.subject} has {MOST} asides")


def reacts(world: World, sentence: Sentence) -> bool:
    """Whether it ends as the scene does: the same word before the blank, for a bad event or a good one."""
    return sentence.words[sentence.blank - 1] == world.scene.sentence[-1] and sentence.reaction is not None


def mark(words: Sequence[str]) -> int:
    """The place of the comma: the one word of the scene without a letter."""
    return next(i for i, word in enumerate(words) if not any(letter.isalnum() for letter in word))
