"""Downloads: from several mirrors into a cache, and nothing is trusted without its checksum.

A mirror may refuse, hang, drip, send another page or never stop sending. Each piece of a body that
is used is waited for in another thread, so that none of this can hold up the caller.
"""

import contextlib
import hashlib
import queue
import threading
import time
from pathlib import Path

from ..files import atomic_write

ANSWER_SECONDS = 4  # for the first mirror to answer; all are asked at once
STALL_SECONDS = 5  # without a byte: the next mirror's turn
SLOWEST = 20_000  # bytes a second, on the long run; a mirror that is slower is no help
LARGEST = 32 * 1024 * 1024  # bytes of one packed file; the largest real one has 26,421,880
PIECE = 4096  # bytes that are read at a time: a thread that nobody waits for ends after one


def fetch(name, mirrors, files, unzip):
    """(contents, origin): the unpacked content of all `files` and where it was found.

    `files` maps each name to the SHA-256 of its unpacked content. What the cache does not hold
    intact is downloaded, packed as `.gz`. OSError, in a few words, if that cannot be done.
    """
    folder = cache_folder(name)
    if folder is None:
        raise OSError("to download the full set takes the package pooch, and a home folder")
    contents = {file: read_cached(folder, file, sha256, unzip) for file, sha256 in files.items()}
    if None not in contents.values():
        return list(contents.values()), "from the cache"
    mirrors = quickest_first(mirrors, next(iter(files)))
    for file, sha256 in files.items():
        if contents[file] is None:
            contents[file] = download(mirrors, folder, file, sha256, unzip)
    return list(contents.values()), "downloaded"


def cache_folder(name):
    """Where downloads of this data set are kept; None without pooch, which knows the place, and
    for a user without a home.
    """
    try:
        import pooch

        return Path(pooch.os_cache("scratchcnn")) / name.lower()
    except (ImportError, RuntimeError):
        return None


def read_cached(folder, file, sha256, unzip):
    """The unpacked content of a cached file, or None if it is missing or damaged."""
    try:
        with open(folder / f"{file}.gz", "rb") as cached:
            return checked(cached.read(LARGEST), file, sha256, unzip)
    except (OSError, ValueError):
        return None


def download(mirrors, folder, file, sha256, unzip):
    """The content of one file from the first mirror that serves it intact; a copy is cached.

    A mirror that fails goes to the end of the list, so that the next file does not wait for it.
    """
    failures = []
    for mirror in tuple(mirrors):
        try:
            packed = read_body(f"{mirror}{file}.gz", file)
            content = checked(packed, file, sha256, unzip)
        except (OSError, ValueError) as error:
            failures.append(in_a_word(error))
            mirrors.append(mirrors.pop(0))
        else:
            keep(packed, folder / f"{file}.gz")
            return content
    raise OSError(f"no mirror served {file} intact ({in_short(failures)})")


def checked(packed, file, sha256, unzip):
    """The unpacked content if its checksum is right, else ValueError."""
    try:
        content = unzip(packed, file)
    except ValueError as error:
        raise ValueError("damaged file") from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ValueError("wrong checksum")
    return content


def keep(packed, path):
    """Write into the cache; a full or read-only disk is no error, the next run downloads again."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_write(path) as file:
            file.write(packed)


def quickest_first(mirrors, file):
    """The mirrors, ahead the first one that begins to send a gzip file.

    OSError if none does in ANSWER_SECONDS.
    """
    answers, deadline, failures = queue.Queue(), time.monotonic() + ANSWER_SECONDS, []
    for mirror in mirrors:  # daemons: a mirror that hangs must not keep the program alive
        threading.Thread(target=ask, args=(mirror, file, answers), daemon=True).start()
    try:
        for _ in mirrors:
            mirror, failure = answers.get(timeout=max(0, deadline - time.monotonic()))
            if failure is None:
                return [mirror, *(other for other in mirrors if other != mirror)]
            failures.append(failure)
    except queue.Empty:
        failures.append("no answer in time")
    raise OSError(f"no mirror of the full set answered ({in_short(failures)})")


def ask(mirror, file, answers):
    """Put (mirror, None) on the queue `answers` if it sends a gzip file, else (mirror, why not)."""
    try:
        with contextlib.closing(stream(f"{mirror}{file}.gz", 2)) as pieces:
            next(pieces)  # the length
            answers.put((mirror, None if next(pieces, b"") == b"\x1f\x8b" else "no gzip file"))
    except Exception as error:  # requests, urllib3 and the system have many
        answers.put((mirror, in_a_word(error)))


def read_body(url, file):
    """The bytes that are served there; OSError if they come too slowly or are too many.

    They are waited for, whatever hangs meanwhile: each one that comes buys time for the next ones.
    """
    queued, stop = queue.Queue(), threading.Event()
    threading.Thread(target=pump, args=(url, queued, stop), daemon=True).start()
    body, deadline = bytearray(), time.monotonic() + STALL_SECONDS
    try:
        length = take(queued, deadline)
        with progress_bar(file, length) as advance:
            while piece := take(queued, deadline):
                body += piece
                advance(len(piece))
                if len(body) > LARGEST:
                    raise OSError("endless file")
                deadline += len(piece) / SLOWEST
                deadline = min(deadline, time.monotonic() + STALL_SECONDS)
    finally:
        stop.set()
    return bytes(body)


def pump(url, queued, stop):
    """Put what `stream` yields on the queue, then nothing, b""; or the error that ended it."""
    try:
        with contextlib.closing(stream(url, PIECE)) as pieces:
            for piece in pieces:
                queued.put(piece)
                if stop.is_set():
                    return
        queued.put(b"")
    except Exception as error:  # raised again where the queue is read
        queued.put(error)


def take(queued, deadline):
    """The next piece from the queue; OSError if none has come by the deadline."""
    try:
        piece = queued.get(timeout=max(0, deadline - time.monotonic()))
    except queue.Empty:
        raise OSError("too slow") from None
    if isinstance(piece, Exception):
        raise OSError(in_a_word(piece)) from piece
    return piece


def stream(url, size):
    """The length that is announced, or None; then the body as it is sent, in pieces."""
    import requests

    headers = {"Accept-Encoding": "identity"}  # the file itself is packed
    with requests.get(url, stream=True, timeout=STALL_SECONDS, headers=headers) as response:
        if not response.ok:
            raise OSError(f"HTTP {response.status_code}")
        yield int(response.headers.get("Content-Length", 0)) or None
        yield from response.raw.stream(size, decode_content=False)


@contextlib.contextmanager
def progress_bar(file, length):
    """A function that is told how many bytes came, and shows it if tqdm is installed."""
    try:
        from tqdm import tqdm
    except ImportError:
        yield lambda count: None
        return
    with tqdm(desc=file, total=length, unit="B", unit_scale=True, leave=False) as bar:
        yield bar.update


def in_a_word(error):
    """An error of this module says what it means; another one's name has to do."""
    return str(error) if type(error) in (OSError, ValueError) else type(error).__name__


def in_short(failures):
    """Each failure once."""
    return ", ".join(dict.fromkeys(failures))
