"""MNIST and its relatives: from a folder, the cache, a mirror, or the sample of the course."""

import os
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ..arguments import brief, real_array, whole_array
from ..files import as_path
from ..output import say
from . import download
from .idx import find_file, missing_files, read_folder
from .other_files import ONE_IN, has_labels, read_keras, read_tables

SAMPLE = Path(__file__).parent / "sample"  # 5,000 digits that come with the course
TORCHVISION = {"MNIST": "MNIST/raw", "Fashion-MNIST": "FashionMNIST/raw"}  # from its root
KERAS = {"MNIST": "mnist.npz"}  # it keeps Fashion-MNIST in MNIST's own format
TABLES = {"MNIST": ("mnist_", ""), "Fashion-MNIST": ("fashion-mnist_", "")}  # …train.csv

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

# Of the labels 0 to 9, as the data set's own table has them.
FASHION_CLASSES = (
    *("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat"),
    *("Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"),
)


@dataclass(frozen=True, eq=False)
class Dataset:
    """Images (N × H × W × C) and their labels (N whole numbers from 0).

    MNIST's images are 28 × 28 × 1 bytes, and its labels go up to 9. `dataset[:100]`, or any NumPy
    index that selects several, is a smaller Dataset. `classes` are the names of labels 0, 1, …, if
    they have any. Two Datasets are equal if images, labels and classes are.

    `images` and `labels` are the arrays that you gave, without a copy, and both can be written to;
    if one of yours is read-only, both are. ValueError if they do not belong together or are not
    finite numbers.
    """

    images: np.ndarray
    labels: np.ndarray
    name: str = "images"
    classes: tuple = ()

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
        if not (images.flags.writeable and labels.flags.writeable):
            for name in ("images", "labels"):
                read_only = getattr(self, name).view()  # yours stay as they are
                read_only.flags.writeable = False
                object.__setattr__(self, name, read_only)
        object.__setattr__(self, "classes", names_of_classes(self.classes, labels))

    def __eq__(self, other):
        if not isinstance(other, Dataset):
            return False
        pairs = (self.images, other.images), (self.labels, other.labels)
        return self.classes == other.classes and all(np.array_equal(*pair) for pair in pairs)

    def __hash__(self):
        return hash((self.images.shape, self.classes))  # the numbers in the arrays may change

    def __contains__(self, image):
        """Whether this is one of the images."""
        return np.shape(image) == self.images.shape[1:] and bool(
            (self.images == image).all(axis=(1, 2, 3)).any()
        )

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, selection):
        if isinstance(selection, int | np.integer):
            raise TypeError(
                f"dataset[{selection}]: expected a selection of several, such as "
                f"dataset[{selection}:{selection + 1}]; one image is dataset.images[{selection}]"
            )
        return Dataset(self.images[selection], self.labels[selection], self.name, self.classes)

    def __repr__(self):
        return f"Dataset({self.name}: {len(self):,} images of {self.images.shape[1:]})"


def names_of_classes(classes, labels):
    """The names as a tuple of strings, if there is none or one for every label."""
    listed = np.iterable(classes) and not isinstance(classes, str)
    if not (listed and all(isinstance(name, str) for name in classes)):
        raise ValueError(f"classes: expected a name for each label, got {brief(classes)}")
    if len(classes) and labels.max() >= len(classes):
        raise ValueError(
            f"labels: expected below {len(classes)}, the number of classes, got {labels.max()}"
        )
    return tuple(classes)


def load_mnist(path=None):
    """(train_set, test_set): 60,000 and 10,000 handwritten digits, or a sample of 4,000 and 1,000.

    `path` names your own copy, in any of the forms in which it is passed on:

    - a folder with MNIST's four files (`train-images-idx3-ubyte`, …), packed with gzip or not, or
      torchvision's folder above them;
    - Keras's `mnist.npz`, or the folder that it is in;
    - a table with a label and the pixels of an image in each row, such as Kaggle's `train.csv`, of
      which every seventh image is for testing; or a folder with two, such as `mnist_train.csv`
      and `mnist_test.csv`.

    Without one, it looks at `$SCRATCHCNN_DATA`, which may name any of these, then in the cache,
    then asks the mirrors, and takes the sample that comes with the course if none of them answers.
    One printed line says which. What is named but cannot be read is an error (OSError or
    ValueError), no fallback.
    """
    return load("MNIST", path, "SCRATCHCNN_DATA", MNIST_MIRRORS, MNIST_SHA256, SAMPLE)


def load_sample():
    """(train_set, test_set): the 4,000 and 1,000 digits that come with the course, at once."""
    return read_sets(SAMPLE, "MNIST sample", "bundled")


def load_fashion_mnist(path=None):
    """(train_set, test_set) of Fashion-MNIST: 60,000 and 10,000 pictures of clothes, in 10 classes.

    As `load_mnist`, with `$SCRATCHCNN_FASHION`; there is no bundled sample, so without a path,
    cache and network it raises OSError.
    """
    sets = load("Fashion-MNIST", path, "SCRATCHCNN_FASHION", FASHION_MIRRORS, FASHION_SHA256)
    return tuple(replace(part, classes=FASHION_CLASSES) for part in sets)


def load(name, path, variable, mirrors, checksums, sample=None):
    """Both sets, from the first of path, variable, cache, mirrors and sample that has them."""
    if path is not None:
        return read_sets(path, name, f"from {path}")
    if path := os.environ.get(variable):
        return read_sets(path, name, f"from ${variable}")
    try:
        folder, origin = download.fetch(name, mirrors, checksums)
    except OSError as error:
        if sample is None:
            raise OSError(f"{name}: {error}; set ${variable} to a folder with its files") from error
        return read_sets(sample, f"{name} sample", f"bundled; {error}")
    return read_sets(folder, name, origin)


def read_sets(path, name, origin):
    """(train_set, test_set) of a folder or a file; prints how many images, and from where."""
    read, place = find_source(as_path(path), name)
    if read is read_tables and not isinstance(place, tuple):
        origin += f", every {ONE_IN}th image to test"
    train_images, train_labels, test_images, test_labels = read(place)
    train_set = Dataset(train_images[..., np.newaxis], train_labels.astype(np.intp), name)
    test_set = Dataset(test_images[..., np.newaxis], test_labels.astype(np.intp), name)
    say(f"{name} ({origin}): {len(train_set):,} training and {len(test_set):,} test images")
    return train_set, test_set


def find_source(path, name):
    """(function, place): what reads the data set of this name, and what it is to read."""
    if path.is_file():
        return reader_of(path), path
    for folder in (path, path / TORCHVISION.get(name, ""), path / "raw"):
        if any(find_file(folder, file) for file in MNIST_SHA256):
            return read_folder, folder
    archive = path / KERAS.get(name, "")
    if archive.is_file():
        return read_keras, archive
    for start in TABLES.get(name, ()):
        train, test = path / f"{start}train.csv", path / f"{start}test.csv"
        if train.is_file():
            return read_tables, (train, test) if test.is_file() and has_labels(test) else train
    return read_folder, path  # which says what is missing


def reader_of(path):
    """The function that reads this file; ValueError if there is none."""
    if path.suffix == ".npz":
        return read_keras
    if path.name.endswith((".csv", ".csv.gz")):
        return read_tables
    raise ValueError(
        f"{path}: expected a folder with the files {', '.join(MNIST_SHA256)}, or a file such as "
        f"mnist.npz or train.csv, got another file"
    )


def missing(path, name="MNIST"):
    """Those of MNIST's four files that are missing where they were looked for."""
    read, place = find_source(as_path(path), name)
    return missing_files(place) if read is read_folder else []


def is_cached():
    """Whether the full MNIST is in the cache (its checksums are looked at when it is loaded)."""
    folder = download.cache_folder("MNIST")
    return folder is not None and all(os.path.isfile(folder / file) for file in MNIST_SHA256)
