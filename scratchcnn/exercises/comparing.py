"""Whether two results are the same, and in what they differ."""

import itertools
import numbers

import numpy as np

from ..layers.layer import format_shape

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
    except ValueError:  # lists of different lengths
        return None
    return array if array.dtype.kind in "biuf" else None


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


def first_difference(expected, got):
    """Where two results of one shape differ first, in words."""
    if isinstance(expected, tuple):
        position, expected, got = wrong_part(expected, got)
        return f"result {position + 1} of the tuple: {first_difference(expected, got)}"
    right, given = numeric(expected), numeric(got)
    if right is None or given is None or right.shape != given.shape:
        return f"expected {describe(expected)}, got {describe(got)}"
    expected, got = right, given
    wrong = difference(expected, got) > tolerance(expected)
    place = tuple(int(i) for i in np.argwhere(wrong)[0])
    where = f"at [{', '.join(map(str, place))}] " if place else ""
    count = f" ({wrong.sum()} of {wrong.size} numbers differ)" if wrong.size > 1 else ""
    right, given = expected[place], got[place]
    digits = next((n for n in (4, 8) if number(right, n) != number(given, n)), 17)
    return f"{where}expected {number(right, digits)}, got {number(given, digits)}{count}"


def wrong_part(expected, got):
    """(position, what was expected there, what came) of the first difference of two tuples."""
    parts = enumerate(zip(expected, got, strict=True))
    return next((i, one, other) for i, (one, other) in parts if not equal(one, other))


def common_factor(pairs):
    """The number by which every right result must be multiplied to get the given one, or None."""
    factors = set()
    for expected, got in pairs:
        expected, got = numeric(expected), numeric(got)
        if expected is None or got is None or expected.shape != got.shape:
            return None
        expected, got = expected.astype(float), got.astype(float)
        if not np.isfinite(got).all() or not expected.any():
            return None
        factor = (got * expected).sum() / (expected * expected).sum()
        if factor == 0 or not equal(expected * factor, got):
            return None
        factors.add(float(f"{factor:.4g}"))
    return factors.pop() if len(factors) == 1 else None


def factors_of_parts(pairs):
    """Tuples whose parts are right up to a factor: {position: factor} of the wrong parts, or None.

    It is None, too, where nothing is wrong, or where one part is wrong in another way.
    """
    lengths = {len(each) for pair in pairs for each in pair if isinstance(each, tuple | list)}
    if len(lengths) != 1 or not all(
        isinstance(each, tuple | list) for pair in pairs for each in pair
    ):
        return None
    factors = {}
    for position in range(lengths.pop()):
        parts = [(expected[position], got[position]) for expected, got in pairs]
        if not all(equal(*part) for part in parts):
            factors[position] = common_factor(parts)
    return factors if factors and None not in factors.values() else None


def parts_in_another_order(expected, got):
    """Whether the right results stand in the tuple, in another order."""
    if not (isinstance(expected, tuple) and isinstance(got, tuple | list)):
        return False
    if not 2 <= len(expected) == len(got) <= 5:
        return False
    return any(equal(expected, order) for order in itertools.permutations(got))


def unwritten(answer):
    """Which parts of a tuple or a list, counted from 1, are still None or the dots."""
    if not isinstance(answer, tuple | list):
        return []
    return [number for number, part in enumerate(answer, 1) if part is None or part is ...]


def axes_in_another_order(expected, got):
    """Whether some other order of the axes makes the given result right."""
    expected, got = numeric(expected), numeric(got)
    if expected is None or got is None or expected.ndim != got.ndim:
        return False
    if not 2 <= expected.ndim <= 5:
        return False
    orders = itertools.islice(itertools.permutations(range(expected.ndim)), 1, None)
    return any(equal(expected, got.transpose(order)) for order in orders)


def in_another_shape(expected, got):
    """Whether the right numbers stand in the right order, in another shape."""
    expected, got = numeric(expected), numeric(got)
    if expected is None or got is None or expected.shape == got.shape:
        return False
    return expected.size == got.size and equal(expected.ravel(), got.ravel())


def wrapped_in_a_tuple(expected, got):
    """Whether the given result is a tuple with the right one in it, and nothing else."""
    alone = isinstance(got, tuple | list) and len(got) == 1 and not isinstance(expected, tuple)
    return alone and equal(expected, got[0])


def describe(value):
    """A value in a few words: numbers as they are, arrays by their shape unless they are tiny."""
    if value is None:
        return "nothing (None)"
    if isinstance(value, np.ndarray) and value.ndim > 0:
        small = value.size <= 4 and value.ndim == 1
        if small and numeric(value) is not None:
            return f"[{', '.join(number(each) for each in value)}]"
        return f"an array of {format_shape(value.shape)}"
    if isinstance(value, tuple | list):
        inside = ", ".join(describe(each) for each in value[:8])
        if isinstance(value, list):
            return f"[{inside}]"
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    if isinstance(value, str):
        return repr(str(value))  # a string of NumPy's, too
    if isinstance(value, np.ndarray | np.generic | numbers.Number):
        return number(value)
    if callable(value):
        return "a function"
    name = type(value).__name__
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def number(value, digits=4):
    """A number with so many digits, without a decimal point if it is whole."""
    value = np.asarray(value).item()
    return f"{value:.{digits}g}" if isinstance(value, float) else str(value)
