"""Passes that begin alike."""

import numpy as np

from scratchcnn import Dense, Layer, Network
from scratchcnn.gradients.passes import first_difference, fresh, in_float64, one_pass, same


class Running(Layer):
    """Counts its calls, draws a random number for each, and adds up its gradients."""

    def __init__(self):
        self.params["weights"] = np.ones(3, np.float32)
        self.grads["weights"] = np.zeros(3, np.float32)
        self.calls, self.rng = 0, np.random.default_rng(0)

    def forward(self, x):
        self.calls += 1
        self.drawn = self.rng.random(), np.random.random()  # noqa: NPY002
        return self.calls * x * self.params["weights"] + sum(self.drawn)

    def backward(self, d_out):
        self.grads["weights"] += d_out.sum(axis=0)
        return d_out.copy()


X = np.random.default_rng(0).standard_normal((2, 3))


def test_fresh_passes_are_alike():
    layer = in_float64(Running())
    layer.forward(X)
    (first,), (second,) = (one_pass(fresh(layer), X) for _ in range(2))
    assert first.keys() == {"output", "dL/d(input)", "grads['weights']"}
    assert first_difference(first, second, tolerance=0) is None
    assert layer.calls == 1


def test_fresh_copies_share_parameters_but_not_gradients():
    network = Network([Running(), Dense(3, 2)], (3,))
    for subject in (network.layers[0], network):
        copy = fresh(subject)
        ours, theirs = (getattr(each, "layers", [each])[0] for each in (subject, copy))
        assert theirs.params["weights"] is ours.params["weights"]
        theirs.grads["weights"] += 1
        assert not ours.grads["weights"].any()


def test_the_gradients_that_were_there_are_kept():
    layer = Running()
    layer.grads["weights"] += 2
    np.testing.assert_array_equal(in_float64(layer).grads["weights"], [2, 2, 2])
    assert in_float64(layer).grads["weights"].dtype == np.float64
    np.testing.assert_array_equal(fresh(layer).grads["weights"], [2, 2, 2])


def test_what_is_the_same():
    assert same([1, 1e-9], [1, 0], tolerance=1e-8)
    assert not same([1, 1e-7], [1, 0], tolerance=1e-8)
    assert same([np.nan, np.inf], [np.nan, np.inf], tolerance=0)
    assert not same([1, np.nan], [1, 1], tolerance=1)
    assert not same([1, 1], [[1, 1]], tolerance=1)
    assert first_difference({"a": 1, "b": 2}, {"a": 1, "b": 3}, tolerance=0) == "b"
    assert first_difference({"a": 1}, {"a": 1, "b": 3}, tolerance=0) == "b"
    assert first_difference({"a": 1, "b": 3}, {"a": 1}, tolerance=0) == "b"
