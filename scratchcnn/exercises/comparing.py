"""Whether two results are the same, up to rounding."""

import numbers

import numpy as np

TOLERANCE = 1e-5  # of the largest number: wide enough for float32, too narrow for a mistake


def equal(expected, got, slack=0):
    """Whether both have the same shape and, up to rounding or `slack`, the same values."""
    if isinstance(expected, tuple | list) and isinstance(got, tuple | list):
        pairs = zip(expected, got, strict=False)
        return len(expected) == len(got) and all(equal(one, other, slack) for one, other in pairs)
    a, b = numeric(expected), numeric(got)
    if a is None or b is None:
        return isinstance(expected, str) and isinstance(got, str) and expected == got
    return a.shape == b.shape and bool((difference(a, b) <= max(tolerance(a), slack)).all())


def numeric(value):
    """The value as an array of numbers; None if it is none."""
    try:
        array = np.asarray(value)
    except Exception:  # lists of different lengths; an object's own __array__ may raise anything
        return None
    if array.dtype.kind == "O" and all(isinstance(each, numbers.Real) for each in array.flat):
        array = np.array([as_float(each) for each in array.flat]).reshape(array.shape)
    return array if array.dtype.kind in "biuf" else None


def as_float(number):
    """A number that NumPy has no type for, such as a fraction or 10**400, as a float."""
    try:
        return float(number)
    except OverflowError:
        return np.inf if number > 0 else -np.inf


def shape_of(value):
    """The shape of a number or an array; None for what is neither."""
    array = numeric(value)
    return None if array is None else array.shape


def difference(expected, got):
    """|expected - got|; 0 where both are the same infinity or both NaN, infinite where one is."""
    expected, got = np.asarray(expected, float), np.asarray(got, float)
    with np.errstate(invalid="ignore", over="ignore"):
        off = np.abs(expected - got)
    same = (expected == got) | (np.isnan(expected) & np.isnan(got))
    return np.where(same, 0, np.where(np.isnan(off), np.inf, off))


def tolerance(expected):
    """What rounding may change: nothing where the right numbers are whole numbers."""
    expected = np.asarray(expected)
    if expected.dtype.kind in "biu":
        return 0
    return TOLERANCE * max(np.abs(expected[np.isfinite(expected)]).max(initial=0), 1e-3)


def are_tuples_of_one_length(expected, got):
    """Whether a tuple was expected, and what came has as many parts."""
    return (
        isinstance(expected, tuple) and isinstance(got, tuple | list) and len(expected) == len(got)
    )


def wrong_part(expected, got):
    """The position of the first part in which two tuples of one length differ."""
    pairs = enumerate(zip(expected, got, strict=True))
    return next(position for position, pair in pairs if not equal(*pair))
