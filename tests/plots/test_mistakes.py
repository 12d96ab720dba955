"""Confusion matrices, and the mistakes that a network is surest of."""

import numpy as np
import pytest

from scratchcnn import Dataset, Dense, Layer, Network, Vectorization, plots

RNG = np.random.default_rng(0)


def texts(picture):
    return [text.get_text() for text in picture.findobj(lambda part: hasattr(part, "get_text"))]


def test_confusion_matrix(draw):
    labels = np.array([0, 1, 2, 3, 4, 4, 4])
    predictions = np.array([0, 1, 2, 3, 9, 9, 4])
    draw(plots.confusion_matrix(labels, predictions), "5 of 7", "4 read as 9", "2 times")
    draw(plots.confusion_matrix(labels, labels), "7 of 7")
    draw(plots.confusion_matrix(labels[:1], labels[1:2]), "0 of 1", "0 read as 1")
    draw(plots.confusion_matrix(list(labels), list(predictions)), "5 of 7")


@pytest.mark.parametrize(
    "labels, predictions, message",
    [
        ([1, 2, 3], [1], "predictions: expected"),
        ([-1], [1], "labels: expected one of 0 to 9"),
        ([1], [11], "predictions: expected one of 0 to 9"),
        ([0.5], [1], "labels: expected whole numbers"),
    ],
)
def test_a_confusion_matrix_of_what_is_no_reading(labels, predictions, message):
    with pytest.raises(ValueError, match=message):
        plots.confusion_matrix(labels, predictions)


def test_the_numbers_of_a_confusion_matrix_stand_in_their_row_and_column():
    picture = plots.confusion_matrix(np.array([4, 4, 4, 0]), np.array([9, 9, 4, 0]))
    found = {text.get_position(): text.get_text() for text in picture.axes[0].texts}
    assert found == {(9, 4): "2", (4, 4): "1", (0, 0): "1"}  # (column, row)


class Oracle(Layer):
    """Logits for the class that is written into the first pixel."""

    def forward(self, x):
        logits = np.zeros((len(x), 10), np.float32)
        logits[np.arange(len(x)), x[:, 0, 0, 0].astype(int)] = 3
        return logits


def marked(predictions, labels):
    """A Dataset whose images make an Oracle say these predictions."""
    images = RNG.integers(0, 256, (len(labels), 28, 28, 1), dtype=np.uint8)
    images[:, 0, 0, 0] = predictions
    return Dataset(images, np.array(labels))


def test_worst_mistakes(draw):
    data = marked([1, 2, 3, 4, 5], [1, 3, 3, 9, 5])
    picture = plots.worst_mistakes(Network([Oracle()]), data)
    draw(picture, "2 surest mistakes of 2", "5 images")
    assert "read 2, is 3" in texts(picture)
    assert "read 4, is 9" in texts(picture)


def test_one_mistake_many_mistakes_and_none(draw):
    network = Network([Oracle()])
    draw(plots.worst_mistakes(network, marked([1], [2])), "1 ")
    many = marked(np.arange(30) % 10, (np.arange(30) + 1) % 10)
    draw(plots.worst_mistakes(network, many), "12 surest mistakes of 30")
    draw(plots.worst_mistakes(network, many, most=5, columns=3), "5 surest mistakes of 30")
    draw(plots.worst_mistakes(network, marked([1, 2], [1, 2])), "No mistakes")


def test_the_surest_mistake_comes_first():
    network = Network([Vectorization(), Dense(784, 10)])
    weights, bias = network.layers[1].params["weights"], network.layers[1].params["bias"]
    weights[...], bias[...] = 0, 0
    weights[0, 7] = 1  # the first pixel speaks for 7
    images = np.zeros((3, 28, 28, 1), np.uint8)
    images[:, 0, 0, 0] = [2, 6, 4]
    picture = plots.worst_mistakes(network, Dataset(images, np.array([1, 2, 3])))
    mistakes = [text for text in texts(picture) if "read" in text]
    assert mistakes[:3] == ["read 7, is 2", "read 7, is 3", "read 7, is 1"]
