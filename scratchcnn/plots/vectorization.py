"""Lesson 05: maps, and the vector that is made of them."""

import numpy as np

from .arrays import frame
from .picture import ACTIVATION, INK, Picture, bare, in_our_style, show_image


@in_our_style
def unrolled(image, maps, place, shown=8):
    """An image, some of its maps with one place framed, and their vector, a line for each place.

    image  H × W × 1
    maps   H' × W' × C, none negative
    place  (row, column) in the maps
    """
    height, width, channels = maps.shape
    shown, limit = min(shown, channels), max(maps.max(), 1e-9)
    row = place[0] * width + place[1]
    lines = maps.reshape(height * width, channels)  # a line of C numbers for each place
    alt = f"A digit, {shown} of its {channels} maps of {height} × {width}, and their vector of "
    alt += f"{maps.size:,} numbers in lines of {channels}; place {tuple(place)} is line {row}"
    figure = Picture(1.02 * (shown + 1), 5.6, alt)
    above, below = figure.subfigures(2, 1, height_ratios=[1.15, 4.45])
    digit, *panels = above.subplots(1, shown + 1)
    show_image(digit, image)
    digit.set_title("image", fontsize=9, color=INK)
    bare(digit)
    for number, axes in enumerate(panels):
        axes.imshow(maps[..., number], cmap=ACTIVATION, vmin=0, vmax=limit)
        axes.set_title(f"channel {number}", fontsize=8, color=INK)
        bare(axes)
        frame(axes, *place, 1, 1)
    axes = below.subplots()
    axes.imshow(lines, cmap=ACTIVATION, vmin=0, vmax=limit, aspect="auto")
    frame(axes, row, 0, 1, channels)
    axes.set(xlabel="channel", ylabel="place, row by row")
    axes.set_title(f"the vector, {channels} numbers a line", fontsize=9, color=INK)
    axes.set_yticks(np.arange(0, height * width, width))
    axes.tick_params(labelsize=8)
    return figure
