"""Ink on a page: strokes of a pen, a drawing in text, a picture in a file, an image of MNIST.

All of them become the same thing, a page: 112 × 112 float32 from 0 (paper) to 1 (ink).
"""

import math
import os

import numpy as np

from .mnist_style import BOX, FAINTEST, FIELD, bounds, resample

PAGE = 112  # pixels along one side: four for each of the 28 that the network will see
UNIT = PAGE // FIELD  # pixels of the page for one of these 28
PEN = 2.5  # the width of the pen in such units, about that of MNIST's strokes


def blank():
    """An empty page."""
    return np.zeros((PAGE, PAGE), np.float32)


def page(drawing):
    """The page of a drawing: text of several lines, a picture, or an array.

    A picture is the name of its file, an open file, the bytes of one, or an image of Pillow's.

    Raises ValueError, FileNotFoundError, or ImportError if a picture needs what is not installed;
    each says what was expected.
    """
    if isinstance(drawing, str) and "\n" in drawing:
        return from_text(drawing)
    if isinstance(drawing, str | os.PathLike | bytes) or hasattr(drawing, "read"):
        return from_picture(drawing)
    if hasattr(drawing, "getexif"):  # Pillow's
        return from_picture(drawing)
    return from_array(drawing)


def from_strokes(strokes):
    """The page after these strokes of a round pen.

    A stroke is a list of points [x, y], measured from 0 to 28 from the top left corner; ValueError
    if it is not.
    """
    radius = PEN * UNIT / 2
    reach = math.ceil(radius) + 1
    ink = np.zeros((PAGE + 2 * reach, PAGE + 2 * reach), np.float32)  # room for the pen at the edge
    window = np.arange(-reach, reach + 1)
    for stroke in strokes:
        path = np.clip(curve(stroke) * UNIT, 0, PAGE - 1)  # (P, 2): close to one another
        near = path.astype(int)[:, :, np.newaxis] + window  # (P, 2, W): pixels around each point
        offset = near + 0.5 - path[:, :, np.newaxis]  # from the point to the middle of each pixel
        distance = np.hypot(offset[:, 1, :, np.newaxis], offset[:, 0, np.newaxis, :])  # (P, W, W)
        covered = np.clip(radius + 0.5 - distance, 0, 1).astype(np.float32)  # soft at the edge
        rows, columns = near[:, 1, :, np.newaxis] + reach, near[:, 0, np.newaxis, :] + reach
        np.maximum.at(ink, (rows, columns), covered)
    return ink[reach:-reach, reach:-reach]


def curve(stroke):
    """Points half a pixel of the page apart on the smooth curve through a stroke, P × 2.

    Cutting the corners off a polygon, again and again, ends at the curve that joins the middles
    of its edges (Chaikin 1974); twice is enough here. A canvas draws the same one while one draws.
    """
    try:
        points = np.asarray(stroke, float)
    except (ValueError, TypeError):  # no numbers, or not the same count of them in each point
        points = np.array(math.nan)
    if points.ndim != 2 or points.shape[1] != 2 or not np.isfinite(points).all():
        raise ValueError(f"stroke: expected points [x, y], got {stroke}")
    points = np.clip(points, -FIELD, 2 * FIELD)  # what is that far from the page isn't seen
    for _ in range(2):
        one, next_one = points[:-1], points[1:]
        cut = np.stack([0.75 * one + 0.25 * next_one, 0.25 * one + 0.75 * next_one], axis=1)
        points = np.concatenate([points[:1], cut.reshape(-1, 2), points[-1:]])
    steps = np.hypot(*np.diff(points, axis=0).T)
    length = np.concatenate([[0], np.cumsum(steps)])
    at = np.linspace(0, length[-1], math.ceil(2 * UNIT * length[-1]) + 1)
    return np.stack([np.interp(at, length, points[:, axis]) for axis in (0, 1)], axis=1)


def from_text(text):
    """The page of a drawing in characters: spaces and points are paper, all others are ink.

    A character counts as twice as high as it is wide, as on the screen.
    """
    lines = [line.rstrip() for line in text.expandtabs().splitlines()]
    inked = np.zeros((len(lines), max(map(len, lines))), np.float32)
    for row, line in enumerate(lines):
        inked[row, : len(line)] = [character not in " ." for character in line]
    return fit_on_page(np.repeat(inked, 2, axis=0)) if inked.size else blank()


def from_array(image):
    """The page of an image, H × W or H × W × 1: 0 to 255 as whole numbers, or 0 to 1 as floats."""
    try:
        image = np.asarray(image)
    except ValueError:  # rows of different lengths
        image = np.array(None)
    if image.ndim == 3 and image.shape[-1] == 1:
        image = image[..., 0]
    if image.ndim != 2 or image.size == 0 or image.dtype.kind not in "buif":
        raise ValueError(
            f"drawing: expected text of several lines, a picture's file, or numbers, "
            f"height × width, got {image.dtype} of shape {image.shape}"
        )
    top = 255 if image.dtype.kind in "ui" else 1
    if not (image.min() >= 0 and image.max() <= top):
        raise ValueError(
            f"drawing: expected {image.dtype} from 0 to {top}, got {image.min()} to {image.max()}"
        )
    return fit_on_page(image / np.float32(top))


def from_picture(picture):
    """The page of the digit in a picture, as large as MNIST's digits are in their images."""
    try:
        from .photograph import ink_in
    except ImportError as error:
        raise ImportError(
            f"{error.name} is missing, which finds the digit in a picture: run "
            f'"%pip install scikit-image" in a cell, or install the extra scratchcnn[photo]'
        ) from error
    return fit_on_page(ink_in(picture), BOX * UNIT)


def fit_on_page(ink, side=PAGE):
    """The ink, of any size, in the middle of a page; its longer side has `side` pixels then."""
    ink = resample(ink, side / max(ink.shape))
    fitted = blank()
    top, left = ((PAGE - size) // 2 for size in ink.shape)
    fitted[top : top + ink.shape[0], left : left + ink.shape[1]] = ink
    return fitted


def complaint(ink):
    """Why a page cannot be read, in a sentence; "" if it can: no ink, a dot, or nothing but ink."""
    if not (ink >= FAINTEST).any():
        return "Blank paper: draw a digit."
    if max(ink[bounds(ink)].shape) < 1.5 * PEN * UNIT:
        return "Only a dot so far: draw a digit."
    if ink.mean() > 0.6:
        return "Nearly all of it is ink: clear the pad and draw one digit."
    return ""
