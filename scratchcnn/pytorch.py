"""A network of the course in PyTorch, and its weights back: other axes, the same numbers.

PyTorch's images are N × C × H × W, its filters out × in × k × k, its dense weights out × in.
This module needs PyTorch; nothing else of the package does.
"""

import torch
from torch import nn

from .layers import Addition, Convolution, Dense, Division, MaxPooling, ReLU, Softmax, Vectorization

OUR_AXES = {  # in the order in which they stand in PyTorch
    "filters": (3, 2, 0, 1),  # k × k × in × out → out × in × k × k
    "weights": (1, 0),  # in × out → out × in
    "bias of a map": (2, 0, 1),  # H × W × C → C × H × W
}


class Divide(nn.Module):
    def __init__(self, divisor):
        super().__init__()
        self.divisor = divisor

    def forward(self, x):
        return x / self.divisor


class Add(nn.Module):
    def __init__(self, bias):
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(bias.shape))

    def forward(self, x):
        return x + self.bias


class Vectorize(nn.Module):
    """Row by row and channels last, as ours: `nn.Flatten` alone would give another order."""

    def forward(self, x):
        return x.movedim(1, -1).flatten(1)


def convolution(layer):
    sizes = layer.in_channels, layer.out_channels, layer.kernel_size
    return nn.Conv2d(*sizes, padding=layer.padding, bias=False)


def max_pooling(layer):
    extra = layer.size - layer.stride  # zeros on the right and below
    pooling = nn.MaxPool2d(layer.size, layer.stride)
    return nn.Sequential(nn.ZeroPad2d((0, extra, 0, extra)), pooling)


MODULES = {
    Division: lambda layer: Divide(layer.divisor),
    Convolution: convolution,
    Addition: lambda layer: Add(to_their_axes(layer, "bias")),
    ReLU: lambda layer: nn.ReLU(),
    MaxPooling: max_pooling,
    Vectorization: lambda layer: Vectorize(),
    Dense: lambda layer: nn.Linear(layer.in_features, layer.out_features),
    Softmax: lambda layer: nn.Softmax(dim=1),
}


def to_torch(network):
    """The network as a `torch.nn.Sequential`, one module for each row, with copies of its weights.

    It takes images N × C × H × W. TypeError for a layer that is not the package's.
    """
    twin = nn.Sequential(*[module_for(layer) for layer in network.layers])
    for array, theirs in pairs(network, twin):
        theirs.data = torch.tensor(array)
    return twin


def from_torch(twin, network):
    """Copy the weights of what `to_torch(network)` made, trained since, back into the network."""
    for array, theirs in pairs(network, twin):
        array[...] = theirs.detach().numpy()


def gradients_of(twin, network):
    """{name: array}: the gradients that PyTorch left in the twin, our names and our axes."""
    gradients = network.astype(network.layers[0].dtype)  # its parameters take them up
    for array, theirs in pairs(gradients, twin):
        array[...] = theirs.grad.numpy()
    return gradients.parameters()


def module_for(layer):
    if type(layer) not in MODULES:
        known = ", ".join(each.__name__ for each in MODULES)
        raise TypeError(f"{type(layer).__name__} has no module in PyTorch; there are {known}")
    return MODULES[type(layer)](layer)


def pairs(network, twin):
    """(our array, seen with their axes; their parameter), in the order of the rows."""
    for layer, module in zip(network.layers, twin, strict=True):
        ours = [to_their_axes(layer, name) for name in layer.params]
        yield from zip(ours, module.parameters(), strict=True)


def to_their_axes(layer, name):
    """A view of a parameter with the axes in PyTorch's order."""
    array = layer.params[name]
    if name == "bias":
        return array.transpose(OUR_AXES["bias of a map"]) if array.ndim == 3 else array
    return array.transpose(OUR_AXES[name])
