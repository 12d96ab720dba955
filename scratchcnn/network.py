"""A network is a list of layers: forward runs down the list, backward runs up again."""

import warnings

import numpy as np

from . import saving
from .arguments import float_type, format_shape, real_array, sizes
from .engine.workers import most_workers, number_of_workers, runner_for
from .layers import Division, Layer, Softmax
from .layers.copies import copy_as, copy_sharing_parameters, from_package
from .layers.layer import learning
from .layers.parameters import gradients_of, parameters_of
from .summary import summarize

SHORT_CUT = "parameter_gradients"  # `backward` without dL/dx


class Network:
    """A classifier: `forward` returns logits; Softmax, the last row, turns them into probabilities.

    `layers` is an ordinary list. Put your own layer into it, or take one out.
    `input_shape` is the shape of one image, height × width × channels. A subclass with a `forward`
    of its own that keeps more than its layers tells a file so through `state()` and
    `restore(state)`, as a `Layer` does.
    """

    def __init__(self, layers, input_shape=(28, 28, 1)):
        self.layers = check_layers(layers)
        self.input_shape = sizes("input_shape", input_shape)
        self.softmax = Softmax()

    def forward(self, images):
        """Logits, N × classes, of N × H × W × C images (uint8, or floats of the same range)."""
        x = self.as_floats(images)
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def outputs(self, images):
        """What every layer returns while the network predicts, from the first to the last, whose
        output are the logits. ValueError if a subclass has a `forward` of its own: nobody else
        knows what that gives to which layer.
        """
        if not runs_in_order(self):
            raise ValueError(
                f"{type(self).__name__}: expected a network that runs its layers one after the "
                f"other, got one with a forward of its own"
            )
        outputs = [self.as_floats(images)]
        with learning(False):
            for layer in self.layers:
                outputs.append(layer.forward(outputs[-1].copy()))  # some write into what they get
        return outputs[1:]

    def backward(self, d_logits):
        """Fill every layer's `grads` from dL/dlogits; returns dL/dimages."""
        d = d_logits
        for layer in reversed(self.layers):
            d = layer.backward(d)
        return d

    def parameter_gradients(self, d_logits):
        """`backward` without dL/dimages, which training does not need and which costs time."""
        first = next((i for i, layer in enumerate(self.layers) if layer.params), None)
        if first is None:
            return
        d = d_logits
        for layer in reversed(self.layers[first + 1 :]):
            d = layer.backward(d)
        if has_short_cut(self.layers[first]):
            self.layers[first].parameter_gradients(d)
        else:
            self.layers[first].backward(d)

    def predict_proba(self, images):
        """Probabilities, N × classes, of any number of images; all cores, bounded memory."""
        images = self.check_images(images)
        warn_of_scale(self, images)
        with runner_for(self, min(number_of_workers(), most_workers(len(images)))) as runner:
            probabilities = self.softmax.forward(check_logits(runner.logits(images)))
        if np.isnan(probabilities).any():
            raise FloatingPointError(
                "network: expected probabilities, got NaN; a layer, or a parameter, is not finite"
            )
        return probabilities

    def predict(self, images):
        """The likeliest class of each image, N whole numbers."""
        return self.predict_proba(images).argmax(axis=1)

    def as_floats(self, images):
        """A copy of the images in the type of the network: differences of unsigned whole numbers
        would not become negative.
        """
        dtype = self.layers[0].dtype if self.layers else np.float32
        return self.check_images(images).astype(dtype)

    def check_images(self, images):
        """The images as an array, or ValueError if they are not what this network takes."""
        check_layers(self.layers)
        images = real_array("images", images)
        if images.shape[1:] != self.input_shape or len(images) == 0:
            raise ValueError(
                f"images: expected N × {format_shape(self.input_shape)} with N ≥ 1, "
                f"got {format_shape(images.shape)}"
            )
        if images.dtype.kind == "f" and not np.isfinite(images).all():
            raise ValueError("images: expected finite numbers, got NaN or infinity among them")
        return images

    def parameters(self):
        """{name: array}, for instance `02_Convolution_filters`: the arrays, not copies of them."""
        return parameters_of(self.layers)

    def gradients(self):
        """{name: array} that the last `backward` left, under the names of the parameters."""
        return gradients_of(self.layers)

    @property
    def num_parameters(self):
        return sum(layer.num_parameters for layer in self.layers)

    def astype(self, dtype):
        """A copy that computes in `dtype`: np.float32, or np.float64 for a gradient check."""
        return copy_as(self, float_type(dtype))

    def replica(self):
        """The same parameters, not copies of them, in layers with a memory of their own."""
        return copy_sharing_parameters(self)

    def summary(self):
        """The table of the network, row by row: print it, or let a notebook show it."""
        return summarize([*self.layers, self.softmax], self.input_shape)

    def save(self, path):
        """Write layers and parameters to one `.npz` file; an old file is replaced in one step.

        OSError if the folder is not there. Of a subclass, what it computes is not in the file.
        """
        saving.save_network(self, path)

    def explain(self, path, examples=None, classes=None):
        """Write one HTML file that shows this network at work, forward and backward; it needs
        neither Python nor the internet. As the last line of a cell it is shown there.

        examples  a Dataset; the page offers its first image of each class; without one, digits
        classes   what the answers are called, in the order of the logits; without them, as the
                  examples' classes, or numbers

        Raises ValueError, before there is a file, for a network that the page would not compute as
        this one does: not for 28 × 28 × 1 images, with a layer that is not the package's own, with
        parameters that are not finite or more than a million.
        """
        from .explainer.page import write_page

        return write_page(self, path, examples, classes)

    @classmethod
    def load(cls, path):
        """The network that `save` wrote. It must consist of the layers of this package.

        ValueError if it is none, or one of a subclass with a `forward` or another pass of its own:
        `load` of that subclass, or `load_parameters`, reads it.
        """
        return saving.load_network(cls, path)

    def load_parameters(self, path):
        """Read the parameters of a saved network of the same architecture into this one."""
        saving.load_parameters(self, path)


def warn_of_scale(network, images):
    """A warning if images from 0 to 1 come to a network that divides them once more."""
    first = next(iter(network.layers), None)
    if not (isinstance(first, Division) and first.divisor > 1):
        return
    if images.min() >= 0 and 0 < images.max() <= 1:
        warnings.warn(
            f"images: the largest number is {images.max():g}, and {first!r} divides it once more; "
            f"give this network numbers from 0 to {first.divisor:g}, or take its first row out",
            stacklevel=3,
        )


def has_short_cut(layer):
    """Whether `parameter_gradients` is of the class that wrote `backward`, or of a later one."""
    writers = [cls for cls in type(layer).__mro__ if vars(cls).keys() & {"backward", SHORT_CUT}]
    return SHORT_CUT in vars(writers[0])


def runs_in_order(network):
    """Whether `forward` gives every layer the output of the one before, as the package's does."""
    return from_package(network, "forward")


def check_logits(logits):
    """The logits, if they are N × classes."""
    if np.ndim(logits) != 2:
        shape = format_shape(np.shape(logits))
        raise ValueError(f"network: expected logits N × classes, got {shape}")
    return logits


def check_layers(layers):
    """The layers as a list, if each is one, and each another one."""
    if not np.iterable(layers):
        raise ValueError(f"layers: expected a list of layers, got {layers!r}")
    layers = list(layers)
    for row, layer in enumerate(layers, start=1):
        if isinstance(layer, type):
            raise ValueError(f"layers: row {row} is a class; expected {layer.__name__}(…)")
        if not isinstance(layer, Layer):
            raise ValueError(f"layers: expected a Layer in row {row}, got {type(layer).__name__}")
        if any(layer is other for other in layers[: row - 1]):
            raise ValueError(f"layers: row {row} is an earlier row's {layer!r}; make another one")
    return layers
