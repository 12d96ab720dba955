"""Layers as readers write them, right ones and wrong ones: no false "ok", no false WRONG."""

import numpy as np
import pytest

from scratchcnn import (
    Convolution,
    Dense,
    Division,
    Layer,
    MaxPooling,
    Network,
    ReLU,
    check_gradients,
)

RNG = np.random.default_rng(0)
X = RNG.standard_normal((6, 4))
POSITIVE = RNG.uniform(0.1, 2, (5, 4))
IMAGES = RNG.standard_normal((3, 6, 6, 2))
LABELS = np.array([0, 1, 2, 3, 0, 1])


class Elementwise(Layer):
    """out = f(x), dL/dx = dL/dout · slope(x)"""

    def __init__(self, f, slope):
        self.f, self.slope = f, slope

    def forward(self, x):
        self.x = x
        return self.f(x)

    def backward(self, d_out):
        return d_out * self.slope(self.x)


class Chain(Layer):
    """Layers in a list, one after the other."""

    def __init__(self, *layers):
        self.layers = list(layers)
        for number, layer in enumerate(layers):
            self.params |= {f"{number} {name}": array for name, array in layer.params.items()}

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, d_out):
        for layer in reversed(self.layers):
            d_out = layer.backward(d_out)
        for number, layer in enumerate(self.layers):
            self.grads |= {f"{number} {name}": array for name, array in layer.grads.items()}
        return d_out


class Bias(Layer):
    def __init__(self, size):
        self.params["bias"] = np.zeros(size, np.float32)

    def forward(self, x):
        return x + self.params["bias"]

    def backward(self, d_out):
        self.grads["bias"] = d_out.sum(axis=0)
        return d_out.copy()


class BiasMean(Bias):
    """The mean over the batch instead of the sum."""

    def backward(self, d_out):
        self.grads["bias"] = d_out.mean(axis=0)
        return d_out.copy()


class BiasAdded(Bias):
    """The gradients of all calls add up, as in PyTorch, but nobody sets them to 0."""

    def __init__(self, size):
        super().__init__(size)
        self.grads["bias"] = np.zeros(size, np.float32)

    def backward(self, d_out):
        self.grads["bias"] += d_out.sum(axis=0)
        return d_out.copy()


class BiasFilledIn(BiasAdded):
    """Right: the same array is filled anew."""

    def backward(self, d_out):
        self.grads["bias"][...] = d_out.sum(axis=0)
        return d_out.copy()


class BiasZero(Bias):
    def backward(self, d_out):
        self.grads["bias"] = np.zeros_like(self.params["bias"])
        return d_out.copy()


class Unused(Bias):
    """A parameter on which nothing depends: its gradient is 0."""

    unused = 0.0

    def __init__(self, size):
        super().__init__(size)
        self.params["unused"] = np.ones(3, np.float32)

    def backward(self, d_out):
        self.grads["unused"] = np.full(3, self.unused)
        return super().backward(d_out)


class UnusedButMoved(Unused):
    unused = 1e-6


class Scales(Layer):
    """out = x · scales"""

    def __init__(self, scales, backward=None):
        self.scales = np.array(scales, float)
        self.back = self.scales if backward is None else np.array(backward, float)

    def forward(self, x):
        return x * self.scales

    def backward(self, d_out):
        return d_out * self.back


class Faint(Layer):
    """out = x + factor · faint"""

    def __init__(self, factor, backward):
        self.params["faint"] = np.ones(4, np.float32)
        self.factor, self.back = factor, backward

    def forward(self, x):
        return x + self.factor * self.params["faint"]

    def backward(self, d_out):
        self.grads["faint"] = self.back * d_out.sum(axis=0)
        return d_out.copy()


class BatchNorm(Layer):
    def __init__(self, size):
        self.params["gamma"] = np.ones(size, np.float32)
        self.params["beta"] = np.zeros(size, np.float32)
        self.mean, self.var = np.zeros(size, np.float32), np.ones(size, np.float32)

    def forward(self, x):
        mean, var = self.mean, self.var
        if self.training:
            mean, var = x.mean(axis=0), x.var(axis=0)
            self.mean, self.var = 0.9 * self.mean + 0.1 * mean, 0.9 * self.var + 0.1 * var
        self.std = np.sqrt(var + 1e-5)
        self.normal = (x - mean) / self.std
        return self.params["gamma"] * self.normal + self.params["beta"]

    def backward(self, d_out):
        self.grads["gamma"] = (d_out * self.normal).sum(axis=0)
        self.grads["beta"] = d_out.sum(axis=0)
        d = d_out * self.params["gamma"]
        return (d - d.mean(axis=0) - self.normal * (d * self.normal).mean(axis=0)) / self.std


class BatchNormDetached(BatchNorm):
    """Mean and variance are taken for constants."""

    def backward(self, d_out):
        super().backward(d_out)
        return d_out * self.params["gamma"] / self.std


class Dropout(Layer):
    def __init__(self, share=0.5):
        self.share, self.rng = share, np.random.default_rng(1)

    def numbers(self, shape):
        return self.rng.random(shape)

    def forward(self, x):
        self.mask = np.ones_like(x)
        if self.training:
            self.mask = (self.numbers(x.shape) >= self.share) / (1 - self.share)
        return x * self.mask

    def backward(self, d_out):
        return d_out * self.mask


class DropoutOfGlobalNumbers(Dropout):
    def numbers(self, shape):
        return np.random.random(shape)  # noqa: NPY002


class DropoutUnscaled(Dropout):
    def backward(self, d_out):
        return d_out * (self.mask > 0)


class Float32Dense(Layer):
    """x is made float32, and so are the results."""

    def __init__(self, sign=1):
        self.params["weights"] = RNG.standard_normal((4, 3)).astype(np.float32)
        self.sign = sign

    def forward(self, x):
        self.x = x.astype(np.float32)
        self.out = np.tanh(self.x @ self.params["weights"].astype(np.float32))
        return self.out

    def backward(self, d_out):
        d = d_out.astype(np.float32) * (1 - self.out**2)
        self.grads["weights"] = self.sign * self.x.T @ d
        return d @ self.params["weights"].T.astype(np.float32)


class Float32Buffer(Layer):
    """A ReLU that writes its results into a float32 array."""

    def __init__(self, slope=1):
        self.slope = slope

    def forward(self, x):
        self.positive = x > 0
        out = np.zeros(x.shape, np.float32)
        out[self.positive] = x[self.positive]
        return out

    def backward(self, d_out):
        return self.slope * d_out * self.positive


class Float32Inside(Elementwise):
    """sin(x) · x, where only the sine is float32."""

    def __init__(self, sign=1):
        self.f = lambda x: np.sin(x.astype(np.float32)) * x
        self.slope = lambda x: sign * (np.cos(x) * x + np.sin(x))


class StaleInput(Layer):
    """backward uses the first x that there ever was."""

    x = None

    def forward(self, x):
        if self.x is None:
            self.x = x.copy()
        return x**2

    def backward(self, d_out):
        return 2 * self.x * d_out


class Input(Layer):
    """A parameter called "input"."""

    factor = 1

    def __init__(self):
        self.params["input"] = np.full(4, 2, np.float32)

    def forward(self, x):
        self.x = x
        return x * self.params["input"]

    def backward(self, d_out):
        self.grads["input"] = (d_out * self.x).sum(axis=0)
        return self.factor * d_out * self.params["input"]


class InputDoubled(Input):
    factor = 2


class SharedWeights(Layer):
    """out = (x W) W: the weights are used twice."""

    def __init__(self):
        self.params["weights"] = RNG.standard_normal((4, 4)).astype(np.float32)

    def forward(self, x):
        self.x, self.hidden = x, x @ self.params["weights"]
        return self.hidden @ self.params["weights"]

    def backward(self, d_out):
        weights = self.params["weights"]
        d_hidden = d_out @ weights.T
        self.grads["weights"] = self.hidden.T @ d_out + self.x.T @ d_hidden
        return d_hidden @ weights.T


class SharedWeightsOnce(SharedWeights):
    """The first use overwrites the gradient of the second."""

    def backward(self, d_out):
        d_x = super().backward(d_out)
        self.grads["weights"] = self.x.T @ (d_out @ self.params["weights"].T)
        return d_x


class Strided(Layer):
    """Every second row and column."""

    def forward(self, x):
        self.shape = x.shape
        return x[:, ::2, ::2].copy()

    def backward(self, d_out):
        d_x = np.zeros(self.shape)
        d_x[:, ::2, ::2] = d_out
        return d_x


class StridedShifted(Strided):
    def backward(self, d_out):
        d_x = np.zeros(self.shape)
        d_x[:, 1::2, 1::2] = d_out
        return d_x


class RowMaximum(Layer):
    def forward(self, x):
        self.x, self.place = x, x.argmax(axis=1)
        return x.max(axis=1)

    def backward(self, d_out):
        d_x = np.zeros_like(self.x)
        d_x[np.arange(len(d_out)), self.place] = d_out
        return d_x


class RowMaximumToAll(RowMaximum):
    def backward(self, d_out):
        return np.repeat(d_out[:, np.newaxis], self.x.shape[1], axis=1)


class RowNormal(Layer):
    """out = x / Σ x"""

    def forward(self, x):
        self.x, self.sum = x, x.sum(axis=1, keepdims=True)
        return x / self.sum

    def backward(self, d_out):
        return d_out / self.sum - (d_out * self.x).sum(axis=1, keepdims=True) / self.sum**2


class RowNormalQuotient(RowNormal):
    """The sum is taken for a constant."""

    def backward(self, d_out):
        return d_out / self.sum


class DenseTransposed(Dense):
    def backward(self, d_out):
        super().backward(d_out)
        return d_out @ self.params["weights"]


class ConvolutionChannels(Convolution):
    """The channels of the gradient are exchanged (as many of each)."""

    def backward(self, d_out):
        d_x = super().backward(d_out)
        self.grads["filters"] = self.grads["filters"].swapaxes(2, 3)
        return d_x


class PoolingOverwrites(MaxPooling):
    def to_first_winner(self, d_out, x, maximum, axis):
        d_x, remaining = np.zeros_like(x), d_out.copy()
        for values, d_values in zip(self.places(x, axis), self.places(d_x, axis), strict=True):
            share = remaining * (values == maximum)
            d_values[...] = share + d_values * (share == 0)
            remaining -= share
        return d_x


class MeanSquares(Layer):
    """A loss that is a Layer."""

    factor = 1

    def forward(self, x, labels):
        self.apart = x - np.eye(x.shape[1])[labels]
        return float((self.apart**2).sum() / len(x))

    def backward(self):
        return 2 * self.factor * self.apart / len(self.apart)


class SumOfSquares(MeanSquares):
    factor = 6  # 1/N is missing


def leaky(below):
    return Elementwise(lambda x: np.where(x > 0, x, 0.1 * x), lambda x: np.where(x > 0, 1, below))


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


RIGHT = {
    "a layer in a list": (Chain(Division(255)), 255 * POSITIVE),
    "layers in a list": (Chain(Dense(4, 8, rng=RNG), ReLU(), Dense(8, 3, rng=RNG)), X),
    "its gradient filled in": (BiasFilledIn(4), X),
    "unused parameter": (Unused(4), X),
    "parameter called input": (Input(), X),
    "weights used twice": (SharedWeights(), X),
    "weights of zero gradient": (Dense(4, 3, rng=RNG), np.zeros((2, 4))),
    "strided": (Strided(), IMAGES),
    "constant": (Elementwise(np.ones_like, np.zeros_like), X),
    "quotient that is always 1": (RowNormal(), POSITIVE[:, :1]),
    "quotient": (RowNormal(), POSITIVE),
    "rounded": (Elementwise(np.round, np.zeros_like), X),
    "step": (Elementwise(lambda x: 1.0 * (x > 0), np.zeros_like), X),
    "batch norm": (BatchNorm(4), X),
    "batch norm of large numbers": (BatchNorm(4), 1e3 + X),
    "bias before batch norm": (Chain(Bias(4), BatchNorm(4)), X),
    "dense before batch norm": (Chain(Dense(4, 4, rng=RNG), BatchNorm(4)), X),
    "dropout": (Dropout(), X),
    "dropout of three numbers": (Dropout(0.1), X[:1, :3]),
    "dropout of NumPy's global numbers": (DropoutOfGlobalNumbers(), X),
    "float32 dense": (Float32Dense(), X),
    "float32 buffer": (Float32Buffer(), X),
    "float32 buffer for images": (Float32Buffer(), IMAGES),
    "float32 inside": (Float32Inside(), X),
    "float16": (Elementwise(lambda x: x.astype(np.float16), np.ones_like), X),
    "tiny": (Scales(1e-10), X),
    "tinier": (Scales(1e-200), X),
    "huge": (Scales(1e200), X),
    "huge and tiny": (Scales([1e8, 1e-8, 1, 1e-3]), X),
    "huge and tiny input": (Elementwise(np.square, lambda x: 2 * x), X * [1e8, 1e-8, 1, 1e-3]),
    "one number": (Scales(1e-10), [[2.0]]),
    "faint": (Faint(1e-9, 1e-9), X),
    "fainter": (Faint(1e-12, 1e-12), X),
    "digits cancel": (Elementwise(lambda x: (x + 1e6) - 1e6, np.ones_like), X),
    "leaky at 0": (leaky(0.1), [[0.0, 1, -2, 1e-7, -1e-12]]),
    "absolute at 0": (Elementwise(np.abs, np.sign), [[0.0, 1, -2, 1e-7]]),
    "maximum with ties": (RowMaximum(), [[1.0, 1, 0], [3, 2, 1]]),
    "square at 0": (Elementwise(np.square, lambda x: 2 * x), np.zeros((2, 3))),
    "cosine at 0": (Elementwise(np.cos, lambda x: -np.sin(x)), np.zeros((2, 3))),
    "logarithm near 0": (Elementwise(np.log, lambda x: 1 / x), [[1e-8, 1e-4, 1.0, 50]]),
    "steep": (Elementwise(lambda x: np.exp(20 * x), lambda x: 20 * np.exp(20 * x)), X),
    "saturated": (Elementwise(sigmoid, lambda x: sigmoid(x) * (1 - sigmoid(x))), 10 * X),
    "softplus that is rounded to 0": (
        Elementwise(lambda x: np.log(1 + np.exp(x)), sigmoid),
        40 * X,
    ),
    "pooling": (MaxPooling(), IMAGES),
    "loss that is a layer": (MeanSquares(), X, LABELS),
}
WRONG = {
    "mean over the batch": (BiasMean(4), X),
    "gradients of all calls": (BiasAdded(4), X),
    "no gradient at all": (BiasZero(4), X),
    "unused parameter": (UnusedButMoved(4), X),
    "parameter called input": (InputDoubled(), X),
    "weights used twice": (SharedWeightsOnce(), X),
    "weights not transposed": (DenseTransposed(4, 4, rng=RNG), X),
    "channels exchanged": (ConvolutionChannels(2, 2, rng=RNG), IMAGES),
    "pooling overwrites": (PoolingOverwrites(), IMAGES),
    "strided": (StridedShifted(), IMAGES),
    "quotient": (RowNormalQuotient(), POSITIVE),
    "maximum": (RowMaximumToAll(), X),
    "stale input": (StaleInput(), X),
    "batch norm": (BatchNormDetached(4), X),
    "dropout": (DropoutUnscaled(), X),
    "constant": (Elementwise(np.ones_like, lambda x: np.full_like(x, 1e-8)), X),
    "rounded": (Elementwise(np.round, np.ones_like), X),
    "sign": (Elementwise(np.cos, np.sin), X),
    "off by a ten-thousandth": (Elementwise(np.sin, lambda x: 1.0001 * np.cos(x)), X),
    "mask of the output": (Elementwise(lambda x: np.maximum(x, 0) + 1, lambda x: x + 1 > 0), X),
    "leak": (leaky(0.01), X),
    "absolute": (Elementwise(np.abs, np.ones_like), X),
    "NaN": (Elementwise(np.sin, lambda x: np.where(x > 1, np.nan, np.cos(x))), X),
    "infinity": (Elementwise(np.sin, lambda x: np.where(x > 1, np.inf, np.cos(x))), X),
    "float32 dense": (Float32Dense(-1), X),
    "float32 buffer": (Float32Buffer(-1), X),
    "float32 inside": (Float32Inside(-1), X),
    "tiny": (Scales(1e-10, -1e-10), X),
    "tinier": (Scales(1e-200, -1e-200), X),
    "tiny beside huge": (Scales([1e8, 1e-8, 1, 1e-3], [1e8, -1e-8, 1, 1e-3]), X),
    "faint": (Faint(1e-9, -1e-9), X),
    "fainter": (Faint(1e-12, -1e-12), X),
    "faint and forgotten": (Faint(1e-9, 0), X),
    "digits cancel": (Elementwise(lambda x: (x + 1e6) - 1e6, lambda x: -np.ones_like(x)), X),
    "loss without 1/N": (SumOfSquares(), X, LABELS),
}


@pytest.mark.parametrize("case", RIGHT.values(), ids=RIGHT)
def test_what_is_right_passes(case, capsys):
    assert check_gradients(*case)
    receipt = capsys.readouterr().out
    assert "WRONG" not in receipt
    assert "  ok\n" in receipt


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_called_so(case, capsys):
    assert not check_gradients(*case)
    assert "  WRONG\n" in capsys.readouterr().out


def stack(bias, layer, rng):
    return [Dense(4, 8, rng=rng), bias(8), layer, Dense(8, 3, rng=rng)]


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("build", [Dropout, lambda: leaky(0.1), Float32Buffer])
def test_in_chains_and_networks_of_other_numbers(build, seed, capsys):
    rng = np.random.default_rng(seed)
    x, labels = rng.standard_normal((6, 4)), rng.integers(0, 3, 6)
    right, wrong = stack(Bias, build(), rng), stack(BiasMean, build(), rng)
    passed = [
        check_gradients(Chain(*right), x, samples=8),
        check_gradients(Network(right, (4,)), x, labels, samples=8),
    ]
    assert "WRONG" not in capsys.readouterr().out
    assert all(passed) or build is Float32Buffer  # in its rounding, a gradient may be lost
    assert not check_gradients(Chain(*wrong), x, samples=8)
    assert not check_gradients(Network(wrong, (4,)), x, labels, samples=8)
    receipt = capsys.readouterr().out.splitlines()
    assert [line.split("  ")[1] for line in receipt if line.endswith("WRONG")] == [
        "1 bias",
        "2 BiasMean bias",
    ]
