"""The engine: the convolutions that a network begins with, made fast.

It computes what the layers compute, up to rounding. What makes it fast:

1. A block (convolution, addition, ReLU, pooling) runs as a whole on a few images at a time, a
   chunk: what one step writes is still in the processor's cache when the next one reads it.
2. Each chunk of a batch has a plan: a list of steps, which are calls of NumPy with their arrays,
   forward and backward. It is made once. When it runs, hardly any memory is requested, and hardly
   any view is made.
3. Within a block, images are stored as planes: plane j of m holds the columns j, j + m, j + 2m, …
   of all images. Neighbours in a row then stand at the same place of two planes, and pooling
   becomes a few operations on long runs of memory.
4. ReLU comes after pooling, on a quarter of the numbers: the two can change places.
5. In every block but the first, convolutions multiply half as often: Winograd's minimal filtering.
6. All that the backward pass needs to know of a block's outputs is yes or no: which of three won,
   and whether it was above zero. That is kept, a byte each, and gradients overwrite the values.

The layers behind the blocks, the head, run as they are, once for all images of a worker. Where two
pixels of a pooling window tie but for rounding, engine and layers may give the gradient to
different ones.
"""

import copy

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
from ..layers.softmax_cross_entropy import smooth
from .blocks import Block
from .plan import Plan
from .planes import Scratch, to_images, to_planes
from .replica import Replica, chunks

CHUNK = 16  # images that go through blocks together: what they write should fit a core's cache
GROUP = 256  # images that go through the head together when nothing is learnt


def engine_for(network):
    """The engine for this network, or None if it does not begin with a block that is known.

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


class Engine(Replica):
    """A replica whose first layers run as blocks, and the others, its head, as they are."""

    def __init__(self, network, division, block_layers):
        self.divisor = division[0].divisor if division else 1
        self.block_rows = [network.layers.index(layers[0]) for layers in block_layers]
        self.head_row = len(division) + sum(map(len, block_layers))
        self.image_shape = self.map_shape = network.input_shape
        for layer in network.layers[: self.head_row]:
            self.map_shape = layer.output_shape(self.map_shape)  # or an error that says what fits
        self.blocks = [Block(layers, layers is block_layers[0]) for layers in block_layers]
        self.set_up(network)

    def set_up(self, network):
        """What each worker has for itself: the layers of this network, memory, and plans."""
        self.layers, self.head = network.layers, network.layers[self.head_row :]
        self.scratch, self.plans = Scratch(self.blocks[0].bias_planes.dtype), {}
        self.head_shape = self.map_shape
        if self.head and type(self.head[0]) is Vectorization:  # the engine's reshape includes it
            self.head_shape = self.head.pop(0).output_shape(self.map_shape)

    def for_another_worker(self, network):
        """An engine for another replica: what was read of the parameters is the same arrays, all
        else is its own.
        """
        other = copy.copy(self)
        other.blocks = [block.for_another_worker() for block in self.blocks]
        other.set_up(network)
        return other

    def plan_for(self, number, count):
        """The plan for chunk `number` of a batch, if it has `count` images."""
        if (number, count) not in self.plans:
            self.plans[number, count] = Plan(self.blocks, count, self.image_shape, self.scratch)
        return self.plans[number, count]

    def read_parameters(self, learning):
        for block in self.blocks:
            block.read_parameters(learning)

    def forward(self, images, keep):
        """Logits; without `keep` nothing is kept for a backward pass."""
        maps = np.empty((len(images), *self.map_shape), self.scratch.dtype)
        for number, chunk in enumerate(chunks(len(images), CHUNK)):
            plan = self.plan_for(number if keep else 0, len(images[chunk]))
            np.divide(images[chunk], self.divisor, out=plan.images, dtype=plan.images.dtype)
            for step in plan.forward if keep else plan.inference_steps:
                step()
            to_images(plan.out, maps[chunk])
        x = maps.reshape(-1, *self.head_shape)
        for layer in self.head:
            x = layer.forward(x)
        return x

    def backward(self, d_logits):
        """Adds to the sums of the blocks; the gradients of the head are then in its layers."""
        d = d_logits
        for layer in reversed(self.head):
            d = layer.backward(d)
        d_maps = d.reshape(-1, *self.map_shape)
        for number, chunk in enumerate(chunks(len(d_maps), CHUNK)):
            plan = self.plan_for(number, len(d_maps[chunk]))
            to_planes(d_maps[chunk], plan.out)
            for step in plan.backward:
                step()

    def loss_and_sums(self, images, labels, batch_size, smoothing=0.0):
        cross_entropy, fraction = SoftmaxCrossEntropy(), len(labels) / batch_size
        sums_of_blocks = [block.sums() for block in self.blocks]
        for of_convolution, of_addition in sums_of_blocks:
            of_convolution["filters"].fill(0)
            of_addition["bias"].fill(0)
        logits = self.forward(images, keep=True)
        loss = cross_entropy.forward(logits, labels)
        d_logits = smooth(cross_entropy.backward(), labels, smoothing)
        self.backward(d_logits * logits.dtype.type(fraction))
        sums = [dict(layer.grads) for layer in self.layers]
        for row, of_block in zip(self.block_rows, sums_of_blocks, strict=True):
            sums[row : row + 2] = of_block
        return fraction * loss, sums

    def gradients(self, sums):
        gradients = list(sums)
        for row, block in zip(self.block_rows, self.blocks, strict=True):
            gradients[row : row + 2] = block.gradients(*sums[row : row + 2])
        return gradients

    def logits(self, images):
        groups = range(0, len(images), GROUP)
        return np.concatenate([self.forward(images[i : i + GROUP], keep=False) for i in groups])
