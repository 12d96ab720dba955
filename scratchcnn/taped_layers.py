"""The layers of the course, forward only, on the tape: their backward passes come by themselves."""

import numpy as np

from .layers import Addition, Convolution, Dense, Division, MaxPooling, ReLU, Softmax, Vectorization
from .tape import Taped, exp, log, maximum, pad


def convolution(x, filters, padding):
    """Σ over the places (i, j) of the filter: a matrix product, for all windows at once."""
    size, _, channels, out_channels = filters.array.shape
    padded = pad(x, [(0, 0), (padding, padding), (padding, padding), (0, 0)])
    batch, *extent = padded.array.shape[:3]
    height, width = (length - size + 1 for length in extent)
    out = 0
    for i in range(size):
        for j in range(size):
            rows = padded[:, i : i + height, j : j + width].reshape(-1, channels)
            out = out + rows @ filters[i : i + 1, j : j + 1].reshape(channels, out_channels)
    return out.reshape(batch, height, width, out_channels)


def max_pooling(x, size, stride):
    """The largest of the size · size places of every window, the first one where several tie."""
    padded = pad(x, [(0, 0), (0, size - stride), (0, size - stride), (0, 0)])
    height, width = ((length - size) // stride + 1 for length in padded.array.shape[1:3])
    out = None
    for i in range(size):
        for j in range(size):
            rows = slice(i, i + stride * (height - 1) + 1, stride)
            columns = slice(j, j + stride * (width - 1) + 1, stride)
            place = padded[:, rows, columns]
            out = place if out is None else maximum(out, place)
    return out


def relu(x):
    return maximum(x.taped(0), x)  # at 0 the first one's gradient goes on: the constant's


def log_softmax(z):
    shifted = z - z.array.max(axis=1, keepdims=True)  # a constant, for it cancels
    return shifted - log(exp(shifted).sum(axis=1))


def cross_entropy(logits, labels):
    """-log p of the right classes, the mean over the batch; one number."""
    count, classes = logits.array.shape
    onehot = np.eye(classes)[labels]
    return (log_softmax(logits) * onehot).sum() * (-1 / count)


FORWARD = {
    Division: lambda layer, x: x * (1 / layer.divisor),
    Convolution: lambda layer, x, filters: convolution(x, filters, layer.padding),
    Addition: lambda layer, x, bias: x + bias,
    ReLU: lambda layer, x: relu(x),
    MaxPooling: lambda layer, x: max_pooling(x, layer.size, layer.stride),
    Vectorization: lambda layer, x: x.reshape(len(x.array), -1),
    Dense: lambda layer, x, weights, bias: x @ weights + bias,
    Softmax: lambda layer, x: exp(log_softmax(x)),
}


def forward(layer, x, parameters):
    """What a layer of the package hands on. On the tape: x, and its parameters, {name: Taped}."""
    if type(layer) not in FORWARD:
        known = ", ".join(each.__name__ for each in FORWARD)
        raise TypeError(f"{type(layer).__name__} has no forward on the tape; there are {known}")
    return FORWARD[type(layer)](layer, x, **parameters)


def on_tape(network, images):
    """(logits, parameters) of a network of the package's layers, for images that are Taped.

    The parameters are Taped as well: {name: value}, under the names of `network.parameters()`.
    """
    parameters = {name: Taped(array) for name, array in network.parameters().items()}
    remaining, x = iter(parameters.values()), images
    for layer in network.layers:
        x = forward(layer, x, {name: next(remaining) for name in layer.params})
    return x, parameters
