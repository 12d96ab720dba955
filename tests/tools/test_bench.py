"""What the benchmark writes into a page; its speeds are measured, never asserted."""

import sys

import bench
import pytest

from scratchcnn import History


def test_a_row_for_each_contestant_and_a_column_for_each_batch():
    speeds = {batch: {"ours": {"images/s": 1000.4 * batch, "× theirs": 1.25}} for batch in (1, 16)}
    result = {
        "load before": 0.04,
        "training": speeds | {64: speeds[1], 256: speeds[16]},
        "inference": speeds | {64: speeds[1], 256: speeds[16]},
        "loops": {"images/s": 2.5, "ours × loops": 1234.5},
        "multiply-adds/s": 3e10,
        "one epoch": {"dataset": "MNIST", "accuracy": 0.9912, "seconds": 20.04},
        "to 99 %": {"PyTorch": {"images": 45_000, "runs": [], "seconds": 7.96}},
        "peak MB": {"data alone": 80.2},
    }
    lines = bench.tables(result).splitlines()
    assert lines[0].endswith("0.0 processes were busy before it.")
    assert "| batch | 1 | 16 | 64 | 256 |" in lines
    assert "| training: ours, images/s | 1,000 | 16,006 | 1,000 | 16,006 |" in lines
    assert "| inference: ours, × theirs | 1.25 | 1.25 | 1.25 | 1.25 |" in lines
    assert "| training, against them | 1,234 × as fast |" in lines
    assert "| one epoch, MNIST | 99.12%, 20.0 s |" in lines
    assert "| 99 % of the test digits, PyTorch | 45,000 images, 8.0 s |" in lines
    assert "| peak memory, data alone | 80 MB |" in lines


def test_the_race_to_99_ends_for_each_where_its_median_is_there(monkeypatch):
    """Five seeds for each length; who is there runs no further."""
    runs = []

    def runner(name, enough):
        def fit(seed, images, *_, **settings):
            runs.append((name, images))
            share = 0.9901 if images >= enough and seed != 2 else 0.9899
            return History(test_accuracies=[share], seconds=images / 1000 + seed)

        return fit

    monkeypatch.setattr(bench.recipe, "fit", runner("ours", 40_000))
    trainers = {"theirs": runner("theirs", 45_000), "slow": runner("slow", 61_000)}
    monkeypatch.setattr(bench.peers, "trainers", lambda: trainers)
    found = bench.race_to_99(range(60_000), None)
    assert {name: (of["images"], of["seconds"]) for name, of in found.items()} == {
        "scratchcnn": (40_000, 42.0),
        "theirs": (45_000, 47.0),
    }
    assert runs.count(("ours", 40_000)) == 5 and ("ours", 45_000) not in runs
    assert bench.race_to_99(range(4_000), None) == {}  # the sample


def test_peers_that_are_not_installed_give_a_line_and_no_contestant(monkeypatch, capsys):
    for module in ("torch", "jax"):
        monkeypatch.setitem(sys.modules, module, None)  # an import of it fails
    assert bench.peers.peers("training", None, None) == bench.peers.trainers() == {}
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(" is not installed")[0] for line in lines] == ["PyTorch", "JAX"]
    assert bench.peers.versions() == ", no PyTorch or JAX to compare with"


def test_pytorch_takes_the_same_steps(sample):
    pytest.importorskip("torch")
    train_set, test_set = sample
    settings = bench.recipe.NINETY_NINE | {"smoothing": 0.0}  # with it, their losses have the price
    runs = [
        fit(1, 200, train_set, test_set, **settings)
        for fit in (bench.recipe.fit, bench.peers.trainers()["PyTorch"])
    ]
    ours, theirs = runs
    assert theirs.losses == pytest.approx(ours.losses, rel=1e-4)
    assert theirs.learning_rates == ours.learning_rates and theirs.images == ours.images
    assert theirs.test_accuracies == pytest.approx(ours.test_accuracies, abs=0.002)
