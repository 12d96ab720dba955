"""What a confined process can't do, by the kernel and by Python's hook, each by itself."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scratchcnn.grading import sandbox

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a POSIX system")
BY_KERNEL = "sandbox.hook = lambda folder: lambda *event: None"
BY_PYTHON = "sandbox.restrict_by_kernel = lambda folder: 0"


def run(tmp_path, way, code, confined=True):
    """What a process prints that is confined to tmp_path/inside, beside which is the file a."""
    (tmp_path / "inside").mkdir(exist_ok=True)
    (tmp_path / "a").write_text("a")
    script = "\n".join(
        [
            "import os, pathlib, signal, shutil, subprocess, sys, threading",
            "import numpy as np",
            "from scratchcnn.grading import sandbox",
            way,
            f"sandbox.confine({str(tmp_path / 'inside')!r}, 2 * 2**30, 20)" if confined else "",
            f"os.chdir({str(tmp_path / 'inside')!r})",
            "try:",
            f"    {code}",
            "except OSError as error:",
            "    print(type(error).__name__)",
            "else:",
            "    print('done')",
        ]
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-B", "-c", script], env=environment, capture_output=True, text=True
    )
    return done.stdout.strip() or done.stderr.strip() or str(done.returncode)


@pytest.fixture(params=[BY_KERNEL, BY_PYTHON], ids=["kernel", "python"])
def way(request):
    version = "from scratchcnn.grading import sandbox; print(sandbox.restrict_by_kernel('.'))"
    if request.param == BY_KERNEL:
        command = [sys.executable, "-c", version]
        told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        if told.stdout.strip() == "0":
            pytest.skip("this kernel has no Landlock")
    return request.param


WRITES = [
    "open('../b', 'w')",
    "open('../a', 'a')",
    "open('../a', 'r+')",
    "os.open('../b', os.O_CREAT | os.O_RDWR)",
    "np.save('../b.npy', np.ones(3))",
    "np.ones(3).tofile('../a')",
    "np.memmap('../a', mode='r+')",
    "os.remove('../a')",
    "os.rename('../a', 'a')",
    "pathlib.Path('b').write_text('b') and os.rename('b', '../b')",
    "os.mkdir('../b')",
    "os.symlink('../a', '../b')",
    "os.truncate('../a', 0)",
    "os.symlink('../b', 'b') or open('b', 'w')",
    "shutil.rmtree('..')",
]


@pytest.mark.parametrize("code", WRITES)
def test_nothing_is_written_outside(tmp_path, way, code):
    assert run(tmp_path, way, code) == "PermissionError"
    assert (tmp_path / "a").read_text() == "a"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "inside"]


@pytest.mark.parametrize("code", WRITES[:-1])
def test_without_a_sandbox_all_that_is_done(tmp_path, code):
    assert run(tmp_path, "", code, confined=False) == "done"


@pytest.mark.parametrize(
    "code",
    ["open('b', 'w').write('b')", "os.mkdir('b')", "np.save('b', np.ones(3))", "open('../a').read()"],
)  # fmt: skip
def test_inside_it_may_write_and_elsewhere_read(tmp_path, way, code):
    assert run(tmp_path, way, code) == "done"


@pytest.mark.parametrize(
    "code",
    ["os.system('true')", "subprocess.run(['true'])", "os.fork()", "os.kill(os.getppid(), 0)"],
)
def test_no_processes_are_started_or_ended(tmp_path, code):
    assert run(tmp_path, BY_PYTHON, code) == "PermissionError"


def test_the_kernel_lets_no_signal_out(tmp_path, way):
    told = run(tmp_path, f"{way}\nprint(sandbox.restrict_by_kernel('.'))", "pass")
    if not told.split()[0].isdigit() or int(told.split()[0]) < sandbox.SINCE:
        pytest.skip("an older Landlock")
    assert run(tmp_path, way, "os.kill(os.getppid(), 0)") == "PermissionError"


def test_memory_is_bounded(tmp_path):
    assert "MemoryError" in run(tmp_path, "", "np.ones(3 * 2**30, np.uint8)")


def test_time_on_the_processor_is_bounded(tmp_path):
    way = "sandbox.confine = lambda *_, confine=sandbox.confine: confine(_[0], _[1], 1)"
    code = "\n        ".join(["while True:", "pass"])
    assert run(tmp_path, way, code) in ("-24", "-9")  # SIGXCPU, or SIGKILL
