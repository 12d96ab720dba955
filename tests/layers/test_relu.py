"""ReLU against its formula, written as plain loops."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scratchcnn import ReLU, check_gradients

SHAPES = st.lists(st.integers(1, 5), min_size=1, max_size=5).map(tuple)


@given(SHAPES, st.integers(0, 2**32))
def test_forward_and_backward_are_the_loops(shape, seed):
    rng = np.random.default_rng(seed)
    x = rng.integers(-2, 3, shape).astype(np.float64)  # zeros among them
    d_out = rng.standard_normal(shape)
    out, d_x = np.zeros(shape), np.zeros(shape)
    for place in np.ndindex(shape):
        if x[place] > 0:
            out[place] = x[place]
            d_x[place] = d_out[place]
    layer = ReLU().astype(np.float64)
    np.testing.assert_array_equal(layer.forward(x), out)
    np.testing.assert_array_equal(layer.backward(d_out), d_x)


@given(SHAPES)
def test_gradients(shape):
    assert check_gradients(ReLU(), np.random.default_rng(0).standard_normal(shape), samples=20)


def test_at_zero_the_gradient_is_zero():
    layer = ReLU()
    layer.forward(np.array([[-1, 0.0, -0.0, 1e-30]], np.float32))
    np.testing.assert_array_equal(layer.backward(np.ones((1, 4), np.float32)), [[0, 0, 0, 1]])


def test_the_array_it_was_given_keeps_its_negative_numbers():
    x = np.array([[-1.0, 2.0]])
    ReLU().forward(x)
    np.testing.assert_array_equal(x, [[-1, 2]])
