"""Vectorization against its formula, written as plain loops."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scratchcnn import Vectorization, check_gradients

SIZES = st.tuples(*[st.integers(1, 5)] * 4)


@given(SIZES, st.integers(0, 2**32))
def test_forward_and_backward_are_the_loops(shape, seed):
    rng = np.random.default_rng(seed)
    count, height, width, channels = shape
    images = rng.standard_normal(shape)
    d_out = rng.standard_normal((count, height * width * channels))
    out, d_images = np.zeros_like(d_out), np.zeros_like(images)
    for n, y, x, c in np.ndindex(shape):
        place = (y * width + x) * channels + c  # channels change fastest
        out[n, place] = images[n, y, x, c]
        d_images[n, y, x, c] = d_out[n, place]
    layer = Vectorization().astype(np.float64)
    np.testing.assert_array_equal(layer.forward(images), out)
    np.testing.assert_array_equal(layer.backward(d_out), d_images)


@given(SIZES)
def test_the_order_does_not_depend_on_the_layout_in_memory(shape):
    images = np.random.default_rng(0).standard_normal(shape)
    layer = Vectorization()
    expected = layer.forward(images)
    np.testing.assert_array_equal(layer.forward(np.asfortranarray(images)), expected)


@given(SIZES)
def test_gradients(shape):
    x = np.random.default_rng(0).standard_normal(shape)
    assert check_gradients(Vectorization(), x, samples=20)


def test_output_shape():
    assert Vectorization().output_shape((7, 7, 64)) == (3136,)
    assert Vectorization().output_shape((5,)) == (5,)
