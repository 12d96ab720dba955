"""Rules on arrays of the right shape whose numbers are cut, or stand in another order."""

import itertools

import numpy as np

from ..comparing import equal, numeric
from .arrays import failing

CUT = (
    "Your numbers are cut to whole ones: np.zeros(shape) has room for fractions; //, int(), "
    "round() and arrays of whole numbers cut them off."
)


def cut_to_whole_numbers(exercise, trials):
    """Wrong wherever there are fractions, and whole there."""
    pairs = failing(trials)
    if any(is_whole(expected) or not is_whole(got) or got.dtype == bool for expected, got in pairs):
        return ""
    cut = any(
        all(is_cut(function, *pair) for pair in pairs) and any(got.any() for _, got in pairs)
        for function in (np.trunc, np.floor, np.rint)
    )
    return CUT if cut or right_on_whole_numbers(trials) else ""


def right_on_whole_numbers(trials):
    """Whether an array is right in some case in which there was nothing to cut off."""
    expected = [numeric(trial.expected) for trial in trials if trial.passed]
    return any(array.size > 1 and array.any() and is_whole(array) for array in expected)


def is_whole(array):
    return bool((np.isfinite(array) & (array == np.rint(array))).all())


def is_cut(cut, expected, got):
    """Whether cut(expected) is what was given; a rounding error may lead across a whole number."""
    near = [cut(expected - 1e-9), cut(expected + 1e-9)]
    return bool(((got == near[0]) | (got == near[1])).all())


def axes_in_another_order(exercise, trials):
    pairs = failing(trials)
    if len({array.ndim for pair in pairs for array in pair}) > 1 or not 2 <= pairs[0][0].ndim <= 5:
        return ""
    for order in itertools.permutations(range(pairs[0][0].ndim)):
        if all(equal(expected, got.transpose(order)) for expected, got in pairs):
            return (
                "The numbers are right, but their axes stand in another order: transpose them by "
                f"{order}."
            )
    return ""


def numbers_in_another_order(exercise, trials):
    pairs = failing(trials)
    for axis in range(min(expected.ndim for expected, _ in pairs)):
        if all(equal(np.flip(expected, axis), got) for expected, got in pairs):
            along = f" along axis {axis}" if pairs[0][0].ndim > 1 else ""
            return f"The numbers are right, but they stand in reverse order{along}."
    if all(equal(np.sort(expected, axis=None), np.sort(got, axis=None)) for expected, got in pairs):
        return "The numbers are right, but they stand in another order."
    return ""
