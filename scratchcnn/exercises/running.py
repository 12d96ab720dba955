"""Run a learner's function on a case, whatever it does."""

import contextlib
import copy
import ctypes
import io
import sys
import threading
import warnings
from dataclasses import dataclass

import numpy as np

from .comparing import are_tuples_of_one_length, equal, numeric
from .diagnosing_source import on_padding
from .errors import describe_error, function_of
from .exercise import is_blank
from .reading import calls_in

SECONDS = 5  # that one call may take; the right answers take milliseconds


class OutOfTime(BaseException):
    """Raised inside an answer that does not end; no `except Exception` of its own catches it."""


@dataclass
class Trial:
    """One case, the right result, and the given one, or a complaint about how it went.

    `error` is what the answer has raised, `number` the place of the case, counted from 0.
    """

    case: tuple
    expected: object = None
    got: object = None
    complaint: str = ""
    error: Exception = None
    number: int = 0

    @property
    def passed(self):
        return equal(self.expected, self.got)


@contextlib.contextmanager
def quiet():
    """No warnings: what an infinity or an empty mean leads to is told as a difference."""
    with warnings.catch_warnings(action="ignore"), np.errstate(all="ignore"):
        yield


def run(function, case):
    """The function's result on a copy of the case."""
    with quiet():
        return function(*copy.deepcopy(case))


def outcome(function, case):
    """The result on a copy of the case, and the error; one of them is None."""
    try:
        return run(function, case), None
    except Exception as error:
        return None, error


def same_outcome(function, trial):
    """Whether the function gives, or raises, what the answer did."""
    result, error = outcome(function, trial.case)
    if error is None or trial.error is None:
        return error is trial.error and equal(result, trial.got)
    return (type(error), str(error)) == (type(trial.error), str(trial.error))


def try_out(answer, exercise, case, before):
    """A Trial of the answer on one case, after those `before`; it may print on the first one."""
    trial = Trial(case, expected=run(exercise.right, case), number=len(before))
    arguments = copy.deepcopy(case)
    output = io.StringIO() if before else sys.stdout
    try:
        with quiet(), contextlib.redirect_stdout(output), time_limit(SECONDS):
            trial.got = answer(*arguments)
    except KeyboardInterrupt:  # the stop button is meant for the cell
        raise
    except OutOfTime:
        trial.complaint = f"It was stopped after {SECONDS} seconds. Is there a loop without an end?"
    except BaseException as error:  # exit() and the like, too
        trial.error = error
        first = before[0].case if before else case
        known = on_padding([function_of(answer)], case) or known_mistake(exercise, [*before, trial])
        trial.complaint = describe_error(error, answer, exercise, case, first, known)
    else:
        trial.complaint = find_changed_argument(exercise, arguments, case) or find_blank(
            exercise, answer, trial.got, trial.expected
        )
    return trial


def known_mistake(exercise, trials):
    """The sentence on the known wrong answer that does the same in all trials; "" if none does."""
    for wrong, sentence in exercise.wrong_answers:
        if all(same_outcome(wrong, trial) for trial in trials):
            return sentence
    return ""


def find_changed_argument(exercise, after, before):
    """A sentence on an argument that the answer has written into; "" if there is none."""
    for name, value, original in zip(exercise.parameters, after, before, strict=True):
        if numeric(original) is not None and not equal(original, value):
            return f"It changes its argument {name}, which the caller still needs: make a copy."
    return ""


def find_blank(exercise, answer, got, expected):
    """A sentence on a result, or parts of one, that is None or the dots; "" if there is none."""
    if got is None:
        return explain_none(calls_in(function_of(answer)))
    if got is ...:
        return "It returns the dots: put your result in their place."
    if not are_tuples_of_one_length(expected, got):
        return ""
    blank = [exercise.name_of(position) for position, part in enumerate(got) if is_blank(part)]
    return f"Not written yet: {', '.join(blank)}." if blank else ""


def explain_none(calls):
    """Why an answer that calls these functions may return None."""
    text = "It returns nothing (None). "
    if "print" in calls:
        return text + "print shows a result, but doesn't hand it over: that is what `return` does."
    if "at" in calls:
        return text + "np.add.at changes its array in place and returns None: return the array."
    return text + "Is the last line a `return`?"


@contextlib.contextmanager
def time_limit(seconds):
    """Raise OutOfTime in this thread after so many seconds; no limit where threads don't exist."""
    caller, lock, ended = threading.get_ident(), threading.Lock(), False

    def stop():
        with lock:
            if not ended:
                thread, exception = ctypes.c_ulong(caller), ctypes.py_object(OutOfTime)
                ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, exception)

    if sys.platform == "emscripten":
        yield
        return
    watch = threading.Timer(seconds, stop)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        with lock:
            ended = True
        watch.cancel()
