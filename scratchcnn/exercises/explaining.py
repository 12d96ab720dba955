"""What is often behind an error of NumPy's, where that can be seen from its message.

An explanation returns a sentence, or "" where it does not apply.
"""

import re
from dataclasses import dataclass

import numpy as np

SMALLEST_SIZE = 5  # smaller numbers in the code are axes, powers and the like


@dataclass
class Raised:
    """An error as the explanations below need it.

    `arguments` are those of the failing case by name, `first` those of the first case, which the
    answer has passed unless it is the same; `constants` are the whole numbers in its code, `names`
    the functions and attributes that it uses.
    """

    message: str
    line: str
    constants: set
    arguments: dict
    first: dict
    names: tuple = ()

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


def fixed_number(raised):
    """A number of the code in place of a size: it may have been one of the first case."""
    if not re.search("shape|size", raised.message):
        return ""
    now = sizes(raised.arguments)
    fixed = {int(text) for text in re.findall(r"\d+", raised.message)} & raised.constants
    fixed -= set(now.values())
    for place, size in sizes(raised.first).items():
        if size in fixed:
            return (
                f"{size} is {place} in the first case; here that is {now.get(place)}. Sizes are "
                "taken from the arguments."
            )
    if any(number >= SMALLEST_SIZE for number in fixed):
        return f"{max(fixed)} is a fixed number, and no size of this case: take it from a shape."
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
    for whole, summed in pairs_of_shapes(raised):
        for axis in range(len(whole)):
            if len(whole) > 1 and whole[:axis] + whole[axis + 1 :] == summed:
                kept = (*whole[:axis], 1, *whole[axis + 1 :])
                return (
                    f"{summed} is what a sum, mean or maximum along axis {axis} leaves of {whole}. "
                    f"With keepdims=True it leaves {kept}, which goes with {whole}."
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
                    "wide: is height taken for width?"
                )
    return ""


def pairs_of_shapes(raised):
    """The two shapes, in both orders, of a message that two arrays do not go together."""
    shapes = raised.shapes() if "broadcast" in raised.message else []
    return [shapes[:2], shapes[1::-1]] if len(shapes) > 1 else []


def matrix_product(raised):
    """`a @ b` where a row of a is not as long as a column of b."""
    found = re.search(r"size (\d+) is different from (\d+)", raised.message)
    if found:
        return (
            f"In a @ b, a row of a must be as long as a column of b; here they have {found[2]} and "
            f"{found[1]} numbers. Does one of them need a .T?"
        )
    return ""


def too_many_numbers(raised):
    """A reshape to a shape with more or less room."""
    found = re.search(r"cannot reshape array of size (\d+) into shape", raised.message)
    for shape in raised.shapes() if found else []:
        if np.prod(shape) > 0:
            return f"{shape} has room for {np.prod(shape)} numbers, and there are {found[1]}."
    return ""


def piece_does_not_fit(raised):
    """`place[...] = piece` where the two have different shapes."""
    if "could not broadcast input array" in raised.message and len(raised.shapes()) == 2:
        came, room = raised.shapes()
        return (
            f"What you put in is {came}, and its place is {room}: does a slice run past the edge, "
            "which cuts it short?"
        )
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
    if "divmod" in raised.names:
        text += " In divmod(place, width), the second number is how many places a row has."
    for name, array in raised.arrays().items():
        height, width = height_and_width(name, array)
        if height != width:
            text += (
                f" {name} is {height} high and {width} wide: is height taken for width? An array "
                "is indexed [row, column]."
            )
            break
    return text


def height_and_width(name, array):
    """The sizes of the images in an argument; (0, 0) if it holds none."""
    if array.ndim == 4:
        return array.shape[1:3]
    is_picture = array.ndim in (2, 3) and name.startswith(("image", "padded", "map"))
    return array.shape[-2:] if is_picture else (0, 0)


def whole_numbers_wanted(raised):
    wanted = (
        "cannot be interpreted as an integer",
        "must be integers",
        "only integers",
        "only int",
    )
    if any(words in raised.message for words in wanted):
        return "A size or an index must be a whole number: / makes a float, // doesn't."
    return ""


def no_room_for_fractions(raised):
    if "Cannot cast ufunc" in raised.message and "to dtype('int" in raised.message:
        return (
            "The array on the left has room for whole numbers only: np.zeros(shape) makes floats."
        )
    return ""


def without_self(raised):
    """A method that was defined, or called, with another number of arguments."""
    found = re.search(r"\w+\.\w+\(\) takes .*but \d+ w(?:as|ere) given", raised.message)
    if found and "<locals>.<" not in raised.message:
        return "The object itself counts, too: a method begins with self, as in the stub."
    return ""


def not_kept(raised):
    """What backward looks for in self, and nobody has put there."""
    found = re.search(r"object has no attribute '(\w+)'", raised.message)
    if found and f"self.{found[1]}" in raised.line:
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
    truth_of_an_array,
    fixed_number,
    rows_by_label,
    labels_not_one_hot,
    exchanged_axes,
    missing_keepdims,
    height_for_width,
    matrix_product,
    too_many_numbers,
    piece_does_not_fit,
    index_too_large,
    whole_numbers_wanted,
    no_room_for_fractions,
    without_self,
    not_kept,
    nothing_to_add_to,
)
