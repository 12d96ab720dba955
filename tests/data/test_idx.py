"""Random IDX files: each one is read as what it says, or refused with a sentence that names it.

For a longer run: SCRATCHCNN_FUZZ=50000 python -m pytest tests/test_fuzz.py
"""

import gzip
import math
import os

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scratchcnn.data.idx import check_pair, parse_idx, unzip

MANY = settings(max_examples=int(os.environ.get("SCRATCHCNN_FUZZ", 300)))
NAME = "train-images-idx3-ubyte"


def idx(shape, body, start=b"\0\0\x08"):
    return start + bytes([len(shape)]) + np.array(shape, ">u4").tobytes() + body


@st.composite
def whole_files(draw):
    shape = draw(st.one_of(st.tuples(st.integers(0, 40)), st.tuples(*[st.integers(0, 5)] * 3)))
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
FILES = st.one_of(
    st.binary(max_size=100),
    whole_files(),
    headers_of_any_kind(),
    damaged(whole_files()),
    PACKED,
    damaged(PACKED),
    st.binary(max_size=60).map(lambda body: b"\x1f\x8b\x08" + body),
)


@MANY
@given(FILES)
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


@MANY
@given(st.one_of(whole_files(), PACKED), st.data())
def test_cut_short_anywhere_it_is_refused(raw, data):
    size = data.draw(st.integers(0, len(raw) - 1))
    with pytest.raises(ValueError, match=rf"^{NAME}: (expected|damaged gzip file)"):
        parse_idx(unzip(raw[:size], NAME), NAME)


@MANY
@given(whole_files().map(gzip.compress), st.data())
def test_one_wrong_bit_in_a_packed_file_changes_nothing_or_is_refused(raw, data):
    flipped = bytearray(raw)
    flipped[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    assume(flipped.startswith(b"\x1f\x8b"))  # else it counts as not packed, and is no IDX file
    try:
        content = unzip(bytes(flipped), NAME)
    except ValueError as error:
        assert str(error).startswith(f"{NAME}: ")
    else:
        assert content == gzip.decompress(raw)  # a date, say


@MANY
@given(whole_files(), whole_files())
def test_two_files_belong_together_or_are_refused(one, other):
    images, labels = parse_idx(one, "images"), parse_idx(other, "labels")
    try:
        check_pair(images, labels, "images", "labels")
    except ValueError as error:
        assert str(error).startswith(("images: expected", "labels: expected"))
    else:
        assert images.ndim == 3
        assert len(images) == len(labels) > 0
        assert labels.max() <= 9


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gz"])
def test_cut_short_at_every_byte_of_the_header(packed):
    content = idx((2, 3, 4), bytes(range(24)))
    whole = gzip.compress(content) if packed else content
    for size in range(len(whole)):
        with pytest.raises(ValueError, match=rf"^{NAME}: (expected|damaged gzip file \(it is cut)"):
            parse_idx(unzip(whole[:size], NAME), NAME)
    np.testing.assert_array_equal(parse_idx(unzip(whole, NAME), NAME).ravel(), range(24))
