"""What a trained network gets wrong."""

import math

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from ..arguments import brief, whole, whole_array
from .picture import FAINT, GRADIENT, INK, OUTPUT, Picture, bare, in_our_style, show_image


@in_our_style
def confusion_matrix(labels, predictions, classes=10):
    """How often each digit (row) was read as each digit (column); the mistakes are coloured."""
    labels, predictions = whole_array("labels", labels), whole_array("predictions", predictions)
    classes = whole("classes", classes)
    if labels.ndim == 0:
        raise ValueError(f"labels: expected one for each image, got {brief(labels)}")
    for name, read in (("labels", labels), ("predictions", predictions)):
        if read.shape != (len(labels),) or (read < 0).any() or (read >= classes).any():
            raise ValueError(
                f"{name}: expected one of 0 to {classes - 1} for each image, got {brief(read)}"
            )
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


@in_our_style
def worst_mistakes(network, dataset, most=12, columns=4):
    """The wrongly read images that the network was surest of, with their probabilities."""
    most, columns = whole("most", most), whole("columns", columns)
    probabilities = network.predict_proba(dataset.images)
    predictions = probabilities.argmax(axis=1)
    wrong = np.flatnonzero(predictions != dataset.labels)
    sure = probabilities[wrong, predictions[wrong]]
    worst = wrong[np.argsort(-sure, kind="stable")][:most]
    listed = [
        f"{dataset.labels[each]} read as {predictions[each]}, "
        f"{probabilities[each, predictions[each]]:.0%}"
        for each in worst
    ]
    alt = f"The {len(worst)} surest mistakes of {len(wrong)} in {len(dataset):,} images: "
    alt += "; ".join(listed)
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
        show_image(picture, dataset.images[index])
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
