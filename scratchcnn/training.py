"""Gradient descent: batches, a learning rate that changes on the way, and the training loop."""

import math
import time
from dataclasses import dataclass, field

import numpy as np

from .arguments import generator, number, positive, whole
from .checkpoint import Checkpoint, describe_run
from .data import Dataset
from .divergence import explain
from .interruption import Interruption
from .layers.layer import format_shape
from .network import Network, check_logits
from .parallel import Workers, number_of_workers
from .progress import show_progress
from .saving import check_parameter, named_parameters, parameter_name


class SGD:
    """Stochastic gradient descent with momentum and weight decay, after Polyak 1964.

    velocity ← momentum · velocity + gradient + weight_decay · parameter
    parameter ← parameter - learning_rate · velocity
    """

    def __init__(self, learning_rate=0.03, momentum=0.9, weight_decay=0.0):
        self.learning_rate = number("learning_rate", learning_rate)
        self.momentum = number("momentum", momentum, below=1)
        self.weight_decay = number("weight_decay", weight_decay)
        self.parameters, self.velocities, self.changes = {}, {}, {}

    def step(self, network):
        """Move every parameter of the network one step, in place. The network is always the same:
        the velocities are its own.
        """
        number("learning_rate", self.learning_rate)
        self.meet(named_parameters(network))
        gradients = named_gradients(network)
        for name, parameter in self.parameters.items():
            velocity, change = self.velocities[name], self.changes[name]
            velocity *= self.momentum
            velocity += gradients[name]
            if self.weight_decay:
                velocity += self.weight_decay * parameter
            np.multiply(velocity, self.learning_rate, out=change)
            parameter -= change

    def state(self):
        """What a checkpoint must keep: {name: array}."""
        return dict(self.velocities)

    def restore(self, network, state):
        """Go on with the network as the optimizer that had this state."""
        parameters = named_parameters(network)
        if state and state.keys() != parameters.keys():
            raise ValueError("optimizer: expected a velocity for each parameter, got others")
        for name, velocity in state.items():
            check_parameter(velocity, parameters[name], f"velocity of {name}")
        self.velocities = {}
        if state:
            self.meet(parameters)
        for name, velocity in state.items():
            self.velocities[name][...] = velocity

    def meet(self, parameters):
        """Before the first step, velocities of 0; later, ValueError if these are other arrays."""
        if not self.velocities:
            self.velocities = {name: np.zeros_like(array) for name, array in parameters.items()}
            self.changes = {name: np.empty_like(array) for name, array in parameters.items()}
            self.parameters = parameters
        same = parameters.keys() == self.parameters.keys()
        if not (same and all(parameters[name] is self.parameters[name] for name in parameters)):
            raise ValueError(
                "optimizer: it has moved other parameters, and expected those again; "
                "got another network or a new layer: give it an SGD(…) of its own"
            )


class WarmupCosine:
    """A learning rate that climbs along a line to its peak and returns along half a cosine.

    `warmup` is the share of training that the climb takes. Call it with the number of the step
    and of all steps.
    """

    def __init__(self, peak=0.03, warmup=0.1, start=0.0, end=0.0):
        self.peak, self.warmup = positive("peak", peak), number("warmup", warmup, below=1)
        self.start, self.end = number("start", start), number("end", end)

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
    checkpoint=None,
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
    checkpoint            path of a file (`.npz`) that is saved on the way: after an interruption
                          of any kind, the same call goes on and ends with the same weights

    Ctrl-C, or the stop button, ends the training after this step (pressed twice: at once) and keeps
    what was learnt. Wrong arguments, and a checkpoint of another run, are a ValueError. A loss of
    NaN or infinity is a FloatingPointError that names the layer where it came up; its `history` is
    what there was until then.
    """
    check_sets(network, train_set, test_set)
    epochs, batch_size = whole("epochs", epochs), whole("batch_size", batch_size)
    check_shift(shift, min(train_set.images.shape[1:3]))
    check_optimizer(optimizer, schedule)
    workers, rng = number_of_workers(workers), generator("seed", seed)
    if optimizer is None:
        optimizer, schedule = SGD(), schedule or WarmupCosine()
    history = History(steps_per_epoch=math.ceil(len(train_set) / batch_size))
    steps = epochs * history.steps_per_epoch
    order, saved = None, None
    if checkpoint is not None:
        rates = [learning_rate(optimizer, schedule, step, steps) for step in range(steps)]
        run = describe_run(
            *(network, train_set, test_set, optimizer, rates),
            epochs=epochs,
            batch_size=batch_size,
            shift=shift,
            seed=seed,
            workers=workers,
        )
        saved = Checkpoint(checkpoint, run, network, optimizer, rng, history)
        order = saved.resume()
    finished = False
    with (
        Interruption() as interruption,
        Workers(network, workers) as pool,
        show_progress(history, steps, show) as progress,
    ):
        try:
            for step in range(len(history.losses), steps):
                interruption.obey()
                begin = time.perf_counter()
                place = step % history.steps_per_epoch * batch_size
                if place == 0:
                    order = rng.permutation(len(train_set))
                batch = order[place : place + batch_size]
                images, labels = train_set.images[batch], train_set.labels[batch]
                images = shift_randomly(images, shift, rng)
                optimizer.learning_rate = learning_rate(optimizer, schedule, step, steps)
                loss = pool.step(images, labels)
                if not math.isfinite(loss):
                    raise explain(network, images, loss, history, optimizer.learning_rate)
                optimizer.step(network)
                history.losses.append(loss)
                history.learning_rates.append(optimizer.learning_rate)
                history.images += len(batch)
                history.seconds += time.perf_counter() - begin
                progress.step()
                epoch_ends = (step + 1) % history.steps_per_epoch == 0
                if epoch_ends and test_set is not None:
                    predictions = pool.logits(test_set.images).argmax(axis=1)
                    history.test_accuracies.append(float(np.mean(predictions == test_set.labels)))
                    progress.epoch()
                if saved:
                    saved.step(order)
            finished = True
            interruption.obey()
        except KeyboardInterrupt:
            history.interrupted = True
        finally:
            if saved and not finished:
                saved.leave()
    return history


def learning_rate(optimizer, schedule, step, steps):
    """What the schedule says for this step; without one, the rate that the optimizer has."""
    if schedule is None:
        return optimizer.learning_rate
    return number(f"learning rate of step {step}", schedule(step, steps))


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
    if not isinstance(network, Network):
        raise ValueError(f"network: expected a Network, got {type(network).__name__}")
    for name, images in (("train_set", train_set), ("test_set", test_set)):
        if images is None and name == "test_set":
            continue
        if not isinstance(images, Dataset):
            raise ValueError(f"{name}: expected a Dataset, got {type(images).__name__}")
        classes = check_logits(network.forward(images.images[:1])).shape[1]
        if images.labels.max() >= classes:
            raise ValueError(
                f"{name}: expected labels below {classes}, the number of logits, "
                f"got {images.labels.max()}"
            )


def check_shift(shift, size):
    """ValueError unless something of every image stays in sight."""
    if not (isinstance(shift, int | np.integer) and shift is not True and 0 <= shift < size):
        raise ValueError(
            f"shift: expected a whole number of pixels from 0, less than {size}, got {shift!r}"
        )


def check_optimizer(optimizer, schedule):
    """ValueError unless these can be called as the training loop calls them."""
    if isinstance(optimizer, type) or not (optimizer is None or hasattr(optimizer, "step")):
        raise ValueError(f"optimizer: expected one such as SGD(0.03), got {optimizer!r}")
    if schedule is None and optimizer is not None and not hasattr(optimizer, "learning_rate"):
        raise ValueError("optimizer: expected a learning_rate, or a schedule, got neither")
    if isinstance(schedule, type) or not (schedule is None or callable(schedule)):
        raise ValueError(
            f"schedule: expected WarmupCosine() or another function of (step, steps), or None, "
            f"got {schedule!r}"
        )


def named_gradients(network):
    """The gradient of every parameter, under the parameter's name; ValueError if one is missing."""
    gradients = {}
    for row, layer in enumerate(network.layers, start=1):
        for name, parameter in layer.params.items():
            gradient = layer.grads.get(name)
            if gradient is None or np.shape(gradient) != parameter.shape:
                found = "none" if gradient is None else format_shape(np.shape(gradient))
                raise ValueError(
                    f"row {row}, {layer!r}: expected backward to store grads[{name!r}] of "
                    f"{format_shape(parameter.shape)}, got {found}"
                )
            gradients[parameter_name(row, layer, name)] = gradient
    return gradients
