"""The course's figures: one message each, one palette, a text for those who cannot see them.

Every function returns a Picture. A notebook shows it when it is the last line of a cell, and
`picture.savefig("name.png")` writes it to a file.
"""

import io
import math

import numpy as np
from matplotlib.colors import LinearSegmentedColormap, TwoSlopeNorm
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

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
    alt = f"{len(images)} images in {rows} row{'s' * (rows > 1)}"
    if labels is not None:
        alt += f", labelled {', '.join(str(label) for label in labels)}"
    figure = Picture(0.95 * columns, (1.2 if captioned else 0.95) * rows, alt)
    for number, axes in enumerate(grid(figure, rows, columns)):
        if number >= len(images):
            continue
        axes.imshow(images[number][..., 0], cmap=PIXELS, vmin=0)
        if predictions is not None:
            right = labels is None or labels[number] == predictions[number]
            text = str(predictions[number]) if right else f"{predictions[number]}, not {labels[number]}"
            axes.set_title(text, fontsize=10, color=INK if right else GRADIENT)
        elif labels is not None:
            axes.set_title(str(labels[number]), fontsize=10, color=INK)
    return figure


def filters(before, after=None, columns=8):
    """The filters of a Convolution (k × k × in × out), one picture for each output channel.

    With many input channels the first one is shown. With `after`, both stand side by side.
    """
    sets = [before] if after is None else [before, after]
    sets = [np.asarray(each)[:, :, 0, :] for each in sets]
    count = sets[0].shape[-1]
    rows, columns = math.ceil(count / columns), min(columns, count)
    alt = f"{count} filters of {sets[0].shape[0]} × {sets[0].shape[1]} weights"
    alt += "" if after is None else ", before training (left) and after it (right)"
    figure = Picture(0.62 * columns * len(sets) + 0.6, 0.62 * rows + 0.5, alt)
    limit = max(np.abs(each).max() for each in sets)
    parts = np.atleast_1d(figure.subfigures(1, len(sets), wspace=0.05))
    for part, weights, title in zip(parts, sets, ("before training", "after training"), strict=False):
        if after is not None:
            part.suptitle(title, fontsize=10, color=INK)
        for number, axes in enumerate(grid(part, rows, columns)):
            if number < count:
                image = axes.imshow(weights[..., number], cmap=SIGNED, norm=around_zero(limit))
    bar = figure.colorbar(image, ax=parts[-1].axes, fraction=0.04, aspect=12)
    bar.ax.tick_params(labelsize=8)
    bar.outline.set_visible(False)
    return figure


def feature_maps(network, image, most=16):
    """What every ReLU of the network lets through for one image: the digit on its way down."""
    stages = [("image", np.asarray(image, np.float32))]
    x = network.check_images(np.asarray(image)[np.newaxis])
    for layer in network.layers:
        x = layer.forward(x)
        if x.ndim == 4 and type(layer).__name__ == "ReLU":
            stages.append((f"{x.shape[3]} maps of\n{x.shape[1]} × {x.shape[2]}", x[0]))
    alt = "One digit and the feature maps of " + ", ".join(
        title.replace("\n", " ") for title, _ in stages[1:]
    )
    columns = most // 2
    figure = Picture(0.8 * columns + 1.2, 1.62 * (len(stages) - 1) + 1.3, alt)
    heights = [0.7] + [1] * (len(stages) - 1)
    for part, (title, maps) in zip(figure.subfigures(len(stages), 1, height_ratios=heights), stages, strict=True):
        part.supylabel(title, fontsize=9, color=INK, rotation=0, x=0.01, ha="left", ma="left")
        if maps.shape[-1] == 1:
            axes = part.add_axes((0.47, 0.02, 0.2, 0.96))
            axes.imshow(maps[..., 0], cmap=PIXELS)
            bare(axes)
            continue
        part.subplots_adjust(left=0.15)
        for number, axes in enumerate(grid(part, 2, columns)):
            if number < min(most, maps.shape[-1]):
                axes.imshow(maps[..., number], cmap=ACTIVATION, vmin=0, vmax=max(maps.max(), 1e-9))
    return figure


def training_curves(history):
    """Loss of every step, its running mean, and the test accuracy after each epoch."""
    tested = len(history.test_accuracies)
    alt = f"Training loss over {len(history.losses):,} steps"
    if tested:
        alt += f"; test accuracy after the last epoch {history.test_accuracies[-1]:.2%}"
    figure = Picture(8.4 if tested else 6, 3, alt)
    panels = figure.subplots(1, 2 if tested else 1, squeeze=False)[0]
    losses = np.asarray(history.losses)
    panels[0].plot(np.arange(1, len(losses) + 1), losses, color=FAINT, linewidth=0.8)
    window = max(1, min(50, len(losses) // 4))
    if len(losses) >= window:
        mean = np.convolve(losses, np.ones(window) / window, "valid")
        steps = np.arange(window, len(losses) + 1)
        panels[0].plot(steps, mean, color=GRADIENT, label=f"mean of {window} steps")
        panels[0].legend(frameon=False, fontsize=9)
    panels[0].set(xlabel="step", ylabel="training loss", ylim=(0, None), xlim=(0, None))
    if tested:
        epochs = np.arange(1, tested + 1)
        panels[1].plot(epochs, history.test_accuracies, "o-", color=OUTPUT)
        for epoch, accuracy in zip(epochs, history.test_accuracies, strict=True):
            if epoch in (1, tested):
                panels[1].annotate(
                    f"{accuracy:.2%}", (epoch, accuracy), (0, 8), textcoords="offset points", ha="center"
                )
        panels[1].set(xlabel="epoch", ylabel="test accuracy", xlim=(0.5, tested + 0.5))
        panels[1].set_xticks(epochs[:: max(1, tested // 8)])
        panels[1].yaxis.set_major_formatter(PercentFormatter(1))
        panels[1].margins(y=0.3)
    for axes in panels:
        light(axes)
    return figure


def confusion_matrix(labels, predictions, classes=10):
    """How often each digit (row) was read as each digit (column); only the mistakes are coloured."""
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
            axes.text(column, row, text, ha="center", va="center", fontsize=8, color=colour, weight=weight)
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
    figure = Picture(2.1 * columns, 1.15 * rows, alt)
    cells = figure.subplots(rows, 2 * columns, squeeze=False).reshape(-1, 2)
    for number, (picture, bars) in enumerate(cells):
        if number >= len(worst):
            picture.axis("off"), bars.axis("off")
            continue
        index = worst[number]
        picture.imshow(dataset.images[index][..., 0], cmap=PIXELS)
        bare(picture)
        label, prediction = dataset.labels[index], predictions[index]
        picture.set_title(f"{prediction}, not {label}", fontsize=9, color=GRADIENT)
        colours = [FAINT] * probabilities.shape[1]
        colours[label], colours[prediction] = OUTPUT, GRADIENT
        bars.barh(range(len(colours)), probabilities[index], color=colours)
        bars.set(xlim=(0, 1), xticks=[], yticks=sorted({label, prediction}))
        bars.invert_yaxis()
        bars.tick_params(length=0, labelsize=8)
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
