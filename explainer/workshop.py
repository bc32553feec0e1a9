"""Trainings beside the server: they wait their turn, run in processes of their own, and end in bounded time."""

import json
import logging
import os
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parent.parent
KEPT = 200                          # trainings that are over and still remembered
IDLE = 300.0                        # seconds that a process waits for work after it was last asked for
SLACK = 70.0                        # seconds beyond its practice that a process may take to start and to write
PATIENCE = 180.0                    # seconds for which nobody has asked about a training that waits: then nobody waits for it
SETTINGS = {"TRAININGS": ("at_once", 0, 16), "TRAININGS_WAITING": ("waiting", 0, 1000), "TRAINING_SECONDS": ("practice", 5, 600)}     # variable -> bound, least, most
ENVIRONMENT = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONIOENCODING": "utf-8"}


class Full(Exception):
    """So many trainings wait already that another would not begin soon."""


@dataclass(frozen=True)
class State:
    """Where a training stands.

    before  how many will be run before it; 0 once it runs
    told    what it told so far, record by record
    ended   None while it waits or runs; else "done", "diverged", "stopped", "failed", "late", or "left" where nobody waited any more
    file    where its weights stand once it is done
    request what it was asked to do
    """

    before: int
    told: tuple[Mapping, ...]
    ended: str | None
    file: Path
    request: Mapping


@dataclass
class Job:
    """A training on its way; only the workshop touches it."""

    request: Mapping
    file: Path
    told: list = field(default_factory=list)
    ended: str | None = None
    process: subprocess.Popen | None = None
    asked: float = field(default_factory=time.monotonic)            # when somebody last asked about it


def settings(environment: Mapping[str, str]) -> dict[str, float]:
    """The bounds that the host sets, and as many trainings at once as half of the processors. Raises ValueError naming a variable that is not a number.

    >>> settings({"TRAININGS": "0", "TRAINING_SECONDS": "30"})
    {'at_once': 0, 'practice': 30}
    """
    bounds = {"at_once": max(1, min(4, (os.cpu_count() or 1) // 2))}
    for variable, (name, least, most) in SETTINGS.items():
        text = environment.get(variable, "").strip()
        if text and not text.isdecimal():
            raise ValueError(f"{variable} is {text!r}, not a number")
        if text:
            bounds[name] = max(least, min(most, int(text)))
    return bounds


class Workshop:
    """A queue: `at_once` trainings run, `waiting` more may wait. Each is asked to come to an end after `practice` seconds, and none lives longer than `seconds`."""

    def __init__(self, at_once: int = 1, waiting: int = 30, practice: float = 20.0, seconds: float | None = None, give_way: int = 10):
        self.at_once, self.waiting, self.practice, self.give_way = at_once, waiting, practice, give_way
        self.seconds = practice + SLACK if seconds is None else seconds
        self.jobs: OrderedDict[str, Job] = OrderedDict()
        self.queue: list[str] = []
        self.running: set[str] = set()
        self.spare: subprocess.Popen | None = None
        self.rest: threading.Timer | None = None
        self.offered = at_once > 0 and find_spec("torch") is not None
        self.lock = threading.Lock()
        self.folder: tempfile.TemporaryDirectory | None = None

    def submit(self, request: Mapping) -> str:
        """Put a training in the queue and return its ticket. Raises Full."""
        with self.lock:
            if not self.offered or len(self.queue) >= self.waiting + self.at_once - len(self.running):
                raise Full
            ticket, place = secrets.token_urlsafe(12), self._place()
            self.jobs[ticket] = Job(request, (place or Path()) / f"{ticket}.safetensors", ended=None if place else "failed")
            self.queue += [ticket] if place else []
            self._tidy()
            self._begin()
        return ticket

    def state(self, ticket: str) -> State | None:
        """Where a training stands; None for a ticket that nobody holds (any more)."""
        with self.lock:
            job = self.jobs.get(ticket)
            if job is None:
                return None
            job.asked = time.monotonic()
            before = self.queue.index(ticket) + sum(other in self.jobs and not self.jobs[other].ended for other in self.running) if ticket in self.queue else 0
            return State(before, tuple(job.told), job.ended, job.file, job.request)

    def stop(self, ticket: str) -> None:
        """End a training, whether it waits or runs; one that is over stays as it is."""
        with self.lock:
            job = self.jobs.get(ticket)
            if job is None or job.ended:
                return
            job.ended = "stopped"
            if ticket in self.queue:
                self.queue.remove(ticket)
            if job.process:
                job.process.kill()

    def warm(self) -> None:
        """Keep a process ready, so that the next training begins without waiting for torch; called where a training is offered."""
        with self.lock:
            if self.offered:
                self._keep()

    def close(self) -> None:
        """End every training, and the process that waits."""
        for ticket in list(self.jobs):
            self.stop(ticket)
        with self.lock:
            self._cool()

    def _keep(self) -> None:
        """A spare process that waits, from now on no longer than IDLE."""
        if self.rest:
            self.rest.cancel()
        if self.spare is None or self.spare.poll() is not None:
            self.spare = self._process()
        self.rest = threading.Timer(IDLE, self._tire)
        self.rest.daemon = True
        self.rest.start()

    def _tire(self) -> None:
        with self.lock:
            self._cool()

    def _cool(self) -> None:
        if self.rest:
            self.rest.cancel()
        if self.spare:
            self.spare.kill()
            self.spare.communicate()
        self.spare = None

    def _place(self) -> Path | None:
        """The folder for weights; None while the disk has no room for one."""
        try:
            self.folder = self.folder or tempfile.TemporaryDirectory(prefix="workshop_")
        except OSError:
            return None
        return Path(self.folder.name)

    def _process(self) -> subprocess.Popen:
        return subprocess.Popen([sys.executable, "-m", "explainer.training.tasks"], cwd=ROOT, env={**os.environ, **ENVIRONMENT, "GIVE_WAY": str(self.give_way)},
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8")

    def _begin(self) -> None:
        while self.queue and len(self.running) < self.at_once:
            ticket = self.queue.pop(0)
            job = self.jobs[ticket]
            if time.monotonic() - job.asked > PATIENCE:
                job.ended = "left"
                continue
            self.running.add(ticket)
            threading.Thread(target=self._run, args=(ticket, job), daemon=True).start()

    def _run(self, ticket: str, job: Job) -> None:
        """One training from its start to its end, in a thread that only waits."""
        clock = threading.Timer(self.seconds, self._end, (job, "late"))
        try:
            with self.lock:
                if not job.ended:
                    job.process = self._ready()
            if job.process:
                clock.start()
                self._listen(job)
        except (OSError, ValueError) as fault:
            logging.getLogger(__name__).warning("a training failed: %s", fault)
            self._end(job, "failed")
        finally:
            clock.cancel()
            with self.lock:
                job.ended = job.ended or "failed"
                if job.ended != "done":
                    job.file.unlink(missing_ok=True)         # half a file helps nobody, least of all on a full disk
                self.running.discard(ticket)
                self._begin()

    def _ready(self) -> subprocess.Popen:
        """A process for a training: the one that waits, if it lives; while others wait in the queue the next one is made ready at once."""
        ready, self.spare = self.spare if self.spare and self.spare.poll() is None else self._process(), None
        if self.queue:
            self._keep()
        return ready

    def _listen(self, job: Job) -> None:
        with job.process as process:                        # its standard input stays open: where it ends, the server has ended, and so does the training
            process.stdin.write(json.dumps({**job.request, "file": str(job.file)}) + "\n")
            process.stdin.flush()
            for line in process.stdout:
                record = json.loads(line)
                if "why" in record:
                    logging.getLogger(__name__).warning("a training failed: %s", record["why"])
                    continue
                with self.lock:
                    job.told.append(record)
                    job.ended = job.ended or record.get("ended")

    def _end(self, job: Job, how: str) -> None:
        with self.lock:
            job.ended = job.ended or how
            if job.process:
                job.process.kill()

    def _tidy(self) -> None:
        """Forget the oldest trainings that are over, and their files."""
        over = [ticket for ticket, job in self.jobs.items() if job.ended]
        for ticket in over[:max(0, len(over) - KEPT)]:
            self.jobs.pop(ticket).file.unlink(missing_ok=True)

