"""Division against its formula, written as plain loops."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scratchcnn import Division, check_gradients

SHAPES = st.lists(st.integers(1, 4), min_size=1, max_size=4).map(tuple)


@given(SHAPES, st.floats(0.01, 1000), st.integers(0, 2**32))
def test_forward_and_backward_are_the_loops(shape, divisor, seed):
    x, d_out = np.random.default_rng(seed).standard_normal((2, *shape))
    out, d_x = np.zeros(shape), np.zeros(shape)
    for place in np.ndindex(shape):
        out[place] = x[place] / divisor
        d_x[place] = d_out[place] / divisor
    layer = Division(divisor).astype(np.float64)
    np.testing.assert_array_equal(layer.forward(x), out)
    np.testing.assert_array_equal(layer.backward(d_out), d_x)


@given(SHAPES, st.floats(0.1, 300))
def test_gradients(shape, divisor):
    x = np.random.default_rng(0).standard_normal(shape)
    assert check_gradients(Division(divisor), x, samples=20)


@pytest.mark.parametrize("dtype", [np.uint8, np.int64, np.float32, np.float64])
def test_pixels_become_float32_between_0_and_1(dtype):
    pixels = np.arange(256).astype(dtype).reshape(1, 16, 16, 1)
    out = Division(255).forward(pixels)
    assert out.dtype == np.float32
    np.testing.assert_array_equal(out.ravel(), np.arange(256, dtype=np.float32) / 255)
