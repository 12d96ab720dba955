"""Images per second, training and inference: ours beside PyTorch, in one run, taken in turn.

    python tools/bench.py

Every contestant gets its turn in every round, so that a machine whose speed drifts is fair to all
of them. Shown are the medians over the rounds, and the median of the ratios to PyTorch's best,
round by round. PyTorch is optional (the extra `oracle`).
"""

import os
import platform
import statistics
import time

import numpy as np

import scratchcnn
from scratchcnn import SGD, models
from scratchcnn.parallel import Workers, available_cores

ROUNDS = 9
SLOT_SECONDS = 0.6  # one contestant's turn
BATCH = 64


def main():
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (BATCH, 28, 28, 1), np.uint8)
    labels = rng.integers(0, 10, BATCH)
    print(f"{machine()}\nbatches of {BATCH} images, {ROUNDS} rounds, medians")
    for task in ("training", "inference"):
        contestants = ours(task, images, labels) | pytorch(task, images, labels)
        report(task, race(contestants))


def race(contestants):
    """{name: images per second, one figure for each round}"""
    speeds = {name: [] for name in contestants}
    for _ in range(ROUNDS):
        for name, (enter, run) in contestants.items():
            with enter() as state:
                run(state)  # warm up
                count, begin = 0, time.perf_counter()
                while time.perf_counter() - begin < SLOT_SECONDS:
                    run(state)
                    count += 1
                speeds[name].append(count * BATCH / (time.perf_counter() - begin))
    return speeds


def report(task, speeds):
    """A line for each contestant: median speed, and ratio to the best PyTorch of the same round."""
    rivals = [speed for name, speed in speeds.items() if name.startswith("PyTorch")]
    print(f"\n{task:24}  images/s" + ("  against PyTorch's best" if rivals else ""))
    best = max(rivals, key=statistics.median) if rivals else None
    for name, speed in speeds.items():
        line = f"  {name:22}  {statistics.median(speed):8,.0f}"
        if best:
            ratio = statistics.median(a / b for a, b in zip(speed, best, strict=True))
            line += f"  {ratio:.2f}"
        print(line)


def ours(task, images, labels):
    """scratchcnn with one worker and with one on each core."""
    network, optimizer = models.cnn(), SGD(1e-4)

    def step(pool):
        if task == "training":
            pool.step(images, labels)
            optimizer.step(network)
        else:
            pool.logits(images)

    counts = sorted({1, available_cores()})
    names = [f"scratchcnn, {count} worker{'s' * (count > 1)}" for count in counts]
    return {
        name: (lambda count=count: Workers(network, count), step)
        for name, count in zip(names, counts, strict=True)
    }


def pytorch(task, images, labels):
    """The same network in eager PyTorch, in both memory layouts; nothing if it is not installed."""
    try:
        import torch
    except ImportError:
        print("PyTorch is not installed: ours alone. To compare, install the extra `oracle`.")
        return {}
    torch.set_num_threads(available_cores())
    return {
        "PyTorch, NCHW": pytorch_contestant(task, images, labels, torch.contiguous_format),
        "PyTorch, channels_last": pytorch_contestant(task, images, labels, torch.channels_last),
    }


def pytorch_contestant(task, images, labels, layout):
    import contextlib

    import torch

    network = pytorch_network().to(memory_format=layout)
    optimizer = torch.optim.SGD(network.parameters(), 1e-4, momentum=0.9)
    x = torch.from_numpy(images).permute(0, 3, 1, 2).float().contiguous(memory_format=layout)
    y = torch.from_numpy(labels)

    def step(_):
        if task == "inference":
            with torch.inference_mode():
                return network(x).argmax(1)
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(network(x), y).backward()
        optimizer.step()

    return contextlib.nullcontext, step


def pytorch_network():
    """models.cnn() as one writes it in PyTorch: padding, pooling and untied biases included."""
    import torch
    from torch import nn

    class Addition(nn.Module):
        def __init__(self, *shape):
            super().__init__()
            self.bias = nn.Parameter(torch.zeros(shape))

        def forward(self, x):
            return x + self.bias

    class Division(nn.Module):
        def forward(self, x):
            return x / 255

    def block(inputs, outputs, size):
        convolution = nn.Conv2d(inputs, outputs, 3, padding=1, bias=False)
        return [convolution, Addition(outputs, size, size), nn.ReLU()]

    pool = [nn.ZeroPad2d((0, 1, 0, 1)), nn.MaxPool2d(3, 2)]
    return nn.Sequential(
        Division(),
        *block(1, 16, 28),
        *pool,
        *block(16, 32, 14),
        *pool,
        *block(32, 64, 7),
        nn.Flatten(),
        nn.Linear(3136, 100),
        nn.ReLU(),
        nn.Linear(100, 10),
    )


def machine():
    """What was measured on: processor, cores, versions."""
    processor = platform.processor() or platform.machine()
    if os.path.exists("/proc/cpuinfo"):
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            names = [line.split(":")[1].strip() for line in file if line.startswith("model name")]
        processor = names[0] if names else processor
    return (
        f"{processor}, {available_cores()} cores, Python {platform.python_version()}, "
        f"NumPy {np.__version__}, scratchcnn {scratchcnn.__version__}"
    )


if __name__ == "__main__":
    main()
