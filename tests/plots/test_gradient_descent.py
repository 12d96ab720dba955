"""The figures of lesson 08."""

import numpy as np
import pytest

from scratchcnn import plots


def test_every_path_tells_where_it_ends(draw):
    def bowl(point):
        return point[0] ** 2 + point[1] ** 2

    paths = {"straight": np.array([[3.0, 0], [0, 0]]), "stuck": np.array([[2.0, 1], [2, 1]])}
    picture = draw(plots.descents(bowl, paths))
    assert "straight: ends at a loss of 0" in picture.alt
    assert "stuck: ends at a loss of 5" in picture.alt
    assert [axes.get_title() for axes in picture.axes] == ["straight", "stuck"]


@pytest.mark.parametrize("names", [["one"], ["one", "two"]])
def test_schedules(names, draw):
    picture = draw(plots.schedules({name: [0.0, 0.03, 0.01] for name in names}))
    assert picture.alt.count("peak 0.03") == len(names)


def test_losses_by_step_are_the_lines():
    runs = {"one": [1.0, 0.1, 0.01], "two": [2.0, 1.0, 0.5]}
    picture = plots.losses_by_step(runs)
    (axes,) = picture.axes
    assert [list(line.get_ydata()) for line in axes.lines] == list(runs.values())
    assert axes.get_yscale() == "log"
    assert "one: 0.01; two: 0.5" in picture.alt
