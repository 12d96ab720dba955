"""Rules on tuples and lists of results."""

from ..comparing import equal


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
