"""Lesson 03: Addition."""

import numpy as np

from ...layers import Addition
from ..cases import decimals
from ..scenes import LayerCase, layer_scene
from ..write_class import WriteClass

STUB = '''\
class Addition(Layer):
    """out[n, …] = x[n, …] + bias[…], with one bias for each place of the input ("untied")."""

    def __init__(self, shape):
        self.params["bias"] = np.zeros(shape, np.float32)

    def forward(self, x):
        """x: N × shape; returns the same shape."""
        ...

    def backward(self, d_out):
        """d_out: N × shape. Stores grads["bias"], of the bias's shape; returns ∂L/∂x."""
        ...'''
SOLUTION = STUB.replace(
    '''the same shape."""
        ...''',
    '''the same shape."""
        return x + self.params["bias"]''',
).replace(
    '''returns ∂L/∂x."""
        ...''',
    '''returns ∂L/∂x."""
        self.grads["bias"] = d_out.sum(axis=0)
        return d_out.copy()''',
)


def case(rng, sizes, shape, dtype=np.float64):
    batches = [
        (decimals(rng, count, *shape).astype(dtype), decimals(rng, count, *shape).astype(dtype))
        for count in sizes
    ]
    return LayerCase((shape,), {"bias": decimals(rng, *shape)}, batches, dtype)


def cases(rng):
    bias = np.array([1.0, 2, 3, 4]).reshape(2, 2, 1)
    x, d_out = np.arange(8.0).reshape(2, 2, 2, 1), np.array([1.0, 2, 3, 4, 10, 20, 30, 40])
    return [
        LayerCase(((2, 2, 1),), {"bias": bias}, [(x, d_out.reshape(x.shape))]),
        case(rng, (3, 1), (2, 3, 3)),
        case(rng, (2, 2), (6,)),
        case(rng, (3,), (3, 2, 2), np.float32),
    ]


layer = WriteClass(
    Addition,
    ("forward", "backward"),
    layer_scene,
    cases,
    STUB,
    SOLUTION,
    row=3,
    hints=[
        'Section "Forward: two sums" has the formula, Section "A copy becomes a sum" the way back.',
        "x is N × shape, the bias has the shape alone: the letter n is missing. Along it the "
        "bias is copied, and over it backward sums. The slope for x is 1.",
        "forward is one addition; NumPy does the copying. backward stores, under the "
        "parameter's name, d_out summed over the axis of the images, and returns d_out in "
        "memory of its own.",
    ],
)
FORWARD, D_BIAS, D_X = 'return x + self.params["bias"]', "d_out.sum(axis=0)", "return d_out.copy()"
STORED = f'self.grads["bias"] = {D_BIAS}'

layer.wrong("The bias is not added in forward.", (FORWARD, "return x.copy()"))
layer.wrong("forward multiplies instead of adding.", (FORWARD, 'return x * self.params["bias"]'))
layer.wrong("forward subtracts the bias.", (FORWARD, 'return x - self.params["bias"]'))
layer.wrong(
    "The gradient of the bias is a mean over the images: sum. The mean of the loss is in d_out "
    "already.",
    (D_BIAS, "d_out.mean(axis=0)"),
)
layer.wrong(
    "The gradient of the bias still has the images' axis: the bias was added to every image, so "
    "sum over them.",
    (D_BIAS, "d_out.copy()"),
)
layer.wrong(
    "The gradient of the bias keeps an axis of length 1: leave keepdims out.",
    (D_BIAS, "d_out.sum(axis=0, keepdims=True)"),
)
layer.wrong(
    "The gradient of the bias is summed along axis 1: the images are axis 0.",
    (D_BIAS, "d_out.sum(axis=1)"),
)
layer.wrong(
    "The gradient of the bias is summed along the last axis: the images are axis 0.",
    (D_BIAS, "d_out.sum(axis=-1)"),
)
layer.wrong(
    "The gradient of the bias is one number, the sum of everything: sum over the images only, "
    "axis 0.",
    (D_BIAS, "d_out.sum()"),
)
layer.wrong(
    "Only the first image has a part in the gradient of the bias: sum over the batch.",
    (D_BIAS, "d_out[0].copy()"),
)
layer.wrong(
    "Only the last image has a part in the gradient of the bias: something overwrites; add up.",
    (D_BIAS, "d_out[-1].copy()"),
)
layer.wrong(
    "The gradient of the bias is summed over the places, too: that is the tied bias, one number "
    "for a channel. Here each place has its own.",
    (D_BIAS, "d_out.sum(axis=tuple(range(d_out.ndim - 1)))"),
)
layer.wrong(
    "The sum over places is handed to all of them: each place has a gradient of its own.",
    (
        D_BIAS,
        "np.zeros(d_out.shape[1:]) + d_out.sum(axis=tuple(range(d_out.ndim - 1)))",
    ),
)
layer.wrong(
    "The gradient of the bias has the wrong sign: the derivative of a sum is +1.",
    (D_BIAS, f"-{D_BIAS}"),
)
layer.wrong(
    "The gradient of the bias is multiplied by the bias: the derivative of x + bias with respect "
    "to the bias is 1.",
    (D_BIAS, f'{D_BIAS} * self.params["bias"]'),
)
layer.wrong(
    "The gradient of the bias is that of a product, d_out · x: the derivative of x + bias is 1.",
    (FORWARD, f"self.x = x\n        {FORWARD}"),
    (D_BIAS, "(d_out * self.x).sum(axis=0)"),
)
layer.wrong(
    "The gradients of the bias pile up from call to call: each backward begins at zero.",
    (STORED, f'self.grads["bias"] = self.grads.get("bias", 0) + {D_BIAS}'),
)
layer.wrong(
    "The bias is in ∂L/∂x, too: the derivative of x + bias with respect to x is 1, so d_out goes "
    "on as it is.",
    (D_X, 'return d_out + self.params["bias"]'),
)
layer.wrong(
    "∂L/∂x is multiplied by the bias: the derivative of x + bias is 1, so d_out goes on as it is.",
    (D_X, 'return d_out * self.params["bias"]'),
)
layer.wrong(
    "∂L/∂x is all ones: that is the derivative of x + bias alone. Multiply it by d_out.",
    (D_X, "return np.ones_like(d_out)"),
)
layer.wrong(
    "∂L/∂x is summed over the images: each image has a gradient of its own. The sum is the bias's.",
    (D_X, "return d_out.sum(axis=0)"),
)
for axes in ((0, 1), (0, 2), (1, 2), (0, 1, 2)):
    layer.wrong(
        "The gradient of the bias is summed over places, too: sum over the images only, axis 0.",
        (D_BIAS, f"d_out.sum(axis={axes})"),
    )
