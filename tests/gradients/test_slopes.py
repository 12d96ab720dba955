"""Slopes: the doubt about them is honest, kinks are found, and the array is left as it was."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scratchcnn.gradients.slopes import WeightedSum, rounding_errors

FUNCTIONS = {  # a function, its derivative
    "square": (np.square, lambda x: 2 * x),
    "sine": (np.sin, np.cos),
    "exponential": (np.exp, np.exp),
    "tenth power": (lambda x: x**10, lambda x: 10 * x**9),
    "quotient": (lambda x: 1 / (0.01 + x * x), lambda x: -2 * x / (0.01 + x * x) ** 2),
    "tiny": (lambda x: 1e-30 * x, lambda x: np.full_like(x, 1e-30)),
    "beside a large number": (lambda x: np.tanh(x) + 1e5, lambda x: 1 - np.tanh(x) ** 2),
    "float32": (lambda x: np.sin(x.astype(np.float32)), np.cos),
    "ReLU": (lambda x: np.maximum(x, 0), lambda x: x > 0),
}


def weighted_sum(f, x, seed=0):
    weights = np.random.default_rng(seed).standard_normal(x.shape)
    return WeightedSum(lambda: f(x), weights, [x]), weights


@pytest.mark.parametrize("name", FUNCTIONS)
@given(seed=st.integers(0, 2**32 - 1), scale=st.sampled_from([0.03, 1, 3]))
def test_no_slope_is_farther_off_than_its_doubt(name, seed, scale):
    f, derivative = FUNCTIONS[name]
    x = scale * np.random.default_rng(seed).standard_normal(8)
    loss, weights = weighted_sum(f, x)
    slopes = loss.slopes(x, list(np.ndindex(x.shape)))
    for slope, expected in zip(slopes, weights * derivative(x), strict=True):
        assert slope.kink or abs(slope.value - expected) <= slope.doubt + 1e-10 * abs(expected)


@pytest.mark.parametrize(
    "name", ["square", "sine", "exponential", "tenth power", "quotient", "tiny"]
)
def test_in_float64_the_doubt_is_small(name):
    f, _ = FUNCTIONS[name]
    x = np.random.default_rng(0).standard_normal(50)
    loss, _ = weighted_sum(f, x)
    for slope in loss.slopes(x, list(np.ndindex(x.shape))):
        assert slope.doubt <= 1e-5 * abs(slope.value)


def test_the_rounding_error_is_estimated():
    x = np.random.default_rng(0).standard_normal(1000)
    for f, expected in (
        (lambda: np.sin(x), 1e-16),
        (lambda: np.sin(x.astype(np.float32)), 5e-8),
        (lambda: np.sin(x) + 1e6 - 1e6, 1e-10),
    ):
        assert expected / 5 < np.median(rounding_errors(f, [x])) < expected * 5


@pytest.mark.parametrize("distance", [0, 1e-14, 1e-11, 1e-9])
def test_a_kink_is_found_though_it_may_be_beside_the_number(distance):
    x = np.array([1.0, 0, -2])
    loss, _ = weighted_sum(lambda x: np.abs(x - distance), x)
    assert [slope.kink for slope in loss.slopes(x, [(0,), (1,), (2,)])] == [False, True, False]


@pytest.mark.parametrize("distance", [1e-6, 1e-5, 1e-3])
def test_a_kink_nearby_does_not_count(distance):
    x = np.array([1.0, 0, -2])
    loss, weights = weighted_sum(lambda x: np.abs(x - distance), x)
    (slope,) = loss.slopes(x, [(1,)])
    assert not slope.kink
    np.testing.assert_allclose(slope.value, -weights[1], rtol=1e-5)


def test_everything_is_put_back():
    x = np.random.default_rng(0).standard_normal((3, 2))
    before = x.copy()
    for f in (np.sin, lambda x: np.sin(x.astype(np.float32)), lambda x: np.zeros_like(x)):
        loss, _ = weighted_sum(f, x)
        loss.slopes(x, list(np.ndindex(x.shape)))
        np.testing.assert_array_equal(x, before)


def test_f_may_refuse_what_is_far_away():
    def square_root(x):
        if x.min() < 0:
            raise ValueError("expected no negative numbers")
        return np.sqrt(x)

    x = np.array([2.0, 3, 1e-3])
    loss, weights = weighted_sum(square_root, x)
    constant, _ = weighted_sum(lambda x: square_root(x) * 0, x)
    (slope,), (zero,) = loss.slopes(x, [(0,)]), constant.slopes(x, [(0,)])
    np.testing.assert_allclose(slope.value, weights[0] / np.sqrt(8), rtol=1e-8)
    assert zero.value == 0
