"""Small arrays drawn with their numbers."""

import numpy as np
import pytest

from scratchcnn import plots
from scratchcnn.plots import arrays


def written(picture):
    return [each.get_text() for axes in picture.axes for each in axes.texts]


def test_every_number_is_written(draw):
    array = np.array([[1, -2.5], [0, 100]])
    picture = plots.numbers({"image": array, "out": np.arange(3)}, signs="=")
    assert written(draw(picture)) == ["1", "-2.5", "0", "100", "=", "0", "1", "2"]
    assert "image: 1 -2.5, then 0 100; out: 0 1 2" in picture.alt


def test_there_is_no_minus_zero(draw):
    assert written(draw(plots.numbers({"x": np.array([-0.0, 1])}))) == ["0", "1"]


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e9, -12345.678])
def test_strange_numbers(value, draw):
    draw(plots.numbers({"x": np.array([value, 1.0])}))


def test_axes_of_length_one_are_left_out(draw):
    assert len(written(draw(plots.numbers({"x": np.ones((1, 2, 3, 1))})))) == 6


def test_frames(draw):
    frames = {"a": (0, 1, 2, 2), "b": [(0, 0, 1, 1), (1, 1, 1, 1)]}
    picture = draw(plots.numbers({"a": np.ones((3, 3)), "b": np.ones((2, 2))}, outline=frames))
    first, _, second = picture.axes
    assert [patch.get_xy() for patch in first.patches] == [(0.5, -0.5)]
    assert len(second.patches) == 2


@pytest.mark.parametrize("shape", [(17, 2), (2, 17), (2, 2, 2), (0, 3)])
def test_what_is_too_large_is_refused(shape):
    with pytest.raises(ValueError, match="at most 16 × 16, got"):
        plots.numbers({"x": np.zeros(shape)})


def test_a_comparison_frames_each_wrong_number(draw):
    given = {"x": np.ones((2, 2)), "expected": np.eye(3), "yours": np.eye(3)[::-1]}
    picture = draw(plots.comparison(given))
    assert len(picture.axes[-1].patches) == 4


def test_a_comparison_leaves_out_what_cannot_be_drawn(draw):
    given = {"big": np.ones((50, 50)), "word": "a", "expected": np.eye(2), "yours": np.ones(5)}
    picture = draw(plots.comparison(given))
    assert len(picture.axes) == 3  # expected, a sign, yours


@pytest.mark.parametrize("expected", [np.ones((50, 50)), "word", 3.0])
def test_no_comparison_without_an_expected_table(expected):
    with pytest.raises(ValueError):
        plots.comparison({"expected": expected, "yours": np.eye(2)})


def test_the_palette_keeps_its_meanings():
    roles = {"d_out": plots.GRADIENT, "filter": plots.WEIGHT, "image": plots.INPUT}
    roles |= {"= products": plots.OUTPUT, "expected": plots.OUTPUT, "∂L/∂x": plots.GRADIENT}
    assert {name: arrays.role(name) for name in roles} == roles
