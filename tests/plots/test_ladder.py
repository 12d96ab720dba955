"""Times of one rung after another, in the unit that suits them."""

import pytest

from scratchcnn import plots


@pytest.mark.parametrize(
    "seconds, words",
    [(2.51, "2.5 s"), (0.0123, "12.3 ms"), (4.5e-5, "45 µs"), (1.0, "1.0 s"), (0.001, "1 ms")],
)
def test_times_in_words(seconds, words):
    assert words in plots.ladder({"a": seconds, "b": seconds / 10}).alt


def test_a_ladder_tells_the_gain_over_the_first_rung(draw):
    picture = draw(plots.ladder({"loops": 1.0, "faster": 0.01, "array": 0.00025}))
    written = [each.get_text() for each in picture.axes[0].texts]
    assert written == ["1.0 s", "10 ms,  100 times as fast", "250 µs,  4,000 times as fast"]


def test_what_a_coarse_clock_cannot_tell_is_under_its_tick(draw):
    picture = draw(plots.ladder({"loops": 1.0, "array": 0.0}))
    written = [each.get_text() for each in picture.axes[0].texts]
    assert written == ["1.0 s", "under 100 µs,  over 10,000 times as fast"]
    assert "array: under 100 µs" in picture.alt
    with pytest.raises(ValueError, match="seconds of array: expected 0 or more, got -1"):
        plots.ladder({"loops": 1.0, "array": -1})
