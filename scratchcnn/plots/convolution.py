"""Lesson 01: a filter on its way over a digit."""

import numpy as np

from .arrays import draw_table, frame
from .picture import (
    FAINT,
    INK,
    PIXELS,
    SIGNED,
    Picture,
    around_zero,
    bare,
    in_our_style,
    show_image,
)


@in_our_style
def sliding_window(image, filter, out, places):
    """The window at each of some places: the digit, the products with the filter, their sum.

    image   H × W, already padded
    filter  k × k
    out     (H - k + 1) × (W - k + 1), the result of the whole convolution
    places  list of (row, column) in `out`
    """
    size = len(filter)
    sums = ", ".join(f"{out[row, column]:.2f} at ({row}, {column})" for row, column in places)
    alt = f"A {size} × {size} window at {len(places)} places of a digit, giving {sums}"
    figure = Picture(9.6, 1.95 * len(places), alt)
    panels = figure.subplots(len(places), 5, width_ratios=[1.2, 0.8, 0.8, 0.8, 1.2], squeeze=False)
    for (row, column), axes in zip(places, panels, strict=True):
        window = image[row : row + size, column : column + size]
        axes[0].imshow(image, cmap=PIXELS)
        frame(axes[0], row, column, size, size)
        axes[0].set_title(f"window at ({row}, {column})", fontsize=9, color=INK)
        draw_table(axes[1], window.round(1), "image, the window")
        draw_table(axes[2], filter, "× filter")
        draw_table(axes[3], (window * filter).round(1), "= products")
        axes[4].imshow(out, cmap=SIGNED, norm=around_zero(np.abs(out).max()))
        frame(axes[4], row, column, 1, 1)
        axes[4].set_title(f"their sum: {out[row, column]:.2f}", fontsize=9, color=INK)
        for picture in (axes[0], axes[4]):
            name_place(picture, row, column)
    return figure


def name_place(axes, row, column):
    """Name the axes of a picture, and mark where the row and the column are."""
    axes.set(xticks=[column], yticks=[row])
    axes.tick_params(labelsize=8, color=INK)
    axes.set_xlabel("column x", fontsize=8, color=INK, labelpad=1)
    axes.set_ylabel("row y", fontsize=8, color=INK, labelpad=1)
    for spine in axes.spines.values():
        spine.set_color(FAINT)


@in_our_style
def responses(image, filters, out):
    """What each filter makes of an image.

    image    H × W × 1
    filters  name → k × k
    out      H' × W' × number of filters, in the same order
    """
    alt = f"A digit, and the responses of {len(filters)} filters to it: {', '.join(filters)}"
    figure = Picture(1.75 * (len(filters) + 1), 2.95, alt)
    panels = figure.subplots(2, len(filters) + 1, height_ratios=[0.55, 1])
    panels[0, 0].axis("off")
    show_image(panels[1, 0], image)
    panels[1, 0].set_title("image", fontsize=9, color=INK)
    bare(panels[1, 0])
    for number, (name, filter) in enumerate(filters.items()):
        above, below = panels[:, number + 1]
        limit = np.abs(out[..., number]).max()
        draw_table(above, filter, f"filter {number}")
        below.imshow(out[..., number], cmap=SIGNED, norm=around_zero(limit))
        below.set_title(name, fontsize=9, color=INK)
        bare(below)
    return figure
