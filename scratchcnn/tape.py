"""Automatic differentiation: what is computed is noted on a tape, and read backwards.

Every operation notes the values that it read, and for each its *adjoint*: what of the gradient of
the result goes back to it. Frameworks call it reverse mode (Wengert 1964, Linnainmaa 1970).
"""

import itertools

import numpy as np


class Taped:
    """An array that knows its parents: pairs of a value that it was computed from, and the adjoint.

    After `loss.backward()`, `gradient` is ∂loss/∂array. A given array must not change before.
    """

    count = itertools.count()  # a value is made after all that it is computed from
    __array_ufunc__ = None  # array + taped comes here, and not to NumPy

    def __init__(self, array, parents=()):
        array = np.asarray(array)
        self.array = array if array.dtype.kind == "f" else array.astype(np.float64)
        self.parents, self.gradient, self.number = parents, None, next(Taped.count)
        if parents:
            self.array.flags.writeable = False

    def __add__(self, other):
        other = self.taped(other)
        return Taped(self.array + other.array, [(self, lambda d: d), (other, lambda d: d)])

    def __mul__(self, other):
        other = self.taped(other)
        adjoints = [(self, lambda d: d * other.array), (other, lambda d: d * self.array)]
        return Taped(self.array * other.array, adjoints)

    def __matmul__(self, other):
        adjoints = [(self, lambda d: d @ other.array.T), (other, lambda d: self.array.T @ d)]
        return Taped(self.array @ other.array, adjoints)

    def __sub__(self, other):
        return self + self.taped(other) * -1

    __radd__, __rmul__ = __add__, __mul__

    def sum(self, axis=None):
        """The sum along axes, which stay, with length 1."""
        total, shape = self.array.sum(axis, keepdims=True), self.array.shape
        return Taped(total, [(self, lambda d: np.broadcast_to(d, shape))])

    def reshape(self, *shape):
        return Taped(self.array.reshape(shape), [(self, lambda d: d.reshape(self.array.shape))])

    def __getitem__(self, slices):
        """A part, by slices only: they name no place twice, so that nothing has to add up."""
        if not all(isinstance(each, slice) for each in np.index_exp[slices]):
            raise TypeError(f"expected slices only, such as [:, 1:3], got {slices}")

        def adjoint(d):
            d_x = np.zeros(self.array.shape, d.dtype)
            d_x[slices] = d
            return d_x

        return Taped(self.array[slices], [(self, adjoint)])

    def backward(self):
        """Give `gradient` to all that this value, one number, was computed from."""
        if self.array.size != 1:
            raise ValueError(f"backward begins with one number, got shape {self.array.shape}")
        values = sorted(ancestors(self), key=lambda value: value.number, reverse=True)
        for value in values:
            value.gradient = np.zeros_like(value.array)
        self.gradient = np.ones_like(self.array)
        for value in values:  # the latest first: when its turn comes, its gradient is complete
            for parent, adjoint in value.parents:
                parent.gradient += sum_to_shape(adjoint(value.gradient), parent.array.shape)

    def taped(self, other):  # a constant becomes a value of the same type
        return other if isinstance(other, Taped) else Taped(np.asarray(other, self.array.dtype))


def pad(x, widths):
    """Zeros around it: `widths` (before, after) for each axis."""
    inside = tuple(slice(before, -after or None) for before, after in widths)
    return Taped(np.pad(x.array, widths), [(x, lambda d: d[inside])])


def maximum(x, y):
    """The larger of two, place by place; if they are equal, the first one's gradient goes on."""
    first = x.array >= y.array
    adjoints = [(x, lambda d: d * first), (y, lambda d: d * ~first)]
    return Taped(np.maximum(x.array, y.array), adjoints)


def exp(x):
    out = np.exp(x.array)
    return Taped(out, [(x, lambda d: d * out)])


def log(x):
    return Taped(np.log(x.array), [(x, lambda d: d / x.array)])


def ancestors(value):
    """The set of all that a value was computed from, and itself."""
    found, waiting = set(), [value]
    while waiting:
        value = waiting.pop()
        if value not in found:
            found.add(value)
            waiting += [parent for parent, _ in value.parents]
    return found


def sum_to_shape(d, shape):
    """The adjoint of broadcasting: what was copied along an axis is added up along it."""
    d = d.sum(axis=tuple(range(d.ndim - len(shape))))
    once = tuple(axis for axis, length in enumerate(shape) if length == 1)
    return d.sum(axis=once, keepdims=True)
