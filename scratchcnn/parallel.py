"""Workers: a batch is cut into chunks that fit the cache, and threads share the chunks."""

import contextlib
import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from .layers import SoftmaxCrossEntropy

CHUNK = 16  # images that one worker takes at a time


class Workers:
    """Threads that compute on replicas of one network: same parameters, memory of their own.

    Chunk number c goes to worker c modulo the number of workers, and everything is summed up in
    that order, whatever the threads' timing: the same seed and the same number of workers give
    the same weights, bit for bit. NumPy lets go of the interpreter's lock while it computes.
    """

    def __init__(self, network, count=None):
        count = available_cores() if count is None else count
        if not (isinstance(count, int | np.integer) and count >= 1):
            raise ValueError(f"workers: expected a whole number from 1, or None, got {count!r}")
        self.network = network
        self.replicas = [network.replica() for _ in range(count)]

    def __enter__(self):
        self.blas = one_blas_thread()
        self.blas.__enter__()
        self.threads = ThreadPoolExecutor(len(self.replicas), "worker")
        return self

    def __exit__(self, *exception):
        self.threads.shutdown(cancel_futures=True)
        self.blas.__exit__(*exception)

    def each(self, task):
        """[task(worker) for every worker], computed side by side; exceptions reach the caller."""
        numbers = range(len(self.replicas))
        if len(numbers) == 1:
            return [task(0)]
        return list(self.threads.map(task, numbers))

    def step(self, images, labels):
        """The loss of a batch; its gradients are left in the network's layers."""
        chunks = [slice(start, start + CHUNK) for start in range(0, len(labels), CHUNK)]

        def work(worker):
            return self.gradients(worker, images, labels, chunks[worker :: len(self.replicas)])

        losses, totals = zip(*self.each(work), strict=True)
        for row, layer in enumerate(self.network.layers):
            layer.grads = add_up(total[row] for total in totals if total)
        return sum(losses)

    def gradients(self, worker, images, labels, chunks):
        """(loss, gradients of every layer) of one worker's chunks, as shares of the batch."""
        network, loss = self.replicas[worker], SoftmaxCrossEntropy()
        total_loss, totals = 0.0, []
        for chunk in chunks:
            share = len(labels[chunk]) / len(labels)  # the loss is a mean over the whole batch
            logits = network.forward(images[chunk])
            total_loss += share * loss.forward(logits, labels[chunk])
            network.parameter_gradients(loss.backward() * logits.dtype.type(share))
            grads = [layer.grads for layer in network.layers]
            totals = [add_up(pair) for pair in zip(totals, grads, strict=True)] if totals else grads
            for layer in network.layers:
                layer.grads = {}
        return total_loss, totals

    def predict(self, images):
        """The likeliest class of each image; the chunks are spread over the workers."""
        count = len(self.replicas)
        bounds = np.linspace(0, len(images), count + 1).astype(int)

        def work(worker):
            own = images[bounds[worker] : bounds[worker + 1]]
            return self.replicas[worker].predict(own) if len(own) else np.empty(0, np.int64)

        return np.concatenate(self.each(work))


def add_up(dictionaries):
    """Sum dictionaries of arrays key by key, in order, into the arrays of the first one."""
    first, *others = dictionaries
    for other in others:
        for name, array in other.items():
            first[name] += array
    return first


def available_cores():
    """The cores this process may use: one worker each."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def one_blas_thread():
    """A context in which each matrix product runs on one thread, if threadpoolctl is installed."""
    try:
        from threadpoolctl import threadpool_limits
    except ImportError:
        return contextlib.nullcontext()
    return threadpool_limits(1, user_api="blas")
