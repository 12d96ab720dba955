"""Convolution: every window of the image, multiplied by every filter and summed up."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ..arguments import whole
from .layer import Layer, format_shape, he_normal


class Convolution(Layer):
    """out[n, y, x, o] = Σ_i Σ_j Σ_c  padded[n, y + i, x + j, c] · filters[i, j, c, o]

    Stride 1, zero padding, no bias (that is a layer of its own, Addition). Like every framework
    it slides the filter without turning it round: strictly, a cross-correlation.

    input    N × H × W × in_channels
    filters  kernel_size × kernel_size × in_channels × out_channels
    output   N × H' × W' × out_channels, with H' = H + 2·padding - kernel_size + 1
    """

    shareable = True

    def __init__(self, in_channels, out_channels, kernel_size=3, padding=1, *, rng=None):
        self.in_channels = whole("in_channels", in_channels)
        self.out_channels = whole("out_channels", out_channels)
        self.kernel_size = whole("kernel_size", kernel_size)
        self.padding = whole("padding", padding, least=0)
        if kernel_size % 2 == 0:
            raise ValueError(f"kernel_size: expected 1, 3, 5, … (odd), got {kernel_size}")
        if padding >= kernel_size:
            raise ValueError(f"padding: expected 0 to {kernel_size - 1}, got {padding}")
        shape = (kernel_size, kernel_size, in_channels, out_channels)
        self.params["filters"] = he_normal(shape, kernel_size * kernel_size * in_channels, rng)

    def config(self):
        names = ("in_channels", "out_channels", "kernel_size", "padding")
        return {name: getattr(self, name) for name in names}

    def output_shape(self, input_shape):
        if len(input_shape) != 3 or input_shape[-1] != self.in_channels:
            self.reject(input_shape, f"height × width × {self.in_channels}")
        height, width = (size + 2 * self.padding - self.kernel_size + 1 for size in input_shape[:2])
        if height < 1 or width < 1:
            self.reject(input_shape, f"an image of {self.kernel_size} × {self.kernel_size} or more")
        return height, width, self.out_channels

    def macs(self, input_shape):
        height, width, _ = self.output_shape(input_shape)
        return height * width * self.params["filters"].size

    def forward(self, x):
        x = self.check_input(x)
        self.windows = to_windows(x, self.kernel_size, self.padding)  # (N, H', W', k, k, in)
        return matrix_product(self.windows, self.params["filters"])  # (N, H', W', out)

    def backward(self, d_out):
        self.parameter_gradients(d_out)
        return self.input_gradient(d_out)

    def parameter_gradients(self, d_out):
        """dL/dfilters[i, j, c, o] = Σ_n Σ_y Σ_x  padded[n, y + i, x + j, c] · d_out[n, y, x, o]"""
        d_out = self.check_gradient(d_out)
        filters = self.params["filters"]
        rows = self.windows.reshape(-1, filters[..., 0].size)  # (N·H'·W', k·k·in)
        d_filters = rows.T @ d_out.reshape(-1, self.out_channels)
        self.grads["filters"] = d_filters.reshape(filters.shape)

    def input_gradient(self, d_out):
        """dL/dx: the correlation of d_out with the filters turned round, channels swapped.

        Pixel (y, x) meets filter entry (i, j) in the output at (y - i, x - j), up to the padding:
        walking back through the filter is walking forward through the turned one.
        """
        d_out = self.check_gradient(d_out)
        turned = self.params["filters"][::-1, ::-1].swapaxes(2, 3)  # (k, k, out, in)
        padding = self.kernel_size - 1 - self.padding
        return matrix_product(to_windows(d_out, self.kernel_size, padding), turned)


def to_windows(x, size, padding):
    """Every size × size window of a batch: N × H × W × C becomes N × H' × W' × size × size × C."""
    batch, height, width, channels = x.shape
    padded = np.zeros((batch, height + 2 * padding, width + 2 * padding, channels), x.dtype)
    padded[:, padding : padding + height, padding : padding + width] = x
    view = sliding_window_view(padded, (size, size), axis=(1, 2))  # (N, H', W', C, size, size)
    return np.ascontiguousarray(view.transpose(0, 1, 2, 4, 5, 3))


def matrix_product(windows, filters):
    """Each window times each filter, summed up, as one matrix product."""
    batch, height, width, *window_shape = windows.shape
    if tuple(window_shape) != filters.shape[:3]:
        raise ValueError(
            f"windows of {format_shape(window_shape)} do not fit "
            f"filters of {format_shape(filters.shape[:3])}"
        )
    out_channels = filters.shape[3]
    rows = windows.reshape(batch * height * width, -1)  # one row a window
    out = rows @ filters.reshape(-1, out_channels)  # one column a filter
    return out.reshape(batch, height, width, out_channels)
