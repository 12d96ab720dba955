"""Marks on paper, and which of them are a digit.

A mark is a connected part of the ink. A digit is the largest of them, with those beside it that
may be strokes of it; specks, the lines of ruled paper and frames are none.
"""

from dataclasses import dataclass

import numpy as np
from skimage.filters import apply_hysteresis_threshold
from skimage.measure import label, regionprops
from skimage.morphology import isotropic_dilation

from .paper import ring

FAINTEST_CONTRAST = 0.016  # what an eye still sees: four of 255 levels
GRAIN = 6  # times the standard deviation of the noise: no stroke is fainter
SPECK = 1 / 15_000  # of the picture: no stroke is smaller


@dataclass(frozen=True)
class Marks:
    """The digit among the marks of a picture.

    strength  H × W: how far each pixel is from the paper around it
    peak      the strength of its strokes
    clutter   the strength of what else there is on the paper: noise and lines
    mask      H × W: where the digit is
    main      H × W: the largest mark of it
    others    how many marks beside it are as large as a digit
    """

    strength: np.ndarray
    peak: float
    clutter: float
    mask: np.ndarray
    main: np.ndarray
    others: int

    @property
    def box(self):
        """The two slices that cut the digit out."""
        spans = (np.flatnonzero(self.mask.any(axis=axis)) for axis in (1, 0))
        return tuple(slice(span[0], span[-1] + 1) for span in spans)

    @property
    def strokes(self):
        """H × W: where the largest mark is, without its soft edges."""
        return self.main & (self.strength >= self.peak / 2)

    @property
    def extent(self):
        """Pixels along the longer side of the digit."""
        return max(span.stop - span.start for span in self.box)

    @property
    def ink(self):
        """The digit, cut out: from 0 to 1."""
        ink = np.where(self.mask, np.minimum(self.strength / self.peak, 1), 0)
        return ink[self.box].astype(np.float32)


def find_marks(strength, noise):
    """The Marks of what `paper.enclosed` returns, or None if nothing stands out of the noise."""
    least = max(3, SPECK * strength.size)
    peak = strength_of_strokes(strength, least)
    if peak < max(FAINTEST_CONTRAST, GRAIN * noise):
        return None
    faintest, clutter = threshold(strength, peak, noise, least)
    labels = label(apply_hysteresis_threshold(strength, faintest, peak / 2))
    edge = labels[ring(labels.shape)]
    regions = [
        region
        for region in regionprops(labels, intensity_image=strength)
        if region.area >= least and not is_ruling(region, edge == region.label)
    ]
    if not regions:
        return None
    main = max(regions, key=lambda region: weight(region, strength.shape))
    others = [region for region in regions if is_digit_beside(region, main)]
    strokes = [each for each in regions if is_stroke_of(each, main) and each not in others]
    if not touches_edge(main, strength.shape):  # what does is a frame, or a corner of a scan
        strokes = [each for each in strokes if not touches_edge(each, strength.shape)]
    mask = np.isin(labels, [region.label for region in strokes])
    return Marks(strength, peak, clutter, mask, labels == main.label, len(others))


def strength_of_strokes(strength, least):
    """The level above which there are only specks: strengths of a whole mark lie below it."""
    step = strength.max() / 20
    for level in step * np.arange(19, 0, -1):
        areas = np.bincount(label(strength >= level, connectivity=1).ravel())[1:]
        if max(areas, default=0) >= least:
            return level + step
    return 0.0


def threshold(strength, peak, noise, least):
    """(the faintest edge of a stroke, the strength of clutter), from what is far from strokes."""
    labels = label(strength > peak / 2, connectivity=1)
    strokes = (np.bincount(labels.ravel()) >= least)[labels] & (labels > 0)
    far = strength[~isotropic_dilation(strokes, max(3, max(strength.shape) / 25))]
    if noise == 0 and far.max(initial=0) < 1 / 255:
        return 0, 0.0  # clean paper: the faintest grey is the edge of a stroke
    clutter = max(np.quantile(far, 0.95) if far.size else 0, 3 * noise)
    return np.clip(1.3 * clutter, peak / 4, peak / 2), clutter


def is_ruling(region, on_edge):
    """Whether a mark is lines of the paper: they cross the edge of the picture, and are thin.

    on_edge  for each pixel around the edge, whether it belongs to the mark
    """
    crossings = (np.diff(on_edge.astype(int), append=on_edge[0]) == 1).sum()
    thin = region.area < 0.04 * max(spans(region)) ** 2
    return crossings > 12 or (crossings >= 2 and thin)


def touches_edge(region, shape):
    """Whether a mark touches the edge of the picture."""
    top, left, bottom, right = region.bbox
    return top == 0 or left == 0 or bottom == shape[0] or right == shape[1]


def weight(region, shape):
    """How much a mark matters: its ink, and a tenth of it if it lies along the picture's edge."""
    bottom, right = shape[0] - 1, shape[1] - 1
    rows, columns = region.coords.T
    contact = ((rows == 0) | (rows == bottom) | (columns == 0) | (columns == right)).sum()
    return region.area * region.intensity_mean * (0.1 if contact > 0.2 * min(shape) else 1)


def is_stroke_of(region, main):
    """Whether a mark may be a stroke of the digit whose largest one is `main`: it is near."""
    near = max(gaps(region, main)) < 0.2 * max(spans(main))
    return near and region.area > 0.03 * main.area and not encloses(region, main)


def is_digit_beside(region, main):
    """Whether a mark is about as high as another one, and to its left or right, or far off."""
    below, beside = gaps(region, main)
    apart = (below < 0 <= beside) or max(below, beside) > 0.5 * max(spans(main))
    return apart and spans(region)[0] > 0.6 * spans(main)[0] and region.area > 0.2 * main.area


def spans(region):
    """The height and the width of a mark."""
    top, left, bottom, right = region.bbox
    return bottom - top, right - left


def gaps(one, other):
    """Pixels between the boxes of two marks, down and across; negative where they overlap."""
    return tuple(
        max(one.bbox[axis], other.bbox[axis]) - min(one.bbox[axis + 2], other.bbox[axis + 2])
        for axis in (0, 1)
    )


def encloses(one, other):
    """Whether the box of one mark lies all around that of another."""
    return all(
        one.bbox[axis] < other.bbox[axis] and one.bbox[axis + 2] > other.bbox[axis + 2]
        for axis in (0, 1)
    )
