"""Lesson 08: paths over a landscape of two parameters, and learning rates."""

import itertools

import numpy as np

from .picture import FAINT, GRADIENT, INK, INPUT, OUTPUT, Picture, in_our_style, light


@in_our_style
def descents(landscape, paths):
    """Paths of gradient descent (name → points × 2) over the contour lines of a landscape."""
    ends = ", ".join(
        f"{name}: ends at a loss of {landscape(p[-1]):.2g}" for name, p in paths.items()
    )
    figure = Picture(6.6, 2.2 * len(paths), f"Gradient descent in a valley. {ends}")
    width, height = 10.0, 3.0
    grid = np.meshgrid(np.linspace(-width, width, 200), np.linspace(-height, height, 120))
    heights = landscape(grid)
    panels = figure.subplots(len(paths), 1, sharex=True, squeeze=False)[:, 0]
    for axes, (name, path) in zip(panels, paths.items(), strict=True):
        axes.contour(*grid, heights, levels=12, colors=FAINT, linewidths=0.7)
        axes.plot(*path.T, "o-", color=GRADIENT, markersize=3, linewidth=1)
        axes.plot(*path[0], "o", color=INPUT, markersize=7)
        axes.plot(0, 0, "*", color=OUTPUT, markersize=12)
        axes.set(xlim=(-width, width), ylim=(-height, height), ylabel="b", aspect="equal")
        axes.set_title(name, fontsize=10, color=INK)
        axes.spines[["top", "right"]].set_visible(False)
    panels[-1].set_xlabel("a")
    return figure


@in_our_style
def losses_by_step(runs):
    """The loss after every step of several runs, name → losses, on a logarithmic axis."""
    if not runs:
        raise ValueError("runs: expected name → losses, one or more, got none")
    ends = "; ".join(f"{name}: {losses[-1]:.1g}" for name, losses in runs.items())
    figure = Picture(6.6, 3.2, f"Losses over {len(next(iter(runs.values()))) - 1} steps, {ends}")
    axes = figure.subplots()
    styles = itertools.cycle(zip((GRADIENT, INPUT, OUTPUT), ("-", "--", "-."), strict=True))
    for (name, losses), (colour, style) in zip(runs.items(), styles, strict=False):
        axes.plot(losses, style, color=colour, linewidth=1.6, label=name)
    axes.set(xlabel="step", ylabel="loss", yscale="log")
    axes.legend(frameon=False, fontsize=9)
    light(axes)
    return figure


@in_our_style
def schedules(rates):
    """Learning rates over the steps of a training, name → rate of every step."""
    peaks = ", ".join(f"{name}: peak {max(each):.3g}" for name, each in rates.items())
    figure = Picture(3.6 * len(rates), 2.5, f"Learning rates. {peaks}")
    panels = figure.subplots(1, len(rates), squeeze=False)[0]
    for axes, (name, each) in zip(panels, rates.items(), strict=True):
        axes.plot(each, color=OUTPUT, linewidth=1.8)
        axes.set(xlabel="step", ylim=(0, max(each) * 1.1))
        axes.set_title(name, fontsize=9, color=INK)
        light(axes)
    panels[0].set_ylabel("learning rate")
    return figure
