"""From the name of an exercise and an answer to a verdict."""

import difflib
import importlib
from dataclasses import replace

import numpy as np

from .exercise import Exercise, Verdict
from .write import Write

LESSONS = (
    "start_here",
    "convolution",
    "max_pooling",
    "addition",
    "relu",
    "vectorization",
    "dense",
    "softmax_cross_entropy",
    "gradient_descent",
    "from_hours_to_seconds",
    "the_full_network",
    "automatic_differentiation",
    "layers_of_your_own",
    "past_one_machine",
)
MARKS = {"right": "✓ right", "wrong": "✗ not yet", "not attempted": "… not attempted"}


def examine(name, answer):
    """The Verdict on an answer, whatever it is."""
    exercise = find(name)
    try:
        with np.errstate(all="ignore"):  # the infinities of an answer are told, not warned of
            verdict = exercise.judge(answer)
    except Exception as error:  # an object can raise whatever it likes when it is looked at
        verdict = Verdict("wrong", f"Looking at your answer raises {type(error).__name__}.")
    return replace(verdict, text=f"{name}  {MARKS[verdict.status]}\n{verdict.text}")


def case(name, number):
    """The arguments that check("convolution.output_size", …) calls an answer with, as a tuple.

    Verdicts name the `number` of the case that failed, counted from 0. ValueError for a name that
    is no exercise on a function.
    """
    exercise = find(name)
    if not isinstance(exercise, Write):
        raise ValueError(f"{name} has no cases: its answer is no function")
    return exercise.cases(np.random.default_rng(0))[number]


def names():
    """The names of all exercises, lesson by lesson."""
    return [f"{lesson}.{name}" for lesson in LESSONS for name in exercises_of(lesson)]


def find(name):
    """The exercise of this name; ValueError, with the nearest name, if there is none."""
    lesson, _, own_name = str(name).partition(".")
    if lesson in LESSONS and own_name in exercises_of(lesson):
        return exercises_of(lesson)[own_name]
    nearest = difflib.get_close_matches(str(name), names(), n=1, cutoff=0)[0]
    raise ValueError(f"there is no exercise {name!r}; the nearest name is {nearest!r}")


def exercises_of(lesson):
    """The exercises of one lesson by name, in the order in which they stand."""
    module = importlib.import_module(f".{lesson}", __package__)
    return {name: each for name, each in vars(module).items() if isinstance(each, Exercise)}
