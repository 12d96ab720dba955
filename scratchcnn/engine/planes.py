"""Planes: how the engine stores a batch of images, and the memory that it stores them in.

Plane j of m holds the columns j, j + m, j + 2m, … of all images, m × H × N × T × C. Neighbours in a
row then stand at the same place of two planes, and most operations become a few on long runs of
memory.
"""

import math
from functools import partial

import numpy as np

TILE = 4  # outputs of a row that are computed together
PIECE = 2**25  # bytes of memory that are asked for at once
LINE = 64  # bytes: arrays begin where a line of the cache begins


class Scratch:
    """One worker's arrays, as close together as can be: the caches are small.

    Three kinds, by how long they live: `temporary` until the next step, `bordered` as long as the
    engine, with zeros around what is written, and `kept` as long as the engine.

    They are cut from large pieces, since for 4 MB or more NumPy asks the system for huge pages. The
    processor knows the places of a few thousand pages by heart; with the usual 4 KB it needs more.
    """

    def __init__(self, dtype):
        self.dtype, self.arrays = np.dtype(dtype), {}
        self.rest = np.empty(0, np.uint8)

    def temporary(self, name, *shape, dtype=None):
        """For a result that is used up soon: the next call of this name may get the same memory."""
        dtype = np.dtype(dtype or self.dtype)
        size = math.prod(shape) * dtype.itemsize
        if name not in self.arrays or self.arrays[name].size < size:
            self.arrays[name] = self.kept(size, dtype=np.uint8)
        return self.arrays[name][:size].view(dtype).reshape(shape)

    def bordered(self, name, *shape):
        """The same memory for the same name and shape: all who ask for it write to the same places,
        and the others stay zero.
        """
        if (name, shape) not in self.arrays:
            self.arrays[name, shape] = self.kept(*shape)
        return self.arrays[name, shape]

    def kept(self, *shape, dtype=None):
        """Zeros that no other call gets."""
        dtype = np.dtype(dtype or self.dtype)
        size = math.prod(shape) * dtype.itemsize
        if size + LINE > self.rest.size:
            self.rest = np.zeros(max(PIECE, size + LINE), np.uint8)
        start = -self.rest.ctypes.data % LINE
        array, self.rest = self.rest[start : start + size], self.rest[start + size :]
        return array.view(dtype).reshape(shape)


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


def past_the_last_column(planes, width):
    """The places of planes that lie beyond the last of `width` columns: a list of views."""
    ends = [plane[:, :, len(range(j, width, len(planes))) :] for j, plane in enumerate(planes)]
    return [end for end in ends if end.size]


def add_to(total, array):
    """A step: total += array"""
    return partial(np.add, total, array, out=total)
