"""Lesson 10: the full network."""

import numpy as np

from .predict import Predict
from .write import write

predict_parameters = Predict(
    "The network's three additions hold 21,952 biases, one for each position. How many would there "
    "be with one for each channel (16, 32 and 64 channels)?",
    right=112,
    wrong=[
        (28 * 28 + 14 * 14 + 7 * 7, "Those are the positions of one map of each size."),
        (3, "One for each layer would be very few. It is one for each channel."),
        (16 * 32 * 64, "Add them up: they are separate layers."),
        (21_952, "That is what they are now."),
        (64, "That is the last of the three only."),
        (48, "Those are two of the three."),
        (49, "Those are the rows of the maps. One for each channel is meant."),
        (222, "The dense layers have biases, too. The question is about the three additions."),
        (21_840, "That many are saved. How many are left?"),
        (3136, "That many are in the last addition now, one for each position."),
        (196, "They are that many times fewer. How many is that?"),
    ],
    hint="One number for each of the 16, of the 32, and of the 64 maps.",
)

predict_size = Predict(
    "The same network for images of 32 × 32 pixels: how many inputs does its first dense layer "
    "have?",
    right=4096,
    wrong=[
        (3136, "That is for 28 × 28. Follow 32 through the two poolings."),
        (
            1024,
            "Those are the pixels; or it is 4 × 4 × 64, after three poolings. There are two "
            "of them, and 64 maps at the end.",
        ),
        (16_384, "There are two poolings: 32 → 16 → 8."),
        (64, "Those are the positions of a map, 8 · 8. There are 64 maps."),
        (65_536, "The maps have become smaller on the way: twice a pooling."),
        (2048, "The last convolution makes 64 maps, not 32."),
        (3584, "Larger images are wider and higher: both sides grow."),
        (409_600, "Those are weights: inputs times outputs."),
        (4097, "A bias is not an input."),
        (12_288, "Colours are gone after the first convolution: each filter adds them up."),
    ],
    hint="32 → ? → ? pixels on a side, and 64 maps.",
)


def readings(rng):
    """Cases (labels, predictions): a few by hand first; every class occurs among the labels."""
    cases = [(np.array([0, 0, 1, 2]), np.array([0, 1, 1, 0]))]
    cases += [(np.array([0, 0, 1, 1]), np.array([0, 2, 1, 0]))]
    for classes, count in ((3, 30), (10, 300)):
        labels = np.concatenate([np.arange(classes), rng.integers(0, classes, count)])
        predictions = np.where(rng.random(len(labels)) < 0.7, labels, (labels + 1) % classes)
        cases.append((labels, predictions))
    return cases


@write(
    cases=readings,
    hints=[
        'Section "What it reads" has it for the ten digits, below the confusion matrix: of the '
        "images that *are* a digit, which share was read as it?",
        "predictions[labels == digit] are the answers to the images of one class. Which share of "
        "them is right? And how many classes are there, if the largest label is labels.max()?",
        "A mean of True and False is the share of True: compare those answers with the digit, and"
        " take the mean. Do that for each class from 0 on, and make an array of the list.",
    ],
)
def accuracy_by_class(labels, predictions):
    """Write accuracy_by_class(labels, predictions): for each class, what share was read right."""
    classes = range(labels.max() + 1)
    return np.array([np.mean(predictions[labels == digit] == digit) for digit in classes])


def by_class(labels, share):
    """share(digit) for each class that the labels name."""
    return np.array([share(digit) for digit in range(labels.max() + 1)])


accuracy_by_class.wrong(
    "You divide by how often a class was *answered* (that is called precision). Divide by how "
    "often it occurs.",
    lambda labels, predictions: by_class(
        labels,
        lambda digit: (
            (labels[predictions == digit] == digit).sum() / max(1, (predictions == digit).sum())
        ),
    ),
    "The last class is missing: with the number 0 there are labels.max() + 1 classes.",
    lambda labels, predictions: accuracy_by_class.right(labels, predictions)[:-1],
    "You divide by all images. Divide by those of the class.",
    lambda labels, predictions: by_class(
        labels, lambda digit: np.mean((labels == digit) & (predictions == digit))
    ),
    "Those are counts. Divide by how often each class occurs.",
    lambda labels, predictions: by_class(
        labels, lambda digit: np.sum((labels == digit) & (predictions == digit))
    ),
    "For each class you count all images, also those that are rightly *not* read as it. Look only "
    "at the images that are of the class.",
    lambda labels, predictions: by_class(
        labels, lambda digit: np.mean((labels == digit) == (predictions == digit))
    ),
    "That is the accuracy over all classes together: one number, not one each.",
    lambda labels, predictions: np.mean(labels == predictions),
    "Those are the mistakes, 1 minus what was asked for.",
    lambda labels, predictions: 1 - accuracy_by_class.right(labels, predictions),
    "You divide by how often a class was predicted. Divide by how often it is the label.",
    lambda labels, predictions: np.array(
        [(labels[predictions == c] == c).mean() for c in range(labels.max() + 1)]
    ),
    "You count classes by the largest prediction. The largest label says how many there are.",
    lambda labels, predictions: np.array(
        [(predictions[labels == c] == c).mean() for c in range(predictions.max() + 1)]
    ),
    "You count how often a class was predicted, rightly or wrongly. Only images that are of the "
    "class count.",
    lambda labels, predictions: np.array(
        [(predictions == c).sum() / (labels == c).sum() for c in range(labels.max() + 1)]
    ),
    "The labels are compared with themselves. How many of them does the network predict?",
    lambda labels, predictions: np.array(
        [(labels[labels == c] == c).mean() for c in range(labels.max() + 1)]
    ),
)


@accuracy_by_class.wrong("You always count ten classes. Here the labels say how many there are.")
def _(labels, predictions):
    shares = np.full(10, np.nan)
    shares[: labels.max() + 1] = accuracy_by_class.right(labels, predictions)
    return shares


@accuracy_by_class.wrong(
    "You count the classes of the predictions as well. The labels say how many there are."
)
def _(labels, predictions):
    classes = range(max(labels.max(), predictions.max()) + 1)
    right = [np.sum(predictions[labels == digit] == digit) for digit in classes]
    return np.array(right) / [np.sum(labels == digit) for digit in classes]


def batches_of_answers(rng):
    """Cases (right, batch_size): whether each image was read right; the last batch is short."""
    cases = [(np.array([1.0, 1, 1, 1, 0]), 4), (np.array([1.0, 0, 1]), 2)]
    return cases + [((rng.random(count) < 0.8).astype(float), 32) for count in (33, 70, 100)]


@write(
    cases=batches_of_answers,
    hints=[
        'Section "Train": accuracy is the share of all images that were read right, a mean over '
        "images. Here it is a mean over batches. When are the two the same?",
        "Only when all batches are of one size. The last one may be shorter, and yet its mean "
        "counts as much as the others.",
        "Count the right answers of each batch, with sum instead of mean, and add these up. "
        "Divide once, at the end: by what?",
    ],
)
def accuracy_in_batches(right, batch_size):
    """Find the mistake in accuracy_in_batches, and mend it."""
    return right.mean()


def batch_means(right, batch_size):
    return [right[i : i + batch_size].mean() for i in range(0, len(right), batch_size)]


accuracy_in_batches.wrong(
    "As in the program above, it is a mean of means: a batch of one weighs as much as a full one.",
    lambda right, batch_size: np.mean(batch_means(right, batch_size)),
    "The last batch is left out now. Its images count, too.",
    lambda right, batch_size: right[: len(right) // batch_size * batch_size].mean(),
    "You divide by full batches. The last one is shorter: divide by the images.",
    lambda right, batch_size: right.sum() / (-(-len(right) // batch_size) * batch_size),
    "That is the number of images read right. Divide by how many there are.",
    lambda right, batch_size: right.sum(),
    "You add up shares of batches, and divide by the images. Add up the right answers of the "
    "batches.",
    lambda right, size: (
        sum(right[i : i + size].mean() for i in range(0, len(right), size)) / len(right)
    ),
    "// rounds down to a whole number. A share is none: divide with /.",
    lambda right, size: right.sum() // len(right),
    "You divide by the size of a batch. Divide by how many images there are in all.",
    lambda right, size: right.sum() / size,
    "Only the first batch is in it. Is the `return` inside the loop?",
    lambda right, size: right[:size].sum() / len(right),
    lambda right, size: right[:size].mean(),
    "You divide by the number of full batches, and it is a mean of means. Add up right answers, "
    "and divide by the images.",
    lambda right, size: (
        sum(right[i : i + size].mean() for i in range(0, len(right), size)) / (len(right) // size)
    ),
    "You divide by the last batch's images. Divide by how many there are in all.",
    lambda right, size: right.sum() / ((len(right) - 1) % size + 1),
    "That is the share of mistakes: 1 minus what was asked for.",
    lambda right, size: 1 - right.mean(),
)
