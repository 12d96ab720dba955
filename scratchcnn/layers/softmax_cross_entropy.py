"""Softmax and cross-entropy: from logits to probabilities to one number, the loss."""

import numpy as np

from ..arguments import real_array, whole_array
from .layer import Layer, format_shape


def softmax(logits):
    """exp(z) / Σ exp(z) along the last axis.

    The largest logit is subtracted first: the quotient stays the same, and no exp overflows.
    """
    logits = as_floats(logits)
    exponentials = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


class Softmax(Layer):
    """p[n, k] = exp(z[n, k]) / Σ_j exp(z[n, j]), for logits z of shape N × classes."""

    shareable = True

    def forward(self, logits):
        self.probabilities = softmax(self.check_input(logits))
        return self.probabilities.copy()

    def backward(self, d_out):
        """The Jacobian is ∂p_k/∂z_j = p_k (δ_kj - p_j); here it stands multiplied by d_out."""
        d_out, p = self.check_gradient(d_out), self.probabilities
        return p * (d_out - (d_out * p).sum(axis=-1, keepdims=True))


class SoftmaxCrossEntropy:
    """L = mean over n of  -log p[n, labels[n]],  with p = softmax(logits).

    It takes logits, not probabilities, and computes log p = z - max - log Σ exp(z - max), which
    stays finite where p itself would be rounded to 0.
    """

    def forward(self, logits, labels):
        """The loss as a float, for N × classes logits and N whole-number labels."""
        logits, labels = check_pairs(logits, labels)
        shifted = logits - logits.max(axis=1, keepdims=True)
        log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        self.log_p, self.labels = log_p, labels.copy()
        return float(-log_p[np.arange(len(labels)), labels].mean())

    def backward(self):
        """dL/dlogits = (p - onehot) / N"""
        if not hasattr(self, "log_p"):
            raise ValueError("SoftmaxCrossEntropy: call forward(logits, labels) before backward()")
        d_logits = np.exp(self.log_p)
        d_logits[np.arange(len(self.labels)), self.labels] -= 1
        return d_logits / len(self.labels)


def smooth(d_logits, labels, smoothing):
    """The gradient of L + ε · mean over n of (z[n, labels[n]] - mean over k of z[n, k]), from that
    of L, N × classes: a price ε on the lead of the right logit, so that no logit grows without end.

    It is the cross-entropy to labels that are smoothed: 1 - ε for the right class and, for each
    class, an equal part of ε (Szegedy and others 2016).
    """
    if smoothing == 0:
        return d_logits
    count, classes = d_logits.shape
    smoothed = d_logits - smoothing / (count * classes)
    smoothed[np.arange(count), labels] += smoothing / count
    return smoothed


def check_pairs(logits, labels):
    """Both as arrays, if the labels are whole numbers that fit the logits."""
    logits, labels = real_array("logits", logits), whole_array("labels", labels)
    if logits.ndim != 2 or 0 in logits.shape:
        raise ValueError(f"logits: expected N × classes, got {format_shape(logits.shape)}")
    if labels.shape != logits.shape[:1]:
        raise ValueError(
            f"labels: expected {len(logits)}, one a row of logits, got {format_shape(labels.shape)}"
        )
    if labels.min() < 0 or labels.max() >= logits.shape[1]:
        raise ValueError(
            f"labels: expected 0 to {logits.shape[1] - 1}, got {labels.min()} to {labels.max()}"
        )
    return as_floats(logits), labels


def as_floats(array):
    """Whole numbers as floats: differences of unsigned ones would not become negative."""
    return np.asarray(array, np.result_type(array, np.float32))
