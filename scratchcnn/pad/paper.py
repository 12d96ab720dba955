"""The paper under the ink: how far each pixel of a picture is from it.

Ink is what paper encloses. From the edge of a picture one gets to its paper, and to a desk or a
shadow that leaves the picture, without ever crossing anything lighter; the strokes of a dark pen
lie in the paper like lakes in a plain. So rain fills them until they would run over: that is the
paper under the ink. Mathematical morphology calls it reconstruction by erosion (Vincent 1993).
"""

import numpy as np
from scipy.ndimage import median_filter
from skimage.morphology import reconstruction


def enclosed(channel):
    """How much darker each pixel is than the paper that encloses it: H × W, 0 where it is paper.

    channel  H × W: brightness. For light ink on dark paper give its negative.
    """
    if min(channel.shape) < 3:
        return np.zeros_like(channel)  # nothing but edge
    water = np.full_like(channel, channel.max())
    water[ring(channel.shape)] = level_of_edge(channel)  # here it runs off
    paper = reconstruction(np.maximum(water, channel), channel, method="erosion")
    return (paper - channel).astype(np.float32)


def level_of_edge(channel):
    """The paper along the edge of the picture, without the strokes that touch it: P numbers.

    A desk or a shadow takes a longer part of the edge than a stroke does.
    """
    edge = channel[ring(channel.shape)]
    return median_filter(edge, len(edge) // 8 * 2 + 1, mode="wrap")


def ring(shape):
    """Rows and columns of the pixels along the edge, once around: two arrays of P numbers."""
    height, width = (size - 1 for size in shape)
    across, down = np.arange(width), np.arange(height)
    rows = [0 * across, down, height + 0 * across, height - down]
    columns = [across, width + 0 * down, width - across, 0 * down]
    return np.concatenate(rows), np.concatenate(columns)


def noise_of(channel):
    """The standard deviation of the noise, from the differences of neighbours.

    The median leaves out the few of them that lie across the edge of a stroke.
    """
    steps = abs(np.diff(channel, axis=1))
    return 1.4826 * np.median(steps) / np.sqrt(2) if steps.size else 0.0
