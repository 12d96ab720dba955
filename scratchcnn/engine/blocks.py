"""Blocks of the engine: convolution, addition, ReLU and perhaps pooling, computed on planes.

A step is a call of NumPy with all its arguments (`functools.partial`): every array, and nearly
every view of one, is found once, when the step is made, and not again when it runs.
"""

import copy
from functools import partial

import numpy as np

from .convolutions import Direct, Winograd, for_another_worker
from .planes import TILE, add_to, past_the_last_column, to_images, to_planes


class Block:
    """Convolution, addition, ReLU and perhaps pooling: what all chunks of images use together."""

    def __init__(self, layers, first):
        self.layers = convolution, addition, _, *pooling = layers
        filters, bias = convolution.params["filters"], addition.params["bias"]
        self.height, self.width, self.channels = bias.shape
        self.tiles = -(-self.width // TILE)  # the last one may be incomplete
        self.pooling, self.first = bool(pooling), first
        self.convolution = (Direct if first else Winograd)(filters)
        planes = (TILE, self.height, 1, self.tiles, self.channels)
        self.bias_planes, self.d_bias_planes = np.zeros((2, *planes), filters.dtype)

    def for_another_worker(self):
        """The same parameters for another worker, with sums of gradients of its own."""
        other = copy.copy(self)
        other.convolution = for_another_worker(self.convolution)
        other.d_bias_planes = np.zeros_like(self.d_bias_planes)
        return other

    def read_parameters(self, learning):
        """Before every batch: the parameters have changed, or are other arrays now."""
        filters, bias = self.layers[0].params["filters"], self.layers[1].params["bias"]
        self.convolution.read_parameters(filters, learning)
        to_planes(bias[np.newaxis], self.bias_planes)

    def sums(self):
        """What the gradients of convolution and addition are made of, summed over all chunks."""
        return {"filters": self.convolution.total}, {"bias": self.d_bias_planes}

    def gradients(self, of_convolution, of_addition):
        """The gradients of convolution and addition, made of such sums."""
        d_bias = np.empty((self.height, self.width, self.channels), self.d_bias_planes.dtype)
        to_images(of_addition["bias"], d_bias[np.newaxis])
        return {"filters": self.convolution.gradient(of_convolution["filters"])}, {"bias": d_bias}

    def steps(self, x, scratch):
        """(forward, backward, out, d_x) of one chunk: two lists of steps, and two arrays.

        Forward goes from x to `out`, all planes (for the first block x are padded images). Before
        backward, write dL/dout over `out`. Backward adds to the block's sums and writes dL/dx into
        the planes 1 to 4 of d_x (None for the first block). On its way it writes dL/dy over y: of
        the values it needs nothing but what the steps of `KeepForBackward` have kept.
        """
        count = x.shape[0] if self.first else x.shape[2]
        # x may lie in the memory of y: the convolution makes its copy of x before it writes y.
        y = scratch.temporary("y", TILE, self.height, count, self.tiles, self.channels)
        d_x = None
        if not self.first:
            d_x = scratch.temporary("d x", 6, *x.shape[1:3], self.tiles, x.shape[4])
        convolve, convolve_back = self.convolution.steps(x, y, d_x, scratch)
        pool, unpool, out = pooling_steps(y, self.width, scratch) if self.pooling else ([], [], y)
        width = self.width // 2 if self.pooling else self.width
        active = scratch.kept(*out.shape, dtype=bool)
        zeros = np.zeros(out.shape[3:], out.dtype)  # a row of them is faster than one
        forward = [
            *convolve,
            add_to(y, self.bias_planes),
            *pool,
            partial(np.maximum, out, zeros, out=out),
            *clear(out, width),
            KeepForBackward(np.greater, out, 0, out=active),
        ]
        backward = [
            partial(np.multiply, out, active, out=out),
            *unpool,
            *add_images(y, self.d_bias_planes, scratch),
            *convolve_back,
        ]
        return forward, backward, out, d_x


class KeepForBackward(partial):
    """A step of the forward pass that only the backward pass needs: it keeps a yes or no."""


def pooling_steps(y, width, scratch):
    """Maxima of three columns, then of three rows; and backward, which writes dL/dy into y.

    Past the image there are zeros, and they need no comparison: after the ReLU that follows,
    nothing is less. So the last windows on the right do without their third column.
    """
    _, height, count, tiles, channels = y.shape
    columns = scratch.temporary("columns", 2, height + 1, count, tiles, channels)
    out = scratch.temporary("out", 2, height // 2, count, tiles, channels)
    both = columns[:, :-1]
    left, right = both  # windows that start at planes 0 and 2
    end = 2 * out.shape[1]  # for an even height, the third row of the last windows: all zeros
    rows = columns[:, 0:end:2], columns[:, 1:end:2], columns[:, 2 : end + 1 : 2]
    find_columns, column_wins = find_winners(y[0::2], y[1::2], both, scratch)
    find_rows, row_wins = find_winners(rows[0], rows[1], out, scratch)
    forward = [
        *clear(y, width),
        partial(np.maximum, y[0::2], y[1::2], out=both),
        partial(np.maximum, left, y[2], out=left),
        partial(np.maximum, right[:, :, :-1], y[0][:, :, 1:], out=right[:, :, :-1]),
        *find_columns,
        partial(columns[:, -1].fill, 0),
        partial(np.maximum, rows[0], rows[1], out=out),
        partial(np.maximum, out, rows[2], out=out),
        *find_rows,
    ]
    backward = [
        partial(columns[:, end:].fill, 0),
        *(partial(np.multiply, out, row_wins[i], out=rows[i]) for i in (0, 1)),
        partial(np.multiply, out, row_wins[2], out=out),
        add_to(rows[2], out),
        *(partial(np.multiply, both, column_wins[i], out=y[i::2]) for i in (0, 1)),
        partial(np.multiply, both, column_wins[2], out=both),
        add_to(y[2], left),
        add_to(y[0][:, :, 1:], right[:, :, :-1]),
    ]
    return forward, backward, out


def find_winners(first, second, maximum, scratch):
    """Steps that find which of three values is the maximum, the first of them if several are; and
    the array (3, …) that they write: one yes for each place. The third wins where the others don't.
    """
    wins = scratch.kept(3, *maximum.shape, dtype=bool)
    steps = [
        KeepForBackward(np.equal, first, maximum, out=wins[0]),
        KeepForBackward(np.equal, second, maximum, out=wins[1]),
        KeepForBackward(np.greater, wins[1], wins[0], out=wins[1]),
        KeepForBackward(np.equal, wins[0], wins[1], out=wins[2]),
    ]
    return steps, wins


def add_images(planes, total, scratch):
    """Steps that add the planes (m, H, N, T, C) of all images to the total (m, H, 1, T, C); the sum
    over images is faster as a matrix product.
    """
    m, height, count, tiles, channels = planes.shape
    if count == 1:
        return [add_to(total, planes)]
    ones = np.ones((1, count), planes.dtype)
    sums = scratch.temporary("sums", m, height, 1, tiles * channels)
    product = partial(np.matmul, ones, planes.reshape(m, height, count, -1), out=sums)
    return [product, add_to(total, sums.reshape(total.shape))]


def clear(planes, width):
    """Steps that write zeros past the last of `width` columns."""
    return [partial(places.fill, 0) for places in past_the_last_column(planes, width)]
