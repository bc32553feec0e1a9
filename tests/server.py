"""A Streamlit server of our own on a free port, as a learner would start it."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Server:
    """A running server: where it answers, its process, what it printed."""

    url: str
    pid: int
    log: Path

    def faults(self):
        """Lines of the log that tell of an uncaught exception."""
        return [line for line in self.log.read_text("utf-8", "replace").splitlines() if "Traceback" in line or "Error:" in line]


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def healthy(url):
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1) as answer:
            return answer.read() == b"ok"
    except OSError:
        return False


@contextmanager
def serve(script=ROOT / "app.py", folder=ROOT, seconds=60, port=None):
    """A Server running `script` with the settings that stand in `folder`, ours if none is named; it ends with the block."""
    port = port or free_port()
    url = f"http://localhost:{port}"
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port),
               "--server.headless", "true", "--server.fileWatcherType", "none",
               "--browser.serverAddress", "localhost", "--browser.gatherUsageStats", "false"]
    with tempfile.TemporaryDirectory() as beside:
        log = Path(beside) / "server.log"
        with log.open("wb") as output:
            process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.STDOUT,
                                       env={**os.environ, "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2", "PYTHONPATH": str(ROOT)})
        try:
            end = time.monotonic() + seconds
            while not healthy(url):
                if process.poll() is not None or time.monotonic() > end:
                    raise RuntimeError(f"streamlit run {script.name} did not start:\n{log.read_text('utf-8', 'replace')}")
                time.sleep(0.05)
            yield Server(url, process.pid, log)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
