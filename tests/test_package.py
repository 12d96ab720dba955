"""The package as a whole: what it offers, and what importing it does not pull in."""

import subprocess
import sys

import pytest

import scratchcnn

CODE = """
import sys
import scratchcnn
heavy = {"matplotlib", "pooch", "requests", "tqdm", "threadpoolctl", "torch", "IPython"}
print(*sorted(heavy & sys.modules.keys()))
"""


def test_importing_it_needs_numpy_alone():
    run = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []
    assert run.stderr == ""


@pytest.mark.parametrize("name", scratchcnn.__all__)
def test_every_name_exists(name):
    assert getattr(scratchcnn, name) is not None


def test_unknown_names_are_attribute_errors():
    with pytest.raises(AttributeError, match="module 'scratchcnn' has no attribute 'plot'"):
        _ = scratchcnn.plot
