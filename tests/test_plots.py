"""The figures: each one can be drawn, on ordinary and on meagre input, and says what it shows."""

import base64
import io

import numpy as np
import pytest

from scratchcnn import (
    Convolution,
    Dataset,
    Dense,
    History,
    Layer,
    Network,
    Vectorization,
    models,
    plots,
)

RNG = np.random.default_rng(0)
PNG = b"\x89PNG\r\n\x1a\n"


def digits(count):
    return RNG.integers(0, 256, (count, 28, 28, 1), dtype=np.uint8)


def check(picture, *words):
    """A Picture that can be drawn, whose alternative text contains these words."""
    assert isinstance(picture, plots.Picture)
    file = io.BytesIO()
    picture.savefig(file, format="png", dpi=30)
    assert file.getvalue().startswith(PNG)
    assert picture.alt.strip()
    for word in words:
        assert word in picture.alt


def texts(picture):
    return [text.get_text() for text in picture.findobj(lambda part: hasattr(part, "get_text"))]


def test_a_notebook_gets_a_png_at_double_resolution_and_the_alternative_text():
    picture = plots.digits(digits(3), [7, 2, 1])
    shown, metadata = picture._repr_mimebundle_()
    png = base64.b64decode(shown["image/png"])
    assert png.startswith(PNG)
    assert shown["text/plain"] == picture.alt
    assert metadata["image/png"]["alt"] == picture.alt != ""
    width = int.from_bytes(png[16:20], "big")  # from the header of the file
    assert width == pytest.approx(2 * metadata["image/png"]["width"], abs=2)


def test_saving_as_a_file(tmp_path):
    plots.digits(digits(2)).savefig(tmp_path / "digits.png")
    assert (tmp_path / "digits.png").read_bytes().startswith(PNG)


@pytest.mark.parametrize("count", [1, 3, 10, 11, 23])
def test_digits(count):
    labels = np.arange(count) % 10
    check(plots.digits(digits(count)), f"{count} image")
    check(plots.digits(digits(count), labels), f"{count} image", str(labels[-1]))
    check(plots.digits(digits(count), labels, labels[::-1]))
    check(plots.digits(digits(count), predictions=labels))
    check(plots.digits(digits(count), columns=2))


def test_one_image_is_singular():
    assert plots.digits(digits(1)).alt.startswith("1 image in 1 row")


def test_a_wrong_prediction_stands_out():
    picture = plots.digits(digits(2), [7, 2], [7, 3])
    assert "7" in texts(picture)
    assert "3, is 2" in texts(picture)


def test_blank_and_float_images():
    check(plots.digits(np.zeros((2, 28, 28, 1))))
    check(plots.digits(RNG.random((2, 28, 28, 1))))


@pytest.mark.parametrize("channels", [1, 3, 16, 32])
def test_filters(channels):
    before, after = (Convolution(2, channels, rng=RNG).params["filters"] for _ in range(2))
    check(plots.filters(before), f"{channels} filter", "3 × 3")
    check(plots.filters(before, after), f"{channels} filter", "above what training")


def test_filters_of_other_sizes_and_of_zeros():
    check(plots.filters(Convolution(1, 4, 5, rng=RNG).params["filters"]), "5 × 5")
    check(plots.filters(np.zeros((3, 3, 1, 4))))


def test_feature_maps():
    picture = plots.feature_maps(models.cnn(), digits(1)[0])
    check(picture, "28 × 28", "14 × 14", "7 × 7")


def test_feature_maps_leave_the_image_untouched():
    image = digits(1)[0]
    kept = image.copy()
    image.flags.writeable = False
    plots.feature_maps(models.cnn(), image)
    np.testing.assert_array_equal(image, kept)


def test_feature_maps_of_a_blank_image_and_of_a_network_without_any():
    check(plots.feature_maps(models.cnn(), np.zeros((28, 28, 1), np.uint8)))
    check(plots.feature_maps(models.mlp(), digits(1)[0]))


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
def test_training_curves(losses, accuracies):
    history = History(losses=losses, test_accuracies=accuracies)
    words = [f"{len(losses)} step"] + [f"{accuracy:.2%}" for accuracy in accuracies[-1:]]
    check(plots.training_curves(history), *words)
    check(history.plot(), *words)


def test_confusion_matrix():
    labels = np.array([0, 1, 2, 3, 4, 4, 4])
    predictions = np.array([0, 1, 2, 3, 9, 9, 4])
    check(plots.confusion_matrix(labels, predictions), "5 of 7", "4 read as 9", "2 times")
    check(plots.confusion_matrix(labels, labels), "7 of 7")
    check(plots.confusion_matrix(labels[:1], labels[1:2]), "0 of 1", "0 read as 1")
    check(plots.confusion_matrix(list(labels), list(predictions)), "5 of 7")


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


def test_what_digits_cannot_show():
    image = np.zeros((2, 28, 28, 1))
    for images in (image[:0], image[0], image[..., 0]):
        with pytest.raises(ValueError, match="images: expected N × H × W × 1"):
            plots.digits(images)
    with pytest.raises(ValueError, match="labels: expected 2, one an image, got 1"):
        plots.digits(image, [1])


def test_numbers_that_have_no_colour():
    with pytest.raises(ValueError, match="expected finite numbers"):
        plots.filters(np.full((3, 3, 1, 2), np.nan))


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
    images = digits(len(labels))
    images[:, 0, 0, 0] = predictions
    return Dataset(images, np.array(labels))


def test_worst_mistakes():
    network = Network([Oracle()])
    picture = plots.worst_mistakes(network, marked([1, 2, 3, 4, 5], [1, 3, 3, 9, 5]))
    check(picture, "2 surest mistakes of 2", "5 images")
    assert "read 2, is 3" in texts(picture)
    assert "read 4, is 9" in texts(picture)


def test_one_mistake_many_mistakes_and_none():
    network = Network([Oracle()])
    check(plots.worst_mistakes(network, marked([1], [2])), "1 ")
    many = marked(np.arange(30) % 10, (np.arange(30) + 1) % 10)
    check(plots.worst_mistakes(network, many), "12 surest mistakes of 30")
    check(plots.worst_mistakes(network, many, most=5, columns=3), "5 surest mistakes of 30")
    check(plots.worst_mistakes(network, marked([1, 2], [1, 2])), "No mistakes")


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
