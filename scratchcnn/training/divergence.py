"""When the loss becomes NaN or infinite: which layer was the first?"""

import math

import numpy as np

from ..layers.layer import learning
from ..network import runs_in_order


def raise_if_not_finite(name, value, network, images, history, learning_rate):
    """FloatingPointError that says what came, where it began and what helps."""
    if math.isfinite(value):
        return
    error = FloatingPointError(
        f"the {name} is {value}: {first_culprit(network, images)}. "
        f"Usual causes: a learning rate that is too high (it was {learning_rate:.3g}), images that "
        f"are not scaled (no Division), a mistake in a layer of your own (see check_gradients)"
    )
    error.history = history
    raise error


def first_culprit(network, images):
    """Run the batch through the layers one by one, up to the first that is not finite; in a
    network with a `forward` of its own, only look at the parameters.
    """
    x = network.as_floats(images)
    with np.errstate(all="ignore"), learning(True):
        for row, layer in enumerate(network.layers, start=1):
            for name, parameter in layer.params.items():
                if not np.isfinite(parameter).all():
                    return f"row {row}, {layer!r}, has NaN or infinity in its {name}"
            x = layer.forward(x) if runs_in_order(network) else x
            if not np.isfinite(x).all():
                return f"NaN or infinity first appears in the output of row {row}, {layer!r}"
    if not runs_in_order(network):
        return "all parameters are finite"
    return f"the logits are finite, but as large as {np.abs(x).max():.3g}"
