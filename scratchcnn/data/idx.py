"""MNIST's own file format, IDX: a folder of four files, packed with gzip or not."""

import difflib
import gzip
import itertools
import math
import os
import zlib
from pathlib import Path

import numpy as np

FILES = (
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
)

LOOKED_AT = 1000  # entries of a folder, when an error says what lies there


def read_folder(folder):
    """The four arrays of bytes in a folder, in the order of FILES.

    Images are N × height × width, labels are N numbers from 0 to 9. OSError if a file is missing
    or cannot be read, ValueError if it is damaged or does not belong to its neighbour.
    """
    arrays = [parse_idx(read_file(folder, name), name) for name in FILES]
    check_pair(*arrays[:2], *FILES[:2])
    check_pair(*arrays[2:], *FILES[2:])
    return arrays


def missing_files(folder):
    """Those of the four files that the folder has neither unpacked nor packed."""
    return [name for name in FILES if find_file(folder, name) is None]


def find_file(folder, name):
    """The path of a file in the folder, unpacked or packed; None if it has neither.

    Some unpack with a dot in the name, train-images.idx3-ubyte, and some into a folder of the same
    name around each file.
    """
    stems = name, name.replace("-idx", ".idx")
    candidates = [f"{stem}{ending}" for stem in stems for ending in ("", ".gz")]
    around = [f"{outer}/{inner}" for outer in candidates for inner in candidates]
    paths = (Path(folder) / candidate for candidate in candidates + around)
    return next((path for path in paths if os.path.isfile(path)), None)


def read_file(folder, name):
    """The content of a file in the folder, unpacked."""
    path = find_file(folder, name)
    if path is None:
        raise FileNotFoundError(
            f"{name}: expected this file, or {name}.gz, in {folder}, found neither"
            f"{what_lies_there(folder, name)}"
        )
    return unzip(path.read_bytes(), path.name)


def what_lies_there(folder, name):
    """The end of a sentence on a missing file: what the folder has instead."""
    folder = Path(folder)
    if not folder.is_dir():
        return ": there is no such folder"
    walk = itertools.islice(os.walk(folder), LOOKED_AT)
    found = [Path(root, file).relative_to(folder) for root, _, files in walk for file in files]
    found = {str(path): path.name for path in sorted(found[:LOOKED_AT]) if path.name[0] != "."}
    nearest = difflib.get_close_matches(name, found.values(), n=1, cutoff=0.6)
    shown = [path for path in found if found[path] in nearest][:1] or [*found][:3]
    return f"; there lies {', '.join(shown)}" if shown else "; no file lies there"


def unzip(raw, name):
    """The content of a gzip file; what is not packed is returned as it is."""
    if not raw.startswith(b"\x1f\x8b"):
        return raw
    try:
        return gzip.decompress(raw)
    except (OSError, EOFError, zlib.error) as error:
        raise ValueError(f"{name}: damaged gzip file ({error})") from error


def parse_idx(content, name):
    """The array in the bytes of an IDX file, whose format is described on MNIST's home page.

    Two zero bytes, one byte for the type (8: unsigned bytes), one for the number of axes, the
    size of each axis as a big-endian 4-byte number, then the entries, the last axis fastest.
    """
    if content[:3] != b"\0\0\x08" or content[3:4] not in (b"\1", b"\3"):
        raise ValueError(
            f"{name}: expected an IDX file of bytes, which starts with 00 00 08 01 or "
            f"00 00 08 03, got {content[:4].hex(' ') or 'nothing'}"
        )
    start = 4 + 4 * content[3]
    if len(content) < start:
        raise ValueError(f"{name}: expected a header of {start} bytes, got {len(content)}")
    shape = tuple(np.frombuffer(content[4:start], ">u4").tolist())
    if 0 in shape:
        raise ValueError(f"{name}: expected sizes from 1, got the shape {shape} in its header")
    if len(content) - start != math.prod(shape):
        raise ValueError(
            f"{name}: expected {math.prod(shape):,} bytes for the shape {shape} in its header, "
            f"got {len(content) - start:,}"
        )
    return np.frombuffer(bytearray(content), np.uint8, offset=start).reshape(shape)  # writable


def check_pair(images, labels, images_file, labels_file):
    """ValueError unless these are images, and for each of them a label from 0 to 9."""
    if images.ndim != 3 or 0 in images.shape:
        raise ValueError(f"{images_file}: expected N × height × width, got shape {images.shape}")
    if labels.shape != images.shape[:1]:
        raise ValueError(
            f"{labels_file}: expected {len(images):,} labels, one for each image, "
            f"got shape {labels.shape}"
        )
    if labels.max() > 9:
        raise ValueError(f"{labels_file}: expected labels from 0 to 9, got {labels.max()}")
