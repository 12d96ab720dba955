"""The figure of lesson 02: who wins, and how often."""

import numpy as np

from scratchcnn import MaxPooling, plots

RNG = np.random.default_rng(0)


def test_winners_are_counted_in_the_alternative_text(tmp_path):
    image = RNG.random((1, 8, 10, 1))
    pooling = MaxPooling()
    out = pooling.forward(image)
    times_chosen = pooling.backward(np.ones_like(out))
    picture = plots.winners(image[0, ..., 0], times_chosen[0, ..., 0], out[0, ..., 0], [(1, 2)])
    picture.savefig(tmp_path / "x.png", dpi=40)
    never = np.count_nonzero(times_chosen == 0)
    assert f"80 pixels: {never} never chosen" in picture.alt
    assert "pooled to 20 pixels" in picture.alt
    frames = {axes.get_title(): len(axes.patches) for axes in picture.axes if axes.get_title()}
    assert list(frames.values()) == [1, 1, 1]


def test_blank_paper(tmp_path):
    picture = plots.winners(np.zeros((4, 4)), np.zeros((4, 4)), np.zeros((2, 2)))
    picture.savefig(tmp_path / "x.png", dpi=40)
    assert "16 never chosen" in picture.alt
