"""MNIST as others keep it: Keras's mnist.npz, and tables of numbers such as Kaggle's train.csv."""

import io
import math
from pathlib import Path

import numpy as np

from ..arguments import whole_array
from ..saving import read_npz
from .idx import check_pair, unzip

KERAS = ("x_train", "y_train", "x_test", "y_test")
ONE_IN = 7  # images of a single table are for testing: MNIST has 60,000 to train, 10,000 to test
LABEL = ("label", "class")  # what the column of labels is called


def read_keras(path):
    """The four arrays of bytes in an archive like Keras's, in the order of KERAS.

    Images are N × height × width, labels are N numbers from 0 to 9. OSError if the file cannot be
    read, ValueError if there is something else in it.
    """
    found = read_npz(path)
    names = {name: f"{path}: {name}" for name in KERAS}
    for name in KERAS:
        if name not in found:
            there = ", ".join([*found][:4]) or "nothing"
            raise ValueError(f"{path}: expected arrays {', '.join(KERAS)}, found {there}")
        found[name] = as_bytes(found[name], names[name])
    arrays = [found[name] for name in KERAS]
    check_pair(*arrays[:2], *list(names.values())[:2])
    check_pair(*arrays[2:], *list(names.values())[2:])
    return arrays


def as_bytes(array, name):
    """The array as bytes, if it has whole numbers from 0 to 255; a last axis of 1 goes."""
    array = whole_array(name, array)
    if array.size and (array.min() < 0 or array.max() > 255):
        raise ValueError(
            f"{name}: expected numbers from 0 to 255, got {array.min()} to {array.max()}"
        )
    array = array.astype(np.uint8)
    return array[..., 0] if array.ndim == 4 and array.shape[3] == 1 else array


def read_tables(path):
    """The four arrays of two tables, (train, test), or of one, every seventh image to test.

    One row for each image: its label, then its pixels, row by row. OSError if a file cannot be
    read, ValueError if there is something else in it.
    """
    if isinstance(path, tuple):
        return [*read_table(path[0]), *read_table(path[1])]
    images, labels = read_table(path)
    if len(images) < ONE_IN:
        raise ValueError(f"{path}: expected {ONE_IN} images or more, got {len(images)}")
    last = np.arange(len(images)) % ONE_IN == ONE_IN - 1  # wherever the file is sorted
    return [images[~last], labels[~last], images[last], labels[last]]


def read_table(path):
    """(images, labels): bytes, N × size × size and N, of one table in text, packed or not."""
    text = text_of(path)
    heading, columns = heading_of(text), len(first_row(text))
    size = math.isqrt(columns - 1)
    if columns < 2 or size**2 != columns - 1:
        raise ValueError(
            f"{path}: expected a label and size × size pixels in each row, such as 785 columns, "
            f"got {columns}"
        )
    place = next((place for place, name in enumerate(heading) if name.lower() in LABEL), 0)
    try:
        table = np.loadtxt(
            io.StringIO(text),
            np.uint8,
            delimiter=",",
            quotechar='"',
            skiprows=int(bool(heading)),
            ndmin=2,
        )
    except ValueError as error:
        message = str(error).split(";")[0].rstrip(".").replace("uint8", "a number from 0 to 255")
        raise ValueError(
            f"{path}: expected whole numbers from 0 to 255: {message} (the first row is row 0)"
        ) from error
    if len(table) == 0:
        raise ValueError(f"{path}: expected a row for each image, found only a heading")
    images, labels = np.delete(table, place, axis=1), table[:, place].copy()
    images = images.reshape(-1, size, size)
    check_pair(images, labels, str(path), f"{path}: labels")
    return images, labels


def has_labels(path):
    """Whether a table has one column more than pixels; Kaggle's test.csv has none."""
    columns = len(first_row(text_of(path)))
    return math.isqrt(columns) ** 2 != columns


def text_of(path):
    raw = unzip(Path(path).read_bytes(), str(path))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path}: expected a table in text, got something else") from error


def first_row(text):
    """The cells of the first line, without quotation marks."""
    return [cell.strip().strip('"') for cell in text.partition("\n")[0].split(",")]


def heading_of(text):
    """The names of the columns; empty if the first line has numbers already."""
    cells = first_row(text)
    return [] if cells[0].replace(".", "", 1).isdigit() else cells
