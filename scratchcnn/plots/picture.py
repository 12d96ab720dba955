"""What all figures share: the Picture, the palette, the frames."""

import base64
import io
import math

from matplotlib.colors import LinearSegmentedColormap, TwoSlopeNorm
from matplotlib.figure import Figure

# Okabe and Ito's colours, which colour-blind readers can tell apart, with fixed meanings.
INPUT, WEIGHT, OUTPUT, GRADIENT = "#0072B2", "#E69F00", "#009E73", "#D55E00"
INK, FAINT = "#222222", "#BBBBBB"
PIXELS = "gray_r"  # ink on paper
SIGNED = LinearSegmentedColormap.from_list("signed", ["#5B3A8C", "#F7F7F7", "#B35806"])
ACTIVATION = LinearSegmentedColormap.from_list("activation", ["#FFFFFF", OUTPUT, "#003B2C"])
DPI = 144  # stored at twice the size it is shown in, for sharp screens


class Picture(Figure):
    """A Figure that a notebook shows with an alternative text."""

    def __init__(self, width, height, alt):
        super().__init__(figsize=(width, height), layout="constrained")
        self.alt = alt

    def _repr_mimebundle_(self, include=None, exclude=None):
        png = io.BytesIO()
        self.savefig(png, format="png", dpi=DPI)
        width, height = (self.get_size_inches() * DPI / 2).astype(int)
        shown = {"width": int(width), "height": int(height), "alt": self.alt}
        # As text: not every front end encodes bytes by itself.
        text = base64.b64encode(png.getvalue()).decode()
        return {"image/png": text, "text/plain": self.alt}, {"image/png": shown}


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
    return TwoSlopeNorm(0, -max(limit, 1e-9), max(limit, 1e-9))
