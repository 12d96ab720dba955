"""Natural wrong answers to the small exercises of lesson 04, written from the statements."""

from .wrong import Wrong

ANSWERS = {
    "relu.predict_gradient": [
        Wrong(
            "At x = 0 the gradient passes.",
            "(0, 7, -1, 2)",
            "At x = 0 sits the kink. By the convention nothing passes there: the",
        ),
        Wrong(
            "Negative gradients are cut off as well.",
            "(0, 0, 0, 2)",
            "A negative gradient may pass. What decides is the sign of x, not that",
        ),
        Wrong(
            "The mask is taken from d_out instead of x.",
            "(4, 7, 0, 2)",
            "You sent d_out itself through ReLU. What decides is the sign of x.",
        ),
        Wrong(
            "The slopes alone, d_out is forgotten.",
            "(0, 0, 1, 1)",
            "That is the mask. It still has to be multiplied by d_out.",
        ),
        Wrong(
            "The way forward.",
            "(0, 0, 3, 5)",
            "That is the forward pass: max(x, 0). What is asked for is dL/dx.",
        ),
        Wrong(
            "Multiplied by the output instead of the mask.",
            "(0, 0, -3, 10)",
            "That is d_out times x. The derivative of max(x, 0) is 1 where x is",
        ),
        Wrong(
            "Multiplied by x.",
            "(-8, 0, -3, 10)",
            "That is d_out times x. The derivative of max(x, 0) is 0 or 1.",
        ),
        Wrong(
            "Only the zero is stopped, the negative passes.",
            "(4, 0, -1, 2)",
            "Nothing passes at the zero, well done; but -2 is not positive, either.",
        ),
        Wrong(
            "Half passes at the kink.",
            "(0, 3.5, -1, 2)",
            "One half is what a central difference measures at the kink. The layer",
        ),
        Wrong(
            "The mask is the wrong way round.",
            "(4, 7, 0, 0)",
            "Your mask is turned round: what passes is the gradient of the positive",
        ),
        Wrong(
            "Everything passes.",
            "(4, 7, -1, 2)",
            "That is d_out as it came. Some of these inputs were not let through.",
        ),
        Wrong(
            "Only what passes is written down.",
            "(-1, 2)",
            "The answer should be 4 numbers in brackets; yours is (-1, 2). These are",
        ),
        Wrong(
            "A string.",
            '"0, 0, -1, 2"',
            "The answer should be 4 numbers in brackets; yours is '0, 0, -1, 2'.",
        ),
    ],
    "relu.predict_dead_bias": [
        Wrong(
            "The sign: with + 3 it is awake for sure.",
            "3",
            "The sign: the bias must bring the best sum down to 0.",
        ),
        Wrong(
            "All three pixels are taken at 1: 2 - 3 + 1 = 0.",
            "0",
            "With bias 0, the image a = 1, b = 0, c = 1 gives 3: far from dead.",
        ),
        Wrong(
            "The weights' signs are overlooked: 2 + 3 + 1.",
            "-6",
            "Dead for sure. But b has a negative weight: blank, it adds 0, and does",
        ),
        Wrong(
            "Only the largest weight: 2.",
            "-2",
            "a alone can bring 2, but c helps with 1 more.",
        ),
        Wrong(
            "A little less than needed: at exactly zero it is dead already.",
            "-3.001",
            "It is dead with this bias, and with a larger one, too. Which image",
        ),
        Wrong(
            "The smallest value of the sum, instead of the largest.",
            "-3 + 6",
            "The sign: the bias must bring the best sum down to 0.",
        ),
        Wrong(
            "The largest sum is 2, c is forgotten; and the sign is lost.",
            "2",
            "c helps, too, and brings the best sum to more than 2; and the bias has",
        ),
        Wrong(
            "The smallest unit is taken: c alone.",
            "-1",
            "The best image leaves b blank: its weight is negative.",
        ),
        Wrong(
            "Minus infinity.",
            'float("-inf")',
            "Dead for sure, but any smaller number is. What is the largest one?",
        ),
        Wrong(
            "The middle of the range, all pixels 0.5.",
            "-0.0",
            "With bias 0, the image a = 1, b = 0, c = 1 gives 3: far from dead.",
        ),
        Wrong(
            "The pixels run from -1 to 1.",
            "-6.0",
            "Dead for sure. But b has a negative weight: blank, it adds 0, and does",
        ),
        Wrong(
            "Pixels up to 255.",
            "-765",
            "The pixels run from 0 to 1 here, not to 255.",
        ),
    ],
    "relu.hat": [
        Wrong(
            "The third ReLU is missing: behind 2 it goes on falling.",
            """
def hat(x):
    return np.maximum(x, 0) - 2 * np.maximum(x - 1, 0)
""",
            "It goes up, and down again, but it doesn't stop at 0: beyond x = 2 it",
        ),
        Wrong(
            "The second factor is 1, not 2: after the peak the line is level.",
            """
def hat(x):
    return np.maximum(x, 0) - np.maximum(x - 1, 0)
""",
            "It climbs to 1 and stays there. At x = 1 the slope must change by -2",
        ),
        Wrong(
            "The second factor is 1, not 2, and then it rises again.",
            """
def hat(x):
    return np.maximum(x, 0) - np.maximum(x - 1, 0) + np.maximum(x - 2, 0)
""",
            "At x = 1 the slope must change by -2: in yours it is level between 1",
        ),
        Wrong(
            "The kinks lie at -1 and -2: x + 1 instead of x - 1.",
            """
def hat(x):
    return np.maximum(x, 0) - 2 * np.maximum(x + 1, 0) + np.maximum(x + 2, 0)
""",
            "The corner of relu(x + 1) is at -1. For a corner at 1 write relu(x - 1).",
        ),
        Wrong(
            "Python's max, which cannot compare a whole array.",
            """
def hat(x):
    return max(x, 0) - 2 * max(x - 1, 0) + max(x - 2, 0)
""",
            "This is a whole array: use np.maximum, np.where or &.",
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
            "This is a whole array: use np.maximum, np.where or &.",
        ),
        Wrong(
            "np.max, which takes the largest number of the array (along axis 0).",
            """
def hat(x):
    return np.max(x, 0) - 2 * np.max(x - 1, 0) + np.max(x - 2, 0)
""",
            "np.max is the largest number of the array. Place by place, it is",
        ),
        Wrong(
            "Not cut off at 0 outside: it goes below zero.",
            """
def hat(x):
    return 1 - np.abs(x - 1)
""",
            "Two straight lines, but no ReLU at the ends: left of 0 and right of 2",
        ),
        Wrong(
            "The peak lies at 0 instead of 1.",
            """
def hat(x):
    return np.maximum(1 - np.abs(x), 0)
""",
            "This is a hat of the right form in the wrong place: its top should be",
        ),
        Wrong(
            "The signs: all three are added.",
            """
def hat(x):
    return np.maximum(x, 0) + 2 * np.maximum(x - 1, 0) + np.maximum(x - 2, 0)
""",
            "At x = 1 it should turn down: the second ReLU is subtracted.",
        ),
        Wrong(
            "np.maximum without its 0.",
            """
def hat(x):
    return np.maximum(x) - 2 * np.maximum(x - 1) + np.maximum(x - 2)
""",
            "np.maximum compares two: np.maximum(x, 0).",
        ),
        Wrong(
            "relu is not defined.",
            """
def hat(x):
    return relu(x) - 2 * relu(x - 1) + relu(x - 2)
""",
            "relu is none of the arguments (x): define it before.",
        ),
        Wrong(
            "The last ReLU has the factor 2 as well: it rises again behind 2.",
            """
def hat(x):
    return np.maximum(x, 0) - 2 * np.maximum(x - 1, 0) + 2 * np.maximum(x - 2, 0)
""",
            "After x = 2 it climbs again: from -1 to 0 is a change of +1, not +2.",
        ),
        Wrong(
            "Two ReLUs are multiplied instead of added.",
            """
def hat(x):
    return np.maximum(x, 0) * np.maximum(2 - x, 0)
""",
            "A product of two straight pieces is curved. Add ReLUs up, each with a",
        ),
        Wrong(
            "The minimum of both lines, not cut at 0.",
            """
def hat(x):
    return np.minimum(x, 2 - x)
""",
            "Two straight lines, but no ReLU at the ends: left of 0 and right of 2",
        ),
        Wrong(
            "The kinks lie at 0, 0.5 and 1: half as wide.",
            """
def hat(x):
    r = lambda v: np.maximum(v, 0)
    return 2 * r(x) - 4 * r(x - 0.5) + 2 * r(x - 1)
""",
        ),
        Wrong(
            "Twice as high.",
            """
def hat(x):
    r = lambda v: np.maximum(v, 0)
    return 2 * (r(x) - 2 * r(x - 1) + r(x - 2))
""",
            "It is right up to the factor 2.",
        ),
    ],
    "relu.relu6_gradient": [
        Wrong(
            "At 0 the gradient passes.",
            """
def relu6_gradient(x, d_out):
    return d_out * ((x >= 0) & (x < 6))
""",
            "Right, but for one kink: at x = 0 the exercise lets nothing pass.",
        ),
        Wrong(
            "At 6 the gradient passes.",
            """
def relu6_gradient(x, d_out):
    return d_out * ((x > 0) & (x <= 6))
""",
            "Right, but for one kink: at x = 6 the exercise lets nothing pass.",
        ),
        Wrong(
            "At both kinks the gradient passes.",
            """
def relu6_gradient(x, d_out):
    mask = (x >= 0) & (x <= 6)
    return d_out * mask
""",
            "Right, but for both kinks: at x = 0 and x = 6 the exercise lets nothing",
        ),
        Wrong(
            "The upper kink is forgotten.",
            """
def relu6_gradient(x, d_out):
    return d_out * (x > 0)
""",
            "That is the gradient of ReLU. Above 6, out stays at 6 whatever x does",
        ),
        Wrong(
            "A chain of comparisons, which an array cannot answer.",
            """
def relu6_gradient(x, d_out):
    return d_out * (0 < x < 6)
""",
            "This is a whole array: use np.maximum, np.where or &.",
        ),
        Wrong(
            "and instead of &.",
            """
def relu6_gradient(x, d_out):
    mask = (x > 0) and (x < 6)
    return d_out * mask
""",
            "This is a whole array: use np.maximum, np.where or &.",
        ),
        Wrong(
            "& without parentheses is read as x > (0 & x) < 6.",
            """
def relu6_gradient(x, d_out):
    mask = x > 0 & x < 6
    return d_out * mask
""",
            "& and | are read before <, > and ==: put each comparison in brackets",
        ),
        Wrong(
            "The mask alone: d_out is forgotten.",
            """
def relu6_gradient(x, d_out):
    return ((x > 0) & (x < 6)).astype(float)
""",
            "That is the mask alone: you didn't use d_out. Multiply the two.",
        ),
        Wrong(
            "d_out is cut off to 0 … 6, instead of masked by x.",
            """
def relu6_gradient(x, d_out):
    return np.minimum(np.maximum(d_out, 0), 6)
""",
            "You sent d_out itself through ReLU6. What decides is x.",
        ),
        Wrong(
            "| instead of &: always true.",
            """
def relu6_gradient(x, d_out):
    return d_out * ((x > 0) | (x < 6))
""",
            "That is d_out as it came: you didn't use x, or your condition always",
        ),
        Wrong(
            "Multiplied by the output instead of the slope.",
            """
def relu6_gradient(x, d_out):
    out = np.minimum(np.maximum(x, 0), 6)
    return d_out * out
""",
            "That is d_out times out. Between 0 and 6 the slope is 1.",
        ),
        Wrong(
            "d_out is changed in place.",
            """
def relu6_gradient(x, d_out):
    d_out[x <= 0] = 0
    d_out[x >= 6] = 0
    return d_out
""",
            "It changes its argument d_out, which the caller still needs: make a",
        ),
        Wrong(
            "Above 6 the gradient is set to 6.",
            """
def relu6_gradient(x, d_out):
    d_x = np.where(x > 0, d_out, 0)
    return np.where(x >= 6, 6, d_x)
""",
            "Above 6, out is 6, but its slope is 0: no gradient passes there, not 6.",
        ),
        Wrong(
            "The mask of d_out.",
            """
def relu6_gradient(x, d_out):
    return d_out * ((d_out > 0) & (d_out < 6))
""",
            "What decides is x, not d_out: between 0 and 6 must lie what went in.",
        ),
        Wrong(
            "Above 6 d_out is cut to 6, below 0 it is right.",
            """
def relu6_gradient(x, d_out):
    return np.minimum(d_out * (x > 0), 6)
""",
            "d_out is cut off at 6. It is x that must be below 6; then d_out passes",
        ),
        Wrong(
            "The way forward.",
            """
def relu6_gradient(x, d_out):
    return np.minimum(np.maximum(x, 0), 6)
""",
            "This is the forward pass. What is asked for is dL/dx: d_out times a slope.",
        ),
        Wrong(
            "The interval is the wrong way round.",
            """
def relu6_gradient(x, d_out):
    return np.where((x > 0) & (x < 6), 0, d_out)
""",
            "Both sides are exchanged: it should be the x between 0 and 6 that pass",
        ),
    ],
    "relu.awake": [
        Wrong(
            "The share of the places, instead of the images.",
            """
def awake(out):
    return (out > 0).mean(axis=(0, 1, 2))
""",
            "You average over the places as well: the share of numbers above zero. A",
        ),
        Wrong(
            "Whether any image wakes it, not which share.",
            """
def awake(out):
    return (out > 0).any(axis=(0, 1, 2))
""",
            "Those are the maps that wake up at all. What is asked for is on which share of",
        ),
        Wrong(
            "The number of images instead of their share.",
            """
def awake(out):
    return (out > 0).any(axis=(1, 2)).sum(axis=0)
""",
            "That is the number of images. What is asked for is their share: a mean, not a",
        ),
        Wrong(
            ">= 0: zero counts as awake.",
            """
def awake(out):
    return (out >= 0).any(axis=(1, 2)).mean(axis=0)
""",
            "An output of ReLU is never below zero: `>=` is true everywhere. Awake",
        ),
        Wrong(
            "all instead of any: awake everywhere on the map.",
            """
def awake(out):
    return (out > 0).all(axis=(1, 2)).mean(axis=0)
""",
            "You ask for maps that are above zero everywhere. One place is enough.",
        ),
        Wrong(
            "The mean over the images is forgotten: N × C.",
            """
def awake(out):
    return (out > 0).any(axis=(1, 2))
""",
            "Each image on its own. One step is missing: the mean over the images",
        ),
        Wrong(
            "The mean over the maps instead of the images.",
            """
def awake(out):
    return (out > 0).any(axis=(1, 2)).mean(axis=1)
""",
            "That is the share of awake maps, for each image. Take the mean over the",
        ),
        Wrong(
            "The share of the images that leave it asleep.",
            """
def awake(out):
    return 1 - (out > 0).any(axis=(1, 2)).mean(axis=0)
""",
            "That is the share of images on which a map is silent: 1 minus the right one.",
        ),
        Wrong(
            "In percent.",
            """
def awake(out):
    return 100 * (out > 0).any(axis=(1, 2)).mean(axis=0)
""",
            "It is right, but in percent: a share is a number from 0 to 1.",
        ),
        Wrong(
            "The maps are taken to stand on axis 1.",
            """
def awake(out):
    return (out > 0).any(axis=(2, 3)).mean(axis=0)
""",
            "The maps are the last axis, 3: `any` goes over rows and columns, the",
        ),
        Wrong(
            "After the first any the axes have moved up: axis 2 is the maps.",
            """
def awake(out):
    return (out > 0).any(axis=1).any(axis=2).mean(axis=0)
""",
            "After the first `any` there is one axis less, and axis 2 is the maps",
        ),
        Wrong(
            "The order: first the images, then the places: share of places that ever wake.",
            """
def awake(out):
    return (out > 0).any(axis=0).mean(axis=(0, 1))
""",
            "The order is the wrong way round: first `any` over the places, then the mean over",
        ),
        Wrong(
            "The mean of the largest values.",
            """
def awake(out):
    return out.max(axis=(1, 2)).mean(axis=0)
""",
            "That is how strong the largest answers are. On how many images are they",
        ),
        Wrong(
            "The share of dead maps in one number.",
            """
def awake(out):
    return (out > 0).any(axis=(1, 2)).mean()
""",
            "You have mixed the maps: keep the last axis, and one share for each of",
        ),
        Wrong(
            "Divided by all numbers.",
            """
def awake(out):
    return (out > 0).any(axis=(1, 2)).sum(axis=0) / out.size
""",
            "You divide by all numbers of the maps. A share of the images: divide by",
        ),
        Wrong(
            "The mean is above zero on average: asked in the wrong order.",
            """
def awake(out):
    return out.mean(axis=0).max(axis=(0, 1)) > 0
""",
            "Those are the maps that wake up at all. What is asked for is on which share of",
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
            "Everything passes, as in the program above: out is never below zero, so",
        ),
        Wrong(
            "The same condition in other words.",
            """
def gradient_from_output(out, d_out):
    return np.where(out < 0, 0, d_out)
""",
            "Everything passes, as in the program above: out is never below zero, so",
        ),
        Wrong(
            "Multiplied by the output instead of the mask.",
            """
def gradient_from_output(out, d_out):
    return d_out * out
""",
            "That is d_out times out. Where out is positive, the derivative is 1.",
        ),
        Wrong(
            "Negative gradients are cut off as well.",
            """
def gradient_from_output(out, d_out):
    mask = out > 0
    return np.maximum(d_out * mask, 0)
""",
            "Those whose gradient is negative are cut off, too. Only out decides.",
        ),
        Wrong(
            "The mask alone.",
            """
def gradient_from_output(out, d_out):
    mask = out > 0
    return mask.astype(float)
""",
            "That is the mask alone. It is multiplied by d_out.",
        ),
        Wrong(
            "The mask of d_out instead of out.",
            """
def gradient_from_output(out, d_out):
    mask = d_out > 0
    return d_out * mask
""",
            "What decides is out, not the sign of d_out: -4 has to pass, too.",
        ),
        Wrong(
            "The mask is the wrong way round.",
            """
def gradient_from_output(out, d_out):
    mask = out <= 0
    return d_out * mask
""",
            "Now the mask is turned round: what passes is the gradient of those who",
        ),
        Wrong(
            "x is no argument here.",
            """
def gradient_from_output(out, d_out):
    mask = x > 0
    return d_out * mask
""",
            "x is none of the arguments (out, d_out): define it before.",
        ),
        Wrong(
            "The right mask, but d_out itself is changed.",
            """
def gradient_from_output(out, d_out):
    d_out[out <= 0] = 0
    return d_out
""",
            "It changes its argument d_out, which the caller still needs: make a",
        ),
        Wrong(
            "Rounded: small outputs count as asleep.",
            """
def gradient_from_output(out, d_out):
    mask = out.astype(int) > 0
    return d_out * mask
""",
            "Outputs between 0 and 1 count as silent in yours. Everything above zero",
        ),
        Wrong(
            "Half of the gradient passes at zero.",
            """
def gradient_from_output(out, d_out):
    return d_out * (np.sign(out) + 1) / 2
""",
            "At out = 0 one half passes. Nothing passes there: those were stopped.",
        ),
        Wrong(
            "Compared with 1 instead of 0.",
            """
def gradient_from_output(out, d_out):
    return np.where(out >= 1, d_out, 0)
""",
            "Outputs between 0 and 1 count as silent in yours. Everything above zero",
        ),
    ],
}
