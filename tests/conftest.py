"""What all tests share: the bundled digits, no downloads, the same random examples each time."""

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

# Without a folder of data, load_mnist would ask the network.
os.environ.setdefault(
    "SCRATCHCNN_DATA", str(Path(__file__).parents[1] / "scratchcnn" / "data" / "sample")
)

# Random shapes, but the same ones in every run: a red test stays red.
settings.register_profile("suite", max_examples=20, deadline=None, derandomize=True, database=None)
settings.load_profile("suite")


@pytest.fixture(autouse=True)
def every_worker_works(monkeypatch):
    """Small batches are shared out, too: what several workers do is tested with few images."""
    from scratchcnn.engine import workers

    monkeypatch.setattr(workers, "MIN_IMAGES_PER_WORKER", 1)


@pytest.fixture(scope="session")
def sample():
    """(train_set, test_set) of the bundled 5,000 digits, whatever $SCRATCHCNN_DATA names."""
    from scratchcnn import load_sample

    return load_sample()


@pytest.fixture
def tiny_network():
    """A function that builds a small network with every kind of layer, for 6 × 6 × 1 images."""
    from scratchcnn import (
        Addition,
        Convolution,
        Dense,
        Division,
        MaxPooling,
        Network,
        ReLU,
        Vectorization,
    )

    def build(seed=0, extra=()):
        rng = np.random.default_rng(seed)
        layers = [
            Division(255),
            Convolution(1, 3, rng=rng),
            Addition((6, 6, 3)),
            ReLU(),
            MaxPooling(),
            Vectorization(),
            *extra,
            Dense(27, 4, rng=rng),
        ]
        return Network(layers, (6, 6, 1))

    return build


@pytest.fixture
def tiny_set():
    """A function that makes a Dataset of random 6 × 6 × 1 images with labels from 0 to 3."""
    from scratchcnn import Dataset

    def build(count, seed=0):
        rng = np.random.default_rng(seed)
        images = rng.integers(0, 256, (count, 6, 6, 1), dtype=np.uint8)
        return Dataset(images, rng.integers(0, 4, count), "tiny")

    return build


@pytest.fixture
def draw():
    """A function that draws a Picture and returns it; its alternative text has the given words.

    Layout, texts and images are worked out as for a notebook, and warnings are errors. Only the
    pixels are left out: tests/plots/test_picture.py makes some.
    """
    from scratchcnn import plots

    def draw(picture, *words):
        assert isinstance(picture, plots.Picture)
        picture.draw_without_rendering()
        assert picture.alt.strip()
        for word in words:
            assert word in picture.alt
        return picture

    return draw


def pytest_terminal_summary(terminalreporter):
    """Which tests of ranks were skipped, and why, is said in a line, with -q, too."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = [each.longrepr[2] for each in skipped if "test_ranks" in each.nodeid]
    for reason in dict.fromkeys(reasons):
        terminalreporter.write_line(f"{reasons.count(reason)} tests of ranks: {reason}")
