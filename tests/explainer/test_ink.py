"""Strokes in the page become the same pixels as on the pad."""

import numpy as np
import pytest

from scratchcnn.pad import ink, mnist_style

LONG = [[6, 5], [20, 5.5], [21, 7], [13, 15], [12, 24.5]]
STROKES = {
    "a seven": [LONG],
    "two strokes": [[[8, 4], [8, 14], [19, 14]], [[17, 3.25], [16, 25]]],
    "a dot": [[[14, 14]]],
    "twice the same point": [[[3, 3], [3, 3], [20, 9], [16, 4]]],
    "over the edge": [[[-3, 5], [31, 20]]],
    "lopsided": [[[2, 2], [26, 3]], [[2, 2], [3, 3], [2, 4], [4, 4]]],
    "nothing": [],
    "all": [[[x, y] for y in range(0, 29, 2) for x in range(0, 29, 14)]],
}


@pytest.mark.parametrize("name", STROKES)
def test_the_same_pixels(node, name):
    result = node("prepared", strokes=STROKES[name])
    page = ink.from_strokes(STROKES[name])
    assert np.abs(np.reshape(result["ink"], page.shape) - page).max() < 1e-5
    assert result["complaint"] == ink.complaint(page)
    for key, function in (("prepared", mnist_style.prepare), ("shrunk", mnist_style.shrink)):
        expected = function(page).ravel().astype(int)
        difference = np.abs(np.array(result[key]) - expected)
        assert difference.max() <= 1  # 127.5 is rounded up here and to the even number there
        assert (difference > 0).mean() < 0.01
