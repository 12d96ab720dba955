"""The figures of lesson 04."""

import numpy as np

from scratchcnn import plots

RNG = np.random.default_rng(0)


def test_maps_before_and_after_tell_how_many_zeros_there_are(draw):
    before = RNG.standard_normal((9, 8, 2))
    before[..., 1] = -1
    after = np.maximum(before, 0)
    picture = draw(plots.before_and_after(RNG.random((9, 8, 1)), before, after, ["one", "two"]))
    assert "two (0% → 100% zeros)" in picture.alt
    titles = [axes.get_title() for axes in picture.axes]
    assert f"0% → {(after[..., 0] == 0).mean():.0%} zeros" in titles


def test_maps_of_nothing_but_zeros(draw):
    nothing = np.zeros((5, 5, 1))
    draw(plots.before_and_after(nothing, nothing, nothing, ["blank"]))


def test_a_sum_of_relus_names_its_pieces(draw):
    x = np.linspace(-1, 1, 11)
    pieces = {"relu(x)": np.maximum(x, 0), "relu(-x)": np.maximum(-x, 0)}
    picture = draw(plots.sum_of_relus(x, pieces, sum(pieces.values())))
    assert "relu(x); relu(-x)" in picture.alt
    left, right = picture.axes
    assert len(left.get_legend().get_texts()) == 2
    np.testing.assert_allclose(right.lines[0].get_ydata(), np.abs(x))


def test_more_pieces_than_colours(draw):
    x = np.linspace(0, 7, 15)
    pieces = {f"number {knot}": np.maximum(x - knot, 0) for knot in range(7)}
    draw(plots.sum_of_relus(x, pieces, sum(pieces.values())))


def test_the_slope_has_no_value_at_the_kink(draw):
    picture = draw(plots.relu_and_slope(leak=0.2))
    assert "0.2" in picture.alt
    points = picture.axes[1].lines[-1]
    assert points.get_markerfacecolor() == "white"
    np.testing.assert_array_equal(points.get_ydata(), [0, 1])


def test_a_slide_tells_how_often_a_unit_is_active(draw):
    picture = draw(plots.slide(np.array([-1.0, 0, 1, 2]), np.array([-5.0, -4, -3, -2])))
    assert "on 50% of the images, after it on 0%" in picture.alt
    assert [axes.get_title()[:6] for axes in picture.axes] == ["before", "after:"]


def test_a_unit_whose_sum_is_always_the_same(draw):
    for value in (0.0, 3.0):
        draw(plots.slide(np.full(9, value), np.full(9, value)))
