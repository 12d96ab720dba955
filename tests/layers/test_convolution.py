"""Convolution against its formula, written as plain loops."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from scratchcnn import Convolution, check_gradients


def loops_forward(padded, filters):
    """out[n, y, x, o] = Σ_i Σ_j Σ_c padded[n, y + i, x + j, c] · filters[i, j, c, o]"""
    (count, rows, columns, _), (size, _, inputs, outputs) = padded.shape, filters.shape
    out = np.zeros((count, rows - size + 1, columns - size + 1, outputs))
    for n, y, x, o in np.ndindex(out.shape):
        for i, j, c in np.ndindex(size, size, inputs):
            out[n, y, x, o] += padded[n, y + i, x + j, c] * filters[i, j, c, o]
    return out


def loops_backward(padded, filters, d_out):
    """(dL/dpadded, dL/dfilters): every product of the forward pass, differentiated in its turn."""
    d_padded, d_filters = np.zeros_like(padded), np.zeros_like(filters)
    for n, y, x, o in np.ndindex(d_out.shape):
        for i, j, c in np.ndindex(filters.shape[:3]):
            d_padded[n, y + i, x + j, c] += d_out[n, y, x, o] * filters[i, j, c, o]
            d_filters[i, j, c, o] += d_out[n, y, x, o] * padded[n, y + i, x + j, c]
    return d_padded, d_filters


@st.composite
def problems(draw):
    """(layer in float64, a batch it takes, random numbers)"""
    size = draw(st.sampled_from([1, 3, 5]))
    padding = draw(st.integers(0, size - 1))
    least = max(1, size - 2 * padding)
    height, width = draw(st.integers(least, least + 3)), draw(st.integers(least, least + 3))
    count, inputs, outputs = (draw(st.integers(1, 3)) for _ in range(3))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    layer = Convolution(inputs, outputs, size, padding, rng=rng).astype(np.float64)
    return layer, rng.standard_normal((count, height, width, inputs)), rng


@given(problems())
def test_forward_and_backward_are_the_loops(problem):
    layer, images, rng = problem
    filters, p = layer.params["filters"], layer.padding
    padded = np.pad(images, ((0, 0), (p, p), (p, p), (0, 0)))
    out = layer.forward(images)
    assert_allclose(out, loops_forward(padded, filters), rtol=1e-12, atol=1e-12)

    d_out = rng.standard_normal(out.shape)
    d_padded, d_filters = loops_backward(padded, filters, d_out)
    height, width = images.shape[1:3]
    d_images = d_padded[:, p : p + height, p : p + width]
    assert_allclose(layer.backward(d_out), d_images, rtol=1e-12, atol=1e-12)
    assert_allclose(layer.grads["filters"], d_filters, rtol=1e-12, atol=1e-12)


@given(problems())
def test_gradients(problem):
    layer, images, _ = problem
    assert check_gradients(layer, images, samples=20)


def test_one_bright_pixel_shows_the_filter_turned_round():
    layer = Convolution(1, 1)
    layer.params["filters"][..., 0, 0] = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    image = np.zeros((1, 3, 3, 1), np.float32)
    image[0, 1, 1, 0] = 1
    expected = [[9, 8, 7], [6, 5, 4], [3, 2, 1]]
    np.testing.assert_array_equal(layer.forward(image)[0, ..., 0], expected)


def test_one_window_is_not_turned_round():
    layer = Convolution(1, 1, 3, 0)
    layer.params["filters"][..., 0, 0] = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    image = np.array([[100, 10, 1], [0, 0, 0], [0, 0, 0]], np.float32).reshape(1, 3, 3, 1)
    assert layer.forward(image).item() == 123


def test_the_first_layer_can_skip_the_gradient_of_its_input():
    rng = np.random.default_rng(0)
    layer = Convolution(2, 3, rng=rng).astype(np.float64)
    d_out = rng.standard_normal(layer.forward(rng.standard_normal((2, 4, 4, 2))).shape)
    layer.input_gradient = None  # would raise if it were called
    layer.parameter_gradients(d_out)
    assert layer.grads["filters"].shape == (3, 3, 2, 3)


def test_macs_and_parameters():
    layer = Convolution(16, 32)
    assert layer.num_parameters == 3 * 3 * 16 * 32
    assert layer.macs((14, 14, 16)) == 14 * 14 * 3 * 3 * 16 * 32
    assert Convolution(1, 1, 5, 0).macs((7, 6, 1)) == 3 * 2 * 25


def test_the_start_is_he_normal_and_follows_the_generator():
    filters = Convolution(64, 128, rng=np.random.default_rng(0)).params["filters"]
    assert filters.dtype == np.float32
    assert filters.std() == pytest.approx(np.sqrt(2 / (9 * 64)), rel=0.01)
    again = Convolution(64, 128, rng=np.random.default_rng(0)).params["filters"]
    np.testing.assert_array_equal(again, filters)
