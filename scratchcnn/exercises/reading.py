"""What stands in the source of an answer, where it can be read, and what it reads from outside."""

import ast
import inspect
import textwrap

import numpy as np

from .ours import looked_up

MAKERS = {
    *("range", "arange", "eye", "zeros", "ones", "empty", "full", "reshape"),
    "sliding_window_view",
}


def read(function):
    """The syntax tree of a function; None where its source is not to be had, as of a lambda."""
    try:
        return ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError):
        return None


def fixed_sizes(function):
    """The whole numbers from 2 on that stand in place of a size: range(3), zeros((3, 3)), i + 3."""
    tree = read(function) if function else None
    found = set()
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.Call) and name_of_call(node) in MAKERS:
            found |= set(numbers_in(node.args))
        elif isinstance(node, ast.Slice):
            ends = [end for end in (node.lower, node.upper) if isinstance(end, ast.BinOp)]
            found |= set(numbers_in(ends))
    return found


def numbers_in(nodes):
    """The whole numbers from 2 on in these nodes, but for those in brackets, such as shape[3]."""
    for node in nodes:
        if isinstance(node, ast.Constant) and type(node.value) is int and node.value > 1:
            yield node.value
        elif not isinstance(node, ast.Subscript):
            yield from numbers_in(ast.iter_child_nodes(node))


def axes_in(function):
    """The whole numbers that are handed over as `axis`."""
    tree = read(function) if function else None
    given = [
        node.value for node in (ast.walk(tree) if tree else ()) if is_keyword(node, "axis", "axes")
    ]
    return {each.value for node in given for each in ast.walk(node) if is_whole(each)}


def is_keyword(node, *names):
    return isinstance(node, ast.keyword) and node.arg in names


def is_whole(node):
    return isinstance(node, ast.Constant) and type(node.value) is int


def find_padding_of_all_axes(functions):
    """The first call such as np.pad(x, 1), as code, which pads all axes alike; "" if none does."""
    for tree in filter(None, map(read, functions)):
        for node in ast.walk(tree):
            is_call = isinstance(node, ast.Call) and name_of_call(node) == "pad"
            if is_call and len(node.args) > 1 and is_for_all_axes(node.args[1], tree):
                return ast.unparse(node)
    return ""


def is_for_all_axes(width, tree):
    """Whether a width is one number or one pair, as far as that can be read."""
    if isinstance(width, ast.Name):
        width = assigned_to(width.id, tree) or width
    if isinstance(width, ast.Tuple | ast.List):
        return not any(isinstance(each, ast.Tuple | ast.List) for each in width.elts)
    return isinstance(width, ast.Name | ast.Constant | ast.Attribute | ast.BinOp)


def assigned_to(name, tree):
    """The node that is assigned to a name, on its own; None if there is none."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and [ast.unparse(each) for each in node.targets] == [name]:
            return node.value
    return None


def arrays_from_outside(function):
    """The arrays, by name, that a function finds among the variables of its module."""
    found = looked_up(function.__code__, function.__globals__)
    return {name: value for name, value in found if isinstance(value, np.ndarray)}


def calls_in(function):
    """The names of the functions that are called: "print", "at", …"""
    tree = read(function) if function else None
    nodes = ast.walk(tree) if tree else ()
    return {name_of_call(node) for node in nodes if isinstance(node, ast.Call)}


def name_of_call(node):
    """The last name of what is called: "zeros" of np.zeros(…), "at" of np.add.at(…)."""
    called = node.func
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
