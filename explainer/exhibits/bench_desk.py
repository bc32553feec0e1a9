"""The desk of one learner at the training bench: the trainings they asked for, and what came of them."""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from explainer.bundles import BundleError
from explainer.choices import Choice, one_of
from explainer.exhibits import bench as exhibit
from explainer.exhibits.bench_told import RESULTS, curves, progress
from explainer.workshop import Full, State, Workshop

KEPT = 3                            # trainings that stay on the desk
TICKET = re.compile(r"[\w-]{16}", re.ASCII)
NUMBER = re.compile(r"[0-9a-f]{12}")
ORDERS = ("train", "stop")


@dataclass(frozen=True)
class Task:
    """What can be set for a training: lever -> position -> what it asks of the process; the positions at first; what is asked in any case."""

    name: str
    levers: Mapping[str, Mapping[str, Mapping]]
    first: Mapping[str, str]
    always: Mapping = field(default_factory=dict)

    def choices(self) -> dict[str, Choice]:
        """The levers, and what no link can say: the latest order, and the tickets that the browser kept."""
        levers = {lever: Choice(f"bench_{lever}", one_of(*positions), self.first[lever]) for lever, positions in self.levers.items()}
        return levers | {"order": Choice("bench_order", order, ()), "held": Choice("bench_held", tickets, ())}

    def request(self, language: str, now: Mapping) -> dict:
        """What the process is asked to do."""
        found = {"task": self.name, "language": language, **self.always}
        for lever, positions in self.levers.items():
            found |= positions[now[lever]]
        return found

    def positions(self, request: Mapping) -> dict[str, str]:
        """The positions of the levers that give this request."""
        return {lever: next(name for name, part in positions.items() if part.items() <= request.items()) for lever, positions in self.levers.items()}


def order(value: object) -> tuple:
    """(what, the number of the press, the desk it was given at); text is refused, and so is every link."""
    if not isinstance(value, (list, tuple)) or len(value) not in (0, 3):
        raise ValueError("not an order")
    if value and not (value[0] in ORDERS and isinstance(value[1], int) and 0 <= value[1] < 2 ** 53 and isinstance(value[2], str) and NUMBER.fullmatch(value[2])):
        raise ValueError("not an order")
    return tuple(value)


def tickets(value: object) -> tuple:
    """(ticket, whether it was not over yet) of the trainings that a browser kept for this page; text is refused, and so is every link."""
    if not isinstance(value, (list, tuple)) or len(value) > KEPT:
        raise ValueError("not tickets")
    if not all(isinstance(each, (list, tuple)) and len(each) == 2 and isinstance(each[0], str) and TICKET.fullmatch(each[0]) and isinstance(each[1], bool) for each in value):
        raise ValueError("not tickets")
    return tuple(map(tuple, value))


@dataclass
class Desk:
    """One learner's trainings of one task in one language. number: which desk this is, so that an order given at another is not carried out here."""

    task: Task
    language: str
    number: str = field(default_factory=lambda: secrets.token_hex(6))
    runs: list[dict] = field(default_factory=list)
    heard: tuple = ()
    note: str = ""

    def settle(self, shop: Workshop, now: Mapping) -> None:
        """Take in what the browser kept, carry out a new order, and put away what is over."""
        self.adopt(shop, now["held"])
        if now["order"] and now["order"] != self.heard and now["order"][2] == self.number:
            self.heard, self.note = now["order"], ""
            {"train": self.train, "stop": self.stop}[now["order"][0]](shop, now)
        for run in self.runs:
            self.collect(shop, run)
        del self.runs[:-KEPT]

    @property
    def alive(self) -> dict | None:
        """The training that waits or runs."""
        return next((run for run in self.runs if not run["ended"]), None)

    @property
    def learned(self) -> dict | None:
        """The latest training that left a network."""
        return next((run for run in reversed(self.runs) if run["guesses"]), None)

    def train(self, shop: Workshop, now: Mapping) -> None:
        if self.alive:
            return
        try:
            request = {**self.task.request(self.language, now), "seconds": shop.practice}
            self.runs.append(run_of(shop.submit(request), self.task.positions(request)))
        except Full:
            self.note = "full"

    def stop(self, shop: Workshop, now: Mapping) -> None:
        if self.alive:
            shop.stop(self.alive["ticket"])

    def adopt(self, shop: Workshop, held: Sequence) -> None:
        """After a reload: the browser still has the tickets; what the workshop remembers of this desk's task and language comes back."""
        if self.runs or self.note:
            return
        for ticket, alive in held:
            state = shop.state(ticket)
            if state and (state.request["task"], state.request["language"]) == (self.task.name, self.language):
                self.runs.append(run_of(ticket, self.task.positions(state.request)))
            elif alive and state is None:
                self.note = "lost"

    def collect(self, shop: Workshop, run: dict) -> None:
        """What came of a training that is over; it stays here when the workshop has forgotten it."""
        if run["ended"]:
            return
        state = shop.state(run["ticket"])
        if state is None:
            run["ended"], self.note = "lost", "lost"
        elif state.ended:
            run |= {"ended": state.ended, "curves": curves(self.task.name, state.told), "result": RESULTS[self.task.name](state.told, state.request)}
            if state.ended == "done":
                self.ask(run, state)

    def ask(self, run: dict, state: State) -> None:
        """Load the network that was trained and let it read the example."""
        try:
            network = exhibit.trained(self.language, state.file)
        except BundleError:
            run["ended"] = "failed"
        else:
            of = exhibit.asked(self.language)
            run |= {"guesses": exhibit.guesses(of, exhibit.read(network, of.words)), "numbers": network.n_numbers}

    def news(self, state: State) -> dict:
        """How far the training is that waits or runs."""
        return progress(self.task.name, state.told, state.before)


def run_of(ticket: str, levers: Mapping[str, str]) -> dict:
    """A training as the board draws it."""
    return {"ticket": ticket, "levers": dict(levers), "ended": None, "curves": {}, "result": None, "guesses": None, "numbers": None}
