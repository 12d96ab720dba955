"""What every figure is: pixels for a notebook or a file, and a text for the blind."""

import base64
import io

import matplotlib.image
import numpy as np
import pytest

from scratchcnn import plots

PNG = b"\x89PNG\r\n\x1a\n"
IMAGES = np.random.default_rng(0).integers(0, 256, (3, 28, 28, 1), dtype=np.uint8)


def test_a_notebook_gets_a_png_at_double_resolution_and_the_alternative_text():
    picture = plots.digits(IMAGES, [7, 2, 1])
    shown, metadata = picture._repr_mimebundle_()
    png = base64.b64decode(shown["image/png"])
    assert png.startswith(PNG)
    assert shown["text/plain"] == picture.alt
    assert metadata["image/png"]["alt"] == picture.alt != ""
    width = int.from_bytes(png[16:20], "big")  # from the header of the file
    assert width == pytest.approx(2 * metadata["image/png"]["width"], abs=2)


def test_a_picture_lies_on_white_paper_with_a_margin():
    """On a dark page, nothing of it touches the dark."""
    shown, _ = plots.digits(IMAGES, [7, 2, 1])._repr_mimebundle_()
    pixels = matplotlib.image.imread(io.BytesIO(base64.b64decode(shown["image/png"])))
    margin = int(0.1 * plots.DPI)
    inside = pixels[margin:-margin, margin:-margin].shape[:2]
    around = np.pad(np.zeros(inside, bool), margin, constant_values=True)
    assert (pixels[around] == 1).all()  # white, and not transparent
    assert (pixels[~around] < 1).any()


def test_saving_as_a_file(tmp_path):
    plots.digits(IMAGES).savefig(tmp_path / "digits.png")
    assert (tmp_path / "digits.png").read_bytes().startswith(PNG)


def test_numbers_that_have_no_colour():
    with pytest.raises(ValueError, match="expected finite numbers"):
        plots.filters(np.full((3, 3, 1, 2), np.nan))
