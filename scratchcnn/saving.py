"""Saved networks: one `.npz` file with the parameters and the list of layers, without pickle."""

import json
import warnings

import numpy as np

from . import layers as known_layers
from .arguments import check_fits, sizes
from .files import as_path, atomic_write
from .layers.copies import is_ours
from .layers.layer import MAX_ENTRIES
from .layers.parameters import (
    check_states,
    own_passes,
    parameters_of,
    restore_states,
    states_of,
    untold_states,
)
from .summary import summarize

MAX_BYTES = 2**30  # of all arrays in one file


def save_network(network, path):
    """Write plan and parameters; ValueError, and the old file stays, if they cannot be loaded."""
    rows = [[name_of(layer), layer.config()] for layer in network.layers]
    passes = (
        {"passes": [type(network).__name__, *own_passes(network)]} if own_passes(network) else {}
    )
    plan = as_json({"input_shape": network.input_shape, "layers": rows} | passes)
    parameters = network.parameters()
    for name, array in parameters.items():
        check_fits(array, array, f"{path}: {name}")
    if all(is_known(layer) for layer in network.layers):
        layers, _ = read_plan(plan, parameters, path)
        set_parameters(parameters_of(layers), parameters, path)
    if reason := untold_states(network):
        warnings.warn(f"{path}: only parameters are saved; {reason}", stacklevel=3)
    states = {f"state/{name}": array for name, array in states_of(network).items()}
    write_npz(path, plan=plan, **parameters, **states)


def name_of(layer):
    """The name of the layer's class, marked if the package has another class of that name."""
    name = type(layer).__name__
    return f"own {name}" if hasattr(known_layers, name) and not is_known(layer) else name


def is_known(layer):
    """Whether this is a layer of the package, which can be built again."""
    return type(layer) is getattr(known_layers, type(layer).__name__, None)


def load_network(cls, path):
    """The saved network, as one of this class."""
    arrays = read_npz(path)
    refuse_checkpoint(arrays, path)
    if "plan" not in arrays:
        found = ", ".join([*arrays][:3]) or "nothing"
        raise ValueError(
            f"{path}: not a network saved by scratchcnn (there is no plan, but {found})"
        )
    layers, input_shape = read_plan(arrays["plan"], arrays, path)
    refuse_other_passes(cls, arrays["plan"], path)
    try:
        network = cls(layers, input_shape)
    except TypeError as error:  # a class of the reader's, with other arguments
        raise ValueError(
            f"{path}: {cls.__name__}(layers, input_shape) can't be called ({error}); "
            f"build the network and use load_parameters"
        ) from error
    put_back(network, arrays, path)
    return network


def refuse_checkpoint(arrays, path):
    if "checkpoint" in arrays:
        raise ValueError(
            f"{path}: this is the checkpoint of a training run, not a saved network; "
            f"train(…, checkpoint=…) goes on with it, and network.save(path) saves the network"
        )


def refuse_other_passes(cls, plan, path):
    """ValueError if the file is from a network that computed in its own way, and of another class:
    its layers one after the other would be something else.
    """
    name, *passes = json.loads(str(plan)).get("passes", [cls.__name__])
    if name != cls.__name__ or any(is_ours(getattr(cls, each)) for each in passes):
        raise ValueError(
            f"{path}: saved from a network of the class {name} with its own {', '.join(passes)}, "
            f"which is not in the file; build that network and use load_parameters"
        )


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
    with atomic_write(path) as file:
        np.savez(file, **arrays)


def as_json(content):
    """Any lists and dictionaries as an array that holds their JSON text."""
    return np.array(json.dumps(content, default=repr))


def read_npz(path):
    """All arrays of an `.npz` file, without pickle; ValueError if it is not one."""
    with open(as_path(path), "rb") as file:
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


def load_parameters(network, path):
    """Set parameters, and the state of the reader's own layers, to what the file holds."""
    arrays = read_npz(path)
    refuse_checkpoint(arrays, path)
    put_back(network, arrays, path)


def put_back(network, arrays, path):
    """Set parameters and states to what was read."""
    states = {name: arrays.pop(name) for name in list(arrays) if name.startswith("state/")}
    states = {name.removeprefix("state/"): array for name, array in states.items()}
    check_states(network, states, path)
    set_parameters(network.parameters(), arrays, path)
    restore_states(network, states)


def set_parameters(parameters, arrays, source):
    """Copy `arrays` into a network's parameters; nothing changes unless every one of them fits."""
    found = arrays.keys() - {"plan"}
    if found != parameters.keys():
        strange = ", ".join(sorted(found ^ parameters.keys())[:3])
        raise ValueError(f"{source}: parameters of another architecture (see {strange})")
    for name, parameter in parameters.items():
        check_fits(arrays[name], parameter, f"{source}: {name}")
        if not parameter.flags.writeable:
            raise ValueError(f"{source}: {name} cannot be set: its array is read-only")
    for name, parameter in parameters.items():
        parameter[...] = arrays[name]
