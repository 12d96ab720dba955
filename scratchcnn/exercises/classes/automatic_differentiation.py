"""Lesson 11: Taped."""

from dataclasses import dataclass

import numpy as np

from ..cases import decimals
from ..describing import as_code, describe
from ..scenes import copied, promise, promise_numbers
from ..write_class import WriteClass, run_source

STUB = '''\
class Taped:
    """An array, its parents [(value, adjoint), …], and, after backward, its gradient."""

    def __init__(self, array, parents=()):
        self.array, self.parents, self.gradient = np.array(array, float), parents, None
        self.depth = 1 + max((parent.depth for parent, _ in parents), default=0)

    def __add__(self, other):
        """self + other, place by place; NumPy may copy one of them."""
        ...

    def __mul__(self, other):
        """self · other, place by place; NumPy may copy one of them."""
        ...

    def __matmul__(self, other):
        """The product of two matrices."""
        ...

    def backward(self):
        """Gives self and all its ancestors a gradient, each time anew; that of self is all 1."""
        ...'''
BODIES = [
    """
        parents = [(self, lambda d: d), (other, lambda d: d)]
        return Taped(self.array + other.array, parents)""",
    """
        parents = [(self, lambda d: d * other.array), (other, lambda d: d * self.array)]
        return Taped(self.array * other.array, parents)""",
    """
        parents = [(self, lambda d: d @ other.array.T), (other, lambda d: self.array.T @ d)]
        return Taped(self.array @ other.array, parents)""",
    """
        values, waiting = set(), [self]
        while waiting:
            value = waiting.pop()
            if value not in values:
                values.add(value)
                waiting += [parent for parent, _ in value.parents]
        for value in values:
            value.gradient = np.zeros(value.array.shape)
        self.gradient += 1
        for value in sorted(values, key=lambda value: -value.depth):
            for parent, adjoint in value.parents:
                d, shape = adjoint(value.gradient), parent.array.shape
                d = d.sum(axis=tuple(range(d.ndim - len(shape))))
                once = tuple(axis for axis, length in enumerate(shape) if length == 1)
                parent.gradient += d.sum(axis=once, keepdims=True)""",
]
BEFORE = STUB.split("\n        ...")  # what stands before each of the bodies
SOLUTION = "".join(map("".join, zip(BEFORE, BODIES, strict=False)))


@dataclass
class TapeCase:
    """What is computed of some arrays: an expression with their names, such as "a * b + a"."""

    expression: str
    arrays: dict

    def code(self, name):
        lines = [f"{key} = {name}({as_code(array)})" for key, array in self.arrays.items()]
        return "\n".join([*lines, f"out = {self.expression}", "out.backward()"])


def tape_scene(cls, case):
    """What comes out of an expression, and all gradients, after one backward and after two."""
    given = {name: array.copy() for name, array in case.arrays.items()}
    values = {name: cls(array) for name, array in given.items()}
    out = eval(case.expression, dict(values))
    promise(isinstance(out, cls), f"The result is {describe(out)}: expected one on the tape.")
    promise_numbers(out.array, "out.array")
    yield "out.array", copied(out.array)
    for again in ("", " after backward once more"):
        out.backward()
        for name, value in values.items():
            promise(value.gradient is not None, f"After backward, {name}.gradient is None.")
            promise_numbers(value.gradient, f"{name}.gradient")
            yield f"{name}.gradient{again}", copied(value.gradient)
    for name, array in case.arrays.items():
        unchanged = np.array_equal(values[name].array, array)
        promise(unchanged, f"The array of {name} is another one afterwards: leave it as it is.")


def cases(rng):
    def case(expression, **shapes):
        return TapeCase(expression, {name: decimals(rng, *n) for name, n in shapes.items()})

    return [
        TapeCase("a + b", {"a": np.array([1.0, 2]), "b": np.array([3.0, 5])}),
        TapeCase("a * b", {"a": np.array([1.0, 2]), "b": np.array([3.0, 5])}),
        TapeCase("a * a", {"a": np.array([1.0, 2])}),
        case("a @ b", a=(2, 2), b=(2, 2)),
        case("a @ b", a=(2, 3), b=(3, 1)),
        case("a + b", a=(2, 3), b=(3,)),
        case("a * b", a=(2, 1), b=(3,)),
        case("(c := a * b) * (c + a) + c", a=(3,), b=(3,)),
        case("((b := a @ a) * a) @ b", a=(2, 2)),
    ]


taped = WriteClass(
    run_source(SOLUTION, "Taped"),
    ("__add__", "__mul__", "__matmul__", "backward"),
    tape_scene,
    cases,
    STUB,
    SOLUTION,
    hints=[
        'Section "Forward: take notes" has the parents, Section "Backward: read the notes from '
        'the end" the walk, Section "What NumPy copies in silence" the sum to a parent\'s shape.',
        "Each operation returns a new Taped: its array, and two parents, each with the "
        "function of d that the table names. backward has three parts: find all that self was "
        "computed from, give each of them a gradient of zeros of its array's shape, and walk "
        "through them, the deepest first.",
        "To find them: a list of those that are still to be looked at, which begins with self, "
        "and a set of those that were. The gradient of self is 1. Then each value hands its "
        "adjoints' results to its parents, which add them up, each summed to the parent's "
        "shape first: over the axes that are missing there, and those of length 1.",
    ],
)
TO_SELF, TO_OTHER = "lambda d: d * other.array", "lambda d: d * self.array"
ADD = "parent.gradient += d.sum(axis=once, keepdims=True)"
ORDER = "sorted(values, key=lambda value: -value.depth)"
ZEROS = "value.gradient = np.zeros(value.array.shape)"

taped.wrong(
    "The two adjoints of the product have changed places: what goes back to self is d · other.",
    (TO_SELF, "lambda d: d * self.array"),
    ("(other, lambda d: d * self.array)", "(other, lambda d: d * other.array)"),
)
taped.wrong(
    "The adjoints of the product leave out d: what came from behind is multiplied by the slope.",
    (TO_SELF, "lambda d: other.array"),
    (TO_OTHER, "lambda d: self.array"),
)
taped.wrong(
    "Only self gets a gradient from a sum: it goes to both.",
    ("(other, lambda d: d)", "(other, lambda d: 0 * d)"),
)
taped.wrong(
    "Nothing is transposed in the matrix product: d @ other.T goes back to self, self.T @ d to "
    "other.",
    ("d @ other.array.T", "d @ other.array"),
    ("self.array.T @ d", "self.array @ d"),
)
taped.wrong(
    "The matrices stand in the wrong order: d @ other.T goes back to self, self.T @ d to other.",
    ("d @ other.array.T", "other.array.T @ d"),
    ("self.array.T @ d", "d @ self.array.T"),
)
taped.wrong(
    "It keeps the last contribution only: a value that is used twice adds them, +=.",
    (ADD, ADD.replace("+=", "=")),
)
taped.wrong(
    "Gradients of an earlier backward are still there: begin with zeros each time.",
    (ZEROS, f"if value.gradient is None:\n                {ZEROS}"),
)
taped.wrong(
    "All gradients stay 0. That of self, by itself, is 1, and there the walk begins, at the "
    "greatest depth.",
    ("self.gradient += 1", "pass"),
)
taped.wrong(
    "Where NumPy copied an array, its gradient has the shape of the result: sum it to the shape of "
    "the array.",
    (ADD, "parent.gradient = parent.gradient + adjoint(value.gradient)"),
)
taped.wrong(
    "Axes of length 1 are not summed: there, too, NumPy copied.",
    (ADD, "parent.gradient = parent.gradient + d"),
)
taped.wrong(
    "Where NumPy copied an array, it takes the mean: every copy brings its gradient, and they add "
    "up.",
    ("d = d.sum(axis=tuple", "d = d.mean(axis=tuple"),
    (ADD, ADD.replace("d.sum", "d.mean")),
)
taped.wrong(
    "It walks on at once, depth first: a value that is used twice hands on what it has before all "
    "of it has arrived.",
    (
        f"for value in {ORDER}:",
        "order = [self]\n        for value in order:\n            "
        "order += [parent for parent, _ in value.parents]",
    ),
)
taped.wrong(
    "Only the parents of self get a gradient: they hand on to their own parents, and so on.",
    (f"for value in {ORDER}:", "for value in [self, *(parent for parent, _ in self.parents)]:"),
)
