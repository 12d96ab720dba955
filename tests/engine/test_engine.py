"""The engine computes what the layers compute: in float64 to rounding, in float32 to its own."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scratchcnn import (
    Addition,
    Convolution,
    Dense,
    Division,
    Layer,
    MaxPooling,
    Network,
    ReLU,
    SoftmaxCrossEntropy,
    Vectorization,
    load_mnist,
    models,
    train,
)
from scratchcnn.engine.engine import engine_for
from scratchcnn.engine.replica import LayerByLayer
from scratchcnn.engine.workers import Workers


class Doubling(Layer):
    """A learner's own layer."""

    def forward(self, x):
        return 2 * x

    def backward(self, d_out):
        return 2 * d_out


def with_random_biases(network, seed=0):
    """Without them, everything behind the flat background of a digit is exactly 0, and easy."""
    rng = np.random.default_rng(seed)
    for layer in network.layers:
        if "bias" in layer.params:
            layer.params["bias"][...] = 0.1 * rng.standard_normal(layer.params["bias"].shape)
    return network


def random_batch(network, count, seed=0):
    rng = np.random.default_rng(seed)
    images = rng.integers(0, 256, (count, *network.input_shape), np.uint8)
    return images, rng.integers(0, 10, count)


def relative_error(a, b):
    difference, size = np.linalg.norm(a - b), np.linalg.norm(b)
    return difference / size if size else difference  # where all is dead, both must be 0


def gradients(replica, images, labels):
    """(loss, gradients of every layer) of one worker that does the whole batch."""
    replica.read_parameters(learning=True)
    loss, sums = replica.loss_and_sums(images, labels, len(labels))
    return loss, replica.gradients(sums)


def logits(replica, images):
    replica.read_parameters(learning=False)
    return replica.logits(images)


def errors(network, images, labels):
    """Relative errors of the engine against the layers: logits, loss, and every gradient."""
    layers, engine = LayerByLayer(network.replica()), engine_for(network.replica())
    found = {"logits": relative_error(logits(engine, images), logits(layers, images))}
    loss, found_gradients = gradients(engine, images, labels)
    true_loss, true_gradients = gradients(layers, images, labels)
    found["loss"] = abs(loss - true_loss) / true_loss
    for row, (grads, truth) in enumerate(zip(found_gradients, true_gradients, strict=True)):
        assert grads.keys() == truth.keys()
        for name in truth:
            assert grads[name].shape == truth[name].shape
            assert grads[name].dtype == truth[name].dtype
            found[f"{row} {name}"] = relative_error(grads[name], truth[name])
    return found


@pytest.mark.parametrize("count", [1, 2, 31, 32, 33, 70])
def test_the_cnn_in_float64(count):
    network = with_random_biases(models.cnn()).astype(np.float64)
    assert max(errors(network, *random_batch(network, count)).values()) < 1e-12


@given(data=st.data())
@settings(max_examples=20, deadline=None)
def test_other_networks_in_float64(data):
    shape = height, width, channels = (
        data.draw(st.integers(4, 13)),
        data.draw(st.integers(4, 40)),
        data.draw(st.integers(1, 3)),
    )
    rng = np.random.default_rng(data.draw(st.integers(0, 999)))
    layers = [Division(255)]
    for _ in range(data.draw(st.integers(1, 3))):
        out = data.draw(st.integers(1, 5))
        layers += [Convolution(channels, out, rng=rng), Addition((height, width, out)), ReLU()]
        channels = out
        if min(height, width) >= 4 and data.draw(st.booleans()):
            layers.append(MaxPooling())
            height, width = height // 2, width // 2
    layers += [Vectorization(), Dense(height * width * channels, 10, rng=rng)]
    network = with_random_biases(Network(layers, shape)).astype(np.float64)
    batch = random_batch(network, data.draw(st.integers(1, 5)))
    assert max(errors(network, *batch).values()) < 1e-11


@pytest.mark.parametrize("width", [16, 17, 18, 25, 34])
def test_a_last_column_that_has_a_plane_of_its_own(width):
    """Columns are counted in fours and, behind a pooling, in twos: the counts may differ."""
    rng = np.random.default_rng(0)
    layers = [Convolution(1, 3, rng=rng), Addition((6, width, 3)), ReLU(), MaxPooling()]
    layers += [Convolution(3, 4, rng=rng), Addition((3, width // 2, 4)), ReLU(), Vectorization()]
    network = Network([*layers, Dense(3 * (width // 2) * 4, 10, rng=rng)], (6, width, 1))
    network = with_random_biases(network).astype(np.float64)
    assert max(errors(network, *random_batch(network, 3)).values()) < 1e-12


def test_the_first_of_several_winners_takes_the_gradient():
    """Whole numbers, and few of them: sums are exact, and many windows have several winners."""
    rng = np.random.default_rng(0)
    layers = [Convolution(1, 3), Addition((8, 9, 3)), ReLU(), MaxPooling(), Vectorization()]
    network = Network([*layers, Dense(4 * 4 * 3, 10, rng=rng)], (8, 9, 1)).astype(np.float64)
    network.layers[0].params["filters"][...] = rng.integers(-1, 2, (3, 3, 1, 3))
    images, labels = rng.integers(0, 2, (20, 8, 9, 1), np.uint8), rng.integers(0, 10, 20)
    assert max(errors(network, images, labels).values()) < 1e-12


@pytest.mark.parametrize("height, width", [(12, 16), (13, 11)])
def test_what_was_computed_before_leaves_no_trace(height, width):
    """The engine's memory is used again, by other blocks and for other numbers of images."""
    rng = np.random.default_rng(0)
    layers = [Convolution(1, 4, rng=rng), Addition((height, width, 4)), ReLU(), MaxPooling()]
    height_2, width_2 = height // 2, width // 2
    layers += [Convolution(4, 3, rng=rng), Addition((height_2, width_2, 3)), ReLU(), MaxPooling()]
    layers += [Vectorization(), Dense(height_2 // 2 * (width_2 // 2) * 3, 10, rng=rng)]
    network = with_random_biases(Network(layers, (height, width, 1))).astype(np.float64)
    used = engine_for(network.replica())
    for count in (40, 3, 40):
        gradients(used, *random_batch(network, count, seed=count))
    for count in (5, 40):
        batch = random_batch(network, count)
        _, found = gradients(used, *batch)
        _, fresh = gradients(engine_for(network.replica()), *batch)
        for grads, truth in zip(found, fresh, strict=True):
            for name in truth:
                np.testing.assert_array_equal(grads[name], truth[name])


@pytest.mark.parametrize("digit", range(10))
def test_real_digits_in_float32(digit):
    """One at a time. In a window that is a tie but for rounding another pixel may win, and its
    gradient goes elsewhere; the random biases see to it that few are, and in these digits none."""
    train_set, _ = load_mnist()
    network = with_random_biases(models.cnn())
    one = train_set[train_set.labels == digit][:1]
    found = errors(network, one.images, one.labels)
    assert max(found.values()) < 1e-5, found


def test_chunks_add_up(monkeypatch):
    network = with_random_biases(models.cnn()).astype(np.float64)
    images, labels = random_batch(network, 11)
    _, whole = gradients(engine_for(network.replica()), images, labels)
    monkeypatch.setattr("scratchcnn.engine.engine.CHUNK", 3)
    _, in_chunks = gradients(engine_for(network.replica()), images, labels)
    for grads, truth in zip(in_chunks, whole, strict=True):
        for name in truth:
            np.testing.assert_allclose(grads[name], truth[name], rtol=1e-9, atol=1e-14)


def test_any_number_of_images_at_inference(monkeypatch):
    monkeypatch.setattr("scratchcnn.engine.engine.GROUP", 8)
    monkeypatch.setattr("scratchcnn.engine.engine.CHUNK", 3)
    network = with_random_biases(models.cnn()).astype(np.float64)
    engine = engine_for(network.replica())
    for count in (20, 1, 8):
        images, _ = random_batch(network, count, seed=count)
        np.testing.assert_allclose(logits(engine, images), network.forward(images), rtol=1e-9)


def test_a_second_call_leaves_the_first_result_alone():
    network = with_random_biases(models.cnn())
    engine = engine_for(network.replica())
    images, labels = random_batch(network, 6)
    first_logits = logits(engine, images)
    _, first = gradients(engine, images, labels)
    before = first_logits.copy(), [{n: g.copy() for n, g in grads.items()} for grads in first]
    other_images, other_labels = random_batch(network, 6, seed=1)
    logits(engine, other_images)
    gradients(engine, other_images, other_labels)
    np.testing.assert_array_equal(first_logits, before[0])
    for grads, copies in zip(first, before[1], strict=True):
        for name, copy in copies.items():
            np.testing.assert_array_equal(grads[name], copy)


def test_training_ends_with_the_same_weights(monkeypatch):
    train_set, _ = load_mnist()
    trained = []
    for use_engine in (True, False):
        if not use_engine:
            monkeypatch.setattr("scratchcnn.engine.workers.engine_for", lambda network: None)
        network = with_random_biases(models.cnn()).astype(np.float64)
        train(network, train_set[:200], batch_size=20, workers=2)
        trained.append(network)
    for a, b in zip(trained[0].layers, trained[1].layers, strict=True):
        for name in a.params:
            np.testing.assert_allclose(a.params[name], b.params[name], rtol=1e-7, atol=1e-12)


def test_which_networks_have_an_engine():
    assert len(engine_for(models.cnn()).blocks) == 3
    assert engine_for(models.mlp()) is None
    own_first = models.cnn()
    own_first.layers.insert(1, Doubling())
    assert engine_for(own_first) is None
    other_kernel = models.cnn()
    other_kernel.layers[1] = Convolution(1, 16, kernel_size=5, padding=2)
    assert engine_for(other_kernel) is None


@pytest.mark.parametrize("place", range(17))
def test_a_learners_own_layer_works_everywhere(place):
    network = with_random_biases(models.cnn())
    network.layers.insert(place, Doubling())
    network = network.astype(np.float64)
    images, labels = random_batch(network, 5)
    loss = SoftmaxCrossEntropy()
    true_loss = loss.forward(network.forward(images), labels)
    network.parameter_gradients(loss.backward())
    truth = [layer.grads for layer in network.layers]
    with Workers(network, 2) as workers:
        np.testing.assert_allclose(workers.logits(images), network.forward(images), rtol=1e-9)
        assert workers.step(images, labels) == pytest.approx(true_loss, rel=1e-12)
    for layer, grads in zip(network.layers, truth, strict=True):
        for name in grads:
            np.testing.assert_allclose(layer.grads[name], grads[name], rtol=1e-8, atol=1e-12)


def test_a_subclass_is_a_learners_own_layer():
    class Halving(ReLU):
        def forward(self, x):
            return super().forward(x) / 2

        def backward(self, d_out):
            return super().backward(d_out) / 2

    network = models.cnn()
    network.layers[3] = Halving()
    assert engine_for(network) is None
    images, _ = random_batch(network, 3)
    np.testing.assert_array_equal(network.predict(images), network.forward(images).argmax(axis=1))


class Rebinding:
    """An optimizer that puts other arrays in the place of the parameters."""

    learning_rate = 0.03

    def step(self, network):
        for layer in network.layers:
            moved = {n: array - 0.03 * layer.grads[n] for n, array in layer.params.items()}
            layer.params.update(moved)


def test_parameters_that_become_other_arrays():
    images, labels = random_batch(models.cnn(), 20)
    by_engine, by_layers = models.cnn(), models.cnn()
    with Workers(by_engine, 1) as with_engine, Workers(by_layers, 1) as workers:
        workers.replicas = [LayerByLayer(by_layers.replica())]
        for _ in range(3):
            loss = workers.step(images, labels)
            assert with_engine.step(images, labels) == pytest.approx(loss, rel=1e-3)
            Rebinding().step(by_engine)
            Rebinding().step(by_layers)


@pytest.mark.parametrize("kind", ["whole numbers", "one bias a channel"])
def test_parameters_that_the_engine_does_not_know_are_left_to_the_layers(kind):
    network = models.cnn()
    if kind == "whole numbers":
        filters = np.random.default_rng(0).integers(-2, 3, (3, 3, 16, 32))
        network.layers[5].params["filters"] = filters
    else:
        network.layers[2].params["bias"] = np.zeros(16, np.float32)
    images, _ = random_batch(network, 20)
    np.testing.assert_array_equal(network.predict(images), network.forward(images).argmax(axis=1))


def test_shapes_that_do_not_fit_are_refused():
    network = Network([Convolution(1, 4), Addition((9, 9, 4)), ReLU()], (8, 8, 1))
    with pytest.raises(ValueError, match=r"Addition\(.*expects .*9 × 9 × 4.*8 × 8 × 4"):
        engine_for(network)
    network.layers[1] = Addition((4,))
    with pytest.raises(ValueError, match=r"Addition\(.*expects .* × 4, but got .*8 × 8 × 4"):
        network.predict(np.zeros((1, 8, 8, 1)))
