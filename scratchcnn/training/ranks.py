"""Ranks: one training run in several processes, on one machine or on many (lesson 13).

Every rank has the network and all the data. It computes the gradients of its share of each batch;
one Allreduce adds them up, and every rank takes the same step: synchronous, data-parallel gradient
descent, as in Goyal et al. 2017, "Accurate, Large Minibatch SGD", section 2.
"""

import contextlib
import sys

import numpy as np

from ..engine.workers import may_be_shared, runner_for
from ..layers.layer import is_shareable
from ..layers.parameters import restore_states, states_of
from .checkpoint import open_checkpoint

PACKAGES = ("scratchcnn", "numpy")  # in the same version on all ranks


def ranks_of(communicator):
    """The ranks of an MPI communicator; Alone for one rank, or None. ValueError for all else."""
    if communicator is None:
        return Alone()
    mpi = sys.modules.get("mpi4py.MPI")
    if mpi is None or not isinstance(communicator, mpi.Intracomm) or not communicator:
        raise ValueError(
            f"communicator: expected one of mpi4py, such as MPI.COMM_WORLD, got {communicator!r}"
        )
    if communicator.Get_size() == 1:
        return Alone(workers=Ranks.workers)
    return Ranks(communicator)


class Alone(contextlib.nullcontext):
    """The one rank of a run."""

    rank = 0
    runner_for = staticmethod(runner_for)
    open_checkpoint = staticmethod(open_checkpoint)

    def __init__(self, workers=None):  # by default: every core
        super().__init__()
        self.workers = workers

    def __enter__(self):
        return self

    def check_same(self, run, steps):
        """There is nobody who could have started otherwise."""


class Ranks:
    """In this context, all ranks of a communicator, two or more, train one network together.

    Whatever ends the training on one rank, this rank tells the others at their next meeting, and
    they end, too: nobody waits for a rank that is gone. They meet in `exchange` until all have
    started, and from then on in `add_up`.
    """

    workers = 1  # threads of a rank, by default

    def __init__(self, communicator):
        self.communicator = communicator
        self.rank, self.size = communicator.Get_rank(), communicator.Get_size()
        self.started = self.ended = False

    def __enter__(self):
        return self

    def __exit__(self, kind, error, _):
        if not self.ended:  # it never came to its steps
            self.end(error or KeyboardInterrupt())

    def end(self, error):
        """The last meeting of a rank: tell the others that it has stopped, or see that none has."""
        from mpi4py import MPI

        if self.ended:
            return
        if isinstance(error, MPI.Exception):  # there are no meetings any more
            print(f"rank {self.rank} of {self.size}: {error}; all ranks end", file=sys.stderr)
            self.communicator.Abort(1)
        if self.started:
            self.add_up(self.zeros(), error)
        else:
            self.exchange(None, error)
        self.ended = True

    def exchange(self, value, error=None):
        """[what each rank gives], on every rank. If one has stopped, all do: those without an error
        of their own by a RuntimeError that says which rank it was, and why.
        """
        given = self.communicator.allgather((value, None if error is None else describe(error)))
        reasons = {rank: reason for rank, (_, reason) in enumerate(given) if reason}
        if not reasons:
            return [value for value, _ in given]
        self.ended = True
        if error is None:
            if set(reasons.values()) == {"KeyboardInterrupt"}:
                raise KeyboardInterrupt
            rank, reason = next(iter(reasons.items()))
            raise RuntimeError(f"rank {rank} of {self.size} stopped: {reason}")

    def add_up(self, buffer, error=None):
        """Write the sum over all ranks into this buffer. Its last number tells who has stopped."""
        from mpi4py import MPI

        buffer[-1] = error is not None
        self.communicator.Allreduce(MPI.IN_PLACE, buffer)
        if buffer[-1]:
            self.exchange(None, error)

    def zeros(self):
        """A buffer: all gradients one after the other, the loss, and how many ranks have stopped.
        It is another one at each step, since the gradients that a step leaves are views of it.
        """
        return np.zeros(self.numbers + 2, self.dtype)

    def share(self, count):
        """This rank's slice of so many images; it may be empty."""
        return slice(count * self.rank // self.size, count * (self.rank + 1) // self.size)

    def check_same(self, run, steps):
        """ValueError, on all ranks, unless they have started the same run: the same network, data,
        settings and packages. Weights may differ, since those of rank 0 are sent to all.
        """
        parameters = run.network.parameters()
        here = run.describe(steps)
        del here["starting weights"]
        here["parameters"] = str([(name, each.shape) for name, each in parameters.items()])
        here |= {f"version of {name}": sys.modules[name].__version__ for name in PACKAGES}
        first, *others = self.exchange(here)
        for rank, there in enumerate(others, start=1):
            for name in [*first, *there]:
                if first.get(name) != there.get(name):
                    self.ended = True  # all see the same
                    raise ValueError(
                        f"communicator: expected the same {name} on all ranks, got "
                        f"{first.get(name)} on rank 0 and {there.get(name)} on rank {rank}"
                    )
        self.numbers = sum(each.size for each in parameters.values())
        self.dtype = np.result_type(np.float32, *parameters.values())

    @contextlib.contextmanager
    def open_checkpoint(self, path, run, batches, history, steps):
        """Rank 0 reads and writes the file; the others start with what rank 0 has."""
        path = path if self.rank == 0 else None
        with open_checkpoint(path, run, batches, history, steps) as saved:
            self.start_as_rank_0(saved, run, batches, history)
            yield saved

    def start_as_rank_0(self, saved, run, batches, history):
        """Parameters, velocities, order of the images …: all that the next step depends on."""
        network, optimizer = run.network, run.optimizer
        keeps = hasattr(optimizer, "state") and hasattr(optimizer, "restore")
        here = None
        if self.rank == 0:
            here = {
                "workers": saved.workers,
                "history": vars(history),
                "batches": batches.state(),
                "optimizer": optimizer.state() if keeps else None,
                "layers": states_of(network),
                "parameters": network.parameters(),
            }
        first = self.exchange(here)[0]
        self.started = True
        if self.rank > 0:
            saved.workers = first["workers"]
            vars(history).update(first["history"])
            batches.restore(*first["batches"])
            if keeps:
                optimizer.restore(network, first["optimizer"])
            restore_states(network, first["layers"])
            for name, parameter in network.parameters().items():
                parameter[...] = first["parameters"][name]

    def runner_for(self, network, workers):
        """What runs this rank's share of each batch; ValueError for a layer that must see all."""
        if not may_be_shared(network):
            own = [each for each in network.layers if not is_shareable(each)]
            raise ValueError(
                f"communicator: {(own or [network])[0]!r} runs as it was written, on whole "
                f"batches, and each of {self.size} ranks has only a share; train in one process, "
                f"or write `shareable = True` in the class of a layer that computes each image "
                f"by itself"
            )
        return Share(self, network, workers)


class Share:
    """A runner like Workers, for this rank's share of the images; what it leaves is the sum over
    all ranks, the same on each of them.
    """

    def __init__(self, ranks, network, workers):
        self.ranks, self.network, self.runner = ranks, network, runner_for(network, workers)

    def __enter__(self):
        self.runner.__enter__()
        return self

    def __exit__(self, kind, error, traceback):
        self.runner.__exit__(kind, error, traceback)
        self.ranks.end(error)

    def step(self, images, labels, smoothing=0.0):
        """The loss of a batch; its gradients, with the price of `smooth`, are left in the network's
        layers.
        """
        part, buffer = self.ranks.share(len(labels)), self.ranks.zeros()
        own = len(labels[part])
        if own:
            loss = self.runner.step(images[part], labels[part], smoothing)
            gradients = [each.ravel() for each in self.network.gradients().values()]
            np.concatenate([*gradients, [loss]], out=buffer[:-1], casting="same_kind")
            buffer *= own / len(labels)  # the loss is a mean over the whole batch
        self.ranks.add_up(buffer)
        start = 0
        for layer in self.network.layers:
            for name, parameter in layer.params.items():
                stop = start + parameter.size
                gradient = buffer[start:stop].reshape(parameter.shape)
                layer.grads[name] = gradient.astype(parameter.dtype, copy=False)
                start = stop
        return float(buffer[-2])

    def logits(self, images):
        """The network's output for any number of images."""
        part = images[self.ranks.share(len(images))]
        own = [self.runner.logits(part)] if len(part) else []
        self.ranks.add_up(self.ranks.zeros())  # a rank that has stopped says so here
        shares = self.ranks.communicator.allgather(own)
        return np.concatenate([logits for share in shares for logits in share])


def describe(error):
    """An exception in one line."""
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
