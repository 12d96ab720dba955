"""What brings the network to 99 % of the test digits with few images: one row for each change.

    python tools/recipe.py [--images 45000] [--seeds 5] [--only ROW …] [--test]

Every row trains a new network for each seed, on so many digits of MNIST, once each; the schedule
ends there. Rows are compared on the last 10,000 training digits, which none of them trains on:
whoever picks the best of twenty rows by the test digits has learnt from these. With --test, all
60,000 are there to train on, and the test digits count. Lesson 08 tells what came of it.
"""

import argparse
import math
import statistics

import numpy as np

from scratchcnn import SGD, WarmupCosine, load_mnist, models, train

HELD_OUT = 10_000  # training digits, to choose a row by


class Nesterov(SGD):
    """parameter ← parameter - learning_rate · (gradient + momentum · velocity)"""

    def step(self, network):
        super().step(network)  # has moved it by learning_rate · velocity
        for name, gradient in network.gradients().items():
            rest = gradient - (1 - self.momentum) * self.velocities[name]
            self.parameters[name] -= self.learning_rate * rest


class MeanWeights(SGD):
    """After the last step, each parameter becomes its mean over the last fifth of the steps."""

    def __init__(self, steps):
        super().__init__()
        self.left, self.last, self.sums = steps, max(1, steps // 5), {}

    def step(self, network):
        super().step(network)
        self.left -= 1
        if self.left < self.last:
            for name, parameter in self.parameters.items():
                self.sums[name] = self.sums.get(name, 0) + parameter
        if self.left == 0:
            for name, parameter in self.parameters.items():
                parameter[...] = self.sums[name] / self.last


class GrowingBatch(SGD):
    """Batches grow to two, then four times their size: it moves along the mean of so many."""

    def __init__(self, steps):
        super().__init__()
        self.steps, self.done, self.waiting = steps, 0, []

    def step(self, network):
        gradients = network.gradients()
        self.waiting.append({name: gradient.copy() for name, gradient in gradients.items()})
        self.done += 1
        size = 1 if self.done < 0.3 * self.steps else 2 if self.done < 0.7 * self.steps else 4
        if len(self.waiting) < size and self.done < self.steps:
            return
        for name, gradient in gradients.items():
            gradient[...] = np.mean([each[name] for each in self.waiting], axis=0)
        self.waiting.clear()
        super().step(network)


def whitened(network, images):
    """The first filters become the principal components of windows, and their negatives, each
    divided by the spread of what it finds.
    """
    windows = np.lib.stride_tricks.sliding_window_view(images[:2000, :, :, 0] / 255, (3, 3), (1, 2))
    variances, components = np.linalg.eigh(np.cov(windows.reshape(-1, 9).T))  # ascending
    filters = (components / np.sqrt(variances + 0.01))[:, 1:] / 2  # (9, 8)
    network.layers[1].params["filters"][...] = np.hstack([filters, -filters]).reshape(3, 3, 1, 16)


NINETY_NINE = {"batch_size": 32, "peak": 0.07, "smoothing": 0.3}  # as lesson 10 trains
ROWS = {
    "the defaults of train": {},
    "peak 0.07": {"peak": 0.07},
    "weight decay 0.0005": {"optimizer": lambda steps: SGD(weight_decay=5e-4)},
    "shifts of up to one pixel": {"shift": 1},
    "Nesterov's momentum": {"optimizer": lambda steps: Nesterov()},
    "mean of the last weights": {"optimizer": MeanWeights},
    "batches from 16 to 64": {"batch_size": 16, "optimizer": GrowingBatch},
    "whitened first filters": {"start": whitened},
    "smoothing 0.1": {"smoothing": 0.1},
    "smoothing 0.1, batches of 16": {"smoothing": 0.1, "batch_size": 16},
    "smoothing 0.2, peak 0.05": {"smoothing": 0.2, "peak": 0.05},
    "smoothing 0.3, peak 0.07": NINETY_NINE,
}


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--images", type=int, default=45_000)
    arguments.add_argument("--seeds", type=int, default=5)
    arguments.add_argument("--only", nargs="+", choices=ROWS, default=list(ROWS), metavar="ROW")
    arguments.add_argument("--test", action="store_true", help="count the test digits")
    chosen = arguments.parse_args()
    train_set, test_set = load_mnist()
    if not chosen.test:
        train_set, test_set = train_set[:-HELD_OUT], train_set[-HELD_OUT:]
    images = min(chosen.images, len(train_set))
    counted = f"{len(test_set):,} {'test' if chosen.test else 'held-out'} digits"
    heads = "".join(f"{head:>9}" for head in ("median", "mean", "lowest", "highest", "seconds"))
    print(f"\n{counted:40}{heads}   {images:,} images, {chosen.seeds} seeds")
    for name in chosen.only:
        histories = [
            fit(seed, images, train_set, test_set, **ROWS[name]) for seed in range(chosen.seeds)
        ]
        shares = [history.test_accuracies[-1] for history in histories]
        figures = statistics.median(shares), statistics.mean(shares), min(shares), max(shares)
        seconds = statistics.median(history.seconds for history in histories)  # of training alone
        print(f"{name:40}{''.join(f'{each:9.2%}' for each in figures)}{seconds:9.1f}", flush=True)


def fit(seed, images, train_set, test_set, *, peak=0.03, optimizer=None, start=None, **settings):
    """The History of a new network after so many digits, drawn without repetition."""
    network, digits = models.cnn(seed), some(train_set, images, seed)
    if start:
        start(network, digits.images)
    steps = math.ceil(len(digits) / settings.get("batch_size", 32))
    return train(
        network,
        digits,
        test_set,
        optimizer=optimizer(steps) if optimizer else SGD(),
        schedule=WarmupCosine(peak),
        seed=seed,
        show=False,
        **settings,
    )


def some(train_set, images, seed):
    """So many digits of the set, in a random order."""
    return train_set[np.random.default_rng(seed).permutation(len(train_set))[:images]]


if __name__ == "__main__":
    main()
