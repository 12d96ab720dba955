"""What is on a pad, and what the network makes of it."""

from .picture import (
    ACTIVATION,
    FAINT,
    INK,
    OUTPUT,
    PIXELS,
    SIGNED,
    Picture,
    around_zero,
    bare,
    grid,
    in_our_style,
)

MAPS = 16  # in one strip


@in_our_style
def drawing(pad):
    """A DrawPad as a picture: the page, what the network sees, how sure it is of what, and why."""
    reading = pad.reading
    figure = Picture(7.2, 3.1, f"A drawing on a pad. {reading.sentence}")
    figure.suptitle(pad.hint + reading.sentence, fontsize=10, color=INK)
    upper, lower = figure.subfigures(2, 1, height_ratios=[4, 1])
    page, seen, bars, why = upper.subplots(1, 4, width_ratios=[1.2, 1.2, 1, 1.2])
    caption(page, "the page").imshow(pad.page, cmap=PIXELS, vmin=0, vmax=1)
    caption(seen, "what the network sees").imshow(
        reading.image[..., 0], cmap=PIXELS, vmin=0, vmax=255
    )
    if reading.probabilities is None:
        bars.axis("off")
        why.axis("off")
        return figure
    probabilities(bars, reading.probabilities)
    caption(why, f"ink for and against {reading.asked}").imshow(
        reading.saliency, cmap=SIGNED, norm=around_zero(abs(reading.saliency).max())
    )
    why.contour(reading.image[..., 0], levels=[127], colors=INK, linewidths=0.6)
    if reading.maps is not None:
        strip(lower, reading.maps)
    return figure


def caption(axes, title):
    """The axes, made ready for a small image with a title."""
    bare(axes)
    axes.set_title(title, fontsize=9, color=INK)
    return axes


def probabilities(axes, values):
    """A bar for each class; the longest one stands out."""
    colours = [FAINT] * len(values)
    colours[values.argmax()] = OUTPUT
    axes.barh(range(len(values)), values, color=colours)
    axes.set(xlim=(0, 1), xticks=[], yticks=range(len(values)))
    axes.set_title(f"{values.max():.0%}", fontsize=9, color=INK)
    axes.invert_yaxis()
    axes.tick_params(length=0, labelsize=8, pad=2)
    axes.spines[["top", "right", "bottom"]].set_visible(False)


def strip(figure, maps):
    """The first maps of a layer (H × W × C) in a row."""
    top = max(maps.max(), 1e-9)
    for number, axes in enumerate(grid(figure, 1, MAPS)):
        if number < maps.shape[-1]:
            axes.imshow(maps[..., number], cmap=ACTIVATION, vmin=0, vmax=top)
        else:
            axes.axis("off")
