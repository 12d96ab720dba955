"""Run a learner's function on a case, whatever it does."""

import contextlib
import copy
import ctypes
import dis
import io
import sys
import threading
import traceback
from dataclasses import dataclass

import numpy as np

from .comparing import equal, numeric, unwritten

SECONDS = 5  # that one call may take; the right answers take milliseconds


class OutOfTime(BaseException):
    """Raised inside an answer that does not end; no `except Exception` of its own catches it."""


@dataclass
class Trial:
    """What an answer returned for one case, or a complaint about how it went."""

    case: tuple
    expected: object = None
    got: object = None
    complaint: str = ""

    @property
    def passed(self):
        return equal(self.expected, self.got)

    @staticmethod
    def run(function, case):
        """The function's result on a copy of the case."""
        with np.errstate(all="ignore"):
            return function(*copy.deepcopy(case))


def try_out(answer, case, exercise, quiet):
    """A Trial of the answer on one case."""
    trial = Trial(case, expected=Trial.run(exercise.right, case))
    arguments = copy.deepcopy(case)
    output = contextlib.redirect_stdout(io.StringIO()) if quiet else contextlib.nullcontext()
    try:
        with output, np.errstate(all="ignore"), time_limit(SECONDS):
            trial.got = answer(*arguments)
    except KeyboardInterrupt:  # the stop button is meant for the cell
        raise
    except OutOfTime:
        trial.complaint = f"It was stopped after {SECONDS} seconds. Is there a loop without an end?"
    except BaseException as error:  # exit() and the like, too
        trial.complaint = describe_error(error, answer)
    else:
        trial.complaint = complain(trial, arguments, exercise)
    return trial


def complain(trial, arguments, exercise):
    """What is wrong with a call apart from its result; "" if nothing is."""
    pairs = zip(exercise.parameters, arguments, trial.case, strict=True)
    for name, after, before in pairs:
        if numeric(before) is not None and not equal(before, after):
            return f"It changes its argument {name}, which the caller still needs: make a copy."
    if trial.got is None:
        return "It returns nothing (None). Is the last line a `return`?"
    if trial.got is ...:
        return "It returns the dots: put your result in their place."
    missing = unwritten(trial.got) if isinstance(trial.expected, tuple) else []
    if len(missing) == 1:
        return f"Result {missing[0]} of the tuple isn't written yet."
    if missing:
        *most, last = map(str, missing)
        return f"Results {', '.join(most)} and {last} of the tuple aren't written yet."
    return ""


def is_stub(answer):
    """Whether a function has no body yet: `...`, `pass`, `return None`, or NotImplementedError."""
    code = getattr(answer, "__code__", None)
    if code is None:
        return False
    if code.co_names == ("NotImplementedError",):
        return True
    idle = {"RESUME", "NOP", "POP_TOP", "LOAD_CONST", "RETURN_CONST", "RETURN_VALUE"}
    constants = set(code.co_consts) - {answer.__doc__, None, ...}
    return not constants and {step.opname for step in dis.get_instructions(code)} <= idle


def describe_error(error, answer):
    """What was raised, and in which line of the learner's own code."""
    name = type(error).__name__
    text = f"It raises {name}: {error}" if str(error) else f"It raises {name}"
    if "truth value of an array" in str(error):  # what Python's max, if and `and` say of arrays
        text += "\nThis is a whole array: use np.maximum, np.where or &."
    own = getattr(answer, "__code__", None)
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.line for frame in frames if own and frame.filename == own.co_filename]
    return f"{text}\nThe line is: {lines[-1]}" if lines and lines[-1] else text


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
