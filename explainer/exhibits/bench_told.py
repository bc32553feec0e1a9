"""What a training beside the server has told so far: its curves, how far it is, what came of it."""

import math
from collections.abc import Mapping, Sequence

POINTS = 80                 # of a curve that is drawn
CURVES = {                  # task -> curve -> (which records, what lies across, what is drawn)
    "bench": {"practice": (lambda record: "round" in record, "round", "loss"), "quiz": (lambda record: "round" in record, "round", "held_out")},
    "clipping": {run: (lambda record, run=run: record.get("run") == run, "step", "loss") for run in ("free", "clipped")},
}


def curves(task: str, told: Sequence[Mapping]) -> dict[str, list]:
    """Every curve of a task as points [across, surprise in nats], no more than can be drawn."""
    return {name: thinned([[record[across], round(record[up], 4)] for record in told if wanted(record) and across in record and up in record])
            for name, (wanted, across, up) in CURVES[task].items()}


def thinned(curve: Sequence) -> list:
    """At most POINTS of a curve, its first and its last among them.

    >>> thinned(range(1000))[::79]
    [0, 999]
    """
    if len(curve) <= POINTS:
        return list(curve)
    return [curve[round(i * (len(curve) - 1) / (POINTS - 1))] for i in range(POINTS)]


def progress(task: str, told: Sequence[Mapping], before: int) -> dict:
    """How far a training is: how many come before it, which share is done, how many seconds are left if it goes on like this."""
    last = next((record for record in reversed(told) if "share" in record), None)
    share, seconds = (last["share"], last["seconds"]) if last else (0.0, 0.0)
    return {"before": before, "begun": last is not None, "share": round(share, 4), "left": math.ceil(seconds * (1 - share) / share) if share else None,
            "curves": curves(task, told), "gone": gone(told)}


def gone(told: Sequence[Mapping]) -> dict | None:
    """Which of several runs has run away so far: its last step, its surprise then, its longest correction."""
    end = next((record for record in told if record.get("over") == "diverged" and "step" in record), None)
    if end is None:
        return None
    return {"run": end["run"], "step": end["step"], "loss": end["loss"], "longest": longest(told, end["run"])}


def longest(told: Sequence[Mapping], run: str) -> float:
    """The longest correction of a run, before it was cut."""
    return max((record["length"] for record in told if record.get("run") == run and "length" in record), default=0.0)


def bench(told: Sequence[Mapping], request: Mapping) -> dict:
    """What came of a bench run: rounds made and wanted, seconds, the last surprise of both piles, and that of a machine which counted the same practice."""
    rounds = [record for record in told if "round" in record]
    last, end = ({name: next((record[name] for record in reversed(rounds) if name in record), None) for name in ("loss", "held_out")},
                 rounds[-1] if rounds else {"round": 0, "seconds": 0.0})
    return {"round": end["round"], "rounds": request["rounds"], "seconds": round(end["seconds"], 1), "first": rounds[0]["loss"] if rounds else None, **last,
            "sentences": request["sentences"], "counted": next((record["counted"] for record in told if "counted" in record), None)}


def clipping(told: Sequence[Mapping], request: Mapping) -> dict:
    """What came of both runs: how each ended and at which step, its surprise then, its longest correction."""
    found = {"clip": request["clip"], "seconds": round(told[-1].get("seconds", 0.0), 1) if told else 0.0}
    for run in ("free", "clipped"):
        steps = [record for record in told if record.get("run") == run and "step" in record]
        over = next((record for record in told if record.get("run") == run and "held_out" in record), {})
        found[run] = {"over": over.get("over"), "step": steps[-1]["step"] if steps else 0, "first": steps[0]["loss"] if steps else None,
                      "loss": steps[-1]["loss"] if steps else None, "held_out": over.get("held_out"), "longest": longest(told, run)}
    return found


RESULTS = {"bench": bench, "clipping": clipping}
