"""The engine: the convolutions at the head of a network, planned for speed.

It computes what the layers compute, up to rounding. What makes it fast:

1. A block (convolution, addition, ReLU, pooling) runs as a whole on a few images at a time: what
   one step writes is still in the processor's cache when the next one reads it.
2. Big arrays are made once and used again; fresh memory costs time whenever it is touched first.
3. Within a block, images are stored as planes: plane j of m holds the columns j, j + m, j + 2m, …
   of all images. Neighbours in a row then stand at the same place of two planes, and pooling
   becomes a few operations on long runs of memory.
4. ReLU comes after pooling, on a quarter of the numbers: the two can change places.
5. Between blocks, convolutions multiply half as often: Winograd's minimal filtering.
6. The gradient of a maximum is dealt out by remainder, without a list of winners.

The layers behind the blocks run as they are, once for all images of a worker. Where two pixels of
a pooling window tie but for rounding, engine and layers may give the gradient to different ones.
"""

import numpy as np

from .layers import Addition, Convolution, Division, MaxPooling, ReLU, SoftmaxCrossEntropy
from .winograd import TILE, Direct, Scratch, Winograd, clear_beyond, to_images, to_planes

CHUNK = 32  # images that go through the blocks together
GROUP = 256  # images that go through the other layers together when nothing is learnt


class Block:
    """Convolution, addition, ReLU and perhaps pooling, on planes."""

    def __init__(self, layers, scratch, first):
        convolution, addition, _, *pooling = layers
        filters, self.bias = convolution.params["filters"], addition.params["bias"]
        self.height, self.width, self.channels = self.bias.shape
        self.tiles = -(-self.width // TILE)  # the last one may be incomplete
        self.pooling, self.first = bool(pooling), first
        self.scratch, self.kept, self.chunks = scratch, Scratch(filters.dtype), {}
        self.convolution = (Direct if first else Winograd)(filters, self.kept, self.tiles)
        turned = filters[::-1, ::-1].swapaxes(2, 3)  # for dL/dinput, as in the layer
        self.turned = Winograd(turned, scratch, self.tiles)

    def begin(self):
        """Before every batch: the parameters have changed."""
        self.convolution.begin()
        self.bias_planes = self.kept("bias", TILE, self.height, 1, self.tiles, self.channels)
        to_planes(self.bias[np.newaxis], self.bias_planes)

    def begin_gradients(self):
        """Before every batch that is learnt from: the gradients start at 0."""
        self.convolution.begin_gradient()
        self.d_bias_planes = np.zeros_like(self.bias_planes)
        if not self.first:
            self.turned.begin()

    def forward(self, x, chunk):
        """Planes to planes (the first block: images to planes), for chunk number `chunk`."""
        v = self.convolution.transform(x, ("v", chunk))
        y = self.convolution.multiply(v, ("y", chunk))
        y += self.bias_planes
        columns, out = self.pool(y, chunk) if self.pooling else (None, y)
        np.maximum(out, self.scratch("zeros", *out.shape), out=out)  # faster than with a single 0
        clear_beyond(out, self.width // 2 if self.pooling else self.width)
        self.chunks[chunk] = v, y, columns, out
        return out

    def backward(self, d, chunk):
        """Adds to the gradients what dL/d(output planes) says; returns dL/d(input planes)."""
        v, y, columns, out = self.chunks[chunk]
        d *= out > 0
        if self.pooling:
            d = self.unpool(d, y, columns, out)
        ones = np.ones((1, d.shape[2]), d.dtype)  # a sum over images: faster as a matrix product
        over_images = ones @ d.reshape(*d.shape[:3], -1)
        self.d_bias_planes += over_images.reshape(self.d_bias_planes.shape)
        self.convolution.add_gradient(v, d)
        if self.first:
            return None
        return self.turned.multiply(self.turned.transform(d, "turned v"), "d x")

    def gradients(self):
        """(dL/dfilters, dL/dbias), summed over all chunks since `begin`."""
        d_bias = np.empty_like(self.bias)
        to_images(self.d_bias_planes, d_bias[np.newaxis])
        return self.convolution.gradient(), d_bias

    def pool(self, y, chunk):
        """Maxima of three columns, then of three rows; beyond the image there are zeros."""
        clear_beyond(y, self.width)
        _, height, batch, tiles, channels = y.shape
        columns = self.kept(("columns", chunk), 2, height + 1, batch, tiles, channels)
        out = self.kept(("out", chunk), 2, height // 2, batch, tiles, channels)
        left, right = columns[:, :-1]  # windows that start at planes 0 and 2; a last row stays zero
        np.maximum(y[0], y[1], out=left)
        np.maximum(left, y[2], out=left)
        np.maximum(y[2], y[3], out=right)
        np.maximum(right[:, :, :-1], y[0][:, :, 1:], out=right[:, :, :-1])
        np.maximum(right[:, :, -1:], 0, out=right[:, :, -1:])
        first, second, third = three_rows(columns)
        np.maximum(first, second, out=out)
        np.maximum(out, third, out=out)
        return columns, out

    def unpool(self, d, y, columns, out):
        """The first maximum of each window, row by row, takes its gradient."""
        d_columns, d_y = self.scratch("d columns", *columns.shape), self.scratch("d y", *y.shape)
        first, second, _ = three_rows(columns)
        d_first, d_second, d_third = three_rows(d_columns)
        d_columns[:, 2 * out.shape[1] :] = 0
        hand_out(d, first, out, d_first)
        hand_out(d, second, out, d_second)
        d_third += d
        (left, right), (d_left, d_right) = columns[:, :-1], d_columns[:, :-1]
        hand_out(d_left, y[0], left, d_y[0])
        hand_out(d_left, y[1], left, d_y[1])
        hand_out(d_right, y[2], right, d_y[2])
        hand_out(d_right, y[3], right, d_y[3])
        d_y[2] += d_left
        d_y[0][:, :, 1:] += d_right[:, :, :-1]
        clear_beyond(d_y, self.width)
        return d_y


def three_rows(columns):
    """First, second and third row of every pooling window: views of (2, H + 1, N, T, C)."""
    end = (columns.shape[1] - 1) // 2 * 2
    return columns[:, 0:end:2], columns[:, 1:end:2], columns[:, 2 : end + 1 : 2]


def hand_out(d, values, maximum, d_values):
    """Those values that are the maximum take the gradient d; what is left over stays in d."""
    np.multiply(d, values == maximum, out=d_values)
    d -= d_values


def regroup(planes, out):
    """Write planes (4, H, N, T, C) into `out`, which has two planes or four."""
    if len(out) == len(planes):
        out[...] = planes
        return
    for j, plane in enumerate(planes):
        places = out[j % 2][:, :, j // 2 :: 2]
        places[...] = plane[:, :, : places.shape[2]]


class Engine:
    """One worker's plan of a network whose first layers are blocks: see `plan`."""

    def __init__(self, network, division, blocks):
        self.layers, self.division = network.layers, division
        filters = blocks[0][0].params["filters"]
        self.scratch = Scratch(filters.dtype)
        self.block_layers = blocks
        self.blocks = [Block(layers, self.scratch, layers is blocks[0]) for layers in blocks]
        self.head = network.layers[len(division) + sum(map(len, blocks)) :]
        shape = network.input_shape
        for layer in network.layers[: -len(self.head) or None]:
            shape = layer.output_shape(shape)
        self.feature_shape = shape

    def forward(self, images, keep):
        """Logits; without `keep` nothing is kept for a backward pass."""
        features = np.empty((len(images), *self.feature_shape), self.scratch.dtype)
        for number, chunk in enumerate(chunks(len(images))):
            x = images[chunk]
            for layer in self.division:
                x = layer.forward(x)
            for block in self.blocks:
                x = block.forward(x, number if keep else 0)
            to_images(x, features[chunk])
        x = features
        for layer in self.head:
            x = layer.forward(x)
        return x

    def backward(self, d):
        """Leaves every parameter's gradient in the layers' `grads`."""
        for layer in reversed(self.head):
            d = layer.backward(d)
        for number, chunk in enumerate(chunks(len(d))):
            last = self.blocks[-1].chunks[number][-1]
            d_planes = self.scratch("d out", *last.shape)
            to_planes(d[chunk], d_planes)
            for block, below in zip(self.blocks[::-1], [*self.blocks[-2::-1], None], strict=True):
                d_x = block.backward(d_planes, number)
                if below is not None:
                    d_planes = self.scratch("d out", *below.chunks[number][-1].shape)
                    regroup(d_x, d_planes)
        for block, (convolution, addition, *_) in zip(self.blocks, self.block_layers, strict=True):
            convolution.grads["filters"], addition.grads["bias"] = block.gradients()

    def gradients(self, images, labels, batch_size):
        """(loss, gradients of every layer): this worker's share of a batch of `batch_size`."""
        loss, share = SoftmaxCrossEntropy(), len(labels) / batch_size
        for block in self.blocks:
            block.begin()
            block.begin_gradients()
        logits = self.forward(images, keep=True)
        value = loss.forward(logits, labels)
        self.backward(loss.backward() * logits.dtype.type(share))
        return share * value, [dict(layer.grads) for layer in self.layers]

    def logits(self, images):
        """The network's output for any number of images, in bounded memory."""
        for block in self.blocks:
            block.begin()
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
