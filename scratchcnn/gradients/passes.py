"""Passes that begin alike: forward and backward on copies, for the gradient check to compare."""

import contextlib

import numpy as np

from ..layers import Layer
from ..layers.copies import copy_as, deep_copy
from ..network import Network

SAME = 1e-12  # relative to the largest number: too little to disturb a measurement


@contextlib.contextmanager
def random_numbers_kept():
    """Afterwards, NumPy's global random numbers go on as if nothing had been."""
    state = np.random.get_state()  # noqa: NPY002
    try:
        yield
    finally:
        np.random.set_state(state)  # noqa: NPY002


def in_float64(subject):
    """A copy of the layer, network or loss that computes in float64; grads as they were."""
    if not isinstance(subject, Layer | Network):
        return copy_as(subject, np.dtype(np.float64))
    return keep_gradients(subject.astype(np.float64), subject)


def fresh(subject):
    """A copy for one pass. It begins as `subject` stands, shares its parameters (who moves one
    moves it in both), and finds NumPy's global random numbers at their beginning.
    """
    np.random.seed(0)  # noqa: NPY002 (a reader's layer may draw from them)
    if isinstance(subject, Layer | Network):
        return keep_gradients(subject.replica(), subject)
    return deep_copy(subject, {})


def keep_gradients(copy, original):
    """The copy, with the gradients that were left in the original: a backward pass that adds to
    them instead of storing its own shall be found out.
    """
    for layer, before in zip(layers_of(copy), layers_of(original), strict=True):
        for name, array in before.grads.items():
            layer.grads.setdefault(name, np.array(array, float))  # some have copied theirs already
    return copy


def layers_of(subject):
    return [subject] if isinstance(subject, Layer) else subject.layers


def one_pass(subject, x):
    """[{what: numbers} of all that comes out of each layer], forward and backward."""
    outs = []
    for layer in layers_of(subject):
        outs.append(layer.forward(outs[-1] if outs else x))
    d, found = numbers_for(outs[-1]), []
    for layer, out in zip(reversed(layers_of(subject)), reversed(outs), strict=True):
        d = layer.backward(d)
        found.insert(0, results(layer, out, d))
    return found


def results(layer, out, d_x):
    gradients = {f"grads[{name!r}]": gradient for name, gradient in layer.grads.items()}
    return {"output": np.asarray(out), "dL/d(input)": d_x, **gradients}


def numbers_for(out):
    """Random numbers for dL/d(output), the same each time."""
    return np.random.default_rng([0, 1]).standard_normal(np.shape(out))


def others_like(x):
    """Another input of the same kind: the images change places, or the numbers of a single one."""
    return np.roll(x, 1, axis=0 if len(x) > 1 else None)


def same(one, other, tolerance):
    """Whether two arrays differ by no more than `tolerance` times the largest number."""
    one, other = np.asarray(one, float), np.asarray(other, float)
    largest = np.abs(one[np.isfinite(one)]).max(initial=0)
    return one.shape == other.shape and np.allclose(
        one, other, rtol=0, atol=tolerance * largest, equal_nan=True
    )


def first_difference(expected, found, tolerance):
    """The name of the first result that is another one, or None."""
    names = [*expected, *(name for name in found if name not in expected)]
    for name in names:
        if not (
            name in expected and name in found and same(expected[name], found[name], tolerance)
        ):
            return name
    return None
