"""How long an epoch would take with a layer that is right, but slow."""

import time

import numpy as np

from .. import models

EPOCH = 60_000  # images
LONG = 600  # seconds for an epoch, of which it is worth telling
PATIENCE = 2  # seconds for the measurement
SEVERAL = 16  # images at a time, for what is fast


def pace_scene(cls, row):
    """Forward and backward in this row of the network, in its full size."""
    yield "seconds for an image", seconds_for_an_image(cls, row)


def describe_pace(seconds, row, least="about"):
    """A sentence on how long an epoch would take; "" if that isn't long."""
    if EPOCH * seconds < LONG:
        return ""
    return (
        f"It is slow, though: in row {row} of the network alone, an epoch of {EPOCH:,} images "
        f"would take {least} {duration(EPOCH * seconds)}."
    )


def seconds_for_an_image(cls, row):
    ours, shape = row_of_the_network(row)
    layer = cls(*ours.config().values())
    for name, array in ours.params.items():
        layer.params[name][...] = array
    seconds = measure(layer, shape, images=1)
    if EPOCH * seconds < LONG or seconds > PATIENCE / 4:
        return seconds
    # It may have been slow for other reasons, and a single image is no batch.
    images = max(1, min(SEVERAL, int(PATIENCE / 8 / seconds)))
    return min(seconds, *(measure(layer, shape, images) for _ in range(3)))


def measure(layer, shape, images):
    x = np.random.default_rng(0).standard_normal((images, *shape)).astype(np.float32)
    begin = time.perf_counter()
    layer.backward(np.ones_like(layer.forward(x)))
    return (time.perf_counter() - begin) / images


def row_of_the_network(row):
    """The layer of a row, counted from 1, and the shape of its input."""
    network = models.cnn(seed=0)
    *before, layer = network.layers[:row]
    shape = network.input_shape
    for each in before:
        shape = each.output_shape(shape)
    return layer, shape


def duration(seconds):
    hours = seconds / 3600
    return f"{hours:.0f} hours" if hours > 1.5 else f"{seconds / 60:.0f} minutes"
