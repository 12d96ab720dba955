"""From loops to arrays: how long each rung takes."""

from ..arguments import number
from .picture import FAINT, INK, OUTPUT, Picture, in_our_style

TICK = 1e-4  # seconds: what passes between two readings of a browser's clock that differ


@in_our_style
def ladder(seconds):
    """Bars on a logarithmic axis, name → seconds, with each one's gain over the first.

    0 seconds are taken for less than a tenth of a millisecond, which a browser's clock can't tell.
    """
    names = list(seconds)
    measured = [number(f"seconds of {name}", each) for name, each in seconds.items()]
    times = [each or TICK for each in measured]
    if not times:
        raise ValueError("seconds: expected name → seconds, one or more, got none")
    alt = "; ".join(f"{name}: {in_words(each)}" for name, each in seconds.items())
    figure = Picture(7.6, 0.42 * len(names) + 0.8, f"Time of each rung. {alt}")
    axes = figure.subplots()
    axes.barh(names, times, color=[FAINT] + [OUTPUT] * (len(names) - 1), height=0.62)
    for row, each in enumerate(times):
        over = "" if measured[row] else "over "
        gain = "" if row == 0 else f",  {over}{times[0] / each:,.0f} times as fast"
        words = in_words(measured[row]) + gain
        axes.text(each * 1.15, row, words, va="center", fontsize=9, color=INK)
    axes.set(xscale="log", xlabel="seconds")
    axes.set_xlim(min(times) / 3, max(times) * 30)
    axes.invert_yaxis()
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    return figure


def in_words(seconds):
    """A time in the unit that suits it."""
    if seconds == 0:
        return f"under {in_words(TICK)}"
    if seconds >= 1:
        return f"{seconds:.1f} s"
    return f"{seconds * 1e3:.3g} ms" if seconds >= 1e-3 else f"{seconds * 1e6:.3g} µs"
