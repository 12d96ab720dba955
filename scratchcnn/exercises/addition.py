"""Lesson 03: addition."""

import numpy as np

from .cases import decimals, whole_numbers
from .classes.addition import layer  # noqa: F401
from .predict import Predict
from .write import write

predict_biases = Predict(
    "How many biases does an untied Addition after Convolution(3, 10, kernel_size=5, padding=1) "
    "have, for images of 32 × 32 × 3?",
    right=9000,
    wrong=[
        (10, "That is the tied kind, one for each channel. Untied means one for each place, too."),
        (900, "These are the places of one map. There are as many maps as filters."),
        (32 * 32 * 10, "The maps are smaller than the images: 32 + 2·1 - 5 + 1 pixels each way."),
        (28 * 28 * 10, "28 would be the size without padding: it adds one pixel on every side."),
        (
            30 * 30 * 3,
            "3 is the number of channels before the convolution. Addition comes after it.",
        ),
        (32 * 32 * 3, "That is the size of an image. The Addition comes after the convolution."),
        (
            30 * 30 * 10 * 3,
            "The 3 channels of the image are gone: each filter looks at all of them and makes one "
            "map.",
        ),
        (750, "Those are the weights of the filters. How many numbers come out of them?"),
        (760, "Those are the weights of the filters, and a bias for each. Untied biases are more."),
        (
            29 * 29 * 10,
            "A side has one place more: the one that the window starts from counts, too.",
        ),
        (9750, "The weights of the filters belong to the convolution. They are not biases."),
    ],
    hint="As many as numbers come out of the convolution, for one image.",
)

predict_gradient = Predict(
    "The maps are 4 × 5 × 6 × 3 (N × H × W × C), the bias is tied, d_out is full of ones. What "
    "number is d_bias[0]?",
    right=120,
    wrong=[
        (
            30,
            "Those are the places of one image, or a mean over the images. The bias was added to "
            "all "
            "four, and what it gets is a sum.",
        ),
        (4, "That would be an untied bias: it touches one output of each image."),
        (
            360,
            "Those are all outputs. The bias of channel 0 touches the outputs of channel 0 only.",
        ),
        (1, "1 is the derivative of each output it touches. How many does it touch?"),
        (90, "5 · 6 · 3 numbers are one image. Which axes does a tied bias not have?"),
        (3, "3 is the number of the biases. What does one of them receive?"),
        (20, "Those are images and rows. The bias was added in every column, too."),
        (
            40,
            "The sum is not shared out: each channel has a bias of its own, and outputs of its "
            "own.",
        ),
    ],
    hint="Count the outputs that the bias of channel 0 touches.",
)


def output_gradients(rng):
    """Cases (d_out,): first one channel, small; then sizes that are all different."""
    shapes = [(2, 3, 4, 1), (1, 3, 4, 2), (2, 5, 6, 3), (4, 3, 5, 2)]
    return [(whole_numbers(rng, *shapes[0]),)] + [(decimals(rng, *s),) for s in shapes[1:]]


@write(
    cases=output_gradients,
    hints=[
        'Section "A copy becomes a sum": sum over every axis along which the bias was copied. The'
        " last row of its table has a bias of this kind.",
        "A bias of H × 1 × C was copied along n and along x. Summing over these two leaves H × C;"
        " but the gradient must have the shape of the bias.",
        "Sum over axes 0 and 2 at once, then put an axis of length 1 back between the two that "
        "are left, with np.newaxis or reshape. (In two sums, keepdims=True keeps it there.)",
    ],
)
def row_bias_gradient(d_out):
    """Write row_bias_gradient(d_out): dL/dbias for a bias of H × 1 × C, one for each row."""
    return d_out.sum(axis=(0, 2))[:, np.newaxis]


row_bias_gradient.wrong(
    "The numbers are right, but the gradient must have the shape of the bias, H × 1 × C: keep the "
    "axis along which you sum.",
    lambda d_out: d_out.sum(axis=(0, 2)),
    "The batch axis is still there, as a 1. It was missing in the bias, so the sum takes it away.",
    lambda d_out: d_out.sum(axis=(0, 2), keepdims=True),
    "It is right up to the factor 1/W: sum along the row, don't average.",
    lambda d_out: row_bias_gradient.right(d_out) / d_out.shape[2],
    "This is a mean over images and places. The derivative is a sum over both.",
    lambda d_out: d_out.mean(axis=(0, 2))[:, np.newaxis],
    "You sum over y and keep x: this is a bias for each column.",
    lambda d_out: d_out.sum(axis=(0, 1))[:, np.newaxis],
    lambda d_out: d_out.sum(axis=(0, 1))[np.newaxis],
    "The sum over the images is there. The bias is copied along x, too.",
    lambda d_out: d_out.sum(axis=0),
    "The channels are summed up, too, but each channel has its own bias.",
    lambda d_out: d_out.sum(axis=(0, 2, 3))[:, np.newaxis, np.newaxis],
    "The sum along x is there. The bias was added to every image, too: sum.",
    lambda d_out: d_out.sum(axis=2, keepdims=True),
    "In a loop, += is needed: = overwrites, and only what came last is left of the sum.",
    lambda d_out: d_out[-1, :, -1:],
    "Along the row, something overwrites (=): only the last column is left. Add up with +=.",
    lambda d_out: d_out.sum(axis=0)[:, -1:],
    "It is N times too large: the sum over the images is all, once.",
    lambda d_out: row_bias_gradient.right(d_out) * len(d_out),
    "After the first sum the axes have moved up: what was axis 2 is axis 1 now. Sum over both "
    "at once.",
    lambda d_out: d_out.sum(axis=0).sum(axis=2, keepdims=True),
    lambda d_out: d_out.sum(axis=0).sum(axis=2),
)


@row_bias_gradient.wrong(
    "The rows are stirred: reshape doesn't move the axis y to the front, it cuts the memory anew. "
    "Sum over the axes 0 and 2 instead, or transpose first."
)
def _(d_out):
    N, H, W, C = d_out.shape
    return d_out.reshape(H, N * W, 1, C).sum(axis=1)


def gradients_and_shapes(rng):
    """Cases (d_out, shape): everything that can be broadcast to a few shapes."""
    cases = [(whole_numbers(rng, 3, 4), shape) for shape in [(4,), (1, 4), (3, 1), (3, 4), ()]]
    shapes = [(5, 6, 3), (3,), (1, 3), (5, 1, 3), (1, 6, 1), (2, 1, 1, 3), (1, 1, 1, 1), (1,), ()]
    cases += [(decimals(rng, 2, 5, 6, 3), shape) for shape in shapes]
    cases += [(decimals(rng, 1, 4, 3), (1, 3)), (decimals(rng, 3, 3), (3,))]
    return cases


@write(
    cases=gradients_and_shapes,
    hints=[
        'Section "A copy becomes a sum" has the rule, in bold, and two kinds of axes: those that '
        "were missing on the left, and those of size 1. Write the two shapes one below the "
        "other, aligned at the right.",
        "Two sums, one after the other. By how many axes is d_out longer than `shape`? These come"
        " first, and the sum takes them away. Of those that are left, the axes whose size in "
        "`shape` is 1 are summed over, and stay, as 1.",
        "sum takes a tuple of axes: the first time 0, 1, … up to the number of missing ones; the "
        "second time the numbers of the axes of size 1, with keepdims=True.",
    ],
)
def unbroadcast(d_out, shape):
    """Write unbroadcast(d_out, shape): the gradient of what was broadcast from `shape`."""
    missing = d_out.ndim - len(shape)
    d = d_out.sum(axis=tuple(range(missing)))
    ones = tuple(axis for axis, size in enumerate(shape) if size == 1)
    return d.sum(axis=ones, keepdims=True)


unbroadcast.wrong(
    "You take means. Each copy has its own share in the loss: the shares are added up.",
    lambda d_out, shape: unbroadcast.right(d_out, shape) * np.prod(shape) / d_out.size,
    "Along the axes that were missing you take a mean. There, too, the copies' shares are added "
    "up.",
    lambda d_out, shape: (
        unbroadcast.right(d_out, shape) / np.prod(d_out.shape[: d_out.ndim - len(shape)])
    ),
    "Along the axes of size 1 you take a mean. There, too, the copies' shares are added up.",
    lambda d_out, shape: (
        unbroadcast.right(d_out, shape)
        / np.prod(d_out.shape[d_out.ndim - len(shape) :])
        * np.prod(shape)
    ),
    "axis=0 alone is right for an untied bias. Which axes it must be depends on both shapes.",
    lambda d_out, shape: d_out.sum(axis=0),
    "Axes that were missing on the left are right. Those of size 1 were copied along, too.",
    lambda d_out, shape: d_out.sum(axis=tuple(range(d_out.ndim - len(shape)))),
    "Axes that were missing must go: sum over them without keepdims.",
    lambda d_out, shape: unbroadcast.right(d_out, shape).reshape(
        (1,) * (d_out.ndim - len(shape)) + shape
    ),
    "Axes of size 1 are counted from the left, where d_out may have more axes than `shape`: sum "
    "over the missing ones first.",
    lambda d_out, shape: sum_over_ones(d_out, shape),
    lambda d_out, shape: unbroadcast.right(sum_over_ones(d_out, shape), shape),
    lambda d_out, shape: sum_in_front(sum_over_ones(d_out, shape), shape),
    "np.broadcast_to copies once more. The gradient goes the other way: the copies are added up.",
    lambda d_out, shape: np.broadcast_to(d_out, shape),
)


def sum_over_ones(d_out, shape):
    """The sum over the axes at which `shape` has a 1, counted from the left."""
    for axis, size in enumerate(shape):
        if size == 1:
            d_out = d_out.sum(axis=axis, keepdims=True)
    return d_out


def sum_in_front(d_out, shape):
    """The sum over the axes in front that `shape` doesn't have."""
    return d_out.sum(axis=tuple(range(d_out.ndim - len(shape))))


@unbroadcast.wrong("Only one of the missing axes is summed over: there may be several.")
def _(d_out, shape):
    return sum_over_ones(d_out.sum(axis=0) if d_out.ndim > len(shape) else d_out, shape)


@unbroadcast.wrong("Shapes are lined up from the right: the missing axes are on the left.")
def _(d_out, shape):
    padded = shape + (1,) * (d_out.ndim - len(shape))
    ones = tuple(axis for axis, size in enumerate(padded) if size == 1)
    return d_out.sum(axis=ones, keepdims=True).reshape(shape)


@unbroadcast.wrong("Shapes are lined up from the right: the missing axes are on the left.")
def _(d_out, shape):
    d = d_out.sum(axis=tuple(range(len(shape), d_out.ndim)))
    ones = tuple(axis for axis, size in enumerate(shape) if size == 1)
    return d.sum(axis=ones, keepdims=True)


@unbroadcast.wrong(
    "You cut a piece of the right shape out of d_out. All the copies count: sum over them."
)
def _(d_out, shape):
    piece = d_out[(0,) * (d_out.ndim - len(shape))]
    return piece[tuple(slice(0, size) for size in shape)]


@unbroadcast.wrong("The axes are right. But only the first of the missing ones is summed over.")
def _(d_out, shape):
    missing = d_out.ndim - len(shape)
    d = d_out.sum(axis=0) if missing else d_out
    ones = tuple(axis for axis, size in enumerate(shape) if size == 1)
    return d[(0,) * (missing - 1)].sum(axis=ones, keepdims=True)


def maps_and_output_gradients(rng):
    """Cases (maps, d_out): two channels of one row first."""
    cases = [(whole_numbers(rng, 1, 1, 4, 2), whole_numbers(rng, 1, 1, 4, 2))]
    for shape in [(2, 3, 4, 1), (2, 5, 6, 3), (4, 3, 5, 2)]:
        cases.append((decimals(rng, *shape), decimals(rng, *shape)))
    return cases


@write(
    cases=maps_and_output_gradients,
    hints=[
        'Section "Backward: which outputs does this bias touch?": the tied bias touches all '
        "outputs of its channel, and scale[c] touches the same. But the derivative in each of "
        "them isn't 1 any more.",
        "The derivative of maps · scale with respect to scale is the number that scale was "
        "multiplied by. That, times d_out, at every place; then the sum that a tied bias has.",
        "Multiply the two arrays place by place, N × H × W × C, and add up over axes 0, 1 and 2: "
        "C numbers are left.",
    ],
)
def scale_gradient(maps, d_out):
    """Write scale_gradient(maps, d_out): dL/dscale for out = maps * scale, one for each channel."""
    return (maps * d_out).sum(axis=(0, 1, 2))


scale_gradient.wrong(
    "This is the gradient of a bias. Here the derivative of an output isn't 1: it is the number "
    "that scale was multiplied by.",
    lambda maps, d_out: d_out.sum(axis=(0, 1, 2)),
    "Each is summed up before they are multiplied. Multiply place by place, then sum.",
    lambda maps, d_out: maps.sum(axis=(0, 1, 2)) * d_out.sum(axis=(0, 1, 2)),
    "This is a mean. The derivative is a sum over all outputs it touches.",
    lambda maps, d_out: (maps * d_out).mean(axis=(0, 1, 2)),
    "The channels are summed up, too, but each of them has its own factor.",
    lambda maps, d_out: (maps * d_out).sum(),
    "You sum over the images only: that is a factor for each place, untied.",
    lambda maps, d_out: (maps * d_out).sum(axis=0),
    "You sum over the places only: the factor was used for every image, too.",
    lambda maps, d_out: (maps * d_out).sum(axis=(1, 2)),
    "One number for each image is left, and the channels are summed up: it should be one for each "
    "channel. Sum over n, y and x, the axes 0, 1 and 2.",
    lambda maps, d_out: (maps * d_out).sum(axis=(1, 2, 3)),
    "The products are right. Now sum over all outputs that scale[c] touches.",
    lambda maps, d_out: maps * d_out,
    "A matrix product multiplies each channel by every other. Only its diagonal is asked for.",
    lambda maps, d_out: np.einsum("nyxc,nyxo->co", maps, d_out),
    "The sum of the maps is not weighted: what does the loss say about each?",
    lambda maps, d_out: maps.sum(axis=(0, 1, 2)),
    "You sum over the channels, the one axis that should stay.",
    lambda maps, d_out: (maps * d_out).sum(axis=3),
    "You divide by maps. The derivative of maps · scale with respect to scale is maps: multiply.",
    lambda maps, d_out: (d_out / maps).sum(axis=(0, 1, 2)),
)


def batches(rng):
    """Cases (d_out, size): several pieces, the last one often smaller."""
    cases = [(whole_numbers(rng, 4, 1, 3, 1), 2), (whole_numbers(rng, 5, 2, 3, 1), 2)]
    others = [((7, 3, 4, 2), 3), ((8, 2, 3, 3), 4), ((3, 2, 5, 2), 1), ((4, 3, 2, 2), 4)]
    return cases + [(decimals(rng, *shape), size) for shape, size in others]


@write(
    cases=batches,
    hints=[
        'Section "Backward: which outputs does this bias touch?": the gradient of an untied bias '
        "is a sum over n, over the whole batch. What is it for two images in two pieces?",
        "The sum of each piece is right. What is made of these sums isn't: with two pieces the "
        "result is half of what it should be.",
        "A sum over the batch is made of the pieces' sums by adding up, not by a mean: one word "
        "of the last line changes.",
    ],
)
def in_pieces(d_out, size):
    """Find the mistake in in_pieces, which is right for a single piece only, and mend it."""
    pieces = [d_out[start : start + size] for start in range(0, len(d_out), size)]
    return np.sum([piece.sum(axis=0) for piece in pieces], axis=0)


def of_pieces(d_out, size, reduce=np.sum):
    """The sum, or something else, of each piece."""
    starts = range(0, len(d_out), size)
    return np.array([reduce(d_out[start : start + size], axis=0) for start in starts])


def weighted_mean(d_out, size):
    sizes = [len(d_out[start : start + size]) for start in range(0, len(d_out), size)]
    return np.average(of_pieces(d_out, size), axis=0, weights=sizes)


in_pieces.wrong(
    "The results are those of the program above: with two pieces, the gradient is half of what it"
    " should be.",
    lambda d_out, size: of_pieces(d_out, size).mean(axis=0),
    "Now the images are averaged: the 1/N of the mean is inside d_out already, once is enough.",
    lambda d_out, size: d_out.mean(axis=0),
    "You divide by the size of a piece. The gradients of the pieces are sums, and their sum is "
    "all.",
    lambda d_out, size: of_pieces(d_out, size).sum(axis=0) / size,
    "Only the last piece is in it: something overwrites instead of adding (+=).",
    lambda d_out, size: of_pieces(d_out, size)[-1],
    "Only the first piece is in it. All images had a part in the loss.",
    lambda d_out, size: of_pieces(d_out, size)[0],
    "The last, smaller piece is lost: the pieces must cover all images.",
    lambda d_out, size: d_out[: len(d_out) // size * size].sum(axis=0),
    "np.sum without an axis adds everything up to one number. Sum over the pieces only: axis=0.",
    lambda d_out, size: d_out.sum(),
    "The pieces' gradients are put one after the other. They belong to the same biases: add them.",
    lambda d_out, size: np.concatenate(list(of_pieces(d_out, size))),
    "That is d_out again, in one piece: its images have yet to be summed up.",
    lambda d_out, size: d_out,
    "These are the gradients of the pieces, side by side. Add them up.",
    lambda d_out, size: of_pieces(d_out, size),
    "You take a mean in each piece. Then an image in a small piece weighs more than one in a large "
    "one: take sums.",
    lambda d_out, size: of_pieces(d_out, size, np.mean).sum(axis=0),
    "These are means of means. Whether the batch is cut or not must make no difference: take sums "
    "in both places.",
    lambda d_out, size: of_pieces(d_out, size, np.mean).mean(axis=0),
    "This is a mean, weighted by the sizes of the pieces. The pieces' gradients are sums, and "
    "their sum is all.",
    lambda d_out, size: weighted_mean(d_out, size),
    "A mean of the pieces, times the size of a piece: what it has been divided by is their "
    "number. Take the sum at once.",
    lambda d_out, size: of_pieces(d_out, size).mean(axis=0) * size,
    "Each piece's mean times `size`: a last piece that is smaller counts for too much. Take sums.",
    lambda d_out, size: of_pieces(d_out, size, np.mean).sum(axis=0) * size,
)
