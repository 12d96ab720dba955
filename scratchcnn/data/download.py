"""Downloads: pooch fetches each file from the first mirror that serves it intact."""

import contextlib
import hashlib
import importlib.util
import tempfile
import time
from pathlib import Path

from ..files import atomic_write
from .idx import unzip

SECONDS = 2  # without an answer, or without a byte: the next mirror's turn
PATIENCE = 5  # seconds of failures, after which no further mirror is asked


def fetch(name, mirrors, files):
    """(contents, origin): the unpacked content of all `files` and where it was found.

    `files` maps each name to the SHA-256 of its unpacked content. What the cache does not hold
    intact is downloaded, packed as `.gz`. OSError, in a few words, if that cannot be done.
    """
    folder = cache_folder(name)
    if folder is None:
        raise OSError("to download the full set takes the package pooch, and a home folder")
    contents = [read_cached(folder, file, sha256) for file, sha256 in files.items()]
    if None not in contents:
        return contents, "from the cache"
    mirrors = list(mirrors)
    for number, (file, sha256) in enumerate(files.items()):
        if contents[number] is None:
            contents[number] = download(mirrors, folder, file, sha256)
    return contents, "downloaded"


def cache_folder(name):
    """Where downloads of this data set are kept; None without pooch, which knows the place, and
    for a user without a home.
    """
    try:
        import pooch

        return Path(pooch.os_cache("scratchcnn")) / name.lower()
    except (ImportError, RuntimeError):
        return None


def read_cached(folder, file, sha256):
    """The unpacked content of a cached file, or None if it is missing or damaged."""
    try:
        return checked((folder / f"{file}.gz").read_bytes(), file, sha256)
    except (OSError, ValueError):
        return None


def download(mirrors, folder, file, sha256):
    """The content of one file from the first mirror that serves it intact; a copy is cached.

    A mirror that fails goes to the end of the list, so that the next file does not wait for it.
    """
    failures, begin = [], time.monotonic()
    for mirror in tuple(mirrors):
        try:
            packed = retrieve(f"{mirror}{file}.gz")
            content = checked(packed, file, sha256)
        except Exception as error:  # requests, urllib3 and the system have many
            failures.append(str(error) if type(error) is ValueError else type(error).__name__)
            mirrors.append(mirrors.pop(0))
            if time.monotonic() - begin > PATIENCE:
                break
        else:
            with contextlib.suppress(OSError):  # a full disk: the next run downloads again
                folder.mkdir(parents=True, exist_ok=True)
                with atomic_write(folder / f"{file}.gz") as cached:
                    cached.write(packed)
            return content
    raise OSError(f"no mirror served {file} intact ({', '.join(dict.fromkeys(failures))})")


def retrieve(url):
    """The bytes that are served there, with a progress bar if tqdm is installed."""
    import pooch

    pooch.get_logger().setLevel("ERROR")
    bar = importlib.util.find_spec("tqdm") is not None
    downloader = pooch.HTTPDownloader(timeout=SECONDS, progressbar=bar)
    with tempfile.TemporaryDirectory() as folder:
        # Mirrors pack a file differently: the checksum that is known is that of its content.
        path = pooch.retrieve(url, None, fname="packed", path=folder, downloader=downloader)
        return Path(path).read_bytes()


def checked(packed, file, sha256):
    """The unpacked content if its checksum is right, else ValueError."""
    try:
        content = unzip(packed, file)
    except ValueError as error:
        raise ValueError("damaged file") from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ValueError("wrong checksum")
    return content
