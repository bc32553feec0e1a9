"""What is asked on every page view and rarely changes: found out once, and looked at again after a second."""

import time
from collections.abc import Callable
from functools import wraps

LASTS = 1.0                         # s: so soon a saved file is seen on the next page view
MOST = 256                          # answers kept for one function
KEPT: list[dict] = []               # the answers of every function


def glance(function: Callable) -> Callable:
    """The function with its answers kept for a second, by its arguments. A fault is not kept."""
    answers: dict[tuple, tuple[float, object]] = {}
    KEPT.append(answers)

    @wraps(function)
    def looked(*arguments):
        now, (since, answer) = time.monotonic(), answers.get(arguments, (float("-inf"), None))
        if now - since > LASTS:
            answer = function(*arguments)
            if len(answers) >= MOST:
                answers.clear()
            answers[arguments] = now, answer
        return answer

    return looked


def forget() -> None:
    """Every answer is found out anew."""
    for answers in KEPT:
        answers.clear()
