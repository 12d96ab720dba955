"""Division: the first row of the network brings the pixels to [0, 1]."""

import numpy as np

from ..arguments import positive
from .layer import Layer


class Division(Layer):
    """out = x / divisor, for images of any shape; whole numbers become floats here."""

    shareable = True

    def __init__(self, divisor):
        self.divisor = positive("divisor", divisor)

    def config(self):
        return {"divisor": self.divisor}

    def forward(self, x):
        return np.divide(self.check_input(x), self.divisor, dtype=self.dtype)

    def backward(self, d_out):
        return self.check_gradient(d_out) / self.dtype.type(self.divisor)
