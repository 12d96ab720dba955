"""Workers: a batch is shared out to threads, one for each core, each with a replica of its own."""

from concurrent.futures import ThreadPoolExecutor, wait
from contextvars import copy_context

import numpy as np

from ..arguments import whole
from ..layers.copies import from_package
from ..layers.layer import is_shareable, learning
from . import machine
from .as_written import AsWritten
from .machine import available_cores, one_blas_thread
from .plan import engine_for
from .replica import LayerByLayer, add_up

MIN_IMAGES = 8  # for each worker: with fewer, handing over costs more than it saves


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
    an Engine where the network begins with blocks, else the layers themselves.
    """

    def __init__(self, network, count=None):
        replicas = [network.replica() for _ in range(number_of_workers(count))]
        self.network = network
        first = engine_for(replicas[0])
        if first:
            self.replicas = [first, *map(first.for_another_worker, replicas[1:])]
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

        The calling thread is one of the workers: it takes the first part.
        """
        count = max(1, min(len(self.replicas), len(images) // MIN_IMAGES))
        if count == 1:
            return [task(self.replicas[0], slice(None))]
        bounds = [len(images) * worker // count for worker in range(count + 1)]
        own, *others = zip(self.replicas, map(slice, bounds, bounds[1:]), strict=False)
        elsewhere = [self.threads.submit(copy_context().run, task, *each) for each in others]
        try:
            first = task(*own)
        finally:
            wait(elsewhere)  # before an exception goes on, nobody computes any more
        return [first, *(future.result() for future in elsewhere)]

    def step(self, images, labels):
        """The loss of a batch; its gradients are left in the network's layers."""

        def work(replica, part):
            return replica.loss_and_sums(images[part], labels[part], len(labels))

        self.replicas[0].read_parameters(learning=True)
        with learning(True):
            losses, sums = zip(*self.each(work, images), strict=True)
        totals = [add_up(of_workers) for of_workers in zip(*sums, strict=True)]
        gradients = self.replicas[0].gradients(totals)
        for layer, of_layer in zip(self.network.layers, gradients, strict=True):
            layer.grads = of_layer
        return sum(losses)

    def logits(self, images):
        """The network's output for any number of images."""
        self.replicas[0].read_parameters(learning=False)
        with learning(False):
            logits = self.each(lambda replica, part: replica.logits(images[part]), images)
        return np.concatenate(logits)


def number_of_workers(count):
    """The count, if it is a whole number; for None, every core. One where there are no threads."""
    count = available_cores() if count is None else whole("workers", count)
    return count if machine.HAS_THREADS else 1
