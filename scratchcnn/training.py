"""Gradient descent: batches, a learning rate that changes on the way, and the training loop."""

import math
import time
from dataclasses import dataclass, field

import numpy as np

from .data import Dataset
from .parallel import Workers
from .progress import show_progress


class SGD:
    """Stochastic gradient descent with momentum and weight decay, after Polyak 1964.

    velocity ← momentum · velocity + gradient + weight_decay · parameter
    parameter ← parameter - learning_rate · velocity
    """

    def __init__(self, learning_rate=0.03, momentum=0.9, weight_decay=0.0):
        if not 0 <= learning_rate < math.inf:
            raise ValueError(f"learning_rate: expected 0 or more, got {learning_rate}")
        if not 0 <= momentum < 1:
            raise ValueError(f"momentum: expected 0 ≤ momentum < 1, got {momentum}")
        if not 0 <= weight_decay < math.inf:
            raise ValueError(f"weight_decay: expected 0 or more, got {weight_decay}")
        self.learning_rate, self.momentum = learning_rate, momentum
        self.weight_decay = weight_decay
        self.velocities, self.changes = {}, {}

    def step(self, network):
        """Move every parameter of the network one step, in place."""
        for row, layer in enumerate(network.layers):
            for name, parameter in layer.params.items():
                if (row, name) not in self.velocities:
                    self.velocities[row, name] = np.zeros_like(parameter)
                    self.changes[row, name] = np.empty_like(parameter)
                velocity, change = self.velocities[row, name], self.changes[row, name]
                velocity *= self.momentum
                velocity += layer.grads[name]
                if self.weight_decay:
                    velocity += self.weight_decay * parameter
                np.multiply(velocity, self.learning_rate, out=change)
                parameter -= change


class WarmupCosine:
    """A learning rate that climbs along a line to its peak and returns along half a cosine.

    `warmup` is the share of training that the climb takes. Call it with the number of the step
    and of all steps.
    """

    def __init__(self, peak=0.03, warmup=0.1, start=0.0, end=0.0):
        if not 0 < peak < math.inf:
            raise ValueError(f"peak: expected a positive learning rate, got {peak}")
        if not 0 <= warmup < 1:
            raise ValueError(f"warmup: expected a share 0 ≤ warmup < 1, got {warmup}")
        for name, rate in (("start", start), ("end", end)):
            if not 0 <= rate < math.inf:
                raise ValueError(f"{name}: expected a learning rate of 0 or more, got {rate}")
        self.peak, self.warmup, self.start, self.end = peak, warmup, start, end

    def __call__(self, step, steps):
        progress = (step + 1) / (steps + 1)  # never quite 0 or 1: no step is wasted
        if progress < self.warmup:
            return self.start + (self.peak - self.start) * progress / self.warmup
        angle = math.pi * (progress - self.warmup) / (1 - self.warmup)
        return self.end + (self.peak - self.end) * (1 + math.cos(angle)) / 2


class OriginalSchedule:
    """The published learning rates, one for each of nine epochs.

    Up along a line over three epochs, from 0.00001 to 0.001, then down along a quarter of a cosine
    over six.
    """

    low, high, epochs = 0.00001, 0.001, 9

    def __call__(self, step, steps):
        epoch = step * self.epochs // steps
        rise = epoch / 3 if epoch < 3 else math.cos(math.pi / 2 * (epoch - 3) / 5)
        return self.low + (self.high - self.low) * rise


@dataclass
class History:
    """What a training run leaves behind; `plot()` draws it."""

    losses: list = field(default_factory=list)  # of every step
    learning_rates: list = field(default_factory=list)  # of every step
    test_accuracies: list = field(default_factory=list)  # after every epoch, 0 to 1
    steps_per_epoch: int = 0
    seconds: float = 0.0  # of training alone, without the tests
    images: int = 0  # seen in training, repetitions included
    interrupted: bool = False

    @property
    def images_per_second(self):
        return self.images / self.seconds if self.seconds else 0.0

    def plot(self):
        """A figure of loss and test accuracy."""
        from . import plots

        return plots.training_curves(self)

    def __repr__(self):
        tested = f", test accuracy {self.test_accuracies[-1]:.2%}" if self.test_accuracies else ""
        end = ", interrupted" if self.interrupted else ""
        return f"History({len(self.losses):,} steps, {self.seconds:.1f} s{tested}{end})"


def train(
    network,
    train_set,
    test_set=None,
    *,
    epochs=1,
    batch_size=32,
    optimizer=None,
    schedule=None,
    shift=0,
    seed=0,
    workers=None,
    show=True,
):
    """Train the network in place and return the History.

    train_set, test_set   Datasets; the test set is only measured, after every epoch
    optimizer             SGD() with momentum 0.9 by default
    schedule              learning rate by step: WarmupCosine() by default; any function of
                          (step, steps), or None with an optimizer of your own to keep its rate
    shift                 move each image by up to so many random pixels, in both directions
    seed                  of the order of the images and of their shifts
    workers               threads; None takes every core
    show                  a live curve in a notebook, a bar in a terminal

    Ctrl-C, or the stop button, ends the training and keeps what was learnt.
    """
    check_sets(network, train_set, test_set)
    check_counts(epochs=epochs, batch_size=batch_size)
    size = min(train_set.images.shape[1:3])
    if not (isinstance(shift, int | np.integer) and 0 <= shift < size):
        raise ValueError(
            f"shift: expected a whole number of pixels from 0, less than {size}, got {shift!r}"
        )
    if optimizer is None:
        optimizer, schedule = SGD(), schedule or WarmupCosine()
    rng = np.random.default_rng(seed)
    history = History(steps_per_epoch=math.ceil(len(train_set) / batch_size))
    steps = epochs * history.steps_per_epoch
    with Workers(network, workers) as pool, show_progress(history, steps, show) as progress:
        try:
            for _ in range(epochs):
                order = rng.permutation(len(train_set))
                for start in range(0, len(order), batch_size):
                    begin = time.perf_counter()
                    batch = order[start : start + batch_size]
                    images = shift_randomly(train_set.images[batch], shift, rng)
                    if schedule is not None:
                        optimizer.learning_rate = schedule(len(history.losses), steps)
                    loss = pool.step(images, train_set.labels[batch])
                    optimizer.step(network)
                    history.losses.append(loss)
                    history.learning_rates.append(optimizer.learning_rate)
                    history.images += len(batch)
                    history.seconds += time.perf_counter() - begin
                    progress.step()
                if test_set is not None:
                    predictions = pool.logits(test_set.images).argmax(axis=1)
                    history.test_accuracies.append(float(np.mean(predictions == test_set.labels)))
                    progress.epoch()
        except KeyboardInterrupt:
            history.interrupted = True
    return history


def shift_randomly(images, shift, rng):
    """Each image moved by its own random (dy, dx), both from -shift to shift; zeros move in."""
    if shift == 0:
        return images
    count, height, width, _ = images.shape
    padded = np.pad(images, ((0, 0), (shift, shift), (shift, shift), (0, 0)))
    dy, dx = rng.integers(0, 2 * shift + 1, (2, count, 1))
    number = np.arange(count)[:, np.newaxis, np.newaxis]
    rows = (dy + np.arange(height))[:, :, np.newaxis]  # (N, H, 1)
    columns = (dx + np.arange(width))[:, np.newaxis, :]  # (N, 1, W)
    return padded[number, rows, columns]


def check_sets(network, train_set, test_set):
    """ValueError unless both sets fit the network."""
    for name, images in (("train_set", train_set), ("test_set", test_set)):
        if images is None and name == "test_set":
            continue
        if not isinstance(images, Dataset):
            raise ValueError(f"{name}: expected a Dataset, got {type(images).__name__}")
        logits = network.forward(images.images[:1])
        if images.labels.max() >= logits.shape[1]:
            raise ValueError(
                f"{name}: expected labels below {logits.shape[1]}, the number of logits, "
                f"got {images.labels.max()}"
            )


def check_counts(**counts):
    """ValueError unless every argument is a whole number from 1."""
    for name, count in counts.items():
        if not (isinstance(count, int | np.integer) and count >= 1):
            raise ValueError(f"{name}: expected a whole number from 1, got {count!r}")
