"""The versions that a container is built with: everything that requirements.txt leads to, as it is installed here.

    python -m deploy.pins > deploy/constraints.txt
"""

from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent


def asked_for() -> list[Requirement]:
    """What requirements.txt asks for."""
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    return [Requirement(line) for line in lines if line.strip() and not line.startswith(("#", "-"))]


def pins() -> dict[str, str]:
    """Version of each distribution that these lead to on this machine, by name, without the label of a local build."""
    found, seen, waiting = {}, set(), [(wanted, {""}) for wanted in asked_for()]
    while waiting:
        wanted, extras = waiting.pop()
        name, more = canonicalize_name(wanted.name), {"", *wanted.extras}
        if (name, *sorted(more)) in seen or wanted.marker and not any(wanted.marker.evaluate({"extra": extra}) for extra in extras):
            continue
        seen.add((name, *sorted(more)))
        here = distribution(name)
        found[name] = here.version.partition("+")[0]
        waiting += [(Requirement(line), more) for line in here.requires or []]
    return dict(sorted(found.items()))


if __name__ == "__main__":
    print("# Made by `python -m deploy.pins` after the tests had passed with these versions.")
    print(*(f"{name}=={version}" for name, version in pins().items()), sep="\n")
