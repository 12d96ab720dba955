"""Max pooling against its formula, written as plain loops."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scratchcnn import MaxPooling, check_gradients


def loops(images, size, stride, d_out):
    """(out, dL/dimages): the first maximum of each window, row by row, takes its gradient."""
    extra = size - stride
    padded = np.pad(images, ((0, 0), (0, extra), (0, extra), (0, 0)))
    out, d_padded = np.zeros(d_out.shape), np.zeros_like(padded)
    for n, y, x, c in np.ndindex(d_out.shape):
        best, winner = -np.inf, None
        for i, j in np.ndindex(size, size):
            value = padded[n, stride * y + i, stride * x + j, c]
            if value > best:  # not >=: the first one of a tie stays
                best, winner = value, (n, stride * y + i, stride * x + j, c)
        out[n, y, x, c] = best
        d_padded[winner] += d_out[n, y, x, c]
    return out, d_padded[:, : images.shape[1], : images.shape[2]]


@st.composite
def problems(draw, values):
    """(layer in float64, a batch it takes, random numbers)"""
    stride = draw(st.integers(1, 3))
    size = draw(st.integers(stride, stride + 2))
    height, width = draw(st.integers(stride, 8)), draw(st.integers(stride, 8))
    shape = draw(st.integers(1, 2)), height, width, draw(st.integers(1, 3))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    return MaxPooling(size, stride).astype(np.float64), values(rng, shape), rng


def distinct(rng, shape):
    return rng.standard_normal(shape)


def full_of_ties(rng, shape):
    return rng.integers(-2, 2, shape).astype(np.float64)  # the padding's zero ties, too


@pytest.mark.parametrize("values", [distinct, full_of_ties])
def test_forward_and_backward_are_the_loops(values):
    @given(problems(values))
    def compare(problem):
        layer, images, rng = problem
        out = layer.forward(images)
        d_out = rng.standard_normal(out.shape)
        expected_out, expected_d = loops(images, layer.size, layer.stride, d_out)
        np.testing.assert_array_equal(out, expected_out)
        np.testing.assert_allclose(layer.backward(d_out), expected_d, rtol=1e-14, atol=1e-14)

    compare()


@given(problems(distinct))
def test_gradients(problem):
    layer, images, _ = problem
    assert check_gradients(layer, images + 5, samples=30)  # + 5: nothing near the padding's zeros


def test_overlapping_windows_add_up():
    image = np.zeros((1, 4, 4, 1))
    image[0, 2, 2, 0] = 9  # it lies in all four 3 × 3 windows, and wins each of them
    layer = MaxPooling().astype(np.float64)
    np.testing.assert_array_equal(layer.forward(image)[0, ..., 0], [[9, 9], [9, 9]])
    d_image = layer.backward(np.array([[1.0, 10], [100, 1000]]).reshape(1, 2, 2, 1))
    assert d_image[0, 2, 2, 0] == 1111
    assert np.count_nonzero(d_image) == 1


def test_a_tie_goes_to_the_first_row_by_row():
    image = np.array([[1.0, 5, 2], [5, 3, 5], [5, 5, 5]]).reshape(1, 3, 3, 1)
    layer = MaxPooling(3, 3).astype(np.float64)
    assert layer.forward(image).item() == 5
    d_image = layer.backward(np.full((1, 1, 1, 1), 7.0))
    np.testing.assert_array_equal(d_image[0, ..., 0], [[0, 7, 0], [0, 0, 0], [0, 0, 0]])


def test_a_tie_of_overlapping_windows():
    layer = MaxPooling().astype(np.float64)
    layer.forward(np.full((1, 4, 4, 1), 3.0))  # each window's own first pixel
    d_image = layer.backward(np.array([[1.0, 2], [3, 4]]).reshape(1, 2, 2, 1))
    expected = [[1, 0, 2, 0], [0, 0, 0, 0], [3, 0, 4, 0], [0, 0, 0, 0]]
    np.testing.assert_array_equal(d_image[0, ..., 0], expected)


def test_zeros_are_added_on_the_bottom_and_on_the_right_only():
    layer = MaxPooling().astype(np.float64)
    out = layer.forward(np.full((1, 4, 4, 1), -1.0))
    np.testing.assert_array_equal(out[0, ..., 0], [[-1, 0], [0, 0]])
    d_image = layer.backward(np.ones((1, 2, 2, 1)))
    assert d_image[0, 0, 0, 0] == 1  # the other three gradients went into the padding
    assert d_image.sum() == 1


@pytest.mark.parametrize(
    ("size", "stride", "before", "after"),
    [
        (3, 2, (28, 28, 16), (14, 14, 16)),
        (3, 2, (7, 5, 2), (3, 2, 2)),
        (2, 2, (5, 4, 1), (2, 2, 1)),
        (1, 1, (3, 4, 1), (3, 4, 1)),
        (4, 1, (3, 4, 1), (3, 4, 1)),
    ],
)
def test_output_shape(size, stride, before, after):
    layer = MaxPooling(size, stride)
    assert layer.output_shape(before) == after
    assert layer.forward(np.zeros((1, *before))).shape == (1, *after)


def test_whole_numbers_have_gradients_that_are_none():
    layer = MaxPooling()
    layer.forward(np.arange(16).reshape(1, 4, 4, 1))
    assert layer.backward(np.full((1, 2, 2, 1), 0.5)).sum() == 2
