"""Measure the speed of this machine: ours beside PyTorch and JAX, in one run, taken in turn.

    python tools/bench.py [PAGE]

Every contestant gets its turn in every round, so that a machine whose speed drifts is fair to all
of them. A figure is a median over the rounds; a ratio is the median of the ratios round by round.
Writes build/bench/bench.json and a plot, and its tables into a page such as docs/figures.md if one
is named. PyTorch and JAX are optional: the extra `oracle`.
"""

import contextlib
import json
import math
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import loops
import numpy as np
import pages
import peers
import recipe

import scratchcnn
from scratchcnn import SGD, load_mnist, models, plots, train
from scratchcnn.doctor import blas_description, matrix_product_speed, processor
from scratchcnn.engine.machine import available_cores
from scratchcnn.engine.replica import LayerByLayer
from scratchcnn.engine.workers import Workers

FOLDER = Path(__file__).resolve().parent.parent / "build" / "bench"
BATCHES = (1, 16, 64, 256)
ROUNDS = 7
SLOT_SECONDS = 0.4  # one contestant's turn
LENGTHS = (35_000, 40_000, 45_000, 50_000)  # images to try in the race to 99 %
SEEDS = range(5)
OURS = ("scratchcnn, 1 worker", f"scratchcnn, {available_cores()} workers", "its layers, no engine")
ORIGINAL_IMAGES = 9 * 60_000  # what the original trained on in its nine epochs, 3,782 minutes


def main():
    print(machine())
    result = {"machine": machine(), "rounds": ROUNDS, "load before": load()}
    result |= {"training": {}, "inference": {}}
    for task in ("training", "inference"):
        for batch in BATCHES:
            speeds = race(contestants(task, batch), batch)
            result[task][batch] = report(f"{task}, batch {batch}", speeds)
    result["loops"] = measure_loops(result["training"][64])
    result["multiply-adds/s"] = matrix_product_speed()
    print(f"\nmatrix product: {result['multiply-adds/s'] / 1e9:.0f} billion multiply-adds/s a core")
    train_set, test_set = load_mnist()
    result["seconds per 1,000 images"] = measure_sizes(train_set)
    result["one epoch"] = measure_epoch(train_set, test_set)
    result["to 99 %"] = race_to_99(train_set, test_set)
    result["peak MB"] = measure_memory()
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "bench.json").write_text(json.dumps(result, indent=2))
    draw(result).savefig(FOLDER / "bench.png", dpi=plots.DPI)
    print("\nall figures: build/bench/bench.json and bench.png")
    for page in sys.argv[1:]:
        pages.fill(page, tables(result))


def race(contestants, batch):
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
                speeds[name].append(count * batch / (time.perf_counter() - begin))
    return speeds


def report(title, speeds):
    """Print and return the median speeds, and the ratios of ours to each peer."""
    rivals = {name: speed for name, speed in speeds.items() if name not in OURS}
    heads = "".join(f"  {'× ' + name:>24}" for name in rivals)
    print(f"\n{title:26}  images/s{heads}")
    result = {}
    for name, speed in speeds.items():
        result[name] = {"images/s": statistics.median(speed)}
        for rival, other in rivals.items() if name in OURS else ():
            ratio = statistics.median(a / b for a, b in zip(speed, other, strict=True))
            result[name][f"× {rival}"] = ratio
        ratios = "".join(f"  {ratio:24.2f}" for ratio in list(result[name].values())[1:])
        print(f"  {name:24}  {result[name]['images/s']:8,.0f}{ratios}")
    return result


def contestants(task, batch):
    """{name: (a context to enter, a function that trains or predicts one batch in it)}"""
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (batch, 28, 28, 1), np.uint8)
    labels = rng.integers(0, 10, batch)
    return ours(task, images, labels) | peers.peers(task, images, labels)


def ours(task, images, labels):
    """scratchcnn with one worker, with one on each core, and with the layers alone."""
    network, optimizer = models.cnn(), SGD(1e-4)

    def run(workers):
        if task == "training":
            workers.step(images, labels)
            optimizer.step(network)
        else:
            workers.logits(images).argmax(axis=1)

    contexts = (
        lambda: Workers(network, 1),
        lambda: Workers(network, available_cores()),
        lambda: without_engine(network),
    )
    return {name: (context, run) for name, context in zip(OURS, contexts, strict=True)}


@contextlib.contextmanager
def without_engine(network):
    """Workers that run the layers as they are."""
    with Workers(network) as workers:
        workers.replicas = [LayerByLayer(network.replica()) for _ in workers.replicas]
        yield workers


def measure_loops(training):
    """Images per second of loops over windows, on a few images, and the hours that implies."""
    params = [array for layer in models.cnn().layers for array in layer.params.values()]
    images = np.random.default_rng(0).integers(0, 256, (5, 28, 28, 1)).astype(np.float32)
    seconds = []
    for image in images:
        begin = time.perf_counter()
        loops.step(params, image, 3)
        seconds.append(time.perf_counter() - begin)
    speed = 1 / statistics.median(seconds)
    fastest = max(figures["images/s"] for name, figures in training.items() if "work" in name)
    hours = ORIGINAL_IMAGES / speed / 3600
    print(f"\nloops over windows: {speed:.1f} images/s, {hours:.0f} hours for nine epochs")
    print(f"ours is {fastest / speed:,.0f} times as fast (batch 64)")
    return {"images/s": speed, "hours for nine epochs": hours, "ours × loops": fastest / speed}


def measure_sizes(train_set):
    """Seconds per 1,000 images of training on 1,000 to 60,000: the cost must not grow."""
    result = {}
    for count in (1_000, 4_000, 16_000, 60_000):
        chosen = np.resize(np.arange(len(train_set)), count)
        seconds = train(models.cnn(), train_set[chosen], batch_size=64).seconds
        result[count] = 1000 * seconds / count
        print(f"training on {count:6,} images: {result[count]:.3f} s per 1,000")
    return result


def measure_epoch(train_set, test_set):
    """Accuracy and seconds of one epoch as in lesson 10."""
    history = recipe.fit(0, len(train_set), train_set, test_set, **recipe.NINETY_NINE)
    accuracy = history.test_accuracies[-1]
    print(
        f"one epoch, as in lesson 10, {train_set.name}: {accuracy:.2%} in {history.seconds:.1f} s"
    )
    return {"dataset": train_set.name, "accuracy": accuracy, "seconds": history.seconds}


def race_to_99(train_set, test_set):
    """{name: {images, accuracies, seconds}} of the fewest images, of those tried, after which the
    median over the seeds is 99 % of the test digits. The recipe, the starting weights and the
    images are the same for all; seconds are of training alone.
    """
    runners = {"scratchcnn": recipe.fit} | peers.trainers()
    result = {}
    for images in LENGTHS if len(train_set) >= max(LENGTHS) else ():
        runs = {name: [] for name in runners.keys() - result.keys()}
        for seed in SEEDS:
            for name in runs:
                history = runners[name](seed, images, train_set, test_set, **recipe.NINETY_NINE)
                runs[name].append((history.test_accuracies[-1], history.seconds))
        for name, pairs in runs.items():
            accuracy, seconds = map(statistics.median, zip(*pairs, strict=True))
            print(f"{name}, {images:,} images: {accuracy:.2%} in {seconds:.1f} s (medians)")
            if accuracy >= 0.99:
                result[name] = {"images": images, "runs": pairs, "seconds": seconds}
    return result


def measure_memory():
    """Peak memory in MB, each in a process of its own: NumPy and the data alone, then the tasks.

    Read from Linux' /proc: what getrusage says of a child includes its parent. Elsewhere: nothing.
    """
    if not Path("/proc/self/status").exists():
        return {}
    common = (
        "import re, numpy as np; from scratchcnn import Dataset, models, train;"
        "images = np.zeros((60_000, 28, 28, 1), np.uint8); images += 1;"
        "labels = np.zeros(60_000, int);"
    )
    tasks = {
        "data alone": "",
        "predict on 60,000": "models.cnn().predict(images);",
        "training on 60,000": "train(models.cnn(), Dataset(images, labels), batch_size=64);",
    }
    peak = r"print(int(re.search(r'VmHWM:\s+(\d+)', open('/proc/self/status').read())[1]) / 1000)"
    result = {}
    for name, code in tasks.items():
        done = subprocess.run(
            [sys.executable, "-c", common + code + peak], capture_output=True, text=True, check=True
        )
        result[name] = float(done.stdout.split()[-1])
        print(f"peak memory, {name}: {result[name]:.0f} MB")
    return result


def tables(result):
    """Where and when, the speeds and ratios, and the rest, as Markdown."""
    busy = f"{result['load before']:.1f} processes were busy before it."
    lines = [f"{pages.here_and_now()}; {versions()}. Medians over {ROUNDS} rounds; {busy}", ""]
    lines += [f"| batch | {' | '.join(map(str, BATCHES))} |", f"|---|{'--:|' * len(BATCHES)}"]
    for task in ("training", "inference"):
        for name, figures in result[task][BATCHES[0]].items():
            for unit in figures:
                cells = [in_words(result[task][batch][name][unit], unit) for batch in BATCHES]
                lines.append(f"| {task}: {name}, {unit} | {' | '.join(cells)} |")
    epoch, memory = result["one epoch"], result["peak MB"]
    rest = {
        "loops over windows": f"{result['loops']['images/s']:.1f} images/s",
        "training, against them": f"{result['loops']['ours × loops']:,.0f} × as fast",
        "matrix product": f"{result['multiply-adds/s'] / 1e9:.0f} billion multiply-adds/s a core",
        f"one epoch, {epoch['dataset']}": f"{epoch['accuracy']:.2%}, {epoch['seconds']:.1f} s",
    }
    rest |= {
        f"99 % of the test digits, {name}": f"{of['images']:,} images, {of['seconds']:.1f} s"
        for name, of in result["to 99 %"].items()
    }
    rest |= {f"peak memory, {name}": f"{megabytes:.0f} MB" for name, megabytes in memory.items()}
    lines += ["", "| | |", "|---|--:|", *(f"| {name} | {value} |" for name, value in rest.items())]
    return "\n".join(lines)


def in_words(figure, unit):
    return f"{figure:,.0f}" if unit == "images/s" else f"{figure:.2f}"


def draw(result):
    """Training and inference speed by batch size, one line for each contestant."""
    figure = plots.Picture(10, 3.6, "Images per second by batch size, training and inference")
    colours = {"1 worker": plots.WEIGHT, "workers": plots.GRADIENT, "layers": plots.INK}
    colours |= {"NCHW": plots.INPUT, "channels_last": plots.OUTPUT}
    colours |= {"compile": "#56B4E9", "JAX": "#CC79A7"}
    for axes, task in zip(figure.subplots(1, 2), ("training", "inference"), strict=True):
        for name in result[task][BATCHES[0]]:
            speeds = [result[task][batch][name]["images/s"] for batch in BATCHES]
            colour = next(colour for key, colour in colours.items() if key in name)
            axes.plot(BATCHES, speeds, "o-", color=colour, label=name)
        axes.set_xscale("log", base=2)
        axes.set_xticks(BATCHES, BATCHES)
        axes.set(xlabel="batch size", ylabel=f"{task}, images per second", ylim=(0, None))
        plots.light(axes)
    axes.legend(frameon=False, fontsize=9)
    return figure


def machine():
    """What was measured on: processor, cores, versions."""
    return f"{processor()}, {available_cores()} cores, {versions()}"


def load():
    """How many processes were busy in the last minute; NaN where the system does not count them."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else math.nan


def versions():
    blas = blas_description()
    return (
        f"NumPy {np.__version__} with {blas['name']} ({blas['kernels']} kernels)"
        f"{peers.versions()}, scratchcnn {scratchcnn.__version__}"
    )


if __name__ == "__main__":
    main()
