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


SCRIPT = """
import os, pathlib, shutil, signal, subprocess, sys
import numpy as np
from scratchcnn.grading import sandbox
{way}
if {confined}:
    sandbox.confine({folder!r}, 2 * 2**30, 20)
for place, code in {jobs!r}:
    os.chdir(place)
    try:
        exec(code)
        print("done")
    except Exception as error:
        print(type(error).__name__)
"""


def run(tmp_path, way, *codes, confined=True):
    """How each piece of code ends, in a process that is confined to tmp_path/inside. Beside that
    folder is the file a. If the process is not confined, each has a place of its own.
    """
    places = [tmp_path if confined else tmp_path / str(number) for number in range(len(codes))]
    for place in places:
        (place / "inside").mkdir(parents=True, exist_ok=True)
        (place / "a").write_text("a")
    jobs = [(str(place / "inside"), code) for place, code in zip(places, codes, strict=True)]
    script = SCRIPT.format(way=way, confined=confined, folder=str(tmp_path / "inside"), jobs=jobs)
    environment = os.environ | {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-B", "-c", script]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    return done.stdout.split() or [str(done.returncode), done.stderr]


def version_of_landlock():
    code = "from scratchcnn.grading import sandbox; print(sandbox.restrict_by_kernel('.'))"
    command = [sys.executable, "-c", code]
    return int(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout)


@pytest.fixture(params=[BY_KERNEL, BY_PYTHON], ids=["kernel", "python"])
def way(request):
    if request.param == BY_KERNEL and not version_of_landlock():
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
    "os.symlink('../b', 'c') or open('c', 'w')",
    "os.open('a', os.O_WRONLY, dir_fd=os.open('..', os.O_RDONLY))",
    "os.remove('a', dir_fd=os.open('..', os.O_RDONLY))",
    "shutil.rmtree('..')",
]


def test_nothing_is_written_outside(tmp_path, way):
    told = dict(zip(WRITES, run(tmp_path, way, *WRITES), strict=True))
    assert told == dict.fromkeys(WRITES, "PermissionError")
    assert (tmp_path / "a").read_text() == "a"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "inside"]


def test_without_a_sandbox_all_that_is_done(tmp_path):
    told = run(tmp_path, "", *WRITES, confined=False)
    assert told[:-1] == ["done"] * (len(WRITES) - 1)
    assert not (tmp_path / str(len(WRITES) - 1) / "a").exists()


def test_inside_it_may_write_and_elsewhere_read(tmp_path, way):
    codes = ["open('b', 'w').write('b')", "os.mkdir('c')", "np.save('d', np.ones(3))"]
    assert run(tmp_path, way, *codes, "open('../a').read()") == ["done"] * 4
    assert sorted(path.name for path in (tmp_path / "inside").iterdir()) == ["b", "c", "d.npy"]


def test_no_processes_are_started_or_ended_and_no_connections_opened(tmp_path):
    codes = ["os.system('true')", "subprocess.run(['true'])", "os.fork()", "os.kill(1, 0)"]
    codes += ["import socket; socket.socket()"]
    assert run(tmp_path, BY_PYTHON, *codes) == ["PermissionError"] * 5


def test_the_kernel_lets_no_signal_out(tmp_path, way):
    if way == BY_KERNEL and version_of_landlock() < sandbox.SINCE:
        pytest.skip("an older Landlock")
    assert run(tmp_path, way, "os.kill(os.getppid(), 0)") == ["PermissionError"]


def test_memory_is_bounded(tmp_path):
    (told,) = run(tmp_path, "", "np.ones(3 * 2**30, np.uint8)")
    assert "MemoryError" in told


def test_time_on_the_processor_is_bounded(tmp_path):
    way = "sandbox.confine = lambda *_, confine=sandbox.confine: confine(*_[:2], 1)"
    code, _ = run(tmp_path, way, "while True: pass")
    assert code in ("-24", "-9")  # SIGXCPU, or SIGKILL
