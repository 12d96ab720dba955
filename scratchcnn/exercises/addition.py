"""Lesson 03: addition."""

import numpy as np

from .exercise import Predict, write

predict_biases = Predict(
    "How many biases has an untied Addition behind Convolution(3, 10, kernel_size=5, padding=1), "
    "for images of 32 × 32 × 3?",
    right=9000,
    wrong={
        10: "That is the tied kind, one for each channel. Untied means one for each place, too.",
        900: "These are the places of one map. There are as many maps as filters.",
        32 * 32 * 10: "The maps are smaller than the images: 32 + 2·1 - 5 + 1 pixels each way.",
        28 * 28 * 10: "28 would be the size without padding: it adds one pixel on every side.",
        30 * 30 * 3: "3 is the number of channels before the convolution. Addition comes after it.",
        32 * 32 * 3: "That is the size of an image. The Addition stands behind the convolution.",
        30
        * 30
        * 10
        * 3: "The 3 channels of the image are gone: each filter looks at all of them and "
        "makes one map.",
        750: "Those are the weights of the filters. How many numbers come out of them?",
        760: "Those are the weights of the filters, and a bias for each. Untied biases are more.",
    },
    hint="As many as numbers come out of the convolution, for one image.",
)

predict_gradient = Predict(
    "The maps are 4 × 5 × 6 × 3 (N × H × W × C), the bias is tied, d_out is full of ones. What "
    "number is d_bias[0]?",
    right=120,
    wrong={
        30: "Those are the places of one image. The bias was added to all four.",
        4: "That would be an untied bias: it touches one output of each image.",
        360: "Those are all outputs. The bias of channel 0 touches the outputs of channel 0 only.",
        1: "1 is the derivative of each output it touches. How many does it touch?",
        90: "5 · 6 · 3 numbers are one image. Which axes does a tied bias not have?",
        3: "3 is the number of the biases. What does one of them receive?",
    },
    hint="Count the outputs that the bias of channel 0 touches.",
)


def whole_numbers(rng, *shape):
    return rng.integers(-3, 4, shape).astype(float)


def output_gradients(rng):
    """Cases (d_out,): first one channel, small; then sizes that are all different."""
    shapes = [(2, 3, 4, 1), (1, 3, 4, 2), (2, 5, 6, 3), (4, 3, 5, 2)]
    return [(whole_numbers(rng, *shapes[0]),)] + [(rng.standard_normal(s),) for s in shapes[1:]]


@write(cases=output_gradients, hint="Along which axes was a bias of H × 1 × C copied?")
def row_bias_gradient(d_out):
    """Write row_bias_gradient(d_out): dL/dbias for a bias of H × 1 × C, one for each row."""
    return d_out.sum(axis=(0, 2))[:, np.newaxis]


@row_bias_gradient.wrong(
    "The numbers are right, but the gradient must have the shape of the bias, H × 1 × C: "
    "keep the axis along which you sum."
)
def _(d_out):
    return d_out.sum(axis=(0, 2))


@row_bias_gradient.wrong(
    "The batch axis is still there, as a 1. It was missing in the bias, so the sum takes it away."
)
def _(d_out):
    return d_out.sum(axis=(0, 2), keepdims=True)


@row_bias_gradient.wrong(
    "It is right up to the factor 1/N: sum over the images, don't average. The loss is a mean "
    "already, and its 1/N is inside d_out."
)
def _(d_out):
    return row_bias_gradient.right(d_out) / len(d_out)


@row_bias_gradient.wrong("It is right up to the factor 1/W: sum along the row, don't average.")
def _(d_out):
    return row_bias_gradient.right(d_out) / d_out.shape[2]


@row_bias_gradient.wrong(
    "This is a mean over images and places. The derivative is a sum over both."
)
def _(d_out):
    return d_out.mean(axis=(0, 2))[:, np.newaxis]


@row_bias_gradient.wrong("You sum over y and keep x: this is a bias for each column.")
def _(d_out):
    return d_out.sum(axis=(0, 1))[:, np.newaxis]


@row_bias_gradient.wrong("You sum over y and keep x: this is a bias for each column.")
def _(d_out):
    return d_out.sum(axis=(0, 1))[np.newaxis]


@row_bias_gradient.wrong("The sum over the images is there. The bias is copied along x, too.")
def _(d_out):
    return d_out.sum(axis=0)


@row_bias_gradient.wrong("The channels are summed up, too, but each channel has its own bias.")
def _(d_out):
    return d_out.sum(axis=(0, 2, 3))[:, np.newaxis, np.newaxis]


@row_bias_gradient.wrong("The sum along x is there. The bias was added to every image, too: sum.")
def _(d_out):
    return d_out.sum(axis=2, keepdims=True)


@row_bias_gradient.wrong("Only one image is in it: the bias was added to all of the batch.")
def _(d_out):
    return d_out[0].sum(axis=1, keepdims=True)


@row_bias_gradient.wrong(
    "In a loop, += is needed: = overwrites, and only what came last is left of the sum."
)
def _(d_out):
    return d_out[-1, :, -1:]


@row_bias_gradient.wrong(
    "Along the row, something overwrites (=): only the last column is left. Add up with +=."
)
def _(d_out):
    return d_out.sum(axis=0)[:, -1:]


@row_bias_gradient.wrong(
    "For each image, something overwrites (=): only the last image is left. Add up with +=."
)
def _(d_out):
    return d_out[-1].sum(axis=1, keepdims=True)


@row_bias_gradient.wrong("It is N times too large: the sum over the images is all, once.")
def _(d_out):
    return row_bias_gradient.right(d_out) * len(d_out)


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
    cases += [(rng.standard_normal((2, 5, 6, 3)), shape) for shape in shapes]
    cases += [(rng.standard_normal((1, 4, 3)), (1, 3)), (rng.standard_normal((3, 3)), (3,))]
    return cases


@write(
    cases=gradients_and_shapes,
    hint="Lay the shapes under each other from the right: along which axes was something copied?",
)
def unbroadcast(d_out, shape):
    """Write unbroadcast(d_out, shape): the gradient of what was broadcast from `shape`."""
    missing = d_out.ndim - len(shape)
    d = d_out.sum(axis=tuple(range(missing)))
    ones = tuple(axis for axis, size in enumerate(shape) if size == 1)
    return d.sum(axis=ones, keepdims=True)


@unbroadcast.wrong(
    "You take means. Each copy has its own share in the loss: the shares are added up."
)
def _(d_out, shape):
    right = unbroadcast.right(d_out, shape)
    return right * right.size / d_out.size


@unbroadcast.wrong(
    "Along the axes that were missing you take a mean. There, too, the copies' shares are added up."
)
def _(d_out, shape):
    missing = d_out.ndim - len(shape)
    copies = np.prod(d_out.shape[:missing])
    return unbroadcast.right(d_out, shape) / copies


@unbroadcast.wrong(
    "Along the axes of size 1 you take a mean. There, too, the copies' shares are added up."
)
def _(d_out, shape):
    missing = d_out.ndim - len(shape)
    copies = np.prod(d_out.shape[missing:]) / np.prod(shape)
    return unbroadcast.right(d_out, shape) / copies


@unbroadcast.wrong(
    "axis=0 alone is right for an untied bias. Which axes it must be depends on both shapes."
)
def _(d_out, shape):
    return d_out.sum(axis=0)


@unbroadcast.wrong(
    "Axes that were missing on the left are right. Those of size 1 were copied along, too."
)
def _(d_out, shape):
    return d_out.sum(axis=tuple(range(d_out.ndim - len(shape))))


@unbroadcast.wrong("Axes of size 1 must stay in the result: sum with keepdims=True.")
def _(d_out, shape):
    missing = d_out.ndim - len(shape)
    ones = [missing + axis for axis, size in enumerate(shape) if size == 1]
    return d_out.sum(axis=(*range(missing), *ones))


@unbroadcast.wrong("Axes that were missing must go: sum over them without keepdims.")
def _(d_out, shape):
    missing = d_out.ndim - len(shape)
    ones = [missing + axis for axis, size in enumerate(shape) if size == 1]
    return d_out.sum(axis=(*range(missing), *ones), keepdims=True)


@unbroadcast.wrong(
    "Shapes are laid under each other from the right: the missing axes are on the left."
)
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
        cases.append((rng.standard_normal(shape), rng.standard_normal(shape)))
    return cases


@write(
    cases=maps_and_output_gradients,
    hint="It touches all outputs of its channel; the derivative there is what it multiplied.",
)
def scale_gradient(maps, d_out):
    """Write scale_gradient(maps, d_out): dL/dscale for out = maps * scale, one for each channel."""
    return (maps * d_out).sum(axis=(0, 1, 2))


@scale_gradient.wrong(
    "This is the gradient of a bias. Here the derivative of an output isn't 1: it is the number "
    "that scale was multiplied with."
)
def _(maps, d_out):
    return d_out.sum(axis=(0, 1, 2))


@scale_gradient.wrong(
    "Each is summed up before they are multiplied. Multiply place by place, then sum."
)
def _(maps, d_out):
    return maps.sum(axis=(0, 1, 2)) * d_out.sum(axis=(0, 1, 2))


@scale_gradient.wrong(
    "It is right up to the factor 1/N: sum over the images, don't average. The loss is a mean "
    "already, and its 1/N is inside d_out."
)
def _(maps, d_out):
    return scale_gradient.right(maps, d_out) / len(maps)


@scale_gradient.wrong("This is a mean. The derivative is a sum over all outputs it touches.")
def _(maps, d_out):
    return (maps * d_out).mean(axis=(0, 1, 2))


@scale_gradient.wrong("The channels are summed up, too, but each of them has its own factor.")
def _(maps, d_out):
    return (maps * d_out).sum()


@scale_gradient.wrong("You sum over the images only: that is a factor for each place, untied.")
def _(maps, d_out):
    return (maps * d_out).sum(axis=0)


@scale_gradient.wrong("You sum over the places only: the factor was used for every image, too.")
def _(maps, d_out):
    return (maps * d_out).sum(axis=(1, 2))


@scale_gradient.wrong(
    "One number for each image is left, and the channels are summed up: it should be one for each "
    "channel. Sum over n, y and x, the axes 0, 1 and 2."
)
def _(maps, d_out):
    return (maps * d_out).sum(axis=(1, 2, 3))


@scale_gradient.wrong("The products are right. Now sum over all outputs that scale[c] touches.")
def _(maps, d_out):
    return maps * d_out


@scale_gradient.wrong(
    "A matrix product multiplies each channel with every other. Only its diagonal is asked for."
)
def _(maps, d_out):
    return np.einsum("nyxc,nyxo->co", maps, d_out)


@scale_gradient.wrong("The sum of the maps is not weighted: what does the loss say about each?")
def _(maps, d_out):
    return maps.sum(axis=(0, 1, 2))


def batches(rng):
    """Cases (d_out, size): several pieces, the last one often smaller."""
    cases = [(whole_numbers(rng, 4, 1, 3, 1), 2), (whole_numbers(rng, 5, 2, 3, 1), 2)]
    others = [((7, 3, 4, 2), 3), ((8, 2, 3, 3), 4), ((3, 2, 5, 2), 1), ((4, 3, 2, 2), 4)]
    return cases + [(rng.standard_normal(shape), size) for shape, size in others]


@write(
    cases=batches,
    hint="Two images in two pieces must give the same as two images in one piece.",
)
def in_pieces(d_out, size):
    """Find the mistake in in_pieces, which is right for a single piece only, and mend it."""
    pieces = [d_out[start : start + size] for start in range(0, len(d_out), size)]
    return np.sum([piece.sum(axis=0) for piece in pieces], axis=0)


def sums_of_pieces(d_out, size):
    pieces = [d_out[start : start + size] for start in range(0, len(d_out), size)]
    return np.array([piece.sum(axis=0) for piece in pieces])


@in_pieces.wrong(
    "That is the program as it was: with two pieces, the gradient is half of what it should be."
)
def _(d_out, size):
    return sums_of_pieces(d_out, size).mean(axis=0)


@in_pieces.wrong(
    "Now the images are averaged: the 1/N of the mean is inside d_out already, once is enough."
)
def _(d_out, size):
    return d_out.mean(axis=0)


@in_pieces.wrong(
    "You divide by the size of a piece. The gradients of the pieces are sums, and their sum is all."
)
def _(d_out, size):
    return sums_of_pieces(d_out, size).sum(axis=0) / size


@in_pieces.wrong("Only the last piece is in it: something overwrites instead of adding (+=).")
def _(d_out, size):
    return sums_of_pieces(d_out, size)[-1]


@in_pieces.wrong("Only the first piece is in it. All images had a part in the loss.")
def _(d_out, size):
    return sums_of_pieces(d_out, size)[0]


@in_pieces.wrong("The last, smaller piece is lost: the pieces must cover all images.")
def _(d_out, size):
    return d_out[: len(d_out) // size * size].sum(axis=0)


@in_pieces.wrong(
    "You take a mean in each piece. Then an image in a small piece weighs more than one in a large "
    "one: take sums."
)
def _(d_out, size):
    pieces = [d_out[start : start + size] for start in range(0, len(d_out), size)]
    return np.sum([piece.mean(axis=0) for piece in pieces], axis=0)


@in_pieces.wrong(
    "These are means of means. Whether the batch is cut or not must make no difference: take sums "
    "in both places."
)
def _(d_out, size):
    pieces = [d_out[start : start + size] for start in range(0, len(d_out), size)]
    return np.mean([piece.mean(axis=0) for piece in pieces], axis=0)


@in_pieces.wrong(
    "np.sum without an axis adds up everything to one number. Sum over the pieces only: axis=0."
)
def _(d_out, size):
    return d_out.sum()


@in_pieces.wrong(
    "The pieces' gradients are put one behind the other. They belong to the same biases: add them."
)
def _(d_out, size):
    return np.concatenate(list(sums_of_pieces(d_out, size)))


@in_pieces.wrong("That is d_out again, in one piece: its images have yet to be summed up.")
def _(d_out, size):
    return d_out


@in_pieces.wrong("These are the gradients of the pieces, side by side. Add them up.")
def _(d_out, size):
    return sums_of_pieces(d_out, size)
