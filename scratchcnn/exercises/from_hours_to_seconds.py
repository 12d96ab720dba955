"""Lesson 09: from hours to seconds."""

import numpy as np

from ..engine.winograd import A as A_4
from ..engine.winograd import B as B_4
from ..engine.winograd import G as G_4
from .cases import decimals
from .predict import Predict
from .write import write

predict_hours = Predict(
    "At 5,000 images a second, how many hours do nine epochs of 60,000 images take?",
    right=0.03,
    wrong=[
        (108, "Those are the seconds. An hour has 3,600."),
        (1.8, "Those are the minutes."),
        (12, "Those are the seconds of one epoch."),
        (12 / 3600, "That is one epoch; there are nine."),
        (5000 / 540_000 / 3600, "Upside down: the images are divided by the images of a second."),
        (0.3, "Ten times too much: a decimal place."),
        (750_000, "Multiplied: images, divided by the images of a second, are seconds."),
        (0.2, "Those are the minutes of one epoch."),
        (150, "540,000 are images, not seconds: divide by the images of a second first."),
        (0.108, "An hour has 3,600 seconds, not 1,000."),
    ],
    hint="9 · 60,000 images, divided by the images of a second, divided by 3,600.",
    tolerance=2e-4,
)

predict_limit = Predict(
    "Two cores of 100 GFLOP/s each, 6,588,600 MACs for an image: at least how many microseconds?",
    right=65.886,
    wrong=[
        (32.943, "A MAC is two operations: one multiplication and one addition."),
        (131.772, "That is one core's time; the other one works, too."),
        (22.338, "That is the forward pass alone."),
        (0.065886, "Seconds or milliseconds? A microsecond is a millionth of a second."),
        (6.5886e-5, "Seconds or milliseconds? A microsecond is a millionth of a second."),
        (15178, "Those are images a second; the question is for the time of one."),
        (263.544, "Two cores take half the time of one, not twice as long."),
        (16.4715, "A MAC is two operations: multiply by 2, don't divide."),
        (65_886, "Those are nanoseconds. A microsecond has 1,000 of them."),
        (197.658, "6,588,600 MACs are the whole step, there and back: not times three."),
    ],
    hint="Operations of a step, divided by the operations a second of both cores.",
    tolerance=0.6,
)

predict_products = Predict(
    "How many products does F(4, 3) along the rows take for 10 × 10 outputs, 8 → 8 channels?",
    right=34_560,
    wrong=[
        (57_600, "That is the direct way: 10 · 10 · 3 · 3 · 8 · 8."),
        (
            28_800,
            "Half of 57,600: but 10 is no multiple of 4, and the last tile costs as much as a full "
            "one.",
        ),
        (11_520, "The filter has three rows, and each of them takes its six products."),
        (4_320, "Every pair of an input and an output channel takes its products: 8 · 8 of them."),
        (103_680, "Three tiles, not nine: along a column nothing is saved, so there are ten rows."),
        (
            20_736,
            "That is Winograd in both directions, 36 products for 4 × 4 outputs. Along the rows "
            "only, it is six for each tile of a row and each row of the filter.",
        ),
        (
            23_040,
            "Two tiles cover only eight of the ten columns. (Or is it 4 products for a tile? "
            "Those are its outputs.)",
        ),
        (540, "That is for one channel to one: times 8 · 8."),
        (8_640, "Every input channel goes with every output channel: 8 · 8 pairs, not 8 + 8."),
        (69_120, "12 products for 4 outputs are the direct way. F(4, 3) takes 6."),
        (3_456, "That is one row of the output. There are ten."),
        (41_472, "12 rows are those of the padded input. The output has 10."),
    ],
    hint="Rows of the output · tiles in a row · six · rows of the filter · pairs of channels.",
)


def crowds(rng):
    """Cases (count, workers): first one that doesn't divide evenly."""
    return [(8, 3), (6, 3), (7, 1), (2, 4), (10, 4), (11, 4), (256, 2), (1000, 7), (59, 8)]


@write(
    cases=crowds,
    hints=[
        'Section "Rung 7: threads": each worker takes its part of the batch, and a step is as '
        "slow as its slowest worker. How many images does everybody get, and how many are left "
        "over?",
        "divmod says both at once. The first ones get one image more each, as long as there are "
        "any left over. The bounds are these shares, added up from the left, from 0 on.",
        "Bound w: w times what everybody gets, and one more for each of the first w workers who "
        "has one more. Of these there are w, but never more than were left over: np.minimum. "
        "There are workers + 1 bounds.",
    ],
    index=True,
)
def split(count, workers):
    """Write split(count, workers): the workers + 1 bounds of even shares, larger ones first."""
    each, left_over = divmod(count, workers)
    w = np.arange(workers + 1)
    return w * each + np.minimum(w, left_over)


split.wrong(
    "The images that are left over belong to nobody: the last bound must be `count`.",
    lambda count, workers: np.arange(workers + 1) * (count // workers),
    "The shares are rounded up, so the last workers have less by more than one, or nothing at all.",
    lambda count, workers: np.minimum(np.arange(workers + 1) * -(-count // workers), count),
    "As even as can be, but the larger shares stand elsewhere: here they come first.",
    lambda count, workers: np.arange(workers + 1) * count // workers,
    "Rounded bounds are as even as can be, but the larger shares don't come first.",
    lambda count, workers: np.linspace(0, count, workers + 1).round(),
    "The larger shares come last: here they come first.",
    lambda count, workers: count - split.right(count, workers)[::-1],
    "These are the sizes of the shares: add them up from the left, starting with 0.",
    lambda count, workers: np.diff(split.right(count, workers)),
    "The 0 at the beginning is missing: it is the first worker's lower bound.",
    lambda count, workers: split.right(count, workers)[1:],
    "The last bound is missing: it is the last worker's upper bound.",
    lambda count, workers: split.right(count, workers)[:-1],
    "The last worker gets all that is left over, and the others wait for it.",
    lambda count, workers: np.append(np.arange(workers) * (count // workers), count),
    "The right shares as pairs; the bounds alone are enough, each of them once.",
    lambda count, workers: np.lib.stride_tricks.sliding_window_view(split.right(count, workers), 2),
    "Bounds are where a share ends and the next one begins: whole numbers, not fractions.",
    lambda count, workers: np.linspace(0, count, workers + 1),
    "Those are the images of each worker. Return the bounds: where each share begins, and the end.",
    lambda count, workers: np.array_split(np.arange(count), workers),
    "The first worker gets all that is left over. One more for each, as long as there are any.",
    lambda count, workers: np.cumsum(
        [0, count // workers + count % workers, *[count // workers] * (workers - 1)]
    ),
    "The upper bounds are the last images themselves. A share ends before bounds[w + 1], as "
    "slices do.",
    lambda count, workers: split.right(count, workers) - (np.arange(workers + 1) > 0),
    "You give one more to everybody but the last. There are only count % workers of them.",
    lambda count, workers: [w * (count // workers + 1) for w in range(workers)] + [count],
)


def rows(rng):
    """Cases (d, g, A, B, G): F(2, 3) on small whole numbers, F(4, 3), and matrices at random."""
    A_2 = np.array([[1.0, 1, 1, 0], [0, 1, -1, -1]])
    B_2 = np.array([[1.0, 0, -1, 0], [0, 1, 1, 0], [0, -1, 1, 0], [0, 1, 0, -1]])
    G_2 = np.array([[1.0, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]])
    two, four = (A_2, B_2, G_2), tuple(each.astype(float) for each in (A_4, B_4, G_4))
    cases = [(np.array([1.0, 2, 0, 3, 1, 1]), np.array([1.0, 2, 3]), *two)]
    for tiles in (1, 3):
        cases.append((decimals(rng, 2 + 4 * tiles), decimals(rng, 3), *four))
    for m, k, tiles in ((2, 3, 4), (3, 4, 2), (4, 2, 3)):
        P = m + k - 1
        matrices = (decimals(rng, *shape) for shape in ((m, P), (P, P), (P, k)))
        cases.append((decimals(rng, k - 1 + m * tiles), decimals(rng, k), *matrices))
    return cases


@write(
    cases=rows,
    hints=[
        'Section "Winograd: half of the products" has one tile: out = A [(G g) ⊙ (B d)], six '
        "inputs and four outputs there, P inputs and m outputs here. Where does the next one "
        "start?",
        "A tile makes m = A.shape[0] outputs of P = A.shape[1] inputs, so the next one starts m "
        "inputs further on, and they overlap. The last one ends where d ends.",
        "For one tile: A @ ((G @ g) * (B @ tile)), where the tile is P numbers of d. Starts go "
        "from 0 in steps of m, the last one is len(d) - P. np.concatenate puts the outputs of all"
        " tiles in a row.",
    ],
)
def winograd_row(d, g, A, B, G):
    """Write winograd_row(d, g, A, B, G): A · [(G g) ⊙ (B tile)] for all tiles, in a row."""
    return in_tiles(d, g, A, B, G, step=len(A))


def in_tiles(d, g, A, B, G, step):
    """The outputs of tiles that begin `step` inputs apart."""
    P = A.shape[1]
    tiles = [d[start : start + P] for start in range(0, len(d) - P + 1, step)]
    return np.concatenate([A @ ((G @ g) * (B @ tile)) for tile in tiles])


def tiles_apart(d, g, A, B, G, step):
    """The outputs of tiles that start so many inputs apart."""
    starts = range(0, len(d) - len(B) + 1, step)
    return np.concatenate([A @ ((G @ g) * (B @ d[start : start + len(B)])) for start in starts])


winograd_row.wrong(
    "That is the direct way, with k products for an output. It is right where A, B and G belong "
    "together; the exercise asks for the formula with any matrices.",
    lambda d, g, A, B, G: np.correlate(d, g, "valid"),
    "That is the direct way, and with the filter turned round; the exercise asks for the formula "
    "with the three matrices.",
    lambda d, g, A, B, G: np.convolve(d, g, "valid"),
    "Your tiles stand side by side. They overlap: m outputs further on, the next one starts.",
    lambda d, g, A, B, G: in_tiles(d, g, A, B, G, step=A.shape[1]),
    "The last tile is missing: `range` leaves out its end, so it must end one later.",
    lambda d, g, A, B, G: winograd_row.right(d, g, A, B, G)[: -len(A)],
    "Only the first tile is in it.",
    lambda d, g, A, B, G: A @ ((G @ g) * (B @ d[: A.shape[1]])),
    "Your tiles move by one input. A tile makes m outputs: move on by m.",
    lambda d, g, A, B, G: in_tiles(d, g, A, B, G, step=1),
    "The outputs are right, but they stand in another order: first the first ones of all tiles. "
    "Transpose before you reshape.",
    lambda d, g, A, B, G: winograd_row.right(d, g, A, B, G).reshape(-1, len(A)).T.ravel(),
    "B is transposed: it is B @ tile.",
    lambda d, g, A, B, G: winograd_row.right(d, g, A, B.T, G),
    "The filter is turned round. Nothing is turned here.",
    lambda d, g, A, B, G: winograd_row.right(d, g[::-1], A, B, G),
    "Each tile has a row of its own here: put the outputs one after the other, np.concatenate.",
    lambda d, g, A, B, G: winograd_row.right(d, g, A, B, G).reshape(-1, len(A)),
    "The tiles are added up instead of put one after the other.",
    lambda d, g, A, B, G: winograd_row.right(d, g, A, B, G).reshape(-1, len(A)).sum(axis=0),
    "A tile runs past the end of d. The next one starts m further on, not P, and the last one "
    "must be whole: it starts at len(d) - P.",
    lambda d, g, A, B, G: A @ ((G @ g) * (B @ d[len(d) - len(d) % len(B) :])),
    lambda d, g, A, B, G: A @ ((G @ g) * (B @ d[: len(B) - len(A)])),
    "Your tiles are k apart. A tile makes m outputs: the next one starts m further on.",
    lambda d, g, A, B, G: tiles_apart(d, g, A, B, G, len(g)),
    "B takes a tile of P inputs, and P is len(B), not always 6: cut d into tiles of this length.",
    lambda d, g, A, B, G: A @ ((G @ g) * (B @ d)),
    "A is missing: it makes m outputs of the P products of a tile.",
    lambda d, g, A, B, G: tiles_apart(d, g, np.eye(len(B)), B, G, len(A)),
    "G is missing: it makes P numbers of the filter, G @ g.",
    lambda d, g, A, B, G: A @ (g * (B @ d[: len(B)])),
    "The last tile is missing: range(0, n) ends before n.",
    lambda d, g, A, B, G: tiles_apart(d[:-1], g, A, B, G, len(A)),
    "Your tiles are 2 apart, whatever m is: a tile makes m = A.shape[0] outputs.",
    lambda d, g, A, B, G: tiles_apart(d, g, A, B, G, 2),
)


@winograd_row.wrong("⊙ multiplies entry by entry; a matrix product has added the products up.")
def _(d, g, A, B, G):
    tiles = [d[start : start + len(B)] for start in range(0, len(d) - len(B) + 1, len(A))]
    return np.concatenate([A.sum(axis=1) * ((G @ g) @ (B @ tile)) for tile in tiles])


def models(rng):
    """Cases (x, t, w, size): chunks that do not divide the batch, from the first case on."""
    x = np.array([[1.0, 0], [0, 1], [1, 1], [2, 0], [0, 2], [2, 2]])
    cases = [(x, np.array([1.0, 0, 2, -2, 0, 1]), np.array([1.0, -1]), 4)]
    for N, features, size in ((6, 3, 2), (7, 3, 3), (5, 2, 1), (9, 4, 100), (64, 3, 10)):
        x = decimals(rng, N, features)
        cases.append((x, decimals(rng, N), decimals(rng, features), size))
    return cases


def chunked(x, t, w, size, count):
    """The gradient, each chunk's sum divided by count(images of the chunk)."""
    d_w = np.zeros_like(w)
    for start in range(0, len(x), size):
        part = slice(start, start + size)
        d_w += 2 * (x[part] @ w - t[part]) @ x[part] / count(len(x[part]))
    return d_w


@write(
    cases=models,
    hints=[
        'Section "Rung 6: chunks that fit the cache": a gradient can be taken in parts, only the '
        "mean needs care. Over how many images is L a mean?",
        "L has a single N, that of the whole batch. Here each chunk is divided by its own number "
        "of images.",
        "In the line with +=, len is taken of the chunk. Of what should it be taken?",
    ],
)
def gradient_in_chunks(x, t, w, size):
    """Find the mistake in gradient_in_chunks, whose result depends on the chunks, and mend it."""
    return chunked(x, t, w, size, lambda count: len(x))


def whole_chunks(x, t, w, size):
    """The gradient without a chunk that isn't full."""
    count = len(x) // size * size
    return gradient_in_chunks.right(x[:count], t[:count], w, size) * count / len(x)


gradient_in_chunks.wrong(
    "As in the program above, each chunk is divided by its own size.",
    lambda x, t, w, size: chunked(x, t, w, size, lambda count: count),
    "A mean of the chunks' means: right only where all chunks are of one size. The images of a "
    "shorter last chunk count for more than the others.",
    lambda x, t, w, size: chunked(x, t, w, size, lambda count: count) / -(-len(x) // size),
    "Divided by `size`, but the last chunk can be shorter, and the mean is over the batch, anyway.",
    lambda x, t, w, size: chunked(x, t, w, size, lambda count: size),
    "Each chunk's mean counts with the share size / N; but the last chunk can be shorter than "
    "`size`, and then its share is smaller.",
    lambda x, t, w, size: chunked(x, t, w, size, lambda count: count * len(x) / size),
    "Divided twice: by the size of the chunk, and by that of the batch.",
    lambda x, t, w, size: chunked(x, t, w, size, lambda count: count * len(x)),
    "This is the gradient of the sum: divide by the images of the batch.",
    lambda x, t, w, size: chunked(x, t, w, size, lambda count: 1),
    "Only the first chunk is in it. Is the `return` indented too far?",
    lambda x, t, w, size: chunked(x[:size], t[:size], w, size, lambda count: len(x)),
    "The last, shorter chunk is left out.",
    lambda x, t, w, size: whole_chunks(x, t, w, size),
    "You divide by the number of weights. The mean is over the images, len(x).",
    lambda x, t, w, size: gradient_in_chunks.right(x, t, w, size) * len(x) / len(w),
    "The targets are added. The error is x · w - t.",
    lambda x, t, w, size: gradient_in_chunks.right(x, -t, w, size),
)


@gradient_in_chunks.wrong("Only the last chunk is in it: the gradients of all chunks add up (+=).")
def _(x, t, w, size):
    start = (len(x) - 1) // size * size
    return chunked(x[start:], t[start:], w, size, lambda count: len(x))


@gradient_in_chunks.wrong("The images of an incomplete last chunk are left out.")
def _(x, t, w, size):
    size = min(size, len(x))
    whole = len(x) // size * size
    return chunked(x[:whole], t[:whole], w, size, lambda count: len(x))
