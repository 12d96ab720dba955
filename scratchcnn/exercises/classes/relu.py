"""Lesson 04: ReLU."""

import numpy as np

from ...layers import Layer, ReLU
from ..write_class import LayerCase, WriteClass, layer_scene

STUB = '''\
class ReLU(Layer):
    """out = max(x, 0), for any shape. At x = 0 the slope is taken as 0."""

    def forward(self, x):
        """x: any shape; returns the same shape."""
        ...

    def backward(self, d_out):
        """d_out: the same shape; returns ∂L/∂x."""
        ...'''
SOLUTION = STUB.replace(
    '''returns the same shape."""
        ...''',
    '''returns the same shape."""
        self.active = x > 0
        return np.maximum(x, 0)''',
).replace(
    '''returns ∂L/∂x."""
        ...''',
    '''returns ∂L/∂x."""
        return d_out * self.active''',
)


def case(rng, shapes, dtype=np.float64):
    batches = []
    for shape in shapes:
        x, d_out = rng.standard_normal((2, *shape)).round(1)
        x.flat[::5] = 0
        batches.append((x.astype(dtype), d_out.astype(dtype)))
    return LayerCase((), {}, batches, dtype)


def cases(rng):
    x, d_out = np.array([[-2.0, 3, 0, 1]]), np.array([[5.0, -6, 7, 8]])
    return [
        LayerCase((), {}, [(x, d_out)]),
        case(rng, [(2, 3, 4, 2), (1, 3, 4, 2)]),
        case(rng, [(3, 5), (2, 5)]),
        case(rng, [(2, 4)], np.float32),
    ]


def full_size(rng):
    x, d_out = rng.standard_normal((2, 1, 28, 28, 16))
    return LayerCase((), {}, [(x, d_out)])


layer = WriteClass(
    ReLU,
    ("forward", "backward"),
    layer_scene,
    cases,
    STUB,
    SOLUTION,
    full_size=full_size,
    hints=[
        "The slope is 1 where x was positive, and 0 elsewhere. backward doesn't get x: keep "
        "what it"
        "needs.",
        "Keep a mask, True where x > 0, in an array of its own; never write into x.",
        "forward: self.active = x > 0; return np.maximum(x, 0). backward: return d_out * "
        "self.active.",
    ],
)
namespace = {"np": np, "Layer": Layer}
exec(SOLUTION, namespace)
Own = namespace["ReLU"]


@layer.wrong("At exactly 0 the slope is taken as 0 here: x > 0, not x ≥ 0.")
class _(Own):
    def forward(self, x):
        self.active = x >= 0
        return np.maximum(x, 0)


@layer.wrong("The mask is made of d_out: it is x, on the way forward, that decides.")
class _(Own):
    def backward(self, d_out):
        return d_out * (d_out > 0)


@layer.wrong(
    "It is np.maximum(d_out, 0) in backward: what is cut off depends on x, not on the gradient."
)
class _(Own):
    def backward(self, d_out):
        return np.where(self.active, np.maximum(d_out, 0), 0)


@layer.wrong("backward hands everything on: where x was not positive, nothing may pass.")
class _(Own):
    def backward(self, d_out):
        return d_out.copy()


@layer.wrong("backward multiplies with x: its slope is 1 where x is positive.")
class _(Own):
    def forward(self, x):
        self.x = x
        return super().forward(x)

    def backward(self, d_out):
        return d_out * np.maximum(self.x, 0)


@layer.wrong("backward returns the mask alone: multiply it with d_out.")
class _(Own):
    def backward(self, d_out):
        return self.active * 1.0


@layer.wrong("The mask is the other way round: it lets through what was cut off.")
class _(Own):
    def backward(self, d_out):
        return d_out * ~self.active


@layer.wrong("This is the absolute value: what is negative becomes 0.")
class _(Own):
    def forward(self, x):
        super().forward(x)
        return np.abs(x)


@layer.wrong("It leaks: what is negative becomes 0, not a small share of itself.")
class _(Own):
    def forward(self, x):
        super().forward(x)
        return np.where(x > 0, x, 0.01 * x)


@layer.wrong("The mask is that of the first call: every forward makes a new one.")
class _(Own):
    def forward(self, x):
        if not hasattr(self, "first"):
            self.first = x > 0
        return np.maximum(x, 0)

    def backward(self, d_out):
        if self.first.shape != d_out.shape:
            return d_out * (self.first[:1] if self.first.ndim == d_out.ndim else 1)
        return d_out * self.first
