"""A reader's journey: every class is typed into its lesson, and lesson 10 trains them.

    make journey

In an empty folder, in real kernels: each lesson runs up to its class, with the folded solution in
the place of the stub; what is right is kept in my_layers.py; and at the end lesson 10 trains a
network whose 17 rows are all the reader's. Then the same with loops in two of them, and with a
layer that somebody has spoilt by hand.

While a lesson runs, no cell can import a layer of ours that is written in it or later, but for
those that the lesson itself shows before its class; the trained networks that it looks into, and
what the checker compares with, are still made of ours. The finished file trains where of ours there
is only Layer.
"""

import ast
import itertools
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
LESSONS = sorted((ROOT / "notebooks").glob("0[0-8]_*.ipynb"))
CLASS = r'exercises\.check\("(\w+\.(?:layer|loss|optimizer|training_loop))"'
OURS = (  # what is written in lesson 00, in lesson 01, …
    *("Division", "Convolution", "MaxPooling", "Addition", "ReLU", "Vectorization", "Dense"),
    *("SoftmaxCrossEntropy", "SGD"),
)
TRAIN = "cell-17"  # of lesson 10: what it has read after training
LOOPS = {
    "relu.layer": """
class ReLU(Layer):
    def forward(self, x):
        self.x, out = x, np.zeros(x.shape)
        for n, row in np.ndindex(x.shape[:2]):
            for place in np.ndindex(x.shape[2:]):
                out[(n, row, *place)] = max(x[(n, row, *place)], 0)
        return out

    def backward(self, d_out):
        d_x = np.zeros(d_out.shape)
        for place in np.ndindex(d_out.shape):
            if self.x[place] > 0:
                d_x[place] = d_out[place]
        return d_x
""",
    "addition.layer": """
class Addition(Layer):
    def __init__(self, shape):
        self.params["bias"] = np.zeros(shape, np.float32)

    def forward(self, x):
        out = np.zeros(x.shape)
        for n in range(len(x)):
            for place in np.ndindex(x.shape[1:]):
                out[(n, *place)] = x[(n, *place)] + self.params["bias"][place]
        return out

    def backward(self, d_out):
        self.grads["bias"] = np.zeros(d_out.shape[1:])
        for d_image in d_out:
            self.grads["bias"] += d_image
        return d_out.copy()
""",
}


BAN = """
import builtins

def ban(names, plain=builtins.__import__):
    def import_or_refuse(name, globals=None, locals=None, fromlist=(), level=0):
        asks = (globals or {}).get("__name__", "")  # the package itself may import what it needs
        refused = {*(fromlist or ())} & {*names, "*"} if name.startswith("scratchcnn") else ()
        if refused and (asks == "__main__" or asks.startswith("my_layers")):
            raise ImportError(f"{min(refused)} is not there yet")
        return plain(name, globals, locals, fromlist, level)

    builtins.__import__ = import_or_refuse
    for name in names:
        for module in ("scratchcnn", "scratchcnn.layers", "scratchcnn.training"):
            try:
                exec(f"from {module} import {name}", {"__name__": "__main__"})
            except ImportError:
                continue
            raise AssertionError(f"{module} still has {name}")
"""
TRAIN_ALONE = """
import sys, types
import numpy as np
import scratchcnn
only = types.ModuleType("scratchcnn")
only.Layer = scratchcnn.Layer
for name in [each for each in sys.modules if each.startswith("scratchcnn")]:
    del sys.modules[name]
sys.modules["scratchcnn"] = only
exec(open("my_layers.py", encoding="utf-8").read())


rng = np.random.default_rng(0)


class Network:
    layers = [Division(255), Convolution(1, 2, rng=rng), Addition((28, 28, 2)), ReLU()]
    layers += [MaxPooling(), Vectorization(), Dense(14 * 14 * 2, 10, rng=rng)]

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, d):
        for layer in reversed(self.layers):
            d = layer.backward(d)
        return d


network, loss, optimizer = Network(), SoftmaxCrossEntropy(), SGD(0.05)
images, labels = rng.uniform(0, 255, (40, 28, 28, 1)), np.arange(40) % 10
for epoch in range(40):
    losses = train_one_epoch(network, loss, optimizer, images, labels, 20, rng)
    print(np.mean(losses))
"""


def run(cells, folder, allow_errors=False):
    """The cells, executed in a fresh kernel in the folder."""
    notebook = nbformat.v4.new_notebook(cells=cells)
    paths = {"metadata": {"path": str(folder)}}
    client = NotebookClient(
        notebook, timeout=600, resources=paths, allow_errors=allow_errors, kernel_name="python3"
    )
    client.execute(env=os.environ | {"PYTHONPATH": str(ROOT)})
    return notebook.cells


def printed(cell):
    return "".join(output.get("text", "") for output in cell.get("outputs", []))


def solved(path, answers=()):
    """The cells of a lesson up to its last class, with solutions in the place of the stubs."""
    cells, end = nbformat.read(path, as_version=4).cells, 0
    for number, (cell, after) in enumerate(itertools.pairwise(cells)):
        call = re.search(CLASS, cell.source)
        if cell.cell_type == "code" and call:
            solution = re.search(r"```python\n(.*?)```", after.source, re.S)[1]
            check = cell.source[call.start() :]
            cell.source = f"{dict(answers).get(call[1], solution).strip()}\n\n\n{check}"
            end = number + 1
    return cells[:end]


def banned(path, cells):
    """The names of ours that are written in this lesson or later, but for those that it imports."""
    trees = [ast.parse(cell.source) for cell in cells if cell.cell_type == "code"]
    used = {
        alias.name
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("scratchcnn")
        for alias in node.names
    }
    return [name for name in OURS[LESSONS.index(path) :] if name not in used]


def walk(folder, answers=()):
    """Lessons 00 to 08; every class has to be kept."""
    for path in LESSONS:
        cells = solved(path, answers)
        ban = nbformat.v4.new_code_cell(f"{BAN}\n\nban({banned(path, cells)})")
        for cell in run([ban, *cells], folder):
            if re.search(CLASS, cell.source):
                assert "✓ right" in printed(cell), printed(cell)
                assert "Kept in my_layers.py" in printed(cell), printed(cell)


def lesson_10(folder, **options):
    """What lesson 10 prints while it trains, and in its receipt."""
    cells = nbformat.read(ROOT / "notebooks" / "10_the_full_network.ipynb", as_version=4).cells
    ids = [cell.id for cell in cells]
    wanted = [*cells[: ids.index(TRAIN) + 1], cells[ids.index("receipt")]]
    return {cell.id: cell for cell in run(wanted, folder, **options)}


@pytest.fixture(scope="module")
def journey(tmp_path_factory):
    """A folder in which the whole course was done."""
    folder = tmp_path_factory.mktemp("journey")
    walk(folder)
    return folder


def test_all_rows_are_the_readers_and_they_read_digits(journey):
    cells = lesson_10(journey)
    table = cells["mine"].outputs[0]["data"]["text/plain"]
    assert "17 of 17 rows are yours, and SGD, and train_one_epoch." in table
    accuracy = float(re.search(r"([\d.]+)% of 1,000 test digits", printed(cells[TRAIN]))[1])
    assert accuracy >= 97
    receipt = cells["receipt"].outputs[0]["data"]["text/plain"]
    assert re.search(r"\d+ lines of yours read 9\d\d of 1,000 test digits", receipt)


def test_the_file_trains_with_numpy_and_layer_and_nothing_else(journey):
    command = [sys.executable, "-c", TRAIN_ALONE]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=journey, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    first, *_, last = map(float, done.stdout.split())
    assert last < first / 2


def test_all_of_ours_are_banned_in_some_lesson_before_their_own():
    found = [banned(path, solved(path)) for path in LESSONS]
    assert found[0] == list(OURS)
    for number, name in enumerate(OURS[1:], start=1):
        assert any(name in each for each in found[:number])


def test_a_layer_spoilt_by_hand_is_named_before_training(journey):
    file = journey / "my_layers.py"
    right = file.read_text("utf-8")
    assert "self.active = x > 0" in right
    file.write_text(right.replace("self.active = x > 0", "self.active = x <= 0"), "utf-8")
    try:
        cells = lesson_10(journey, allow_errors=True)
    finally:
        file.write_text(right, "utf-8")
    (error,) = [output for output in cells["mine"].outputs if output.output_type == "error"]
    assert "row 4, ReLU, from my_layers.py: " in error.evalue
    assert "The mask is the other way round" in error.evalue


def test_loops_are_right_too_and_get_the_time_there_is(tmp_path):
    walk(tmp_path, LOOPS)
    setup, load = "from scratchcnn import exercises, load_sample", "train, test = load_sample()"
    mine = "mine = exercises.my_network()"
    trained = "print(exercises.train_mine(mine, train, test, minutes=0.2, show=False))"
    cells = [nbformat.v4.new_code_cell(source) for source in (setup, load, mine, trained)]
    *_, last = run(cells, tmp_path)
    assert re.search(r"It gets [\d,]+ of them", printed(last)), printed(last)
