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
    train_set, test_set = load_fashion_mnist()
    assert [len(train_set), len(test_set)] == [20, 10]
    assert train_set.classes[9] == test_set.classes[9] == "Ankle boot"
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


@pytest.mark.parametrize("load", [load_mnist, load_fashion_mnist])
def test_a_path_is_read_and_named(load, files, tmp_path, monkeypatch, capsys):
    for variable in ("SCRATCHCNN_DATA", "SCRATCHCNN_FASHION"):
        monkeypatch.setenv(variable, str(tmp_path / "nowhere"))
    own = write_folder(tmp_path / "own", files)
    assert [len(part) for part in load(own)] == [20, 10]
    assert f"(from {own}): 20 training and 10 test images" in capsys.readouterr().out


@pytest.mark.parametrize("start", ["~", "~/", "~/data", "~/data/"])
def test_a_path_may_begin_in_the_home_folder(start, files, tmp_path, monkeypatch):
    folder = tmp_path / start.removeprefix("~").strip("/")
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert len(load_mnist(start)[0]) == 20
    monkeypatch.setenv("SCRATCHCNN_DATA", start)
    assert len(load_mnist()[0]) == 20


@pytest.mark.parametrize("root", ["", "MNIST", "MNIST/raw"])
def test_the_folder_that_torchvision_makes(root, files, tmp_path):
    (tmp_path / "MNIST").mkdir()
    write_folder(tmp_path / "MNIST" / "raw", files)
    assert len(load_mnist(tmp_path / root)[0]) == 20


def test_of_two_sets_in_torchvisions_folder_each_is_found(files, tmp_path):
    for name in ("MNIST", "FashionMNIST"):
        (tmp_path / name).mkdir()
        write_folder(tmp_path / name / "raw", files)
        files = {**files, FILES[1]: files[FILES[1]][:8] + bytes([9] * 20)}
    assert load_mnist(tmp_path)[0].labels.tolist() == [n % 10 for n in range(20)]
    assert load_fashion_mnist(tmp_path)[0].labels.tolist() == [9] * 20


def test_clothes_in_torchvisions_folder_are_not_taken_for_digits(files, tmp_path):
    (tmp_path / "FashionMNIST").mkdir()
    write_folder(tmp_path / "FashionMNIST" / "raw", files)
    with pytest.raises(FileNotFoundError, match=r"there lies FashionMNIST.raw.train-images-idx3"):
        load_mnist(tmp_path)


@pytest.mark.parametrize("path", [3, 1.5, b"", "", [], ("a", "b"), True])
def test_what_is_no_path(path):
    with pytest.raises(ValueError, match=r"^path: expected the path of a file, got "):
        load_mnist(path)


def test_one_of_the_four_files_is_not_the_folder(files, tmp_path):
    own = write_folder(tmp_path / "own", files)
    with pytest.raises(ValueError, match=r"expected a folder with the files train-images-idx3-uby"):
        load_mnist(f"{own}/{FILES[0]}")


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
        (IMAGES.astype(str), LABELS, r"images: expected numbers, got <U.*, text such as '0.0'$"),
        (IMAGES, list("abc"), r"labels: expected whole numbers, got <U1, text such as 'a'$"),
        (IMAGES, [b"a", b"b", b"c"], r"labels: .*, got \|S1, text such as b'a'$"),
        (
            IMAGES,
            np.array(["cat", "dog", "cat"], object),
            r"labels: expected whole numbers, got ndarray, objects such as 'cat'$",
        ),
        (IMAGES, ["7", None, 1], r"labels: .*, got list, objects such as '7'$"),
        (IMAGES, [None] * 3, r"labels: .*, got list, objects such as None$"),
        (IMAGES, np.array([LABELS, None, 1], object), r"labels: .*, objects such as array\(\[0, "),
        (IMAGES, [], r"labels: expected whole numbers, got float64$"),
        (IMAGES, np.array([], object), r"labels: expected whole numbers, got ndarray$"),
    ],
)
def test_wrong_datasets(images, labels, message):
    with pytest.raises(ValueError, match=message):
        Dataset(images, labels)


@pytest.mark.parametrize(
    ("classes", "message"),
    [
        (("a", "b"), r"labels: expected below 2, the number of classes, got 2"),
        ("abc", r"classes: expected a name for each label, got 'abc'"),
        ((1, 2, 3), r"classes: expected a name for each label, got \(1, 2, 3\)"),
        (None, r"classes: expected a name for each label, got None"),
    ],
)
def test_wrong_names_of_classes(classes, message):
    with pytest.raises(ValueError, match=message):
        Dataset(IMAGES, LABELS, classes=classes)


def test_names_of_classes_are_kept_by_a_part():
    dataset = Dataset(IMAGES, LABELS, classes=["a", "b", "c"])
    assert dataset[1:].classes == ("a", "b", "c")
    assert dataset[[2, 2]].labels.tolist() == [2, 2]


def test_datasets_can_be_compared():
    dataset, same = Dataset(IMAGES, LABELS), Dataset(IMAGES.copy(), LABELS.copy(), "another name")
    others = [
        dataset[:2],
        Dataset(IMAGES + 1, LABELS),
        Dataset(with_one(1), LABELS),
        Dataset(IMAGES, LABELS[::-1]),
        Dataset(IMAGES, LABELS, classes=["a", "b", "c"]),
        Dataset(IMAGES.reshape(3, 14, 56, 1), LABELS),
    ]
    assert dataset == same
    assert hash(dataset) == hash(same)
    assert dataset in [*others, same]
    assert dataset not in others
    assert {dataset: 1}[same] == 1
    assert len({dataset, same, *others}) == 7
    assert all(dataset != other for other in (*others, None, 3, "images", IMAGES, [IMAGES]))


def test_whether_an_image_is_in_a_dataset():
    dataset = Dataset(with_one(3.0), LABELS)
    assert IMAGES[0] in dataset
    assert with_one(3.0)[2] in dataset
    assert with_one(4.0)[2] not in dataset
    assert not any(other in dataset for other in (0, None, "image", IMAGES, IMAGES[0, ..., 0], [0]))


@pytest.mark.parametrize("fixed", [(), ("images",), ("labels",), ("images", "labels")])
def test_images_and_labels_can_both_be_written_to_or_neither(fixed):
    arrays = {"images": IMAGES.copy(), "labels": LABELS.copy()}
    for name in fixed:
        arrays[name].flags.writeable = False
    dataset = Dataset(**arrays)
    for name, array in arrays.items():
        assert getattr(dataset, name).flags.writeable == (not fixed)
        assert np.shares_memory(getattr(dataset, name), array)
        assert array.flags.writeable == (name not in fixed)  # yours stay as they were


def test_what_was_loaded_can_be_written_to(files, tmp_path):
    for part in load_mnist(write_folder(tmp_path / "own", files)):
        part.images[0], part.labels[0] = 255 - part.images[0], 3
        assert part.labels[0] == 3
