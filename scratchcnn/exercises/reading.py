"""What stands in the source of an answer, where it can be read."""

import ast
import inspect
import textwrap

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


def calls_in(function):
    """The names of the functions that are called: "print", "at", …"""
    tree = read(function) if function else None
    nodes = ast.walk(tree) if tree else ()
    return {name_of_call(node) for node in nodes if isinstance(node, ast.Call)}


def name_of_call(node):
    """The last name of what is called: "zeros" of np.zeros(…), "at" of np.add.at(…)."""
    called = node.func
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
