"""Batches: the training images, in a new random order every epoch, each a little shifted."""

import math

import numpy as np


class Batches:
    """Step by step a batch of the set; with the state of another one, it goes on as that one."""

    def __init__(self, train_set, batch_size, shift, rng):
        self.train_set, self.batch_size, self.shift, self.rng = train_set, batch_size, shift, rng
        self.per_epoch = math.ceil(len(train_set) / batch_size)
        self.order = np.arange(0)  # of the images, in this epoch

    def take(self, step):
        """Images and labels of a step; steps are taken in order."""
        start = step % self.per_epoch * self.batch_size
        if start == 0:
            self.order = self.rng.permutation(len(self.train_set))
        batch = self.order[start : start + self.batch_size]
        images = shift_randomly(self.train_set.images[batch], self.shift, self.rng)
        return images, self.train_set.labels[batch]

    def state(self):
        """What the next batches depend on: (order, state of the random generator)."""
        return self.order, self.rng.bit_generator.state

    def restore(self, order, random):
        self.order, self.rng.bit_generator.state = order, random


def shift_randomly(images, shift, rng):
    """Each image moved by its own random (dy, dx), both from -shift to shift; zeros move in."""
    if shift == 0:
        return images
    count, height, width, _ = images.shape
    padded = np.pad(images, ((0, 0), (shift, shift), (shift, shift), (0, 0)))
    dy, dx = rng.integers(0, 2 * shift + 1, (2, count, 1))
    image = np.arange(count)[:, np.newaxis, np.newaxis]  # (N, 1, 1)
    rows = (dy + np.arange(height))[:, :, np.newaxis]  # (N, H, 1)
    columns = (dx + np.arange(width))[:, np.newaxis, :]  # (N, 1, W)
    return padded[image, rows, columns]


def check_shift(shift, size):
    """ValueError unless something of every image stays in sight."""
    if not (isinstance(shift, int | np.integer) and shift is not True and 0 <= shift < size):
        raise ValueError(
            f"shift: expected a whole number of pixels from 0, less than {size}, got {shift!r}"
        )
