"""How long a reading takes, NumPy cells against torch.nn; how long a first visit takes, an empty page against ours.

    python -m benchmarks.read
"""

import sys
import time
from pathlib import Path

import numpy as np
import torch
from playwright.sync_api import sync_playwright

from benchmarks import sample
from benchmarks.report import interleaved, machine, median, table
from explainer.reading import numbered
from tests.browser import launch
from tests.server import ROOT, serve

ROUNDS, READINGS = 25, 10                           # rounds; readings timed together in each
VISITS = 7                                          # fresh servers of each kind
EMPTY = Path(__file__).with_name("empty_page.py")
CHOICE = {EMPTY: "button:has-text('tap')", ROOT / "app.py": "[data-choice]"}


class Torch:
    """The same network as torch.nn modules."""

    KINDS = {"elman": torch.nn.RNN, "gru": torch.nn.GRU, "lstm": torch.nn.LSTM}

    def __init__(self, kind):
        weights = {name: torch.from_numpy(array) for name, array in sample.weights(kind).items()}
        K, H = weights["output.weight"].shape
        self.recurrent, self.output = self.KINDS[kind](K, H), torch.nn.Linear(H, K)
        self.recurrent.load_state_dict({name[10:]: array for name, array in weights.items() if name.startswith("recurrent.")})
        self.output.load_state_dict({name[7:]: array for name, array in weights.items() if name.startswith("output.")})
        self.ones = torch.eye(K)

    def whole(self, tokens):
        """Shares (T, K) in one fused call: nothing in between is kept but the hidden states."""
        with torch.inference_mode():
            hidden, _ = self.recurrent(self.ones[tokens])
            return self.output(hidden).softmax(-1)

    def stepped(self, tokens):
        """Shares (T, K), one call per word, the hidden state of each kept."""
        with torch.inference_mode():
            state, rows = None, []
            for x in self.ones[tokens]:
                hidden, state = self.recurrent(x[None], state)
                rows.append(self.output(hidden).softmax(-1))
            return torch.cat(rows)


def seconds(call):
    """Mean time of a few calls in a row."""
    start = time.perf_counter()
    for _ in range(READINGS):
        call()
    return (time.perf_counter() - start) / READINGS


def readings():
    """Milliseconds per 40-word sentence, by cell."""
    torch.set_num_threads(1)
    tokens, rows = numbered(sample.reading().pieces), []
    for kind, formula in (("elman", "Elman"), ("gru", "GRU"), ("lstm", "LSTM")):
        ours, theirs = sample.model(kind), Torch(kind)
        for shares in (theirs.whole(tokens), theirs.stepped(tokens)):
            assert np.abs(shares.numpy() - ours.read(tokens).probs).max() < 1e-5, "the two do not read alike"
        calls = {"numpy": lambda: ours.read(tokens), "whole": lambda: theirs.whole(tokens), "stepped": lambda: theirs.stepped(tokens)}
        times = interleaved({name: lambda call=call: seconds(call) for name, call in calls.items()}, ROUNDS)
        numpy, whole, stepped = (1000 * median(times[name]) for name in calls)
        rows.append([formula, f"{numpy:.2f} ms", f"{whole:.2f} ms", f"{stepped:.2f} ms", f"{stepped / numpy:.1f}×", f"{whole / numpy:.2f}×"])
    return table(["64 cells, 40 words", "NumPy, all kept", "torch.nn, whole sentence", "torch.nn, word by word",
                  "word by word ÷ NumPy", "whole ÷ NumPy"], rows)


def memory(pid):
    """Resident memory of a process in MB, or nan where /proc does not tell."""
    status = Path(f"/proc/{pid}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), float("nan"))


def visit(browser, script):
    """One fresh server: (s from its start to the first tappable choice, s of that for a second visitor, MB afterwards)."""
    begin = time.perf_counter()
    with serve(script, script.parent) as server:    # the empty page with the settings that Streamlit comes with
        first = arrive(browser, server.url, CHOICE[script]) - begin
        begin = time.perf_counter()
        second = arrive(browser, server.url, CHOICE[script]) - begin
        return first, second, memory(server.pid)


def arrive(browser, url, choice):
    """The moment at which a fresh profile could tap the first choice."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.goto(url)
    page.locator(choice).first.click(trial=True)    # visible, still, and not covered by anything
    moment = time.perf_counter()
    context.close()
    return moment


def visits():
    """From the start of the server to the first tappable choice."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        results = interleaved({script: lambda script=script: visit(browser, script) for script in CHOICE}, VISITS)
        browser.close()
    rows = [[name, *(f"{median(column):{form}}" for column, form in zip(zip(*results[script]), (".2f", ".2f", ".0f")))]
            for script, name in ((EMPTY, "an empty Streamlit page with one button"), (ROOT / "app.py", "the course"))]
    return table(["first tappable choice", "first visitor, from server start (s)", "second visitor (s)", "server memory (MB)"], rows)


if __name__ == "__main__":
    print(f"{machine()}, torch {torch.__version__.split('+')[0]}, NumPy {np.__version__}; "
          f"medians of {ROUNDS} × {READINGS} interleaved readings, {VISITS} interleaved server starts\n")
    print(readings(), flush=True)
    if "--readings" not in sys.argv:
        print(f"\n{visits()}")
