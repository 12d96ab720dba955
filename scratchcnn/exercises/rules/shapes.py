"""Rules on arrays of a wrong shape."""

from ..comparing import equal
from .arrays import arrays_of, failing


def numbers_in_another_shape(exercise, trials):
    pairs = failing(trials)
    if not all(has_the_numbers(*pair) for pair in pairs):
        return ""
    text = "The numbers are right, but their shape is another one"
    if all(without_ones(expected) == without_ones(got) for expected, got in pairs):
        if all(got.ndim > expected.ndim for expected, got in pairs):
            return f"{text}: leave out keepdims, or take the axis of length 1 away."
        if all(got.ndim < expected.ndim for expected, got in pairs):
            return f"{text}: with keepdims=True, a sum or a maximum keeps its axis, with length 1."
    return f"{text}."


def has_the_numbers(expected, got):
    return expected.size == got.size and equal(expected.ravel(), got.ravel())


def without_ones(array):
    return [size for size in array.shape if size > 1]


def sizes_exchanged(exercise, trials):
    if all(sorted(expected.shape) == sorted(got.shape) for expected, got in failing(trials)):
        return (
            "The shape has the right sizes in another order. Is height taken for width? Rows come "
            "first, then columns."
        )
    return ""


def fixed_shape(exercise, trials):
    """Always the same shape, where the right one depends on the arguments."""
    shapes = {got.shape for _, got in arrays_of(trials)}
    if (
        len(shapes) == 1
        and () not in shapes
        and len({expected.shape for expected, _ in arrays_of(trials)}) > 1
    ):
        return (
            f"Your result has the shape {shapes.pop()} whatever it is given: is a fixed number in "
            "place of a size? Take sizes from the arguments."
        )
    return ""
