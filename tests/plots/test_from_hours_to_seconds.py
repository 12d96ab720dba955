"""The figures of lesson 09."""

import pytest

from scratchcnn import plots
from scratchcnn.plots.from_hours_to_seconds import duration


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.5, "0.5 seconds"),
        (108, "108 seconds"),
        (240, "4.0 minutes"),
        (3_000, "50 minutes"),
        (3782 * 60, "63 hours"),
        (5e5, "5.8 days"),
        (1e9, "11,574 days"),
    ],
)
def test_durations_in_the_unit_that_suits_them(seconds, words):
    assert duration(seconds) == words


def test_hours_of_all_rungs_beside_the_published(draw):
    picture = draw(plots.hours({"loops": 4e6, "products": 2_000, "engine": 60}, 3782 * 60))
    assert "published: 63 hours" in picture.alt
    assert "engine: 60 seconds" in picture.alt
    assert "63 hours" in " ".join(text.get_text() for text in picture.axes[0].texts)


def test_one_rung_faster_than_a_second(draw):
    draw(plots.hours({"a dream": 0.2}, 1))


def test_the_roof_is_a_slope_and_a_ceiling(draw):
    points = {"ReLU": [(0.125, 5e8), (0.125, 1e9)], "convolution": [(24, 2e10), (24, 3e10)]}
    picture = draw(plots.roofline(points, 4e10, {"memory": 1e10, "cache": 5e10}, (256, 16)))
    assert "convolution: 24 a byte, 20 billion" in picture.alt
    memory = picture.axes[0].lines[0]
    x, y = memory.get_data()
    assert y.max() == pytest.approx(40)
    assert y[0] == pytest.approx(10 * x[0])


def test_the_best_chunk_is_marked(draw):
    seconds = {1: 9e-4, 16: 2e-4, 256: 3e-4}
    picture = draw(plots.chunk_sizes(seconds, {1: 0.05, 16: 0.8, 256: 12.8}))
    assert picture.alt.endswith("Best: 16")
    labels = [label.get_text() for label in picture.axes[0].get_xticklabels()]
    assert "16\n0.8 MB" in labels
