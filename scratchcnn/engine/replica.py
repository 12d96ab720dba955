"""Replicas: what each worker runs its part of a batch on. The parameters are the network's own."""

import numpy as np

from ..layers import SoftmaxCrossEntropy
from ..layers.softmax_cross_entropy import smooth

CHUNK = 32  # images that go through layers together: what they need should fit the cache


def chunks(count, size):
    """Slices of at most `size` images, for `count` of them."""
    return [slice(start, start + size) for start in range(0, count, size)]


class Replica:
    """What Workers ask of a replica, whether it is an Engine or runs LayerByLayer. Its `layers` are
    those of the network's replica.

    For each batch they call `read_parameters` once, `loss_and_sums` of every replica side by side,
    and `gradients` once; or `read_parameters` once, and `logits` of every replica.
    """

    def read_parameters(self, learning):
        """The parameters have changed, for all replicas; `learning` if there will be gradients."""
        raise NotImplementedError

    def loss_and_sums(self, images, labels, batch_size, smoothing=0.0):
        """(loss, sums of every layer): what these images add to those of a batch of `batch_size`.
        The gradients are those of `smooth`.

        The sums, a dictionary of arrays for each layer, are what `gradients` makes gradients of,
        after those of all workers were added up. The next call may overwrite them.
        """
        raise NotImplementedError

    def gradients(self, sums):
        """{name: gradient} of every layer, made of the sums over all workers."""
        raise NotImplementedError

    def logits(self, images):
        """The network's output for any number of images, in bounded memory."""
        raise NotImplementedError


class LayerByLayer(Replica):
    """A replica that runs the layers as they are, a chunk of images at a time."""

    def __init__(self, network):
        self.network, self.layers = network, network.layers

    def read_parameters(self, learning):
        """Layers read their parameters whenever they run."""

    def loss_and_sums(self, images, labels, batch_size, smoothing=0.0):
        loss, total_loss, totals = SoftmaxCrossEntropy(), 0.0, [{} for _ in self.layers]
        for chunk in chunks(len(labels), CHUNK):
            fraction = len(labels[chunk]) / batch_size  # the loss is a mean over the whole batch
            logits = self.network.forward(images[chunk])
            total_loss += fraction * loss.forward(logits, labels[chunk])
            d_logits = smooth(loss.backward(), labels[chunk], smoothing)
            self.network.parameter_gradients(d_logits * logits.dtype.type(fraction))
            pairs = zip(totals, self.layers, strict=True)
            totals = [add_up([total, layer.grads]) for total, layer in pairs]
        return total_loss, totals

    def gradients(self, sums):
        """Here the sums are gradients already."""
        return sums

    def logits(self, images):
        parts = chunks(len(images), CHUNK)
        return np.concatenate([self.network.forward(images[part]) for part in parts])


def add_up(dictionaries):
    """Sum dictionaries of arrays key by key, in order."""
    total = {}
    for dictionary in dictionaries:
        for name, array in dictionary.items():
            if name in total:
                total[name] = total[name] + array  # not +=: an array may stand under two names
            else:
                total[name] = array
    return total
