"""Training: the optimizer, the schedules, the workers, and the loop that puts them together."""

import math
import signal
import threading

import numpy as np
import pytest

from scratchcnn import (
    SGD,
    Dataset,
    Dense,
    History,
    Layer,
    Network,
    OriginalSchedule,
    SoftmaxCrossEntropy,
    Vectorization,
    WarmupCosine,
    load_mnist,
    models,
    train,
)
from scratchcnn.data.datasets import SAMPLE
from scratchcnn.engine.workers import Workers
from scratchcnn.layers.softmax_cross_entropy import softmax
from scratchcnn.training.batches import shift_randomly


def parameters(network):
    return [array for layer in network.layers for array in layer.params.values()]


def gradients(network):
    return [layer.grads[name] for layer in network.layers for name in layer.params]


def worker_threads():
    return [thread for thread in threading.enumerate() if thread.name.startswith("worker")]


# The optimizer


def one_number(value):
    """A network with a single parameter, to be followed by hand."""
    layer = Layer()
    layer.params["a"] = np.array([value])
    return Network([layer]), layer


def descend(optimizer, layer, network, gradient_list):
    values = []
    for gradient in gradient_list:
        layer.grads["a"] = np.array([gradient])
        optimizer.step(network)
        values.append(layer.params["a"].item())
    return values


def test_plain_sgd():
    network, layer = one_number(1.0)
    assert descend(SGD(0.1, momentum=0), layer, network, [2.0, -1.0]) == pytest.approx([0.8, 0.9])


def test_momentum():
    network, layer = one_number(1.0)
    # velocities 2, 0.5 · 2 + 1 = 2, 0.5 · 2 + 0 = 1
    values = descend(SGD(0.1, momentum=0.5), layer, network, [2.0, 1.0, 0.0])
    assert values == pytest.approx([0.8, 0.6, 0.5])


def test_weight_decay():
    network, layer = one_number(1.0)
    # velocities 2 + 0.1 · 1 = 2.1, 0.5 · 2.1 + 1 + 0.1 · 0.79 = 2.129
    values = descend(SGD(0.1, momentum=0.5, weight_decay=0.1), layer, network, [2.0, 1.0])
    assert values == pytest.approx([0.79, 0.79 - 0.2129])


def test_the_step_is_in_place_and_leaves_gradients_alone(tiny_network):
    network, optimizer = tiny_network(), SGD(0.1, weight_decay=0.1)
    arrays = parameters(network)
    for layer in network.layers:
        layer.grads = {name: np.ones_like(array) for name, array in layer.params.items()}
    optimizer.step(network)
    optimizer.step(network)
    for before, after in zip(arrays, parameters(network), strict=True):
        assert after is before
    for gradient in gradients(network):
        np.testing.assert_array_equal(gradient, np.ones_like(gradient))


def two_rows(first, second):
    """A network of two Dense rows whose weights are these arrays."""
    layers = [Dense(4, 4, rng=np.random.default_rng(1)) for _ in range(2)]
    for layer, weights in zip(layers, (first, second), strict=True):
        layer.params = {"weights": weights}
    return Network(layers, (4,))


def matrix(rows=4):
    return np.random.default_rng(2).standard_normal((rows, 4))


def one_matrix():
    """(memory, first row's weights, second row's, what turns that one's gradient round)"""
    memory = matrix()
    return memory, memory, memory, lambda d: d


def transposed():
    memory = matrix()
    return memory, memory, memory.T, lambda d: d.T


def a_view():
    memory = matrix()
    return memory, memory, memory[:, :], lambda d: d


SHARED = [one_matrix, transposed, a_view]


@pytest.mark.parametrize("momentum", [0, 0.9])
@pytest.mark.parametrize("decay", [0, 0.3])
@pytest.mark.parametrize("share", SHARED)
def test_a_matrix_in_two_rows_is_one_parameter(share, decay, momentum):
    """Compared with forward, backward and update written out: one velocity, both gradients."""
    memory, first, second, turn = share()
    network, optimizer = two_rows(first, second), SGD(0.01, momentum, decay)
    expected, velocity = memory.copy(), 0
    rng = np.random.default_rng(3)
    for _ in range(4):
        x, d = rng.standard_normal((2, 5, 4))
        hidden = x @ expected
        d_second = hidden.T @ d
        d_first = x.T @ (d @ turn(expected).T)
        velocity = momentum * velocity + d_first + turn(d_second) + decay * expected
        expected = expected - 0.01 * velocity
        for layer, d_weights in zip(network.layers, (d_first, d_second), strict=True):
            layer.grads = {"weights": d_weights}
        optimizer.step(network)
        np.testing.assert_allclose(memory, expected, rtol=1e-10)


def decayed(*arrays):
    """What a step of nothing but decay leaves of arrays that are parameters of one layer."""
    layer = Layer()
    layer.params = {str(number): array for number, array in enumerate(arrays)}
    layer.grads = {name: np.zeros_like(array) for name, array in layer.params.items()}
    SGD(1, momentum=0, weight_decay=0.25).step(Network([layer]))


@pytest.mark.parametrize(
    "views",
    [
        lambda memory: [memory, memory[:2]],
        lambda memory: [memory[:2], memory],
        lambda memory: [memory[1], memory.T, memory[:, 2]],
        lambda memory: [memory[::2], memory[1::2]],  # side by side: neither is in the other
        lambda memory: [memory[:, :1], memory[:, 1:]],
        lambda memory: [memory[::-1], memory],
    ],
)
def test_every_number_decays_once(views):
    memory = matrix()
    expected = 0.75 * memory
    decayed(*views(memory))
    np.testing.assert_allclose(memory, expected, rtol=1e-12)


def test_equal_arrays_are_two_parameters():
    memory, other = matrix(), matrix()
    expected = 0.75 * memory
    decayed(memory, other)
    np.testing.assert_allclose(memory, expected, rtol=1e-12)
    np.testing.assert_allclose(other, expected, rtol=1e-12)


def test_every_parameter_has_its_own_velocity(tiny_network):
    network, optimizer = tiny_network().astype(np.float64), SGD(0.1, momentum=0.9)
    before = [array.copy() for array in parameters(network)]
    rng = np.random.default_rng(0)
    steps = [[rng.standard_normal(array.shape) for array in before] for _ in range(2)]
    for step in steps:
        step = iter(step)
        for layer in network.layers:
            layer.grads = {name: next(step) for name in layer.params}
        optimizer.step(network)
    for array, start, first, second in zip(parameters(network), before, *steps, strict=True):
        expected = start - 0.1 * first - 0.1 * (0.9 * first + second)
        np.testing.assert_allclose(array, expected, rtol=1e-12, atol=1e-12)


# The schedules


def test_warmup_cosine_climbs_along_a_line_and_returns_along_a_cosine():
    schedule, steps = WarmupCosine(peak=0.5, warmup=0.2, start=0.1, end=0.05), 99
    rates = [schedule(step, steps) for step in range(steps)]
    assert rates[19] == pytest.approx(0.5)  # one fifth of the way: the peak
    assert max(rates) == rates[19]
    assert rates[9] == pytest.approx(0.3)  # one tenth: half the climb
    assert rates[59] == pytest.approx((0.5 + 0.05) / 2)  # half the way back
    assert rates[39] == pytest.approx(0.05 + 0.45 * (1 + math.cos(math.pi / 4)) / 2)
    assert np.allclose(np.diff(rates[:20]), np.diff(rates[:2])[0])
    assert (np.diff(rates[19:]) < 0).all()
    assert 0.05 < rates[-1] < 0.051


def test_no_step_of_the_default_schedule_is_wasted():
    for steps in (1, 2, 5, 100):
        rates = [WarmupCosine()(step, steps) for step in range(steps)]
        assert min(rates) > 0
        assert max(rates) <= 0.03


def test_without_warmup_the_peak_comes_first():
    rates = [WarmupCosine(0.1, warmup=0)(step, 10) for step in range(10)]
    assert rates == sorted(rates, reverse=True)


def test_the_original_schedule_epoch_by_epoch():
    published = [
        *(0.00001, 0.00034, 0.00067),
        *(0.001, 0.000952, 0.000811, 0.000592, 0.000316, 0.00001),
    ]
    steps = 9 * 7
    rates = [OriginalSchedule()(step, steps) for step in range(steps)]
    for epoch, rate in enumerate(published):
        for step in range(7 * epoch, 7 * epoch + 7):
            assert rates[step] == pytest.approx(rate, abs=5e-7)  # as printed, six decimals


# The workers


@pytest.mark.parametrize("count", [1, 2, 3, 5])
@pytest.mark.parametrize("batch", [1, 2, 16, 17, 50])
def test_a_step_of_the_workers_is_a_step_of_the_whole_batch(count, batch, tiny_network, tiny_set):
    data = tiny_set(batch)
    network, plain = (tiny_network().astype(np.float64) for _ in range(2))
    loss = SoftmaxCrossEntropy()
    expected = loss.forward(plain.forward(data.images), data.labels)
    plain.backward(loss.backward())
    with Workers(network, count) as workers:
        assert workers.step(data.images, data.labels) == pytest.approx(expected, rel=1e-12)
    for ours, theirs in zip(gradients(network), gradients(plain), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize("build", [models.cnn, models.mlp])
def test_a_step_of_the_real_networks(build):
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (37, 28, 28, 1), dtype=np.uint8)
    labels = rng.integers(0, 10, 37)
    network, plain = (build().astype(np.float64) for _ in range(2))
    loss = SoftmaxCrossEntropy()
    expected = loss.forward(plain.forward(images), labels)
    plain.backward(loss.backward())
    with Workers(network, 2) as workers:
        assert workers.step(images, labels) == pytest.approx(expected, rel=1e-12)
    for ours, theirs in zip(gradients(network), gradients(plain), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-10 * np.abs(theirs).max())


def test_a_second_step_does_not_add_to_the_first(tiny_network, tiny_set):
    network, data = tiny_network(), tiny_set(40)
    with Workers(network, 2) as workers:
        workers.step(data.images, data.labels)
        first = [array.copy() for array in gradients(network)]
        workers.step(data.images, data.labels)
    for one, two in zip(first, gradients(network), strict=True):
        np.testing.assert_array_equal(one, two)


# The loop


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_the_same_seed_gives_the_same_weights_bit_for_bit(workers, tiny_network, tiny_set):
    runs = []
    for _ in range(2):
        network = tiny_network()
        history = train(
            network, tiny_set(70), epochs=3, batch_size=33, shift=1, seed=5, workers=workers
        )
        runs.append((history.losses, [array.tobytes() for array in parameters(network)]))
    assert runs[0] == runs[1]


def test_the_same_seed_gives_the_same_cnn_bit_for_bit(sample):
    runs = []
    for _ in range(2):
        network = models.cnn()
        train(network, sample[0][:200], batch_size=50, seed=5, workers=2)
        runs.append([array.tobytes() for array in parameters(network)])
    assert runs[0] == runs[1]


def test_another_seed_takes_another_order(tiny_network, tiny_set):
    losses = [
        train(tiny_network(), tiny_set(70), seed=seed, workers=1).losses for seed in (0, 0, 1)
    ]
    assert losses[0] == losses[1] != losses[2]


def test_the_number_of_workers_changes_nothing_but_the_rounding(tiny_network, tiny_set):
    results = []
    for workers in (1, 2, 3):
        network = tiny_network()
        train(network, tiny_set(70), epochs=3, batch_size=33, workers=workers)
        results.append(parameters(network))
    for other in results[1:]:
        for ours, theirs in zip(results[0], other, strict=True):
            np.testing.assert_allclose(theirs, ours, rtol=0, atol=1e-5)


def test_float64_networks_can_be_trained(tiny_network, tiny_set):
    results = []
    for workers in (1, 2, 3):
        network = tiny_network().astype(np.float64)
        train(network, tiny_set(70), epochs=3, batch_size=33, workers=workers)
        results.append(parameters(network))
        assert {array.dtype for array in results[-1]} == {np.dtype(np.float64)}
    for other in results[1:]:
        for ours, theirs in zip(results[0], other, strict=True):
            np.testing.assert_allclose(theirs, ours, rtol=0, atol=1e-12)


def test_one_epoch_by_hand(tiny_network, tiny_set):
    network, plain = (tiny_network().astype(np.float64) for _ in range(2))
    data, loss, losses = tiny_set(10), SoftmaxCrossEntropy(), []
    order = np.random.default_rng(3).permutation(10)
    for batch in (order[:4], order[4:8], order[8:]):  # the last one is short
        losses.append(loss.forward(plain.forward(data.images[batch]), data.labels[batch]))
        plain.backward(loss.backward())
        for layer in plain.layers:
            for name, array in layer.params.items():
                array -= 0.1 * layer.grads[name]
    history = train(network, data, batch_size=4, seed=3, optimizer=SGD(0.1, momentum=0), workers=2)
    assert history.losses == pytest.approx(losses, rel=1e-12)
    for ours, theirs in zip(parameters(network), parameters(plain), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-11, atol=1e-13)


class Own(Layer):
    """A layer of the reader's own, so that no worker gets a copy."""

    def forward(self, x):
        return x

    def backward(self, d_out):
        return d_out


@pytest.mark.parametrize("runner", ["engine", "layer by layer", "as written"])
def test_smoothed_labels_by_hand(runner, tiny_network, tiny_set, monkeypatch):
    """1 - ε and an equal part of ε for each of 4 classes; ε falls from 0.3 to 0 in three steps."""
    if runner == "layer by layer":
        monkeypatch.setattr("scratchcnn.engine.workers.engine_for", lambda _: None)
    extra = [Own()] if runner == "as written" else []
    network, plain = (tiny_network(extra=extra).astype(np.float64) for _ in range(2))
    data, losses = tiny_set(70), []
    order = np.random.default_rng(3).permutation(70)
    for batch, ε in ((order[:33], 0.3), (order[33:66], 0.2), (order[66:], 0.1)):
        y = (1 - ε) * np.eye(4)[data.labels[batch]] + ε / 4
        p = softmax(plain.forward(data.images[batch]))
        losses.append(-np.log(p[np.arange(len(batch)), data.labels[batch]]).mean())
        plain.backward((p - y) / len(batch))
        SGD(0.1, momentum=0).step(plain)
    settings = {"batch_size": 33, "seed": 3, "optimizer": SGD(0.1, momentum=0), "workers": 2}
    history = train(network, data, smoothing=0.3, **settings)
    assert history.losses == pytest.approx(losses, rel=1e-9)
    for ours, theirs in zip(parameters(network), parameters(plain), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-8, atol=1e-11)


@pytest.mark.parametrize("batch_size", [1, 2, 100])
def test_batches_smaller_than_the_number_of_workers(batch_size, tiny_network, tiny_set):
    network = tiny_network()
    history = train(network, tiny_set(5), batch_size=batch_size, workers=3)
    assert len(history.losses) == history.steps_per_epoch == math.ceil(5 / batch_size)
    assert all(np.isfinite(array).all() for array in parameters(network))


def test_history(tiny_network, tiny_set):
    network, test_set = tiny_network(), tiny_set(12, seed=1)
    history = train(network, tiny_set(10), test_set, epochs=3, batch_size=4, workers=2)
    assert history.steps_per_epoch == 3
    assert len(history.losses) == len(history.learning_rates) == 9
    assert history.learning_rates == [WarmupCosine()(step, 9) for step in range(9)]
    assert len(history.test_accuracies) == 3
    accuracy = (network.predict(test_set.images) == test_set.labels).mean()
    assert history.test_accuracies[-1] == pytest.approx(accuracy)
    assert history.images == 30
    assert history.seconds > 0
    assert history.images_per_second == pytest.approx(30 / history.seconds)
    assert not history.interrupted
    assert "9 steps" in repr(history)
    assert f"test accuracy {accuracy:.2%}" in repr(history)


def test_an_empty_history():
    assert History().images_per_second == 0
    assert repr(History()) == "History(0 steps, 0.0 s)"


def test_an_optimizer_of_ones_own_keeps_its_rate(tiny_network, tiny_set):
    history = train(tiny_network(), tiny_set(8), batch_size=4, optimizer=SGD(0.3), workers=1)
    assert history.learning_rates == [0.3, 0.3]


def test_any_function_is_a_schedule(tiny_network, tiny_set):
    asked = []

    def schedule(step, steps):
        asked.append((step, steps))
        return 0.01 * (step + 1)

    history = train(
        tiny_network(), tiny_set(8), epochs=2, batch_size=4, schedule=schedule, workers=1
    )
    assert asked == [(0, 4), (1, 4), (2, 4), (3, 4)]
    assert history.learning_rates == pytest.approx([0.01, 0.02, 0.03, 0.04])


def test_training_leaves_the_images_untouched(tiny_network, tiny_set):
    data = tiny_set(20)
    kept = data.images.copy(), data.labels.copy()
    data.images.flags.writeable = data.labels.flags.writeable = False
    train(tiny_network(), data, data, shift=2, workers=2)
    np.testing.assert_array_equal(data.images, kept[0])
    np.testing.assert_array_equal(data.labels, kept[1])


def test_twenty_digits_are_learnt_by_heart(sample):
    network, few = models.cnn(), sample[0][:20]
    history = train(network, few, few, epochs=40, batch_size=10)
    assert history.test_accuracies[-1] == 1
    np.testing.assert_array_equal(network.predict(few.images), few.labels)


def test_the_cnn_learns_to_read(monkeypatch, capsys):
    monkeypatch.setenv("SCRATCHCNN_DATA", str(SAMPLE))
    train_set, test_set = load_mnist()
    history = train(models.cnn(), train_set, test_set, epochs=2)
    assert history.test_accuracies[-1] > 0.9
    assert capsys.readouterr().out.count("\n") == 1  # no bar where nobody looks


def test_the_mlp_learns_to_read(sample):
    history = train(models.mlp(), *sample, epochs=2)
    assert history.test_accuracies[-1] > 0.85


# Shifts


def test_shifted_images_are_the_loops():
    images = np.random.default_rng(0).integers(1, 256, (30, 5, 6, 2), dtype=np.uint8)
    kept = images.copy()
    images.flags.writeable = False
    shifted = shift_randomly(images, 2, np.random.default_rng(1))
    np.testing.assert_array_equal(images, kept)
    assert shifted.shape == images.shape
    assert shifted.dtype == np.uint8
    moves = set()
    for image, result in zip(images, shifted, strict=True):
        found = [
            (dy, dx)
            for dy in range(-2, 3)
            for dx in range(-2, 3)
            if np.array_equal(result, moved(image, dy, dx))
        ]
        assert len(found) == 1  # by whole pixels, within the bounds, zeros move in
        moves.update(found)
    assert {dy for dy, _ in moves} == {dx for _, dx in moves} == {-2, -1, 0, 1, 2}


def moved(image, dy, dx):
    """The image with every pixel dy lower and dx further right, as far as it stays inside."""
    height, width, _ = image.shape
    result = np.zeros_like(image)
    for y in range(height):
        for x in range(width):
            if 0 <= y + dy < height and 0 <= x + dx < width:
                result[y + dy, x + dx] = image[y, x]
    return result


def test_no_shift_is_the_identity():
    images = np.random.default_rng(0).integers(0, 256, (4, 5, 5, 1), dtype=np.uint8)
    np.testing.assert_array_equal(shift_randomly(images, 0, np.random.default_rng(0)), images)


# Interruptions and errors


class Pressing(Layer):
    """In one of its forward passes, it is as if somebody pressed Ctrl-C, so many times."""

    def __init__(self, times):
        self.times, self.calls = times, 0

    def forward(self, x):
        self.calls += 1
        if self.calls == 3:
            for _ in range(self.times):
                signal.raise_signal(signal.SIGINT)
        return x.copy()

    def backward(self, d_out):
        return d_out.copy()


@pytest.fixture
def ordinary_control_c():
    """The handler that Python and Jupyter have; a job in the background ignores Ctrl-C."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("times, steps", [(1, 3), (2, 2), (5, 2)])
def test_control_c_waits_for_the_step_and_pressed_twice_does_not(
    times, steps, tiny_network, tiny_set, ordinary_control_c
):
    network, data = tiny_network(), tiny_set(12)
    network.layers.insert(0, Pressing(times))
    history = train_to_the_end(network, data, epochs=5, batch_size=4, workers=1)
    assert history.interrupted
    assert len(history.losses) == steps
    assert worker_threads() == []


class Tripwire(Layer):
    """Passes everything on, until `armed` is set and `hit(x)` is true: then it raises."""

    def __init__(self, error, hit=lambda x: True):
        super().__init__()
        self.error, self.hit, self.armed = error, hit, threading.Event()  # shared by replicas

    def forward(self, x):
        if self.armed.is_set() and self.hit(x):
            raise self.error
        return x.copy()

    def backward(self, d_out):
        return d_out.copy()

    def from_step(self, number):
        """A schedule that arms the wire when training comes to that step."""

        def schedule(step, steps):
            if step == number:
                self.armed.set()
            return 0.02

        return schedule


PLACES = pytest.mark.parametrize("place", [0, 3, 7], ids=["first layer", "in between", "last"])
WORKERS = pytest.mark.parametrize("workers", [1, 2, 3])


def train_to_the_end(*arguments, **named):
    """train, for tests in which an interruption must not leave it."""
    try:
        return train(*arguments, **named)
    except KeyboardInterrupt:  # it would end pytest
        pytest.fail("the interruption was passed on")


def is_white(x):
    return (x.reshape(len(x), -1) == 255).all(axis=1).any()


@PLACES
@WORKERS
def test_an_interruption_ends_training_and_keeps_what_was_learnt(
    place, workers, tiny_network, tiny_set
):
    network, data, wire = tiny_network(), tiny_set(12), Tripwire(KeyboardInterrupt())
    network.layers.insert(place, wire)
    history = train_to_the_end(
        network, data, data, epochs=5, batch_size=4, schedule=wire.from_step(2), workers=workers
    )
    assert history.interrupted
    assert len(history.losses) == len(history.learning_rates) == 2
    assert history.images == 8
    assert history.test_accuracies == []
    assert repr(history).endswith(", interrupted)")
    for array, start in zip(parameters(network), parameters(tiny_network()), strict=True):
        assert (array != start).any()
        assert np.isfinite(array).all()
    assert worker_threads() == []


@WORKERS
def test_an_interruption_while_the_test_set_is_measured(workers, tiny_network, tiny_set):
    network, wire = tiny_network(), Tripwire(KeyboardInterrupt(), is_white)
    network.layers.insert(0, wire)
    white = Dataset(np.full((4, 6, 6, 1), 255, np.uint8), np.zeros(4, int))
    history = train_to_the_end(
        network,
        tiny_set(12),
        white,
        epochs=5,
        batch_size=4,
        schedule=wire.from_step(0),
        workers=workers,
    )
    assert history.interrupted
    assert len(history.losses) == 3
    assert history.test_accuracies == []
    assert worker_threads() == []


@PLACES
@WORKERS
def test_an_exception_in_a_worker_reaches_the_caller(place, workers, tiny_network, tiny_set):
    network, wire = tiny_network(), Tripwire(ZeroDivisionError("my own mistake"))
    network.layers.insert(place, wire)
    with pytest.raises(ZeroDivisionError, match="my own mistake"):
        train(network, tiny_set(40), schedule=wire.from_step(1), epochs=2, workers=workers)
    assert worker_threads() == []


@WORKERS
def test_an_exception_in_a_single_worker_reaches_the_caller(workers, tiny_network, tiny_set):
    network, wire = tiny_network(), Tripwire(ZeroDivisionError("my own mistake"), is_white)
    network.layers.insert(0, wire)
    images = tiny_set(40).images
    images[23] = 255  # one image in all
    data = Dataset(images, tiny_set(40).labels)
    with pytest.raises(ZeroDivisionError, match="my own mistake"):
        train(network, data, batch_size=40, schedule=wire.from_step(0), workers=workers)
    assert worker_threads() == []


def test_no_thread_is_left_behind(tiny_network, tiny_set):
    before = set(threading.enumerate())
    train(tiny_network(), tiny_set(40), tiny_set(4), workers=3)
    assert worker_threads() == []
    assert set(threading.enumerate()) <= before


def test_blas_has_its_threads_back(tiny_network, tiny_set):
    threadpoolctl = pytest.importorskip("threadpoolctl")

    def threads():
        return [pool["num_threads"] for pool in threadpoolctl.threadpool_info()]

    with threadpoolctl.threadpool_limits(2):
        before = threads()
        train(tiny_network(), tiny_set(40), workers=2)
        assert threads() == before


# Layers and networks of a reader's own


class Hiding(Layer):
    """It holds a layer with parameters, and may tell them."""

    def __init__(self, told):
        self.inner = [Dense(36, 36)]
        self.params = self.inner[0].params if told else {}
        self.grads = self.inner[0].grads

    def forward(self, x):
        return self.inner[0].forward(x)

    def backward(self, d_out):
        return self.inner[0].backward(d_out)


def test_parameters_that_no_row_tells_are_named_for_they_stay_as_they_are(tiny_set):
    network = Network([Vectorization(), Hiding(told=False), Dense(36, 4)], (6, 6, 1))
    message = r"row 2, Hiding\(\) holds Dense\(.*36.*\), whose \w+ training leaves as it is"
    before = {name: array.copy() for name, array in network.layers[1].inner[0].params.items()}
    with pytest.warns(UserWarning, match=message) as told:
        train(network, tiny_set(4))
    assert told[0].filename == __file__
    for name, array in network.layers[1].inner[0].params.items():
        np.testing.assert_array_equal(array, before[name])
    network.layers[1] = Hiding(told=True)
    train(network, tiny_set(4))  # a warning would be an error


class Counting(Network):
    """A network with a forward pass of its own, which counts."""

    calls = 0

    def forward(self, images):
        self.calls += 1
        return super().forward(images)


def test_a_network_of_ones_own_runs_in_its_steps_and_in_no_other_place(tiny_set):
    network = Counting([Vectorization(), Dense(36, 4)], (6, 6, 1))
    train(network, tiny_set(12), tiny_set(5), batch_size=4)
    assert network.calls == 3 + 1


def test_a_parameter_that_cannot_be_changed_is_named_before_others_have_moved(
    tiny_network, tiny_set
):
    network = tiny_network()
    network.layers[-1].params["bias"].flags.writeable = False
    before = [array.copy() for array in parameters(network)]
    with pytest.raises(ValueError, match="07_Dense_bias: expected an array that can be changed"):
        train(network, tiny_set(4))
    for array, old in zip(parameters(network), before, strict=True):
        np.testing.assert_array_equal(array, old)
