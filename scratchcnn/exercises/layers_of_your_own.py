"""Lesson 12: layers of your own."""

import numpy as np

from .cases import decimals, whole_numbers
from .classes.layers_of_your_own import batch_normalization, dropout  # noqa: F401
from .predict import Predict
from .write import write

predict_dropout = Predict(
    "Dropout(0.25) is learning. A number is 6, and is kept. What does forward return for it?",
    right=8,
    wrong=[
        (6, "What is kept grows, so that the mean over many draws stays 6."),
        (24, "It is divided by the probability of being kept, which is 1 - 0.25."),
        (4.5, "It is divided by 0.75, not multiplied: three of four are kept, so each is larger."),
        (7.5, "Times 4/3, not 5/4: three of four are kept."),
        (0, "A dropped one would be 0; this one is kept."),
    ],
    hint="Three of four are kept, at random. How large must each be for the mean to stay 6?",
)

predict_two = Predict(
    "A batch of two images, one channel, one place each: x is 1 and 3. gamma is 1, beta is 0, "
    "epsilon so small that it doesn't count. What does BatchNormalization return while it learns?",
    right=(-1, 1),
    wrong=[
        ((1, 3), "That is x. Its mean 2 is subtracted, and the root of the variance divides."),
        ((0, 0), "The mean is 2, and 1 - 2 isn't 0. One image alone would give 0."),
        ((-0.5, 0.5), "That is divided by 2. The variance is 1: the mean of the squares of -1, 1."),
        ((-0.7071, 0.7071), "The variance divides by the number of places, 2, not by one less."),
        ((1, -1), "The signs: 1 lies below the mean."),
        ((0, 1), "Mean 0 is wanted, not smallest 0."),
    ],
    hint="Mean first, then what is left of both numbers, and the mean of the squares of that.",
    tolerance=1e-3,
)


def pooled(rng):
    """Cases (d_out, size)."""
    simple = np.array([[4.0, 8], [12, 16]]).reshape(1, 2, 2, 1)
    others = [((2, 1, 2, 1), 3), ((1, 2, 1, 2), 2), ((2, 2, 2, 3), 4), ((3, 1, 1, 2), 1)]
    return [(simple, 2), *((decimals(rng, *shape), size) for shape, size in others)]


@write(
    cases=pooled,
    hints=[
        'Section "Average pooling": which pixels does one output look at, and what is its slope '
        "for each of them?",
        "N × H × W × C becomes N × size · H × size · W × C. All pixels of a window get the same.",
        "First the share of one pixel, of so many in a window as size times size; then every row "
        "comes size times, one under the other, and every column size times, side by side. NumPy "
        "repeats along an axis.",
    ],
)
def average_pooling_backward(d_out, size):
    """Write average_pooling_backward(d_out, size): ∂L/∂x of windows of size × size, side by side,
    from d_out, N × H × W × C.
    """
    return (d_out / size**2).repeat(size, axis=1).repeat(size, axis=2)


def spread(d_out, size):
    return d_out.repeat(size, axis=1).repeat(size, axis=2)


def first_of_window(d_out, size):
    count, height, width, channels = d_out.shape
    d_x = np.zeros((count, height * size, width * size, channels))
    d_x[:, ::size, ::size] = d_out
    return d_x


average_pooling_backward.wrong(
    "Each pixel gets the whole gradient: it has a share of 1 / size² in the mean.",
    spread,
    "Each pixel gets a share of 1 / size: a window has size · size of them.",
    lambda d_out, size: spread(d_out, size) / size,
    "The share is multiplied instead of divided: each pixel moves the mean by 1 / size² of itself.",
    lambda d_out, size: spread(d_out, size) * size**2,
    "One pixel of each window gets all: that is max pooling. In a mean, each has its share.",
    first_of_window,
    "One pixel of each window gets its share, the others nothing: all of them are in the mean.",
    lambda d_out, size: first_of_window(d_out, size) / size**2,
    "The whole thing is repeated, as tiles: each number belongs to a window, so its copies stand "
    "beside it.",
    lambda d_out, size: np.tile(d_out, (1, size, size, 1)) / size**2,
    "It is as small as d_out: every number becomes a window of size × size.",
    lambda d_out, size: d_out / size**2,
    "Only the rows are repeated: a window has columns, too.",
    lambda d_out, size: d_out.repeat(size, axis=1) / size**2,
    "Only the columns are repeated: a window has rows, too.",
    lambda d_out, size: d_out.repeat(size, axis=2) / size**2,
    "The wrong axes are repeated: axis 0 counts images, axis 3 channels.",
    lambda d_out, size: (d_out / size**2).repeat(size, axis=2).repeat(size, axis=3),
)


def normalized(rng):
    """Cases (weights, bias, gamma, beta, mean, variance)."""
    simple = [[1.0, 2], [3, 4]], [1.0, 0], [2.0, 1], [0.0, 5], [1.0, 2], [4.0, 1]
    cases = [tuple(map(np.array, simple))]
    for inputs, outputs in ((3, 2), (2, 3), (4, 4), (1, 2)):
        weights, (bias, gamma, beta, mean) = (
            decimals(rng, inputs, outputs),
            decimals(rng, 4, outputs),
        )
        cases.append((weights, bias, gamma, beta, mean, rng.uniform(0.5, 4, outputs).round(2)))
    return cases


@write(
    cases=normalized,
    results=("weights", "bias"),
    hints=[
        'Section "Batch normalization" has the formula. With running averages, everything in it '
        "but x is a constant.",
        "Write the output as γ ((x W + b) - μ) / √v + β, and sort: what multiplies x, and what is "
        "left? Each output has its own γ, β, μ, v: a column of W.",
        "Each column of the weights is stretched by the same factor, gamma over the root. The mean "
        "is taken off the bias first, the rest stretched by that factor, and beta added last.",
    ],
)
def fold(weights, bias, gamma, beta, mean, variance):
    """Write fold(weights, bias, gamma, beta, mean, variance): the (weights, bias) of one dense
    layer that does what a dense layer and a BatchNormalization after it do, predicting; its
    epsilon is 0.
    """
    factor = gamma / np.sqrt(variance)
    return weights * factor, (bias - mean) * factor + beta


def fold_with(factor, bias_of):
    def answer(weights, bias, gamma, beta, mean, variance):
        f = factor(gamma, np.sqrt(variance), variance)
        return weights * f, bias_of(bias, f, beta, mean)

    return answer


def exact_factor(gamma, root, variance):
    return gamma / root


def exact_bias(bias, factor, beta, mean):
    return (bias - mean) * factor + beta


fold.wrong(
    "It divides by the variance, not by its root.",
    fold_with(lambda gamma, root, variance: gamma / variance, exact_bias),
    "gamma is missing.",
    fold_with(lambda gamma, root, variance: 1 / root, exact_bias),
    "The root of the variance is missing.",
    fold_with(lambda gamma, root, variance: gamma, exact_bias),
    "It multiplies by the root of the variance: it should divide.",
    fold_with(lambda gamma, root, variance: gamma * root, exact_bias),
    "In the bias, the mean is missing.",
    fold_with(exact_factor, lambda bias, f, beta, mean: bias * f + beta),
    "In the bias, beta is missing.",
    fold_with(exact_factor, lambda bias, f, beta, mean: (bias - mean) * f),
    "In the bias, the mean is subtracted after the factor: take it off first.",
    fold_with(exact_factor, lambda bias, f, beta, mean: bias * f - mean + beta),
    "In the bias, beta is stretched, too: add it last.",
    fold_with(exact_factor, lambda bias, f, beta, mean: (bias - mean + beta) * f),
    "In the bias, the old bias is missing: the dense layer has added it before.",
    fold_with(exact_factor, lambda bias, f, beta, mean: beta - mean * f),
    "In the bias, the old bias isn't stretched: it goes through the normalization as well.",
    fold_with(exact_factor, lambda bias, f, beta, mean: bias - mean * f + beta),
    "In the bias, the mean is added: subtract it.",
    fold_with(exact_factor, lambda bias, f, beta, mean: (bias + mean) * f + beta),
    "The weights are not stretched.",
    lambda w, b, g, beta, mean, v: (w + 0.0, (b - mean) * g / np.sqrt(v) + beta),
    "The bias stays as it was: mean, factor and beta go into it.",
    lambda w, b, g, beta, mean, v: (w * g / np.sqrt(v), b + 0.0),
)


def adam_steps(rng):
    """Cases (theta, g, m, v, t): the first step from zeros, and later ones."""
    cases = [(np.array([1.0, 2]), np.array([3.0, -0.5]), np.zeros(2), np.zeros(2), 1)]
    for t in (2, 3, 10):
        v = rng.uniform(0.5, 2, 3).round(2)
        cases.append((whole_numbers(rng, 3), decimals(rng, 3) + 0.3, decimals(rng, 3), v, t))
    return cases


@write(
    cases=adam_steps,
    results=("theta", "m", "v"),
    hints=[
        'Section "Adam" has all four lines. Print the first step by hand: how long should it be?',
        "m and v begin at zero, and after one step they hold only a tenth of the gradient, and a "
        "thousandth of its square. Which line makes up for that?",
        "Leave m and v as they are; the step takes both divided by what they lack in step t, one "
        "minus the beta of each to the power t.",
    ],
)
def adam_step(theta, g, m, v, t):
    """Find the mistake in adam_step(theta, g, m, v, t), step t = 1, 2, … of Adam with the rate
    0.01; mend it.
    """
    m = 0.9 * m + 0.1 * g
    v = 0.999 * v + 0.001 * g**2
    m_hat, v_hat = m / (1 - 0.9**t), v / (1 - 0.999**t)
    return theta - 0.01 * m_hat / (np.sqrt(v_hat) + 1e-8), m, v


def adam_with(step, returned=lambda m, v, m_hat, v_hat: (m, v)):
    def answer(theta, g, m, v, t):
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        m_hat, v_hat = m / (1 - 0.9**t), v / (1 - 0.999**t)
        return theta - 0.01 * step(g, m, v, m_hat, v_hat, t), *returned(m, v, m_hat, v_hat)

    return answer


def exact_step(g, m, v, m_hat, v_hat, t):
    return m_hat / (np.sqrt(v_hat) + 1e-8)


adam_step.wrong(
    "m and v begin at zero and are too small at first, v even more than m: the first step is three "
    "times as long as the rate. Divide each by 1 minus its β to the power t.",
    adam_with(lambda g, m, v, m_hat, v_hat, t: m / (np.sqrt(v) + 1e-8)),
    "Only m is corrected: v begins at zero as well.",
    adam_with(lambda g, m, v, m_hat, v_hat, t: m_hat / (np.sqrt(v) + 1e-8)),
    "Only v is corrected: m begins at zero as well.",
    adam_with(lambda g, m, v, m_hat, v_hat, t: m / (np.sqrt(v_hat) + 1e-8)),
    "The corrected m and v are returned: then they are corrected again in the next step. Only the "
    "step takes them.",
    adam_with(exact_step, lambda m, v, m_hat, v_hat: (m_hat, v_hat)),
    "It divides by v, not by its root.",
    adam_with(lambda g, m, v, m_hat, v_hat, t: m_hat / (v_hat + 1e-8)),
    "The correction is the same in each step: β to the power t.",
    adam_with(lambda g, m, v, m_hat, v_hat, t: m / 0.1 / (np.sqrt(v / 0.001) + 1e-8)),
    "The power is one too small: in the first step t is 1.",
    adam_with(
        lambda g, m, v, m_hat, v_hat, t: (
            m / (1 - 0.9 ** (t - 1)) / (np.sqrt(v / (1 - 0.999 ** (t - 1))) + 1e-8)
        )
    ),
    "It multiplies by the correction: m and v are too small, so divide.",
    adam_with(
        lambda g, m, v, m_hat, v_hat, t: m * (1 - 0.9**t) / (np.sqrt(v * (1 - 0.999**t)) + 1e-8)
    ),
    "The step takes the gradient itself, not m: momentum is lost.",
    adam_with(lambda g, m, v, m_hat, v_hat, t: g / (np.sqrt(v_hat) + 1e-8)),
    "It goes uphill: subtract the step.",
    adam_with(lambda g, m, v, m_hat, v_hat, t: -m_hat / (np.sqrt(v_hat) + 1e-8)),
)
