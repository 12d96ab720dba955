"""A plan: all the steps of one chunk of images, through all blocks and back."""

from functools import partial

import numpy as np

from .blocks import KeepForBackward
from .planes import TILE


class Plan:
    """The steps of all blocks for `count` images.

    Write them into `images`, run `forward`, and read the planes `out`; write dL/dout over `out`,
    run `backward`, and the blocks have added to their sums. Where nothing is learnt, run
    `inference_steps` instead of `forward`.
    """

    def __init__(self, blocks, count, image_shape, scratch):
        height, width, channels = image_shape
        padded = (count, height + 2, TILE * blocks[0].tiles + 2, channels)
        x = scratch.bordered("padded", *padded)  # around the images it stays zero
        self.images, self.forward, self.backward = x[:, 1:-1, 1 : 1 + width], [], []
        for block in blocks:
            forward, backward, out, d_x = block.steps(x, scratch)
            if d_x is not None:
                backward += copy_columns(d_x[1:-1], x)
            self.forward = self.forward + forward
            self.backward = backward + self.backward
            x = out
        self.out = out
        self.inference_steps = [
            step for step in self.forward if not isinstance(step, KeepForBackward)
        ]


def copy_columns(planes, out):
    """Steps that copy four planes (4, H, N, T, C) into `out`, which has two planes or four."""
    m, steps = len(out), []
    for j in range(0, TILE, m):
        places = out[:, :, :, j // m :: TILE // m]
        count = min(places.shape[3], planes.shape[3])  # past the last column, either may have more
        steps.append(partial(np.copyto, places[:, :, :, :count], planes[j : j + m, :, :, :count]))
    return steps
