"""The promise every layer keeps: forward, backward, and the shapes in between."""

import copy
import math

import numpy as np

from ..arguments import float_type, format_shape, real_array

MAX_ENTRIES = 2**24  # of one array of parameters: 67 MB


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

    def __init__(self):
        pass  # Layer would take any argument: ReLU(5) is a mistake

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
        dtype = float_type(dtype)
        converted = {id(array): array.astype(dtype) for array in self.params.values()}
        layer = copy.deepcopy(self, converted)  # a parameter stays one array, whoever holds it
        for each in (layer, *inner_layers(layer).values()):
            each.dtype = dtype
            each.grads.clear()
        return layer

    def replica(self):
        """A layer with the same parameters, not copies of them, for another thread: its gradients,
        its dictionaries and the layers in it are its own.
        """
        layer = copy.copy(self)
        layer.grads = {}
        for name, value in vars(self).items():
            if isinstance(value, dict) and value is not self.params and value is not self.grads:
                setattr(layer, name, dict(value))
        for name, inner in inner_layers(self).items():
            setattr(layer, name, inner.replica())
            if inner.grads is self.grads:
                layer.grads = getattr(layer, name).grads
        return layer

    def __repr__(self):
        arguments = ", ".join(f"{name}={value}" for name, value in self.config().items())
        return f"{type(self).__name__}({arguments})"

    def check_input(self, x):
        """x as an array, if it fits this layer; writes down what shape `backward` must be given."""
        x = real_array(self, x)
        self.out_shape = (*x.shape[:1], *self.output_shape(x.shape[1:]))
        if x.ndim == 0:  # a single number
            self.reject((), "…")
        return x

    def check_gradient(self, d_out):
        """d_out as an array, if it has the shape of what the last `forward` returned."""
        if not hasattr(self, "out_shape"):
            raise ValueError(
                f"{self!r}: backward needs what forward keeps; call forward(x) first "
                f"(a forward of your own begins with x = self.check_input(x))"
            )
        d_out = real_array(self, d_out)
        if d_out.shape != self.out_shape:
            raise ValueError(
                f"{self!r}: backward expects dL/d(output) of shape "
                f"{format_shape(self.out_shape)}, but got {format_shape(d_out.shape)}"
            )
        return d_out

    def reject(self, input_shape, expected):
        """Raise the one error of a wrong input shape; shapes are given without the batch axis."""
        raise ValueError(
            f"{self!r} expects a batch of shape N × {expected}, "
            f"but got N × {format_shape(input_shape)}"
        )


def parameters_of(layers):
    """Every parameter under its row and name, for instance `02_Convolution_filters`."""
    return {
        f"{row:02d}_{type(layer).__name__}_{name}": check_parameter(row, layer, name)
        for row, layer in enumerate(layers, start=1)
        for name in layer.params
    }


def gradients_of(layers):
    """The gradient of every parameter, under the same names."""
    return {
        f"{row:02d}_{type(layer).__name__}_{name}": check_parameter_gradient(row, layer, name)
        for row, layer in enumerate(layers, start=1)
        for name in layer.params
    }


def check_parameter(row, layer, name):
    """The parameter, if it is an array of floats."""
    parameter = layer.params[name]
    if not isinstance(parameter, np.ndarray) or parameter.dtype.kind != "f":
        array = isinstance(parameter, np.ndarray)
        found = f"an array of {parameter.dtype}" if array else f"one {type(parameter).__name__}"
        raise ValueError(
            f"row {row}, {layer!r}: expected params[{name!r}] to be an array of floats, got {found}"
        )
    return parameter


def check_parameter_gradient(row, layer, name):
    """The gradient of a parameter, if there is one of the parameter's shape."""
    shape, gradient = layer.params[name].shape, layer.grads.get(name)
    if gradient is None or np.shape(gradient) != shape:
        found = "none" if gradient is None else format_shape(np.shape(gradient))
        raise ValueError(
            f"row {row}, {layer!r}: expected backward to store grads[{name!r}] of "
            f"{format_shape(shape)}, got {found}"
        )
    return gradient


def inner_layers(layer):
    """Layers that a layer holds as its attributes: name → layer."""
    return {name: value for name, value in vars(layer).items() if isinstance(value, Layer)}


def he_normal(shape, fan_in, rng):
    """Random float32 weights from N(0, 2 / fan_in): He et al. 2015, equation 10.

    With this spread the signal neither dies nor explodes on its way through ReLU layers.
    """
    rng = np.random.default_rng() if rng is None else rng
    if not hasattr(rng, "standard_normal"):
        raise ValueError(f"rng: expected np.random.default_rng(…) or None, got {rng!r}")
    return (rng.standard_normal(check_size(shape)) * np.sqrt(2 / fan_in)).astype(np.float32)


def zeros(shape):
    """float32 parameters that start at 0."""
    return np.zeros(check_size(shape), np.float32)


def check_size(shape):
    """The shape, if its array is not absurdly large: a saved network may ask for anything."""
    if math.prod(shape) > MAX_ENTRIES:
        raise ValueError(
            f"parameters: expected at most {MAX_ENTRIES:,} in one array, got {format_shape(shape)}"
        )
    return shape
