"""The table of what each change of the recipe is worth: its form, not its accuracies."""

import re
import sys

import numpy as np
import pytest
import recipe

from scratchcnn import SGD, Dataset


@pytest.mark.parametrize("test", [[], ["--test"]])
def test_a_row_for_each_change(test, sample, monkeypatch, capsys):
    train_set, test_set = sample
    monkeypatch.setattr(recipe, "HELD_OUT", 30)
    monkeypatch.setattr(recipe, "load_mnist", lambda: (train_set[:100], test_set[:50]))
    monkeypatch.setattr(sys, "argv", ["recipe.py", "--seeds", "1", *test])
    recipe.main()
    head, *rows = capsys.readouterr().out.splitlines()[1:]
    counted, images = ("50 test", 100) if test else ("30 held-out", 70)  # there are no more
    assert head.startswith(f"{counted} digits ") and head.endswith(f"{images} images, 1 seeds")
    assert [row[:40].strip() for row in rows] == list(recipe.ROWS)
    assert all(re.search(r"( +\d+\.\d\d%){4} +\d+\.\d$", row) for row in rows)


def test_one_row_alone(sample, monkeypatch, capsys):
    monkeypatch.setattr(recipe, "load_mnist", lambda: (sample[0][:100], sample[1][:50]))
    arguments = ["--test", "--only", "peak 0.07", "--images", "40", "--seeds", "2"]
    monkeypatch.setattr(sys, "argv", ["recipe.py", *arguments])
    recipe.main()
    assert [line[:9] for line in capsys.readouterr().out.splitlines()[2:]] == ["peak 0.07"]


def test_each_digit_is_seen_once():
    digits = Dataset(np.arange(10, dtype=np.uint8).reshape(10, 1, 1, 1), np.arange(10))
    seen = [recipe.some(digits, 6, seed).labels.tolist() for seed in (0, 0, 1)]
    assert len(set(seen[0])) == 6 and seen[0] == seen[1] != seen[2]


class OneNumber:
    """A network of one parameter, whose gradients are given."""

    def __init__(self, gradients):
        self.number, self.given = np.zeros(1), iter(gradients)

    def parameters(self):
        return {"number": self.number}

    def gradients(self):
        return {"number": self.gradient}

    def path(self, optimizer, steps):
        optimizer.learning_rate, path = 0.1, []
        for _ in range(steps):
            self.gradient = np.array([next(self.given)], float)
            optimizer.step(self)
            path.append(float(self.number[0]))
        return path


def test_nesterovs_step_begins_with_the_new_velocity():
    path = OneNumber([1.0, 2.0]).path(recipe.Nesterov(momentum=0.5), 2)
    first = -0.1 * (1 + 0.5 * 1)
    assert path == pytest.approx([first, first - 0.1 * (2 + 0.5 * 2.5)])


def test_the_mean_of_the_weights_is_that_of_the_last_fifth_of_the_steps():
    plain = OneNumber(range(1, 21)).path(SGD(), 20)
    mean = OneNumber(range(1, 21)).path(recipe.MeanWeights(20), 20)
    assert mean[:19] == plain[:19] and mean[19] == pytest.approx(np.mean(plain[16:]))


def test_a_batch_that_grows_is_the_mean_of_as_many():
    path = OneNumber([1, 3, 5, 7, 9, 11, 13, 15, 17, 19]).path(recipe.GrowingBatch(10), 10)
    means = OneNumber([1, 3, (5 + 7) / 2, (9 + 11) / 2, (13 + 15 + 17 + 19) / 4]).path(SGD(), 5)
    moved = np.flatnonzero(np.diff(path, prepend=0))
    assert moved.tolist() == [0, 1, 3, 5, 9]
    assert np.array(path)[moved] == pytest.approx(means)
