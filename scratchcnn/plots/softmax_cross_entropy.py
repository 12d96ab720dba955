"""Lesson 07: logits, probabilities, and curves of one variable."""

import numpy as np

from .picture import (
    FAINT,
    GRADIENT,
    INK,
    INPUT,
    OUTPUT,
    Picture,
    bare,
    in_our_style,
    light,
    show_image,
)


@in_our_style
def logits_and_probabilities(image, logits, probabilities, label):
    """An image, its logits as bars, and the probabilities that softmax makes of them."""
    read = int(np.argmax(probabilities))
    alt = f"A {label}, read as {read} with probability {probabilities[read]:.2f}"
    figure = Picture(8.4, 2.5, alt)
    picture, left, right = figure.subplots(1, 3, width_ratios=[1, 1.7, 1.7])
    show_image(picture, image)
    picture.set_title(f"is a {label}", fontsize=9, color=INK)
    bare(picture)
    colours = [INPUT] * len(logits)
    left.bar(range(len(logits)), logits, color=colours)
    left.axhline(0, color=INK, linewidth=0.8)
    left.set_title("logits: any number", fontsize=9, color=INK)
    colours = [OUTPUT if digit == label else FAINT for digit in range(len(logits))]
    colours[read] = OUTPUT if read == label else GRADIENT
    right.bar(range(len(logits)), probabilities, color=colours)
    right.set_title("probabilities: positive, 1 in all", fontsize=9, color=INK)
    right.set_ylim(0, 1.1)
    for digit in np.flatnonzero(np.asarray(probabilities) >= 0.005):
        place = (digit, probabilities[digit] + 0.02)
        right.text(*place, f"{probabilities[digit]:.2f}", ha="center", fontsize=8, color=INK)
    for axes in (left, right):
        axes.set_xticks(range(len(logits)))
        light(axes)
    return figure


@in_our_style
def curve(x, y, xlabel, ylabel):
    """y over x, with both axes named."""
    figure = Picture(4.6, 2.8, f"{ylabel} against {xlabel}, from {y[0]:.3g} to {y[-1] + 0.0:.3g}")
    axes = figure.subplots()
    axes.plot(x, y, color=OUTPUT, linewidth=1.8)
    axes.set(xlabel=xlabel, ylabel=ylabel)
    light(axes)
    return figure
