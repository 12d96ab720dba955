"""The course of a run, and runs compared."""

import numpy as np
import pytest

from scratchcnn import History, plots


@pytest.mark.parametrize(
    ("losses", "accuracies"),
    [
        ([], []),
        ([2.3], []),
        ([2.3, 1.0], []),
        ([2.3, 1.0, 0.5] * 40, []),
        ([2.3, 1.0, 0.5] * 40, [0.9712]),
        ([2.3, 1.0, 0.5] * 40, [0.95, 0.9712]),
        ([2.3, 1.0, 0.5] * 40, [0.1, 0.1, 1.0]),
        ([0.0] * 9, [1.0] * 30),
        ([2.3, 1e30, np.inf, np.nan, np.nan], [0.1]),
    ],
)
def test_training_curves(draw, losses, accuracies):
    history = History(losses=losses, test_accuracies=accuracies)
    words = [f"{len(losses)} step"] + [f"{accuracy:.2%}" for accuracy in accuracies[-1:]]
    picture = draw(plots.training_curves(history), *words)
    assert history.plot().alt == picture.alt


def test_a_history_draws_itself(draw):
    picture = draw(History(losses=[2.3, 1.0], test_accuracies=[0.5]).plot(), "2 steps", "50.00%")
    assert len(picture.axes) == len(plots.training_curves(History([2.3, 1.0], [0.5])).axes)


def test_runs_compared(draw):
    good = History(losses=[1.0, 0.5, 0.2, 0.1] * 30, test_accuracies=[0.5, 0.913])
    bad = History(losses=[1.0, np.nan, np.inf, 0.0] * 30)
    picture = draw(plots.compare_runs({"good": good, "exploded": bad}))
    assert "good: 91.3% of the test digits right" in picture.alt
    labels = [each.get_text() for each in picture.legends[0].get_texts()]
    assert len(labels) == 2


@pytest.mark.parametrize("steps", [1, 2, 7])
def test_short_runs(steps, draw):
    draw(plots.compare_runs({"short": History(losses=[1.0] * steps)}))


def test_more_runs_than_colours(draw):
    histories = {f"run {number}": History([2.0, 1.0], [0.1, 0.1]) for number in range(7)}
    picture = draw(plots.compare_runs(histories))
    assert len(picture.axes[0].lines) == 7
