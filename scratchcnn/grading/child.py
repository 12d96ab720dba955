"""The process in which answers run, each followed by the check of it.

    python -m scratchcnn.grading.child

It reads one line of JSON, confines itself, and writes a line for each answer. What an answer
prints goes nowhere.
"""

import functools
import json
import linecache
import os
import sys
import traceback
import types

import numpy as np

from ..exercises import examine, find, names
from .sandbox import confine

LONGEST = 5000  # characters of what is said of an answer


def main():
    job = json.loads(sys.stdin.readline())
    report = reporter(job["token"])
    report(confine(job["folder"], job["memory"], job["seconds"]))
    use_cases_of(job["seed"])
    for number, (exercise, program) in enumerate(job["answers"]):
        report(judge(exercise, program, f"<answer {number}>"))


def reporter(token):
    """A function that sends what it is given, with the token, to the process that grades. All that
    is printed goes nowhere from now on.
    """
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)

    def report(content):
        print(json.dumps([token, content]), file=channel, flush=True)

    return report


def use_cases_of(seed):
    """Try answers on the cases of this seed, in place of those that readers see."""

    def seeded(cases, _):
        return cases(np.random.default_rng(seed))

    for exercise in map(find, names()):
        if hasattr(exercise, "cases"):
            exercise.cases = functools.partial(seeded, exercise.cases)


def judge(exercise, program, filename):
    """(status, text) for the answer, which the program calls `handed_in` at its end."""
    linecache.cache[filename] = len(program), None, program.splitlines(keepends=True), filename
    module = sys.modules["answer"] = types.ModuleType("answer")
    try:
        exec(compile(program, filename, "exec"), vars(module))
        verdict = examine(exercise, module.handed_in)
    except BaseException as error:  # exit() and the like, too
        return "wrong", describe(error, filename)
    _, _, text = verdict.text.partition("\n")  # the first line has the exercise's name
    return verdict.status, text[:LONGEST]


def describe(error, filename):
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.line for frame in frames if frame.filename == filename]
    text = f"It raises {type(error).__name__}: {error}".rstrip(": ")
    return f"{text}\nThe line is: {lines[-1]}" if lines and lines[-1] else text


if __name__ == "__main__":
    main()
