"""Checkpoints: a training run in one `.npz` file, to go on after whatever stopped it.

All that the next step depends on is in the file, so that a run that was stopped and goes on ends
with the weights of one that was not, bit for bit. (A layer of your own tells what it keeps beside
its parameters: see `Layer`.) A run is known by its network, data and settings; a file that belongs
to another one is refused, and never written over.
"""

import contextlib
import hashlib
import json
import os
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..data import Dataset
from ..layers.parameters import check_states, restore_states, silent_layers, states_of
from ..network import Network
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

    def describe(self, steps):
        """{name: text}, for a run of so many steps."""
        optimizer, layers = self.optimizer, enumerate(self.network.layers, start=1)
        rates = [learning_rate(optimizer, self.schedule, step, steps) for step in range(steps)]
        attributes = getattr(optimizer, "__dict__", {}).items()
        numbers = {name: v for name, v in attributes if isinstance(v, int | float | tuple)}
        numbers.pop("learning_rate", None)  # it stands among the rates
        return {
            **{f"layer {row}": f"{layer!r}, {layer.dtype}" for row, layer in layers},
            "train_set": describe_set(self.train_set),
            "test_set": describe_set(self.test_set),
            **{name: str(value) for name, value in self.settings.items()},
            "steps": f"{steps:,}",
            "optimizer": f"{type(optimizer).__name__} {numbers}",
            "learning rates": f"{rates[0]:.3g} to {rates[-1]:.3g}, {fingerprint(np.array(rates))}",
            "starting weights": fingerprint(*self.network.parameters().values()),
        }


def open_checkpoint(path, run, batches, history, steps):
    """The Checkpoint of a run at this path, or one that keeps nothing if the path is None."""
    return NoCheckpoint() if path is None else Checkpoint(path, run, batches, history, steps)


class NoCheckpoint(contextlib.nullcontext):
    def __enter__(self):
        return self

    def step(self):
        pass


class Checkpoint:
    """The file of one run. In this context, it is read at the start and written on the way."""

    def __init__(self, path, run, batches, history, steps):
        if not (hasattr(run.optimizer, "state") and hasattr(run.optimizer, "restore")):
            raise ValueError(
                f"checkpoint: expected an optimizer with state() and restore(network, state), "
                f"as SGD has them, got {type(run.optimizer).__name__}"
            )
        if reason := silent_layers(run.network.layers):
            raise ValueError(f"checkpoint: {reason}")
        if not isinstance(path, str | os.PathLike):
            raise ValueError(f"checkpoint: expected the path of a file, got {path!r}")
        self.path, self.description = Path(path), run.describe(steps)
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
        try:
            header = json.loads(str(arrays.pop("checkpoint")))
            old, left = dict(header["run"]), header["left"]
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
            check_states(self.network.layers, states, self.path)
            restore_states(self.network.layers, states)
            set_parameters(self.network.parameters(), group(arrays, "parameters/"), self.path)
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{self.path}: damaged checkpoint ({error})") from error
        print(f"{self.path}: {len(history.losses):,} of {self.steps:,} steps are done")

    def check_run(self, old, left):
        """ValueError, with what differs, unless the file belongs to this run."""
        run = self.description
        if run["starting weights"] == left:  # a network that comes back as the run left it
            run["starting weights"] = old.get("starting weights")
        for name in [*run, *old]:
            was, now = old.get(name, "none"), run.get(name, "none")
            if was != now:
                raise ValueError(
                    f"{self.path}: a checkpoint of another run, its {name}: {was}, here: {now}; "
                    f"name another file, or delete this one to begin anew"
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
            **{f"layers/{name}": array for name, array in states_of(self.network.layers).items()},
            **{f"parameters/{name}": array for name, array in parameters.items()},
            **{f"optimizer/{name}": array for name, array in self.optimizer.state().items()},
        )


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
