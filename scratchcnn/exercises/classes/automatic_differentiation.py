"""Lesson 11: Taped."""

from dataclasses import dataclass

import numpy as np

from ..cases import decimals
from ..describing import as_code, describe
from ..scenes import copied, promise, promise_numbers
from ..write_class import WriteClass, run_source

STUB = '''\
class Taped:  # an array, its parents [(value, adjoint), …], and, after backward, its gradient
    def __init__(self, array, parents=()):
        self.array, self.parents, self.gradient = np.array(array, float), parents, None
        self.depth = 1 + max((parent.depth for parent, _ in parents), default=0)

    def __add__(self, other):  # place by place; NumPy may copy one of them
        ...

    def __mul__(self, other):  # place by place; NumPy may copy one of them
        ...

    def __matmul__(self, other):  # the product of two matrices
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

    def about(self, seen):
        """Where to look if `seen`, such as "a.gradient", is not as expected in this case, and the
        simpler ones are right.
        """
        whom = {"a.gradient": "self", "b.gradient": "other"}.get(seen)
        for sign, method in ("+", "__add__"), ("*", "__mul__"), ("@", "__matmul__"):
            if whom and self.expression == f"a {sign} b":
                start = ", and at what backward begins with" if sign == "+" else ""
                return f"Look at what goes back to {whom} from {method}{start}."
        if whom and self.expression == "a * a":
            return "Sums and products of two values are right. Here one value is used twice."
        if whom and len(self.expression) > len("a * a"):
            return (
                "Each operation is right by itself. Who has its turn when, and with what? Here "
                "values are used several times."
            )
        return ""

    def code(self, name):
        lines = [f"{key} = {name}({as_code(array)})" for key, array in self.arrays.items()]
        return "\n".join([*lines, f"out = {self.expression}", "out.backward()"])


REACH = "each result notes its parents, and backward goes to all ancestors."


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
            promise(value.gradient is not None, f"After backward, {name}.gradient is None: {REACH}")
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
        'the end" the walk, Section "What NumPy silently copies" the sum to a parent\'s shape.',
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
SUMMED = "d = d.sum(axis=tuple(range(d.ndim - len(shape))))"
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
FIRST, SECOND = "d @ other.array.T", "self.array.T @ d"
for of_first in (FIRST, "other.array.T @ d"):
    for of_second in (SECOND, "d @ self.array.T"):
        if (of_first == FIRST) != (of_second == SECOND):
            which = "first" if of_second == SECOND else "second"
            taped.wrong(
                f"What goes back to the {which} of the two matrices stands in the wrong order: "
                "d @ other.T goes back to self, self.T @ d to other.",
                (FIRST, of_first),
                (SECOND, of_second),
            )
taped.wrong(
    "What goes back to self from the matrix product lacks its transpose: d @ other.T.",
    (FIRST, "d @ other.array"),
)
taped.wrong(
    "What goes back to other from the matrix product lacks its transpose: self.T @ d.",
    (SECOND, "self.array @ d"),
)
for of_first, of_second in (
    (FIRST, "d.T @ self.array"),
    ("other.array @ d.T", SECOND),
    ("other.array @ d.T", "d.T @ self.array"),
):
    taped.wrong(
        "What goes back from the matrix product is transposed: d @ other.T and self.T @ d have the "
        "shapes of the two matrices.",
        (FIRST, of_first),
        (SECOND, of_second),
    )
for turned in ("", ".T"):
    taped.wrong(
        "A matrix product goes back as matrix products, @, and not place by place.",
        (FIRST, f"d * other.array{turned}"),
        (SECOND, f"d * self.array{turned}"),
    )
taped.wrong(
    "@ is the matrix product, self.array @ other.array: here it is place by place.",
    ("self.array @ other.array", "self.array * other.array"),
)
taped.wrong(
    "* is place by place, self.array * other.array: here it is the matrix product.",
    ("self.array * other.array", "self.array @ other.array"),
)
taped.wrong(
    "The adjoints of the matrix product leave out d: it is multiplied by the other matrix.",
    (FIRST, "other.array.T"),
    (SECOND, "self.array.T"),
)
for of_first, of_second in (
    ("d.T @ other.array", SECOND),
    ("d.T @ other.array.T", SECOND),
    (FIRST, "self.array @ d.T"),
    (FIRST, "self.array.T @ d.T"),
    ("d.T @ other.array", "self.array @ d.T"),
    ("d.T @ other.array.T", "self.array.T @ d.T"),
):
    taped.wrong(
        "In the matrix product, d itself is turned: it has the shape of the result, and stays as "
        "it is. The other matrix is transposed.",
        (FIRST, of_first),
        (SECOND, of_second),
    )
taped.wrong(
    "In the product, self gets the slope of other: what goes back to each is d times the other "
    "one's array.",
    (TO_SELF, TO_OTHER),
)
taped.wrong(
    "In the product, other gets the slope of self: what goes back to each is d times the other "
    "one's array.",
    (TO_OTHER, TO_SELF),
)
taped.wrong(
    "In the product, d is multiplied by the slope, not added to it.",
    (TO_SELF, "lambda d: d + other.array"),
    (TO_OTHER, "lambda d: d + self.array"),
)
taped.wrong(
    "Only self gets a gradient from a product: it goes to both.", (TO_OTHER, "lambda d: 0 * d")
)
taped.wrong(
    "An adjoint is a function of d, not an array: lambda d: d * other.array.",
    (TO_SELF, "other.array"),
    (TO_OTHER, "self.array"),
)
OF_SUM = "[(self, lambda d: d), (other, lambda d: d)]"
taped.wrong(
    "A sum hands on d as it is: its slope is 1, whatever the two arrays are.",
    (OF_SUM, "[(self, lambda d: d * self.array), (other, lambda d: d * other.array)]"),
)
taped.wrong(
    "A sum hands on d as it is: its slope is 1, and not the other array.",
    (OF_SUM, "[(self, lambda d: d * other.array), (other, lambda d: d * self.array)]"),
)
taped.wrong(
    "A sum hands on d, which came from behind, and not 1.",
    (OF_SUM, "[(self, lambda d: np.ones_like(d)), (other, lambda d: np.ones_like(d))]"),
)
taped.wrong(
    "A sum hands on d as it is, to both: there is no minus in it.",
    (OF_SUM, "[(self, lambda d: d), (other, lambda d: -d)]"),
)
taped.wrong(
    "A sum hands on d, whole, to both sides.",
    (OF_SUM, "[(self, lambda d: d / 2), (other, lambda d: d / 2)]"),
)
for parents in ("[self, other]", "(self, other)"):
    taped.wrong(
        "Each parent stands in a pair with its adjoint, a function of d.", (OF_SUM, parents)
    )
taped.wrong(
    "A pair is (value, adjoint), in this order.",
    (OF_SUM, "[(lambda d: d, self), (lambda d: d, other)]"),
)
taped.wrong(
    "An adjoint is a function of d: what came from behind goes in, and the parent's share comes "
    "out.",
    (OF_SUM, "[(self, lambda: 1), (other, lambda: 1)]"),
)
for no_function in ("1", "1.0"):
    taped.wrong(
        "An adjoint is a function of d, not a number: arrays note what goes back.",
        (OF_SUM, f"[(self, {no_function}), (other, {no_function})]"),
    )
taped.wrong(
    "The adjoint is a function: it is called with the value's gradient.",
    ("adjoint(value.gradient)", "adjoint * value.gradient"),
)
taped.wrong(
    "The adjoint gets the value's array: what goes back is made from its gradient.",
    ("adjoint(value.gradient)", "adjoint(value.array)"),
)
taped.wrong(
    "It keeps the last contribution only: a value that is used twice adds them, +=.",
    (ADD, ADD.replace("+=", "=")),
)
taped.wrong(
    "The contributions are subtracted: a value adds up what it gets.",
    (ADD, ADD.replace("+=", "-=")),
)
taped.wrong(
    "It keeps the largest contribution: a value that is used twice adds them up.",
    (ADD, "parent.gradient = np.maximum(parent.gradient, d.sum(axis=once, keepdims=True))"),
)
taped.wrong(
    "Gradients of an earlier backward are still there: begin with zeros each time.",
    (ZEROS, f"if value.gradient is None:\n                {ZEROS}"),
)
taped.wrong(
    "Gradients of an earlier backward are still there, but for that of self: begin with zeros each "
    "time.",
    (ZEROS, f"if value.gradient is None:\n                {ZEROS}"),
    ("self.gradient += 1", "self.gradient = np.ones(self.array.shape)"),
)
taped.wrong(
    "The walk begins with the array of self: with ∂L/∂L, so with 1 in each place.",
    ("self.gradient += 1", "self.gradient += self.array"),
)
taped.wrong(
    "The walk begins with a mean: ∂L/∂L is 1, in each place.",
    ("self.gradient += 1", "self.gradient += 1 / self.array.size"),
)
for first in (
    "",
    "while d.ndim > len(shape):\n                    ",
    "if d.shape != shape:\n                    ",
):
    taped.wrong(
        "The gradient of self is a single 1: it has the shape of its array, np.ones(shape).",
        ("self.gradient += 1", "self.gradient = 1.0"),
        (SUMMED, f"{first}{SUMMED}"),
    )
    taped.wrong(
        "A sum hands on d, which came from behind, and not 1.",
        (OF_SUM, "[(self, lambda d: 1), (other, lambda d: 1)]"),
        (SUMMED, f"{first}{SUMMED}"),
    )
taped.wrong(
    "The gradient of self is a single 1: it has the shape of its array, np.ones(shape).",
    ("self.gradient += 1", "self.gradient = np.ones(1)"),
)
taped.wrong(
    "All gradients stay 0. That of self, by itself, is 1, and there the walk begins, at the "
    "greatest depth.",
    ("self.gradient += 1", "pass"),
)
taped.wrong(
    "It sums over the last axes: NumPy adds the missing ones in front.",
    (SUMMED, "d = d.sum(axis=tuple(range(len(shape), d.ndim)))"),
)
for added in ("+=", "= parent.gradient +"):
    taped.wrong(
        "Where NumPy copied an array, its gradient has the shape of the result: sum it to the "
        "shape of the array.",
        (ADD, f"parent.gradient {added} adjoint(value.gradient)"),
    )
    taped.wrong(
        "Only the axes of length 1 are summed. Those that NumPy added in front are summed, too.",
        (SUMMED, "pass"),
        (ADD, f"parent.gradient {added} d.sum(axis=once, keepdims=True)"),
    )
    taped.wrong(
        "The axes of length 1 are gone after the sum: keepdims=True keeps them.",
        (ADD, f"parent.gradient {added} d.sum(axis=once)"),
    )
    taped.wrong(
        "The axes of length 1 are gone after the sum: keepdims=True keeps them.",
        ("if length == 1)", "if length == 1 < d.shape[axis])"),
        (ADD, f"parent.gradient {added} d.sum(axis=once)"),
    )
    taped.wrong(
        "Axes of length 1 are not summed: there, too, NumPy copied.",
        (ADD, f"parent.gradient {added} d"),
    )
taped.wrong(
    "Where NumPy copied an array, it takes the mean: every copy brings its gradient, and they add "
    "up.",
    ("d = d.sum(axis=tuple", "d = d.mean(axis=tuple"),
    (ADD, ADD.replace("d.sum", "d.mean")),
)
taped.wrong(
    "Values have their turn before those that read them, when nothing has arrived: the deepest "
    "first.",
    (ORDER, "sorted(values, key=lambda value: value.depth)"),
)
FOUND = "values, waiting = set(), [self]"
for place in ("", "0"):
    taped.wrong(
        "The values have their turn in the order in which they were found. Sort them by depth, the "
        "deepest first: then nobody hands out before all of it has arrived.",
        (FOUND, "values, waiting = [], [self]"),
        ("waiting.pop()", f"waiting.pop({place})"),
        ("values.add", "values.append"),
        (ORDER, "values"),
    )
taped.wrong(
    "A value that is used twice is in the list twice, and hands out twice: once is enough.",
    (FOUND, "values, waiting = [], [self]"),
    ("if value not in values:", "if True:"),
    ("values.add", "values.append"),
)
BY_RECURSION = """\
        values = []

        def find(value):
            for parent, _ in value.parents:
                find(parent)
            values.append(value)

        find(self)
"""
FINDING = BODIES[-1][1 : BODIES[-1].index("        for value in values")]
taped.wrong(
    "A value that is used twice is in the list twice, and hands out twice: once is enough.",
    (FINDING, BY_RECURSION),
    (ORDER, "values[::-1]"),
)
IF_COPIED = """\
                if d.shape != shape:
                    d = d.sum(axis=tuple(range(d.ndim - len(shape))))
                    once = tuple(axis for axis, length in enumerate(shape) if length == 1)
                    d = d.sum(axis=once, keepdims=True)
"""
HANDED_OUT = BODIES[-1][BODIES[-1].index("                d = d.sum") :]
taped.wrong(
    "A parent's gradient is the same array as another's, and += changes both: take a copy, or "
    "begin with zeros.",
    (ZEROS, "value.gradient = None"),
    ("self.gradient += 1", "self.gradient = np.ones(self.array.shape)"),
    (
        HANDED_OUT,
        f"""{IF_COPIED}\
                if parent.gradient is None:
                    parent.gradient = d
                else:
                    parent.gradient += d""",
    ),
)
RECURSIVE = """\
        def hand_out(value):
            for parent, adjoint in value.parents:
                d, shape = adjoint(value.gradient), parent.array.shape
                d = d.sum(axis=tuple(range(d.ndim - len(shape))))
                once = tuple(axis for axis, length in enumerate(shape) if length == 1)
                parent.gradient += d.sum(axis=once, keepdims=True)
                hand_out(parent)

        hand_out(self)"""
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
    "It walks on at once, parent by parent: a value that is used twice hands on what it has before "
    "all of it has arrived, and then once more.",
    (BODIES[-1][BODIES[-1].index("        for value in sorted") :], RECURSIVE),
)
taped.wrong(
    "Only the parents of self get a gradient: they hand on to their own parents, and so on.",
    (f"for value in {ORDER}:", "for value in [self, *(parent for parent, _ in self.parents)]:"),
)
