"""Lesson 13: the ring, what ranks and threads bring, larger batches, many machines."""

import numpy as np
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, NullFormatter, PercentFormatter

from ..arguments import positive, whole
from .picture import FAINT, GRADIENT, INK, INPUT, OUTPUT, WEIGHT, Picture, in_our_style, light

COLOURS = (OUTPUT, GRADIENT, INPUT, WEIGHT, INK)
FRAME = {"fill": False, "edgecolor": GRADIENT, "linewidth": 1.6}
STYLES = ("o-", "s--", "^-.", "D:", "v-")


@in_our_style
def ring(ranks=4):
    """A ring of ranks at work: after each step, of how many ranks each piece is the sum."""
    ranks = whole("ranks", ranks, least=2)
    steps = 2 * (ranks - 1)
    alt = (
        f"{ranks} ranks, each with a buffer of {ranks} pieces, before and after {steps} steps: in "
        f"the first {ranks - 1} steps, pieces grow to sums over all ranks; in the others they are "
        f"handed on, until each rank has all of them"
    )
    figure = Picture(1.25 * (steps + 1), 0.32 * ranks + 0.9, alt)
    counts = np.ones((ranks, ranks), int)  # of each rank's pieces
    for step, axes in enumerate(figure.subplots(1, steps + 1)):
        came = send_pieces(counts, step - 1) if step else []
        axes.imshow(counts, cmap="Blues", vmin=0, vmax=1.6 * ranks)
        for (rank, piece), count in np.ndenumerate(counts):
            axes.text(piece, rank, count, ha="center", va="center", fontsize=9, color=INK)
        for rank, piece in came:
            axes.add_patch(Rectangle((piece - 0.48, rank - 0.48), 0.96, 0.96, **FRAME))
        axes.set_title("start" if step == 0 else f"step {step}", fontsize=9)
        axes.set(xticks=range(ranks), yticks=range(ranks) if step == 0 else [])
        axes.tick_params(length=0, labelsize=8)
        if step == 0:
            axes.set(ylabel="rank", xlabel="piece")
    return figure


def send_pieces(counts, step):
    """Change the counts as this step does; [(rank, piece)] of what has come in."""
    ranks = len(counts)
    adds = step < ranks - 1
    shift = step + 1 if adds else step - ranks + 1
    came = [(rank, (rank - shift) % ranks) for rank in range(ranks)]
    before = counts.copy()
    for rank, piece in came:
        from_left = before[rank - 1, piece]
        counts[rank, piece] = before[rank, piece] + from_left if adds else from_left
    return came


@in_our_style
def speeds(rates, limit=None):
    """Bars, name → images/s, each with its gain over the first; the limit as a line."""
    names = list(rates)
    values = [positive(f"rate of {name}", each) for name, each in rates.items()]
    if not values:
        raise ValueError("rates: expected name → images/s, one or more, got none")
    alt = "; ".join(f"{name}: {each:,.0f} images/s" for name, each in rates.items())
    figure = Picture(7, 0.42 * len(names) + 0.9, f"Images per second. {alt}")
    axes = figure.subplots()
    axes.barh(names, values, color=[FAINT] + [OUTPUT] * (len(names) - 1), height=0.62)
    for row, each in enumerate(values):
        gain = "" if row == 0 else f",  × {each / values[0]:.2f}"
        axes.text(each, row, f" {each:,.0f}{gain}", va="center", fontsize=9, color=INK)
    if limit is not None:
        axes.axvline(positive("limit", limit), color=GRADIENT, linestyle="--", linewidth=1.2)
        axes.text(limit, -0.7, "limit", ha="center", fontsize=9, color=GRADIENT)
    axes.set(xlabel="images/s", xlim=(0, 1.3 * max([*values, limit or 0])))
    axes.invert_yaxis()
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    return figure


@in_our_style
def batch_sizes(accuracies):
    """Test accuracy over the batch size: rule → {batch size: [one accuracy for each seed]}."""
    if not accuracies:
        raise ValueError("accuracies: expected rule → {batch size: accuracies}, got none")
    middles = {
        rule: {size: float(np.mean(each)) for size, each in by_size.items()}
        for rule, by_size in accuracies.items()
    }
    alt = "; ".join(
        f"{rule}: " + ", ".join(f"{mean:.0%} at {size}" for size, mean in by_size.items())
        for rule, by_size in middles.items()
    )
    figure = Picture(6.4, 3.4, f"Test accuracy over the batch size. {alt}")
    axes = figure.subplots()
    for (rule, by_size), colour, style in zip(middles.items(), COLOURS, STYLES, strict=False):
        axes.plot(by_size.keys(), by_size.values(), style, color=colour, label=rule, markersize=5)
        for size, each in accuracies[rule].items():
            axes.plot([size] * len(each), each, ".", color=colour, markersize=4, alpha=0.6)
    sizes = next(iter(middles.values())).keys()
    axes.set(xlabel="images in a batch", ylabel="test accuracy", xscale="log", ylim=(0, 1))
    plain_ticks(axes, sizes)
    axes.yaxis.set_major_formatter(PercentFormatter(1))
    axes.legend(frameon=False, fontsize=9, loc="lower left")
    light(axes)
    return figure


@in_our_style
def scaling(curves):
    """How many times as fast as one machine: name → {machines: gain}, beside the ideal line."""
    if not curves:
        raise ValueError("curves: expected name → {machines: gain}, got none")
    alt = "; ".join(
        f"{name}: at most {max(gains.values()):.3g}, on {max(gains, key=gains.get)} machines"
        for name, gains in curves.items()
    )
    figure = Picture(6.4, 3.8, f"Predicted gain over one machine. {alt}")
    axes = figure.subplots()
    machines = sorted({each for gains in curves.values() for each in gains})
    axes.plot(machines, machines, color=FAINT, linewidth=1.2, label="ideal")
    for (name, gains), colour, style in zip(curves.items(), COLOURS, STYLES, strict=False):
        axes.plot(gains.keys(), gains.values(), style, color=colour, label=name, markersize=4)
    axes.set(xlabel="machines", ylabel="times as fast", xscale="log", yscale="log")
    plain_ticks(axes, machines)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda gain, _: f"{gain:g}"))
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.legend(frameon=False, fontsize=9)
    light(axes)
    return figure


def plain_ticks(axes, places):
    """Marks on a logarithmic axis at these places, as plain numbers."""
    axes.set_xticks(list(places), labels=[f"{place:,}" for place in places], fontsize=8)
    axes.xaxis.set_minor_formatter(NullFormatter())
