"""What backward computed, entry by entry, beside what was measured."""

from typing import NamedTuple

import numpy as np

from .slopes import TOLERANCE, length

CLEAR = 1e-2  # relative to an entry: where the doubt about it is smaller, it can be compared
SMALL = 1e-7  # relative to the largest entry: what does not count beside it
ZERO = 1e-8  # relative to the natural size of a slope: what cannot be told from 0
ROUNDED_ZERO = 1e-12  # relative to the natural size: what backward may return in the place of 0


class Comparison(NamedTuple):
    """What the receipt says about one array."""

    verdict: str  # ok, WRONG, or nothing where nothing could be compared
    text: str


def compare(loss, array, gradient, samples, rng):
    """The Comparison of the gradient that backward computed for an array with slopes of the loss,
    a WeightedSum, along some of the entries.
    """
    if gradient is None or np.shape(gradient) != array.shape:
        found = "none was stored" if gradient is None else f"its shape is {np.shape(gradient)}"
        return Comparison("WRONG", f"expected a gradient of shape {array.shape}, but {found}")
    chosen = rng.permutation(array.size)[:samples]
    indices = [np.unravel_index(number, array.shape) for number in chosen]
    gradient = np.asarray(gradient, np.float64)
    if np.isnan(gradient).any():
        return Comparison("WRONG", "expected a gradient of numbers, but NaN is among them")
    analytic = np.array([gradient[index] for index in indices])
    return judge(indices, analytic, loss.slopes(array, indices), loss.rounding)


def judge(indices, analytic, slopes, rounding):
    """The Comparison of a gradient's entries with the slopes that were measured: what is clear must
    agree, entry by entry and as a whole, and no more entries may be lost than are clear.
    """
    kink, clear, lost = sort(analytic, slopes, rounding)
    if kink.all():
        text = f"all {kink.size} entries are at a kink: nothing to compare, choose another x"
        return Comparison("", text)
    text = f"{kink.size} entries, {kink.sum()} at a kink"
    if lost.any():
        text += f", {lost.sum()} lost in the rounding"
    if lost.sum() > clear.sum():
        return Comparison("", f"{text}: nothing to compare, choose another x")
    if not clear.any():
        return Comparison("ok", f"{text}, the gradient is 0")

    numeric, doubt, size = columns(slopes, "value", "doubt", "size")
    distance, allowed = np.abs(analytic - numeric), TOLERANCE * (np.abs(analytic) + size) + doubt
    both = length(analytic[clear]) + length(numeric[clear])
    error = length(distance[clear]) / both if both < np.inf else np.inf
    text += f", relative error {'below 1e-07' if error <= 1e-7 else f'{error:.0e}'}"
    if error > TOLERANCE + length(doubt[clear]) / both:
        return Comparison("WRONG", text)
    for entry in np.flatnonzero(clear & (distance > allowed)):
        place = tuple(map(int, indices[entry]))
        text += f", but {analytic[entry]:.0e} where {numeric[entry]:.0e} was measured, at {place}"
        return Comparison("WRONG", text)
    return Comparison("ok", text)


def sort(analytic, slopes, rounding):
    """(which entries are at a kink, which ones are clear, which ones are lost in the rounding)

    Clear are those about which there is little doubt. The others are zero, because no output
    depends on them, or small: they do not count beside the largest. Or else they are lost.
    """
    numeric, doubt, size, natural, kink = columns(
        slopes, "value", "doubt", "size", "natural", "kink"
    )
    zero = (np.abs(numeric) <= doubt) & (doubt <= min(max(ZERO, 1e3 * rounding), CLEAR) * natural)
    zero &= np.abs(analytic) <= doubt + ROUNDED_ZERO * natural
    zero |= (size == 0) & (analytic == 0)
    larger = np.maximum(np.abs(analytic), np.abs(numeric))
    clear = ~kink & ~zero & (doubt <= CLEAR * larger)
    small = np.abs(analytic - numeric) + doubt <= SMALL * larger[clear].max(initial=0)
    return kink, clear, ~(kink | zero | clear | small)


def columns(slopes, *names):
    """Arrays of these attributes, one entry a Slope."""
    return [np.array([getattr(slope, name) for slope in slopes]) for name in names]
