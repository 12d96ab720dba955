"""Softmax and cross-entropy against their formulas, written as plain loops."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from scratchcnn import Softmax, SoftmaxCrossEntropy, check_gradients
from scratchcnn.layers.softmax_cross_entropy import smooth, softmax


@st.composite
def problems(draw):
    """(logits, labels, random numbers)"""
    count, classes = draw(st.integers(1, 5)), draw(st.integers(1, 6))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    return rng.standard_normal((count, classes)) * 3, rng.integers(0, classes, count), rng


@given(problems())
def test_softmax_is_the_loops(problem):
    logits, _, rng = problem
    d_out = rng.standard_normal(logits.shape)
    p, d_logits = np.zeros_like(logits), np.zeros_like(logits)
    for n, k in np.ndindex(p.shape):
        p[n, k] = math.exp(logits[n, k]) / sum(math.exp(logit) for logit in logits[n])
    for n, k in np.ndindex(p.shape):
        for j in range(logits.shape[1]):
            d_logits[n, j] += d_out[n, k] * p[n, k] * ((k == j) - p[n, j])
    layer = Softmax().astype(np.float64)
    assert_allclose(layer.forward(logits), p, rtol=1e-12)
    assert_allclose(layer.backward(d_out), d_logits, rtol=1e-12, atol=1e-14)


@given(problems())
def test_the_loss_is_the_loops(problem):
    logits, labels, _ = problem
    total, d_logits = 0.0, np.zeros_like(logits)
    for n, label in enumerate(labels):
        exponentials = [math.exp(logit) for logit in logits[n]]
        total -= math.log(exponentials[label] / sum(exponentials))
        for k, exponential in enumerate(exponentials):
            d_logits[n, k] = (exponential / sum(exponentials) - (k == label)) / len(labels)
    loss = SoftmaxCrossEntropy()
    assert loss.forward(logits, labels) == pytest.approx(total / len(labels), rel=1e-12, abs=1e-14)
    assert_allclose(loss.backward(), d_logits, rtol=1e-12, atol=1e-14)


@given(problems(), st.sampled_from([0, 0.1, 0.5]))
def test_smoothing_is_the_loops(problem, ε):
    """A price ε on the lead of the right logit is the cross-entropy to smoothed labels."""
    logits, labels, _ = problem
    lead, smoothed, expected = 0.0, 0.0, np.zeros_like(logits)
    log_p = np.log(softmax(logits))
    for n, label in enumerate(labels):
        lead += (logits[n, label] - logits[n].mean()) / len(labels)
        for k in range(logits.shape[1]):
            share = (1 - ε) * (k == label) + ε / logits.shape[1]
            smoothed -= share * log_p[n, k] / len(labels)
            expected[n, k] = (math.exp(log_p[n, k]) - share) / len(labels)
    loss = SoftmaxCrossEntropy()
    assert loss.forward(logits, labels) + ε * lead == pytest.approx(smoothed, rel=1e-12, abs=1e-14)
    assert_allclose(smooth(loss.backward(), labels, ε), expected, rtol=1e-12, atol=1e-14)


@given(problems())
def test_gradients(problem):
    logits, labels, _ = problem
    assert check_gradients(Softmax(), logits)
    assert check_gradients(SoftmaxCrossEntropy(), logits, labels)


def test_the_loss_is_softmax_followed_by_cross_entropy():
    logits, labels = np.random.default_rng(0).standard_normal((4, 3)), np.array([0, 2, 1, 2])
    loss, softmax = SoftmaxCrossEntropy(), Softmax().astype(np.float64)
    p = softmax.forward(logits)
    assert loss.forward(logits, labels) == pytest.approx(-np.log(p[range(4), labels]).mean())
    d_p = np.zeros_like(p)
    d_p[range(4), labels] = -1 / (4 * p[range(4), labels])
    assert_allclose(loss.backward(), softmax.backward(d_p), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("value", [0, 3.5, -1e4, 1e4])
def test_uniform_logits_cost_ln_10(value):
    logits = np.full((4, 10), value)
    assert SoftmaxCrossEntropy().forward(logits, np.arange(4)) == pytest.approx(math.log(10))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_huge_logits_stay_finite(dtype):
    logits = np.array([[1e4, 0, -1e4], [-1e4, -1e4, 1e4], [1e4, 1e4, -1e4]], dtype)
    expected = np.array([[1, 0, 0], [0, 0, 1], [0.5, 0.5, 0]])
    np.testing.assert_array_equal(Softmax().astype(dtype).forward(logits), expected)
    loss = SoftmaxCrossEntropy()
    assert loss.forward(logits, [0, 2, 0]) == pytest.approx(math.log(2) / 3)
    onehot = np.array([[1, 0, 0], [0, 0, 1], [1, 0, 0]])
    assert_allclose(loss.backward(), (expected - onehot) / 3, rtol=1e-6)
    assert loss.forward(logits, [2, 0, 0]) == pytest.approx((4e4 + math.log(2)) / 3)
    assert np.isfinite(loss.backward()).all()


def test_the_loss_is_a_plain_float_and_float32_stays_float32():
    loss = SoftmaxCrossEntropy()
    value = loss.forward(np.zeros((2, 3), np.float32), np.array([0, 1]))
    assert type(value) is float
    assert loss.backward().dtype == np.float32


def test_the_loss_leaves_its_arguments_untouched():
    logits, labels = np.random.default_rng(0).standard_normal((4, 3)), np.array([0, 2, 1, 2])
    kept = logits.copy(), labels.copy()
    logits.flags.writeable = labels.flags.writeable = False
    loss = SoftmaxCrossEntropy()
    loss.forward(logits, labels)
    loss.backward()
    np.testing.assert_array_equal(logits, kept[0])
    np.testing.assert_array_equal(labels, kept[1])


def test_results_of_the_loss_are_memory_of_their_own():
    logits, labels = np.random.default_rng(0).standard_normal((4, 3)), np.array([0, 2, 1, 2])
    loss = SoftmaxCrossEntropy()
    loss.forward(logits, labels)
    first, second = loss.backward(), loss.backward()
    np.testing.assert_array_equal(first, second)
    assert not np.shares_memory(first, second)
    assert not np.shares_memory(first, logits)


def test_labels_changed_after_forward_do_not_change_backward():
    logits, labels = np.random.default_rng(0).standard_normal((2, 3)), np.array([0, 2])
    loss = SoftmaxCrossEntropy()
    loss.forward(logits, labels)
    expected = loss.backward()
    labels[:] = 1
    np.testing.assert_array_equal(loss.backward(), expected)


@pytest.mark.parametrize("dtype", [np.uint8, np.int32, np.int64])
def test_any_whole_numbers_will_do(dtype):
    logits = np.zeros((2, 10))
    assert SoftmaxCrossEntropy().forward(logits, np.array([0, 9], dtype)) > 0


def test_whole_numbers_without_a_sign():
    logits = np.array([[1, 2, 3]])
    for kind in (np.uint8, np.int64):
        np.testing.assert_allclose(softmax(logits.astype(kind)), softmax(logits.astype(float)))
        loss = SoftmaxCrossEntropy().forward(logits.astype(kind), [0])
        assert loss == pytest.approx(SoftmaxCrossEntropy().forward(logits.astype(float), [0]))
