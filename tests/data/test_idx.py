"""IDX files: each one is read as what it says, or refused with a sentence that names it."""

import gzip
import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scratchcnn.data.idx import FILES, parse_idx, read_folder, unzip

MANY = settings(max_examples=200)
NAME = "train-images-idx3-ubyte"


def idx(shape, body, start=b"\0\0\x08"):
    return start + bytes([len(shape)]) + np.array(shape, ">u4").tobytes() + body


@st.composite
def whole_files(draw):
    shape = draw(st.one_of(st.tuples(st.integers(1, 40)), st.tuples(*[st.integers(1, 5)] * 3)))
    size = math.prod(shape)
    return idx(shape, draw(st.binary(min_size=size, max_size=size)))


@st.composite
def headers_of_any_kind(draw):
    """Four numbers and a body that have nothing to do with each other."""
    shape = draw(st.lists(st.integers(0, 2**32 - 1) | st.integers(0, 4), max_size=4))
    start = draw(st.just(b"\0\0\x08") | st.binary(min_size=3, max_size=3))
    return idx(shape, draw(st.binary(max_size=70)), start)


@st.composite
def damaged(draw, files):
    """Bytes of a file are changed, cut off, put in or left out."""
    content = bytearray(draw(files))
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(content)))
        some = draw(st.binary(max_size=5))
        removed = draw(st.integers(0, 5) | st.just(len(content)))
        content[place : place + removed] = some
    return bytes(content)


PACKED = st.one_of(whole_files(), headers_of_any_kind()).map(gzip.compress)
ANY_FILES = st.one_of(
    st.binary(max_size=100),
    whole_files(),
    headers_of_any_kind(),
    damaged(whole_files()),
    PACKED,
    damaged(PACKED),
    st.binary(max_size=60).map(lambda body: b"\x1f\x8b\x08" + body),
)


@MANY
@given(ANY_FILES)
@example(idx((0, 2**32 - 1, 2**32 - 1), b""))
def test_a_file_is_what_it_says_or_refused(raw):
    try:
        content = unzip(raw, NAME)
        array = parse_idx(content, NAME)
    except ValueError as error:
        assert str(error).startswith(f"{NAME}: ")
        assert "expected" in str(error) or "damaged gzip file (" in str(error)
        assert "\n" not in str(error)
    else:
        assert array.dtype == np.uint8
        assert idx(array.shape, array.tobytes()) == content


WHOLE = idx((2, 3, 4), bytes(range(24)))
KINDS = pytest.mark.parametrize("whole", [WHOLE, gzip.compress(WHOLE)], ids=["plain", "gz"])


@KINDS
def test_cut_short_at_any_byte_it_is_refused(whole):
    for size in range(len(whole)):
        with pytest.raises(ValueError, match=rf"^{NAME}: (expected|damaged gzip file \()"):
            parse_idx(unzip(whole[:size], NAME), NAME)
    array = parse_idx(unzip(whole, NAME), NAME)
    assert array.dtype == np.uint8
    np.testing.assert_array_equal(array, np.arange(24).reshape(2, 3, 4))


def test_one_wrong_bit_in_a_packed_file_changes_nothing_or_is_refused():
    packed, refused = gzip.compress(WHOLE), 0
    for bit in range(8 * len(packed)):
        flipped = bytearray(packed)
        flipped[bit // 8] ^= 1 << bit % 8
        try:
            array = parse_idx(unzip(bytes(flipped), NAME), NAME)
        except ValueError as error:
            assert str(error).startswith(f"{NAME}: ")
            refused += 1
        else:
            np.testing.assert_array_equal(array.ravel(), range(24))  # a date was changed, say
    assert refused > 4 * len(packed)


DAMAGED = {  # content, message
    "empty": (b"", r"expected an IDX file of bytes, .*, got nothing"),
    "short magic": (WHOLE[:3], r"expected an IDX file of bytes, .*, got 00 00 08$"),
    "wrong magic": (b"\x01" + WHOLE[1:], r"starts with 00 00 08 01 or 00 00 08 03, got 01 00 08"),
    "text": (b"<!DOCTYPE html>", r"expected an IDX file of bytes, .*, got 3c 21 44 4f"),
    "floats": (b"\0\0\x0d\x03" + WHOLE[4:], r"expected an IDX file of bytes, .*got 00 00 0d 03"),
    "two axes": (b"\0\0\x08\x02" + WHOLE[4:], r"expected an IDX file of bytes, .*got 00 00 08 02"),
    "no axis": (b"\0\0\x08\x00" + WHOLE[4:], r"expected an IDX file of bytes, .*got 00 00 08 00"),
    "header cut short": (WHOLE[:15], r"expected a header of 16 bytes, got 15"),
    "body missing": (WHOLE[:16], r"expected 24 bytes for the shape \(2, 3, 4\) .*, got 0"),
    "body cut short": (WHOLE[:-1], r"expected 24 bytes for the shape .*, got 23"),
    "trailing bytes": (WHOLE + b"\0", r"expected 24 bytes for the shape .*, got 25"),
    "no images": (idx((0, 28, 28), b""), r"expected sizes from 1, got the shape \(0, 28, 28\)"),
    "no labels": (idx((0,), b""), r"expected sizes from 1, got the shape \(0,\)"),
    "huge": (idx((2**32 - 1,) * 3, b""), r"for the shape \(4294967295, .* in its header, got 0"),
    "gzip cut short": (gzip.compress(WHOLE)[:-4], r"damaged gzip file \(.*end"),
    "more after gzip": (gzip.compress(WHOLE) + b"more", r"damaged gzip file \(.*'mo"),
}


@pytest.mark.parametrize(("content", "message"), DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_named_with_what_was_expected(content, message):
    with pytest.raises(ValueError, match=rf"^{NAME}: .*{message}"):
        parse_idx(unzip(content, NAME), NAME)


def test_files_may_be_packed_or_not(files, tmp_path):
    endings = "", ".gz", "", ".gz"
    pack = bytes, gzip.compress, gzip.compress, bytes  # whatever the name says
    for (name, content), ending, packed in zip(files.items(), endings, pack, strict=True):
        (tmp_path / f"{name}{ending}").write_bytes(packed(content))
    arrays = read_folder(tmp_path)
    assert [array.shape for array in arrays] == [(20, 28, 28), (20,), (10, 28, 28), (10,)]
    for content, array in zip(files.values(), arrays, strict=True):
        assert content.endswith(array.tobytes())


@pytest.mark.parametrize(
    ("number", "shape", "value", "message"),
    [
        (1, (19,), 0, r"expected 20 labels, one for each image, got shape \(19,\)"),
        (1, (20, 1, 1), 0, r"expected 20 labels, .*, got shape \(20, 1, 1\)"),
        (1, (20,), 10, r"expected labels from 0 to 9, got 10"),
        (3, (10,), 255, r"expected labels from 0 to 9, got 255"),
        (3, (20,), 0, r"expected 10 labels, .*, got shape \(20,\)"),
        (0, (20,), 0, r"expected N × height × width, got shape \(20,\)"),
    ],
)
def test_files_that_do_not_belong_together(number, shape, value, message, files, tmp_path):
    files[FILES[number]] = idx(shape, bytes([value]) * math.prod(shape))
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    with pytest.raises(ValueError, match=rf"^{FILES[number]}: {message}"):
        read_folder(tmp_path)


# Folders as people have them


def packed(content):
    return gzip.compress(content)


def in_members(content):
    """Packed in pieces, as `cat a.gz b.gz` and parallel packers do."""
    return b"".join(gzip.compress(content[at : at + 1000]) for at in range(0, len(content), 1000))


def with_zeros(content):
    """Padded to a whole number of blocks, as tapes and some servers do."""
    return gzip.compress(content) + bytes(512)


def members_and_zeros(content):
    return gzip.compress(content[:50]) + bytes(7) + gzip.compress(content[50:]) + bytes(3)


LAYOUTS = {  # where a file of this name lies, how it is packed
    "dots": (lambda name: name.replace("-idx", ".idx"), bytes),
    "dots, packed": (lambda name: name.replace("-idx", ".idx") + ".gz", packed),
    "a folder around each": (lambda name: f"{name}/{name}", bytes),
    "a folder with dashes around dots": (
        lambda name: f"{name}/{name.replace('-idx', '.idx')}",
        bytes,
    ),
    "a folder named like the packed file": (lambda name: f"{name}.gz/{name}", bytes),
    "a packed file in a folder": (lambda name: f"{name}/{name}.gz", packed),
    "several members": (lambda name: f"{name}.gz", in_members),
    "several members without .gz": (lambda name: name, in_members),
    "zeros behind": (lambda name: f"{name}.gz", with_zeros),
    "zeros between members and behind": (lambda name: f"{name}.gz", members_and_zeros),
    "not packed in spite of its name": (lambda name: f"{name}.gz", bytes),
}


@pytest.mark.parametrize(("place", "pack"), LAYOUTS.values(), ids=LAYOUTS)
def test_a_folder_is_found_however_it_was_unpacked(place, pack, files, tmp_path):
    for name, content in files.items():
        path = tmp_path / place(name)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(pack(content))
    for content, array in zip(files.values(), read_folder(tmp_path), strict=True):
        assert content.endswith(array.tobytes())
        assert len(content) - array.nbytes == 4 + 4 * array.ndim
        assert array.flags.writeable


THERE = {  # files that lie in the folder, what the message says of them
    "EMNIST": (
        ["emnist-digits-train-images-idx3-ubyte.gz", "a.txt"],
        r"there lies emnist-digits-t",
    ),
    "a copy": (
        ["train-images-idx3-ubyte (1).gz"],
        r"there lies train-images-idx3-ubyte \(1\)\.gz$",
    ),
    "packed with another program": (["train-images-idx3-ubyte.xz"], r"there lies train-.*\.xz$"),
    "a download that broke off": (["train-images-idx3-ubyte.gz.part"], r"there lies .*\.part$"),
    "in a deeper folder": (["a/b/train-images-idx3-ubyte"], r"there lies a.b.train-images-idx3-u"),
    "other files": (["c.txt", "a.txt", "b.txt", "d.txt"], r"there lies a\.txt, b\.txt, c\.txt$"),
    "hidden files": ([".DS_Store"], r"no file lies there$"),
    "nothing": ([], r"no file lies there$"),
}


@pytest.mark.parametrize(("names", "message"), THERE.values(), ids=THERE)
def test_a_file_that_is_missing_and_what_lies_there(names, message, tmp_path):
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    start = r"^train-images-idx3-ubyte: expected this file, or .*\.gz, in .*, found neither; "
    with pytest.raises(FileNotFoundError, match=start + message):
        read_folder(tmp_path)


def test_a_folder_that_is_not_there_is_called_so(tmp_path):
    with pytest.raises(
        FileNotFoundError, match=r"nowhere, found neither: there is no such folder$"
    ):
        read_folder(tmp_path / "nowhere")


def test_a_set_as_large_as_that_of_emnist(files, tmp_path):
    count = 240_000
    labels = bytes(n % 10 for n in range(count))
    files[FILES[0]] = idx((count, 28, 28), bytes(783) + b"\x07" + bytes((count - 1) * 784))
    files[FILES[1]] = idx((count,), labels)
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    images, found, *_ = read_folder(tmp_path)
    assert images.shape == (count, 28, 28)
    assert images[0, 27, 27] == images.sum() == 7
    assert found.tobytes() == labels
