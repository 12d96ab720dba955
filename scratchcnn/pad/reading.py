"""What a network makes of one image: how sure it is of what, what its layers see, and why."""

from dataclasses import dataclass

import numpy as np

from ..arguments import format_shape
from ..layers import ReLU
from ..layers.layer import learning
from ..network import runs_in_order


@dataclass(frozen=True)
class Reading:
    """What a network makes of a page; without probabilities and all below if it cannot be read.

    image          28 × 28 × 1 uint8: what the network sees
    sentence       the result for people
    probabilities  one for each class
    maps           H × W × C: what the layer that was asked for puts out, or None
    asked          the class that `saliency` is about
    saliency       28 × 28: d logit of that class / d pixel, positive where more ink speaks for it
    """

    image: np.ndarray
    sentence: str
    probabilities: np.ndarray | None = None
    maps: np.ndarray | None = None
    asked: int | None = None
    saliency: np.ndarray | None = None


def read(network, image, row=None, asked=None):
    """The Reading of one 28 × 28 × 1 image, with the maps of `network.layers[row]`.

    `asked` is the class whose logit is followed back to the pixels; None is the likeliest one.
    Raises ValueError if there is no such row, no such class, or the image does not fit.
    """
    if row is not None and not 0 <= row < len(network.layers):
        raise ValueError(f"row: expected a layer, 0 to {len(network.layers) - 1}, got {row}")
    images = np.asarray(image)[np.newaxis]
    network = network.replica()  # the gradients of the network itself are not ours to overwrite
    with learning(False):
        outputs = [network.forward(images)] if row is None else network.outputs(images)
        logits = outputs[-1]
        probabilities = network.softmax.forward(logits)[0]
        prediction = int(probabilities.argmax())
        asked = prediction if asked is None else asked
        if not 0 <= asked < len(probabilities):
            raise ValueError(f"asked: expected a class, 0 to {len(probabilities) - 1}, got {asked}")
        d_logits = np.zeros_like(logits)
        d_logits[0, asked] = 1  # d logit of the class / d logits
        saliency = network.backward(d_logits)[0, :, :, 0]
    sentence = f"The network reads {prediction}, {probabilities[prediction]:.0%} sure."
    maps = None if row is None else outputs[row][0]
    return Reading(image, sentence, probabilities, maps, asked, saliency)


def rows_with_maps(network):
    """{row: what it is called} of the layers that put out maps; of none in a network with a
    `forward` of its own.
    """
    if not runs_in_order(network):
        return {}
    outputs = network.replica().outputs(np.zeros((1, *network.input_shape), np.uint8))
    return {
        # Lessons and the table of the network count its rows from 1.
        row: f"row {row + 1}, {type(layer).__name__}, {format_shape(output.shape[1:])}"
        for row, (layer, output) in enumerate(zip(network.layers, outputs, strict=True))
        if output.ndim == 4
    }


def first_relu(network):
    """The first row whose maps are worth a look, or None in a network without maps."""
    rows = rows_with_maps(network)
    return next(
        (row for row in rows if isinstance(network.layers[row], ReLU)), min(rows, default=None)
    )
