"""A picture's file as arrays: upright, of any format and mode that Pillow reads, as large as asked."""

import io
import os
import warnings

import numpy as np

DRAFT = 2048  # a JPEG is decoded no larger than needed for about that many pixels along a side
MANY_BITS = ("I", "F")  # modes of Pillow with one channel of more than 8 bits, or of floats


class Picture:
    """A picture's file, opened.

    file  the name of the file, its bytes, a file open for reading bytes, or Pillow's image

    Raises FileNotFoundError or ValueError that says what was expected.
    """

    def __init__(self, file):
        self.image = upright(open_image(file))
        self.height, self.width = self.image.height, self.image.width

    def channels(self, side, box=None):
        """A list of arrays, H × W float32 from 0 to 1, of what box (two slices) cuts out.

        Each pixel is the mean of all that it covers, so that there are at most `side` along a side.
        Pictures in colour have their brightness, red, green and blue; those with transparency lie
        on white paper, and how opaque they are is one channel more.
        """
        rows, columns = box or (slice(0, self.height), slice(0, self.width))
        height, width = rows.stop - rows.start, columns.stop - columns.start
        scale = min(1, side / max(height, width))
        size = max(1, round(width * scale)), max(1, round(height * scale))
        area = (columns.start, rows.start, columns.stop, rows.stop)
        small = self.image.resize(size, resample=4, box=area)
        return channels_of(np.asarray(small, np.float32), small.mode)


def open_image(file):
    """Pillow's image of a file, or a sentence."""
    import PIL.Image

    if isinstance(file, PIL.Image.Image):
        return file
    name = os.fspath(file) if isinstance(file, str | os.PathLike) else "drawing"
    try:
        if isinstance(file, bytes | bytearray | memoryview):
            file = io.BytesIO(file)
        elif isinstance(file, str | os.PathLike):
            file = os.path.expanduser(file)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = PIL.Image.open(file)
            image.draft(None, (DRAFT, DRAFT))
            image.load()
    except FileNotFoundError:
        raise FileNotFoundError(
            f"{name}: expected a picture's file or text of several lines, found no such file"
        ) from None
    except Exception as error:  # a damaged file makes its reader raise many kinds of them
        raise ValueError(f"{name}: expected a picture, such as PNG or JPEG, got {error}") from error
    return image


def upright(image):
    """The image as its camera was held, in a mode that can be resized."""
    import PIL.ImageOps

    image = PIL.ImageOps.exif_transpose(image)
    if image.mode.startswith(("I", "F")):
        return image.convert("F")
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode in ("L", "RGB") else image.convert("L" if image.mode == "1" else "RGB")


def channels_of(pixels, mode):
    if mode == "F":
        finite = pixels[np.isfinite(pixels)]
        low, high = (finite.min(), finite.max()) if finite.size else (0, 0)
        return [np.nan_to_num(pixels - low) / max(high - low, 1e-30)]
    pixels = pixels / 255
    if pixels.ndim == 2:
        return [pixels]
    colours, opaque = pixels[..., :3], pixels[..., 3:]
    if opaque.size:
        colours = opaque * colours + (1 - opaque)
    channels = [colours.mean(axis=-1), *np.moveaxis(colours, -1, 0), *np.moveaxis(opaque, -1, 0)]
    channels = [c for c in channels if c.max() > c.min()] or channels[:1]
    if len(channels) >= 4 and all(np.array_equal(channels[1], c) for c in channels[2:4]):
        channels[1:4] = []
    return channels
