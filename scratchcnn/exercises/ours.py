"""Whether an answer uses something of the package, where all should be the reader's own."""

import contextlib
import dis
import functools
import importlib
import inspect
import types

from ..layers import Layer

PACKAGE = __name__.split(".")[0]
LOOK_UPS = {"LOAD_GLOBAL", "LOAD_NAME", "LOAD_DEREF", "LOAD_CLASSDEREF"}
ATTRIBUTES = {"LOAD_ATTR", "LOAD_METHOD"}


def name_of_ours(answer):
    """The name under which an answer uses something of the package other than Layer; "" if it
    doesn't.

    It may stand anywhere: as a base class, an attribute or a default argument, in a list, in an
    import within a method, or in another function or class of the reader's that the answer uses.
    """
    waiting, seen = [(getattr(answer, "__name__", "it"), answer)], {}
    while waiting:
        name, value = waiting.pop(0)
        if is_ours(value):
            return name
        if id(value) not in seen:
            seen[id(value)] = value
            waiting += used_by(value, name, home=getattr(answer, "__module__", None))
    return ""


def is_ours(value):
    if isinstance(value, types.ModuleType):
        return in_package(value.__name__)
    module = getattr(value, "__module__", None) or type(value).__module__
    return value is not Layer and in_package(str(module))


def in_package(module):
    return module.split(".")[0] == PACKAGE


def used_by(value, name, home):
    """(name, value) of all that a value holds or looks up, if it was written in the module `home`,
    where the answer was: what NumPy uses is not looked at.
    """
    if isinstance(value, list | tuple | set | frozenset):
        return [(name, each) for each in value]
    if isinstance(value, dict):
        return [(name, each) for each in value.values()]
    if home is None or getattr(value, "__module__", None) != home:
        return []
    if isinstance(value, type):
        bases = [(base.__name__, base) for base in value.__bases__]
        return bases + [(key, unwrapped(each)) for key, each in vars(value).items()]
    if function := function_behind(value):
        return used_by_function(function)
    return [(name, type(value)), *getattr(value, "__dict__", {}).items()]


def unwrapped(value):
    """The function behind a property, a static method, a class method or a decorated one."""
    value = getattr(value, "fget", None) or getattr(value, "__func__", value)
    return inspect.unwrap(value) if callable(value) else value


def function_behind(value):
    while isinstance(value, functools.partial):
        value = value.func
    value = unwrapped(value)
    return value if isinstance(value, types.FunctionType) else None


def used_by_function(function):
    """(name, value) of a function's defaults, and of all that its code looks up or imports."""
    known = function.__globals__ | dict(enclosed(function))
    defaults = inspect.signature(function).parameters.values()
    used = [(each.name, each.default) for each in defaults if each.default is not each.empty]
    return used + list(looked_up(function.__code__, known))


def enclosed(function):
    """(name, value) of what a function takes from the function around it."""
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        with contextlib.suppress(ValueError):  # nothing is in it yet
            yield name, cell.cell_contents


def looked_up(code, known):
    """(name, value) of what a piece of code looks up: of a module, what is taken from it."""
    steps = list(dis.get_instructions(code))
    for position, step in enumerate(steps):
        if step.opname in LOOK_UPS and step.argval in known:
            name, value = step.argval, known[step.argval]
            for following in steps[position + 1 :]:
                if not isinstance(value, types.ModuleType) or following.opname not in ATTRIBUTES:
                    break
                name = f"{name}.{following.argval}"
                value = getattr(value, following.argval, None)
            yield name, value
        elif step.opname == "IMPORT_NAME" and in_package(step.argval):
            yield from imported(step.argval, steps[position + 1 :])
    for inner in code.co_consts:
        if isinstance(inner, types.CodeType):
            yield from looked_up(inner, known)


def imported(module, following):
    """(name, value) of what an import of the package within a function brings in: the module, if it
    is anything but Layer.
    """
    value, names = importlib.import_module(module), []
    for step in following:
        if step.opname == "IMPORT_FROM":
            names.append(step.argval)
        elif not step.opname.startswith("STORE"):
            break
    return [
        (name, Layer if getattr(value, name, None) is Layer else value)
        for name in names or [module]
    ]


def functions_of(answer):
    """The Python functions of an answer: itself, or the methods of the class and of the reader's
    classes that it derives from.
    """
    if not isinstance(answer, type):
        found = [answer]
    else:
        own = [each for each in answer.__mro__ if each.__module__ == answer.__module__]
        found = [value for each in own for value in vars(each).values()]
    return [function for function in map(function_behind, found) if function is not None]
