"""Lesson 07: SoftmaxCrossEntropy."""

import numpy as np

from ...layers import SoftmaxCrossEntropy
from ..write_class import LossCase, WriteClass, loss_scene

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
    simple = np.log(np.array([[1.0, 2, 5]])), np.array([2])
    several = [
        (rng.standard_normal((count, 4)) * 2, rng.integers(0, 4, count)) for count in (3, 5, 1)
    ]
    square = rng.standard_normal((4, 4)), np.array([1, 0, 3, 3])
    huge = np.array([[1000.0, 0, -1000], [0, 300, 0]]), np.array([1, 1])
    single = rng.standard_normal((3, 5)).astype(np.float32), np.array([4, 0, 2])
    return [LossCase([simple]), LossCase(several), LossCase([square]), LossCase([huge]),
            LossCase([single])]  # fmt: skip


loss = WriteClass(
    SoftmaxCrossEntropy,
    ("forward", "backward"),
    loss_scene,
    cases,
    STUB,
    SOLUTION,
    hints=[
        "Subtract the largest logit of each image first; then no exponential overflows. And "
        "don't take"
        "the logarithm of p: log p is a difference.",
        "log_p = shifted - log Σ exp(shifted), the sum along axis 1 with keepdims=True. The "
        "loss is the"
        "mean of -log_p[n, labels[n]].",
        "backward is (p - onehot) / N: np.exp(log_p), minus 1 at [np.arange(N), labels], "
        "divided by N.",
    ],
)
namespace = {"np": np}
exec(SOLUTION, namespace)
Own = namespace["SoftmaxCrossEntropy"]


def picked(self, table):
    return table[np.arange(len(self.labels)), self.labels]


def with_passes(sentence, forward=None, backward=None):
    """A known mistake: functions of the loss, after the right forward was run."""

    class Wrong(Own):
        def forward(self, logits, labels):
            value = super().forward(logits, labels)
            return float(forward(self, logits)) if forward else value

        def backward(self):
            return backward(self) if backward else super().backward()

    loss.wrong_answers.append((Wrong, sentence))


def onehot(self):
    return np.eye(self.log_p.shape[1])[self.labels]


with_passes(
    "The loss is a sum over the images: take their mean.",
    lambda self, logits: -picked(self, self.log_p).sum(),
)
with_passes(
    "The loss is the mean over all entries, N · classes of them: only the right class of "
    "each image"
    "counts, divided by N.",
    lambda self, logits: -picked(self, self.log_p).sum() / self.log_p.size,
)
with_passes(
    "The minus is missing: a loss grows when the right class becomes less probable.",
    lambda self, logits: picked(self, self.log_p).mean(),
)
with_passes(
    "This is -p, not -log p.",
    lambda self, logits: -np.exp(picked(self, self.log_p)).mean(),
)
with_passes(
    "The loss is that of the likeliest class: it is the label's probability that counts.",
    lambda self, logits: -self.log_p.max(axis=1).mean(),
)
with_passes(
    "This is the logarithm to base 2, in bits: take the natural one, np.log.",
    lambda self, logits: -picked(self, self.log_p).mean() / np.log(2),
)
with_passes(
    "The gradient lacks its 1/N: the mean over the batch brings it in, here and nowhere else.",
    backward=lambda self: np.exp(self.log_p) - onehot(self),
)
with_passes(
    "The gradient has the wrong sign: p minus onehot, not the other way round.",
    backward=lambda self: (onehot(self) - np.exp(self.log_p)) / len(self.labels),
)
with_passes(
    "The gradient is p alone: 1 must be subtracted at the right class.",
    backward=lambda self: np.exp(self.log_p) / len(self.labels),
)
with_passes(
    "The gradient is that of -log p with respect to p: with softmax together it is p - onehot.",
    backward=lambda self: -onehot(self) / np.exp(self.log_p) / len(self.labels),
)
with_passes(
    "d_logits[:, labels] changes whole columns: pair each image with its label, "
    "[np.arange(N), labels].",
    backward=lambda self: (
        (np.exp(self.log_p) - np.isin(np.arange(self.log_p.shape[1]), self.labels))
        / len(self.labels)
    ),
)


@loss.wrong(
    "Softmax without the shift: for large logits exp overflows. Subtract the largest one first."
)
class _(Own):
    def forward(self, logits, labels):
        exponentials = np.exp(logits)
        self.log_p = np.log(exponentials / exponentials.sum(axis=1, keepdims=True))
        self.labels = labels
        return float(-picked(self, self.log_p).mean())


@loss.wrong("The probability is rounded to 0 and its logarithm is infinite: compute log p as a "
            "difference, z - max - log Σ.")  # fmt: skip
class _(Own):
    def forward(self, logits, labels):
        exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
        self.log_p = np.log(exponentials / exponentials.sum(axis=1, keepdims=True))
        self.labels = labels
        return float(-picked(self, self.log_p).mean())


@loss.wrong(
    "The probabilities are normalised over the whole batch: each image's sum up to 1 (axis=1)."
)
class _(Own):
    def forward(self, logits, labels):
        shifted = logits - logits.max()
        self.log_p = shifted - np.log(np.exp(shifted).sum())
        self.labels = labels
        return float(-picked(self, self.log_p).mean())


@loss.wrong("The probabilities of a column sum up to 1: it should be those of a row (axis=1).")
class _(Own):
    def forward(self, logits, labels):
        shifted = logits - logits.max(axis=0)
        self.log_p = shifted - np.log(np.exp(shifted).sum(axis=0))
        self.labels = labels
        return float(-picked(self, self.log_p).mean())
