"""A zoo of layers as readers write them: each trains as a plain loop over its passes does.

Every layer stands in a small network, which is trained with any number of workers and compared with
a loop that is written out here: same losses, same parameters, same state of the layer afterwards.
"""

import collections
import copy
import dataclasses
import pickle
from types import MethodType, SimpleNamespace

import numpy as np
import pytest

from scratchcnn import (
    SGD,
    Convolution,
    Dense,
    Division,
    Layer,
    MaxPooling,
    Network,
    ReLU,
    SoftmaxCrossEntropy,
    Vectorization,
    train,
)
from scratchcnn.layers.layer import learning

BATCH, RATE, MOMENTUM = 64, 0.05, 0.9
IMAGES = 149  # two batches of 64 and one of 21


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


class Block(Layer):
    """Its layers are attributes, one of them a block itself."""

    def __init__(self, depth):
        self.dense, self.relu = dense(), ReLU()
        self.next = Block(depth - 1) if depth else Stack()
        self.params = {f"{depth} {name}": each for name, each in self.dense.params.items()}
        self.params |= self.next.params

    def forward(self, x):
        return self.next.forward(self.relu.forward(self.dense.forward(x)))

    def backward(self, d_out):
        d_x = self.dense.backward(self.relu.backward(self.next.backward(d_out)))
        own = dict(zip(self.params, self.dense.grads.values(), strict=False))
        self.grads = {**own, **self.next.grads}
        return d_x


class Save(Layer):
    """One end of a connection past other rows: it keeps its input, and adds what comes back."""

    def forward(self, x):
        self.x = x
        return x

    def backward(self, d_out):
        return d_out + self.d_x


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
    saved = Save()
    return in_the_middle(saved, dense(), AddSaved(saved))


# Layers that keep something


class Buffer(Layer):
    """Writes into an array that was made in __init__."""

    def __init__(self):
        self.buffer = np.zeros((256, 36))

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


class Drift(Layer):
    """A running mean that every step moves, in an array that is written over; with a history."""

    def __init__(self):
        self.mean, self.history = np.zeros(36), collections.deque(maxlen=3)

    def forward(self, x):
        if self.training:
            self.mean *= 0.9
            self.mean += 0.1 * x.mean(axis=0)
            self.history.append(self.mean.sum())
        return x - self.mean

    def backward(self, d_out):
        return d_out * 1


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


class InPlace(Layer):
    """Writes into what it is given, forward and backward."""

    def forward(self, x):
        self.dead = x < 0
        x[self.dead] = 0
        return x

    def backward(self, d_out):
        d_out[self.dead] = 0
        return d_out


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


class FrozenHere(Dense):
    """Stores no gradient any more once it has seen two batches."""

    batches = 0

    def backward(self, d_out):
        self.batches += 1
        if self.batches <= 2:
            return super().backward(d_out)
        return d_out @ self.params["weights"].T


class SharedFrozen(FrozenDense):
    """The same, and it may be shared out: its `backward` counts all the same."""

    shareable = True


class SharedFrozenConvolution(FrozenConvolution):
    shareable = True


def doubled_on_the_object():
    layer = Dense(36, 36, rng=rng())
    layer.forward = MethodType(lambda self, x: 2 * Dense.forward(self, x), layer)
    layer.backward = MethodType(lambda self, d_out: Dense.backward(self, 2 * d_out), layer)
    return layer


def forward_replaced_on_the_object():
    layer = ReLU()
    layer.forward = lambda x: ReLU.forward(layer, x - 0.2) + 0.1 * x.mean()
    return layer


class SharedLeaky(ReLU):
    """A subclass that may be shared out, and says so."""

    shareable = True

    def forward(self, x):
        self.slope = np.where(x > 0.2, 1, 0.1)
        return x * self.slope

    def backward(self, d_out):
        return d_out * self.slope


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


class Buffers(Layer):
    """Its gradient is an array that was made in __init__ and is written over."""

    def __init__(self):
        self.params["a"] = np.ones(36)
        self.d_a = self.grads["a"] = np.zeros(36)

    def forward(self, x):
        self.x = x
        return x * self.params["a"]

    def backward(self, d_out):
        np.sum(self.x * d_out, axis=0, out=self.d_a)
        return d_out * self.params["a"]


class Written(Buffers):
    """The same, and `grads` is where it writes."""

    def backward(self, d_out):
        self.grads["a"][...] = (self.x * d_out).sum(axis=0)
        return d_out * self.params["a"]


class Adding(Layer):
    """Adds to the gradient that it finds, as some frameworks do."""

    def __init__(self):
        self.params["a"] = np.ones(36)

    def forward(self, x):
        self.x = x
        return x * self.params["a"]

    def backward(self, d_out):
        self.grads["a"] = self.grads.get("a", 0) + (self.x * d_out).sum(axis=0)
        return d_out * self.params["a"]


class Views(Layer):
    """Two parameters are views of one array, a third name shows it turned and in reverse."""

    def __init__(self):
        both = np.asfortranarray(rng().standard_normal((36, 37)) / 6)
        self.params["weights"], self.params["bias"] = both[:, 1:], both[:, 0]
        self.turned = both[::-1, 1:].T

    def forward(self, x):
        self.x = x
        return x[:, ::-1] @ self.turned.T + self.params["bias"]

    def backward(self, d_out):
        self.grads["weights"] = self.x.T @ d_out
        self.grads["bias"] = d_out.sum(axis=0)
        return d_out @ self.params["weights"].T


class Late(Layer):
    """Makes its parameter when it sees its first batch."""

    def forward(self, x):
        if not self.params:
            self.params["a"] = np.ones(x.shape[1:])
        self.x = x
        return x * self.params["a"]

    def backward(self, d_out):
        self.grads["a"] = (self.x * d_out).sum(axis=0)
        return d_out * self.params["a"]


@dataclasses.dataclass
class Scale(Layer):
    """A dataclass, and the helper that it calls is a property."""

    factor: float

    @property
    def twice(self):
        self.asked = getattr(self, "asked", 0) + self.training
        return 2 * self.factor + 0.1 * self.asked

    def forward(self, x):
        return x * self.twice

    def backward(self, d_out):
        return d_out * (2 * self.factor + 0.1 * self.asked)


class TwoNames(Layer):
    """One array under two names, each with its part of the gradient."""

    def __init__(self):
        weights = rng().standard_normal((36, 36)) / 6
        self.params["there"] = self.params["back"] = weights

    def forward(self, x):
        self.x = x
        self.between = np.tanh(x @ self.params["there"])
        return self.between @ self.params["back"].T

    def backward(self, d_out):
        self.grads["back"] = d_out.T @ self.between
        d_between = (d_out @ self.params["back"]) * (1 - self.between**2)
        self.grads["there"] = self.x.T @ d_between
        return d_between @ self.params["there"].T


def one_array_in_two_rows():
    one, other = dense(), dense()
    other.params["weights"] = one.params["weights"]
    return in_the_middle(one, Counter(), other)


def one_array_and_its_transpose():
    one, other = dense(), dense()
    other.params["weights"] = one.params["weights"].T
    return in_the_middle(one, Counter(), other)


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


class Deep(Network):
    """Leaves a row out in half of its steps: that row has no gradient then."""

    def forward(self, images):
        *first, block, last = self.layers
        x = self.as_floats(images)
        for layer in first:
            x = layer.forward(x)
        self.steps = getattr(self, "steps", 0) + 1
        return last.forward(block.forward(x) if self.steps % 2 else x)

    def backward(self, d_logits):
        *first, block, last = self.layers
        d = last.backward(d_logits)
        d = block.backward(d) if self.steps % 2 else d
        for layer in reversed(first):
            d = layer.backward(d)
        return d


def in_the_middle(*own):
    return Network(
        [Division(255), Vectorization(), *own, Dense(36, 4, rng=rng())], (6, 6, 1)
    )  # fmt: skip


def at_the_front(*own, numbers=36):
    layers = [*own, Vectorization(), Dense(numbers, 4, rng=rng())]
    return Network(layers, (6, 6, 1))


def of_class(cls):
    return cls([Division(255), Vectorization(), dense(), Dense(36, 4, rng=rng())], (6, 6, 1))


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
    "blocks in blocks": lambda: in_the_middle(Block(2)),
    "a connection past other rows": past_other_rows,
    "a buffer": lambda: in_the_middle(Buffer()),
    "a stack": lambda: in_the_middle(Stack()),
    "dropout": lambda: in_the_middle(dense(), Dropout()),
    "dropout, global": lambda: in_the_middle(dense(), GlobalDropout()),
    "batch normalization": lambda: in_the_middle(dense(), BatchNorm(36)),
    "batch normalization in the first row": lambda: in_the_middle(BatchNorm(36)),
    "batch normalization in a list": lambda: in_the_middle(InList(dense(), BatchNorm(36))),
    "dropout in a helper": lambda: in_the_middle(InHelper(Dropout())),
    "a running mean": lambda: in_the_middle(dense(), Drift()),
    "a counter": lambda: in_the_middle(Counter()),
    "a slot and a property": lambda: in_the_middle(InSlot()),
    "an attribute of the class": lambda: in_the_middle(InClass()),
    "a closure": lambda: in_the_middle(in_closure()),
    "the mean of the batch": lambda: in_the_middle(Centre(), dense()),
    "pixels around 128": lambda: at_the_front(Standard()),
    "a normalisation in the first row": lambda: at_the_front(PerImage()),
    "written in place": lambda: in_the_middle(dense(), InPlace()),
    "a frozen dense layer": lambda: in_the_middle(FrozenDense(36, 36, rng=rng())),
    "a frozen convolution": lambda: at_the_front(
        Division(255), FrozenConvolution(1, 2, rng=rng()), ReLU(), numbers=72
    ),
    "a frozen dense layer, shareable": lambda: in_the_middle(SharedFrozen(36, 36, rng=rng())),
    "a dense layer that is frozen later": lambda: in_the_middle(FrozenHere(36, 36, rng=rng())),
    "a frozen convolution, shareable": lambda: at_the_front(
        Division(255), SharedFrozenConvolution(1, 2, rng=rng()), MaxPooling(), numbers=18
    ),
    "a leaky ReLU, shareable": lambda: in_the_middle(dense(), SharedLeaky()),
    "methods replaced on the object": lambda: in_the_middle(doubled_on_the_object()),
    "forward replaced on the object": lambda: in_the_middle(forward_replaced_on_the_object()),
    "shared weights": lambda: in_the_middle(SharedWeights()),
    "a strided convolution": lambda: at_the_front(Division(255), Strided(), numbers=27),
    "a depthwise convolution": lambda: at_the_front(Division(255), Depthwise()),
    "average pooling": lambda: at_the_front(Division(255), AveragePooling(), numbers=9),
    "shareable": lambda: in_the_middle(dense(), Shareable()),
    "new dictionaries": lambda: in_the_middle(NewDictionaries()),
    "gradients in a buffer": lambda: in_the_middle(Buffers()),
    "gradients written over": lambda: in_the_middle(Written()),
    "gradients added up": lambda: in_the_middle(Adding()),
    "gradients added up in a list": lambda: in_the_middle(InList(Adding(), ReLU())),
    "views": lambda: in_the_middle(Views()),
    "parameters made late": lambda: in_the_middle(Late()),
    "a dataclass with a property": lambda: in_the_middle(Scale(0.4)),
    "one array under two names": lambda: in_the_middle(TwoNames()),
    "one array in two rows": one_array_in_two_rows,
    "one array and its transpose": one_array_and_its_transpose,
    "a network's own passes": lambda: of_class(Residual),
    "a network that leaves rows out": lambda: of_class(Deep),
}


def build(name):
    InClass.calls = 0
    np.random.seed(3)  # noqa: NPY002
    network = ZOO[name]()
    # Copies have no gradients yet, and what a function on the object refers to is not copied.
    as_it_is = name.startswith("gradients ") or name == "forward replaced on the object"
    return network if as_it_is else network.astype(np.float64)


def shared_out(network):
    """Whether workers run copies of its layers, so that they themselves keep nothing."""
    own = [layer for layer in network.layers if type(layer).__module__ == __name__]
    replaced = any("forward" in vars(layer) for layer in network.layers)
    promised = all("shareable" in vars(type(layer)) for layer in own)
    return promised and not replaced and type(network) is Network


# The plain loop


def by_hand(network, data, test_set=None):
    """One epoch, then a look at the test set: (loss of every step, share of right answers)."""
    order, loss, losses = np.random.default_rng(0).permutation(len(data)), SoftmaxCrossEntropy(), []
    velocities = collections.defaultdict(float)
    for start in range(0, len(order), BATCH):
        batch = data[order[start : start + BATCH]]
        set_gradients_to_zero(network)
        with learning(True):
            losses.append(loss.forward(logits_by_hand(network, batch.images), batch.labels))
            back_by_hand(network, loss.backward())
        for row, layer in enumerate(network.layers):
            for name in layer.params:
                velocities[row, name] = MOMENTUM * velocities[row, name] + layer.grads[name]
        for (row, name), velocity in velocities.items():
            network.layers[row].params[name] -= RATE * velocity
    if test_set is None:
        return losses, None
    with learning(False):
        right = logits_by_hand(network, test_set.images).argmax(axis=1) == test_set.labels
    return losses, right.mean()


def set_gradients_to_zero(network):
    for _, thing in walk(network):
        if isinstance(thing, Layer) and type(thing) is not Buffers:
            for name, array in thing.grads.items():
                thing.grads[name] = np.zeros_like(array)


def logits_by_hand(network, images):
    if type(network) is not Network:
        return network.forward(images)
    x = images.astype(network.layers[0].dtype)
    for layer in network.layers:
        x = layer.forward(x)
    return x


def back_by_hand(network, d):
    if type(network) is not Network:
        return network.backward(d)
    for layer in reversed(network.layers):
        d = layer.backward(d)
    return d


def walk(thing, path="network", seen=None):
    """(path, thing) of everything that a network holds; arrays, lists and objects once."""
    seen = set() if seen is None else seen
    if isinstance(thing, int | float | np.number):
        yield path, thing
    elif id(thing) not in seen:
        seen.add(id(thing))
        yield path, thing
        for name, each in held_by(thing).items():
            yield from walk(each, f"{path} {name}", seen)


def held_by(thing):
    """{name: thing} of the entries of a container, or the attributes of an object."""
    if isinstance(thing, type | np.ndarray | str):
        return {}
    if isinstance(thing, dict):
        return thing
    if isinstance(thing, list | tuple | collections.deque):
        return dict(enumerate(thing))
    slots = [name for cls in type(thing).__mro__ for name in vars(cls).get("__slots__", ())]
    return getattr(thing, "__dict__", {}) | {name: getattr(thing, name) for name in slots}


def state(network):
    """{path: numbers} of all that a network holds: parameters, gradients, what its layers keep."""
    kept = {"class": InClass.calls, "global": np.random.random()}  # noqa: NPY002
    for path, thing in walk(network):
        if isinstance(thing, np.ndarray | np.number | int | float):
            kept[path] = np.array(thing)
        if isinstance(thing, np.random.Generator):
            kept[path] = copy.deepcopy(thing).random()
        if hasattr(thing, "told"):
            kept[f"{path} told"] = thing.told()
    return kept


def results(network):
    """What can be compared after training: parameters, and all the rest if it ran as written."""
    return network.parameters() if shared_out(network) else state(network)


def assert_same(found, expected):
    assert found.keys() == expected.keys()
    for path, numbers in expected.items():
        np.testing.assert_allclose(found[path], numbers, rtol=1e-6, atol=1e-9, err_msg=path)


# The comparison


def with_train(network, data, test_set=None, **settings):
    optimizer = SGD(RATE, momentum=MOMENTUM)
    settings |= {"batch_size": BATCH, "optimizer": optimizer, "show": False}
    return train(network, data, test_set, **settings)


@pytest.fixture
def data(tiny_set):
    return tiny_set(IMAGES)


@pytest.fixture(params=ZOO)
def name(request):
    return request.param


@pytest.mark.parametrize("workers", [None, 1, 2, 3])
def test_it_trains_as_a_plain_loop_does(name, workers, data):
    plain = build(name)
    losses, _ = by_hand(plain, data)
    expected = results(plain)
    network = build(name)
    history = with_train(network, data, workers=workers)
    np.testing.assert_allclose(history.losses, losses, rtol=1e-9)
    assert_same(results(network), expected)


def test_the_test_set_leaves_nothing_behind_but_what_a_plain_loop_leaves(name, data, tiny_set):
    plain = build(name)
    losses, right = by_hand(plain, data, tiny_set(75, seed=1))
    expected = results(plain)
    network = build(name)
    history = with_train(network, data, tiny_set(75, seed=1))
    np.testing.assert_allclose(history.losses, losses, rtol=1e-9)
    assert history.test_accuracies == [right]
    assert_same(results(network), expected)


@pytest.mark.parametrize("workers", [1, 2])
def test_it_is_the_same_twice_bit_for_bit(name, workers, data):
    runs = []
    for _ in range(2):
        network = build(name)
        losses = with_train(network, data, workers=workers).losses
        runs.append((losses, [array.tobytes() for array in network.parameters().values()]))
    assert runs[0] == runs[1]


def test_it_predicts_as_a_plain_loop_does(name, data):
    network = build(name)
    with_train(network, data)
    before = copy.deepcopy(network)
    with learning(False):
        expected = logits_by_hand(before, data.images)
    probabilities = copy.deepcopy(network).predict_proba(data.images)
    np.testing.assert_allclose(probabilities, network.softmax.forward(expected), rtol=1e-9)
    np.testing.assert_array_equal(network.predict(data.images), expected.argmax(axis=1))


COPIES = {
    "deepcopy": copy.deepcopy,
    "pickle": lambda network: pickle.loads(pickle.dumps(network)),
    "replica": Network.replica,
    "astype": lambda network: network.astype(np.float64),
}


@pytest.mark.parametrize("way", COPIES)
def test_a_copy_computes_the_same_and_leaves_the_original_alone(name, way, data):
    outside = name == "a closure" or "replaced on the object" in name
    if outside and way == "pickle":
        pytest.skip("what Python cannot pickle")
    network = build(name)
    with_train(network, data)
    other, before = COPIES[way](network), state(copy.deepcopy(network))
    found = logits_by_hand(other, data.images[:50])
    if not outside:  # these belong to no object
        assert_same(state(network) | {"global": 0}, before | {"global": 0})
    np.testing.assert_allclose(found, logits_by_hand(network, data.images[:50]), rtol=1e-5)


def test_a_checkpoint_holds_it_or_one_sentence_says_why_not(name, data, tmp_path):
    def run():
        network = build(name)
        return network, with_train(network, data, checkpoint=tmp_path / "run.npz")

    if shared_out(build(name)):
        network, history = run()
        again, read = run()  # from the file
        assert read.losses == history.losses
        for one, other in zip(
            network.parameters().values(), again.parameters().values(), strict=True
        ):
            np.testing.assert_array_equal(one, other)
    elif type(build(name)) is not Network:
        with pytest.raises(ValueError, match=r"checkpoint: a network of the .* give it state\(\)"):
            run()
    else:
        with pytest.raises(ValueError, match=r"checkpoint: row \d, .* give it state\(\)"):
            run()


def test_a_method_of_the_package_that_a_reader_replaced_is_the_reader_s(monkeypatch, data):
    def halved(self, d_out):
        return d_out * self.active / 2

    monkeypatch.setattr(ReLU, "backward", halved)
    plain, network = (in_the_middle(dense(), ReLU()).astype(np.float64) for _ in range(2))
    losses = with_train(network, data, workers=2).losses
    np.testing.assert_allclose(losses, by_hand(plain, data)[0], rtol=1e-9)


def test_there_are_enough_of_them():
    assert len(ZOO) >= 50
