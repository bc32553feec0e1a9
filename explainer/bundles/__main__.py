"""python -m explainer.bundles [--check] [world …]: rebuild the shipped networks, or test what is shipped."""

import argparse
import sys
import time

from explainer.bundles import BUNDLES, BundleError, building
from explainer.bundles.checking import check
from explainer.recipes import RECIPES


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m explainer.bundles", description=__doc__)
    parser.add_argument("worlds", nargs="*", metavar="world", help=f"one of {', '.join(RECIPES)}; all if none is named")
    parser.add_argument("--check", action="store_true", help="test what is on disk and print a table; needs no torch")
    wanted = parser.parse_args()
    unknown = set(wanted.worlds) - set(RECIPES)
    if unknown:
        parser.error(f"no recipe for {', '.join(sorted(unknown))}")
    run = checked if wanted.check else built
    return int(not all([run(name, kind) for name in wanted.worlds or RECIPES for kind in RECIPES[name]]))


def checked(name: str, kind: str) -> bool:
    """Print the table of one bundle; whether all of it holds."""
    print(f"{name}/{kind}")
    try:
        rows = list(check(name, kind))
    except BundleError as fault:
        print(f"  {fault}")
        return False
    for test, passed, numbers in rows:
        print(f"  {test:4}{'ok  ' if passed else 'FAIL'}  {numbers}")
    return all(passed for _, passed, _ in rows)


def built(name: str, kind: str) -> bool:
    """Train and write one bundle; whether it passed the gate."""
    began, before = time.monotonic(), bytes_of(name, kind)
    print(f"{name}/{kind}: training", flush=True)
    try:
        building.build(name, kind, RECIPES[name][kind],
                       report=lambda n, loss: print(f"  round {n}: loss {loss:.3f}, {time.monotonic() - began:.0f} s", flush=True))
    except building.GateError as fault:
        print(f"  not written: {fault}", flush=True)
        return False
    same = "the same bytes as before" if bytes_of(name, kind) == before else "other bytes than before"
    print(f"  written after {time.monotonic() - began:.0f} s: {same}", flush=True)
    return checked(name, kind)


def bytes_of(name: str, kind: str) -> list[bytes]:
    """What the bundle's files hold now."""
    return [path.read_bytes() for path in sorted((BUNDLES / name).glob("*")) if path.stem in (kind, "corpus")]


if __name__ == "__main__":
    sys.exit(main())
