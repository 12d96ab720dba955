"""What the benchmark writes into a page; its speeds are measured, never asserted."""

import bench


def test_a_row_for_each_contestant_and_a_column_for_each_batch():
    speeds = {batch: {"ours": {"images/s": 1000.4 * batch, "× theirs": 1.25}} for batch in (1, 16)}
    result = {
        "load before": 0.04,
        "training": speeds | {64: speeds[1], 256: speeds[16]},
        "inference": speeds | {64: speeds[1], 256: speeds[16]},
        "loops": {"images/s": 2.5, "ours × loops": 1234.5},
        "multiply-adds/s": 3e10,
        "one epoch": {"dataset": "MNIST", "accuracy": 0.9912, "seconds": 20.04},
        "peak MB": {"data alone": 80.2},
    }
    lines = bench.tables(result).splitlines()
    assert lines[0].endswith("0.0 processes were busy before it.")
    assert "| batch | 1 | 16 | 64 | 256 |" in lines
    assert "| training: ours, images/s | 1,000 | 16,006 | 1,000 | 16,006 |" in lines
    assert "| inference: ours, × theirs | 1.25 | 1.25 | 1.25 | 1.25 |" in lines
    assert "| training, against them | 1,234 × as fast |" in lines
    assert "| one epoch, MNIST | 99.12%, 20.0 s |" in lines
    assert "| peak memory, data alone | 80 MB |" in lines
