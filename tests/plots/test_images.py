"""Digits, filters and feature maps, on ordinary and on meagre input."""

import numpy as np
import pytest

from scratchcnn import Convolution, models, plots

RNG = np.random.default_rng(0)


def digits(count):
    return RNG.integers(0, 256, (count, 28, 28, 1), dtype=np.uint8)


def texts(picture):
    return [text.get_text() for text in picture.findobj(lambda part: hasattr(part, "get_text"))]


@pytest.mark.parametrize("count", [1, 3, 10, 11, 23])
def test_digits(draw, count):
    labels = np.arange(count) % 10
    draw(plots.digits(digits(count), labels, labels[::-1]), f"{count} image", str(labels[-1]))


@pytest.mark.parametrize(
    "words", [{}, {"labels": [7, 2, 1]}, {"predictions": [7, 2, 1]}, {"columns": 2}]
)
def test_digits_with_some_of_the_words(draw, words):
    rows = "2 rows" if "columns" in words else "1 row"
    draw(plots.digits(digits(3), **words), f"3 images in {rows}")


def test_one_image_is_singular():
    assert plots.digits(digits(1)).alt.startswith("1 image in 1 row")


def test_what_was_read_is_told():
    images = digits(3)
    assert plots.digits(images, [7, 2, 1], [7, 2, 1]).alt.endswith(
        "labelled 7, 2, 1; all read right"
    )
    assert plots.digits(images, [7, 2, 1], [7, 3, 4]).alt.endswith(
        "wrongly read: a 2 as 3, a 1 as 4"
    )
    assert plots.digits(images, predictions=[7, 3, 4]).alt.endswith("1 row, read as 7, 3, 4")


def test_a_wrong_prediction_stands_out():
    picture = plots.digits(digits(2), [7, 2], [7, 3])
    assert "7" in texts(picture)
    assert "3, is 2" in texts(picture)


def test_blank_and_float_images(draw):
    draw(plots.digits(np.zeros((2, 28, 28, 1))))
    draw(plots.digits(RNG.random((2, 28, 28, 1))))


def test_what_digits_cannot_show():
    image = np.zeros((2, 28, 28, 1))
    for images in (image[:0], image[0], image[..., 0]):
        with pytest.raises(ValueError, match="images: expected N × H × W × 1"):
            plots.digits(images)
    with pytest.raises(ValueError, match="labels: expected 2, one an image, got 1"):
        plots.digits(image, [1])


@pytest.mark.parametrize("channels", [1, 3, 16, 32])
def test_filters(draw, channels):
    before, after = (Convolution(2, channels, rng=RNG).params["filters"] for _ in range(2))
    draw(plots.filters(before, after), f"{channels} filter", "3 × 3", "above what training")


def test_filters_before_training_of_other_sizes_and_of_zeros(draw):
    before = Convolution(1, 17, 5, rng=RNG).params["filters"]
    picture = draw(plots.filters(before), "17 filters of 5 × 5")
    assert "above what training" not in picture.alt
    draw(plots.filters(np.zeros((3, 3, 1, 4))))


def test_feature_maps(draw):
    draw(plots.feature_maps(models.cnn(), digits(1)[0]), "28 × 28", "14 × 14", "7 × 7")


def test_feature_maps_leave_the_image_untouched():
    image = digits(1)[0]
    kept = image.copy()
    image.flags.writeable = False
    plots.feature_maps(models.cnn(), image)
    np.testing.assert_array_equal(image, kept)


def test_feature_maps_of_a_blank_image_and_of_a_network_without_any(draw):
    draw(plots.feature_maps(models.cnn(), np.zeros((28, 28, 1), np.uint8)))
    draw(plots.feature_maps(models.mlp(), digits(1)[0]))
