"""The two networks of the course: the original CNN, and its companion without convolutions."""

from pathlib import Path

from .arguments import generator
from .layers import (
    Addition,
    Convolution,
    Dense,
    Division,
    MaxPooling,
    ReLU,
    Vectorization,
)
from .network import Network

WEIGHTS = Path(__file__).parent / "data" / "cnn.npz"  # they come with the course


def cnn(seed=0, init="he"):
    """Three convolutions with a bias for each position, two dense layers: 359,846 parameters.

    `init="he"` starts as He et al. 2015 advise, `init="original"` as the published script does.
    """
    rng = generator("seed", seed)
    network = Network(
        [
            Division(255),
            Convolution(1, 16, rng=rng),
            Addition((28, 28, 16)),
            ReLU(),
            MaxPooling(),
            Convolution(16, 32, rng=rng),
            Addition((14, 14, 32)),
            ReLU(),
            MaxPooling(),
            Convolution(32, 64, rng=rng),
            Addition((7, 7, 64)),
            ReLU(),
            Vectorization(),
            Dense(7 * 7 * 64, 100, rng=rng),
            ReLU(),
            Dense(100, 10, rng=rng),
        ]
    )
    return start(network, init, rng)


def mlp(seed=0, init="he"):
    """784-1000-100-10, dense layers only: 886,110 parameters. `init` as in `cnn`."""
    rng = generator("seed", seed)
    network = Network(
        [
            Division(255),
            Vectorization(),
            Dense(784, 1000, rng=rng),
            ReLU(),
            Dense(1000, 100, rng=rng),
            ReLU(),
            Dense(100, 10, rng=rng),
        ]
    )
    return start(network, init, rng)


def trained():
    """The network of `cnn` with the trained weights that come with the course.

    They were learnt from all 60,000 training digits, so that only MNIST's own test set measures
    them: the bundled sample is a part of what they have seen.
    """
    return Network.load(WEIGHTS)


def start(network, init, rng):
    """The network with the starting weights that `init` names; every layer starts with He's."""
    if init not in ("he", "original"):
        raise ValueError(f'init: expected "he" or "original", got {init!r}')
    if init == "original":
        original_start(network, rng)
    return network


def original_start(network, rng):
    """The published start: filters from N(0, 1) / 9, dense weights from N(0, 1) / inputs."""
    for layer in network.layers:
        if isinstance(layer, Convolution):
            filters = layer.params["filters"]
            filters[...] = rng.standard_normal(filters.shape) / 9
        if isinstance(layer, Dense):
            weights = layer.params["weights"]
            weights[...] = rng.standard_normal(weights.shape) / layer.in_features
