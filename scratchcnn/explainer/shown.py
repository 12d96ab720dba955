"""What a notebook shows of a page: the page itself in a frame, over a picture of the network."""

import base64
import html
import io
import sys
from pathlib import Path
from urllib.parse import quote

from ..plots import network_map

HEIGHT = 640  # of the frame, in CSS pixels
SHOWN = """\
<p><a href="{link}" target="_blank">Open it in a window of its own</a></p>
<div style="position: relative; height: {height}px; overflow: hidden">
<img alt="{alt}" src="data:image/png;base64,{png}">
{frame}</div>"""
FRAME = """\
<iframe {source} title="The network, alive"
style="position: absolute; inset: 0; width: 100%; height: 100%; border: 0; background: #fff">
</iframe>"""


class Explained:
    """A page that was written. As the last line of a cell it is shown: alive in a frame, which
    covers a picture of the network; where a page of notebooks leaves frames out, as GitHub's does,
    the picture remains.
    """

    def __init__(self, path, network, image):
        self.path, self.network, self.image = path, network, image

    def __repr__(self):
        return f"{self.path}: the network, alive. Open it in a browser."

    def _repr_html_(self):
        png, picture = io.BytesIO(), network_map(self.network, self.image)
        picture.savefig(png, format="png", dpi=72)
        return SHOWN.format(
            link=quote(Path(self.path).as_posix()),
            height=HEIGHT,
            alt=html.escape(picture.alt, quote=True),
            png=base64.b64encode(png.getvalue()).decode(),
            frame=FRAME.format(source=source(self.path)),
        )


def source(path):
    """Where the frame finds the page: in its file, or, where no server hands that out, here."""
    if is_served(path):
        return f'src="{quote(Path(path).as_posix())}"'
    text = Path(path).expanduser().read_text("utf-8")
    return f'srcdoc="{html.escape(text, quote=True)}"'


def is_served(path):
    """Jupyter serves what lies beside the notebook; Colab and Jupyter in the browser do not."""
    beside = not Path(path).expanduser().is_absolute() and ".." not in Path(path).parts
    return beside and "google.colab" not in sys.modules and sys.platform != "emscripten"
