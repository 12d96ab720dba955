"""Where the checks find Pyodide, the Python of the browser: $PYODIDE_FOLDER, or else its CDN."""

import json
import os
import urllib.request
from pathlib import Path

VERSION = "0.27.7"  # the one that pyproject.toml's jupyterlite-pyodide-kernel is made for
CDN = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full/"
LIST = "pyodide-lock.json"


def folder():
    """The folder that $PYODIDE_FOLDER names, or None: then the CDN answers.

    LookupError, in one line, if the folder holds no Pyodide of this version, or the CDN is silent.
    """
    named = os.environ.get("PYODIDE_FOLDER")
    if named:
        file = Path(named) / LIST
        found = json.loads(file.read_text("utf-8"))["info"]["version"] if file.exists() else "none"
        if found != VERSION:
            raise LookupError(f"PYODIDE_FOLDER: expected Pyodide {VERSION}, got {found} in {named}")
        return Path(named)
    try:
        urllib.request.urlopen(CDN + LIST, timeout=20).close()
    except OSError:
        raise LookupError(
            f"no answer from {CDN}, and PYODIDE_FOLDER names no folder with Pyodide {VERSION}"
        ) from None
    return None
