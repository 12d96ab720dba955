"""Lesson 07: SoftmaxCrossEntropy."""

import numpy as np

from ...layers import SoftmaxCrossEntropy
from ..cases import decimals
from ..scenes import LossCase, loss_scene
from ..write_class import WriteClass

STUB = '''\
class SoftmaxCrossEntropy:
    """L = mean over n of  -log p[n, labels[n]],  with p = softmax(logits)."""

    def forward(self, logits, labels):
        """logits: N × classes, labels: N whole numbers; returns the loss, one number."""
        ...

    def backward(self):
        """Returns ∂L/∂logits, N × classes, of the last forward."""
        ...'''
SOLUTION = STUB.replace(
    '''returns the loss, one number."""
        ...''',
    '''returns the loss, one number."""
        shifted = logits - logits.max(axis=1, keepdims=True)
        self.log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        self.labels = labels.copy()
        return float(-self.log_p[np.arange(len(labels)), labels].mean())''',
).replace(
    '''of the last forward."""
        ...''',
    '''of the last forward."""
        d_logits = np.exp(self.log_p)
        d_logits[np.arange(len(self.labels)), self.labels] -= 1
        return d_logits / len(self.labels)''',
)


def cases(rng):
    simple = np.array([[0.0, 1, 2]]), np.array([2])
    several = [(2 * decimals(rng, count, 4), rng.integers(0, 4, count)) for count in (3, 5, 1)]
    square = decimals(rng, 4, 4), np.array([1, 0, 3, 3])
    sure = np.array([[1000.0, 0, -1000], [0, 800, 0]]), np.array([0, 1])
    mistaken = np.array([[0.0, -800, 0]]), np.array([1])
    apart = np.array([[1000.0, 999, 1000], [-1000, -1001, -1000]]), np.array([1, 1])
    single = decimals(rng, 3, 5).astype(np.float32), np.array([4, 0, 2])
    every = simple, several[0], square, sure, mistaken, apart, single
    return [*(LossCase([each]) for each in every), LossCase(several)]


loss = WriteClass(
    SoftmaxCrossEntropy,
    ("forward", "backward"),
    loss_scene,
    cases,
    STUB,
    SOLUTION,
    hints=[
        'Section "Forward: cross-entropy" and Section "What breaks: overflow, for real" are '
        'forward, Section "The collapse" is backward.',
        "The logits are N × classes. Largest and sum are taken over the classes of each image, "
        "N × 1, so that they can be subtracted from a row. The loss is one number, a mean over "
        "N; its gradient has the shape of the logits.",
        "log p is a difference: the logits less the largest of their row, minus the logarithm "
        "of the sum of their exponentials. Keep it, and a copy of the labels. The loss takes "
        "one entry of each row, by a pair of indices (image, label). backward: the "
        "exponentials of what was kept, 1 less at the same pairs, all of it divided by N.",
    ],
)
SHIFTED = "shifted = logits - logits.max(axis=1, keepdims=True)"
LOG_P = "shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))"
PICKED = "-self.log_p[np.arange(len(labels)), labels]"
P, MINUS_ONE = "np.exp(self.log_p)", "d_logits[np.arange(len(self.labels)), self.labels] -= 1"
MEAN = "return d_logits / len(self.labels)"

loss.wrong(
    "The loss is a sum over the images: take their mean.", (f"{PICKED}.mean()", f"{PICKED}.sum()")
)
loss.wrong(
    "The loss is the mean over all entries, N · classes of them: only the right class of each "
    "image counts, divided by N.",
    (f"{PICKED}.mean()", f"{PICKED}.sum() / logits.size"),
)
loss.wrong(
    "The loss is the mean over whole columns: pair each image with its label, "
    "log_p[np.arange(N), labels].",
    (PICKED, "-self.log_p[:, labels]"),
)
loss.wrong(
    "The loss is the mean over all classes: only the right class of each image counts.",
    (PICKED, "-self.log_p"),
)
loss.wrong(
    "The minus is missing: a loss grows when the right class becomes less probable.",
    (PICKED, PICKED[1:]),
)
loss.wrong("This is -p, not -log p.", (PICKED, f"-np.exp({PICKED[1:]})"))
loss.wrong("This is 1 - p, not -log p.", (PICKED, f"1 - np.exp({PICKED[1:]})"))
loss.wrong(
    "This is -logit, not -log p: softmax comes first.",
    (PICKED, "-logits[np.arange(len(labels)), labels]"),
)
loss.wrong(
    "The loss is that of the likeliest class: it is the label's probability that counts.",
    (PICKED, "-self.log_p.max(axis=1)"),
)
loss.wrong(
    "This is the logarithm to base 2, in bits: take the natural one, np.log.",
    (f"{PICKED}.mean()", f"{PICKED}.mean() / np.log(2)"),
)
loss.wrong(
    "This is the squared error of p: cross-entropy is -log p.",
    (PICKED, "((np.exp(self.log_p) - np.eye(logits.shape[1])[labels]) ** 2).sum(axis=1)"),
)
loss.wrong(
    "Softmax without the shift: for large logits exp overflows. Subtract the largest one first.",
    (SHIFTED, "shifted = logits"),
)
loss.wrong(
    "Softmax without the shift: for large logits exp overflows, and ∞/∞ is no number. Subtract the "
    "largest one first.",
    (LOG_P, "np.log(np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True))"),
)
loss.wrong(
    "The shift subtracts the mean: that isn't enough, exp still overflows. Subtract the largest.",
    (".max(", ".mean("),
)
loss.wrong(
    "The probability is rounded to 0 and its logarithm is infinite: compute log p as a difference, "
    "shifted - log Σ.",
    (LOG_P, "np.log(np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True))"),
)
for small in (1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15):
    for bounded in (f"np.log(P + {small})", f"np.log(np.maximum(P, {small}))"):
        loss.wrong(
            f"{small} in the logarithm hides how wrong the answer is: without it, log p can be "
            "computed as a difference, shifted - log Σ.",
            (PICKED, "-" + bounded.replace("P", f"np.exp({PICKED[1:]})")),
        )
loss.wrong(
    "The shift is the largest logit of the whole batch: where another image has much smaller ones, "
    "all of its exponentials become 0. Take each image's own (axis=1).",
    (SHIFTED, "shifted = logits - logits.max()"),
)
loss.wrong(
    "The probabilities are normalized over the whole batch: each row should add up to 1 (axis=1).",
    (".sum(axis=1, keepdims=True)", ".sum()"),
)
loss.wrong(
    "The probabilities of a column add up to 1: it should be those of a row (axis=1).",
    ("axis=1", "axis=0"),
)
loss.wrong(
    "The gradient lacks its 1/N: the mean over the batch brings it in, here and nowhere else.",
    (MEAN, "return d_logits"),
)
loss.wrong(
    "The gradient is divided by N · classes: the mean is over the images, so by N.",
    (MEAN, "return d_logits / d_logits.size"),
)
loss.wrong(
    "The gradient is divided by the number of classes: the mean is over the images, so by N.",
    (MEAN, "return d_logits / d_logits.shape[1]"),
)
loss.wrong(
    "The gradient has the wrong sign: p minus onehot, not the other way round.",
    (MEAN, "return -d_logits / len(self.labels)"),
)
loss.wrong("The gradient is p alone: 1 must be subtracted at the right class.", (MINUS_ONE, "pass"))
loss.wrong(
    "The gradient is that of -log p with respect to p: with softmax together it is p - onehot.",
    (MEAN, "return -np.eye(d_logits.shape[1])[self.labels] / np.exp(self.log_p) / len(d_logits)"),
)
loss.wrong(
    "The gradient is log p - onehot: it is p itself, np.exp(log_p), from which onehot is "
    "subtracted.",
    (P, "self.log_p.copy()"),
)
loss.wrong(
    "d_logits[:, labels] changes whole columns: pair each image with its label, "
    "[np.arange(N), labels].",
    (MINUS_ONE, "d_logits[:, self.labels] -= 1"),
)
loss.wrong(
    "d_logits[labels] changes whole rows: pair each image with its label, [np.arange(N), labels].",
    (MINUS_ONE, "d_logits[self.labels] -= 1"),
)
loss.wrong(
    "backward changes the probabilities that forward has kept: work on a copy, for it may be "
    "called again.",
    (P, "self.p"),
    (LOG_P, f"{LOG_P}\n        self.p = np.exp(self.log_p)"),
)
loss.wrong(
    "The loss is divided by the number of classes: its mean is over the images, N of them.",
    (f"{PICKED}.mean()", f"{PICKED}.sum() / logits.shape[1]"),
)
for kept in ("self.labels", "self.labels[:, None]"):
    loss.wrong(
        "The labels are subtracted as numbers: it is 1 at the right class, and 0 elsewhere.",
        (MINUS_ONE, f"d_logits = d_logits - {kept}"),
    )
loss.wrong(
    "1 is subtracted at every class: only at the right one, [np.arange(N), labels].",
    (MINUS_ONE, "d_logits -= 1"),
)
loss.wrong(
    "The gradient is p · (1 - p), the slope of a p along its own logit: of the loss it is "
    "p - onehot.",
    (MEAN, "p = np.exp(self.log_p)\n        return p * (1 - p) / len(self.labels)"),
)
loss.wrong(
    "There are as many classes as logits in a row, not always ten.",
    (MEAN, "return (d_logits - np.zeros((len(d_logits), 10))) / len(self.labels)"),
)
loss.wrong(
    "backward changes what forward has kept, and called again it gives something else: work on a "
    "copy.",
    (
        f"{MINUS_ONE}\n        {MEAN}",
        f"{MINUS_ONE}\n        d_logits /= len(d_logits)\n        return d_logits",
    ),
    (LOG_P, f"{LOG_P}\n        self.p = np.exp(self.log_p)"),
    (f"d_logits = {P}", "d_logits = self.p"),
)
