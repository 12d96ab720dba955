"""Files: paths as people write them, and files that are always whole, written beside their place,
then renamed.
"""

import contextlib
import glob
import itertools
import os
import secrets
import time
from pathlib import Path

try:
    from fcntl import LOCK_EX, flock
except ImportError:  # Windows, or a browser, whose fcntl is empty
    flock = None
try:
    import msvcrt
except ImportError:
    msvcrt = None

HOUR = 3600


def as_path(path, name="path"):
    """The path, with ~ read as the home folder; ValueError if it is none."""
    if not isinstance(path, str | os.PathLike) or not os.fspath(path):
        raise ValueError(f"{name}: expected the path of a file, got {path!r}")
    return Path(os.path.expanduser(os.fsdecode(path)))  # it leaves ~ where there is no such home


@contextlib.contextmanager
def atomic_write(path):
    """A file to write to; at the end it takes the place of `path` in one step.

    Whatever happens meanwhile, an error, a full disk or the end of this process, `path` is the old
    file or the new one, never half of one. OSError that names the folder if there is none.
    """
    path = as_path(path).resolve()  # what a link points to, not the link
    if not path.parent.is_dir():
        raise FileNotFoundError(f"{path}: expected the folder {path.parent}, found none; make it")
    if path.is_dir():
        raise IsADirectoryError(f"{path}: expected a path for a file, found a folder there")
    remove_leftovers(path)
    # The name ends as that of `path` does: JupyterLite keeps files of other endings encoded.
    unfinished = path.with_name(f".unfinished.{secrets.token_hex(4)}.{path.name}")
    try:
        with open(unfinished, "xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())  # or a power failure might leave the new name and no content
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def remove_leftovers(path):
    """Remove what killed processes left unfinished: after an hour, nobody is writing any more."""
    for leftover in path.parent.glob(f".unfinished.*.{glob.escape(path.name)}"):
        with contextlib.suppress(OSError):
            if time.time() - leftover.stat().st_mtime > HOUR:
                leftover.unlink()


@contextlib.contextmanager
def locked(path):
    """In this context no other process, and no other thread, is in one of the same `path`.

    The file at `path` is empty and stays. Its lock is the system's: it ends with the process.
    """
    with open(path, "ab") as file:
        if flock:
            with contextlib.suppress(OSError):  # a drive of the network that has no locks
                flock(file, LOCK_EX)
            yield
        elif msvcrt:
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)  # waits for ten seconds
            try:
                yield
            finally:
                msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
        else:
            yield


def name_beside(path):
    """A name that no file beside `path` has: notes.txt becomes notes.aside-1.txt, or 2, or 3 …"""
    numbers = itertools.count(1)
    names = (path.with_name(f"{path.stem}.aside-{n}{path.suffix}") for n in numbers)
    return next(name for name in names if not name.exists())
