"""What is often behind an error of Python's own: a name, an unpacking, a division by zero.

Each explanation returns a sentence, or "" where it does not apply; see explaining.py.
"""

import difflib
import re

import numpy as np


def unknown_name(raised):
    """A name that is nowhere defined: the nearest one that is, or the arguments."""
    found = re.search(r"name '(\w+)' is not defined", raised.message)
    if not found:
        return ""
    name = found[1]
    if name in ("math", "random", "itertools"):
        return f"{name} is a module: `import {name}`, in the function or above it."
    if name in raised.kept:
        return f"What is kept in self is read as self.{name}."
    if method := raised.of_other_methods.get(name):
        return (
            f"{name} is a variable of {method}, and lost when {method} ends. Keep it in self: "
            f"self.{name} = … there, self.{name} here."
        )
    known = [*raised.arguments, *raised.variables]
    if near := difflib.get_close_matches(name, known, n=1):
        return f"Is {near[0]} meant?"
    if not raised.arguments:
        return ""
    return f"{name} is none of the arguments ({', '.join(raised.arguments)}): define it before."


def used_before_it_has_a_value(raised):
    """A local variable that is read first, as `+=` does."""
    found = re.search(r"local variable '(\w+)'", raised.message)
    if not found:
        return ""
    if re.search(rf"\b{found[1]}\b[^=]* [-+*/]=", raised.line):
        return (
            f"{raised.line.split('=')[0].strip()}= changes what is there already. Begin with "
            f"{found[1]} = np.zeros(…), before the loop."
        )
    return f"{found[1]} is used before it has got a value."


def unpacked_number(raised):
    """`i, j = window.argmax()`"""
    if "cannot unpack non-iterable" not in raised.message:
        return ""
    if "argmax" in raised.line:
        return (
            "argmax counts along the whole array, row by row, and returns one number. "
            "divmod(number, width) makes a row and a column of it."
        )
    return "On the right there is one thing, on the left there are several names."


def unpacked_shape(raised):
    """`N, H, W, C = x.shape` of an array with fewer axes."""
    found = re.search(r"values to unpack \(expected (\d+)(?:, got (\d+))?\)", raised.message)
    if not found:
        return ""
    right = "" if found[2] is None else f", and on the right {found[2]} values"
    for name, value in raised.arguments.items():
        if isinstance(value, np.ndarray) and f"{name}.shape" in raised.line:
            axes = f"{name} has {value.ndim} axes, {value.shape}"
            return f"{axes}; on the left there are {found[1]} names."
        if isinstance(value, tuple) and re.search(rf"= *{name}$", raised.line):
            return f"{name} is {value} here; on the left there are {found[1]} names."
    return f"On the left of the = there are {found[1]} names{right}."


def division_by_zero(raised):
    """The arguments in the line that are 0."""
    if not re.search("division by zero|modulo by zero", raised.message):
        return ""
    for name, value in raised.arguments.items():
        if np.isscalar(value) and value == 0 and re.search(rf"[/%] *\(?{name}\b", raised.line):
            return f"{name} is 0 here: it can't be divided by."
    return ""


def number_with_an_index(raised):
    found = re.search(
        r"invalid index to scalar|'([\w.]+)' object (?:is not subscriptable|does not support item)",
        raised.message,
    )
    if not found or found[1] == "tuple":
        return ""
    if found[1] == "NoneType":
        return "What has an index there is None, nothing: has it been returned, or kept?"
    if found[1] and re.search("unc|method|^type$", found[1]):  # NumPy's are no plain functions
        return "A function is called with round brackets, f(…); square ones are for arrays."
    for name in raised.numbers:
        if re.search(rf"(?<![\w.]){name}\[", raised.line):
            text = f"{name} is a single number here, and takes no index."
            if isinstance({**raised.first, **raised.arguments}.get(name), np.ndarray):
                text += (
                    f" A loop, or an =, has taken the name of the array {name}: give its variable "
                    "another one."
                )
            return text
    return "What has an index there is a single number."


def method_of_arrays(raised):
    """`shape.prod()`: what arrays can do, tuples can't."""
    found = re.search(r"'(tuple|list|int|float)' object has no attribute '(\w+)'", raised.message)
    if found and hasattr(np, found[2]):
        return f"Arrays have a {found[2]}, a {found[1]} has none: np.{found[2]}(…) takes it, too."
    return ""


def method_that_returns_nothing(raised):
    """`result = result.append(…)`"""
    found = re.search(r"'NoneType' object has no attribute '(append|extend)'", raised.message)
    if found:
        return f"{found[1]} changes the list in place and returns None: write it without an `=`."
    return ""


def one_argument_of_two(raised):
    """np.maximum(x), with nothing to compare x with."""
    found = re.search(r"(maximum|minimum)\(\) takes from 2", raised.message)
    return f"np.{found[1]} compares two: np.{found[1]}(x, 0)." if found else ""


def operators_without_brackets(raised):
    """`x > 0 & x < 6`: & is read first."""
    mixed = re.search(r"[<>=].*[&|].*[<>=]", raised.line)
    if mixed and re.search("bitwise_|truth value of an array", raised.message):
        return "& and | are read before <, > and ==: put each comparison in brackets, (…) & (…)."
    return ""


def value_for_an_array(raised):
    """`self.array + other`, or `d * other`, of values on the tape."""
    if "unsupported operand" in raised.message and "'Taped'" in raised.message:
        return "A value on the tape is not an array: take its .array."
    if re.search(r"'(float|numpy\.\w+)' object has no attribute 'array'", raised.message):
        return "This is an array already, and no value on the tape: adjoints compute with arrays."
    return ""


def gradient_that_is_none(raised):
    """`parent.gradient + …`, where nobody has given it zeros."""
    is_none = "unsupported operand" in raised.message and "NoneType" in raised.message
    if is_none and ".gradient" in raised.line:
        return (
            "A gradient is still None: all ancestors get zeros before the walk, the parents of "
            "parents, too."
        )
    return ""


def name_for_an_array(raised):
    """`for p in layer.params: p -= …`: a dictionary gives its names."""
    if not re.search(r"can't multiply sequence|did not contain a loop|'str'", raised.message):
        return ""
    for name, text in raised.texts.items():
        if re.search(rf"\b{name}\b(?!\])", raised.line):
            return (
                f"{name} is a name here, {text!r}, and no array: going through a dictionary gives "
                "its names, and `.items()` gives names and arrays."
            )
    return ""


def dictionary_for_an_array(raised):
    """`momentum * self.velocities`"""
    if "unsupported operand" in raised.message and "'dict'" in raised.message:
        return "A dictionary can't be computed with: take one array of it, by its name."
    return ""


PYTHONS_OWN = (
    unknown_name,
    used_before_it_has_a_value,
    unpacked_number,
    unpacked_shape,
    division_by_zero,
    number_with_an_index,
    method_of_arrays,
    method_that_returns_nothing,
    one_argument_of_two,
    operators_without_brackets,
    value_for_an_array,
    gradient_that_is_none,
    name_for_an_array,
    dictionary_for_an_array,
)
