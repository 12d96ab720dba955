"""Lesson 03: Addition."""

import numpy as np

from ...layers import Addition, Layer
from ..write_class import LayerCase, WriteClass, layer_scene

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
        tuple(rng.standard_normal((2, count, *shape)).astype(dtype)) for count in sizes
    ]  # fmt: skip
    return LayerCase((shape,), {"bias": rng.standard_normal(shape)}, batches, dtype)


def cases(rng):
    x, d_out = np.arange(8.0).reshape(2, 2, 2, 1), np.ones((2, 2, 2, 1))
    d_out[1] = 10
    simple = LayerCase(
        ((2, 2, 1),), {"bias": np.array([[1.0, 2], [3, 4]])[..., None]}, [(x, d_out)]
    )
    return [
        simple,
        case(rng, (3, 1), (4, 5, 3)),
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
    hints=[
        "Which letters are missing on the bias? Along them it is copied, and over them "
        "backward sums.",
        "Only n is missing: the gradient of the bias is a sum over the images, axis 0. And ∂L/∂x?",
        'self.grads["bias"] = d_out.sum(axis=0), and d_out itself travels on, as a copy.',
    ],
)
namespace = {"np": np, "Layer": Layer}
exec(SOLUTION, namespace)
Own = namespace["Addition"]


def with_gradient(sentence, change):
    """A known mistake in the gradient of the bias."""

    class Wrong(Own):
        def backward(self, d_out):
            d_x = super().backward(d_out)
            self.grads["bias"] = change(self, d_out)
            return d_x

    layer.wrong_answers.append((Wrong, sentence))


with_gradient(
    "The gradient of the bias is a mean over the images: sum. The mean of the loss is in "
    "d_out already.",
    lambda self, d_out: d_out.mean(axis=0),
)
with_gradient(
    "The gradient of the bias still has the images' axis: the bias was added to every "
    "image, so sum"
    "over them.",
    lambda self, d_out: d_out.copy(),
)
with_gradient(
    "Only the first image has a part in the gradient of the bias: sum over the batch.",
    lambda self, d_out: d_out[0].copy(),
)
with_gradient(
    "Only the last image has a part in the gradient of the bias: something overwrites; add up.",
    lambda self, d_out: d_out[-1].copy(),
)
with_gradient(
    "The gradient of the bias is summed over the places, too: that is the tied bias, one "
    "number for"
    "a channel. Here each place has its own.",
    lambda self, d_out: d_out.sum(axis=tuple(range(d_out.ndim - 1))),
)
with_gradient(
    "The sum over places is handed to all of them: each place has a gradient of its own.",
    lambda self, d_out: np.broadcast_to(
        d_out.sum(axis=tuple(range(d_out.ndim - 1))), d_out.shape[1:]
    ).copy(),
)
with_gradient(
    "The gradient of the bias has the wrong sign: the derivative of a sum is +1.",
    lambda self, d_out: -d_out.sum(axis=0),
)
with_gradient(
    "The gradient of the bias is multiplied with the bias: the derivative of x + bias with "
    "respect to"
    "the bias is 1.",
    lambda self, d_out: d_out.sum(axis=0) * self.params["bias"],
)


@layer.wrong("The gradients of the bias pile up from call to call: each backward begins at zero.")
class _(Own):
    def backward(self, d_out):
        before = self.grads.get("bias", 0)
        super().backward(d_out)
        self.grads["bias"] = before + self.grads["bias"]
        return d_out.copy()


@layer.wrong("forward multiplies instead of adding.")
class _(Own):
    def forward(self, x):
        return x * self.params["bias"]


@layer.wrong("forward subtracts the bias.")
class _(Own):
    def forward(self, x):
        return x - self.params["bias"]
