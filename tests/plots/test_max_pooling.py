"""The figures of lesson 02: who wins, what is lost, the kink."""

import numpy as np

from scratchcnn import MaxPooling, plots

RNG = np.random.default_rng(0)


def test_winners_are_counted_in_the_alternative_text(draw):
    image = RNG.random((1, 8, 10, 1))
    pooling = MaxPooling()
    out = pooling.forward(image)
    times_chosen = pooling.backward(np.ones_like(out))
    picture = plots.winners(image[0, ..., 0], times_chosen[0, ..., 0], out[0, ..., 0], [(1, 2)])
    draw(picture)
    never = np.count_nonzero(times_chosen == 0)
    assert f"80 pixels: {never} never chosen" in picture.alt
    assert "pooled to 20 pixels" in picture.alt
    frames = {axes.get_title(): len(axes.patches) for axes in picture.axes if axes.get_title()}
    assert list(frames.values()) == [1, 1, 1]


def test_blank_paper(draw):
    picture = draw(plots.winners(np.zeros((4, 4)), np.zeros((4, 4)), np.zeros((2, 2))))
    assert "16 never chosen" in picture.alt


def test_overwriting_tells_the_sums(draw):
    picture = draw(plots.overwriting(np.array([[4.0, 1], [0, 2]]), np.array([[1.0, 1], [0, 1]])))
    assert "with +=, sum 7; with =, sum 3; lost, sum 4" in picture.alt
    limits = {axes.images[0].get_clim() for axes in picture.axes if axes.images}
    assert limits == {(0, 4)}  # one scale


def test_the_lines_stay_below_the_kink(draw):
    picture = draw(plots.kink())
    function, *lines, point = picture.axes[0].lines
    assert len(lines) == 2 and list(point.get_xydata()[0]) == [7, 7]
    for line in lines:
        assert (line.get_ydata() <= function.get_ydata() + 1e-9).all()
