"""Lesson 04: ReLU."""

import numpy as np

from .cases import decimals
from .classes.relu import layer  # noqa: F401
from .predict import Predict
from .write import write


def relu(x):
    return np.maximum(x, 0)


predict_gradient = Predict(
    "A ReLU was given x = (-2, 0, 3, 5), and d_out = (4, 7, -1, 2) comes back to it. What does its "
    "backward pass return? Put four numbers in brackets in place of the dots.",
    right=(0, 0, -1, 2),
    wrong=[
        (
            (0, 7, -1, 2),
            "At x = 0 sits the kink. By the convention nothing passes there: the mask is x > 0, "
            "not x >= 0.",
        ),
        (
            (0, 3.5, -1, 2),
            "One half is what a central difference measures at the kink. The layer takes the "
            "convention: 0.",
        ),
        (
            (0, 0, 0, 2),
            "A negative gradient may pass. What decides is the sign of x, not that of d_out.",
        ),
        ((4, 7, 0, 2), "You sent d_out itself through ReLU. What decides is the sign of x."),
        (
            (0, 0, -3, 10),
            "That is d_out times x. The derivative of max(x, 0) is 1 where x is positive, however "
            "large x is.",
        ),
        ((0, 0, 1, 1), "That is the mask. It still has to be multiplied by d_out."),
        ((0, 0, 3, 5), "That is the forward pass: max(x, 0). What is asked for is dL/dx."),
        ((4, 7, 0, 0), "Your mask is turned round: what passes is the gradient of the positive x."),
        ((4, 0, 0, 0), "Your mask is turned round: what passes is the gradient of the positive x."),
        ((-8, 0, -3, 10), "That is d_out times x. The derivative of max(x, 0) is 0 or 1."),
        ((4, 7, -1, 2), "That is d_out as it came. Some of these inputs were not let through."),
        ((4, 0, -1, 2), "Nothing passes at the zero, well done; but -2 is not positive, either."),
    ],
    hint="Two questions at each place: was x positive? And if so, what came back?",
)

predict_dead_bias = Predict(
    "A unit computes relu(2·a - 3·b + 1·c + bias), and each of a, b, c is a pixel from 0 to 1. "
    "What is the largest bias with which this unit is dead, whatever the image?",
    right=-3,
    wrong=[
        (
            -6,
            "Dead for sure. But b has a negative weight: blank, it adds 0, and does not make "
            "the sum 3 larger. (Pixels run from 0 to 1.)",
        ),
        (
            2,
            "c helps, too, and brings the best sum to more than 2; and the bias has the other "
            "sign.",
        ),
        (float("-inf"), "Dead for sure, but any smaller number is. What is the largest one?"),
        (-765, "The pixels run from 0 to 1 here, not to 255."),
        (0, "With bias 0, the image a = 1, b = 0, c = 1 gives 3: far from dead."),
        (-1, "The best image leaves b blank: its weight is negative."),
        (-2, "a alone can bring 2, but c helps with 1 more."),
        (-2.5, "Take each pixel at its best for this unit: 0 or 1, not one half."),
        *[
            (bias, "The sign: the bias must bring the best sum down to 0.")
            for bias in (1, 3, 4, 5, 6)
        ],
        (-4, "It is dead with -4, but not only with that: a sum of exactly 0 is not active."),
        *[
            (
                bias,
                "It is dead with this bias, and with a larger one, too. Which image excites it "
                "most, and what is the sum then?",
            )
            for bias in (-3.001, -3.01, -3.1, -3.5, -5, -7, -10, -100, -1000)
        ],
    ],
    hint="Two questions: with your bias, what is the sum for the image that excites the unit most? "
    "And would a larger bias leave it dead, too?",
)


def points_on_a_line(rng):
    """Cases (x,): whole numbers first, then any."""
    whole = np.array([-1.0, 0, 1, 2, 3, 4])
    fine = np.array([-2.0, -0.5, 0.25, 0.5, 1, 1.25, 1.5, 2, 2.5, 5])
    return [(whole,), (fine,), (rng.uniform(-3, 5, 40),), (rng.uniform(-3, 5, (3, 4, 2)).round(2),)]


@write(
    cases=points_on_a_line,
    hints=[
        'Section "Any line with corners": a ReLU at a point changes the slope from there on. What'
        " is the slope of the hat on each of its four stretches?",
        "The slopes are 0, 1, -1 and 0. By how much does the slope change at 0, at 1 and at 2? "
        "Each change is the factor of a ReLU that begins there.",
        "Three terms, added up, each of them factor · np.maximum(x - place, 0). The first factor "
        "is 1; and all three together are 0, for the hat ends flat.",
    ],
)
def hat(x):
    """Write hat(x), made of ReLUs: 0 up to x = 0, a straight line up to 1 at x = 1, another one
    down to 0 at x = 2, and 0 for all x beyond."""
    return relu(x) - 2 * relu(x - 1) + relu(x - 2)


hat.wrong(
    "It goes up, and down again, but it doesn't stop at 0: beyond x = 2 it falls on and on. One "
    "more ReLU must take the slope from -1 back to 0.",
    lambda x: relu(x) - 2 * relu(x - 1),
    "It climbs to 1 and stays there. At x = 1 the slope must change by -2: from 1, over 0, to -1.",
    lambda x: relu(x) - relu(x - 1),
    "At x = 1 the slope must fall from 1 to -1: that is a change of -2. Yours is -1.",
    lambda x: relu(x) - relu(x - 1) - relu(x - 2),
    "This is a hat of the right form in the wrong place: its top should be at x = 1.",
    lambda x: relu(1 - np.abs(x)),
    "Right up to x = 1. Then it stays flat until 2 and falls: the way down begins at 1.",
    lambda x: relu(x) - relu(x - 1) - relu(x - 2) + relu(x - 3),
    "The last sign is wrong: at x = 2 the slope has to come up again, from -1 to 0.",
    lambda x: relu(x) - 2 * relu(x - 1) - relu(x - 2),
    "After x = 2 it climbs again: from -1 to 0 is a change of +1, not +2.",
    lambda x: relu(x) - 2 * relu(x - 1) + 2 * relu(x - 2),
    "Without a maximum this is one straight line: every corner needs a ReLU.",
    lambda x: x - 2 * (x - 1) + (x - 2),
    lambda x: x - 2 * (x - 1),
    "At x = 1 and x = 2 the slope must change by -2 and by +1. Yours grows at each corner.",
    lambda x: relu(x) + relu(x - 1) + relu(x - 2),
    "This is |x - 1| or something like it: it goes down where it should go up.",
    lambda x: relu(x - 1) + relu(1 - x),
    "Two straight lines, but no ReLU at the ends: left of 0 and right of 2, yours goes on down.",
    lambda x: np.where(x < 1, x, 2 - x),
    "The corner of relu(x + 1) is at -1. For a corner at 1 write relu(x - 1).",
    lambda x: relu(x) - 2 * relu(x + 1) + relu(x + 2),
    "At x = 1 the slope must change by -2: in yours it is level between 1 and 2, and climbs "
    "again after that.",
    lambda x: relu(x) - relu(x - 1) + relu(x - 2),
    "np.max is the largest number of the array. Place by place, it is np.maximum.",
    lambda x: np.max(x, 0) - 2 * np.max(x - 1, 0) + np.max(x - 2, 0),
    "At x = 1 it should turn down: the second ReLU is subtracted.",
    lambda x: relu(x) + 2 * relu(x - 1) + relu(x - 2),
    lambda x: relu(x) + 2 * relu(x - 1) - relu(x - 2),
    "A product of two straight pieces is curved. Add ReLUs up, each with a factor.",
    lambda x: relu(x) * relu(2 - x),
)


def inputs_and_gradients(rng):
    """Cases (x, d_out): whole numbers first, with x on both kinks among them."""
    x = np.array([[-2.0, 3, 0], [6, 8, 5]])
    cases = [(x, np.array([[10.0, 20, 30], [40, 50, -60]]))]
    for shape in [(3, 4), (2, 3, 3, 2), (7,)]:
        x = rng.uniform(-9, 12, shape).round(2)
        x[rng.random(shape) < 0.15] = 0
        x[rng.random(shape) < 0.15] = 6
        cases.append((x, decimals(rng, *shape)))
    return cases


@write(
    cases=inputs_and_gradients,
    hints=[
        'Section "Backward": a number that passed lets its gradient pass, a number that was '
        "stopped stops it. Draw ReLU6: flat, rising, and flat again. Who passes here?",
        "d_out, times a mask. It has two conditions, x above 0 and x below 6; and as nothing "
        "passes at the kinks, neither has an = in it.",
        "For arrays, `and` is written &. It binds more tightly than < and >, so each of the two "
        "comparisons needs brackets of its own.",
    ],
)
def relu6_gradient(x, d_out):
    """Write relu6_gradient(x, d_out): dL/dx for out = min(max(x, 0), 6). At both kinks, x = 0 and
    x = 6, let nothing pass. x and d_out are arrays of the same shape."""
    return d_out * ((x > 0) & (x < 6))


relu6_gradient.wrong(
    "That is the gradient of ReLU. Above 6, out stays at 6 whatever x does: nothing passes there.",
    lambda x, d_out: d_out * (x > 0),
    "The upper kink is right, but below 0 nothing may pass, either.",
    lambda x, d_out: d_out * (x < 6),
    "Right, but for both kinks: at x = 0 and x = 6 the exercise lets nothing pass.",
    lambda x, d_out: d_out * ((x >= 0) & (x <= 6)),
    "Right, but for one kink: at x = 6 the exercise lets nothing pass.",
    lambda x, d_out: d_out * ((x > 0) & (x <= 6)),
    "Right, but for one kink: at x = 0 the exercise lets nothing pass.",
    lambda x, d_out: d_out * ((x >= 0) & (x < 6)),
    "One half is the mean of both sides. At the kinks, let nothing pass.",
    lambda x, d_out: d_out * (((x > 0) & (x < 6)) + 0.5 * ((x == 0) | (x == 6))),
    "Both sides are exchanged: it should be the x between 0 and 6 that pass whole.",
    lambda x, d_out: d_out * ((x < 0) | (x > 6)),
    lambda x, d_out: d_out * ((x <= 0) | (x >= 6)),
    "The absolute value lets x from -6 to 0 pass, too. Below 0, out stays at 0.",
    lambda x, d_out: d_out * (np.abs(x) < 6),
    "Above 6, out is 6, but its slope is 0: no gradient passes there, not 6.",
    lambda x, d_out: np.where(x > 6, 6, d_out * ((x > 0) & (x < 6))),
    lambda x, d_out: np.where(x >= 6, 6, d_out * (x > 0)),
    "Above 6, out is 6, but its slope is 0, not 6.",
    lambda x, d_out: d_out * np.where(x > 6, 6, np.where(x > 0, 1, 0)),
    "This is the forward pass. What is asked for is dL/dx: d_out times a slope.",
    lambda x, d_out: np.clip(x, 0, 6),
    "You sent d_out itself through ReLU6. What decides is x.",
    lambda x, d_out: np.clip(d_out, 0, 6),
    "That is d_out times out. Between 0 and 6 the slope is 1.",
    lambda x, d_out: d_out * np.clip(x, 0, 6),
    "That is the mask alone: you didn't use d_out. Multiply the two.",
    lambda x, d_out: np.where((x > 0) & (x < 6), 1.0, 0.0),
    "That is d_out as it came: you didn't use x, or your condition always holds (| in place of &).",
    lambda x, d_out: d_out,
    "What decides is x, not d_out: between 0 and 6 must lie what went in.",
    lambda x, d_out: d_out * ((d_out > 0) & (d_out < 6)),
    "d_out is cut off at 6. It is x that must be below 6; then d_out passes, however large it is.",
    lambda x, d_out: np.minimum(d_out * (x > 0), 6),
)


def outputs(rng):
    """Cases (out,), N × H × W × C: three maps of a single place first, one of them dead."""
    small = np.array([[0.0, 2, 0], [0, 0, 0], [0, 1, 0], [0, 3, 1]]).reshape(4, 1, 1, 3)
    cases = [(small,)]
    for shape in [(5, 2, 3, 4), (3, 3, 3, 3), (10, 4, 2, 6)]:
        out = relu(decimals(rng, *shape) - 0.5)
        out *= rng.random((shape[0], 1, 1, shape[3])) < 0.6  # silent maps
        out[..., 0] = 0
        out[:, 0, 0, -1] = 1
        out[0, ..., 1] = 0
        out[0, 0, 0, 1] = 1e-6  # hardly awake, but awake
        cases.append((out,))
    return cases


@write(
    cases=outputs,
    hints=[
        'Section "What goes wrong, part one: units that die" counts dead units with `all` over '
        "the images. A map has places, too. So two questions: is it above zero anywhere on an "
        "image? And on which share of the images?",
        "In this order: over the places, N × H × W × C yes or no become N × C. Over the images, N"
        " × C become C shares.",
        "`any` asks the first question, over the axes of the places, 1 and 2. And a mean of True "
        "and False is the share of True.",
    ],
)
def awake(out):
    """Write awake(out): for each map, the share of the images on which it is above zero somewhere.
    out is N images × H × W × C maps, and comes from a ReLU; the result has C numbers."""
    return (out > 0).any(axis=(1, 2)).mean(axis=0)


awake.wrong(
    "You average over the places as well: the share of numbers above zero. A map is awake on an "
    "image if any of its places is. Ask that first.",
    lambda out: (out > 0).mean(axis=(0, 1, 2)),
    "Awake is whatever is above zero, however little.",
    lambda out: (out > 1e-3).any(axis=(1, 2)).mean(axis=0),
    "That is the number of images. What is asked for is their share: a mean, not a sum.",
    lambda out: (out > 0).any(axis=(1, 2)).sum(axis=0),
    "You ask for maps that are above zero everywhere. One place is enough.",
    lambda out: (out > 0).all(axis=(1, 2)).mean(axis=0),
    "That is the share of images on which a map is silent: 1 minus the right one.",
    lambda out: (out == 0).all(axis=(1, 2)).mean(axis=0),
    "That is the share of images on which a map is zero somewhere. Ask who is above zero.",
    lambda out: (out == 0).any(axis=(1, 2)).mean(axis=0),
    "The order is the wrong way round: first `any` over the places, then the mean over the images.",
    lambda out: (out > 0).any(axis=0).mean(axis=(0, 1)),
    "Those are the maps that wake up at all. What is asked for is on which share of the images.",
    lambda out: (out > 0).any(axis=(0, 1, 2)),
    "That is the share of the maps that wake up at all, one number. What is asked for is, for "
    "each map, on which share of the images.",
    lambda out: (out > 0).any(axis=(0, 1, 2)).mean(),
    "Each image on its own. One step is missing: the mean over the images, axis 0.",
    lambda out: (out > 0).any(axis=(1, 2)),
    "That is the share of awake maps, for each image. Take the mean over the images, axis 0.",
    lambda out: (out > 0).any(axis=(1, 2)).mean(axis=1),
    "You have mixed the maps: keep the last axis, and one share for each of them.",
    lambda out: (out > 0).any(axis=(1, 2)).mean(),
    lambda out: (out > 0).any(axis=(1, 2, 3)).mean(),
    "An output of ReLU is never below zero: `>=` is true everywhere. Awake is above zero.",
    lambda out: (out >= 0).any(axis=(1, 2)).mean(axis=0),
    "That is how many numbers are above zero. What is asked for is the share of images.",
    lambda out: (out > 0).sum(axis=(0, 1, 2)),
    "That is the share of places, for each image. Is any of them above zero? Ask that first.",
    lambda out: (out > 0).mean(axis=(1, 2)),
    "You divide by the number of maps. The images lie along axis 0.",
    lambda out: (out > 0).any(axis=(1, 2)).sum(axis=0) / out.shape[-1],
    "That is how strong the answers are. How often are they above zero?",
    lambda out: out.mean(axis=(0, 1, 2)),
    "That is how strong the largest answers are. On how many images are they above zero?",
    lambda out: out.max(axis=(1, 2)).mean(axis=0),
    "The maps are the last axis, 3: `any` goes over rows and columns, the axes 1 and 2.",
    lambda out: (out > 0).any(axis=(2, 3)).mean(axis=0),
    "After the first `any` there is one axis less, and axis 2 is the maps: both axes at once, "
    "axis=(1, 2).",
    lambda out: (out > 0).any(axis=1).any(axis=2).mean(axis=0),
    "You divide by all numbers of the maps. A share of the images: divide by N, as a mean over "
    "axis 0 does.",
    lambda out: (out > 0).any(axis=(1, 2)).sum(axis=0) / out.size,
)


def outputs_and_gradients(rng):
    """Cases (out, d_out) with out = relu(x), zeros among it."""
    cases = [(np.array([[0.0, 3, 0], [1, 0, 4]]), np.array([[1.0, 2, -3], [-4, 5, 6]]))]
    for shape in [(4, 5), (2, 3, 4, 2), (9,)]:
        out = relu(decimals(rng, *shape))
        cases.append((out, decimals(rng, *shape)))
    return [*cases, (np.array([[0.0, 1e-9, 2]]), np.array([[3.0, 4, 5]]))]


@write(
    cases=outputs_and_gradients,
    hints=[
        'Section "Forward": which values can `out` have at all, after max(x, 0)? For which of '
        "them is out >= 0 true?",
        "For all of them, so that every gradient passes. It should pass where x was positive, and"
        " be stopped elsewhere: what is `out` in either case?",
        "Where x was positive, so is `out`; where nothing passed, it is exactly 0. Leave the "
        "zeros out of the comparison: one character goes.",
    ],
)
def gradient_from_output(out, d_out):
    """Find the mistake in gradient_from_output, which computes dL/dx of a ReLU from its output
    instead of its input, and mend it."""
    return d_out * (out > 0)


gradient_from_output.wrong(
    "Everything passes, as in the program above: out is never below zero, so out >= 0 is true "
    "everywhere.",
    lambda out, d_out: d_out * (out >= 0),
    "Now the mask is turned round: what passes is the gradient of those who were silent.",
    lambda out, d_out: d_out * (out == 0),
    "That is d_out times out. Where out is positive, the derivative is 1.",
    lambda out, d_out: d_out * out,
    "What decides is out, not the sign of d_out: -4 has to pass, too.",
    lambda out, d_out: relu(d_out),
    "Those whose gradient is negative are cut off, too. Only out decides.",
    lambda out, d_out: relu(d_out) * (out > 0),
    "That is the mask alone. It is multiplied by d_out.",
    lambda out, d_out: np.where(out > 0, 1.0, 0.0),
    "An output of 1 or less passes, too: compare with 0.",
    lambda out, d_out: d_out * (out > 1),
    "A small output passes, too: compare with 0, not with one half.",
    lambda out, d_out: d_out * (out > 0.5),
    "Almost: however small an output is, if it is above 0 its slope is 1. Compare with 0 itself.",
    lambda out, d_out: d_out * (out > 1e-6),
    "At out = 0 one half passes. Nothing passes there: those were stopped.",
    lambda out, d_out: np.where(out > 0, 1, 0.5) * d_out,
    "That is out itself. What is asked for is dL/dx: d_out times the mask.",
    lambda out, d_out: out,
    "Outputs between 0 and 1 count as silent in yours. Everything above zero lets the gradient "
    "pass.",
    lambda out, d_out: d_out * (out >= 1),
)
