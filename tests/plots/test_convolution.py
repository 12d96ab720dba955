"""The figures of lesson 01, the ladder, and runs compared."""

import numpy as np
import pytest

from scratchcnn import History, plots

RNG = np.random.default_rng(0)


def test_a_sliding_window_shows_the_sum_it_makes(tmp_path):
    image, filter = RNG.random((8, 9)), RNG.standard_normal((3, 3))
    out = RNG.standard_normal((6, 7))
    picture = plots.sliding_window(image, filter, out, [(0, 0), (5, 6)])
    picture.savefig(tmp_path / "x.png", dpi=40)
    assert f"giving {out[0, 0]:.2f}, {out[5, 6]:.2f}" in picture.alt
    titles = [axes.get_title() for axes in picture.axes]
    assert f"their sum: {out[5, 6]:.2f}" in titles


def test_responses_name_every_filter(tmp_path):
    filters = {"one": np.ones((3, 3)), "two": -np.eye(3)}
    picture = plots.responses(RNG.random((9, 9, 1)), filters, RNG.random((9, 9, 2)))
    picture.savefig(tmp_path / "x.png", dpi=40)
    assert "one, two" in picture.alt
    assert {"one", "two"} <= {axes.get_title() for axes in picture.axes}


@pytest.mark.parametrize(
    "seconds, words",
    [(2.51, "2.5 s"), (0.0123, "12.3 ms"), (4.5e-5, "45 µs"), (1.0, "1.0 s"), (0.001, "1 ms")],
)
def test_times_in_words(seconds, words):
    assert words in plots.ladder({"a": seconds, "b": seconds / 10}).alt


def test_a_ladder_tells_the_gain_over_the_first_rung(tmp_path):
    picture = plots.ladder({"loops": 1.0, "faster": 0.01, "array": 0.00025})
    picture.savefig(tmp_path / "x.png", dpi=40)
    written = [each.get_text() for each in picture.axes[0].texts]
    assert written == ["1.0 s", "10 ms,  100 times as fast", "250 µs,  4,000 times as fast"]


def test_runs_compared(tmp_path):
    good = History(losses=[1.0, 0.5, 0.2, 0.1] * 30, test_accuracies=[0.5, 0.913])
    bad = History(losses=[1.0, np.nan, np.inf, 0.0] * 30)
    picture = plots.compare_runs({"good": good, "exploded": bad})
    picture.savefig(tmp_path / "x.png", dpi=40)
    assert "good: 91.3% of the test digits right" in picture.alt
    labels = [each.get_text() for each in picture.legends[0].get_texts()]
    assert len(labels) == 2


@pytest.mark.parametrize("steps", [1, 2, 7])
def test_short_runs(steps, tmp_path):
    plots.compare_runs({"short": History(losses=[1.0] * steps)}).savefig(tmp_path / "x.png", dpi=40)


def test_more_runs_than_colours(tmp_path):
    histories = {f"run {number}": History([2.0, 1.0], [0.1, 0.1]) for number in range(7)}
    picture = plots.compare_runs(histories)
    picture.savefig(tmp_path / "x.png", dpi=40)
    assert len(picture.axes[0].lines) == 7
