"""Natural wrong answers to the small exercises of lesson 07, written from the statements."""

from .wrong import Wrong

ANSWERS = {
    "softmax_cross_entropy.predict_loss": [
        Wrong(
            "The loss had it been the cat: -log 0.7.",
            "0.36",
            "That would be the loss if it had been a cat: -log 0.7.",
        ),
        Wrong(
            "The sign.",
            "-1.61",
            "The sign: a probability is below 1, its logarithm negative, the loss",
        ),
        Wrong(
            "1 - p instead of -log p.",
            "0.8",
            "That is 1 - p, or, rounded, the entropy of all three, -Σ p log p. The",
        ),
        Wrong(
            "The logarithm to the base 10.",
            "0.70",
            "That is the logarithm to the base 10; the course takes the natural one.",
        ),
        Wrong(
            "The logarithm to the base 2.",
            "2.32",
            "That is in bits, log to the base 2. The course takes the natural",
        ),
        Wrong(
            "The probability itself.",
            "0.2",
            "That is the probability of the dog. The loss is minus its logarithm.",
        ),
        Wrong(
            "The entropy of the answer, -Σ p log p.",
            "0.80",
            "That is 1 - p, or, rounded, the entropy of all three, -Σ p log p. The",
        ),
        Wrong(
            "-log of 1 - p.",
            "0.22",
            "That is -log(1 - p), the logarithm of 0.8. The dog has 0.2.",
        ),
        Wrong(
            "The sum of all three logarithms.",
            "4.27",
            "That is -log p of all three, added up. The loss looks at the dog only.",
        ),
        Wrong(
            "The mean over the three classes.",
            "0.54",
            "That is divided by the three classes. A mean is over images, and there",
        ),
        Wrong(
            "The squared error of the dog.",
            "0.64",
            "That is a squared error, (1 - p)². The loss is -log p.",
        ),
        Wrong(
            "The loss had it been the bird: -log 0.1.",
            "2.30",
            "That would be the loss if it had been a bird: -log 0.1.",
        ),
        Wrong(
            "The logarithm of the odds, or of 0.2 / 0.8.",
            "1.39",
            "That is the logarithm of the odds, 0.8 / 0.2. The loss is -log p.",
        ),
    ],
    "softmax_cross_entropy.predict_gradient": [
        Wrong(
            "The sign: onehot - p.",
            "(-0.7, 0.8, -0.1)",
            "The sign: what was said minus what is right, not the other way round.",
        ),
        Wrong(
            "p alone: nothing is taken off at the label.",
            "(0.7, 0.2, 0.1)",
            "Those are the probabilities. Take away what is right: a 1 for the dog.",
        ),
        Wrong(
            "The derivative along p, -1 / p.",
            "(0, -5, 0)",
            "That is dL/dp. To the logits it still has to go through the Jacobian.",
        ),
        Wrong(
            "It was the cat.",
            "(-0.3, 0.2, 0.1)",
            "That is for a cat.",
        ),
        Wrong(
            "Only the dog's logit gets a gradient.",
            "(0, -0.8, 0)",
            "The other classes are touched, too: they have to give away what they",
        ),
        Wrong(
            "onehot alone.",
            "(0, 1, 0)",
            "That is the label: what is right. It is taken away from what was said.",
        ),
        Wrong(
            "Divided by the three classes.",
            "(0.7 / 3, -0.8 / 3, 0.1 / 3)",
            "You divide by the number of classes. The 1/N is for the images, and",
        ),
        Wrong(
            "p + onehot.",
            "(0.7, 1.2, 0.1)",
            "The 1 of the dog is added. What is right is taken away.",
        ),
        Wrong(
            "The derivative of the dog's probability, not of the loss.",
            "(-0.14, 0.16, -0.02)",
            "That is a row of the Jacobian, the change of p of the dog. The loss",
        ),
        Wrong(
            "-p at the label instead of p - 1.",
            "(0.7, -0.2, 0.1)",
            "For the dog it is p - 1, not -p.",
        ),
        Wrong(
            "The distance, without a sign.",
            "(0.7, 0.8, 0.1)",
            "The sign of the dog: what was said, 0.2, minus what is right, 1.",
        ),
        Wrong(
            "p (1 - p).",
            "(0.21, 0.16, 0.09)",
            "That is p (1 - p), the diagonal of the Jacobian. The loss looks at one",
        ),
        Wrong(
            "The dog's number only.",
            "-0.8",
            "The answer should be 3 numbers in brackets; yours is -0.8.",
        ),
    ],
    "softmax_cross_entropy.log_softmax": [
        Wrong(
            "Not shifted: exp overflows.",
            """
def log_softmax(logits):
    return logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
""",
            "It breaks with large logits: exp overflows to inf. Subtract the largest",
        ),
        Wrong(
            "The logarithm of a softmax that has become 0.",
            """
def log_softmax(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return np.log(p)
""",
            "Small probabilities are rounded to 0, and log 0 is -inf: do the",
        ),
        Wrong(
            "keepdims is missing.",
            """
def log_softmax(logits):
    shifted = logits - logits.max(axis=1)
    return shifted - np.log(np.exp(shifted).sum(axis=1))
""",
            "(2,) is what a sum, mean or maximum along axis 1 leaves of (2, 3). With",
        ),
        Wrong(
            "keepdims is missing in the sum only.",
            """
def log_softmax(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1))
""",
            "(2,) is what a sum, mean or maximum along axis 1 leaves of (2, 3). With",
        ),
        Wrong(
            "Along the images instead of the classes.",
            """
def log_softmax(logits):
    shifted = logits - logits.max(axis=0)
    return shifted - np.log(np.exp(shifted).sum(axis=0))
""",
            "The sum runs over the images (axis 0). Each row is a distribution: axis",
        ),
        Wrong(
            "Softmax: the logarithm is forgotten.",
            """
def log_softmax(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
""",
            "These are the probabilities. The logarithm is missing.",
        ),
        Wrong(
            "The maximum of the whole array: a row far below it becomes log 0.",
            """
def log_softmax(logits):
    shifted = logits - logits.max()
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
""",
            "The maximum is that of the whole batch: in a row far below it, all",
        ),
        Wrong(
            "The first term is not shifted, the second is.",
            """
def log_softmax(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return logits - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
""",
            "The largest logit is taken off inside the sum only. Take it off the",
        ),
        Wrong(
            "The logarithm of the sum is forgotten.",
            """
def log_softmax(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted - np.exp(shifted).sum(axis=1, keepdims=True)
""",
            "The sum itself is subtracted. It should be its logarithm.",
        ),
        Wrong(
            "A small number added inside the logarithm, against log 0.",
            """
def log_softmax(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return np.log(p + 1e-12)
""",
            "A small number that keeps p away from 0 hides the inf, and gives a",
        ),
        Wrong(
            "The sign: -log p.",
            """
def log_softmax(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return np.log(np.exp(shifted).sum(axis=1, keepdims=True)) - shifted
""",
            "The sign: log p is negative. It is the loss that is -log p.",
        ),
        Wrong(
            "The caller's logits are shifted in place.",
            """
def log_softmax(logits):
    logits -= logits.max(axis=1, keepdims=True)
    return logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
""",
            "It changes its argument logits, which the caller still needs: make a",
        ),
        Wrong(
            "Divided instead of subtracted.",
            """
def log_softmax(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted / np.log(np.exp(shifted).sum(axis=1, keepdims=True))
""",
            "log(a / b) is log a - log b: the logarithm of the sum is subtracted",
        ),
        Wrong(
            "The sum of all rows.",
            """
def log_softmax(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum())
""",
            "The sum runs over the whole batch. Each row needs its own: axis=1",
        ),
        Wrong(
            "The logarithm to the base 10.",
            """
def log_softmax(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted - np.log10(np.exp(shifted).sum(axis=1, keepdims=True))
""",
            "Only the last logarithm is to the base 10. exp belongs to the natural",
        ),
        Wrong(
            "The mean is taken off instead of the maximum.",
            """
def log_softmax(logits):
    shifted = logits - logits.mean(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
""",
            "It breaks with large logits: exp overflows to inf. Subtract the largest",
        ),
        Wrong(
            "The logits are clipped instead of shifted.",
            """
def log_softmax(logits):
    z = np.clip(logits, -500, 500)
    return z - np.log(np.exp(z).sum(axis=1, keepdims=True))
""",
            "Cut off, the logits differ, and so does the result. Subtract the",
        ),
        Wrong(
            "log1p(s) is log(1 + s).",
            """
def log_softmax(logits):
    z = logits - logits.max(axis=1, keepdims=True)
    return z - np.log1p(np.exp(z).sum(axis=1, keepdims=True))
""",
            "log1p(s) is log(1 + s): the sum needs no 1 more.",
        ),
        Wrong(
            "exp is forgotten in the sum.",
            """
def log_softmax(logits):
    z = logits - logits.max(axis=1, keepdims=True)
    return z - np.log(z.sum(axis=1, keepdims=True))
""",
            "exp is missing in the sum: log Σ exp z, not log Σ z.",
        ),
        Wrong(
            "The logarithm of each exponential, before the sum.",
            """
def log_softmax(logits):
    m = logits.max(axis=1, keepdims=True)
    return logits - m - np.log(np.exp(logits - m)).sum(axis=1, keepdims=True)
""",
            "The logarithm is taken of each exponential, and undoes it;",
        ),
    ],
    "softmax_cross_entropy.gradient": [
        Wrong(
            "Not divided by N.",
            """
def gradient(logits, labels):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(labels)), labels] -= 1
    return p
""",
            "It is right up to the factor 1/N: the loss is the mean over the batch.",
        ),
        Wrong(
            "The labels are subtracted themselves, not one-hot: the shapes do not fit.",
            """
def gradient(logits, labels):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return (p - labels) / len(labels)
""",
            "labels holds one number for each row, (2,). To go with (2, 3) it must",
        ),
        Wrong(
            "The labels as a column are subtracted, not one-hot.",
            """
def gradient(logits, labels):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return (p - labels[:, None]) / len(labels)
""",
            "The labels are class numbers. What is taken away is a single 1, in",
        ),
        Wrong(
            "p[labels] picks rows, not one number in each row.",
            """
def gradient(logits, labels):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[labels] -= 1
    return p / len(labels)
""",
            "p[labels] takes whole rows, but labels count columns. One number of",
        ),
        Wrong(
            "p[:, labels] picks whole columns.",
            """
def gradient(logits, labels):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[:, labels] -= 1
    return p / len(labels)
""",
            "p[:, labels] takes these columns of *every* row. You need one place in",
        ),
        Wrong(
            "The sign: onehot - p.",
            """
def gradient(logits, labels):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    onehot = np.eye(logits.shape[1])[labels]
    return (onehot - p) / len(labels)
""",
            "The sign: p - y, not y - p. A step goes against the gradient.",
        ),
        Wrong(
            "Divided by the number of classes instead of images.",
            """
def gradient(logits, labels):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    onehot = np.eye(logits.shape[1])[labels]
    return (p - onehot) / logits.shape[1]
""",
            "You divide by the number of classes. The mean is over the images: N.",
        ),
        Wrong(
            "keepdims is missing in the softmax.",
            """
def gradient(logits, labels):
    e = np.exp(logits)
    p = e / e.sum(axis=1)
    p[np.arange(len(labels)), labels] -= 1
    return p / len(labels)
""",
            "(2,) is what a sum, mean or maximum along axis 1 leaves of (2, 3). With",
        ),
        Wrong(
            "Softmax along the images.",
            """
def gradient(logits, labels):
    e = np.exp(logits - logits.max(axis=0))
    p = e / e.sum(axis=0)
    p[np.arange(len(labels)), labels] -= 1
    return p / len(labels)
""",
            "The softmax runs over the images (axis 0). The probabilities of one",
        ),
        Wrong(
            "Ten classes are taken for granted.",
            """
def gradient(logits, labels):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return (p - np.eye(10)[labels]) / len(labels)
""",
            "10 is a fixed number, and no size of this case: take it from a shape.",
        ),
        Wrong(
            "Nothing is subtracted: the probabilities.",
            """
def gradient(logits, labels):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True) / len(labels)
""",
            "These are the probabilities over N: the 1 of the right class is not",
        ),
        Wrong(
            "Only the labels' numbers are returned: N instead of N × K.",
            """
def gradient(logits, labels):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return (p[np.arange(len(labels)), labels] - 1) / len(labels)
""",
            "Those are the right classes only, a number for each image. All the",
        ),
        Wrong(
            "The logits are taken for probabilities: softmax is forgotten.",
            """
def gradient(logits, labels):
    onehot = np.eye(logits.shape[1])[labels]
    return (logits - onehot) / len(labels)
""",
            "That is the logits minus the label. First they must become",
        ),
        Wrong(
            "Divided by the number of all numbers, as np.mean would.",
            """
def gradient(logits, labels):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(labels)), labels] -= 1
    return p / p.size
""",
            "You divide by N·K, as `.mean()` over everything does. The mean is over",
        ),
        Wrong(
            "As many classes as the largest label in this batch.",
            """
def gradient(logits, labels):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    onehot = np.zeros((len(labels), labels.max() + 1))
    onehot[np.arange(len(labels)), labels] = 1
    return (p - onehot) / len(labels)
""",
            "2 is labels.max() + 1, and labels of this batch don't reach the last",
        ),
        Wrong(
            "Not shifted: exp overflows.",
            """
def gradient(logits, labels):
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    p[range(len(labels)), labels] -= 1
    return p / len(labels)
""",
            "exp overflows: subtract each row's largest logit.",
        ),
        Wrong(
            "= -1 instead of -= 1.",
            """
def gradient(logits, labels):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(labels)), labels] = -1
    return p / len(labels)
""",
            "The right class gets -1 itself. It should be p - 1: -=, not =.",
        ),
        Wrong(
            "argmax instead of the labels.",
            """
def gradient(logits, labels):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    onehot = np.eye(p.shape[1])[p.argmax(axis=1)]
    return (p - onehot) / len(labels)
""",
            "The 1 is taken away where the network is surest (argmax). It belongs to",
        ),
        Wrong(
            "len(labels) instead of np.arange(len(labels)).",
            """
def gradient(logits, labels):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[len(labels), labels] -= 1
    return p / len(labels)
""",
        ),
        Wrong(
            "Only p is divided by N.",
            """
def gradient(logits, labels):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return p / len(labels) - np.eye(logits.shape[1])[labels]
""",
            "Only the probabilities are divided by N. The 1 is, too: brackets.",
        ),
    ],
    "softmax_cross_entropy.probabilities": [
        Wrong(
            "The program as it was.",
            """
def probabilities(logits):
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=0, keepdims=True)
""",
            "As in the program above, the sum runs over the images, not the classes.",
        ),
        Wrong(
            "The wrong line is left, and the right one is changed: both run along the images.",
            """
def probabilities(logits):
    exponentials = np.exp(logits - logits.max(axis=0, keepdims=True))
    return exponentials / exponentials.sum(axis=0, keepdims=True)
""",
            "Both axes are 0 now: the maximum was right where it stood.",
        ),
        Wrong(
            "keepdims is lost.",
            """
def probabilities(logits):
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1)
""",
            "(2,) is what a sum, mean or maximum along axis 1 leaves of (2, 3). With",
        ),
        Wrong(
            "The sum of the whole array: all images together make 1.",
            """
def probabilities(logits):
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum()
""",
            "The sum runs over the whole batch now. Each row needs its own sum.",
        ),
        Wrong(
            "The shift is dropped: exp overflows.",
            """
def probabilities(logits):
    exponentials = np.exp(logits)
    return exponentials / exponentials.sum(axis=1, keepdims=True)
""",
            "exp overflows: the largest logit of each row must still be subtracted.",
        ),
        Wrong(
            "The maximum of each column is taken off: right unless the numbers lie far apart.",
            """
def probabilities(logits):
    exponentials = np.exp(logits - logits.max(axis=0, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)
""",
            "The sum is right now; but the maximum runs over the images. It was",
        ),
        Wrong(
            "The mean instead of the sum.",
            """
def probabilities(logits):
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.mean(axis=1, keepdims=True)
""",
            "You divide by the mean of a row, so that the row adds up to K. Divide",
        ),
        Wrong(
            "The result is transposed.",
            """
def probabilities(logits):
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials.T / exponentials.sum(axis=1)
""",
            "Rows and columns are exchanged: turn it back at the end.",
        ),
        Wrong(
            "The logarithms instead of the probabilities.",
            """
def probabilities(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
""",
            "These are log-probabilities; the program should return p itself.",
        ),
        Wrong(
            "Not divided at all.",
            """
def probabilities(logits):
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials
""",
            "These are not divided by their sum yet. (Their largest number is 1",
        ),
        Wrong(
            "Divided by the largest instead of the sum.",
            """
def probabilities(logits):
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.max(axis=1, keepdims=True)
""",
            "These are not divided by their sum yet. (Their largest number is 1",
        ),
        Wrong(
            "A typing error in a name.",
            """
def probabilities(logits):
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponential / exponential.sum(axis=1, keepdims=True)
""",
            "Is exponentials meant?",
        ),
        Wrong(
            "axis=1 without keepdims and [None].",
            """
def probabilities(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1)[None]
""",
        ),
        Wrong(
            "Each is divided by the number of classes.",
            """
def probabilities(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / logits.shape[1]
""",
            "You divide by the number of classes. Divide by the sum of the row.",
        ),
        Wrong(
            "1 - p instead of p.",
            """
def probabilities(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return 1 - e / e.sum(axis=1, keepdims=True)
""",
            "That is 1 - p: the largest should belong to the surest class.",
        ),
    ],
}
