"""The table of what each change of the recipe is worth: its form, not its accuracies."""

import sys

import numpy as np
import recipe

from scratchcnn import Dataset


def test_a_row_for_each_change(sample, monkeypatch, capsys):
    train_set, test_set = sample
    monkeypatch.setattr(recipe, "load_mnist", lambda: (train_set[:70], test_set[:50]))
    monkeypatch.setattr(sys, "argv", ["recipe.py", "--seeds", "1"])
    recipe.main()
    head, *rows = capsys.readouterr().out.splitlines()[1:]
    assert head.endswith("70 digits, 1 seeds")  # there are no more
    assert [row[:40].strip() for row in rows] == list(recipe.ROWS)
    assert all(row.count("%") == 2 for row in rows)


def test_each_digit_is_seen_once():
    digits = Dataset(np.arange(10, dtype=np.uint8).reshape(10, 1, 1, 1), np.arange(10))
    seen = [recipe.some(digits, 6, seed).labels.tolist() for seed in (0, 0, 1)]
    assert len(set(seen[0])) == 6 and seen[0] == seen[1] != seen[2]
