"""Measure ranks: processes against threads, what a communicator costs, and the model of lesson 13.

    mpiexec -n 2 python tools/ranks.py

What is compared takes turns, in every second round the other way round, and a rank without work
sleeps meanwhile. Speeds and times are medians over the rounds, a ratio is the median of the rounds'
ratios.
"""

import statistics
import time

import numpy as np
from mpi4py import MPI

from scratchcnn import SGD, Dataset, models, train

WORLD = MPI.COMM_WORLD
BATCHES = (64, 256)
ROUNDS = 20
IMAGES = 1536  # of a turn
LENGTHS = (1, 10_000, 100_000, 400_000, 1_000_000)  # of buffers that are added up
REPETITIONS = 15


def main():
    for batch_size in BATCHES:
        compare(batch_size)
    alpha, beta = latency_and_bandwidth()
    say(f"latency {1e6 * alpha:.0f} µs, bandwidth {beta / 1e6:,.0f} MB/s")
    for batch_size in BATCHES:
        predicted, measured = predicted_and_measured(batch_size, alpha, beta)
        times = f"predicted {1e3 * predicted:.1f} ms, measured {1e3 * measured:.1f} ms"
        say(f"a step of {batch_size} images on {WORLD.size} ranks: {times}")


def say(text):
    if WORLD.rank == 0:
        print(text, flush=True)


def compare(batch_size):
    """Print how fast processes, threads, and one rank with and without a communicator are."""
    size = WORLD.size
    turns = {
        f"{size} ranks × 1 thread": lambda: step(batch_size, size),
        f"1 rank × {size} threads": lambda: step(batch_size, 1, size),
        "1 rank": lambda: step(batch_size, 1),
        "no communicator": lambda: step(batch_size, 1, alone=True),
    }
    seconds = {name: [] for name in turns}
    for number in range(ROUNDS):
        for name in list(turns)[:: 1 if number % 2 else -1]:
            seconds[name].append(turns[name]())
    for name, each in seconds.items():
        speed = batch_size / statistics.median(each)
        say(f"batch {batch_size:3}  {name:18} {speed:6,.0f} images/s")
    processes, threads, one, none = seconds.values()
    say(f"batch {batch_size:3}  processes are {ratio(threads, processes):.2f} × as fast as threads")
    say(f"batch {batch_size:3}  a communicator of one rank: {ratio(one, none):.3f} × the time")


def ratio(first, second):
    return statistics.median(a / b for a, b in zip(first, second, strict=True))


def step(batch_size, ranks, threads=1, alone=False):
    """Seconds of a step on the first so many ranks, of the slowest of them: they share out each
    batch, or each of them is `alone` and trains without a communicator.
    """
    team, seconds = WORLD.Split(WORLD.rank < ranks, WORLD.rank), 0.0
    if WORLD.rank < ranks:
        rng = np.random.default_rng(0)
        images = rng.integers(0, 256, (IMAGES, 28, 28, 1), np.uint8)
        digits = Dataset(images, rng.integers(0, 10, IMAGES))
        history = train(
            models.cnn(),
            digits,
            batch_size=batch_size,
            optimizer=SGD(1e-4),
            schedule=None,
            workers=threads,
            show=False,
            communicator=None if alone else team,
        )
        seconds = history.seconds / len(history.losses)
    team.Free()
    all_are_ready = WORLD.Ibarrier()
    while not all_are_ready.Test():
        time.sleep(0.001)
    return WORLD.allreduce(seconds, MPI.MAX)


def latency_and_bandwidth():
    """alpha in seconds, beta in bytes per second: the line through the times of sums."""
    seconds = {}
    for length in LENGTHS:
        buffer, times = np.zeros(length, np.float32), []
        for _ in range(REPETITIONS):
            WORLD.Barrier()
            begin = time.perf_counter()
            WORLD.Allreduce(MPI.IN_PLACE, buffer)
            times.append(time.perf_counter() - begin)
        seconds[buffer.nbytes] = statistics.median(times)
    x, y = np.array(list(seconds)), np.array(list(seconds.values()))
    slope, offset = WORLD.bcast(np.polyfit(x, y, 1, w=1 / y))  # relative errors count
    messages = 2 * (WORLD.size - 1)
    return offset / messages, messages / WORLD.size / slope


def predicted_and_measured(batch_size, alpha, beta):
    """Seconds of a step on all ranks, predicted and measured. Predicted are those of one rank's
    share, while all ranks compute theirs, and of the sum on a ring.
    """
    share = batch_size // WORLD.size
    rounds = [(step(share, WORLD.size, alone=True), step(batch_size, WORLD.size)) for _ in range(3)]
    compute, measured = map(statistics.median, zip(*rounds, strict=True))
    size = 4 * models.cnn().num_parameters
    ring = 2 * (WORLD.size - 1) * (alpha + size / WORLD.size / beta)
    return compute + ring, measured


if __name__ == "__main__":
    main()
