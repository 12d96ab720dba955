"""How every test of a figure draws it."""

import pytest

from scratchcnn import plots


@pytest.fixture
def draw():
    """A function that draws a Picture and returns it; its alternative text has the given words.

    Layout, texts and images are worked out as for a notebook, and warnings are errors. Only the
    pixels are left out: test_picture.py makes some.
    """

    def draw(picture, *words):
        assert isinstance(picture, plots.Picture)
        picture.draw_without_rendering()
        assert picture.alt.strip()
        for word in words:
            assert word in picture.alt
        return picture

    return draw
