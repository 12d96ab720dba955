"""Slopes: how fast outputs change with one number, measured, and how far the measurement may err."""

from typing import NamedTuple

import numpy as np

STEP = 1e-5  # in units of the number's size; in float64, neither curvature nor rounding disturb it
SMALLER = 1e-7, 1e-9  # where curvature is in the way, or a kink
LARGER = 1e-3, 1e-1, 10.0  # where rounding is in the way
TOLERANCE = 1e-5  # relative: what agrees so closely is equal
EPSILON = 4 * np.finfo(np.float64).eps  # relative: the rounding error of a few operations


class Slope(NamedTuple):
    """dL/d(number) of L = Σ weights · outputs, measured."""

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


def measure(f, weights, array, indices):
    """(a Slope for each of these entries of the array, the relative rounding error of the outputs)

    `f` takes no argument, reads the array and returns the outputs. Every entry is measured with
    STEP. Where that leaves a doubt, other steps are tried; the Slope with the least doubt is taken.
    """
    here = np.asarray(f())
    precision = np.finfo(here.dtype if here.dtype.kind == "f" else np.float64).eps / 2
    typical = np.median(np.abs(array[array != 0])) if array.any() else 1.0
    entries = [
        Entry(f, weights, weights * here, array, index, max(abs(array[index]), typical))
        for index in indices
    ]
    first = [entry.differences(STEP) for entry in entries]
    rounding = max(rounding_error(entries, first), precision)
    slopes = [best_slope(*pair, rounding) for pair in zip(entries, first, strict=True)]
    return slopes, rounding


class Differences(NamedTuple):
    """What the weighted outputs show a step and half a step to both sides of an entry."""

    slopes: np.ndarray
    bend: float  # by how much half the step changes the sum of the slopes
    jump: float  # by how much the slopes of both sides differ, but for a steady curvature
    straight: bool  # but on each side, the outputs are on a line
    outputs: float  # the length of the vector of those that move, or of all
    gain: float  # what an error of the outputs, relative to their size, adds to the jump

    @property
    def error(self):
        return self.bend + self.jump


class Entry(NamedTuple):
    """One entry of an array that f reads."""

    f: object
    weights: np.ndarray
    here: np.ndarray  # weights · f(), as it is now
    array: np.ndarray
    index: tuple
    unit: float  # the size of such entries

    def differences(self, step):
        """The Differences of this step, in units.

        A central difference d(h) errs by about h² f'''/6; Richardson's (4 d(h/2) - d(h)) / 3 is
        free of that. A second difference f(x + h) - 2 f(x) + f(x - h) is four times that of half
        the step where f is smooth, but twice that of half the step at a kink.
        """
        h = step * self.unit
        with np.errstate(all="ignore"):  # a large step may leave what f is made for
            right, left, near_right, near_left = (
                self.weights * f_at(self.f, self.array, self.index, change) - self.here
                for change in (h, -h, h / 2, -h / 2)
            )
            wide, narrow = (right - left) / (2 * h), (near_right - near_left) / h
            bend = abs((narrow - wide).sum())
            jump = length(right + left - 4 * (near_right + near_left)) / h
            curved = max(length(right - 2 * near_right), length(left - 2 * near_left)) / h
            outputs = np.abs(self.here) + np.maximum(np.abs(right), np.abs(left))
        moved = length(outputs[right != left] if (right != left).any() else outputs)
        gain = 8 * moved / h  # √70 independent errors
        return Differences((4 * narrow - wide) / 3, bend, jump, curved < jump / 100, moved, gain)


def rounding_error(entries, first):
    """The relative error of the outputs that the first differences of most entries show. What does
    not grow with smaller steps is no rounding.
    """
    seen = []
    for entry, found in zip(entries, first, strict=True):
        if found.straight or not found.slopes.any() or not np.isfinite(found.error):
            continue
        if found.error > 10 * EPSILON * found.gain:
            again = entry.differences(SMALLER[0])
            if again.slopes.any() and not again.error > 10 * found.error:
                continue
        seen.append(found.jump / found.gain)
    return max(np.quantile(seen, 0.8) if seen else 0.0, EPSILON)


def best_slope(entry, found, rounding):
    """The Slope that was found with STEP, if it leaves no doubt, or the best one of other steps."""
    first = best = last = slope_of(found, entry.unit, rounding)
    for step in SMALLER if first.bent else ():
        if best.settled:
            return best
        last = slope_of(entry.differences(step), entry.unit, rounding)
        apart = abs(last.value - best.value) - best.doubt
        best = min(best, last._replace(doubt=max(last.doubt, apart)), key=doubt_of)
    if first.torn and last.torn:  # the kink is nearer than the smallest step
        return best._replace(kink=True)
    for step in LARGER:
        if best.settled:
            return best
        last = slope_of(entry.differences(step), entry.unit, rounding)
        if not abs(last.value - best.value) <= last.doubt + best.doubt:
            return best  # over there, the slope is another one
        best = min(best, last, key=doubt_of)
    return best


def slope_of(found, unit, rounding):
    """The Slope that Differences show if outputs have this relative rounding error."""
    noise, size = rounding * found.gain, length(found.slopes)
    doubt, natural = found.error + noise, found.outputs / unit
    if not np.isfinite(doubt):
        return Slope(0.0, np.inf, 0.0, 0.0, bent=True, torn=False, kink=False)
    torn = found.jump > max(TOLERANCE * size, 10 * noise)
    kink, bent = torn and found.straight, found.error > 10 * noise
    return Slope(found.slopes.sum(), doubt, size, natural, bent, torn, kink)


def doubt_of(slope):
    return slope.doubt


def length(vector):
    """√(Σ v²), for an array of any shape, and for numbers whose squares are no floats."""
    largest = np.abs(vector).max(initial=0.0)
    return largest * np.linalg.norm(vector / largest) if 0 < largest < np.inf else largest


def f_at(f, array, index, change):
    """f with one entry of the array changed, and restored afterwards."""
    before = array[index]
    try:
        array[index] = before + change
        return f()
    finally:
        array[index] = before
