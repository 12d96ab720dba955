"""A picture's file as arrays: upright, in any format that Pillow reads, and as large as asked."""

import io
import os
import warnings

import numpy as np
import PIL.ExifTags
import PIL.Image
import PIL.ImageOps

LOSSY = {"JPEG", "MPO", "WEBP", "AVIF"}  # formats that leave traces around what they show
ENOUGH = 2048  # pixels along a side: a JPEG that has more is decoded smaller, which saves memory


class Picture:
    """A picture, opened and upright.

    file   a name, the bytes of a file, a file that is open for reading bytes, or Pillow's image
    noise  the least noise that there is in it, of all brightness

    Raises FileNotFoundError or ValueError that says what was expected.
    """

    def __init__(self, file):
        self.name = os.fspath(file) if isinstance(file, str | os.PathLike) else "drawing"
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # what can be read despite it is read
                image = open_image(file)
                self.noise = 0.002 * (image.format in LOSSY)
                self.image = upright(image)
        except FileNotFoundError:
            raise FileNotFoundError(
                f"{self.name}: expected a picture's file or text of several lines, "
                f"found no such file"
            ) from None
        except Exception as error:  # a damaged file makes its reader raise many kinds of them
            came = what_came(error, file)
            raise ValueError(
                f"{self.name}: expected a picture, such as PNG or JPEG, got {came}"
            ) from error
        self.shape = self.image.height, self.image.width

    def channels(self, side, box=None):
        """What is to be seen, at most `side` pixels along a side: a list of H × W from 0 to 1.

        box  two slices, the part to be seen; None is the whole picture

        A pixel is the mean of all that it covers. The list is brightness alone, or brightness,
        red, green and blue, as on white paper; then, of a picture that has it, its opacity.
        """
        rows, columns = box or (slice(0, size) for size in self.shape)
        height, width = rows.stop - rows.start, columns.stop - columns.start
        scale = min(1, side / max(height, width))
        size = max(1, round(width * scale)), max(1, round(height * scale))
        area = (columns.start, rows.start, columns.stop, rows.stop)
        pixels = np.asarray(self.image.resize(size, PIL.Image.Resampling.BOX, area), np.float32)
        pixels = stretched(pixels) if self.image.mode == "F" else pixels / 255
        if pixels.ndim == 2:
            return [pixels]
        colours, opacity = pixels[..., :3], pixels[..., 3:]
        if opacity.size:
            colours = opacity * colours + 1 - opacity
        return [colours.mean(axis=-1), *np.moveaxis(colours, -1, 0), *np.moveaxis(opacity, -1, 0)]


def stretched(pixels):
    """Floats of any range, from 0 to 1; what is no number (NaN, infinite) is as the median."""
    finite = np.isfinite(pixels)
    if not finite.any():
        return np.zeros_like(pixels)
    pixels = np.where(finite, pixels, np.median(pixels[finite])).astype(float)
    pixels -= pixels.min()
    return (pixels / max(pixels.max(), np.finfo(float).tiny)).astype(np.float32)


def open_image(file):
    """Pillow's image of a file."""
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
    if image.getexif().get(PIL.ExifTags.Base.Orientation, 1) != 1:
        image = PIL.ImageOps.exif_transpose(image)  # a copy, even of what is upright
    if image.mode.startswith(("I", "F")):
        mode = "F"
    elif image.has_transparency_data:
        mode = "RGBA"
    else:
        mode = "L" if image.mode in ("1", "L") else "RGB"
    return image if image.mode == mode else image.convert(mode)  # which would be a copy


def what_came(error, file):
    """What a file is that cannot be opened, in words."""
    if isinstance(error, PIL.Image.DecompressionBombError):
        return (
            f"more than {2 * PIL.Image.MAX_IMAGE_PIXELS // 10**6} million pixels: make it smaller"
        )
    if not isinstance(error, PIL.UnidentifiedImageError):
        return error
    if isinstance(file, str | os.PathLike):
        with open(os.path.expanduser(file), "rb") as opened:
            start = opened.read(12)
    else:
        start = file[:12] if isinstance(file, bytes) else b"?"
    if start[4:8] == b"ftyp":
        return "HEIC or a video: save the photograph as JPEG"
    if start[:4] == b"%PDF":
        return "a PDF: save the page as PNG"
    return "a file in no format that Pillow reads" if start else "an empty file"
