"""The doctor looks at the machine and says what it found, and what would make it faster."""

import importlib.util
import os
import platform
import time

import numpy as np

from .data import datasets
from .engine.machine import available_cores, blas_controller, one_blas_thread
from .output import say

SIZE = 512  # of the square matrices whose product is timed


def doctor():
    """Print versions, cores, matrix kernels, their speed and the data set found, with advice."""
    blas, advice = blas_description(), []
    speed = matrix_product_speed()
    rows = [
        ("Python", platform.python_version()),
        ("NumPy", np.__version__),
        ("processor", processor()),
        ("cores", f"{available_cores()} for this process, one worker each"),
        ("matrix kernels", f"{blas['name']} {blas['version']}, {blas['kernels']}"),
        ("matrix product", f"{speed / 1e9:.0f} billion multiply-adds a second on one core"),
        ("data set", data_found()),
    ]
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        say(f"{name:{width}}  {value}")
    if blas["kernels"] == "unknown":
        advice.append("Install threadpoolctl: without it, threads get in each other's way.")
    for variable, value in better_kernels().items():
        advice.append(
            f"This processor has AVX-512, and the {blas['kernels']} kernels do not use it. "
            f"Set {variable}={value} before NumPy is imported."
        )
    if folder := os.environ.get("SCRATCHCNN_DATA"):
        try:
            for name in datasets.missing(folder):
                advice.append(f"$SCRATCHCNN_DATA is {folder}, and {name} is missing there.")
        except (OSError, ValueError) as error:
            advice.append(f"$SCRATCHCNN_DATA can't be read: {error}.")
    if importlib.util.find_spec("pooch") is None:
        advice.append("Install pooch, to download the full MNIST.")
    say("\n".join(["", *advice] if advice else ["", "Nothing here holds the course back."]))


def better_kernels():
    """Environment variables that would make matrix products faster; mostly there are none.

    OpenBLAS chooses its kernels by the processor's model, and takes AVX2 for some that it does not
    know although they have AVX-512. The choice is made when NumPy is imported.
    """
    blas = blas_description()
    known = blas["name"] == "openblas" and "OPENBLAS_CORETYPE" not in os.environ
    if known and has_avx512() and blas["kernels"] in ("Haswell", "Zen"):
        return {"OPENBLAS_CORETYPE": "SkylakeX"}
    return {}


def blas_description():
    """Name, version and kernels of the library behind NumPy's matrix products."""
    controller = blas_controller()
    found = controller.select(user_api="blas").info() if controller else []
    first = found[0] if found else {}
    return {
        "name": first.get("internal_api", "BLAS"),
        "version": first.get("version") or "",
        "kernels": first.get("architecture", "unknown"),
    }


def has_avx512():
    """Whether NumPy found AVX-512 on this processor (under the name that its version uses)."""
    found = np.show_config(mode="dicts").get("SIMD Extensions", {}).get("found", [])
    return any("AVX512" in name or name == "X86_V4" for name in found)


def matrix_product_speed(seconds=0.3):
    """Multiply-accumulates a second of a float32 matrix product on one core: the median."""
    a = np.random.default_rng(0).standard_normal((SIZE, SIZE)).astype(np.float32)
    times = []
    with one_blas_thread():
        a @ a
        while sum(times) < seconds:
            begin = time.perf_counter()
            a @ a
            times.append(time.perf_counter() - begin)
    return SIZE**3 / float(np.median(times))


def processor():
    """The processor's name, as far as the system tells it."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            names = [line.split(":", 1)[1] for line in file if line.startswith("model name")]
        return names[0].strip()
    except (OSError, IndexError):
        return platform.processor() or platform.machine()


def data_found():
    """Which MNIST `load_mnist` would take, without asking the network."""
    if os.environ.get("SCRATCHCNN_DATA"):
        return "the folder in $SCRATCHCNN_DATA"
    if datasets.is_cached():
        return "the full MNIST, in the cache"
    return "none yet: it will be downloaded, or the bundled sample taken"
