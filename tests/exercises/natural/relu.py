"""Natural wrong answers to the small exercises of lesson 04, written from the statements alone."""

from .wrong import Wrong

ANSWERS = {
    "relu.predict_gradient": [
        Wrong("At x = 0 the gradient passes.", "(0, 7, -1, 2)"),
        Wrong("Negative gradients are cut off as well.", "(0, 0, 0, 2)"),
        Wrong("The mask is taken from d_out instead of x.", "(4, 7, 0, 2)"),
        Wrong("The slopes alone, d_out is forgotten.", "(0, 0, 1, 1)"),
        Wrong("The way forward.", "(0, 0, 3, 5)"),
        Wrong("Multiplied by the output instead of the mask.", "(0, 0, -3, 10)"),
        Wrong("Multiplied by x.", "(-8, 0, -3, 10)"),
        Wrong("Only the zero is stopped, the negative passes.", "(4, 0, -1, 2)"),
        Wrong("Half passes at the kink.", "(0, 3.5, -1, 2)"),
        Wrong("The mask is the wrong way round.", "(4, 7, 0, 0)"),
        Wrong("Everything passes.", "(4, 7, -1, 2)"),
        Wrong("Only what passes is written down.", "(-1, 2)"),
        Wrong("A string.", '"0, 0, -1, 2"'),
    ],
    "relu.predict_dead_bias": [
        Wrong("The sign: with + 3 it is awake for sure.", "3"),
        Wrong("All three pixels are taken at 1: 2 - 3 + 1 = 0.", "0"),
        Wrong("The weights' signs are overlooked: 2 + 3 + 1.", "-6"),
        Wrong("Only the largest weight: 2.", "-2"),
        Wrong("A little less than needed: at exactly zero it is dead already.", "-3.001"),
        Wrong("The smallest value of the sum, instead of the largest.", "-3 + 6"),
        Wrong("The largest sum is 2, c is forgotten; and the sign is lost.", "2"),
        Wrong("The smallest unit is taken: c alone.", "-1"),
        Wrong("Minus infinity.", 'float("-inf")'),
        Wrong("The middle of the range, all pixels 0.5.", "-0.0"),
        Wrong("The pixels run from -1 to 1.", "-6.0"),
        Wrong("Pixels up to 255.", "-765"),
    ],
    "relu.hat": [
        Wrong(
            "The third ReLU is missing: it falls for ever.",
            """
def hat(x):
    return np.maximum(x, 0) - 2 * np.maximum(x - 1, 0)
""",
        ),
        Wrong(
            "The second factor is 1, not 2: after the peak the line is level.",
            """
def hat(x):
    return np.maximum(x, 0) - np.maximum(x - 1, 0)
""",
        ),
        Wrong(
            "The second factor is 1, not 2, and then it rises again.",
            """
def hat(x):
    return np.maximum(x, 0) - np.maximum(x - 1, 0) + np.maximum(x - 2, 0)
""",
        ),
        Wrong(
            "The kinks lie at -1 and -2: x + 1 instead of x - 1.",
            """
def hat(x):
    return np.maximum(x, 0) - 2 * np.maximum(x + 1, 0) + np.maximum(x + 2, 0)
""",
        ),
        Wrong(
            "Python's max, which cannot compare a whole array.",
            """
def hat(x):
    return max(x, 0) - 2 * max(x - 1, 0) + max(x - 2, 0)
""",
        ),
        Wrong(
            "Python's if, which cannot ask a whole array.",
            """
def hat(x):
    if x < 0 or x > 2:
        return 0
    if x <= 1:
        return x
    return 2 - x
""",
        ),
        Wrong(
            "np.max, which takes the largest number of the array (along axis 0).",
            """
def hat(x):
    return np.max(x, 0) - 2 * np.max(x - 1, 0) + np.max(x - 2, 0)
""",
        ),
        Wrong(
            "Not cut off at 0 outside: it goes below zero.",
            """
def hat(x):
    return 1 - np.abs(x - 1)
""",
        ),
        Wrong(
            "The peak lies at 0 instead of 1.",
            """
def hat(x):
    return np.maximum(1 - np.abs(x), 0)
""",
        ),
        Wrong(
            "The signs: all three are added.",
            """
def hat(x):
    return np.maximum(x, 0) + 2 * np.maximum(x - 1, 0) + np.maximum(x - 2, 0)
""",
        ),
        Wrong(
            "np.maximum without its 0.",
            """
def hat(x):
    return np.maximum(x) - 2 * np.maximum(x - 1) + np.maximum(x - 2)
""",
        ),
        Wrong(
            "relu is not defined.",
            """
def hat(x):
    return relu(x) - 2 * relu(x - 1) + relu(x - 2)
""",
        ),
        Wrong(
            "The last ReLU has the factor 2 as well: it rises again behind 2.",
            """
def hat(x):
    return np.maximum(x, 0) - 2 * np.maximum(x - 1, 0) + 2 * np.maximum(x - 2, 0)
""",
        ),
    ],
    "relu.relu6_gradient": [
        Wrong(
            "At 0 the gradient passes.",
            """
def relu6_gradient(x, d_out):
    return d_out * ((x >= 0) & (x < 6))
""",
        ),
        Wrong(
            "At 6 the gradient passes.",
            """
def relu6_gradient(x, d_out):
    return d_out * ((x > 0) & (x <= 6))
""",
        ),
        Wrong(
            "At both kinks the gradient passes.",
            """
def relu6_gradient(x, d_out):
    mask = (x >= 0) & (x <= 6)
    return d_out * mask
""",
        ),
        Wrong(
            "The upper kink is forgotten.",
            """
def relu6_gradient(x, d_out):
    return d_out * (x > 0)
""",
        ),
        Wrong(
            "A chain of comparisons, which an array cannot answer.",
            """
def relu6_gradient(x, d_out):
    return d_out * (0 < x < 6)
""",
        ),
        Wrong(
            "and instead of &.",
            """
def relu6_gradient(x, d_out):
    mask = (x > 0) and (x < 6)
    return d_out * mask
""",
        ),
        Wrong(
            "& without parentheses is read as x > (0 & x) < 6.",
            """
def relu6_gradient(x, d_out):
    mask = x > 0 & x < 6
    return d_out * mask
""",
        ),
        Wrong(
            "The mask alone: d_out is forgotten.",
            """
def relu6_gradient(x, d_out):
    return ((x > 0) & (x < 6)).astype(float)
""",
        ),
        Wrong(
            "d_out is cut off to 0 … 6, instead of masked by x.",
            """
def relu6_gradient(x, d_out):
    return np.minimum(np.maximum(d_out, 0), 6)
""",
        ),
        Wrong(
            "| instead of &: always true.",
            """
def relu6_gradient(x, d_out):
    return d_out * ((x > 0) | (x < 6))
""",
        ),
        Wrong(
            "Multiplied by the output instead of the slope.",
            """
def relu6_gradient(x, d_out):
    out = np.minimum(np.maximum(x, 0), 6)
    return d_out * out
""",
        ),
        Wrong(
            "d_out is changed in place.",
            """
def relu6_gradient(x, d_out):
    d_out[x <= 0] = 0
    d_out[x >= 6] = 0
    return d_out
""",
        ),
        Wrong(
            "Above 6 the gradient is set to 6.",
            """
def relu6_gradient(x, d_out):
    d_x = np.where(x > 0, d_out, 0)
    return np.where(x >= 6, 6, d_x)
""",
        ),
    ],
    "relu.awake": [
        Wrong(
            "The share of the places, instead of the images.",
            """
def awake(out):
    return (out > 0).mean(axis=(0, 1, 2))
""",
        ),
        Wrong(
            "Whether any image wakes it, not which share.",
            """
def awake(out):
    return (out > 0).any(axis=(0, 1, 2))
""",
        ),
        Wrong(
            "The number of images instead of their share.",
            """
def awake(out):
    return (out > 0).any(axis=(1, 2)).sum(axis=0)
""",
        ),
        Wrong(
            ">= 0: zero counts as awake.",
            """
def awake(out):
    return (out >= 0).any(axis=(1, 2)).mean(axis=0)
""",
        ),
        Wrong(
            "all instead of any: awake everywhere on the map.",
            """
def awake(out):
    return (out > 0).all(axis=(1, 2)).mean(axis=0)
""",
        ),
        Wrong(
            "The mean over the images is forgotten: N × C.",
            """
def awake(out):
    return (out > 0).any(axis=(1, 2))
""",
        ),
        Wrong(
            "The mean over the maps instead of the images.",
            """
def awake(out):
    return (out > 0).any(axis=(1, 2)).mean(axis=1)
""",
        ),
        Wrong(
            "The share of the images that leave it asleep.",
            """
def awake(out):
    return 1 - (out > 0).any(axis=(1, 2)).mean(axis=0)
""",
        ),
        Wrong(
            "In percent.",
            """
def awake(out):
    return 100 * (out > 0).any(axis=(1, 2)).mean(axis=0)
""",
        ),
        Wrong(
            "The maps are taken to stand on axis 1.",
            """
def awake(out):
    return (out > 0).any(axis=(2, 3)).mean(axis=0)
""",
        ),
        Wrong(
            "After the first any the axes have moved up: axis 2 is the maps.",
            """
def awake(out):
    return (out > 0).any(axis=1).any(axis=2).mean(axis=0)
""",
        ),
        Wrong(
            "The order: first the images, then the places: share of places that ever wake.",
            """
def awake(out):
    return (out > 0).any(axis=0).mean(axis=(0, 1))
""",
        ),
        Wrong(
            "The mean of the largest values.",
            """
def awake(out):
    return out.max(axis=(1, 2)).mean(axis=0)
""",
        ),
    ],
    "relu.gradient_from_output": [
        Wrong(
            "The program as it was.",
            """
def gradient_from_output(out, d_out):
    mask = out >= 0
    return d_out * mask
""",
        ),
        Wrong(
            "The same condition in other words.",
            """
def gradient_from_output(out, d_out):
    return np.where(out < 0, 0, d_out)
""",
        ),
        Wrong(
            "Multiplied by the output instead of the mask.",
            """
def gradient_from_output(out, d_out):
    return d_out * out
""",
        ),
        Wrong(
            "Negative gradients are cut off as well.",
            """
def gradient_from_output(out, d_out):
    mask = out > 0
    return np.maximum(d_out * mask, 0)
""",
        ),
        Wrong(
            "The mask alone.",
            """
def gradient_from_output(out, d_out):
    mask = out > 0
    return mask.astype(float)
""",
        ),
        Wrong(
            "The mask of d_out instead of out.",
            """
def gradient_from_output(out, d_out):
    mask = d_out > 0
    return d_out * mask
""",
        ),
        Wrong(
            "The mask is the wrong way round.",
            """
def gradient_from_output(out, d_out):
    mask = out <= 0
    return d_out * mask
""",
        ),
        Wrong(
            "x is no argument here.",
            """
def gradient_from_output(out, d_out):
    mask = x > 0
    return d_out * mask
""",
        ),
        Wrong(
            "The right mask, but d_out itself is changed.",
            """
def gradient_from_output(out, d_out):
    d_out[out <= 0] = 0
    return d_out
""",
        ),
        Wrong(
            "Rounded: small outputs count as asleep.",
            """
def gradient_from_output(out, d_out):
    mask = out.astype(int) > 0
    return d_out * mask
""",
        ),
    ],
}
