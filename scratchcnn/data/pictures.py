"""A folder of pictures, a sub-folder for each class, as a Dataset."""

import numpy as np

from ..files import as_path
from ..output import say
from .datasets import Dataset

SKIPPED = (".", "__MACOSX", "Thumbs.db", "desktop.ini")  # what systems leave in folders


def load_folder(path):
    """The Dataset of a folder that has one sub-folder of pictures for each class.

    `classes` are the sub-folders' names in order, and a label is a place in it: numbers are
    ordered as numbers, other names by the alphabet. All pictures have one size. Where all are
    grey the images are N × H × W × 1, otherwise N × H × W × 3, bytes from 0 (black) to 255. One
    printed line says what was found.

    OSError if a folder is missing, ValueError that names the picture if one cannot be read, is
    partly transparent, has more than 8 bits a channel or another size than the first.
    """
    folder = as_path(path)
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder}: expected a folder with one sub-folder for each class")
    classes = [entry for entry in entries_of(folder) if entry.is_dir()]
    if not classes:
        raise ValueError(f"{folder}: expected one sub-folder of pictures for each class, got none")
    paths = [
        (picture, label) for label, each in enumerate(classes) for picture in pictures_in(each)
    ]
    images = [read_picture(picture) for picture, _ in paths]
    for (picture, _), image in zip(paths, images, strict=True):
        if image.shape != images[0].shape:
            raise ValueError(
                f"{picture}: expected {size_of(images[0])} pixels as {paths[0][0]} has, "
                f"got {size_of(image)}"
            )
    images, labels = np.stack(images), np.array([label for _, label in paths])
    if (images == images[..., :1]).all():
        images = images[..., :1].copy()
    names = [each.name for each in classes]
    dataset = Dataset(images, labels, folder.resolve().name, names)
    counts = np.bincount(labels)
    listed = ", ".join(f"{name} ({count})" for name, count in zip(names, counts, strict=True))
    kind = "grey" if images.shape[3] == 1 else "colour"
    say(f"{folder}: {len(images):,} {kind} images of {size_of(images[0])}, classes {listed}")
    return dataset


def entries_of(folder):
    """What lies in a folder, in order; not what systems leave there."""
    found = [entry for entry in folder.iterdir() if not entry.name.startswith(SKIPPED)]
    numbered = all(entry.stem.isdecimal() for entry in found)
    return sorted(found, key=lambda entry: (int(entry.stem) if numbered else 0, entry.name))


def pictures_in(folder):
    """The files of a class; ValueError if there are none, or folders among them."""
    found = entries_of(folder)
    if not found:
        raise ValueError(f"{folder}: expected pictures of this class, found none")
    for entry in found:
        if entry.is_dir():
            raise ValueError(
                f"{folder}: expected the pictures of one class, found the folder {entry.name}; "
                f"name the folder whose sub-folders are the classes"
            )
    return found


def read_picture(path):
    """One picture as bytes, height × width × 3, turned as its camera says."""
    import PIL.Image
    import PIL.ImageOps

    try:
        with PIL.Image.open(path) as picture:
            picture = PIL.ImageOps.exif_transpose(picture)
            mode, transparent = picture.mode, picture.has_transparency_data
            alpha = picture.convert("RGBA").getchannel("A").getextrema()[0] if transparent else 255
            colours = np.array(picture.convert("RGB"))
    except (OSError, ValueError, SyntaxError, PIL.Image.DecompressionBombError) as error:
        raise ValueError(f"{path}: expected a picture, such as PNG, got {error}") from error
    if mode.startswith(("I", "F")):
        raise ValueError(f"{path}: expected 8 bits a channel, got more (Pillow's mode {mode})")
    if alpha < 255:
        raise ValueError(
            f"{path}: expected a picture without transparent parts; fill its background"
        )
    return colours


def size_of(image):
    """The size of an image in words, as height × width."""
    return f"{image.shape[0]} × {image.shape[1]}"
