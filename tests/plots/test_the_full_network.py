"""The figures of lesson 10."""

import numpy as np

from scratchcnn import Convolution, Dense, Layer, Network, ReLU, Vectorization, models, plots
from scratchcnn.plots.the_full_network import maps_and_gradients

RNG = np.random.default_rng(0)
IMAGE = RNG.integers(0, 256, (28, 28, 1), dtype=np.uint8)


def test_the_microscope_looks_at_every_relu_with_maps(draw):
    picture = draw(plots.microscope(models.cnn(), IMAGE, 3))
    assert picture.alt.startswith("The digit 3: what 3 layers make of it (8 maps of 28 × 28, ")


def test_the_microscope_leaves_the_network_as_it_was():
    network = models.cnn()
    network.forward(IMAGE[np.newaxis])
    network.layers[1].grads["filters"] = "mine"
    maps_and_gradients(network, IMAGE, 3)
    assert network.layers[1].grads["filters"] == "mine"


def test_the_gradients_are_those_of_the_maps():
    network = models.cnn().astype(np.float64)
    (_, _, (maps, gradients)), place = maps_and_gradients(network, IMAGE, 3), (3, 4, 7)
    from scratchcnn import SoftmaxCrossEntropy

    def loss(change):
        x = maps.copy()
        x[place] += change
        x = x[np.newaxis]
        for layer in network.layers[12:]:
            x = layer.forward(x)
        return SoftmaxCrossEntropy().forward(x, np.array([3]))

    measured = (loss(1e-5) - loss(-1e-5)) / 2e-5
    assert np.isclose(gradients[place], measured, rtol=1e-4, atol=1e-9)


def test_growth_shows_differences_from_the_first_step(draw):
    start = RNG.standard_normal((3, 3, 1, 4))
    picture = draw(plots.growth({0: start, 5: start + 0.25, 10: start}))
    labels = [axes.get_ylabel() for axes in picture.axes]
    assert "step 5\n± 0.25" in labels
    assert "step 10\n± 0" in labels
    assert "at step 5 by up to 0.25, at step 10 by up to 0" in picture.alt


def test_saliency(draw):
    images = RNG.integers(0, 256, (2, 28, 28, 1), dtype=np.uint8)
    picture = draw(plots.saliency(images, np.zeros(images.shape), ["read 1", "read 2"]))
    assert picture.alt.startswith("2 digits: read 1, read 2. Below each one")
    assert plots.saliency(images[:1], np.zeros((1, 28, 28, 1)), ["a"]).alt.startswith("1 digit: a.")


def test_the_microscope_looks_at_other_networks(draw):
    image = np.zeros((28, 28, 1), np.uint8)
    rng = np.random.default_rng(0)
    layers = [Convolution(1, 4, rng=rng), ReLU(), Vectorization(), Dense(3136, 10, rng=rng)]
    for network in (Network(layers), models.mlp()):
        draw(plots.microscope(network, image, 3))


def test_a_layer_of_ones_own_in_the_first_row_gets_floats():
    class Standard(Layer):
        def forward(self, x):
            return (x - 128) / 128

        def backward(self, d_out):
            return d_out / 128

    layers = [Standard(), ReLU(), Vectorization(), Dense(784, 10, rng=RNG)]
    (maps, _), *_ = maps_and_gradients(Network(layers), IMAGE, 3)
    np.testing.assert_allclose(maps, np.maximum((IMAGE.astype(float) - 128) / 128, 0), rtol=1e-6)
