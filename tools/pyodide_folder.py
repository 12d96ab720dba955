"""Where the checks find Pyodide, the Python of the browser: a folder with all of its packages."""

import os
from pathlib import Path

VERSION = "0.27.7"  # the one that the site's JupyterLite loads from its CDN
ADVICE = f"PYODIDE_FOLDER should name a folder with Pyodide {VERSION}, NumPy and matplotlib"


def folder():
    """The folder that $PYODIDE_FOLDER names; LookupError that says what is missing."""
    named = os.environ.get("PYODIDE_FOLDER")
    if not named:
        raise LookupError(f"{ADVICE}; it is not set")
    found = Path(named)
    if not (found / "pyodide-lock.json").exists():
        raise LookupError(f"{ADVICE}; {named} has no pyodide-lock.json")
    return found
