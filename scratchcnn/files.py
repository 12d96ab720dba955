"""Files that are always whole: written beside their place, then renamed."""

import contextlib
import glob
import os
import secrets
import time
from pathlib import Path

HOUR = 3600


@contextlib.contextmanager
def atomic_write(path):
    """A file to write to; at the end it takes the place of `path` in one step.

    Whatever happens meanwhile, an error, a full disk or the end of this process, `path` is the old
    file or the new one, never half of one.
    """
    path = Path(path).resolve()  # what a link points to, not the link
    remove_leftovers(path)
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}.unfinished")
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
    for leftover in path.parent.glob(f".{glob.escape(path.name)}.*.unfinished"):
        with contextlib.suppress(OSError):
            if time.time() - leftover.stat().st_mtime > HOUR:
                leftover.unlink()
