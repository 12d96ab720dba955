"""Lesson 06: Dense."""

import numpy as np

from ...layers import Dense
from ..cases import decimals
from ..scenes import LayerCase, layer_scene
from ..write_class import WriteClass

STUB = '''\
class Dense(Layer):
    def __init__(self, in_features, out_features, *, rng=None):
        rng = np.random.default_rng() if rng is None else rng
        weights = rng.standard_normal((in_features, out_features)) * np.sqrt(2 / in_features)
        self.params["weights"] = weights.astype(np.float32)
        self.params["bias"] = np.zeros(out_features, np.float32)

    def output_shape(self, input_shape):
        return self.params["bias"].shape

    def forward(self, x):
        """out[n, o] = Σ_i  x[n, i] · weights[i, o]  +  bias[o]"""
        ...

    def backward(self, d_out):
        """d_out: N × out_features. Stores grads["weights"] and grads["bias"]; returns ∂L/∂x."""
        ...'''
SOLUTION = STUB.replace(
    '''+  bias[o]"""
        ...''',
    '''+  bias[o]"""
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
    parameters = {"weights": decimals(rng, inputs, outputs), "bias": decimals(rng, outputs)}
    batches = [
        (decimals(rng, n, inputs).astype(dtype), decimals(rng, n, outputs).astype(dtype))
        for n in sizes
    ]
    return LayerCase((inputs, outputs), parameters, batches, dtype)


def cases(rng):
    parameters = {"weights": np.array([[1.0, 2], [3, 4], [5, 6]]), "bias": np.array([10.0, 20])}
    x, d_out = np.array([[1.0, 0, 2]]), np.array([[1.0, -1]])
    return [
        LayerCase((3, 2), parameters, [(x, d_out)]),
        case(rng, (2,), 3, 2),
        case(rng, (2, 1), 3, 2),
        case(rng, (4, 3), 3, 3),
        case(rng, (3,), 3, 3),
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
    row=14,
    hints=[
        'Section "Forward" has the formula; Section "Backward: the weights", Section '
        '"Backward: the bias" and Section "Backward: the input" are one derivative each.',
        "x is N × inputs, the weights are inputs × outputs, d_out is N × outputs. The "
        "gradients have the shapes of what they belong to: inputs × outputs, outputs, N × "
        "inputs. Only one order of the factors gives each shape.",
        "forward keeps x and is one product and one addition. Weights: the outer products of "
        "all images, summed up, are one matrix product, the kept x transposed in front. Bias: "
        "d_out summed over the images. Input: d_out in front, the weights transposed behind.",
    ],
)
KEPT = "self.x = x.copy()"
FORWARD = 'return x @ self.params["weights"] + self.params["bias"]'
D_WEIGHTS, D_BIAS = "self.x.T @ d_out", "d_out.sum(axis=0)"
D_X = 'd_out @ self.params["weights"].T'

layer.wrong("The bias is not added in forward.", (' + self.params["bias"]', ""))
layer.wrong("forward subtracts the bias.", (' + self.params["bias"]\n', ' - self.params["bias"]\n'))
layer.wrong(
    "forward multiplies number by number: a row of x times a column of the weights, summed up, is "
    "@.",
    ('x @ self.params["weights"]', 'x * self.params["weights"]'),
)
layer.wrong(
    "The weights are transposed in forward: they are inputs × outputs, so x @ weights.",
    ('x @ self.params["weights"]', 'x @ self.params["weights"].T'),
)
layer.wrong(
    "There is a ReLU in forward: negative outputs go on as they are. ReLU is a layer of its own.",
    (FORWARD, f"return np.maximum({FORWARD[7:]}, 0)"),
)
layer.wrong(
    "∂L/∂x needs the transposed weights: d_out @ weights.T.",
    (D_X, 'd_out @ self.params["weights"]'),
)
layer.wrong(
    "∂L/∂x has its axes exchanged: it has the shape of x, N × inputs.",
    (D_X, 'self.params["weights"] @ d_out.T'),
)
layer.wrong(
    "backward multiplies x by the weights: it is d_out that travels back.",
    (D_X, 'self.x @ self.params["weights"]'),
)
layer.wrong(
    "The gradient of the weights is transposed: it has the shape of the weights, inputs × outputs.",
    (D_WEIGHTS, "d_out.T @ self.x"),
)
layer.wrong(
    "In the gradient of the weights a .T is missing: x.T @ d_out, which sums over the images.",
    (D_WEIGHTS, "self.x @ d_out"),
)
layer.wrong(
    "The gradient of the weights is divided by the number of images: sum. The mean of the loss is "
    "in d_out already.",
    (D_WEIGHTS, "self.x.T @ d_out / len(d_out)"),
)
layer.wrong(
    "The gradient of the weights is made of the weights, not of x: ∂out/∂weights is x.",
    (D_WEIGHTS, 'self.params["weights"] * d_out.sum(axis=0)'),
)
layer.wrong(
    "The gradient of the weights lacks x: each weight is multiplied by its input.",
    (D_WEIGHTS, 'np.ones_like(self.params["weights"]) * d_out.sum(axis=0)'),
)
layer.wrong(
    "Only the last image has a part in the gradient of the weights: add up.",
    (D_WEIGHTS, "np.outer(self.x[-1], d_out[-1])"),
)
layer.wrong(
    "Only the first image has a part in the gradient of the weights: add up.",
    (D_WEIGHTS, "np.outer(self.x[0], d_out[0])"),
)
layer.wrong(
    "The gradient of the weights is the product of two sums: the outer products of the images are "
    "summed up, image by image.",
    (D_WEIGHTS, "np.outer(self.x.sum(axis=0), d_out.sum(axis=0))"),
)
layer.wrong(
    "The gradient of the bias is a mean over the images: sum. The mean of the loss is in d_out "
    "already.",
    (D_BIAS, "d_out.mean(axis=0)"),
)
layer.wrong(
    "The gradient of the bias is summed over the outputs: sum over the images, axis 0.",
    (D_BIAS, "d_out.sum(axis=1)"),
)
layer.wrong(
    "The gradient of the bias is one number, the sum of everything: sum over the images only, "
    "axis 0.",
    (D_BIAS, "d_out.sum()"),
)
layer.wrong(
    "The gradient of the bias is one number for all outputs: every output has its own.",
    (D_BIAS, "np.full(d_out.shape[1], d_out.sum())"),
)
layer.wrong(
    "The gradient of the bias still has the images' axis: the bias was added to every image, so "
    "sum over them.",
    (D_BIAS, "d_out.copy()"),
)
layer.wrong(
    "The gradient of the bias keeps an axis of length 1: leave keepdims out.",
    (D_BIAS, "d_out.sum(axis=0, keepdims=True)"),
)
layer.wrong(
    "Only the last image has a part in the gradient of the bias: add up.",
    (D_BIAS, "d_out[-1].copy()"),
)
layer.wrong(
    "Only the first image has a part in the gradient of the bias: add up.",
    (D_BIAS, "d_out[0].copy()"),
)
layer.wrong(
    "The gradients of the weights pile up from call to call: each backward begins at zero.",
    (
        f'self.grads["weights"] = {D_WEIGHTS}',
        f'self.grads["weights"] = self.grads.get("weights", 0) + {D_WEIGHTS}',
    ),
)
layer.wrong(
    "The gradients of the bias pile up from call to call: each backward begins at zero.",
    (
        f'self.grads["bias"] = {D_BIAS}',
        f'self.grads["bias"] = self.grads.get("bias", 0) + {D_BIAS}',
    ),
)
layer.wrong(
    "The gradients of the weights belong to the first batch: keep x anew in every forward.",
    (KEPT, 'self.x = getattr(self, "x", x)'),
)
layer.wrong(
    "The gradient of the weights still has the images' axis: sum over them.",
    (D_WEIGHTS, "self.x[:, :, None] * d_out[:, None]"),
)
layer.wrong(
    "∂L/∂x is summed over the images: each image has a gradient of its own.",
    (D_X, f"({D_X}).sum(axis=0)"),
)
layer.wrong(
    "The gradient of the bias is all ones: that is ∂out/∂bias alone. Multiply it by d_out, and "
    "sum over the images.",
    (D_BIAS, "np.ones(d_out.shape[1])"),
)
layer.wrong(
    "The gradient of the bias is zero: it was added to every image, so it is the sum of d_out.",
    (D_BIAS, "np.zeros(d_out.shape[1])"),
)
layer.wrong(
    "The factors are in the wrong order: x has a row for each image, so x @ weights.",
    ('x @ self.params["weights"]', 'self.params["weights"] @ x'),
)
layer.wrong(
    "The gradient of the weights takes the outputs: the weights were multiplied by x, so keep x.",
    (FORWARD, f"self.x = {FORWARD[7:]}\n        return self.x.copy()"),
)
layer.wrong("backward has no x: forward must keep it, in self.", (D_WEIGHTS, "x.T @ d_out"))
