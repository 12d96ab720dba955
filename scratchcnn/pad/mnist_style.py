"""MNIST's own preparation: how ink on paper became images of 28 × 28 pixels.

LeCun, Bottou, Bengio and Haffner (1998) describe it: fit the digit into 20 × 20 pixels without
changing its proportions, let the grey of each pixel say how much of it is ink, and move the centre
of mass to the centre of 28 × 28. A network that has only seen such images needs to be shown such.

An ink is an array, height × width, from 0 (paper) to 1 (ink).
"""

import math

import numpy as np

FIELD, BOX = 28, 20  # pixels along one side of an image, and of the digit in it
FAINTEST = 1 / 255  # the least ink that an image can hold


def prepare(ink):
    """28 × 28 × 1 uint8 of an ink of any size: fitted and centred. Blank paper stays blank."""
    if not (ink >= FAINTEST).any():
        return pixels(np.zeros((FIELD, FIELD)))
    digit = ink[bounds(ink)]
    digit = resample(digit, BOX / max(digit.shape))
    return pixels(centre(digit / digit.max()))


def shrink(ink):
    """28 × 28 × 1 uint8 of a square ink, page and all: what `prepare` would have improved."""
    return pixels(resample(ink, FIELD / len(ink)))


def bounds(ink):
    """The two slices that cut out the smallest rectangle with all of the ink in it."""
    inked = ink >= FAINTEST
    spans = (np.flatnonzero(inked.any(axis=axis)) for axis in (1, 0))
    return tuple(slice(span[0], span[-1] + 1) for span in spans)


def resample(ink, scale):
    """The ink `scale` times as large: a new pixel holds the share of its area that is ink."""
    height, width = ink.shape
    return coverage(height, scale) @ ink @ coverage(width, scale).T


def coverage(count, scale):
    """How much of each new pixel is covered by each of `count` old ones in a row: new × count.

    A length that is no whole number of new pixels lies in the middle of the next larger one.
    """
    new = math.ceil(count * scale - 1e-9)  # 20.000000000000004 pixels are 20
    edges = (new - count * scale) / 2 + scale * np.arange(count + 1)  # of the old pixels
    start = np.arange(new)[:, np.newaxis]  # of the new ones
    return np.maximum(0, np.minimum(edges[1:], start + 1) - np.maximum(edges[:-1], start))


def centre(digit):
    """The digit on 28 × 28, moved by whole pixels so that its centre of mass is pixel (14, 14)."""
    field = np.zeros((FIELD, FIELD))
    place = []
    for axis, size in enumerate(digit.shape):
        mass = digit.sum(axis=1 - axis)
        middle = mass @ np.arange(size) / mass.sum()
        start = math.ceil(FIELD / 2 - 0.5 - middle)
        start = min(max(start, 0), FIELD - size)  # a very lopsided digit must not leave the field
        place.append(slice(start, start + size))
    field[tuple(place)] = digit
    return field


def pixels(field):
    """The field from 0 to 1 as an image of MNIST: H × W × 1, uint8."""
    return np.rint(255 * field).astype(np.uint8)[..., np.newaxis]
