"""Networks with a reader's own layers. That they train as a plain loop does: test_own_layers."""

import sys
import threading
import types

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from scratchcnn import Convolution, Dense, Layer, Network, ReLU, Vectorization, train
from scratchcnn.engine.as_written import AsWritten


class Own(Layer):
    """Passes everything on."""

    def forward(self, x):
        return x

    def backward(self, d_out):
        return d_out


class Slow(Own):
    """It needs what its forward pass kept, and hands over to other threads on the way."""

    def forward(self, x):
        self.x = x
        threading.Event().wait(0.001)
        return np.tanh(x)

    def backward(self, d_out):
        return d_out * (1 - np.tanh(self.x) ** 2)


def parameters(network):
    return {name: array.copy() for name, array in network.parameters().items()}


def test_one_thread_may_predict_while_another_one_trains(tiny_network, tiny_set):
    def run(meanwhile):
        network, finished = tiny_network(extra=[Slow()]), threading.Event()

        def predict():
            while not finished.is_set():
                meanwhile(network)

        thread = threading.Thread(target=predict)
        thread.start()
        losses = train(network, tiny_set(64), epochs=4, batch_size=16).losses
        finished.set()
        thread.join()
        return losses

    alone = run(lambda network: threading.Event().wait(0.001))
    assert run(lambda network: network.predict(tiny_set(16).images)) == alone


class BlasThreads(Own):
    """Notes how many threads a matrix product has."""

    def __init__(self):
        self.found = set()

    def forward(self, x):
        pools = [pool for pool in threadpool_info() if pool["user_api"] == "blas"]
        self.found |= {pool["num_threads"] for pool in pools}
        return x


def test_matrix_products_have_one_thread_and_all_their_threads_afterwards(tiny_network, tiny_set):
    network = tiny_network(extra=[BlasThreads()])
    with threadpool_limits(2, user_api="blas"):
        train(network, tiny_set(8))
        network.predict(tiny_set(4).images)
        assert network.layers[6].found == {1}
        network.forward(tiny_set(4).images)
        assert network.layers[6].found == {1, 2}


class Training(Own):
    """Notes what `training` is, for all copies in one list."""

    seen = []  # noqa: RUF012

    def forward(self, x):
        self.seen.append(("forward", self.training))
        return x

    def backward(self, d_out):
        self.seen.append(("backward", self.training))
        return d_out


class SharedTraining(Training):
    shareable = True


class InList(Own):
    def __init__(self):
        self.inner = [Training()]

    def forward(self, x):
        return self.inner[0].forward(x)

    def backward(self, d_out):
        return self.inner[0].backward(d_out)


@pytest.mark.parametrize("kind", [Training, SharedTraining, InList])
def test_training_is_true_in_steps_and_false_in_predictions(kind, tiny_network, tiny_set):
    Training.seen.clear()
    layer, images = kind(), tiny_set(4).images
    network = tiny_network(extra=[layer])
    train(network, tiny_set(8), tiny_set(4), batch_size=4, epochs=1, workers=1)
    step, look = [("forward", True), ("backward", True)], ("forward", False)
    assert Training.seen[-5:] == [*step, *step, look]
    Training.seen.clear()
    noting = layer.inner[0] if kind is InList else layer
    noting.training = True  # by hand, for passes by hand
    network.predict(images)
    network.outputs(images)
    assert set(Training.seen) == {look}
    network.forward(images)
    assert Training.seen[-1] == ("forward", True)


def test_training_in_the_middle_of_a_prediction_is_training(tiny_network, tiny_set):
    class Teacher(Own):
        def forward(self, x):
            train(self.student, tiny_set(8))
            self.student.predict(tiny_set(4).images)
            self.after = self.training
            return x

    Training.seen.clear()
    teacher = Teacher()
    teacher.student = tiny_network(extra=[Training()])
    tiny_network(extra=[teacher]).predict(tiny_set(4).images)
    assert Training.seen == [("forward", True), ("backward", True), ("forward", False)]
    assert teacher.after is False


def test_an_error_in_a_step_leaves_no_trace_in_the_next(tiny_network, tiny_set):
    class Fails(Own):
        fail = False

        def backward(self, d_out):
            if self.fail:
                raise RuntimeError("my own mistake")
            return d_out

    results = []
    for fail in (True, False):
        network = tiny_network(extra=[Fails()])
        train(network, tiny_set(20))
        before, network.layers[6].fail = parameters(network), fail
        if fail:
            with pytest.raises(RuntimeError, match="my own mistake"):
                train(network, tiny_set(20))
            assert not network.layers[6].training
        for name, array in network.parameters().items():
            np.testing.assert_array_equal(array, before[name])
        network.layers[6].fail = False
        results.append(train(network, tiny_set(20)).losses)
    assert results[0] == results[1]


def test_a_layer_that_stores_no_gradient_any_more_is_frozen(tiny_network, tiny_set):
    class MayFreeze(Dense):
        frozen = False

        def backward(self, d_out):
            return d_out @ self.params["weights"].T if self.frozen else super().backward(d_out)

    layer = MayFreeze(27, 27, rng=np.random.default_rng(0))
    network = tiny_network(extra=[layer])
    train(network, tiny_set(20))
    gradient, kept = layer.grads["weights"], layer.grads["weights"].copy()
    layer.frozen, before = True, parameters(network)
    train(network, tiny_set(20))
    after = parameters(network)
    np.testing.assert_array_equal(after["07_MayFreeze_weights"], before["07_MayFreeze_weights"])
    assert (after["08_Dense_weights"] != before["08_Dense_weights"]).any()
    np.testing.assert_array_equal(gradient, kept)  # who looks at an old one finds it as it was


def test_a_layer_that_never_stores_one_is_an_error(tiny_network, tiny_set):
    class Forgets(Dense):
        def backward(self, d_out):
            return d_out @ self.params["weights"].T

    network = tiny_network(extra=[Forgets(27, 27)])
    with pytest.raises(ValueError, match=r"row 7, Forgets.* to store grads\['weights'\].*got none"):
        train(network, tiny_set(20))


def test_nobody_asks_for_the_gradient_of_the_images_but_an_own_layer_in_the_first_rows(
    tiny_network,
):
    class Frozen(Convolution):
        def backward(self, d_out):
            self.grads["filters"] = np.zeros_like(self.params["filters"])
            return self.input_gradient(d_out)

    later, first, frozen = tiny_network(extra=[Own()]), tiny_network(), tiny_network()
    first.layers.insert(0, Own())
    frozen.layers[1] = Frozen(1, 3)
    assert AsWritten(later).backward_pass() == later.parameter_gradients
    assert AsWritten(first).backward_pass() == first.backward
    assert AsWritten(frozen).backward_pass() == frozen.backward


def test_each_image_must_have_its_logits(tiny_network, tiny_set):
    class Mean(Own):
        def forward(self, x):
            return x.mean(axis=0, keepdims=True)

    class ForgetsToReturn(Own):
        def forward(self, x):
            self.x = x

    network = tiny_network(extra=[Mean()])
    with pytest.raises(ValueError, match="logits: expected those of 10 images, got 1 × 4"):
        network.predict(tiny_set(10).images)
    network.layers[6:] = [ForgetsToReturn()]
    with pytest.raises(ValueError, match="logits: expected numbers, got NoneType"):
        network.predict(tiny_set(10).images)


# One layer in two places


class Holding(Own):
    """Runs a layer that it is given, so many times in a row."""

    def __init__(self, inner, times=1):
        self.inner, self.times = inner, times
        self.params, self.grads = inner.params, inner.grads

    def forward(self, x):
        for _ in range(self.times):
            x = self.inner.forward(x)
        return x

    def backward(self, d_out):
        for _ in range(self.times):
            d_out = self.inner.backward(d_out)
        return d_out


class Stacked(Own):
    """A layer that may stand in two places: it keeps what it needs on a stack."""

    def __init__(self):
        self.stack = []

    def forward(self, x):
        x = self.check_input(x)
        self.stack.append(x)
        return np.tanh(x)

    def backward(self, d_out):
        return self.check_gradient(d_out) * (1 - np.tanh(self.stack.pop()) ** 2)


def in_two_rows(layer):
    return [Holding(layer), Own(), Holding(layer)]


def in_a_loop(layer):
    return [Holding(layer, times=2)]


@pytest.mark.parametrize("places", [in_two_rows, in_a_loop])
def test_a_layer_of_the_package_in_two_places_is_an_error(places, tiny_network, tiny_set):
    network = tiny_network(extra=places(Dense(27, 27)))
    with pytest.raises(
        ValueError, match=r"Dense\(.*\): forward has run more than once in this step"
    ):
        train(network, tiny_set(20))
    network.predict(tiny_set(4).images)  # there is nothing wrong with that
    train(tiny_network(extra=places(Stacked())), tiny_set(20))
    one, other = Dense(27, 27), Dense(27, 27)
    other.params = one.params  # so it is done
    train(tiny_network(extra=[Holding(one), Own(), Holding(other)]), tiny_set(20))


def test_a_network_that_learns_inside_a_step_counts_for_itself(tiny_network, tiny_set):
    class Teacher(Own):
        def __init__(self, student):
            self.student, self.data = student, tiny_set(70)

        def forward(self, x):
            train(self.student, self.data, batch_size=70, workers=1)
            return x

    inner = Network([Vectorization(), Dense(36, 4)], (6, 6, 1))  # in three chunks
    with pytest.warns(UserWarning, match="training leaves as it is"):
        train(tiny_network(extra=[Teacher(inner)]), tiny_set(8))


# A cell of a notebook that defines a class runs again

CELL = """
class Scale(Layer):
    def forward(self, x):
        return {0} * x

    def backward(self, d_out):
        return {0} * d_out

class Mine(Network):
    pass
"""


@pytest.fixture
def notebook(monkeypatch):
    """The module in which cells run."""
    module = types.ModuleType("__main__")
    vars(module).update(Layer=Layer, Network=Network)
    monkeypatch.setitem(sys.modules, "__main__", module)
    return module


def run(cell, notebook):
    exec(cell, vars(notebook))


def test_a_layer_whose_class_was_defined_again_is_named(notebook, tiny_network, tiny_set):
    run(CELL.format(1), notebook)
    network = tiny_network(extra=[notebook.Scale()])
    network.predict(tiny_set(4).images)
    run(CELL.format(2), notebook)
    message = r"row 7, Scale\(\): its class Scale has been defined again .* make it anew"
    with pytest.warns(UserWarning, match=message) as told:
        network.predict_proba(tiny_set(4).images)
    assert told[0].filename == __file__
    with pytest.warns(UserWarning, match=message) as told:
        train(network, tiny_set(4))
    assert told[0].filename == __file__
    network.layers[6] = notebook.Scale()
    train(network, tiny_set(4))  # a warning would be an error


def test_a_network_whose_class_was_defined_again_is_named(notebook, tiny_set):
    run(CELL.format(1), notebook)
    network = notebook.Mine([Vectorization(), Dense(36, 4)], (6, 6, 1))
    run(CELL.format(1), notebook)
    with pytest.warns(UserWarning, match="network: its class Mine has been defined again"):
        network.predict(tiny_set(4).images)
    notebook.Mine = ReLU  # another class under this name has nothing to do with it
    network.predict(tiny_set(4).images)
