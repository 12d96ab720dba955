"""Lesson 00: start here."""

import numpy as np

from .cases import decimals, whole_numbers
from .classes.start_here import layer  # noqa: F401
from .predict import Predict
from .write import write

numbers_after_pooling = Predict(
    "One digit goes through the network. How many numbers does row 5, MaxPooling, hand on?",
    right=3136,
    wrong=[
        (12544, "That is what row 5 gets: 28 × 28 × 16. It hands on fewer."),
        (
            6272,
            "6,272 is half of what row 5 gets, or 14 × 14 × 32. Both sides are halved, which "
            "leaves a "
            "quarter, and row 5 has 16 maps; the 32 come later.",
        ),
        (196, "Those are the 14 × 14 numbers of one map. How many maps are there?"),
        (16, "That is the number of maps. Each of them is a small picture of numbers."),
        ((14, 14, 16), "That is their shape, and it is right. How many are they?"),
        (784, "Those are the pixels of the image. Row 5 stands further down."),
        ((28, 28, 16), "That is the shape of what row 5 gets. How many numbers does it hand on?"),
        ((14, 14), "That is the shape of one map. How many maps are there, and how many numbers?"),
        (14, "That is one side of one map. How many numbers are there in all maps together?"),
        (1568, "Those are 7 × 7 × 32 numbers, from row 9. Row 5 comes earlier."),
        (
            14 + 14 + 16,
            "The three sizes are multiplied: each of 16 maps has 14 rows of 14 numbers.",
        ),
        (
            12544 / 9,
            "A window has nine numbers, but windows overlap: the next one begins two pixels "
            "further on.",
        ),
        (
            13 * 13 * 16,
            "13 × 13 windows would be right without the zeros at the edge. With them it is 14 × "
            "14.",
        ),
    ],
    hint="Row 5 of the table says height × width × channels. Multiply the three.",
)

predict_shape = Predict(
    "`images` has the shape (1000, 28, 28, 1). What shape does `images[5:9, 14]` have? Put it in "
    "place of the dots, as a tuple.",
    right=(4, 28, 1),
    wrong=[
        (
            112,
            "That is how many numbers there are: a count. What is asked for is a shape, a tuple.",
        ),
        ((5, 28, 1), "A slice ends before its second number: 5:9 is 5, 6, 7 and 8."),
        ((4, 28, 28, 1), "The 14 is used up, too: a single index takes its axis away."),
        ((4, 1, 28, 1), "A single index takes its axis away; 14:15 would keep it, with length 1."),
        ((5, 28, 28, 1), "5:9 is 5, 6, 7 and 8: four. And 14 picks one row, so its axis is gone."),
        ((4, 28, 28), "Axes are N, H, W, C: 14 takes H away, not C."),
        ((4, 28), "The channel is still there, though it is only one."),
        ((28, 28, 1), "That is one image. 5:9 picks several."),
        ((28, 1), "That is row 14 of one image. 5:9 picks several images."),
        ((4, 1), "That is one pixel of every image. Row y = 14 has 28 of them."),
        ((4, 14, 28, 1), "14 alone is one row; :14 would be the first fourteen."),
        ((4, 14), "14 is an index here: it picks row y = 14 and takes that axis away."),
        ((5, 1, 28, 1), "5:9 ends before 9; and a single index, 14, takes its axis away."),
    ],
    hint="Take the axes N, H, W, C one by one: a slice keeps its axis, a number takes it away.",
)

predict_gradient = Predict(
    "q = a · b, r = q + a, L = r², with a = 3 and b = -2. What is ∂L/∂a?",
    right=6,
    wrong=[
        (12, "That is the way through q only. a reaches r directly, too: add both ways."),
        (
            -6,
            "That is the direct way from a to r, and ∂L/∂r itself. The way through q is missing: "
            "add both.",
        ),
        (-1, "That is ∂r/∂a, both ways added up, well done. It has to be multiplied by ∂L/∂r."),
        (1, "Mind the sign of b. And ∂r/∂a has to be multiplied by ∂L/∂r."),
        (-18, "That is ∂L/∂b. a is the other one."),
        (-2, "That is b, the slope of q = a · b. What comes from behind has to be multiplied in."),
        (-72, "The two ways are multiplied. One after the other multiplies; side by side adds up."),
        (9, "That is L itself."),
        (-3, "That is r, or half of ∂L/∂r: the square's derivative has a factor 2."),
        (3, "The derivative of r² is 2 r: a factor 2 is missing."),
        (-12, "The product of two negative numbers is positive; and a reaches r in two ways."),
        (
            18,
            "The two ways add up with their signs: 12 and -6. (Or is it ∂L/∂b, without its sign? "
            "a is "
            "the other one.)",
        ),
        (-24, "The slope of q = a · b along a is b, not a."),
        ((12, -6), "Both ways are right. Where two come back to one number, they are added up."),
        ((-6, 12), "Both ways are right. Where two come back to one number, they are added up."),
    ],
    hint="First ∂L/∂r. Then: in which steps is a used? Each one gives a share; add them up.",
)


def pixels_and_gradients(rng):
    """Cases (x, d_out): four pixels whose fractions are short first, then batches of images."""
    cases = [(np.array([0, 51, 102, 255], np.uint8), np.array([255.0, 510, 0, -255]))]
    for shape in ((2, 3), (2, 4, 3, 1), (3, 2, 2, 3)):
        x = rng.integers(0, 256, shape, dtype=np.uint8)
        cases.append((x, decimals(rng, *shape)))
    return cases


@write(
    cases=pixels_and_gradients,
    hints=[
        'Section "Second way: the chain rule": each step multiplies what comes from behind by '
        "its own slope. What is the slope of x / 255?",
        "The slope is the same for every pixel, so the way back needs neither x nor out: d_out "
        "and one number are enough.",
        "d_x is d_out, multiplied by the slope, which is 1/255. A comma between out and d_x "
        "makes the pair.",
    ],
    results=("out", "d_x"),
)
def division(x, d_out):
    """Write division(x, d_out), row 1 of the network on its way forward and back: out = x / 255,
    and d_x = ∂L/∂x. Return the pair out, d_x."""
    return x / 255, d_out / 255


division.wrong(
    "d_x: the runner has a slope of its own, 1/255, and d_out is multiplied by it.",
    lambda x, d_out: (x / 255, d_out),
    "d_x: the way back doesn't undo the way forward. The slope of x / 255 is 1/255.",
    lambda x, d_out: (x / 255, d_out * 255),
    "d_x: 1/255 is the layer's own slope. What came from behind, d_out, is forgotten.",
    lambda x, d_out: (x / 255, np.full(x.shape, 1 / 255)),
    lambda x, d_out: (x / 255, 1 / 255),
    "d_x: the slope of x / 255 is 1/255, whatever x is. Leave x, and out, out of it.",
    lambda x, d_out: (x / 255, d_out * x / 255),
    "d_x: the slope is 1/255 once, not twice.",
    lambda x, d_out: (x / 255, d_out / 255**2),
    "d_x: the slope of x / 255 is 1/255. The minus belongs to the slope of 1 / x.",
    lambda x, d_out: (x / 255, -d_out / 255),
    "d_x has the shape of x, one number for each pixel: don't add up.",
    lambda x, d_out: (x / 255, (d_out / 255).sum()),
    "A byte has 256 values, but the largest is 255: white should become 1.",
    lambda x, d_out: (x / 256, d_out / 256),
    "d_x: on the way back it is d_out that is divided by 255, not x.",
    lambda x, d_out: (x / 255, x / 255),
)


def squares(x):
    """Σ x²"""
    return float((vector(x) ** 2).sum())


def cubes(x):
    """Σ x³"""
    return float((vector(x) ** 3).sum())


def mixed(x):
    """Σ x[i] · x[i + 1] · x[i + 2] + Σ sin x[i]"""
    x = vector(x)
    return float((x[:-2] * x[1:-1] * x[2:]).sum() + np.sin(x).sum())


def vector(x):
    """x itself; ValueError if it is a single number."""
    if np.ndim(x) != 1:
        raise ValueError(f"f takes the whole vector x, and got {x}")
    return x


def functions(rng):
    """Cases (f, x, h): squares with a large step first, then smaller steps and other functions."""
    cases = [(squares, np.array([1.0, 2.0, 4.0]), 0.5)]
    cases += [(cubes, np.array([2.0, -1.0, 0.0, 1.0]), 0.5), (cubes, np.array([3.0]), 0.1)]
    return cases + [(mixed, decimals(rng, 5), h) for h in (0.5, 0.1, 1e-3, 1e-5)]


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
    hints=[
        'Section "Third way: measure it": the central difference, on the right. It is needed once'
        " for each entry of x, while the other entries stay as they are.",
        "A loop over i. In each turn there are two new vectors: x with entry i moved up by h, and"
        " x with entry i moved down by h. f makes one number of each.",
        "gradient[i] is f of the upper vector, minus f of the lower one, over the distance "
        "between the two, 2 h. Make new copies in every turn, x.copy(), and nothing has to be put"
        " back.",
    ],
)
def measured_gradient(f, x, h):
    """Write measured_gradient(f, x, h): the slope of f along each entry of the vector x, by central
    differences. f takes a vector and returns a number."""
    return differences(f, x, h)


measured_gradient.wrong(
    "This is the one-sided difference, up from x. The central one goes the same way down.",
    lambda f, x, h: differences(f, x, h, down=0, divisor=1),
    "This is the one-sided difference, down from x. The central one goes the same way up.",
    lambda f, x, h: differences(f, x, h, up=0, divisor=1),
    "Twice too large: from x - h to x + h it is 2 h, and that is what you divide by.",
    lambda f, x, h: differences(f, x, h, divisor=1),
    "Half as large as it should be: from x to x + h it is h, not 2 h. Go down by h as well, from x "
    "as it was: is it still?",
    lambda f, x, h: differences(f, x, h, down=0),
    "`/ 2 * h` divides by 2 and then multiplies by h. Put brackets around (2 * h).",
    lambda f, x, h: differences(f, x, h) * h * h,
    "You go only h / 2 to each side. Go the whole h, and divide by 2 h.",
    lambda f, x, h: differences(f, x, h / 2),
    "That is right for squares only. Use f itself, whatever it is: call it on both sides of x.",
    lambda f, x, h: 2 * x,
    "The sign is turned round: f(x + h) comes first, f(x - h) is subtracted.",
    lambda f, x, h: -differences(f, x, h),
    "You don't divide: the difference of the two values is not yet a slope. Divide by 2 h.",
    lambda f, x, h: differences(f, x, h) * 2 * h,
    "You move all entries at once, and get the sum of all slopes. Move one entry at a time.",
    lambda f, x, h: (f(x + h) - f(x - h)) / (2 * h),
    "You move all entries at once, and get the sum of all slopes for each. Move one at a time.",
    lambda f, x, h: np.full(len(x), (f(x + h) - f(x - h)) / (2 * h)),
    "All slopes are 0. `up = x` is the same array, not a copy (a slice neither), so your two moves "
    "cancel: x.copy().",
    lambda f, x, h: np.zeros(len(x)),
    "You don't use the given h. Your slopes are good ones, but for another h.",
    lambda f, x, h: differences(f, x, 1e-5),
    "More exact than asked for: a formula with four points. Take two, f(x + h) and f(x - h).",
    lambda f, x, h: (4 * differences(f, x, h) - differences(f, x, 2 * h)) / 3,
    "Your step depends on x[i]; it should be h.",
    lambda f, x, h: np.array([differences(f, x, h * step)[i] for i, step in enumerate(x)]),
    lambda f, x, h: np.nan_to_num(  # 0 where x[i] is 0
        [differences(f, x, h * step)[i] * step for i, step in enumerate(x)]
    ),
    "One number: you add the slopes up. Return one slope for each entry.",
    lambda f, x, h: differences(f, x, h).sum(),
)


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


@measured_gradient.wrong(
    "Entry 0 is still moved while entry 1 is measured: make new copies for each entry."
)
def _(f, x, h):
    above, below, gradient = x.copy(), x.copy(), np.zeros(len(x))
    for i in range(len(x)):
        above[i] += h
        below[i] -= h
        gradient[i] = (f(above) - f(below)) / (2 * h)
    return gradient


def batches(rng):
    """Cases (x, d_out), N × H × W × C: a single row of three pixels with two channels first."""
    x = np.array([[1.0, 4], [2, 5], [3, 6]])[np.newaxis, np.newaxis]
    d_out = np.array([[1.0, 1], [0, -1], [2, 2]])[np.newaxis, np.newaxis]
    cases = [(x, d_out), (whole_numbers(rng, 2, 2, 3, 3), whole_numbers(rng, 2, 2, 3, 3))]
    shapes = [(3, 4, 2, 3), (2, 3, 3, 2), (4, 2, 5, 1)]
    return cases + [(decimals(rng, *shape), decimals(rng, *shape)) for shape in shapes]


@write(
    cases=batches,
    hints=[
        'Section "The contract of a layer": what is used in many places gets its gradient from '
        "all of them, added up. Which outputs does scale[c] touch?",
        "Every output of channel c, in all images, rows and columns. Each gives a share, x · "
        "d_out. Over which axes do you add them up, and which one stays?",
        "Scale, in that section, adds up over all axes: one number for all channels. Tell sum "
        "which axes to add up, with axis=(…): those of n, y and x.",
    ],
)
def scale_gradient(x, d_out):
    """Write scale_gradient(x, d_out): ∂L/∂scale, C numbers, for a layer whose output is
    out[n, y, x, c] = scale[c] · x[n, y, x, c]."""
    return (x * d_out).sum(axis=(0, 1, 2))


scale_gradient.wrong(
    "You take the mean. The chain rule adds up: the loss is a mean already where it should be one, "
    "and its 1/N is inside d_out.",
    lambda x, d_out: (x * d_out).mean(axis=(0, 1, 2)),
    "This is Σ x: the derivative of the layer, but d_out is forgotten. What comes back from behind "
    "has to be multiplied in.",
    lambda x, d_out: x.sum(axis=(0, 1, 2)),
    "This is Σ d_out: the derivative of scale · x with respect to scale is x, and it is missing.",
    lambda x, d_out: d_out.sum(axis=(0, 1, 2)),
    "One number for all channels. Each channel has its own scale: leave axis 3 out of the sum.",
    lambda x, d_out: (x * d_out).sum(),
    "The shares are right, but not added up: scale[c] is used for every image, row and column.",
    lambda x, d_out: x * d_out,
    "You add up over the images only. The same scale is used in every row and column, too.",
    lambda x, d_out: (x * d_out).sum(axis=0),
    "You add up over rows and columns only. The same scale is used for every image of the batch.",
    lambda x, d_out: (x * d_out).sum(axis=(1, 2)),
    "You add up over the channels: that is the one axis that should stay.",
    lambda x, d_out: (x * d_out).sum(axis=3),
    "Only the last place of the last image is in it: something overwrites instead of adding (+=).",
    lambda x, d_out: (x * d_out)[-1, -1, -1],
    "The two sums are multiplied. Multiply x and d_out place by place first, then add up.",
    lambda x, d_out: x.sum(axis=(0, 1, 2)) * d_out.sum(axis=(0, 1, 2)),
    "The wrong axes: keep axis 3 (c), add up 0, 1 and 2.",
    *[
        lambda x, d_out, axes=axes: (x * d_out).sum(axis=axes)
        for axes in (1, 2, (0, 1), (0, 2), (1, 2, 3), (0, 2, 3), (0, 1, 3))
    ],
    "Each channel of x is multiplied by every channel of d_out. Only c with c: place by place.",
    lambda x, d_out: np.einsum("nyxc,nyxd->cd", x, d_out),
    "The mean of x, times the sum of d_out: multiply place by place first, then add up.",
    lambda x, d_out: x.mean(axis=(0, 1, 2)) * d_out.sum(axis=(0, 1, 2)),
    "reshape moves no axis: it cuts the memory anew, and the channels get stirred. Sum over the "
    "axes 0, 1 and 2.",
    lambda x, d_out: (x * d_out).reshape(x.shape[3], -1).sum(axis=1),
)


def scaled_inputs(rng):
    """Cases (x, a, d_out); a = 1, where the mistake hides, is not the first one."""
    cases = [(np.array([1.0, 2, 3]), 2.0, np.array([1.0, 0, -1]))]
    cases += [(np.array([1.0, -2, 4]), 1.0, np.array([2.0, 3, 1]))]
    for a in (-1.0, 0.5, 3.0):
        cases.append((decimals(rng, 2, 3), a, decimals(rng, 2, 3)))
    return cases


@write(
    cases=scaled_inputs,
    hints=[
        'Section "A relay of two": the square\'s slope is taken at what the square was given, the '
        "scale's at what the scale was given. What was the square given here?",
        "Only one of the two lines is wrong. Compute first what stands between the two steps, as "
        "on the way forward, and call it scaled.",
        "In the line of the square, scaled takes the place of x. The line of the scale stays as "
        "it is.",
    ],
)
def relay(x, a, d_out):
    """Find the mistake in relay(x, a, d_out), which should return ∂L/∂x for out = (a · x)², and
    write it as it should be."""
    scaled = a * x
    d_scaled = 2 * scaled * d_out
    return a * d_scaled


relay.wrong(
    "One factor a is missing. Two belong here: the square's slope is taken at scaled, not at x, "
    "and "
    "the scale has a slope of its own, a.",
    lambda x, a, d_out: a * (2 * x * d_out),
    "Both slopes are right, but d_out is not in it: nobody took over what came back from behind.",
    lambda x, a, d_out: 2 * a * a * x,
    "A factor 2 is missing: the slope of scaled² is 2 · scaled.",
    lambda x, a, d_out: a * a * x * d_out,
    "That is out, times d_out. The slope of scaled² is 2 · scaled, not scaled².",
    lambda x, a, d_out: (a * x) ** 2 * d_out,
    "One a too many: a once from scaled = a · x, and once from the first runner's slope.",
    lambda x, a, d_out: 2 * a**3 * x * d_out,
    "That is ∂L/∂a before it is added up: the slope of a · x with respect to x is a. (Or do your "
    "arguments stand in another order than x, a, d_out?)",
    lambda x, a, d_out: 2 * a * x * x * d_out,
    "That adds the slopes of the two steps up. Steps one after the other are multiplied.",
    lambda x, a, d_out: (2 * a * x + a) * d_out,
    "Your arguments stand in another order than x, a, d_out.",
    lambda x, a, d_out: 2 * d_out * d_out * x * a,
    "∂L/∂x has the shape of x, one number for each entry: don't add up.",
    lambda x, a, d_out: (2 * a * a * x * d_out).sum(),
    "Try a = 3: which power of a belongs here?",
    lambda x, a, d_out: 2 * (2 * a) * x * d_out,
    lambda x, a, d_out: 2 * x * d_out,
    "Your answer doesn't depend on x. The slope of scaled² does: it is 2 · scaled.",
    lambda x, a, d_out: 2 * a * a * d_out,
    lambda x, a, d_out: 2 * a * d_out,
    "The slope of scaled² is 2 · scaled. In yours the square is still there.",
    lambda x, a, d_out: 2 * a * (a * x) ** 2 * d_out,
    lambda x, a, d_out: 2 * (a * x) ** 2 * d_out,
    "d_out is multiplied by the slopes, not added to them.",
    lambda x, a, d_out: 2 * a * a * x + d_out,
    "That is out, the way forward. What is asked for is the way back, ∂L/∂x.",
    lambda x, a, d_out: (a * x) ** 2,
    "You divide by a. The way back multiplies by the slope of a · x, which is a.",
    lambda x, a, d_out: 2 * x * d_out / a,
    "d_out is in it twice: it is multiplied in once, at the last step.",
    lambda x, a, d_out: 2 * a * a * x * d_out * d_out,
)
