"""Lesson 12's layers and Adam: against formulas, gradients, plain loops, files, and mistakes."""

import numpy as np
import pytest

from scratchcnn import (
    SGD,
    Convolution,
    Dense,
    Division,
    Layer,
    Network,
    ReLU,
    SoftmaxCrossEntropy,
    Vectorization,
    check_gradients,
    train,
)
from scratchcnn.engine.workers import may_be_shared
from scratchcnn.layers.layer import learning
from scratchcnn.layers_of_your_own import (
    Adam,
    AveragePooling,
    BatchNormalization,
    Dropout,
    Residual,
)


def numbers(*shape, seed=0):
    return np.random.default_rng(seed).standard_normal(shape)


def block(channels, seed=0):
    rng = np.random.default_rng(seed)
    return Residual(
        [
            Convolution(channels, channels, rng=rng),
            BatchNormalization(channels),
            ReLU(),
            Convolution(channels, channels, rng=rng),
        ]
    )


def every_layer():
    return {
        "dropout": Dropout(0.3, rng=np.random.default_rng(1)),
        "batch normalization": BatchNormalization(4),
        "average pooling": AveragePooling(2),
        "residual": block(4),
    }


def small_network(seed=0):
    """All of them, for 6 × 6 × 1 images of 4 classes."""
    rng = np.random.default_rng(seed)
    return Network(
        [
            Division(255),
            Convolution(1, 4, rng=rng),
            BatchNormalization(4),
            ReLU(),
            block(4, seed),
            AveragePooling(3),
            Vectorization(),
            Dropout(0.3, rng=rng),
            Dense(16, 4, rng=rng),
        ],
        (6, 6, 1),
    )


# Formulas


def test_dropout_keeps_the_mean_and_drops_its_share():
    layer, x = Dropout(0.25, rng=np.random.default_rng(0)), np.ones((100, 400))
    layer.training = True
    out = layer.forward(x)
    assert set(np.unique(out)) == {0, 1 / 0.75}
    assert abs(np.mean(out == 0) - 0.25) < 0.01  # six standard deviations
    assert np.std(np.mean(out == 0, axis=1)) < 0.04  # each image draws its own: √(0.25·0.75/400)
    np.testing.assert_array_equal(layer.backward(2 * x), 2 * out)
    assert not np.array_equal(layer.forward(x), out)


def test_dropout_leaves_everything_as_it_is_while_predicting():
    layer, x = Dropout(0.9), numbers(3, 5)
    before = layer.rng.bit_generator.state
    np.testing.assert_array_equal(layer.forward(x), x)
    np.testing.assert_array_equal(layer.backward(x + 1), x + 1)
    assert layer.rng.bit_generator.state == before
    assert not np.shares_memory(layer.forward(x), x)


@pytest.mark.parametrize("shape", [(8, 3), (5, 4, 2, 3), (2, 3)])
def test_batch_normalization_has_mean_0_and_variance_1_then_beta_and_gamma(shape):
    layer, x = BatchNormalization(3).astype(np.float64), 5 + 3 * numbers(*shape)
    layer.training = True
    normal = layer.forward(x).reshape(-1, 3)
    np.testing.assert_allclose(normal.mean(axis=0), 0, atol=1e-12)
    variance = x.reshape(-1, 3).var(axis=0)
    np.testing.assert_allclose(normal.var(axis=0), variance / (variance + 1e-5))
    layer.params["gamma"][:], layer.params["beta"][:] = (1, 2, 3), (-1, 0, 1)
    np.testing.assert_allclose(layer.forward(x).reshape(-1, 3), normal * [1, 2, 3] + [-1, 0, 1])


def test_batch_normalization_predicts_with_running_averages():
    layer = BatchNormalization(2, momentum=0.5, epsilon=1e-3).astype(np.float64)
    layer.training = True
    layer.forward(np.array([[1.0, 10], [3, 30]]))  # means 2, 20, variances 1, 100
    layer.forward(np.array([[5.0, 0], [5, 0]]))  # means 5, 0, variances 0, 0
    layer.training = False
    mean, variance = np.array([3.0, 5]), np.array([0.5, 25.25])  # by hand, from 0 and 1
    np.testing.assert_allclose(layer.running_mean, mean)
    np.testing.assert_allclose(layer.running_variance, variance)
    x = numbers(4, 2)
    np.testing.assert_allclose(layer.forward(x), (x - mean) / np.sqrt(variance + 1e-3))
    np.testing.assert_allclose(layer.forward(x[:1]), layer.forward(x)[:1])  # alone or in company
    np.testing.assert_allclose(layer.running_mean, mean)


def test_average_pooling_by_hand():
    x = np.arange(16.0).reshape(1, 4, 4, 1)
    layer = AveragePooling(2)
    np.testing.assert_array_equal(layer.forward(x)[0, ..., 0], [[2.5, 4.5], [10.5, 12.5]])
    d_x = layer.backward(np.array([4.0, 8, 12, 16]).reshape(1, 2, 2, 1))[0, ..., 0]
    np.testing.assert_array_equal(d_x, np.repeat(np.repeat([[1, 2], [3, 4]], 2, 0), 2, 1))
    whole = AveragePooling(4)
    np.testing.assert_array_equal(whole.forward(x), [[[[7.5]]]])


def test_a_residual_block_whose_filters_are_0_is_the_identity():
    layer, x, d_out = block(2), numbers(3, 4, 4, 2), numbers(3, 4, 4, 2, seed=1)
    layer.layers[-1].params["filters"][...] = 0
    np.testing.assert_array_equal(layer.forward(x), x)
    np.testing.assert_array_equal(layer.backward(d_out), d_out)
    assert list(layer.params) == [
        "01_Convolution_filters",
        "02_BatchNormalization_gamma",
        "02_BatchNormalization_beta",
        "04_Convolution_filters",
    ]
    assert layer.params["04_Convolution_filters"] is layer.layers[-1].params["filters"]
    assert layer.grads["04_Convolution_filters"] is layer.layers[-1].grads["filters"]


# Gradients


@pytest.mark.parametrize("name", every_layer())
@pytest.mark.parametrize("count", [1, 2, 5])
def test_gradients(name, count):
    assert check_gradients(every_layer()[name], numbers(count, 4, 4, 4))


@pytest.mark.parametrize("count", [2, 7])
def test_gradients_of_a_batch_of_vectors(count):
    assert check_gradients(BatchNormalization(3), numbers(count, 3))
    assert check_gradients(Dropout(0.4), numbers(count, 3))


def test_gradients_of_a_network_of_them():
    images = np.random.default_rng(0).uniform(0, 255, (6, 6, 6, 1))
    assert check_gradients(small_network(), images, labels=np.array([0, 1, 2, 3, 0, 1]))


def test_batch_normalization_differentiates_what_it_computed():
    """While it predicts, its averages are constants: the gradient is that of a straight line."""
    layer = BatchNormalization(3).astype(np.float64)
    layer.running_mean, layer.running_variance = numbers(3), np.array([0.5, 2, 4])
    x, d_out = numbers(5, 3), numbers(5, 3, seed=1)
    layer.forward(x)
    np.testing.assert_allclose(
        layer.backward(d_out), d_out / np.sqrt(layer.running_variance + 1e-5)
    )
    layer.training = True  # between the two passes: what counts is what forward did
    np.testing.assert_allclose(
        layer.backward(d_out), d_out / np.sqrt(layer.running_variance + 1e-5)
    )


def test_the_check_finds_statistics_of_a_part_of_the_batch():
    class Shared(BatchNormalization):
        shareable = True

    assert not check_gradients(Shared(3), numbers(6, 3))


# Promises of a layer


@pytest.mark.parametrize("name", every_layer())
@pytest.mark.parametrize("mode", [False, True])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_types_arguments_and_results(name, mode, dtype):
    layer = every_layer()[name].astype(dtype)
    x, d = (numbers(3, 4, 4, 4, seed=seed).astype(dtype) for seed in (0, 1))
    given = x.copy()
    with learning(mode):
        out = layer.forward(x)
        kept, d_out = out.copy(), np.resize(d, out.shape).copy()
        d_x = layer.backward(d_out.copy())
        layer.forward(d)
    assert out.dtype == d_x.dtype == dtype
    assert out.shape[1:] == layer.output_shape((4, 4, 4))
    assert d_x.shape == x.shape
    for gradient, parameter in zip(layer.grads.values(), layer.params.values(), strict=True):
        assert gradient.dtype == parameter.dtype == dtype
        assert gradient.shape == parameter.shape
    np.testing.assert_array_equal(x, given)
    np.testing.assert_array_equal(out, kept)
    assert not np.shares_memory(out, x)


@pytest.mark.parametrize("name", every_layer())
def test_backward_wants_the_shape_of_the_output(name):
    layer = every_layer()[name]
    with pytest.raises(ValueError, match="call forward"):
        layer.backward(numbers(2, 4, 4, 4))
    layer.forward(numbers(2, 4, 4, 4))
    with pytest.raises(ValueError, match="backward expects"):
        layer.backward(numbers(1, 1))


WRONG = [
    (r"rate: expected 0 ≤ rate < 1, got 1", lambda: Dropout(1)),
    (r"rate: expected 0 ≤ rate < 1, got -0.1", lambda: Dropout(-0.1)),
    (r"rng: expected np.random.default_rng\(…\) or None, got 5", lambda: Dropout(0.5, rng=5)),
    (r"channels: expected a whole number from 1, got 0", lambda: BatchNormalization(0)),
    (r"momentum: expected 0 ≤ momentum < 1, got 1", lambda: BatchNormalization(3, momentum=1)),
    (r"epsilon: expected a positive number, got 0", lambda: BatchNormalization(3, epsilon=0)),
    (r"N × … × 3, but got N × 4", lambda: BatchNormalization(3).forward(numbers(2, 4))),
    (r"size: expected a whole number from 1, got 0", lambda: AveragePooling(0)),
    (
        r"multiples of 2, but got N × 7 × 8 × 1",
        lambda: AveragePooling(2).forward(numbers(1, 7, 8, 1)),
    ),
    (r"multiples of 2, but got N × 8", lambda: AveragePooling(2).forward(numbers(1, 8))),
    (r"row 1 is a class; expected Dense", lambda: Residual([Dense])),
    (
        r"keep the shape, for x is added .* got 3 of 4",
        lambda: Residual([Dense(4, 3)]).forward(numbers(2, 4)),
    ),
    (r"learning_rate: expected 0 or more, got -1", lambda: Adam(-1)),
    (r"beta2: expected 0 ≤ beta2 < 1, got 1", lambda: Adam(beta2=1)),
    (r"epsilon: expected a positive number, got 0", lambda: Adam(epsilon=0)),
]


@pytest.mark.parametrize(("message", "call"), WRONG)
def test_what_makes_no_sense_is_one_clear_error(message, call):
    with pytest.raises(ValueError, match=message):
        call()


def test_one_number_has_no_variance():
    layer = BatchNormalization(3)
    np.testing.assert_allclose(layer.forward(np.ones((1, 3))), 1, rtol=1e-4)  # it predicts
    layer.training = True
    layer.forward(numbers(1, 2, 2, 3))  # four places
    with pytest.raises(ValueError, match="expected two numbers or more for each channel"):
        layer.forward(numbers(1, 3))


# In a network


def by_hand(network, data, optimizer, epochs, batch_size):
    """A plain loop over the batches, in the order that `train` draws."""
    from scratchcnn.training.batches import Batches

    batches, loss, losses = (
        Batches(data, batch_size, 0, np.random.default_rng(0)),
        SoftmaxCrossEntropy(),
        [],
    )
    for step in range(epochs * batches.per_epoch):
        images, labels = batches.take(step)
        with learning(True):
            losses.append(loss.forward(network.forward(images), labels))
            network.backward(loss.backward())
        optimizer.step(network)
    return losses


def settings(optimizer, **others):
    return {"batch_size": 16, "optimizer": optimizer, "show": False} | others


@pytest.mark.parametrize("workers", [1, 2, 3])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_it_trains_as_a_plain_loop_does(workers, dtype, tiny_set):
    data = tiny_set(50)  # the last batch has two images
    plain, network = small_network().astype(dtype), small_network().astype(dtype)
    losses = by_hand(plain, data, Adam(0.01), 2, 16)
    history = train(network, data, workers=workers, epochs=2, **settings(Adam(0.01)))
    np.testing.assert_allclose(history.losses, losses, rtol=1e-9 if dtype == np.float64 else 1e-4)
    tolerance = 1e-9 if dtype == np.float64 else 1e-3
    for name, array in plain.parameters().items():
        np.testing.assert_allclose(network.parameters()[name], array, atol=tolerance)
    np.testing.assert_allclose(
        network.layers[2].running_mean, plain.layers[2].running_mean, atol=tolerance
    )
    assert not np.array_equal(network.layers[2].running_mean, np.zeros(4))


def test_predictions_look_at_each_image_alone(tiny_set):
    data, network = tiny_set(300), small_network()
    train(network, data, **settings(SGD(0.05)))
    together = network.predict_proba(data.images)
    for one in (0, 7, 299):
        alone = network.predict_proba(data.images[one : one + 1])
        np.testing.assert_allclose(alone[0], together[one], rtol=1e-5, atol=1e-7)
    before = network.layers[2].running_mean.copy()
    network.predict(data.images)
    np.testing.assert_array_equal(network.layers[2].running_mean, before)


def test_average_pooling_is_shared_out_to_workers_the_others_are_not():
    plain = [Division(255), Convolution(1, 4), ReLU()]
    tail = [Vectorization(), Dense(144, 4)]
    assert may_be_shared(
        Network([*plain, AveragePooling(2), Vectorization(), Dense(36, 4)], (6, 6, 1))
    )
    for layer in (BatchNormalization(4), Dropout(0.5), Residual([Convolution(4, 4)])):
        assert not may_be_shared(Network([*plain, layer, *tail], (6, 6, 1)))


def test_shared_average_pooling_trains_as_one_worker_does(tiny_set):
    def build():
        rng = np.random.default_rng(0)
        rows = [Division(255), Convolution(1, 4, rng=rng), ReLU(), AveragePooling(2)]
        rows = [*rows, Vectorization(), Dense(36, 4, rng=rng)]
        return Network(rows, (6, 6, 1)).astype(np.float64)

    one, two = build(), build()
    for network, workers in ((one, 1), (two, 2)):
        train(network, tiny_set(50), workers=workers, **settings(SGD(0.1)))
    for a, b in zip(one.parameters().values(), two.parameters().values(), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-9)


@pytest.mark.parametrize("way", ["astype", "replica"])
def test_a_copy_computes_the_same_and_leaves_the_original_alone(way, tiny_set):
    data, network = tiny_set(50), small_network()
    train(network, data, **settings(SGD(0.05)))
    other = network.astype(np.float32) if way == "astype" else network.replica()
    averages, random = network.layers[2].running_mean.copy(), network.layers[7].state()["random"]
    inner = network.layers[4].layers[1]
    inner_average, inner_normal = inner.running_mean.copy(), inner.normal.copy()
    np.testing.assert_array_equal(
        other.predict_proba(data.images), network.predict_proba(data.images)
    )
    inner.normal = inner_normal
    with learning(True):
        other.forward(data.images[:7])
        other.backward(np.ones((7, 4), np.float32))
    np.testing.assert_array_equal(network.layers[2].running_mean, averages)
    np.testing.assert_array_equal(inner.running_mean, inner_average)
    assert inner.normal is inner_normal
    assert network.layers[7].state()["random"] == random
    shared = other.parameters()["05_Residual_01_Convolution_filters"]
    assert (shared is network.parameters()["05_Residual_01_Convolution_filters"]) == (
        way == "replica"
    )


def test_the_table_counts_what_a_block_holds():
    rows = small_network().summary().rows
    residual, normalization = rows[4], rows[2]
    assert (residual.parameters, residual.shape) == (2 * 9 * 16 + 8, (6, 6, 4))
    assert residual.macs == 2 * 36 * 9 * 16 + 36 * 4
    assert (normalization.parameters, normalization.macs) == (8, 36 * 4)


# Files


def test_running_averages_and_random_numbers_come_back_from_a_file(tiny_set, tmp_path):
    data, network = tiny_set(50), small_network()
    train(network, data, **settings(SGD(0.05)))
    network.save(tmp_path / "network.npz")
    other = small_network(seed=1)
    other.load_parameters(tmp_path / "network.npz")
    np.testing.assert_array_equal(
        other.predict_proba(data.images), network.predict_proba(data.images)
    )
    with learning(True):
        np.testing.assert_array_equal(other.forward(data.images), network.forward(data.images))


def test_a_file_without_the_averages_is_refused(tiny_set, tmp_path):
    network = small_network()
    np.savez(tmp_path / "old.npz", **network.parameters())
    with pytest.raises(ValueError, match="state of other layers"):
        network.load_parameters(tmp_path / "old.npz")


def test_load_does_not_make_up_such_a_network(tmp_path):
    small_network().save(tmp_path / "network.npz")
    with pytest.raises(ValueError, match="unknown layer BatchNormalization: build the network"):
        Network.load(tmp_path / "network.npz")


def test_explain_refuses_it(tmp_path):
    rng = np.random.default_rng(0)
    rows = [Division(255), BatchNormalization(1), Vectorization(), Dense(784, 10, rng=rng)]
    with pytest.raises(ValueError, match="BatchNormalization"):
        Network(rows).explain(tmp_path / "page.html")
    assert not (tmp_path / "page.html").exists()


@pytest.mark.parametrize("make", [lambda: Adam(0.01, weight_decay=0.1), lambda: SGD(0.05)])
def test_a_run_that_was_stopped_goes_on_bit_for_bit(make, tiny_set, tmp_path):
    class Stop(Exception):
        pass

    def stop_at_7(step, steps):
        if stopping and step == 7:
            seen.append(step)
            if len(seen) > 1:  # the first look is the table of all rates
                raise Stop
        return 0.02

    data, whole, stopping, seen = tiny_set(50), small_network(), False, []
    run = {"epochs": 3, "schedule": stop_at_7}
    losses = train(whole, data, **settings(make()), **run).losses
    stopping = True
    with pytest.raises(Stop):
        train(small_network(), data, checkpoint=tmp_path / "run.npz", **settings(make()), **run)
    stopping, network = False, small_network()
    history = train(network, data, checkpoint=tmp_path / "run.npz", **settings(make()), **run)
    assert history.losses == losses
    for name, array in whole.parameters().items():
        np.testing.assert_array_equal(network.parameters()[name], array)
    np.testing.assert_array_equal(network.layers[2].running_mean, whole.layers[2].running_mean)


def test_a_block_with_a_layer_that_keeps_something_untold_is_not_saved(tmp_path):
    class Counter(Layer):
        def __init__(self):
            self.calls = 0

        def forward(self, x):
            self.calls += 1
            return x * self.calls

    network = Network([Residual([Counter()]), Dense(4, 3)], (4,))
    with pytest.raises(ValueError, match=r"Counter\(\) may keep more than its parameters"):
        network.save(tmp_path / "network.npz")


# Adam


def quadratic(optimizer, steps):
    """Steps down ½ (θ - 3)² / 10 from 0, in the bias of a layer; its values on the way."""
    network, values = Network([Dense(1, 1)], (1,)).astype(np.float64), []
    layer = network.layers[0]
    layer.params["weights"][...] = 1
    for _ in range(steps):
        bias = layer.params["bias"]
        layer.grads = {"weights": np.zeros((1, 1)), "bias": (bias - 3) / 10}
        optimizer.step(network)
        values.append(float(bias[0]))
    return values, float(layer.params["weights"][0, 0])


def test_adam_by_its_formula():
    rate, b1, b2, epsilon = 0.1, 0.8, 0.9, 1e-3
    values, _ = quadratic(Adam(rate, b1, b2, epsilon), 5)
    theta, m, v = 0.0, 0.0, 0.0
    for t, value in enumerate(values, start=1):
        g = (theta - 3) / 10
        m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g**2
        theta -= rate * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + epsilon)
        assert value == pytest.approx(theta, rel=1e-12)


def test_the_first_step_of_adam_is_the_learning_rate_whatever_the_gradient():
    values, _ = quadratic(Adam(0.01), 1)
    assert values[0] == pytest.approx(0.01, rel=1e-6)


def test_only_what_multiplies_decays():
    values, weight = quadratic(Adam(0.1, weight_decay=0.5), 1)
    assert values[0] == pytest.approx(0.1, rel=1e-6)
    assert weight == pytest.approx(1 - 0.1 * 0.5)


def test_adam_agrees_with_pytorch():
    torch = pytest.importorskip("torch")
    mine, theirs = Dense(3, 2, rng=np.random.default_rng(0)).astype(np.float64), {}
    network = Network([mine], (3,))
    for name, array in mine.params.items():
        theirs[name] = torch.tensor(array.copy(), requires_grad=True)
    groups = [
        {"params": [theirs["weights"]], "weight_decay": 0.1},
        {"params": [theirs["bias"]], "weight_decay": 0.0},
    ]
    twin, optimizer = torch.optim.AdamW(groups, lr=0.02), Adam(0.02, weight_decay=0.1)
    for step in range(20):
        for name, array in mine.params.items():
            mine.grads[name] = numbers(*array.shape, seed=step)
            theirs[name].grad = torch.tensor(mine.grads[name])
        optimizer.step(network)
        twin.step()
    for name, array in mine.params.items():
        np.testing.assert_allclose(array, theirs[name].detach().numpy(), rtol=1e-10)


def test_batch_normalization_agrees_with_pytorch():
    torch = pytest.importorskip("torch")
    layer, twin = BatchNormalization(3).astype(np.float64), torch.nn.BatchNorm2d(3).double()
    x, d_out = numbers(4, 5, 5, 3), numbers(4, 5, 5, 3, seed=1)
    theirs = torch.tensor(x.transpose(0, 3, 1, 2), requires_grad=True)
    layer.training = True
    out, d_x = layer.forward(x), layer.backward(d_out)
    out_of_theirs = twin(theirs)
    out_of_theirs.backward(torch.tensor(d_out.transpose(0, 3, 1, 2)))
    to_ours = (0, 2, 3, 1)
    np.testing.assert_allclose(out, out_of_theirs.detach().numpy().transpose(to_ours), atol=1e-10)
    np.testing.assert_allclose(d_x, theirs.grad.numpy().transpose(to_ours), atol=1e-10)
    np.testing.assert_allclose(layer.grads["gamma"], twin.weight.grad.numpy(), atol=1e-10)
    np.testing.assert_allclose(layer.running_mean, twin.running_mean.numpy(), atol=1e-10)


def test_adam_belongs_to_one_network():
    optimizer = Adam()
    quadratic(optimizer, 1)
    with pytest.raises(ValueError, match="give it an Adam"):
        quadratic(optimizer, 1)


def test_adam_refuses_one_array_under_two_names():
    first, second = Dense(3, 3), Dense(3, 3)
    second.params = first.params
    network = Network([first, second], (3,))
    first.grads = second.grads = {"weights": np.zeros((3, 3)), "bias": np.zeros(3)}
    with pytest.raises(ValueError, match="expected every array under one name"):
        Adam().step(network)


def test_adam_refuses_the_state_of_another_optimizer():
    network = Network([Dense(3, 3)], (3,))
    with pytest.raises(ValueError, match="expected steps, and m and v"):
        Adam().restore(network, {"01_Dense_weights": np.zeros((3, 3))})
