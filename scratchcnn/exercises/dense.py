"""Lesson 06: dense."""

import math

import numpy as np

from .cases import decimals
from .classes.dense import layer  # noqa: F401
from .predict import Predict
from .write import write

predict_parameters = Predict(
    "How many parameters does a dense layer with 3,136 inputs and 100 outputs have?",
    right=313_700,
    wrong=[
        (313_600, "Those are the weights. Each output has a bias, too."),
        (313_600 + 3136, "There is a bias for every output, not for every input."),
        (3236, "Every input is connected to every output: that is a product, not a sum."),
        (313_601, "There is not one bias, but one for every output."),
        (3137 * 101, "You give each input a bias, too. Only the outputs have one."),
        (316_836, "Inputs have no biases, only outputs do."),
        (78_500, "784 are the pixels of an image. This layer has 3,136 inputs."),
        (31_370, "That is for 10 outputs. This layer has 100."),
        (627_200, "A weight has no bias of its own. There is one for each output."),
    ],
    hint="A weight for each pair of an input and an output, and the biases.",
)

predict_units = Predict(
    "All weights of a network 784 → 64 → 10 start at 0.01. How many different hidden units does it "
    "have after training, on paper?",
    right=1,
    wrong=[
        (
            64,
            "What should make two of them different? They have the same inputs, the same weights "
            "and the same gradient.",
        ),
        (
            2,
            "Did you try it? A machine's rounding may split them, where it adds up some of the "
            "columns in another order. On paper, nothing does.",
        ),
        (
            10,
            "The ten outputs listen to all hidden units in the same way, so that all of those get "
            "the same gradient.",
        ),
        (0, "They do learn something, and there are 64 of them. But are any two different?"),
        (784, "There are 64 hidden units in all."),
        (74, "The 10 outputs are not hidden. There are 64 hidden units in all."),
        (32, "What should make one half of them different from the other?"),
        (50_176, "Those are weights. There are 64 hidden units in all."),
        (63, "That many are copies of another one. How many are left without them?"),
    ],
    hint="Take any two of them: what differs in their inputs, weights and gradients?",
)


def square_layers(rng):
    """Cases (x, weights, d_out) with as many inputs as outputs: no shape gives a mistake away."""
    simple = (np.array([[1.0, 2]]), np.array([[1.0, 2], [3, 4]]), np.array([[1.0, 10]]))
    cases = [simple]
    for count, size in [(2, 2), (3, 4), (5, 3), (2, 6)]:
        shapes = ((count, size), (size, size), (count, size))
        cases.append(tuple(decimals(rng, *shape) for shape in shapes))
    return cases


@write(
    cases=square_layers,
    hints=[
        'Section "Backward: the weights", and the two after it: which outputs does each of the '
        "three touch? Over what is therefore summed?",
        "d_weights and d_bias are sums over the images, d_x is a sum over the outputs. Two of the"
        " three are matrix products; the shapes say of what: d_x is N × I, d_weights I × O.",
        "d_x: d_out and the transposed weights. d_weights: the transposed x, and d_out. d_bias: "
        "d_out, added up along axis 0. In this order, with commas between them.",
    ],
    results=("d_x", "d_weights", "d_bias"),
)
def backward(x, weights, d_out):
    """Write backward(x, weights, d_out): a tuple of d_x, d_weights and d_bias."""
    return d_out @ weights.T, x.T @ d_out, d_out.sum(axis=0)


def with_a_part_wrong(position, mistake):
    """The right answer, but for one of its three results."""

    def answer(x, weights, d_out):
        results = list(backward.right(x, weights, d_out))
        results[position] = mistake(x, weights, d_out)
        return tuple(results)

    return answer


backward.wrong(
    "d_x went through the weights as they are. The way back goes through weights.T.",
    with_a_part_wrong(0, lambda x, weights, d_out: d_out @ weights),
    "d_x is transposed: images stand first, d_out before the weights.",
    with_a_part_wrong(0, lambda x, weights, d_out: weights @ d_out.T),
    "Your d_x is x · weights: that is the forward pass. Backward, d_out meets weights.T.",
    with_a_part_wrong(0, lambda x, weights, d_out: x @ weights),
    "d_x is summed over the batch. Each image has its own input, and its own gradient.",
    with_a_part_wrong(0, lambda x, weights, d_out: (d_out @ weights.T).sum(axis=0)),
    "d_weights is transposed: weights are inputs × outputs, so xᵀ stands first.",
    with_a_part_wrong(1, lambda x, weights, d_out: d_out.T @ x),
    "d_bias is summed over the outputs; each output has a bias of its own: axis 0.",
    with_a_part_wrong(2, lambda x, weights, d_out: d_out.sum(axis=1)),
    "d_bias is one sum for all outputs; each output has a bias of its own: sum over axis 0.",
    with_a_part_wrong(2, lambda x, weights, d_out: d_out.sum()),
    "d_bias still has the batch axis: one bias serves all images, so sum over them.",
    with_a_part_wrong(2, lambda x, weights, d_out: d_out),
    "d_bias: what comes back is d_out. Take its sum over the images, not of ones.",
    with_a_part_wrong(2, lambda x, weights, d_out: np.ones(d_out.shape[1])),
    "d_weights: the weights themselves are not in it, only x and d_out.",
    with_a_part_wrong(1, lambda x, weights, d_out: weights * (x.T @ d_out)),
)


def weight_shapes(rng):
    shapes = [(8, 4), (200, 50), (3, 3, 2, 4), (3, 3, 1, 16), (5, 5, 3, 10), (3136, 100)]
    return [(shape,) for shape in shapes]


@write(
    cases=weight_shapes,
    hints=[
        'Section "How large should the first weights be?": σ = √(2 / I), where I counts the '
        "inputs that one output listens to. How many are these for I × O, and how many for k × k "
        "× C × O?",
        "The last axis counts the outputs. All the others together are what one output listens "
        "to: multiply their sizes.",
        "shape[:-1] leaves the last one out, np.prod multiplies what is left. That is I: put it "
        "into the formula.",
    ],
)
def he_spread(shape):
    """Write he_spread(shape): the standard deviation of He's start for weights of this shape."""
    return math.sqrt(2 / math.prod(shape[:-1]))


he_spread.wrong(
    "That is the variance. The standard deviation is its root.",
    lambda shape: 2 / math.prod(shape[:-1]),
    "The root belongs to the whole fraction: √(2 / inputs), not √2 / inputs.",
    lambda shape: math.sqrt(2) / math.prod(shape[:-1]),
    "That is the published start, 1 / inputs. He's has a root, and a 2.",
    lambda shape: 1 / math.prod(shape[:-1]),
    "The 2 is missing: ReLU lets only half of the signal's square through.",
    lambda shape: math.sqrt(1 / math.prod(shape[:-1])),
    "You count the outputs (the last axis). What counts is how many inputs are summed.",
    lambda shape: math.sqrt(2 / shape[-1]),
    "Right for dense layers; but an output of a convolution sums over k · k · C inputs.",
    lambda shape: math.sqrt(2 / shape[0]),
    "You leave out the k · k: an output of a convolution sums over k · k · C inputs.",
    lambda shape: math.sqrt(2 / shape[-2]),
    "You leave out the first axis. It is the last one that is left out.",
    lambda shape: math.sqrt(2 / math.prod(shape[1:])),
    "You add the sizes up. An output sums over k · k · C inputs: a product.",
    lambda shape: math.sqrt(2 / sum(shape[:-1])),
    "Inputs and outputs: that is the start of Glorot and Bengio (2010), a compromise between the "
    "way there and the way back. He's counts the inputs only.",
    lambda shape: math.sqrt(2 / (math.prod(shape[:-1]) + shape[-1])),
    "Inputs and outputs: that is the start of Glorot and Bengio (2010), a compromise between the "
    "way there and the way back. He's counts the inputs only. (And a filter has k · k of each.)",
    lambda shape: math.sqrt(2 / (math.prod(shape[:-1]) + math.prod(shape[:-2]) * shape[-1])),
    "You count all weights. One output listens to the inputs only: all axes but the last.",
    lambda shape: math.sqrt(2 / math.prod(shape)),
    "You leave out the channels that go in: an output of a convolution sums over k · k · C inputs.",
    lambda shape: math.sqrt(2 / math.prod(shape[:2])),
    "The sizes are averaged. An output sums over k · k · C inputs: a product.",
    lambda shape: math.sqrt(2 * len(shape[:-1]) / sum(shape[:-1])),
    "6 / inputs belongs to uniform weights: it is their limit. The standard deviation has a 2.",
    lambda shape: math.sqrt(6 / math.prod(shape[:-1])),
)


def batches(rng):
    cases = [(np.array([[1.0, 2], [3, 4]]), np.array([[1.0, 0], [0, 10]]))]
    for count, size in [(1, 3), (3, 4), (6, 2)]:
        cases.append((decimals(rng, count, size), decimals(rng, count, size)))
    return cases


@write(
    cases=batches,
    hints=[
        'Section "Backward: the weights": for a batch, the outer products of all images are added'
        " up. What becomes of the first image's outer product in this loop?",
        "Each turn overwrites what the one before it found. Either add up, beginning with zeros, "
        "or leave the loop to a matrix product.",
        "With the loop: zeros of the shape I × O before it, and += in it. Without it: a sum over "
        "n of x[n, i] · d_out[n, o] is a matrix product in which x is transposed.",
    ],
)
def weights_gradient(x, d_out):
    """Find the mistake in weights_gradient, which is right for one image only, and mend it."""
    return x.T @ d_out


weights_gradient.wrong(
    "As in the program above, only the last image is in it: = overwrites, += adds up.",
    lambda x, d_out: np.outer(x[-1], d_out[-1]),
    "You sum the images first, then multiply. That mixes one image's input with the gradient of "
    "another: first the outer product of each, then the sum.",
    lambda x, d_out: np.outer(x.sum(axis=0), d_out.sum(axis=0)),
    "It is transposed: the inputs come first, then the outputs.",
    lambda x, d_out: d_out.T @ x,
    "All the products are there, one table for each image: now add them up.",
    lambda x, d_out: np.stack([np.outer(*pair) for pair in zip(x, d_out, strict=True)]),
    "np.outer flattens both arrays, and multiplies the images by each other. Give it one image "
    "at a time, x[n] and d_out[n].",
    lambda x, d_out: np.outer(x, d_out),
    "The first image is in it twice. Does your sum start from zeros?",
    lambda x, d_out: np.outer(x[0], d_out[0]) + x.T @ d_out,
    "x @ d_out.T is a table of images × images. The sum over the images is x.T @ d_out.",
    lambda x, d_out: x @ d_out.T,
)
