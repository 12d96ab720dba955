"""Vectorization: the feature maps of an image become one vector."""

import math

from .layer import Layer


class Vectorization(Layer):
    """N × H × W × C becomes N × (H·W·C), in the order of memory: channels change fastest."""

    shareable = True

    def output_shape(self, input_shape):
        return (math.prod(input_shape),)

    def forward(self, x):
        x = self.check_input(x)
        self.input_shape = x.shape
        return x.reshape(len(x), -1).copy()

    def backward(self, d_out):
        return self.check_gradient(d_out).reshape(self.input_shape).copy()
