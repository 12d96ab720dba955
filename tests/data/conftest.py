"""What tests of the data share: a small data set, and nothing that leads out of this machine."""

import numpy as np
import pytest

from scratchcnn.data import datasets
from scratchcnn.data.idx import FILES

NOBODY = "http://127.0.0.1:9/"  # the discard port: refuses at once


@pytest.fixture(autouse=True)
def alone(tmp_path, monkeypatch):
    """No folder of data, an empty cache, mirrors that refuse, and no proxy."""
    for variable in ("SCRATCHCNN_DATA", "SCRATCHCNN_FASHION"):
        monkeypatch.delenv(variable, raising=False)
    for variable in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(variable, raising=False)
        monkeypatch.delenv(variable.upper(), raising=False)
    monkeypatch.setattr(datasets, "MNIST_MIRRORS", (NOBODY,))
    monkeypatch.setattr(datasets, "FASHION_MIRRORS", (NOBODY,))
    monkeypatch.setattr("pooch.os_cache", lambda project: tmp_path / "cache" / project)


@pytest.fixture
def files():
    """{name: content} of the four files of a data set: 20 random images to train, 10 to test."""
    rng = np.random.default_rng(0)
    contents = []
    for count in (20, 10):
        images = np.array([0x803, count, 28, 28], ">u4").tobytes() + rng.bytes(count * 784)
        labels = np.array([0x801, count], ">u4").tobytes() + bytes(n % 10 for n in range(count))
        contents += [images, labels]
    return dict(zip(FILES, contents, strict=True))
