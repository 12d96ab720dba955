"""The two networks of the course."""

import numpy as np
import pytest

from scratchcnn import Addition, Convolution, Dense, models

BOTH = pytest.mark.parametrize("build", [models.cnn, models.mlp])


def parameters(network):
    return [array for layer in network.layers for array in layer.params.values()]


@pytest.mark.parametrize(("build", "count"), [(models.cnn, 359_846), (models.mlp, 886_110)])
def test_number_of_parameters(build, count):
    assert build().num_parameters == count
    assert sum(array.size for array in parameters(build())) == count


def test_layers_of_the_cnn():
    assert [type(layer).__name__ for layer in models.cnn().layers] == [
        *("Division", "Convolution", "Addition", "ReLU", "MaxPooling"),
        *("Convolution", "Addition", "ReLU", "MaxPooling"),
        *("Convolution", "Addition", "ReLU", "Vectorization"),
        *("Dense", "ReLU", "Dense"),
    ]


def test_layers_of_the_mlp():
    assert [type(layer).__name__ for layer in models.mlp().layers] == [
        *("Division", "Vectorization", "Dense", "ReLU", "Dense", "ReLU", "Dense"),
    ]


@BOTH
def test_logits_for_ten_classes(build):
    images = np.random.default_rng(0).integers(0, 256, (3, 28, 28, 1), dtype=np.uint8)
    logits = build().forward(images)
    assert logits.shape == (3, 10)
    assert logits.dtype == np.float32


@BOTH
@pytest.mark.parametrize("init", ["he", "original"])
def test_the_same_seed_gives_the_same_weights(build, init):
    first, again, other = (parameters(build(seed, init)) for seed in (3, 3, 4))
    for one, two in zip(first, again, strict=True):
        np.testing.assert_array_equal(one, two)
    assert any((one != two).any() for one, two in zip(first, other, strict=True))


@BOTH
@pytest.mark.parametrize("init", ["he", "original"])
def test_parameters_are_float32_and_biases_start_at_zero(build, init):
    for layer in build(init=init).layers:
        assert {array.dtype for array in layer.params.values()} <= {np.dtype(np.float32)}
        if isinstance(layer, Addition | Dense):
            assert not layer.params["bias"].any()


@BOTH
def test_he_start(build):
    for layer in build(init="he").layers:
        if isinstance(layer, Convolution):
            inputs = 9 * layer.in_channels
            check_spread(layer.params["filters"], np.sqrt(2 / inputs))
        if isinstance(layer, Dense):
            check_spread(layer.params["weights"], np.sqrt(2 / layer.in_features))


@BOTH
def test_original_start(build):
    for layer in build(init="original").layers:
        if isinstance(layer, Convolution):
            check_spread(layer.params["filters"], 1 / 9)
        if isinstance(layer, Dense):
            check_spread(layer.params["weights"], 1 / layer.in_features)


def check_spread(array, expected):
    """The spread and the mean of random numbers, to five standard errors."""
    error = expected / np.sqrt(array.size)
    assert abs(array.std() - expected) < 5 * error / np.sqrt(2)
    assert abs(array.mean()) < 5 * error
