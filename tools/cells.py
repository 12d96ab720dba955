"""Where a lesson's time goes in the browser: every cell's seconds, beside the same cell in Jupyter.

    python tools/cells.py [LESSON …]

A LESSON is a number or the beginning of a name, such as 08; without one, all of them. They run in
the site's JupyterLite (`make site` builds it), in Chromium, and right afterwards in a kernel of
this Python, as the same files that carry the package. Seconds are of the processor, in the process
that computes: what other programs do meanwhile hardly counts. The tables are in build/cells.md.
"""

import os
import sys
import tempfile

import lite
import psutil

from notebooks import Runner, is_code, read
from scratchcnn.doctor import processor
from scratchcnn.files import atomic_write

FILES = lite.SITE / "lite" / "files"
PAGE = lite.ROOT / "build" / "cells.md"
LIMIT = 3600  # seconds for a lesson
WORTH_A_LINE = 1.0  # seconds


class Timed(Runner):
    """Also notes the seconds of the processor that each cell takes in its kernel."""

    def begin(self, cell, cell_index):
        super().begin(cell, cell_index)
        self.before = self.kernel_seconds()

    def end(self, cell, cell_index, execute_reply):
        if is_code(cell):
            self.cells.append(self.kernel_seconds() - self.before)

    def kernel_seconds(self):
        times = psutil.Process(self.km.provisioner.pid).cpu_times()
        return times.user + times.system


def in_jupyter(path):
    """Seconds of each code cell, in an empty folder with this Python's kernel."""
    with tempfile.TemporaryDirectory() as folder:
        runner = Timed(read(path), folder)
        runner.cells = []
        without = ("PYTHONPATH", "SCRATCHCNN_DATA")
        runner.execute(env={name: os.environ[name] for name in os.environ if name not in without})
    return runner.cells


def table(path, ran, jupyter):
    """A lesson's cells as Markdown, the slowest first."""
    code = [cell.source for cell in read(path).cells if is_code(cell)]
    lines = [
        f"**{path.stem}**: {ran.seconds:.0f} s in Chromium, of which {ran.start:.0f} s until the "
        f"kernel answers; {sum(jupyter):.0f} s in Jupyter.",
        "",
        "| cell | Chromium | Jupyter | times | begins with |",
        "|--:|--:|--:|--:|---|",
    ]
    rows = zip(ran.cells, jupyter, code, range(1, len(code) + 1), strict=True)
    for here, there, source, number in sorted(rows, reverse=True):
        if here >= WORTH_A_LINE:
            first = next(line for line in source.splitlines() if line and not line.startswith("#"))
            times = f"{here / there:.0f}" if there > 0.05 else ""
            lines.append(f"| {number} | {here:.1f} | {there:.1f} | {times} | `{first[:60]}` |")
    return "\n".join(lines)


def main():
    from playwright.sync_api import sync_playwright

    wanted = sys.argv[1:] or [""]
    paths = [path for path in sorted(FILES.glob("*.ipynb")) if path.stem.startswith(tuple(wanted))]
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    parts = [f"{processor()}; load at the beginning: {load}."]
    with sync_playwright() as playwright, lite.served() as address:
        browser = playwright.chromium.launch(executable_path=lite.chromium())
        for path in paths:
            ran = lite.run_lesson(browser, address, path.stem, LIMIT)
            if ran.errors:
                sys.exit(f"{path.stem}, cell {ran.done}: {ran.errors[0]}")
            parts.append(table(path, ran, in_jupyter(path)))
            print(parts[-1], flush=True)
            with atomic_write(PAGE) as file:
                file.write("\n\n".join(parts).encode() + b"\n")
        browser.close()


if __name__ == "__main__":
    main()
