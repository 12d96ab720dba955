"""Packages from npm, each installed once, in a folder of its own in build/npm."""

import shutil
import subprocess
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent / "build" / "npm"


def installed(package):
    """The folder of a package, such as "mathjax@3.2.2"; LookupError if it cannot be had."""
    home = HOME / package
    folder = home / "node_modules" / package.split("@")[0]
    if not folder.exists():
        if shutil.which("npm") is None:
            raise LookupError(f"{package} comes from npm: please install Node.js")
        command = ["npm", "install", "--silent", "--ignore-scripts", "--prefix", home, package]
        if subprocess.run(command).returncode:
            raise LookupError(f"npm could not install {package}")
    return folder
