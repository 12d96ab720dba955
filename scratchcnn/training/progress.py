"""What one sees while a network trains: a bar in the terminal, a growing curve in a notebook."""

import contextlib
import sys
import time

from ..output import say

CURVE_SECONDS = 1.0  # between two drawings of the live curve
LINE_SECONDS = 0.2  # between two updates of the line of text


@contextlib.contextmanager
def show_progress(history, steps, show=True):
    """The display that fits the place: notebook, terminal, or none where nobody looks."""
    if not show:
        display = NoProgress()
    elif in_notebook():
        display = NotebookProgress(history, steps)
    elif sys.stderr is not None and sys.stderr.isatty():
        display = TerminalProgress(history, steps)
    else:
        display = NoProgress()
    try:
        yield display
    finally:
        display.close()


def in_notebook():
    """Whether this runs in a Jupyter kernel, with a page that can show pictures."""
    ipython = sys.modules.get("IPython")
    shell = ipython and ipython.get_ipython()
    return getattr(shell, "kernel", None) is not None


class NoProgress:
    def step(self):
        pass

    def epoch(self):
        pass

    def close(self):
        pass


class TerminalProgress:
    """A tqdm bar with the loss and the test accuracy."""

    def __init__(self, history, steps):
        from tqdm import tqdm

        self.history = history
        self.bar = tqdm(
            total=steps, initial=len(history.losses), unit="batch", mininterval=LINE_SECONDS
        )

    def step(self):
        self.bar.update()
        if len(self.history.losses) % 20 == 0:
            self.bar.set_postfix_str(describe(self.history), refresh=False)

    def epoch(self):
        self.bar.set_postfix_str(describe(self.history))

    def close(self):
        self.bar.set_postfix_str(describe(self.history))
        self.bar.close()


class NotebookProgress:
    """A line of text that is written over, and the loss curve above it, redrawn as it grows.

    What stays is one picture and one fixed line: a stored notebook shows no dead widget.
    """

    def __init__(self, history, steps):
        from IPython.display import display

        self.history, self.steps = history, steps
        self.drawn = self.written = time.perf_counter()
        self.handle = display(history.plot(), display_id=True)
        self.write()

    def step(self):
        now = time.perf_counter()
        if now - self.written > LINE_SECONDS:
            self.write()
            self.written = now
        if now - self.drawn > CURVE_SECONDS:
            self.handle.update(self.history.plot())
            self.drawn = time.perf_counter()

    def epoch(self):
        self.write()

    def close(self):
        self.handle.update(self.history.plot())
        self.write(end="\n")

    def write(self, end=""):
        done = len(self.history.losses)
        line = f"\rstep {done:,} of {self.steps:,} · {describe(self.history)}"
        say(line.ljust(79), end=end, flush=True)


def describe(history):
    """The state of training in a few words."""
    parts = []
    if history.losses:
        recent = history.losses[-50:]
        parts.append(f"loss {sum(recent) / len(recent):.4f}")
    if history.test_accuracies:
        parts.append(f"test accuracy {history.test_accuracies[-1]:.2%}")
    if history.seconds:
        parts.append(f"{history.images_per_second:,.0f} images/s")
    return " · ".join(parts) or "starting"
