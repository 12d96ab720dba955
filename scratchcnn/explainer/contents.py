"""What a page holds of a network: its plan and its weights, and images to begin with."""

import base64

import numpy as np

from .. import layers as known_layers
from ..arguments import check_fits, format_shape
from ..data import Dataset
from ..data.datasets import SAMPLE
from ..data.idx import read_folder
from ..layers.layer import is_shareable
from ..network import check_layers, runs_in_order
from ..saving import is_known
from ..summary import summarize

IMAGE = (28, 28, 1)
MOST_PARAMETERS = 1_000_000
KINDS = ("Addition", "Convolution", "Dense", "Division", "MaxPooling", "ReLU", "Vectorization")


def contents(network, examples=None, classes=None):
    """All that the page needs, ready for JSON; ValueError if it could not show it truly.

    examples  a Dataset; the page offers its first image of each class
    classes   what the answers are called, as text, in the order of the logits; else the examples'
    """
    count = check_network(network)
    chosen = choose_examples(sample() if examples is None else examples, count)
    classes = check_classes(chosen.classes if classes is None else classes, count)
    rows = [describe(layer) for layer in network.layers]
    weights = [array for layer in network.layers for array in layer.params.values()]
    plan = {"input_shape": IMAGE, "layers": rows}
    return {
        "plan": plan,
        "weights": as_base64(np.concatenate([array.ravel() for array in weights])),
        "classes": classes,
        "images": as_base64(chosen.images),
        "labels": chosen.labels.tolist(),
    }


def first_image(held):
    """The image that the page begins with."""
    numbers = np.frombuffer(base64.b64decode(held["images"]), "<f4")
    return numbers[: np.prod(IMAGE)].reshape(IMAGE)


def check_network(network):
    """The number of classes, if the page computes exactly what this network does."""
    check_layers(network.layers)
    if not runs_in_order(network):
        raise ValueError(
            f"{type(network).__name__}: expected a network that runs its layers one after the "
            f"other, got one with a forward of its own"
        )
    for row, layer in enumerate(network.layers, start=1):
        kind = type(layer).__name__
        if kind not in KINDS or not (is_known(layer) and is_shareable(layer)):
            raise ValueError(
                f"row {row}, {layer!r}: the page knows the package's own {', '.join(KINDS)}, "
                f"and not this layer"
            )
        check_parameters(row, layer)
    if network.input_shape != IMAGE:
        raise ValueError(
            f"network: expected one for {format_shape(IMAGE)} images, "
            f"got one for {format_shape(network.input_shape)}"
        )
    shapes = [row.shape for row in summarize(network.layers, IMAGE).rows]
    if not shapes or len(shapes[-1]) != 1:
        raise ValueError(
            f"network: expected logits, one a class, in its last row, "
            f"got {format_shape(shapes[-1] if shapes else IMAGE)}"
        )
    if not 0 < network.num_parameters <= MOST_PARAMETERS:
        raise ValueError(
            f"network: expected 1 to {MOST_PARAMETERS:,} parameters, got {network.num_parameters:,}"
        )
    return shapes[-1][0]


def check_parameters(row, layer):
    """ValueError unless the parameters are those of such a layer, and finite as float32."""
    fresh = getattr(known_layers, type(layer).__name__)(**layer.config()).params
    if layer.params.keys() != fresh.keys():
        raise ValueError(
            f"row {row}, {layer!r}: expected the parameters {', '.join(fresh) or '(none)'}, "
            f"got {', '.join(layer.params) or '(none)'}"
        )
    for name, array in layer.params.items():
        check_fits(array, fresh[name], f"row {row}, {layer!r}: {name}")


def check_classes(classes, count):
    """The names of all classes; without any they are numbers."""
    classes = list(classes)
    if not classes:
        return [str(number) for number in range(count)]
    if len(classes) != count or not all(isinstance(name, str) and name for name in classes):
        raise ValueError(f"classes: expected {count} names, got {classes!r}")
    return classes


def describe(layer):
    """A row of the plan: the layer's class, its arguments, how many numbers each parameter has."""
    sizes = {name: array.size for name, array in layer.params.items()}
    return {"kind": type(layer).__name__, "config": layer.config(), "params": sizes}


def choose_examples(dataset, count):
    """The first image of each class."""
    if not isinstance(dataset, Dataset) or dataset.images.shape[1:] != IMAGE:
        known = isinstance(dataset, Dataset)
        found = format_shape(dataset.images.shape) if known else type(dataset).__name__
        raise ValueError(f"examples: expected a Dataset of N × {format_shape(IMAGE)}, got {found}")
    labels, first = np.unique(dataset.labels, return_index=True)
    if not (labels < count).any():
        raise ValueError(f"examples: expected labels below {count}, got none below {labels.min()}")
    return dataset[first[labels < count]]


def sample():
    """The test digits that come with the course."""
    _, _, images, labels = read_folder(SAMPLE)
    return Dataset(images[..., np.newaxis], labels.astype(np.intp))


def as_base64(array):
    """The numbers as float32, first byte lowest, in base64."""
    return base64.b64encode(np.ascontiguousarray(array, "<f4").tobytes()).decode()
