"""Blocks of the engine: convolution, addition, ReLU and perhaps pooling, planned as one.

A block's steps run on planes, see `winograd`. A step is a call of NumPy with all its arguments.
"""

import copy
from functools import partial

import numpy as np

from .winograd import TILE, Direct, Winograd, add_to, beyond, to_images, to_planes, twin


class Block:
    """Convolution, addition, ReLU and perhaps pooling: what all chunks of images share."""

    def __init__(self, layers, first):
        convolution, addition, _, *pooling = layers
        filters, self.bias = convolution.params["filters"], addition.params["bias"]
        self.height, self.width, self.channels = self.bias.shape
        self.tiles = -(-self.width // TILE)  # the last one may be incomplete
        self.pooling, self.first = bool(pooling), first
        self.convolution = (Direct if first else Winograd)(filters)
        planes = (TILE, self.height, 1, self.tiles, self.channels)
        self.bias_planes, self.d_bias_planes = np.zeros((2, *planes), filters.dtype)

    def twin(self):
        """The same parameters for another worker, with sums of gradients of its own."""
        other = copy.copy(self)
        other.convolution = twin(self.convolution)
        other.d_bias_planes = np.zeros_like(self.d_bias_planes)
        return other

    def begin(self, learning):
        """Before every batch: the parameters have changed."""
        self.convolution.begin(learning)
        to_planes(self.bias[np.newaxis], self.bias_planes)

    def sums(self):
        """What the layers' gradients are made of, convolution and addition."""
        return {"filters": self.convolution.total}, {"bias": self.d_bias_planes}

    def gradients(self, of_convolution, of_addition):
        """The layers' gradients, made of such sums."""
        d_bias = np.empty_like(self.bias)
        to_images(of_addition["bias"], d_bias[np.newaxis])
        return {"filters": self.convolution.gradient(of_convolution["filters"])}, {"bias": d_bias}

    def plan(self, x, scratch):
        """Steps for one chunk: forward from x, and backward; where to find the output, where to
        put its gradient, and where dL/dx will be. x are planes, for the first block padded images.
        """
        batch = x.shape[0] if self.first else x.shape[2]
        y = scratch.new(TILE, self.height, batch, self.tiles, self.channels)
        d_y = y if self.pooling else scratch("d y", *y.shape)
        d_x = None if self.first else scratch("d x", 6, *x.shape[1:3], self.tiles, x.shape[4])
        convolve, convolve_back = self.convolution.plan(x, y, d_y, d_x, scratch)
        pool, unpool, out, d_out = [], [], y, d_y
        if self.pooling:
            pool, unpool, out, d_out = plan_pooling(y, self.width, scratch)
        width = self.width // 2 if self.pooling else self.width
        active = scratch("active", *out.shape, dtype=bool)
        zeros = np.zeros(out.shape[3:], out.dtype)  # a row of them is faster than one
        forward = [
            *convolve,
            add_to(y, self.bias_planes),
            *pool,
            partial(np.maximum, out, zeros, out=out),
            *clear(out, width),
        ]
        backward = [
            partial(np.greater, out, 0, out=active),
            partial(np.multiply, d_out, active, out=d_out),
            *unpool,
            *add_images(d_y, self.d_bias_planes, scratch),
            *convolve_back,
        ]
        return forward, backward, out, d_out, d_x


def plan_pooling(y, width, scratch):
    """Maxima of three columns, then of three rows, and the way back, on which y becomes dL/dy: once
    it is known which values win, they are not needed any more.

    The zeros beyond the image need no comparison: after the ReLU that follows, nothing is less.
    """
    _, height, batch, tiles, channels = y.shape
    columns = scratch.new(2, height + 1, batch, tiles, channels)  # a last row stays zero
    out = scratch.new(2, height // 2, batch, tiles, channels)
    d_columns, d_out = scratch("d columns", *columns.shape), scratch("d out", *out.shape)
    both, d_both = columns[:, :-1], d_columns[:, :-1]
    (left, right), (d_left, d_right) = both, d_both  # windows that start at planes 0 and 2
    rows, d_rows = three_rows_of_windows(columns), three_rows_of_windows(d_columns)
    forward = [
        *clear(y, width),
        partial(np.maximum, y[0::2], y[1::2], out=both),
        partial(np.maximum, left, y[2], out=left),
        partial(np.maximum, right[:, :, :-1], y[0][:, :, 1:], out=right[:, :, :-1]),
        partial(np.maximum, rows[0], rows[1], out=out),
        partial(np.maximum, out, rows[2], out=out),
    ]
    backward = [
        partial(d_columns[:, 2 * out.shape[1] :].fill, 0),
        *hand_out(d_out, rows[0], out, d_rows[0], scratch),
        *hand_out(d_out, rows[1], out, d_rows[1], scratch),
        add_to(d_rows[2], d_out),
        *hand_out(d_both, y[0::2], both, y[0::2], scratch),
        *hand_out(d_both, y[1::2], both, y[1::2], scratch),
        add_to(y[2], d_left),
        add_to(y[0][:, :, 1:], d_right[:, :, :-1]),
        *clear(y, width),
    ]
    return forward, backward, out, d_out


def three_rows_of_windows(columns):
    """First, second and third row of every pooling window: views of (2, H + 1, N, T, C)."""
    end = (columns.shape[1] - 1) // 2 * 2
    return columns[:, 0:end:2], columns[:, 1:end:2], columns[:, 2 : end + 1 : 2]


def hand_out(d, values, maximum, d_values, scratch):
    """Those values that are the maximum take the gradient d; what is left over stays in d."""
    wins = scratch("wins", *values.shape, dtype=bool)
    return [
        partial(np.equal, values, maximum, out=wins),
        partial(np.multiply, d, wins, out=d_values),
        partial(np.subtract, d, d_values, out=d),
    ]


def add_images(planes, total, scratch):
    """Steps that add the planes (m, H, N, T, C) of all images up: faster as a matrix product."""
    m, height, batch, tiles, channels = planes.shape
    if batch == 1:
        return [add_to(total, planes)]
    ones = np.ones((1, batch), planes.dtype)
    sums = scratch("sums", m, height, 1, tiles * channels)
    product = partial(np.matmul, ones, planes.reshape(m, height, batch, -1), out=sums)
    return [product, add_to(total, sums.reshape(total.shape))]


def clear(planes, width):
    """Zeros for what stands in planes beyond the last of `width` columns."""
    return [partial(places.fill, 0) for places in beyond(planes, width)]
