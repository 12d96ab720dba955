"""MNIST as Keras and Kaggle keep it: read as the same images, or refused."""

import bz2
import gzip

import numpy as np
import pytest

from scratchcnn import load_fashion_mnist, load_mnist, models

RNG = np.random.default_rng(0)
IMAGES = RNG.integers(0, 256, (21, 28, 28), dtype=np.uint8)
LABELS = np.arange(21) % 10
HEADING = ",".join(["label", *(f"pixel{number}" for number in range(784))])


def table(images=IMAGES, labels=LABELS, heading=HEADING, last=False, quote=""):
    rows = [[label, *image.ravel()] for image, label in zip(images, labels, strict=True)]
    rows = [[*row[1:], row[0]] if last else row for row in rows]
    lines = [",".join(f"{quote}{cell}{quote}" for cell in row) for row in rows]
    return "\n".join([heading] * bool(heading) + lines) + "\n"


def at_end(heading):
    label, *pixels = heading.split(",")
    return ",".join([*pixels, label])


CSV = {  # name of the file, its bytes
    "Kaggle's": ("train.csv", table().encode()),
    "without a heading": ("mnist.csv", table(heading="").encode()),
    "with names of places": ("a.csv", table(heading=HEADING.replace("pixel", "1x")).encode()),
    "with the label at the end": (
        "mnist_784.csv",
        table(heading=at_end(HEADING.replace("label", "class")), last=True).encode(),
    ),
    "with quotation marks": (
        "train.csv",
        table(heading='"' + HEADING.replace(",", '","') + '"', quote='"').encode(),
    ),
    "with a byte order mark": ("train.csv", table().encode("utf-8-sig")),
    "with a byte order mark and no heading": ("a.csv", table(heading="").encode("utf-8-sig")),
    "from Windows": ("train.csv", table().replace("\n", "\r\n").encode()),
    "without an end of line": ("train.csv", table().rstrip().encode()),
    "packed": ("train.csv.gz", gzip.compress(table().encode())),
    "packed in two members": (
        "train.csv",
        gzip.compress(table().encode()[:999]) + gzip.compress(table().encode()[999:]),
    ),
}


@pytest.mark.parametrize(("name", "content"), CSV.values(), ids=CSV)
def test_of_one_table_every_seventh_image_is_to_test(name, content, tmp_path, capsys):
    path = tmp_path / name
    path.write_bytes(content)
    train_set, test_set = load_mnist(path)
    to_test = np.isin(np.arange(21), [6, 13, 20])
    for part, chosen in ((train_set, ~to_test), (test_set, to_test)):
        np.testing.assert_array_equal(part.images[..., 0], IMAGES[chosen])
        np.testing.assert_array_equal(part.labels, LABELS[chosen])
        assert part.images.dtype == np.uint8
        assert part.images.flags.writeable
    out = capsys.readouterr().out
    assert out == f"MNIST (from {path}, every 7th image to test): 18 training and 3 test images\n"


@pytest.mark.parametrize("start", ["", "mnist_"])
def test_a_folder_with_two_tables(start, tmp_path, capsys):
    (tmp_path / f"{start}train.csv").write_text(table())
    (tmp_path / f"{start}test.csv").write_text(table(IMAGES[:4], LABELS[:4], heading=""))
    train_set, test_set = load_mnist(tmp_path)
    np.testing.assert_array_equal(train_set.images[..., 0], IMAGES)
    np.testing.assert_array_equal(test_set.images[..., 0], IMAGES[:4])
    assert "every 7th" not in capsys.readouterr().out


def test_kaggles_images_without_labels_are_not_taken_for_a_test_set(tmp_path, capsys):
    (tmp_path / "train.csv").write_text(table())
    lines = table(heading=HEADING).splitlines()
    (tmp_path / "test.csv").write_text("\n".join(line.split(",", 1)[1] for line in lines))
    assert [len(part) for part in load_mnist(tmp_path)] == [18, 3]
    assert "every 7th image to test" in capsys.readouterr().out


def test_the_tables_of_fashion_mnist(tmp_path, monkeypatch):
    (tmp_path / "fashion-mnist_train.csv").write_text(table())
    (tmp_path / "fashion-mnist_test.csv").write_text(table(IMAGES[:4], LABELS[:4]))
    assert [len(part) for part in load_fashion_mnist(tmp_path)] == [21, 4]
    monkeypatch.setenv("SCRATCHCNN_FASHION", str(tmp_path))
    assert [len(part) for part in load_fashion_mnist()] == [21, 4]
    with pytest.raises(FileNotFoundError, match=r"there lies fashion-mnist_test\.csv, fashion"):
        load_mnist(tmp_path)


def without_labels():
    return "\n".join(line.split(",", 1)[1] for line in table().splitlines())


WRONG_TABLES = {  # text, message
    "no labels": (without_labels(), r"expected a label and size × size pixels .*, got 784$"),
    "two columns too many": (table(heading="").replace("\n", ",0,0\n"), r".* pixels .*, got 787$"),
    "text": ("hello", r"expected a label and size × size pixels in each row, .*, got 1$"),
    "nothing": ("", r"expected a label and size × size pixels in each row, .*, got 1$"),
    "a heading only": (HEADING + "\n", r"expected a row for each image, found only a heading$"),
    "semicolons": (table().replace(",", ";"), r"expected a label and size × size .*, got 1$"),
    "a row that is short": (table() + "3,4\n", r".*the number of columns changed from 785 to 2 at"),
    "256": (table(IMAGES.astype(int) + 1), r".*could not convert string '256' to a number from 0"),
    "fractions": (
        table(IMAGES / 255),
        r".*whole numbers from 0 to 255: could not convert string '0",
    ),
    "negative": (
        table(labels=LABELS - 1),
        r".*could not convert string '-1' to a number from 0 to",
    ),
    "letters": (table(labels=LABELS + 5), r"labels: expected labels from 0 to 9, got 14"),
    "few": (table(IMAGES[:6], LABELS[:6]), r"expected 7 images or more, got 6$"),
    "an empty cell": (table().replace("\n1,", "\n,", 1), r".*could not convert string '' to a num"),
}


@pytest.mark.filterwarnings("ignore:loadtxt. input contained no data")
@pytest.mark.parametrize(("text", "message"), WRONG_TABLES.values(), ids=WRONG_TABLES)
def test_a_wrong_table_is_named(text, message, tmp_path):
    (tmp_path / "train.csv").write_text(text)
    with pytest.raises(ValueError, match=rf"^[^\n]*train\.csv: {message}") as caught:
        load_mnist(tmp_path / "train.csv")
    assert "\n" not in str(caught.value)


def test_a_table_in_another_encoding_or_packed_otherwise(tmp_path):
    path = tmp_path / "train.csv"
    for content in (bz2.compress(table().encode()), b"\xff\xfe" + table().encode("utf-16-le")):
        path.write_bytes(content)
        with pytest.raises(
            ValueError, match=r"train\.csv: expected a table in text, got something"
        ):
            load_mnist(path)


@pytest.mark.parametrize("name", ["train.csv.zip", "mnist.mat", "mnist.pkl.gz", "weights"])
def test_another_kind_of_file_is_refused(name, tmp_path):
    (tmp_path / name).write_bytes(b"PK")
    with pytest.raises(ValueError, match=rf"{name}: expected a folder .* mnist\.npz or train\.csv"):
        load_mnist(tmp_path / name)


# Keras's archive


def archive(**others):
    arrays = {"x_train": IMAGES, "y_train": LABELS.astype(np.uint8)}
    arrays |= {"x_test": IMAGES[:5], "y_test": LABELS[:5].astype(np.uint8)}
    arrays |= others
    return {name: array for name, array in arrays.items() if array is not None}


GOOD_ARCHIVES = {
    "Keras's": archive(),
    "labels of 64 bits": archive(y_train=LABELS, y_test=LABELS[:5]),
    "with an axis for the channel": archive(x_train=IMAGES[..., np.newaxis]),
    "pixels of 64 bits": archive(x_test=IMAGES[:5].astype(np.int64)),
    "with something else": archive(x_validation=IMAGES),
}


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
@pytest.mark.parametrize("arrays", GOOD_ARCHIVES.values(), ids=GOOD_ARCHIVES)
def test_the_archive_of_keras(arrays, save, tmp_path):
    save(tmp_path / "mnist.npz", **arrays)
    for path in (tmp_path / "mnist.npz", tmp_path):  # the file, or its folder
        train_set, test_set = load_mnist(path)
        np.testing.assert_array_equal(train_set.images[..., 0], IMAGES)
        np.testing.assert_array_equal(train_set.labels, LABELS)
        np.testing.assert_array_equal(test_set.images[..., 0], IMAGES[:5])
        assert train_set.images.shape == (21, 28, 28, 1)
        assert train_set.images.dtype == np.uint8
        assert train_set.images.flags.writeable


WRONG_ARCHIVES = {
    "one missing": (archive(y_test=None), r"expected arrays x_train, y_train, x_test, y_test, fou"),
    "from 0 to 1": (
        archive(x_train=IMAGES / 255),
        r"x_train: expected whole numbers, got float64",
    ),
    "one label short": (archive(y_train=LABELS[1:]), r"y_train: expected 21 labels, one for each"),
    "vectors": (archive(x_train=IMAGES.reshape(21, -1)), r"x_train: expected N × height × width,"),
    "one-hot": (archive(y_train=np.eye(10, dtype=int)[LABELS]), r"y_train: expected 21 labels, on"),
    "negative": (
        archive(y_test=LABELS[:5] - 1),
        r"y_test: expected numbers from 0 to 255, got -1",
    ),
    "letters": (archive(y_test=LABELS[:5] + 20), r"y_test: expected labels from 0 to 9, got 24"),
    "text": (archive(y_test=np.array(list("01234"))), r"y_test: expected whole .*, got <U1, text"),
    "colours": (archive(x_train=np.zeros((21, 2, 2, 3), int)), r"x_train: expected N × height × w"),
    "nothing": (archive(x_train=IMAGES[:0], y_train=LABELS[:0]), r"x_train: expected N × height"),
}


@pytest.mark.parametrize(("arrays", "message"), WRONG_ARCHIVES.values(), ids=WRONG_ARCHIVES)
def test_a_wrong_archive_is_named(arrays, message, tmp_path):
    np.savez(tmp_path / "mnist.npz", **arrays)
    with pytest.raises(ValueError, match=rf"mnist\.npz: {message}"):
        load_mnist(tmp_path)


def test_weights_are_not_taken_for_images(tmp_path):
    models.mlp().save(tmp_path / "weights.npz")
    with pytest.raises(
        ValueError, match=r"weights\.npz: expected arrays x_train, .*, found plan, "
    ):
        load_mnist(tmp_path / "weights.npz")


def test_damaged_archives(tmp_path):
    np.savez(tmp_path / "mnist.npz", **archive())
    whole = (tmp_path / "mnist.npz").read_bytes()
    for content in (b"", b"text", whole[:-50], whole[:2000]):
        (tmp_path / "mnist.npz").write_bytes(content)
        with pytest.raises(ValueError, match=r"mnist\.npz: not a readable \.npz file of arrays"):
            load_mnist(tmp_path)
