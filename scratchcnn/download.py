"""Downloads: from several mirrors into a cache, and nothing is trusted without its checksum."""

import contextlib
import hashlib
import os
import queue
import tempfile
import threading
import time
from pathlib import Path

ANSWER_SECONDS = 4  # for the first mirror to answer; all are asked at once
READ_SECONDS = 5  # without a single byte: the next mirror's turn


def fetch(name, mirrors, files, unzip):
    """(contents, origin): the unpacked content of all `files` and where it was found.

    `files` maps each name to the SHA-256 of its unpacked content. What the cache does not hold
    intact is downloaded, packed as `.gz`. OSError, in a few words, if that cannot be done.
    """
    folder = cache_folder(name)
    if folder is None:
        raise OSError("the package pooch, which downloads the full set, is missing")
    contents = {file: read_cached(folder, file, sha256, unzip) for file, sha256 in files.items()}
    if None not in contents.values():
        return list(contents.values()), "from the cache"
    mirrors = quickest_first(mirrors, next(iter(files)))
    for file, sha256 in files.items():
        if contents[file] is None:
            contents[file] = download(mirrors, folder, file, sha256, unzip)
    return list(contents.values()), "downloaded"


def cache_folder(name):
    """Where downloads of this data set are kept; None without pooch, which knows the place."""
    try:
        import pooch
    except ImportError:
        return None
    return Path(pooch.os_cache("scratchcnn")) / name.lower()


def read_cached(folder, file, sha256, unzip):
    """The unpacked content of a cached file, or None if it is missing or damaged."""
    try:
        return checked((folder / f"{file}.gz").read_bytes(), file, sha256, unzip)
    except (OSError, ValueError):
        return None


def download(mirrors, folder, file, sha256, unzip):
    """The content of one file from the first mirror that serves it intact; a copy is cached."""
    import pooch

    pooch.get_logger().setLevel("ERROR")
    downloader = pooch.HTTPDownloader(timeout=READ_SECONDS, progressbar=has_tqdm())
    for mirror in mirrors:
        with tempfile.TemporaryDirectory() as temporary:
            try:
                path = pooch.retrieve(
                    f"{mirror}{file}.gz", None, f"{file}.gz", temporary, downloader=downloader
                )
                packed = Path(path).read_bytes()
                content = checked(packed, file, sha256, unzip)
            except (OSError, ValueError):  # requests' errors are OSErrors
                continue
        keep(packed, folder / f"{file}.gz")
        return content
    raise OSError(f"no mirror served {file} intact")


def checked(packed, file, sha256, unzip):
    """The unpacked content if its checksum is right, else ValueError."""
    content = unzip(packed, file)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ValueError(f"{file}: its SHA-256 is not {sha256}")
    return content


def keep(packed, path):
    """Write into the cache, beside and then by renaming; a full or read-only disk is no error."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(packed)
        os.replace(unfinished, path)
    except OSError:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)


def quickest_first(mirrors, file):
    """The mirrors, the first to answer ahead; OSError if none answers in ANSWER_SECONDS."""
    answers = queue.Queue()
    for mirror in mirrors:  # daemons: a mirror that hangs must not keep the program alive
        threading.Thread(target=ask, args=(mirror, file, answers), daemon=True).start()
    deadline = time.monotonic() + ANSWER_SECONDS
    try:
        for _ in mirrors:
            mirror, answered = answers.get(timeout=max(0, deadline - time.monotonic()))
            if answered:
                return [mirror, *(other for other in mirrors if other != mirror)]
    except queue.Empty:
        pass
    raise OSError("no mirror of the full set answered")


def ask(mirror, file, answers):
    """Put (mirror, whether it serves the file) on the queue `answers`."""
    import requests

    try:
        with requests.get(f"{mirror}{file}.gz", stream=True, timeout=ANSWER_SECONDS) as response:
            answers.put((mirror, response.ok))
    except requests.RequestException:
        answers.put((mirror, False))


def has_tqdm():
    """Whether pooch can show its progress bar."""
    try:
        import tqdm  # noqa: F401
    except ImportError:
        return False
    return True
