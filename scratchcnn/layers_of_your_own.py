"""Lesson 12's layers: dropout, batch normalization, average pooling, a residual block; and Adam.

They are written as a reader writes them, and run as a reader's own do: on the whole batch, in one
thread, unless the class says `shareable`. What a layer keeps beside its parameters it tells through
`state()`, so that a saved network and a checkpoint have it. `Network.load` builds only the layers
of lessons 01 to 07 again: a network with these is built anew and reads its file with
`load_parameters`.
"""

import json
import math

import numpy as np

from .arguments import check_fits, format_shape, number, positive, whole
from .layers import Layer
from .layers.layer import is_shareable, zeros
from .layers.parameters import gradients_of, parameters_of
from .network import check_layers
from .summary import summarize
from .training.sgd import one_name_each


class Dropout(Layer):
    """out = x · k / (1 - rate)  while learning, with k = 0 at random for a share `rate` of all
    numbers, else 1;  out = x  while predicting.

    The division keeps the mean of every number what it was ("inverted" dropout): Srivastava et al.
    2014. Every image and every number is drawn by itself, from `rng`.

    input, output  N × anything
    """

    def __init__(self, rate=0.5, *, rng=None):
        self.rate = number("rate", rate, below=1)
        self.rng = np.random.default_rng() if rng is None else rng
        if not isinstance(self.rng, np.random.Generator):
            raise ValueError(f"rng: expected np.random.default_rng(…) or None, got {rng!r}")

    def config(self):
        return {"rate": self.rate}

    def forward(self, x):
        x = self.check_input(x)
        self.factors = np.ones_like(x)
        if self.training:
            kept = self.rng.random(x.shape) >= self.rate
            self.factors = kept.astype(x.dtype) / (1 - self.rate)
        return x * self.factors

    def backward(self, d_out):
        return self.check_gradient(d_out) * self.factors

    def state(self):
        """Where the random numbers stand, as text."""
        return {"random": np.array(json.dumps(self.rng.bit_generator.state))}

    def restore(self, state):
        self.rng.bit_generator.state = json.loads(str(state["random"]))


class BatchNormalization(Layer):
    """out = γ · x̂ + β,  x̂ = (x - μ) / √(v + ε),  with μ, v, γ, β for each channel.

    While learning, μ and v are mean and variance over all images and places of the batch; while
    predicting, their running averages,  average ← momentum · average + (1 - momentum) · (μ or v).
    Ioffe and Szegedy 2015. (PyTorch's momentum is 1 minus this one, and its running variance
    divides by one less than the number of places.)

    input, output  N × … × channels
    gamma, beta    channels; they start at 1 and 0
    """

    def __init__(self, channels, momentum=0.9, epsilon=1e-5):
        self.channels = whole("channels", channels)
        self.momentum = number("momentum", momentum, below=1)
        self.epsilon = positive("epsilon", epsilon)
        self.params["gamma"], self.params["beta"] = zeros((channels,)) + 1, zeros((channels,))
        self.running_mean, self.running_variance = zeros((channels,)), zeros((channels,)) + 1

    def config(self):
        return {"channels": self.channels, "momentum": self.momentum, "epsilon": self.epsilon}

    def output_shape(self, input_shape):
        if tuple(input_shape[-1:]) != (self.channels,):
            self.reject(input_shape, f"… × {self.channels}")
        return tuple(input_shape)

    def macs(self, input_shape):
        """While predicting, each number is multiplied once and added to once."""
        return math.prod(input_shape)

    def forward(self, x):
        x = self.check_input(x)
        self.of_batch = self.training
        mean, variance = self.running_mean, self.running_variance
        if self.training:
            mean, variance = self.statistics(x)
        self.spread = np.sqrt(variance + self.epsilon)
        self.normal = (x - mean) / self.spread
        return self.params["gamma"] * self.normal + self.params["beta"]

    def statistics(self, x):
        """μ and v of this batch, of which the running averages take their part."""
        axes = all_but_channels(x)
        if math.prod(x.shape[:-1]) < 2:
            raise ValueError(
                f"{self!r}: expected two numbers or more for each channel while learning, got "
                f"{format_shape(x.shape)}: one number alone has no variance; take larger batches"
            )
        mean, variance, m = x.mean(axes), x.var(axes), self.momentum
        self.running_mean = m * self.running_mean + (1 - m) * mean
        self.running_variance = m * self.running_variance + (1 - m) * variance
        return mean, variance

    def backward(self, d_out):
        """∂L/∂x = (d - mean of d - x̂ · mean of d·x̂) / √(v + ε),  with d = γ · d_out.

        The two means are what comes back through μ and through v. Running averages are constants:
        after a forward pass that used them, only d / √(v + ε) is left.
        """
        d_out = self.check_gradient(d_out)
        axes = all_but_channels(d_out)
        self.grads["gamma"] = (d_out * self.normal).sum(axes)
        self.grads["beta"] = d_out.sum(axes)
        d = self.params["gamma"] * d_out
        if self.of_batch:
            d = d - d.mean(axes) - self.normal * (d * self.normal).mean(axes)
        return d / self.spread

    def state(self):
        return {"running_mean": self.running_mean, "running_variance": self.running_variance}

    def restore(self, state):
        for name, array in self.state().items():
            check_fits(state[name], array, f"{self!r}: {name}")
        self.running_mean = state["running_mean"].astype(self.running_mean.dtype)
        self.running_variance = state["running_variance"].astype(self.running_variance.dtype)


def all_but_channels(x):
    return tuple(range(x.ndim - 1))


class AveragePooling(Layer):
    """out[n, y, x, c] = mean over i, j < size of  in[n, size·y + i, size·x + j, c]

    The windows stand side by side. `size` as large as the image makes one number of each channel,
    "global" average pooling: Lin et al. 2014.

    input   N × H × W × C, H and W multiples of size
    output  N × H / size × W / size × C
    """

    shareable = True  # what becomes of an image depends on this image alone

    def __init__(self, size=2):
        self.size = whole("size", size)

    def config(self):
        return {"size": self.size}

    def output_shape(self, input_shape):
        if len(input_shape) != 3 or any(side % self.size for side in input_shape[:2]):
            self.reject(input_shape, f"height × width × channels, multiples of {self.size}")
        height, width, channels = input_shape
        return height // self.size, width // self.size, channels

    def forward(self, x):
        x = self.check_input(x)
        _, rows, columns, channels = self.out_shape
        windows = x.reshape(-1, rows, self.size, columns, self.size, channels)
        return windows.mean(axis=(2, 4))

    def backward(self, d_out):
        """Each pixel of a window has a share of 1 / size² in its mean."""
        d_pixel = self.check_gradient(d_out) / self.size**2
        return d_pixel.repeat(self.size, axis=1).repeat(self.size, axis=2)


class Residual(Layer):
    """out = x + f(x), where f is a list of layers that keeps the shape: He et al. 2016.

    Its parameters are those of its layers, as `01_Convolution_filters`.

    input, output  N × the same shape
    """

    def __init__(self, layers):
        self.layers = check_layers(layers)
        self.params = parameters_of(self.layers)

    def config(self):
        return {"layers": self.layers}

    def output_shape(self, input_shape):
        shape = tuple(input_shape)
        for layer in self.layers:
            shape = layer.output_shape(shape)
        if shape != tuple(input_shape):
            raise ValueError(
                f"{self!r}: expected layers that keep the shape, for x is added to what they "
                f"return; got {format_shape(shape)} of {format_shape(input_shape)}"
            )
        return shape

    def macs(self, input_shape):
        return summarize(self.layers, input_shape).macs

    def forward(self, x):
        x = out = self.check_input(x)
        for layer in self.layers:
            out = layer.forward(out)
        return x + out

    def backward(self, d_out):
        """x goes two ways: what comes back along both is added up."""
        d_out = d = self.check_gradient(d_out)
        for layer in reversed(self.layers):
            d = layer.backward(d)
        self.grads = gradients_of(self.layers)
        return d_out + d

    def state(self):
        """What its layers keep; ValueError if one of them may keep something untold."""
        for layer in self.layers:
            told = hasattr(layer, "state") and hasattr(layer, "restore")
            if not (told or is_shareable(layer)):
                raise ValueError(
                    f"{self!r}: {layer!r} may keep more than its parameters; give it state(), "
                    f"which returns {{name: array}}, and restore(state)"
                )
        return {
            f"{row:02d}_{name}": value
            for row, layer in self.keepers()
            for name, value in layer.state().items()
        }

    def restore(self, state):
        for row, layer in self.keepers():
            layer.restore({name: state[f"{row:02d}_{name}"] for name in layer.state()})

    def keepers(self):
        return [each for each in enumerate(self.layers, start=1) if hasattr(each[1], "state")]


class Adam:
    """Each parameter's step is measured by the size of its own gradients: Kingma and Ba 2015.

    m ← β₁ · m + (1 - β₁) · g          m̂ = m / (1 - β₁ᵗ)
    v ← β₂ · v + (1 - β₂) · g²         v̂ = v / (1 - β₂ᵗ)
    θ ← θ - learning_rate · (m̂ / (√v̂ + ε) + weight_decay · θ)

    g is the gradient, t the number of the step. Only what multiplies decays, `weights` and
    `filters`, and beside m and v (Loshchilov and Hutter 2017).
    """

    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8, weight_decay=0.0):
        self.learning_rate = number("learning_rate", learning_rate)
        self.beta1 = number("beta1", beta1, below=1)
        self.beta2 = number("beta2", beta2, below=1)
        self.epsilon = positive("epsilon", epsilon)
        self.weight_decay = number("weight_decay", weight_decay)
        self.parameters, self.m, self.v = {}, {}, {}
        self.steps = np.zeros(1, np.int64)  # an array, as m and v are: it is no setting of a run

    def step(self, network):
        """Move every parameter of the network one step, in place."""
        number("learning_rate", self.learning_rate)
        self.bind(network.parameters())
        gradients = network.gradients()
        self.steps += 1
        t = int(self.steps[0])
        for name, parameter in self.parameters.items():
            g, m, v = gradients[name], self.m[name], self.v[name]
            m += (1 - self.beta1) * (g - m)
            v += (1 - self.beta2) * (g * g - v)
            m_hat, v_hat = m / (1 - self.beta1**t), v / (1 - self.beta2**t)
            change = m_hat / (np.sqrt(v_hat) + self.epsilon)
            if self.weight_decay and self.decays(name):
                change += self.weight_decay * parameter
            parameter -= self.learning_rate * change

    def decays(self, name):
        return name.endswith(("weights", "filters"))

    def bind(self, parameters):
        """Before the first step, m and v are 0; later, ValueError if these are other arrays."""
        if not self.parameters:
            if len(one_name_each(parameters)) < len(parameters):
                raise ValueError(
                    "Adam: expected every array under one name, got an array in several rows; "
                    "SGD adds up the gradients of such an array"
                )
            self.parameters = dict(parameters)
            self.m = {name: np.zeros_like(array) for name, array in parameters.items()}
            self.v = {name: np.zeros_like(array) for name, array in parameters.items()}
        same = parameters.keys() == self.parameters.keys()
        if not (same and all(parameters[name] is self.parameters[name] for name in parameters)):
            raise ValueError(
                "Adam: it has moved other parameters, and expected those again; "
                "got another network or a new layer: give it an Adam(…) of its own"
            )

    def state(self):
        """What a checkpoint must keep: {name: array}."""
        moments = {f"m/{name}": array for name, array in self.m.items()}
        moments |= {f"v/{name}": array for name, array in self.v.items()}
        return {"steps": self.steps, **moments}

    def restore(self, network, state):
        """Go on with the network as the optimizer that had this state."""
        parameters = network.parameters()
        wanted = {f"{kind}/{name}" for kind in "mv" for name in parameters}
        moments = {name: array for name, array in state.items() if name != "steps"}
        if "steps" not in state or (moments and moments.keys() != wanted):
            raise ValueError("Adam: expected steps, and m and v for each parameter, got others")
        for name, array in moments.items():
            check_fits(array, parameters[name[2:]], name)
        self.parameters, self.m, self.v = {}, {}, {}
        self.steps = state["steps"].copy()
        if moments:
            self.bind(parameters)
        for name, array in moments.items():
            (self.m if name.startswith("m/") else self.v)[name[2:]][...] = array
