"""Lesson 06: weights as templates, signals and gradients through the layers."""

import numpy as np

from .picture import FAINT, GRADIENT, INK, INPUT, SIGNED, Picture, around_zero, grid, in_our_style


@in_our_style
def templates(weights):
    """The weights of a dense layer on 28 × 28 pixels (784 × classes), one picture a class."""
    classes = weights.shape[1]
    alt = f"What each of the {classes} outputs weighs every pixel with, as {classes} pictures: "
    alt += "brown where ink raises that output, purple where it lowers it"
    figure = Picture(1.0 * min(classes, 10), 1.25 * -(-classes // 10), alt)
    limit = np.abs(weights).max()
    panels = grid(figure, -(-classes // 10), min(classes, 10))
    for digit, axes in zip(range(classes), panels, strict=False):
        axes.imshow(weights[:, digit].reshape(28, 28), cmap=SIGNED, norm=around_zero(limit))
        axes.set_title(str(digit), fontsize=10, color=INK)
    for axes in panels[classes:]:
        axes.axis("off")
    return figure


@in_our_style
def histograms(starts, columns, kind):
    """How signals or gradients are spread at every layer: name of the start → one array a layer.

    All panels of a row share the width that the row's widest array needs. The standard deviation
    stands in the corner of each; what is farther than three of them from 0 is drawn at the edge.
    """
    # In float64, for the squares of small gradients would be zero in float32.
    starts = {name: [np.asarray(each, float) for each in arrays] for name, arrays in starts.items()}
    spreads = {name: [float(each.std()) for each in arrays] for name, arrays in starts.items()}
    alt = "; ".join(
        f"{name}: {', '.join(f'{spread:.0e}' for spread in each)}" for name, each in spreads.items()
    )
    figure = Picture(2.6 * len(columns) + 0.8, 1.2 * len(starts) + 0.3, f"{kind} spreads. {alt}")
    panels = figure.subplots(len(starts), len(columns), squeeze=False)
    colour = GRADIENT if kind == "gradient" else INPUT
    for row, (name, arrays) in enumerate(starts.items()):
        limit = 3 * max(spreads[name]) or 1  # all zeros have a width, too
        tick = leading_digit(0.9 * limit)
        for axes, array, spread in zip(panels[row], arrays, spreads[name], strict=True):
            inside = np.clip(array.ravel(), -limit, limit)
            axes.hist(inside, bins=41, range=(-limit, limit), color=colour)
            axes.set(xlim=(-limit, limit), yticks=[], xticks=[-tick, 0, tick])
            axes.set_xticklabels([f"{-tick:.0e}", "0", f"{tick:.0e}"], fontsize=7)
            axes.text(
                0.97,
                0.9,
                f"{spread:.0e}",
                transform=axes.transAxes,
                ha="right",
                va="top",
                fontsize=9,
                color=INK,
            )
            axes.spines[["top", "right", "left"]].set_visible(False)
            axes.spines["bottom"].set_color(FAINT)
        panels[row, 0].set_ylabel(name, fontsize=9, color=INK)
    for axes, title in zip(panels[0], columns, strict=True):
        axes.set_title(title, fontsize=9, color=INK)
    return figure


def leading_digit(number):
    """A positive number, rounded down to its first digit."""
    unit = 10.0 ** np.floor(np.log10(number))
    return number // unit * unit
