"""Lesson 03: biases as pictures, and whether two ways lead to the same map."""

import math

import numpy as np

from .picture import INK, SIGNED, Picture, around_zero, bare, grid, in_our_style


@in_our_style
def bias_maps(bias, columns=8):
    """The biases of one Addition layer (H × W × C), a picture for every channel."""
    height, width, channels = bias.shape
    rows, columns = math.ceil(channels / columns), min(columns, channels)
    limit = np.quantile(np.abs(bias), 0.995)  # what is larger has the colour of the end
    alt = f"Biases from {bias.min():.2f} to {bias.max():.2f}, "
    alt += f"{channels} channels of {height} × {width}"
    size = 8.4 / columns
    figure = Picture(8.4 + 0.8, (size + 0.15) * rows, alt)
    panel, scale = figure.subfigures(1, 2, width_ratios=[8.4, 0.8])
    for number, axes in enumerate(grid(panel, rows, columns)):
        if number >= channels:
            axes.axis("off")
            continue
        image = axes.imshow(bias[..., number], cmap=SIGNED, norm=around_zero(limit))
        axes.set_title(str(number), fontsize=8, color=INK, pad=3)
    bar = scale.colorbar(image, cax=scale.add_axes((0.1, 0.15, 0.15, 0.7)), extend="both")
    bar.ax.tick_params(labelsize=8)
    bar.outline.set_visible(False)
    return figure


@in_our_style
def same_map(pairs, titles=("one way", "the other way")):
    """Two maps and their difference in every row; the differences have a scale of their own.

    pairs   name of the row → (H × W, H × W)
    titles  of the two columns
    """
    gaps = {name: np.abs(one - other).max() for name, (one, other) in pairs.items()}
    alt = "; ".join(f"{name}: differs by up to {gap:.2f}" for name, gap in gaps.items())
    limit = max(np.abs(each).max() for pair in pairs.values() for each in pair)
    limits = limit, limit, max(max(gaps.values()), 1e-3 * limit)
    figure = Picture(7.4, 1.9 * len(pairs) + 0.2, f"Two ways to a map. {alt}")
    panels = figure.subplots(len(pairs), 4, width_ratios=[0.75, 1, 1, 1], squeeze=False)
    for (name, (one, other)), row in zip(pairs.items(), panels, strict=True):
        row[0].axis("off")
        row[0].text(0, 0.5, name, va="center", fontsize=10, color=INK)
        captions = (*titles, f"differs by up to {gaps[name]:.2f}")
        maps = one, other, other - one
        for axes, values, limit, title in zip(row[1:], maps, limits, captions, strict=True):
            axes.imshow(values, cmap=SIGNED, norm=around_zero(limit))
            axes.set_title(title, fontsize=9, color=INK)
            bare(axes)
    return figure
