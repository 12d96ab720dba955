"""What the tests of the reader's files share: an empty folder, and cells of a notebook."""

import linecache

import pytest

from scratchcnn.exercises import my_progress


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """An empty folder, in which the reader works: checks leave their files there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(my_progress, "session", {})
    return tmp_path


class Notebook:
    """Runs pieces of source as a kernel does: one namespace, and each cell a file in linecache."""

    def __init__(self):
        self.names = {"__name__": "__main__"}
        self.run("import numpy as np\nfrom scratchcnn import Layer")

    def run(self, source):
        name = f"<cell {hash(source)}>"
        lines = source.splitlines(keepends=True)
        linecache.cache[name] = (len(source), None, lines, name)
        exec(compile(source, name, "exec"), self.names)
        return self

    def __getitem__(self, name):
        return self.names[name]

    def __setitem__(self, name, value):
        self.names[name] = value


@pytest.fixture
def notebook():
    return Notebook()
