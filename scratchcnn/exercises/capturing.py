"""The source of a class or a function, with all that it uses from its notebook."""

import ast
import inspect
import linecache
import math
import symtable
import sys
import textwrap
import types

import numpy as np

from ..layers import Layer

PACKAGE = __name__.split(".")[0]


class NotCaptured(Exception):
    """Why an answer can't be written down, in words."""


def capture(answer, given=()):
    """The source of a class or a function as a text that runs by itself: imports, constants, the
    functions and classes that it uses, and last the answer. NotCaptured if that can't be had.

    Names are looked up where the answer looks them up, in the notebook as it is now. `given` are
    lines that the text may leave out.
    """
    pieces = Pieces(answer)
    pieces.add_definition(answer.__name__, answer)
    pieces.imports -= set(given)
    return pieces.text()


class Pieces:
    """What an answer needs, collected: each piece after those that it uses."""

    def __init__(self, answer):
        self.answer, self.namespace = answer, globals_of(answer)
        self.seen, self.imports, self.constants, self.definitions = set(), set(), [], []

    def text(self):
        head = ["\n".join(sorted(self.imports)), "\n".join(self.constants)]
        return "\n\n\n".join(filter(None, ["\n\n".join(filter(None, head)), *self.definitions]))

    def add(self, name, attributes):
        """Add what a name means in the notebook; `attributes` are those that are taken of it."""
        if name in self.seen or name not in self.namespace or name.startswith("__"):
            return
        self.seen.add(name)
        value = self.namespace[name]
        if isinstance(value, types.ModuleType):
            self.add_module(name, value, attributes)
        elif value is Layer:
            self.imports.add(import_line(PACKAGE, "Layer", name))
        elif in_package(origin(value)):
            raise ours(name, origin(value))
        elif origin(value) == self.namespace["__name__"] and hasattr(value, "__name__"):
            self.add_definition(name, value)
        elif found := importable(value):
            self.imports.add(import_line(*found, name))
        else:
            self.add_constant(name, value)

    def add_module(self, name, module, attributes):
        others = attributes - {"Layer"} if module.__name__ == PACKAGE else attributes
        if in_package(module.__name__) and others:
            raise ours(f"{name}.{min(others)}".strip("."), module.__name__)
        alias = "" if module.__name__ == name else f" as {name}"
        self.imports.add(f"import {module.__name__}{alias}")

    def add_constant(self, name, value):
        text = literal(value)
        if text is None:
            raise NotCaptured(
                f"it uses {name} of the notebook, of type {type(value).__name__}, which can't be "
                f"written down: make it inside {self.answer.__name__}, or hand it over"
            )
        if text.startswith("np."):
            self.imports.add("import numpy as np")
        self.constants.append(f"{name} = {text}")

    def add_definition(self, name, value):
        """Add a function or a class of the notebook, after what it uses."""
        value = inspect.unwrap(value)
        text, tree = definition(name, value)
        self.seen.add(name)
        for used in names_used(text):
            self.add(used, attributes_of(tree, used))
        refuse_imports(tree)
        own_name = value.__name__
        if own_name not in (name, "<lambda>"):  # it has two names
            if inspect.unwrap(self.namespace.get(own_name)) is not value:
                raise NotCaptured(
                    f"it uses {name}, which is an earlier {own_name}: rename that one"
                )
            self.add(own_name, set())
            text = f"{name} = {own_name}"
        self.definitions.append(text)


def ours(name, module):
    return NotCaptured(
        f"it uses {name}, which is ours (from {module}): a class of yours may use NumPy, "
        f"scratchcnn.Layer and what you wrote"
    )


def without_source(name):
    return NotCaptured(
        f"the source of {name} can't be found, as of all that is typed at Python's prompt or made "
        f"by exec: write it in a notebook's cell or in a file"
    )


def globals_of(answer):
    """The names of the notebook or the module in which a class or a function was written."""
    functions = functions_of(answer)
    if not functions:
        raise without_source(answer.__name__)
    return functions[0].__globals__


def functions_of(value):
    """The function itself, or those that stand in the body of the class."""
    if not isinstance(value, type):
        return [value] if hasattr(value, "__code__") else []
    held = [getattr(each, "__func__", getattr(each, "fget", each)) for each in vars(value).values()]
    held = [inspect.unwrap(each) for each in held if callable(each)]
    inside = f"{value.__qualname__}."
    return [
        each
        for each in held
        if hasattr(each, "__code__") and each.__code__.co_qualname.startswith(inside)
    ]


def definition(name, value):
    """(source, its tree) of a class or a function, decorators included; of a lambda, with its name.

    inspect.getsource finds no class of a notebook before Python 3.13. But a method's code knows its
    file and its line, and linecache has the file: it holds the text of notebooks' cells, too.
    """
    if "<locals>" in value.__qualname__:
        raise NotCaptured(f"{name} was made inside a function: write it at the top of a cell")
    for function in functions_of(value):
        code = function.__code__
        linecache.checkcache(code.co_filename)
        lines = linecache.getlines(code.co_filename)
        found = [
            node
            for node in nodes_of(lines)
            if (getattr(node, "name", None) == value.__name__ or is_lambda(node, name))
            and first_line(node) <= code.co_firstlineno <= node.end_lineno
        ]
        if found:
            text = "".join(lines[first_line(found[0]) - 1 : found[0].end_lineno])
            return textwrap.dedent(text).rstrip("\n"), found[0]
    raise without_source(name)


def nodes_of(lines):
    try:
        return list(ast.walk(ast.parse("".join(lines))))
    except SyntaxError:  # not Python, or another file by now
        return []


def first_line(statement):
    decorators = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(each.lineno for each in decorators)])


def is_lambda(node, name):
    """Whether this is `name = lambda …`."""
    if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda)):
        return False
    return [getattr(target, "id", None) for target in node.targets] == [name]


def names_used(text):
    """The names that a definition takes from outside of it, in the order of their first use."""
    outermost = symtable.symtable(text, "definition", "exec")
    waiting, found = [outermost], {}
    while waiting:
        table = waiting.pop(0)
        waiting += table.get_children()
        for symbol in table.get_symbols():
            outside = table is outermost or symbol.is_global()
            if outside and symbol.is_referenced():
                found[symbol.get_name()] = True
    return list(found)


def attributes_of(tree, name):
    """What is taken of a name, as `Layer` of `scratchcnn` in scratchcnn.Layer; "" for itself."""
    whole = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == name]
    taken = [
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", None) == name
    ]
    return {*taken, *[""] * (len(whole) > len(taken))}


def refuse_imports(tree):
    """NotCaptured if a definition imports anything but Layer from the package in its body."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for each in found:
            if in_package(each) and each != f"{PACKAGE}.Layer":
                raise ours(each.split(".")[-1], each)


def in_package(module):
    return module == PACKAGE or module.startswith(f"{PACKAGE}.")


def origin(value):
    """The name of the module that a class, a function or an object comes from."""
    own = getattr(value, "__module__", None)
    return own if isinstance(own, str) else type(value).__module__


def importable(value):
    """(module, name) from which a value can be imported, the shortest such module; or None."""
    name, parts = getattr(value, "__name__", ""), origin(value).split(".")
    modules = [".".join(parts[:count]) for count in range(1, len(parts) + 1)]
    for module in [*modules, "numpy"]:  # not all of NumPy's functions say that they are NumPy's
        if name and getattr(sys.modules.get(module), name, None) is value:
            return module, name
    return None


def import_line(module, name, alias):
    return f"from {module} import {name}" + (f" as {alias}" if alias != name else "")


def literal(value):
    """A constant as text: numbers, strings, tuples of them and the like, small arrays; or None."""
    if isinstance(value, np.generic | np.ndarray) and value.dtype.kind in "biuf":
        if value.size > 100 or not np.isfinite(value).all():
            return None
        if isinstance(value, np.ndarray):
            return f"np.array({value.tolist()}, np.{value.dtype})"
        return f"np.{value.dtype}({value.item()})"
    if type(value) is float and not math.isfinite(value):
        return f'float("{value}")'
    try:
        return repr(value) if ast.literal_eval(repr(value)) == value else None
    except (ValueError, SyntaxError):
        return None
