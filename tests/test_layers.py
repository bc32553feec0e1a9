"""Imports point one way, each large library has its home, and no door is open that the course does not need."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# From the bottom up: a part may import parts below its own layer. Parts of one layer never import each other.
LAYERS = (
    {"typeset", "vocabulary", "workshop", "turns", "glance", "choices", "grammar", "recipes", "shelf", "terms"},
    {"trace", "chapter", "telling", "holding"},
    {"models", "worlds", "lessons"},
    {"gradients", "training", "sampling", "scenes", "scores", "figures", "narration", "glossary"},
    {"small", "journey"},
    {"bundles"},
    {"reading", "panels"},
    {"scene"},
    {"controls", "components", "closer", "exhibits"},
    {"signposts", "leaflet"},
    {"column"},
    {"page"},
    {"course"},
    {"chapters", "handout"},
    {"pages", "app"},
)
APART = {"models", "figures"}                       # they meet only in a Trace
HOMES = {                                           # library -> the parts that may import it
    "torch": {"gradients", "training"},
    "plotly": {"figures"},
    "streamlit": {"signposts", "page", "course", "chapters", "controls", "closer", "components", "handout", "pages", "app"},
}
CLOSED = {"pickle", "cPickle", "marshal", "shelve", "dill", "joblib",               # a link or a file is data, never code
          "urllib.request", "http.client", "requests", "httpx", "aiohttp", "ftplib"}   # nothing leaves the machine
HEAVY = {"torch", "pandas", "pyarrow", "explainer.figures", "explainer.closer"}   # what no page view waits for
LAZY = {"gradients", "training", "figures", "closer"}   # loaded when a learner opens or starts something


def modules():
    """Every Python file of the product, found by looking."""
    found = [ROOT / "app.py", *ROOT.glob("pages/*.py"), *ROOT.glob("explainer/**/*.py")]
    return [path for path in found if path.exists() and path != ROOT / "explainer/__init__.py"]


def part(path, root=ROOT):
    """The part of the house a file belongs to: a module or folder of explainer/, `pages`, or `app`."""
    first, *rest = path.relative_to(root).with_suffix("").parts
    return rest[0] if first == "explainer" else first


def level(name):
    return next((n for n, layer in enumerate(LAYERS) if name in layer), None)


def imports(path, root=ROOT):
    """Dotted names that a file imports, wherever in the file the import stands."""
    package = path.relative_to(root).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = [*package[: len(package) + 1 - node.level]] if node.level else []
            base += node.module.split(".") if node.module else []
            yield from (".".join([*base, alias.name]) for alias in node.names)
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in ("import_module", "__import__"):
            yield from (argument.value for argument in node.args[:1] if isinstance(argument, ast.Constant))


def own_part(name):
    """The part an import of ours reaches, or None for a library."""
    first, *rest = name.split(".")
    if first == "explainer":
        return rest[0] if rest else "explainer"
    return first if first in ("pages", "app") else None


def faults(path, root=ROOT):
    """What is wrong with the imports of one file, each in a line."""
    here = part(path, root)
    if level(here) is None:
        yield f"{path.relative_to(root)}: '{here}' has no place in LAYERS; give it one"
        return
    for name in imports(path, root):
        other = own_part(name)
        if other and other != here and (level(other) is None or level(other) >= level(here)):
            yield f"{path.relative_to(root)}: imports {name}, which is not below it"
        elif {here, other} == APART:
            yield f"{path.relative_to(root)}: imports {name}; the two meet only in a Trace"
        home = HOMES.get(name.split(".")[0])
        if home and here not in home:
            yield f"{path.relative_to(root)}: imports {name}; its home is {', '.join(sorted(home))}"
        if any(name == closed or name.startswith(f"{closed}.") for closed in CLOSED):
            yield f"{path.relative_to(root)}: imports {name}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_one_way(path):
    assert not list(faults(path))


def test_every_part_stands_in_one_layer():
    parts = [name for layer in LAYERS for name in layer]
    assert len(parts) == len(set(parts))


@pytest.mark.parametrize("file, line", [
    ("explainer/vocabulary.py", "from explainer.trace import Trace"),              # an arrow that runs back
    ("explainer/trace.py", "def late():\n    from .models import ngram"),          # hidden in a function, relative
    ("explainer/models/ngram.py", "from explainer.figures import bars"),           # models and figures meet only in a Trace
    ("explainer/figures/bars.py", "import explainer.models.ngram"),
    ("explainer/lessons.py", "import importlib\nimportlib.import_module('streamlit')"),
    ("explainer/models/cells.py", "import torch.nn as nn"),
    ("explainer/page.py", "from plotly import graph_objects"),
    ("explainer/bundles.py", "import pickle"),
    ("explainer/page.py", "from urllib.request import urlopen"),
    ("explainer/page.py", "import app"),
    ("explainer/surprise.py", ""),                                                 # a module nobody placed
])
def test_an_arrow_that_runs_back_is_caught(tmp_path, file, line):
    path = tmp_path / file
    path.parent.mkdir(parents=True)
    path.write_text(line, "utf-8")
    found = list(faults(path, tmp_path))
    assert len(found) == 1 and file.split("/")[-1] in found[0], found


@pytest.mark.parametrize("file, line", [
    ("explainer/models/ngram.py", "from explainer.trace import Trace\nfrom .cells import ElmanCell\nimport numpy"),
    ("explainer/page.py", "import streamlit\nfrom explainer import lessons, scene\nfrom explainer.components import stage"),
    ("pages/0_next_word.py", "from explainer import page"),
])
def test_an_arrow_that_runs_forward_is_not(tmp_path, file, line):
    path = tmp_path / file
    path.parent.mkdir(parents=True)
    path.write_text(line, "utf-8")
    assert not list(faults(path, tmp_path))


def test_a_page_view_waits_for_no_heavy_library():
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
             for path in modules() if part(path) not in LAZY | {"pages", "app"} and path.stem != "__main__"]
    script = f"import {', '.join(names)}, sys; print(*sorted(set(sys.modules) & {HEAVY!r}))"
    found = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert (found.stdout.split(), found.returncode) == ([], 0), found.stderr
