"""Rules on arrays of a wrong shape."""

import itertools

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


def not_summed(exercise, trials):
    """Right, once it has been summed along some axes, the same ones in all cases."""
    pairs = failing(trials)
    for axes in combinations_of_axes(min(got.ndim for _, got in pairs)):
        if all(equal(expected, got.sum(axis=axes)) for expected, got in pairs):
            return f"It is right, but for a sum that is missing: along {axes_in_words(axes)}."
    return ""


def summed_too_far(exercise, trials):
    """The right result, summed along an axis that should have stayed."""
    pairs = failing(trials)
    for axes in combinations_of_axes(min(expected.ndim for expected, _ in pairs)):
        if all(equal(expected.sum(axis=axes), got) for expected, got in pairs):
            return (
                f"It is the sum of the right result along {axes_in_words(axes)}: don't sum there."
            )
    return ""


def combinations_of_axes(ndim):
    """(0,), (1,), …, (0, 1), …: all axes that one can sum over."""
    return [
        axes for count in range(1, ndim + 1) for axes in itertools.combinations(range(ndim), count)
    ]


def axes_in_words(axes):
    return f"axis {axes[0]}" if len(axes) == 1 else f"the axes {' and '.join(map(str, axes))}"


def square_in_place_of_wide(exercise, trials):
    """The height in place of the width, or the other way round, along two axes that follow."""
    pairs = failing(trials)
    for axis in range(pairs[0][0].ndim - 1):
        for right, wrong in ((axis, axis + 1), (axis + 1, axis)):
            if all(has_one_size_twice(right, wrong, *pair) for pair in pairs):
                return (
                    f"Your result is as long along axis {wrong} as along axis {right}. Is height "
                    "used for width? Take both from the shapes."
                )
    return ""


def has_one_size_twice(right, wrong, expected, got):
    """Whether the shape is the right one, but for the size of one axis in place of another's."""
    if expected.ndim <= max(right, wrong):
        return False
    shape = list(expected.shape)
    shape[wrong] = shape[right]
    return tuple(shape) == got.shape


def cut_out(exercise, trials):
    """A piece of the right result: it ends too early, or begins too late."""
    pairs = failing(trials)
    cuts = [place_of(got, expected) for expected, got in pairs]
    if None in cuts or not any(got.size > 1 and got.any() for _, got in pairs):
        return ""
    return f"It is a piece of the right result. Missing: {edges_in_words(cuts)}."


def with_more_around(exercise, trials):
    """The right result is a piece of what was given."""
    pairs = failing(trials)
    cuts = [place_of(expected, got) for expected, got in pairs]
    if None in cuts or not any(expected.size > 1 and expected.any() for expected, _ in pairs):
        return ""
    return f"The right result is a piece of yours. Too much: {edges_in_words(cuts)}."


def place_of(piece, whole):
    """(numbers before, after) along each axis if the piece is a part of the whole, else None."""
    if piece.ndim != whole.ndim or piece.shape == whole.shape:
        return None
    rooms = [large - small for large, small in zip(whole.shape, piece.shape, strict=True)]
    if min(rooms) < 0:
        return None
    for starts in itertools.product(*(range(room + 1) for room in rooms)):
        places = zip(starts, piece.shape, strict=True)
        if equal(whole[tuple(slice(start, start + size) for start, size in places)], piece):
            return [(start, room - start) for start, room in zip(starts, rooms, strict=True)]
    return None


def edges_in_words(cuts):
    """What all cases have before and after the piece: "1 at the end of axis 0"."""
    texts = []
    for axis in range(len(cuts[0])):
        for position, edge in enumerate(("beginning", "end")):
            counts = {cut[axis][position] for cut in cuts}
            if counts != {0}:
                count = counts.pop() if len(counts) == 1 else "some"
                texts.append(f"{count} at the {edge} of axis {axis}")
    return ", ".join(texts)


def sizes_exchanged(exercise, trials):
    if all(sorted(expected.shape) == sorted(got.shape) for expected, got in failing(trials)):
        return (
            "The shape has the right sizes in another order. Is height used for width? Rows come "
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
