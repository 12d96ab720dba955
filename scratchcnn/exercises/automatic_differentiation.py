"""Lesson 11: automatic differentiation."""

import numpy as np

from .cases import decimals
from .classes.automatic_differentiation import taped  # noqa: F401
from .predict import Predict
from .write import write

predict_uses = Predict(
    "x = Taped(3.0), y = x * x + x, and then y.backward(). What is x.gradient?",
    right=7,
    wrong=[
        (6, "That is what x gets from x * x. It is read a third time, by the sum."),
        (1, "That is what x gets from the sum alone. The product reads it twice more."),
        (3, "That is one of the three contributions. They add up."),
        (4, "The product reads x twice: 3 from each side, and 1 from the sum."),
        (12, "That is y itself, not its slope."),
        (9, "That is x * x. Its slope is wanted, 2 x, and that of + x."),
        (2, "The slope is taken at x = 3: 2 x + 1."),
        (5, "2 x + 1 at x = 3, not x + 2."),
        (10, "The slope of x * x is 2 x, not x²."),
        (14, "Twice too much: backward was called once."),
    ],
    hint="Three edges lead from x to y. Along each one something comes back: add them up.",
)

predict_copies = Predict(
    "a is 3 × 1, b is (1, 2, 3, 4), and out = a * b is 3 × 4. out.sum().backward(): what is "
    "a.gradient[0, 0]?",
    right=10,
    wrong=[
        (1, "That is from the first column only: NumPy used a[0, 0] in all four."),
        (4, "Four copies, but each of them was multiplied by an entry of b."),
        (2.5, "That is the mean of what the four copies get. They add up."),
        (30, "That is over all rows. a[0, 0] stands in the first one only."),
        (24, "The gradients of the copies add up, they are not multiplied."),
        (0, "It is in out four times: as often as b has entries."),
        (12, "That is how many numbers out has. a[0, 0] is in four of them."),
        (3, "That is how many rows there are. a[0, 0] stands in the first one only."),
        (6, "The last one is missing: NumPy used a[0, 0] for all four entries of b."),
        (10 / 12, "The sum is not a mean: along each of its 12 edges 1 goes back."),
    ],
    hint="a[0, 0] was copied into four places. What does each get, and what becomes of it?",
)


def tapes(rng):
    """Cases (tape,): for each value its (place of a parent, slope), …"""
    simple = [[], [], [(0, 2.0), (1, 3.0)], [(2, 5.0), (0, 1.0)]]
    twice = [[], [(0, 3.0), (0, 3.0)], [(1, 2.0), (1, 2.0)]]
    cases = [(simple,), (twice,)]
    for length in (4, 6, 9):
        slopes = iter(decimals(rng, 3 * length))
        tape = [[]]
        for place in range(1, length):
            parents = rng.integers(0, place, 2)
            tape.append([(int(parent), float(next(slopes))) for parent in (*parents, place - 1)])
        cases.append((tape,))
    return cases


@write(
    cases=tapes,
    hints=[
        'Section "Backward: read the notes from the end": who hands out what to whom, and who is '
        "the first to do it?",
        "A list of zeros as long as the tape, with a 1 at its end. Then one walk over the places, "
        "the last one first.",
        "In place k, for each of its pairs (i, slope): entry i grows by entry k times the slope.",
    ],
)
def gradients_of(tape):
    """Write gradients_of(tape): ∂(last value)/∂(each value), a list as long as the tape. Entry k of
    the tape lists (place of a parent, slope).
    """
    gradients = [0.0] * len(tape)
    gradients[-1] = 1.0
    for k in reversed(range(len(tape))):
        for i, slope in tape[k]:
            gradients[i] += gradients[k] * slope
    return gradients


def hand_out(tape, order, start=1.0, others=0.0, go=lambda g, slope: g * slope, kind=float):
    gradients = np.full(len(tape), others, kind)
    gradients[-1] = start
    for k in order:
        for i, slope in tape[k]:
            gradients[i] = kind(gradients[i] + go(gradients[k], slope))
    return gradients


def gradients_by_the_first(tape):
    gradients = [1.0] + [0.0] * (len(tape) - 1)
    for k, entry in enumerate(tape):
        for i, slope in entry:
            gradients[k] += gradients[i] * slope
    return gradients


@gradients_of.wrong(
    "It keeps the last contribution only: a value that is read twice adds them, +=."
)
def _(tape):
    gradients = [0.0] * len(tape)
    gradients[-1] = 1.0
    for k in reversed(range(len(tape))):
        for i, slope in tape[k]:
            gradients[i] = gradients[k] * slope
    return gradients


@gradients_of.wrong(
    "It walks on at once, depth first: a value that is read twice hands on what it has before all "
    "of it has arrived, and then once more."
)
def _(tape):
    gradients = [0.0] * len(tape)
    gradients[-1] = 1.0

    def walk(k):
        for i, slope in tape[k]:
            gradients[i] += gradients[k] * slope
            walk(i)

    walk(len(tape) - 1)
    return gradients


gradients_of.wrong(
    "It goes from the first entry to the last: then nothing has arrived when a value hands out. "
    "Begin at the end.",
    lambda tape: hand_out(tape, range(len(tape))),
    "Nothing starts it: ∂L/∂L = 1 stands in the last place before the way back begins.",
    lambda tape: hand_out(tape, reversed(range(len(tape))), start=0.0),
    "The slopes add up, and nothing is multiplied: what goes back is the value's own gradient, "
    "times the slope.",
    lambda tape: hand_out(tape, reversed(range(len(tape))), go=lambda g, slope: slope),
    "The second half of the way back is missing: the loop ends too early.",
    lambda tape: hand_out(tape, reversed(range(2, len(tape)))),
    "The list stands the other way round: the gradient of entry k belongs in place k.",
    lambda tape: gradients_of.right(tape)[::-1],
    "Nothing comes out of the last value: each k, the last one first, adds gradients[k] times the "
    "slope to the gradients[i] of its parents.",
    lambda tape: hand_out(tape, reversed(range(len(tape) - 1))),
    "It is the other direction, ∂(each value)/∂(the first one): what is asked for is the "
    "slope of the last value.",
    gradients_by_the_first,
    "All gradients begin with 1. Only that of the last value does, the others begin with 0.",
    lambda tape: hand_out(tape, reversed(range(len(tape))), others=1.0),
    "A gradient is multiplied by the slope, not added to it.",
    lambda tape: hand_out(tape, reversed(range(len(tape))), go=lambda g, slope: g + slope),
    "Whole numbers cut off all fractions: gradients are floats.",
    lambda tape: hand_out(tape, reversed(range(len(tape))), kind=int),
    "tape[k] is the list of the pairs itself: there is no number before it here.",
    lambda tape: [i for entry in tape[::-1] for i, slope in entry[1]],
    "Each pair is (place of a parent, slope), in this order.",
    lambda tape: [[0.0][place] for entry in tape[::-1] for place, _ in map(reversed, entry)],
    "The start is too large: the last value's own gradient is 1, and yours is more.",
    lambda tape: hand_out(tape, reversed(range(len(tape))), start=2.0),
)


@gradients_of.wrong("Each value takes the largest contribution. They add up.")
def _(tape):
    gradients = [0.0] * len(tape)
    gradients[-1] = 1.0
    for k in reversed(range(len(tape))):
        for i, slope in tape[k]:
            gradients[i] = max(gradients[i], gradients[k] * slope, key=abs)
    return gradients


def copies(rng):
    """Cases (d, shape)."""
    simple = np.arange(6.0).reshape(2, 3)
    cases = [(simple, (3,)), (simple, (2, 1)), (simple, (2, 3)), (simple, ())]
    shapes = [((2, 3, 4), (3, 1)), ((3, 2, 2), (1, 2, 1)), ((4, 1), (1,)), ((2, 1, 3), (1, 3))]
    return cases + [(decimals(rng, *whole), part) for whole, part in shapes]


@write(
    cases=copies,
    hints=[
        'Section "What NumPy silently copies": along which axes was something copied? Along '
        "these, d is summed.",
        "There are two kinds: axes that the shape lacks (d has them in front), and axes where the "
        "shape has length 1. The second kind stays, with length 1.",
        "d.sum takes a tuple of axes: first the numbers below d.ndim - len(shape). Then, with "
        "keepdims=True, those axes of the shape whose length is 1.",
    ],
)
def sum_to_shape(d, shape):
    """Write sum_to_shape(d, shape): the gradient d of a result, for an array of this shape that
    NumPy broadcast to the shape of d.
    """
    d = d.sum(axis=tuple(range(d.ndim - len(shape))))
    once = tuple(axis for axis, length in enumerate(shape) if length == 1)
    return d.sum(axis=once, keepdims=True)


def missing(d, shape):
    return tuple(range(d.ndim - len(shape)))


def stretched(shape):
    return tuple(axis for axis, length in enumerate(shape) if length == 1)


@sum_to_shape.wrong(
    "Each sum takes its axis away, and those after it move up: keepdims=True keeps it."
)
def _(d, shape):
    d = d.sum(axis=missing(d, shape))
    for axis in stretched(shape):
        d = d.sum(axis=axis)
    return d.reshape(shape)


sum_to_shape.wrong(
    "The axes of length 1 are left as they are: there, too, one number was copied along an axis.",
    lambda d, shape: d.sum(axis=missing(d, shape)),
    "The axes that the shape lacks are still there: NumPy adds them in front, so sum them away.",
    lambda d, shape: d.sum(axis=stretched((1,) * (d.ndim - len(shape)) + shape), keepdims=True),
    "The axes of length 1 are gone: keepdims=True keeps them.",
    lambda d, shape: d.sum(axis=missing(d, shape)).sum(axis=stretched(shape)),
    "It takes the mean. Every copy brings its gradient, and they add up.",
    lambda d, shape: d.mean(axis=missing(d, shape)).mean(axis=stretched(shape), keepdims=True),
    "It takes one of the copies. Every copy brings its gradient, and they add up.",
    lambda d, shape: d[(0,) * (d.ndim - len(shape))][
        tuple(slice(1) if length == 1 else slice(None) for length in shape)
    ],
    "It sums over everything. Only the axes along which NumPy copied are summed.",
    lambda d, shape: np.broadcast_to(d.sum(), shape) + 0.0,
    lambda d, shape: d.sum(),
    "Which axes are summed depends on the shape, and so does how many there are.",
    lambda d, shape: d.sum(axis=0),
    lambda d, shape: d.sum(axis=1, keepdims=True) if 1 in shape else d.sum(axis=0),
    "Only the axes of length 1 are summed. Those that NumPy added in front are still there.",
    lambda d, shape: d.sum(axis=stretched(shape), keepdims=True),
    "That copies once more. What was copied is added up.",
    lambda d, shape: np.broadcast_to(d, shape),
    "The axes of length 1 are counted in the shape. In d, those in front come before them: sum "
    "these away first.",
    lambda d, shape: d.sum(axis=tuple({*missing(d, shape), *stretched(shape)})).reshape(shape),
    lambda d, shape: d.sum(axis=tuple({*missing(d, shape), *stretched(shape)})),
    "NumPy lines up the last axes: shape[-1] belongs to the last axis of d, and what is missing is "
    "in front.",
    lambda d, shape: d.sum(
        axis=tuple(axis for axis, length in enumerate(shape) if d.shape[axis] != length),
        keepdims=True,
    ),
    "It takes the largest of the copies. Every copy brings its gradient, and they add up.",
    lambda d, shape: d.max(axis=missing(d, shape)).max(axis=stretched(shape), keepdims=True),
    "Nothing is summed: d has the shape of the result, not of the array.",
    lambda d, shape: d + 0.0,
    "It sums over the last axes. NumPy adds the missing ones in front.",
    lambda d, shape: d.sum(axis=tuple(range(len(shape), d.ndim))).sum(
        axis=stretched(shape), keepdims=True
    ),
)


def products(rng):
    """Cases (a, b, d), all square: only then does a wrong product give numbers at all."""
    simple = [[1.0, 2], [3, 4]], [[0.0, 1], [5, 2]], [[1.0, 0], [2, 3]]
    return [tuple(map(np.array, simple)), *(tuple(decimals(rng, 3, n, n)) for n in (3, 2, 4))]


@write(
    cases=products,
    hints=[
        'Section "From numbers to arrays" has both in its table. Where does the author not follow '
        "it?",
        "What goes back to a must have the shape of a. Write the shapes of a, b and d beside each "
        "other, for a 2 × 3 and b 3 × 4: which product fits?",
        "The matrix that isn't asked for is transposed, and d keeps the side on which it stood.",
    ],
)
def product_adjoints(a, b, d):
    """Find the mistake in product_adjoints(a, b, d), the adjoints of a @ b; mend it."""
    return d @ b.T, a.T @ d


product_adjoints.wrong(
    "Nothing is turned. With a 2 × 3 and b 3 × 4, d is 2 × 4: only d @ b.T has the shape of a.",
    lambda a, b, d: (d @ b, a @ d),
    "Only the first one is turned: what goes back to b is a.T @ d.",
    lambda a, b, d: (d @ b.T, a @ d),
    "Only the second one is turned: what goes back to a is d @ b.T.",
    lambda a, b, d: (d @ b, a.T @ d),
    "The order in the first one: d @ b.T.",
    lambda a, b, d: (b.T @ d, a.T @ d),
    "The order in the second one: a.T @ d.",
    lambda a, b, d: (d @ b.T, d @ a.T),
    "The order of both: d stands where the product stood, d @ b.T and a.T @ d.",
    lambda a, b, d: (b.T @ d, d @ a.T),
    "Both are the other way round: first what goes back to a, then what goes back to b.",
    lambda a, b, d: (a.T @ d, d @ b.T),
    "d itself is turned: it has the shape of a @ b, and stays as it is.",
    lambda a, b, d: (d.T @ b.T, a.T @ d.T),
    lambda a, b, d: (d.T @ b, a.T @ d),
    lambda a, b, d: (d.T @ b.T, a.T @ d),
    lambda a, b, d: (d.T @ b, a @ d.T),
    lambda a, b, d: (d @ b.T, a @ d.T),
    lambda a, b, d: (d @ b.T, a.T @ d.T),
    "d is missing: what goes back is made of d and of the other matrix.",
    lambda a, b, d: (b.T, a.T),
    lambda a, b, d: (d @ b.T, a.T),
    lambda a, b, d: (b.T, a.T @ d),
    lambda a, b, d: (d @ b.T, a.T @ b),
    lambda a, b, d: (a @ b.T, a.T @ d),
    lambda a, b, d: (a @ b.T, a.T @ b),
    "Order and transpose: d stands where the product stood, and the other matrix is transposed, "
    "d @ b.T and a.T @ d.",
    lambda a, b, d: (b @ d, d @ a),
    "These are products entry by entry, *. A matrix product goes back as matrix products, @.",
    lambda a, b, d: (d * b.T, a.T * d),
    "The results are turned once more: d @ b.T has the shape of a already, a.T @ d that of b.",
    lambda a, b, d: ((d @ b.T).T, (a.T @ d).T),
)
