"""What an answer has raised: the message, its line, and what is often behind it."""

import copy
import dis
import functools
import numbers
import traceback
import types

from .comparing import shape_of
from .explaining import Raised, explain
from .reading import arrays_from_outside, axes_in, fixed_sizes


def describe_error(error, answer, exercise, case, first, known=""):
    """What was raised, in which line of the learner's own code, and an explanation of a known kind.

    `first` is the first case, in which a fixed number may have been the right one. A sentence on a
    `known` mistake takes the place of the explanation.
    """
    name, message = type(error).__name__, str(error)
    function = function_of(answer)
    raised = raised_by(function, error, exercise, case, first)
    lines = [
        known,
        f"It raises {name}: {message}" if message else f"It raises {name}",
        f"The line is: {raised.line}" if raised.line else "",
        "" if known else explain(raised),
        list_shapes(raised.arrays()) if isinstance(error, ValueError | IndexError) else "",
    ]
    return "\n".join(filter(None, lines))


def raised_by(function, error, exercise, case, first):
    """The error as the explanations need it."""
    code = getattr(function, "__code__", None)
    arguments = [dict(zip(exercise.parameters, each, strict=True)) for each in (case, first)]
    return Raised(
        str(error),
        failing_line(error, function),
        set(whole_numbers_in(code) if code else ()) - axes_in(function),
        *arguments,
        names=names_in(code) if code else (),
        variables=code.co_varnames if code else (),
        fixed=fixed_sizes(function),
        results=tuple(shape_of(exercise.right(*copy.deepcopy(each))) for each in (case, first)),
        outside=arrays_from_outside(function) if function else {},
        numbers=numbers_at(error, function),
    )


def failing_line(error, function):
    """The line of the function's own file in which the error has come up; "" if there is none."""
    if function is None:
        return ""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename == function.__code__.co_filename]
    return own[-1].line if own else ""


def numbers_at(error, function):
    """The local variables of the function that are single numbers where the error has come up."""
    variables, trace = {}, error.__traceback__
    while function is not None and trace:
        if trace.tb_frame.f_code is function.__code__:
            variables = trace.tb_frame.f_locals
        trace = trace.tb_next
    return numbers_among(variables)


def numbers_among(variables):
    return tuple(name for name, value in variables.items() if isinstance(value, numbers.Number))


def function_of(answer):
    """The Python function behind a partial one, a method, or an object with `__call__`; or None."""
    while isinstance(answer, functools.partial):
        answer = answer.func
    if callable(answer) and not hasattr(answer, "__code__"):
        answer = type(answer).__call__
    return answer if hasattr(answer, "__code__") else None


def whole_numbers_in(code):
    """The whole numbers that a piece of code names, with those of functions inside it."""
    yield from whole_numbers_among(code.co_consts)
    for step in dis.get_instructions(code):
        if step.opname == "LOAD_SMALL_INT":  # since Python 3.14 not among the constants
            yield step.argval


def whole_numbers_among(constants):
    for each in constants:
        if isinstance(each, int):
            yield each
        elif isinstance(each, tuple):
            yield from whole_numbers_among(each)
        elif isinstance(each, types.CodeType):
            yield from whole_numbers_in(each)


def names_in(code):
    """The functions and attributes that a piece of code uses, with those of functions inside it."""
    inner = [each for each in code.co_consts if isinstance(each, types.CodeType)]
    return (*code.co_names, *(name for each in inner for name in names_in(each)))


def list_shapes(arrays):
    shapes = [f"{name} {array.shape}" for name, array in arrays.items()]
    verb = "shapes are" if len(shapes) > 1 else "shape is"
    return f"The {verb} {', '.join(shapes)}." if shapes else ""
