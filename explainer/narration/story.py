"""The story of one reading: a line for every step, for the end, and for the ear."""

from collections.abc import Sequence

from explainer.lessons import Say
from explainer.narration.moment import SURE, UNSURE, Moment, repeat
from explainer.narration.wording import guess, line, listed, noun, pointed, share
from explainer.trace import Trace

# What a step shows -> the template that says it. The first one that holds is used.
SITUATIONS = {
    "nothing_read": lambda m: m.t == 0,
    "unknown_no_row": lambda m: m.unknown and m.no_row,
    "unknown": lambda m: m.unknown,
    "no_row": lambda m: m.no_row,
    "unfamiliar_unsure": lambda m: m.last and m.n_new_pairs >= 3 and m.pb < UNSURE,
    "unfamiliar": lambda m: m.last and m.n_new_pairs >= 3,
    "new_start": lambda m: m.t == 1 and m.new_pair,
    "new_pair_unsure": lambda m: m.new_pair and m.pb < UNSURE,
    "new_pair": lambda m: m.new_pair,
    "rewrites": lambda m: m.t == 1 and m.n_change > 1,
    "once_more_unsure": lambda m: len(m.earlier) > 1 and m.pb < UNSURE,
    "once_more": lambda m: len(m.earlier) > 1,
    "again_unsure": lambda m: len(m.earlier) == 1 and m.pb < UNSURE,
    "again_same": lambda m: len(m.earlier) == 1 and m.b.top(m.earlier[0])[0][0] == m.best_b[0][0],
    "again": lambda m: len(m.earlier) == 1,
    "pin_unsure": lambda m: m.comes_back and m.pa < UNSURE <= m.pb,
    "pin": lambda m: m.comes_back,
    "keeps": lambda m: m.t == 2 and m.n_keep > 1,
    "agree_decides": lambda m: m.agree and min(m.pa, m.pb) >= SURE and m.right and m.decides_next,
    "agree": lambda m: m.agree and min(m.pa, m.pb) >= SURE and m.right,
    "torn": lambda m: m.torn and m.pb >= SURE,
    "torn_leaning": lambda m: m.torn,
    "either": lambda m: len(m.anyone) == 2,
    "anyone": lambda m: len(m.anyone) > 2,
    "same_first": lambda m: m.same_first,
    "b_sure": lambda m: m.pa < UNSURE <= m.pb,
    "b_leans": lambda m: m.pa < UNSURE and m.b_leans and m.n_kinds > 1,
    "a_sure": lambda m: m.pb < UNSURE <= m.pa,
    "both_unsure_rare": lambda m: max(m.pa, m.pb) < UNSURE and m.n_kinds < 2,
    "both_unsure": lambda m: max(m.pa, m.pb) < UNSURE,
    "differ": lambda m: True,
}
TURNS = {"agree": 3, "both_unsure": 3, "new_pair_unsure": 3}    # told as agree_1, agree_2, agree_3 when they come again


def situation(moment: Moment) -> str:
    """The name of the template that fits this step."""
    return next(name for name, holds in SITUATIONS.items() if holds(moment))


def story(say: Say, words: Sequence[str], read_a: Trace, read_b: Trace, preset: str | None = None) -> list[str]:
    """One line for every step, 0 … n, computed from the two readings of the n words.

    A ready-made sentence may have wording of its own for a situation at a step: "late.6.anyone" goes before "anyone".
    """
    told, met = [], dict.fromkeys(TURNS, 0)
    for t in range(len(words) + 1):
        moment = Moment(tuple(words), read_a, read_b, t)
        key = situation(moment)
        own = f"{preset}.{t}.{key}"
        if own in say.section("narration"):
            key = own
        elif key in TURNS:
            met[key] += 1
            key = f"{key}_{min(met[key], TURNS[key])}"
        told.append(line(say, key, **facts(say, moment)))
    return told


def narrate(say: Say, words: Sequence[str], read_a: Trace, read_b: Trace, step: int, preset: str | None = None) -> str:
    """The line of one step."""
    return story(say, words, read_a, read_b, preset)[step]


def facts(say: Say, moment: Moment) -> dict[str, str]:
    """What the gaps of a template may ask for."""
    (a, pa), (a2, _) = moment.best_a[:2]
    b, pb = moment.best_b[0]
    told_already = moment.torn and b in (a, a2)          # its meaning was given with it
    return {
        "word": pointed(say, moment.word), "bare": noun(say, moment.word), "before": pointed(say, moment.before),
        "a": guess(say, a), "a_too": guess(say, a2), "pa": share(say, pa),
        "b": guess(say, b, meaning=not told_already), "pb": share(say, pb),
        "few": listed(say, moment.anyone or (a, b), guess),
        "kept": str(moment.n_keep), "turned": str(moment.n_change), "pairs": str(moment.n_new_pairs), "kinds": str(moment.n_kinds),
    }


def announce(say: Say, words: Sequence[str], read_a: Trace, read_b: Trace, step: int, told: str) -> str:
    """The step for the ear: the word, the two best words of A and of B with their shares, and the line."""
    moment = Moment(tuple(words), read_a, read_b, step)
    (a, pa), (a2, pa2), (b, pb), (b2, pb2) = *moment.best_a[:2], *moment.best_b[:2]
    values = {
        "word": pointed(say, moment.word), "line": told,
        "a": guess(say, a), "pa": share(say, pa), "a_too": guess(say, a2), "pa_too": share(say, pa2),
        "b": guess(say, b), "pb": share(say, pb), "b_too": guess(say, b2), "pb_too": share(say, pb2),
    }
    key = "announce_start" if step == 0 else "announce_no_row" if moment.no_row else "announce"
    return line(say, key, **values)


def end_line(say: Say, words: Sequence[str], read_a: Trace, read_b: Trace) -> str:
    """What the whole reading showed, once the last word is read."""
    moment = Moment(tuple(words), read_a, read_b, len(words))
    first, _ = repeat(read_a)
    parted = first is not None and bool(moment.earlier) and read_b.top(first)[0][0] != moment.best_b[0][0]
    unsure = "_unsure" if moment.pb < UNSURE else ""
    key = f"end_parted{unsure}" if parted else "end_no_row" if moment.no_row else "end"
    return line(say, key, **facts(say, moment))


def guess_line(say: Say, choice: str, read_a: Trace, read_b: Trace) -> str:
    """The learner's own guess beside what the two machines give it after the last word."""
    t = len(read_a) - 1
    best_a, best_b = read_a.top(t)[0][0], read_b.top(t)[0][0]
    key = {(True, True): "guess_both", (False, True): "guess_b", (True, False): "guess_a"}.get(
        (choice == best_a, choice == best_b), "guess_neither")
    return line(say, key, word=guess(say, choice), pa=share(say, read_a.p(t, choice)),
               pb=share(say, read_b.p(t, choice)), b=guess(say, best_b))
