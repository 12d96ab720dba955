"""Dense against its formula, written as plain loops."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from scratchcnn import Dense, check_gradients

SIZES = st.integers(1, 6)


@given(SIZES, SIZES, SIZES, st.integers(0, 2**32))
def test_forward_and_backward_are_the_loops(count, inputs, outputs, seed):
    rng = np.random.default_rng(seed)
    layer = Dense(inputs, outputs, rng=rng).astype(np.float64)
    weights, bias = layer.params["weights"], layer.params["bias"]
    bias[...] = rng.standard_normal(outputs)
    x, d_out = rng.standard_normal((count, inputs)), rng.standard_normal((count, outputs))
    out, d_x = np.zeros_like(d_out), np.zeros_like(x)
    d_weights, d_bias = np.zeros_like(weights), np.zeros_like(bias)
    for n, o in np.ndindex(out.shape):
        out[n, o] = bias[o]
        d_bias[o] += d_out[n, o]
        for i in range(inputs):
            out[n, o] += x[n, i] * weights[i, o]
            d_x[n, i] += d_out[n, o] * weights[i, o]
            d_weights[i, o] += d_out[n, o] * x[n, i]
    assert_allclose(layer.forward(x), out, rtol=1e-12, atol=1e-12)
    assert_allclose(layer.backward(d_out), d_x, rtol=1e-12, atol=1e-12)
    assert_allclose(layer.grads["weights"], d_weights, rtol=1e-12, atol=1e-12)
    assert_allclose(layer.grads["bias"], d_bias, rtol=1e-12, atol=1e-12)


@given(SIZES, SIZES, SIZES)
def test_gradients(count, inputs, outputs):
    rng = np.random.default_rng(0)
    layer = Dense(inputs, outputs, rng=rng)
    assert check_gradients(layer, rng.standard_normal((count, inputs)), samples=20)


def test_macs_and_parameters():
    layer = Dense(3136, 100)
    assert layer.num_parameters == 3136 * 100 + 100
    assert layer.macs((3136,)) == 313_600


def test_the_start_is_he_normal_with_bias_zero():
    layer = Dense(1000, 300, rng=np.random.default_rng(0))
    assert layer.params["weights"].std() == pytest.approx(np.sqrt(2 / 1000), rel=0.01)
    assert not layer.params["bias"].any()
    assert {array.dtype for array in layer.params.values()} == {np.dtype(np.float32)}
