"""Chapter 9: you are the gate; then the gates of machines, and what they are good for."""

from explainer import course, worlds
from explainer.bundles import lamp as cells
from explainer.bundles import race as runs
from explainer.choices import Choice, number, one_of
from explainer.exhibits import gates as exhibit
from explainer.exhibits import gates_whole
from explainer.lessons import Say
from explainer.models.cells import CELLS
from explainer.narration import count, share
from explainer.recipes import RACE
from explainer.small import lamp, who


def dialled(value: object) -> tuple[int, ...]:
    """Tenths that were kept at each saying so far, "10.0.3" in a link or a list from a board. Raises ValueError."""
    parts = (value.split(".") if value else []) if isinstance(value, str) else list(value)
    if len(parts) > lamp.SHOWN:
        raise ValueError("more than there are sayings")
    return tuple(number(exhibit.FULL)(part) for part in parts)


GATES = {"stream": Choice("stream", number(len(lamp.examples()) - 1), 0), "keep": Choice("keep", dialled, ()), "dial": Choice("dial", number(1), 0),
         "machine": Choice("cell", one_of(*lamp.KINDS), "gru"), "n": Choice("n", number(lamp.SHOWN), 0)}
RACING = {"k": Choice("k", number(who.LONGEST), 10), "way": Choice("way", one_of(*exhibit.WAYS), "only"), "pick": Choice("pick", one_of("", *RACE), "")}
WHOLE = {"machine": Choice("net", one_of(*gates_whole.FILMS), "gru"), "shown": Choice("gate", one_of(*gates_whole.SIGNALS), "update_gate"), "n": Choice("read", number(gates_whole.WORDS), gates_whole.OPENS)}
DIALS = {"share": Choice("share", number(100), 90)}


def facts(say: Say) -> dict[str, str]:
    """The numbers that the chapter's prose tells."""
    race, one = runs.load(), cells.load()
    only = race.curves["only"]
    found = {"cells": count(say, RACE["gru"].cells), "practised": str(who.PRACTISED), "longest": str(who.LONGEST), "seeds": str(len(who.SEEDS)),
             "stories": count(say, race.card["exam"]["stories"]), "batches": count(say, RACE["gru"].steps * RACE["gru"].batch),
             "plain_learned": str(sum(curve[who.PRACTISED] >= runs.SURE for curve in only["plain"])),
             **{f"{name}_one": count(say, one.card["numbers"][name]) for name in ("gru", "lstm")}, **{f"{name}_all": count(say, race.card["numbers"][name]["all"]) for name in exhibit.MACHINES}}
    for k in (10, 30):
        found[f"plain_{k}_high"] = counted(say, max(curve[k] for curve in only["plain"]))
        found |= {f"{name}_{k}_low": counted(say, min(curve[k] for curve in only[name])) for name in ("gru", "lstm")}
    return found


def gates(here: course.Chapter, scene: str) -> dict:
    """The board of the one cell as one scene shows it; what was chosen on it."""
    now = course.chosen(here, "gates", GATES)
    course.board(here, "gates", {"scene": scene, "streams": exhibit.streams(), "right": cells.load().card["right"]}, GATES)
    return now


def you(here: course.Chapter) -> None:
    """The learner is the gate of one cell."""
    now = gates(here, "you")
    stream = exhibit.streams()[now["stream"]]
    tenths = now["keep"] or (exhibit.FULL,)
    memory, n = exhibit.guarded(stream["says"], tenths), len(tenths)
    course.deeper(here, "you", code=exhibit.guarded, n=n, kept=f"{tenths[-1] / exhibit.FULL:.1f}", fresh=f"{1 - tenths[-1] / exhibit.FULL:.1f}",
                  was=signed(memory[-2]), said=signed(stream["says"][n - 1]), new=signed(memory[-1]))


def film(here: course.Chapter) -> None:
    """The gates of a machine, saying by saying."""
    now = gates(here, "film")
    kind, stream = lamp.KINDS[now["machine"]], exhibit.streams()[now["stream"]]
    read, t = stream[now["machine"]], now["n"] or 1
    course.deeper(here, "film", code=CELLS[kind].step, n=t, arithmetic=arithmetic(here, now["machine"], read, t))


def arithmetic(here: course.Chapter, machine: str, read: dict, t: int) -> str:
    """The line that made the cell's new value, with the numbers of this step."""
    at = {name: (opening if name.endswith("_gate") else signed)(values[t]) for name, values in read.items() if name not in ("on", "hits")}
    carried = "cell" if machine == "lstm" else "hidden"
    rest = {"fresh": opening(1 - read["update_gate"][t])} if machine == "gru" else {}
    return here.say(f"{here.name}.gates.formula_{machine}", was=signed(read[carried][t - 1]), **at, **rest)


def race(here: course.Chapter) -> None:
    """Trained at one distance only, examined at all."""
    racing(here, "race")


def mixed(here: course.Chapter) -> None:
    """The same race after lessons of mixed lengths."""
    racing(here, "mixed")


def racing(here: course.Chapter, scene: str) -> None:
    now = course.chosen(here, "gates_race", RACING)
    course.board(here, "gates_race", {"scene": scene, **exhibit.race()}, RACING)
    k = now["k"]
    right = exhibit.race()["runs"][now["way"] if scene == "mixed" else "only"]["curves"]["gru"][exhibit.SHOWN - 1][k]
    stories = runs.load().card["exam"]["stories"]
    course.deeper(here, scene, code=who.answers if scene == "race" else who.practice, k=k, right=round(right * stories), stories=stories, share=counted(here.say, right))


def whole(here: course.Chapter) -> None:
    """Every cell of a machine along a story, on the Stage's own graph and film."""
    now, found = course.chosen(here, "whole_gates", WHOLE), gates_whole.whole()
    names = {signal: here.say(f"{here.name}.gates.{machine}_{signal}") for machine, signals in gates_whole.FILMS.items() for signal in signals if signal != "hidden"}
    course.board(here, "whole_gates", {"machines": {name: in_words(here, machine) for name, machine in found.items()}, "names": {**names, "hidden": here.say("stage.film")},
                                       "stage": dict(here.say.section("stage"))}, WHOLE)
    (cell, read), t = gates_whole.one_cell(now["machine"]), max(1, now["n"])
    course.deeper(here, "whole", code=CELLS[runs.load().machines["mixed", now["machine"], exhibit.SHOWN].kind].step, n=t, cell=cell + 1, arithmetic=arithmetic(here, now["machine"], read, t))


def in_words(here: course.Chapter, machine: dict) -> dict:
    """What a machine read and guessed, in the learner's language."""
    return {**machine, "joiner": worlds.load(f"diary_{here.say.language}").joiner, "words": [written(here, word) for word in machine["words"]],
            "bars": [[[written(here, word), p] for word, p in step] for step in machine["bars"]]}


def written(here: course.Chapter, word: str) -> str:
    """A word of the race's stories; the marks for nothing read and for unknown words stay as they are."""
    kinds = {"gates_race.who": who.PERSONS, "gates_race.filler": who.FILLERS, "whole_gates.word": (who.ASK,)}
    return next((here.say(f"{here.name}.{kind}_{word}") for kind, words in kinds.items() if word in words), word)


def dials(here: course.Chapter) -> None:
    """A gate lies between 0 and 1; what that comes to over many steps, and what gates cost."""
    now = course.chosen(here, "gates_dials", DIALS)
    spread, values = exhibit.spread()
    sizes = exhibit.sizes()
    course.board(here, "gates_dials", {"steps": list(exhibit.STEPS), "spread": spread, "values": values, "sizes": sizes, "cells": RACE["gru"].cells}, DIALS)
    kept, n = now["share"] / 100, exhibit.STEPS[-1]
    H, K = RACE["gru"].cells, len(who.VOCABULARY)
    course.deeper(here, "dials", code=exhibit.remaining, share=f"{kept:.2f}", n=n, left=opening(exhibit.remaining(kept, n), 4), cells=H, known=K,
                  **{name: f"{it['inside']:,}" for name, it in zip(exhibit.MACHINES, sizes)})


def counted(say: Say, p: float) -> str:
    """A share that was counted: it may be all of them."""
    return say("stage.percent", n=100) if p == 1 else share(say, p)


def signed(value: float) -> str:
    """Two digits and the minus sign of print."""
    return f"{value:+.2f}".replace("-", "−")


def opening(value: float, digits: int = 2) -> str:
    """A share as a formula prints it: more digits where these would make 0 or 1 of what is neither.

    >>> opening(.731), opening(.9978), opening(.00002), opening(1)
    ('0.73', '0.998', '0.00002', '1.00')
    """
    return f"{value:.{next((n for n in range(digits, 12) if 0 < round(value, n) < 1), digits)}f}"
