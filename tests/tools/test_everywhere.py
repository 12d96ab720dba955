"""What `make check-everywhere` installs and writes down; it itself takes too long for a test."""

import importlib
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def everywhere():
    """tools/everywhere.py; that folder holds scripts and is no package."""
    sys.path.insert(0, str(ROOT / "tools"))
    yield importlib.import_module("everywhere")
    sys.path.remove(str(ROOT / "tools"))


def test_the_oldest_versions_are_the_floors(everywhere):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    pins = everywhere.oldest_versions("3.11")
    assert [pin.removesuffix(".*").replace("==", ">=") for pin in pins] == project["dependencies"]
    assert "numpy==2.1.*" in everywhere.oldest_versions("3.13")
    assert f'Python :: {everywhere.PYTHONS[0]}"' in (ROOT / "pyproject.toml").read_text("utf-8")


def test_a_row_for_each_lesson_and_a_column_for_each_place(everywhere):
    results = {"here": "1 s", "there": "fails"}
    kept = {
        place: {path.stem: {"of": "", "result": result} for path in everywhere.LESSONS}
        for place, result in results.items()
    }
    kept["wheel on 3.11, oldest"] = {"scratchcnn-0": {"of": "", "result": "NumPy 2.0"}}
    del kept["there"]["10_the_full_network"]
    heading, _, *rows = everywhere.tables(kept).splitlines()
    assert heading == "| lesson | here | there |"
    assert "| 01 convolution | 1 s | fails |" in rows
    assert "| 10 the full network | 1 s | not yet |" in rows
    assert rows[-1] == "| 3.11, oldest | NumPy 2.0 |"


def package(wheel, code, description):
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("scratchcnn/__init__.py", code)
        archive.writestr("scratchcnn-1.dist-info/METADATA", description)


def test_what_ran_is_tried_again_when_it_has_changed(everywhere, tmp_path, monkeypatch):
    monkeypatch.setattr(everywhere, "BUILD", tmp_path)
    monkeypatch.setattr(everywhere, "KEPT", tmp_path / "kept.json")
    wheel, lesson = tmp_path / "a.whl", everywhere.LESSONS[0]
    package(wheel, "one", "described")
    asked = []

    def run(results, paths):
        asked.append(len(paths))
        return [(path, results.pop()) for path in paths]

    results = ["8 s", "7 s", "fails", "not tried: no such Python"]
    for _ in range(4):
        kept = everywhere.read_kept()
        everywhere.see(kept, "here", lambda paths: run(results, paths), [lesson], wheel)
    assert asked == [1, 1, 1, 0]  # twice in vain; then it ran, and is not asked again
    package(wheel, "one", "described in other words")
    everywhere.see(kept, "here", lambda paths: run(results, paths), [lesson], wheel)
    assert asked[-1] == 0
    package(wheel, "another", "described")
    everywhere.see(kept, "here", lambda paths: run(results, paths), [lesson], wheel)
    assert asked[-1] == 1
    assert everywhere.read_kept()["here"][lesson.stem]["result"] == "8 s"
    assert "| 8 s |" in (tmp_path / "everywhere.md").read_text()


def test_a_python_that_is_not_here_is_named(everywhere, tmp_path):
    wheel = tmp_path / "no.whl"
    results = everywhere.try_wheel(tmp_path, "3.99", wheel, oldest=False, paths=[wheel])
    assert list(results) == [(wheel, "not tried: no Python 3.99 here")]
