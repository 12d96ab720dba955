"""A network with a layer of the reader's own: everything runs as it was written."""

import threading
import warnings

import numpy as np

from ..arguments import format_shape, real_array
from ..layers import SoftmaxCrossEntropy
from ..layers.copies import from_package, layers_in
from ..layers.layer import CALLS, in_context, is_shareable, learning
from ..layers.softmax_cross_entropy import smooth
from .machine import one_blas_thread

GROUP = 256  # images that are predicted together: more would take too much memory
ONE_AT_A_TIME = threading.RLock()  # while one thread trains, another one may predict


class AsWritten:
    """The layers of the network themselves, one after the other, on the whole batch, in this
    thread. What they keep is kept, and the same again is the same again, bit for bit.

    Matrix products run on one thread as well: their results then don't depend on the number of
    cores, and they are too small for threads that wait for each other.

    Slower than `Workers`, which run copies on parts of a batch: that is right only for layers that
    promise to be `shareable`.
    """

    def __init__(self, network):
        self.network, self.layers = network, layers_in(network)

    def __enter__(self):
        self.blas = one_blas_thread()
        self.blas.__enter__()
        return self

    def __exit__(self, *exception):
        self.blas.__exit__(*exception)

    def step(self, images, labels, smoothing=0.0):
        """The loss of a batch; its gradients, with the price of `smooth`, are left in the network's
        layers.
        """
        cross_entropy = SoftmaxCrossEntropy()
        with ONE_AT_A_TIME, learning(True), in_context(CALLS, {}):
            before = zero_gradients(self.layers)
            loss = cross_entropy.forward(self.network.forward(images), labels)
            self.backward_pass()(smooth(cross_entropy.backward(), labels, smoothing))
            put_buffers_back(before)
        return loss

    def backward_pass(self):
        """The network's backward pass; without dL/dimages if none of the first rows, up to the
        first one with parameters, is a reader's own, who might look at what comes.
        """
        layers = self.network.layers
        first = next(
            (row for row, layer in enumerate(layers, start=1) if layer.params), len(layers)
        )
        ours = from_package(self.network, "forward", "backward", "parameter_gradients")
        if ours and all(map(is_shareable, layers[:first])):
            return self.network.parameter_gradients
        return self.network.backward

    def logits(self, images):
        """The network's output for any number of images.

        Where they are too many for one batch, the last image of a group is the first one of the
        next: a layer that makes something else of it then draws random numbers or looks at other
        images while it predicts, and a warning says so.
        """
        with ONE_AT_A_TIME, learning(False):
            groups = [self.forward(images[:GROUP])]
            for start in range(GROUP, len(images), GROUP - 1):
                again, *logits = self.forward(images[start - 1 : start + GROUP - 1])
                if not np.allclose(again, groups[-1][-1], rtol=1e-3, atol=1e-3):
                    warnings.warn(f"{self.suspects()}: {AMBIGUOUS}", stacklevel=4)
                groups.append(logits)
        return np.concatenate(groups)

    def forward(self, images):
        """The network's output, if it has a row for each image."""
        logits = real_array("logits", self.network.forward(images))
        if logits.shape[:1] != (len(images),):
            found = format_shape(logits.shape)
            raise ValueError(f"logits: expected those of {len(images)} images, got {found}")
        return logits

    def suspects(self):
        rows = enumerate(self.network.layers, start=1)
        own = [f"row {row}, {layer!r}" for row, layer in rows if not is_shareable(layer)]
        return " or ".join(own) or type(self.network).__name__


def zero_gradients(layers):
    """Put zeros in the place of the gradients of the step before, so that a backward pass may add
    to them, or leave them where nothing is to be learnt. Returns what was there before.
    """
    places = [(each.grads, name) for each in layers for name in each.params if name in each.grads]
    before = [(grads, name, grads[name], np.copy(grads[name])) for grads, name in places]
    for grads, name in places:
        grads[name] = np.zeros_like(grads[name])  # another array: the old one may be in use
    return before


def put_buffers_back(before):
    """A layer that writes over an array of its own may have put it into `grads` once, in __init__:
    if it has changed, it is the gradient.
    """
    for grads, name, array, copy in before:
        if not np.any(grads.get(name)) and not np.array_equal(array, copy):
            grads[name] = array


AMBIGUOUS = (
    "the same image has other logits among other images, so that predictions depend on its "
    "neighbours; while `self.training` is False, a layer should draw no random numbers and look "
    "at each image alone (batch normalization: at running averages)"
)
