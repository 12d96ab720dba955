"""What a list of layers holds, under the names that files, optimizers and error messages use."""

import numpy as np

from ..arguments import format_shape
from .copies import from_package, layers_in
from .layer import is_shareable

PASSES = ("forward", "backward", "parameter_gradients", "predict_proba", "predict", "as_floats")


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
    if found := instead_of_floats(parameter):
        raise ValueError(
            f"row {row}, {layer!r}: expected params[{name!r}] to be an array of floats, got {found}"
        )
    return parameter


def instead_of_floats(parameter):
    """What the parameter is, in words, if it is not an array of floats; else None."""
    if not isinstance(parameter, np.ndarray):
        return f"one {type(parameter).__name__}"
    return None if parameter.dtype.kind == "f" else f"an array of {parameter.dtype}"


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


def untold_parameters(layers):
    """A sentence if a row holds a layer whose parameters are in no row's `params`, where optimizers
    and files look for them; "" if there is none.
    """
    told = parameters_of(layers).values()
    for row, layer in enumerate(layers, start=1):
        for inner in layers_in(layer):
            for name, array in inner.params.items():
                if not any(np.may_share_memory(array, each) for each in told):
                    return (
                        f"row {row}, {layer!r} holds {inner!r}, whose {name} training leaves as it "
                        f"is; to train it, put it into the row's params, its gradient into grads"
                    )
    return ""


def states_of(network):
    """{name: array} of what the reader's own layers, and a network of the reader's own class, keep
    from one batch to the next beside their parameters, as their `state()` tells it; names as of
    parameters, the network in row 0.
    """
    return {
        f"{row:02d}_{type(keeper).__name__}_{name}": np.asarray(value)
        for row, keeper in enumerate([network, *network.layers])
        if hasattr(keeper, "state")
        for name, value in keeper.state().items()
    }


def restore_states(network, states):
    """Give the network and each layer back what its `state()` told."""
    for row, keeper in enumerate([network, *network.layers]):
        if hasattr(keeper, "state"):
            prefix = f"{row:02d}_{type(keeper).__name__}_"
            keeper.restore({name: states[prefix + name] for name in keeper.state()})


def check_states(network, states, source):
    """ValueError unless these are the names that every `state()` tells."""
    strange = sorted(states.keys() ^ states_of(network).keys())
    if strange:
        raise ValueError(f"{source}: state of other layers (see {', '.join(strange[:3])})")


def untold_states(network):
    """A sentence on the first of the reader's own layers that doesn't tell what it keeps, or on a
    network with passes of its own that doesn't; "" if there is none.

    A layer that is shareable keeps nothing but its parameters.
    """
    for row, keeper in enumerate([network, *network.layers]):
        told = hasattr(keeper, "state") and hasattr(keeper, "restore")
        if not (told or (is_shareable(keeper) if row else not own_passes(network))):
            who = (
                f"row {row}, {keeper!r}"
                if row
                else f"a network of the class {type(network).__name__}"
            )
            beside = "params (running averages, random numbers)" if row else "layers"
            return (
                f"{who}: what it keeps beside its {beside} is not known; give it state(), which "
                f"returns {{name: array}}, {{}} if there is nothing, and restore(state)"
            )
    return ""


def own_passes(network):
    """The names of the methods that a network computes with and that are not the package's."""
    return [name for name in PASSES if not from_package(network, name)]
