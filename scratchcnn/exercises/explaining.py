"""What is often behind an error of NumPy's, where that can be seen from its message.

An explanation returns a sentence, or "" where it does not apply.
"""

import difflib
import re
from dataclasses import dataclass, field

import numpy as np

from ..layers.layer import format_shape
from .explaining_python import PYTHONS_OWN

SMALLEST_SIZE = 5  # smaller numbers in the code are axes, powers and the like


@dataclass
class Raised:
    """An error as the explanations below need it.

    `arguments` are those of the failing case by name, `first` those of the first case, which the
    answer has passed unless it is the same; `constants` are the whole numbers in its code, `names`
    the functions and attributes that it uses. `outside` are arrays that it reads without having
    been given them. In a class, `of_other_methods` are the variables of methods other than the
    one that has failed, and `kept` what is in self.
    """

    message: str
    line: str
    constants: set
    arguments: dict
    first: dict
    names: tuple = ()
    variables: tuple = ()  # local ones
    fixed: set = field(default_factory=set)  # numbers of the code that stand in place of a size
    texts: dict = field(default_factory=dict)  # local variables that are strings
    results: tuple = (None, None)  # the shapes of the right results, in this case and in the first
    outside: dict = field(default_factory=dict)
    of_other_methods: dict = field(default_factory=dict)  # name of the variable → of its method
    kept: tuple = ()
    numbers: tuple = ()  # local variables that are single numbers

    def shapes(self):
        """The shapes that the message names."""
        found = re.findall(r"\((\d+,|\d+(?:, ?\d+)+)\)", self.message)
        return [tuple(int(size) for size in re.findall(r"\d+", shape)) for shape in found]

    def arrays(self):
        return {name: each for name, each in self.arguments.items() if isinstance(each, np.ndarray)}

    def labels(self):
        """The names of the arguments in this line that number something: whole numbers in a row."""
        line = re.sub("lambda .*?:", "", self.line)
        return [
            name
            for name, array in self.arrays().items()
            if array.ndim == 1 and array.dtype.kind in "iu" and re.search(rf"\b{name}\b", line)
        ]


def explain(raised):
    """The first explanation that applies; "" if none does."""
    return next(filter(None, (explanation(raised) for explanation in EXPLANATIONS)), "")


def truth_of_an_array(raised):
    if "truth value of an array" in raised.message:  # what Python's max, if and `and` say of arrays
        return "This is a whole array: use np.maximum, np.where or &."
    return ""


def variable_of_the_notebook(raised):
    """An array in this line that is no argument, but stands in another cell of the notebook."""
    for name, array in raised.outside.items():
        if re.search(rf"(?<![\w.]){name}\b", raised.line):
            return describe_outside(name, array)
    return ""


def describe_outside(name, array):
    return (
        f"{name} is not an argument here: it is a variable of the notebook, an array of "
        f"{format_shape(array.shape)}, and the same in every case."
    )


def too_large(raised):
    """An array for which there is no memory."""
    if re.search("Unable to allocate|array is too big|allowed dimension", raised.message):
        return "An array of this size is far more than is needed: which size is wrong?"
    return ""


def fixed_number(raised):
    """A number of the code in place of a size: it may have been one of the first case."""
    if not re.search("shape|size", raised.message) or "out of bounds" in raised.message:
        return ""
    now = sizes(raised.arguments)
    fixed = {int(text) for text in re.findall(r"\d+", raised.message)} & raised.constants
    fixed -= set(now.values())
    for place, size in sizes(raised.first).items():
        if size in fixed and place in now:
            return (
                f"{size} is {place} in the first case; here that is {now[place]}. Sizes are "
                "taken from the arguments."
            )
    if any(number >= SMALLEST_SIZE for number in fixed):
        return f"{max(fixed)} is a fixed number, and no size of this case: take it from a shape."
    return ""


def fixed_size(raised):
    """A number of the code that was a size in the first case, and is none in this one."""
    now, first = sizes(raised.arguments), sizes(raised.first)
    for places, shape in zip((now, first), raised.results, strict=True):
        if shape is not None:
            places |= {f"the result's shape[{axis}]": size for axis, size in enumerate(shape)}
    for number in sorted(raised.fixed, reverse=True):
        changed = [name for name, size in first.items() if size == number != now.get(name, size)]
        if changed:
            return (
                f"{number} is a fixed number in your code, and right in the first case only "
                f"({' = '.join(changed)} = {number}): take sizes from the arguments."
            )
    return ""


def sizes(arguments):
    """The sizes and other whole numbers of a case: "x.shape[0]" → 2, "k" → 3."""
    places = {}
    for name, value in arguments.items():
        if isinstance(value, np.ndarray):
            places |= {f"{name}.shape[{axis}]": size for axis, size in enumerate(value.shape)}
        elif isinstance(value, int):
            places[name] = value
    return places


def rows_by_label(raised):
    """`p[labels]` in place of `p[np.arange(N), labels]`."""
    if not re.search(r"index \d+ is out of bounds for axis 0", raised.message):
        return ""
    for name in raised.labels():
        if used := re.search(rf"(\w+)\[{name}\]", raised.line):
            return (
                f"{used[0]} takes whole rows, but {name} count columns. One number of each row is "
                f"{used[1]}[np.arange(len({name})), {name}]."
            )
    return ""


def labels_not_one_hot(raised):
    """Labels, (N,), computed with numbers for each class, (N, K)."""
    for table, vector in pairs_of_shapes(raised):
        for name in raised.labels():
            if len(table) == 2 and vector == raised.arguments[name].shape == table[:1]:
                return (
                    f"{name} holds one number for each row, {vector}. To go with {table} it must "
                    f"be one-hot: np.eye({table[1]})[{name}]."
                )
    return ""


def missing_keepdims(raised):
    """What is left of a sum along an axis, computed with the array that it is the sum of."""
    if "input array" in raised.message:  # an assignment: what is on the right has too many axes
        return ""
    for whole, summed in pairs_of_shapes(raised):
        fitting = [
            axis
            for axis in range(len(whole))
            if len(whole) > 1 and whole[:axis] + whole[axis + 1 :] == summed
        ]
        if fitting:
            in_line = {
                int(axis) % len(whole) for axis in re.findall(r"axis=(-?\d+)\)", raised.line)
            }
            axis = next((each for each in fitting if each in in_line), fitting[0])
            kept = (*whole[:axis], 1, *whole[axis + 1 :])
            channels = ", the channels," if axis == 3 == len(whole) - 1 else ""
            return (
                f"{summed} is what a sum, mean or maximum along axis {axis}{channels} leaves of "
                f"{whole}. With keepdims=True it leaves {kept}, which goes with {whole}."
                f"{' But should it run over the channels at all?' if channels else ''}"
            )
    return ""


def exchanged_axes(raised):
    """Two shapes with the same sizes in another order."""
    for one, other in pairs_of_shapes(raised):
        if sorted(one) == sorted(other) and one != other:
            return (
                f"{one} and {other} are the same sizes in another order. Is height taken for "
                "width, or a .T missing? Rows come first, then columns."
            )
    return ""


def height_for_width(raised):
    """Two shapes that differ along one axis, where one has the height and the other the width."""
    for one, other in pairs_of_shapes(raised):
        apart = [sizes for sizes in zip(one, other, strict=False) if sizes[0] != sizes[1]]
        for name, array in raised.arrays().items():
            height, width = height_and_width(name, array)
            if len(one) == len(other) and height != width and apart == [(height, width)]:
                return (
                    f"{one} and {other} differ in one size. {name} is {height} high and {width} "
                    "wide: is height used for width?"
                )
    return ""


def pairs_of_shapes(raised):
    """The two shapes, in both orders, of a message that two arrays do not go together."""
    shapes = raised.shapes() if "broadcast" in raised.message else []
    return [shapes[:2], shapes[1::-1]] if len(shapes) > 1 else []


def matrix_product(raised):
    """`a @ b` where a row of a is not as long as a column of b."""
    found = re.search(r"size (\d+) is different from (\d+)", raised.message)
    if found and re.search(r"@ *\w+\[[^\]]*:", raised.line) and int(found[1]) < int(found[2]):
        return (
            f"The slice should have {found[2]} numbers and has {found[1]}: it runs past the end, "
            "which cuts it short. Where must the last one begin?"
        )
    if "does not have enough dimensions" in raised.message:
        return (
            "One side of @ is a single number, as v @ w of two vectors is: v * w is place by place."
        )
    dotted = re.search(r"not aligned: (\d+) \(dim \d\) != (\d+)", raised.message)
    if (found or dotted) and has_images_only(raised):
        return "@ and np.dot are the matrix product. Place by place, it is *."
    if found or dotted:
        row, column = dotted.groups() if dotted else found.groups()[::-1]
        return (
            f"In a @ b, a row of a must be as long as a column of b; here they have {row} and "
            f"{column} numbers. Does one of them need a .T? Or do they stand in the wrong order?"
        )
    return ""


def has_images_only(raised):
    """Whether all arrays have more axes than a table: for these, @ is seldom meant."""
    arrays = raised.arrays().values()
    return bool(arrays) and all(array.ndim > 2 for array in arrays)


def too_many_numbers(raised):
    """A reshape to a shape with more or less room."""
    found = re.search(r"cannot reshape array of size (\d+) into shape", raised.message)
    for shape in raised.shapes() if found else []:
        if np.prod(shape) > 0:
            text = (
                f"{shape} has room for {np.prod(shape)} numbers, and there are {found[1]}. reshape "
                "neither adds numbers up nor leaves any out: which size is wrong?"
            )
            if re.search(r"reshape\(.*(?<!-)\b[2-9]", raised.line):
                text += " A size written as a number fits one case only: take it from a shape."
            return text
    return ""


def piece_does_not_fit(raised):
    """`place[...] = piece` where the two have different shapes."""
    if "could not broadcast input array" in raised.message and len(raised.shapes()) == 2:
        came, room = raised.shapes()
        text = f"What you put in is {came}, and its place is {room}"
        if len(came) < len(room):
            return f"{text}: does a sum or a maximum run over an axis too many?"
        place, _, piece = raised.line.partition("=")
        if ":" in place and not re.search(r"\b(sum|mean|max|min)\(", piece):
            return f"{text}: does a slice run past the edge, which cuts it short?"
        return f"{text}: is a sum or a maximum over another axis missing?"
    return ""


def index_too_large(raised):
    """An index beyond its axis, with a look at images that are not square."""
    found = re.search(
        r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)", raised.message
    )
    if not found:
        return ""
    index, axis, size = map(int, found.groups())
    text = f"Axis {axis} has the places 0 to {size - 1}, and the index was {index}."
    if size == 1:
        return (
            f"{text} Along an axis of length 1, there is one number for all places: its index is 0."
        )
    if "divmod" in raised.names:
        text += " In divmod(place, width), the second number is how many places a row has."
    for name, array in raised.arrays().items():
        height, width = height_and_width(name, array)
        if height != width and is_shorter(axis, array, height, width):
            text += (
                f" {name} is {height} high and {width} wide: is height used for width? An array "
                "is indexed [row, column]."
            )
            return text
    if re.search(r"\[[^\]]*\w *\* *\w", raised.line):
        return f"{text} Is each factor in the brackets the right size?"
    found_by_search = {"divmod", "argmax", "argmin", "unravel_index"} & {*raised.names}
    if found_by_search or index != size or "range" not in raised.names:
        return text
    return f"{text} Does a range end one too late?"


def is_shorter(axis, array, height, width):
    """Whether this is the shorter axis of the images, beyond which the longer one leads."""
    return axis == (array.ndim == 4) + (height > width)


def height_and_width(name, array):
    """The sizes of the images in an argument; (0, 0) if it holds none."""
    if array.ndim == 4:
        return array.shape[1:3]
    is_picture = array.ndim in (2, 3) and name.startswith(("image", "padded", "map"))
    return array.shape[-2:] if is_picture else (0, 0)


def empty_window(raised):
    """A slice that begins beyond the edge has no numbers in it."""
    empty = [shape for shape in raised.shapes() if 0 in shape]
    if "broadcast" in raised.message and empty:
        return (
            f"{empty[0]} is a slice that begins beyond the edge: nothing is in it. Are x and y, or "
            "height and width, exchanged? Rows come first: image[y, x]."
        )
    return ""


def channels_by_channels(raised):
    """Two batches of images that differ in their channels only."""
    for one, other in pairs_of_shapes(raised):
        if len(one) == len(other) == 4 and one[:3] == other[:3]:
            return (
                f"{one} and {other} differ in their channels only, those in and those out. Each "
                "goes with each: that is a matrix product or an einsum, not place by place."
            )
    return ""


def product_by_place(raised):
    """`a * b` of two tables that fit as `a @ b`."""
    for one, other in pairs_of_shapes(raised):
        if " * " in raised.line and len(one) == len(other) == 2 and one[1] == other[0]:
            return f"* multiplies place by place. {one} and {other} fit for a matrix product, @."
    return ""


def classes_counted_in_the_batch(raised):
    """`labels.max() + 1`, where this batch lacks the last class."""
    if "bincount" in raised.line and "minlength" not in raised.line and pairs_of_shapes(raised):
        return "np.bincount ends at the largest number that it has seen: give it minlength=…"
    for name, array in raised.arrays().items():
        if array.ndim != 1 or array.dtype.kind not in "iu" or not array.size:
            continue
        for one, other in pairs_of_shapes(raised):
            tables = len(one) == len(other) == 2 and one[0] == other[0] == len(array)
            if tables and one[1] == array.max() + 1 < other[1]:
                return (
                    f"{one[1]} is {name}.max() + 1, and {name} of this batch don't reach the last "
                    f"class: there are {other[1]} classes."
                )
    return ""


def no_room_on_the_left(raised):
    """`place += piece`, where the place is smaller than the piece."""
    shapes = raised.shapes()
    in_place = re.search(r"[-+*/]=", raised.line)
    if "non-broadcastable output" in raised.message and len(shapes) == 2:
        room, came = shapes
    elif "broadcast" in raised.message and in_place and len(shapes) == 3 and shapes[0] == shapes[2]:
        room, came = shapes[:2]
    else:
        return ""
    text = f"On the left there is room for {room}, and what is added has the shape {came}."
    if ":" in raised.line.split("=")[0]:
        return f"{text} Is the array on the left too small, so that its edge cuts a slice short?"
    return f"{text} Begin with zeros of that shape."


def letters_of_einsum(raised):
    """np.einsum, where a letter stands for two lengths."""
    if "einsum" not in raised.line or "remapped" not in raised.message:
        return ""
    return (
        "In np.einsum, a letter stands for one length. Here the two arrays have the shapes "
        f"{' and '.join(einsum_shapes(raised.message))}."
    )


def einsum_shapes(message):
    """The shapes of the arrays in a message such as "…]: (1,3,3,1)->(1,newaxis,1,3,3) (…)->(…)"."""
    return [
        str(tuple(int(size) for size in found.split(",") if size))
        for found in re.findall(r"\(([\d,]+)\)->", message)
    ]


def window_too_large(raised):
    if "window shape cannot be larger" in raised.message:
        return "The window is larger than what it slides over. Is a padding missing?"
    return ""


def array_in_place_of_a_number(raised):
    if "setting an array element with a sequence" in raised.message:
        return (
            "The place on the left takes one number, and what you put in is an array. Does a sum "
            "or a maximum run along one axis only?"
        )
    return ""


def unknown_axis(raised):
    found = re.search(r"axis (-?\d+) is out of bounds for array of dimension (\d+)", raised.message)
    if found:
        last = int(found[2]) - 1
        axes = "has no axis" if last < 0 else f"has the axes 0 to {last}"
        if re.search(r"(\w+) = \1\.(sum|mean|max|min)\(", raised.line):
            return (
                f"This array {axes}. Each sum, mean or maximum without keepdims=True takes its "
                "axis away, and those after it move up."
            )
        return f"This array {axes}; how many axes there are depends on the case."
    return ""


def nothing_in_the_list(raised):
    if "need at least one array to" in raised.message:
        return "The list is empty: the loop did not run once. Does its range end too early?"
    return ""


def empty_slice(raised):
    if "zero-size array to reduction" in raised.message:
        return "Nothing is in this slice: it ends before it begins, or lies beyond the edge."
    return ""


def unequal_parts(raised):
    """np.split and np.array_split, asked for parts that there are not."""
    if "does not result in an equal division" in raised.message:
        return "np.split makes equal parts only; the last one may be smaller here."
    if "number sections must be larger than 0" in raised.message:
        return "You asked for 0 parts: there are fewer than would fill one."
    return ""


def whole_numbers_wanted(raised):
    wanted = (
        "cannot be interpreted as an integer",
        "must be integers",
        "only integers",
        "only int",
    )
    if "'tuple' object cannot be interpreted" in raised.message:
        return "A shape is a tuple of sizes: take one of them, shape[0] or shape[1]."
    if "only integers, slices" in raised.message:
        return (
            "A size or an index must be a whole number: / makes a float, // doesn't; and `for i in "
            "x` gives the numbers of x, not their places, range(len(x))."
        )
    if any(words in raised.message for words in wanted):
        return "A size or an index must be a whole number: / makes a float, // doesn't."
    return ""


def no_room_for_fractions(raised):
    if "Cannot cast ufunc" in raised.message and re.search(r"to dtype\('u?int", raised.message):
        return (
            "The array on the left has room for whole numbers only: np.zeros(shape) makes floats. "
            "And if it is an argument, leave it as it is: x = x / 2, not x /= 2."
        )
    return ""


def without_self(raised):
    """A method that was defined, or called, with another number of arguments."""
    found = re.search(r"\w+\.\w+\(\) takes .*but \d+ w(?:as|ere) given", raised.message)
    if found and "<locals>.<" not in raised.message:
        return "The object itself counts, too: a method begins with self, as in the stub."
    return ""


def more_than_the_stub_has(raised):
    """A method that wants an argument which nobody hands over: the call is not the reader's."""
    found = re.search(r"(\w+)\(\) missing \d+ required positional arguments?: (.+)", raised.message)
    if found and not raised.line:
        return f"{found[1]} is called as in the stub, without {found[2]}."
    return ""


def not_kept(raised):
    """What backward looks for in self, and nobody has put there."""
    found = re.search(r"object has no attribute '(\w+)'", raised.message)
    if found and re.search(rf"self\.{found[1]}\b(?! *=[^=])", raised.line):
        if near := difflib.get_close_matches(found[1], raised.kept, n=1):
            return f"There is no self.{found[1]}. Is self.{near[0]} meant?"
        return f"Nothing has been kept under that name: forward must set self.{found[1]} = … first."
    return ""


def nothing_to_add_to(raised):
    """`grads[name] += …` before there is anything, or a name that params does not have."""
    if re.search(r"grads\[.*\]\s*\+=", raised.line):
        return "grads is empty at first, and each backward begins anew: = in place of +=."
    if re.search(rf"params\[{re.escape(raised.message)}\]", raised.line.replace('"', "'")):
        return f"params has no {raised.message}: the names are those in __init__."
    return ""


EXPLANATIONS = (
    *PYTHONS_OWN,
    truth_of_an_array,
    variable_of_the_notebook,
    too_large,
    fixed_number,
    fixed_size,
    empty_window,
    rows_by_label,
    labels_not_one_hot,
    exchanged_axes,
    missing_keepdims,
    height_for_width,
    channels_by_channels,
    product_by_place,
    classes_counted_in_the_batch,
    no_room_on_the_left,
    letters_of_einsum,
    window_too_large,
    array_in_place_of_a_number,
    unknown_axis,
    nothing_in_the_list,
    unequal_parts,
    empty_slice,
    matrix_product,
    too_many_numbers,
    piece_does_not_fit,
    index_too_large,
    whole_numbers_wanted,
    no_room_for_fractions,
    without_self,
    more_than_the_stub_has,
    not_kept,
    nothing_to_add_to,
)
