"""The scene tests: what the main scene says must be true of the very weights that are shipped."""

from collections.abc import Callable, Mapping

from explainer.scenes import answers, balance, memory
from explainer.scenes.cast import Cast, Outcome

SCENES: Mapping[str, Callable[[Cast], Outcome]] = {
    "T1": answers.the_network_answers,
    "T2": answers.counting_repeats_itself,
    "T3": answers.the_answer_follows_the_subject,
    "T4": answers.only_the_subject_is_needed,
    "T5": answers.the_event_decides_the_reaction,
    "T6": memory.memory_is_spread,
    "T7": memory.the_answer_follows_the_memory,
    "T8": answers.a_stranger_leaves_it_unsure,
    "T9": memory.cells_hold,
    "T10": balance.the_corpus_is_balanced,
    "T11": memory.without_memory_nothing_differs,
}


def play(cast: Cast) -> dict[str, Outcome]:
    """All scene tests, in order. (T12, that a rebuild gives the same numbers, compares with a card: see bundles.)"""
    return {name: scene(cast) for name, scene in SCENES.items()}
