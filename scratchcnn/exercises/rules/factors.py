"""Rules on results that are right but for a factor."""

import numpy as np

from ..comparing import equal
from .arrays import arrays_of

MEAN_OVER_THE_BATCH = (
    "It is right up to the factor 1/N: sum over the images, don't average. The loss is a mean "
    "already, and its 1/N is inside d_out."
)


def factor(exercise, trials):
    """A number by which every right result has been multiplied."""
    factors = {factor_between(*pair) for pair in arrays_of(trials)} - {0}
    if len(factors) != 1 or None in factors:
        return ""
    number = factors.pop()
    if number == 100 and all(expected.max(initial=0) <= 1 for expected, _ in arrays_of(trials)):
        return "It is right, but in percent: a share is a number from 0 to 1."
    return f"It is right up to {'the sign' if number == -1 else f'the factor {number:g}'}."


def factor_between(expected, got):
    """The number that makes one result of the other, or None; 0 where both are zero."""
    expected, got = expected.astype(float), got.astype(float)
    if not expected.any() and not got.any():
        return 0
    if not np.isfinite(got).all() or not expected.any():
        return None
    number = (got * expected).sum() / (expected * expected).sum()
    return float(f"{number:.4g}") if number and equal(expected * number, got) else None


def factor_that_is_a_size(exercise, trials):
    """The length of an axis, by which every right result has been divided or multiplied."""
    pairs = arrays_of(trials)
    for name, axis, sizes in sizes_of_arguments(exercise, trials):
        together = list(zip(pairs, sizes, strict=True))
        if all(equal(expected * size, got) for (expected, got), size in together):
            return f"It is right up to the factor {name}.shape[{axis}]."
        if all(equal(expected / size, got) for (expected, got), size in together):
            if axis == 0 and "d_out" in exercise.parameters:
                return MEAN_OVER_THE_BATCH
            return f"It is right up to the factor 1 / {name}.shape[{axis}]."
    return ""


def sizes_of_arguments(exercise, trials):
    """(argument, axis, its length in each case) for the axes that all cases have."""
    for name, *values in zip(exercise.parameters, *(trial.case for trial in trials), strict=True):
        if all(isinstance(value, np.ndarray) for value in values):
            for axis in range(min(value.ndim for value in values)):
                yield name, axis, [max(value.shape[axis], 1) for value in values]
