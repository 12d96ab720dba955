"""See the course run everywhere, and write down where it did: build/everywhere.md.

    python tools/everywhere.py

Each lesson runs, away from the repository,

- in Jupyter's kernel on every Python that we claim, with the wheel installed as a reader would,
- as a single file, where there is nothing but what Colab has,
- as the same file, in Pyodide, the Python of the browser.

The wheel is tried with the oldest NumPy and matplotlib that we claim, too. What cannot be tried on
this machine stands in the table with the reason. The exit status is 1 if anything failed.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

import colab
import local_pyodide
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from notebooks import Runner, read

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PYTHONS = ("3.11", "3.12", "3.13")
FIRST_WHEELS = {"3.13": {"numpy": "2.1", "matplotlib": "3.9"}}  # nothing older was built for it
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
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary)
        wheel = build_wheel(home)
        colab.main()
        columns, wheels = {}, {}
        for version in PYTHONS:
            wheels[f"{version}, oldest"] = try_wheel(home, version, wheel, oldest=True)
            wheels[f"{version}, newest"] = try_wheel(home, version, wheel, oldest=False)
        columns["Colab's versions"] = in_colab(home)
        write_down(columns, wheels)
        for version in PYTHONS:
            columns[f"Jupyter, {version}"] = in_jupyter(home, version, wheel)
            write_down(columns, wheels)
        columns["Pyodide"] = in_pyodide()
        write_down(columns, wheels)
    print((BUILD / "everywhere.md").read_text("utf-8"))
    results = [*wheels.values(), *(each for column in columns.values() for each in column.values())]
    sys.exit(any(result.startswith("fails") for result in results))


def build_wheel(home):
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", home / "wheel", ROOT]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return next((home / "wheel").glob("*.whl"))


# The places


def try_wheel(home, version, wheel, oldest):
    """What came of the smoke test in a fresh environment: the versions it had, or the reason."""
    pins = oldest_versions(version) if oldest else []
    try:
        python = environment(home, version, [wheel, *pins])
    except LookupError as reason:
        return f"not tried: {reason}"
    done = subprocess.run(
        [python, "-c", SMOKE], cwd=home, env=bare(), capture_output=True, text=True
    )
    report(f"wheel on {version}", done.stdout.strip() or done.stderr)
    return done.stdout.splitlines()[-1] if done.returncode == 0 else "fails"


def oldest_versions(version):
    """The floors of pyproject.toml, or the first versions that were built for this Python."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    floors = dict(dependency.split(">=") for dependency in project["dependencies"])
    floors |= FIRST_WHEELS.get(version, {})
    return [f"{name}=={floor}.*" for name, floor in floors.items()]


def in_jupyter(home, version, wheel):
    """lesson → result, with the wheel and the newest of everything."""
    try:
        python = environment(home, version, [wheel, "ipykernel"])
    except LookupError as reason:
        return dict.fromkeys(lesson_names(), f"not tried: {reason}")
    return {path.stem: in_kernel(python, path) for path in LESSONS}


def in_colab(home):
    """lesson → result, each as one uploaded file, with Colab's versions and nothing of ours."""
    try:
        python = environment(home, COLAB_PYTHON, COLAB)
    except LookupError as reason:
        return dict.fromkeys(lesson_names(), f"not tried: {reason}")
    return {path.stem: in_kernel(python, BUILD / "colab" / path.name) for path in LESSONS}


def in_pyodide():
    """lesson → result, each as the file that the browser edition opens."""
    try:
        folder = local_pyodide.folder()
    except LookupError as reason:
        return dict.fromkeys(lesson_names(), f"not tried: {reason}")
    results = {}
    for path in LESSONS:
        file, started = BUILD / "colab" / path.name, time.perf_counter()
        command = ["node", ROOT / "tools" / "pyodide.mjs", folder, file]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=PYODIDE_SECONDS)
            result = succeeded(started) if done.returncode == 0 else "fails"
        except subprocess.TimeoutExpired:
            result = f"fails: over {PYODIDE_SECONDS} s"
        report(f"{path.stem} in Pyodide", result if result != "fails" else done.stdout[-2000:])
        results[path.stem] = result
    return results


# How it is done there


def environment(home, version, packages):
    """The interpreter of a fresh environment with these packages; LookupError without such one."""
    program = shutil.which(f"python{version}")
    found = program and subprocess.run([program, "-c", ""], capture_output=True).returncode == 0
    if not found:
        raise LookupError(f"no Python {version} here")
    folder = Path(tempfile.mkdtemp(dir=home))
    subprocess.run([program, "-m", "venv", folder], check=True)
    python = folder / "bin" / "python"
    install = ["install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"]
    if subprocess.run([python, "-m", "pip", *install, *packages]).returncode:
        raise LookupError(f"pip could not install {', '.join(map(str, packages))}")
    return python


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
            result = succeeded(started)
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            result = "fails"
            print(error)
    report(path.stem, result)
    return result


def succeeded(started):
    return f"{time.perf_counter() - started:.0f} s"


def report(name, result):
    print(f"{name}: {result}", flush=True)


# What is written down


def lesson_names():
    return [path.stem for path in LESSONS]


def write_down(columns, wheels):
    """Keep what has been seen so far: all of it takes an hour or more."""
    text = table(columns) + "\n" + wheel_table(wheels)
    (BUILD / "everywhere.md").write_text(text, "utf-8")


def table(columns):
    """A row for each lesson, a column for each place, as Markdown."""
    lines = [f"| lesson | {' | '.join(columns)} |", f"|---|{'---|' * len(columns)}"]
    for name in lesson_names():
        results = " | ".join(column[name] for column in columns.values())
        lines.append(f"| {name[:2]} {name[3:].replace('_', ' ')} | {results} |")
    return "\n".join(lines) + "\n"


def wheel_table(wheels):
    lines = ["| the wheel, in a fresh environment on Python | ran with |", "|---|---|"]
    lines += [f"| {name} | {result} |" for name, result in wheels.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
