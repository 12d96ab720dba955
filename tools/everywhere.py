"""See the course run everywhere, and write down where it did: build/everywhere.md.

    python tools/everywhere.py [PLACE …]

Each lesson runs, away from the repository,

- in Jupyter's kernel on every Python that we claim, with the wheel installed as a reader would,
- as a single file, where there is nothing but what Colab has,
- as the same file, in Pyodide, the Python of the browser: in Node, and in the site's JupyterLite
  in Chromium.

The wheel is tried with the oldest versions that pyproject.toml allows, too. uv makes the
environments, and fetches a Python that this machine does not have. What cannot be tried stands in
the table with the reason. The exit status is 1 if anything failed.

All of it takes an hour or more. What ran is kept in build/everywhere.json and tried again only when
its files have changed. With names of places ("wheel", "Colab", "Jupyter, 3.12", "Pyodide"), only
those are tried now. The tables are in build/everywhere.md; once every place has been asked, they
are in docs/where_it_runs.md, too.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import partial
from pathlib import Path

import colab
import lite
import npm
import pages
import pyodide_folder
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from notebooks import Runner, read
from scratchcnn.engine.machine import available_cores
from scratchcnn.files import atomic_write

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
KEPT = BUILD / "everywhere.json"
LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PYTHONS = ("3.11", "3.12", "3.13", "3.14", "3.15")
COLAB_PYTHON = "3.13"
COLAB = ("numpy==2.1.3", "matplotlib==3.10.0", "ipython==7.34.0", "ipykernel==6.17.1",
         "ipywidgets==7.7.1")  # fmt: skip
PYODIDE_SECONDS = 3600  # for one lesson: matrix products are slow there
SMOKE = """
import matplotlib, numpy, scratchcnn
from scratchcnn import exercises, load_sample, models, plots, train
assert "site-packages" in scratchcnn.__file__
train_set, test_set = load_sample()
predictions = models.trained().predict(test_set.images)
assert (predictions == test_set.labels).mean() > 0.99
history = train(models.cnn(), train_set[:640], show=False)
assert history.losses[-1] < history.losses[0]
plots.digits(test_set.images[:5], test_set.labels[:5])._repr_mimebundle_()
assert exercises.names()
print(f"NumPy {numpy.__version__}, matplotlib {matplotlib.__version__}")
"""


def main():
    wanted = sys.argv[1:]
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary)
        wheel = build_wheel(home)
        colab.main()
        carried = [BUILD / "colab" / path.name for path in LESSONS]
        places = {}
        for version in PYTHONS:
            for oldest in (True, False):
                place = f"wheel on {version}, {'oldest' if oldest else 'newest'}"
                places[place] = partial(try_wheel, home, version, wheel, oldest), [wheel]
        places["Colab's versions"] = partial(in_colab, home), carried
        for version in PYTHONS:
            places[f"Jupyter, {version}"] = partial(in_jupyter, home, version, wheel), LESSONS
        places["Pyodide"] = in_pyodide, carried
        places["Chromium"] = in_chromium, carried
        kept = read_kept()
        kept = {place: kept.get(place, {}) for place in places}  # in this order
        for place, (run, paths) in places.items():
            if not wanted or any(place.startswith(name) for name in wanted):
                see(kept, place, run, paths, wheel)
    print(tables(kept))
    if not wanted:
        pages.fill(ROOT / "docs" / "where_it_runs.md", f"{pages.here_and_now()}.\n\n{tables(kept)}")
    results = [each["result"] for place in kept.values() for each in place.values()]
    sys.exit(any(result.startswith("fails") for result in results))


def see(kept, place, run, paths, wheel):
    """Run what is new at this place, and write down what came of it."""
    prints = {path: fingerprint(path, wheel) for path in paths}
    old = kept.setdefault(place, {})
    new = [path for path in paths if not ran(old.get(path.stem), prints[path])]
    for path, result in run(new):
        report(f"{place}, {path.stem}", result)
        old[path.stem] = {"of": prints[path], "result": result}
        with atomic_write(KEPT) as file:  # it may be stopped at any time, and goes on from here
            file.write(json.dumps(kept, indent=1).encode())
        (BUILD / "everywhere.md").write_text(tables(kept), "utf-8")


def ran(entry, fingerprint):
    """Whether an entry says that this very file ran."""
    tried = entry and not entry["result"].startswith(("fails", "not tried"))
    return bool(tried) and entry["of"] == fingerprint


def fingerprint(path, wheel):
    """Of the package, without its description, and of a lesson's code."""
    digest = hashlib.sha256()
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if ".dist-info/" not in name:
                digest.update(name.encode() + archive.read(name))
    if path != wheel:
        code = (cell.source for cell in read(path).cells if cell.cell_type == "code")
        digest.update("\n\n".join(code).encode())
    return digest.hexdigest()


def read_kept():
    return json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}


def build_wheel(home):
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", home / "wheel", ROOT]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return next((home / "wheel").glob("*.whl"))


# The places: each takes files, and gives pairs of a file and what came of it.


def try_wheel(home, version, wheel, oldest, paths):
    """The smoke test in a fresh environment: the versions it had, or the reason."""
    if not paths:
        return
    allowed = ["--requirements", ROOT / "pyproject.toml", "--resolution", "lowest-direct"]
    try:
        python = environment(home, version, wheel, *(allowed if oldest else []))
    except LookupError as reason:
        yield wheel, f"not tried: {reason}"
        return
    done = subprocess.run(
        [python, "-c", SMOKE], cwd=home, env=bare(), capture_output=True, text=True
    )
    print(done.stderr, end="")
    yield wheel, done.stdout.splitlines()[-1] if done.returncode == 0 else "fails"


def in_jupyter(home, version, wheel, paths):
    """With the wheel and the newest of everything."""
    return in_kernels(paths, home, version, wheel, "ipykernel")


def in_colab(home, paths):
    """Each as one uploaded file, with Colab's versions and nothing of ours."""
    return in_kernels(paths, home, COLAB_PYTHON, *COLAB)


def in_kernels(paths, home, version, *packages):
    try:
        python = environment(home, version, *packages) if paths else None
    except LookupError as reason:
        yield from ((path, f"not tried: {reason}") for path in paths)
        return
    for path in paths:
        yield path, in_kernel(python, path)


def in_pyodide(paths):
    """Each as the file that the browser edition opens; one thread each, so several at a time."""
    try:
        run = partial(in_node, pyodide_for_node() if paths else None)
    except LookupError as reason:
        yield from ((path, f"not tried: {reason}") for path in paths)
        return
    with ThreadPoolExecutor(available_cores()) as threads:
        running = {threads.submit(run, path): path for path in paths}
        for done in as_completed(running):
            yield running[done], done.result()


def in_chromium(paths):
    """Each in the site's JupyterLite, one after another, from its opening to its last cell."""
    if not paths:
        return
    try:
        program, _ = lite.chromium(), pyodide_folder.folder()
        from playwright.sync_api import Error, sync_playwright
    except (LookupError, ImportError) as reason:
        yield from ((path, f"not tried: {reason}") for path in paths)
        return
    with sync_playwright() as playwright, lite.served() as address:
        browser = playwright.chromium.launch(executable_path=program)
        for path in paths:
            shutil.copy(path, lite.SITE / "lite" / "files")
            started = time.perf_counter()
            try:
                ran = lite.run_lesson(browser, address, path.stem, PYODIDE_SECONDS)
            except (Error, TimeoutError) as error:
                print(error)
                yield path, "fails"
                continue
            print(*ran.errors, sep="\n", end="")
            yield path, "fails" if ran.errors else succeeded(started)
        browser.close()


def pyodide_for_node():
    """A folder for Node; what npm's Pyodide lacks, it fetches from the CDN by itself."""
    if shutil.which("node") is None:
        raise LookupError("Node.js is not installed")
    return pyodide_folder.folder() or npm.installed(f"pyodide@{pyodide_folder.VERSION}")


def in_node(folder, path):
    """Run a notebook in Pyodide; what came of it."""
    started = time.perf_counter()
    command = ["node", ROOT / "tools" / "pyodide.mjs", folder, path]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PYODIDE_SECONDS)
    except subprocess.TimeoutExpired:
        return f"fails: over {PYODIDE_SECONDS} s"
    if done.returncode == 0:
        return succeeded(started)
    print(done.stdout[-2000:], done.stderr[-500:])
    return "fails"


# How it is done there


def environment(home, version, *wanted):
    """The interpreter of a fresh environment with what is wanted; LookupError without such one."""
    folder = Path(tempfile.mkdtemp(dir=home))
    if uv("venv", "--python", version, folder):
        raise LookupError(f"no Python {version} here")
    python = folder / "bin" / "python"
    if uv("pip", "install", "--only-binary", ":all:", "--python", python, *wanted):
        raise LookupError(f"uv could not install {' '.join(map(str, wanted))}")
    return python


def uv(*arguments):
    """Run uv, which makes environments; its exit status."""
    return subprocess.run([sys.executable, "-m", "uv", "--quiet", *arguments]).returncode


def bare():
    """This process's environment, without what would lead to the repository."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def in_kernel(python, path):
    """Run a notebook in an empty folder with another Python's kernel; what came of it."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as kernels:
        specification = Path(kernels) / "kernels" / "elsewhere" / "kernel.json"
        specification.parent.mkdir(parents=True)
        command = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        specification.write_text(json.dumps({"argv": command, "display_name": "elsewhere"}))
        os.environ["JUPYTER_PATH"] = kernels
        runner = Runner(read(path), folder)
        runner.kernel_name = "elsewhere"
        try:
            runner.execute(env=bare())
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            print(error)
            return "fails"
    return succeeded(started)


def succeeded(started):
    return f"{time.perf_counter() - started:.0f} s"


def report(name, result):
    print(f"{name}: {result}", flush=True)


# What is written down


def tables(kept):
    """What is known so far, as Markdown: a row a lesson, a column a place; then the wheels."""
    wheels = {place: of for place, of in kept.items() if place.startswith("wheel")}
    columns = {place: of for place, of in kept.items() if place not in wheels}
    lines = [f"| lesson | {' | '.join(columns)} |", f"|---|{'---|' * len(columns)}"]
    for path in LESSONS:
        results = (of.get(path.stem, {"result": "not yet"})["result"] for of in columns.values())
        number, name = path.stem.split("_", 1)
        lines.append(f"| {number} {name.replace('_', ' ')} | {' | '.join(results)} |")
    lines += ["", "| the wheel, in a fresh environment on Python | ran with |", "|---|---|"]
    for place, of in wheels.items():
        lines += [f"| {place[9:]} | {entry['result']} |" for entry in of.values()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
