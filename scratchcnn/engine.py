"""The engine: the convolutions at the head of a network, planned for speed.

It computes what the layers compute, up to rounding. What makes it fast:

1. A block (convolution, addition, ReLU, pooling) runs as a whole on a few images at a time: what
   one step writes is still in the processor's cache when the next one reads it.
2. Everything is planned once: for each chunk of images there is a list of steps, calls of NumPy
   with their arrays, forward and backward. No memory is asked for on the way, no view is made.
3. Within a block, images are stored as planes: plane j of m holds the columns j, j + m, j + 2m, …
   of all images. Neighbours in a row then stand at the same place of two planes, and pooling
   becomes a few operations on long runs of memory.
4. ReLU comes after pooling, on a quarter of the numbers: the two can change places.
5. Between blocks, convolutions multiply half as often: Winograd's minimal filtering.
6. The gradient of a maximum is dealt out by remainder, without a list of winners.

The layers behind the blocks run as they are, once for all images of a worker. Where two pixels of
a pooling window tie but for rounding, engine and layers may give the gradient to different ones.
"""

import copy
from functools import partial

import numpy as np

from .layers import (
    Addition,
    Convolution,
    Division,
    MaxPooling,
    ReLU,
    SoftmaxCrossEntropy,
    Vectorization,
)
from .winograd import TILE, Direct, Scratch, Winograd, add_to, beyond, to_images, to_planes

CHUNK = 32  # images that go through the blocks together
GROUP = 256  # images that go through the other layers together when nothing is learnt


class Block:
    """Convolution, addition, ReLU and perhaps pooling: what all chunks of images share."""

    def __init__(self, layers, first):
        convolution, addition, _, *pooling = layers
        filters, self.bias = convolution.params["filters"], addition.params["bias"]
        self.height, self.width, self.channels = self.bias.shape
        self.tiles = -(-self.width // TILE)  # the last one may be incomplete
        self.pooling, self.first = bool(pooling), first
        self.convolution = (Direct if first else Winograd)(filters)
        planes = (TILE, self.height, 1, self.tiles, self.channels)
        self.bias_planes, self.d_bias_planes = np.zeros((2, *planes), filters.dtype)

    def twin(self):
        """The same parameters for another worker, with sums of gradients of its own."""
        other = copy.copy(self)
        other.convolution = self.convolution.twin()
        other.d_bias_planes = np.zeros_like(self.d_bias_planes)
        return other

    def begin(self, learning):
        """Before every batch: the parameters have changed."""
        self.convolution.begin(learning)
        to_planes(self.bias[np.newaxis], self.bias_planes)

    def sums(self):
        """What the layers' gradients are made of, convolution and addition."""
        return {"filters": self.convolution.total}, {"bias": self.d_bias_planes}

    def gradients(self, of_convolution, of_addition):
        """The layers' gradients, made of such sums."""
        d_bias = np.empty_like(self.bias)
        to_images(of_addition["bias"], d_bias[np.newaxis])
        return {"filters": self.convolution.gradient(of_convolution["filters"])}, {"bias": d_bias}

    def plan(self, x, scratch):
        """Steps for one chunk: forward from x, and backward; where to find the output, where to
        put its gradient, and where dL/dx will be. x are planes, for the first block padded images.
        """
        batch = x.shape[0] if self.first else x.shape[2]
        y = np.zeros((TILE, self.height, batch, self.tiles, self.channels), x.dtype)
        d_y = scratch("d y", *y.shape)
        d_x = None if self.first else scratch("d x", 6, *x.shape[1:3], self.tiles, x.shape[4])
        if self.first:
            convolve, convolve_back = self.convolution.plan(x, y, d_y)
        else:
            convolve, convolve_back = self.convolution.plan(x, y, d_y, d_x, scratch)
        pool, unpool, out, d_out = [], [], y, d_y
        if self.pooling:
            pool, unpool, out, d_out = plan_pooling(y, d_y, self.width, scratch)
        width = self.width // 2 if self.pooling else self.width
        active = scratch("active", *out.shape, dtype=bool)
        forward = [
            *convolve,
            add_to(y, self.bias_planes),
            *pool,
            partial(np.maximum, out, scratch("zeros", *out.shape), out=out),  # faster than one 0
            *clear(out, width),
        ]
        ones = np.ones((1, batch), x.dtype)  # a sum over images: faster as a matrix product
        over_images = scratch("over images", *y.shape[:2], 1, self.tiles * self.channels)
        backward = [
            partial(np.greater, out, 0, out=active),
            partial(np.multiply, d_out, active, out=d_out),
            *unpool,
            partial(np.matmul, ones, d_y.reshape(*y.shape[:3], -1), out=over_images),
            add_to(self.d_bias_planes, over_images.reshape(self.bias_planes.shape)),
            *convolve_back,
        ]
        return forward, backward, out, d_out, d_x


def plan_pooling(y, d_y, width, scratch):
    """Maxima of three columns, then of three rows, and the way back.

    Beyond the image stand zeros, which are no less than what ReLU makes of anything.
    """
    _, height, batch, tiles, channels = y.shape
    columns = np.zeros((2, height + 1, batch, tiles, channels), y.dtype)  # a last row stays zero
    out = np.empty((2, height // 2, batch, tiles, channels), y.dtype)
    d_columns, d_out = scratch("d columns", *columns.shape), scratch("d out", *out.shape)
    both, d_both = columns[:, :-1], d_columns[:, :-1]
    (left, right), (d_left, d_right) = both, d_both  # windows that start at planes 0 and 2
    rows, d_rows = three_rows_of_windows(columns), three_rows_of_windows(d_columns)
    forward = [
        *clear(y, width),
        partial(np.maximum, y[0::2], y[1::2], out=both),
        partial(np.maximum, left, y[2], out=left),
        partial(np.maximum, right[:, :, :-1], y[0][:, :, 1:], out=right[:, :, :-1]),
        partial(np.maximum, rows[0], rows[1], out=out),
        partial(np.maximum, out, rows[2], out=out),
    ]
    backward = [
        partial(d_columns[:, 2 * out.shape[1] :].fill, 0),
        *hand_out(d_out, rows[0], out, d_rows[0], scratch),
        *hand_out(d_out, rows[1], out, d_rows[1], scratch),
        add_to(d_rows[2], d_out),
        *hand_out(d_both, y[0::2], both, d_y[0::2], scratch),
        *hand_out(d_both, y[1::2], both, d_y[1::2], scratch),
        add_to(d_y[2], d_left),
        add_to(d_y[0][:, :, 1:], d_right[:, :, :-1]),
        *clear(d_y, width),
    ]
    return forward, backward, out, d_out


def three_rows_of_windows(columns):
    """First, second and third row of every pooling window: views of (2, H + 1, N, T, C)."""
    end = (columns.shape[1] - 1) // 2 * 2
    return columns[:, 0:end:2], columns[:, 1:end:2], columns[:, 2 : end + 1 : 2]


def hand_out(d, values, maximum, d_values, scratch):
    """Those values that are the maximum take the gradient d; what is left over stays in d."""
    wins = scratch("wins", *values.shape, dtype=bool)
    return [
        partial(np.equal, values, maximum, out=wins),
        partial(np.multiply, d, wins, out=d_values),
        partial(np.subtract, d, d_values, out=d),
    ]


def clear(planes, width):
    """Zeros for what stands in planes beyond the last of `width` columns."""
    return [partial(places.fill, 0) for places in beyond(planes, width)]


def regroup(planes, out):
    """Steps that write planes (4, H, N, T, C) into `out`, which has two planes or four."""
    m, steps = len(out), []
    for j, plane in enumerate(planes):
        places = out[j % m][:, :, j // m :: TILE // m]
        steps.append(partial(np.copyto, places, plane[:, :, : places.shape[2]]))
    return steps


class Plan:
    """The steps of all blocks for one chunk of images: write into `images`, run `forward`, read
    `out`; write dL/dout into `d_out`, run `backward`, and the blocks have added it up.
    """

    def __init__(self, blocks, count, image_shape, scratch):
        height, width, channels = image_shape
        name = ("padded", width)  # around the images it stays zero
        x = scratch(name, count, height + 2, TILE * blocks[0].tiles + 2, channels)
        self.images, self.forward, self.backward = x[:, 1:-1, 1 : 1 + width], [], []
        d_below = None
        for block in blocks:
            forward, backward, out, d_out, d_x = block.plan(x, scratch)
            if d_x is not None:
                backward += regroup(d_x[1:-1], d_below)
            self.forward = self.forward + forward
            self.backward = backward + self.backward
            x, d_below = out, d_out
        self.out, self.d_out = x, d_below


class Engine:
    """One worker's plan of a network whose first layers are blocks: see `plan`."""

    def __init__(self, network, division, block_layers):
        self.divisor = division[0].divisor if division else 1
        self.blocks = [Block(layers, layers is block_layers[0]) for layers in block_layers]
        self.rows = [network.layers.index(layers[0]) for layers in block_layers]
        self.image_shape = self.map_shape = network.input_shape
        self.head_row = len(division) + sum(map(len, block_layers))
        for layer in network.layers[: self.head_row]:
            self.map_shape = layer.output_shape(self.map_shape)
        self.prepare(network)

    def prepare(self, network):
        """Memory of its own, and the layers of its own replica."""
        self.layers, self.head = network.layers, network.layers[self.head_row :]
        self.scratch, self.plans = Scratch(self.blocks[0].bias.dtype), {}
        self.head_shape = self.map_shape
        if self.head and type(self.head[0]) is Vectorization:  # which the engine does by the way
            self.head_shape = self.head.pop(0).output_shape(self.map_shape)

    def twin(self, network):
        """The same for another worker: prepared parameters are shared, all else is its own."""
        other = copy.copy(self)
        other.blocks = [block.twin() for block in self.blocks]
        other.prepare(network)
        return other

    def plan(self, number, count):
        """The plan for chunk `number` of a batch, if it has `count` images."""
        if (number, count) not in self.plans:
            self.plans[number, count] = Plan(self.blocks, count, self.image_shape, self.scratch)
        return self.plans[number, count]

    def forward(self, images, keep):
        """Logits; without `keep` nothing is kept for a backward pass."""
        maps = np.empty((len(images), *self.map_shape), self.scratch.dtype)
        for number, chunk in enumerate(chunks(len(images))):
            plan = self.plan(number if keep else 0, len(images[chunk]))
            np.divide(images[chunk], self.divisor, out=plan.images, dtype=plan.images.dtype)
            for step in plan.forward:
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
            plan = self.plan(number, len(d_maps[chunk]))
            to_planes(d_maps[chunk], plan.d_out)
            for step in plan.backward:
                step()

    def begin(self, learning):
        """Before every batch, once for all twins: the parameters have changed."""
        for block in self.blocks:
            block.begin(learning)

    def share(self, images, labels, batch_size):
        """(loss, sums for every layer): this worker's share of a batch of `batch_size`."""
        loss, share = SoftmaxCrossEntropy(), len(labels) / batch_size
        sums = [block.sums() for block in self.blocks]
        for of_convolution, of_addition in sums:
            of_convolution["filters"].fill(0)
            of_addition["bias"].fill(0)
        logits = self.forward(images, keep=True)
        value = loss.forward(logits, labels)
        self.backward(loss.backward() * logits.dtype.type(share))
        rows = [dict(layer.grads) for layer in self.layers]
        for row, pair in zip(self.rows, sums, strict=True):
            rows[row : row + 2] = pair
        return share * value, rows

    def finish(self, rows):
        """The gradients of every layer, made of sums over all workers."""
        for block, row in zip(self.blocks, self.rows, strict=True):
            rows[row : row + 2] = block.gradients(*rows[row : row + 2])
        return rows

    def logits(self, images):
        """The network's output for any number of images, in bounded memory."""
        groups = range(0, len(images), GROUP)
        return np.concatenate([self.forward(images[i : i + GROUP], keep=False) for i in groups])


def chunks(count):
    return [slice(start, start + CHUNK) for start in range(0, count, CHUNK)]


def plan(network):
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
    if (layers[0].kernel_size, layers[0].padding) != (3, 1):
        return []
    pooling = layers[3:4]
    pools = pooling and type(pooling[0]) is MaxPooling
    if pools and (pooling[0].size, pooling[0].stride) == (3, 2):
        return layers[:4]
    return layers[:3]
