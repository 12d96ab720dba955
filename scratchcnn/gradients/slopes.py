"""Slopes: how fast outputs change with one number, measured, and how far that may be wrong."""

from typing import NamedTuple

import numpy as np

STEP = 1e-5  # in units of the number's size; in float64, neither curvature nor rounding disturb it
SMALLER = 1e-7, 1e-9  # where curvature is in the way, or a kink
LARGER = 1e-3, 1e-1, 10.0  # where rounding is in the way
GROWTH = 1e-9, 1e-6, 1e-3  # relative; float64 feels the first, float32 only the second
TOLERANCE = 1e-5  # relative: what agrees so closely is equal
EPSILON = np.finfo(np.float64).eps


class Slope(NamedTuple):
    """dL/d(number), measured."""

    value: float
    doubt: float  # by how much rounding, curvature or a kink nearby may have changed the value
    size: float  # the length of the vector whose entries, one for each output, add up to the value
    natural: float  # the value that would double the outputs if the number was doubled
    bent: bool  # a smaller step should do better
    torn: bool  # the slopes to the left and to the right are not the same
    kink: bool  # and they are so up to this point: there is no derivative

    @property
    def settled(self):
        return self.kink or self.doubt <= TOLERANCE * abs(self.value)


class WeightedSum:
    """L = Σ weights · f(), where f takes no argument, reads the arrays, and returns outputs. They
    are rounded as if they were at least as large as `scale`.
    """

    def __init__(self, f, weights, arrays, scale=0.0):
        self.f, self.weights, out = f, weights, np.asarray(f())
        errors, size = rounding_errors(f, arrays), np.maximum(np.abs(out), scale)
        precision = np.finfo(out.dtype if out.dtype.kind == "f" else np.float64).eps
        relative = np.median(errors[size > 0] / size[size > 0]) if size.any() else 0.0
        self.rounding = max(relative, precision)  # the relative error of an output
        self.errors = np.abs(weights) * np.maximum(errors, self.rounding * size)
        self.here = weights * out

    def slopes(self, array, indices):
        """The Slopes along these entries of an array."""
        typical = np.median(np.abs(array[array != 0])) if array.any() else 1.0
        return [self.slope(array, index, max(abs(array[index]), typical)) for index in indices]

    def slope(self, array, index, unit):
        """The Slope along one entry, whose size is about a unit: with STEP if that leaves no doubt,
        or else with the step that leaves the least.
        """
        first = best = last = self.slope_by(STEP * unit, array, index, unit)
        for step in SMALLER if first.bent else ():
            if best.settled:
                return best
            last = self.slope_by(step * unit, array, index, unit)
            apart = abs(last.value - best.value) - best.doubt
            best = min(best, last._replace(doubt=max(last.doubt, apart)), key=doubt_of)
        if first.torn and last.torn:  # the kink is nearer than the smallest step
            return best._replace(kink=True)
        for step in LARGER:
            if best.settled:
                return best
            try:
                last = self.slope_by(step * unit, array, index, unit)
            except Exception:  # f refuses what is so far away
                return best
            if not abs(last.value - best.value) <= last.doubt + best.doubt:
                return best  # over there, the slope is another one
            best = min(best, last, key=doubt_of)
        return best

    def slope_by(self, h, array, index, unit):
        """The Slope that the outputs show at h and at h / 2 on both sides of an entry.

        A central difference d(h) errs by about h² f'''/6; Richardson's (4 d(h/2) - d(h)) / 3 is
        free of that. A second difference f(x + h) - 2 f(x) + f(x - h) is four times that of half
        the step where f is smooth, but twice that of half the step at a kink.
        """
        with np.errstate(all="ignore"):  # a large step may leave what f is made for
            right, left, near_right, near_left = (
                self.weights * f_at(self.f, array, index, change) - self.here
                for change in (h, -h, h / 2, -h / 2)
            )
            wide, narrow = (right - left) / (2 * h), (near_right - near_left) / h
            slopes, bend = (4 * narrow - wide) / 3, abs((narrow - wide).sum())
            jump = length(right + left - 4 * (near_right + near_left)) / h
            curved = max(length(right - 2 * near_right), length(left - 2 * near_left)) / h
        moved, errors = right != left, self.errors
        if not moved.any():  # perhaps because they were rounded when they stood beside a 1
            moved, errors = ..., np.maximum(errors, EPSILON * np.abs(self.weights))
        there = length(np.maximum(np.abs(right), np.abs(left))[moved])
        noise = 8 * (length(errors[moved]) + self.rounding * there) / h  # √70 errors
        doubt, size = bend + jump + noise, length(slopes)
        if not np.isfinite(doubt):
            return Slope(0.0, np.inf, 0.0, 0.0, bent=True, torn=False, kink=False)
        natural = (length(self.here[moved]) + there) / unit
        torn = jump > max(TOLERANCE * size, 10 * noise)
        kink = torn and curved < jump / 100  # from here, straight lines go to both sides
        return Slope(slopes.sum(), doubt, size, natural, bend + jump > 10 * noise, torn, kink)


def rounding_errors(f, arrays):
    """About how large the rounding error of each output of f is, which reads the arrays.

    All numbers grow by steps so small that the outputs are polynomials of degree 3 to all digits:
    their fourth differences are rounding errors, √70 of them. (J. Moré and S. Wild, Estimating
    computational noise, 2011.) Where such steps drown in the rounding, larger ones are taken.
    """
    for move in GROWTH:
        errors = [fourth_difference(f, arrays, move, start) for start in (1, 6, 11)]
        if move == GROWTH[-1] or is_felt(f, arrays, move):
            return np.nan_to_num(np.max(errors, axis=0)) / 8


def fourth_difference(f, arrays, move, start):
    """|f₀ - 4 f₁ + 6 f₂ - 4 f₃ + f₄| of five outputs, one a move."""
    terms = enumerate((1, -4, 6, -4, 1), start=start)
    return np.abs(sum(factor * f_grown(f, arrays, step * move) for step, factor in terms))


def is_felt(f, arrays, move):
    """Whether f has the same slope over a few of these moves as over a thousand times as many."""
    first, near, far = (f_grown(f, arrays, steps * move) for steps in (1, 16, 16_000))
    near, far = (near - first) / 15, (far - first) / 15_999
    return length(near - far) <= length(far) / 5


def f_grown(f, arrays, growth):
    """f with all numbers larger by about this share of their size, and restored afterwards."""
    before, rng = [array.copy() for array in arrays], np.random.default_rng(0)
    try:
        for array in arrays:
            array += growth * rng.uniform(0.5, 1.5, array.shape) * (array if array.any() else 1.0)
        with np.errstate(all="ignore"):
            return np.array(f(), np.float64)
    finally:
        for array, kept in zip(arrays, before, strict=True):
            array[...] = kept


def length(vector):
    """√(Σ v²), for an array of any shape, and for numbers whose squares are no floats."""
    largest = np.abs(vector).max(initial=0.0)
    return largest * np.linalg.norm(vector / largest) if 0 < largest < np.inf else largest


def doubt_of(slope):
    return slope.doubt


def f_at(f, array, index, change):
    """f with one entry of the array changed, and restored afterwards."""
    before = array[index]
    try:
        array[index] = before + change
        return f()
    finally:
        array[index] = before
