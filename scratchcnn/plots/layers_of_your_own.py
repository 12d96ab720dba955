"""Lesson 12: runs that differ in one thing, with several seeds each."""

import numpy as np

from .picture import FAINT, INK, INPUT, OUTPUT, Picture, in_our_style


@in_our_style
def by_seed(results):
    """The test accuracy of several runs of each kind, name → accuracies; a line at their mean."""
    if not results or any(len(each) == 0 for each in results.values()):
        raise ValueError("results: expected name → accuracies, one or more of each, got none")
    accuracies = {name: 100 * np.asarray(each, float) for name, each in results.items()}
    told = "; ".join(
        f"{name}: {', '.join(f'{one:.1f}' for one in each)} %" for name, each in accuracies.items()
    )
    figure = Picture(6.6, 0.8 + 0.42 * len(results), f"Test accuracy by seed. {told}")
    axes = figure.subplots()
    for row, each in enumerate(accuracies.values()):
        axes.axhline(row, color=FAINT, linewidth=0.5, zorder=0)
        axes.plot(each, np.full(len(each), row), "o", color=INPUT, markersize=6, alpha=0.8)
        axes.vlines(each.mean(), row - 0.3, row + 0.3, color=OUTPUT, linewidth=2.5)
        axes.annotate(
            f"{each.mean():.1f}",
            (1.01, row),
            xycoords=("axes fraction", "data"),
            va="center",
            fontsize=9,
            color=OUTPUT,
        )
    axes.set(xlabel="test images right, percent: each seed, and their mean")
    axes.set_yticks(range(len(results)), accuracies, fontsize=9, color=INK)
    axes.set_ylim(len(results) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.spines[["top", "right", "left"]].set_visible(False)
    return figure
