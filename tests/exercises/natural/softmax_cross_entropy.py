"""Natural wrong answers to the small exercises of lesson 07, written from the statements alone."""

from .wrong import Wrong

ANSWERS = {
    "softmax_cross_entropy.predict_loss": [
        Wrong("The loss had it been the cat: -log 0.7.", "0.36"),
        Wrong("The sign.", "-1.61"),
        Wrong("1 - p instead of -log p.", "0.8"),
        Wrong("The logarithm to the base 10.", "0.70"),
        Wrong("The logarithm to the base 2.", "2.32"),
        Wrong("The probability itself.", "0.2"),
        Wrong("The entropy of the answer, -Σ p log p.", "0.80"),
        Wrong("-log of 1 - p.", "0.22"),
        Wrong("The sum of all three logarithms.", "4.27"),
        Wrong("The mean over the three classes.", "0.54"),
        Wrong("The squared error of the dog.", "0.64"),
        Wrong("The loss had it been the bird: -log 0.1.", "2.30"),
        Wrong("The logarithm of the odds, or of 0.2 / 0.8.", "1.39"),
    ],
    "softmax_cross_entropy.predict_gradient": [
        Wrong("The sign: onehot - p.", "(-0.7, 0.8, -0.1)"),
        Wrong("p alone: nothing is taken off at the label.", "(0.7, 0.2, 0.1)"),
        Wrong("The derivative along p, -1 / p.", "(0, -5, 0)"),
        Wrong("It was the cat.", "(-0.3, 0.2, 0.1)"),
        Wrong("Only the dog's logit gets a gradient.", "(0, -0.8, 0)"),
        Wrong("onehot alone.", "(0, 1, 0)"),
        Wrong("Divided by the three classes.", "(0.7 / 3, -0.8 / 3, 0.1 / 3)"),
        Wrong("p + onehot.", "(0.7, 1.2, 0.1)"),
        Wrong("The derivative of the dog's probability, not of the loss.", "(-0.14, 0.16, -0.02)"),
        Wrong("-p at the label instead of p - 1.", "(0.7, -0.2, 0.1)"),
        Wrong("The distance, without a sign.", "(0.7, 0.8, 0.1)"),
        Wrong("p (1 - p).", "(0.21, 0.16, 0.09)"),
        Wrong("The dog's number only.", "-0.8"),
    ],
    "softmax_cross_entropy.log_softmax": [
        Wrong(
            "Not shifted: exp overflows.",
            """
def log_softmax(logits):
    return logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
""",
        ),
        Wrong(
            "The logarithm of a softmax that has become 0.",
            """
def log_softmax(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return np.log(p)
""",
        ),
        Wrong(
            "keepdims is missing.",
            """
def log_softmax(logits):
    shifted = logits - logits.max(axis=1)
    return shifted - np.log(np.exp(shifted).sum(axis=1))
""",
        ),
        Wrong(
            "keepdims is missing in the sum only.",
            """
def log_softmax(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1))
""",
        ),
        Wrong(
            "Along the images instead of the classes.",
            """
def log_softmax(logits):
    shifted = logits - logits.max(axis=0)
    return shifted - np.log(np.exp(shifted).sum(axis=0))
""",
        ),
        Wrong(
            "Softmax: the logarithm is forgotten.",
            """
def log_softmax(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
""",
        ),
        Wrong(
            "The maximum of the whole array: a row far below it becomes log 0.",
            """
def log_softmax(logits):
    shifted = logits - logits.max()
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
""",
        ),
        Wrong(
            "The first term is not shifted, the second is.",
            """
def log_softmax(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return logits - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
""",
        ),
        Wrong(
            "The logarithm of the sum is forgotten.",
            """
def log_softmax(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted - np.exp(shifted).sum(axis=1, keepdims=True)
""",
        ),
        Wrong(
            "A small number added inside the logarithm, against log 0.",
            """
def log_softmax(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return np.log(p + 1e-12)
""",
        ),
        Wrong(
            "The sign: -log p.",
            """
def log_softmax(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return np.log(np.exp(shifted).sum(axis=1, keepdims=True)) - shifted
""",
        ),
        Wrong(
            "The caller's logits are shifted in place.",
            """
def log_softmax(logits):
    logits -= logits.max(axis=1, keepdims=True)
    return logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
""",
        ),
        Wrong(
            "Divided instead of subtracted.",
            """
def log_softmax(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted / np.log(np.exp(shifted).sum(axis=1, keepdims=True))
""",
        ),
        Wrong(
            "The sum of all rows.",
            """
def log_softmax(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum())
""",
        ),
        Wrong(
            "The logarithm to the base 10.",
            """
def log_softmax(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted - np.log10(np.exp(shifted).sum(axis=1, keepdims=True))
""",
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
        ),
        Wrong(
            "The labels are subtracted themselves, not one-hot: the shapes do not fit.",
            """
def gradient(logits, labels):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return (p - labels) / len(labels)
""",
        ),
        Wrong(
            "The labels as a column are subtracted, not one-hot.",
            """
def gradient(logits, labels):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return (p - labels[:, None]) / len(labels)
""",
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
        ),
        Wrong(
            "Ten classes are taken for granted.",
            """
def gradient(logits, labels):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return (p - np.eye(10)[labels]) / len(labels)
""",
        ),
        Wrong(
            "Nothing is subtracted: the probabilities.",
            """
def gradient(logits, labels):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True) / len(labels)
""",
        ),
        Wrong(
            "Only the labels' numbers are returned: N instead of N × K.",
            """
def gradient(logits, labels):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return (p[np.arange(len(labels)), labels] - 1) / len(labels)
""",
        ),
        Wrong(
            "The logits are taken for probabilities: softmax is forgotten.",
            """
def gradient(logits, labels):
    onehot = np.eye(logits.shape[1])[labels]
    return (logits - onehot) / len(labels)
""",
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
        ),
        Wrong(
            "The right line is left as it was, and the shift is spoilt: both along the images.",
            """
def probabilities(logits):
    exponentials = np.exp(logits - logits.max(axis=0, keepdims=True))
    return exponentials / exponentials.sum(axis=0, keepdims=True)
""",
        ),
        Wrong(
            "keepdims is lost.",
            """
def probabilities(logits):
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1)
""",
        ),
        Wrong(
            "The sum of the whole array: all images together make 1.",
            """
def probabilities(logits):
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum()
""",
        ),
        Wrong(
            "The shift is dropped: exp overflows.",
            """
def probabilities(logits):
    exponentials = np.exp(logits)
    return exponentials / exponentials.sum(axis=1, keepdims=True)
""",
        ),
        Wrong(
            "The maximum of each column is taken off: right unless the numbers lie far apart.",
            """
def probabilities(logits):
    exponentials = np.exp(logits - logits.max(axis=0, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)
""",
        ),
        Wrong(
            "The mean instead of the sum.",
            """
def probabilities(logits):
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.mean(axis=1, keepdims=True)
""",
        ),
        Wrong(
            "The result is transposed.",
            """
def probabilities(logits):
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials.T / exponentials.sum(axis=1)
""",
        ),
        Wrong(
            "The logarithms instead of the probabilities.",
            """
def probabilities(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
""",
        ),
        Wrong(
            "Not divided at all.",
            """
def probabilities(logits):
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials
""",
        ),
        Wrong(
            "Divided by the largest instead of the sum.",
            """
def probabilities(logits):
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.max(axis=1, keepdims=True)
""",
        ),
        Wrong(
            "A typing error in a name.",
            """
def probabilities(logits):
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponential / exponential.sum(axis=1, keepdims=True)
""",
        ),
    ],
}
