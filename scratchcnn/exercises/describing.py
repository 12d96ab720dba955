"""Values, cases and differences in words, or as code."""

import inspect
import math
import numbers

import numpy as np

from ..layers.layer import format_shape
from .comparing import (
    are_tuples_of_one_length,
    difference,
    numeric,
    shape_of,
    tolerance,
    wrong_part,
)

IN_FULL = 24  # so many numbers of an array are printed, not only its shape


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
        inside = ", ".join([describe(each) for each in value[:8]] + ["…"] * (len(value) > 8))
        if isinstance(value, list):
            return f"[{inside}]"
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    if isinstance(value, str):
        return repr(str(value))  # a string of NumPy's, too
    if isinstance(value, np.ndarray | np.generic | numbers.Number):
        return number(value)
    if isinstance(value, type):
        return f"the class {value.__name__}"
    if callable(value):
        return "a function"
    name = type(value).__name__
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def number(value, digits=4):
    """A number with so many digits, without a decimal point if it is whole."""
    value = np.asarray(value).item()
    if isinstance(value, float):
        return f"{value + 0.0:.{digits}g}"  # 0 has no sign
    if isinstance(value, int) and abs(value) >= 10**15:
        return f"{'-' * (value < 0)}10^{math.log10(abs(value)):.{digits}g}"
    return str(value)


def describe_case(exercise, trial):
    """The case that something was seen with: see `assignments`."""
    text = assignments(exercise, trial)
    return f"This was with{text}" if "\n" in text else f"This was with{text}."


def describe_failure(exercise, trial):
    """The case that failed, and where the given result differs from the right one."""
    text = assignments(exercise, trial)
    separator = "\n" if "\n" in text else ": "
    return f"With{text}{separator}{describe_difference(exercise, trial.expected, trial.got)}."


def assignments(exercise, trial):
    """A case as code that rebuilds it, a line for each argument if there are arrays.

    Large arrays are told by their shape, below a line that fetches the whole case.
    """
    pairs = list(zip(exercise.parameters, trial.case, strict=True))
    lines = [f"{name} = {as_code(value)}" for name, value in pairs]
    if any(isinstance(value, np.ndarray) and value.size > IN_FULL for value in trial.case):
        lines = [f"# {line}" for line in lines]
        names = ", ".join(exercise.parameters) + "," * (len(pairs) == 1)
        lines.insert(0, f'{names} = exercises.case("{exercise.name}", {trial.number})')
    if any(isinstance(value, np.ndarray) for value in trial.case):
        return "".join(f"\n    {line}" for line in lines)
    return f" {', '.join(lines)}"


def as_code(value, in_full=False):
    """What makes this value in Python; a docstring for a function, and for a large array only its
    shape, unless it is wanted `in_full`.
    """
    if inspect.isfunction(value):
        return inspect.getdoc(value)
    if not isinstance(value, np.ndarray):
        return repr(value)
    if value.size > IN_FULL and not in_full:
        return describe(value)
    dtype = "" if value.dtype in (float, int) else f", np.{value.dtype.name}"
    if value.ndim <= 2 and value.size:
        return f"np.array({brackets(value)}{dtype})"
    return f"np.array({brackets(value.ravel())}{dtype}).reshape{value.shape}"


def brackets(array):
    """The numbers of an array with all their digits, in brackets."""
    if array.ndim > 0:
        return f"[{', '.join(brackets(part) for part in array)}]"
    text = str(array[()])  # a float32 with its own digits, not with those of the nearest float64
    if text.endswith(".0"):
        return text[:-1]
    return text.replace("inf", "np.inf").replace("nan", "np.nan")


def describe_difference(exercise, expected, got):
    """Where two results differ: in their kind first, then in their shape, then in a number."""
    if isinstance(expected, tuple):
        if not are_tuples_of_one_length(expected, got):
            return f"expected a tuple of {len(expected)}, got {describe(got)}"
        position = wrong_part(expected, got)
        parts = expected[position], got[position]
        return f"{exercise.name_of(position)}: {describe_difference(exercise, *parts)}"
    wanted, given = shape_of(expected), shape_of(got)
    if None not in (wanted, given) and wanted != given:
        if wanted == ():
            return f"expected one number, got {describe(got)}"
        return f"expected the shape {wanted}, got {given or 'one number'}"
    return first_difference(expected, got)


def first_difference(expected, got):
    """The first number in which two arrays differ, and how many do."""
    right, given = numeric(expected), numeric(got)
    if right is None or given is None or right.shape != given.shape:
        return f"expected {describe(expected)}, got {describe(got)}"
    wrong = difference(right, given) > tolerance(right)
    place = tuple(int(i) for i in np.argwhere(wrong)[0])
    where = f"at [{', '.join(map(str, place))}] " if place else ""
    count = f" ({wrong.sum()} of {wrong.size} numbers differ)" if wrong.size > 1 else ""
    pair = right[place], given[place]
    digits = next((n for n in (4, 8) if number(pair[0], n) != number(pair[1], n)), 17)
    return f"{where}expected {number(pair[0], digits)}, got {number(pair[1], digits)}{count}"
