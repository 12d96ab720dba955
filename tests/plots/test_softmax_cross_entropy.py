"""The figures of lesson 07: logits beside probabilities, and a curve."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

from scratchcnn import plots
from scratchcnn.plots.picture import FAINT

IMAGE = np.random.default_rng(0).random((28, 28, 1))
P = np.array([0.7, 0.2, 0.1])


def test_what_was_read_is_told(draw):
    picture = draw(plots.logits_and_probabilities(IMAGE, np.log(P), P, 0))
    assert picture.alt == "A 0, read as 0 with probability 0.70"
    image, logits, probabilities = picture.axes
    assert image.get_title() == "is a 0"
    assert [bar.get_height() for bar in logits.patches] == pytest.approx(np.log(P))
    assert [bar.get_height() for bar in probabilities.patches] == [0.7, 0.2, 0.1]
    assert [each.get_text() for each in probabilities.texts] == ["0.70", "0.20", "0.10"]


def test_a_mistake_has_another_colour_than_the_label(draw):
    picture = draw(plots.logits_and_probabilities(IMAGE, np.log(P), P, 1))
    assert picture.alt == "A 1, read as 0 with probability 0.70"
    colours = [to_hex(bar.get_facecolor()).upper() for bar in picture.axes[2].patches]
    assert colours == [plots.GRADIENT, plots.OUTPUT, FAINT]


def test_probabilities_near_zero_have_no_number(draw):
    p = np.array([0.996, 0.004])
    picture = draw(plots.logits_and_probabilities(IMAGE, np.log(p), p, 0))
    assert [each.get_text() for each in picture.axes[2].texts] == ["1.00"]


def test_a_curve_names_its_axes(draw):
    p = np.array([0.1, 0.5, 1.0])
    picture = draw(plots.curve(p, -np.log(p), "probability", "loss"))
    assert picture.alt == "loss against probability, from 2.3 to 0"  # and not to -0
    (axes,) = picture.axes
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("probability", "loss")
