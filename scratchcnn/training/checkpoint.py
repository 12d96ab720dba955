"""Checkpoints: a training run in one `.npz` file, to go on after whatever stopped it.

All that the next step depends on is in the file, so that a run that was stopped and goes on ends
with the weights of one that was not, bit for bit. (What a learner's own layer keeps outside its
`params` is not in it.) A run is known by its network, data and settings; a file that belongs to
another one is refused, and never written over.
"""

import hashlib
import json
import os
import warnings
from pathlib import Path

import numpy as np

from ..saving import as_json, named_parameters, read_npz, set_parameters, write_npz

STEPS = 200  # from one checkpoint to the next, beside those at the end of every epoch


class Checkpoint:
    """The file of one run, and the parts of that run which are written to it and read from it."""

    def __init__(self, path, run, network, optimizer, rng, history):
        if not (hasattr(optimizer, "state") and hasattr(optimizer, "restore")):
            raise ValueError(
                f"checkpoint: expected an optimizer with state() and restore(network, state), "
                f"as SGD has them, got {type(optimizer).__name__}"
            )
        if not isinstance(path, str | os.PathLike):
            raise ValueError(f"checkpoint: expected the path of a file, got {path!r}")
        self.path, self.run = Path(path), run
        self.network, self.optimizer, self.rng, self.history = network, optimizer, rng, history

    def resume(self):
        """Go on where the file stops; returns the order of the images in that epoch.

        Without a file, the first one is written: a place where nothing can be written is an
        OSError now, not after an hour.
        """
        if not self.path.exists():
            self.write(order=np.arange(0))
            return None
        arrays = read_npz(self.path)
        try:
            header = json.loads(str(arrays.pop("checkpoint")))
            old, left = dict(header["run"]), header["left"]
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{self.path}: not a checkpoint of scratchcnn ({error})") from error
        self.check_run(old, left)
        try:
            self.restore(header, arrays)
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{self.path}: damaged checkpoint ({error})") from error
        print(f"{self.path}: {len(self.history.losses):,} of {self.run['steps']} steps are done")
        return arrays["order"]

    def check_run(self, old, left):
        """ValueError, with what differs, unless the file belongs to this run."""
        if self.run["starting weights"] == left:  # a network that comes back as the run left it
            self.run["starting weights"] = old.get("starting weights")
        for name in [*self.run, *old]:
            was, now = old.get(name, "none"), self.run.get(name, "none")
            if was != now:
                raise ValueError(
                    f"{self.path}: a checkpoint of another run, its {name}: {was}, here: {now}; "
                    f"name another file, or delete this one to begin anew"
                )

    def restore(self, header, arrays):
        """Put everything back in its place."""
        history = self.history
        history.losses = arrays["losses"].tolist()
        history.learning_rates = arrays["learning_rates"].tolist()
        history.test_accuracies = arrays["test_accuracies"].tolist()
        history.seconds, history.images = header["seconds"], header["images"]
        self.rng.bit_generator.state = header["random"]
        self.optimizer.restore(self.network, group(arrays, "optimizer/"))
        set_parameters(self.network, group(arrays, "parameters/"), self.path)

    def step(self, order):
        """After every step: write the file when it is time.

        If that fails, say so and go on: the training is worth more than its checkpoint.
        """
        done = len(self.history.losses)
        if done % STEPS and done % self.history.steps_per_epoch:
            return
        try:
            self.write(order)
        except OSError as error:
            warnings.warn(f"{self.path}: could not be saved ({error})", stacklevel=3)

    def leave(self):
        """Training stops, maybe in the middle of a step: know the weights when they come back."""
        try:
            arrays = read_npz(self.path)
            header = json.loads(str(arrays["checkpoint"]))
            header["left"] = fingerprint(*named_parameters(self.network).values())
            write_npz(self.path, **arrays | {"checkpoint": as_json(header)})
        except (OSError, ValueError) as error:
            warnings.warn(f"{self.path}: could not be saved ({error})", stacklevel=3)

    def write(self, order):
        parameters = named_parameters(self.network)
        header = {
            "run": self.run,
            "left": fingerprint(*parameters.values()),
            "random": self.rng.bit_generator.state,
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
            **{f"parameters/{name}": array for name, array in parameters.items()},
            **{f"optimizer/{name}": array for name, array in self.optimizer.state().items()},
        )


def describe_run(network, train_set, test_set, optimizer, rates, **settings):
    """What makes a run this run and no other, as {name: text}."""
    layers = enumerate(network.layers, start=1)
    settings_of_it = getattr(optimizer, "__dict__", {}).items()
    numbers = {k: v for k, v in settings_of_it if isinstance(v, int | float | tuple)}
    numbers.pop("learning_rate", None)  # it stands among the rates
    return {
        **{f"layer {row}": f"{layer!r}, {layer.dtype}" for row, layer in layers},
        "train_set": describe_set(train_set),
        "test_set": describe_set(test_set),
        **{name: str(value) for name, value in settings.items()},
        "steps": f"{len(rates):,}",
        "optimizer": f"{type(optimizer).__name__} {numbers}",
        "learning rates": f"{rates[0]:.3g} to {rates[-1]:.3g}, {fingerprint(np.array(rates))}",
        "starting weights": fingerprint(*named_parameters(network).values()),
    }


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
