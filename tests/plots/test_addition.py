"""Biases as pictures, and the comparison of two maps."""

import numpy as np
import pytest

from scratchcnn import plots


def titles(picture):
    found = picture.findobj(lambda part: hasattr(part, "get_title"))
    return [axes.get_title() for axes in found if axes.get_title()]


@pytest.mark.parametrize("channels, columns", [(1, 8), (5, 2), (8, 4), (16, 8)])
def test_every_channel_has_a_picture(channels, columns, draw):
    bias = np.random.default_rng(0).standard_normal((5, 6, channels))
    picture = plots.bias_maps(bias, columns)
    assert titles(draw(picture)) == [str(number) for number in range(channels)]
    assert f"{channels} channels of 5 × 6" in picture.alt


def test_biases_that_are_all_zero(draw):
    draw(plots.bias_maps(np.zeros((4, 4, 2))))


def test_the_gap_between_two_maps_is_told(draw):
    one, other = np.zeros((3, 4)), np.zeros((3, 4))
    other[1, 2] = -0.5
    picture = plots.same_map({"here": (one, one), "there": (one, other)}, ("a", "b"))
    gaps = ["differs by up to 0.00", "differs by up to 0.50"]
    assert titles(draw(picture)) == ["a", "b", gaps[0], "a", "b", gaps[1]]
    assert "there: differs by up to 0.50" in picture.alt
