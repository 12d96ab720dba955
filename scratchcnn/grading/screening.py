"""What a program uses that no answer needs: it is looked at as text, before anything of it runs.

An answer runs in the same process as the check of it. One that reached into that process could
change what is said of it; and one that takes the package's layers needn't be written at all.
"""

import ast

PACKAGE = __name__.split(".")[0]
MODULES = {  # what answers may import
    "numpy", "math", "cmath", "itertools", "functools", "collections", "copy", "dataclasses",
    "typing", "abc", "numbers", "enum", "random", "statistics", "fractions", "decimal", "time",
    "warnings", "string", "bisect", "heapq", "__future__",
}  # fmt: skip
FUNCTIONS = {
    "__import__", "breakpoint", "compile", "delattr", "eval", "exec", "globals", "input", "locals",
    "open", "setattr", "vars",
}  # fmt: skip
ATTRIBUTES = {  # what leads from a module or an object to the interpreter; also with a _ before it
    "builtins", "ctypes", "ctypeslib", "exercises", "f2py", "f_back", "f_builtins", "f_globals",
    "f_locals", "gc", "gi_frame", "importlib", "inspect", "modules", "os", "subprocess", "sys",
    "tb_frame",
}  # fmt: skip
SPECIAL = {"__call__", "__class__", "__doc__", "__init__", "__name__", "__new__", "__post_init__"}


def screen(program):
    """({names of ours other than Layer that it imports}, {what else no answer needs})"""
    nodes = list(ast.walk(ast.parse(program)))
    imported = {alias for node in nodes for alias in imports_of(node)}
    ours = {name for module, name, _ in imported if is_ours(module) and name not in ("", "Layer")}
    ours |= set(attributes_of_package(nodes, imported))
    strange = {
        f"{module}.{name}".rstrip(".")
        for module, name, _ in imported
        if module.split(".")[0] not in MODULES | {PACKAGE} or is_of_the_check(module, name)
    }
    local = {alias for _, _, alias in imported}
    strange |= {found for node in nodes for found in strange_in(node, local)}
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    if any(getattr(each, "id", "") == "getattr" and id(each) not in called for each in nodes):
        strange.add("getattr as a value")
    return ours, strange


def imports_of(node):
    """(module, name, what it is called here) for all that a statement imports."""
    if isinstance(node, ast.Import):
        for each in node.names:
            yield each.name, "", (each.asname or each.name).split(".")[0]
    elif isinstance(node, ast.ImportFrom):
        module = "." * node.level + (node.module or "")
        for each in node.names:
            yield module, each.name, each.asname or each.name


def is_ours(module):
    return module.split(".")[0] == PACKAGE


def is_of_the_check(module, name):
    return is_ours(module) and bool({*module.split("."), name} & {"exercises", "grading", "grade"})


def attributes_of_package(nodes, imported):
    """What is taken of the package, or of a module of it, that was imported as a whole."""
    modules = {alias for module, name, alias in imported if is_ours(module) and not name}
    for node in nodes:
        of_package = isinstance(node, ast.Attribute) and getattr(node.value, "id", "") in modules
        if of_package and node.attr != "Layer":
            yield f"{node.value.id}.{node.attr}"


def strange_in(node, imported):
    """What no answer needs of a single expression."""
    if isinstance(node, ast.Name) and node.id in FUNCTIONS:
        yield node.id
    if isinstance(node, ast.Attribute):
        is_special = node.attr.startswith("__") and node.attr.endswith("__")
        if node.attr.strip("_") in ATTRIBUTES or (is_special and node.attr not in SPECIAL):
            yield f".{node.attr}"
        base = getattr(node.value, "id", None)
        if not isinstance(node.ctx, ast.Load) and (
            base in imported or isinstance(node.value, ast.Call)
        ):
            yield f"a change of {ast.unparse(node)}"
    if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "getattr":
        name = node.args[1] if len(node.args) > 1 else None
        if not isinstance(name, ast.Constant):
            yield "getattr with a name that isn't written out"
        else:
            yield from strange_in(ast.Attribute(node.args[0], str(name.value), ast.Load()), set())
