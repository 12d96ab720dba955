"""Two fast 3 × 3 convolutions for the engine: one for the first block, one for the others.

`Direct` and `Winograd` hold the filters as the matrix products need them, and the sum `total` of
their gradients over all chunks; a copy `for_another_worker` shares the filters and has a sum of its
own. `steps` takes the arrays of one chunk and returns two lists of steps, forward and backward.
"""

import copy
from functools import partial

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

from .planes import TILE, add_to
from .winograd import A, B, G

MIN_ROWS = 32  # of a matrix product: with fewer it is too slow


def for_another_worker(convolution):
    """The same filters for another worker, with a sum of gradients of its own."""
    other = copy.copy(convolution)
    other.total = np.zeros_like(convolution.total)
    return other


class Direct:
    """3 × 3 filters for the first block: plain matrix products, four outputs of a row at once.

    A window of 3 rows and 6 columns holds all that four neighbouring outputs need; output j uses
    the filters moved by j columns, with zeros around them.
    """

    def __init__(self, filters):
        channels, out_channels = filters.shape[2:]
        self.moved = np.zeros((TILE, 3, TILE + 2, channels, out_channels), filters.dtype)
        self.total = np.zeros_like(self.moved)  # dL/dmoved

    def read_parameters(self, filters, learning):
        """Before every batch: the filters have changed."""
        for j in range(TILE):
            self.moved[j, :, j : j + 3] = filters

    def gradient(self, d_moved):
        """dL/dfilters: every filter was used four times."""
        return sum(d_moved[j, :, j : j + 3] for j in range(TILE))

    def steps(self, padded, y, _, scratch):
        """Forward from padded images (N, H + 2, 4 T + 2, C) to the planes y; backward from dL/dy,
        which then stands in y, to the filters. The gradient of the pixels is not needed.
        """
        _, height, count, tiles, out_channels = y.shape
        channels = padded.shape[3]
        d = scratch.kept(count, tiles, height + 2, (TILE + 2) * channels)  # columns of each tile
        image, row, column, channel = padded.strides
        columns = as_strided(padded, d.shape, (image, TILE * column, row, channel))
        windows, copy_windows = windows_of(d, height, scratch)  # (H, N·T, 18·C)
        y_rows = y.reshape(TILE, *windows.shape[:2], out_channels)
        by_row = scratch.temporary("by row", TILE, len(windows), windows.shape[2], out_channels)
        moved = self.moved.reshape(TILE, 1, -1, out_channels)
        forward = [
            partial(np.copyto, d, columns),
            *copy_windows,
            partial(np.matmul, windows, moved, out=y_rows),
        ]
        backward = [
            partial(np.matmul, windows.swapaxes(1, 2), y_rows, out=by_row),
            partial(add_sum, by_row, self.total.reshape(TILE, -1, out_channels)),
        ]
        return forward, backward


class Winograd:
    """3 × 3 filters for the other blocks: A · [(G · filters) ⊙ (B · images)].

    In lesson 09's letters: u = G · filters, v = B · d, and d are the six columns of each tile.
    """

    def __init__(self, filters):
        self.shape = filters.shape
        channels, out_channels = filters.shape[2:]
        self.A, self.B, self.G = (matrix.astype(filters.dtype) for matrix in (A, B, G))
        self.u = np.zeros((6, 3, channels, out_channels), filters.dtype)
        self.u_back = np.zeros((6, 3, out_channels, channels), filters.dtype)
        self.total = np.zeros_like(self.u)  # dL/du

    def read_parameters(self, filters, learning):
        """Before every batch: u = G · filters, along the rows of each filter.

        For dL/dx, the rows of a filter are used in the opposite order, and its channels change
        places.
        """
        columns = filters.reshape(3, 3, -1)  # row, column, the rest
        np.matmul(self.G, columns, out=self.u.reshape(6, 3, -1).swapaxes(0, 1))
        if learning:
            self.u_back[...] = self.u[:, ::-1].swapaxes(2, 3)

    def gradient(self, d_u):
        """dL/dfilters = Gᵀ · dL/du"""
        d_u = d_u.reshape(6, 3, -1).swapaxes(0, 1)
        return np.matmul(self.G.T, d_u).reshape(self.shape)

    def steps(self, x, y, d_x, scratch):
        """Forward from the planes x to the planes y; backward from dL/dy, which then stands in y,
        to the filters and to d_x. Its six planes are the columns of the tiles, see `gather_tiles`:
        planes 1 to 4 are dL/dx in the end.
        """
        _, height, count, _, channels = x.shape
        tiles, out_channels = y.shape[3:]
        # Above and below the image stands a row of zeros. The number of rows is odd: windows that
        # lie a power of two apart would compete for the same lines of the cache.
        shape = (count, tiles, height + 2 | 1)
        d, v = scratch.bordered("d", 6, *shape, channels), scratch.kept(6, *shape, channels)
        windows, copy_windows = windows_of(v, height, scratch)  # (6, H, N·T, 3·C)
        products = scratch.temporary("products", *windows.shape[:3], out_channels)
        u = self.u.reshape(6, 1, -1, out_channels)  # (6, 1, 3·C, O)
        forward = [
            *gather_tiles(x, d),
            partial(np.matmul, self.B, d.reshape(6, -1), out=v.reshape(6, -1)),
            *copy_windows,
            partial(np.matmul, windows, u, out=products),
            partial(np.matmul, self.A, products.reshape(6, -1), out=y.reshape(TILE, -1)),
        ]

        # The same matrices, transposed, in the opposite order.
        d_y_tiles = scratch.bordered("d y tiles", TILE, *shape, out_channels)
        d_products = scratch.temporary("products", 6, *shape, out_channels)
        d_windows, copy_d_windows = windows_of(d_products, height, scratch)
        # dL/du of filter row i: v, moved by i - 1 rows, times d_products, all rows of all tiles in
        # one product. The rows of zeros between tiles add nothing.
        inner = d_products.reshape(6, 1, -1, out_channels)[:, :, 1:-1]
        moved = sliding_window_view(v.reshape(6, -1, channels), inner.shape[2], axis=1)
        d_u = scratch.temporary("d u", *self.u.shape)
        d_v = scratch.temporary("d v", *windows.shape[:3], channels)
        u_back = self.u_back.reshape(6, 1, -1, channels)
        backward = [
            partial(np.copyto, d_y_tiles[:, :, :, 1 : 1 + height], y.transpose(0, 2, 3, 1, 4)),
            partial(
                np.matmul, self.A.T, d_y_tiles.reshape(TILE, -1), out=d_products.reshape(6, -1)
            ),
            *copy_d_windows,
            partial(np.matmul, moved, inner, out=d_u),
            add_to(self.total, d_u),
            partial(np.matmul, d_windows, u_back, out=d_v),
            partial(np.matmul, self.B.T, d_v.reshape(6, -1), out=d_x.reshape(6, -1)),
            add_to(d_x[4, :, :, :-1], d_x[0, :, :, 1:]),  # neighbouring tiles have two columns
            add_to(d_x[1, :, :, 1:], d_x[5, :, :, :-1]),  # in common
        ]
        return forward, backward


def gather_tiles(planes, d):
    """Steps that write the six columns of every tile of planes (m, H, N, ·, C) into d, which is
    (6, N, T, ≥ H + 2, C). Column s of tile t is column 4 t + s - 1 of the image; with two planes,
    places 2 t and 2 t + 1 belong to tile t.
    """
    m, height, tiles = *planes.shape[:2], d.shape[2]
    steps = []
    for j in range(0, TILE, m):  # columns 1 to 4, from all planes at once
        columns = planes[:, :, :, j // m :: TILE // m].transpose(0, 2, 3, 1, 4)  # (m, N, ≤ T, H, C)
        places = d[1 + j : 1 + j + m, :, : columns.shape[2], 1 : 1 + height]
        steps.append(partial(np.copyto, places, columns[:, :, :tiles]))
    return [  # columns 0 and 5 are the neighbours'; past the edges of the image there are zeros
        *steps,
        partial(np.copyto, d[0, :, 1:], d[4, :, :-1]),
        partial(np.copyto, d[5, :, :-1], d[1, :, 1:]),
    ]


def windows_of(array, height, scratch):
    """Windows (…, rows, M, 3·C) of the tiles in an array (…, N, T, ≥ H + 2, C), and the steps that
    copy them where that is needed.

    Each row of the image is a matrix product of its own, of M = N·T windows. Where these are few,
    each product would read all the filters for few rows: there windows are copied, and all rows of
    the image go into one product.
    """
    windows = three_rows(array, height)
    if windows.shape[-2] >= MIN_ROWS:
        return windows, []
    copied = scratch.kept(*windows.shape)
    one_product = copied.reshape(*windows.shape[:-3], 1, -1, windows.shape[-1])
    return one_product, [partial(np.copyto, copied, windows)]


def three_rows(array, height):
    """An array (…, N, T, ≥ H + 2, C), seen as (…, H, N·T, 3·C): three rows of a tile are one run of
    memory, so that no copy is needed.
    """
    *outer, count, tiles, _, channels = array.shape
    *outer_strides, _, tile, row, channel = array.strides
    shape = (*outer, height, count * tiles, 3 * channels)
    return as_strided(array, shape, (*outer_strides, row, tile, channel))


def add_sum(array, total):
    """total += the sum of the array over its second axis"""
    total += array[:, 0] if array.shape[1] == 1 else array.sum(axis=1)
