"""The engine: the convolutions at the head of a network, planned for speed.

It computes what the layers compute, up to rounding. What makes it fast:

1. A block (convolution, addition, ReLU, pooling) runs as a whole on a few images at a time: what
   one step writes is still in the processor's cache when the next one reads it.
2. Everything is planned once: for each chunk of images there is a list of steps, calls of NumPy
   with their arrays, forward and backward. On the way hardly any memory is asked for, and hardly
   any view is made.
3. Within a block, images are stored as planes: plane j of m holds the columns j, j + m, j + 2m, …
   of all images. Neighbours in a row then stand at the same place of two planes, and pooling
   becomes a few operations on long runs of memory.
4. ReLU comes after pooling, on a quarter of the numbers: the two can change places.
5. In every block but the first, convolutions multiply half as often: Winograd's minimal filtering.
6. All that the way back has to know of a block's outputs is yes or no: which of three won, and
   whether it was above zero. That is kept, a byte each, and gradients are written over the values.

The layers behind the blocks run as they are, once for all images of a worker. Where two pixels of
a pooling window tie but for rounding, engine and layers may give the gradient to different ones.
"""

import copy
from functools import partial

import numpy as np

from ..layers import (
    Addition,
    Convolution,
    Division,
    MaxPooling,
    ReLU,
    SoftmaxCrossEntropy,
    Vectorization,
)
from .blocks import Block, KeepForBackward
from .planes import TILE, Scratch, to_images, to_planes
from .replica import CHUNK, Replica

GROUP = 256  # images that go through the other layers together when nothing is learnt


def regroup(planes, out):
    """Steps that write planes (4, H, N, T, C) into `out`, which has two planes or four."""
    m, steps = len(out), []
    for j, plane in enumerate(planes):
        places = out[j % m][:, :, j // m :: TILE // m]
        count = min(places.shape[2], plane.shape[2])  # beyond the last column, either may have more
        steps.append(partial(np.copyto, places[:, :, :count], plane[:, :, :count]))
    return steps


class Plan:
    """The steps of all blocks for one chunk of images: write into `images`, run `forward`, read
    `out`; write dL/dout into `out`, run `backward`, and the blocks have added it up. Where nothing
    is learnt, run `inference_steps` instead of `forward`.
    """

    def __init__(self, blocks, count, image_shape, scratch):
        height, width, channels = image_shape
        padded = (count, height + 2, TILE * blocks[0].tiles + 2, channels)
        x = scratch.bordered("padded", *padded)  # around the images it stays zero
        self.images, self.forward, self.backward = x[:, 1:-1, 1 : 1 + width], [], []
        for block in blocks:
            forward, backward, out, d_x = block.steps(x, scratch)
            if d_x is not None:
                backward += regroup(d_x[1:-1], x)
            self.forward = self.forward + forward
            self.backward = backward + self.backward
            x = out
        self.out = out
        self.inference_steps = [
            step for step in self.forward if not isinstance(step, KeepForBackward)
        ]


class Engine(Replica):
    """One worker's way to run a network that begins with blocks: see `engine_for`."""

    def __init__(self, network, division, block_layers):
        self.divisor = division[0].divisor if division else 1
        self.rows = [network.layers.index(layers[0]) for layers in block_layers]
        self.image_shape = self.map_shape = network.input_shape
        self.head_row = len(division) + sum(map(len, block_layers))
        for layer in network.layers[: self.head_row]:
            self.map_shape = layer.output_shape(self.map_shape)  # or an error that says what fits
        self.blocks = [Block(layers, layers is block_layers[0]) for layers in block_layers]
        self.prepare(network)

    def prepare(self, network):
        """Memory of its own, and the layers of its own replica."""
        self.layers, self.head = network.layers, network.layers[self.head_row :]
        self.scratch, self.plans = Scratch(self.blocks[0].bias_planes.dtype), {}
        self.head_shape = self.map_shape
        if self.head and type(self.head[0]) is Vectorization:  # which the engine does by the way
            self.head_shape = self.head.pop(0).output_shape(self.map_shape)

    def for_another_worker(self, network):
        """The same for another worker: prepared parameters are shared, all else is its own."""
        other = copy.copy(self)
        other.blocks = [block.for_another_worker() for block in self.blocks]
        other.prepare(network)
        return other

    def plan_for(self, number, count):
        """The plan for chunk `number` of a batch, if it has `count` images."""
        if (number, count) not in self.plans:
            self.plans[number, count] = Plan(self.blocks, count, self.image_shape, self.scratch)
        return self.plans[number, count]

    def forward(self, images, keep):
        """Logits; without `keep` nothing is kept for a backward pass."""
        maps = np.empty((len(images), *self.map_shape), self.scratch.dtype)
        for number, chunk in enumerate(chunks(len(images))):
            plan = self.plan_for(number if keep else 0, len(images[chunk]))
            np.divide(images[chunk], self.divisor, out=plan.images, dtype=plan.images.dtype)
            for step in plan.forward if keep else plan.inference_steps:
                step()
            to_images(plan.out, maps[chunk])
        x = maps.reshape(-1, *self.head_shape)
        for layer in self.head:
            x = layer.forward(x)
        return x

    def backward(self, d):
        """Adds up what the gradients of the blocks are made of; the head's are in its layers."""
        for layer in reversed(self.head):
            d = layer.backward(d)
        d_maps = d.reshape(-1, *self.map_shape)
        for number, chunk in enumerate(chunks(len(d_maps))):
            plan = self.plan_for(number, len(d_maps[chunk]))
            to_planes(d_maps[chunk], plan.out)
            for step in plan.backward:
                step()

    def read_parameters(self, learning):
        for block in self.blocks:
            block.read_parameters(learning)

    def loss_and_sums(self, images, labels, batch_size):
        cross_entropy, weight = SoftmaxCrossEntropy(), len(labels) / batch_size
        sums = [block.sums() for block in self.blocks]
        for of_convolution, of_addition in sums:
            of_convolution["filters"].fill(0)
            of_addition["bias"].fill(0)
        logits = self.forward(images, keep=True)
        loss = cross_entropy.forward(logits, labels)
        self.backward(cross_entropy.backward() * logits.dtype.type(weight))
        rows = [dict(layer.grads) for layer in self.layers]
        for row, pair in zip(self.rows, sums, strict=True):
            rows[row : row + 2] = pair
        return weight * loss, rows

    def gradients(self, rows):
        for block, row in zip(self.blocks, self.rows, strict=True):
            rows[row : row + 2] = block.gradients(*rows[row : row + 2])
        return rows

    def logits(self, images):
        groups = range(0, len(images), GROUP)
        return np.concatenate([self.forward(images[i : i + GROUP], keep=False) for i in groups])


def chunks(count):
    return [slice(start, start + CHUNK) for start in range(0, count, CHUNK)]


def engine_for(network):
    """The engine for this network, or None if it does not begin with blocks that are known.

    A block is Convolution (3 × 3, padding 1), Addition, ReLU, and perhaps MaxPooling (3, 2); there
    may be a Division before the first one. The layers after the last block may be any.
    """
    rest, shape = list(network.layers), network.input_shape
    division = [rest.pop(0)] if rest and type(rest[0]) is Division else []
    blocks = []
    while block := first_block(rest):
        blocks.append(block)
        rest = rest[len(block) :]
    return Engine(network, division, blocks) if blocks and len(shape) == 3 else None


def first_block(layers):
    """The layers of the block that the list begins with, or an empty list."""
    if [type(layer) for layer in layers[:3]] != [Convolution, Addition, ReLU]:
        return []
    convolution, addition = layers[:2]
    if (convolution.kernel_size, convolution.padding) != (3, 1) or len(addition.shape) != 3:
        return []
    filters, bias = convolution.params["filters"], addition.params["bias"]
    shape = (3, 3, convolution.in_channels, convolution.out_channels)
    if (filters.shape, bias.shape) != (shape, addition.shape) or filters.dtype != bias.dtype:
        return []
    if filters.dtype not in (np.float32, np.float64):
        return []
    pooling = layers[3:4]
    pools = pooling and type(pooling[0]) is MaxPooling
    if pools and (pooling[0].size, pooling[0].stride) == (3, 2):
        return layers[:4]
    return layers[:3]
