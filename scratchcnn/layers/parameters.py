"""What a list of layers holds, under the names that files, optimizers and error messages use."""

import numpy as np

from ..arguments import format_shape


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
