"""Run a learner's function on a case, whatever it does."""

import contextlib
import copy
import ctypes
import io
import sys
import threading
from dataclasses import dataclass

import numpy as np

from .comparing import are_tuples_of_one_length, equal, numeric
from .errors import describe_error
from .exercise import is_blank

SECONDS = 5  # that one call may take; the right answers take milliseconds


class OutOfTime(BaseException):
    """Raised inside an answer that does not end; no `except Exception` of its own catches it."""


@dataclass
class Trial:
    """One case, the right result, and the given one, or a complaint about how it went."""

    case: tuple
    expected: object = None
    got: object = None
    complaint: str = ""

    @property
    def passed(self):
        return equal(self.expected, self.got)


def run(function, case):
    """The function's result on a copy of the case."""
    with np.errstate(all="ignore"):
        return function(*copy.deepcopy(case))


def try_out(answer, exercise, case, first):
    """A Trial of the answer on one case; it may print on the `first` one only."""
    trial = Trial(case, expected=run(exercise.right, case))
    arguments = copy.deepcopy(case)
    output = sys.stdout if case is first else io.StringIO()
    try:
        with contextlib.redirect_stdout(output), np.errstate(all="ignore"), time_limit(SECONDS):
            trial.got = answer(*arguments)
    except KeyboardInterrupt:  # the stop button is meant for the cell
        raise
    except OutOfTime:
        trial.complaint = f"It was stopped after {SECONDS} seconds. Is there a loop without an end?"
    except BaseException as error:  # exit() and the like, too
        trial.complaint = describe_error(error, answer, exercise.parameters, case, first)
    else:
        trial.complaint = find_changed_argument(exercise, arguments, case) or find_blank(
            exercise, trial.got, trial.expected
        )
    return trial


def find_changed_argument(exercise, after, before):
    """A sentence on an argument that the answer has written into; "" if there is none."""
    for name, value, original in zip(exercise.parameters, after, before, strict=True):
        if numeric(original) is not None and not equal(original, value):
            return f"It changes its argument {name}, which the caller still needs: make a copy."
    return ""


def find_blank(exercise, got, expected):
    """A sentence on a result, or parts of one, that is None or the dots; "" if there is none."""
    if got is None:
        return "It returns nothing (None). Is the last line a `return`?"
    if got is ...:
        return "It returns the dots: put your result in their place."
    if not are_tuples_of_one_length(expected, got):
        return ""
    blank = [exercise.name_of(position) for position, part in enumerate(got) if is_blank(part)]
    return f"Not written yet: {', '.join(blank)}." if blank else ""


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
