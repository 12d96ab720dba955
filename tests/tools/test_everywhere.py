"""What `make check-everywhere` installs and writes down; it itself takes too long for a test."""

import importlib
import sys
import tomllib
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
    places = {"here": "1 s", "there": "fails"}
    columns = {place: dict.fromkeys(everywhere.lesson_names(), it) for place, it in places.items()}
    heading, _, *rows = everywhere.table(columns).splitlines()
    assert heading == "| lesson | here | there |"
    assert len(rows) == len(everywhere.LESSONS)
    assert "| 01 convolution | 1 s | fails |" in rows


def test_a_python_that_is_not_here_is_named(everywhere, tmp_path):
    result = everywhere.try_wheel(tmp_path, "3.99", tmp_path / "no.whl", oldest=False)
    assert result == "not tried: no Python 3.99 here"
