"""What is to be compared: outputs, the arrays that they depend on, and what backward says."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ..layers import SoftmaxCrossEntropy
from ..layers.copies import address
from .passes import SAME, fresh, same
from .slopes import WeightedSum

REPEATS = 20  # forward passes that must agree before anything is compared


class Problem(NamedTuple):
    """L = Σ weights · outputs(), as a function of some arrays, and what backward says about it."""

    outputs: Callable  # takes no argument, reads the arrays
    weights: np.ndarray  # dL/d(outputs)
    arrays: dict  # {name: (array, its analytic gradient)}
    scale: float = 0.0  # the size of what the outputs are sums of, if that is known

    def loss(self):
        """The WeightedSum, to be measured."""
        arrays = [array for array, _ in self.arrays.values()]
        return WeightedSum(self.outputs, self.weights, arrays, self.scale)


def layer_problem(layer, x, labels, seed):
    """A layer alone: the weights are random numbers, of another stream than an x drawn with the
    same seed. (With weights equal to x, most of the gradient of a normalization would vanish.)
    """
    run = fresh(layer)
    weights = np.random.default_rng([seed, 1]).standard_normal(np.shape(run.forward(x)))
    arrays = {"input": (x, run.backward(weights.copy()))}
    for name, array in layer.params.items():
        arrays["parameter input" if name == "input" else name] = array, run.grads.get(name)
    return Problem(lambda: np.atleast_1d(fresh(layer).forward(x)), weights, added_up(arrays))


def network_problem(network, images, labels, seed):
    """A network: the weights are what softmax and cross-entropy give back at its end."""
    run, loss = fresh(network), SoftmaxCrossEntropy()
    loss.forward(run.forward(images), labels)
    weights = loss.backward()
    arrays = {"input": (images, run.backward(weights.copy()))}
    for row, (layer, ran) in enumerate(zip(network.layers, run.layers, strict=True), start=1):
        for name, array in layer.params.items():
            arrays[f"{row} {type(layer).__name__} {name}"] = array, ran.grads.get(name)
    return Problem(lambda: np.atleast_1d(fresh(network).forward(images)), weights, added_up(arrays))


def added_up(arrays):
    """The same {name: (array, gradient)}; but where arrays share memory, such as a matrix in one
    row of a network and its transpose in another, the gradient of a number is the sum of all.
    """
    shared = {
        name: places_of(array)
        for name, (array, gradient) in arrays.items()
        if gradient is not None
        and np.shape(gradient) == array.shape
        and any(np.may_share_memory(array, arrays[other][0]) for other in arrays if other != name)
    }
    if not shared:
        return arrays
    gradients = np.concatenate([np.ravel(arrays[name][1]) for name in shared])
    places = np.concatenate([np.ravel(each) for each in shared.values()])
    places, which = np.unique(places, return_inverse=True)
    sums = np.bincount(which, weights=gradients)
    totals = {name: sums[np.searchsorted(places, each)] for name, each in shared.items()}
    return arrays | {name: (arrays[name][0], total) for name, total in totals.items()}


def places_of(array):
    """Where in memory each number of the array stands."""
    steps = [np.arange(size) * step for size, step in zip(array.shape, array.strides, strict=True)]
    return sum(np.ix_(*steps), np.array(address(array)))


def loss_problem(loss, logits, labels, seed):
    """A loss such as SoftmaxCrossEntropy: it is the only output, and 1 is a small one."""
    run = fresh(loss)
    run.forward(logits, labels)
    arrays = {"logits": (logits, run.backward())}

    def value():
        return np.atleast_1d(fresh(loss).forward(logits, labels))

    return Problem(value, np.ones(1), arrays, scale=1.0)


def obstacle_to(problem):
    """A sentence if there is nothing in the outputs that could be compared."""
    here = problem.outputs().copy()
    if not np.isfinite(here).all():
        return "forward gives NaN or infinity: nothing to compare, choose another x"
    if not problem.weights.any():
        return "dL/dlogits is 0, all images are read beyond doubt: nothing to compare"
    if not all(same(here, problem.outputs(), SAME) for _ in range(REPEATS)):
        return (
            "forward gives two results for the same x, not because of anything in its attributes: "
            "cannot be compared (keep a random generator in self)"
        )
    return None
