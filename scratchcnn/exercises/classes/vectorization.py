"""Lesson 05: Vectorization."""

import numpy as np

from ...layers import Vectorization
from ..cases import decimals
from ..scenes import LayerCase, layer_scene
from ..write_class import WriteClass

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
        """d_out: N × (H·W·C); returns ∂L/∂x, N × H × W × C, in memory of its own."""
        ...'''
SOLUTION = STUB.replace(
    '''returns N × (H·W·C), in memory of its own."""
        ...''',
    '''returns N × (H·W·C), in memory of its own."""
        self.shape = x.shape
        return x.reshape(len(x), -1).copy()''',
).replace(
    '''returns ∂L/∂x, N × H × W × C, in memory of its own."""
        ...''',
    '''returns ∂L/∂x, N × H × W × C, in memory of its own."""
        return d_out.reshape(self.shape).copy()''',
)


def case(rng, sizes, shape, dtype=np.float64):
    batches = [
        (decimals(rng, count, *shape), decimals(rng, count, int(np.prod(shape)))) for count in sizes
    ]
    return LayerCase((), {}, [(x.astype(dtype), d.astype(dtype)) for x, d in batches], dtype)


def cases(rng):
    x, d_out = np.arange(12.0).reshape(1, 2, 3, 2), np.arange(12.0).reshape(1, 12)
    return [
        LayerCase((), {}, [(x, d_out)]),
        case(rng, (2,), (2, 3, 2)),
        case(rng, (2, 1), (2, 3, 2)),
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
    row=13,
    hints=[
        'Section "Forward: how many numbers stand before this one?" has the order, Section '
        '"Backward: everything travels home" the way back.',
        "No number changes, only the shape: N × H × W × C becomes N × (H·W·C). The images stay "
        "apart in the first axis, and backward must know the shape that was.",
        "Both methods are a reshape and a copy. forward keeps the shape of x, and gives the "
        "number of images and -1, which stands for all the rest; backward gives what was kept.",
    ],
)
KEPT, VECTOR = "self.shape = x.shape", "x.reshape(len(x), -1)"
IMAGES = "d_out.reshape(self.shape)"

layer.wrong(
    "The channels come first in your vector: here they change fastest.",
    (VECTOR, "x.transpose(0, 3, 1, 2).reshape(len(x), -1)"),
)
layer.wrong(
    "Your vector goes down the columns first: here a row comes after the other.",
    (VECTOR, "x.swapaxes(1, 2).reshape(len(x), -1)"),
)
layer.wrong(
    "In Fortran's order the first axis changes fastest: here the channels do.",
    (VECTOR, 'x.reshape(len(x), -1, order="F")'),
)
layer.wrong(
    "The whole batch has become one vector: the images stay apart, in axis 0.",
    (VECTOR, "x.reshape(-1)"),
)
layer.wrong(
    "The whole batch has become one row: the images stay apart, in axis 0, so reshape(N, -1).",
    (VECTOR, "x.reshape(1, -1)"),
)
layer.wrong(
    "The images stand in columns: the batch is the first axis, N × (H·W·C).",
    (VECTOR, "x.reshape(len(x), -1).T"),
)
layer.wrong(
    "The images are stirred: reshape(-1, N) and a transposition don't keep them apart. The batch "
    "is the first axis, so reshape(N, -1).",
    (VECTOR, "x.reshape(-1, len(x)).T"),
)
layer.wrong(
    "Only the rows are put together: all three axes, H, W and C, become one.",
    (VECTOR, "x.reshape(len(x), x.shape[1] * x.shape[2], -1)"),
)
layer.wrong(
    "The vector is the mean over each map: nothing is summed up here, only written in a row.",
    (VECTOR, "x.mean(axis=(1, 2))"),
)
layer.wrong(
    "backward returns the vector as it is: give it the shape that x had.", (IMAGES, "d_out")
)
layer.wrong(
    "backward returns the x that forward was given: it is d_out that gets the shape of x.",
    (KEPT, f"{KEPT}; self.x = x"),
    (IMAGES, "self.x"),
)
layer.wrong(
    "backward puts the channels first: undo exactly what forward did, with reshape alone.",
    (
        IMAGES,
        "d_out.reshape(self.shape[0], self.shape[3], *self.shape[1:3]).transpose(0, 2, 3, 1)",
    ),
)
layer.wrong(
    "In backward height and width are exchanged.",
    (
        IMAGES,
        "d_out.reshape(self.shape[0], self.shape[2], self.shape[1], self.shape[3]).swapaxes(1, 2)",
    ),
)
layer.wrong(
    "backward gives height and width in another order than x has them: keep x.shape, and use it "
    "as it is.",
    (IMAGES, "d_out.reshape(self.shape[0], self.shape[2], self.shape[1], self.shape[3])"),
)
layer.wrong(
    "The shape is that of the first call: every forward keeps a new one.",
    (KEPT, 'self.shape = getattr(self, "shape", x.shape)'),
)
layer.wrong(
    "backward makes one image of the whole batch: its first axis is the number of images, -1 or N.",
    (IMAGES, "d_out.reshape(1, *self.shape[1:])"),
)
layer.wrong(
    "The shape that is kept lacks the number of images: keep x.shape as a whole, or begin with -1.",
    (KEPT, "self.shape = x.shape[1:]"),
)
layer.wrong(
    "The batch has become the last axis: it is the first one, so reshape(N, -1).",
    (VECTOR, "x.reshape(-1, len(x))"),
)
layer.wrong(
    "The axes of x are N, H, W, C, in this order: the channels come last.",
    (IMAGES, "d_out.reshape(self.shape[0], self.shape[2], self.shape[3], self.shape[1])"),
)
