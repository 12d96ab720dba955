"""Lesson 04: what ReLU lets through, and what a few ReLUs add up to."""

import numpy as np

from .picture import (
    ACTIVATION,
    FAINT,
    GRADIENT,
    INK,
    INPUT,
    OUTPUT,
    PIXELS,
    SIGNED,
    WEIGHT,
    Picture,
    around_zero,
    bare,
    light,
)

LINES = ((INPUT, "-"), (WEIGHT, "--"), (GRADIENT, "-."), (INK, ":"))


def before_and_after(image, before, after, names):
    """The maps of one image before and after ReLU, one column for each, with its share of zeros.

    image   H × W × 1
    before  H × W × C, signed
    after   H × W × C
    names   C of them
    """
    zeros = [(after[..., number] == 0).mean() for number in range(len(names))]
    parts = ", ".join(
        f"{name} ({share:.0%} zeros)" for name, share in zip(names, zeros, strict=True)
    )
    alt = f"Feature maps of a digit, above before ReLU, below after it: {parts}"
    figure = Picture(1.75 * (len(names) + 1), 3.9, alt)
    panels = figure.subplots(2, len(names) + 1)
    panels[0, 0].imshow(image[..., 0], cmap=PIXELS)
    panels[0, 0].set_title("image", fontsize=9, color=INK)
    bare(panels[0, 0])
    panels[1, 0].axis("off")
    panels[0, 1].set_ylabel("before ReLU", fontsize=9, color=INK)
    panels[1, 1].set_ylabel("after ReLU", fontsize=9, color=INK)
    signed = around_zero(np.abs(before).max())
    for number, name in enumerate(names):
        above, below = panels[:, number + 1]
        above.imshow(before[..., number], cmap=SIGNED, norm=signed)
        above.set_title(name, fontsize=9, color=INK)
        below.imshow(after[..., number], cmap=ACTIVATION, vmin=0, vmax=max(after.max(), 1e-9))
        below.set_title(f"{zeros[number]:.0%} zeros", fontsize=9, color=INK)
        bare(above)
        bare(below)
    return figure


def sum_of_relus(x, pieces, total):
    """The pieces of a sum on the left, name → values over x, and what they add up to."""
    names = list(pieces)
    figure = Picture(8.2, 2.9, f"{len(names)} pieces and their sum: {'; '.join(names)}")
    left, right = figure.subplots(1, 2)
    for number, (name, values) in enumerate(pieces.items()):
        colour, style = LINES[number % len(LINES)]
        left.plot(x, values, style, color=colour, linewidth=1.6, label=name)
    left.legend(frameon=False, fontsize=8)
    left.set_title("the pieces", fontsize=10, color=INK)
    right.plot(x, total, color=OUTPUT, linewidth=2)
    right.set_title("their sum", fontsize=10, color=INK)
    for axes in (left, right):
        axes.axhline(0, color=FAINT, linewidth=0.8)
        axes.set_xlabel("x")
        light(axes)
    return figure
