"""The figures of lesson 06: weights as templates, and how signals are spread."""

import numpy as np
import pytest

from scratchcnn import plots
from scratchcnn.plots.dense import leading_digit

RNG = np.random.default_rng(0)


def titles(picture):
    return [axes.get_title() for axes in picture.axes if axes.get_title()]


@pytest.mark.parametrize("classes", [1, 10, 12])
def test_every_class_has_a_template(classes, draw):
    picture = plots.templates(RNG.standard_normal((784, classes)))
    assert titles(draw(picture)) == [str(digit) for digit in range(classes)]
    assert f"{classes} pictures" in picture.alt


def test_templates_share_one_scale():
    weights = np.zeros((784, 2))
    weights[0] = 1, -5
    limits = [axes.images[0].get_clim() for axes in plots.templates(weights).axes]
    assert limits == [(-5, 5), (-5, 5)]


def test_templates_of_weights_that_are_all_zero(draw):
    draw(plots.templates(np.zeros((784, 10))))


def test_histograms_tell_every_spread(draw):
    starts = {"small": [RNG.standard_normal(1000) * size for size in (0.1, 0.01)]}
    starts["large"] = [RNG.standard_normal((50, 20)) * size for size in (3, 30)]
    picture = plots.histograms(starts, ["first", "second"], "signal")
    assert titles(draw(picture)) == ["first", "second"]
    assert picture.alt == "signal spreads. small: 1e-01, 1e-02; large: 3e+00, 3e+01"
    corners = [axes.texts[0].get_text() for axes in picture.axes]
    assert corners == ["1e-01", "1e-02", "3e+00", "3e+01"]


def test_a_row_has_one_scale_that_its_widest_array_needs():
    arrays = [np.array([-1.0, 1]), np.array([-10.0, 10])]
    picture = plots.histograms({"start": arrays}, ["first", "second"], "gradient")
    assert [axes.get_xlim() for axes in picture.axes] == [(-30, 30), (-30, 30)]


def test_the_ticks_stand_where_their_labels_say():
    picture = plots.histograms({"start": [np.array([-0.48, 0.48])]}, ["layer"], "signal")
    (axes,) = picture.axes
    assert np.allclose(axes.get_xticks(), [-1, 0, 1])
    assert [label.get_text() for label in axes.get_xticklabels()] == ["-1e+00", "0", "1e+00"]


def test_what_is_far_out_is_drawn_at_the_edge():
    array = np.array([0.0] * 999 + [1000])
    picture = plots.histograms({"start": [array]}, ["layer"], "signal")
    bars = picture.axes[0].patches
    assert sum(bar.get_height() for bar in bars) == 1000
    assert bars[-1].get_height() == 1


@pytest.mark.parametrize("value", [0.0, 2.5])
def test_a_signal_that_died(value, draw):
    draw(plots.histograms({"start": [np.full((3, 4), value)]}, ["layer"], "signal"))


@pytest.mark.parametrize("number, first", [(1.44, 1), (0.0599, 0.05), (30, 30), (9.99e-9, 9e-9)])
def test_the_first_digit(number, first):
    assert np.isclose(leading_digit(number), first)


@pytest.mark.parametrize("size", [1e-25, 1e-44, 1e30])
def test_gradients_so_small_that_their_squares_vanish(size, draw):
    array = np.array([1, -3, 2, 0], np.float32) * np.float32(size)
    picture = draw(plots.histograms({"start": [array]}, ["layer"], "gradient"))
    assert f"start: {array.astype(float).std():.0e}" in picture.alt


def test_however_narrow_a_histogram_it_has_a_bar_that_can_be_seen():
    arrays = [RNG.standard_normal(1000), 1e-6 * RNG.standard_normal(1000)]
    narrow = plots.histograms({"start": arrays}, ["wide", "narrow"], "gradient").axes[1]
    left, right = narrow.get_xlim()
    assert max(bar.get_width() for bar in narrow.patches if bar.get_height()) > (right - left) / 50
