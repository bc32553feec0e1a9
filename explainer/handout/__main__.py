"""`python -m explainer.handout --out site/`: writes the tour without a server."""

import argparse
import sys
from pathlib import Path

from explainer.bundles import BundleError
from explainer.handout import write


def main() -> int:
    wanted = argparse.ArgumentParser(prog="python -m explainer.handout", description="The course as plain files, for any web space.")
    wanted.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="where the files go; what stands there under the same names is replaced")
    folder = wanted.parse_args().out
    try:
        write(folder)
    except BundleError as fault:
        print(fault, file=sys.stderr)
        return 1
    files = [path for path in folder.rglob("*") if path.is_file()]
    print(f"{folder}: {len(files)} files, {sum(path.stat().st_size for path in files) / 1e6:.1f} MB; open {folder / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
