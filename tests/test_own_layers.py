"""A zoo of layers as readers write them: each trains as a plain loop over its passes does.

Every layer stands in a small network, which is trained with any number of workers and compared with
a loop that is written out here: same losses, same parameters, same state of the layer afterwards.
"""

from types import MethodType, SimpleNamespace

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
    train,
)
from scratchcnn.layers.layer import learning

EPOCHS, BATCH, RATE = 2, 8, 0.05  # 20 images: two batches of 8 and one of 4


def rng():
    return np.random.default_rng(7)


# Layers that hold others


class InList(Layer):
    """Its layers stand in a list; parameters are told under names of its own."""

    def __init__(self, *layers):
        self.inner = list(layers)
        for number, layer in enumerate(layers):
            self.params |= {f"{number} {name}": array for name, array in layer.params.items()}

    def forward(self, x):
        for layer in self.inner:
            x = layer.forward(x)
        return x

    def backward(self, d_out):
        for number, layer in reversed(list(enumerate(self.inner))):
            d_out = layer.backward(d_out)
            self.grads |= {f"{number} {name}": array for name, array in layer.grads.items()}
        return d_out


class InTuple(InList):
    def __init__(self, *layers):
        super().__init__(*layers)
        self.inner = tuple(layers)


class InDictionary(Layer):
    def __init__(self, **branches):
        self.branches = branches

    def forward(self, x):
        return sum(branch.forward(x) for branch in self.branches.values())

    def backward(self, d_out):
        return sum(branch.backward(d_out) for branch in self.branches.values())


class InNetwork(Layer):
    """A whole network as one row."""

    def __init__(self):
        self.network = Network([Dense(36, 36, rng=rng()), ReLU()], (36,))
        self.params = dict(self.network.layers[0].params)

    def forward(self, x):
        return self.network.forward(x)

    def backward(self, d_out):
        d_x = self.network.backward(d_out)
        self.grads = dict(self.network.layers[0].grads)
        return d_x


class InHelper(Layer):
    """A helper object keeps the layer, and the arrays of the forward pass."""

    def __init__(self, inner):
        self.helper = SimpleNamespace(layer=inner, seen=[])
        self.params = inner.params

    def forward(self, x):
        self.helper.seen.append(x)
        return self.helper.layer.forward(x)

    def backward(self, d_out):
        self.helper.seen.clear()
        d_x = self.helper.layer.backward(d_out)
        self.grads = self.helper.layer.grads
        return d_x


class Skip(Layer):
    def __init__(self, inner):
        self.inner = inner
        self.params, self.grads = inner.params, inner.grads

    def forward(self, x):
        return x + self.inner.forward(x)

    def backward(self, d_out):
        return d_out + self.inner.backward(d_out)


# Layers that keep something


class Buffer(Layer):
    """Writes into an array that was made in __init__."""

    def __init__(self):
        self.buffer = np.zeros((32, 36))

    def forward(self, x):
        self.buffer[: len(x)] = np.tanh(x)
        return self.buffer[: len(x)].copy()

    def backward(self, d_out):
        return d_out * (1 - self.buffer[: len(d_out)] ** 2)


class Stack(Layer):
    """forward pushes, backward pops."""

    def __init__(self):
        self.stack = []

    def forward(self, x):
        self.stack.append(x)
        return x**2

    def backward(self, d_out):
        return d_out * 2 * self.stack.pop()


class Dropout(Layer):
    def __init__(self, rate=0.3):
        self.rate, self.rng = rate, rng()

    def forward(self, x):
        kept = self.rng.random(x.shape) >= self.rate if self.training else np.ones(x.shape)
        self.scale = kept / (1 - self.rate) if self.training else kept
        return x * self.scale

    def backward(self, d_out):
        return d_out * self.scale


class GlobalDropout(Dropout):
    """Draws from NumPy's global generator."""

    def forward(self, x):
        self.scale = np.random.random(x.shape) >= self.rate if self.training else np.ones(x.shape)  # noqa: NPY002
        return x * self.scale


class BatchNorm(Layer):
    """Statistics of the batch while it learns, running averages while it predicts."""

    def __init__(self, features):
        self.params["scale"] = np.ones(features, np.float32)
        self.mean, self.variance = np.zeros(features), np.ones(features)

    def forward(self, x):
        if self.training:
            mean, variance = x.mean(axis=0), x.var(axis=0)
            self.mean = 0.9 * self.mean + 0.1 * mean
            self.variance = 0.9 * self.variance + 0.1 * variance
        else:
            mean, variance = self.mean, self.variance
        self.spread = np.sqrt(variance + 1e-5)
        self.normal = (x - mean) / self.spread
        return self.normal * self.params["scale"]

    def backward(self, d_out):
        self.grads["scale"] = (d_out * self.normal).sum(axis=0)
        d = d_out * self.params["scale"]
        centred = d - d.mean(axis=0) - self.normal * (d * self.normal).mean(axis=0)
        return centred / self.spread


class Counter(Layer):
    calls = 0

    def forward(self, x):
        if self.training:
            self.calls += 1
        return x * (1 + 1 / (1 + self.calls))

    def backward(self, d_out):
        return d_out * (1 + 1 / (1 + self.calls))


class InSlot(Layer):
    """Keeps its count in a slot, and shows it through a property."""

    __slots__ = ("kept",)

    def __init__(self):
        self.kept = 0

    @property
    def count(self):
        return self.kept

    def forward(self, x):
        self.kept += self.training
        return x / (1 + self.count)

    def backward(self, d_out):
        return d_out / (1 + self.count)


class InClass(Layer):
    """Counts in an attribute of its class."""

    calls = 0

    def forward(self, x):
        InClass.calls += self.training
        return x / (1 + InClass.calls)

    def backward(self, d_out):
        return d_out / (1 + InClass.calls)


def in_closure():
    count = 0

    class Closed(Layer):
        def forward(self, x):
            nonlocal count
            count += self.training
            return x / (1 + count)

        def backward(self, d_out):
            return d_out / (1 + count)

        def told(self):
            return count

    return Closed()


# Layers that look across the batch, or want floats


class Centre(Layer):
    """Subtracts the mean of the batch."""

    def forward(self, x):
        return x - x.mean(axis=0)

    def backward(self, d_out):
        return d_out - d_out.mean(axis=0)


class Standard(Layer):
    """(x - 128) / 128 of the pixels, in the first row."""

    def forward(self, x):
        return (x - 128) / 128

    def backward(self, d_out):
        return d_out / 128


class PerImage(Layer):
    """A normalisation of every image, in the first row."""

    def forward(self, x):
        self.spread = x.std(axis=(1, 2, 3), keepdims=True) + 1
        self.normal = (x - x.mean(axis=(1, 2, 3), keepdims=True)) / self.spread
        return self.normal

    def backward(self, d_out):
        return d_out / self.spread  # not the whole truth, but it is what it is


# Layers of the package, changed


class FrozenDense(Dense):
    def backward(self, d_out):
        super().backward(d_out)
        self.grads = {name: np.zeros_like(array) for name, array in self.params.items()}
        return d_out @ self.params["weights"].T


class FrozenConvolution(Convolution):
    def backward(self, d_out):
        self.grads["filters"] = np.zeros_like(self.params["filters"])
        return self.input_gradient(d_out)


class SharedFrozen(FrozenDense):
    """The same, and it may be shared out: its `backward` counts all the same."""

    shareable = True


def doubled_on_the_object():
    layer = Dense(36, 36, rng=rng())
    layer.forward = MethodType(lambda self, x: 2 * Dense.forward(self, x), layer)
    layer.backward = MethodType(lambda self, d_out: Dense.backward(self, 2 * d_out), layer)
    return layer


# Other layers that people write


class SharedWeights(Layer):
    """One matrix, used twice."""

    def __init__(self):
        self.params["weights"] = (rng().standard_normal((36, 36)) / 6).astype(np.float32)

    def forward(self, x):
        self.x = x
        self.between = np.tanh(x @ self.params["weights"])
        return self.between @ self.params["weights"].T

    def backward(self, d_out):
        weights = self.params["weights"]
        d_between = (d_out @ weights) * (1 - self.between**2)
        self.grads["weights"] = d_out.T @ self.between + self.x.T @ d_between
        return d_between @ weights.T


class Strided(Layer):
    """A 2 × 2 convolution in steps of 2."""

    def __init__(self):
        self.params["filters"] = (rng().standard_normal((2, 2, 1, 3)) / 2).astype(np.float32)

    def forward(self, x):
        self.windows = x.reshape(len(x), 3, 2, 3, 2, 1).transpose(0, 1, 3, 2, 4, 5)
        return np.einsum("nyxijc,ijco->nyxo", self.windows, self.params["filters"])

    def backward(self, d_out):
        self.grads["filters"] = np.einsum("nyxijc,nyxo->ijco", self.windows, d_out)
        d = np.einsum("nyxo,ijco->nyixjc", d_out, self.params["filters"])
        return d.reshape(len(d), 6, 6, 1)

    def output_shape(self, input_shape):
        return (3, 3, 3)


class Depthwise(Layer):
    """One weight for each channel and offset along the rows."""

    def __init__(self):
        self.params["weights"] = rng().standard_normal((3, 1)).astype(np.float32)

    def forward(self, x):
        self.padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (0, 0)))
        weights = self.params["weights"]
        return sum(self.padded[:, :, j : j + 6] * weights[j] for j in range(3))

    def backward(self, d_out):
        gradients = [(self.padded[:, :, j : j + 6] * d_out).sum(axis=(0, 1, 2)) for j in range(3)]
        self.grads["weights"] = np.stack(gradients)
        d_padded = np.zeros_like(self.padded)
        for j in range(3):
            d_padded[:, :, j : j + 6] += d_out * self.params["weights"][j]
        return d_padded[:, :, 1:-1]


class AveragePooling(Layer):
    def forward(self, x):
        return x.reshape(len(x), 3, 2, 3, 2, 1).mean(axis=(2, 4))

    def backward(self, d_out):
        return d_out.repeat(2, axis=1).repeat(2, axis=2) / 4

    def output_shape(self, input_shape):
        return (3, 3, 1)


class Shareable(Layer):
    """Promises to be shareable, and is."""

    shareable = True

    def __init__(self):
        self.params["slope"] = np.full(36, 0.2, np.float32)

    def forward(self, x):
        self.x = x
        return np.where(x > 0.3, x, self.params["slope"] * x)

    def backward(self, d_out):
        below = np.where(self.x > 0.3, 0, d_out)
        self.grads["slope"] = (below * self.x).sum(axis=0)
        return np.where(self.x > 0.3, d_out, self.params["slope"] * d_out)


class NewDictionaries(Layer):
    """Makes a new `grads` at every step, and hands out a view of a buffer."""

    def __init__(self):
        self.params["a"], self.buffer = np.ones(1, np.float32), np.zeros(1)

    def forward(self, x):
        self.x = x
        return x * self.params["a"]

    def backward(self, d_out):
        self.buffer[:] = (self.x * d_out).sum()
        self.grads = {"a": self.buffer[:]}
        return d_out * self.params["a"]


class Residual(Network):
    """A network with a forward and a backward pass of its own."""

    def forward(self, images):
        division, flat, block, last = self.layers
        self.flat = flat.forward(division.forward(self.as_floats(images)))
        return last.forward(self.flat + block.forward(self.flat))

    def backward(self, d_logits):
        division, flat, block, last = self.layers
        d = last.backward(d_logits)
        return division.backward(flat.backward(d + block.backward(d)))

    def astype(self, dtype):
        return Residual(super().astype(dtype).layers, self.input_shape)


def in_the_middle(*own):
    return Network(
        [Division(255), Vectorization(), *own, Dense(36, 4, rng=rng())], (6, 6, 1)
    )  # fmt: skip


def at_the_front(*own, numbers=36):
    layers = [*own, Vectorization(), Dense(numbers, 4, rng=rng())]
    return Network(layers, (6, 6, 1))


def dense():
    return Dense(36, 36, rng=rng())


ZOO = {
    "layers in a list": lambda: in_the_middle(InList(dense(), ReLU(), dense())),
    "layers in a tuple": lambda: in_the_middle(InTuple(dense(), ReLU())),
    "layers in a dictionary": lambda: in_the_middle(InDictionary(one=ReLU(), other=Centre())),
    "a division in a list": lambda: at_the_front(InList(Division(255))),
    "a network in a row": lambda: in_the_middle(InNetwork()),
    "a layer in a helper": lambda: in_the_middle(InHelper(dense())),
    "a skip": lambda: in_the_middle(Skip(dense())),
    "layers of layers of layers": lambda: in_the_middle(InList(Skip(InList(dense(), ReLU())))),
    "a buffer": lambda: in_the_middle(Buffer()),
    "a stack": lambda: in_the_middle(Stack()),
    "dropout": lambda: in_the_middle(dense(), Dropout()),
    "dropout, global": lambda: in_the_middle(dense(), GlobalDropout()),
    "batch normalization": lambda: in_the_middle(dense(), BatchNorm(36)),
    "batch normalization in the first row": lambda: in_the_middle(BatchNorm(36)),
    "a counter": lambda: in_the_middle(Counter()),
    "a slot and a property": lambda: in_the_middle(InSlot()),
    "an attribute of the class": lambda: in_the_middle(InClass()),
    "a closure": lambda: in_the_middle(in_closure()),
    "the mean of the batch": lambda: in_the_middle(Centre(), dense()),
    "pixels around 128": lambda: at_the_front(Standard()),
    "a normalisation in the first row": lambda: at_the_front(PerImage()),
    "a frozen dense layer": lambda: in_the_middle(FrozenDense(36, 36, rng=rng())),
    "a frozen convolution": lambda: at_the_front(
        Division(255), FrozenConvolution(1, 2, rng=rng()), ReLU(), numbers=72
    ),
    "a frozen dense layer, shareable": lambda: in_the_middle(SharedFrozen(36, 36, rng=rng())),
    "methods replaced on the object": lambda: in_the_middle(doubled_on_the_object()),
    "shared weights": lambda: in_the_middle(SharedWeights()),
    "a strided convolution": lambda: at_the_front(Division(255), Strided(), numbers=27),
    "a depthwise convolution": lambda: at_the_front(Division(255), Depthwise()),
    "average pooling": lambda: at_the_front(Division(255), AveragePooling(), numbers=9),
    "shareable": lambda: in_the_middle(dense(), Shareable()),
    "new dictionaries": lambda: in_the_middle(NewDictionaries()),
    "a network's own passes": lambda: Residual(
        [Division(255), Vectorization(), dense(), Dense(36, 4, rng=rng())], (6, 6, 1)
    ),
}


def build(name):
    InClass.calls = 0
    np.random.seed(3)  # noqa: NPY002
    return ZOO[name]().astype(np.float64)


def by_hand(network, data):
    """Momentum 0.9, written out: the losses of every step."""
    order_rng, loss, losses = np.random.default_rng(0), SoftmaxCrossEntropy(), []
    velocities = [dict.fromkeys(layer.params, 0) for layer in network.layers]
    for _ in range(EPOCHS):
        order = order_rng.permutation(len(data))
        for start in range(0, len(order), BATCH):
            batch = data[order[start : start + BATCH]]
            with learning(True):
                losses.append(loss.forward(passes_of(network)(batch.images), batch.labels))
                back_of(network)(loss.backward())
            for velocity, layer in zip(velocities, network.layers, strict=True):
                for name in layer.params:
                    velocity[name] = 0.9 * velocity[name] + layer.grads[name]
                    layer.params[name] -= RATE * velocity[name]
    return losses


def passes_of(network):
    if isinstance(network, Residual):
        return network.forward

    def forward(images):
        x = images.astype(np.float64)
        for layer in network.layers:
            x = layer.forward(x)
        return x

    return forward


def back_of(network):
    if isinstance(network, Residual):
        return network.backward

    def backward(d):
        for layer in reversed(network.layers):
            d = layer.backward(d)

    return backward


def with_train(network, data, workers):
    optimizer = SGD(RATE, momentum=0.9)
    settings = {"epochs": EPOCHS, "batch_size": BATCH, "optimizer": optimizer, "show": False}
    return train(network, data, workers=workers, **settings).losses


def state(network):
    """What the own layers keep beside parameters: arrays and numbers, by name."""
    kept = {"class": np.array(InClass.calls)}
    for row, layer in enumerate(network.layers):
        values = dict(vars(layer))
        for name in ("count", "told"):
            if hasattr(layer, name):
                value = getattr(layer, name)
                values[name] = value() if callable(value) else value
        for name, value in values.items():
            if isinstance(value, np.ndarray | int | float):
                kept[f"{row} {name}"] = np.asarray(value)
            if isinstance(value, np.random.Generator):
                kept[f"{row} {name}"] = np.array(
                    value.bit_generator.state["state"]["state"] % 2**60
                )
    return kept


def random_state(generator):
    return generator.bit_generator.state["state"]["state"] % 2**60


@pytest.fixture
def data(tiny_set):
    return tiny_set(20)


@pytest.fixture(params=ZOO)
def name(request):
    return request.param


@pytest.mark.parametrize("workers", [None, 1, 2, 3])
def test_it_trains_as_a_plain_loop_does(name, workers, data):
    plain = build(name)
    expected = by_hand(plain, data)
    kept = state(plain)
    network = build(name)
    np.testing.assert_allclose(with_train(network, data, workers), expected, rtol=1e-9)
    for one, other in zip(network.parameters().values(), plain.parameters().values(), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-6, atol=1e-9)
    if "shareable" not in name:  # what workers share out keeps nothing
        now = state(network)
        assert now.keys() == kept.keys()
        for each in kept:
            np.testing.assert_allclose(now[each], kept[each], rtol=1e-6, atol=1e-9, err_msg=each)


@pytest.mark.parametrize("workers", [1, 2])
def test_it_is_the_same_twice_bit_for_bit(name, workers, data):
    runs = []
    for _ in range(2):
        network = build(name)
        losses = with_train(network, data, workers)
        runs.append((losses, [array.tobytes() for array in network.parameters().values()]))
    assert runs[0] == runs[1]


def test_it_predicts_as_a_plain_loop_does(name, data):
    network = build(name)
    with_train(network, data, 2)
    with learning(False):
        expected = passes_of(network)(data.images)
    probabilities = network.predict_proba(data.images)
    np.testing.assert_allclose(probabilities, network.softmax.forward(expected), rtol=1e-9)
    np.testing.assert_array_equal(network.predict(data.images), expected.argmax(axis=1))


def test_a_checkpoint_holds_it_or_one_sentence_says_why_not(name, data, tmp_path):
    def run():
        network, path = build(name), tmp_path / "run.npz"
        settings = {"epochs": EPOCHS, "batch_size": BATCH, "optimizer": SGD(RATE), "show": False}
        return network, train(network, data, checkpoint=path, **settings)

    if "shareable" in name:
        network, history = run()
        again, read = run()  # from the file
        assert read.losses == history.losses
        for one, other in zip(
            network.parameters().values(), again.parameters().values(), strict=True
        ):
            np.testing.assert_array_equal(one, other)
    elif name == "a network's own passes":
        run()
    else:
        with pytest.raises(ValueError, match=r"checkpoint: row \d, .* give it state\(\)"):
            run()


def test_a_method_of_the_package_that_a_reader_replaced_is_the_reader_s(monkeypatch, data):
    def halved(self, d_out):
        return d_out * self.active / 2

    monkeypatch.setattr(ReLU, "backward", halved)
    plain, network = (in_the_middle(dense(), ReLU()).astype(np.float64) for _ in range(2))
    np.testing.assert_allclose(with_train(network, data, 2), by_hand(plain, data), rtol=1e-9)


def test_there_are_enough_of_them():
    assert len(ZOO) >= 25
