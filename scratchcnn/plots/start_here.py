"""Lesson 00: what a network reads, its map, pixels, a graph of a computation, errors of slopes."""

import numpy as np
from matplotlib.patches import FancyArrowPatch

from ..arguments import format_shape
from .arrays import TITLES, numbers
from .picture import (
    ACTIVATION,
    FAINT,
    GRADIENT,
    INK,
    INPUT,
    OUTPUT,
    PIXELS,
    SIGNED,
    WEIGHT,
    Picture,
    around_zero,
    bare,
    in_our_style,
    light,
    show_image,
)

CENTRED = {"ha": "center", "va": "center"}
LESSONS = {
    "Division": "00",
    "Convolution": "01",
    "MaxPooling": "02",
    "Addition": "03",
    "ReLU": "04",
    "Vectorization": "05",
    "Dense": "06",
    "Softmax": "07",
}


@in_our_style
def readings(network, images):
    """Images (name → 28 × 28 × 1), and below each one its ten probabilities as bars."""
    probabilities = network.predict_proba(np.stack(list(images.values())))
    read = [f"{name}: read as {p.argmax()}" for name, p in zip(images, probabilities, strict=True)]
    figure = Picture(1.85 * len(images), 3.1, "What a network reads. " + "; ".join(read))
    panels = figure.subplots(2, len(images), height_ratios=[1.25, 1], squeeze=False)
    for column, (name, image) in enumerate(images.items()):
        above, below = panels[:, column]
        show_image(above, image, vmin=0, vmax=255)
        above.set_title(name, fontsize=9, color=INK)
        bare(above)
        best = probabilities[column].argmax()
        colours = [OUTPUT if digit == best else FAINT for digit in range(10)]
        below.bar(range(10), probabilities[column], color=colours, width=0.8)
        below.set_title(f"{best}, {percent(probabilities[column, best])}", fontsize=9, color=INK)
        below.set(ylim=(0, 1), xticks=range(10), yticks=[])
        below.tick_params(length=0, labelsize=8, pad=2)
        below.spines[["top", "right", "left"]].set_visible(False)
    return figure


def percent(probability):
    """A probability in words; softmax is never entirely sure."""
    return "over 99 %" if probability > 0.99 else f"{100 * probability:.0f} %"


@in_our_style
def network_map(network, image):
    """Every row of a network as a block: its lesson, and what it makes of one image.

    Of many maps one is shown, the one that the next ReLU lets most through of. A new line starts
    where the picture gets smaller, and where it becomes a vector.
    """
    rows, outputs = network.summary().rows, outputs_of(network, image)
    lines = [[]]
    for number, row in enumerate(rows):
        if lines[-1] and row.layer in ("MaxPooling", "Vectorization"):
            lines.append([])
        lines[-1].append(number)
    columns = max(len(lines[0]) + 1, *map(len, lines))
    alt = ", ".join(f"{n} {row.layer} {format_shape(row.shape)}" for n, row in enumerate(rows, 1))
    figure = Picture(1.7 * columns, 2.15 * len(lines), f"The network, row by row: {alt}")
    figure.get_layout_engine().set(h_pad=0.12, w_pad=0.1)
    panels = figure.subplots(len(lines), columns, squeeze=False)
    for axes in panels.ravel():
        axes.axis("off")
    places = [
        axes for line, right in zip(lines, panels, strict=True) for axes in right[-len(line) :]
    ]
    shown = channels(rows, outputs)
    label(panels[0, -len(lines[0]) - 1], "0 Input", format_shape(np.shape(image)), learns=False)
    if np.shape(image)[2:] == (3,):
        show_image(panels[0, -len(lines[0]) - 1], image)
    else:
        draw_output(panels[0, -len(lines[0]) - 1], np.asarray(image, float), 0)
    for number, (row, axes) in enumerate(zip(rows, places, strict=True)):
        below = f"{format_shape(row.shape)}\nlesson {LESSONS.get(row.layer, '10')}"
        label(axes, f"{number + 1} {row.layer}", below, learns=row.parameters > 0)
        draw_output(axes, outputs[number], shown[number])
        axes.text(-0.13, 0.5, "→", transform=axes.transAxes, **CENTRED, fontsize=12, color=INK)
    return figure


def outputs_of(network, image):
    """What every row puts out for one image, the probabilities last."""
    outputs = network.outputs(np.asarray(image)[np.newaxis])
    return [output[0] for output in [*outputs, network.softmax.forward(outputs[-1])]]


def channels(rows, outputs):
    """The channel to show of every row: the strongest one of the next ReLU; pooling keeps it."""
    shown, waiting, strongest = [0] * len(rows), [], 0
    for number, (row, output) in enumerate(zip(rows, outputs, strict=True)):
        if output.ndim < 3 or row.layer == "MaxPooling":
            shown[number] = strongest
            continue
        waiting.append(number)
        if row.layer == "ReLU":
            strongest = int(output.sum(axis=(0, 1)).argmax())
            for each in waiting:
                shown[each] = strongest
            waiting = []
    return shown


def label(axes, title, below, learns):
    """A frame, a title above it, a text below; rows that learn stand out."""
    axes.axis("on")
    bare(axes)
    axes.set_title(title, fontsize=10, color=TITLES[WEIGHT] if learns else INK)
    axes.set_xlabel(below, fontsize=8.5, color=INK)


def draw_output(axes, output, channel):
    """A map, or a vector: ten numbers as bars, more of them written like lines of a text."""
    if output.size <= 10:
        axes.bar(range(output.size), output.ravel(), color=OUTPUT)
        axes.set_xticks(range(output.size))
        axes.tick_params(length=0, labelsize=7, pad=1)
        axes.set_box_aspect(1)
        return
    if output.ndim == 1:
        width = int(np.ceil(np.sqrt(output.size)))
        output = np.resize(np.append(output, np.zeros(width**2 - output.size)), (width, width, 1))
    values = output[..., min(channel, output.shape[-1] - 1)]
    limit = max(np.abs(values).max(), 1e-9)
    if (values < 0).any():
        axes.imshow(values, cmap=SIGNED, norm=around_zero(limit))
    else:
        is_image = output.shape[-1] == 1 and len(values) == 28
        axes.imshow(values, cmap=PIXELS if is_image else ACTIVATION, vmin=0, vmax=limit)


@in_our_style
def patch(image, rows, columns):
    """The numbers of a piece of an image, from (first, end) to (first, end), edges numbered."""
    (top, bottom), (left, right) = rows, columns
    figure = numbers({"row, column": image[top:bottom, left:right, 0]})
    figure.alt = (
        f"Rows {top} to {bottom - 1}, columns {left} to {right - 1} of an image, in numbers"
    )
    axes = figure.axes[0]
    axes.set_title("")
    axes.set_xticks(range(right - left), range(left, right), minor=True)
    axes.set_yticks(range(bottom - top), range(top, bottom), minor=True)
    look = {"length": 0, "labelsize": 9, "labelcolor": TITLES[INPUT]}
    axes.tick_params(which="minor", labeltop=True, labelbottom=False, **look)
    return figure


@in_our_style
def graph(steps, values, gradients=None):
    """A computation in small steps as a graph: values above the nodes, gradients below them.

    steps      name → (formula, the names it is computed from), in the order of computing
    values     name → number, written above each node
    gradients  name → ∂(last step)/∂name; with them, arrows run back as well
    """
    places = graph_places(steps)
    alt = "; ".join(f"{name} = {formula}" for name, (formula, _) in steps.items())
    for title, each in {"Values": values, "Gradients": gradients or {}}.items():
        alt += f". {title}: {listed(each)}" if each else ""
    columns = 1 + max(x for x, _ in places.values())
    figure = Picture(2 * columns, 2.7, alt)
    axes = figure.subplots()
    axes.set(xlim=(-0.4, columns - 0.6), ylim=(-1, 1))
    axes.axis("off")
    for name, (_, sources) in steps.items():
        for source in sources:
            room = 36 if source in steps else 18  # points to the middle of a box, long or short
            arrow(axes, places[source], places[name], INK, 0, room, 36)
            if gradients:
                arrow(axes, places[name], places[source], GRADIENT, 0.25, 36, room)
    last = list(steps)[-1]
    for name, (x, y) in places.items():
        text = f"{name} = {steps[name][0]}" if name in steps else name
        edge = {"facecolor": "white", "edgecolor": OUTPUT if name in steps else INPUT}
        axes.text(x, y, text, bbox={"boxstyle": "round,pad=0.45", **edge}, **CENTRED, fontsize=11)
        if name in values:
            axes.text(x, y + 0.3, signed(values[name]), **CENTRED, fontsize=11)
        if name in (gradients or {}):
            text = f"∂{last}/∂{name} = {signed(gradients[name])}"
            axes.text(x, y - 0.32, text, **CENTRED, fontsize=10, color=TITLES[GRADIENT])
    return figure


def graph_places(steps):
    """name → (column, height): steps right of all they need, inputs just left of their use."""
    column = {}
    for name, (_, sources) in steps.items():
        column[name] = 1 + max(column.get(source, 0) for source in sources)
    for name, (_, sources) in reversed(steps.items()):
        for source in sources:
            if source not in steps:
                column[source] = min(column.get(source, column[name]), column[name] - 1)
    members = {}
    for name in sorted(column, key=lambda name: name not in steps):  # steps above inputs
        members.setdefault(column[name], []).append(name)
    return {
        name: (x, (len(names) - 1) * 0.5 - row)
        for x, names in members.items()
        for row, name in enumerate(names)
    }


def arrow(axes, start, end, colour, bend, before, after):
    style = f"arc3,rad={bend + (0.3 if end[0] - start[0] > 1 else 0)}"
    look = {"color": colour, "arrowstyle": "-|>", "mutation_scale": 12, "linewidth": 1.1}
    axes.add_patch(
        FancyArrowPatch(start, end, connectionstyle=style, shrinkA=before, shrinkB=after, **look)
    )


def listed(numbers):
    return ", ".join(f"{name} {signed(number)}" for name, number in numbers.items())


def signed(number):
    return f"{number:g}".replace("-", "−")


@in_our_style
def step_sizes(steps, errors, notes=None):
    """The error of measured slopes over the step size, name → errors; the least one is marked.

    notes  text → (name, step): the curve and the place on it beside which the text is written
    """
    best = {name: steps[np.argmin(each)] for name, each in errors.items()}
    alt = "; ".join(f"{name}: least for a step of {h:.0e}" for name, h in best.items())
    figure = Picture(7.6, 4.4, f"Error of a measured slope over the step size. {alt}")
    axes = figure.subplots()
    styles = zip((INPUT, GRADIENT, INPUT, GRADIENT), ("--", "--", "-", "-"), strict=True)
    for (name, each), (colour, style) in zip(errors.items(), styles, strict=False):
        axes.plot(steps, each, style, color=colour, linewidth=1.5, label=name)
        axes.plot(best[name], each.min(), "o", color=colour, markersize=6)
    for text, (name, step) in (notes or {}).items():
        place = step, np.interp(step, steps, errors[name])
        side, shift = ("left", 9) if step < best[name] else ("right", -9)  # above the curve
        look = {"textcoords": "offset points", "ha": side, "fontsize": 11, "color": INK}
        axes.annotate(text, place, (shift, 6), **look)
    axes.set(xscale="log", yscale="log", xlabel="step h", ylabel="relative error of the slope")
    axes.legend(frameon=False, fontsize=9)
    light(axes)
    return figure
