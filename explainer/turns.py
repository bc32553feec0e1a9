"""Turns: however many pages are asked for at the same moment, they are computed one after the other.

Python runs one thread at a time. A hundred that all want to run take more of the processor for handing over than for pages: with 300 learners on one process,
an answer cost 59 ms of it without turns and 27 ms with them (`python -m benchmarks.load`).
"""

import sys
import threading

HAND_OVER = 0.0005                  # s after which a page lets the server's own thread send what is ready (Python's own value is 0.005)

turn = threading.RLock()
"""Held while a page, or a part of one, is computed."""


def settle() -> None:
    """Once per process: how soon a running page gives way."""
    sys.setswitchinterval(HAND_OVER)
