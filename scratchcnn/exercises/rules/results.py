"""Rules on tuples and lists of results."""

import numpy as np

from ..comparing import equal, shape_of


def wrapped(exercise, trials):
    """(result,) in place of the result."""
    for trial in trials:
        alone = isinstance(trial.got, tuple | list) and len(trial.got) == 1
        if (
            not alone
            or isinstance(trial.expected, tuple)
            or not equal(trial.expected, trial.got[0])
        ):
            return ""
    wrapping = type(trials[0].got).__name__  # tuple or list
    return f"It is right, but wrapped in a {wrapping}: return the result alone."


def results_in_another_order(exercise, trials):
    if not all(trial.passed or is_reordered(trial.expected, trial.got) for trial in trials):
        return ""
    return f"The right results, but they stand in another order{return_all(exercise)}."


def one_result_of_several(exercise, trials):
    """One part of the tuple in place of all."""
    if not isinstance(trials[0].expected, tuple):
        return ""
    for position in range(len(trials[0].expected)):
        if all(equal(trial.expected[position], trial.got) for trial in trials):
            return f"That is {exercise.name_of(position)} only{return_all(exercise)}."
    return ""


def numbers_of_a_list_in_another_order(exercise, trials):
    """A list of arrays of the right sizes, with the right numbers, wherever they stand."""
    lists = [(trial.expected, trial.got) for trial in trials if not trial.passed]
    if all(isinstance(each, list) and each for pair in lists for each in pair) and all(
        [shape_of(part) for part in expected] == [shape_of(part) for part in got]
        and None not in map(shape_of, got)
        and equal(sorted_numbers(expected), sorted_numbers(got))
        for expected, got in lists
    ):
        return "The right numbers, but they stand in another order, from one array to the next."
    return ""


def sorted_numbers(arrays):
    return np.sort(np.concatenate([np.ravel(array) for array in arrays]))


def results_missing(exercise, trials):
    """Some parts of the tuple, in their order, in place of all."""
    for trial in trials:
        if not (isinstance(trial.expected, tuple) and isinstance(trial.got, tuple | list)):
            return ""
    count = len(trials[0].expected)
    for missing in range(count):
        rest = [position for position in range(count) if position != missing]
        if all(equal(tuple(t.expected[i] for i in rest), t.got) for t in trials):
            return f"{exercise.name_of(missing)} is missing{return_all(exercise)}."
    return ""


def return_all(exercise):
    return f": return {', '.join(exercise.results)}" if exercise.results else ""


def is_reordered(expected, got):
    """Whether the parts of a tuple or a list are all there, in any order."""
    if not (isinstance(expected, tuple | list) and isinstance(got, tuple | list)):
        return False
    left = list(got)
    for part in expected:
        match = next((i for i, other in enumerate(left) if equal(part, other)), None)
        if match is None:
            return False
        del left[match]
    return len(expected) > 1 and not left
