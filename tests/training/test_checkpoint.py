"""A run that is stopped, killed or interrupted goes on, and ends as if nothing had happened."""

import json
import os
import re
import signal
import subprocess
import sys

import numpy as np
import pytest

from scratchcnn import (
    SGD,
    Convolution,
    Dataset,
    Dense,
    Layer,
    Network,
    WarmupCosine,
    models,
    train,
)
from scratchcnn.engine import workers
from scratchcnn.training import checkpoint


@pytest.fixture(autouse=True)
def often(monkeypatch):
    """A checkpoint every third step."""
    monkeypatch.setattr(checkpoint, "STEPS", 3)


def bits(network):
    return {name: array.tobytes() for name, array in network.parameters().items()}


class Stop(Layer):
    """Passes everything on, and raises when training comes to its step number `after`."""

    shareable = True

    def __init__(self, error, after):
        self.error, self.after = error, after

    def forward(self, x):
        if self.after == 0:
            raise self.error
        self.after -= 1
        return x.copy()

    def backward(self, d_out):
        return d_out.copy()


SETTINGS = {"epochs": 3, "batch_size": 4, "shift": 1, "seed": 5, "workers": 1}


@pytest.fixture
def run(tiny_network, tiny_set, tmp_path):
    """A function that trains a tiny network for 3 epochs of 5 steps; it takes other arguments."""

    def start(network=None, stop=None, path=tmp_path / "run.npz", **others):
        network = tiny_network() if network is None else network
        if stop is not None:
            network.layers.append(stop)
        try:
            arguments = {"train_set": tiny_set(18), "test_set": tiny_set(6, seed=1)}
            arguments |= SETTINGS | {"checkpoint": path} | others
            return train(network, **arguments), network
        finally:
            if stop is not None:
                network.layers.remove(stop)

    return start


def test_a_stopped_run_goes_on_and_ends_bit_for_bit_as_the_whole_one(run, tmp_path, capsys):
    whole, expected = run(path=None)
    for after in range(18):  # 15 steps and 3 tests are 18 forward passes
        path = tmp_path / f"{after}.npz"
        with pytest.raises(ZeroDivisionError):
            run(stop=Stop(ZeroDivisionError(), after + 2), path=path)  # 2: looking at the sets
        capsys.readouterr()
        history, network = run(stop=Stop(None, -1), path=path)
        done = after - after // 6  # every sixth pass is a test, and saved after it
        done = max(n for n in (0, 3, 5, 6, 9, 10, 12) if n <= done - (after % 6 == 5))
        assert capsys.readouterr().out == f"{path}: {done} of 15 steps are done\n"
        assert bits(network) == bits(expected), after
        assert history.losses == whole.losses
        assert history.learning_rates == whole.learning_rates
        assert history.test_accuracies == whole.test_accuracies
        assert history.images == whole.images == 54
        assert not history.interrupted


def test_a_finished_run_is_not_trained_again(run):
    history, network = run(stop=Stop(None, -1))
    expected, losses = bits(network), history.losses
    for again in (network, None):  # the trained network, or a new one that starts as it did
        history, network = run(again, stop=Stop(ZeroDivisionError(), 2))
        assert bits(network) == expected
        assert history.losses == losses


@pytest.mark.parametrize("workers", [1, 2, 3])
@pytest.mark.parametrize("after", [2, 4, 8, 11, 19])  # 19: in the last test
def test_an_interrupted_network_goes_on_where_it_was_left(after, workers, run):
    """Ctrl-C, and the same cell once more: with the same network, whatever is in its weights."""
    _, expected = run(path=None, workers=workers)
    history, network = run(stop=Stop(KeyboardInterrupt(), after), workers=workers)
    assert history.interrupted
    network.layers[-1].params["bias"] += 0  # usable
    history, network = run(network, stop=Stop(None, -1), workers=workers)
    assert not history.interrupted
    assert len(history.losses) == 15
    assert bits(network) == bits(expected)


def test_an_interruption_in_the_middle_of_a_step(run, monkeypatch):
    _, expected = run(path=None)
    step, calls = SGD.step, []

    def interrupted(self, network):
        calls.append(network)
        step(self, network)
        if len(calls) == 8:
            network.layers[-1].params["bias"][0] += 1  # half of something
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(SGD, "step", interrupted)
        history, network = run()
    assert history.interrupted
    history, network = run(network)
    assert bits(network) == bits(expected)


OTHERS = {  # arguments of train, what the message says
    "epochs": ({"epochs": 2}, r"its epochs: 3, here: 2; to go on, ask for 3 or more$"),
    "more epochs and another rate": (
        {"epochs": 4, "schedule": WarmupCosine(0.02)},
        r"its learning rates: .*, here: 0\.0\d+ to .* or delete this one to begin anew$",
    ),
    "more epochs and a constant rate": (
        {"epochs": 4, "optimizer": SGD(0.01)},
        r"its learning rates: .*, here: 0\.01 to 0\.01, ",
    ),
    "more epochs and another seed": ({"epochs": 9, "seed": 6}, r"its seed: 5, here: 6"),
    "batch size": ({"batch_size": 5}, r"its batch_size: 4, here: 5"),
    "shift": ({"shift": 0}, r"its shift: 1, here: 0"),
    "smoothing": ({"smoothing": 0.1}, r"its smoothing: 0\.0, here: 0\.1"),
    "seed": ({"seed": 6}, r"its seed: 5, here: 6"),
    "workers": (
        {"workers": 2},
        r"its workers: 1, here: 2; to go on with 1, leave the argument out$",
    ),
    "momentum": ({"optimizer": SGD(momentum=0.8), "schedule": WarmupCosine()}, r"optimizer: SGD"),
    "rate": ({"schedule": WarmupCosine(0.02)}, r"its learning rates: .*, here: 0\.0\d+ to "),
    "constant rate": ({"optimizer": SGD(0.01)}, r"its learning rates: .*, here: 0\.01 to 0\.01, "),
    "no test": ({"test_set": None}, r"its test_set: 6 images, [0-9a-f]{16}, here: none"),
}


@pytest.mark.parametrize(("others", "message"), OTHERS.values(), ids=OTHERS)
def test_a_checkpoint_of_another_run_is_refused(others, message, run, tmp_path, tiny_network):
    run()
    content, untouched = (tmp_path / "run.npz").read_bytes(), bits(tiny_network())
    network = tiny_network()
    with pytest.raises(ValueError, match=r"run\.npz: a checkpoint of another run, .*" + message):
        run(network, **others)
    assert bits(network) == untouched
    assert (tmp_path / "run.npz").read_bytes() == content


def test_a_file_from_before_there_was_smoothing_goes_on_without(run, tmp_path):
    _, expected = run(path=None)
    run(stop=Stop(KeyboardInterrupt(), 8))
    path = tmp_path / "run.npz"
    arrays = dict(np.load(path))
    header = json.loads(str(arrays["checkpoint"]))
    del header["run"]["smoothing"]
    np.savez(path, **arrays | {"checkpoint": json.dumps(header)})
    with pytest.raises(ValueError, match=r"its smoothing: 0\.0, here: 0\.1"):
        run(smoothing=0.1)
    assert bits(run(stop=Stop(None, -1))[1]) == bits(expected)


# More epochs, and another number of cores


RATES = {  # optimizer and schedule, made anew for each run: the rate of a step knows no end
    "a constant rate": lambda: {"optimizer": SGD(0.02)},
    "a rate of one's own": lambda: {
        "optimizer": SGD(momentum=0.5, weight_decay=0.01),
        "schedule": lambda step, steps: 0.05 / (1 + step),
    },
}


@pytest.mark.parametrize("rates", RATES.values(), ids=RATES)
@pytest.mark.parametrize("same_network", [True, False])
@pytest.mark.parametrize("stopped", [None, 7])
def test_a_run_with_more_epochs_ends_as_one_that_had_them_from_the_start(
    stopped, same_network, rates, run, tmp_path, capsys
):
    whole, expected = run(path=None, epochs=5, **rates())
    stop = None if stopped is None else Stop(KeyboardInterrupt(), stopped)
    _, network = run(stop=stop or Stop(None, -1), **rates())
    again = network if same_network else None
    capsys.readouterr()
    history, network = run(again, stop=Stop(None, -1), epochs=5, **rates())
    done = 15 if stopped is None else 3
    assert capsys.readouterr().out == f"{tmp_path / 'run.npz'}: {done} of 25 steps are done\n"
    assert history.losses == whole.losses
    assert history.learning_rates == whole.learning_rates
    assert history.test_accuracies == whole.test_accuracies
    assert len(history.test_accuracies) == 5
    assert bits(network) == bits(expected)
    assert run(network, stop=Stop(ZeroDivisionError(), 2), epochs=5, **rates())[0].losses


def test_with_more_epochs_the_schedule_is_that_of_the_longer_run(run, tmp_path, capsys):
    first, network = run()
    capsys.readouterr()
    schedule = WarmupCosine()
    for epochs, done in ((4, 15), (6, 20)):  # and once more
        history, network = run(network, epochs=epochs)
        out = capsys.readouterr().out
        assert out == (
            f"{tmp_path / 'run.npz'}: {done} of {5 * epochs} steps are done, "
            f"with the learning rates of a shorter run\n"
        )
        assert history.losses[:15] == first.losses
        rates = [schedule(step, 5 * epochs) for step in range(done, 5 * epochs)]
        assert history.learning_rates[done:] == rates
        assert len(history.losses) == 5 * epochs


def test_a_run_with_more_epochs_that_is_stopped_goes_on(run):
    _, network = run(stop=Stop(None, -1))
    _, network = run(network, stop=Stop(KeyboardInterrupt(), 4), epochs=6)
    stopped, network = run(network, stop=Stop(None, -1), epochs=6)
    again, other = run(None, stop=Stop(None, -1), epochs=6)  # finished: from the file
    assert len(stopped.losses) == 30
    assert again.losses == stopped.losses
    assert bits(other) == bits(network)


@pytest.mark.parametrize(("first", "later"), [(1, 2), (2, 1), (3, 1), (1, 8)])
def test_on_another_machine_a_run_goes_on_with_its_number_of_workers(
    first, later, run, monkeypatch, capsys
):
    monkeypatch.setattr(workers, "available_cores", lambda: first)
    _, expected = run(path=None, workers=None)
    run(stop=Stop(KeyboardInterrupt(), 8), workers=None)
    capsys.readouterr()
    monkeypatch.setattr(workers, "available_cores", lambda: later)
    history, network = run(stop=Stop(None, -1), workers=None)
    assert bits(network) == bits(expected)
    assert len(history.losses) == 15
    assert f", and it goes on with {first} workers, as it began\n" in capsys.readouterr().out


def test_the_number_of_workers_may_be_named_when_it_is_the_same(run, monkeypatch):
    monkeypatch.setattr(workers, "available_cores", lambda: 2)
    history, _ = run(workers=None)
    assert run(workers=2)[0].losses == history.losses
    with pytest.raises(ValueError, match=r"its workers: 2, here: 3; to go on with 2, leave"):
        run(workers=3)


# A network of the reader's own class


class Slower(Network):
    """Halves the images, and counts its passes, on which what it computes depends."""

    passes = 0

    def forward(self, images):
        self.passes += self.layers[0].training
        return super().forward(images) * (1 + self.passes % 3)

    def backward(self, d_logits):
        return super().backward(d_logits * (1 + self.passes % 3))


class Told(Slower):
    def state(self):
        return {"passes": self.passes}

    def restore(self, state):
        self.passes = int(state["passes"])


def of_class(cls, network):
    return cls(network.layers, network.input_shape)


def test_a_network_with_passes_of_its_own_tells_what_it_keeps_or_is_refused(
    run, tiny_network, tmp_path
):
    with pytest.raises(ValueError, match=r"checkpoint: a network of the class Slower: what it kee"):
        run(of_class(Slower, tiny_network()))
    assert not (tmp_path / "run.npz").exists()
    _, expected = run(of_class(Told, tiny_network()), path=None)
    run(of_class(Told, tiny_network()), stop=Stop(KeyboardInterrupt(), 8))
    _, network = run(of_class(Told, tiny_network()), stop=Stop(None, -1))
    assert bits(network) == bits(expected)
    assert network.passes == expected.passes == 15


def test_a_subclass_that_only_builds_its_layers_needs_to_tell_nothing(run, tiny_network):
    class Built(Network):
        def __init__(self):
            super().__init__(tiny_network().layers, (6, 6, 1))
            self.note = object()

    _, expected = run(Built(), path=None)
    run(Built(), stop=Stop(KeyboardInterrupt(), 8))
    assert bits(run(Built(), stop=Stop(None, -1))[1]) == bits(expected)


def changed(images, change):
    arrays = images.images.copy(), images.labels.copy()
    change(*arrays)
    return Dataset(*arrays)


def one_pixel(images, labels):
    images[7, 3, 3, 0] ^= 1


def one_label(images, labels):
    labels[7] = (labels[7] + 1) % 4


def all_sevens(images, labels):
    labels[:] = 0


@pytest.mark.parametrize("change", [one_pixel, one_label, all_sevens])
def test_a_checkpoint_of_other_data_is_refused(change, run, tiny_set):
    run()
    with pytest.raises(ValueError, match=r"another run, its train_set: 18 images, .*, here: 18 im"):
        run(train_set=changed(tiny_set(18), change))


def test_a_checkpoint_of_another_network_is_refused(run, tiny_network):
    run()
    with pytest.raises(
        ValueError, match=r"its starting weights: [0-9a-f]{16}, here: [0-9a-f]{16};"
    ):
        run(tiny_network(seed=1))
    with pytest.raises(
        ValueError, match=r"its layer 7: Dense\(.*, here: Dense\(.* delete this one"
    ):
        run(tiny_network(extra=[Dense(27, 27)]))
    with pytest.raises(ValueError, match=r"its layer 1: Division\(.*float32, here: .*float64"):
        run(tiny_network().astype(np.float64))
    other = tiny_network()
    other.layers[1] = Convolution(1, 3, 5, 2)
    with pytest.raises(ValueError, match=r"its layer 2: .*kernel_size=3.*, here: .*kernel_size=5"):
        run(other)
    del other.layers[1:]
    run_shorter = tiny_network()
    del run_shorter.layers[3]
    with pytest.raises(ValueError, match=r"its layer 4: ReLU"):
        run(run_shorter)


def test_an_optimizer_without_a_state_is_refused(run):
    class Own:
        learning_rate = 0.1

        def step(self, network):
            pass

    with pytest.raises(
        ValueError, match=r"checkpoint: expected an optimizer with state\(\) .* Own"
    ):
        run(optimizer=Own())
    assert len(run(optimizer=Own(), path=None)[0].losses) == 15


def test_an_optimizer_that_has_moved_before_goes_on_as_it_was(run):
    _, expected = run(path=None, optimizer=SGD(0.02))
    optimizer = SGD(0.02)
    _, network = run(stop=Stop(KeyboardInterrupt(), 9), optimizer=optimizer)
    _, network = run(network, stop=Stop(None, -1), optimizer=optimizer)
    assert bits(network) == bits(expected)


class Noise(Layer):
    """Adds noise while it learns, less and less: it keeps a random generator and a count."""

    def __init__(self):
        self.rng, self.count = np.random.default_rng(0), 0

    def forward(self, x):
        if not self.training:
            return x.copy()
        self.count += 1
        return x + self.rng.standard_normal(x.shape, np.float32) / self.count

    def backward(self, d_out):
        return d_out.copy()


class Remembered(Noise):
    """The same, and it tells what it keeps."""

    def state(self):
        return {"count": self.count, "random": json.dumps(self.rng.bit_generator.state)}

    def restore(self, state):
        self.count = int(state["count"])
        self.rng.bit_generator.state = json.loads(str(state["random"]))


def test_a_layer_that_tells_what_it_keeps_goes_on_bit_for_bit(run, tiny_network):
    def network():
        return tiny_network(extra=[Remembered()])

    _, expected = run(network(), path=None)
    _, stopped = run(network(), stop=Stop(KeyboardInterrupt(), 8))
    for again in (stopped, network()):  # the same network, or one that starts as it did
        _, ended = run(again, stop=Stop(None, -1))
        assert bits(ended) == bits(expected)
        assert ended.layers[6].count == expected.layers[6].count == 15


def test_a_layer_that_does_not_tell_what_it_keeps_is_refused(run, tiny_network, tmp_path):
    with pytest.raises(ValueError, match=r"checkpoint: row 7, Noise.*: what it keeps .* state\(\)"):
        run(tiny_network(extra=[Noise()]))
    assert not (tmp_path / "run.npz").exists()


def write_text(path):
    path.write_text("my notes")


def write_weights(path):
    models.mlp().save(path)


def write_list(path):
    np.savez(path, checkpoint=np.array("[1, 2]"))


def write_half(path):
    path.write_bytes(path.read_bytes()[:-100])


def write_nothing(path):
    path.write_bytes(b"")


def rewrite(change):
    def write(path):
        with np.load(path) as file:
            arrays = {name: file[name] for name in file.files}
        header = json.loads(str(arrays["checkpoint"]))
        change(header, arrays)
        np.savez(path, **arrays | {"checkpoint": np.array(json.dumps(header))})

    return write


FOREIGN = {  # what is in the file, the message
    "text": (write_text, r"not a readable \.npz file of arrays"),
    "nothing": (write_nothing, r"not a readable \.npz file of arrays"),
    "half": (write_half, r"not a readable \.npz file of arrays"),
    "weights": (write_weights, r"not a checkpoint of scratchcnn, but a saved network; name anoth"),
    "epochs that are no number": (
        rewrite(lambda h, a: h["run"].update(epochs=3)),
        r"a checkpoint of another run, its epochs: 3, here: 3",
    ),
    "workers that are no number": (
        rewrite(lambda h, a: h["run"].update(workers=["one"])),
        r"a checkpoint of another run, its workers: \['one'\], here: 1",
    ),
    "list": (write_list, r"not a checkpoint of scratchcnn"),
    "no random state": (rewrite(lambda h, a: h.pop("random")), r"damaged checkpoint \('random'\)"),
    "wrong random state": (rewrite(lambda h, a: h.update(random={})), r"damaged checkpoint"),
    "no losses": (rewrite(lambda h, a: a.pop("losses")), r"damaged checkpoint"),
    "no parameter": (
        rewrite(lambda h, a: a.pop("parameters/07_Dense_bias")),
        r"damaged checkpoint \(.*07_Dense_bias",
    ),
    "NaN": (
        rewrite(lambda h, a: a["parameters/07_Dense_bias"].fill(np.nan)),
        r"damaged checkpoint \(.*07_Dense_bias contains NaN",
    ),
    "no velocity": (
        rewrite(lambda h, a: a.pop("optimizer/07_Dense_bias")),
        r"damaged checkpoint \(optimizer: expected a velocity for each parameter",
    ),
    "short velocity": (
        rewrite(lambda h, a: a.update({"optimizer/07_Dense_bias": np.zeros(3)})),
        r"damaged checkpoint \(velocity of 07_Dense_bias should be floats of 4",
    ),
}


@pytest.mark.parametrize(("write", "message"), FOREIGN.values(), ids=FOREIGN)
def test_what_is_no_checkpoint_is_refused_and_never_written_over(
    write, message, run, tmp_path, tiny_network
):
    run()
    path = tmp_path / "run.npz"
    write(path)
    content, network = path.read_bytes(), tiny_network()
    with pytest.raises(ValueError, match=r"run\.npz: " + message):
        run(network)
    assert path.read_bytes() == content
    assert bits(network) == bits(tiny_network())


def test_a_place_that_cannot_be_written_to_is_an_error_at_once(run, tmp_path):
    for folder in ("missing", "missing/deep"):
        path = tmp_path / folder / "run.npz"
        message = (
            rf"run\.npz: expected the folder {re.escape(str(path.parent))}, found none; make it"
        )
        with pytest.raises(FileNotFoundError, match=message):
            run(path=path, stop=Stop(ZeroDivisionError(), 2))


@pytest.mark.parametrize("path", [3, True, "", b"", ["run.npz"]])
def test_what_is_no_path(path, run):
    with pytest.raises(ValueError, match=r"^checkpoint: expected the path of a file, got "):
        run(path=path)


def test_a_checkpoint_in_the_home_folder(run, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    history, _ = run(path="~/mine.npz", stop=Stop(None, -1))
    assert (tmp_path / "mine.npz").exists()
    assert run(path="~/mine.npz", stop=Stop(ZeroDivisionError(), 2))[0].losses == history.losses


def test_a_disk_that_is_full_later_does_not_stop_the_training(run, tmp_path, monkeypatch):
    whole, expected = run(path=None)
    replace, calls = os.replace, []

    def full(*arguments):
        calls.append(arguments)
        if len(calls) in (3, 4):
            raise OSError("no space left on device")
        replace(*arguments)

    monkeypatch.setattr(os, "replace", full)
    with pytest.warns(UserWarning, match=r"run\.npz: could not be saved \(no space left on device"):
        _, network = run()
    assert len(calls) == 8  # at the start, after steps 3, 5, 6, 9, 10, 12 and 15
    assert bits(network) == bits(expected)
    assert os.listdir(tmp_path) == ["run.npz"]
    assert run()[0].losses == whole.losses


def test_the_bar_of_a_run_that_goes_on_begins_where_it_was(run):
    import contextlib
    import io

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    run(stop=Stop(KeyboardInterrupt(), 9))
    with contextlib.redirect_stderr(Terminal()) as screen:
        run(stop=Stop(None, -1))
    assert "15/15" in screen.getvalue().rstrip().split("\r")[-1]


TRAINING = """
import os
import random
import signal
import sys
import threading
import time
import numpy as np
from scratchcnn import *
from scratchcnn.engine import workers
from scratchcnn.training import checkpoint

checkpoint.STEPS, workers.MIN_IMAGES_PER_WORKER = 7, 1
path, killed, whole = sys.argv[1:]


class Beat(Layer):
    '''The heart of a process: some time after so many beats, it is killed.'''

    left, shareable = 0, True

    def forward(self, x):
        Beat.left -= 1
        if Beat.left == 0:
            threading.Thread(target=die).start()
        return x.copy()

    def backward(self, d_out):
        return d_out.copy()


def die():
    time.sleep(random.random() / 200)
    os.kill(os.getpid(), signal.SIGKILL)


def run(checkpoint, out):
    rng = np.random.default_rng(0)
    layers = [Division(255), Convolution(1, 3, rng=rng), Addition((6, 6, 3)), ReLU(), MaxPooling()]
    network = Network([*layers, Vectorization(), Beat(), Dense(27, 4, rng=rng)], (6, 6, 1))
    data = Dataset(rng.integers(0, 256, (60, 6, 6, 1), dtype=np.uint8), rng.integers(0, 4, 60))
    train(network, data, data[:20], epochs=30, batch_size=4, shift=1, workers=2,
          checkpoint=checkpoint)
    network.save(out)


deaths = []
for life in range(15):  # of 450 steps with two beats each; in one life, 40 beats and a few more
    pid = os.fork()
    if pid == 0:
        random.seed(life)
        Beat.left = random.randint(1, 40)
        run(path, killed)
        os._exit(0)
    deaths.append(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
print(deaths, os.path.exists(killed))
run(path, killed)
run(None, whole)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no SIGKILL to send")
def test_a_run_that_is_killed_again_and_again_ends_bit_for_bit_as_the_whole_one(tmp_path):
    path, killed, whole = (tmp_path / f"{name}.npz" for name in ("run", "killed", "whole"))
    arguments = [sys.executable, "-c", TRAINING, str(path), str(killed), str(whole)]
    out = subprocess.run(arguments, stdout=subprocess.PIPE, text=True, check=True).stdout
    assert f"{[-signal.SIGKILL.value] * 15} False\n" in out
    assert killed.read_bytes() == whole.read_bytes()
