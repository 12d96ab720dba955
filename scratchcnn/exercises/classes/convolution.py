"""Lesson 01: Convolution."""

import numpy as np

from ...layers import Convolution, Layer
from ..write_class import LayerCase, WriteClass, layer_scene

STUB = '''\
class Convolution(Layer):
    """out[n, y, x, o] = Σ_i Σ_j Σ_c  padded[n, y + i, x + j, c] · filters[i, j, c, o]"""

    def __init__(self, in_channels, out_channels, kernel_size=3, padding=1, *, rng=None):
        self.kernel_size, self.padding = kernel_size, padding
        rng = np.random.default_rng() if rng is None else rng
        shape = (kernel_size, kernel_size, in_channels, out_channels)
        spread = np.sqrt(2 / (kernel_size * kernel_size * in_channels))
        self.params["filters"] = (rng.standard_normal(shape) * spread).astype(np.float32)

    def output_shape(self, input_shape):
        height, width, _ = input_shape
        larger = 2 * self.padding - self.kernel_size + 1
        return (height + larger, width + larger, self.params["filters"].shape[3])

    def forward(self, x):
        """x: N × H × W × C; returns N × H' × W' × O."""
        ...

    def backward(self, d_out):
        """d_out: N × H' × W' × O. Stores grads["filters"]; returns ∂L/∂x, N × H × W × C."""
        ...'''
BODY = '''\
    def forward(self, x):
        """x: N × H × W × C; returns N × H' × W' × O."""
        filters, k, p = self.params["filters"], self.kernel_size, self.padding
        self.padded = np.pad(x, ((0, 0), (p, p), (p, p), (0, 0)))
        N, H, W, _ = self.padded.shape
        out = np.zeros((N, H - k + 1, W - k + 1, filters.shape[3]), self.padded.dtype)
        for i, j in np.ndindex(k, k):
            out += self.padded[:, i : i + H - k + 1, j : j + W - k + 1] @ filters[i, j]
        return out

    def backward(self, d_out):
        """d_out: N × H' × W' × O. Stores grads["filters"]; returns ∂L/∂x, N × H × W × C."""
        filters, k, p = self.params["filters"], self.kernel_size, self.padding
        _, height, width, O = d_out.shape
        d_filters, d_padded = np.zeros_like(filters), np.zeros_like(self.padded)
        for i, j in np.ndindex(k, k):
            pixels = self.padded[:, i : i + height, j : j + width]
            d_filters[i, j] = pixels.reshape(-1, pixels.shape[3]).T @ d_out.reshape(-1, O)
            d_padded[:, i : i + height, j : j + width] += d_out @ filters[i, j].T
        self.grads["filters"] = d_filters
        _, H, W, _ = d_padded.shape
        return d_padded[:, p : H - p, p : W - p].copy()'''
SOLUTION = STUB[: STUB.index("    def forward")] + BODY


def case(rng, sizes, k, padding, channels, outs, dtype=np.float64):
    batches = []
    for count in sizes:
        x = rng.standard_normal((count, 4, 5, channels))
        height, width = (size + 2 * padding - k + 1 for size in (4, 5))
        d_out = rng.standard_normal((count, height, width, outs))
        batches.append((x.astype(dtype), d_out.astype(dtype)))
    filters = rng.standard_normal((k, k, channels, outs))
    return LayerCase((channels, outs, k, padding), {"filters": filters}, batches, dtype)


def cases(rng):
    x = np.arange(1.0, 10).reshape(1, 3, 3, 1)
    d_out = np.zeros((1, 3, 3, 1))
    d_out[0, 1, 1] = 1
    filters = np.arange(1.0, 10).reshape(3, 3, 1, 1)
    simple = LayerCase((1, 1, 3, 1), {"filters": filters}, [(x, d_out)])
    return [
        simple,
        case(rng, (2, 1), 3, 1, 2, 3),
        case(rng, (1, 3), 3, 0, 3, 2),
        case(rng, (2,), 1, 0, 2, 2),
        case(rng, (2,), 5, 2, 1, 2, np.float32),
    ]


def full_size(rng):
    x, d_out = rng.standard_normal((1, 14, 14, 16)), rng.standard_normal((1, 14, 14, 32))
    filters = rng.standard_normal((3, 3, 16, 32))
    return LayerCase((16, 32), {"filters": filters}, [(x, d_out)])


layer = WriteClass(
    Convolution,
    ("forward", "backward"),
    layer_scene,
    cases,
    STUB,
    SOLUTION,
    full_size=full_size,
    hints=[
        "Pad first, and keep the padded images: backward needs them for the filters.",
        "Go through the k · k places (i, j) of the filter: forward adds the padded images, "
        "moved by"
        "(i, j), times filters[i, j]; backward does the same two products the other way round.",
        "In backward, for each (i, j): d_filters[i, j] = Σ pixels · d_out over n, y, x, and "
        "d_padded[:, i : i + H', j : j + W'] += d_out @ filters[i, j].T; last, cut the "
        "padding off.",
    ],
)
namespace = {"np": np, "Layer": Layer}
exec(SOLUTION, namespace)
Own = namespace["Convolution"]


@layer.wrong("Your filters are turned round by 180° in forward: here nothing is turned.")
class _(Own):
    def forward(self, x):
        filters = self.params["filters"]
        self.params["filters"] = filters[::-1, ::-1]
        out = super().forward(x)
        self.params["filters"] = filters
        return out


@layer.wrong(
    "For ∂L/∂x the filters must be turned round by 180°: a pixel sees them from the other side."
)
class _(Own):
    def backward(self, d_out):
        right = super().backward(d_out)
        filters, gradient = self.params["filters"], self.grads["filters"]
        self.params["filters"] = filters[::-1, ::-1]
        turned = super().backward(d_out)
        self.params["filters"], self.grads["filters"] = filters, gradient
        return turned if turned.shape == right.shape else right


@layer.wrong(
    "Where windows overlap you overwrite: a pixel collects from all of its windows, so +=."
)
class _(Own):
    def backward(self, d_out):
        super().backward(d_out)
        filters, k, p = self.params["filters"], self.kernel_size, self.padding
        _, height, width, _ = d_out.shape
        d_padded = np.zeros_like(self.padded)
        for i, j in np.ndindex(k, k):
            d_padded[:, i : i + height, j : j + width] = d_out @ filters[i, j].T
        _, H, W, _ = d_padded.shape
        return d_padded[:, p : H - p, p : W - p].copy()


@layer.wrong("The padding is forgotten: self.padding zeros belong on every side of the images.")
class _(Own):
    def forward(self, x):
        padding, self.padding = self.padding, 0
        out = super().forward(x)
        self.padding = padding
        return out


@layer.wrong("∂L/∂x still has its padding: cut `padding` rows and columns off on every side.")
class _(Own):
    def backward(self, d_out):
        padding, self.padding = self.padding, 0
        d_x = super().backward(d_out)
        self.padding = padding
        return d_x


@layer.wrong(
    "The gradient of the filters is divided by the number of images: sum over the batch. The"

             "mean of the loss is in d_out already.")  # fmt: skip
class _(Own):
    def backward(self, d_out):
        d_x = super().backward(d_out)
        self.grads["filters"] = self.grads["filters"] / len(d_out)
        return d_x


@layer.wrong(
    "In the gradient of the filters rows and columns are exchanged: i goes with y, j with x."
)
class _(Own):
    def backward(self, d_out):
        d_x = super().backward(d_out)
        self.grads["filters"] = self.grads["filters"].swapaxes(0, 1).copy()
        return d_x


@layer.wrong("Only the first image has a part in the gradient of the filters: sum over the batch.")
class _(Own):
    def backward(self, d_out):
        d_x, padded = super().backward(d_out), self.padded
        self.padded = padded[:1]
        super().backward(d_out[:1])
        self.padded = padded
        return d_x


@layer.wrong("Only the last image has a part in the gradient of the filters: add up (+=).")
class _(Own):
    def backward(self, d_out):
        d_x, padded = super().backward(d_out), self.padded
        self.padded = padded[-1:]
        super().backward(d_out[-1:])
        self.padded = padded
        return d_x


@layer.wrong(
    "The gradients of the filters pile up from call to call: each backward begins at zero."
)
class _(Own):
    def backward(self, d_out):
        before = self.grads.get("filters", 0)
        d_x = super().backward(d_out)
        self.grads["filters"] = before + self.grads["filters"]
        return d_x
