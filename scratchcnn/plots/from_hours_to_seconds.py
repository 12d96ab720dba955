"""Lesson 09: the ladder in hours, the roofline, and the best size of a chunk."""

import numpy as np

from .picture import FAINT, GRADIENT, INK, INPUT, OUTPUT, Picture, in_our_style, light

PAPER = {"facecolor": "white", "edgecolor": "none", "pad": 1}  # labels that no line crosses


def duration(seconds):
    """A time in the unit that suits it: 4.2 days, 63 hours, 108 seconds."""
    for unit, size in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 3 * size:
            return f"{seconds / size:,.{0 if seconds >= 10 * size else 1}f} {unit}"
    return f"{seconds:.{0 if seconds >= 10 else 1}f} seconds"


@in_our_style
def hours(seconds, published):
    """Bars on a logarithmic axis, name → seconds for the whole training, beside the published."""
    names, times = list(seconds), np.array(list(seconds.values()))
    alt = "; ".join(f"{name}: {duration(each)}" for name, each in seconds.items())
    alt = f"Time for nine epochs; published: {duration(published)}. {alt}"
    figure = Picture(8.6, 0.36 * len(names) + 1.1, alt)
    axes = figure.subplots()
    axes.barh(names, times, color=[FAINT] + [OUTPUT] * (len(names) - 1), height=0.62)
    for row, each in enumerate(times):
        place = (each * 1.15, row)
        axes.text(*place, duration(each), va="center", fontsize=9, color=INK, bbox=PAPER)
    axes.axvline(published, color=GRADIENT, linewidth=1.2, zorder=0)
    label = f"published: {duration(published)}"
    axes.text(published, -0.75, label, ha="center", va="bottom", fontsize=9, color=GRADIENT)
    axes.set_xscale("log")
    axes.set_xlim(min(times) / 3, max(*times, published) * 12)
    axes.set_ylim(len(names) - 0.5, -0.6)
    units = {1: "1 second", 10: "10 seconds", 60: "1 minute", 600: "10 minutes", 3600: "1 hour"}
    units |= {36_000: "10 hours", 86_400 * 4: "4 days", 86_400 * 30: "1 month"}
    low, high = axes.get_xlim()
    ticks = [each for each in units if low <= each <= high]
    axes.set_xticks(ticks, [units[each] for each in ticks])
    axes.set_xticks([], minor=True)
    axes.set_xlabel("nine epochs of 60,000 images")
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    return figure


@in_our_style
def roofline(points, peak, bandwidths, sizes):
    """What layers reach, under what the machine could give.

    points      name → [(operations a byte, operations a second), …], one pair for each batch size
    peak        operations a second of a matrix product
    bandwidths  name → bytes a second
    sizes       the batch sizes
    """
    spoken = (
        f"{name}: {pairs[0][0]:.2g} a byte, {pairs[0][1] / 1e9:.2g} billion a second"
        for name, pairs in points.items()
    )
    figure = Picture(8.2, 4.8, f"Roofline, with {sizes[0]} images. {'; '.join(spoken)}")
    axes = figure.subplots()
    intensities = [pair[0] for pairs in points.values() for pair in pairs]
    x = np.geomspace(min(intensities) / 2, max([peak / min(bandwidths.values()), *intensities]) * 4)
    for (name, bandwidth), style in zip(bandwidths.items(), ("-", "--", ":"), strict=False):
        roof = np.minimum(peak, x * bandwidth) / 1e9
        label = f"{name}, {bandwidth / 1e9:.0f} GB/s"
        axes.plot(x, roof, style, color=INK, linewidth=1.2, label=label)
    markers = zip(sizes, (GRADIENT, OUTPUT, INPUT), ("o", "s", "^"), strict=False)
    for number, (size, colour, marker) in enumerate(markers):
        pairs = np.array([each[number] for each in points.values()])
        label = f"{size} images together"
        axes.plot(pairs[:, 0], pairs[:, 1] / 1e9, marker, color=colour, markersize=6, label=label)
    for place, (name, pairs) in enumerate(points.items()):
        across, reached = np.array(pairs).T / [[1], [1e9]]
        axes.plot(across, reached, color=FAINT, linewidth=1, zorder=0)
        side, shift = ("right", -7) if place % 2 == 0 else ("left", 7)  # neighbours on both sides
        lowest = reached.argmin()
        axes.annotate(
            name,
            (across[lowest], reached[lowest]),
            (shift, -3),
            textcoords="offset points",
            ha=side,
            fontsize=8.5,
            bbox=PAPER,
        )
    axes.set(xscale="log", yscale="log", xlabel="operations for each byte moved")
    axes.set_ylabel("billion operations a second, one core")
    axes.set_ylim(axes.get_ylim()[0] / 3, None)
    axes.legend(frameon=False, fontsize=9, loc="lower right")
    light(axes)
    return figure


@in_our_style
def chunk_sizes(seconds, megabytes):
    """Time per image against the images of a chunk, with the size of the largest array."""
    best = min(seconds, key=seconds.get)
    alt = ", ".join(f"{size}: {each * 1e6:.0f}" for size, each in seconds.items())
    figure = Picture(6.6, 3.2, f"Microseconds an image by chunk size: {alt}. Best: {best}")
    axes = figure.subplots()
    sizes, times = list(seconds), 1e6 * np.array(list(seconds.values()))
    axes.plot(sizes, times, "o-", color=INPUT, markersize=5)
    axes.plot(best, times[sizes.index(best)], "o", color=OUTPUT, markersize=9)
    axes.set_xscale("log", base=2)
    labels = [f"{size}\n{megabytes[size]:.2g} MB" for size in sizes]
    axes.set_xticks(sizes, labels, fontsize=8.5)
    axes.set(xlabel="images in a chunk, and its largest array", ylabel="µs an image")
    axes.set_ylim(0, max(times) * 1.08)
    light(axes)
    return figure
