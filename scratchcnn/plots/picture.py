"""What all figures share: the Picture, the palette, the frames."""

import base64
import functools
import inspect
import io
import math
import os

import matplotlib.style
import numpy as np
from matplotlib.colors import LinearSegmentedColormap, TwoSlopeNorm
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from ..arguments import format_shape

# Okabe and Ito's colours, which colour-blind readers can tell apart, with fixed meanings.
INPUT, WEIGHT, OUTPUT, GRADIENT = "#0072B2", "#E69F00", "#009E73", "#D55E00"
INK, FAINT = "#222222", "#BBBBBB"
PIXELS = "gray_r"  # ink on paper
SIGNED = LinearSegmentedColormap.from_list("signed", ["#5B3A8C", "#F7F7F7", "#B35806"])
ACTIVATION = LinearSegmentedColormap.from_list("activation", ["#FFFFFF", OUTPUT, "#003B2C"])
MARGIN = 0.1  # inches of white around a picture: its own paper on a dark page
DPI = 144  # stored at twice the size it is shown in, for sharp screens


def our_style():
    """In this context matplotlib has its own defaults, whatever the reader has set."""
    return matplotlib.style.context("default")


def in_our_style(draw):
    """Decorates a function that returns a Picture: it looks the same whatever style is in use, and
    arguments of a wrong type are one ValueError.
    """
    signature = inspect.signature(draw)

    @functools.wraps(draw)
    def drawn(*arguments, **named):
        given = signature.bind(*arguments, **named).arguments
        try:
            with our_style():
                return draw(*arguments, **named)
        except (TypeError, AttributeError, LookupError) as error:
            got = "; ".join(f"{name} is {in_words(value)}" for name, value in given.items())
            raise ValueError(
                f"plots.{draw.__name__}: can't draw this ({error}); "
                f"expected {first_sentence(draw)} Here, {got}"
            ) from error

    return drawn


def first_sentence(function):
    """What a function draws, as its docstring begins."""
    sentence = inspect.getdoc(function).split("\n\n")[0].replace("\n", " ")
    return sentence[0].lower() + sentence[1:]


def in_words(value):
    """What an argument is, in a few words."""
    if isinstance(value, np.ndarray):
        return f"an array of {format_shape(value.shape)}"
    return f"of the type {type(value).__name__}"


class Picture(Figure):
    """A Figure that a notebook shows with an alternative text."""

    def __init__(self, width, height, alt):
        with our_style():
            super().__init__(figsize=(width, height), layout="constrained")
        self.alt = alt

    def draw(self, renderer):
        with our_style():  # much is decided only now: the ticks, for instance
            super().draw(renderer)

    def savefig(self, fname, **options):
        """As matplotlib's; a path may begin with ~."""
        path = os.path.expanduser(fname) if isinstance(fname, str | os.PathLike) else fname
        with our_style():
            super().savefig(path, **options)

    def _repr_mimebundle_(self, include=None, exclude=None):
        png = io.BytesIO()
        paper = Bbox([(0, 0), self.get_size_inches()]).padded(MARGIN)
        self.savefig(png, format="png", dpi=DPI, bbox_inches=paper)
        width, height = (paper.size * DPI / 2).astype(int)
        shown = {"width": int(width), "height": int(height), "alt": self.alt}
        # As text: not every front end encodes bytes by itself.
        text = base64.b64encode(png.getvalue()).decode()
        return {"image/png": text, "text/plain": self.alt}, {"image/png": shown}


def show_image(axes, image, **limits):
    """An image of the reader's, H × W × C: as ink on paper if it is grey, else in its colours."""
    image = np.asarray(image)
    if image.ndim != 3 or image.shape[2] not in (1, 3):
        raise ValueError(
            f"image: expected H × W × 1 or, in colour, H × W × 3, got {format_shape(image.shape)}"
        )
    if image.shape[2] == 1:
        return axes.imshow(image[..., 0], cmap=PIXELS, **limits)
    highest = 1 if image.dtype.kind == "f" and image.max() <= 1 else 255
    return axes.imshow(np.clip(image / highest, 0, 1))


def grid(figure, rows, columns):
    """The axes of a grid of small images, row by row, without ticks and frames."""
    panels = figure.subplots(rows, columns, squeeze=False).ravel()
    for axes in panels:
        bare(axes)
    return panels


def bare(axes):
    """Take away ticks; leave a faint frame, so that an empty image is seen to be one."""
    axes.set(xticks=[], yticks=[])
    for spine in axes.spines.values():
        spine.set(color=FAINT, linewidth=0.5)


def light(axes):
    """A frame of two lines and a faint grid."""
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(color=FAINT, linewidth=0.4, alpha=0.6)


def around_zero(limit):
    """Colours that are the same distance from zero on both sides."""
    if not math.isfinite(limit):
        raise ValueError(f"colours: expected finite numbers to show, got {limit} among them")
    limit = max(float(limit), 1e-9)  # bytes have no negative numbers
    limit = min(limit, 1e300)  # matplotlib 3.8 takes differences, and they must be finite
    return TwoSlopeNorm(0, -limit, limit)
