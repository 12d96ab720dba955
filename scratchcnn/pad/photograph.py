"""The digit in a picture: a photograph, a scan or a drawing, dark on light or light on dark.

Each step has a module of its own: `picture_file` opens the file, `paper` tells ink from paper, and
`marks` finds the digit in the ink. Here they come in turn, first for the whole picture, then for a
close-up of the digit.
"""

import math
from typing import NamedTuple

import numpy as np
from scipy.ndimage import (
    binary_closing,
    binary_erosion,
    binary_fill_holes,
    gaussian_gradient_magnitude,
)

from .marks import FAINTEST_CONTRAST, Marks, find_marks
from .paper import enclosed, noise_of
from .picture_file import Picture

OVERVIEW, CLOSE_UP = 200, 700  # pixels along the longer side
DARK, LIGHT = 1, -1  # ink
SOFT = 0.07  # of the contrast, from one pixel of the overview to the next: no edge of a stroke


class Digit(NamedTuple):
    """Marks, the number of the channel in which they show best, and DARK or LIGHT."""

    marks: Marks
    channel: int
    polarity: int


def ink_in(file):
    """The ink, H × W from 0 (paper) to 1, of the digit in a picture, and nothing around it.

    Raises FileNotFoundError or ValueError that says what was expected and what was seen.
    """
    picture = Picture(file)
    overview = picture.channels(OVERVIEW)
    try:
        digit = clearest(
            [find_digit(channel, picture.noise, n) for n, channel in distinct(overview)]
        )
        refuse_several(digit.marks)
        marks = look_closer(picture, digit, overview[0].shape) or digit.marks
        refuse_patch(marks)
    except NoDigit as seen:
        raise ValueError(
            f"{picture.name}: expected one digit, dark on light or light on dark; found {seen}"
        ) from None
    return marks.ink


class NoDigit(Exception):
    """What is seen instead of a digit."""


def distinct(channels):
    """(number, channel) of brightness, the first, and of those that show something else."""
    return [(n, each) for n, each in enumerate(channels) if n == 0 or differ(each, channels[0])]


def differ(one, other):
    return abs(one - other).max() > FAINTEST_CONTRAST / 3


def clearest(found):
    """The Digit whose strokes stand out most: brightness, unless another channel does clearly.

    Raises what was found in the brightness if there is no digit in any channel.
    """
    digits = [each for each in found if isinstance(each, Digit)]
    if not digits:
        raise found[0]
    best = digits[0]
    for digit in digits[1:]:
        if contrast(digit) > max(1.2 * contrast(best), contrast(best) + 0.01):
            best = digit
    return best


def contrast(digit):
    return digit.marks.peak - 3 * digit.marks.clutter


def find_digit(channel, least_noise=0, number=0):
    """The Digit in one channel, or the NoDigit that says what is there instead.

    What encloses all the rest is the ink: the hole of a 0 is paper, even though it is enclosed as
    well. A sheet on a desk or within a frame is no ink: the digit is inside it.
    """
    noise = max(noise_of(channel), least_noise)
    strength = {DARK: enclosed(channel), LIGHT: enclosed(-channel)}
    marks = {polarity: find_marks(strength[polarity], noise) for polarity in (DARK, LIGHT)}
    polarity = outermost(channel, {key: each for key, each in marks.items() if each})
    if polarity is None:
        return NoDigit("nothing that stands out of the paper")
    found = marks[polarity]
    while is_sheet(found.main):
        polarity, sheet = -polarity, found
        found = find_marks(strength[polarity] * inside(sheet.main), noise)
        if found is None or found.peak < 0.15 * sheet.peak:
            return NoDigit("a border and no stroke inside it")
    return Digit(found, number, polarity)


def outermost(channel, marks):
    """Which of the marks, {polarity: Marks}, reach farthest; their edges must be sharp.

    Glare and the dark corners of a lens are soft.
    """
    slope = {polarity: slope_of_edge(channel, each) for polarity, each in marks.items()}
    sharp = [key for key in marks if slope[key] > SOFT * marks[key].peak]
    clear = [key for key in sharp if slope[key] > 0.4 * max(slope.values())]
    return max(clear, key=lambda key: marks[key].extent, default=None)


def slope_of_edge(channel, marks):
    """How much the brightness changes from pixel to pixel along the edge of the largest mark."""
    mark = marks.main & (marks.strength > marks.peak / 4)
    mark = binary_closing(mark, iterations=2) | mark  # without the grain of a pencil
    edge = mark & ~binary_erosion(mark)
    return np.median(gaussian_gradient_magnitude(channel, 1)[edge])


def is_sheet(mark):
    """Whether a mark is a sheet or a frame: a large rectangle, quite full or quite empty."""
    filled = binary_fill_holes(mark)
    full = mark.sum() / filled.sum()
    rectangle = smallest_rectangle(filled)
    large = rectangle > 0.2 * mark.size
    return large and not 0.3 < full < 0.7 and filled.sum() > 0.93 * rectangle


def smallest_rectangle(mark):
    """The area of the smallest rectangle around a mark, in steps of three degrees."""
    y, x = np.nonzero(mark)
    angles = np.deg2rad(np.arange(0, 90, 3))
    return min(
        (np.ptp(x * np.cos(angle) + y * np.sin(angle)) + 1)
        * (np.ptp(y * np.cos(angle) - x * np.sin(angle)) + 1)
        for angle in angles
    )


def inside(sheet):
    """What a sheet or a frame has around it, without its own edge."""
    return binary_erosion(binary_fill_holes(sheet), iterations=4)


def refuse_several(marks):
    if marks.others:
        raise NoDigit(f"{marks.others + 1} marks of about the same size")


def refuse_patch(marks):
    if marks.strokes.sum() > 0.7 * marks.extent**2:
        raise NoDigit("a patch or a dot, and no strokes")


def look_closer(picture, digit, shape):
    """The Marks in a close-up of the digit, or None where there is nothing more to be seen.

    shape  that of the overview
    """
    if max(picture.shape) <= max(shape):
        return None
    margin = 0.35 * digit.marks.extent + 3
    box = []
    for span, size, small in zip(digit.marks.box, picture.shape, shape, strict=True):
        start = math.floor((span.start - margin) * size / small)
        stop = math.ceil((span.stop + margin) * size / small)
        box.append(slice(max(0, start), min(size, stop)))
    channel = picture.channels(CLOSE_UP, box)[digit.channel]
    noise = max(noise_of(channel), picture.noise)
    return find_marks(enclosed(digit.polarity * channel), noise)
