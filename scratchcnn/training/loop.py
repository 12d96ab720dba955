"""The training loop: images, gradients, a step, and again."""

import math
import time
import warnings

import numpy as np

from ..arguments import generator, number, whole
from ..data import Dataset
from ..engine.workers import may_be_shared
from ..layers.parameters import untold_parameters
from ..network import Network, check_logits, warn_of_scale
from .batches import Batches, check_shift
from .checkpoint import Run
from .divergence import raise_if_not_finite
from .history import History
from .interruption import Interruption
from .progress import show_progress
from .ranks import ranks_of
from .schedules import WarmupCosine, learning_rate
from .sgd import SGD


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
    smoothing=0.0,
    seed=0,
    workers=None,
    show=True,
    checkpoint=None,
    communicator=None,
):
    """Train the network in place and return the History.

    train_set, test_set   Datasets; the test set is only measured, after every epoch
    optimizer             SGD() with momentum 0.9 by default
    schedule              learning rate by step: WarmupCosine() by default; any function of
                          (step, steps), or None with an optimizer of your own to keep its rate
    shift                 move each image by up to so many random pixels, in both directions
    smoothing             part of each label that goes to all classes alike, such as 0.1, in the
                          gradients, not in the losses of the History: more images are read right,
                          with less certainty, so it falls along a line to 0 at the end
    seed                  of the order of the images and of their shifts
    workers               threads; None takes every core, or as many as the checkpoint began with
    show                  a live curve in a notebook, a bar in a terminal
    checkpoint            path of a file (`.npz`) that is saved on the way: after an interruption
                          of any kind, the same call goes on and ends with the same weights; with
                          more epochs it goes on, too, along the longer run's schedule
    communicator          of MPI, such as MPI.COMM_WORLD: its ranks, all of which make this call,
                          share out each batch and end with the same weights; rank 0 shows the
                          progress and keeps the checkpoint; `workers` are of a rank, 1 by default

    Ctrl-C, or the stop button, ends the training after this step (pressed twice: at once) and keeps
    what was learnt. Wrong arguments, and a checkpoint of another run, are a ValueError. A loss of
    NaN or infinity is a FloatingPointError that names the layer where it came up; its `history` is
    what there was until then.
    """
    with ranks_of(communicator) as ranks:
        check_sets(network, train_set, test_set)
        warn_of_scale(network, train_set.images)
        if sentence := untold_parameters(network.layers):
            warnings.warn(sentence, stacklevel=2)
        epochs, batch_size = whole("epochs", epochs), whole("batch_size", batch_size)
        check_shift(shift, min(train_set.images.shape[1:3]))
        smoothing = number("smoothing", smoothing, below=1)
        optimizer, schedule = choose_optimizer(optimizer, schedule)
        batches = Batches(train_set, batch_size, shift, generator("seed", seed))
        history = History(steps_per_epoch=batches.per_epoch)
        steps = epochs * batches.per_epoch
        settings = {"epochs": epochs, "batch_size": batch_size, "shift": shift}
        settings |= {"smoothing": smoothing, "seed": seed}
        run = Run(
            network, train_set, test_set, optimizer, schedule, settings, workers, ranks.workers
        )
        ranks.check_same(run, steps)
        with (
            Interruption(history) as interruption,
            ranks.open_checkpoint(checkpoint, run, batches, history, steps) as saved,
            ranks.runner_for(network, saved.workers) as runner,
            show_progress(history, steps, show and ranks.rank == 0) as progress,
        ):
            for step in range(len(history.losses), steps):
                begin = time.perf_counter()
                images, labels = batches.take(step)
                rate = optimizer.learning_rate = learning_rate(optimizer, schedule, step, steps)
                loss = runner.step(images, labels, smoothing * (1 - step / steps))
                raise_if_not_finite(
                    f"loss of step {step + 1}", loss, network, images, history, rate
                )
                optimizer.step(network)
                history.add_step(loss, rate, len(images), begin)
                progress.step()
                if test_set is not None and history.at_end_of_epoch:
                    share = accuracy(runner, test_set)
                    raise_if_not_finite("test accuracy", share, network, images, history, rate)
                    history.test_accuracies.append(share)
                    progress.epoch()
                saved.step()
                interruption.raise_if_requested()
    return history


def accuracy(runner, test_set):
    """The share of the images, 0 to 1, whose largest logit is that of their label; NaN if a logit
    is NaN.
    """
    logits = runner.logits(test_set.images)
    check_labels("test_set", test_set, logits)
    if np.isnan(logits).any():
        return math.nan
    return float(np.mean(logits.argmax(axis=1) == test_set.labels))


def check_sets(network, train_set, test_set):
    """ValueError unless both sets fit the network."""
    if not isinstance(network, Network):
        raise ValueError(f"network: expected a Network, got {type(network).__name__}")
    for name, images in (("train_set", train_set), ("test_set", test_set)):
        if images is None and name == "test_set":
            continue
        if not isinstance(images, Dataset):
            raise ValueError(f"{name}: expected a Dataset, got {type(images).__name__}")
        first = network.check_images(images.images[:1])
        if may_be_shared(network):  # what is a reader's own runs only in its steps
            check_labels(name, images, network.forward(first))


def check_labels(name, images, logits):
    """ValueError unless there is a logit for every label of the set."""
    classes = check_logits(logits).shape[1]
    if images.labels.max() >= classes:
        raise ValueError(
            f"{name}: expected labels below {classes}, the number of logits, "
            f"got {images.labels.max()}"
        )


def choose_optimizer(optimizer, schedule):
    """Both, or the default ones; ValueError unless the loop can call them."""
    if isinstance(optimizer, type) or not (optimizer is None or hasattr(optimizer, "step")):
        raise ValueError(f"optimizer: expected one such as SGD(0.03), got {optimizer!r}")
    if schedule is None and optimizer is not None and not hasattr(optimizer, "learning_rate"):
        raise ValueError("optimizer: expected a learning_rate, or a schedule, got neither")
    if isinstance(schedule, type) or not (schedule is None or callable(schedule)):
        raise ValueError(
            f"schedule: expected WarmupCosine() or another function of (step, steps), or None, "
            f"got {schedule!r}"
        )
    if optimizer is None:
        return SGD(), schedule or WarmupCosine()
    return optimizer, schedule
