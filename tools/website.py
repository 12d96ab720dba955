"""Build the course as a web site in build/site, to be read and run without a server's help.

    python tools/website.py

Lessons appear with the outputs that are stored in them; the package's pages come from its
docstrings; `lite/` is a JupyterLite in which every lesson runs, and `lite/files` has the lessons as
files that run alone. Needs the extra `site`, and npm for MathJax.
"""

import base64
import hashlib
import html
import json
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

import colab
import nbformat
import npm
import pyodide_folder

from notebooks import read
from scratchcnn import layers, models
from scratchcnn.explainer.shown import FRAME
from scratchcnn.grading.mistakes import mistakes_as_markdown

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
SOURCE, SITE = BUILD / "site-source", BUILD / "site"
MATHJAX = "mathjax@3.2.2"
# What a first lesson fetches, compressed as servers send it: JupyterLite 2 MB, the lesson 3,
# Pyodide and IPython 13, NumPy and matplotlib 13. Unpacked it is 46.
FIRST_START = "31 MB"
EXPLAINED = "explained.html"
COMM = "comm==0.2.3"  # which the kernel would ask the Python index for, at every start
NEWER_EDITION = ROOT / "tools" / "newer_edition.js"


def main():
    for folder in (SOURCE, SITE):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "docs", SOURCE)
    shutil.copy(mathjax(), SOURCE / "_static")
    lessons = {path.stem: read(path) for path in sorted((ROOT / "notebooks").glob("*.ipynb"))}
    write_index(lessons)
    write_mistakes()
    for name, notebook in lessons.items():
        nbformat.write(page(name, notebook, repository()), SOURCE / f"{name}.ipynb")
    run([sys.executable, "-m", "sphinx", "-W", "--keep-going", "--quiet", SOURCE, SITE])
    models.trained().explain(SITE / EXPLAINED)  # lessons show it, and the front page
    colab.main()
    build_lite(SITE / "lite")
    watch_for_python(SITE / "lite")
    print(f"the course's site: {(SITE / 'index.html').relative_to(ROOT)}")


def run(command, **options):
    """Run a program; if it fails, so does this one."""
    if subprocess.run(command, **options).returncode:
        sys.exit(f"failed: {' '.join(map(str, command))}")


def repository():
    """Where the course is hosted, as pyproject.toml says; None while it says nothing."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return project.get("urls", {}).get("Repository")


def mathjax():
    """The one file of MathJax that renders every formula by itself."""
    try:
        return npm.installed(MATHJAX) / "es5" / "tex-svg-full.js"
    except LookupError as reason:
        sys.exit(str(reason))


# The lessons' pages


def page(name, notebook, repository):
    """The notebook as the site shows it: ways to run it, its set-up folded, pictures with texts."""
    notebook = nbformat.from_dict(notebook)
    notebook.cells[0].source = without_keys(notebook.cells[0].source)
    setup = next(i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code")
    notebook.cells[setup].metadata["tags"] = ["hide-input"]
    for cell in notebook.cells:
        texts = [picture["alt"] for _, picture in pictures(cell)]
        if texts:
            cell.metadata["mystnb"] = {"image": {"alt": "; ".join(texts)}}
        for output in cell.get("outputs", []):
            alive(output)
    ways = nbformat.v4.new_markdown_cell(ways_to_run(name, repository), id="ways-to-run")
    notebook.cells.insert(1, ways)
    return notebook


def alive(output):
    """Puts the page of `network.explain` over its stored picture; the site has that page."""
    stored = output.get("data", {}).get("text/html", "")
    if f'href="{EXPLAINED}"' in stored:
        frame = FRAME.format(source=f'src="{EXPLAINED}"')
        output["data"]["text/html"] = stored.replace("</div>", f"{frame}</div>")


def without_keys(text):
    """A lesson's first cell without the paragraph on how a cell is run: on the site nothing is."""
    return "\n\n".join(each for each in text.split("\n\n") if "Shift-Enter" not in each)


def ways_to_run(name, repository):
    """The box with the runnable editions of a lesson; with Colab only if the course is hosted."""
    links = [
        f'<a class="button" href="{in_the_browser(name)}">Run it in this browser</a>',
        f'<a class="button" href="lite/files/{name}.ipynb" download>Download it as one file</a>',
    ]
    if repository:
        # The site's own branch, where the files are that carry the package.
        hosted = repository.removeprefix("https://github.com/").rstrip("/")
        place = f"https://colab.research.google.com/github/{hosted}/blob/gh-pages/lite/files"
        links.append(f'<a class="button" href="{place}/{name}.ipynb">Open it in Colab</a>')
    return (
        '<aside class="ways" aria-label="How to run this lesson">\n'
        "<p>This page is for reading: its results were stored when the lesson was last run. "
        "To run the cells, change them and solve the exercises, open the lesson itself.</p>\n"
        f'<p class="buttons">{" ".join(links)}</p>\n'
        f"<p>In the browser there is nothing to install; the first start fetches {FIRST_START}. "
        "The file runs alone, in any Jupyter that has NumPy and matplotlib.</p>\n</aside>"
    )


def in_the_browser(name):
    """Where a lesson runs on the site."""
    return f"lite/notebooks/index.html?path={name}.ipynb"


def pictures(cell):
    """(PNG in base64, {alt, width, height}) of every picture among a cell's outputs."""
    return [
        (output["data"]["image/png"], output["metadata"]["image/png"])
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]


# The landing page


def write_index(lessons):
    """Fill in the places that docs/index.md leaves for what the lessons and the package know."""
    (SOURCE / "_static" / "lessons").mkdir()
    parts = {
        "start": buttons_to_start(next(iter(lessons))),
        "first start": FIRST_START,
        "lessons": lesson_cards(lessons),
        "map": network_map(lessons),
        "contents": contents("Lessons", numbered(lessons))
        + contents("More", ["figures", "photographs", "where_it_runs", "for_teachers", "mistakes"]),
    }
    text = (SOURCE / "index.md").read_text("utf-8")
    for name, part in parts.items():
        text = text.replace(f"<!-- {name} -->", part)
    (SOURCE / "index.md").write_text(text, "utf-8")


def write_mistakes():
    """Fill in what the exercises know of wrong answers."""
    page = SOURCE / "mistakes.md"
    text = page.read_text("utf-8").replace("<!-- mistakes -->", mistakes_as_markdown())
    page.write_text(text, "utf-8")


def buttons_to_start(first):
    """The two ways into the course, at its first lesson."""
    return (
        f'<p class="buttons"><a class="button" href="{first}.html">Start reading</a> '
        f'<a class="button" href="{in_the_browser(first)}">Run it in this browser</a></p>'
    )


def lesson_cards(lessons):
    """A card for each lesson: its first picture, its title, what one builds, how long it takes."""
    cards = []
    for name, notebook in lessons.items():
        picture = next((each for cell in notebook.cells for each in pictures(cell)), None)
        image = ""
        if picture:
            file = f"_static/lessons/{name}.png"
            (SOURCE / file).write_bytes(base64.b64decode(picture[0]))
            image = f'<img src="{file}" alt="{html.escape(picture[1]["alt"])}" loading="lazy">'
        title, builds, duration = map(html.escape, frame(notebook))
        cards.append(
            f'<li>{image}<strong><a href="{name}.html">{name[:2]} {title}</a></strong>\n'
            f'<p>You build {builds}</p>\n<p class="duration">{duration}</p></li>'
        )
    return '<ul class="lessons">\n' + "\n".join(cards) + "\n</ul>"


def frame(notebook):
    """A lesson's title, what one builds in it, and how long it takes, as its first cell says."""
    text = notebook.cells[0].source
    title = re.match(r"# (.+)", text)[1]
    builds = re.search(r"\*\*You build:\*\* (.+)", text)[1]
    duration = re.search(r"\*\*It takes:\*\* ([^.]+)", text)[1]
    return title, builds, duration[0].upper() + duration[1:]


def numbered(lessons):
    """The lessons' entries in the list of contents, each with its number."""
    return [f"{name[:2]} {frame(notebook)[0]} <{name}>" for name, notebook in lessons.items()]


def network_map(lessons):
    """The table of the network, with each layer's lesson and page of code."""
    lesson_of = {name[3:]: name for name in lessons}
    lines = ["| row | layer | output | parameters | MACs |", "|--:|---|---|--:|--:|"]
    for number, row in enumerate(models.cnn().summary().rows, start=1):
        module = getattr(layers, row.layer).__module__
        lesson = lesson_of.get(module.rsplit(".", 1)[1])
        named = f"[{row.layer}]({lesson}.ipynb)" if lesson else row.layer
        shape = " × ".join(map(str, row.shape))
        counts = " | ".join(f"{count:,}" if count else "" for count in (row.parameters, row.macs))
        lines.append(f"| {number} | {named} ({{doc}}`code <api/{module}>`) | {shape} | {counts} |")
    return "\n".join(lines)


def contents(caption, names):
    entries = "\n".join(names)
    return f"```{{toctree}}\n:hidden:\n:caption: {caption}\n\n{entries}\n```\n\n"


# The edition that runs in the browser


def build_lite(folder):
    """A JupyterLite with all lessons, as files that carry the package."""
    work = BUILD / "lite"
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(BUILD / "colab", work / "files")
    editions = {path.name: note_edition(path) for path in (work / "files").glob("*.ipynb")}
    run([sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check",
         "--no-deps", "--only-binary", ":all:", "--dest", work / "pypi", COMM])  # fmt: skip
    python = {"pyodideUrl": f"{pyodide_folder.CDN}{pyodide_folder.SCRIPT}"}
    settings = {
        "appName": "scratchcnn",
        "exposeAppInBrowser": True,
        "litePluginSettings": {"@jupyterlite/pyodide-kernel-extension:kernel": python},
    }
    lite = {"jupyter-lite-schema-version": 0, "jupyter-config-data": settings}
    (work / "jupyter-lite.json").write_text(json.dumps(lite))
    options = {
        "apps": ["notebooks", "tree", "lab"],
        "contents": ["files"],
        "federated_extensions": [str(Path(sysconfig.get_path("data")) / pyodide_folder.KERNEL)],
        "ignore_sys_prefix": ["federated_extensions"],  # nothing else that is installed here
        "no_libarchive": True,
        "no_sourcemaps": True,
        "no_unused_shared_packages": True,
        "output_dir": str(folder),
    }
    (work / "jupyter_lite_config.json").write_text(json.dumps({"LiteBuildConfig": options}))
    run(
        [sys.executable, "-m", "jupyterlite_core", "build", "--lite-dir", work],
        cwd=work,
        stdout=subprocess.DEVNULL,
    )
    (folder / "editions.json").write_text(json.dumps(editions))
    shutil.copy(NEWER_EDITION, folder)
    script = f'<script type="module" src="../{NEWER_EDITION.name}"></script>'
    for app in ("notebooks", "lab"):
        page = folder / app / "index.html"
        text = page.read_text("utf-8").replace("</head>", f"  {script}\n  </head>", 1)
        page.write_text(text, "utf-8")


def note_edition(path):
    """Note in a lesson what newer_edition.js asks for: a digest of the whole, and of each cell as
    it is published. Returns the digest of the whole.
    """
    edition, notebook = digest(path.read_text("utf-8")), read(path)
    notebook.metadata["scratchcnn"] = {"edition": edition}
    for cell in notebook.cells:
        cell.metadata["scratchcnn"] = {"published": digest(cell.source)}
    path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
    return edition


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def watch_for_python(folder):
    """JupyterLite is silent where its Python is out of reach: a script in its pages says so."""
    for page in folder.glob("*/index.html"):
        text = page.read_text("utf-8")
        script = '<script src="../../_static/python_missing.js"></script>'
        page.write_text(text.replace("</head>", f"{script}</head>", 1), "utf-8")


if __name__ == "__main__":
    main()
