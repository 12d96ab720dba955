"""Digits, filters and feature maps."""

import math

import numpy as np

from ..arguments import brief, format_shape, real_array, whole
from ..layers import ReLU
from .picture import (
    ACTIVATION,
    GRADIENT,
    INK,
    SIGNED,
    Picture,
    around_zero,
    grid,
    in_our_style,
    show_image,
)


@in_our_style
def digits(images, labels=None, predictions=None, columns=10):
    """Images (N × H × W × 1, or × 3 for colours) in a grid, with their labels; a wrong prediction
    stands out.
    """
    images, columns = real_array("images", images), whole("columns", columns)
    if images.ndim != 4 or len(images) == 0:
        raise ValueError(
            f"images: expected N × H × W × 1, one or more, got {format_shape(images.shape)}"
        )
    for name, captions in (("labels", labels), ("predictions", predictions)):
        count = len(captions) if np.iterable(captions) else brief(captions)
        if captions is not None and count != len(images):
            raise ValueError(f"{name}: expected {len(images)}, one an image, got {count}")
    rows = math.ceil(len(images) / columns)
    columns = min(columns, len(images))
    captioned = labels is not None or predictions is not None
    alt = f"{len(images)} image{'s' * (len(images) > 1)} in {rows} row{'s' * (rows > 1)}"
    if labels is not None:
        alt += f", labelled {', '.join(str(label) for label in labels)}"
    if predictions is not None:
        alt += how_read(predictions, labels)
    figure = Picture(0.95 * columns, (1.25 if captioned else 0.95) * rows, alt)
    for number, axes in enumerate(grid(figure, rows, columns)):
        if number >= len(images):
            axes.axis("off")
            continue
        show_image(axes, images[number], vmin=0)
        if predictions is not None:
            right = labels is None or labels[number] == predictions[number]
            text = f"{predictions[number]}" + ("" if right else f", is {labels[number]}")
            axes.set_title(text, fontsize=10, color=INK if right else GRADIENT)
        elif labels is not None:
            axes.set_title(str(labels[number]), fontsize=10, color=INK)
    return figure


def how_read(predictions, labels):
    """What a network read, in words: all of it, or only its mistakes where labels are known."""
    if labels is None:
        return f", read as {', '.join(str(read) for read in predictions)}"
    pairs = zip(predictions, labels, strict=True)
    wrong = [f"a {label} as {read}" for read, label in pairs if read != label]
    return f"; wrongly read: {', '.join(wrong)}" if wrong else "; all read right"


@in_our_style
def filters(before, after=None, columns=16):
    """The filters of a Convolution (k × k × in × out), numbered, one for each output channel.

    With many input channels the first one is shown. With `after`, every filter stands below what
    it was before.
    """
    sets = {"before": before} if after is None else {"before": before, "after": after}
    for name, each in sets.items():
        if np.shape(each) != np.shape(before) or np.ndim(each) != 4 or 0 in np.shape(each):
            found = f"{type(each).__name__} of {format_shape(np.shape(each))}"
            raise ValueError(f"{name}: expected filters of k × k × in × out, got {found}")
    sets = {name: np.asarray(each)[:, :, 0, :] for name, each in sets.items()}
    before = np.asarray(before)
    count, columns = before.shape[-1], whole("columns", columns)
    bands, columns = math.ceil(count / columns), min(columns, count)
    alt = f"{count} filters of {before.shape[0]} × {before.shape[1]} weights"
    alt += "" if after is None else ", each above what training made of it"
    figure = Picture(0.6 * columns + 1, (0.62 * len(sets) + 0.2) * bands, alt)
    limit = max(np.abs(each).max() for each in sets.values())
    panel, scale = figure.subfigures(1, 2, width_ratios=[0.6 * columns, 1])
    axes = iter(grid(panel, bands * len(sets), columns))
    for band in range(bands):
        for row, (name, weights) in enumerate(sets.items()):
            for number in range(band * columns, (band + 1) * columns):
                place = next(axes)
                if number >= count:
                    place.axis("off")
                    continue
                image = place.imshow(weights[..., number], cmap=SIGNED, norm=around_zero(limit))
                if row == 0:
                    place.set_title(str(number), fontsize=8, color=INK, pad=3)
                if number % columns == 0 and after is not None:
                    place.set_ylabel(name, fontsize=9, color=INK)
    bar = scale.colorbar(image, cax=scale.add_axes((0.1, 0.15, 0.15, 0.7)))
    bar.ax.tick_params(labelsize=8)
    bar.outline.set_visible(False)
    return figure


@in_our_style
def feature_maps(network, image, rows=2, columns=8):
    """What every ReLU of the network lets through for one image: the digit on its way down."""
    image = real_array("image", image)
    stages = [("image", image)]
    outputs = network.outputs(image[np.newaxis])
    for layer, x in zip(network.layers, outputs, strict=True):
        if x.ndim == 4 and isinstance(layer, ReLU):
            height, width, channels = x.shape[1:]
            shown = min(rows * columns, channels)
            title = f"{shown} of {channels} maps,\n" if shown < channels else f"{channels} maps,\n"
            stages.append((f"{title}{height} × {width}", x[0]))
    titles = [title.replace("\n", " ") for title, _ in stages]
    alt = "One digit on its way through the network: " + "; ".join(titles)
    figure = Picture(0.8 * columns + 1.2, 0.92 * (rows * (len(stages) - 1) + 1), alt)
    heights = [1] + [rows] * (len(stages) - 1)
    bands = np.atleast_1d(figure.subfigures(len(stages), 1, height_ratios=heights))
    for band, (title, maps) in zip(bands, stages, strict=True):
        caption, panel = band.subfigures(1, 2, width_ratios=[1.2, 0.8 * columns])
        caption.text(0.1, 0.5, title, fontsize=9, color=INK, va="center")
        is_image, limit = title == "image", max(maps.max(), 1e-9)
        for number, axes in enumerate(grid(panel, 1 if is_image else rows, columns)):
            if is_image and number == 0:
                show_image(axes, maps, vmax=limit)
            elif not is_image and number < maps.shape[-1]:
                axes.imshow(maps[..., number], cmap=ACTIVATION, vmin=0, vmax=limit)
                axes.set_title(str(number), fontsize=7, color=INK, pad=2)
            else:
                axes.axis("off")
    return figure
