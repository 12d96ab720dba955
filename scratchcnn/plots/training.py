"""What a training run looks like."""

import itertools

import numpy as np
from matplotlib.ticker import (
    FuncFormatter,
    LogLocator,
    MaxNLocator,
    NullFormatter,
    PercentFormatter,
)

from ..arguments import brief
from .picture import FAINT, GRADIENT, INK, INPUT, OUTPUT, WEIGHT, Picture, in_our_style, light

TESTED = "test_accuracies"


@in_our_style
def training_curves(history):
    """Loss of every step and its running mean; the test accuracy where several epochs have one."""
    check_history("history", history)
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


def check_history(name, history):
    """ValueError unless this is a History, or has what one has."""
    if not all(isinstance(getattr(history, each, None), list) for each in ("losses", TESTED)):
        raise ValueError(f"{name}: expected a History, as train returns it, got {brief(history)}")


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


@in_our_style
def compare_runs(histories):
    """The losses of several runs, name → History, smoothed, with their last test accuracies."""
    if not isinstance(histories, dict) or not histories:
        found = "an empty one" if isinstance(histories, dict) else type(histories).__name__
        raise ValueError(f"histories: expected a dictionary, name → History, got {found}")
    for name, history in histories.items():
        check_history(name, history)
        if len(history.losses) == 0:
            raise ValueError(f"{name}: expected a History of one step or more, got an empty one")
    alt = "; ".join(f"{name}: {outcome(history)}" for name, history in histories.items())
    figure = Picture(7, 2.7 + 0.22 * len(histories), f"Training losses compared. {alt}")
    axes = figure.subplots()
    colours = itertools.cycle((OUTPUT, GRADIENT, INPUT, WEIGHT, INK))
    styles = itertools.cycle(("-", "--", "-.", ":"))
    for (name, history), colour, style in zip(histories.items(), colours, styles, strict=False):
        losses = np.clip(np.nan_to_num(history.losses, nan=1e6), 1e-6, 1e6)
        window = max(1, min(50, len(losses) // 4))
        mean = np.convolve(losses, np.ones(window) / window, "valid")
        steps = np.arange(len(mean)) + (window + 1) / 2
        label = f"{name}: {outcome(history)}"
        axes.plot(steps, mean, style, color=colour, linewidth=1.6, label=label)
    axes.set(xlabel="step", ylabel="training loss", yscale="log")
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda loss, _: f"{loss:g}"))
    axes.yaxis.set_minor_formatter(NullFormatter())
    figure.legend(loc="outside lower left", frameon=False, fontsize=9)
    light(axes)
    return figure


def outcome(history):
    """The last test accuracy of a run in words."""
    tested = history.test_accuracies
    return (
        f"{tested[-1]:.1%} of the test digits right" if tested else f"{len(history.losses)} steps"
    )
