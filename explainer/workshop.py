"""Trainings beside the server: they wait their turn, run in processes of their own, and end in bounded time."""

import json
import os
import secrets
import subprocess
import sys
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
KEPT = 200                          # trainings that are over and still remembered
ENVIRONMENT = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONIOENCODING": "utf-8"}


class Full(Exception):
    """So many trainings wait already that another would not begin soon."""


@dataclass(frozen=True)
class State:
    """Where a training stands.

    before  how many will be run before it; 0 once it runs
    told    what it told so far, record by record
    ended   None while it waits or runs; else "done", "diverged", "stopped", "failed" or "late"
    file    where its weights stand once it is done
    """

    before: int
    told: tuple[Mapping, ...]
    ended: str | None
    file: Path


@dataclass
class Job:
    """A training on its way; only the workshop touches it."""

    request: Mapping
    file: Path
    told: list = field(default_factory=list)
    ended: str | None = None
    process: subprocess.Popen | None = None


class Workshop:
    """A queue: `at_once` trainings run, `waiting` more may wait, none runs longer than `seconds`."""

    def __init__(self, at_once: int = 1, waiting: int = 30, seconds: float = 90.0, give_way: int = 10):
        self.at_once, self.waiting, self.seconds, self.give_way = at_once, waiting, seconds, give_way
        self.jobs: OrderedDict[str, Job] = OrderedDict()
        self.queue: list[str] = []
        self.running: set[str] = set()
        self.spare: subprocess.Popen | None = None
        self.lock = threading.Lock()
        self.folder: tempfile.TemporaryDirectory | None = None

    def submit(self, request: Mapping) -> str:
        """Put a training in the queue and return its ticket. Raises Full."""
        with self.lock:
            if len(self.queue) >= self.waiting:
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
            before = self.queue.index(ticket) + len(self.running) if ticket in self.queue else 0
            return State(before, tuple(job.told), job.ended, job.file)

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
            if self.spare is None or self.spare.poll() is not None:
                self.spare = self._process()

    def close(self) -> None:
        """End every training, and the process that waits."""
        for ticket in list(self.jobs):
            self.stop(ticket)
        with self.lock:
            if self.spare:
                self.spare.kill()
                self.spare.wait()

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
            self.running.add(ticket)
            threading.Thread(target=self._run, args=(ticket, self.jobs[ticket]), daemon=True).start()

    def _run(self, ticket: str, job: Job) -> None:
        """One training from its start to its end, in a thread that only waits."""
        clock = threading.Timer(self.seconds, self._end, (job, "late"))
        try:
            with self.lock:
                if not job.ended:
                    job.process, self.spare = self.spare or self._process(), None
            if job.process:
                clock.start()
                self._listen(job)
        except OSError:
            self._end(job, "failed")
        finally:
            clock.cancel()
            with self.lock:
                job.ended = job.ended or "failed"
                if job.ended != "done":
                    job.file.unlink(missing_ok=True)         # half a file helps nobody, least of all on a full disk
                self.running.discard(ticket)
                self._begin()

    def _listen(self, job: Job) -> None:
        with job.process as process:
            process.stdin.write(json.dumps({**job.request, "file": str(job.file)}) + "\n")
            process.stdin.close()
            for line in process.stdout:
                record = json.loads(line)
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

