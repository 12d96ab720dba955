"""Lesson 10: one digit under the microscope, and how filters grow."""

import numpy as np

from ..arguments import format_shape
from ..layers import ReLU, SoftmaxCrossEntropy
from ..layers.layer import learning
from .picture import (
    ACTIVATION,
    INK,
    SIGNED,
    Picture,
    around_zero,
    bare,
    grid,
    in_our_style,
    show_image,
)


@in_our_style
def microscope(network, image, label, columns=8):
    """One digit forward and the wishes of its loss backward, map by map, at every ReLU with maps.

    Above, what the ReLU lets through; below, -dL/d(the same numbers): brown where more of it would
    make the loss smaller, purple where less would. A few extreme points don't set the scale.
    """
    stages = maps_and_gradients(network, image, label)
    sizes = [
        f"{min(columns, maps.shape[-1])} maps of {format_shape(maps.shape[:2])}"
        for maps, _ in stages
    ]
    alt = f"The digit {label}: what {len(stages)} layers make of it ({', '.join(sizes)}). Below "
    alt += (
        "each map, brown is where more of it would make the loss smaller, purple where less would"
    )
    figure = Picture(0.85 * columns + 1.5, 2.0 * len(stages) + 1.1, alt)
    heights = [1.1] + [2.0] * len(stages)
    top, *bands = np.atleast_1d(figure.subfigures(len(heights), 1, height_ratios=heights))
    caption, panel = top.subfigures(1, 2, width_ratios=[1.5, 0.85 * columns])
    caption.text(0.08, 0.5, f"the digit: {label}", fontsize=9, color=INK, va="center")
    digit, *empty = grid(panel, 1, columns)
    show_image(digit, image)
    for axes in empty:
        axes.axis("off")
    for band, (maps, gradients) in zip(bands, stages, strict=True):
        height, width, channels = maps.shape
        caption, panel = band.subfigures(1, 2, width_ratios=[1.5, 0.85 * columns])
        size = f"{min(columns, channels)} of {channels} maps\n{height} × {width}"
        caption.text(0.08, 0.72, f"forward\n{size}", fontsize=9, color=INK, va="center")
        caption.text(0.08, 0.25, "backward:\nwished", fontsize=9, color=INK, va="center")
        reached = np.abs(gradients[gradients != 0])
        limit = np.quantile(reached, 0.98) if reached.size else 1
        cells = grid(panel, 2, columns)
        for number, (above, below) in enumerate(zip(cells[:columns], cells[columns:], strict=True)):
            if number >= channels:
                above.axis("off")
                below.axis("off")
                continue
            above.imshow(maps[..., number], cmap=ACTIVATION, vmin=0, vmax=max(maps.max(), 1e-9))
            below.imshow(-gradients[..., number], cmap=SIGNED, norm=around_zero(limit))
            above.set_title(str(number), fontsize=7, color=INK, pad=2)
    return figure


def maps_and_gradients(network, image, label):
    """[(output, dL/d output)] of every ReLU with maps, for one image; the network is untouched."""
    network, loss = network.replica(), SoftmaxCrossEntropy()
    with learning(False):
        outputs = network.outputs(np.asarray(image)[np.newaxis])
        loss.forward(outputs[-1], np.array([label]))
        d, stages = loss.backward(), []
        for layer, output in zip(network.layers[::-1], outputs[::-1], strict=True):
            if isinstance(layer, ReLU) and output.ndim == 4:
                stages.insert(0, (output[0], d[0]))
            d = layer.backward(d)
    return stages


@in_our_style
def growth(snapshots):
    """Filters (k × k × 1 × out) at several steps of training, step → array.

    The first row shows the filters at the beginning, the others the differences from it, each row
    on its own scale.
    """
    steps = list(snapshots)
    first = snapshots[steps[0]]
    count = first.shape[-1]
    changes = [
        f"at step {step} by up to {np.abs(snapshots[step] - first).max():.2g}" for step in steps[1:]
    ]
    alt = f"{count} filters at step {steps[0]}, and how they have changed: {', '.join(changes)}"
    figure = Picture(0.55 * count + 1.1, 0.62 * len(steps) + 0.2, alt)
    panels = grid(figure, len(steps), count).reshape(len(steps), count)
    for row, (step, filters) in zip(panels, snapshots.items(), strict=True):
        shown = first if step == steps[0] else filters - first
        limit = np.abs(shown).max()
        for number, axes in enumerate(row):
            axes.imshow(shown[:, :, 0, number], cmap=SIGNED, norm=around_zero(limit))
            if step == steps[0]:
                axes.set_title(str(number), fontsize=8, color=INK, pad=3)
        label = f"step {step}\n± {limit:.2g}"
        row[0].set_ylabel(label, fontsize=8, rotation=0, ha="right", va="center")
    return figure


@in_our_style
def saliency(images, gradients, titles):
    """Images (N × H × W × 1), and below each one the gradient of a logit or of the loss with
    respect to its pixels, of the same shape, with the digit's outline.
    """
    alt = f"{len(images)} digit{'s' * (len(images) > 1)}: {', '.join(titles)}. Below each one, its "
    alt += "outline, brown where the gradient is positive, purple where it is negative"
    figure = Picture(1.15 * len(images), 2.6, alt)
    panels = figure.subplots(2, len(images), squeeze=False)
    for image, gradient, title, (above, below) in zip(
        images, gradients, titles, panels.T, strict=True
    ):
        show_image(above, image)
        above.set_title(title, fontsize=9, color=INK)
        gradient, shade = gradient.sum(axis=-1), image.mean(axis=-1)  # of all colours
        below.imshow(gradient, cmap=SIGNED, norm=around_zero(np.abs(gradient).max()))
        below.contour(shade, levels=[127], colors=INK, linewidths=0.8)
        bare(above)
        bare(below)
    return figure
