"""Maps, and the vector that is made of them."""

import numpy as np
import pytest

from scratchcnn import plots


@pytest.mark.parametrize(
    "shape, place", [((7, 7, 64), (2, 3)), ((1, 2, 3), (0, 1)), ((3, 2, 1), (2, 0))]
)
def test_the_vector_has_a_line_for_each_place(shape, place, draw):
    rng = np.random.default_rng(0)
    picture = draw(plots.unrolled(rng.random((28, 28, 1)), rng.random(shape), place))
    *_, strip = picture.findobj(lambda part: hasattr(part, "get_images") and part.get_images())
    assert strip.get_images()[0].get_array().shape == (shape[0] * shape[1], shape[2])
    assert f"is line {place[0] * shape[1] + place[1]}" in picture.alt


def test_maps_that_are_all_zero(draw):
    draw(plots.unrolled(np.zeros((5, 5, 1)), np.zeros((2, 2, 3)), (0, 0)))
