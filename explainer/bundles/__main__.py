"""python -m explainer.bundles [--check] [name …]: make again what is shipped in assets/bundles, or test what is there."""

import argparse
import sys
import time

from explainer.bundles import BUNDLES, BundleError
from explainer.bundles.building import GateError
from explainer.bundles.jobs import JOBS


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m explainer.bundles", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=f"one of {', '.join(JOBS)}; all if none is named")
    parser.add_argument("--check", action="store_true", help="test what is on disk and print a table; needs no torch")
    wanted = parser.parse_args()
    unknown = set(wanted.names) - set(JOBS)
    if unknown:
        parser.error(f"nothing is called {', '.join(sorted(unknown))}")
    run = checked if wanted.check else built
    return int(not all([run(name) for name in wanted.names or JOBS]))


def checked(name: str) -> bool:
    """Print the table of one job; whether all of it holds."""
    print(name)
    try:
        rows = list(JOBS[name].check())
    except BundleError as fault:
        print(f"  {fault}")
        return False
    width = max((len(test) for test, _, _ in rows), default=0) + 1
    for test, passed, numbers in rows:
        print(f"  {test:{width}}{'ok  ' if passed else 'FAIL'}  {numbers}")
    return bool(rows) and all(passed for _, passed, _ in rows)


def built(name: str) -> bool:
    """Make and write what one job makes; whether it passed the gate."""
    began, before = time.monotonic(), bytes_of(name)
    print(f"{name}: training", flush=True)
    try:
        JOBS[name].build(lambda line: print(f"  {line}, {time.monotonic() - began:.0f} s", flush=True))
    except GateError as fault:
        print(f"  not written: {fault}", flush=True)
        return False
    same = "the same bytes as before" if bytes_of(name) == before else "other bytes than before"
    print(f"  written after {time.monotonic() - began:.0f} s: {same}", flush=True)
    return checked(name)


def bytes_of(name: str) -> list[bytes]:
    """What the job's files hold now."""
    return [path.read_bytes() for path in sorted((BUNDLES / name).glob("*"))]


if __name__ == "__main__":
    sys.exit(main())
