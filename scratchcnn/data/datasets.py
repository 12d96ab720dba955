"""MNIST and its relatives: from a folder, the cache, a mirror, or the sample of the course."""

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..arguments import real_array, whole_array
from . import download
from .idx import read_folder

SAMPLE = Path(__file__).parent / "sample"  # 5,000 digits that come with the course

# SHA-256 of each file, unpacked.
MNIST_SHA256 = {
    "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}
FASHION_SHA256 = {
    "train-images-idx3-ubyte": "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
    "train-labels-idx1-ubyte": "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
    "t10k-images-idx3-ubyte": "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
    "t10k-labels-idx1-ubyte": "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
}

# Where packets are dropped, each address of a host costs a time-out: hosts with few come first.
MNIST_MIRRORS = (
    "https://azureopendatastorage.blob.core.windows.net/mnist/",
    "https://raw.githubusercontent.com/fgnt/mnist/master/",
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
)
FASHION_MIRRORS = (
    "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
)


@dataclass(frozen=True)
class Dataset:
    """Images (N × H × W × C) and their labels (N whole numbers from 0).

    MNIST's images are 28 × 28 × 1 bytes, and its labels go up to 9. `dataset[:100]`, or any NumPy
    index that selects several, is a smaller Dataset. ValueError if images and labels do not belong
    together or are not finite numbers.
    """

    images: np.ndarray
    labels: np.ndarray
    name: str = "images"

    def __post_init__(self):
        images, labels = real_array("images", self.images), whole_array("labels", self.labels)
        object.__setattr__(self, "images", images)
        object.__setattr__(self, "labels", labels)
        if images.ndim != 4 or 0 in images.shape:
            raise ValueError(f"images: expected N × H × W × C, none of them 0, got {images.shape}")
        if labels.shape != images.shape[:1]:
            raise ValueError(
                f"labels: expected {len(images)}, one an image, got shape {labels.shape}"
            )
        if labels.min() < 0:
            raise ValueError(f"labels: expected 0 or more, got {labels.min()}")
        if images.dtype.kind == "f" and not np.isfinite(images).all():
            raise ValueError("images: expected finite numbers, got NaN or infinity among them")

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, selection):
        if isinstance(selection, int | np.integer):
            raise TypeError(
                f"dataset[{selection}]: expected a selection of several, such as "
                f"dataset[{selection}:{selection + 1}]; one image is dataset.images[{selection}]"
            )
        return Dataset(self.images[selection], self.labels[selection], self.name)

    def __repr__(self):
        return f"Dataset({self.name}: {len(self):,} images of {self.images.shape[1:]})"


def load_mnist():
    """(train_set, test_set): 60,000 and 10,000 handwritten digits, or a sample of 4,000 and 1,000.

    It looks in the folder `$SCRATCHCNN_DATA`, then in the cache, then asks the mirrors, and takes
    the sample that comes with the course if none of them answers. One printed line says which.
    A folder that is named but cannot be read is an error (OSError or ValueError), no fallback.
    """
    return load("MNIST", "SCRATCHCNN_DATA", MNIST_MIRRORS, MNIST_SHA256, SAMPLE)


def load_sample():
    """(train_set, test_set): the 4,000 and 1,000 digits that come with the course, at once."""
    return read_sets(SAMPLE, "MNIST sample", "bundled")


def load_fashion_mnist():
    """(train_set, test_set) of Fashion-MNIST: 60,000 and 10,000 pictures of clothes.

    As `load_mnist`, with the folder `$SCRATCHCNN_FASHION`; there is no bundled sample, so without
    folder, cache and network it raises OSError.
    """
    return load("Fashion-MNIST", "SCRATCHCNN_FASHION", FASHION_MIRRORS, FASHION_SHA256)


def load(name, variable, mirrors, checksums, sample=None):
    """Both sets, from the first of folder, cache, mirrors and sample that has them."""
    if folder := os.environ.get(variable):
        return read_sets(folder, name, f"from ${variable}")
    try:
        folder, origin = download.fetch(name, mirrors, checksums)
    except OSError as error:
        if sample is None:
            raise OSError(f"{name}: {error}; set ${variable} to a folder with its files") from error
        return read_sets(sample, f"{name} sample", f"bundled; {error}")
    return read_sets(folder, name, origin)


def read_sets(folder, name, origin):
    """(train_set, test_set) from a folder of IDX files; prints how many images, and from where."""
    train_images, train_labels, test_images, test_labels = read_folder(folder)
    train_set = Dataset(train_images[..., np.newaxis], train_labels.astype(np.intp), name)
    test_set = Dataset(test_images[..., np.newaxis], test_labels.astype(np.intp), name)
    print(f"{name} ({origin}): {len(train_set):,} training and {len(test_set):,} test images")
    return train_set, test_set


def is_cached():
    """Whether the full MNIST is in the cache (its checksums are looked at when it is loaded)."""
    folder = download.cache_folder("MNIST")
    return folder is not None and all(os.path.isfile(folder / file) for file in MNIST_SHA256)
