"""Saved networks: one `.npz` file with the parameters and the list of layers, without pickle."""

import json
import os
from pathlib import Path

import numpy as np

from . import layers as known_layers
from .layers.layer import format_shape
from .summary import summarize


def save_network(network, path):
    """Write beside the target, then rename: the old file or the new one is there, never half."""
    path = Path(path)
    rows = [[type(layer).__name__, layer.config()] for layer in network.layers]
    plan = json.dumps({"input_shape": network.input_shape, "layers": rows})
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with open(unfinished, "wb") as file:
            np.savez(file, plan=np.array(plan), **named_parameters(network))
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def load_network(path):
    """The layers, the input shape and the arrays of a saved network."""
    arrays = read_npz(path)
    try:
        plan = json.loads(str(arrays["plan"]))
        layers = [build_layer(name, config) for name, config in plan["layers"]]
        input_shape = tuple(plan["input_shape"])
        summarize(layers, input_shape)  # the shapes fit together
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path}: not a network saved by scratchcnn ({error})") from error
    return layers, input_shape, arrays


def build_layer(name, config):
    """One layer of this package from its name and arguments."""
    kind = getattr(known_layers, name) if name in known_layers.__all__ else None
    if not (isinstance(kind, type) and issubclass(kind, known_layers.Layer)):
        raise ValueError(f"unknown layer {name}: build the network and use load_parameters")
    return kind(**config)


def read_npz(path):
    """All arrays of an `.npz` file, without pickle; ValueError if it is not one."""
    with open(path, "rb") as file:
        try:
            with np.load(file, allow_pickle=False) as archive:
                arrays = {name: archive[name] for name in archive.files}
        except Exception as error:  # a damaged archive fails in a dozen ways
            raise ValueError(f"{path}: not a readable .npz file of arrays ({error})") from error
    for name, array in arrays.items():
        if not isinstance(array, np.ndarray):
            raise ValueError(f"{path}: not a readable .npz file of arrays ({name} is none)")
    return arrays


def named_parameters(network):
    """Every parameter under its row and name, for instance `02_Convolution_filters`."""
    return {
        f"{row:02d}_{type(layer).__name__}_{name}": array
        for row, layer in enumerate(network.layers, start=1)
        for name, array in layer.params.items()
    }


def set_parameters(network, arrays, source):
    """Copy `arrays` into the network; nothing changes unless every one of them fits."""
    own = named_parameters(network)
    found = arrays.keys() - {"plan"}
    if found != own.keys():
        strange = ", ".join(sorted(found ^ own.keys())[:3])
        raise ValueError(f"{source}: parameters of another architecture (see {strange})")
    for name, array in own.items():
        check_parameter(arrays[name], array, f"{source}: {name}")
    for name, array in own.items():
        array[...] = arrays[name]


def check_parameter(new, array, name):
    """ValueError unless `new` can take the place of `array`."""
    if new.shape != array.shape or not np.issubdtype(new.dtype, np.floating):
        raise ValueError(
            f"{name} should be floats of {format_shape(array.shape)}, "
            f"but is {new.dtype} of {format_shape(new.shape)}"
        )
    with np.errstate(over="ignore"):
        finite = np.isfinite(new.astype(array.dtype)).all()
    if not finite:
        raise ValueError(f"{name} contains NaN or infinity (as {array.dtype})")
