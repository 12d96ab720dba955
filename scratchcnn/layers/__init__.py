"""The layers, one module each; a module has the name of the lesson that derives it."""

from .addition import Addition
from .convolution import Convolution
from .dense import Dense
from .division import Division
from .layer import Layer
from .max_pooling import MaxPooling
from .relu import ReLU
from .softmax_cross_entropy import Softmax, SoftmaxCrossEntropy
from .vectorization import Vectorization

__all__ = [
    "Addition",
    "Convolution",
    "Dense",
    "Division",
    "Layer",
    "MaxPooling",
    "ReLU",
    "Softmax",
    "SoftmaxCrossEntropy",
    "Vectorization",
]
