"""MNIST's own file format, IDX: a folder of four files, packed with gzip or not."""

import math
import zlib

import numpy as np

FILES = (
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
)
MAX_BYTES = 64 * 1024 * 1024  # of one unpacked file; the largest real one has 47,040,016


def missing_files(folder):
    """Those of the four files that the folder has neither as they are nor packed."""
    try:
        return [name for name in FILES if path_of(folder, name) is None]
    except OSError:  # a folder that may not be entered
        return list(FILES)


def read_folder(folder):
    """The four arrays of a folder of IDX files, packed with gzip or not."""
    arrays = [parse_idx(read_file(folder, name), name) for name in FILES]
    check_pair(*arrays[:2], *FILES[:2])
    check_pair(*arrays[2:], *FILES[2:])
    return arrays


def check_pair(images, labels, images_file, labels_file):
    """ValueError unless there are images, and for each of them a label from 0 to 9."""
    if images.ndim != 3 or 0 in images.shape:
        raise ValueError(f"{images_file}: expected N × height × width, got shape {images.shape}")
    if labels.shape != images.shape[:1]:
        raise ValueError(
            f"{labels_file}: expected {len(images):,} labels, one for each image, "
            f"got shape {labels.shape}"
        )
    if labels.max() > 9:
        raise ValueError(f"{labels_file}: expected labels from 0 to 9, got {labels.max()}")


def read_file(folder, name):
    """The bytes of one file of the folder, unpacked."""
    path = path_of(folder, name)
    if path is None:
        raise FileNotFoundError(
            f"{name}: expected this file, or {name}.gz, in {folder}, found neither"
        )
    return unzip(read_bytes(path), path.name)


def path_of(folder, name):
    """The path of a file of the folder, as it is or packed; None if it has neither."""
    paths = (folder / candidate for candidate in (name, f"{name}.gz"))
    return next((path for path in paths if path.is_file()), None)


def read_bytes(path):
    """The content of a file, packed or not; ValueError if it is larger than any real one."""
    with open(path, "rb") as file:
        raw = file.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise ValueError(f"{path.name}: expected at most {MAX_BYTES:,} bytes, got more")
    return raw


def unzip(raw, name):
    """The content of a gzip file, up to MAX_BYTES; what is not packed is returned as it is."""
    if not raw.startswith(b"\x1f\x8b"):
        return raw
    unpacking = zlib.decompressobj(wbits=31)  # 31: a gzip file, its checksum included
    try:
        content = unpacking.decompress(raw, MAX_BYTES + 1)
    except zlib.error as error:
        raise ValueError(f"{name}: damaged gzip file ({error})") from error
    if len(content) > MAX_BYTES:
        raise ValueError(f"{name}: expected at most {MAX_BYTES:,} bytes, it unpacks to more")
    if not unpacking.eof or unpacking.unused_data:
        found = "bytes after its end" if unpacking.eof else "it is cut short"
        raise ValueError(f"{name}: damaged gzip file ({found})")
    return content


def parse_idx(content, name):
    """The array in the bytes of an IDX file: MNIST's own format, described on its home page.

    Two zero bytes, one byte for the type (8: unsigned bytes), one for the number of axes, the
    size of each axis as a big-endian 4-byte number, then the entries, the last axis fastest.
    """
    if len(content) < 4 or content[:3] != b"\0\0\x08" or content[3] not in (1, 3):
        raise ValueError(
            f"{name}: expected an IDX file of bytes, which starts with 00 00 08 01 or "
            f"00 00 08 03, got {content[:4].hex(' ') or 'nothing'}"
        )
    start = 4 + 4 * content[3]
    if len(content) < start:
        raise ValueError(f"{name}: expected a header of {start} bytes, got {len(content)}")
    shape = tuple(int(size) for size in np.frombuffer(content[4:start], ">u4"))
    if max(shape) > MAX_BYTES:
        raise ValueError(f"{name}: expected sizes up to {MAX_BYTES:,}, got the shape {shape}")
    if len(content) - start != math.prod(shape):
        raise ValueError(
            f"{name}: expected {math.prod(shape):,} bytes for the shape {shape} in its header, "
            f"got {len(content) - start:,}"
        )
    return np.frombuffer(content, np.uint8, offset=start).reshape(shape)
