"""From loops to arrays: how long each rung takes."""

from ..arguments import positive
from .picture import FAINT, INK, OUTPUT, Picture, in_our_style


@in_our_style
def ladder(seconds):
    """Bars on a logarithmic axis, name → seconds, with each one's gain over the first."""
    names = list(seconds)
    times = [positive(f"seconds of {name}", each) for name, each in seconds.items()]
    if not times:
        raise ValueError("seconds: expected name → seconds, one or more, got none")
    alt = "; ".join(f"{name}: {in_words(each)}" for name, each in seconds.items())
    figure = Picture(7.6, 0.42 * len(names) + 0.8, f"Time of each rung. {alt}")
    axes = figure.subplots()
    axes.barh(names, times, color=[FAINT] + [OUTPUT] * (len(names) - 1), height=0.62)
    for row, each in enumerate(times):
        gain = "" if row == 0 else f",  {times[0] / each:,.0f} times as fast"
        axes.text(each * 1.15, row, in_words(each) + gain, va="center", fontsize=9, color=INK)
    axes.set(xscale="log", xlabel="seconds")
    axes.set_xlim(min(times) / 3, max(times) * 30)
    axes.invert_yaxis()
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    return figure


def in_words(seconds):
    """A time in the unit that suits it."""
    if seconds >= 1:
        return f"{seconds:.1f} s"
    return f"{seconds * 1e3:.3g} ms" if seconds >= 1e-3 else f"{seconds * 1e6:.3g} µs"
