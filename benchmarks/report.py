"""What a measurement prints: Markdown tables under the date and the size of the machine."""

import datetime
import os
import platform
from pathlib import Path
from statistics import median


def machine():
    """One line: today, cores, memory, versions.

    >>> "cores" in machine()
    True
    """
    memory = ""
    if Path("/proc/meminfo").exists():
        kilobytes = int(Path("/proc/meminfo").read_text().split()[1])
        memory = f", {kilobytes / 2**20:.0f} GB memory"
    return (f"{datetime.date.today()}, {os.cpu_count()} cores{memory}, "
            f"{platform.system()}, Python {platform.python_version()}")


def table(head, rows):
    """A Markdown table.

    >>> print(table(["a", "b"], [["x", 1]]))
    | a | b |
    |---|---|
    | x | 1 |
    """
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("|---" * len(line) + "|" if set(line) == {"---"} else f"| {' | '.join(map(str, line))} |" for line in lines)


def p95(values):
    """The value that 95 of 100 do not exceed.

    >>> p95(range(1, 101))
    95
    """
    ordered = sorted(values)
    return ordered[max(0, -(-95 * len(ordered) // 100) - 1)]


def interleaved(variants, rounds):
    """{name: [result, ...]} of calling every variant once a round, so that a busy moment hits them all."""
    results = {name: [] for name in variants}
    for _ in range(rounds):
        for name, variant in variants.items():
            results[name].append(variant())
    return results


__all__ = ["interleaved", "machine", "median", "p95", "table"]
