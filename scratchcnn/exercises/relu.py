"""Lesson 04: ReLU."""

import numpy as np

from .exercise import Predict, write


def relu(x):
    return np.maximum(x, 0)


predict_gradient = Predict(
    "A ReLU was given x = (-2, 0, 3, 5), and d_out = (4, 7, -1, 2) comes back to it. What does its "
    "backward pass return? Put four numbers in brackets in place of the dots.",
    right=(0, 0, -1, 2),
    wrong={
        (0, 7, -1, 2): "At x = 0 sits the kink. By the convention nothing passes there: the mask "
        "is x > 0, not x >= 0.",
        (0, 3.5, -1, 2): "One half is what a central difference measures at the kink. The layer "
        "takes the convention: 0.",
        (0, 0, 0, 2): "A negative gradient may pass. What decides is the sign of x, not that of "
        "d_out.",
        (4, 7, 0, 2): "You sent d_out itself through ReLU. What decides is the sign of x.",
        (0, 0, -3, 10): "That is d_out times x. The derivative of max(x, 0) is 1 where x is "
        "positive, however large x is.",
        (0, 0, 1, 1): "That is the mask. It still has to be multiplied with d_out.",
        (0, 0, 3, 5): "That is the forward pass: max(x, 0). Asked for is dL/dx.",
        (4, 7, -1, 2): "That is d_out as it came. Some of these inputs were not let through.",
    },
    hint="Two questions at each place: was x positive? And if so, what came back?",
)

predict_dead_bias = Predict(
    "A unit computes relu(2·a - 3·b + 1·c + bias), and each of a, b, c is a pixel from 0 to 1. "
    "Which is the largest bias with which this unit is dead, whatever the image?",
    right=-3,
    wrong={
        0: "With bias 0, the image a = 1, b = 0, c = 1 gives 3: far from dead.",
        -6: "With -6 it is dead, but so it is with a larger bias. Which image excites it most, and "
        "what is the sum then?",
        3: "The sign: the bias must bring the best image's sum down to 0.",
        -1: "The best image leaves b blank: its weight is negative.",
        -2: "a alone can bring 2, but c helps with 1 more.",
        -4: "-4 kills it, but a larger bias does, too: a sum of exactly 0 is not active.",
        -2.5: "Take each pixel at its best for this unit: 0 or 1, not one half.",
    },
    hint="Find the image that excites the unit most, and the sum it gives without the bias.",
)


def points_on_a_line(rng):
    """Cases (x,): whole numbers first, then any."""
    whole = np.array([-1.0, 0, 1, 2, 3, 4])
    fine = np.array([-2.0, -0.5, 0.25, 0.5, 1, 1.25, 1.5, 2, 2.5, 5])
    return [(whole,), (fine,), (rng.uniform(-3, 5, 40),), (rng.uniform(-3, 5, (3, 4, 2)),)]


@write(
    cases=points_on_a_line,
    hint="What is the slope on each of the four stretches? A ReLU at a point changes the slope "
    "from there on.",
)
def hat(x):
    """Write hat(x), made of ReLUs: 0 up to x = 0, a straight line up to 1 at x = 1, another one
    down to 0 at x = 2, and 0 for all x beyond."""
    return relu(x) - 2 * relu(x - 1) + relu(x - 2)


@hat.wrong(
    "It goes up, and down again, but it doesn't stop at 0: beyond x = 2 it falls on and on. One "
    "more ReLU must take the slope from -1 back to 0."
)
def _(x):
    return relu(x) - 2 * relu(x - 1)


@hat.wrong(
    "It climbs to 1 and stays there. At x = 1 the slope must change by -2: from 1, over 0, to -1."
)
def _(x):
    return relu(x) - relu(x - 1)


@hat.wrong("At x = 1 the slope must fall from 1 to -1: that is a change of -2. Yours is -1.")
def _(x):
    return relu(x) - relu(x - 1) - relu(x - 2)


@hat.wrong("This is a hat of the right form in the wrong place: its top should be at x = 1.")
def _(x):
    return relu(1 - np.abs(x))


@hat.wrong("Right up to x = 1. Then it stays flat until 2 and falls: the way down begins at 1.")
def _(x):
    return relu(x) - relu(x - 1) - relu(x - 2) + relu(x - 3)


@hat.wrong("The last sign is wrong: at x = 2 the slope has to come up again, from -1 to 0.")
def _(x):
    return relu(x) - 2 * relu(x - 1) - relu(x - 2)


@hat.wrong("This is |x - 1| or its like: it goes down where it should go up.")
def _(x):
    return relu(x - 1) + relu(1 - x)


@hat.wrong(
    "Two straight lines, but no ReLU at the ends: left of 0 and right of 2, yours goes on down."
)
def _(x):
    return np.where(x < 1, x, 2 - x)


@hat.wrong("The corner of relu(x + 1) is at -1. For a corner at 1 write relu(x - 1).")
def _(x):
    return relu(x) - 2 * relu(x + 1) + relu(x + 2)


def inputs_and_gradients(rng):
    """Cases (x, d_out, slope): whole numbers with a zero among them first."""
    x = np.array([[-2.0, 3, 0], [1, -1, 4]])
    cases = [(x, np.array([[10.0, 20, 30], [-40, -50, 60]]), 0.1)]
    for shape, slope in [((3, 4), 0.01), ((2, 3, 3, 2), 0.2), ((7,), 0.5)]:
        x = rng.standard_normal(shape)
        x[rng.random(shape) < 0.2] = 0
        cases.append((x, rng.standard_normal(shape), slope))
    return cases


@write(
    cases=inputs_and_gradients,
    hint="Two sides: where x is positive the derivative is 1. And elsewhere?",
)
def leaky_gradient(x, d_out, slope):
    """Write leaky_gradient(x, d_out, slope): dL/dx for out = x where x > 0, else slope · x. At the
    kink take the slope of the left side."""
    return d_out * np.where(x > 0, 1, slope)


@leaky_gradient.wrong(
    "That is the gradient of ReLU. A leaky one lets d_out · slope through where x is not positive."
)
def _(x, d_out, slope):
    return d_out * (x > 0)


@leaky_gradient.wrong("At x = 0 yours takes the right side. The exercise asks for the left one.")
def _(x, d_out, slope):
    return d_out * np.where(x >= 0, 1, slope)


@leaky_gradient.wrong(
    "Right on both sides, but at x = 0 nothing passes. There, the exercise asks for the left slope."
)
def _(x, d_out, slope):
    return d_out * np.where(x > 0, 1, slope) * (x != 0)


@leaky_gradient.wrong("That is d_out as it came. Where x is not positive, only slope times d_out.")
def _(x, d_out, slope):
    return d_out


@leaky_gradient.wrong(
    "What decides is the sign of x, not that of d_out: a negative gradient passes a positive x."
)
def _(x, d_out, slope):
    return d_out * np.where(d_out > 0, 1, slope)


@leaky_gradient.wrong("This is the forward pass. Backward, d_out is multiplied with 1 or slope.")
def _(x, d_out, slope):
    return np.where(x > 0, x, slope * x)


@leaky_gradient.wrong("The derivative of slope · x is slope; the x itself is gone.")
def _(x, d_out, slope):
    return d_out * np.where(x > 0, 1, slope * x)


@leaky_gradient.wrong(
    "That is the derivative alone. By the chain rule, it is multiplied with d_out."
)
def _(x, d_out, slope):
    return np.where(x > 0, 1, slope)


@leaky_gradient.wrong("On the left the gradient is the slope times d_out, not the slope alone.")
def _(x, d_out, slope):
    return np.where(x > 0, d_out, slope)


@leaky_gradient.wrong("The left side leaks downwards: its slope is + slope, not - slope.")
def _(x, d_out, slope):
    return d_out * np.where(x > 0, 1, -slope)


@leaky_gradient.wrong("Both sides are exchanged: positive x pass whole, the others leak.")
def _(x, d_out, slope):
    return d_out * np.where(x > 0, slope, 1)


def outputs(rng):
    """Cases (out,): N images × units; 3 × 5 first, with two dead units and one silent image."""
    small = np.array([[0.0, 2, 0, 0, 1], [0, 0, 0, 0, 0], [0, 1, 3, 0, 0]])
    cases = [(small,), (np.zeros((2, 3)),), (np.ones((2, 3)),)]
    for images, units in [(5, 8), (12, 6), (40, 30)]:
        out = relu(rng.standard_normal((images, units)))
        out[:, rng.random(units) < 0.4] = 0
        out[rng.random(images) < 0.2] = 0
        cases.append((out,))
    return cases


@write(cases=outputs, hint="A unit is a column. Is there any image for which it is above zero?")
def count_dead(out):
    """Write count_dead(out): how many units are zero for every image. out is N images × units, and
    comes from a ReLU."""
    return int((out == 0).all(axis=0).sum())


@count_dead.wrong(
    "You count the images for which all units are silent. Units are columns: ask along axis 0."
)
def _(out):
    return int((out == 0).all(axis=1).sum())


@count_dead.wrong(
    "You count units that are silent for some image. That is healthy: a dead one is silent for all."
)
def _(out):
    return int((out == 0).any(axis=0).sum())


@count_dead.wrong("You count all zeros. Asked for is the number of columns without anything else.")
def _(out):
    return int((out == 0).sum())


@count_dead.wrong("Those are the living: units that are active for at least one image.")
def _(out):
    return int((out > 0).any(axis=0).sum())


@count_dead.wrong("You look at the first image only. One silent image is no proof of death.")
def _(out):
    return int((out[0] == 0).sum())


@count_dead.wrong("You say which units are dead. Asked for is how many: sum them up.")
def _(out):
    return (out == 0).all(axis=0)


@count_dead.wrong("You say which units are dead. Asked for is how many there are.")
def _(out):
    return np.flatnonzero((out == 0).all(axis=0))


@count_dead.wrong("That is the share of dead units. Asked for is their number.")
def _(out):
    return float((out == 0).all(axis=0).mean())


def outputs_and_gradients(rng):
    """Cases (out, d_out) with out = relu(x), zeros among it."""
    cases = [(np.array([[0.0, 3, 0], [1, 0, 4]]), np.array([[1.0, 2, -3], [-4, 5, 6]]))]
    for shape in [(4, 5), (2, 3, 4, 2), (9,)]:
        out = relu(rng.standard_normal(shape))
        cases.append((out, rng.standard_normal(shape)))
    return cases


@write(cases=outputs_and_gradients, hint="Which values can `out` have at all, after max(x, 0)?")
def gradient_from_output(out, d_out):
    """Find the mistake in gradient_from_output, which computes dL/dx of a ReLU from its output
    instead of its input, and mend it."""
    return d_out * (out > 0)


@gradient_from_output.wrong(
    "Everything passes, as in the program as it was: out is never below zero, so out >= 0 is true "
    "everywhere."
)
def _(out, d_out):
    return d_out * (out >= 0)


@gradient_from_output.wrong(
    "Now the mask is turned round: what passes is the gradient of those who were silent."
)
def _(out, d_out):
    return d_out * (out == 0)


@gradient_from_output.wrong("That is d_out times out. Where out is positive, the derivative is 1.")
def _(out, d_out):
    return d_out * out


@gradient_from_output.wrong("What decides is out, not the sign of d_out: -4 has to pass, too.")
def _(out, d_out):
    return relu(d_out)


@gradient_from_output.wrong("Those whose gradient is negative are cut off, too. Only out decides.")
def _(out, d_out):
    return relu(d_out) * (out > 0)


@gradient_from_output.wrong("That is the mask alone. It is multiplied with d_out.")
def _(out, d_out):
    return np.where(out > 0, 1.0, 0.0)


@gradient_from_output.wrong("An output of 1 or less passes, too: compare with 0.")
def _(out, d_out):
    return d_out * (out > 1)
