"""Addition against its formula, written as plain loops."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scratchcnn import Addition, check_gradients

SHAPES = st.lists(st.integers(1, 4), min_size=1, max_size=4).map(tuple)


@given(SHAPES, st.integers(1, 4), st.integers(0, 2**32))
def test_forward_and_backward_are_the_loops(shape, count, seed):
    rng = np.random.default_rng(seed)
    layer = Addition(shape).astype(np.float64)
    bias = layer.params["bias"]
    bias[...] = rng.standard_normal(shape)
    x, d_out = rng.standard_normal((2, count, *shape))
    out, d_bias = np.zeros_like(x), np.zeros_like(bias)
    for n, *place in np.ndindex(x.shape):
        place = tuple(place)
        out[(n, *place)] = x[(n, *place)] + bias[place]
        d_bias[place] += d_out[(n, *place)]
    np.testing.assert_array_equal(layer.forward(x), out)
    np.testing.assert_array_equal(layer.backward(d_out), d_out)
    np.testing.assert_allclose(layer.grads["bias"], d_bias, rtol=1e-13, atol=1e-13)


@given(SHAPES)
def test_gradients(shape):
    x = np.random.default_rng(0).standard_normal((3, *shape))
    assert check_gradients(Addition(shape), x, samples=20)


def test_the_bias_starts_at_zero_one_for_each_place():
    layer = Addition((28, 28, 16))
    assert layer.params["bias"].shape == (28, 28, 16)
    assert not layer.params["bias"].any()


def test_a_number_is_a_shape_too():
    assert Addition(5).shape == (5,)
