"""Lesson 06: Dense."""

import numpy as np

from ...layers import Dense, Layer
from ..write_class import LayerCase, WriteClass, layer_scene

STUB = '''\
class Dense(Layer):
    """out[n, o] = Σ_i  x[n, i] · weights[i, o]  +  bias[o]"""

    def __init__(self, in_features, out_features, *, rng=None):
        rng = np.random.default_rng() if rng is None else rng
        weights = rng.standard_normal((in_features, out_features)) * np.sqrt(2 / in_features)
        self.params["weights"] = weights.astype(np.float32)
        self.params["bias"] = np.zeros(out_features, np.float32)

    def output_shape(self, input_shape):
        return self.params["bias"].shape

    def forward(self, x):
        """x: N × in_features; returns N × out_features."""
        ...

    def backward(self, d_out):
        """d_out: N × out_features. Stores grads["weights"] and grads["bias"]; returns ∂L/∂x."""
        ...'''
SOLUTION = STUB.replace(
    '''returns N × out_features."""
        ...''',
    '''returns N × out_features."""
        self.x = x.copy()
        return x @ self.params["weights"] + self.params["bias"]''',
).replace(
    '''returns ∂L/∂x."""
        ...''',
    '''returns ∂L/∂x."""
        self.grads["weights"] = self.x.T @ d_out
        self.grads["bias"] = d_out.sum(axis=0)
        return d_out @ self.params["weights"].T''',
)


def case(rng, sizes, inputs, outputs, dtype=np.float64):
    parameters = {
        "weights": rng.standard_normal((inputs, outputs)),
        "bias": rng.standard_normal(outputs),
    }
    batches = [
        (
            rng.standard_normal((n, inputs)).astype(dtype),
            rng.standard_normal((n, outputs)).astype(dtype),
        )
        for n in sizes
    ]
    return LayerCase((inputs, outputs), parameters, batches, dtype)


def cases(rng):
    parameters = {"weights": np.array([[1.0, 2], [3, 4], [5, 6]]), "bias": np.array([10.0, 20])}
    x, d_out = np.array([[1.0, 0, 2]]), np.array([[1.0, -1]])
    return [
        LayerCase((3, 2), parameters, [(x, d_out)]),
        case(rng, (2, 1), 3, 2),
        case(rng, (4, 3), 3, 3),
        case(rng, (1, 4), 2, 5),
        case(rng, (3,), 4, 2, np.float32),
    ]


layer = WriteClass(
    Dense,
    ("forward", "backward"),
    layer_scene,
    cases,
    STUB,
    SOLUTION,
    hints=[
        "Three derivatives: of the weights, of the bias, of x. Which outputs does each "
        "number touch?",
        "The weights: the outer products of all images, summed up, are one matrix product of x and "
        "d_out. The bias: a sum over the images. x: the weights once more, transposed.",
        'grads["weights"] = x.T @ d_out, grads["bias"] = d_out.sum(axis=0), and d_out @ weights.T.',
    ],
)
namespace = {"np": np, "Layer": Layer}
exec(SOLUTION, namespace)
Own = namespace["Dense"]


def with_result(sentence, weights=None, bias=None, d_x=None):
    """A known mistake in what backward computes: functions of (layer, d_out)."""

    class Wrong(Own):
        def backward(self, d_out):
            result = super().backward(d_out)
            if weights:
                self.grads["weights"] = weights(self, d_out)
            if bias:
                self.grads["bias"] = bias(self, d_out)
            return d_x(self, d_out) if d_x else result

    layer.wrong_answers.append((Wrong, sentence))


with_result(
    "∂L/∂x needs the transposed weights: d_out @ weights.T.",
    d_x=lambda self, d_out: (
        d_out @ self.params["weights"]
        if self.params["weights"].shape[0] == self.params["weights"].shape[1]
        else d_out @ self.params["weights"].T
    ),
)
with_result(
    "The gradient of the weights is transposed: it has the shape of the weights, inputs × outputs.",
    weights=lambda self, d_out: d_out.T @ self.x,
)
with_result(
    "The gradient of the weights is divided by the number of images: sum. The mean of the "
    "loss is in"
    "d_out already.",
    weights=lambda self, d_out: self.x.T @ d_out / len(d_out),
)
with_result(
    "The gradient of the bias is a mean over the images: sum. The mean of the loss is in "
    "d_out already.",
    bias=lambda self, d_out: d_out.mean(axis=0),
)
with_result(
    "The gradient of the bias is summed over the outputs: sum over the images, axis 0.",
    bias=lambda self, d_out: d_out.sum(axis=1),
)
with_result(
    "The gradient of the bias is one number for all outputs: every output has its own.",
    bias=lambda self, d_out: np.full(d_out.shape[1], d_out.sum()),
)
with_result(
    "Only the last image has a part in the gradient of the weights: add up.",
    weights=lambda self, d_out: np.outer(self.x[-1], d_out[-1]),
)
with_result(
    "Only the first image has a part in the gradient of the weights: add up.",
    weights=lambda self, d_out: np.outer(self.x[0], d_out[0]),
)
with_result(
    "Only the last image has a part in the gradient of the bias: add up.",
    bias=lambda self, d_out: d_out[-1].copy(),
)


@layer.wrong("The bias is not added in forward.")
class _(Own):
    def forward(self, x):
        return super().forward(x) - self.params["bias"]


@layer.wrong("The gradients pile up from call to call: each backward begins at zero.")
class _(Own):
    def backward(self, d_out):
        before = dict(self.grads)
        d_x = super().backward(d_out)
        for name, array in before.items():
            self.grads[name] = array + self.grads[name]
        return d_x


@layer.wrong(
    "The gradients of the weights belong to the first batch: keep x anew in every forward."
)
class _(Own):
    def forward(self, x):
        first = getattr(self, "first", x)
        out = super().forward(x)
        self.first = first
        return out

    def backward(self, d_out):
        count = min(len(self.first), len(d_out))
        d_x = super().backward(d_out)
        self.grads["weights"] = self.first[:count].T @ d_out[:count]
        return d_x
