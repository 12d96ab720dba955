"""A network with a layer of the reader's own: everything runs as it was written."""

import warnings

import numpy as np

from ..layers import SoftmaxCrossEntropy
from ..layers.layer import is_shareable, learning

GROUP = 256  # images that are predicted together: more would take too much memory


class AsWritten:
    """The layers of the network themselves, one after the other, on the whole batch, in this thread
    (a matrix product may use all cores). What they keep is kept, and the same again is the same
    again, bit for bit.

    Slower than `Workers`, which run copies on parts of a batch: that is right only for layers that
    promise to be `shareable`.
    """

    def __init__(self, network):
        self.network = network

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        pass

    def step(self, images, labels):
        """The loss of a batch; its gradients are left in the network's layers."""
        cross_entropy = SoftmaxCrossEntropy()
        with learning(True):
            loss = cross_entropy.forward(self.network.forward(images), labels)
            self.network.backward(cross_entropy.backward())
        return loss

    def logits(self, images):
        """The network's output for any number of images.

        Where they are too many for one batch, the last image of a group is the first one of the
        next: a layer that makes something else of it then draws random numbers or looks at other
        images while it predicts, and a warning says so.
        """
        with learning(False):
            groups = [self.network.forward(images[:GROUP])]
            for start in range(GROUP, len(images), GROUP - 1):
                again, *logits = self.network.forward(images[start - 1 : start + GROUP - 1])
                if not np.allclose(again, groups[-1][-1], rtol=1e-3, atol=1e-3):
                    warnings.warn(f"{self.suspects()}: {AMBIGUOUS}", stacklevel=4)
                groups.append(logits)
        return np.concatenate(groups)

    def suspects(self):
        rows = enumerate(self.network.layers, start=1)
        own = [f"row {row}, {layer!r}" for row, layer in rows if not is_shareable(layer)]
        return " or ".join(own) or type(self.network).__name__


AMBIGUOUS = (
    "the same image has other logits among other images, so that predictions depend on its "
    "neighbours; while `self.training` is False, a layer should draw no random numbers and look "
    "at each image alone (batch normalization: at running averages)"
)
