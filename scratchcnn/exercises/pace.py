"""How long an epoch would take with a layer that is right, but slow."""

import time

import numpy as np

from .. import models

EPOCH = 60_000  # images
LONG = 600  # seconds for an epoch, of which it is worth telling
FAR = 10  # times as long as ours: a vectorised answer stays below, loops are far above
PATIENCE = 2  # seconds for the measurement
SEVERAL = 16  # images at a time, for what is fast


def pace_scene(cls, row):
    """Seconds for an image, forward and backward, in this row of the network, in its full size:
    with our layer, then with theirs, and again where that seems slow, of which the best counts.
    """
    ours, shape = row_of_the_network(row)
    layer = cls(*ours.config().values())
    for name, array in ours.params.items():
        layer.params[name][...] = array
    yield "ours", min(measure(ours, shape, images) for images in (1, SEVERAL))
    seconds = measure(layer, shape, images=1)
    yield "yours", seconds
    if EPOCH * seconds < LONG or seconds > PATIENCE / 4:
        return
    # It may have been slow for other reasons, and a single image is no batch.
    images = max(1, min(SEVERAL, int(PATIENCE / 8 / seconds)))
    for _ in range(3):
        yield "yours", measure(layer, shape, images)


def describe_pace(ours, row, seconds, least="about"):
    """A sentence on how long an epoch would take; "" if that isn't long, or not far from ours."""
    if EPOCH * seconds < LONG or seconds < FAR * ours:
        return ""
    return (
        f"It is slow, though: in row {row} of the network alone, an epoch of {EPOCH:,} images "
        f"would take {least} {duration(EPOCH * seconds)}. That is no fault: lesson 10 trains with "
        f"as many digits as it has time for."
    )


def measure(layer, shape, images):
    """Seconds of the processor for an image: what else the machine does is not counted."""
    x = np.random.default_rng(0).standard_normal((images, *shape)).astype(np.float32)
    begin = time.process_time()
    layer.backward(np.ones_like(layer.forward(x)))
    return (time.process_time() - begin) / images


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
