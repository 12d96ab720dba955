"""Small arrays with their numbers written in, side by side."""

import itertools

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from .picture import (
    FAINT,
    GRADIENT,
    INK,
    INPUT,
    OUTPUT,
    SIGNED,
    WEIGHT,
    Picture,
    around_zero,
    in_our_style,
)

LARGEST = 16  # rows or columns that can be read
CELL = 0.42  # inches
FRAMES = (GRADIENT, INPUT, OUTPUT, WEIGHT)  # colours of frames that overlap
TITLES = {INPUT: INPUT, OUTPUT: "#00714F", GRADIENT: "#A84900", WEIGHT: "#8A6000"}  # legible


@in_our_style
def numbers(arrays, outline=None, signs=None, title=None):
    """Small arrays side by side, every number in its cell, each array under its name.

    arrays   name → array of one or two axes; names that start with "d" or "∂" are gradients
    outline  name → (row, column, height, width) of a frame to draw, or a list of them
    signs    what stands between the arrays, for instance "×=" or "·="
    """
    arrays = {name: as_table(array) for name, array in arrays.items()}
    if not arrays:
        raise ValueError("arrays: expected name → array, one or more, got none")
    signs = signs or " " * (len(arrays) - 1)
    widths = [width for array in arrays.values() for width in (array.shape[1] + 0.3, 0.7)][:-1]
    height = max(array.shape[0] for array in arrays.values())
    alt = "; ".join(f"{name}: {words(array)}" for name, array in arrays.items())
    figure = Picture(CELL * sum(widths) + 0.3, CELL * height + 0.45 + 0.3 * bool(title), alt)
    if title:
        figure.suptitle(title, fontsize=10, color=INK)
    panels = figure.subplots(1, len(widths), width_ratios=widths, squeeze=False)[0]
    for (name, array), axes in zip(arrays.items(), panels[::2], strict=True):
        draw_table(axes, array, name)
        frames = (outline or {}).get(name, [])
        if isinstance(frames, tuple):
            frame(axes, *frames)
        elif overlap(frames):
            for number, (each, colour) in enumerate(zip(frames, FRAMES, strict=False)):
                frame(
                    axes, *each, colour, inset=0.09 * number
                )  # so that each can be followed round
        else:
            for each in frames:
                frame(axes, *each)
    for sign, axes in zip(signs, panels[1::2], strict=False):
        axes.axis("off")
        axes.text(0.5, 0.5, sign, ha="center", va="center", fontsize=15, color=INK)
    return figure


@in_our_style
def comparison(arrays):
    """The arguments of an exercise, what was expected, and "yours" with its mistakes framed.

    Arrays that are too large are left out; ValueError if the expected result is one of them.
    """
    tables = {}
    for name, array in arrays.items():
        try:
            tables[name] = as_table(np.asarray(array, float))
        except (ValueError, TypeError):
            if name == "expected":
                raise ValueError("the expected result is no small array") from None
    expected, yours = tables["expected"], tables.get("yours")
    if expected.size == 1:
        raise ValueError("a number needs no picture")
    frames = []
    if yours is not None and yours.shape == expected.shape:
        wrong = ~(np.abs(yours - expected) <= 1e-5 * max(1e-3, np.abs(expected).max()))
        frames = [(row, column, 1, 1) for row, column in np.argwhere(wrong)]
    return numbers(tables, {"yours": frames})


def as_table(array):
    """The array with two axes, of more those of length one left out; ValueError if too large."""
    array = np.asarray(array)
    if array.ndim > 2:
        array = np.squeeze(array)
    if array.ndim < 2:
        array = array.reshape(1, -1)
    if array.ndim > 2 or max(array.shape) > LARGEST or 0 in array.shape:
        raise ValueError(f"expected an array of at most {LARGEST} × {LARGEST}, got {array.shape}")
    return array


def draw_table(axes, array, name):
    """One array: cells shaded by size in the colour of its role, signed ones on both sides of 0."""
    values = np.asarray(array, float) + 0.0  # no -0
    limit = max(np.abs(values[np.isfinite(values)]).max(initial=0), 1e-9)
    if (values < 0).any():
        axes.imshow(values, cmap=SIGNED, norm=around_zero(limit * 1.6))
    else:
        shade = LinearSegmentedColormap.from_list(name, ["#FFFFFF", role(name)])
        axes.imshow(values, cmap=shade, vmin=0, vmax=limit * 1.8)
    longest = max(len(short(value)) for value in values.flat)
    size = 9.5 if longest <= 3 else 7.5 if longest <= 5 else 6
    for (row, column), value in np.ndenumerate(values):
        axes.text(column, row, short(value), ha="center", va="center", fontsize=size, color=INK)
    rows, columns = array.shape
    axes.set(xticks=np.arange(columns + 1) - 0.5, yticks=np.arange(rows + 1) - 0.5)
    axes.grid(color=FAINT, linewidth=0.4)
    axes.tick_params(length=0, labelleft=False, labelbottom=False)
    for spine in axes.spines.values():
        spine.set(color=FAINT, linewidth=0.8)
    axes.set_title(name, fontsize=9, color=TITLES[role(name)], pad=4)


def frame(axes, row, column, rows, columns, colour=INK, inset=0):
    """A thick frame around cells of a table, or pixels of an image, `inset` cells inside them."""
    corner = (column - 0.5 + inset, row - 0.5 + inset)
    sides = {"width": columns - 2 * inset, "height": rows - 2 * inset}
    axes.add_patch(Rectangle(corner, **sides, fill=False, edgecolor=colour, lw=1.8, zorder=3))


def overlap(frames):
    """Whether two of the frames, (row, column, height, width), have a cell in common."""
    cells = [
        {(y, x) for y in range(row, row + rows) for x in range(column, column + columns)}
        for row, column, rows, columns in frames
    ]
    return any(one & other for one, other in itertools.combinations(cells, 2))


def role(name):
    """The palette's colour for an array of this name."""
    name = name.lstrip("×=+·→ ")
    if name.startswith(("d_", "dL", "∂", "gradient")):
        return GRADIENT
    if name.startswith(("filter", "weight", "bias", "turned")):
        return WEIGHT
    if name.startswith(("out", "expected", "yours", "max", "sum", "product")):
        return OUTPUT
    return INPUT


def short(value):
    """A number in few characters: whole numbers without a point, others with two decimals."""
    if not np.isfinite(value):
        return str(value)
    if value == round(value):
        return f"{value:.0f}"
    return f"{value:.2f}".rstrip("0") if abs(value) >= 0.005 else f"{value:.1g}"


def words(array):
    """An array for those who hear it: its rows, or its size and range if it is large."""
    if array.size > 81:
        lowest, highest = short(array.min()), short(array.max())
        return f"{array.shape[0]} by {array.shape[1]} numbers from {lowest} to {highest}"
    return ", then ".join(
        " ".join(short(value) for value in row) for row in array.astype(float) + 0.0
    )
