"""The promise every layer keeps: forward, backward, and the shapes in between."""

import contextlib
import functools
import math
from contextvars import ContextVar

import numpy as np

from ..arguments import float_type, format_shape, real_array
from .copies import copy_as, copy_sharing_parameters, from_package

MAX_ENTRIES = 2**24  # of one array of parameters: 67 MB
LEARNING = ContextVar("learning", default=None)  # whether the network learns or predicts just now
CALLS = ContextVar("calls", default=None)  # {id of a layer: how often forward has run in this step}


@contextlib.contextmanager
def learning(value):
    """In this context every layer's `training` is True or False, wherever the layer is kept."""
    with in_context(LEARNING, value), in_context(CALLS, None):
        yield


@contextlib.contextmanager
def in_context(variable, value):
    """In this context the variable has this value."""
    token = variable.set(value)
    try:
        yield
    finally:
        variable.reset(token)


class Layer:
    """One row of a network: a function of its input, and of its parameters if it has any.

    `forward(x)` computes the output and keeps what the backward pass needs. `backward(d_out)`
    takes dL/d(output), stores dL/d(parameter) in `grads` under the names of `params`, and returns
    dL/d(input). Neither changes its argument, and no result is overwritten by a later call.

    To write your own layer, derive from this class and define these two methods; add
    `output_shape` if the layer changes the shape. It runs as you wrote it: this very object, on the
    whole batch, in one thread. `self.training` says whether the network is learning. If it holds
    other layers, their parameters belong in its `params`, and their gradients in its `grads`, where
    optimizers and files look for them. What it keeps from one batch to the next beside `params`,
    such as running averages, it tells a file through `state()`, which returns {name: array}, and
    takes back through `restore(state)`.
    """

    dtype = np.dtype(np.float32)

    # Whether workers may run copies of this layer on parts of a batch, side by side. A class says
    # so for itself, and its subclasses say it again: what becomes of an image depends on no other
    # image and no earlier call, and all that `forward` keeps, and `backward` stores, is assigned
    # anew, never written over.
    # `check_gradients` compares a batch with its two halves.
    shareable = False

    def __new__(cls, *args, **kwargs):
        layer = super().__new__(cls)  # here, so that your own __init__ need not call this one's
        layer.params, layer.grads = {}, {}
        return layer

    def __init_subclass__(cls, **named):
        super().__init_subclass__(**named)
        if "training" in vars(cls):
            raise TypeError(f"class {cls.__name__}: the network sets `training`; leave it out here")

    def __init__(self):
        pass  # Layer would take any argument: ReLU(5) is a mistake

    @property
    def training(self):
        """True while `train` takes a step and while gradients are checked, False while the network
        predicts; elsewhere, what it was set to, at first False.
        """
        learning = LEARNING.get()
        return vars(self).get("_training", False) if learning is None else learning

    @training.setter
    def training(self, value):
        self._training = value

    def forward(self, x):
        raise NotImplementedError(f"{type(self).__name__} has no forward(x) yet")

    def backward(self, d_out):
        raise NotImplementedError(f"{type(self).__name__} has no backward(d_out) yet")

    def parameter_gradients(self, d_out):
        """Store dL/d(parameter) only: all that the first layer of a network needs in training."""
        self.backward(d_out)

    def output_shape(self, input_shape):
        """The shape of one output, without the batch axis; ValueError if the input cannot fit."""
        return tuple(input_shape)

    def macs(self, input_shape):
        """Multiply-accumulate operations for one input."""
        return 0

    def config(self):
        """The arguments that build this layer again: what `repr` and a saved network show."""
        return {}

    @property
    def num_parameters(self):
        return sum(array.size for array in self.params.values())

    def astype(self, dtype):
        """A copy of this layer that computes in `dtype` (np.float32 or np.float64)."""
        return copy_as(self, float_type(dtype))

    def replica(self):
        """A layer with the same parameters, not copies of them, for another thread: all else that
        it holds is its own.
        """
        return copy_sharing_parameters(self)

    def __repr__(self):
        arguments = ", ".join(f"{name}={value}" for name, value in self.config().items())
        return f"{type(self).__name__}({arguments})"

    def check_input(self, x):
        """x as an array, if it fits this layer; writes down what shape `backward` must be given."""
        x = real_array(self, x)
        if (calls := CALLS.get()) is not None:
            calls[id(self)] = calls.get(id(self), 0) + 1
        self.out_shape = (*x.shape[:1], *self.output_shape(x.shape[1:]))
        if x.ndim == 0:  # a single number
            self.reject((), "…")
        return x

    def check_gradient(self, d_out):
        """d_out as an array, if it has the shape of what the last `forward` returned."""
        if not hasattr(self, "out_shape"):
            raise ValueError(
                f"{self!r}: backward needs what forward keeps; call forward(x) first "
                f"(a forward of your own begins with x = self.check_input(x))"
            )
        if (CALLS.get() or {}).get(id(self), 0) > 1 and from_package(self, "forward"):
            raise ValueError(
                f"{self!r}: forward has run more than once in this step, and backward knows the "
                f"last time only; make a layer for each place, all with the same params"
            )
        d_out = real_array(self, d_out)
        if d_out.shape != self.out_shape:
            raise ValueError(
                f"{self!r}: backward expects dL/d(output) of shape "
                f"{format_shape(self.out_shape)}, but got {format_shape(d_out.shape)}"
            )
        return d_out

    def reject(self, input_shape, expected):
        """Raise the one error of a wrong input shape; shapes are given without the batch axis."""
        raise ValueError(
            f"{self!r} expects a batch of shape N × {expected}, "
            f"but got N × {format_shape(input_shape)}"
        )


def is_shareable(layer):
    """Whether workers may run copies of this layer: its very class says so. A method that was put
    in the place of one of the package's makes the layer the reader's own.
    """
    cls = type(layer)
    promised = vars(cls).get("shareable", False)
    if not (promised and cls.__module__.startswith("scratchcnn.")):
        return promised
    return from_package(layer, *methods_of(cls))


@functools.cache
def methods_of(cls):
    """The names of a class's methods, those of its bases among them."""
    names = [name for name in dir(cls) if not name.startswith("__")]
    return [name for name in names if callable(getattr(cls, name))]


def he_normal(shape, fan_in, rng):
    """Random float32 weights from N(0, 2 / fan_in): He et al. 2015, equation 10.

    With this spread the signal neither dies nor explodes on its way through ReLU layers.
    """
    rng = np.random.default_rng() if rng is None else rng
    if not hasattr(rng, "standard_normal"):
        raise ValueError(f"rng: expected np.random.default_rng(…) or None, got {rng!r}")
    return (rng.standard_normal(check_size(shape)) * np.sqrt(2 / fan_in)).astype(np.float32)


def zeros(shape):
    """float32 parameters that start at 0."""
    return np.zeros(check_size(shape), np.float32)


def check_size(shape):
    """The shape, if its array is not absurdly large: a saved network may ask for anything."""
    if math.prod(shape) > MAX_ENTRIES:
        raise ValueError(
            f"parameters: expected at most {MAX_ENTRIES:,} in one array, got {format_shape(shape)}"
        )
    return shape
