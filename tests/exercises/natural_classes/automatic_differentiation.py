"""Natural wrong answers to the class of lesson 11, in three styles."""

METHODS = """
    def __add__(self, other):
        return Taped(self.array + other.array, [(self, lambda d: d), (other, lambda d: d)])

    def __mul__(self, other):
        to_self = lambda d: d * other.array
        to_other = lambda d: d * self.array
        return Taped(self.array * other.array, [(self, to_self), (other, to_other)])

    def __matmul__(self, other):
        to_self = lambda d: d @ other.array.T
        to_other = lambda d: self.array.T @ d
        return Taped(self.array @ other.array, [(self, to_self), (other, to_other)])

    def fit(self, d):
        while d.ndim > self.array.ndim:
            d = d.sum(axis=0)
        for axis, length in enumerate(self.array.shape):
            if length == 1:
                d = d.sum(axis=axis, keepdims=True)
        return d

    def backward(self):
        values, stack = [], [self]
        while stack:
            value = stack.pop()
            if value not in values:
                values.append(value)
                for parent, _ in value.parents:
                    stack.append(parent)
        for value in values:
            value.gradient = np.zeros_like(value.array)
        self.gradient = np.ones_like(self.array)
        values.sort(key=lambda value: value.depth, reverse=True)
        for value in values:
            for parent, adjoint in value.parents:
                parent.gradient = parent.gradient + parent.fit(adjoint(value.gradient))
"""


def changed(*changes, source=None):
    source = source or METHODS
    for old, new in changes:
        assert old in source, old
        source = source.replace(old, new)
    return source


ADDED = "parent.gradient = parent.gradient + parent.fit(adjoint(value.gradient))"
BACKWARD = METHODS[METHODS.index("    def backward") :]
ANSWERS = [
    ("The shallowest first.", changed((", reverse=True", ""))),
    (
        "As they were found.",
        changed(("        values.sort(key=lambda value: value.depth, reverse=True)\n", "")),
    ),
    (
        "In the order in which they were found, turned round.",
        changed(("values.sort(key=lambda value: value.depth, reverse=True)", "values.reverse()")),
    ),
    ("Overwritten instead of added.", changed(("parent.gradient + parent.fit", "parent.fit"))),
    (
        "Nothing is summed over copies.",
        changed(("parent.fit(adjoint(value.gradient))", "adjoint(value.gradient)")),
    ),
    ("The mean over copies.", changed((".sum(", ".mean("))),
    ("Only the axes in front are summed.", changed(("if length == 1", "if False"))),
    (
        "Only the stretched axes are summed.",
        changed(
            ("while d.ndim > self.array.ndim:\n            d = d.sum(axis=0)\n        for", "for")
        ),
    ),
    ("keepdims is missing.", changed((", keepdims=True", ""))),
    (
        "The factors of @ stand in the wrong order.",
        changed(
            ("d @ other.array.T", "other.array.T @ d"), ("self.array.T @ d", "d @ self.array.T")
        ),
    ),
    (
        "The first of the two stands in the wrong order.",
        changed(("d @ other.array.T", "other.array.T @ d")),
    ),
    (
        "No transposes.",
        changed(("d @ other.array.T", "d @ other.array"), ("self.array.T @ d", "self.array @ d")),
    ),
    ("The second transpose is missing.", changed(("self.array.T @ d", "self.array @ d"))),
    (
        "What goes back to the second is transposed.",
        changed(("self.array.T @ d", "d.T @ self.array")),
    ),
    (
        "* for @ on the way back.",
        changed(("d @ other.array.T", "d * other.array"), ("self.array.T @ d", "d * self.array")),
    ),
    (
        "The adjoints of the product are exchanged.",
        changed(
            ("d * other.array", "d * self.array_"),
            ("d * self.array\n", "d * other.array\n"),
            ("self.array_", "self.array"),
        ),
    ),
    (
        "The adjoints of the product leave out d.",
        changed(("d * other.array", "other.array"), ("d * self.array", "self.array")),
    ),
    (
        "Each is multiplied by itself.",
        changed(
            (
                "lambda d: d), (other, lambda d: d)",
                "lambda d: d * self.array), (other, lambda d: d * other.array)",
            )
        ),
    ),
    (
        "1 goes back from a sum, whatever came.",
        changed(
            (
                "lambda d: d), (other, lambda d: d)",
                "lambda d: np.ones_like(d)), (other, lambda d: np.ones_like(d))",
            )
        ),
    ),
    (
        "Half goes back to each side of a sum.",
        changed(
            ("lambda d: d), (other, lambda d: d)", "lambda d: d / 2), (other, lambda d: d / 2)")
        ),
    ),
    (
        "Gradients are not begun anew.",
        changed(
            (
                "value.gradient = np.zeros_like(value.array)",
                "if value.gradient is None:\n"
                "                value.gradient = np.zeros_like(value.array)",
            )
        ),
    ),
    ("No 1 to begin with.", changed(("        self.gradient = np.ones_like(self.array)\n", ""))),
    ("A single 1 to begin with.", changed(("np.ones_like(self.array)", "1.0"))),
    ("The array itself to begin with.", changed(("np.ones_like(self.array)", "self.array"))),
    (
        "Only the parents get a gradient.",
        changed(
            (
                "while stack:\n            value = stack.pop()",
                "for value in [self, *(parent for parent, _ in self.parents)]:",
            )
        ),
    ),
    (
        "As far as it goes, by recursion.",
        METHODS.replace(
            BACKWARD,
            """\
    def backward(self):
        self.clear()
        self.gradient = np.ones_like(self.array)
        self.hand_out()

    def clear(self):
        self.gradient = np.zeros_like(self.array)
        for parent, _ in self.parents:
            parent.clear()

    def hand_out(self):
        for parent, adjoint in self.parents:
            parent.gradient = parent.gradient + parent.fit(adjoint(self.gradient))
            parent.hand_out()
""",
        ),
    ),
    ("A value that is read twice hands out twice.", changed(("if value not in values", "if True"))),
    (
        "The parents' gradient is the array of the child.",
        changed(
            ("value.gradient = np.zeros_like(value.array)", "value.gradient = None"),
            (
                ADDED,
                """d = parent.fit(adjoint(value.gradient))
                if parent.gradient is None:
                    parent.gradient = d
                else:
                    parent.gradient += d""",
            ),
        ),
    ),
    (
        "An array instead of a value.",
        changed(
            (
                "Taped(self.array + other.array, [(self, lambda d: d), (other, lambda d: d)])",
                "self.array + other.array",
            )
        ),
    ),
    (
        "The parents are not noted.",
        changed((", [(self, lambda d: d), (other, lambda d: d)])", ")")),
    ),
    (
        "Parents without adjoints.",
        changed(("[(self, lambda d: d), (other, lambda d: d)]", "[self, other]")),
    ),
    (
        "Adjoint first, then parent.",
        changed(
            (
                "[(self, lambda d: d), (other, lambda d: d)]",
                "[(lambda d: d, self), (lambda d: d, other)]",
            )
        ),
    ),
    (
        "The adjoint takes no d.",
        changed(("lambda d: d), (other, lambda d: d)", "lambda: 1), (other, lambda: 1)")),
    ),
    (
        "The adjoint is not called.",
        changed(("adjoint(value.gradient)", "adjoint * value.gradient")),
    ),
    ("The adjoint gets the array.", changed(("adjoint(value.gradient)", "adjoint(value.array)"))),
    (
        "The gradient is returned, and not kept in self.",
        changed(
            (
                "        self.gradient = np.ones_like(self.array)",
                "        gradient = np.ones_like(self.array)",
            )
        ),
    ),
    (
        "A flat product: .dot place by place.",
        changed(("self.array @ other.array", "self.array * other.array")),
    ),
]

SECOND_STYLE = """
    def __add__(self, other):
        return Taped(self.array + other.array, ((self, lambda g: g), (other, lambda g: g)))

    def __mul__(self, other):
        a, b = self.array, other.array
        return Taped(a * b, ((self, lambda g: g * b), (other, lambda g: g * a)))

    def __matmul__(self, other):
        a, b = self.array, other.array
        return Taped(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def backward(self):
        def unbroadcast(g, shape):
            extra = g.ndim - len(shape)
            g = g.sum(axis=tuple(range(extra)))
            axes = tuple(i for i in range(len(shape)) if shape[i] == 1 and g.shape[i] > 1)
            return g.sum(axis=axes, keepdims=True) if axes else g

        topo, visited = [], set()

        def build(v):
            if v not in visited:
                visited.add(v)
                for p, _ in v.parents:
                    build(p)
                topo.append(v)

        build(self)
        for v in topo:
            v.gradient = np.zeros(v.array.shape)
        self.gradient = np.ones(self.array.shape)
        for v in reversed(topo):
            for p, adjoint in v.parents:
                p.gradient += unbroadcast(adjoint(v.gradient), p.array.shape)
"""


def rewritten(*changes):
    return changed(*changes, source=SECOND_STYLE)


ANSWERS += [
    ("The topological order is not reversed.", rewritten(("reversed(topo)", "topo"))),
    (
        "Appended before the parents.",
        rewritten(
            (
                "                visited.add(v)\n",
                "                visited.add(v)\n                topo.append(v)\n",
            ),
            ("                topo.append(v)\n\n        build", "\n        build"),
        ),
    ),
    (
        "Appended before, not reversed.",
        rewritten(
            (
                "                visited.add(v)\n",
                "                visited.add(v)\n                topo.append(v)\n",
            ),
            (
                "                    build(p)\n                topo.append(v)",
                "                    build(p)",
            ),
            ("reversed(topo)", "topo"),
        ),
    ),
    ("Visited is forgotten.", rewritten(("if v not in visited", "if True"))),
    (
        "No zeros to begin with.",
        rewritten(
            ("        for v in topo:\n            v.gradient = np.zeros(v.array.shape)\n", "")
        ),
    ),
    ("Overwritten, in place.", rewritten(("p.gradient += unb", "p.gradient = unb"))),
    (
        "The adjoints of the matrix product leave out d.",
        rewritten(("lambda g: g @ b.T", "lambda g: b.T"), ("lambda g: a.T @ g", "lambda g: a.T")),
    ),
    ("The gradient is transposed, not the matrix.", rewritten(("g @ b.T", "g.T @ b"))),
    ("The second of the two stands in the wrong order.", rewritten(("a.T @ g", "g @ a.T"))),
    (
        "Only the axes in front are summed, in place.",
        rewritten(("return g.sum(axis=axes, keepdims=True) if axes else g", "return g")),
    ),
    ("keepdims is missing, in place.", rewritten((", keepdims=True", ""))),
    ("A minus in the sum.", rewritten(("(other, lambda g: g))", "(other, lambda g: -g))"))),
    (
        "A mean to begin with.",
        rewritten(("np.ones(self.array.shape)", "np.ones_like(self.array) / self.array.size")),
    ),
    (
        "Only the first factor gets a gradient.",
        rewritten(("(other, lambda g: g * a))", "(other, lambda g: g * 0))")),
    ),
    (
        "One parent only is noted.",
        rewritten(("((self, lambda g: g), (other, lambda g: g))", "((self, lambda g: g),)")),
    ),
    (
        "The first array for both factors.",
        rewritten(
            (
                "(self, lambda g: g * b), (other, lambda g: g * a)",
                "(self, lambda g: g * a), (other, lambda g: g * a)",
            )
        ),
    ),
    (
        "Added in place of multiplied.",
        rewritten(
            ("(self, lambda g: g * b)", "(self, lambda g: g + b)"),
            ("(other, lambda g: g * a)", "(other, lambda g: g + a)"),
        ),
    ),
    (
        "Arrays in place of adjoints.",
        rewritten(
            ("((self, lambda g: g * b), (other, lambda g: g * a))", "((self, b), (other, a))")
        ),
    ),
]

THIRD_STYLE = """
    def __add__(self, other):
        result = Taped(self.array + other.array)
        result.parents = [(self, lambda d: d), (other, lambda d: d)]
        result.depth = 1 + max(self.depth, other.depth)
        return result

    def __mul__(self, other):
        def back_to_self(d):
            return d * other.array

        def back_to_other(d):
            return d * self.array

        return Taped(self.array * other.array, [(self, back_to_self), (other, back_to_other)])

    def __matmul__(self, other):
        def back_to_self(d):
            return np.dot(d, np.transpose(other.array))

        def back_to_other(d):
            return np.dot(np.transpose(self.array), d)

        out = np.dot(self.array, other.array)
        return Taped(out, [(self, back_to_self), (other, back_to_other)])

    def backward(self):
        family = {self}
        todo = [self]
        for value in todo:
            for parent, _ in value.parents:
                if parent not in family:
                    family.add(parent)
                    todo.append(parent)
        for value in family:
            value.gradient = np.zeros(value.array.shape)
        self.gradient = np.ones(self.array.shape)
        for depth in range(self.depth, 0, -1):
            for value in family:
                if value.depth == depth:
                    for parent, adjoint in value.parents:
                        d = adjoint(value.gradient)
                        while len(d.shape) > len(parent.array.shape):
                            d = d.sum(0)
                        for axis in range(len(d.shape)):
                            if parent.array.shape[axis] == 1:
                                d = d.sum(axis, keepdims=True)
                        parent.gradient += d
"""


def restyled(*changes):
    return changed(*changes, source=THIRD_STYLE)


ANSWERS += [
    (
        "The parents come too late for the depth.",
        restyled(("        result.depth = 1 + max(self.depth, other.depth)\n", "")),
    ),
    ("Depths from 1 upwards.", restyled(("range(self.depth, 0, -1)", "range(1, self.depth + 1)"))),
    (
        "The range leaves out self.",
        restyled(("range(self.depth, 0, -1)", "range(self.depth - 1, 0, -1)")),
    ),
    (
        "np.dot for the product by place.",
        restyled(("Taped(self.array * other.array", "Taped(np.dot(self.array, other.array)")),
    ),
    (
        "np.transpose is forgotten in both.",
        restyled(
            ("np.transpose(other.array)", "other.array"), ("np.transpose(self.array)", "self.array")
        ),
    ),
    (
        "np.dot in the wrong order for self.",
        restyled(("np.dot(d, np.transpose(other.array))", "np.dot(np.transpose(other.array), d)")),
    ),
    ("Axis 1 is summed for the axes in front.", restyled(("d = d.sum(0)", "d = d.sum(1)"))),
    ("= in place of +=.", restyled(("parent.gradient += d", "parent.gradient = d"))),
    ("The 1 is forgotten.", restyled(("        self.gradient = np.ones(self.array.shape)\n", ""))),
    (
        "The largest contribution.",
        restyled(("parent.gradient += d", "parent.gradient = np.maximum(parent.gradient, d)")),
    ),
    ("-= in place of +=.", restyled(("parent.gradient += d", "parent.gradient -= d"))),
    (
        "The parents of parents are not found.",
        restyled(("                    todo.append(parent)\n", "")),
    ),
    (
        "The number 1 goes back from a sum.",
        restyled(
            (
                "[(self, lambda d: d), (other, lambda d: d)]",
                "[(self, lambda d: 1), (other, lambda d: 1)]",
            )
        ),
    ),
    (
        "self gets its own array.",
        restyled(("            return d * other.array", "            return d * self.array")),
    ),
    (
        "An adjoint computes with a value.",
        restyled(("            return d * other.array", "            return d * other")),
    ),
    ("An array with a single 1.", restyled(("np.ones(self.array.shape)", "np.ones(1)"))),
    ("The value is not returned.", restyled(("        return result\n", ""))),
    ("An array plus a value.", restyled(("self.array + other.array", "self.array + other"))),
    ("keepdims is missing in the loop.", restyled(("d.sum(axis, keepdims=True)", "d.sum(axis)"))),
]
