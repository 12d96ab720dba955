"""Lesson 01: convolution."""

import numpy as np

from .cases import decimals, whole_numbers
from .classes.convolution import layer  # noqa: F401
from .predict import Predict
from .write import write

predict_shape = Predict(
    "What is the shape of the output of Convolution(3, 10, kernel_size=5, padding=1) for a batch "
    "of 8 images of 32 × 32 × 3? Put it in place of the dots, as a tuple.",
    right=(8, 30, 30, 10),
    wrong=[
        ((8, 28, 28, 10), "28 would be right without padding: it adds one pixel on every side."),
        (
            (8, 29, 29, 10),
            "One is missing on each side: the padding is added on both ends of an axis, and the "
            "first "
            "place of the window counts, too (+ 1).",
        ),
        (
            (8, 32, 32, 10),
            "The size stays the same for a filter of 3 and padding 1. This filter is larger.",
        ),
        ((8, 34, 34, 10), "The padding makes the image larger; but the window must lie inside it."),
        (
            (8, 30, 30, 3),
            "Each of the 10 filters looks at all 3 channels and fills one of its own.",
        ),
        ((30, 30, 10), "That is the output for one image. The batch comes first."),
        ((8, 10, 30, 30), "The numbers are right, but here the channels stand last."),
        (
            (8, 30, 30, 30),
            "A filter adds up over all 3 channels and fills one of its own: 10 filters, 10 "
            "channels.",
        ),
        (
            (8, 32, 32),
            "There are four numbers: the channels are missing. And the size stays for a filter "
            "of 3 only.",
        ),
    ],
    hint="Height and width: the padded image, minus the filter, plus one. Then a channel for each "
    "of the ten filters; and the batch stands first.",
)

predict_weights = Predict(
    "How many weights do the filters of Convolution(3, 10, kernel_size=5, padding=1) have in all?",
    right=750,
    wrong=[
        (250, "A filter has a slice of weights for each of the 3 input channels."),
        (75, "Those are the weights of one filter. There are 10."),
        (760, "The convolution of this course has no bias of its own: the filters are all it has."),
        (25, "That is one slice of one filter."),
        (150, "A slice of a filter has 5 · 5 weights."),
        (6000, "The batch has no weights of its own: all images go through the same filters."),
        (270, "270 would be right for 3 × 3 filters. These are 5 × 5."),
        (
            30 * 30 * 750,
            "The weights are the same at every place: that is what they are shared for.",
        ),
        (
            25 * 13,
            "Each of the 10 filters has a slice for each of the 3 channels: 3 · 10, not 3 + 10.",
        ),
    ],
    hint="Weights of a slice, times slices of a filter, times filters.",
)


def sizes(rng):
    simple = [(5, 3, 0, 1), (5, 3, 0, 2), (6, 3, 0, 2), (6, 3, 1, 2), (5, 5, 0, 1), (28, 3, 1, 1)]
    numbers = (rng.integers(8, 40, 20), rng.integers(1, 8, 20), rng.integers(0, 4, 20))
    columns = (*numbers, rng.integers(1, 5, 20))
    return simple + [tuple(int(n) for n in row) for row in zip(*columns, strict=True)]


@write(
    cases=sizes,
    hints=[
        'Section "Padding, and the size of the output" counts the places, with steps of one '
        "pixel: from the first one, 0, to the last one that fits. Where is the last one, and how "
        "many steps lead there?",
        "The last place that fits is size + 2 · padding - kernel_size, as without a stride. How "
        "many steps of `stride` pixels can be made from 0 before it is passed?",
        "Whole steps only: that is Python's //. And the place from which the first step is made "
        "counts, too.",
    ],
)
def output_size(size, kernel_size, padding, stride):
    """Write output_size: how many places a window has along an axis, in steps of `stride`."""
    return (size + 2 * padding - kernel_size) // stride + 1


output_size.wrong(
    "You count the padding once, but it is added at both ends.",
    lambda size, kernel_size, padding, stride: (size + padding - kernel_size) // stride + 1,
    "You left out the padding: it adds `padding` pixels at both ends.",
    lambda size, kernel_size, padding, stride: (size - kernel_size) // stride + 1,
    "One is missing: the place you start from counts, too.",
    lambda size, kernel_size, padding, stride: (size + 2 * padding - kernel_size) // stride,
    "You divide the number of places. The steps start at place 0: take + 1 last.",
    lambda size, kernel_size, padding, stride: (size + 2 * padding - kernel_size + 1) // stride,
    "This is not a whole number: a step that doesn't fit any more isn't taken (//).",
    lambda size, kernel_size, padding, stride: (size + 2 * padding - kernel_size) / stride + 1,
    "// is computed before + and -: put the difference in brackets.",
    lambda size, kernel_size, padding, stride: size + 2 * padding - kernel_size // stride + 1,
    "You round to the nearest number. A step that doesn't fit isn't taken: go down.",
    lambda size, kernel_size, padding, stride: (
        round((size + 2 * padding - kernel_size) / stride) + 1
    ),
    "You round up. The last step, which doesn't fit any more, isn't taken.",
    lambda size, kernel_size, padding, stride: -((kernel_size - size - 2 * padding) // stride) + 1,
    "These are the places in steps of one: `stride` is not used.",
    lambda size, kernel_size, padding, stride: size + 2 * padding - kernel_size + 1,
    "The padding is added: it makes the axis longer, by twice `padding`.",
    lambda size, kernel_size, padding, stride: (size - 2 * padding - kernel_size) // stride + 1,
    "The last place that fits is missing: range(n) ends before n.",
    lambda size, kernel_size, padding, stride: len(
        range(0, size + 2 * padding - kernel_size, stride)
    ),
    "The window must lie inside: `kernel_size` has to be taken off.",
    lambda size, kernel_size, padding, stride: (size + 2 * padding) // stride,
    lambda size, kernel_size, padding, stride: (size + 2 * padding) // stride + 1,
    "The window is taken off after the division. It has to fit first: then the steps are counted.",
    lambda size, kernel_size, padding, stride: (size + 2 * padding) // stride - kernel_size + 1,
    "You count every start within the axis. The last windows don't fit any more.",
    lambda size, kernel_size, padding, stride: -(-(size + 2 * padding) // stride),
)


def images_and_output_gradients(rng):
    """Cases (padded, d_out): first one channel and a single lit output, then all sizes."""
    lit = np.zeros((1, 2, 2, 1))
    lit[0, 0, 1, 0] = 1
    cases = [(np.arange(1.0, 17).reshape(1, 4, 4, 1), lit)]
    cases += [(whole_numbers(rng, 2, 5, 5, 1), whole_numbers(rng, 2, 3, 3, 1))]
    for N, k, C, outs, height, width in [
        (2, 3, 2, 3, 4, 6),
        (3, 2, 3, 2, 5, 3),
        (2, 1, 2, 2, 3, 4),
    ]:
        padded = decimals(rng, N, height + k - 1, width + k - 1, C)
        cases.append((padded, decimals(rng, N, height, width, outs)))
    return cases


def kernel_size_of(padded, d_out):
    return padded.shape[1] - d_out.shape[1] + 1


@write(
    cases=images_and_output_gradients,
    hints=[
        'Section "The gradient of the filters": weight (i, j) is used in every window, and what '
        "it was multiplied by is a piece of `padded`, shifted by (i, j). The sum runs over n, y"
        " and x.",
        "First k, from H' = H - k + 1. Then a loop over the places (i, j) of the filter: each "
        "fills a table of C × O numbers, d_filters[i, j].",
        "The piece of place (i, j) has the rows from i and the columns from j on, H' and W' of "
        "them. Make tall matrices of the piece and of d_out, .reshape(-1, channels): the table is"
        " one matrix product of the two, and one of them is transposed. Or let np.einsum leave n,"
        " y and x out after its arrow.",
    ],
)
def filters_gradient(padded, d_out):
    """Write filters_gradient(padded, d_out): dL/dfilters, k × k × C × O."""
    k = kernel_size_of(padded, d_out)
    height, width = d_out.shape[1:3]
    d_filters = np.zeros((k, k, padded.shape[3], d_out.shape[3]))
    for i, j in np.ndindex(k, k):
        pixels = padded[:, i : i + height, j : j + width]
        d_filters[i, j] = np.einsum("nyxc,nyxo->co", pixels, d_out)
    return d_filters


filters_gradient.wrong(
    "Your filters are turned by 180°. Here nothing is turned: weight (i, j) met the pixels at "
    "y + i, x + j.",
    lambda padded, d_out: filters_gradient.right(padded, d_out)[::-1, ::-1],
    "Rows and columns of the filter are exchanged: i goes with y, j with x.",
    lambda padded, d_out: filters_gradient.right(padded, d_out).swapaxes(0, 1),
    "The channels are swapped: filters are k × k × C × O, inputs before outputs.",
    lambda padded, d_out: filters_gradient.right(padded, d_out).swapaxes(2, 3),
    "The piece of `padded` that meets all of d_out is as large as d_out, H' × W', not k × k.",
    lambda padded, d_out: np.einsum("nyxc,nyxo->co", first_window(padded, d_out), d_out),
)


def first_window(padded, d_out):
    k = kernel_size_of(padded, d_out)
    return padded[:, :k, :k]


@filters_gradient.wrong(
    "In each of your windows the channels stand first, as sliding_window_view leaves them: move "
    "them after the two filter axes before you reshape."
)
def _(padded, d_out):
    k, channels = kernel_size_of(padded, d_out), padded.shape[3]
    channels_first = filters_gradient.right(padded, d_out).transpose(2, 0, 1, 3)
    return channels_first.reshape(k, k, channels, -1)


@filters_gradient.wrong(
    "Only the last window is in it: something overwrites instead of adding (+=)."
)
def _(padded, d_out):
    k = kernel_size_of(padded, d_out)
    return np.einsum("ijc,o->ijco", padded[-1, -k:, -k:], d_out[-1, -1, -1])


def output_gradients_and_filters(rng):
    """Cases (d_out, filters): a single lit output first. C = O: a swap is no error, but wrong."""
    lit = np.zeros((1, 3, 3, 1))
    lit[0, 0, 1, 0] = 1
    cases = [(lit, np.arange(1.0, 10).reshape(3, 3, 1, 1))]
    cases += [(whole_numbers(rng, 1, 2, 3, 1), whole_numbers(rng, 3, 3, 1, 1))]
    for N, k, C, height, width in [(2, 3, 2, 4, 6), (3, 2, 3, 5, 3), (2, 3, 3, 3, 4)]:
        d_out = decimals(rng, N, height, width, C)
        cases.append((d_out, decimals(rng, k, k, C, C)))
    return cases


@write(
    cases=output_gradients_and_filters,
    hints=[
        'Section "First way: stamp and add up" is the shortest of the three: each output stamps '
        "the filter, times its d_out, onto its window. Where stamps overlap, they add up.",
        "d_x begins as zeros, N × (H' + k - 1) × (W' + k - 1) × C. Go through the places (i, j) "
        "of the filter, with all windows at once: what they send back through (i, j) belongs into"
        " d_x, shifted by (i, j).",
        "d_x[:, i : i + H', j : j + W'] += a matrix product: d_out, whose last axis is O, with "
        "filters[i, j], which is C × O. Which way round must the filter's table stand, for C to "
        "come out?",
    ],
)
def input_gradient(d_out, filters):
    """Write input_gradient(d_out, filters): dL/dx, N × (H' + k - 1) × (W' + k - 1) × C."""
    return scatter(d_out, filters)


def zeros_for_input(d_out, filters):
    k, _, channels, _ = filters.shape
    return np.zeros((len(d_out), d_out.shape[1] + k - 1, d_out.shape[2] + k - 1, channels))


def scatter(d_out, filters):
    """The filters stamped onto every window, times the gradient of its output, added up."""
    d_x, (_, height, width, _) = zeros_for_input(d_out, filters), d_out.shape
    for i, j in np.ndindex(filters.shape[:2]):
        d_x[:, i : i + height, j : j + width] += d_out @ filters[i, j].T
    return d_x


input_gradient.wrong(
    "The filter is the wrong way round. To slide a window over d_out, turn it, "
    "[::-1, ::-1]; to stamp it onto the windows, don't.",
    lambda d_out, filters: scatter(d_out, filters[::-1, ::-1]),
    "The channels are exchanged: sum over the output channels o, and let c stay. (With offsets: "
    "d_out @ filters[i, j].T.)",
    lambda d_out, filters: scatter(d_out, filters.swapaxes(2, 3)),
    "Neither turned nor swapped: a window that slides over d_out needs filters[::-1, ::-1] with "
    "the channels exchanged.",
    lambda d_out, filters: scatter(d_out, filters[::-1, ::-1].swapaxes(2, 3)),
    "Rows and columns of the filter are exchanged: i goes with y, j with x.",
    lambda d_out, filters: scatter(d_out, filters.swapaxes(0, 1)),
    "Rows and columns are exchanged. That is not a half turn: [::-1, ::-1] is one.",
    lambda d_out, filters: scatter(d_out, filters[::-1, ::-1].swapaxes(0, 1)),
    "The filter is turned along one axis only. A half turn is [::-1, ::-1].",
    lambda d_out, filters: scatter(d_out, filters[::-1]),
    lambda d_out, filters: scatter(d_out, filters[:, ::-1]),
    "A negative index counts from the end in Python: where Y - i or X - j is below 0, there is no "
    "window, and the term has to be left out.",
    lambda d_out, filters: gather(
        d_out, filters, lambda y, x, height, width: y < height and x < width
    ),
    "The windows that start at 0 are left out: index 0 is a place, too.",
    lambda d_out, filters: gather(
        d_out, filters, lambda y, x, height, width: 0 < y < height and 0 < x < width
    ),
    "np.flip turns all axes round, the channels, too. [::-1, ::-1] turns rows and columns only.",
    lambda d_out, filters: input_gradient.right(d_out, filters[:, :, ::-1, ::-1]),
    "Only output channel 0 is in it. Every output channel sends something back: sum over all o.",
    lambda d_out, filters: input_gradient.right(d_out[..., :1], filters[..., :1]),
)


@input_gradient.wrong(
    "You overwrote where windows overlap: a pixel collects from all of them, so use +=."
)
def _(d_out, filters):
    k, d_x = len(filters), zeros_for_input(d_out, filters)
    for y, x in np.ndindex(d_out.shape[1:3]):
        d_x[:, y : y + k, x : x + k] = np.einsum("no,ijco->nijc", d_out[:, y, x], filters)
    return d_x


@input_gradient.wrong(
    "You overwrote where windows overlap: a pixel collects from all of them, so use +=. And it "
    "collects over all output channels."
)
def _(d_out, filters):
    k, d_x = len(filters), zeros_for_input(d_out, filters)
    for n, y, x, o in np.ndindex(d_out.shape):
        d_x[n, y : y + k, x : x + k] = filters[..., o] * d_out[n, y, x, o]
    return d_x


@input_gradient.wrong(
    "You overwrote one offset with the next: all k · k of them add up, so use +=."
)
def _(d_out, filters):
    d_x, (_, height, width, _) = zeros_for_input(d_out, filters), d_out.shape
    for i, j in np.ndindex(filters.shape[:2]):
        d_x[:, i : i + height, j : j + width] = d_out @ filters[i, j].T
    return d_x


def gather(d_out, filters, fits):
    """The second way, with a test of one's own for the places that exist."""
    d_x, (_, height, width, _) = zeros_for_input(d_out, filters), d_out.shape
    for Y, X, i, j in np.ndindex(*d_x.shape[1:3], *filters.shape[:2]):
        if fits(Y - i, X - j, height, width):
            d_x[:, Y, X] += d_out[:, Y - i, X - j] @ filters[i, j].T
    return d_x


@input_gradient.wrong(
    "The middle is right, but the border is missing: with k - 1 zeros around d_out all pixels of x "
    "get their gradient."
)
def _(d_out, filters):
    edge = (len(filters) - 1) // 2 or 1
    return scatter(d_out, filters)[:, edge:-edge, edge:-edge]


def photographs(rng):
    """Cases (image, filter): never square, wider than they are high."""
    cases = [(np.arange(1.0, 16).reshape(3, 5), np.array([[1.0, 0], [0, 2]]))]
    cases += [(whole_numbers(rng, 4, 7), whole_numbers(rng, 3, 3))]
    cases += [(rng.random((20, 30)), decimals(rng, k, k)) for k in (1, 2, 3, 5)]
    return [*cases, (rng.integers(0, 10, (5, 8), np.uint8), rng.random((3, 3)).round(2))]


@write(
    cases=photographs,
    hints=[
        "Section \"Padding, and the size of the output\": H' and W' are two numbers. Which of them "
        "is `places`, and for which of the loops is it used?",
        "Both loops stop at `places`, the number of windows from top to bottom. From left to "
        "right there are more of them, or fewer, if the picture isn't square.",
        "The right number is in the program already: it is the second number in the shape of "
        "`out`. The loop over x should stop there.",
    ],
)
def for_photographs(image, filter):
    """Find the mistake in for_photographs, which is right for square images only, and mend it."""
    k = len(filter)
    out = np.zeros((image.shape[0] - k + 1, image.shape[1] - k + 1))
    for y, x in np.ndindex(out.shape):
        out[y, x] = (image[y : y + k, x : x + k] * filter).sum()
    return out


@for_photographs.wrong("On the right there are still zeros: x stops too early on a wide image.")
def _(image, filter):
    out = for_photographs.right(image, filter)
    out[:, len(out) :] = 0
    return out


for_photographs.wrong(
    "The filter lies on its side: its rows have become columns (.T).",
    lambda image, filter: for_photographs.right(image, filter.T),
    "That is the mean of the products. A convolution adds them up.",
    lambda image, filter: for_photographs.right(image, filter) / filter.size,
    "Rows and columns are exchanged: out[y, x], with y the row.",
    lambda image, filter: for_photographs.right(image, filter).T,
    "The filter is turned: it should lie on the window as it is.",
    lambda image, filter: for_photographs.right(image, filter[::-1, ::-1]),
)


@for_photographs.wrong("Now the result is cut to a square. A wide image has a wide result.")
def _(image, filter):
    out = for_photographs.right(image, filter)
    return out[:, : len(out)]
