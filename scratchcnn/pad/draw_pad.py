"""A pad to draw on: the network reads your own handwriting while you write.

    pad = DrawPad()
    pad                      # the last line of a cell: draw with mouse, pen, finger or arrow keys
    pad.image                # what the network sees: 28 × 28 × 1, uint8
    pad.draw("seven.png")    # or a drawing in text, or an image of MNIST

Where anywidget is installed, `DrawPad` is a widget. Elsewhere it is a `PlainPad`, which takes text
and files through `draw` and shows itself as a picture: the same page, the same preparation, the
same network behind both.
"""

import importlib.resources

import numpy as np

from .. import models
from ..arguments import format_shape
from . import ink
from .mnist_style import FIELD, pixels, prepare, shrink
from .reading import Reading, first_relu, read, rows_with_maps


class PlainPad:
    """A page, and what a network reads on it. It shows itself as a picture.

    `network` classifies 28 × 28 × 1 images; the default is `models.trained()`. Set `prepared` to
    False, and it sees the page as it is, without MNIST's preparation; set `row` to look at the maps
    of another layer, and `asked` to ask "why?" about another class than the one that is read.
    """

    hint = "Here a pad is a picture: pad.draw(...) takes text or the name of a file.\n"
    prepared = True
    strokes = ()  # [[[x, y], …], …] from 0 to 28, on top of the paper
    asked = None

    def __init__(self, network=None):
        network = models.trained() if network is None else network
        if tuple(network.input_shape) != (FIELD, FIELD, 1):
            raise ValueError(
                f"network: expected one for 28 × 28 × 1 images, "
                f"got one for {format_shape(network.input_shape)}"
            )
        self.network, self.row, self.paper = network, first_relu(network), ink.blank()

    def draw(self, drawing):
        """Replace what is on the pad; returns the pad.

        drawing  text of several lines in which spaces and points are paper, the name of a
                 picture's file, or an image, H × W or H × W × 1, in which high numbers are ink

        Raises ValueError or OSError that says what was expected.
        """
        self.paper, self.strokes = ink.page(drawing), []
        return self

    def clear(self):
        """Take a new sheet; returns the pad."""
        self.paper, self.strokes = ink.blank(), []
        return self

    @property
    def page(self):
        """All ink on the pad: 112 × 112, from 0 to 1."""
        return np.maximum(self.paper, ink.from_strokes(self.strokes))

    @property
    def reading(self):
        """The Reading of the page."""
        page = self.page
        image = prepare(page) if self.prepared else shrink(page)
        complaint = ink.complaint(page)
        if complaint:
            return Reading(image, complaint)
        return read(self.network, image, self.row, self.asked)

    @property
    def image(self):
        """What the network sees: 28 × 28 × 1, uint8."""
        return self.reading.image

    @property
    def probabilities(self):
        """One for each class, or None if there is nothing to read."""
        return self.reading.probabilities

    @property
    def prediction(self):
        """The likeliest class, or None if there is nothing to read."""
        probabilities = self.probabilities
        return None if probabilities is None else int(probabilities.argmax())

    def __repr__(self):
        return f"DrawPad: {self.reading.sentence}"

    def _repr_mimebundle_(self, include=None, exclude=None):
        from .. import plots

        return plots.drawing(self)._repr_mimebundle_()


try:
    import anywidget
    import traitlets
except ImportError:
    DrawPad = PlainPad
else:

    class DrawPad(PlainPad, anywidget.AnyWidget):
        """A PlainPad that one can draw on, wherever a notebook shows widgets.

        What is drawn arrives from the browser as `strokes`; what is to be seen goes back in
        `shown`. The picture of a PlainPad goes with it, for pages on which no widget can live.
        """

        _esm = importlib.resources.files(__package__).joinpath("draw_pad.js").read_text("utf-8")
        _css = importlib.resources.files(__package__).joinpath("draw_pad.css").read_text("utf-8")

        _ipython_display_ = None  # with that of ipywidgets 7 there would be no picture

        hint = ""
        strokes = traitlets.List().tag(sync=True)
        prepared = traitlets.Bool(True).tag(sync=True)
        row = traitlets.Int(allow_none=True).tag(sync=True)
        asked = traitlets.Int(None, allow_none=True).tag(sync=True)
        paper = traitlets.Any().tag(sync=True, to_json=lambda ink, pad: pixels(ink).tobytes())
        rows = traitlets.List().tag(sync=True)
        classes = traitlets.Int().tag(sync=True)
        shown = traitlets.Dict().tag(sync=True)

        def __init__(self, network=None):
            PlainPad.__init__(self, network)
            self.rows = list(rows_with_maps(self.network).items())
            self.classes = self.network.replica().forward(self.image[np.newaxis]).shape[-1]
            self.show()
            anywidget.AnyWidget.__init__(self)  # last: it tells the browser all of the above
            self.observe(self.show, ["strokes", "prepared", "row", "asked", "paper"])
            self.on_msg(lambda *message: self.clear())  # the only message there is

        def show(self, change=None):
            """Send the browser what there is to see: bytes, row by row, wherever it is pixels."""
            reading = self.reading
            shown = {
                "image": reading.image.tobytes(),
                "sentence": reading.sentence,
            }
            if reading.probabilities is not None:
                shown["probabilities"] = reading.probabilities.tolist()
                shown["asked"] = reading.asked
                strength = reading.saliency / max(abs(reading.saliency).max(), 1e-9)
                shown["saliency"] = pixels((strength + 1) / 2).tobytes()
            if reading.maps is not None:
                maps = np.maximum(reading.maps, 0) / max(reading.maps.max(), 1e-9)
                shown["maps"] = pixels(maps).tobytes()
                shown["shape"] = list(maps.shape)
            self.shown = shown

        def _repr_mimebundle_(self, **options):
            data, metadata = PlainPad._repr_mimebundle_(self)
            live, of_live = anywidget.AnyWidget._repr_mimebundle_(self, **options)
            return live | data, of_live | metadata
