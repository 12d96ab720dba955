"""Lesson 06: dense."""

import math

import numpy as np

from .exercise import Predict, write

predict_parameters = Predict(
    "How many parameters does a dense layer with 3,136 inputs and 100 outputs have?",
    right=313_700,
    wrong={
        313_600: "Those are the weights. Each output has a bias, too.",
        313_600 + 3136: "There is a bias for every output, not for every input.",
        3236: "Every input is connected to every output: that is a product, not a sum.",
        313_601: "There is not one bias, but one for every output.",
        3137 * 101: "You give each input a bias, too. Only the outputs have one.",
    },
    hint="A weight for each pair of an input and an output, and the biases.",
)

predict_units = Predict(
    "All weights of a network 784 → 64 → 10 start at 0.01. How many different hidden units does it "
    "have after training, on paper?",
    right=1,
    wrong={
        64: "What should make two of them different? They have the same inputs, the same weights "
        "and the same gradient.",
        2: "Did you try it? A machine's rounding may split them, where it adds up some of the "
        "columns in another order. On paper, nothing does.",
        10: "The ten outputs listen to all hidden units in the same way, so that all of those get "
        "the same gradient.",
        0: "They do learn something, and there are 64 of them. But are any two different?",
        784: "There are 64 hidden units in all.",
    },
    hint="Take any two of them: what differs in their inputs, weights and gradients?",
)


def square_layers(rng):
    """Cases (x, weights, d_out) with as many inputs as outputs: no shape gives a mistake away."""
    simple = (np.array([[1.0, 2]]), np.array([[1.0, 2], [3, 4]]), np.array([[1.0, 10]]))
    cases = [simple]
    for count, size in [(2, 2), (3, 4), (5, 3), (2, 6)]:
        shapes = ((count, size), (size, size), (count, size))
        cases.append(tuple(rng.standard_normal(shape) for shape in shapes))
    return cases


@write(cases=square_layers, hint="Which outputs does each of the three touch?")
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


for position, mistake, diagnosis in [
    (
        0,
        lambda x, weights, d_out: d_out @ weights,
        "d_x went through the weights as they are. The way back goes through weights.T.",
    ),
    (
        0,
        lambda x, weights, d_out: weights @ d_out.T,
        "d_x is transposed: images stand first, d_out before the weights.",
    ),
    (
        0,
        lambda x, weights, d_out: x @ weights,
        "Your d_x is x · weights: that is the forward pass. Backward, d_out meets weights.T.",
    ),
    (
        0,
        lambda x, weights, d_out: d_out @ weights.T / len(x),
        "d_x is divided by N. The 1/N is inside d_out already.",
    ),
    (
        0,
        lambda x, weights, d_out: (d_out @ weights.T).sum(axis=0),
        "d_x is summed over the batch. Each image has its own input, and its own gradient.",
    ),
    (
        1,
        lambda x, weights, d_out: d_out.T @ x,
        "d_weights is transposed: weights are inputs × outputs, so xᵀ stands first.",
    ),
    (
        1,
        lambda x, weights, d_out: x.T @ d_out / len(x),
        "d_weights is divided by N. The 1/N is inside d_out already.",
    ),
    (
        1,
        lambda x, weights, d_out: np.outer(x[0], d_out[0]),
        "Only the first image is in d_weights: the weights were used for all of the batch.",
    ),
    (
        1,
        lambda x, weights, d_out: np.outer(x[-1], d_out[-1]),
        "Only the last image is in d_weights: the weights were used for all of the batch.",
    ),
    (
        2,
        lambda x, weights, d_out: d_out.mean(axis=0),
        "d_bias is averaged. Sum over the batch: the 1/N is inside d_out already.",
    ),
    (
        2,
        lambda x, weights, d_out: d_out.sum(axis=1),
        "d_bias is summed over the outputs; each output has a bias of its own: axis 0.",
    ),
    (
        2,
        lambda x, weights, d_out: d_out.sum(),
        "d_bias is one sum for all outputs; each output has a bias of its own: sum over axis 0.",
    ),
    (
        2,
        lambda x, weights, d_out: d_out.sum(axis=0, keepdims=True),
        "d_bias has the right numbers in the shape (1, O). The bias is (O,): without keepdims.",
    ),
    (
        2,
        lambda x, weights, d_out: d_out,
        "d_bias still has the batch axis: one bias serves all images, so sum over them.",
    ),
    (
        2,
        lambda x, weights, d_out: d_out[0],
        "Only the first image is in d_bias: one bias serves all images, so sum over them.",
    ),
]:
    backward.wrong(diagnosis)(with_a_part_wrong(position, mistake))


@backward.wrong("d_weights and d_bias are divided by N. The 1/N is inside d_out already.")
def _(x, weights, d_out):
    return d_out @ weights.T, x.T @ d_out / len(x), d_out.mean(axis=0)


@backward.wrong("All three are divided by N. The 1/N is inside d_out already.")
def _(x, weights, d_out):
    return tuple(each / len(x) for each in backward.right(x, weights, d_out))


@backward.wrong("Only the first image is in it: weights and bias served all of the batch.")
def _(x, weights, d_out):
    return d_out @ weights.T, np.outer(x[0], d_out[0]), d_out[0]


@backward.wrong("The right arrays in another order: d_x, d_weights, d_bias.")
def _(x, weights, d_out):
    d_x, d_weights, d_bias = backward.right(x, weights, d_out)
    return d_weights, d_bias, d_x


@backward.wrong("The right arrays, but d_weights stands before d_x: d_x, d_weights, d_bias.")
def _(x, weights, d_out):
    d_x, d_weights, d_bias = backward.right(x, weights, d_out)
    return d_weights, d_x, d_bias


def weight_shapes(rng):
    shapes = [(8, 4), (200, 50), (3, 3, 2, 4), (3, 3, 1, 16), (5, 5, 3, 10), (3136, 100)]
    return [(shape,) for shape in shapes]


@write(cases=weight_shapes, hint="How many inputs does one output listen to?")
def he_spread(shape):
    """Write he_spread(shape): the standard deviation of He's start for weights of this shape."""
    return math.sqrt(2 / math.prod(shape[:-1]))


@he_spread.wrong("That is the variance. The standard deviation is its root.")
def _(shape):
    return 2 / math.prod(shape[:-1])


@he_spread.wrong("The root belongs to the whole fraction: √(2 / inputs), not √2 / inputs.")
def _(shape):
    return math.sqrt(2) / math.prod(shape[:-1])


@he_spread.wrong("That is the published start, 1 / inputs. He's has a root, and a 2.")
def _(shape):
    return 1 / math.prod(shape[:-1])


@he_spread.wrong("The 2 is missing: ReLU lets only half of the signal's square through.")
def _(shape):
    return math.sqrt(1 / math.prod(shape[:-1]))


@he_spread.wrong(
    "You count the outputs (the last axis). What counts is how many inputs are summed."
)
def _(shape):
    return math.sqrt(2 / shape[-1])


@he_spread.wrong(
    "Right for dense layers; but an output of a convolution sums over k · k · C inputs."
)
def _(shape):
    return math.sqrt(2 / shape[0])


@he_spread.wrong("You leave out the k · k: an output of a convolution sums over k · k · C inputs.")
def _(shape):
    return math.sqrt(2 / shape[-2])


@he_spread.wrong("You leave out the first axis. It is the last one that is left out.")
def _(shape):
    return math.sqrt(2 / math.prod(shape[1:]))


@he_spread.wrong("You add the sizes up. An output sums over k · k · C inputs: a product.")
def _(shape):
    return math.sqrt(2 / sum(shape[:-1]))


GLOROT = (
    "Inputs and outputs: that is the start of Glorot and Bengio (2010), a compromise between the "
    "way there and the way back. He's counts the inputs only."
)


@he_spread.wrong(GLOROT)
def _(shape):
    return math.sqrt(2 / (math.prod(shape[:-1]) + shape[-1]))


@he_spread.wrong(GLOROT + " (And a filter has k · k of each.)")
def _(shape):
    return math.sqrt(2 / (math.prod(shape[:-1]) + math.prod(shape[:-2]) * shape[-1]))


@he_spread.wrong(
    "You count all weights. One output listens to the inputs only: all axes but the last."
)
def _(shape):
    return math.sqrt(2 / math.prod(shape))


def batches(rng):
    cases = [(np.array([[1.0, 2], [3, 4]]), np.array([[1.0, 0], [0, 10]]))]
    for count, size in [(1, 3), (3, 4), (6, 2)]:
        cases.append((rng.standard_normal((count, size)), rng.standard_normal((count, size))))
    return cases


@write(cases=batches, hint="Each image's outer product belongs in it, exactly once.")
def weights_gradient(x, d_out):
    """Find the mistake in weights_gradient, which is right for one image only, and mend it."""
    return x.T @ d_out


@weights_gradient.wrong("That is the program as it was: only the last image is in it.")
def _(x, d_out):
    return np.outer(x[-1], d_out[-1])


@weights_gradient.wrong("Only the first image is in it.")
def _(x, d_out):
    return np.outer(x[0], d_out[0])


@weights_gradient.wrong("Sum, don't average: the 1/N is inside d_out already.")
def _(x, d_out):
    return x.T @ d_out / len(x)


@weights_gradient.wrong(
    "You sum the images first, then multiply. That mixes one image's input with the gradient of "
    "another: first the outer product of each, then the sum."
)
def _(x, d_out):
    return np.outer(x.sum(axis=0), d_out.sum(axis=0))


@weights_gradient.wrong("It is transposed: the inputs come first, then the outputs.")
def _(x, d_out):
    return d_out.T @ x


@weights_gradient.wrong("All the products are there, one table for each image: now add them up.")
def _(x, d_out):
    return np.stack([np.outer(*pair) for pair in zip(x, d_out, strict=True)])


@weights_gradient.wrong(
    "np.outer flattens both arrays, and multiplies the images with each other. Give it one image "
    "at a time, x[n] and d_out[n]."
)
def _(x, d_out):
    return np.outer(x, d_out)


@weights_gradient.wrong("The first image is in it twice. Does your sum start from zeros?")
def _(x, d_out):
    return np.outer(x[0], d_out[0]) + x.T @ d_out


@weights_gradient.wrong("The first image is missing.")
def _(x, d_out):
    return x[1:].T @ d_out[1:]
