"""Addition: a bias for every position, not only for every channel."""

from ..arguments import sizes
from .layer import Layer, format_shape, zeros


class Addition(Layer):
    """out[n, …] = x[n, …] + bias[…], with one bias for each place of the input ("untied").

    input, output  N × shape
    bias           shape, for instance 28 × 28 × 16; it starts at 0
    """

    shareable = True

    def __init__(self, shape):
        self.shape = sizes("shape", shape)
        self.params["bias"] = zeros(self.shape)

    def config(self):
        return {"shape": self.shape}

    def output_shape(self, input_shape):
        if tuple(input_shape) != self.shape:
            self.reject(input_shape, format_shape(self.shape))
        return self.shape

    def forward(self, x):
        x = self.check_input(x)
        return x + self.params["bias"]

    def backward(self, d_out):
        """dL/dbias = Σ_n d_out[n]: the bias was added to every image of the batch."""
        d_out = self.check_gradient(d_out)
        self.grads["bias"] = d_out.sum(axis=0)
        return d_out.copy()
