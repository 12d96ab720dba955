"""Downloads: pooch fetches each file from the first mirror that serves it intact."""

import contextlib
import importlib.util
import sys
import time
import warnings
from pathlib import Path

from .idx import unzip

TIMEOUT = 0.8, 3  # seconds: to connect to one address of a mirror; without a byte from it
PATIENCE = 4  # seconds of failures, after which no further mirror is asked


def fetch(name, mirrors, checksums):
    """(folder, origin): the cache folder, which now holds the files, and where they came from.

    `checksums` maps the name of each file to the SHA-256 of its content. Mirrors have the files
    packed, as `.gz`; the cache has them unpacked. OSError, in a few words, if a file is not in the
    cache, intact, and cannot be downloaded.
    """
    folder = cache_folder(name)
    if folder is None:
        raise OSError("to download the full set takes the package pooch, and a home folder")
    mirrors = list(mirrors)
    actions = {retrieve(mirrors, folder, file, sha256) for file, sha256 in checksums.items()}
    return folder, "from the cache" if actions == {"fetch"} else "downloaded"


def cache_folder(name):
    """Where this data set is kept; None without pooch, which knows the place, or without a home."""
    try:
        with warnings.catch_warnings(action="ignore"):  # tqdm's, in a kernel without ipywidgets
            import pooch

        return Path(pooch.os_cache("scratchcnn")) / name.lower()
    except (ImportError, RuntimeError):
        return None


def retrieve(mirrors, folder, file, sha256):
    """Download a file into the folder unless it is there, intact; "fetch" says that it was there.

    A mirror that fails goes to the end of the list, so that the next file does not wait for it.
    """
    import pooch
    from requests import RequestException

    pooch.get_logger().setLevel("WARNING")
    failures, begin = [], time.monotonic()
    for mirror in tuple(mirrors):
        try:
            return pooch.retrieve(
                f"{mirror}{file}.gz",
                known_hash=sha256,
                fname=file,
                path=folder,
                downloader=download_unpacked,
                processor=lambda path, action, _: action,
            )
        except (RequestException, ValueError) as error:
            failures.append("damaged file" if type(error) is ValueError else type(error).__name__)
            mirrors.append(mirrors.pop(0))
            if time.monotonic() - begin > PATIENCE:
                break
    raise OSError(f"no mirror served {file} intact ({', '.join(dict.fromkeys(failures))})")


def download_unpacked(url, path, _):
    """Download a file and unpack it in its place, before pooch looks at its checksum.

    Mirrors may pack the same file differently: the checksum that is known is that of its content.
    """
    import pooch

    file, path = url.rpartition("/")[2], Path(path)
    with progress_bar(file) as bar:
        pooch.HTTPDownloader(timeout=TIMEOUT, progressbar=bar)(url, path, None)
    path.write_bytes(unzip(path.read_bytes(), file))


def progress_bar(file):
    """A bar in a terminal or a notebook, of which nothing is left at the end; elsewhere None."""
    from ..training.progress import in_notebook

    watched = in_notebook() or (sys.stdout is not None and sys.stdout.isatty())
    if not watched or importlib.util.find_spec("tqdm") is None:
        return contextlib.nullcontext()
    from tqdm import tqdm

    return tqdm(
        desc=file,
        total=1,  # until pooch sets it; it would take a bar without a total for no bar
        unit="B",
        unit_scale=True,
        leave=False,
        file=sys.stdout,
    )
