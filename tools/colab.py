"""Write every lesson as one file that runs alone: build/colab/*.ipynb.

    python tools/colab.py

A reader uploads such a file to Colab, or opens it in any Jupyter that has NumPy and matplotlib, and
runs it: no repository, no pip, no network. Its first code cell, folded away, carries the package,
the sample of MNIST and, for lessons that ask for them, the trained weights.
"""

import base64
import hashlib
import io
import re
import zipfile
from pathlib import Path

import nbformat

from notebooks import read, write

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = "cnn.npz"
ASKS_FOR_WEIGHTS = r"\bmodels\.trained\(|\bDrawPad\b"
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same files make the same notebook, whenever
FOLDED = {"cellView": "form", "jupyter": {"source_hidden": True}, "tags": ["hide-input"]}

CARRIER = """\
# @title Run this cell first: it carries the course's package, so nothing needs to be installed
import base64, hashlib, io, os, sys, tempfile, zipfile  # fmt: skip

try:
    import threadpoolctl
except ImportError:  # then nothing can hold each worker's matrix products to one thread, but this
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import matplotlib, numpy  # named here because Python in the browser fetches what it sees in a cell

CARRIED = \"\"\"
{carried}
\"\"\"
if "scratchcnn" not in sys.modules:
    packed = base64.b64decode(CARRIED)
    intact = hashlib.sha256(packed).hexdigest() == "{sha256}"
    assert intact, "this file was damaged on its way: please download it again"
    unpacked = tempfile.mkdtemp()
    zipfile.ZipFile(io.BytesIO(packed)).extractall(unpacked)
    sys.path.insert(0, unpacked)
    try:
        os.listdir()
    except OSError:  # a browser's private window, which has no folder for the notebook
        os.chdir(unpacked)
        print("This window keeps no files: what you write is lost when it is closed or reloaded.")
"""


def carrying(notebook):
    """The notebook with one cell more, before its set-up cell."""
    packed = pack(weights=asks_for_weights(notebook))
    source = CARRIER.format(
        carried=base64.encodebytes(packed).decode().rstrip(),
        sha256=hashlib.sha256(packed).hexdigest(),
    )
    carrier = nbformat.v4.new_code_cell(source.rstrip(), id="carrier", metadata=FOLDED)
    setup = next(i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code")
    cells = [*notebook.cells[:setup], carrier, *notebook.cells[setup:]]
    return nbformat.v4.new_notebook(cells=cells, metadata=notebook.metadata)


def asks_for_weights(notebook):
    return any(
        cell.cell_type == "code" and re.search(ASKS_FOR_WEIGHTS, cell.source)
        for cell in notebook.cells
    )


def pack(weights):
    """The bytes of a zip file with the package, laid out as in a wheel."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, path in sorted(contents(weights).items()):
            entry = zipfile.ZipInfo(name, LONG_AGO)
            archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def contents(weights):
    """name in the zip → path, of everything that a notebook carries."""
    package = [path for path in (ROOT / "scratchcnn").rglob("*") if path.is_file()]
    return {
        path.relative_to(ROOT).as_posix(): path
        for path in package
        if path.suffix != ".pyc" and (weights or path.name != WEIGHTS)
    }


def main():
    folder = ROOT / "build" / "colab"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.ipynb"):
        old.unlink()
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        write(carrying(read(path)), folder / path.name)
        megabytes = (folder / path.name).stat().st_size / 1e6
        print(f"{(folder / path.name).relative_to(ROOT)}  {megabytes:.1f} MB")


if __name__ == "__main__":
    main()
