"""Lesson 09: from hours to seconds."""

import numpy as np

from ..engine.winograd import A as A_4
from ..engine.winograd import B as B_4
from ..engine.winograd import G as G_4
from .exercise import Predict, write

predict_hours = Predict(
    "At 5,000 images a second, how many hours do nine epochs of 60,000 images take?",
    right=0.03,
    wrong={
        108: "Those are the seconds. An hour has 3,600.",
        1.8: "Those are the minutes.",
        12: "Those are the seconds of one epoch.",
        12 / 3600: "That is one epoch; there are nine.",
    },
    hint="9 · 60,000 images, divided by the images of a second, divided by 3,600.",
    tolerance=2e-4,
)

predict_limit = Predict(
    "Two cores of 100 GFLOP/s each, 6,588,600 MACs for an image: at least how many microseconds?",
    right=65.886,
    wrong={
        32.943: "A MAC is two operations: one multiplication and one addition.",
        131.772: "That is one core's time; the other one works, too.",
        22.338: "That is the forward pass alone.",
        0.065886: "Seconds or milliseconds? A microsecond is a millionth of a second.",
        15178: "Those are images a second; the question is for the time of one.",
    },
    hint="Operations of a step, divided by the operations a second of both cores.",
    tolerance=0.6,
)

predict_products = Predict(
    "How many products does F(4, 3) along the rows take for 10 × 10 outputs, 8 → 8 channels?",
    right=34_560,
    wrong={
        57_600: "That is the direct way: 10 · 10 · 3 · 3 · 8 · 8.",
        28_800: "Half of 57,600: but 10 is no multiple of 4, and the last tile costs as much as a "
        "full one.",
        11_520: "The filter has three rows, and each of them takes its six products.",
        4_320: "Every pair of an input and an output channel takes its products: 8 · 8 of them.",
        103_680: "Three tiles, not nine: along a column nothing is saved, so there are ten rows.",
        20_736: "That is Winograd in both directions, 36 products for 4 × 4 outputs. Along the "
        "rows only, it is six for each tile of a row and each row of the filter.",
        23_040: "Two tiles cover only eight of the ten columns.",
        540: "That is for one channel to one: times 8 · 8.",
    },
    hint="Rows of the output · tiles in a row · six · rows of the filter · pairs of channels.",
)


def crowds(rng):
    """Cases (count, workers): first one that doesn't divide evenly."""
    return [(8, 3), (6, 3), (7, 1), (2, 4), (10, 4), (11, 4), (256, 2), (1000, 7), (59, 8)]


@write(
    cases=crowds,
    hint="divmod(count, workers) says what everybody gets, and how many images are left over.",
    index=True,
)
def split(count, workers):
    """Write split(count, workers): the workers + 1 bounds of even shares, larger ones first."""
    each, left_over = divmod(count, workers)
    w = np.arange(workers + 1)
    return w * each + np.minimum(w, left_over)


@split.wrong("The images that are left over belong to nobody: the last bound must be `count`.")
def _(count, workers):
    return np.arange(workers + 1) * (count // workers)


@split.wrong("The last worker gets all that is left over, and the others wait for it.")
def _(count, workers):
    bounds = np.arange(workers + 1) * (count // workers)
    bounds[-1] = count
    return bounds


@split.wrong(
    "The shares are rounded up, so the last workers have less by more than one, or nothing at all."
)
def _(count, workers):
    return np.minimum(np.arange(workers + 1) * -(-count // workers), count)


@split.wrong("As even as can be, but the larger shares stand elsewhere: here they come first.")
def _(count, workers):
    return np.arange(workers + 1) * count // workers


@split.wrong("Rounded bounds are as even as can be, but the larger shares don't come first.")
def _(count, workers):
    return np.linspace(0, count, workers + 1).round()


@split.wrong("The right shares as pairs; the bounds alone are enough, each of them once.")
def _(count, workers):
    bounds = split.right(count, workers)
    return np.stack([bounds[:-1], bounds[1:]], axis=1)


@split.wrong("The larger shares come last: here they come first.")
def _(count, workers):
    return count - split.right(count, workers)[::-1]


@split.wrong("These are the sizes of the shares: add them up from the left, starting with 0.")
def _(count, workers):
    return np.diff(split.right(count, workers))


@split.wrong("The 0 at the beginning is missing: it is the first worker's lower bound.")
def _(count, workers):
    return split.right(count, workers)[1:]


@split.wrong("The last bound is missing: it is the last worker's upper bound.")
def _(count, workers):
    return split.right(count, workers)[:-1]


@split.wrong("Bounds are where a share ends and the next one begins: whole numbers, not fractions.")
def _(count, workers):
    return np.linspace(0, count, workers + 1)


def rows(rng):
    """Cases (d, g, A, B, G): F(2, 3) on small whole numbers, F(4, 3), and matrices at random."""
    A_2 = np.array([[1.0, 1, 1, 0], [0, 1, -1, -1]])
    B_2 = np.array([[1.0, 0, -1, 0], [0, 1, 1, 0], [0, -1, 1, 0], [0, 1, 0, -1]])
    G_2 = np.array([[1.0, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]])
    two, four = (A_2, B_2, G_2), tuple(each.astype(float) for each in (A_4, B_4, G_4))
    cases = [(np.array([1.0, 2, 0, 3, 1, 1]), np.array([1.0, 2, 3]), *two)]
    for tiles in (1, 3):
        cases.append((rng.standard_normal(2 + 4 * tiles), rng.standard_normal(3), *four))
    for m, k, tiles in ((2, 3, 4), (3, 4, 2), (4, 2, 3)):
        P = m + k - 1
        matrices = (rng.standard_normal(shape) for shape in ((m, P), (P, P), (P, k)))
        cases.append((rng.standard_normal(k - 1 + m * tiles), rng.standard_normal(k), *matrices))
    return cases


@write(
    cases=rows,
    hint="First one tile: A @ ((G @ g) * (B @ tile)). A tile has P = A.shape[1] inputs and makes "
    "m = A.shape[0] outputs, so where does the next one start?",
)
def winograd_row(d, g, A, B, G):
    """Write winograd_row(d, g, A, B, G): A · [(G g) ⊙ (B tile)] for all tiles, in a row."""
    return tiles_of(d, A.shape[1], A.shape[0], lambda tile: A @ ((G @ g) * (B @ tile)))


def tiles_of(d, size, step, formula):
    starts = range(0, len(d) - size + 1, step)
    return np.concatenate([formula(d[start : start + size]) for start in starts])


@winograd_row.wrong(
    "That is the direct way, with k products for an output. It is right where A, B and G belong "
    "together; the exercise asks for the formula with any matrices."
)
def _(d, g, A, B, G):
    return np.correlate(d, g, "valid")


@winograd_row.wrong(
    "That is the direct way, and with the filter turned round; the exercise asks for the formula "
    "with the three matrices."
)
def _(d, g, A, B, G):
    return np.convolve(d, g, "valid")


@winograd_row.wrong(
    "Your tiles stand side by side. They overlap: m outputs further on, the next one starts."
)
def _(d, g, A, B, G):
    return tiles_of(d, A.shape[1], A.shape[1], lambda tile: A @ ((G @ g) * (B @ tile)))


@winograd_row.wrong(
    "The last tile is missing: `range` leaves out its end, so it must end one later."
)
def _(d, g, A, B, G):
    return winograd_row.right(d, g, A, B, G)[: -len(A)]


@winograd_row.wrong("Only the first tile is in it.")
def _(d, g, A, B, G):
    return A @ ((G @ g) * (B @ d[: A.shape[1]]))


@winograd_row.wrong("Your tiles move by one input. A tile makes m outputs: move on by m.")
def _(d, g, A, B, G):
    return tiles_of(d, A.shape[1], 1, lambda tile: A @ ((G @ g) * (B @ tile)))


@winograd_row.wrong(
    "The outputs are right, but they stand in another order: first the first ones of all tiles. "
    "Transpose before you reshape."
)
def _(d, g, A, B, G):
    return winograd_row.right(d, g, A, B, G).reshape(-1, len(A)).T.ravel()


@winograd_row.wrong("B is transposed: it is B @ tile.")
def _(d, g, A, B, G):
    return winograd_row.right(d, g, A, B.T, G)


@winograd_row.wrong("The filter is turned round. Nothing is turned here.")
def _(d, g, A, B, G):
    return winograd_row.right(d, g[::-1], A, B, G)


@winograd_row.wrong("⊙ multiplies entry by entry; a matrix product has added the products up.")
def _(d, g, A, B, G):
    return tiles_of(d, A.shape[1], len(A), lambda tile: A.sum(axis=1) * ((G @ g) @ (B @ tile)))


@winograd_row.wrong("The tiles are added up instead of put one after the other.")
def _(d, g, A, B, G):
    return winograd_row.right(d, g, A, B, G).reshape(-1, len(A)).sum(axis=0)


def models(rng):
    """Cases (x, t, w, size): chunks that do not divide the batch, from the first case on."""
    x = np.array([[1.0, 0], [0, 1], [1, 1], [2, 0], [0, 2], [2, 2]])
    cases = [(x, np.array([1.0, 0, 2, -2, 0, 1]), np.array([1.0, -1]), 4)]
    for N, features, size in ((6, 3, 2), (7, 3, 3), (5, 2, 1), (9, 4, 100), (64, 3, 10)):
        x = rng.standard_normal((N, features))
        cases.append((x, rng.standard_normal(N), rng.standard_normal(features), size))
    return cases


def chunked(x, t, w, size, count):
    """The gradient, each chunk's sum divided by count(images of the chunk)."""
    d_w = np.zeros_like(w)
    for start in range(0, len(x), size):
        part = slice(start, start + size)
        d_w += 2 * (x[part] @ w - t[part]) @ x[part] / count(len(x[part]))
    return d_w


@write(cases=models, hint="L is a mean over the batch. Over how many images do you take it?")
def gradient_in_chunks(x, t, w, size):
    """Find the mistake in gradient_in_chunks, whose result depends on the chunks, and mend it."""
    return chunked(x, t, w, size, lambda count: len(x))


@gradient_in_chunks.wrong("That is the program as it was: each chunk is divided by its own size.")
def _(x, t, w, size):
    return chunked(x, t, w, size, lambda count: count)


@gradient_in_chunks.wrong(
    "A mean of the chunks' means: right only where all chunks are of one size. The images of a "
    "shorter last chunk count for more than the others."
)
def _(x, t, w, size):
    return chunked(x, t, w, size, lambda count: count) / -(-len(x) // size)


@gradient_in_chunks.wrong(
    "Divided by `size`, but the last chunk can be shorter, and the mean is over the batch, anyway."
)
def _(x, t, w, size):
    return chunked(x, t, w, size, lambda count: size)


@gradient_in_chunks.wrong(
    "Each chunk's mean counts with the share size / N; but the last chunk can be shorter than "
    "`size`, and then its share is smaller."
)
def _(x, t, w, size):
    return chunked(x, t, w, size, lambda count: count * len(x) / size)


@gradient_in_chunks.wrong("Divided twice: by the size of the chunk, and by that of the batch.")
def _(x, t, w, size):
    return chunked(x, t, w, size, lambda count: count * len(x))


@gradient_in_chunks.wrong("This is the gradient of the sum: divide by the images of the batch.")
def _(x, t, w, size):
    return chunked(x, t, w, size, lambda count: 1)


@gradient_in_chunks.wrong("Only the last chunk is in it: the gradients of all chunks add up (+=).")
def _(x, t, w, size):
    start = (len(x) - 1) // size * size
    last = slice(start, None)
    return 2 * (x[last] @ w - t[last]) @ x[last] / len(x)


@gradient_in_chunks.wrong("Only the first chunk is in it. Is the `return` indented too far?")
def _(x, t, w, size):
    first = slice(0, size)
    return 2 * (x[first] @ w - t[first]) @ x[first] / len(x)


@gradient_in_chunks.wrong("The images of an incomplete last chunk are left out.")
def _(x, t, w, size):
    size = min(size, len(x))
    whole = len(x) // size * size
    return chunked(x[:whole], t[:whole], w, size, lambda count: len(x))
