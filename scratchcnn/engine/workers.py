"""Workers: a batch is shared out to threads, one for each core, each with a replica of its own."""

import sys
import warnings
from concurrent.futures import ThreadPoolExecutor, wait
from contextvars import copy_context

import numpy as np

from ..arguments import whole
from ..layers.copies import from_package
from ..layers.layer import is_shareable, learning
from . import machine
from .as_written import AsWritten
from .engine import engine_for
from .machine import available_cores, one_blas_thread
from .replica import LayerByLayer, add_up

MIN_IMAGES_PER_WORKER = 8  # with fewer, handing over costs more than it saves


def runner_for(network, count=None):
    """What runs the network: workers that share out a batch, if all of its layers may be shared."""
    warn_of_old_classes(network)
    return Workers(network, count) if may_be_shared(network) else AsWritten(network)


def may_be_shared(network):
    """Whether workers may run copies of the network: it and its layers are not a reader's own, or
    promise to be shareable.
    """
    ours = from_package(network, "forward", "backward", "as_floats")
    return ours and all(is_shareable(layer) for layer in network.layers)


def warn_of_old_classes(network):
    """Say what still runs the code that its class had before a notebook's cell ran again."""
    rows = [(f"row {row}, {each!r}", each) for row, each in enumerate(network.layers, start=1)]
    for name, thing in [("network", network), *rows]:
        cls, notebook = type(thing), vars(sys.modules["__main__"])
        now = notebook.get(cls.__qualname__, cls) if cls.__module__ == "__main__" else cls
        again = getattr(now, "__qualname__", None) == cls.__qualname__ and now not in cls.__mro__
        if again:
            warnings.warn(
                f"{name}: its class {cls.__name__} has been defined again since it was made, and "
                f"it still runs the old code; make it anew",
                stacklevel=4,
            )


class Workers:
    """Threads that compute on replicas of one network: same parameters, memory of their own.

    Each worker takes a run of consecutive images, and everything is summed up in the workers'
    order, whatever their timing: the same seed and the same number of workers give the same
    weights, bit for bit. NumPy lets go of the interpreter's lock while it computes. A replica is
    an Engine where the network begins with blocks, else the layers themselves.
    """

    def __init__(self, network, count=None):
        replicas = [network.replica() for _ in range(number_of_workers(count))]
        self.network, self.layers = network, list(network.layers)
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
        count = max(1, min(len(self.replicas), len(images) // MIN_IMAGES_PER_WORKER))
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

    def read_parameters(self, learning):
        """Before every batch: an optimizer has changed the parameters, or put others in their
        place.
        """
        if list(map(id, self.layers)) != list(map(id, self.network.layers)):
            raise ValueError("layers: expected the same from step to step, got others; train anew")
        for replica in self.replicas:
            for theirs, ours in zip(replica.layers, self.layers, strict=True):
                theirs.params = ours.params
        self.replicas[0].read_parameters(learning)

    def step(self, images, labels, smoothing=0.0):
        """The loss of a batch; its gradients, with the price of `smooth`, are left in the network's
        layers.
        """

        def work(replica, part):
            return replica.loss_and_sums(images[part], labels[part], len(labels), smoothing)

        self.read_parameters(learning=True)
        with learning(True):
            losses, sums = zip(*self.each(work, images), strict=True)
        totals = [add_up(of_workers) for of_workers in zip(*sums, strict=True)]
        gradients = self.replicas[0].gradients(totals)
        for layer, of_layer in zip(self.network.layers, gradients, strict=True):
            layer.grads = of_layer
        return sum(losses)

    def logits(self, images):
        """The network's output for any number of images."""
        self.read_parameters(learning=False)
        with learning(False):
            logits = self.each(lambda replica, part: replica.logits(images[part]), images)
        return np.concatenate(logits)


def most_workers(images):
    """As many workers as so many images can keep busy."""
    return max(1, images // MIN_IMAGES_PER_WORKER)


def number_of_workers(count=None):
    """The count, if it is a whole number; for None, every core. One where there are no threads."""
    count = available_cores() if count is None else whole("workers", count)
    return count if machine.HAS_THREADS else 1
