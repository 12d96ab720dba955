"""Train the network of the course in many processes, on one machine or on many (lesson 13).

    mpiexec -n 4 python -m scratchcnn.cluster --epochs 3

Every rank, as MPI calls its processes, computes its share of each batch; rank 0 shows the progress
and keeps the checkpoint. In a script of your own, do the same with the communicator of mpi4py:

    from mpi4py import MPI
    train(network, train_set, communicator=MPI.COMM_WORLD)

    mpiexec -n 4 python -m mpi4py script.py     # -m mpi4py: an error on one rank ends all ranks
"""

import argparse
import os
import signal
import sys

import numpy as np

from . import models
from .data import load_fashion_mnist, load_mnist
from .output import say
from .training import SGD, WarmupCosine, train
from .training.checkpoint import STEPS
from .training.ranks import describe

DATA = {"mnist": load_mnist, "fashion": load_fashion_mnist}
NETWORKS = {"cnn": models.cnn, "mlp": models.mlp}
KEPT = (
    f"saved after each epoch and every {STEPS} steps; whatever ends this run, the same command "
    f"goes on from there"
)


def main(arguments=None):
    try:
        from mpi4py import MPI
    except ImportError as error:
        raise SystemExit(
            f'mpi4py is missing ({error}): pip install "scratchcnn[cluster]"'
        ) from None
    world = MPI.COMM_WORLD
    if world.rank > 0:  # one rank speaks
        sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    options = parser().parse_args(arguments)
    if options.checkpoint:  # said now, since a rank that is killed takes the others with it
        say(f"{options.checkpoint}: {KEPT}", flush=True)
    try:
        network, history = run(options, world)
    except Exception as error:
        say(f"stopped: {describe(error)}", flush=True)
        raise SystemExit(1) from None
    if world.rank == 0:
        say(summarise(history, world.size, options.threads))
        if options.save:
            network.save(options.save)
    if history.interrupted:
        raise SystemExit(128 + signal.SIGINT)


def run(options, world):
    """(network, history) of this rank."""
    network = NETWORKS[options.network](seed=options.seed)
    network = network.astype(np.float64) if options.float64 else network
    train_set, test_set = load_in_turn(DATA[options.data], world)
    if options.images:
        train_set = train_set[: options.images]
    history = train(
        network,
        train_set,
        None if options.no_test else test_set,
        epochs=options.epochs,
        batch_size=options.batch_size,
        optimizer=SGD(),
        schedule=WarmupCosine(options.peak, options.warmup),
        shift=options.shift,
        seed=options.seed,
        workers=options.threads,
        checkpoint=options.checkpoint,
        communicator=world,
    )
    return network, history


def load_in_turn(load, world):
    """The sets; rank 0 loads first, so that what is downloaded is downloaded once."""
    if world.rank > 0:
        world.Barrier()
    try:
        sets = load()
    except Exception as error:
        sentence = f"rank {world.rank} of {world.size} stopped: {describe(error)}"
        print(sentence, file=sys.__stderr__, flush=True)
        world.Abort(1)
    if world.rank == 0:
        world.Barrier()
    return sets


def summarise(history, ranks, threads):
    shares = history.test_accuracies
    tested = f", {shares[-1]:.2%} of the test images read right" if shares else ""
    stopped = "interrupted: " if history.interrupted else ""
    return (
        f"{stopped}{len(history.losses):,} steps, {history.images_per_second:,.0f} images/s on "
        f"{ranks} ranks × {threads} threads{tested}"
    )


def parser():
    made = argparse.ArgumentParser(
        prog="mpiexec -n RANKS python -m scratchcnn.cluster",
        description="Train the network of the course; the ranks share out each batch.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    add = made.add_argument
    add("--network", choices=NETWORKS, default="cnn", help="which of the course's networks")
    add("--data", choices=DATA, default="mnist", help="what it learns")
    add("--images", type=int, help="only the first so many images of the training set")
    add("--epochs", type=int, default=3, help="how often it sees each image")
    add("--batch-size", type=int, default=64, help="images of a step, all ranks together")
    add("--peak", type=float, default=0.03, help="highest learning rate")
    add("--warmup", type=float, default=0.1, help="share of the steps until it is reached")
    add("--shift", type=int, default=0, help="move images by up to so many pixels")
    add("--seed", type=int, default=0, help="of weights, order and shifts")
    add("--threads", type=int, default=1, help="workers of each rank")
    add("--checkpoint", help="file to go on from; only rank 0 needs to reach it")
    add("--save", help="file for the trained network")
    add("--float64", action="store_true", help="compute in float64, slower")
    add("--no-test", action="store_true", help="do not measure the test accuracy")
    return made


if __name__ == "__main__":
    main()
