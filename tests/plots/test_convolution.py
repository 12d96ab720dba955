"""The figures of lesson 01."""

import numpy as np

from scratchcnn import plots

RNG = np.random.default_rng(0)


def test_a_sliding_window_shows_the_sum_it_makes(draw):
    image, filter = RNG.random((8, 9)), RNG.standard_normal((3, 3))
    out = RNG.standard_normal((6, 7))
    picture = draw(plots.sliding_window(image, filter, out, [(0, 0), (5, 6)]))
    assert f"giving {out[0, 0]:.2f} at (0, 0), {out[5, 6]:.2f} at (5, 6)" in picture.alt
    titles = [axes.get_title() for axes in picture.axes]
    assert f"their sum: {out[5, 6]:.2f}" in titles


def test_responses_name_every_filter(draw):
    filters = {"one": np.ones((3, 3)), "two": -np.eye(3)}
    picture = draw(plots.responses(RNG.random((9, 9, 1)), filters, RNG.random((9, 9, 2))))
    assert "one, two" in picture.alt
    assert {"one", "two"} <= {axes.get_title() for axes in picture.axes}
