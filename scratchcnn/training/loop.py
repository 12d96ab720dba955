"""The training loop: images, gradients, a step; and what is seen of it."""

import math
import time

import numpy as np

from ..arguments import generator, number, whole
from ..data import Dataset
from ..engine.workers import Workers, number_of_workers
from ..network import Network, check_logits
from .checkpoint import Checkpoint, describe_run
from .divergence import explain
from .history import History
from .interruption import Interruption
from .progress import show_progress
from .schedules import WarmupCosine
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
