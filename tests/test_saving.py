"""Files are whole whenever a process dies or a disk is full; absurd ones are refused unread."""

import contextlib
import json
import os
import re
import runpy
import subprocess
import sys
import time
import types
import zipfile
from pathlib import Path

import numpy as np
import pytest

from scratchcnn import Dense, Layer, Network, files, saving, train
from scratchcnn.files import HOUR, atomic_write

SAVING = """
import glob
import os
import random
import signal
import sys
import threading
import time
import types
from scratchcnn import Dense, Network

path, way = sys.argv[1:]
networks = [Network([Dense(50, 40)], (50,)) for _ in range(2)]
contents = []
for network in networks:
    network.save(path)
    contents.append(open(path, "rb").read())
networks[0].save(path)


def die(*arguments):
    os.kill(os.getpid(), signal.SIGKILL)


def save_and_die_at_line(number):
    '''Every line of Python that saving runs counts, those of NumPy and of zipfile, too.'''
    def trace(frame, event, argument):
        nonlocal number
        number -= 1
        if number == 0:
            die()
        return trace
    sys.settrace(trace)
    networks[1].save(path)
    sys.settrace(None)
    os._exit(0)


def save_and_die_at(seconds):
    threading.Timer(seconds, die).start()
    while True:
        for network in networks:
            network.save(path)


last, deaths, old, new = 0, 0, 0, 0
for life in range(10_000 if way == "lines" else 20):
    if os.fork() == 0:
        if way == "lines":
            save_and_die_at_line(1 + 61 * life)
        save_and_die_at(random.Random(life).random() / 20)
    code = os.waitstatus_to_exitcode(os.wait()[1])
    content = open(path, "rb").read()
    assert content in contents, "neither the old file nor the new one"
    for leftover in glob.glob(os.path.dirname(path) + "/.unfinished.*"):
        os.unlink(leftover)
    old, new = old + (content == contents[0]), new + (content == contents[1])
    if code == 0:
        break
    assert code == -signal.SIGKILL
    deaths += 1
print(deaths, old, new)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no SIGKILL to send")
@pytest.mark.parametrize("way", ["lines", "times"])
def test_a_save_that_is_killed_leaves_the_old_file_or_the_new_one(way, tmp_path):
    path = tmp_path / "weights.npz"
    arguments = [sys.executable, "-c", SAVING, str(path), way]
    out = subprocess.run(arguments, stdout=subprocess.PIPE, text=True, check=True).stdout
    deaths, old, new = map(int, out.split())
    assert deaths >= 20
    assert way == "times" or (old > 0 and new > 0)  # killed before the renaming, and after it
    assert Network.load(path).num_parameters == 50 * 40 + 40


def test_leftovers_of_killed_processes_are_removed_after_an_hour(tmp_path):
    path = tmp_path / "weights[1].npz"
    with atomic_write(path) as file:
        file.write(b"old")
    fresh, stale, others = (
        tmp_path / name
        for name in (
            ".unfinished.0123abcd.weights[1].npz",
            ".unfinished.4567abcd.weights[1].npz",
            ".unfinished.4567abcd.weights1.npz",
        )
    )
    for leftover in (fresh, stale, others):
        leftover.write_bytes(b"half")
    long_ago = time.time() - HOUR - 1
    for leftover in (stale, others):
        os.utime(leftover, (long_ago, long_ago))
    with atomic_write(path) as file:
        file.write(b"new")
    assert path.read_bytes() == b"new"
    assert {entry.name for entry in tmp_path.iterdir()} == {path.name, fresh.name, others.name}


def test_an_unfinished_file_ends_as_its_name_does(tmp_path):
    """JupyterLite chooses by the ending how it keeps a file, and after a renaming keeps it so."""
    with atomic_write(tmp_path / "my_layers.py") as file:
        (unfinished,) = tmp_path.iterdir()
        file.write(b"new")
    assert unfinished.name.startswith(".") and unfinished.suffix == ".py"


def test_a_system_whose_fcntl_has_no_locks(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "fcntl", types.ModuleType("fcntl"))  # as in a browser
    with runpy.run_path(files.__file__)["locked"](tmp_path / "lock"):
        assert (tmp_path / "lock").exists()


@contextlib.contextmanager
def full_disk():
    """Within it, this process cannot write files of more than 1,000 bytes."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


# The oldest NumPy leaves its archive open after an error; that it ends is told as one more.
@pytest.mark.filterwarnings("ignore:.*ZipFile:pytest.PytestUnraisableExceptionWarning")
def test_a_full_disk_leaves_the_old_file(tiny_network, tmp_path):
    path, network = tmp_path / "weights.npz", tiny_network(seed=1)
    tiny_network().save(path)
    content = path.read_bytes()
    with full_disk(), pytest.raises(OSError, match="File too large"):
        network.save(path)
    assert path.read_bytes() == content
    assert os.listdir(tmp_path) == ["weights.npz"]


def test_what_could_not_be_loaded_is_not_saved(tiny_network, tmp_path):
    path, network = tmp_path / "weights.npz", tiny_network()
    network.save(path)
    content = path.read_bytes()
    network.layers[-1].params["bias"][1] = np.nan
    with pytest.raises(ValueError, match=r"weights\.npz: 07_Dense_bias contains NaN or infinity"):
        network.save(path)
    network.layers[-1].params["bias"] = np.array([object()] * 4)
    with pytest.raises(ValueError, match=r"params.'bias'. .* floats, got an array of object"):
        network.save(path)
    assert path.read_bytes() == content


def test_sizes_that_numpy_counted_can_be_saved(tmp_path):
    network = Network([Dense(np.int64(5), np.int32(3))], (np.int64(5),))
    network.save(tmp_path / "weights.npz")
    assert repr(Network.load(tmp_path / "weights.npz").layers) == repr(network.layers)


def test_the_weights_of_an_own_layer_are_saved_whatever_its_config_is(tmp_path):
    class Own(Layer):
        def __init__(self):
            self.params["a"] = np.ones(3, np.float32)

        def config(self):
            return {"function": np.tanh, "array": np.ones(2)}

    network, other = Network([Own()], (3,)), Network([Own()], (3,))
    network.layers[0].params["a"][:] = 5
    with pytest.warns(UserWarning, match=r"own\.npz: only parameters are saved; row 1, Own"):
        network.save(tmp_path / "own.npz")
    other.load_parameters(tmp_path / "own.npz")
    np.testing.assert_array_equal(other.parameters()["01_Own_a"], [5, 5, 5])


# Files that ask for too much


def plan(*layers, input_shape=(5,)):
    return np.array(json.dumps({"input_shape": input_shape, "layers": layers}))


DENSE = {"in_features": 5, "out_features": 4}
PLANS = {  # a plan, what is said of it
    "layer of terabytes": (
        plan(["Dense", {"in_features": 10**6, "out_features": 10**6}]),
        r"parameters: expected at most 16,777,216 in one array, got 1000000 × 1000000",
    ),
    "biases of terabytes": (
        plan(["Addition", {"shape": [10**6, 10**6]}]),
        r"parameters: expected at most 16,777,216 in one array",
    ),
    "many large layers": (
        plan(*[["Dense", {"in_features": 4000, "out_features": 4000}]] * 1000),
        r"expected layers for \d+ parameters, got far larger ones",
    ),
    "negative size": (plan(["Dense", DENSE | {"in_features": -5}]), r"in_features: expected a who"),
    "size that is text": (plan(["Dense", DENSE | {"in_features": "5"}]), r"got '5'"),
    "size that is half": (plan(["Dense", DENSE | {"in_features": 5.5}]), r"got 5\.5"),
    "NaN": (plan(["Division", {"divisor": float("nan")}]), r"divisor: expected a positive number"),
    "random state": (plan(["Dense", DENSE | {"rng": 3}]), r"rng: expected np\.random\.default_rng"),
    "argument too many": (plan(["Dense", DENSE | {"bias": 1}]), r"unexpected keyword argument"),
    "argument missing": (plan(["Dense", {"in_features": 5}]), r"missing 1 required positional"),
    "no arguments": (plan(["Dense", None]), r"must be a mapping"),
    "arguments of a layer without any": (plan(["ReLU", {"x": 1}]), r"unexpected keyword argument"),
    "no name": (plan([3, {}]), r"unknown layer 3"),
    "name of a list": (plan([["Dense"], DENSE]), r"unknown layer \['Dense'\]"),
    "something else of the module": (plan(["np", {}]), r"unknown layer np"),
    "the class of all layers": (plan(["Layer", {}]), r"unknown layer Layer"),
    "layers that do not fit": (plan(["Dense", DENSE | {"in_features": 6}]), r"but got N × 5"),
    "input that is text": (plan(["Dense", DENSE], input_shape="55"), r"input_shape: expected siz"),
    "input without size": (plan(["Dense", DENSE], input_shape=[]), r"input_shape: expected sizes"),
    "no JSON": (np.array("{"), r"Expecting property name"),
    "deep JSON": (np.array("[" * 100_000), r"recursion|Stack overflow"),
    "bytes": (np.array(b"{}"), r"Expecting value"),
}


@pytest.mark.parametrize(("content", "message"), PLANS.values(), ids=PLANS)
def test_an_absurd_plan_is_refused_in_a_second(content, message, tmp_path):
    path = tmp_path / "weights.npz"
    np.savez(path, plan=content, **Network([Dense(5, 4)], (5,)).parameters())
    begin = time.process_time()
    with pytest.raises(ValueError, match=r"weights\.npz: not a network saved .*" + message):
        Network.load(path)
    assert time.process_time() - begin < 5  # of computing: a busy machine does not count


def npy_header(shape, dtype="<f4"):
    text = f"{{'descr': '{dtype}', 'fortran_order': False, 'shape': {shape}, }}"
    text = text.ljust(117) + "\n"
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text.encode()


ENTRIES = {
    "terabytes in the header": npy_header((10**6, 10**6)),
    "negative sizes": npy_header((-5,)),
    "another version": b"\x93NUMPY\x09\x00" + npy_header((4,))[8:] + bytes(16),
    "code in the header": npy_header("__import__('os').mkdir('trap')"),
    "unknown type": npy_header((4,), "<x4") + bytes(16),
    "objects": npy_header((4,), "|O") + b"cos\nmkdir\n(S'trap'\ntR.",
    "cut short": npy_header((4,)) + bytes(15),
}


@pytest.mark.parametrize("content", ENTRIES.values(), ids=ENTRIES)
def test_an_absurd_array_is_refused_and_nothing_is_executed(
    content, tiny_network, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    with zipfile.ZipFile("weights.npz", "w") as file:
        file.writestr("07_Dense_bias.npy", content)
    for load in (Network.load, tiny_network().load_parameters):
        with pytest.raises(ValueError, match=r"weights\.npz: not a readable \.npz file of arrays"):
            load("weights.npz")
    assert os.listdir() == ["weights.npz"]


def test_a_file_that_unpacks_to_gigabytes_is_refused_unread(tiny_network, tmp_path, monkeypatch):
    path = tmp_path / "bomb.npz"
    np.savez_compressed(path, a=np.zeros(2_000_000, np.float32))
    monkeypatch.setattr(saving, "MAX_BYTES", 1_000_000)
    message = r"bomb\.npz: .*\(expected at most 1,000,000 bytes, got 8,000,128\)"
    for load in (Network.load, tiny_network().load_parameters):
        with pytest.raises(ValueError, match=message):
            load(path)


def test_what_does_not_fit_its_plan_is_not_saved(tmp_path):
    network = Network([Dense(3, 2)], (3,))
    network.save(tmp_path / "a.npz")
    before = (tmp_path / "a.npz").read_bytes()
    network.layers[0].params["weights"] = np.zeros((2, 3), np.float32)
    with pytest.raises(ValueError, match="should be floats of 3 × 2"):
        network.save(tmp_path / "a.npz")
    assert (tmp_path / "a.npz").read_bytes() == before


def test_an_own_layer_is_not_taken_for_one_of_the_package(tmp_path):
    class ReLU(Layer):
        shareable = True

        def forward(self, x):
            return np.maximum(x, 0.1 * x)

    Network([Dense(3, 2), ReLU()], (3,)).save(tmp_path / "a.npz")
    with pytest.raises(ValueError, match="unknown layer own ReLU"):
        Network.load(tmp_path / "a.npz")


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "link.npz").symlink_to(tmp_path / "a.npz")
    network = Network([Dense(3, 2)], (3,))
    network.save(tmp_path / "link.npz")
    assert (tmp_path / "link.npz").is_symlink()
    Network.load(tmp_path / "a.npz")


def test_a_network_of_an_own_class_can_be_saved(tmp_path):
    class Small(Network):
        def __init__(self):
            super().__init__([Dense(3, 2)], (3,))

    network = Small()
    network.save(tmp_path / "a.npz")
    found = Network.load(tmp_path / "a.npz").parameters()
    for name, array in network.parameters().items():
        np.testing.assert_array_equal(found[name], array)
    with pytest.raises(
        ValueError, match=r"a\.npz: Small\(layers, input_shape\) can't be called \("
    ):
        Small.load(tmp_path / "a.npz")
    other = Small()
    other.load_parameters(tmp_path / "a.npz")
    np.testing.assert_array_equal(other.forward(np.ones((1, 3))), network.forward(np.ones((1, 3))))


def doubled(self, x):
    return 2 * Network.forward(self, x)


OWN_PASSES = {  # what a class of the reader's own has
    "forward": {"forward": doubled},
    "predict_proba": {"predict_proba": lambda self, x: Network.predict_proba(self, x)[:, ::-1]},
    "predict": {"predict": lambda self, x: Network.predict(self, 255 - x)},
    "as_floats": {"as_floats": lambda self, x: Network.as_floats(self, x) / 255},
    "backward": {"backward": lambda self, d: Network.backward(self, 2 * d)},
}


@pytest.mark.parametrize(("name", "methods"), OWN_PASSES.items(), ids=OWN_PASSES)
def test_passes_of_ones_own_are_not_forgotten_without_a_word(name, methods, tmp_path):
    own = type("Own", (Network,), methods)
    network, path = own([Dense(3, 2)], (3,)), tmp_path / "own.npz"
    with pytest.warns(
        UserWarning, match=r"only parameters are saved; a network of the class Own: "
    ):
        network.save(path)
    message = rf"own\.npz: saved from a network of the class Own with its own {name}, which is not"
    for cls in (Network, type("Other", (Network,), methods)):
        with pytest.raises(ValueError, match=message):
            cls.load(path)
    loaded, other = own.load(path), own([Dense(3, 2)], (3,))
    other.load_parameters(path)
    for each in (loaded, other):
        assert type(each) is own
        np.testing.assert_array_equal(each.predict_proba(X), network.predict_proba(X))
        np.testing.assert_array_equal(each.predict(X), network.predict(X))


def test_a_forward_that_was_put_into_one_network_is_not_forgotten_either(tmp_path):
    network = Network([Dense(3, 2)], (3,))
    network.forward = lambda x: doubled(network, x)
    with pytest.warns(UserWarning, match="only parameters are saved"):
        network.save(tmp_path / "own.npz")
    with pytest.raises(
        ValueError, match=r"own\.npz: saved from a network .* its own forward, which"
    ):
        Network.load(tmp_path / "own.npz")


class Scaled(Network):
    """Keeps a factor, and tells a file so."""

    factor = 1.0
    forward = doubled

    def state(self):
        return {"factor": self.factor}

    def restore(self, state):
        self.factor = float(state["factor"])


def test_what_a_network_of_ones_own_keeps_is_saved(tmp_path):
    network = Scaled([Dense(3, 2)], (3,))
    network.factor = 2.5
    network.save(tmp_path / "own.npz")
    other = Scaled([Dense(3, 2)], (3,))
    other.load_parameters(tmp_path / "own.npz")
    assert other.factor == Scaled.load(tmp_path / "own.npz").factor == 2.5


# Paths, and files of another kind


X = np.random.default_rng(0).random((4, 3))


@pytest.mark.parametrize("path", [None, 3, True, b"", "", 1.5, [], np.zeros(3)])
def test_what_is_no_path(path, tmp_path):
    network = Network([Dense(3, 2)], (3,))
    for use in (network.save, Network.load, network.load_parameters):
        with pytest.raises(ValueError, match=r"^path: expected the path of a file, got "):
            use(path)


def test_files_in_the_home_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    network = Network([Dense(3, 2)], (3,))
    for path in ("~/a.npz", Path("~/b.npz")):
        network.save(path)
        np.testing.assert_array_equal(Network.load(path).forward(X), network.forward(X))
        Network([Dense(3, 2)], (3,)).load_parameters(path)
    assert {*os.listdir(tmp_path)} == {"a.npz", "b.npz"}


@pytest.mark.parametrize("folder", ["missing", "missing/deeper", "file"])
def test_a_folder_that_is_not_there_is_named(folder, tmp_path):
    (tmp_path / "file").write_text("")
    path = tmp_path / folder / "a.npz"
    message = rf"a\.npz: expected the folder {re.escape(str(path.parent))}, found none; make it$"
    with pytest.raises(FileNotFoundError, match=message):
        Network([Dense(3, 2)], (3,)).save(path)
    assert os.listdir(tmp_path) == ["file"]


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(IsADirectoryError, match=r": expected a path for a file, found a folder th"):
        Network([Dense(3, 2)], (3,)).save(tmp_path)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("done", [1, 2])
def test_a_checkpoint_is_not_a_saved_network(done, tiny_network, tiny_set, tmp_path):
    network, path = tiny_network(), tmp_path / "run.npz"
    train(network, tiny_set(8), epochs=done, checkpoint=path, show=False)
    message = r"run\.npz: this is the checkpoint of a training run, not a saved network; train\("
    for load in (Network.load, network.load_parameters):
        with pytest.raises(ValueError, match=message):
            load(path)


def test_an_archive_of_something_else_is_not_a_saved_network(tmp_path):
    np.savez(tmp_path / "mnist.npz", x_train=X, y_train=X)
    message = r"not a network saved by scratchcnn \(there is no plan, but x_train, y_train\)"
    with pytest.raises(ValueError, match=r"mnist\.npz: " + message):
        Network.load(tmp_path / "mnist.npz")
    np.savez(tmp_path / "empty.npz")
    with pytest.raises(ValueError, match=r"empty\.npz: .* \(there is no plan, but nothing\)"):
        Network.load(tmp_path / "empty.npz")


class Averages(Layer):
    """Keeps a running average, and tells a file so."""

    def __init__(self):
        self.mean, self.count = np.zeros(3), 0

    def state(self):
        return {"mean": self.mean, "count": self.count}

    def restore(self, state):
        self.mean, self.count = state["mean"], int(state["count"])


def test_what_a_layer_of_ones_own_keeps_is_saved_with_its_parameters(tmp_path):
    network, other = (Network([Averages(), Dense(3, 2)], (3,)) for _ in range(2))
    network.layers[0].mean, network.layers[0].count = np.array([1.5, 2, 3]), 7
    network.save(tmp_path / "own.npz")
    other.load_parameters(tmp_path / "own.npz")
    np.testing.assert_array_equal(other.layers[0].mean, [1.5, 2, 3])
    assert other.layers[0].count == 7


def test_a_file_without_the_state_of_a_layer_is_refused(tmp_path):
    Network([Dense(3, 2)], (3,)).save(tmp_path / "own.npz")
    with np.load(tmp_path / "own.npz") as archive:
        renamed = {name.replace("01_", "02_"): array for name, array in archive.items()}
    np.savez(tmp_path / "own.npz", **renamed)
    network = Network([Averages(), Dense(3, 2)], (3,))
    with pytest.raises(ValueError, match=r"own\.npz: state of other layers .*01_Averages_mean"):
        network.load_parameters(tmp_path / "own.npz")
