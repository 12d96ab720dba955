"""Lesson 02: which pixels win, how often, what is lost of their gradients, and the kink of max."""

import numpy as np
from matplotlib.colors import BoundaryNorm, LinearSegmentedColormap, ListedColormap
from matplotlib.ticker import MaxNLocator

from .arrays import FRAMES, frame
from .picture import GRADIENT, INK, OUTPUT, PIXELS, Picture, bare, in_our_style, light

SHADES = ["#8FD3BC", "#009E73", "#00644A", "#00261C"]  # chosen once, twice, three, four times


@in_our_style
def winners(image, times_chosen, out, windows=(), size=3, stride=2):
    """Who goes on: the image, how often each of its pixels is chosen, and the pooled image.

    image         H × W
    times_chosen  H × W whole numbers: in how many windows a pixel wins
    out           H' × W', the pooled image
    windows       list of (row, column) in `out` to frame, in all three pictures
    """
    counts = np.bincount(np.asarray(times_chosen).astype(int).ravel(), minlength=5)
    often = ", ".join(f"{counts[n]:,} {n} ×" for n in range(1, len(counts)) if counts[n])
    alt = f"{image.size} pixels: {counts[0]} never chosen, {often}; pooled to {out.size} pixels"
    figure = Picture(9.2, 3.3, alt)
    left, middle, scale, right = figure.subplots(1, 4, width_ratios=[1, 1, 0.04, 1])
    titles = (f"{len(image)} × {image.shape[1]} pixels", "how often a pixel is chosen")
    panels = (left, middle, right)
    for axes, title in zip(panels, (*titles, f"{len(out)} × {out.shape[1]} winners"), strict=True):
        axes.set_title(title, fontsize=9, color=INK)
        bare(axes)
    left.imshow(image, cmap=PIXELS)
    right.imshow(out, cmap=PIXELS)
    limit = 4 * max(float(image.max()), 1e-9)
    middle.imshow(image, cmap=PIXELS, vmax=limit)  # pale, for orientation
    chosen = np.ma.masked_equal(times_chosen, 0)
    shades = middle.imshow(chosen, cmap=ListedColormap(SHADES), norm=BoundaryNorm(range(1, 6), 4))
    figure.colorbar(shades, cax=scale, ticks=[1.5, 2.5, 3.5, 4.5]).outline.set_visible(False)
    scale.set_yticklabels(["once", "twice", "3 times", "4 times"], fontsize=8)
    scale.tick_params(length=0)
    scale.set_box_aspect(12)
    for number, ((row, column), colour) in enumerate(zip(windows, FRAMES, strict=False)):
        for axes in (left, middle):
            frame(axes, stride * row, stride * column, size, size, colour, inset=0.09 * number)
        frame(right, row, column, 1, 1, colour, inset=0.1)
    return figure


@in_our_style
def overwriting(added, kept):
    """What reaches each pixel of a digit when gradients add up, when the last one stays, and what
    is lost: three images (H × W) on one scale, each with its sum."""
    panels = {"with +=": added, "with =": kept, "lost": added - kept}
    sums = {name: f"{name}, sum {image.sum():.0f}" for name, image in panels.items()}
    alt = f"The gradient of a digit: {'; '.join(sums.values())}"
    figure = Picture(7.6, 2.7, alt)
    colours = LinearSegmentedColormap.from_list("gradient", ["#FFFFFF", GRADIENT, "#4A1D00"])
    axes = figure.subplots(1, 3)
    for panel, (name, image) in zip(axes, panels.items(), strict=True):
        bare(panel)
        panel.set_title(sums[name], fontsize=9, color=INK)
        shades = panel.imshow(image, cmap=colours, vmin=0, vmax=max(added.max(), 1e-9))
    bar = figure.colorbar(
        shades, ax=list(axes), shrink=0.8, pad=0.02, ticks=MaxNLocator(integer=True)
    )
    bar.ax.tick_params(labelsize=8)
    bar.outline.set_visible(False)
    return figure


@in_our_style
def kink():
    """max(a, 7) with its kink at a = 7, and two lines that touch it there and stay below it."""
    alt = "max(a, 7): flat up to a = 7, rising with slope 1 after it; two lines of slope ¼ and ¾ "
    figure = Picture(4.6, 2.7, alt + "go through the kink, below the function everywhere")
    axes = figure.subplots()
    a = np.linspace(4, 10, 61)
    axes.plot(a, np.maximum(a, 7), color=OUTPUT, linewidth=2.5, label="max(a, 7)")
    for slope, style, name in ((0.25, "--", "¼"), (0.75, ":", "¾")):
        line = 7 + slope * (a - 7)
        axes.plot(a, line, style, color=GRADIENT, linewidth=1.6, label=f"a line with slope {name}")
    axes.plot(7, 7, "o", color=INK, markersize=5)
    axes.annotate("kink", (7, 7), (6.3, 7.7), fontsize=9, color=INK)
    axes.set_xlabel("a", fontsize=9, color=INK)
    axes.tick_params(labelsize=8)
    axes.legend(fontsize=8, frameon=False)
    light(axes)
    return figure
