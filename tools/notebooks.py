"""Run lessons without a browser, with a line of progress for every cell.

    python tools/notebooks.py notebooks/10_the_full_network.ipynb …

runs each notebook in a fresh kernel and stores its outputs in place: the way in which committed
lessons get theirs. `make train` uses the same runner.
"""

import os
import re
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

CELL_SECONDS = 900  # after which a cell is taken to hang


class Runner(NotebookClient):
    """Executes a notebook and tells the terminal how far it is."""

    def __init__(self, notebook, folder):
        super().__init__(
            notebook,
            timeout=CELL_SECONDS,
            kernel_name="python3",
            coalesce_streams=True,
            store_widget_state=False,
            record_timing=False,
            resources={"metadata": {"path": str(folder)}},
            on_cell_execute=self.begin,
            on_cell_executed=self.end,
            extra_arguments=["--log-level=ERROR"],
        )
        self.titles = titles(notebook)
        self.count = sum(is_code(cell) for cell in notebook.cells)
        self.number = 0

    def begin(self, cell, cell_index):
        if is_code(cell):
            self.number += 1
            self.title = self.titles[cell_index]
            self.started = time.perf_counter()
            if sys.stdout.isatty():
                self.show("…", "")

    def end(self, cell, cell_index, execute_reply):
        if is_code(cell):
            seconds = time.perf_counter() - self.started
            self.show(f"{seconds:.1f} s", "\n")

    def show(self, state, end):
        start = "\r\x1b[K" if sys.stdout.isatty() else ""
        print(
            f"{start}[{self.number:2}/{self.count}] {state:>8}  {self.title}", end=end, flush=True
        )

    def process_message(self, msg, cell, cell_index):
        """Pass on a line that a cell writes over and over: its progress."""
        text = msg["content"].get("text", "") if msg["msg_type"] == "stream" else ""
        if "\r" in text and sys.stdout.isatty():
            line = text.rsplit("\r", 1)[-1].rstrip()
            print(f"\r\x1b[K[{self.number:2}/{self.count}]           {line}", end="", flush=True)
        return super().process_message(msg, cell, cell_index)


def run(notebook, folder):
    """Execute the notebook in place; a failing cell ends the program with its traceback."""
    try:
        Runner(notebook, folder).execute()
    except CellExecutionError as error:
        sys.exit("\n" + re.sub(r"\x1b\[[0-9;]*m", "", str(error)))  # without its colours


def is_code(cell):
    return cell.cell_type == "code" and bool(cell.source.strip())


def titles(notebook):
    """What each cell is called in the list: its section, and its first line of code."""
    section, names = "", []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            section = (re.findall(r"^#+ (.+)", cell.source, re.M) or [section])[-1]
        lines = [line for line in cell.source.splitlines() if line and not line.startswith("#")]
        names.append(f"{section}: {lines[0] if lines else ''}"[:76])
    return names


def read(path):
    return nbformat.read(path, as_version=4)


def write(notebook, path):
    """Store without what differs from run to run: timings, versions, widget state."""
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):  # a widget is stored as its picture
                output["data"].pop("application/vnd.jupyter.widget-view+json", None)
            if "<iframe" in output.get("data", {}).get("text/html", ""):  # so is a page in a frame
                framed = output["data"]["text/html"]
                output["data"]["text/html"] = re.sub(r"<iframe.*?</iframe>", "", framed, flags=re.S)
    path = Path(path)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
    os.replace(unfinished, path)


def main():
    for path in map(Path, sys.argv[1:]):
        print(path.name)
        notebook = read(path)
        run(notebook, path.parent)
        write(notebook, path)


if __name__ == "__main__":
    main()
