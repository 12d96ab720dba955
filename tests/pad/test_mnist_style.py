"""MNIST's own preparation: MNIST itself is the oracle, it comes out as it went in."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from scratchcnn.pad.mnist_style import BOX, bounds, coverage, prepare, resample, shrink


def test_mnist_is_what_preparation_makes_of_mnist(sample):
    """To one level of grey, for the darkest pixel of some images is 254, and becomes 255."""
    images = sample[1].images
    off = [abs(prepare(image[..., 0] / 255).astype(int) - image).max() for image in images]
    assert np.mean(np.array(off) <= 1) >= 0.999


def test_neither_place_nor_size_nor_strength_of_the_ink_matters(sample):
    for image in sample[1].images[:20]:
        digit = image[..., 0] / 255
        large = np.kron(digit, np.ones((3, 3)))
        page = np.pad(0.4 * large, ((5, 90), (40, 2)))
        assert_array_equal(prepare(page), prepare(digit))


@given(st.integers(0, 10_000))
def test_any_ink_fills_the_box_and_is_centred(seed):
    rng = np.random.default_rng(seed)
    height, width = rng.integers(1, 90, 2)
    ink = np.zeros((height + 20, width + 20))
    ink[7 : 7 + height, 3 : 3 + width] = rng.uniform(0.2, 1, (height, width))
    image = prepare(ink)
    assert image.shape == (28, 28, 1)
    assert image.dtype == np.uint8
    assert image.max() == 255
    spans = [part.stop - part.start for part in bounds(image[..., 0] / 255)]
    assert max(spans) == BOX
    # Rounded to whole pixels, and no faint edge of it is lost: off by no more than one either way.
    assert abs(min(spans) - BOX * min(height, width) / max(height, width)) <= 1.5
    mass = image[..., 0] / image.sum()
    middle = mass.sum(axis=1) @ np.arange(28), mass.sum(axis=0) @ np.arange(28)
    assert_allclose(middle, 14, atol=0.52)


def test_a_lopsided_digit_stays_inside():
    ink = np.zeros((40, 40))
    ink[:4, :] = 1
    ink[:, 0] = 0.01
    image = prepare(ink)
    assert_array_equal([part.stop - part.start for part in bounds(image[..., 0] / 255)], [20, 20])


def test_blank_paper_stays_blank():
    assert not prepare(np.zeros((112, 112))).any()
    assert not shrink(np.zeros((112, 112))).any()


def test_shrinking_leaves_everything_where_it_is(sample):
    image = sample[1].images[0]
    assert_array_equal(shrink(np.kron(image[..., 0] / 255, np.ones((4, 4)))), image)
    corner = np.zeros((112, 112))
    corner[:8, :4] = 1
    assert_array_equal(np.argwhere(shrink(corner)[..., 0]), [[0, 0], [1, 0]])


@pytest.mark.parametrize("count", [1, 2, 7, 28, 112])
@pytest.mark.parametrize("scale", [0.05, 0.25, 1 / 3, 1, 1.5, 4])
def test_every_old_pixel_is_covered_once(count, scale):
    matrix = coverage(count, scale)
    assert_allclose(matrix.sum(axis=0), scale)
    assert matrix.sum(axis=1).max() <= 1 + 1e-9
    assert len(matrix) == int(np.ceil(round(count * scale, 6)))


def test_a_pixel_becomes_the_share_of_its_area_that_is_ink():
    assert_allclose(resample(np.array([[1.0, 0, 1, 1], [0, 0, 1, 1]]), 0.5), [[0.25, 1]])
    assert_allclose(resample(np.eye(2), 2), np.kron(np.eye(2), np.ones((2, 2))))
    assert_allclose(coverage(3, 0.5), [[0.5, 0.25, 0], [0, 0.25, 0.5]])  # in the middle of two
