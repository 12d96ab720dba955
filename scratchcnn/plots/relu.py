"""Lesson 04: what ReLU lets through, and what a few ReLUs add up to."""

import numpy as np

from .picture import (
    ACTIVATION,
    FAINT,
    GRADIENT,
    INK,
    INPUT,
    OUTPUT,
    SIGNED,
    WEIGHT,
    Picture,
    around_zero,
    bare,
    in_our_style,
    light,
    show_image,
)

LINES = ((INPUT, "-"), (WEIGHT, "--"), (GRADIENT, "-."), (INK, ":"))


@in_our_style
def before_and_after(image, before, after, names):
    """The maps of one image before and after ReLU, one column for each, with their shares of zeros.

    image   H × W × 1
    before  H × W × C, signed
    after   H × W × C
    names   C of them
    """
    zeros = [
        f"{(before[..., number] == 0).mean():.0%} → {(after[..., number] == 0).mean():.0%} zeros"
        for number in range(len(names))
    ]
    parts = ", ".join(f"{name} ({share})" for name, share in zip(names, zeros, strict=True))
    alt = f"Feature maps of a digit, above before ReLU, below after it: {parts}"
    figure = Picture(1.75 * (len(names) + 1), 3.9, alt)
    panels = figure.subplots(2, len(names) + 1)
    show_image(panels[0, 0], image)
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
        below.set_title(zeros[number], fontsize=9, color=INK)
        bare(above)
        bare(below)
    return figure


@in_our_style
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


@in_our_style
def relu_and_slope(leak):
    """max(x, 0) beside its slope, which jumps at 0 and has no value there; dashed, with a leak."""
    alt = "Left, max(x, 0): flat at 0, then rising from a kink at 0. Right, its slope: 0, then 1"
    figure = Picture(
        7.2, 2.5, f"{alt}, no value at 0 itself. Dashed, a slope of {leak} on the left"
    )
    left, right = figure.subplots(1, 2)
    for axes, colour, title in ((left, OUTPUT, "max(x, 0)"), (right, GRADIENT, "its slope")):
        axes.set_title(title, fontsize=10, color=INK)
        axes.set_xlabel("x")
        light(axes)
        ends = ([-2, 0], [0, 2])
        heights = ([0, 0], [0, 2]) if axes is left else ([0, 0], [1, 1])
        for end, height in zip(ends, heights, strict=True):
            axes.plot(end, height, color=colour, linewidth=2)
    left.plot(
        [-2, 0], [-2 * leak, 0], "--", color=INK, linewidth=1.2, label=f"with a leak of {leak}"
    )
    right.plot([-2, 0], [leak, leak], "--", color=INK, linewidth=1.2)
    right.plot([0, 0], [0, 1], "o", color=GRADIENT, markerfacecolor="white", markersize=7)
    left.legend(frameon=False, fontsize=8, loc="upper left")
    right.set_ylim(-0.15, 1.15)
    return figure


@in_our_style
def slide(before, after):
    """One unit's sums for many images before and after a step, above one another: who is active?"""
    shares = [(values > 0).mean() for values in (before, after)]
    alt = f"before the step on {shares[0]:.0%} of the images, after it on {shares[1]:.0%}"
    figure = Picture(6.4, 3.0, f"A unit is active {alt}")
    panels = figure.subplots(2, 1, sharex=True)
    lowest, highest = min(before.min(), after.min()), max(before.max(), after.max())
    width = (highest - lowest) / 80 or 1  # all the same have a bin, too
    bins = width * np.arange(np.floor(lowest / width), np.ceil(highest / width) + 1)  # 0 is an edge
    rows = zip(panels, ("before", "after"), (before, after), shares, strict=True)
    for axes, name, values, share in rows:
        axes.hist(values[values <= 0], bins=bins, color=FAINT)
        axes.hist(values[values > 0], bins=bins, color=OUTPUT)
        axes.axvline(0, color=INK, linewidth=1)
        axes.set_title(f"{name}: active on {share:.0%} of the images", fontsize=9, color=INK)
        axes.set_ylabel("images", fontsize=8)
        light(axes)
    panels[1].set_xlabel("the unit's sum; ReLU's kink is at 0")
    return figure
