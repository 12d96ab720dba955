"""The figures of lesson 00: readings, the map, a patch, a graph, errors of measured slopes."""

import numpy as np
import pytest

from scratchcnn import Dense, Network, Vectorization, models, plots
from scratchcnn.plots import start_here

RNG = np.random.default_rng(0)
IMAGE = RNG.integers(0, 256, (28, 28, 1), dtype=np.uint8)
CHAIN = {"p": ("w · x", ["w", "x"]), "e": ("p − t", ["p", "t"]), "L": ("e²", ["e"])}


def texts(picture):
    found = picture.findobj(lambda part: hasattr(part, "get_text"))
    return [each.get_text() for each in found]


def test_readings_say_what_was_read(draw):
    network = models.cnn()
    images = {"one": IMAGE, "upside down": IMAGE[::-1], "blank": np.zeros((28, 28, 1))}
    picture = draw(plots.readings(network, images))
    for name, prediction in zip(
        images, network.predict(np.stack(list(images.values()))), strict=True
    ):
        assert f"{name}: read as {prediction}" in picture.alt
        assert name in texts(picture)


@pytest.mark.parametrize(
    "probability, words", [(0.2, "20 %"), (0.99, "99 %"), (0.9951, "over 99 %"), (1, "over 99 %")]
)
def test_nobody_is_entirely_sure(probability, words):
    assert start_here.percent(probability) == words


def test_the_map_has_a_block_for_every_row_with_its_lesson(draw):
    picture = draw(plots.network_map(models.cnn(), IMAGE))
    assert "17 Softmax 10" in picture.alt
    titles = [axes.get_title() for axes in picture.axes]
    for title in ("0 Input", "5 MaxPooling", "10 Convolution", "17 Softmax"):
        assert title in titles
    below = {axes.get_title(): axes.get_xlabel() for axes in picture.axes}
    assert below["9 MaxPooling"] == "7 × 7 × 32\nlesson 02"


def test_maps_of_other_networks_and_of_blank_paper(draw):
    tiny = Network([Vectorization(), Dense(784, 10)])
    for network in (models.mlp(), tiny):
        draw(plots.network_map(network, np.zeros_like(IMAGE)))


def test_the_map_follows_one_channel_from_filter_to_pooling():
    network = models.cnn()
    rows, outputs = network.summary().rows, start_here.outputs_of(network, IMAGE)
    shown = start_here.channels(rows, outputs)
    assert len(set(shown[1:5])) == len(set(shown[5:9])) == len(set(shown[9:12])) == 1
    assert shown[3] == outputs[3].sum(axis=(0, 1)).argmax()


def test_a_patch_numbers_its_edges_as_in_the_image(draw):
    picture = draw(plots.patch(IMAGE, rows=(4, 7), columns=(8, 12)))
    assert picture.alt == "Rows 4 to 6, columns 8 to 11 of an image, in numbers"
    for number in ("4", "5", "6", "8", "9", "10", "11", str(IMAGE[6, 11, 0])):
        assert number in texts(picture)


def test_a_graph_shows_values_and_gradients(draw):
    values = {"w": 3, "x": 2, "t": 1, "p": 6, "e": 5, "L": 25}
    forward = plots.graph(CHAIN, values)
    both = plots.graph(CHAIN, values, {"t": -10, "L": 1})
    for picture in (forward, both):
        draw(picture)
        assert "e = p − t" in texts(picture)
        assert "p 6" in picture.alt
    assert "∂L/∂t = −10" in texts(both)
    assert not any("∂" in text for text in texts(forward))


def test_places_in_a_graph():
    places = start_here.graph_places(CHAIN)
    assert [places[name][0] for name in "wxptel".replace("l", "L")] == [0, 0, 1, 1, 2, 3]
    assert len(set(places.values())) == len(places)


def test_the_least_error_is_told(draw):
    steps = 10.0 ** np.arange(-4, 1)
    errors = {"one": np.array([3, 2, 1, 2, 3.0]), "two": np.array([1, 2, 3, 4, 5.0])}
    picture = draw(plots.step_sizes(steps, errors, {"∼ h": ("two", 0.1), "∼ 1 / h": ("one", 1e-4)}))
    assert "one: least for a step of 1e-02; two: least for a step of 1e-04" in picture.alt
    assert {"∼ h", "∼ 1 / h"} <= set(texts(picture))
