"""How a hand would draw a digit of MNIST: the middle lines of its ink, as strokes of a pen."""

import numpy as np

FINE = 4  # pixels of the thinned image for one of the digit's


def strokes(image):
    """Strokes, lists of points [x, y] from 0 to 28, along the lines of a 28 × 28 × 1 image."""
    unvisited = {(int(row), int(column)) for row, column in np.argwhere(thin(enlarge(image)))}
    skeleton, paths = frozenset(unvisited), []
    while unvisited:
        paths.append(walk(skeleton, unvisited))
    paths = sorted(paths, key=len)
    paths = [path for path in paths if len(path) > 2 * FINE] or paths[-1:]  # no stubs
    return [[place(pixel) for pixel in [*path[:-1:3], path[-1]]] for path in paths]


def place(pixel):
    row, column = pixel
    return [(column + 0.5) / FINE, (row + 0.5) / FINE]


def enlarge(image):
    """The ink of the image, True or False, FINE times as large, with smooth edges."""
    fine = np.kron(image[..., 0] / 255, np.ones((FINE, FINE)))
    kernel = np.ones(FINE + 1) / (FINE + 1)
    for axis in (0, 1):
        fine = np.apply_along_axis(np.convolve, axis, fine, kernel, mode="same")
    return fine > 0.4


def thin(ink):
    """The middle lines: Zhang and Suen (1984) peel off edges until lines of one pixel are left."""
    ink = np.pad(ink, 1).astype(int)
    while True:
        before = ink.copy()
        for first in (True, False):
            ring = around(ink)
            n, e, s, w = ring[::2]
            count = sum(ring)
            turns = sum((a == 0) & (b == 1) for a, b in zip(ring, [*ring[1:], n], strict=True))
            open_sides = (n * e * s, e * s * w) if first else (n * e * w, n * s * w)
            ink[
                (ink == 1) & (count >= 2) & (count <= 6) & (turns == 1) & (sum(open_sides) == 0)
            ] = 0
        if (ink == before).all():
            return ink[1:-1, 1:-1]


def around(ink):
    """The eight neighbours of every pixel, clockwise from the one above."""
    shifts = [(1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1), (0, 1), (1, 1)]
    return [np.roll(ink, shift, axis=(0, 1)) for shift in shifts]


def walk(skeleton, unvisited):
    """One path through pixels not visited yet, as straight as it goes; it takes them out."""
    # Starts at an end of a line if there is one.
    pixel = min(sorted(unvisited), key=lambda pixel: len(neighbours(pixel, unvisited)))
    joints = [each for each in neighbours(pixel, skeleton) if each not in unvisited]
    path = [*joints[:1], pixel]
    unvisited.remove(pixel)
    while onward := neighbours(pixel, unvisited):
        ahead = np.subtract(pixel, path[-5:][0])
        pixel = max(onward, key=lambda each: ahead @ np.subtract(each, path[-1]))
        path.append(pixel)
        unvisited.remove(pixel)
    ends = [each for each in neighbours(pixel, skeleton) if each not in path[-4:]]
    return path + ends[:1]  # joins on to what it meets, itself perhaps


def neighbours(pixel, pixels):
    """Those of the eight pixels around this one that are in the set, nearest first."""
    row, column = pixel
    shifts = [(0, 1), (1, 0), (0, -1), (-1, 0), (1, 1), (1, -1), (-1, -1), (-1, 1)]
    around = [(row + down, column + right) for down, right in shifts]
    return [each for each in around if each in pixels]
