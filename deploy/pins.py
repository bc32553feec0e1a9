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
    found, waiting = {}, asked_for()
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        if name in found or wanted.marker and not wanted.marker.evaluate({"extra": ""}):
            continue
        here = distribution(name)
        found[name] = here.version.partition("+")[0]
        waiting += map(Requirement, here.requires or [])
    return dict(sorted(found.items()))


if __name__ == "__main__":
    print("# Made by `python -m deploy.pins` after the tests had passed with these versions.")
    print(*(f"{name}=={version}" for name, version in pins().items()), sep="\n")
