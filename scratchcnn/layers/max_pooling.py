"""Max pooling: of every window, the largest value goes on."""

import numpy as np

from .layer import Layer


class MaxPooling(Layer):
    """out[n, y, x, c] = max over i, j of  padded[n, stride·y + i, stride·x + j, c]

    Zeros are added on the bottom and on the right, size - stride of them (one row and one column
    for 3 × 3 windows in steps of 2), as in the original. With size > stride the windows overlap:
    a pixel that wins in several of them receives the sum of their gradients. Where several pixels
    of a window tie, the first one, row by row, takes the gradient.

    input   N × H × W × C
    output  N × (H // stride) × (W // stride) × C
    """

    def __init__(self, size=3, stride=2):
        super().__init__()
        if not 1 <= stride <= size:
            raise ValueError(f"stride: expected 1 to size ({size}), got {stride}")
        self.size, self.stride = size, stride

    def config(self):
        return {"size": self.size, "stride": self.stride}

    def output_shape(self, input_shape):
        if len(input_shape) != 3 or min(input_shape[:2]) < self.stride:
            self.reject(input_shape, f"height × width × channels, {self.stride} pixels or more")
        height, width, channels = input_shape
        return height // self.stride, width // self.stride, channels

    def forward(self, x):
        height, width, _ = self.output_shape(x.shape[1:])
        self.input_shape = x.shape
        extra = self.size - self.stride
        self.padded = np.pad(x, ((0, 0), (0, extra), (0, extra), (0, 0)))
        self.out = self.place(self.padded, 0, 0, height, width)
        for i, j in self.offsets():
            self.out = np.maximum(self.out, self.place(self.padded, i, j, height, width))
        return self.out.copy()

    def backward(self, d_out):
        height, width = d_out.shape[1:3]
        d_padded = np.zeros_like(self.padded)
        remaining = d_out.copy()  # what no pixel has taken yet
        for i, j in self.offsets():
            wins = self.place(self.padded, i, j, height, width) == self.out
            share = remaining * wins
            self.place(d_padded, i, j, height, width)[...] += share  # +=, for windows overlap
            remaining -= share
        _, rows, columns, _ = self.input_shape
        return d_padded[:, :rows, :columns].copy()

    def offsets(self):
        """The places in a window, row by row."""
        return [(i, j) for i in range(self.size) for j in range(self.size)]

    def place(self, padded, i, j, height, width):
        """What stands at place (i, j) of every window: N × height × width × C, a view."""
        rows = slice(i, i + self.stride * (height - 1) + 1, self.stride)
        columns = slice(j, j + self.stride * (width - 1) + 1, self.stride)
        return padded[:, rows, columns]
