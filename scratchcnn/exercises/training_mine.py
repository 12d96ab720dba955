"""Training with the reader's own layers, loss, optimizer and loop, as long as one wants to wait."""

import contextlib
import math
import time

import numpy as np

from ..arguments import generator, number, positive, whole
from ..engine.machine import HAS_THREADS, one_blas_thread
from ..layers.layer import learning
from ..layers.softmax_cross_entropy import smooth
from ..output import say
from ..training import History, train
from ..training.divergence import raise_if_not_finite
from ..training.interruption import Interruption
from ..training.loop import choose_optimizer
from ..training.progress import show_progress
from ..training.schedules import learning_rate
from .assembling import LOSS, OPTIMIZER, TRAINING_LOOP, MyNetwork
from .checking import find

RATE = 0.01  # of an optimizer that has no learning_rate to be changed
BATCHES = 8  # to measure with
FOR_TESTS = 0.25  # of the time for training
MINUTES = 2 if HAS_THREADS else 0.3  # to train; in a browser a whole lesson takes two


def train_mine(
    mine,
    train_set,
    test_set=None,
    *,
    epochs=1,
    batch_size=32,
    schedule=None,
    smoothing=0.0,
    seed=0,
    minutes=MINUTES,
    show=True,
):
    """Train a network of `my_network` in place and return the History.

    It is trained with the loss, the optimizer and the training loop of my_layers.py; if none of
    the three is there, by `train`, whose arguments `schedule` and `smoothing` it has. A few batches
    are measured first: if the epochs would take more than so many minutes (2, in a browser 0.3), it
    gets as many digits as they hold, and a sentence says how many. A network with nothing of the
    reader's is trained as `train` would, and without a limit, except in a browser.
    """
    if not isinstance(mine, MyNetwork):
        raise ValueError(f"mine: expected exercises.my_network(), got {type(mine).__name__}")
    epochs, batch_size = whole("epochs", epochs), whole("batch_size", batch_size)
    smoothing = number("smoothing", smoothing, below=1)
    _, schedule = choose_optimizer(None, schedule)
    minutes, rng = positive("minutes", minutes), generator("seed", seed)
    how = as_written if mine.yours.keys() & {LOSS, OPTIMIZER, TRAINING_LOOP} else train
    # Where other programs run, too, two threads that share one product are ten times slower.
    with one_blas_thread() if mine.yours else contextlib.nullcontext():
        if mine.yours or not HAS_THREADS:
            learning_pace, reading_pace = seconds_per_digit(mine, train_set, batch_size)
            whose = "your code" if mine.yours else "this browser"
            train_set, epochs = in_time(train_set, epochs, minutes, learning_pace, rng, whose)
            test_set = tested_in_time(test_set, epochs, minutes, reading_pace, rng)
        settings = {"epochs": epochs, "batch_size": batch_size, "smoothing": smoothing}
        settings |= {"schedule": schedule, "seed": seed, "show": show}
        history = how(mine, train_set, test_set, **settings)
        if test_set is not None:
            known = history.test_accuracies and not history.interrupted
            share = history.test_accuracies[-1] if known else share_right(mine, test_set)
            mine.tested = round(share * len(test_set)), len(test_set)
    return history


def in_time(train_set, epochs, minutes, pace, rng, whose):
    """(what to train with, epochs), so that `minutes` are enough; says so if that isn't all, and
    whose pace it is. What takes the same time in words gets it.
    """
    needed = duration(epochs * len(train_set) * pace)
    if needed == duration(60 * minutes):
        return train_set, epochs
    count, held = what_fits(len(train_set), epochs, 60 * minutes / pace)
    if (count, held) != (len(train_set), epochs):
        say(
            f"{times(epochs)}{len(train_set):,} digits would take {whose} {needed}. It gets "
            f"{times(held)}{count:,} of them, for {duration(60 * minutes)}; "
            f"minutes={10 * minutes:g} would give it more."
        )
    return some(train_set, count, rng), held


def tested_in_time(test_set, epochs, minutes, pace, rng):
    """What to test with after each epoch, so that a part of `minutes` is enough for all tests."""
    if test_set is None:
        return None
    count, _ = what_fits(len(test_set), 1, FOR_TESTS * 60 * minutes / pace / epochs)
    if count < len(test_set):
        say(f"It is tested with {count:,} of {len(test_set):,} digits.")
    return some(test_set, count, rng)


def seconds_per_digit(mine, train_set, batch_size):
    """How long it takes to learn from one digit, and to read one: measured on another network."""
    trial, rng = MyNetwork(mine.seed, mine.yours), np.random.default_rng(0)
    loss, optimizer = trial.loss(), trial.optimizer(RATE)
    loop = trial.of(TRAINING_LOOP, find(TRAINING_LOOP).right)

    def learn(count):
        if not mine.yours:  # then the engine trains it
            train(trial, train_set[:count], batch_size=batch_size, show=False)
            return
        images, labels = train_set.images[:count], train_set.labels[:count]
        with learning(True):
            loop(trial, loss, optimizer, images, labels, batch_size, rng)

    def read(count):
        with learning(False):
            trial.forward(train_set.images[:count])

    most = min(BATCHES * batch_size, len(train_set))
    seconds = [measure(task, most) for task in (learn, read)]
    for each in mine.yours.values():
        each.calls.clear()
    return seconds


def measure(task, most):
    """Seconds for one of `count` in task(count), as fast as the machine is now.

    The count doubles until a second is over, or it is `most`: only the last time counts, where the
    beginning hardly matters any more.
    """
    task(1)  # the first time is slower
    count = 1
    while True:
        begin = time.perf_counter()
        task(count)
        seconds = time.perf_counter() - begin
        if seconds > 1 or count == most:
            return seconds / count
        count = min(2 * count, most)


def what_fits(count, epochs, total):
    """(count, epochs), or less, so that all epochs together are `total` digits; at least one."""
    total = max(1, int(total))
    return min(count, total), max(1, min(epochs, total // count))


def some(images, count, rng):
    """A random part of a Dataset in its own order; all of it, if it has no more."""
    return images[np.sort(rng.permutation(len(images))[:count])] if count < len(images) else images


def times(epochs):
    return f"{epochs} times " if epochs > 1 else ""


def duration(seconds):
    """A time in words: "40 seconds", "3 minutes", "7 hours"."""
    for name, unit in (("hours", 3600), ("minutes", 60)):
        if seconds >= 1.5 * unit:
            return f"{seconds / unit:.0f} {name}"
    return f"{seconds:.0f} seconds"


def as_written(mine, train_set, test_set, *, epochs, batch_size, schedule, smoothing, seed, show):
    """Train with the reader's loss, optimizer and training loop, and ours for what isn't there.

    As in `train`, the optimizer's learning_rate, if it has one, is set for each step.
    """
    rng, optimizer = generator("seed", seed), mine.optimizer(RATE)
    scheduled = hasattr(optimizer, "learning_rate")
    loop = mine.of(TRAINING_LOOP, find(TRAINING_LOOP).right)
    history = History(steps_per_epoch=math.ceil(len(train_set) / batch_size))
    steps = epochs * history.steps_per_epoch
    first = mine.as_floats(train_set.images[:batch_size])
    with Interruption(history) as interruption, show_progress(history, steps, show) as progress:

        def note(loss, count, begin):
            interruption.raise_if_requested()
            step = len(history.losses)
            rate = learning_rate(optimizer, schedule, step, steps) if scheduled else RATE
            name = f"loss of step {step + 1}"
            raise_if_not_finite(name, loss, mine, first, history, rate)
            if scheduled:
                optimizer.learning_rate = rate
            history.add_step(loss, rate, count, begin)
            progress.step()

        def smoothing_now():
            return smoothing * (1 - (len(history.losses) - 1) / steps)  # forward has noted its loss

        for _ in range(epochs):
            loss = Watched(mine.loss(), note, smoothing_now)
            with learning(True):
                loop(mine, loss, optimizer, train_set.images, train_set.labels, batch_size, rng)
            history.seconds += time.perf_counter() - loss.begin  # the way back of the last step
            if test_set is not None:
                history.test_accuracies.append(share_right(mine, test_set))
                progress.epoch()
    return history


class Watched:
    """A loss that notes each value which it computes, and when the one before was computed. Its
    gradients are smoothed as those of `train`.
    """

    def __init__(self, loss, note, smoothing_now):
        self.loss, self.note, self.smoothing_now = loss, note, smoothing_now
        self.begin = time.perf_counter()

    def forward(self, logits, labels):
        self.labels, value = labels, self.loss.forward(logits, labels)
        begin, self.begin = self.begin, time.perf_counter()
        self.note(float(value), len(labels), begin)
        return value

    def backward(self):
        return smooth(self.loss.backward(), self.labels, self.smoothing_now())

    def __getattr__(self, name):
        return getattr(self.loss, name)


def share_right(network, test_set):
    return float(np.mean(network.predict(test_set.images) == test_set.labels))
