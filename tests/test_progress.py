"""What one sees while a network trains."""

import contextlib
import io
import sys

import pytest

from scratchcnn import History, progress, train


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_bar_in_the_terminal(tiny_network, tiny_set):
    with contextlib.redirect_stderr(Terminal()) as screen:
        history = train(tiny_network(), tiny_set(8), tiny_set(4), epochs=2, batch_size=4, workers=1)
    last = screen.getvalue().rstrip().split("\r")[-1]
    assert "4/4" in last
    assert "loss" in last
    assert f"test accuracy {history.test_accuracies[-1]:.2%}" in last
    assert screen.getvalue().endswith("\n")  # what is printed next has a line of its own


def test_the_bar_is_closed_after_an_error(tiny_network, tiny_set):
    def fail(step, steps):
        raise ZeroDivisionError

    with contextlib.redirect_stderr(Terminal()) as screen, pytest.raises(ZeroDivisionError):
        train(tiny_network(), tiny_set(8), schedule=fail, workers=1)
    assert screen.getvalue().endswith("\n")


def test_nothing_where_nobody_looks(capsys, tiny_network, tiny_set):
    train(tiny_network(), tiny_set(8), tiny_set(4), workers=1)
    assert capsys.readouterr() == ("", "")


def test_nothing_without_a_place_to_write(tiny_network, tiny_set):
    with contextlib.redirect_stderr(None):  # a program without a console
        assert sys.stderr is None
        assert len(train(tiny_network(), tiny_set(8), workers=1).losses) == 1


def test_the_state_in_a_few_words():
    assert progress.describe(History()) == "starting"
    assert progress.describe(History(losses=[1.0, 0.5])) == "loss 0.7500"
    assert progress.describe(History(losses=[9.0] + [1.0] * 50)) == "loss 1.0000"  # the last 50
    history = History([1.0], test_accuracies=[0.5, 0.9876], seconds=2.0, images=3000)
    assert progress.describe(history) == "loss 1.0000 · test accuracy 98.76% · 1,500 images/s"
