"""Addition: a bias for every position, not only for every channel."""

import numpy as np

from .layer import Layer, format_shape


class Addition(Layer):
    """out[n, …] = x[n, …] + bias[…], with one bias for each place of the input ("untied").

    input, output  N × shape
    bias           shape, for instance 28 × 28 × 16; it starts at 0
    """

    def __init__(self, shape):
        self.shape = tuple(int(size) for size in np.atleast_1d(shape))
        if min(self.shape) < 1:
            raise ValueError(f"shape: expected positive sizes, got {shape}")
        self.params["bias"] = np.zeros(self.shape, np.float32)

    def config(self):
        return {"shape": self.shape}

    def output_shape(self, input_shape):
        if tuple(input_shape) != self.shape:
            self.reject(input_shape, format_shape(self.shape))
        return self.shape

    def forward(self, x):
        self.output_shape(x.shape[1:])
        return x + self.params["bias"]

    def backward(self, d_out):
        """dL/dbias = Σ_n d_out[n]: the bias was added to every image of the batch."""
        self.grads["bias"] = d_out.sum(axis=0)
        return d_out.copy()
