"""What the rules on arrays have in common."""

from ..comparing import numeric


def arrays_of(trials):
    """(expected, got) of each trial, as arrays."""
    return [(numeric(trial.expected), numeric(trial.got)) for trial in trials]


def failing(trials):
    """(expected, got) of each trial that has failed, as arrays."""
    return arrays_of(trial for trial in trials if not trial.passed)


def part_along(axis, ndim):
    """What a part of an array along an axis is called."""
    names = {1: ("number",), 2: ("row", "column")}
    return names[ndim][axis] if ndim in names else f"part along axis {axis}"
