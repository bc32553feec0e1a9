"""What is built and checked: one job for every folder of assets/bundles."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from explainer.bundles import BUNDLES, building, checking
from explainer.bundles.graduation import Graduation
from explainer.bundles.filming import Film
from explainer.bundles.folds import Folds
from explainer.bundles.lamp import Lamp
from explainer.bundles.pupils import Pupil
from explainer.bundles.race import Race
from explainer.bundles.windows import Windows
from explainer.bundles.tiny import Shuffle, Tiny
from explainer.recipes import RECIPES
from explainer.small import WORLDS


class Job(Protocol):
    """Something on disk that can be made again and tested as it is; its files stand in assets/bundles/<name of the job>."""

    def build(self, report: Callable[[str], None]) -> None:
        """Make the files and write them if they pass; report tells what is going on, a line at a time. Raises GateError."""

    def check(self) -> Iterator[tuple[str, bool, str]]:
        """(test, passed, its numbers as text) for what is on disk, without torch. Raises BundleError."""


@dataclass(frozen=True)
class Networks:
    """The networks of a diary: train, play the scene tests, write."""

    world: str
    folder: Path = BUNDLES

    def build(self, report):
        for kind, recipe in RECIPES[self.world].items():
            building.build(self.world, kind, recipe, self.folder, lambda n, loss: report(f"{kind}, round {n}: loss {loss:.3f}"))

    def check(self):
        for kind in RECIPES[self.world]:
            yield from checking.check(self.world, kind, self.folder)


JOBS: Mapping[str, Job] = {
    **{world: Networks(world) for world in RECIPES},
    "windows": Windows(),
    **{name: Tiny(name) for name in WORLDS},
    "shuffle": Shuffle(),
    **{f"film_{world.removeprefix('diary_')}": Film(world.removeprefix("diary_")) for world in RECIPES},
    **{f"pupils_{world.removeprefix('diary_')}": Pupil(world.removeprefix("diary_")) for world in RECIPES},
    "pupils_customers": Folds(),
    **{f"graduates_{world.removeprefix('diary_')}": Graduation(world) for world in RECIPES},
    "lamp": Lamp(),
    "race": Race(),
}
"""Name of the job, that is, of its folder -> the job, in the order in which they are built."""
