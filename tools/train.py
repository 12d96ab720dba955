"""Train by running the last lesson, and keep what came of it in build/train.

    python tools/train.py

leaves the executed notebook, a page to read in a browser, the pictures, the trained weights and
metrics.json, and ends with one line: the accuracy, the time, and where to look.
"""

import base64
import json
import os
import re
import time
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter

from notebooks import read, run, write
from scratchcnn.doctor import better_kernels

ROOT = Path(__file__).resolve().parent.parent
LESSON = ROOT / "notebooks" / "10_the_full_network.ipynb"

# Run in the lesson's kernel after its last cell, and never stored.
HARVEST = """
import json as _json
network.save({weights!r})
with open({metrics!r}, "w") as _file:
    _json.dump({{
        "dataset": train_set.name,
        "train_images": len(train_set),
        "test_accuracy": history.test_accuracies[-1],
        "epochs": len(history.test_accuracies),
        "train_seconds": round(history.seconds, 2),
        "images_per_second": round(history.images_per_second),
        "seed": seed,
    }}, _file, indent=2)
"""


def main():
    started = time.perf_counter()
    folder = ROOT / "build" / "train"
    folder.mkdir(parents=True, exist_ok=True)
    weights, metrics = folder / "cnn.npz", folder / "metrics.json"
    if os.environ.get("SCRATCHCNN_DATA"):  # the kernel works in another folder
        os.environ["SCRATCHCNN_DATA"] = str(Path(os.environ["SCRATCHCNN_DATA"]).resolve())

    os.environ.update(better_kernels())  # the lesson's kernel is a process of its own

    notebook = read(LESSON)
    source = HARVEST.format(weights=weights.as_posix(), metrics=metrics.as_posix())
    heading = nbformat.v4.new_markdown_cell("## Keeping the results")
    notebook.cells += [heading, nbformat.v4.new_code_cell(source)]
    run(notebook, LESSON.parent)
    del notebook.cells[-2:]

    write(notebook, folder / LESSON.name)
    page, _ = HTMLExporter().from_notebook_node(notebook)
    (folder / f"{LESSON.stem}.html").write_text(page, encoding="utf-8")
    save_pictures(notebook, folder)
    result = json.loads(metrics.read_text())
    seconds = time.perf_counter() - started
    print(
        f"{result['test_accuracy']:.2%} of the test digits read right ({result['dataset']}), "
        f"trained in {result['train_seconds']:.0f} s, {seconds:.0f} s in all: "
        f"see {os.path.relpath(folder)}"
    )


def save_pictures(notebook, folder):
    """Write every picture of the lesson as PNG, numbered and named after its section."""
    for old in folder.glob("[0-9][0-9]_*.png"):
        old.unlink()
    heading, number = "start", 0
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            found = re.findall(r"^#+ (.+)", cell.source, re.M)
            heading = found[-1] if found else heading
            continue
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                number += 1
                name = re.sub(r"\W+", "_", heading.lower()).strip("_")
                picture = base64.b64decode(output["data"]["image/png"])
                (folder / f"{number:02}_{name}.png").write_bytes(picture)


if __name__ == "__main__":
    main()
