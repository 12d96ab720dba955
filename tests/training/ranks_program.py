"""What the tests of ranks run under mpiexec: `python ranks_program.py NAME [ARGUMENT …]`.

Each function below is such a program; it returns what the test looks at, and rank 0 writes the
answers of all ranks, as JSON, into the file that $ANSWERS names.
"""

import faulthandler
import itertools
import json
import os
import signal
import sys
import time
from pathlib import Path

import numpy as np
import ranks  # of the tools
from mpi4py import MPI

import scratchcnn
from scratchcnn import (
    SGD,
    Addition,
    Convolution,
    Dataset,
    Dense,
    Division,
    Layer,
    MaxPooling,
    Network,
    ReLU,
    Vectorization,
    WarmupCosine,
    models,
    train,
)
from scratchcnn.training import checkpoint
from scratchcnn.training.checkpoint import fingerprint

WORLD = MPI.COMM_WORLD
checkpoint.STEPS = 3  # a checkpoint every third step


def tiny_network(dtype=np.float64, extra=(), seed=0):
    rng = np.random.default_rng(seed)
    first = [Division(255), Convolution(1, 3, rng=rng), Addition((6, 6, 3)), ReLU(), MaxPooling()]
    layers = [*first, Vectorization(), *extra, Dense(27, 4, rng=rng)]
    return Network(layers, (6, 6, 1)).astype(dtype)


def tiny_set(count, seed=0):
    rng = np.random.default_rng(seed)
    images = rng.integers(0, 256, (count, 6, 6, 1), dtype=np.uint8)
    return Dataset(images, rng.integers(0, 4, count), "tiny")


def start(network=None, count=22, communicator=WORLD, **others):
    """22 images in batches of 6: 4 steps an epoch, the last one of 4 images."""
    network = network or tiny_network()
    settings = {"epochs": 5, "batch_size": 6, "shift": 1, "seed": 5, "show": False}
    settings |= {"communicator": communicator, "schedule": WarmupCosine()} | others
    return train(network, tiny_set(count), tiny_set(7, seed=1), **settings), network


def run(network, history):
    """A finished run: its weights as a list of numbers and as bits, its losses and accuracies."""
    arrays = network.parameters().values()
    return {
        "weights": np.concatenate([each.ravel() for each in arrays]).tolist(),
        "bits": fingerprint(*arrays),
        "losses": history.losses,
        "accuracies": history.test_accuracies,
    }


def error_of(function, *arguments, **named):
    try:
        function(*arguments, **named)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return None


def twenty_steps(dtype, count="22"):
    """The run of this many ranks, twice; rank 0 adds the run of one process without MPI."""
    answers = []
    for communicator in (WORLD, WORLD, None):
        network = tiny_network(dtype)
        history, _ = start(network, int(count), communicator)
        answers.append(run(network, history))
    return answers


def the_cnn(dtype):
    """20 steps of the network of the course, on the engine; with all ranks, and alone."""
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (38, 28, 28, 1), dtype=np.uint8)
    digits, answers = Dataset(images, rng.integers(0, 10, 38)), []
    for communicator in (WORLD, None):
        network = models.cnn(seed=0).astype(dtype)
        settings = {"epochs": 10, "batch_size": 20, "show": False, "workers": 1}
        history = train(network, digits, communicator=communicator, **settings)
        answers.append(run(network, history))
    return answers


def weights_of_rank_0():
    history, network = start(tiny_network(seed=WORLD.rank))
    return run(network, history)


def different(name):
    """Rank 1 starts another run than the others."""
    mine, odd = {}, WORLD.rank == 1
    if name == "seed":
        mine["seed"] = 7 if odd else 5
    if name == "data":
        mine["count"] = 21 if odd else 22
    if name == "network":
        mine["network"] = tiny_network(np.float32 if odd else np.float64)
    if name == "momentum":
        mine["optimizer"] = SGD(momentum=0.5 if odd else 0.9)
    if name == "package" and odd:
        scratchcnn.__version__ = "0.0.1"
    if name == "arguments":
        mine["batch_size"] = 0 if odd else 6
    return error_of(start, **mine)


class Stop(Layer):
    """Passes everything on; on rank 1 it raises an error at its fifth batch."""

    shareable = True
    batches = 0

    def forward(self, x):
        Stop.batches += 1
        if WORLD.rank == 1 and Stop.batches == 5:
            raise OSError("the disk is full")
        return x.copy()

    def backward(self, d_out):
        return d_out.copy()


class BatchMean(Layer):
    """Subtracts the mean of the batch: it must see all of it."""

    def forward(self, x):
        return x - x.mean(axis=0)

    def backward(self, d_out):
        return d_out - d_out.mean(axis=0)


def error_on_one_rank():
    return error_of(start, tiny_network(extra=[Stop()]))


def error_while_testing():
    """22 images in batches of 22: one step, then the test set."""
    Stop.batches = 3
    return error_of(start, tiny_network(extra=[Stop()]), batch_size=22)


def own_layer():
    return error_of(start, tiny_network(extra=[BatchMean()]))


def not_finite():
    return error_of(start, optimizer=SGD(1e300), schedule=None)


def not_a_communicator():
    each = ("MPI.COMM_WORLD", MPI, MPI.COMM_NULL, 4)
    return [error_of(start, communicator=communicator) for communicator in each]


def before_each_step(action):
    """From now on, the optimizer calls the action with the number of its step, from 1."""
    step, count = SGD.step, itertools.count(1)

    def after_the_action(optimizer, network):
        action(next(count))
        step(optimizer, network)

    SGD.step = after_the_action


def half_a_run(path):
    """A run that the last rank leaves in its tenth step."""

    def stop(step):
        if step == 10 and WORLD.rank == WORLD.size - 1:
            raise RuntimeError("out of memory")

    before_each_step(stop)
    return error_of(start, checkpoint=path)


def whole_run(path):
    """Only rank 0 has a checkpoint."""
    history, network = start(checkpoint=path if WORLD.rank == 0 else None)
    return run(network, history)


def interrupted(path):
    """Rank 1 is sent a Ctrl-C in its eighth step; the others hear of it."""

    def interrupt(step):
        if step == 8 and WORLD.rank == 1:
            os.kill(os.getpid(), signal.SIGINT)

    before_each_step(interrupt)
    history, network = start(checkpoint=path)
    return [history.interrupted, len(history.losses), fingerprint(*network.parameters().values())]


def endless(path):
    """A slow run that is there to be killed; each rank writes down its process id."""
    Path(f"{path}.{WORLD.rank}").write_text(str(os.getpid()))
    before_each_step(lambda step: time.sleep(0.3 if step > 5 else 0))
    start(checkpoint=path)


def predicted_and_measured():
    """Seconds of a step of 64 images, by the model of lesson 13 and by the clock."""
    return ranks.predicted_and_measured(64, *ranks.latency_and_bandwidth())


if __name__ == "__main__":
    faulthandler.dump_traceback_later(100, exit=True)  # a run that hangs says where
    answer = globals()[sys.argv[1]](*sys.argv[2:])
    answers = WORLD.gather(answer)
    if WORLD.rank == 0:
        Path(os.environ["ANSWERS"]).write_text(json.dumps(answers))
