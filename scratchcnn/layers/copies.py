"""Copies of layers, whatever they hold: lists of layers, helper objects, networks in a network."""

import collections
import copy
import functools
import types

import numpy as np
from numpy.lib.stride_tricks import as_strided

ATOMS = (type, types.ModuleType, types.FunctionType, str, bytes, np.ndarray)  # hold nothing more


def copy_as(thing, dtype):
    """A copy of a layer or a network that computes in `dtype`: all floats that it holds, and all
    layers, are converted.
    """
    held = contents(thing)
    memories = {id(memory_of(array)): None for array in parameters_among(held)}
    converted = {
        id(each): convert(each, dtype, memories)
        for each in held
        if isinstance(each, np.ndarray) and each.dtype.kind == "f"
    }
    other = deep_copy(thing, converted)  # an array stays one array, whoever holds it
    for each in layers_in(other):
        each.dtype = dtype
        if from_package(each, "backward"):  # a reader's own may write into arrays that it keeps
            each.grads.clear()
    return other


def convert(array, dtype, memories):
    """A copy of the array in `dtype`. Arrays that share one of these memories share its copy: a
    matrix and a view of it, for instance its transpose, stay one matrix.
    """
    memory = memory_of(array)
    if id(memory) not in memories or memory.dtype != array.dtype or not memory.flags.forc:
        return array.astype(dtype)
    if memories[id(memory)] is None:
        memories[id(memory)] = memory.astype(dtype)
    copied = memories[id(memory)]
    if array is memory:
        return copied
    start = (address(array) - address(memory)) // array.itemsize
    strides = [stride // array.itemsize * copied.itemsize for stride in array.strides]
    return as_strided(copied.ravel(order="K")[start:], array.shape, strides)


def memory_of(array):
    """The array that owns the memory of this one: itself, unless it is a view."""
    return array.base if isinstance(array.base, np.ndarray) else array


def address(array):
    return array.__array_interface__["data"][0]


def copy_sharing_parameters(thing):
    """A copy of a layer or a network with the same parameters, not copies of them; gradients and
    all else are its own.
    """
    held = contents(thing)
    layers, parameters = layers_among(held), parameters_among(held)
    known = {
        id(each): each
        for each in held
        if isinstance(each, np.ndarray) and any(np.may_share_memory(each, p) for p in parameters)
    }
    for layer in layers:
        known[id(layer.params)] = layer.params
        if keeps_nothing(layer):
            known[id(layer)] = other = copy.copy(layer)
            other.grads = known.setdefault(id(layer.grads), {})  # two may have one dictionary
    return deep_copy(thing, known)


def keeps_nothing(layer):
    """Whether a layer of the package writes over nothing that it keeps, and holds nothing else that
    changes from call to call: its class says `shareable`.
    """
    return from_package(layer, "forward", "backward") and "shareable" in vars(type(layer))


def deep_copy(thing, known):
    """copy.deepcopy, with the copies that are `known` already; ValueError if it can't be made."""
    try:
        return copy.deepcopy(thing, known)
    except Exception as error:  # locks, files, generators in the middle of their work …
        raise ValueError(
            f"{holder_of_it(thing)!r}: it holds something that cannot be copied ({error})"
        ) from error


def holder_of_it(thing):
    """Of a network whose copy fails, the first layer whose copy fails."""
    for layer in getattr(thing, "layers", []):
        try:
            copy.deepcopy(layer)
        except Exception:
            return layer
    return thing


def layers_in(thing):
    """All layers that a layer or a network holds, itself among them."""
    return layers_among(contents(thing))


def layers_among(things):
    return [each for each in things if hasattr(each, "forward") and hasattr(each, "grads")]


def parameters_among(things):
    parameters = [each for layer in layers_among(things) for each in layer.params.values()]
    return [each for each in parameters if isinstance(each, np.ndarray)]


def contents(thing):
    """The thing and all that it holds, in attributes and in containers, each once."""
    found, waiting = {}, [thing]
    while waiting:
        held = waiting.pop()
        if id(held) not in found:
            found[id(held)] = held
            waiting += held_by(held)
    return list(found.values())


def held_by(thing):
    """What a thing holds directly: the entries of a container, the attributes of an object."""
    if isinstance(thing, ATOMS):
        return []
    if isinstance(thing, dict):
        return list(thing.values())
    if isinstance(thing, list | tuple | set | collections.deque):
        return list(thing)
    in_slots = [getattr(thing, name) for name in slots_of(type(thing)) if hasattr(thing, name)]
    return [*getattr(thing, "__dict__", {}).values(), *in_slots]


def from_package(thing, *methods):
    """Whether these methods of an object are the package's, and not replaced by a reader's."""
    found = [getattr(type(thing), name, None) for name in methods]
    return all(map(is_ours, found)) and not any(name in vars(thing) for name in methods)


def is_ours(function):
    """Whether a function was written in the package. A wrapper around one of the package's, as
    functools.wraps makes it, bears its name and its `__module__`, but sees other globals.
    """
    return getattr(function, "__globals__", {}).get("__name__", "").startswith("scratchcnn.")


@functools.cache
def slots_of(cls):
    """The names of all slots of a class, those of its bases among them."""
    found = [vars(each).get("__slots__", ()) for each in cls.__mro__]
    return [name for names in found for name in ([names] if isinstance(names, str) else names)]
