"""Workers: a batch is shared out to threads, one for each core, each with a replica of its own."""

from concurrent.futures import ThreadPoolExecutor, wait
from contextvars import copy_context

import numpy as np

from ..arguments import whole
from ..layers import SoftmaxCrossEntropy
from ..layers.copies import from_package
from ..layers.layer import is_shareable, learning
from . import machine
from .as_written import AsWritten
from .machine import available_cores, one_blas_thread
from .plan import plan

SHARE = 8  # images at least for each worker: below that, taking turns costs more than it saves
CHUNK = 32  # images that go through the layers together: what they need should fit the cache


def runner_for(network, count=None):
    """What runs the network: workers that share out a batch, if all of its layers may be shared."""
    ours = from_package(network, "forward", "backward")
    if ours and all(is_shareable(layer) for layer in network.layers):
        return Workers(network, count)
    return AsWritten(network)


class Workers:
    """Threads that compute on replicas of one network: same parameters, memory of their own.

    Each worker takes a run of consecutive images, and everything is summed up in the workers'
    order, whatever their timing: the same seed and the same number of workers give the same
    weights, bit for bit. NumPy lets go of the interpreter's lock while it computes. A replica is
    an Engine where the network has a plan, else the layers themselves.
    """

    def __init__(self, network, count=None):
        replicas = [network.replica() for _ in range(number_of_workers(count))]
        self.network = network
        first = plan(replicas[0])
        if first:
            self.replicas = [first, *map(first.twin, replicas[1:])]
        else:
            self.replicas = [LayerByLayer(replica) for replica in replicas]

    def __enter__(self):
        self.blas = one_blas_thread()
        self.blas.__enter__()
        self.threads = ThreadPoolExecutor(len(self.replicas), "worker")
        return self

    def __exit__(self, *exception):
        self.threads.shutdown(cancel_futures=True)
        self.blas.__exit__(*exception)

    def each(self, task, images):
        """[task(replica, its slice of the images)], side by side; exceptions reach the caller.

        The calling thread is one of the workers: it takes the first share.
        """
        count = max(1, min(len(self.replicas), len(images) // SHARE))
        if count == 1:
            return [task(self.replicas[0], slice(None))]
        bounds = [len(images) * worker // count for worker in range(count + 1)]
        own, *others = zip(self.replicas, map(slice, bounds, bounds[1:]), strict=False)
        elsewhere = [self.threads.submit(copy_context().run, task, *share) for share in others]
        try:
            first = task(*own)
        finally:
            wait(elsewhere)  # before an exception goes on, nobody computes any more
        return [first, *(future.result() for future in elsewhere)]

    def step(self, images, labels):
        """The loss of a batch; its gradients are left in the network's layers."""

        def work(replica, part):
            return replica.share(images[part], labels[part], len(labels))

        self.replicas[0].begin(learning=True)
        with learning(True):
            losses, sums = zip(*self.each(work, images), strict=True)
        totals = [add_up(of_workers) for of_workers in zip(*sums, strict=True)]
        gradients = self.replicas[0].finish(totals)
        for layer, of_layer in zip(self.network.layers, gradients, strict=True):
            layer.grads = of_layer
        return sum(losses)

    def logits(self, images):
        """The network's output for any number of images."""
        self.replicas[0].begin(learning=False)
        with learning(False):
            logits = self.each(lambda replica, part: replica.logits(images[part]), images)
        return np.concatenate(logits)


class LayerByLayer:
    """A replica that runs the layers as they are, a chunk of images at a time."""

    def __init__(self, network):
        self.network = network

    def begin(self, learning):
        """Layers look at their parameters whenever they run."""

    def share(self, images, labels, batch_size):
        """(loss, gradients of every layer): this worker's share of a batch of `batch_size`."""
        layers, loss = self.network.layers, SoftmaxCrossEntropy()
        total_loss, totals = 0.0, [{} for _ in layers]
        for start in range(0, len(labels), CHUNK):
            part = slice(start, start + CHUNK)
            share = len(labels[part]) / batch_size  # the loss is a mean over the whole batch
            logits = self.network.forward(images[part])
            total_loss += share * loss.forward(logits, labels[part])
            self.network.parameter_gradients(loss.backward() * logits.dtype.type(share))
            pairs = zip(totals, layers, strict=True)
            totals = [add_up([total, layer.grads]) for total, layer in pairs]
        return total_loss, totals

    def finish(self, gradients):
        """The sums over all workers are the gradients already."""
        return gradients

    def logits(self, images):
        """The network's output for any number of images, a chunk at a time in memory."""
        starts = range(0, len(images), CHUNK)
        return np.concatenate([self.network.forward(images[i : i + CHUNK]) for i in starts])


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


def number_of_workers(count):
    """The count, if it is a whole number; for None, every core. One where there are no threads."""
    count = available_cores() if count is None else whole("workers", count)
    return count if machine.HAS_THREADS else 1
