"""Two fast 3 × 3 convolutions for the engine: one for the first block, one for the others.

Planes are the engine's way to store a batch of images: plane j of m holds the columns j, j + m,
j + 2m, … of all images, m × H × N × T × C. Neighbours in a row then stand at the same place of two
planes, and most operations become a few on long runs of memory.

Both classes work in the same steps. `begin` arranges the filters, once for a batch, and `transform`
the images, so that `multiply` is all matrix products. `begin_gradient` and `add_gradient` add up
dL/dfilters in that arrangement, and `gradient` returns it as filters.
"""

import numpy as np
from numpy.lib.stride_tricks import as_strided

TILE = 4  # outputs of a row that are computed together

# Winograd's minimal filtering F(4, 3): the four outputs of a filter g of three weights on six
# inputs d are A · [(G · g) ⊙ (B · d)], with six products instead of twelve. Lavin and Gray 2015,
# "Fast Algorithms for Convolutional Neural Networks", section 4.3, here along the rows only.
A = np.array([[1, 1, 1, 1, 1, 0], [0, 1, -1, 2, -2, 0], [0, 1, 1, 4, 4, 0], [0, 1, -1, 8, -8, 1]])
B = np.array(
    [
        [4, 0, -5, 0, 1, 0],
        [0, -4, -4, 1, 1, 0],
        [0, 4, -4, -1, 1, 0],
        [0, -2, -1, 2, 1, 0],
        [0, 2, -1, -2, 1, 0],
        [0, 4, 0, -5, 0, 1],
    ]
)
G = np.array([[6, 0, 0], [-4, -4, -4], [-4, 4, -4], [1, 2, 4], [1, -2, 4], [0, 0, 24]]) / 24


class Scratch:
    """Arrays by name and shape: made of zeros when first asked for, the same one ever after."""

    def __init__(self, dtype):
        self.dtype, self.arrays = dtype, {}

    def __call__(self, name, *shape):
        if (name, shape) not in self.arrays:
            self.arrays[name, shape] = np.zeros(shape, self.dtype)
        return self.arrays[name, shape]


def to_images(planes, images):
    """Write planes (m, H, N, T, C) into images (N, H, W, C); what lies beyond W is left out."""
    for j, plane in enumerate(planes):
        columns = images[:, :, j :: len(planes)]  # (N, H, ≤ T, C)
        columns[...] = plane.transpose(1, 0, 2, 3)[:, :, : columns.shape[2]]


def to_planes(images, planes):
    """The way back; places beyond the images' last column are left as they are."""
    for j, plane in enumerate(planes):
        columns = images[:, :, j :: len(planes)]
        plane.transpose(1, 0, 2, 3)[:, :, : columns.shape[2]] = columns


def clear_beyond(planes, width):
    """Zeros for what stands in planes beyond the last of `width` columns."""
    for j, plane in enumerate(planes):
        plane[:, :, len(range(j, width, len(planes))) :] = 0


class Direct:
    """3 × 3 filters for the first block: plain matrix products, four outputs of a row at once.

    A window of 3 rows and 6 columns holds all that four neighbouring outputs need; output j uses
    the filters moved by j columns, with zeros around them.
    """

    def __init__(self, filters, scratch, tiles):
        self.filters, self.scratch, self.tiles = filters, scratch, tiles
        self.channels, self.out_channels = filters.shape[2:]
        self.size = 3 * (TILE + 2) * self.channels  # numbers in a window

    def begin(self):
        shape = (TILE, 3, TILE + 2, self.channels, self.out_channels)
        self.moved = np.zeros(shape, self.filters.dtype)
        for j in range(TILE):
            self.moved[j, :, j : j + 3] = self.filters

    def begin_gradient(self):
        self.d_moved = np.zeros((TILE, self.size, self.out_channels), self.filters.dtype)

    def transform(self, images, name):
        """Images (N, H, W, C) become windows (H, N, T, 3, 6, C)."""
        batch, height, width, channels = images.shape
        border = ("padded", width)  # around the images it stays zero
        padded = self.scratch(border, batch, height + 2, TILE * self.tiles + 2, channels)
        padded[:, 1:-1, 1 : 1 + width] = images
        image, row, column, channel = padded.strides
        windows = self.scratch(name, height, batch, self.tiles, 3, TILE + 2, channels)
        strides = (row, image, TILE * column, row, column, channel)
        windows[...] = as_strided(padded, windows.shape, strides)
        return windows

    def multiply(self, windows, name):
        """Windows times filters: the output as planes (4, H, N, T, O)."""
        planes = self.scratch(name, TILE, *windows.shape[:3], self.out_channels)
        rows = windows.reshape(-1, self.size)
        moved = self.moved.reshape(TILE, self.size, -1)
        np.matmul(rows, moved, out=planes.reshape(TILE, len(rows), -1))
        return planes

    def add_gradient(self, windows, d_planes):
        """Windowsᵀ times dL/dplanes."""
        d_rows = d_planes.reshape(TILE, -1, self.out_channels)
        self.d_moved += windows.reshape(-1, self.size).T @ d_rows

    def gradient(self):
        """dL/dfilters: every filter was used four times."""
        d_moved = self.d_moved.reshape(self.moved.shape)
        return sum(d_moved[j, :, j : j + 3] for j in range(TILE))


class Winograd:
    """3 × 3 filters for the other blocks: A · [(G · filters) ⊙ (B · images)]."""

    def __init__(self, filters, scratch, tiles):
        self.filters, self.scratch, self.tiles = filters, scratch, tiles
        self.channels, self.out_channels = filters.shape[2:]
        self.A, self.B, self.G = (matrix.astype(filters.dtype) for matrix in (A, B, G))

    def begin(self):
        u = np.tensordot(self.G, self.filters, (1, 1))  # (6, 3, C, O)
        self.u = u.reshape(6, 1, 3 * self.channels, self.out_channels)

    def begin_gradient(self):
        self.d_u = np.zeros_like(self.u[:, 0])

    def transform(self, planes, name):
        """B · d for the six columns d of every tile: (m, H, N, ·, C) to (6, N, T, H + 2, C)."""
        m, height, batch, _, channels = planes.shape
        shape = (6, batch, self.tiles, height + 2, channels)
        d, v = self.scratch(("tiles", m), *shape), self.scratch(name, *shape)
        for s in range(6):  # of tile T it is column 4 T + s - 1 of the image
            plane, place, step = planes[(s - 1) % m], (s - 1) // m, TILE // m
            first = 1 if s == 0 else 0  # left of the first tile there is nothing
            columns = plane[:, :, place + first * step :: step][:, :, : self.tiles - first]
            d[s, :, first : first + columns.shape[2], 1:-1] = columns.transpose(1, 2, 0, 3)
        np.matmul(self.B, d.reshape(6, -1), out=v.reshape(6, -1))
        return v

    def windows(self, v):
        """Three rows of a tile are one run of memory: (6, H, N·T, 3·C), and nothing is copied."""
        _, batch, tiles, rows, channels = v.shape
        product, _, tile, row, channel = v.strides
        shape = (6, rows - 2, batch * tiles, 3 * channels)
        return as_strided(v, shape, (product, row, tile, channel))

    def multiply(self, v, name):
        """The six products, summed over filter rows and channels; A makes four outputs of them."""
        _, batch, tiles, rows, _ = v.shape
        products = self.scratch("products", 6, rows - 2, batch * tiles, self.out_channels)
        planes = self.scratch(name, TILE, rows - 2, batch, tiles, self.out_channels)
        np.matmul(self.windows(v), self.u, out=products)
        np.matmul(self.A, products.reshape(6, -1), out=planes.reshape(TILE, -1))
        return planes

    def add_gradient(self, v, d_planes):
        """The way back through A and through the products."""
        _, rows, batch, tiles, channels = d_planes.shape
        d_products = self.scratch("products", 6, rows, batch * tiles, channels)
        np.matmul(self.A.T, d_planes.reshape(TILE, -1), out=d_products.reshape(6, -1))
        windows = self.windows(v).swapaxes(2, 3)  # (6, H, 3·C, N·T)
        by_row = self.scratch("by row", *windows.shape[:3], channels)
        self.d_u += np.matmul(windows, d_products, out=by_row).sum(axis=1)

    def gradient(self):
        """dL/dfilters, the way back through G."""
        d_u = self.d_u.reshape(6, 3, self.channels, self.out_channels)
        return np.tensordot(self.G, d_u, (0, 0)).swapaxes(0, 1)
