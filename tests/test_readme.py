"""What the README says of files, commands and scores is so."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from benchmarks.cards import cards, inside_cards, scores, small_cards, small_scores

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
PATHS = sorted({path for path in re.findall(r"[`(]([\w./-]+/[\w./-]*|[\w-]+\.(?:py|txt|md))[`)]", README)})
MODULES = sorted(set(re.findall(r"python -m ([\w.]+)", README)))


@pytest.mark.parametrize("path", PATHS)
def test_every_file_it_names_is_there(path):
    assert (ROOT / path).exists()


@pytest.mark.parametrize("module", MODULES)
def test_every_command_it_names_is_there(module):
    assert find_spec(module)


@pytest.mark.parametrize("card", cards(), ids=lambda card: card["world"])
def test_its_scores_are_those_on_the_cards(card):
    assert scores(card) in README, "run `python -m benchmarks.cards` and paste what it prints"


@pytest.mark.parametrize("card", small_cards(), ids=lambda card: card["world"])
def test_its_scores_of_the_tiny_machines_are_those_on_the_cards(card):
    assert small_scores(card) in README, "run `python -m benchmarks.cards` and paste what it prints"


def test_its_tables_of_stored_trainings_are_those_on_the_cards():
    for line, rows in inside_cards():
        assert f"{line}\n\n{rows}" in README, "run `python -m benchmarks.cards` and paste what it prints"


def test_every_part_of_the_house_is_on_its_map():
    parts = {path.name for path in (ROOT / "explainer").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()} - {"__init__.py"}
    assert not [part for part in sorted(parts) if f"explainer/{part}" not in README]
