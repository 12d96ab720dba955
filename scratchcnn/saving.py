"""Saved networks: one `.npz` file with the parameters and the list of layers, without pickle."""

import json
from types import SimpleNamespace

import numpy as np

from . import layers as known_layers
from .arguments import sizes
from .files import replacing
from .layers.layer import MAX_ENTRIES, format_shape
from .summary import summarize

MAX_BYTES = 2**30  # of all arrays in one file


def save_network(network, path):
    """Write plan and parameters; ValueError, and the old file stays, if they cannot be loaded."""
    rows = [[name_of(layer), layer.config()] for layer in network.layers]
    plan = as_json({"input_shape": network.input_shape, "layers": rows})
    parameters = named_parameters(network)
    for name, array in parameters.items():
        check_parameter(array, array, f"{path}: {name}")
    if all(is_known(layer) for layer in network.layers):
        layers, _ = read_plan(plan, parameters, path)
        set_parameters(SimpleNamespace(layers=layers), parameters, path)  # as of a network
    write_npz(path, plan=plan, **parameters)


def name_of(layer):
    """The name of the layer's class; an own one is marked if its name is taken by the package."""
    name = type(layer).__name__
    return f"own {name}" if hasattr(known_layers, name) and not is_known(layer) else name


def is_known(layer):
    """Whether this is a layer of the package, which can be built again."""
    return type(layer) is getattr(known_layers, type(layer).__name__, None)


def load_network(path):
    """The layers, the input shape and the arrays of a saved network."""
    arrays = read_npz(path)
    return *read_plan(arrays.get("plan"), arrays, path), arrays


def read_plan(plan, arrays, path):
    """The layers and the input shape that `save_network` has written down."""
    try:
        plan = json.loads(str(plan))
        layers = build_layers(plan["layers"], sum(array.size for array in arrays.values()))
        input_shape = sizes("input_shape", plan["input_shape"])
        summarize(layers, input_shape)  # the shapes fit together
    except Exception as error:  # what was not written here fails in many ways
        raise ValueError(f"{path}: not a network saved by scratchcnn ({error})") from error
    return layers, input_shape


def build_layers(rows, entries):
    """The layers of a plan; ValueError as soon as they outgrow the file's `entries` absurdly."""
    layers = []
    for name, config in rows:
        layers.append(build_layer(name, config))
        if sum(layer.num_parameters for layer in layers) > max(entries, MAX_ENTRIES):
            raise ValueError(f"expected layers for {entries:,} parameters, got far larger ones")
    return layers


def build_layer(name, config):
    """One layer of this package from its name and arguments."""
    known = set(known_layers.__all__) - {"Layer", "SoftmaxCrossEntropy"}
    if not (isinstance(name, str) and name in known):
        raise ValueError(f"unknown layer {name}: build the network and use load_parameters")
    return getattr(known_layers, name)(**config)


def write_npz(path, **arrays):
    """Write the arrays to one `.npz` file; an old file stays whole until it is replaced."""
    with replacing(path) as file:
        np.savez(file, **arrays)


def as_json(content):
    """Any lists and dictionaries as an array that holds their JSON text."""
    return np.array(json.dumps(content, default=repr))


def read_npz(path):
    """All arrays of an `.npz` file, without pickle; ValueError if it is not one."""
    with open(path, "rb") as file:
        try:
            with np.load(file, allow_pickle=False) as archive:
                unpacked = sum(entry.file_size for entry in archive.zip.infolist())
                if unpacked > MAX_BYTES:
                    raise ValueError(f"expected at most {MAX_BYTES:,} bytes, got {unpacked:,}")
                arrays = {name: archive[name] for name in archive.files}
        except Exception as error:  # a damaged archive fails in a dozen ways
            raise ValueError(f"{path}: not a readable .npz file of arrays ({error})") from error
    for name, array in arrays.items():
        if not isinstance(array, np.ndarray):
            raise ValueError(f"{path}: not a readable .npz file of arrays ({name} is none)")
    return arrays


def named_parameters(network):
    """Every parameter under its row and name, for instance `02_Convolution_filters`."""
    for row, layer in enumerate(network.layers, start=1):
        for name, array in layer.params.items():
            if not isinstance(array, np.ndarray):
                raise ValueError(
                    f"row {row}, {layer!r}: expected params[{name!r}] to be an array, "
                    f"got {type(array).__name__}"
                )
    return {
        parameter_name(row, layer, name): array
        for row, layer in enumerate(network.layers, start=1)
        for name, array in layer.params.items()
    }


def parameter_name(row, layer, name):
    return f"{row:02d}_{type(layer).__name__}_{name}"


def set_parameters(network, arrays, source):
    """Copy `arrays` into the network; nothing changes unless every one of them fits."""
    own = named_parameters(network)
    found = arrays.keys() - {"plan"}
    if found != own.keys():
        strange = ", ".join(sorted(found ^ own.keys())[:3])
        raise ValueError(f"{source}: parameters of another architecture (see {strange})")
    for name, array in own.items():
        check_parameter(arrays[name], array, f"{source}: {name}")
        if not array.flags.writeable:
            raise ValueError(f"{source}: {name} cannot be set: its array is read-only")
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
