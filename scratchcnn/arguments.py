"""Checks of arguments: one sentence that says what was expected and what came."""

import contextlib
import math
import numbers
from reprlib import repr as brief  # a long list in a message is cut short

import numpy as np


def whole(name, value, least=1):
    """The value as an int, if it is a whole number from `least`; True and 3.0 are none."""
    if not (is_real(value) and isinstance(value, numbers.Integral) and value >= least):
        raise ValueError(f"{name}: expected a whole number from {least}, got {brief(value)}")
    return int(value)


def number(name, value, below=math.inf):
    """The value as a float, if 0 ≤ value < below."""
    if not (is_real(value) and 0 <= value < below):
        expected = "0 or more" if below == math.inf else f"0 ≤ {name} < {below}"
        raise ValueError(f"{name}: expected {expected}, got {brief(value)}")
    return float(value)


def positive(name, value):
    """The value as a float, if 0 < value < infinity."""
    if not (is_real(value) and 0 < value < math.inf):
        raise ValueError(f"{name}: expected a positive number, got {brief(value)}")
    return float(value)


def sizes(name, shape):
    """The shape as a tuple of ints, if it has an axis and none is empty; a number is one axis."""
    try:
        found = tuple(shape) if np.iterable(shape) else (shape,)
        return tuple(whole(name, size) for size in found or (None,))
    except ValueError:
        raise ValueError(f"{name}: expected sizes from 1, got {brief(shape)}") from None


def is_real(value):
    """Whether this is one real number, of Python or of NumPy, and not a truth value."""
    return isinstance(value, numbers.Real) and not isinstance(value, bool)


def generator(name, seed):
    """NumPy's random generator for this seed; None takes another one each time."""
    if seed is not None:
        whole(name, seed, least=0)
    return np.random.default_rng(seed)


def real_array(name, values):
    """The values as an array of real numbers; truth values, complex numbers and text are none."""
    return array_of("iuf", "numbers", name, values)


def whole_array(name, values):
    """The values as an array of whole numbers."""
    return array_of("iu", "whole numbers", name, values)


def array_of(kinds, expected, name, values):
    """The values as an array, if NumPy finds them to be of one of these kinds."""
    try:
        array = np.asarray(values)
    except ValueError:  # rows of different lengths
        array = np.array(None)
    if array.dtype.kind not in kinds:
        raise ValueError(f"{name}: expected {expected}, got {what_they_are(array, values)}")
    return array


def what_they_are(array, values):
    """What came, in words; of text and of objects, the first one as well."""
    kind = type(values).__name__ if array.dtype == object else str(array.dtype)
    if array.dtype.kind not in "OSU" or array.ndim == 0 or array.size == 0:
        return kind
    sort, first = ("objects" if array.dtype == object else "text"), array.ravel()[:1].tolist()[0]
    return f"{kind}, {sort} such as {brief(first)}"


def float_type(dtype):
    """The NumPy type, if it is one that networks compute in."""
    with contextlib.suppress(TypeError):  # NumPy knows no such type
        if dtype is not None and np.dtype(dtype) in (np.float32, np.float64):
            return np.dtype(dtype)
    raise ValueError(f"dtype: expected np.float32 or np.float64, got {brief(dtype)}")


def check_fits(new, array, name):
    """ValueError unless `new` can take the place of `array`."""
    if new.shape != array.shape or not np.issubdtype(new.dtype, np.floating):
        raise ValueError(
            f"{name} should be floats of {format_shape(array.shape)}, "
            f"but is {new.dtype} of {format_shape(new.shape)}"
        )
    with np.errstate(over="ignore"):
        finite = np.isfinite(new.astype(array.dtype)).all()
    if not finite:
        raise ValueError(f"{name} contains NaN or infinity (as {array.dtype})")


def format_shape(shape):
    """(28, 28, 16) as it is printed in tables: 28 × 28 × 16."""
    return " × ".join(str(size) for size in shape) or "(nothing)"
