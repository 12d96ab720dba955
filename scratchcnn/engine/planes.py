"""Planes: how the engine stores the images of a chunk, and the memory that it stores them in.

Plane j of m holds the columns j, j + m, j + 2m, … of all images, m × H × N × T × C. Neighbours in a
row then stand at the same place of two planes, and most operations become a few on long runs of
memory.
"""

import math
from functools import partial

import numpy as np

TILE = 4  # neighbouring outputs of a row that are computed together
PIECE = 2**25  # bytes of memory that are requested at once
CACHE_LINE = 64  # bytes; every array begins where a line begins


class Scratch:
    """One worker's memory for what its blocks compute, in three kinds: how long do values last?

    temporary   until another block, or another chunk of images, uses the same name
    bordered    just as long, but the zeros around them stay
    kept        until the backward pass has read them

    Arrays are cut from large pieces and lie close together, since caches are small. For 4 MB or
    more NumPy asks the system for huge pages: a processor's table of addresses, the TLB, has room
    for a few thousand pages, which is not enough if they have the usual 4 KB.
    """

    def __init__(self, dtype):
        self.dtype, self.arrays = np.dtype(dtype), {}
        self.rest = np.empty(0, np.uint8)  # of the last piece

    def temporary(self, name, *shape, dtype=None):
        """Memory that all calls with this name share; what is in it at first is undefined."""
        dtype = np.dtype(dtype or self.dtype)
        size = math.prod(shape) * dtype.itemsize
        if name not in self.arrays or self.arrays[name].size < size:
            self.arrays[name] = self.allocate(size, dtype=np.uint8)
        return self.arrays[name][:size].view(dtype).reshape(shape)

    def bordered(self, name, *shape):
        """Zeros that all calls with this name and shape share. They all have to write to the same
        places: then the others, around them, stay zero.
        """
        if (name, shape) not in self.arrays:
            self.arrays[name, shape] = self.allocate(*shape)
        return self.arrays[name, shape]

    def kept(self, *shape, dtype=None):
        """Zeros that are shared with no other call."""
        return self.allocate(*shape, dtype=dtype)

    def allocate(self, *shape, dtype=None):
        """Zeros, cut from a piece."""
        dtype = np.dtype(dtype or self.dtype)
        size = math.prod(shape) * dtype.itemsize
        if size + CACHE_LINE > self.rest.size:
            self.rest = np.zeros(max(PIECE, size + CACHE_LINE), np.uint8)
        start = -self.rest.ctypes.data % CACHE_LINE
        array, self.rest = self.rest[start : start + size], self.rest[start + size :]
        return array.view(dtype).reshape(shape)


def to_images(planes, images):
    """Write planes (m, H, N, T, C) into images (N, H, W, C), without what is past column W."""
    for j, plane in enumerate(planes):
        columns = images[:, :, j :: len(planes)]  # (N, H, ≤ T, C)
        columns[...] = plane.transpose(1, 0, 2, 3)[:, :, : columns.shape[2]]


def to_planes(images, planes):
    """Write images (N, H, W, C) into planes; what is past column W stays as it was."""
    for j, plane in enumerate(planes):
        columns = images[:, :, j :: len(planes)]
        plane.transpose(1, 0, 2, 3)[:, :, : columns.shape[2]] = columns


def past_the_last_column(planes, width):
    """The places of planes that lie past the last of `width` columns: a list of views."""
    ends = [plane[:, :, len(range(j, width, len(planes))) :] for j, plane in enumerate(planes)]
    return [end for end in ends if end.size]


def add_to(total, array):
    """A step: total += array"""
    return partial(np.add, total, array, out=total)
