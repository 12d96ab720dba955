"""Lesson 05: Vectorization."""

import numpy as np

from ...layers import Layer, Vectorization
from ..write_class import LayerCase, WriteClass, layer_scene

STUB = '''\
class Vectorization(Layer):
    """N × H × W × C becomes N × (H·W·C), in the order of memory: channels change fastest."""

    def output_shape(self, input_shape):
        """H × W × C of one image becomes one number, H·W·C, in a tuple."""
        return (int(np.prod(input_shape)),)

    def forward(self, x):
        """x: N × H × W × C; returns N × (H·W·C), in memory of its own."""
        ...

    def backward(self, d_out):
        """d_out: N × (H·W·C); returns ∂L/∂x, N × H × W × C."""
        ...'''
SOLUTION = STUB.replace(
    '''memory of its own."""
        ...''',
    '''memory of its own."""
        self.shape = x.shape
        return x.reshape(len(x), -1).copy()''',
).replace(
    '''returns ∂L/∂x, N × H × W × C."""
        ...''',
    '''returns ∂L/∂x, N × H × W × C."""
        return d_out.reshape(self.shape).copy()''',
)


def case(rng, sizes, shape, dtype=np.float64):
    batches = [
        (rng.standard_normal((count, *shape)), rng.standard_normal((count, int(np.prod(shape)))))
        for count in sizes
    ]
    return LayerCase((), {}, [(x.astype(dtype), d.astype(dtype)) for x, d in batches], dtype)


def cases(rng):
    x, d_out = np.arange(12.0).reshape(1, 2, 3, 2), np.arange(12.0).reshape(1, 12)
    return [
        LayerCase((), {}, [(x, d_out)]),
        case(rng, (2, 1), (3, 4, 2)),
        case(rng, (3, 2), (2, 2, 3)),
        case(rng, (2,), (4, 3, 2), np.float32),
    ]


layer = WriteClass(
    Vectorization,
    ("forward", "backward"),
    layer_scene,
    cases,
    STUB,
    SOLUTION,
    hints=[
        "No number changes; only the shape does. What must backward know to undo it?",
        "Keep x.shape in forward. The batch stays the first axis: the rest becomes one.",
        "forward: self.shape = x.shape; return x.reshape(len(x), -1).copy(). "
        "backward: return d_out.reshape(self.shape).copy().",
    ],
)
namespace = {"np": np, "Layer": Layer}
exec(SOLUTION, namespace)
Own = namespace["Vectorization"]


def with_passes(sentence, forward=None, backward=None):
    """A known mistake in one of the two passes."""
    methods = {"forward": forward, "backward": backward}
    methods = {name: method for name, method in methods.items() if method}
    layer.wrong_answers.append((type("Wrong", (Own,), methods), sentence))


def channels_first(self, x):
    Own.forward(self, x)
    return x.transpose(0, 3, 1, 2).reshape(len(x), -1).copy()


def columns_first(self, x):
    Own.forward(self, x)
    return x.swapaxes(1, 2).reshape(len(x), -1).copy()


with_passes("The channels come first in your vector: here they change fastest.", channels_first)
with_passes(
    "Your vector goes down the columns first: here a row comes after the other.", columns_first
)
with_passes(
    "The whole batch has become one vector: the images stay apart, in axis 0.",
    lambda self, x: (Own.forward(self, x), x.reshape(-1).copy())[1],
)
with_passes(
    "The images are stirred: reshape(-1, N) and a transposition don't keep them apart. The "
    "batch is"
    "the first axis, so reshape(N, -1).",
    lambda self, x: (Own.forward(self, x), x.reshape(-1, len(x)).T.copy())[1],
)
with_passes(
    "In Fortran's order the first axis changes fastest: here the channels do.",
    lambda self, x: (Own.forward(self, x), x.reshape(len(x), -1, order="F").copy())[1],
)
with_passes(
    "backward returns the vector as it is: give it the shape that x had.",
    backward=lambda self, d_out: d_out.copy(),
)
with_passes(
    "backward puts the channels first: undo exactly what forward did, with reshape alone.",
    backward=lambda self, d_out: (
        d_out.reshape(self.shape[0], self.shape[3], *self.shape[1:3]).transpose(0, 2, 3, 1).copy()
    ),
)
with_passes(
    "In backward height and width are exchanged.",
    backward=lambda self, d_out: (
        d_out.reshape(self.shape[0], self.shape[2], self.shape[1], self.shape[3])
        .swapaxes(1, 2)
        .copy()
    ),
)
with_passes(
    "The vector is the mean over each map: nothing is summed up here, only written in a row.",
    lambda self, x: (Own.forward(self, x), x.mean(axis=(1, 2)))[1],
)
