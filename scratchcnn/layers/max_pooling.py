"""Max pooling: of every window, the largest value goes on."""

import numpy as np

from ..arguments import whole
from .layer import Layer


class MaxPooling(Layer):
    """out[n, y, x, c] = max over i, j of  padded[n, stride·y + i, stride·x + j, c]

    Zeros are added at the bottom and on the right, size - stride of them (one row and one column
    for 3 × 3 windows in steps of 2), as in the original. With size > stride the windows overlap:
    a pixel that wins in several of them receives the sum of their gradients. Where several pixels
    of a window tie, the first one, row by row, takes the gradient.

    The maximum of a window is the maximum over its rows of each row's maximum: one axis at a time
    is less work, forward and backward.

    input   N × H × W × C
    output  N × (H // stride) × (W // stride) × C
    """

    shareable = True

    def __init__(self, size=3, stride=2):
        self.size, self.stride = whole("size", size), whole("stride", stride)
        if stride > size:
            raise ValueError(f"stride: expected 1 to size ({size}), got {stride}")

    def config(self):
        return {"size": self.size, "stride": self.stride}

    def output_shape(self, input_shape):
        if len(input_shape) != 3 or min(input_shape[:2]) < self.stride:
            self.reject(input_shape, f"height × width × channels, {self.stride} pixels or more")
        height, width, channels = input_shape
        return height // self.stride, width // self.stride, channels

    def forward(self, x):
        x = self.check_input(x)
        extra = self.size - self.stride
        self.padded = np.pad(x, ((0, 0), (0, extra), (0, extra), (0, 0)))
        self.row_max = self.maximum(self.padded, axis=2)  # (N, H + extra, W', C)
        self.out = self.maximum(self.row_max, axis=1)  # (N, H', W', C)
        return self.out.copy()

    def backward(self, d_out):
        """Down the columns first, then along the rows: so the first row with the maximum wins."""
        d_out = self.check_gradient(d_out)
        d_row_max = self.to_first_winner(d_out, self.row_max, self.out, axis=1)
        d_padded = self.to_first_winner(d_row_max, self.padded, self.row_max, axis=2)
        extra = self.size - self.stride
        height, width = (size - extra for size in d_padded.shape[1:3])
        return d_padded[:, :height, :width].copy()

    def maximum(self, x, axis):
        """The maximum of every window along one axis."""
        first, *others = self.places(x, axis)
        out = first.copy()
        for values in others:
            np.maximum(out, values, out=out)
        return out

    def to_first_winner(self, d_out, x, maximum, axis):
        """dL/dx along one axis: the first of a window that is the maximum gets its gradient."""
        d_x = np.zeros(x.shape, d_out.dtype)
        remaining = d_out.copy()  # windows whose winner is found already have 0 here
        for values, d_values in zip(self.places(x, axis), self.places(d_x, axis), strict=True):
            received = remaining * (values == maximum)
            d_values += received  # +=, for windows overlap
            remaining -= received
        return d_x

    def places(self, x, axis):
        """Views of x: what stands first in every window along the axis, what stands second, …"""
        count = (x.shape[axis] - self.size) // self.stride + 1
        steps = [slice(i, i + self.stride * (count - 1) + 1, self.stride) for i in range(self.size)]
        return [x[:, step] if axis == 1 else x[:, :, step] for step in steps]
