"""One line about what a choice changed at a step: covered words, silenced cells, another memory."""

from collections.abc import Sequence
from dataclasses import dataclass

from explainer.lessons import Say
from explainer.narration.moment import UNSURE
from explainer.narration.wording import guess, line, listed, plural, pointed, points, share
from explainer.trace import Trace

HARDLY = 0.02                # changes smaller than two points are called "hardly any"
NAMED = 3                    # more covered words than this are counted, not named


@dataclass(frozen=True)
class Change:
    """The best word before, its share before and after, and the best word after."""

    best: str
    was: float
    now: float
    best_now: str
    share_now: float

    @property
    def kind(self) -> str:
        """flips | same | lower | higher: what became of the word that was best before."""
        if self.best_now != self.best:
            return "flips"
        if abs(self.now - self.was) < HARDLY:
            return "same"
        return "lower" if self.now < self.was else "higher"

    def values(self, say: Say) -> dict[str, str]:
        return {
            "best": guess(say, self.best), "was": share(say, self.was), "now": share(say, self.now),
            "best_now": guess(say, self.best_now), "share_now": share(say, self.share_now),
        }


def compared(before: Trace, after: Trace, step: int) -> Change:
    """What became of the best word of `before` at a step."""
    best, was = before.top(step)[0]
    best_now, share_now = after.top(step)[0]
    return Change(best, was, after.p(step, best), best_now, share_now)


def changed_line(say: Say, words: Sequence[str], before: Trace, after: Trace, step: int, *,
                 covered: Sequence[int] = (), silenced: Sequence[int] = (),
                 donor: str | None = None, blank: bool = False) -> str:
    """The line for the choices that are on. `covered`: places in words, from 0; `donor`: label of the memory."""
    it = compared(before, after, step)
    on = (bool(covered), bool(silenced), donor is not None)
    one_choice = {
        (True, False, False): lambda: cover_line(say, words, covered, it),
        (False, True, False): lambda: silence_line(say, len(silenced), it),
        (False, False, True): lambda: swap_line(say, donor, it, blank=blank),
    }
    several = lambda: line(say, f"together_{it.kind}", **it.values(say))
    return one_choice.get(on, several)()


def cover_line(say: Say, words: Sequence[str], covered: Sequence[int], it: Change) -> str:
    """What covering these words did to B's best word."""
    names = [words[place] for place in covered]
    which = listed(say, names) if len(names) <= NAMED else say("narration.cover_which", n=len(names))
    return line(say, f"cover_{it.kind}", which=which, **it.values(say))


def silence_line(say: Say, n: int, it: Change) -> str:
    """What pressing n cells to 0 did to B's best word."""
    return line(say, plural(f"silence_{it.kind}", n), n=n, **it.values(say))


def swap_line(say: Say, donor: str, it: Change, *, blank: bool = False) -> str:
    """What the memory of another sentence, or an empty one, did to B's answer."""
    doubt = "_unsure" if it.share_now < UNSURE else ""
    if blank:
        return line(say, f"swap_blank{doubt}", **it.values(say))
    if it.kind == "flips":
        return line(say, f"swap_flips{doubt}", donor=donor, **it.values(say))
    return line(say, "swap_same", donor=donor, **it.values(say))


def each_once_line(say: Say, words: Sequence[str], before: Trace, once: Sequence[Trace], step: int) -> str:
    """The sum of covering every word once: once[i] is B's reading with words[i] alone covered."""
    changes = [compared(before, after, step) for after in once[:step]]
    if len(changes) == 1:
        return cover_line(say, words, (0,), changes[0])
    moved = [place for place, it in enumerate(changes) if it.kind != "same"]
    if not moved:
        return line(say, "each_none", **compared(before, before, step).values(say))
    most = max(moved, key=lambda place: abs(changes[place].now - changes[place].was))
    key = f"each_{changes[most].kind}" if len(moved) > 1 else f"each_{changes[most].kind}_alone"
    others = max((abs(it.now - it.was) for place, it in enumerate(changes) if place != most), default=0)
    return line(say, key, word=pointed(say, words[most]), others=points(say, others), **changes[most].values(say))
