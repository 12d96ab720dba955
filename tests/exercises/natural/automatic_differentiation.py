"""Natural wrong answers to the small exercises of lesson 11, written from the statements."""

from .wrong import Wrong

ANSWERS = {
    "automatic_differentiation.predict_uses": [
        Wrong(
            "The edge into the sum is forgotten: 2x.",
            "6",
            "That is what x gets from x * x. It is read a third time, by the sum.",
        ),
        Wrong(
            "One edge into the product only: x + 1.",
            "4",
            "The product reads x twice: 3 from each side, and 1 from the sum.",
        ),
        Wrong(
            "The value of y.",
            "12",
            "That is y itself, not its slope.",
        ),
        Wrong(
            "What arrives last overwrites: the edge into the sum.",
            "1",
            "That is what x gets from the sum alone. The product reads it twice",
        ),
        Wrong(
            "What arrives last overwrites: an edge into the product.",
            "3",
            "That is one of the three contributions. They add up.",
        ),
        Wrong(
            "2x + x.",
            "9",
            "That is x * x. Its slope is wanted, 2 x, and that of + x.",
        ),
        Wrong(
            "The number x² + 1.",
            "10",
            "The slope of x * x is 2 x, not x².",
        ),
        Wrong(
            "The second derivative.",
            "2",
            "The slope is taken at x = 3: 2 x + 1.",
        ),
        Wrong(
            "A formula as a string.",
            '"2x + 1"',
            "The answer should be one number; yours is '2x + 1'. Write it without",
        ),
        Wrong(
            "The edges, not added up.",
            "[3, 3, 1]",
            "The answer should be one number; yours is [3, 3, 1].",
        ),
        Wrong(
            "backward is called twice in mind.",
            "14",
            "Twice too much: backward was called once.",
        ),
    ],
    "automatic_differentiation.predict_copies": [
        Wrong(
            "The first copy only.",
            "1",
            "That is from the first column only: NumPy used a[0, 0] in all four.",
        ),
        Wrong(
            "The number of copies.",
            "4",
            "Four copies, but each of them was multiplied by an entry of b.",
        ),
        Wrong(
            "The mean of the copies.",
            "2.5",
            "That is the mean of what the four copies get. They add up.",
        ),
        Wrong(
            "All three rows.",
            "30",
            "That is over all rows. a[0, 0] stands in the first one only.",
        ),
        Wrong(
            "The product of the copies.",
            "24",
            "The gradients of the copies add up, they are not multiplied.",
        ),
        Wrong(
            "Not added up.",
            "[1, 2, 3, 4]",
            "The answer should be one number; yours is [1, 2, 3, 4].",
        ),
        Wrong(
            "The number of entries of out.",
            "12",
            "That is how many numbers out has. a[0, 0] is in four of them.",
        ),
        Wrong(
            "The number of rows.",
            "3",
            "That is how many rows there are. a[0, 0] stands in the first one only.",
        ),
        Wrong(
            "The sum of three of them.",
            "6",
            "The last one is missing: NumPy used a[0, 0] for all four entries of b.",
        ),
        Wrong(
            "It depends on a, one thinks.",
            '"a * 10"',
            "The answer should be one number; yours is 'a * 10'. Write it without",
        ),
        Wrong(
            "Divided by all entries of out.",
            "10 / 12",
            "The sum is not a mean: along each of its 12 edges 1 goes back.",
        ),
    ],
    "automatic_differentiation.gradients_of": [
        Wrong(
            "= in place of +=.",
            """
def gradients_of(tape):
    g = [0.0] * len(tape)
    g[-1] = 1.0
    for k in range(len(tape) - 1, -1, -1):
        for i, slope in tape[k]:
            g[i] = g[k] * slope
    return g
""",
            "It keeps the last contribution only: a value that is read twice adds",
        ),
        Wrong(
            "From the beginning to the end.",
            """
def gradients_of(tape):
    g = [0.0] * len(tape)
    g[-1] = 1.0
    for k in range(len(tape)):
        for i, slope in tape[k]:
            g[i] += g[k] * slope
    return g
""",
            "It goes from the first entry to the last: then nothing has arrived",
        ),
        Wrong(
            "Nothing to begin with.",
            """
def gradients_of(tape):
    g = np.zeros(len(tape))
    for k in reversed(range(len(tape))):
        for i, slope in tape[k]:
            g[i] += g[k] * slope
    return g
""",
            "Nothing starts it: ∂L/∂L = 1 stands in the last place before the way",
        ),
        Wrong(
            "The gradient of the parent in place of the child's.",
            """
def gradients_of(tape):
    g = [0.0] * len(tape)
    g[-1] = 1.0
    for k in reversed(range(len(tape))):
        for i, slope in tape[k]:
            g[i] += g[i] * slope
    return g
""",
            "Nothing comes out of the last value: each k, the last one first, adds",
        ),
        Wrong(
            "Slopes without what came from behind.",
            """
def gradients_of(tape):
    g = [0.0] * len(tape)
    g[-1] = 1.0
    for parents in reversed(tape):
        for i, slope in parents:
            g[i] += slope
    return g
""",
            "The slopes add up, and nothing is multiplied: what goes back is the",
        ),
        Wrong(
            "The result turned round.",
            """
def gradients_of(tape):
    g = [0.0] * len(tape)
    g[-1] = 1.0
    for k in reversed(range(len(tape))):
        for i, slope in tape[k]:
            g[i] += g[k] * slope
    return g[::-1]
""",
            "The list stands the other way round: the gradient of entry k belongs",
        ),
        Wrong(
            "As far as it goes, by recursion.",
            """
def gradients_of(tape):
    g = [0] * len(tape)
    g[-1] = 1

    def reach(k):
        for i, slope in tape[k]:
            g[i] += g[k] * slope
            reach(i)

    reach(len(tape) - 1)
    return g
""",
            "It walks on at once, depth first: a value that is read twice hands on",
        ),
        Wrong(
            "return is forgotten.",
            """
def gradients_of(tape):
    g = [0.0] * len(tape)
    g[-1] = 1.0
    for k in reversed(range(len(tape))):
        for i, slope in tape[k]:
            g[i] += g[k] * slope
""",
            "It returns nothing (None). Is the last line a `return`?",
        ),
        Wrong(
            "The first gradient only.",
            """
def gradients_of(tape):
    g = [0.0] * len(tape)
    g[-1] = 1.0
    for k in reversed(range(len(tape))):
        for i, slope in tape[k]:
            g[i] += g[k] * slope
    return g[0]
""",
        ),
        Wrong(
            "Ones to begin with.",
            """
def gradients_of(tape):
    g = [1.0] * len(tape)
    for k in reversed(range(len(tape))):
        for i, slope in tape[k]:
            g[i] += g[k] * slope
    return g
""",
            "All gradients begin with 1. Only that of the last value does, the",
        ),
        Wrong(
            "The last line is left out.",
            """
def gradients_of(tape):
    g = [0.0] * len(tape)
    g[-1] = 1.0
    for k in range(len(tape) - 2, -1, -1):
        for i, slope in tape[k]:
            g[i] += g[k] * slope
    return g
""",
            "Nothing comes out of the last value: each k, the last one first, adds",
        ),
        Wrong(
            "Entries as on the tape of numbers.",
            """
def gradients_of(tape):
    g = [0.0] * len(tape)
    g[-1] = 1.0
    for k in reversed(range(len(tape))):
        for i, slope in tape[k][1]:
            g[i] += g[k] * slope
    return g
""",
            "tape[k] is the list of the pairs itself: there is no number before it",
        ),
        Wrong(
            "Place and slope exchanged.",
            """
def gradients_of(tape):
    g = [0.0] * len(tape)
    g[-1] = 1.0
    for k in reversed(range(len(tape))):
        for slope, i in tape[k]:
            g[i] += g[k] * slope
    return g
""",
            "Each pair is (place of a parent, slope), in this order.",
        ),
        Wrong(
            "Whole numbers only.",
            """
def gradients_of(tape):
    g = np.zeros(len(tape), int)
    g[-1] = 1
    for k in reversed(range(len(tape))):
        for i, slope in tape[k]:
            g[i] += g[k] * slope
    return g
""",
            "Whole numbers cut off all fractions: gradients are floats.",
        ),
        Wrong(
            "The child gets from its parents.",
            """
def gradients_of(tape):
    g = [0.0] * len(tape)
    g[-1] = 1.0
    for k in reversed(range(len(tape))):
        for i, slope in tape[k]:
            g[k] += g[i] * slope
    return g
""",
            "Nothing comes out of the last value: each k, the last one first, adds",
        ),
        Wrong(
            "A dictionary.",
            """
def gradients_of(tape):
    g = {len(tape) - 1: 1.0}
    for k in reversed(range(len(tape))):
        for i, slope in tape[k]:
            g[i] = g.get(i, 0) + g[k] * slope
    return g
""",
        ),
        Wrong(
            "Forward slopes: of each value by the first.",
            """
def gradients_of(tape):
    g = [1.0] + [0.0] * (len(tape) - 1)
    for k in range(len(tape)):
        for i, slope in tape[k]:
            g[k] += g[i] * slope
    return g
""",
            "It is the other direction, ∂(each value)/∂(the first one): what is",
        ),
        Wrong(
            "Added instead of multiplied.",
            """
def gradients_of(tape):
    g = [0.0] * len(tape)
    g[-1] = 1.0
    for k in reversed(range(len(tape))):
        for i, slope in tape[k]:
            g[i] += g[k] + slope
    return g
""",
            "A gradient is multiplied by the slope, not added to it.",
        ),
    ],
    "automatic_differentiation.sum_to_shape": [
        Wrong(
            "Always axis 0.",
            """
def sum_to_shape(d, shape):
    return d.sum(axis=0)
""",
            "Which axes are summed depends on the shape, and so does how many",
        ),
        Wrong(
            "Without keepdims.",
            """
def sum_to_shape(d, shape):
    while d.ndim > len(shape):
        d = d.sum(axis=0)
    axes = tuple(i for i, n in enumerate(shape) if n == 1)
    return d.sum(axis=axes)
""",
            "The axes of length 1 are gone: keepdims=True keeps them.",
        ),
        Wrong(
            "Only the axes in front.",
            """
def sum_to_shape(d, shape):
    while d.ndim > len(shape):
        d = d.sum(axis=0)
    return d
""",
            "The axes of length 1 are left as they are: there, too, one number was",
        ),
        Wrong(
            "Only the stretched ones.",
            """
def sum_to_shape(d, shape):
    for i, n in enumerate(shape):
        if n == 1:
            d = d.sum(axis=i, keepdims=True)
    return d
""",
            "Only the axes of length 1 are summed. Those that NumPy added in front",
        ),
        Wrong(
            "The mean of the copies.",
            """
def sum_to_shape(d, shape):
    d = d.mean(axis=tuple(range(d.ndim - len(shape))))
    return d.mean(axis=tuple(i for i, n in enumerate(shape) if n == 1), keepdims=True)
""",
            "It takes the mean. Every copy brings its gradient, and they add up.",
        ),
        Wrong(
            "Copied once more.",
            """
def sum_to_shape(d, shape):
    return np.broadcast_to(d, shape)
""",
            "That copies once more. What was copied is added up.",
        ),
        Wrong(
            "reshape.",
            """
def sum_to_shape(d, shape):
    return d.reshape(shape)
""",
            "(3,) has room for 3 numbers, and there are 6. reshape neither adds",
        ),
        Wrong(
            "The first copy.",
            """
def sum_to_shape(d, shape):
    while d.ndim > len(shape):
        d = d[0]
    for i, n in enumerate(shape):
        if n == 1:
            d = d.take([0], axis=i)
    return d
""",
            "It takes one of the copies. Every copy brings its gradient, and they",
        ),
        Wrong(
            "The axes of the shape are counted in d before those in front are gone.",
            """
def sum_to_shape(d, shape):
    front = list(range(d.ndim - len(shape)))
    ones = [i for i, n in enumerate(shape) if n == 1]
    return d.sum(axis=tuple({*front, *ones})).reshape(shape)
""",
            "The axes of length 1 are counted in the shape. In d, those in front",
        ),
        Wrong(
            "The last axes instead of the first.",
            """
def sum_to_shape(d, shape):
    while d.ndim > len(shape):
        d = d.sum(axis=-1)
    return d.sum(axis=tuple(i for i, n in enumerate(shape) if n == 1), keepdims=True)
""",
            "It sums over the last axes. NumPy adds the missing ones in front.",
        ),
        Wrong(
            "Everything is added up.",
            """
def sum_to_shape(d, shape):
    return d.sum()
""",
            "It sums over everything. Only the axes along which NumPy copied are",
        ),
        Wrong(
            "keepdims in front, too.",
            """
def sum_to_shape(d, shape):
    front = d.ndim - len(shape)
    axes = tuple(range(front)) + tuple(front + i for i, n in enumerate(shape) if n == 1)
    return d.sum(axis=axes, keepdims=True)
""",
            "The axes that the shape lacks are still there: NumPy adds them in",
        ),
        Wrong(
            "Summed one by one, so that the axes move.",
            """
def sum_to_shape(d, shape):
    while d.ndim > len(shape):
        d = d.sum(axis=0)
    for i, n in enumerate(shape):
        if n == 1:
            d = d.sum(axis=i)
    return d.reshape(shape)
""",
            "Each sum takes its axis away, and those after it move up:",
        ),
        Wrong(
            "The largest of the copies.",
            """
def sum_to_shape(d, shape):
    while d.ndim > len(shape):
        d = d.max(axis=0)
    return d.max(axis=tuple(i for i, n in enumerate(shape) if n == 1), keepdims=True)
""",
            "It takes the largest of the copies. Every copy brings its gradient,",
        ),
        Wrong(
            "Sizes compared from the front.",
            """
def sum_to_shape(d, shape):
    for i, n in enumerate(shape):
        if d.shape[i] != n:
            d = d.sum(axis=i, keepdims=True)
    return d
""",
            "NumPy lines up the last axes: shape[-1] belongs to the last axis of",
        ),
        Wrong(
            "Everything, put into every place.",
            """
def sum_to_shape(d, shape):
    return np.full(shape, d.sum())
""",
            "It sums over everything. Only the axes along which NumPy copied are",
        ),
        Wrong(
            "Axis 1, for a shape with a 1.",
            """
def sum_to_shape(d, shape):
    if 1 in shape:
        return d.sum(axis=1, keepdims=True)
    return d.sum(axis=0)
""",
            "Which axes are summed depends on the shape, and so does how many",
        ),
        Wrong(
            "d as it is.",
            """
def sum_to_shape(d, shape):
    return d
""",
            "Nothing is summed: d has the shape of the result, not of the array.",
        ),
    ],
    "automatic_differentiation.product_adjoints": [
        Wrong(
            "Only the first is mended.",
            """
def product_adjoints(a, b, d):
    return d @ b.T, a @ d
""",
            "Only the first one is turned: what goes back to b is a.T @ d.",
        ),
        Wrong(
            "Only the second is mended.",
            """
def product_adjoints(a, b, d):
    return d @ b, a.T @ d
""",
            "Only the second one is turned: what goes back to a is d @ b.T.",
        ),
        Wrong(
            "The d is transposed in the first.",
            """
def product_adjoints(a, b, d):
    return d.T @ b, a.T @ d
""",
            "d itself is turned: it has the shape of a @ b, and stays as it is.",
        ),
        Wrong(
            "The wrong order.",
            """
def product_adjoints(a, b, d):
    return b.T @ d, d @ a.T
""",
            "The order of both: d stands where the product stood, d @ b.T and a.T",
        ),
        Wrong(
            "Place by place.",
            """
def product_adjoints(a, b, d):
    return d * b.T, a.T * d
""",
            "These are products entry by entry, *. A matrix product goes back as",
        ),
        Wrong(
            "Exchanged results.",
            """
def product_adjoints(a, b, d):
    return a.T @ d, d @ b.T
""",
            "Both are the other way round: first what goes back to a, then what",
        ),
        Wrong(
            "The second is transposed.",
            """
def product_adjoints(a, b, d):
    return d @ b.T, d.T @ a
""",
            "result 2: the numbers are right, but their axes stand in another",
        ),
        Wrong(
            "Only one.",
            """
def product_adjoints(a, b, d):
    return d @ b.T
""",
            "That is result 1 only.",
        ),
        Wrong(
            "All are transposed.",
            """
def product_adjoints(a, b, d):
    return d.T @ b.T, a.T @ d.T
""",
            "d itself is turned: it has the shape of a @ b, and stays as it is.",
        ),
        Wrong(
            "The mean over the rows.",
            """
def product_adjoints(a, b, d):
    return d @ b.T / len(d), a.T @ d / len(d)
""",
            "It is right up to the factor 1 / a.shape[0].",
        ),
        Wrong(
            "d is forgotten in the second.",
            """
def product_adjoints(a, b, d):
    return d @ b.T, a.T @ b
""",
            "d is missing: what goes back is made of d and of the other matrix.",
        ),
        Wrong(
            "The factors as they are, without d.",
            """
def product_adjoints(a, b, d):
    return b.T, a.T
""",
            "d is missing: what goes back is made of d and of the other matrix.",
        ),
        Wrong(
            "d is transposed in the second.",
            """
def product_adjoints(a, b, d):
    return d @ b.T, a @ d.T
""",
            "d itself is turned: it has the shape of a @ b, and stays as it is.",
        ),
        Wrong(
            "Both the wrong way round in place: b @ d, d @ a.",
            """
def product_adjoints(a, b, d):
    return b @ d, d @ a
""",
            "Order and transpose: d stands where the product stood, and the other",
        ),
        Wrong(
            "reshape instead of .T.",
            """
def product_adjoints(a, b, d):
    return d @ b.reshape(b.shape[::-1]), a.reshape(a.shape[::-1]) @ d
""",
            "Nothing is turned. With a 2 × 3 and b 3 × 4, d is 2 × 4: only d @ b.T",
        ),
        Wrong(
            "The sum over the product.",
            """
def product_adjoints(a, b, d):
    return (d @ b.T).sum(axis=0), (a.T @ d).sum(axis=0)
""",
            "It is the sum of the right result along axis 0: don't sum there.",
        ),
    ],
}
