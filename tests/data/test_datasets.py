"""The data: IDX files, folders, the cache, mirrors that fail in many ways, and the sample."""

import gzip
import hashlib
import http.server
import os
import socket
import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scratchcnn import Dataset, load_fashion_mnist, load_mnist
from scratchcnn.data import datasets, download
from scratchcnn.data.idx import FILES, parse_idx, read_folder

MIRRORS = datasets.MNIST_MIRRORS, datasets.FASHION_MIRRORS  # the real ones: `alone` replaces them
NOBODY = "http://127.0.0.1:9/"  # the discard port: refuses at once


def idx(array):
    """The bytes of an IDX file with this array of bytes."""
    header = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">u4").tobytes()
    return header + array.astype(np.uint8).tobytes()


def small_files(train=20, test=10):
    """{file name: content} of a whole data set of random images."""
    rng = np.random.default_rng(0)
    arrays = []
    for count in (train, test):
        arrays += [rng.integers(0, 256, (count, 28, 28)), np.arange(count) % 10]
    return dict(zip(FILES, map(idx, arrays), strict=True))


def write_folder(folder, files, packed=False):
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        if packed:
            (folder / f"{name}.gz").write_bytes(gzip.compress(content))
        else:
            (folder / name).write_bytes(content)
    return folder


@pytest.fixture(autouse=True)
def alone(tmp_path, monkeypatch):
    """No folder of data, an empty cache, and no mirror that leads out of this machine."""
    monkeypatch.delenv("SCRATCHCNN_DATA", raising=False)
    monkeypatch.delenv("SCRATCHCNN_FASHION", raising=False)
    monkeypatch.setattr(datasets, "MNIST_MIRRORS", (NOBODY,))
    monkeypatch.setattr(datasets, "FASHION_MIRRORS", (NOBODY,))
    monkeypatch.setattr("pooch.os_cache", lambda project: tmp_path / "cache" / project)
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache" / "scratchcnn" / "mnist"


# The format


@given(st.sampled_from([(1,), (7,), (0,), (1, 1, 1), (3, 28, 28), (2, 5, 4)]), st.integers(0, 99))
def test_idx_round_trip(shape, seed):
    array = np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)
    parsed = parse_idx(idx(array), "file")
    assert parsed.dtype == np.uint8
    np.testing.assert_array_equal(parsed, array)


RIGHT = idx(np.zeros((2, 28, 28)))
DAMAGED = {  # content, message
    "empty": (b"", r"expected an IDX file of bytes, .*, got nothing"),
    "short magic": (RIGHT[:3], r"expected an IDX file of bytes, .*, got 00 00 08"),
    "wrong magic": (b"\x01" + RIGHT[1:], r"starts with 00 00 08 01 or 00 00 08 03, got 01 00 08"),
    "text": (b"<!DOCTYPE html>", r"expected an IDX file of bytes, .*, got 3c 21 44 4f"),
    "floats": (b"\0\0\x0d\x03" + RIGHT[4:], r"expected an IDX file of bytes, .*got 00 00 0d 03"),
    "two axes": (b"\0\0\x08\x02" + RIGHT[4:], r"expected an IDX file of bytes, .*got 00 00 08 02"),
    "no axis": (b"\0\0\x08\x00" + RIGHT[4:], r"expected an IDX file of bytes, .*got 00 00 08 00"),
    "header cut short": (RIGHT[:15], r"expected a header of 16 bytes, got 15"),
    "body missing": (RIGHT[:16], r"expected 1,568 bytes for the shape \(2, 28, 28\).*, got 0"),
    "body cut short": (RIGHT[:-1], r"expected 1,568 bytes for the shape .*, got 1,567"),
    "trailing bytes": (RIGHT + b"\0", r"expected 1,568 bytes for the shape .*, got 1,569"),
    "huge sizes": (
        b"\0\0\x08\x03" + b"\xff" * 12,
        r"expected sizes up to 67,108,864, got the shape \(4294967295, 4294967295, 4294967295\)",
    ),
    "empty and huge": (
        b"\0\0\x08\x03" + b"\0" * 4 + b"\xff" * 8,
        r"expected sizes up to 67,108,864, got the shape \(0, 4294967295, 4294967295\)",
    ),
}


@pytest.mark.parametrize(("content", "message"), DAMAGED.values(), ids=DAMAGED)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gz"])
def test_a_damaged_file_is_named_with_what_was_expected(content, message, packed, tmp_path):
    write_folder(tmp_path, small_files(), packed)
    write_folder(tmp_path, {FILES[0]: content}, packed)
    with pytest.raises(ValueError, match=message) as error:
        read_folder(tmp_path)
    assert str(error.value).startswith("train-images-idx3-ubyte")


# Folders


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gz"])
def test_a_folder_of_ones_own(packed, tmp_path, monkeypatch, capsys):
    files = small_files()
    monkeypatch.setenv("SCRATCHCNN_DATA", str(write_folder(tmp_path / "own", files, packed)))
    train_set, test_set = load_mnist()
    images = np.frombuffer(files[FILES[0]], np.uint8, offset=16).reshape(20, 28, 28, 1)
    np.testing.assert_array_equal(train_set.images, images)
    np.testing.assert_array_equal(train_set.labels, np.arange(20) % 10)
    np.testing.assert_array_equal(test_set.labels, np.arange(10))
    assert train_set.images.dtype == np.uint8
    assert np.issubdtype(train_set.labels.dtype, np.integer)
    assert capsys.readouterr().out == (
        "MNIST (from $SCRATCHCNN_DATA): 20 training and 10 test images\n"
    )


def test_plain_and_packed_files_may_be_mixed(tmp_path):
    files = small_files()
    write_folder(tmp_path, dict(list(files.items())[:2]), packed=True)
    write_folder(tmp_path, dict(list(files.items())[2:]))
    assert [len(array) for array in read_folder(tmp_path)] == [20, 20, 10, 10]


def test_a_packed_file_without_its_ending_is_unpacked(tmp_path):
    write_folder(tmp_path, {name: gzip.compress(file) for name, file in small_files().items()})
    assert [len(array) for array in read_folder(tmp_path)] == [20, 20, 10, 10]


def test_a_missing_folder_and_a_missing_file_are_no_reason_to_fall_back(tmp_path, monkeypatch):
    monkeypatch.setenv("SCRATCHCNN_DATA", str(tmp_path / "nowhere"))
    message = r"train-images-idx3-ubyte: expected this file, or train-images-idx3-ubyte.gz, in .*"
    with pytest.raises(FileNotFoundError, match=message + r"nowhere, found neither"):
        load_mnist()
    files = small_files()
    del files[FILES[3]]
    monkeypatch.setenv("SCRATCHCNN_DATA", str(write_folder(tmp_path / "own", files)))
    with pytest.raises(FileNotFoundError, match=r"t10k-labels-idx1-ubyte: expected this file, or"):
        load_mnist()


@pytest.mark.parametrize(
    "damage",
    [
        lambda packed: packed[:20],
        lambda packed: packed[:-4],
        lambda packed: packed[:40] + bytes([packed[40] ^ 0xFF]) + packed[41:],
        lambda packed: packed + b"more",
    ],
    ids=["cut short", "checksum missing", "flipped byte", "trailing bytes"],
)
def test_a_damaged_gzip_file(damage, tmp_path):
    write_folder(tmp_path, small_files(), packed=True)
    path = tmp_path / f"{FILES[2]}.gz"
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(ValueError, match=r"t10k-images-idx3-ubyte.gz: damaged gzip file \("):
        read_folder(tmp_path)


def test_a_gzip_file_that_unpacks_to_gigabytes(tmp_path, monkeypatch):
    monkeypatch.setattr("scratchcnn.data.idx.MAX_BYTES", 1000)
    write_folder(tmp_path, small_files(), packed=True)
    with pytest.raises(ValueError, match=r"train-images.*: expected at most 1,000 bytes"):
        read_folder(tmp_path)


@pytest.mark.parametrize(
    ("file", "array", "message"),
    [
        (
            1,
            np.zeros(19),
            r"train-labels.*: expected 20 labels, one for each image, got shape \(19,\)",
        ),
        (1, np.full(20, 10), r"train-labels-idx1-ubyte: expected labels from 0 to 9, got 10"),
        (1, np.full(20, 255), r"train-labels-idx1-ubyte: expected labels from 0 to 9, got 255"),
        (0, np.zeros(20), r"train-images.*: expected N × height × width, got shape \(20,\)"),
        (
            1,
            np.zeros((20, 1, 1)),
            r"train-labels.*: expected 20 labels, .*, got shape \(20, 1, 1\)",
        ),
        (3, np.zeros(0), r"t10k-labels.*: expected 10 labels, .*, got shape \(0,\)"),
    ],
)
def test_files_that_do_not_belong_together(file, array, message, tmp_path, monkeypatch):
    files = small_files()
    files[FILES[file]] = idx(array)
    monkeypatch.setenv("SCRATCHCNN_DATA", str(write_folder(tmp_path, files)))
    with pytest.raises(ValueError, match=message):
        load_mnist()


def test_an_empty_set(tmp_path, monkeypatch):
    files = small_files()
    files[FILES[0]], files[FILES[1]] = idx(np.zeros((0, 28, 28))), idx(np.zeros(0))
    monkeypatch.setenv("SCRATCHCNN_DATA", str(write_folder(tmp_path, files)))
    with pytest.raises(
        ValueError, match=r"train-images.*: expected N × height × width, got shape \(0, 28"
    ):
        load_mnist()


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


# The network


class Mirror:
    """A server on this machine: serves `files`, counts requests, and can misbehave."""

    def __init__(self, files, cut=None):
        mirror, self.requests = self, []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                mirror.requests.append(self.path.removeprefix("/"))
                body = files.get(self.path.removeprefix("/"))
                if body is None:
                    self.send_error(404)
                    return
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body[:cut])

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def mirror():
    """A function that starts a Mirror; all of them end with the test."""
    started = []

    def start(*arguments, **named):
        started.append(Mirror(*arguments, **named))
        return started[-1]

    yield start
    for one in started:
        one.close()


@pytest.fixture
def right(monkeypatch):
    """The packed files of a small data set, whose checksums take the place of MNIST's."""
    files = small_files()
    checksums = [hashlib.sha256(content).hexdigest() for content in files.values()]
    monkeypatch.setattr(datasets, "MNIST_SHA256", tuple(checksums))
    return {f"{name}.gz": gzip.compress(content, mtime=0) for name, content in files.items()}


@pytest.fixture
def hanging():
    """The address of a server that accepts and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"


def in_cache(cache):
    """{name: bytes} of every file below the cache, hidden ones included."""
    return {path.name: path.read_bytes() for path in cache.rglob("*") if path.is_file()}


def assert_fell_back(capsys):
    """load_mnist gives the sample and says so, and why, in one line."""
    train_set, test_set = load_mnist()
    assert (len(train_set), len(test_set)) == (4000, 1000)
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    assert out.startswith("MNIST sample (bundled; no mirror ")
    assert out.endswith("): 4,000 training and 1,000 test images\n")


def test_without_a_network_the_sample_is_taken(cache, capsys):
    assert_fell_back(capsys)
    assert in_cache(cache.parent) == {}


def test_mirrors_that_never_answer(hanging, monkeypatch, capsys):
    monkeypatch.setattr(download, "SECONDS", 0.3)
    monkeypatch.setattr(datasets, "MNIST_MIRRORS", (hanging, NOBODY, hanging))
    assert_fell_back(capsys)


def test_mirrors_without_the_files(mirror, monkeypatch, capsys):
    monkeypatch.setattr(datasets, "MNIST_MIRRORS", (mirror({}).address, NOBODY))
    assert_fell_back(capsys)


def test_download_then_cache(mirror, right, cache, monkeypatch, capsys):
    server = mirror(right)
    monkeypatch.setattr(datasets, "MNIST_MIRRORS", (NOBODY, server.address))
    train_set, test_set = load_mnist()
    assert (len(train_set), len(test_set)) == (20, 10)
    assert capsys.readouterr().out == "MNIST (downloaded): 20 training and 10 test images\n"
    assert in_cache(cache) == right
    assert set(server.requests) == set(right)

    server.requests.clear()
    again, _ = load_mnist()
    np.testing.assert_array_equal(again.images, train_set.images)
    assert capsys.readouterr().out == "MNIST (from the cache): 20 training and 10 test images\n"
    assert server.requests == []


def flipped_inside(packed):
    """One bit of the content is wrong, and the gzip file around it is right."""
    content = bytearray(gzip.decompress(packed))
    content[-1] ^= 1
    return gzip.compress(bytes(content))


def flipped_outside(packed):
    damaged = bytearray(packed)
    damaged[100] ^= 0xFF
    return bytes(damaged)


@pytest.mark.parametrize(
    "damage",
    [flipped_inside, flipped_outside, lambda packed: packed[:-100]],
    ids=["content", "gzip", "cut short"],
)
def test_a_damaged_download_is_skipped_and_the_next_mirror_taken(
    damage, mirror, right, cache, monkeypatch, capsys
):
    first = mirror(right | {f"{FILES[0]}.gz": damage(right[f"{FILES[0]}.gz"])})
    second = mirror(right)
    monkeypatch.setattr(datasets, "MNIST_MIRRORS", (first.address, second.address))
    train_set, _ = load_mnist()
    assert len(train_set) == 20
    assert "MNIST (downloaded)" in capsys.readouterr().out
    assert in_cache(cache) == right  # nothing damaged, nothing unfinished
    assert first.requests == [f"{FILES[0]}.gz"]  # in vain, and not asked again
    assert second.requests == [f"{name}.gz" for name in FILES]


def test_a_mirror_that_hangs_up_halfway_is_skipped(mirror, right, cache, monkeypatch):
    first, second = mirror(right, cut=50), mirror(right)
    monkeypatch.setattr(datasets, "MNIST_MIRRORS", (first.address, second.address))
    assert len(load_mnist()[0]) == 20
    assert in_cache(cache) == right


def test_only_damaged_downloads_are_as_good_as_none(mirror, right, cache, monkeypatch, capsys):
    damaged = right | {f"{FILES[3]}.gz": flipped_inside(right[f"{FILES[3]}.gz"])}
    monkeypatch.setattr(
        datasets, "MNIST_MIRRORS", (mirror(damaged).address, mirror(damaged).address)
    )
    assert_fell_back(capsys)
    del damaged[f"{FILES[3]}.gz"]
    assert in_cache(cache) == damaged  # what was right is kept


@pytest.mark.parametrize("damage", [flipped_inside, flipped_outside, lambda packed: b""])
def test_a_damaged_file_in_the_cache_is_replaced(damage, mirror, right, cache, monkeypatch, capsys):
    server = mirror(right)
    monkeypatch.setattr(datasets, "MNIST_MIRRORS", (server.address,))
    load_mnist()
    server.requests.clear()
    path = cache / f"{FILES[2]}.gz"
    path.write_bytes(damage(path.read_bytes()))
    assert [len(part) for part in load_mnist()] == [20, 10]
    assert in_cache(cache) == right
    assert server.requests == [f"{FILES[2]}.gz"]


def test_a_damaged_file_in_the_cache_is_not_trusted_without_a_network(
    mirror, right, cache, monkeypatch, capsys
):
    monkeypatch.setattr(datasets, "MNIST_MIRRORS", (mirror(right).address,))
    load_mnist()
    (cache / f"{FILES[0]}.gz").write_bytes(flipped_inside(right[f"{FILES[0]}.gz"]))
    monkeypatch.setattr(datasets, "MNIST_MIRRORS", (NOBODY,))
    capsys.readouterr()
    assert_fell_back(capsys)


def test_a_cache_that_cannot_be_written_is_no_error(mirror, right, tmp_path, monkeypatch, capsys):
    (tmp_path / "cache").write_text("a file where the folder should be")
    monkeypatch.setattr(datasets, "MNIST_MIRRORS", (mirror(right).address,))
    assert [len(part) for part in load_mnist()] == [20, 10]
    assert "MNIST (downloaded)" in capsys.readouterr().out


def test_a_full_disk_leaves_nothing_unfinished(mirror, right, cache, monkeypatch):
    def fail(*arguments):
        raise OSError("the disk is full")

    monkeypatch.setattr(datasets, "MNIST_MIRRORS", (mirror(right).address,))
    monkeypatch.setattr(os, "replace", fail)
    assert [len(part) for part in load_mnist()] == [20, 10]
    assert in_cache(cache) == {}


def test_fashion_mnist_comes_from_its_own_folder(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("SCRATCHCNN_FASHION", str(write_folder(tmp_path, small_files())))
    assert [len(part) for part in load_fashion_mnist()] == [20, 10]
    assert capsys.readouterr().out.startswith("Fashion-MNIST (from $SCRATCHCNN_FASHION): 20 ")


def test_fashion_mnist_is_never_taken_from_the_digits(tmp_path, monkeypatch):
    monkeypatch.setenv("SCRATCHCNN_DATA", str(write_folder(tmp_path, small_files())))
    with pytest.raises(OSError, match=r"Fashion-MNIST: no mirror .*; set \$SCRATCHCNN_FASHION to"):
        load_fashion_mnist()


@pytest.mark.parametrize("number", [0, 1], ids=["mnist", "fashion"])
def test_each_data_set_has_four_checksums_and_at_least_three_mirrors(number):
    checksums = (datasets.MNIST_SHA256, datasets.FASHION_SHA256)[number]
    assert len(set(checksums)) == 4
    assert all(len(bytes.fromhex(checksum)) == 32 for checksum in checksums)
    assert len(set(MIRRORS[number])) >= 3
    assert all(mirror.endswith("/") for mirror in MIRRORS[number])


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
