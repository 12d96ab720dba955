"""A picture's file as arrays: upright, of any format and mode that Pillow reads, as large as asked."""

import io
import os
import warnings

import numpy as np

BOX = 4  # Pillow's way to shrink an image that gives each pixel the mean of what it covers

ENOUGH = 2048  # pixels along a side: a JPEG that has more is decoded smaller, which saves memory


class Picture:
    """A picture, opened and upright.

    file  a name, the bytes of a file, a file that is open for reading bytes, or Pillow's image

    Raises FileNotFoundError or ValueError that says what was expected.
    """

    def __init__(self, file):
        self.name = os.fspath(file) if isinstance(file, str | os.PathLike) else "drawing"
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # what can be read despite it is read
                self.image = upright(open_image(file))
        except FileNotFoundError:
            raise FileNotFoundError(
                f"{self.name}: expected a picture's file or text of several lines, "
                f"found no such file"
            ) from None
        except Exception as error:  # a damaged file makes its reader raise many kinds of them
            raise ValueError(
                f"{self.name}: expected a picture, such as PNG or JPEG, got {error}"
            ) from error
        self.width, self.height = self.image.size
        self.greys = self.image.getextrema() if self.image.mode == "F" else (0, 255)

    def channels(self, side, box=None):
        """What is to be seen, at most `side` pixels along a side: a list of H × W from 0 to 1.

        box  two slices, the part to be seen; None is the whole picture

        A pixel is the mean of all that it covers. The list is brightness alone, or brightness,
        red, green and blue, as on white paper; then, of a picture that has it, its opacity.
        """
        rows, columns = box or (slice(0, self.height), slice(0, self.width))
        height, width = rows.stop - rows.start, columns.stop - columns.start
        scale = min(1, side / max(height, width))
        size = max(1, round(width * scale)), max(1, round(height * scale))
        area = (columns.start, rows.start, columns.stop, rows.stop)
        pixels = np.asarray(self.image.resize(size, BOX, area), np.float32)
        low, high = self.greys
        pixels = np.clip(np.nan_to_num(pixels - low, posinf=0) / max(high - low, 1e-30), 0, 1)
        if pixels.ndim == 2:
            return [pixels]
        colours, opacity = pixels[..., :3], pixels[..., 3:]
        if opacity.size:
            colours = opacity * colours + 1 - opacity
        return [colours.mean(axis=-1), *np.moveaxis(colours, -1, 0), *np.moveaxis(opacity, -1, 0)]


def open_image(file):
    """Pillow's image of a file."""
    import PIL.Image

    if isinstance(file, PIL.Image.Image):
        return file
    if isinstance(file, bytes | bytearray | memoryview):
        file = io.BytesIO(file)
    elif isinstance(file, str | os.PathLike):
        file = os.path.expanduser(os.fspath(file))
    if isinstance(file, str):
        with open(file, "rb") as opened:
            return open_image(opened)
    image = PIL.Image.open(file)
    image.draft(None, (ENOUGH, ENOUGH))  # only JPEG can
    image.load()
    return image


def upright(image):
    """The image as its camera was held, in mode L, RGB, RGBA, or F for more than 8 bits."""
    import PIL.ImageOps

    image = PIL.ImageOps.exif_transpose(image)
    if image.mode.startswith(("I", "F")):
        return image.convert("F")
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image.convert("L" if image.mode in ("1", "L") else "RGB")
