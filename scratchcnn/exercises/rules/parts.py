"""Rules on results that are right in part, or for a part of the batch."""

import warnings

import numpy as np

from ..comparing import equal
from ..running import run
from .arrays import arrays_of, failing, part_along

FIRST, LAST, ALL_BUT_LAST, ALL_BUT_FIRST = slice(1), slice(-1, None), slice(-1), slice(1, None)


def partly_filled(exercise, trials):
    """Right in the first or the last part along an axis, or in all others, and zero elsewhere."""
    for axis in range(min(expected.ndim for expected, _ in arrays_of(trials))):
        pairs = [pair for pair in arrays_of(trials) if pair[0].shape[axis] > 1]
        for part, sentence in (
            (FIRST, "Only the first {} is filled. Is the `return` inside the loop?"),
            (LAST, "Only the last {} is filled."),
            (ALL_BUT_LAST, "The last {} is missing: range(n) ends before n."),
            (ALL_BUT_FIRST, "The first {} is missing: numbers count from 0."),
        ):
            if pairs and all(is_only(part, axis, *pair) for pair in pairs):
                return sentence.format(part_along(axis, pairs[0][0].ndim))
    return ""


def only_the_first_number(exercise, trials):
    pairs = [(expected.ravel(), got.ravel()) for expected, got in arrays_of(trials)]
    if all(is_only(FIRST, 0, *pair) for pair in pairs):
        return "Only the first number is filled. Is the `return` inside the loop?"
    return ""


def is_only(part, axis, expected, got):
    return bool(got.any()) and equal(only(expected, axis, part), got)


def only(array, axis, part):
    """The array with zeros everywhere but in a part along an axis."""
    result = np.zeros_like(array)
    place = (*[slice(None)] * axis, part)
    result[place] = array[place]
    return result


def returned_in_part(exercise, trials):
    """The first or the last part along axis 0 in place of the array."""
    pairs = failing(trials)
    if any(expected.ndim == 0 or not len(expected) for expected, _ in pairs):
        return ""
    for place, name in ((0, "first"), (-1, "last")):
        if all(equal(expected[place], got) for expected, got in pairs):
            part = part_along(0, pairs[0][0].ndim)
            return f"Only the {name} {part} is returned. Is the `return` inside the loop?"
    return ""


def part_of_the_batch(exercise, trials):
    """The right result of the first or the last of a batch alone, or of all others."""
    batches = batch_arguments(exercise, trials)
    if not batches:
        return ""
    for part, place, sentence in (
        (FIRST, 0, "Only the first of the batch is in it ({}). All of them count."),
        (LAST, -1, "Only the last of the batch is in it ({}). Is there an = in place of +=?"),
        (ALL_BUT_FIRST, 0, "The first of the batch is missing ({})."),
        (ALL_BUT_LAST, -1, "The last of the batch is missing ({})."),
    ):
        if all(equal(right_on(exercise, trial.case, batches, part), trial.got) for trial in trials):
            names = [f"{exercise.parameters[position]}[{place}]" for position in batches]
            return sentence.format(", ".join(names))
    return ""


def batch_arguments(exercise, trials):
    """The positions of the arrays that are as long as the first one, in every case."""
    arrays = [
        position
        for position in range(len(exercise.parameters))
        if all(isinstance(trial.case[position], np.ndarray) for trial in trials)
    ]
    return [
        position
        for position in arrays
        if all(len(trial.case[position]) == len(trial.case[arrays[0]]) for trial in trials)
    ]


def right_on(exercise, case, batches, part):
    """The right result of a part of the batch; None if there is none."""
    case = [each[part] if position in batches else each for position, each in enumerate(case)]
    with warnings.catch_warnings(action="ignore"):
        try:
            return run(exercise.right, case)
        except Exception:  # no right answer needs to know what to do with an empty batch
            return None
