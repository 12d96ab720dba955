"""Checkpoints: a training run in one `.npz` file, to go on after whatever stopped it.

All that the next step depends on is in the file, so that a run that was stopped and goes on ends
with the weights of one that was not, bit for bit. (A layer of your own tells what it keeps beside
its parameters: see `Layer`.) A run is known by its network, data and settings; a file that belongs
to another one is refused, and never written over. Only the number of epochs may grow: then the run
goes on with the schedule of the longer one, and says so if its learning rates were others so far.
"""

import contextlib
import hashlib
import json
import warnings
from dataclasses import dataclass

import numpy as np

from ..data import Dataset
from ..engine.workers import number_of_workers
from ..files import as_path
from ..layers.parameters import check_states, restore_states, states_of, untold_states
from ..network import Network
from ..output import say
from ..saving import as_json, read_npz, set_parameters, write_npz
from .schedules import learning_rate

STEPS = 200  # from one checkpoint to the next, beside those at the end of every epoch


@dataclass
class Run:
    """What makes a training run this run and no other."""

    network: Network
    train_set: Dataset
    test_set: Dataset | None
    optimizer: object
    schedule: object
    settings: dict  # the other arguments of `train`, by name
    workers: int | None  # None takes `default_workers`
    default_workers: int | None = None  # None takes every core

    def number_of_workers(self):
        return number_of_workers(self.default_workers if self.workers is None else self.workers)

    def rates(self, steps):
        """The learning rates of a run of so many steps."""
        return [learning_rate(self.optimizer, self.schedule, n, steps) for n in range(steps)]

    def describe(self, steps, **others):
        """{name: text}, for a run of so many steps; `others` are settings that differ."""
        optimizer, layers, rates = (
            self.optimizer,
            enumerate(self.network.layers, 1),
            self.rates(steps),
        )
        attributes = getattr(optimizer, "__dict__", {}).items()
        numbers = {name: v for name, v in attributes if isinstance(v, int | float | tuple)}
        numbers.pop("learning_rate", None)  # it stands among the rates
        return {
            **{f"layer {row}": f"{layer!r}, {layer.dtype}" for row, layer in layers},
            "train_set": describe_set(self.train_set),
            "test_set": describe_set(self.test_set),
            **{name: str(value) for name, value in (self.settings | others).items()},
            "steps": f"{steps:,}",
            "optimizer": f"{type(optimizer).__name__} {numbers}",
            "learning rates": f"{rates[0]:.3g} to {rates[-1]:.3g}, {fingerprint(np.array(rates))}",
            "starting weights": fingerprint(*self.network.parameters().values()),
        }


def open_checkpoint(path, run, batches, history, steps):
    """The Checkpoint of a run at this path, or one that keeps nothing if the path is None."""
    if path is None:
        return NoCheckpoint(run)
    return Checkpoint(path, run, batches, history, steps)


class NoCheckpoint(contextlib.nullcontext):
    def __init__(self, run):
        self.workers = run.number_of_workers()

    def __enter__(self):
        return self

    def step(self):
        pass


class Checkpoint:
    """The file of one run. In this context, it is read at the start and written on the way.

    `workers` is how many the run goes on with: as many as it began with, if it may choose.
    """

    def __init__(self, path, run, batches, history, steps):
        if not (hasattr(run.optimizer, "state") and hasattr(run.optimizer, "restore")):
            raise ValueError(
                f"checkpoint: expected an optimizer with state() and restore(network, state), "
                f"as SGD has them, got {type(run.optimizer).__name__}"
            )
        if reason := untold_states(run.network):
            raise ValueError(f"checkpoint: {reason}")
        self.path, self.run = as_path(path, "checkpoint"), run
        self.workers = run.number_of_workers()
        self.description = run.describe(steps, workers=self.workers)
        self.network, self.optimizer = run.network, run.optimizer
        self.batches, self.history, self.steps = batches, history, steps

    def __enter__(self):
        """Go on where the file stops. Without a file, the first one is written: a place where
        nothing can be written is an OSError now, not after an hour.
        """
        if self.path.exists():
            self.resume()
        else:
            self.write()
        self.finished = len(self.history.losses) == self.steps
        return self

    def __exit__(self, *_):
        """A run that was stopped, perhaps in the middle of a step, is known by its weights when it
        comes back.
        """
        if self.finished:
            return
        with self.warning_if_not_saved():
            arrays = read_npz(self.path)
            header = json.loads(str(arrays["checkpoint"]))
            header["left"] = fingerprint(*self.network.parameters().values())
            write_npz(self.path, **arrays | {"checkpoint": as_json(header)})

    def step(self):
        """After every step: write the file when it is time.

        If that fails, say so and go on: the training is worth more than its checkpoint.
        """
        done = len(self.history.losses)
        self.finished = done == self.steps
        if done % STEPS == 0 or self.history.at_end_of_epoch:
            with self.warning_if_not_saved():
                self.write()

    @contextlib.contextmanager
    def warning_if_not_saved(self):
        try:
            yield
        except (OSError, ValueError) as error:
            warnings.warn(f"{self.path}: could not be saved ({error})", stacklevel=5)

    def resume(self):
        """Put everything back in its place."""
        arrays = read_npz(self.path)
        if "plan" in arrays:
            raise ValueError(
                f"{self.path}: not a checkpoint of scratchcnn, but a saved network; "
                f"name another file, and take its weights with network.load_parameters(path)"
            )
        try:
            header = json.loads(str(arrays.pop("checkpoint")))
            old, left = {"smoothing": "0.0"} | header["run"], header["left"]  # old files lack it
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{self.path}: not a checkpoint of scratchcnn ({error})") from error
        self.check_run(old, left)
        history = self.history
        try:
            history.losses = arrays["losses"].tolist()
            history.learning_rates = arrays["learning_rates"].tolist()
            history.test_accuracies = arrays["test_accuracies"].tolist()
            history.seconds, history.images = header["seconds"], header["images"]
            self.batches.restore(arrays["order"], header["random"])
            self.optimizer.restore(self.network, group(arrays, "optimizer/"))
            states = group(arrays, "layers/")
            check_states(self.network, states, self.path)
            restore_states(self.network, states)
            set_parameters(self.network.parameters(), group(arrays, "parameters/"), self.path)
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{self.path}: damaged checkpoint ({error})") from error
        done = len(history.losses)
        shorter = history.learning_rates != self.run.rates(self.steps)[:done]
        rates = ", with the learning rates of a shorter run" if shorter else ""
        workers = f", and it goes on with {self.workers} workers, as it began" * (
            self.workers != self.run.number_of_workers()
        )
        say(f"{self.path}: {done:,} of {self.steps:,} steps are done{rates}{workers}")

    def check_run(self, old, left):
        """ValueError, with what differs, unless the file belongs to this run, or to one that is the
        same but has fewer epochs.
        """
        epochs, workers = count(old, "epochs"), count(old, "workers")
        if self.run.workers is None and workers:
            self.workers = workers
        self.description = run = self.run.describe(self.steps, workers=self.workers)
        if run["starting weights"] == left:  # a network that comes back as the run left it
            run["starting weights"] = old.get("starting weights")
        if 0 < epochs < self.run.settings["epochs"]:
            steps = epochs * self.batches.per_epoch
            run = self.run.describe(steps, epochs=epochs, workers=self.workers)
            run["starting weights"] = self.description["starting weights"]
        advice = {
            "epochs": f"to go on, ask for {epochs} or more",
            "workers": f"to go on with {workers}, leave the argument out",
        }
        for name in [*run, *old]:
            was, now = old.get(name, "none"), run.get(name, "none")
            if was != now:
                otherwise = "name another file, or delete this one to begin anew"
                raise ValueError(
                    f"{self.path}: a checkpoint of another run, its {name}: {was}, here: {now}; "
                    f"{advice.get(name, otherwise)}"
                )

    def write(self):
        parameters, (order, random) = self.network.parameters(), self.batches.state()
        header = {
            "run": self.description,
            "left": fingerprint(*parameters.values()),
            "random": random,
            "seconds": self.history.seconds,
            "images": self.history.images,
        }
        write_npz(
            self.path,
            checkpoint=as_json(header),
            order=order,
            losses=np.array(self.history.losses),
            learning_rates=np.array(self.history.learning_rates),
            test_accuracies=np.array(self.history.test_accuracies),
            **{f"layers/{name}": array for name, array in states_of(self.network).items()},
            **{f"parameters/{name}": array for name, array in parameters.items()},
            **{f"optimizer/{name}": array for name, array in self.optimizer.state().items()},
        )


def count(description, name):
    """A whole number of a description that was read from a file; 0 if there is none."""
    text = description.get(name, "")
    return int(text) if isinstance(text, str) and text.isdecimal() else 0


def describe_set(images):
    """A Dataset in a few words that change with every pixel and every label."""
    if images is None:
        return "none"
    return f"{len(images):,} images, {fingerprint(images.images, images.labels)}"


def fingerprint(*arrays):
    """16 hexadecimal digits that change with every bit, type and shape of the arrays."""
    digest = hashlib.sha256()
    for array in arrays:
        digest.update(f"{array.dtype} {array.shape}".encode())
        digest.update(np.ascontiguousarray(array))
    return digest.hexdigest()[:16]


def group(arrays, prefix):
    """Those arrays whose names begin with the prefix, under the rest of their names."""
    return {
        name.removeprefix(prefix): array
        for name, array in arrays.items()
        if name.startswith(prefix)
    }
