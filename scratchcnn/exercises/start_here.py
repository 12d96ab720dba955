"""Lesson 00: start here."""

import numpy as np

from .exercise import Predict, write

numbers_after_pooling = Predict(
    "One digit goes through the network. How many numbers does row 5, MaxPooling, hand on?",
    right=3136,
    wrong={
        12544: "That is what row 5 gets: 28 × 28 × 16. It hands on fewer.",
        6272: "Both sides are halved, the height and the width: that leaves a quarter, not a half.",
        196: "Those are the 14 × 14 numbers of one map. How many maps are there?",
        16: "That is the number of maps. Each of them is a small picture of numbers.",
        (14, 14, 16): "That is their shape, and it is right. How many are they?",
        784: "Those are the pixels of the image. Row 5 stands further down.",
        1568: "Those are 7 × 7 × 32 numbers, from row 9. Row 5 comes earlier.",
    },
    hint="Row 5 of the table says height × width × channels. Multiply the three.",
)

predict_shape = Predict(
    "`images` has the shape (1000, 28, 28, 1). What shape has `images[5:9, 14]`? Put it in place "
    "of the dots, as a tuple.",
    right=(4, 28, 1),
    wrong={
        (5, 28, 1): "A slice ends before its second number: 5:9 is 5, 6, 7 and 8.",
        (4, 28, 28, 1): "The 14 is used up, too: a single index takes its axis away.",
        (4, 1, 28, 1): "A single index takes its axis away; 14:15 would keep it, with length 1.",
        (4, 28): "The channel is still there, though it is only one.",
        (28, 28, 1): "That is one image. 5:9 picks several.",
        (28, 1): "That is row 14 of one image. 5:9 picks several images.",
        (4, 1): "That is one pixel of every image. Row y = 14 has 28 of them.",
        (4, 14, 28, 1): "14 alone is one row; :14 would be the first fourteen.",
        (4, 14): "14 is an index here: it picks row y = 14 and takes that axis away.",
    },
    hint="Take the axes N, H, W, C one by one: a slice keeps its axis, a number takes it away.",
)

predict_gradient = Predict(
    "p = a · b, s = p + a, L = s², with a = 3 and b = -2. What is ∂L/∂a?",
    right=6,
    wrong={
        12: "That is the way through p only. a reaches s directly, too: add both ways.",
        -6: "That is the direct way from a to s, and ∂L/∂s itself. The way through p is missing: "
        "add both.",
        -1: "That is ∂s/∂a, both ways added up, well done. It has to be multiplied with ∂L/∂s.",
        1: "Mind the sign of b. And ∂s/∂a has to be multiplied with ∂L/∂s.",
        -18: "That is ∂L/∂b. a is the other one.",
        9: "That is L itself.",
        -3: "That is s, or half of ∂L/∂s: the square's derivative has a factor 2.",
        3: "The derivative of s² is 2 s: a factor 2 is missing.",
        -12: "The product of two negative numbers is positive; and a reaches s in two ways.",
        18: "Mind the sign: b + 1 is negative, and so is ∂L/∂s. And is it b or a you need?",
    },
    hint="First ∂L/∂s. Then: in which steps is a used? Each one gives a share; add them up.",
)


def squares(x):
    return float((x**2).sum())


def cubes(x):
    return float((x**3).sum())


def mixed(x):
    return float((x[:-1] * x[1:]).sum() + np.sin(x).sum())


def functions(rng):
    """Cases (f, x, h): squares with a large step first, then smaller steps and other functions."""
    cases = [(squares, np.array([1.0, 2.0, 4.0]), 0.5)]
    cases += [(cubes, np.array([2.0, -1.0, 0.0, 1.0]), 0.5), (cubes, np.array([3.0]), 0.1)]
    return cases + [(mixed, rng.standard_normal(5), h) for h in (0.1, 1e-3, 1e-5)]


def differences(f, x, h, up=1, down=1, divisor=2):
    """(f(x + up h) - f(x - down h)) / (divisor h) for one entry of x after the other."""
    gradient = np.zeros(len(x))
    for i in range(len(x)):
        above, below = x.copy(), x.copy()
        above[i] += up * h
        below[i] -= down * h
        gradient[i] = (f(above) - f(below)) / (divisor * h)
    return gradient


@write(
    cases=functions,
    hint="For each i: copy x twice, move entry i up in one and down in the other, call f on both.",
)
def measured_gradient(f, x, h):
    """Write measured_gradient(f, x, h): the slope of f along each entry of the vector x, by central
    differences. f takes a vector and returns a number."""
    return differences(f, x, h)


@measured_gradient.wrong(
    "This is the one-sided difference, up from x. The central one goes the same way down."
)
def _(f, x, h):
    return differences(f, x, h, down=0, divisor=1)


@measured_gradient.wrong(
    "This is the one-sided difference, down from x. The central one goes the same way up."
)
def _(f, x, h):
    return differences(f, x, h, up=0, divisor=1)


@measured_gradient.wrong(
    "Twice too large: from x - h to x + h it is 2 h, and that is what you divide by."
)
def _(f, x, h):
    return differences(f, x, h, divisor=1)


@measured_gradient.wrong(
    "Half as large as it should be: from x to x + h it is h, not 2 h. Or go down by h as well."
)
def _(f, x, h):
    return differences(f, x, h, down=0)


@measured_gradient.wrong(
    "`/ 2 * h` divides by 2 and then multiplies with h. Put brackets around (2 * h)."
)
def _(f, x, h):
    return differences(f, x, h) * h * h


@measured_gradient.wrong("You go only h / 2 to each side. Go the whole h, and divide by 2 h.")
def _(f, x, h):
    return differences(f, x, h / 2)


@measured_gradient.wrong(
    "That is right for squares only. Use f itself, whatever it is: call it on both sides of x."
)
def _(f, x, h):
    return 2 * x


@measured_gradient.wrong("The sign is turned round: f(x + h) comes first, f(x - h) is subtracted.")
def _(f, x, h):
    return -differences(f, x, h)


@measured_gradient.wrong(
    "You don't divide: the difference of the two values is not yet a slope. Divide by 2 h."
)
def _(f, x, h):
    return differences(f, x, h) * 2 * h


@measured_gradient.wrong(
    "You move all entries at once, and get the sum of all slopes. Move one entry at a time."
)
def _(f, x, h):
    return (f(x + h) - f(x - h)) / (2 * h)


@measured_gradient.wrong(
    "You move all entries at once, and get the sum of all slopes for each. Move one at a time."
)
def _(f, x, h):
    return np.full(len(x), (f(x + h) - f(x - h)) / (2 * h))


@measured_gradient.wrong(
    "An entry that was moved stays where it is while the next one is measured: put it back."
)
def _(f, x, h):
    x, gradient = x.copy(), np.zeros(len(x))
    for i in range(len(x)):
        x[i] += h
        above = f(x)
        x[i] -= 2 * h
        gradient[i] = (above - f(x)) / (2 * h)
    return gradient


def whole_numbers(rng, *shape):
    return rng.integers(-3, 4, shape).astype(float)


def batches(rng):
    """Cases (x, d_out), N × H × W × C: a single row of three pixels with two channels first."""
    x = np.array([[1.0, 4], [2, 5], [3, 6]])[np.newaxis, np.newaxis]
    d_out = np.array([[1.0, 1], [0, -1], [2, 2]])[np.newaxis, np.newaxis]
    cases = [(x, d_out), (whole_numbers(rng, 2, 2, 3, 3), whole_numbers(rng, 2, 2, 3, 3))]
    shapes = [(3, 4, 2, 3), (2, 3, 3, 2), (4, 2, 5, 1)]
    return cases + [(rng.standard_normal(shape), rng.standard_normal(shape)) for shape in shapes]


@write(
    cases=batches,
    hint="Which outputs does scale[c] touch? Each gives a share, x · d_out. Over which axes do you "
    "add them up, and which one stays?",
)
def scale_gradient(x, d_out):
    """Write scale_gradient(x, d_out): ∂L/∂scale, C numbers, for a layer whose output is
    out[n, y, x, c] = scale[c] · x[n, y, x, c]."""
    return (x * d_out).sum(axis=(0, 1, 2))


@scale_gradient.wrong(
    "You take the mean. The chain rule adds up: the loss is a mean already where it should be one, "
    "and its 1/N is inside d_out."
)
def _(x, d_out):
    return (x * d_out).mean(axis=(0, 1, 2))


@scale_gradient.wrong(
    "Right up to 1/N: don't average over the images. The 1/N of the loss is inside d_out already."
)
def _(x, d_out):
    return (x * d_out).sum(axis=(0, 1, 2)) / len(x)


@scale_gradient.wrong(
    "This is Σ x: the derivative of the layer, but d_out is forgotten. What comes back from behind "
    "has to be multiplied in."
)
def _(x, d_out):
    return x.sum(axis=(0, 1, 2))


@scale_gradient.wrong(
    "This is Σ d_out: the derivative of scale · x with respect to scale is x, and it is missing."
)
def _(x, d_out):
    return d_out.sum(axis=(0, 1, 2))


@scale_gradient.wrong(
    "One number for all channels. Each channel has its own scale: leave axis 3 out of the sum."
)
def _(x, d_out):
    return (x * d_out).sum()


@scale_gradient.wrong(
    "The shares are right, but not added up: scale[c] is used for every image, row and column."
)
def _(x, d_out):
    return x * d_out


@scale_gradient.wrong(
    "You add up over the images only. The same scale is used in every row and column, too."
)
def _(x, d_out):
    return (x * d_out).sum(axis=0)


@scale_gradient.wrong(
    "You add up over rows and columns only. The same scale is used for every image of the batch."
)
def _(x, d_out):
    return (x * d_out).sum(axis=(1, 2))


@scale_gradient.wrong(
    "The numbers are right; the shape should be (C,), that of scale: leave out keepdims."
)
def _(x, d_out):
    return (x * d_out).sum(axis=(0, 1, 2), keepdims=True)


@scale_gradient.wrong("You add up over the channels: that is the one axis that should stay.")
def _(x, d_out):
    return (x * d_out).sum(axis=3)


@scale_gradient.wrong("Only the first image is in it: the scale was used for all of the batch.")
def _(x, d_out):
    return (x * d_out)[0].sum(axis=(0, 1))


@scale_gradient.wrong("Only the last image is in it: something overwrites instead of adding (+=).")
def _(x, d_out):
    return (x * d_out)[-1].sum(axis=(0, 1))


@scale_gradient.wrong(
    "The two sums are multiplied. Multiply x and d_out place by place first, then add up."
)
def _(x, d_out):
    return x.sum(axis=(0, 1, 2)) * d_out.sum(axis=(0, 1, 2))


def scaled_inputs(rng):
    """Cases (x, a, d_out); a = 1, where the mistake hides, is not the first one."""
    cases = [(np.array([1.0, 2, 3]), 2.0, np.array([1.0, 0, -1]))]
    cases += [(np.array([1.0, -2, 4]), 1.0, np.array([2.0, 3, 1]))]
    for a in (-1.0, 0.5, 3.0):
        cases.append((rng.standard_normal((2, 3)), a, rng.standard_normal((2, 3))))
    return cases


@write(
    cases=scaled_inputs,
    hint="At which number is the slope of the square taken: at what goes into the first step, or "
    "at what goes into the square?",
)
def relay(x, a, d_out):
    """Find the mistake in relay(x, a, d_out), which should return ∂L/∂x for out = (a · x)², and
    write it as it should be."""
    scaled = a * x
    d_scaled = 2 * scaled * d_out
    return a * d_scaled


@relay.wrong(
    "One factor a is missing, as in the program as it was. The square's input was scaled, not x; "
    "and after the square, the scale has a slope of its own, a."
)
def _(x, a, d_out):
    return a * (2 * x * d_out)


@relay.wrong(
    "Both slopes are right, but d_out is not in it: nobody took over what came back from behind."
)
def _(x, a, d_out):
    return 2 * a * a * x


@relay.wrong("A factor 2 is missing: the slope of scaled² is 2 · scaled.")
def _(x, a, d_out):
    return a * a * x * d_out


@relay.wrong("That is out, times d_out. The slope of scaled² is 2 · scaled, not scaled².")
def _(x, a, d_out):
    return (a * x) ** 2 * d_out


@relay.wrong("One a too many: a once from scaled = a · x, and once from the first runner's slope.")
def _(x, a, d_out):
    return 2 * a**3 * x * d_out


@relay.wrong("That is ∂L/∂a before it is added up: the slope of a · x with respect to x is a.")
def _(x, a, d_out):
    return 2 * a * x * x * d_out


@relay.wrong("That adds the slopes of the two steps up. Steps one after the other are multiplied.")
def _(x, a, d_out):
    return (2 * a * x + a) * d_out
