"""Division: the first row of the network brings the pixels to [0, 1]."""

import numpy as np

from .layer import Layer


class Division(Layer):
    """out = x / divisor, for images of any shape; whole numbers become floats here."""

    def __init__(self, divisor):
        if not divisor > 0:
            raise ValueError(f"divisor: expected a positive number, got {divisor!r}")
        self.divisor = float(divisor)

    def config(self):
        return {"divisor": self.divisor}

    def forward(self, x):
        return np.divide(x, self.divisor, dtype=self.dtype)

    def backward(self, d_out):
        return d_out / self.dtype.type(self.divisor)
