"""Lesson 07: softmax and cross-entropy."""

import numpy as np

from .exercise import Predict, write

predict_loss = Predict(
    "A network answers 0.7 for a cat, 0.2 for a dog and 0.1 for a bird, and it was a dog. What is "
    "the cross-entropy?",
    right=1.61,
    wrong={
        0.36: "That would be the loss if it had been a cat: -log 0.7.",
        2.3: "That would be the loss if it had been a bird: -log 0.1.",
        -1.61: "The sign: a probability is below 1, its logarithm negative, the loss positive.",
        2.32: "That is in bits, log to the base 2. The course takes the natural logarithm.",
        0.7: "That is the logarithm to the base 10; the course takes the natural one.",
        0.8: "That is 1 - p. The loss is -log p.",
    },
    hint="Minus the natural logarithm of one of the three numbers.",
    tolerance=0.006,
)

predict_gradient = Predict(
    "The same network, 0.7, 0.2 and 0.1, and it was a dog: what is dL/dz, for the three logits?",
    right=(0.7, -0.8, 0.1),
    wrong={
        (-0.7, 0.8, -0.1): "The sign: what was said minus what is right, not the other way round.",
        (0, -0.8, 0): "The other classes are touched, too: they have to give away what they had.",
        (0.7, 0.2, 0.1): "Those are the probabilities. Take away what is right: a 1 for the dog.",
        (0, -5, 0): "That is dL/dp. To the logits it still has to go through the Jacobian.",
        (-0.3, 0.2, 0.1): "That is for a cat.",
    },
    hint="What was said, minus what is right.",
)


def tame_and_wild_logits(rng):
    tame = [(np.log(np.array([[1.0, 2, 5], [4, 4, 8]])),), (np.zeros((1, 4)),)]
    wild = [(rng.standard_normal((5, 3)),), (rng.standard_normal((4, 10)) * 5000,)]
    return tame + wild + [(np.array([[0.0, 10_000, -10_000]]),)]


@write(cases=tame_and_wild_logits, hint="Subtract the largest logit of each row before anything.")
def log_softmax(logits):
    """Write log_softmax(logits): log p for every class, N × K, whatever the size of the logits."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


@log_softmax.wrong(
    "It breaks with large logits: exp overflows to inf. Subtract the largest logit of each row."
)
def _(logits):
    return logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))


@log_softmax.wrong(
    "Small probabilities are rounded to 0, and log 0 is -inf: do the division as a subtraction of "
    "logarithms."
)
def _(logits):
    return np.log(softmax(logits))


@log_softmax.wrong("These are the probabilities. The logarithm is missing.")
def _(logits):
    return softmax(logits)


@log_softmax.wrong("The sum runs over the images (axis 0). Each row is a distribution: axis 1.")
def _(logits):
    shifted = logits - logits.max(axis=0, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=0, keepdims=True))


@log_softmax.wrong("The sum runs over the whole batch. Each row needs its own: axis=1, keepdims.")
def _(logits):
    shifted = logits - logits.max()
    return shifted - np.log(np.exp(shifted).sum())


@log_softmax.wrong("The sign: log p is negative. It is the loss that is -log p.")
def _(logits):
    return -log_softmax.right(logits)


def softmax(logits):
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def logits_and_labels(rng):
    cases = [(np.log(np.array([[1.0, 2, 5], [2, 1, 1]])), np.array([1, 0]))]
    for count, classes in [(1, 3), (4, 2), (3, 10)]:
        labels = rng.integers(0, classes, count)
        cases.append((rng.standard_normal((count, classes)), labels))
    return [*cases, (np.array([[0.0, 2000.0], [3000.0, 0]]), np.array([0, 0]))]


@write(cases=logits_and_labels, hint="What was said, minus what is right, over N.")
def gradient(logits, labels):
    """Write gradient(logits, labels): dL/dlogits of the mean cross-entropy, N × K."""
    return error(logits, labels) / len(labels)


def error(logits, labels):
    return softmax(logits) - np.eye(logits.shape[1])[labels]


@gradient.wrong("It is right up to the factor 1/N: the loss is the mean over the batch.")
def _(logits, labels):
    return error(logits, labels)


@gradient.wrong("The sign: p - y, not y - p. A step goes against the gradient.")
def _(logits, labels):
    return -error(logits, labels) / len(labels)


@gradient.wrong("These are the probabilities over N: the 1 of the right class is not taken away.")
def _(logits, labels):
    return softmax(logits) / len(labels)


@gradient.wrong("Only the right class has a gradient here. All the others are pushed down, too.")
def _(logits, labels):
    onehot = np.eye(logits.shape[1])[labels]
    return error(logits, labels) * onehot / len(labels)


@gradient.wrong("You divide by the number of classes. The mean is over the images: N.")
def _(logits, labels):
    return error(logits, labels) / logits.shape[1]


@gradient.wrong("You divide by N·K, as `.mean()` over everything does. The mean is over N images.")
def _(logits, labels):
    return error(logits, labels) / logits.size


@gradient.wrong("That is the logits minus the label. First they must become probabilities.")
def _(logits, labels):
    return (logits - np.eye(logits.shape[1])[labels]) / len(labels)


def batches_of_logits(rng):
    return [(np.log(np.array([[1.0, 2, 5], [2, 1, 1]])),), (rng.standard_normal((1, 4)),)] + [
        (rng.standard_normal((count, 10)) * 3,) for count in (2, 5, 10)
    ]


@write(cases=batches_of_logits, hint="Along which axis do the probabilities of one image lie?")
def probabilities(logits):
    """Find the mistake in probabilities, which answers 1 to everything for one image; mend it."""
    return softmax(logits)


@probabilities.wrong(
    "That is the program as it was: the sum runs over the images, not the classes."
)
def _(logits):
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=0, keepdims=True)


@probabilities.wrong("Both axes are 0 now: the maximum was right where it stood.")
def _(logits):
    exponentials = np.exp(logits - logits.max(axis=0, keepdims=True))
    return exponentials / exponentials.sum(axis=0, keepdims=True)


@probabilities.wrong("The sum runs over the whole batch now. Each row needs its own sum.")
def _(logits):
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum()


@probabilities.wrong("These are not divided by their sum yet.")
def _(logits):
    return np.exp(logits - logits.max(axis=1, keepdims=True))


@probabilities.wrong("These are log-probabilities; the program should return p itself.")
def _(logits):
    return np.log(softmax(logits))
