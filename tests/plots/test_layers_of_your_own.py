"""The figure of lesson 12."""

import pytest

from scratchcnn import plots


def test_every_seed_and_the_mean_are_drawn_and_told(draw):
    picture = draw(plots.by_seed({"plain": [0.9, 0.8], "with dropout": [0.95]}))
    assert "plain: 90.0, 80.0 %; with dropout: 95.0 %" in picture.alt
    (axes,) = picture.axes
    points = [line for line in axes.lines if line.get_marker() == "o"]
    assert [list(line.get_xdata()) for line in points] == [[90, 80], [95]]
    assert [text.get_text() for text in axes.texts] == ["85.0", "95.0"]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["plain", "with dropout"]


@pytest.mark.parametrize("results", [{}, {"plain": []}])
def test_nothing_to_draw_is_an_error(results):
    with pytest.raises(ValueError, match="one or more of each, got none"):
        plots.by_seed(results)
