"""The single-file lessons: what they carry is all they need, and they change nothing else."""

import base64
import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import colab
import numpy as np
import pytest

import notebooks

ROOT = Path(__file__).parents[2]
LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))
USE = """
assert scratchcnn.__file__.startswith(unpacked), scratchcnn.__file__
assert len(load_sample()[0]) == 4_000
plots.digits(load_sample()[1].images[:2])
print(len(exercises.names()), scratchcnn.DrawPad.__name__)
"""


@pytest.fixture(scope="module")
def lessons():
    """name → (the lesson, its single file)"""
    pairs = {path.name: notebooks.read(path) for path in LESSONS}
    return {name: (notebook, colab.carrying(notebook)) for name, notebook in pairs.items()}


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def run(source, folder):
    """Run source in an empty folder, in a Python with this one's packages but not the course."""
    packages = str(Path(np.__file__).parents[1])  # its .pth files are not read from PYTHONPATH
    return subprocess.run(
        [sys.executable, "-S", "-"],
        input=source,
        cwd=folder,
        env={"PYTHONPATH": packages, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
    )


@pytest.mark.parametrize("weights", [True, False])
def test_the_file_carries_all_that_it_needs(lessons, tmp_path, weights):
    (path, carrying) = next(
        (name, alone) for name, (lesson, alone) in lessons.items() if asks(lesson) == weights
    )
    carrier, setup = code(carrying)[:2]
    source = "\n".join([carrier.source, setup.source, "import scratchcnn", USE])
    if weights:
        source += "\nassert scratchcnn.models.trained().num_parameters == 359_846"
    done = run(source, tmp_path)
    assert done.returncode == 0, f"{path}: {done.stderr}"
    assert re.search(r"^[1-9]\d* (Plain|Draw)Pad$", done.stdout, re.M)


def asks(lesson):
    return any(re.search(r"models\.trained|DrawPad\(", cell.source) for cell in code(lesson))


def test_weights_are_carried_only_where_they_are_asked_for(lessons):
    for lesson, carrying in lessons.values():
        carried = base64.b64decode(code(carrying)[0].source.split('"""')[1])
        names = zipfile.ZipFile(io.BytesIO(carried)).namelist()
        assert ("scratchcnn/data/cnn.npz" in names) == asks(lesson)


def test_all_else_stays_as_it_is(lessons):
    for lesson, carrying in lessons.values():
        cells = list(carrying.cells)
        carrier = cells.pop(next(i for i, cell in enumerate(cells) if cell.cell_type == "code"))
        assert cells == lesson.cells
        assert carrier.metadata["jupyter"]["source_hidden"]
        assert carrier.metadata["cellView"] == "form"
        assert carrier.source.startswith("# @title ")


def test_a_damaged_file_says_so(lessons, tmp_path):
    _, carrying = next(iter(lessons.values()))
    source = code(carrying)[0].source
    middle = len(source) // 2
    other = "A" if source[middle] != "A" else "B"
    done = run(source[:middle] + other + source[middle + 1 :], tmp_path)
    assert done.returncode == 1
    assert done.stderr.strip().endswith(
        "this file was damaged on its way: please download it again"
    )


@pytest.mark.parametrize("missing", [True, False])
def test_where_threadpoolctl_is_missing_products_have_one_thread(lessons, tmp_path, missing):
    _, carrying = next(iter(lessons.values()))
    source = f"""
import sys
if {missing}:
    sys.modules["threadpoolctl"] = None  # an import of it is an ImportError now
{code(carrying)[0].source}
sys.modules.pop("threadpoolctl")
from threadpoolctl import threadpool_info
threads = [each["num_threads"] for each in threadpool_info() if each["internal_api"] == "openblas"]
print(os.environ.get("OPENBLAS_NUM_THREADS"), max(threads, default=1))
"""
    done = run(source, tmp_path)
    assert done.returncode == 0, done.stderr
    variable, threads = done.stdout.split()
    assert (variable, threads) == ("1", "1") if missing else variable == "None"


@pytest.mark.parametrize("readable", [True, False])
def test_it_works_in_the_notebooks_folder_if_there_is_one(lessons, tmp_path, readable):
    """In a browser's private window there is none: that is said, for files are lost with it."""
    _, carrying = next(iter(lessons.values()))
    source = f"""
import os
def listdir(path="."):
    raise OSError("Invalid argument")
if not {readable}:
    os.listdir = listdir
{code(carrying)[0].source}
print(os.getcwd() == unpacked)
"""
    done = run(source, tmp_path)
    assert done.returncode == 0, done.stderr
    *said, moved = done.stdout.splitlines()
    assert moved == str(not readable)
    assert [line.startswith("This window keeps no files") for line in said] == [True] * (
        not readable
    )


def test_the_same_files_make_the_same_notebook(lessons):
    lesson, carrying = next(iter(lessons.values()))
    assert colab.carrying(lesson) == carrying


def test_what_is_carried_is_what_a_wheel_has():
    names = set(colab.contents(weights=True))
    assert {"scratchcnn/__init__.py", "scratchcnn/data/cnn.npz"} <= names
    assert "scratchcnn/data/sample/train-images-idx3-ubyte.gz" in names
    assert not any("__pycache__" in name or "make_" in name for name in names)
