"""Data sets: a folder of one's own, the sample of the course, and what a Dataset refuses."""

import gzip

import numpy as np
import pytest

from scratchcnn import Dataset, load_fashion_mnist, load_mnist
from scratchcnn.data import datasets
from scratchcnn.data.idx import FILES

MIRRORS = datasets.MNIST_MIRRORS, datasets.FASHION_MIRRORS  # before the tests put others there


def write_folder(folder, files):
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return str(folder)


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gz"])
def test_a_folder_of_ones_own(packed, files, tmp_path, monkeypatch, capsys):
    written = {f"{name}.gz": gzip.compress(files[name]) for name in FILES} if packed else files
    monkeypatch.setenv("SCRATCHCNN_DATA", write_folder(tmp_path / "own", written))
    train_set, test_set = load_mnist()
    images = np.frombuffer(files[FILES[0]], np.uint8, offset=16).reshape(20, 28, 28, 1)
    np.testing.assert_array_equal(train_set.images, images)
    np.testing.assert_array_equal(train_set.labels, np.arange(20) % 10)
    np.testing.assert_array_equal(test_set.labels, np.arange(10))
    assert train_set.images.dtype == np.uint8
    assert np.issubdtype(train_set.labels.dtype, np.signedinteger)
    out = capsys.readouterr().out
    assert out == "MNIST (from $SCRATCHCNN_DATA): 20 training and 10 test images\n"


def test_a_folder_that_is_named_but_cannot_be_read_is_no_reason_to_fall_back(
    files, tmp_path, monkeypatch
):
    message = r"train-images-idx3-ubyte: expected this file, or train-images-idx3-ubyte.gz, in .*"
    monkeypatch.setenv("SCRATCHCNN_DATA", str(tmp_path / "nowhere"))
    with pytest.raises(FileNotFoundError, match=message + r"nowhere, found neither"):
        load_mnist()
    last = files.pop(FILES[3])
    monkeypatch.setenv("SCRATCHCNN_DATA", write_folder(tmp_path / "own", files))
    with pytest.raises(FileNotFoundError, match=r"t10k-labels-idx1-ubyte: expected this file, or"):
        load_mnist()
    (tmp_path / "own" / f"{FILES[3]}.gz").write_bytes(gzip.compress(last)[:-1])
    with pytest.raises(ValueError, match=r"t10k-labels-idx1-ubyte\.gz: damaged gzip file \("):
        load_mnist()


def test_fashion_mnist_comes_from_its_own_folder(files, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("SCRATCHCNN_FASHION", write_folder(tmp_path / "own", files))
    assert [len(part) for part in load_fashion_mnist()] == [20, 10]
    assert capsys.readouterr().out.startswith("Fashion-MNIST (from $SCRATCHCNN_FASHION): 20 ")


def test_fashion_mnist_is_never_taken_from_the_digits(files, tmp_path, monkeypatch):
    monkeypatch.setenv("SCRATCHCNN_DATA", write_folder(tmp_path / "own", files))
    with pytest.raises(OSError, match=r"Fashion-MNIST: no mirror .*; set \$SCRATCHCNN_FASHION to"):
        load_fashion_mnist()


@pytest.mark.parametrize("number", [0, 1], ids=["mnist", "fashion"])
def test_each_data_set_has_four_checksums_and_at_least_three_mirrors(number):
    checksums = (datasets.MNIST_SHA256, datasets.FASHION_SHA256)[number]
    assert tuple(checksums) == FILES
    assert len(set(checksums.values())) == 4
    assert all(len(bytes.fromhex(checksum)) == 32 for checksum in checksums.values())
    assert len(set(MIRRORS[number])) >= 3
    assert all(mirror.endswith("/") for mirror in MIRRORS[number])


# The sample that comes with the course


def test_the_sample(sample):
    for images, per_class in zip(sample, (400, 100), strict=True):
        assert images.images.shape == (10 * per_class, 28, 28, 1)
        assert images.images.dtype == np.uint8
        np.testing.assert_array_equal(np.bincount(images.labels), [per_class] * 10)
        assert images.images.min() == 0
        assert images.images.max() == 255


def test_no_image_of_the_sample_is_there_twice(sample):
    images = [image.tobytes() for part in sample for image in part.images]
    assert len(set(images)) == 5000


# Dataset


def test_a_dataset_can_be_cut():
    images, labels = np.zeros((6, 28, 28, 1), np.uint8), np.arange(6)
    whole = Dataset(images, labels, "digits")
    assert len(whole) == 6
    np.testing.assert_array_equal(whole[1:4].labels, [1, 2, 3])
    np.testing.assert_array_equal(whole[labels % 2 == 0].labels, [0, 2, 4])
    np.testing.assert_array_equal(whole[[5, 0]].labels, [5, 0])
    assert whole[:2].name == "digits"
    assert repr(whole) == "Dataset(digits: 6 images of (28, 28, 1))"


IMAGES, LABELS = np.zeros((3, 28, 28, 1)), np.arange(3)


def with_one(value):
    images = IMAGES.copy()
    images[2, 27, 27] = value
    return images


@pytest.mark.parametrize(
    ("images", "labels", "message"),
    [
        (IMAGES[..., 0], LABELS, r"images: expected N × H × W × C, .*, got \(3, 28, 28\)"),
        (IMAGES[:0], LABELS[:0], r"images: expected N × H × W × C, none of them 0, got \(0, 28"),
        (IMAGES, LABELS[:2], r"labels: expected 3, one an image, got shape \(2,\)"),
        (IMAGES, LABELS[:, np.newaxis], r"labels: expected 3, one an image, got shape \(3, 1\)"),
        (IMAGES, LABELS * 1.0, r"labels: expected whole numbers, got float64"),
        (IMAGES, LABELS == 0, r"labels: expected whole numbers, got bool"),
        (IMAGES, LABELS - 1, r"labels: expected 0 or more, got -1"),
        (with_one(np.nan), LABELS, r"images: expected finite numbers, got NaN or infinity"),
        (with_one(np.inf), LABELS, r"images: expected finite numbers, got "),
        (IMAGES.astype(str), LABELS, r"images: expected numbers, got <U"),
    ],
)
def test_wrong_datasets(images, labels, message):
    with pytest.raises(ValueError, match=message):
        Dataset(images, labels)
