"""What `make check-everywhere` installs and writes down; it itself takes too long for a test."""

import sys
import tomllib
import zipfile
from pathlib import Path

import everywhere
import pytest

ROOT = Path(__file__).parents[2]


def test_every_python_that_we_claim_is_tried():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    claimed = [name.rpartition(":: ")[2] for name in project["classifiers"] if "Python ::" in name]
    assert list(everywhere.PYTHONS) == claimed
    assert project["requires-python"] == f">={everywhere.PYTHONS[0]}"


def test_a_row_for_each_lesson_and_a_column_for_each_place():
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


def test_what_ran_is_tried_again_when_it_has_changed(tmp_path, monkeypatch):
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


def test_a_python_that_cannot_be_had_is_named(tmp_path):
    pytest.importorskip("uv", reason="uv makes the environments; make check-everywhere installs it")
    wheel = tmp_path / "no.whl"
    results = everywhere.try_wheel(tmp_path, "3.99", wheel, oldest=False, paths=[wheel])
    assert list(results) == [(wheel, "not tried: no Python 3.99 here")]


def test_what_cannot_be_installed_is_named(tmp_path):
    pytest.importorskip("uv", reason="uv makes the environments; make check-everywhere installs it")
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    with pytest.raises(LookupError, match=r"uv could not install .*no\.whl"):
        everywhere.environment(tmp_path, version, tmp_path / "no.whl")


@pytest.mark.parametrize("missing", ["node", "folder"])
def test_why_pyodide_was_not_tried_is_told_for_each_lesson(monkeypatch, tmp_path, missing):
    monkeypatch.setenv("PYODIDE_FOLDER", str(tmp_path))
    monkeypatch.setattr(everywhere.shutil, "which", lambda name: missing != name or None)
    reason = {"node": "Node.js is not", "folder": "PYODIDE_FOLDER: expected Pyodide"}[missing]
    results = list(everywhere.in_pyodide(everywhere.LESSONS))
    assert [path for path, _ in results] == everywhere.LESSONS
    assert all(result.startswith(f"not tried: {reason}") for _, result in results)
