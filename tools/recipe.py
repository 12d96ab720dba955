"""What brings the network to 99 % of the test digits with few images: one row for each change.

    python tools/recipe.py [--images 45000] [--seeds 5]

Every row trains a new network for each seed, on so many digits of MNIST, once each; the schedule
ends there. Lesson 08 tells what came of it.
"""

import argparse
import statistics

import numpy as np

from scratchcnn import SGD, WarmupCosine, load_mnist, models, train

NINETY_NINE = {"batch_size": 32, "peak": 0.03, "smoothing": 0.1}  # as lesson 10 trains
ROWS = {
    "the course's settings": {},
    "peak 0.05": {"peak": 0.05},
    "peak 0.08": {"peak": 0.08},
    "batches of 64, peak 0.08": {"batch_size": 64, "peak": 0.08},
    "peak 0.05, weight decay 0.0005": {"peak": 0.05, "weight_decay": 5e-4},
    "peak 0.05, shifts of up to one pixel": {"peak": 0.05, "shift": 1},
    "smoothing 0.1": NINETY_NINE,
    "smoothing 0.1, batches of 64, peak 0.06": NINETY_NINE | {"batch_size": 64, "peak": 0.06},
}


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--images", type=int, default=45_000)
    arguments.add_argument("--seeds", type=int, default=5)
    chosen = arguments.parse_args()
    train_set, test_set = load_mnist()
    images = min(chosen.images, len(train_set))
    print(f"\n{'':40}{'median':>8}{'lowest':>9}   {images:,} digits, {chosen.seeds} seeds")
    for name, settings in ROWS.items():
        accuracies = [
            fit(seed, images, train_set, test_set, **settings).test_accuracies[-1]
            for seed in range(chosen.seeds)
        ]
        print(f"{name:40}{statistics.median(accuracies):8.2%}{min(accuracies):9.2%}", flush=True)


def fit(seed, images, train_set, test_set, peak=0.03, weight_decay=0.0, **settings):
    """The History of a new network after so many digits, drawn without repetition."""
    return train(
        models.cnn(seed),
        some(train_set, images, seed),
        test_set,
        optimizer=SGD(weight_decay=weight_decay),
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
