"""Where the checks find Pyodide, the Python of the browser: $PYODIDE_FOLDER, or else its CDN.

    python tools/pyodide_folder.py

prints the version that the installed jupyterlite-pyodide-kernel is made for. $PYODIDE_VERSION names
another one than that of the site, to be tried out.
"""

import json
import os
import re
import sysconfig
import urllib.error
import urllib.request
from pathlib import Path

VERSION = os.environ.get("PYODIDE_VERSION", "0.27.7")  # goes with pyproject.toml's kernel
SCRIPT = "pyodide.js" if VERSION.startswith("0.") else "pyodide.mjs"
KERNEL = "share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension"
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
    except OSError as error:
        if isinstance(error, urllib.error.HTTPError):
            error.close()  # it is an answer as well, with a connection of its own
        raise LookupError(
            f"no answer from {CDN}, and PYODIDE_FOLDER names no folder with Pyodide {VERSION}"
        ) from None
    return None


def version_of_kernel(folder=None):
    """The version of Pyodide whose address stands in the scripts of the installed kernel."""
    folder = folder or Path(sysconfig.get_path("data")) / KERNEL
    texts = (path.read_text("utf-8") for path in sorted(folder.rglob("*.js")))
    found = {version for text in texts for version in re.findall(r"/pyodide/v([\d.]+)/full", text)}
    if len(found) != 1:
        raise LookupError(f"expected one version of Pyodide in {folder}, got {sorted(found)}")
    return found.pop()


if __name__ == "__main__":
    print(version_of_kernel())
