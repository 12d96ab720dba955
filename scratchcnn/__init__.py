"""scratchcnn: every layer of a convolutional network, derived, written and checked in NumPy."""

import sys

from . import models
from .data import Dataset, load_fashion_mnist, load_folder, load_mnist, load_sample
from .doctor import doctor
from .gradient_check import check_gradients, numeric_gradient
from .layers import (
    Addition,
    Convolution,
    Dense,
    Division,
    Layer,
    MaxPooling,
    ReLU,
    Softmax,
    SoftmaxCrossEntropy,
    Vectorization,
)
from .network import Network
from .output import replace_signs
from .training import SGD, History, OriginalSchedule, WarmupCosine, train

replace_signs(sys.stdout)

__version__ = "0.2.0"
__all__ = [
    "SGD",
    "Addition",
    "Convolution",
    "Dataset",
    "Dense",
    "Division",
    "DrawPad",
    "History",
    "Layer",
    "MaxPooling",
    "Network",
    "OriginalSchedule",
    "ReLU",
    "Softmax",
    "SoftmaxCrossEntropy",
    "Vectorization",
    "WarmupCosine",
    "check_gradients",
    "doctor",
    "exercises",
    "load_fashion_mnist",
    "load_folder",
    "load_mnist",
    "load_sample",
    "models",
    "numeric_gradient",
    "plots",
    "train",
]


def __getattr__(name):
    # Imported only when asked for: plots need matplotlib, the rest needs NumPy alone.
    if name in ("exercises", "plots"):
        import importlib

        return importlib.import_module(f".{name}", __name__)
    if name == "DrawPad":
        from .pad.draw_pad import DrawPad

        return DrawPad
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
