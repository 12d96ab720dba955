"""Copies of layers, whatever they hold: lists of layers, helper objects, networks in a network."""

import collections
import copy
import types

import numpy as np

ATOMS = (type, types.ModuleType, types.FunctionType, str, bytes, np.ndarray)  # hold nothing more


def copy_as(layer, dtype):
    """A copy that computes in `dtype`: all floats that it holds, and all layers, are converted."""
    converted = {
        id(held): held.astype(dtype)
        for held in contents(layer)
        if isinstance(held, np.ndarray) and held.dtype.kind == "f"
    }
    other = deep_copy(layer, converted)  # an array stays one array, whoever holds it
    for each in layers_in(other):
        each.dtype = dtype
        each.grads.clear()
    return other


def copy_sharing_parameters(layer):
    """A copy with the same parameters, not copies of them; gradients and all else are its own."""
    if from_package(layer, "forward", "backward"):  # what forward keeps is never written over
        other = copy.copy(layer)
        other.grads = {}
        return other
    shared = {id(a): a for each in layers_in(layer) for a in each.params.values()}
    other = deep_copy(layer, shared)
    for each in layers_in(other):
        each.grads.clear()
    return other


def deep_copy(layer, known):
    """copy.deepcopy, with the copies that are `known` already; ValueError if it can't be made."""
    try:
        return copy.deepcopy(layer, known)
    except Exception as error:  # locks, files, generators in the middle of their work …
        raise ValueError(
            f"{layer!r}: it holds something that cannot be copied ({error})"
        ) from error


def layers_in(layer):
    """The layer, and all layers that it holds."""
    return [held for held in contents(layer) if hasattr(held, "forward") and hasattr(held, "grads")]


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
    slots = [name for cls in type(thing).__mro__ for name in slots_of(cls)]
    in_slots = [getattr(thing, name) for name in slots if hasattr(thing, name)]
    return [*getattr(thing, "__dict__", {}).values(), *in_slots]


def from_package(thing, *methods):
    """Whether these methods of an object are the package's, and not replaced by a reader's."""
    found = [getattr(type(thing), name) for name in methods]
    ours = all(getattr(each, "__module__", "").startswith("scratchcnn.") for each in found)
    return ours and not any(name in vars(thing) for name in methods)


def slots_of(cls):
    slots = vars(cls).get("__slots__", ())
    return (slots,) if isinstance(slots, str) else slots
