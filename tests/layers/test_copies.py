"""Copies of layers and networks: what they share, what they convert, what stays one thing."""

import functools

import numpy as np
import pytest

from scratchcnn import (
    Dataset,
    Dense,
    Division,
    Layer,
    Network,
    ReLU,
    Vectorization,
    check_gradients,
    train,
)
from scratchcnn.layers.copies import copy_as, copy_sharing_parameters, from_package

RNG = np.random.default_rng(0)
IMAGES = RNG.integers(0, 256, (3, 4, 4, 1), dtype=np.uint8)


class Own(Layer):
    """A reader's layer, with whatever a test gives it."""

    def forward(self, x):
        return x

    def backward(self, d_out):
        return d_out


class Save(Layer):
    """One end of a connection past other rows."""

    def forward(self, x):
        self.x = x
        return x / 255

    def backward(self, d_out):
        return d_out / 255 + self.d_x


class AddSaved(Layer):
    """The other end: it holds another row of the network."""

    def __init__(self, saved):
        self.saved = saved

    def forward(self, x):
        return x + self.saved.x

    def backward(self, d_out):
        self.saved.d_x = d_out
        return d_out


def past_other_rows():
    save = Save()
    dense, last = Dense(16, 16, rng=RNG), Dense(16, 4, rng=RNG)
    return Network([Vectorization(), save, dense, AddSaved(save), last], (4, 4, 1))


@pytest.mark.parametrize("copied", [Network.replica, lambda network: network.astype(np.float64)])
def test_a_row_that_holds_another_row_holds_the_copy_of_that_row(copied):
    network = past_other_rows()
    expected = network.forward(IMAGES)
    network.predict(255 - IMAGES)  # now the row holds other numbers
    other = copied(network)
    assert other.layers[3].saved is other.layers[1] is not network.layers[1]
    np.testing.assert_allclose(other.forward(IMAGES), expected, rtol=1e-4)


def test_a_connection_past_other_rows_passes_the_gradient_check():
    assert check_gradients(past_other_rows(), IMAGES, np.array([0, 1, 2]))


class Doubling(Network):
    """A network with a forward pass and an attribute of its own."""

    factor = None

    def forward(self, images):
        return self.factor * super().forward(images)


@pytest.mark.parametrize("copied", [Network.replica, lambda network: network.astype(np.float64)])
def test_a_copy_of_a_subclass_is_one_of_the_subclass(copied):
    network = Doubling([Vectorization(), Dense(16, 4, rng=RNG)], (4, 4, 1))
    network.factor = np.full(4, 2, np.float32)
    other = copied(network)
    assert type(other) is Doubling
    assert other.factor is not network.factor
    assert other.factor.dtype == other.layers[0].dtype
    np.testing.assert_allclose(other.forward(IMAGES), network.forward(IMAGES), rtol=1e-4)


def test_one_array_in_two_rows_stays_one_and_so_does_its_transpose():
    one, equal, turned = (Dense(16, 16, rng=RNG) for _ in range(3))
    equal.params["weights"] = one.params["weights"]
    turned.params["weights"] = one.params["weights"].T
    network = Network([Vectorization(), one, equal, turned], (4, 4, 1)).astype(np.float64)
    _, weights, same, transpose = (layer.params.get("weights") for layer in network.layers)
    assert weights is same
    weights[2, 5] = 7
    assert transpose[5, 2] == 7
    assert one.params["weights"][2, 5] != 7


def views():
    memory = np.asfortranarray(RNG.standard_normal((5, 7)).astype(np.float32))
    cube = np.asfortranarray(RNG.standard_normal((3, 4, 5)).astype(np.float32))
    yield memory, memory
    yield memory, memory.T
    yield memory, memory[::-1, 1:-2]
    yield memory, memory[3]
    yield memory, memory[1:4, ::-3]
    yield cube, cube[2, ::-2, 1:]
    yield cube, cube.transpose(1, 2, 0)[1]


@pytest.mark.parametrize(("memory", "view"), [*views()])
def test_a_view_of_a_parameter_is_a_view_of_its_copy(memory, view):
    layer = Own()
    layer.params["all"], layer.view, layer.holder = memory, view, {"x": [view]}
    other = copy_as(layer, np.dtype(np.float64))
    np.testing.assert_array_equal(other.view, view)
    assert other.view.dtype == other.params["all"].dtype == np.float64
    other.params["all"] *= 2
    np.testing.assert_array_equal(other.view, 2 * view)
    assert other.holder["x"][0] is other.view
    assert not np.shares_memory(other.params["all"], memory)


def test_a_view_of_a_parameter_is_the_same_in_a_copy_that_shares_it():
    layer = Own()
    layer.params["a"] = np.ones((3, 4))
    layer.view, layer.own = layer.params["a"][1:].T, np.zeros(2)
    other = copy_sharing_parameters(layer)
    assert other.view is layer.view
    assert other.own is not layer.own
    assert other.params is layer.params  # where an optimizer may put other arrays
    assert other.grads is not layer.grads


def test_layers_with_one_dictionary_of_gradients_have_one_in_the_copy_too():
    outer = Own()
    outer.inner = Dense(3, 3)
    outer.params, outer.grads = outer.inner.params, outer.inner.grads
    other = copy_sharing_parameters(outer)
    assert other.grads is other.inner.grads is not outer.grads


def test_a_wrapper_around_a_method_of_the_package_is_the_readers(monkeypatch):
    assert from_package(ReLU(), "forward", "backward")
    original = ReLU.forward

    @functools.wraps(original)
    def loud(self, x):
        print("ReLU")
        return original(self, x)

    monkeypatch.setattr(ReLU, "forward", loud)
    assert ReLU.forward.__module__ == original.__module__
    assert not from_package(ReLU(), "forward", "backward")


def test_the_layer_that_cannot_be_copied_is_named():
    layer = Own()
    layer.numbers = (number for number in range(3))
    network = Network([Vectorization(), layer, Dense(16, 4)], (4, 4, 1))
    for copied in (network.replica, layer.replica, lambda: network.astype(np.float64)):
        with pytest.raises(ValueError, match=r"^Own\(\): it holds something that cannot be copied"):
            copied()


class Buffers(Layer):
    """Makes its gradients once, and writes into them, as one who comes from C does."""

    def __init__(self, size=16):
        self.params["scale"] = np.ones(size, np.float32)
        self.grads["scale"] = np.zeros(size, np.float32)

    def forward(self, x):
        self.x = self.check_input(x)
        return self.params["scale"] * self.x

    def backward(self, d_out):
        self.grads["scale"][...] = (d_out * self.x).sum(axis=0)
        return d_out * self.params["scale"]


class Accumulating(Buffers):
    """Sets them to zero, and adds to them."""

    def backward(self, d_out):
        self.grads["scale"].fill(0)
        for row, d in zip(self.x, d_out, strict=True):
            self.grads["scale"] += d * row
        return d_out * self.params["scale"]


class Named(Buffers):
    """Has another name for its buffer."""

    def __init__(self, size=16):
        super().__init__(size)
        self.d_scale = self.grads["scale"]

    def backward(self, d_out):
        np.sum(d_out * self.x, axis=0, out=self.d_scale)
        return d_out * self.params["scale"]


class SharedBuffers(Buffers):
    """Workers may run copies of it."""

    shareable = True

    def backward(self, d_out):
        self.grads["scale"] = self.grads["scale"] * 0 + (d_out * self.x).sum(axis=0)
        return d_out * self.params["scale"]


class Outer(Layer):
    """Holds a layer with buffers, and has its dictionaries."""

    def __init__(self, size=16):
        self.inner = Buffers(size)
        self.params, self.grads = self.inner.params, self.inner.grads

    def forward(self, x):
        return self.inner.forward(x)

    def backward(self, d_out):
        return self.inner.backward(d_out)


@pytest.mark.parametrize("own", [Buffers, Accumulating, Named, SharedBuffers, Outer])
@pytest.mark.parametrize("copied", [Network.replica, lambda network: network.astype(np.float64)])
def test_a_copy_has_buffers_for_gradients_of_its_own(own, copied):
    network = Network([Vectorization(), own(), Dense(16, 4, rng=RNG)], (4, 4, 1))
    d = RNG.standard_normal((3, 4)).astype(np.float32)
    network.forward(IMAGES)
    network.backward(d)
    expected = {name: array.copy() for name, array in network.gradients().items()}
    other = copied(network)
    d = d.astype(other.layers[1].dtype)
    other.forward(2 * (IMAGES // 2))
    other.backward(3 * d)
    for name, array in network.gradients().items():
        np.testing.assert_array_equal(array, expected[name])  # the copy has left them alone
    other.forward(IMAGES)
    other.backward(d)
    for name, array in other.gradients().items():
        np.testing.assert_allclose(array, expected[name], rtol=1e-4, atol=1e-3)
        assert array.dtype == other.layers[1].dtype


@pytest.mark.parametrize("own", [Buffers, Accumulating, Named, SharedBuffers, Outer])
def test_a_layer_with_buffers_passes_the_gradient_check(own):
    assert check_gradients(own(5), RNG.standard_normal((3, 5)))


@pytest.mark.parametrize("own", [Buffers, Accumulating, Named, Outer])
def test_a_layer_with_buffers_learns(own):
    data = Dataset(RNG.integers(0, 256, (12, 4, 4, 1), dtype=np.uint8), np.arange(12) % 4)
    parts = [Division(255), Vectorization(), own(), Dense(16, 4, rng=np.random.default_rng(1))]
    network, one_by_one = Network(parts, (4, 4, 1)), Network(parts, (4, 4, 1)).astype(np.float64)
    history = train(network, data, epochs=3, batch_size=4, show=False)
    expected = train(one_by_one, data, epochs=3, batch_size=4, show=False)
    np.testing.assert_allclose(history.losses, expected.losses, rtol=1e-4)
    assert not np.array_equal(network.layers[2].params["scale"], np.ones(16))


def test_a_copy_of_a_layer_of_the_package_has_no_old_gradients():
    network = Network([Vectorization(), Dense(16, 4, rng=RNG)], (4, 4, 1))
    network.forward(IMAGES)
    network.backward(np.ones((3, 4), np.float32))
    for other in (network.replica(), network.astype(np.float64)):
        assert not other.layers[1].grads
        with pytest.raises(ValueError, match=r"expected backward to store grads"):
            other.gradients()
