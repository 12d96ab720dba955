"""The promise every layer keeps: forward, backward, and the shapes in between."""

import copy

import numpy as np


class Layer:
    """One row of a network: a function of its input, and of its parameters if it has any.

    `forward(x)` computes the output and keeps what the backward pass needs. `backward(d_out)`
    takes dL/d(output), stores dL/d(parameter) in `grads` under the names of `params`, and returns
    dL/d(input). Neither changes its argument, and no result is overwritten by a later call.

    To write your own layer, derive from this class and define these two methods; add
    `output_shape` if the layer changes the shape.
    """

    dtype = np.dtype(np.float32)

    def __new__(cls, *args, **kwargs):
        layer = super().__new__(cls)  # here, so that your own __init__ need not call this one's
        layer.params, layer.grads = {}, {}
        return layer

    def forward(self, x):
        raise NotImplementedError(f"{type(self).__name__} has no forward(x) yet")

    def backward(self, d_out):
        raise NotImplementedError(f"{type(self).__name__} has no backward(d_out) yet")

    def parameter_gradients(self, d_out):
        """Store dL/d(parameter) only: all that the first layer of a network needs in training."""
        self.backward(d_out)

    def output_shape(self, input_shape):
        """The shape of one output, without the batch axis; ValueError if the input cannot fit."""
        return tuple(input_shape)

    def macs(self, input_shape):
        """Multiply-accumulate operations for one input."""
        return 0

    def config(self):
        """The arguments that build this layer again: what `repr` and a saved network show."""
        return {}

    @property
    def num_parameters(self):
        return sum(array.size for array in self.params.values())

    def astype(self, dtype):
        """A copy of this layer that computes in `dtype` (np.float32 or np.float64)."""
        layer = copy.copy(self)
        layer.dtype = np.dtype(dtype)
        layer.params = {name: array.astype(dtype) for name, array in self.params.items()}
        layer.grads = {}
        return layer

    def replica(self):
        """A layer with the same parameters, not copies of them, and its own gradients."""
        layer = copy.copy(self)
        layer.grads = {}
        return layer

    def __repr__(self):
        arguments = ", ".join(f"{name}={value}" for name, value in self.config().items())
        return f"{type(self).__name__}({arguments})"

    def reject(self, input_shape, expected):
        """Raise the one error of a wrong input shape; shapes are given without the batch axis."""
        raise ValueError(
            f"{self!r} expects a batch of shape N × {expected}, "
            f"but got N × {format_shape(input_shape)}"
        )


def format_shape(shape):
    """(28, 28, 16) as it is printed in tables: 28 × 28 × 16."""
    return " × ".join(str(size) for size in shape) or "(nothing)"


def he_normal(shape, fan_in, rng):
    """Random float32 weights from N(0, 2 / fan_in): He et al. 2015, equation 10.

    With this spread the signal neither dies nor explodes on its way through ReLU layers.
    """
    rng = np.random.default_rng() if rng is None else rng
    return (rng.standard_normal(shape) * np.sqrt(2 / fan_in)).astype(np.float32)
