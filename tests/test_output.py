"""A stdout that lacks signs: everything is printed all the same, with something like them."""

import codecs
import contextlib
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from scratchcnn import Dense, Network, check_gradients, doctor, exercises, load_sample, train
from scratchcnn.exercises import my_progress
from scratchcnn.output import INSTEAD, printable, replace_signs, say

PACKAGE = Path(__file__).parents[1] / "scratchcnn"
NARROW = ["cp1252", "cp437", "gbk", "ascii", "latin-1", "cp932", "koi8-r", "cp850", "mac-roman"]
SIGNS = "✓ ✗ × ─ · → … ∂ µ ² ¾ 北 \N{SLIGHTLY SMILING FACE} \ud800"

PROGRAM = """
import numpy as np
from scratchcnn import *
from scratchcnn import exercises

for name in ("convolution.output_size", "start_here.neuron", "relu.forward"):
    try:
        exercises.check(name, lambda *x: x[0])
        exercises.hint(name)
    except ValueError as error:
        print(error)  # there is no exercise of this name
network = Network([Dense(3, 2)], (3,))
print(network.summary())
print(exercises.progress())
print(load_sample()[0])
check_gradients(Dense(3, 2), np.ones((2, 3)))
doctor()
exercises.reset("all")
try:
    Dataset(np.zeros((2, 2)), [1])
except ValueError as error:
    print(error)
print("done, ✓")
"""


def run(encoding, folder, program=PROGRAM):
    environment = os.environ | {"PYTHONIOENCODING": encoding, "PYTHONPATH": str(PACKAGE.parent)}
    command = [sys.executable, "-c", program]
    return subprocess.run(command, capture_output=True, env=environment, cwd=folder)


@pytest.mark.parametrize("encoding", [*NARROW[:4], "utf-8"])
def test_nothing_raises_in_a_process_with_few_signs(encoding, tmp_path):
    ended = run(encoding, tmp_path)
    assert ended.returncode == 0, ended.stderr[-500:]
    text = ended.stdout.decode(encoding)
    assert text.rstrip().endswith("done, ✓" if encoding == "utf-8" else "done, +")
    assert "x not yet" in text or "✗ not yet" in text
    assert "Gradient check: Dense" in text
    assert encoding != "ascii" or text.isascii()


def test_what_a_reader_has_chosen_is_kept(tmp_path):
    ended = run("ascii:xmlcharrefreplace", tmp_path, "import scratchcnn\nprint('✓')")
    assert ended.stdout.decode().strip() == "&#10003;"


class Narrow(io.TextIOWrapper):
    """A stdout of this encoding, whose text can be read."""

    def __init__(self, encoding):
        super().__init__(io.BytesIO(), encoding=encoding)

    def text(self):
        self.flush()
        return self.buffer.getvalue().decode(self.encoding)


@pytest.mark.parametrize("encoding", [*NARROW, "utf-8", "utf-16"])
def test_say_never_raises(encoding):
    with contextlib.redirect_stdout(Narrow(encoding)) as stream:
        say(SIGNS)
        say("a", end="")
        say(end="!\n", flush=True)
    lines = stream.text().splitlines()
    assert lines[1] == "a!"
    assert len(lines) == 2
    if encoding == "ascii":
        assert lines[0] == "+ x x - * -> ... d u ^2 3/4 ? ? ?"


def test_a_file_that_takes_the_place_of_stdout(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(my_progress, "session", {})
    with open("log.txt", "w", encoding="cp1252") as log, contextlib.redirect_stdout(log):
        exercises.check("convolution.output_size", lambda *x: x[0])
        check_gradients(Dense(3, 2), np.ones((2, 3)))
        doctor()
        load_sample()
        network = Network([Dense(3, 2)], (3,))
        network.save("a.npz")
    text = Path("log.txt").read_text("cp1252")
    assert "x not yet" in text
    assert "4,000 training" in text


@pytest.mark.parametrize("encoding", ["cp437", "ascii"])
def test_the_line_of_a_training_in_a_notebook(encoding):
    from scratchcnn import History
    from scratchcnn.training.progress import describe

    history = History([1.0], [0.1], [0.5], 1, 2.0, 10)
    line = printable(describe(history), Narrow(encoding))
    assert line.startswith("loss 1.0000 ")
    assert ("·" in line) == (encoding == "cp437")


@pytest.mark.parametrize("stream", [None, io.StringIO(), object(), Narrow("utf-8")])
def test_streams_that_take_everything_or_are_none_stay_as_they_are(stream):
    errors = getattr(stream, "errors", None)
    replace_signs(stream)
    assert getattr(stream, "errors", None) == errors
    assert printable("✓", stream) == "✓"


def test_without_stdout_nothing_is_printed(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    say("✓")


def test_an_encoding_that_is_not_known():
    class Strange(io.StringIO):
        encoding = "x-unknown"

    assert printable("✓", Strange()) == "✓"


def test_a_table_that_a_reader_prints():
    stream = Narrow("cp1252")
    replace_signs(stream)
    print(Network([Dense(3, 2)], (3,)).summary(), file=stream)
    assert "------" in stream.text()
    assert "Dense" in stream.text()


def test_the_marks_of_progress_stay_different_from_each_other():
    assert len({INSTEAD[mark] for mark in "✓◐◎○"}) == 4
    assert all(text.isascii() for text in INSTEAD.values())
    assert codecs.lookup_error("scratchcnn")


def test_there_is_one_place_that_prints():
    for path in PACKAGE.rglob("*.py"):
        if path.name != "output.py":
            assert not re.search(r"^\s+print\((?!.*file=)", path.read_text("utf-8"), re.M), path


def test_every_sign_that_the_package_prints_has_a_replacement():
    text = "".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
    without = {sign for sign in text if not sign.isascii()} - INSTEAD.keys()
    assert not without, "output.INSTEAD needs something like them"


def test_a_checkpoint_says_where_it_is_in_any_encoding(tiny_network, tiny_set, tmp_path):
    path = tmp_path / "läuft ✓.npz"
    with contextlib.redirect_stdout(Narrow("ascii")) as stream:
        for _ in range(2):
            train(tiny_network(), tiny_set(8), checkpoint=path, show=False)
    assert stream.text().endswith("l?uft +.npz: 1 of 1 steps are done\n")
