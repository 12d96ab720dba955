"""Lesson 04: ReLU."""

import numpy as np

from ...layers import ReLU
from ..cases import decimals
from ..scenes import LayerCase, layer_scene
from ..write_class import WriteClass

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
        x, d_out = decimals(rng, *shape), decimals(rng, *shape)
        x.flat[::5] = 0
        batches.append((x.astype(dtype), d_out.astype(dtype)))
    return LayerCase((), {}, batches, dtype)


def cases(rng):
    x, d_out = np.array([[-2.0, 3, 0, 0.5]]), np.array([[5.0, -6, 7, 8]])
    return [
        LayerCase((), {}, [(x, d_out)]),
        case(rng, [(2, 2, 3, 2), (1, 2, 3, 2)]),
        case(rng, [(3, 5), (3, 5)]),
        case(rng, [(2, 4)], np.float32),
    ]


layer = WriteClass(
    ReLU,
    ("forward", "backward"),
    layer_scene,
    cases,
    STUB,
    SOLUTION,
    row=4,
    hints=[
        'Section "Forward" has the formula, Section "Backward" and Section "The kink" the slope.',
        "All shapes stay as they are. The slope is 1 where x was positive, and 0 elsewhere, at "
        "zero too. backward doesn't get x: keep what it needs in forward.",
        "forward keeps a mask, a new array that is True where x is positive, and returns the "
        "larger of each number and zero. backward is one product of two arrays. Neither writes "
        "into what it was given.",
    ],
)
MASK, MAXIMUM, D_X = "self.active = x > 0", "np.maximum(x, 0)", "return d_out * self.active"

layer.wrong(
    "At exactly 0 the slope is taken as 0 here: x > 0, not x ≥ 0.", (MASK, "self.active = x >= 0")
)
layer.wrong(
    "At exactly 0 the slope is one half in yours: here it is taken as 0.",
    (MASK, "self.active = (np.sign(x) + 1) / 2"),
)
layer.wrong(
    "backward applies ReLU to d_out: what is cut off depends on x, not on the gradient. Keep a "
    "mask, x > 0, in forward.",
    (D_X, "return np.maximum(d_out, 0)"),
)
layer.wrong(
    "backward cuts off negative gradients, too: what passes depends on x alone.",
    (D_X, "return np.maximum(d_out, 0) * self.active"),
)
layer.wrong(
    "backward hands everything on: where x was not positive, nothing may pass.",
    (D_X, "return d_out.copy()"),
)
layer.wrong(
    "backward multiplies by the output of forward: its slope is 1 where x is positive.",
    (MASK, "self.active = np.maximum(x, 0)"),
)
layer.wrong(
    "backward multiplies by x: the slope is 1 where x is positive, and 0 elsewhere.",
    (MASK, "self.active = x.copy()"),
)
layer.wrong(
    "backward returns the mask alone: multiply it by d_out.", (D_X, "return self.active * 1.0")
)
layer.wrong(
    "backward returns the output of forward once more: it is d_out that travels back, through the "
    "mask.",
    (MASK, "self.active = np.maximum(x, 0)"),
    (D_X, "return self.active.copy()"),
)
layer.wrong(
    "The mask is the other way round: it lets through what was cut off.",
    (D_X, "return d_out * ~self.active"),
)
layer.wrong(
    "forward returns the mask: multiply it by x.", (f"return {MAXIMUM}", "return (x > 0) * 1.0")
)
layer.wrong("This is the absolute value: what is negative becomes 0.", (MAXIMUM, "np.abs(x)"))
layer.wrong(
    "It leaks: what is negative becomes 0, not a small share of itself.",
    (MAXIMUM, "np.where(x > 0, x, 0.01 * x)"),
)
layer.wrong(
    "It leaks: what is negative becomes 0, not a tenth of itself.",
    (MAXIMUM, "np.where(x > 0, x, 0.1 * x)"),
)
layer.wrong("This is min(x, 0): it keeps what should be cut off.", (MAXIMUM, "np.minimum(x, 0)"))
layer.wrong("It compares with 1: max(x, 0) begins at 0.", (MAXIMUM, "np.maximum(x, 1)"))
layer.wrong(
    "np.max(x, 0) is the largest number along axis 0: np.maximum(x, 0) compares each one with 0.",
    (MAXIMUM, "np.max(x, 0)"),
)
layer.wrong(
    "The mask is that of the first call: every forward makes a new one.",
    (MASK, 'self.active = getattr(self, "active", x > 0)'),
)
layer.wrong("It cuts off at 1, too: max(x, 0) has no upper end.", (MAXIMUM, "np.clip(x, 0, 1)"))
layer.wrong("This is the sigmoid: ReLU is max(x, 0).", (MAXIMUM, "1 / (1 + np.exp(-x))"))
layer.wrong(
    "The mask is the other way round: what was negative passes, and what was positive doesn't.",
    (MASK, "self.active = x < 0"),
)
layer.wrong(
    "backward has no x: forward must keep what is needed of it, in self.",
    (D_X, "return d_out * (x > 0)"),
)
layer.wrong(
    "d_out[mask] picks numbers out, and their places are lost: multiply by the mask.",
    (D_X, "return d_out[self.active]"),
)
layer.wrong(
    "np.sign is -1 where x is negative: there the slope is 0.",
    (MASK, "self.active = np.sign(x)"),
)
