"""ReLU: what is positive passes, the rest becomes zero."""

import numpy as np

from .layer import Layer


class ReLU(Layer):
    """out = max(x, 0), for any shape. At the kink, x = 0, the gradient is taken as 0."""

    shareable = True

    def forward(self, x):
        x = self.check_input(x)
        self.active = x > 0
        return np.maximum(x, 0)

    def backward(self, d_out):
        return self.check_gradient(d_out) * self.active
