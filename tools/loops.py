"""One training step of the network as such scripts write it: loops over every window.

This is the yardstick for "from hours to seconds": nobody should run it for 60,000 images. It
computes what the layers compute, one image at a time, and the tests hold it to that.
"""

import numpy as np


def convolution_forward(image, filters):
    """H × W × C and 3 × 3 × C × O to H × W × O."""
    height, width, _ = image.shape
    padded = np.pad(image, ((1, 1), (1, 1), (0, 0)))
    out = np.zeros((height, width, filters.shape[3]), image.dtype)
    for y in range(height):
        for x in range(width):
            for o in range(filters.shape[3]):
                out[y, x, o] = np.sum(padded[y : y + 3, x : x + 3] * filters[..., o])
    return out


def convolution_backward(image, filters, d_out):
    """(dL/dimage, dL/dfilters)"""
    height, width, _ = image.shape
    padded = np.pad(image, ((1, 1), (1, 1), (0, 0)))
    d_padded, d_filters = np.zeros_like(padded), np.zeros_like(filters)
    for y in range(height):
        for x in range(width):
            for o in range(filters.shape[3]):
                d_filters[..., o] += padded[y : y + 3, x : x + 3] * d_out[y, x, o]
                d_padded[y : y + 3, x : x + 3] += filters[..., o] * d_out[y, x, o]
    return d_padded[1:-1, 1:-1], d_filters


def pooling_forward(image):
    """H × W × C to H/2 × W/2 × C, windows of 3 × 3 in steps of 2."""
    height, width, channels = image.shape
    padded = np.pad(image, ((0, 1), (0, 1), (0, 0)))
    out = np.zeros((height // 2, width // 2, channels), image.dtype)
    for y in range(height // 2):
        for x in range(width // 2):
            for c in range(channels):
                out[y, x, c] = padded[2 * y : 2 * y + 3, 2 * x : 2 * x + 3, c].max()
    return out


def pooling_backward(image, d_out):
    """dL/dimage: the first maximum of every window receives its gradient."""
    padded = np.pad(image, ((0, 1), (0, 1), (0, 0)))
    d_padded = np.zeros_like(padded)
    for y in range(d_out.shape[0]):
        for x in range(d_out.shape[1]):
            for c in range(d_out.shape[2]):
                window = padded[2 * y : 2 * y + 3, 2 * x : 2 * x + 3, c]
                i, j = np.unravel_index(window.argmax(), window.shape)
                d_padded[2 * y + i, 2 * x + j, c] += d_out[y, x, c]
    return d_padded[:-1, :-1]


def step(params, image, label):
    """Gradients of one image, in the order of `params`: filters and bias, weights and bias."""
    (f1, b1, f2, b2, f3, b3, w4, b4, w5, b5) = params
    x0 = image / f1.dtype.type(255)
    x1 = np.maximum(convolution_forward(x0, f1) + b1, 0)
    p1 = pooling_forward(x1)
    x2 = np.maximum(convolution_forward(p1, f2) + b2, 0)
    p2 = pooling_forward(x2)
    x3 = np.maximum(convolution_forward(p2, f3) + b3, 0)
    x4 = np.maximum(x3.reshape(-1) @ w4 + b4, 0)
    logits = x4 @ w5 + b5
    d5 = np.exp(logits - logits.max())
    d5 /= d5.sum()
    d5[label] -= 1
    d4 = (w5 @ d5) * (x4 > 0)
    d3 = (w4 @ d4).reshape(x3.shape) * (x3 > 0)
    d_p2, d_f3 = convolution_backward(p2, f3, d3)
    d2 = pooling_backward(x2, d_p2) * (x2 > 0)
    d_p1, d_f2 = convolution_backward(p1, f2, d2)
    d1 = pooling_backward(x1, d_p1) * (x1 > 0)
    _, d_f1 = convolution_backward(x0, f1, d1)
    return [d_f1, d1, d_f2, d2, d_f3, d3, np.outer(x3, d4), d4, np.outer(x4, d5), d5]
