"""scratchcnn: every layer of a convolutional network, derived, written and checked in NumPy."""

from . import models
from .data import Dataset, load_fashion_mnist, load_mnist
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
from .training import SGD, History, OriginalSchedule, WarmupCosine, train

__version__ = "0.1.0"
__all__ = [
    "SGD",
    "Addition",
    "Convolution",
    "Dataset",
    "Dense",
    "Division",
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
    "load_fashion_mnist",
    "load_mnist",
    "models",
    "numeric_gradient",
    "plots",
    "train",
]


def __getattr__(name):
    # matplotlib is imported only when plots are asked for: the rest needs NumPy alone.
    if name == "plots":
        import importlib

        return importlib.import_module(".plots", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
