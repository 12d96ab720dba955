"""How a batch is shared out. What comes of it is tested with training and with the engine."""

import functools
import threading
import time

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from scratchcnn import SGD, Addition, Convolution, Layer, MaxPooling, ReLU, train
from scratchcnn.engine import machine
from scratchcnn.engine import workers as parallel
from scratchcnn.engine.replica import add_up
from scratchcnn.engine.workers import Workers


def shares(workers, count):
    """The images of each busy worker, and the threads that saw them."""

    def look(replica, part):
        return list(range(count))[part], threading.current_thread()

    parts, threads = zip(*workers.each(look, np.empty(count)), strict=True)
    return list(parts), threads


def test_runs_of_consecutive_images_in_the_workers_order(tiny_network):
    with Workers(tiny_network(), 3) as workers:
        assert shares(workers, 7)[0] == [[0, 1], [2, 3], [4, 5, 6]]
        assert shares(workers, 2)[0] == [[0], [1]]


def test_a_small_batch_is_not_worth_sharing(tiny_network, monkeypatch):
    monkeypatch.setattr(parallel, "MIN_IMAGES_PER_WORKER", 16)
    with Workers(tiny_network(), 2) as workers:
        parts, threads = shares(workers, 31)
        assert parts == [list(range(31))]
        assert threads == (threading.main_thread(),)
        parts, threads = shares(workers, 32)
        assert [len(part) for part in parts] == [16, 16]
        assert threads[0] is threading.main_thread()
        assert threads[1] is not threading.main_thread()


def test_a_prediction_makes_no_more_workers_than_have_work(tiny_network, tiny_set, monkeypatch):
    made = []

    class Noted(Workers):
        def __init__(self, network, count):
            super().__init__(network, count)
            made.append(len(self.replicas))

    monkeypatch.setattr(parallel, "Workers", Noted)
    monkeypatch.setattr(parallel, "available_cores", lambda: 4)
    monkeypatch.setattr(parallel, "MIN_IMAGES_PER_WORKER", 8)
    for count in (1, 15, 16, 100):
        tiny_network().predict(tiny_set(count).images)
    assert made == [1, 1, 2, 4]


def test_the_sum_keeps_what_only_one_of_them_has():
    total = add_up([{}, {"a": np.ones(2)}, {"a": np.full(2, 3.0), "b": np.zeros(1)}])
    np.testing.assert_array_equal(total["a"], [4, 4])
    np.testing.assert_array_equal(total["b"], [0])


@pytest.mark.parametrize("count", [0, -1, 1.5, "2"])
def test_a_number_of_workers_that_is_none(count, tiny_network):
    with pytest.raises(ValueError, match=r"workers: expected a whole number from 1, got"):
        Workers(tiny_network(), count)


def test_one_worker_where_there_are_no_threads(tiny_network, monkeypatch):
    monkeypatch.setattr(machine, "HAS_THREADS", False)
    with Workers(tiny_network(), 3) as workers:
        assert shares(workers, 64) == ([list(range(64))], (threading.main_thread(),))


def test_an_exception_waits_for_the_other_workers(tiny_network):
    finished = []

    def task(replica, part):
        if threading.current_thread() is threading.main_thread():
            raise RuntimeError("mine")
        time.sleep(0.2)
        finished.append(part)

    with Workers(tiny_network(), 2) as workers:
        with pytest.raises(RuntimeError, match="mine"):
            workers.each(task, np.empty(64))
        assert len(finished) == 1


def test_a_gradient_under_two_names_is_not_added_to_itself():
    ones = np.ones(3)
    total = add_up([{"a": ones, "b": ones}, {"a": 2 * ones, "b": 3 * ones}])
    np.testing.assert_array_equal([total["a"], total["b"]], [3 * ones, 4 * ones])


def test_the_limit_of_blas_is_lifted_by_the_last_who_needs_it():
    def threads():
        return {each["num_threads"] for each in threadpool_info() if each["user_api"] == "blas"}

    with threadpool_limits(2, user_api="blas"):
        before = threads()
        first, second = machine.one_blas_thread(), machine.one_blas_thread()
        first.__enter__()
        second.__enter__()
        first.__exit__(None, None, None)
        assert threads() == {1}
        second.__exit__(None, None, None)
        assert threads() == before


# What an optimizer, a schedule or a reader puts in the place of something


class NewArrays:
    """Plain descent that puts another array in the place of each parameter."""

    learning_rate = 0.1

    def step(self, network):
        for layer in network.layers:
            for name, array in layer.params.items():
                layer.params[name] = array - self.learning_rate * layer.grads[name]


class NewDictionaries(NewArrays):
    """The same, and each layer has a new dictionary."""

    def step(self, network):
        for layer in network.layers:
            layer.params = dict(layer.params)
        super().step(network)


class SharedScale(Layer):
    """A layer of a reader's own that may be shared out. It reads a view of its parameter."""

    shareable = True

    def __init__(self):
        self.params["scale"] = np.linspace(0.5, 1, 27, dtype=np.float32)[np.newaxis]
        self.view = self.params["scale"][0]

    def scale(self):
        return self.params["scale"][0]

    def forward(self, x):
        self.x = x
        return x * self.scale()

    def backward(self, d_out):
        self.grads["scale"] = (self.x * d_out).sum(axis=0)[np.newaxis]
        return d_out * self.scale()


class SharedView(SharedScale):
    shareable = True

    def scale(self):
        return self.view


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("extra", [[], [SharedScale]], ids=["the package's", "own"])
@pytest.mark.parametrize("optimizer", [NewArrays, NewDictionaries])
def test_workers_see_the_arrays_that_an_optimizer_has_made(
    optimizer, extra, count, tiny_network, tiny_set
):
    losses = []
    for each in (optimizer(), SGD(NewArrays.learning_rate, momentum=0)):
        network = tiny_network(extra=[build() for build in extra]).astype(np.float64)
        history = train(network, tiny_set(40), batch_size=10, optimizer=each, workers=count)
        losses.append(history.losses)
    assert losses[0] == pytest.approx(losses[1], rel=1e-9)


@pytest.mark.parametrize("count", [1, 2])
def test_workers_see_a_view_of_a_parameter_move(count, tiny_network, tiny_set):
    losses = []
    for kind in (SharedView, SharedScale):
        network = tiny_network(extra=[kind()]).astype(np.float64)
        history = train(network, tiny_set(40), batch_size=10, optimizer=SGD(0.5), workers=count)
        losses.append(history.losses)
    assert losses[0] == pytest.approx(losses[1], rel=1e-9)


def test_another_layer_in_the_middle_of_a_training_is_an_error(tiny_network, tiny_set):
    network = tiny_network()

    def schedule(step, steps):
        if step == 2:
            network.layers[3] = ReLU()
        return 0.1

    with pytest.raises(ValueError, match="layers: expected the same from step to step"):
        train(network, tiny_set(40), batch_size=10, schedule=schedule)


METHODS = [(ReLU, "forward"), (Convolution, "input_gradient"), (MaxPooling, "to_first_winner")]


@pytest.mark.parametrize(("kind", "name"), METHODS)
def test_a_method_that_a_reader_has_put_into_a_class_of_the_package_runs(
    kind, name, tiny_network, tiny_set, monkeypatch
):
    original, calls = getattr(kind, name), []

    @functools.wraps(original)
    def counted(self, *arguments, **named):
        calls.append(name)
        return original(self, *arguments, **named)

    network = tiny_network()
    network.layers[5:5] = [Convolution(3, 3), Addition((3, 3, 3)), ReLU()]  # an engine's business
    monkeypatch.setattr(kind, name, counted)
    train(network, tiny_set(4), epochs=3)
    assert len(calls) >= 3
