"""The course's figures: one message each, one palette, a text for those who cannot see them.

Every function returns a Picture. A notebook shows it when it is the last line of a cell, and
`picture.savefig("name.png")` writes it to a file.
"""

import io
import math

import numpy as np
from matplotlib.colors import LinearSegmentedColormap, TwoSlopeNorm
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator, PercentFormatter

from .layers import ReLU

# Okabe and Ito's colours, which colour-blind readers can tell apart, with fixed meanings.
INPUT, WEIGHT, OUTPUT, GRADIENT = "#0072B2", "#E69F00", "#009E73", "#D55E00"
INK, FAINT = "#222222", "#BBBBBB"
PIXELS = "gray_r"  # ink on paper
SIGNED = LinearSegmentedColormap.from_list("signed", ["#5B3A8C", "#F7F7F7", "#B35806"])
ACTIVATION = LinearSegmentedColormap.from_list("activation", ["#FFFFFF", OUTPUT, "#003B2C"])
DPI = 144  # stored at twice the size it is shown in, for sharp screens


class Picture(Figure):
    """A Figure that a notebook shows with an alternative text."""

    def __init__(self, width, height, alt):
        super().__init__(figsize=(width, height), layout="constrained")
        self.alt = alt

    def _repr_mimebundle_(self, include=None, exclude=None):
        png = io.BytesIO()
        self.savefig(png, format="png", dpi=DPI)
        width, height = (self.get_size_inches() * DPI / 2).astype(int)
        shown = {"width": int(width), "height": int(height), "alt": self.alt}
        return {"image/png": png.getvalue(), "text/plain": self.alt}, {"image/png": shown}


def digits(images, labels=None, predictions=None, columns=10):
    """Images (N × H × W × 1) in a grid, with their labels; a wrong prediction stands out."""
    rows = math.ceil(len(images) / columns)
    columns = min(columns, len(images))
    captioned = labels is not None or predictions is not None
    alt = f"{len(images)} image{'s' * (len(images) > 1)} in {rows} row{'s' * (rows > 1)}"
    if labels is not None:
        alt += f", labelled {', '.join(str(label) for label in labels)}"
    figure = Picture(0.95 * columns, (1.25 if captioned else 0.95) * rows, alt)
    for number, axes in enumerate(grid(figure, rows, columns)):
        if number >= len(images):
            axes.axis("off")
            continue
        axes.imshow(images[number][..., 0], cmap=PIXELS, vmin=0)
        if predictions is not None:
            right = labels is None or labels[number] == predictions[number]
            text = f"{predictions[number]}" + ("" if right else f", is {labels[number]}")
            axes.set_title(text, fontsize=10, color=INK if right else GRADIENT)
        elif labels is not None:
            axes.set_title(str(labels[number]), fontsize=10, color=INK)
    return figure


def filters(before, after=None, columns=16):
    """The filters of a Convolution (k × k × in × out), numbered, one for each output channel.

    With many input channels the first one is shown. With `after`, every filter stands below what
    it was before.
    """
    sets = {"before": before} if after is None else {"before": before, "after": after}
    sets = {name: np.asarray(each)[:, :, 0, :] for name, each in sets.items()}
    count = before.shape[-1]
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


def feature_maps(network, image, rows=2, columns=8):
    """What every ReLU of the network lets through for one image: the digit on its way down."""
    stages = [("image", np.asarray(image, np.float32))]
    x = network.check_images(np.asarray(image)[np.newaxis])
    for layer in network.layers:
        x = layer.forward(x)
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
        is_image = title == "image"
        colours = {"cmap": PIXELS} if is_image else {"cmap": ACTIVATION, "vmin": 0}
        for number, axes in enumerate(grid(panel, 1 if is_image else rows, columns)):
            if number < maps.shape[-1]:
                axes.imshow(maps[..., number], vmax=max(maps.max(), 1e-9), **colours)
                if not is_image:
                    axes.set_title(str(number), fontsize=7, color=INK, pad=2)
            else:
                axes.axis("off")
    return figure


def training_curves(history):
    """Loss of every step and its running mean; the test accuracy where several epochs have one."""
    tested = history.test_accuracies
    alt = f"Training loss over {len(history.losses):,} steps"
    alt += f"; test accuracy at the end {tested[-1]:.2%}" if tested else ""
    panels = 2 if len(tested) > 1 else 1
    figure = Picture(4.6 * panels + 1.4 * (panels == 1), 3, alt)
    loss_axes, *accuracy_axes = figure.subplots(1, panels, squeeze=False)[0]
    draw_losses(loss_axes, np.asarray(history.losses))
    for axes in accuracy_axes:
        draw_accuracies(axes, tested)
    if len(tested) == 1:
        loss_axes.set_title(f"test accuracy {tested[0]:.2%}", fontsize=11, color=OUTPUT)
    return figure


def draw_losses(axes, losses):
    """Every loss in grey and their running mean in colour, on a logarithmic axis."""
    losses = np.clip(np.nan_to_num(losses, nan=1e6), 1e-6, 1e6)  # an exploded loss is drawn, too
    axes.plot(np.arange(1, len(losses) + 1), losses, color=FAINT, linewidth=0.8, label="one batch")
    window, lowest = max(1, min(50, len(losses) // 4)), 0.05
    if len(losses) > window:
        mean = np.convolve(losses, np.ones(window) / window, "valid")
        middles = np.arange(len(mean)) + (window + 1) / 2
        axes.plot(middles, mean, color=GRADIENT, label=f"mean of {window} batches")
        axes.legend(frameon=False, fontsize=9)
        lowest = mean.min()
    axes.set(xlabel="step", ylabel="training loss", xlim=(0, max(1, len(losses))))
    axes.set_yscale("log")
    axes.set_ylim(lowest / 4, max([3, *losses]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda loss, _: f"{loss:g}"))
    light(axes)


def draw_accuracies(axes, accuracies):
    """The test accuracy after each epoch, the last one written beside its point."""
    epochs = np.arange(1, len(accuracies) + 1)
    axes.plot(epochs, accuracies, "o-", color=OUTPUT, markersize=4)
    axes.set(xlabel="epoch", ylabel="test accuracy", xlim=(0.5, len(accuracies) + 0.5))
    axes.set_title(f"{accuracies[-1]:.2%} after epoch {len(accuracies)}", fontsize=11, color=OUTPUT)
    axes.set_ylim(None, min(1, max(accuracies) + 0.1 * (1 - min(accuracies)) + 1e-3))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.yaxis.set_major_formatter(PercentFormatter(1))
    light(axes)


def confusion_matrix(labels, predictions, classes=10):
    """How often each digit (row) was read as each digit (column); the mistakes are coloured."""
    counts = np.zeros((classes, classes), int)
    np.add.at(counts, (labels, predictions), 1)
    mistakes = counts * (1 - np.eye(classes, dtype=int))
    alt = f"Confusion matrix: {len(labels) - mistakes.sum():,} of {len(labels):,} right"
    if mistakes.any():
        row, column = np.unravel_index(mistakes.argmax(), mistakes.shape)
        alt += f"; the most frequent mistake: {row} read as {column}, {mistakes.max()} times"
    figure = Picture(5.2, 4.6, alt)
    axes = figure.subplots()
    shade = LinearSegmentedColormap.from_list("mistakes", ["#FFFFFF", GRADIENT])
    axes.imshow(mistakes, cmap=shade, vmin=0, vmax=max(1, mistakes.max()))
    for row, column in np.ndindex(counts.shape):
        right = row == column
        if counts[row, column]:
            colour, weight = (OUTPUT, "bold") if right else (INK, "normal")
            text = f"{counts[row, column]}"
            axes.text(
                column, row, text, ha="center", va="center", fontsize=8, color=colour, weight=weight
            )
    axes.set(xlabel="read as", ylabel="is", xticks=range(classes), yticks=range(classes))
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_color(FAINT)
    return figure


def worst_mistakes(network, dataset, most=12, columns=4):
    """The wrongly read images that the network was surest of, with their probabilities."""
    probabilities = network.predict_proba(dataset.images)
    predictions = probabilities.argmax(axis=1)
    wrong = np.flatnonzero(predictions != dataset.labels)
    sure = probabilities[wrong, predictions[wrong]]
    worst = wrong[np.argsort(-sure, kind="stable")][:most]
    alt = f"The {len(worst)} surest mistakes of {len(wrong)} in {len(dataset):,} images"
    if len(worst) == 0:
        figure = Picture(4, 0.6, "No mistakes")
        figure.text(0.5, 0.5, "No mistakes", ha="center", va="center", color=INK)
        return figure
    rows, columns = math.ceil(len(worst) / columns), min(columns, len(worst))
    figure = Picture(2.1 * columns, 1.3 * rows, alt)
    cells = figure.subplots(rows, 2 * columns, squeeze=False).reshape(-1, 2)
    for number, (picture, bars) in enumerate(cells):
        if number >= len(worst):
            picture.axis("off")
            bars.axis("off")
            continue
        index = worst[number]
        picture.imshow(dataset.images[index][..., 0], cmap=PIXELS)
        bare(picture)
        label, prediction = dataset.labels[index], predictions[index]
        picture.set_title(f"read {prediction}, is {label}", fontsize=9, color=GRADIENT)
        colours = [FAINT] * probabilities.shape[1]
        colours[label], colours[prediction] = OUTPUT, GRADIENT
        bars.barh(range(len(colours)), probabilities[index], color=colours)
        bars.set(xlim=(0, 1), xticks=[], yticks=range(len(colours)))
        bars.invert_yaxis()
        bars.tick_params(length=0, labelsize=6, pad=2)
        bars.set_title(f"{probabilities[index, prediction]:.0%}", fontsize=9, color=INK)
        for side in ("top", "right", "bottom"):
            bars.spines[side].set_visible(False)
    return figure


def grid(figure, rows, columns):
    """The axes of a grid of small images, row by row, without ticks and frames."""
    panels = figure.subplots(rows, columns, squeeze=False).ravel()
    for axes in panels:
        bare(axes)
    return panels


def bare(axes):
    """Take away ticks; leave a faint frame, so that an empty image is seen to be one."""
    axes.set(xticks=[], yticks=[])
    for spine in axes.spines.values():
        spine.set(color=FAINT, linewidth=0.5)


def light(axes):
    """A frame of two lines and a faint grid."""
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(color=FAINT, linewidth=0.4, alpha=0.6)


def around_zero(limit):
    """Colours that are the same distance from zero on both sides."""
    return TwoSlopeNorm(0, -max(limit, 1e-9), max(limit, 1e-9))
