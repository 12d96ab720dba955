"""Lesson 07: softmax and cross-entropy."""

import numpy as np

from .cases import decimals
from .classes.softmax_cross_entropy import loss  # noqa: F401
from .predict import Predict
from .write import write

predict_loss = Predict(
    "A network answers 0.7 for a cat, 0.2 for a dog and 0.1 for a bird, and it was a dog. What is "
    "the cross-entropy?",
    right=1.61,
    wrong=[
        (0.36, "That would be the loss if it had been a cat: -log 0.7."),
        (2.3, "That would be the loss if it had been a bird: -log 0.1."),
        (-1.61, "The sign: a probability is below 1, its logarithm negative, the loss positive."),
        (2.32, "That is in bits, log to the base 2. The course takes the natural logarithm."),
        (0.7, "That is the logarithm to the base 10; the course takes the natural one."),
        (1.6, "Close: that is it to one decimal place. Two, please."),
        (0.2, "That is the probability of the dog. The loss is minus its logarithm."),
        (
            0.8018,
            "That is the entropy, -Σ p log p, over all three. The loss looks at the dog only.",
        ),
        (
            0.8,
            "That is 1 - p, or, rounded, the entropy of all three, -Σ p log p. The loss is -log p"
            " of "
            "the dog alone.",
        ),
        (1.1568, "That is the entropy in bits, over all three. The loss looks at the dog only."),
        (4.27, "That is -log p of all three, added up. The loss looks at the dog only."),
        (1.42, "That is the mean of -log p over all three. The loss looks at the dog only."),
        (0.2231, "That is -log(1 - p), the logarithm of 0.8. The dog has 0.2."),
        (
            0.5365,
            "That is divided by the three classes. A mean is over images, and there is only one.",
        ),
        (0.64, "That is a squared error, (1 - p)². The loss is -log p."),
        (1.3863, "That is the logarithm of the odds, 0.8 / 0.2. The loss is -log p."),
    ],
    hint="Minus the natural logarithm of one of the three numbers.",
    tolerance=0.006,
)

predict_gradient = Predict(
    "The same network, 0.7, 0.2 and 0.1, and it was a dog: what is dL/dz, for the three logits?",
    right=(0.7, -0.8, 0.1),
    wrong=[
        (
            (-0.7, 0.8, -0.1),
            "The sign: what was said minus what is right, not the other way round.",
        ),
        ((0, -0.8, 0), "The other classes are touched, too: they have to give away what they had."),
        ((0.7, 0.2, 0.1), "Those are the probabilities. Take away what is right: a 1 for the dog."),
        ((0, -5, 0), "That is dL/dp. To the logits it still has to go through the Jacobian."),
        ((-0.3, 0.2, 0.1), "That is for a cat."),
        ((0.7, 0.2, -0.9), "That is for a bird."),
        ((0, 1, 0), "That is the label: what is right. It is taken away from what was said."),
        ((0.7, 0.8, 0.1), "The sign of the dog: what was said, 0.2, minus what is right, 1."),
        (
            (0.2333, -0.2667, 0.0333),
            "You divide by the number of classes. The 1/N is for the images, and there is only "
            "one.",
        ),
        (
            (-0.14, 0.16, -0.02),
            "That is a row of the Jacobian, the change of p of the dog. The loss brings in the "
            "factor -1/0.2.",
        ),
        ((0.14, -0.16, 0.02), "That is minus the Jacobian's row; dL/dp is -1/p, not -1."),
        ((0.7, 1.2, 0.1), "The 1 of the dog is added. What is right is taken away."),
        ((0.7, -0.2, 0.1), "For the dog it is p - 1, not -p."),
        (
            (0.21, 0.16, 0.09),
            "That is p (1 - p), the diagonal of the Jacobian. The loss looks at one row, "
            "divided by -p.",
        ),
    ],
    hint="What was said, minus what is right.",
    tolerance=0.0005,
)


def tame_and_wild_logits(rng):
    tame = [(np.log(np.array([[1.0, 2, 5], [4, 4, 8]])),), (np.zeros((1, 4)),)]
    wild = [(decimals(rng, 5, 3),), (decimals(rng, 4, 10) * 5000,)]
    return tame + wild + [(np.array([[0.0, 10_000, -10_000]]),)]


@write(
    cases=tame_and_wild_logits,
    hints=[
        'Section "What breaks: overflow, for real": subtract the largest logit, and don\'t take '
        "the logarithm of p. The last formula of that section is the one.",
        "log p = z - m - log Σ exp(z - m), each row by itself. m and the sum are one number for "
        "each image, N × 1, to be subtracted from N × K.",
        "First the logits minus their maximum along axis 1. Of that, subtract the logarithm of "
        "the sum of its exponentials, along axis 1 as well. keepdims=True, both times, keeps the "
        "N × 1.",
    ],
)
def log_softmax(logits):
    """Write log_softmax(logits): log p for every class, N × K, whatever the size of the logits."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def shift(z, axis=1):
    """z without its maximum; the right axis is 1."""
    return z - z.max(axis=axis, keepdims=True)


def share(z, axis=1):
    """exp z over its sum."""
    return np.exp(z) / np.exp(z).sum(axis=axis, keepdims=True)


def log_sum(z, axis=1):
    return np.log(np.exp(z).sum(axis=axis, keepdims=True))


def log_share(z, axis=1):
    return z - log_sum(z, axis)


def softmax(z):
    return share(shift(z))


TINY = [10.0**-exponent for exponent in range(5, 21)] + [np.finfo(float).eps]

log_softmax.wrong(
    "It breaks with large logits: exp overflows to inf. Subtract the largest logit of each row.",
    lambda logits: log_share(logits),
    "exp overflows to inf, and log 0 is -inf: subtract the largest logit of each row first, and do "
    "the division as a subtraction of logarithms.",
    lambda logits: np.log(share(logits)),
    "Small probabilities are rounded to 0, and log 0 is -inf: do the division as a subtraction of "
    "logarithms.",
    lambda logits: np.log(softmax(logits)),
    "A small number that keeps p away from 0 hides the inf, and gives a wrong loss. Never take the "
    "logarithm of p: do the division as a subtraction of logarithms.",
    *[lambda logits, tiny=tiny: np.log(softmax(logits) + tiny) for tiny in TINY],
    *[lambda logits, tiny=tiny: np.log(np.maximum(softmax(logits), tiny)) for tiny in TINY],
    "These are the probabilities. The logarithm is missing.",
    lambda logits: softmax(logits),
    "The sum runs over the images (axis 0). Each row is a distribution: axis 1.",
    lambda logits: log_share(shift(logits, axis=0), axis=0),
    "The sum runs over the whole batch. Each row needs its own: axis=1, keepdims.",
    lambda logits: log_share(shift(logits, axis=None), axis=None),
    "The maximum is that of the whole batch: in a row far below it, all exponentials are 0. Each "
    "row needs its own: axis=1, keepdims.",
    lambda logits: log_share(shift(logits, axis=None)),
    "The maximum runs over the images (axis 0). Each row needs its own: axis=1.",
    lambda logits: log_share(shift(logits, axis=0)),
    "The logarithm of the sum is added: dividing by the sum is subtracting it.",
    lambda logits: shift(logits) + log_sum(shift(logits)),
    "The sum itself is subtracted. It should be its logarithm.",
    lambda logits: shift(logits) - np.exp(shift(logits)).sum(axis=1, keepdims=True),
    "The largest logit is subtracted, and no more: - log Σ exp is missing.",
    lambda logits: shift(logits),
    "The largest logit is taken off inside the sum only. Take it off the logits, too, or put it "
    "back: log Σ exp(z) = m + log Σ exp(z - m).",
    lambda logits: logits - log_sum(shift(logits)),
    "That is the logarithm to the base 2. The course takes the natural one, np.log.",
    lambda logits: log_softmax.right(logits) / np.log(2),
    "Only the last logarithm is to the base 2. exp belongs to the natural one.",
    lambda logits: shift(logits) - log_sum(shift(logits)) / np.log(2),
    "That is the logarithm to the base 10. The course takes the natural one, np.log.",
    lambda logits: log_softmax.right(logits) / np.log(10),
    "The sign: log p is negative. It is the loss that is -log p.",
    lambda logits: -log_softmax.right(logits),
    "log(a / b) is log a - log b: the logarithm of the sum is subtracted, not divided by.",
    lambda logits: shift(logits) / log_sum(shift(logits)),
    "The sum runs over the whole batch. Each row needs its own: axis=1, keepdims=True.",
    lambda logits: shift(logits) - log_sum(shift(logits), axis=None),
    "Only the last logarithm is to the base 10. exp belongs to the natural one, np.log.",
    lambda logits: shift(logits) - log_sum(shift(logits)) / np.log(10),
    "exp is missing in the sum: log Σ exp z, not log Σ z.",
    lambda logits: shift(logits) - np.log(shift(logits).sum(axis=1, keepdims=True)),
    "The logarithm is taken of each exponential, and undoes it; then these are added up. First the "
    "sum, then its logarithm: log Σ exp z.",
    lambda logits: shift(logits) - np.log(np.exp(shift(logits))).sum(axis=1, keepdims=True),
    "log1p(s) is log(1 + s): the sum needs no 1 more.",
    lambda logits: shift(logits) - np.log1p(np.exp(shift(logits)).sum(axis=1, keepdims=True)),
    "Cut off, the logits differ, and so does the result. Subtract the largest logit of each row.",
    lambda logits: log_share(np.clip(logits, -500, 500)),
    lambda logits: log_share(np.clip(logits, -100, 100)),
)


def logits_and_labels(rng):
    cases = [(np.log(np.array([[1.0, 2, 5], [2, 1, 1]])), np.array([1, 0]))]
    for count, classes in [(1, 3), (4, 2), (3, 10)]:
        labels = rng.integers(0, classes, count)
        cases.append((decimals(rng, count, classes), labels))
    return [*cases, (np.array([[0.0, 2000.0], [3000.0, 0]]), np.array([0, 0]))]


@write(
    cases=logits_and_labels,
    hints=[
        'Section "The collapse": what the network said, minus what is right. And for a batch, the'
        " mean brings in a factor.",
        "(p - onehot) / N: softmax of each row, with the shift that no logit can break; 1 less in"
        " the column of the label; all of it divided by the number of images.",
        "[np.arange(N), labels] picks one number in each row, that of its label: subtract the 1 "
        "there, in place, for p is an array of your own.",
    ],
)
def gradient(logits, labels):
    """Write gradient(logits, labels): dL/dlogits of the mean cross-entropy, N × K."""
    return error(softmax(logits), labels) / len(labels)


def error(p, labels):
    """What was said, minus what is right."""
    return p - one_hot(p, labels)


def one_hot(p, labels):
    return np.eye(p.shape[1])[labels]


gradient.wrong(
    "It is right up to the factor 1/N: the loss is the mean over the batch.",
    lambda logits, labels: error(softmax(logits), labels),
    "You divide by the number of classes. The mean is over the images: N.",
    lambda logits, labels: error(softmax(logits), labels) / logits.shape[1],
    "You divide by N·K, as `.mean()` over everything does. The mean is over N images.",
    lambda logits, labels: error(softmax(logits), labels) / logits.size,
    "Only the 1 is divided by N. The probabilities are, too: brackets.",
    lambda logits, labels: softmax(logits) - one_hot(logits, labels) / len(labels),
    "Only the probabilities are divided by N. The 1 is, too: brackets.",
    lambda logits, labels: softmax(logits) / len(labels) - one_hot(logits, labels),
    "The sign: p - y, not y - p. A step goes against the gradient.",
    lambda logits, labels: -error(softmax(logits), labels) / len(labels),
    "The 1 is added. What is right is taken away from what was said: -= 1.",
    lambda logits, labels: (softmax(logits) + one_hot(logits, labels)) / len(labels),
    "These are the probabilities over N: the 1 of the right class is not taken away.",
    lambda logits, labels: softmax(logits) / len(labels),
    "Only the right class has a gradient here. All the others are pushed down, too.",
    lambda logits, labels: gradient.right(logits, labels) * one_hot(logits, labels),
    "The labels are class numbers. What is taken away is a single 1, in their place.",
    lambda logits, labels: (softmax(logits) - labels[:, np.newaxis]) / len(labels),
    "p[:, labels] takes these columns of *every* row. You need one place in each: p[np.arange(N), "
    "labels].",
    lambda logits, labels: (softmax(logits) - one_hot(logits, labels).max(axis=0)) / len(labels),
    "That is the logits minus the label. First they must become probabilities.",
    lambda logits, labels: error(logits, labels) / len(labels),
    "exp overflows: subtract each row's largest logit.",
    lambda logits, labels: error(share(logits), labels) / len(labels),
    "The softmax runs over the images (axis 0). The probabilities of one image are a row: axis 1.",
    lambda logits, labels: error(share(shift(logits, axis=0), axis=0), labels) / len(labels),
    "The sum of the softmax runs over the images (axis 0). Each row has its own.",
    lambda logits, labels: error(share(shift(logits), axis=0), labels) / len(labels),
    "The softmax runs over the whole batch. Each row needs a sum of its own: axis 1.",
    lambda logits, labels: error(share(shift(logits, axis=None), axis=None), labels) / len(labels),
    "The sum of the softmax runs over the whole batch. Each row needs its own: axis 1.",
    lambda logits, labels: error(share(shift(logits), axis=None), labels) / len(labels),
    "That is dL/dp, -1/p at the right class. To the logits it goes through softmax.",
    lambda logits, labels: -one_hot(logits, labels) / softmax(logits) / len(labels),
    "That is the loss. Its gradient has a number for every logit, N × K.",
    lambda logits, labels: -log_softmax.right(logits)[np.arange(len(labels)), labels].mean(),
    "It is summed over the images. Each image has its own logits: N × K.",
    lambda logits, labels: gradient.right(logits, labels).sum(axis=0),
    "Those are the right classes only, a number for each image. All the others have a gradient, "
    "too: N × K.",
    lambda logits, labels: gradient.right(logits, labels)[np.arange(len(labels)), labels],
    "The right class gets -1 itself. It should be p - 1: -=, not =.",
    lambda logits, labels: np.where(one_hot(logits, labels), -1, softmax(logits)) / len(labels),
    "The 1 is taken away where the network is surest (argmax). It belongs to the label.",
    lambda logits, labels: error(softmax(logits), logits.argmax(axis=1)) / len(labels),
)


@gradient.wrong(
    "0 times infinity: that is the long way, by the Jacobian and 1/p. The short one never divides "
    "by p."
)
def _(logits, labels):
    p, n = softmax(logits), np.arange(len(labels))
    jacobians = np.stack([np.diag(row) - np.outer(row, row) for row in p])
    return jacobians[n, labels] * (-1 / p[n, labels])[:, np.newaxis] / len(labels)


def batches_of_logits(rng):
    """Tame ones first, then rows that overflow, or that lie far below another row."""
    cases = [np.log(np.array([[1.0, 2, 5], [2, 1, 1]])), decimals(rng, 1, 4)]
    cases += [decimals(rng, count, 10) * 3 for count in (2, 5, 10)]
    cases += [np.array([[1000.0, 0, -1000], [-1000, 0, 1]])]
    cases += [np.array([[0.0, 1, 2], [-1000, -1001, -999]])]
    return [(logits,) for logits in cases]


@write(
    cases=batches_of_logits,
    hints=[
        'Section "Forward: softmax": the sum runs over the classes, and the probabilities of one '
        "image add up to 1. An image is a row here.",
        "The maximum is taken along the right axis. Over what does the sum run, and what is it if"
        " there is one image only?",
        "Axis 0 counts the images, axis 1 the classes. One number in the last line changes.",
    ],
)
def probabilities(logits):
    """Find the mistake in probabilities, which answers 1 to everything for one image; mend it."""
    return softmax(logits)


probabilities.wrong(
    "As in the program above, the sum runs over the images, not the classes.",
    lambda logits: share(shift(logits), axis=0),
    "Both axes are 0 now: the maximum was right where it stood.",
    lambda logits: share(shift(logits, axis=0), axis=0),
    "The sum is right now; but the maximum runs over the images. It was right where it stood.",
    lambda logits: share(shift(logits, axis=0)),
    "The sum runs over the whole batch now. Each row needs its own sum.",
    lambda logits: share(shift(logits), axis=None),
    "The maximum is that of the whole batch now: in a row far below it, all exponentials are 0.",
    lambda logits: share(shift(logits, axis=None)),
    "exp overflows: the largest logit of each row must still be subtracted.",
    lambda logits: share(logits),
    "Rows and columns are exchanged: turn it back at the end.",
    lambda logits: softmax(logits).T,
    "These are not divided by their sum yet. (Their largest number is 1 already: that is no sum.)",
    lambda logits: np.exp(shift(logits)),
    "These are log-probabilities; the program should return p itself.",
    lambda logits: np.log(softmax(logits)),
    "You divide by the mean of a row, so that the row adds up to K. Divide by its sum.",
    lambda logits: softmax(logits) * logits.shape[1],
    "These are log-probabilities; the program should return p itself.",
    lambda logits: log_softmax.right(logits),
    "You divide by the number of classes. Divide by the sum of the row.",
    lambda logits: np.exp(shift(logits)) / logits.shape[1],
    "That is 1 - p: the largest should belong to the surest class.",
    lambda logits: 1 - softmax(logits),
)
