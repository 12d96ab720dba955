"""Lesson 02: MaxPooling."""

import numpy as np

from ...layers import Layer, MaxPooling
from ..write_class import LayerCase, WriteClass, layer_scene

STUB = '''\
class MaxPooling(Layer):
    """out[n, y, x, c] = max over i, j of  padded[n, stride·y + i, stride·x + j, c]

    Zeros are added on the bottom and on the right, size - stride of them. Of several equal maxima,
    the first one, row by row, gets the gradient.
    """

    def __init__(self, size=3, stride=2):
        self.size, self.stride = size, stride

    def output_shape(self, input_shape):
        """H × W × C of one image becomes H // stride × W // stride × C."""
        height, width, channels = input_shape
        return height // self.stride, width // self.stride, channels

    def forward(self, x):
        """x: N × H × W × C; returns N × H' × W' × C."""
        ...

    def backward(self, d_out):
        """d_out: N × H' × W' × C; returns ∂L/∂x, N × H × W × C."""
        ...'''
BODY = '''\
    def forward(self, x):
        """x: N × H × W × C; returns N × H' × W' × C."""
        k, s, extra = self.size, self.stride, self.size - self.stride
        self.padded = np.pad(x, ((0, 0), (0, extra), (0, extra), (0, 0)))
        N, H, W, C = self.padded.shape
        rows, cols = (H - k) // s + 1, (W - k) // s + 1
        windows = np.empty((N, rows, cols, k * k, C), self.padded.dtype)
        for place in range(k * k):
            i, j = divmod(place, k)
            windows[..., place, :] = self.padded[:, i : i + s * rows : s, j : j + s * cols : s]
        self.winners = windows.argmax(axis=3)  # (N, H', W', C), 0 to k·k - 1
        return windows.max(axis=3)

    def backward(self, d_out):
        """d_out: N × H' × W' × C; returns ∂L/∂x, N × H × W × C."""
        extra, d_padded = self.size - self.stride, np.zeros(self.padded.shape, d_out.dtype)
        i, j = np.divmod(self.winners, self.size)
        n, row, col, c = np.ogrid[tuple(slice(size) for size in d_out.shape)]
        np.add.at(d_padded, (n, self.stride * row + i, self.stride * col + j, c), d_out)
        _, H, W, _ = d_padded.shape
        return d_padded[:, : H - extra, : W - extra].copy()'''
SOLUTION = STUB[: STUB.index("    def forward")] + BODY


def case(rng, sizes, size, stride, dtype=np.float64, whole=False):
    batches = []
    for count in sizes:
        x = rng.standard_normal((count, 6, 7, 2))
        x = np.rint(2 * x) if whole else x
        d_out = rng.standard_normal((count, 6 // stride, 7 // stride, 2))
        batches.append((x.astype(dtype), d_out.astype(dtype)))
    return LayerCase((size, stride), {}, batches, dtype)


def cases(rng):
    x = np.array([[1.0, 3, 2, 0], [0, 1, 5, 7], [6, 2, 8, 1], [3, 4, 1, 2]]).reshape(1, 4, 4, 1)
    d_out = np.array([[1.0, 10], [100, 1000]]).reshape(1, 2, 2, 1)
    return [
        LayerCase((3, 2), {}, [(x, d_out)]),
        case(rng, (2, 1), 3, 2),
        case(rng, (1, 2), 2, 2),
        case(rng, (2,), 3, 2, whole=True),
        case(rng, (2,), 3, 1),
        case(rng, (2,), 3, 2, np.float32),
    ]


def full_size(rng):
    x, d_out = rng.standard_normal((1, 28, 28, 16)), rng.standard_normal((1, 14, 14, 16))
    return LayerCase((3, 2), {}, [(x, d_out)])


layer = WriteClass(
    MaxPooling,
    ("forward", "backward"),
    layer_scene,
    cases,
    STUB,
    SOLUTION,
    full_size=full_size,
    hints=[
        "forward: pad on the bottom and on the right only, and remember who won in each window.",
        "argmax counts the places of a window row by row from 0 to k·k - 1; divmod(place, k) gives "
        "row and column in the window. backward adds d_out to the winners, which may be "
        "asked twice.",
        "np.add.at(d_padded, (n, stride · row + i, stride · col + j, c), d_out) is += for indices "
        "that occur several times. Last, cut the padding off.",
    ],
)
namespace = {"np": np, "Layer": Layer}
exec(SOLUTION, namespace)
Own = namespace["MaxPooling"]


def give(layer, d_out, shares):
    """∂L/∂x, if every place of a window gets its share (N, H', W', k·k, C) of the gradient."""
    k, s, extra = layer.size, layer.stride, layer.size - layer.stride
    d_padded = np.zeros(layer.padded.shape)
    rows, cols = d_out.shape[1:3]
    for place in range(k * k):
        i, j = divmod(place, k)
        d_padded[:, i : i + s * rows : s, j : j + s * cols : s] += d_out * shares[..., place, :]
    return d_padded[:, : d_padded.shape[1] - extra, : d_padded.shape[2] - extra].copy()


def windows_of(layer):
    k, s = layer.size, layer.stride
    rows, cols = layer.winners.shape[1:3]
    places = [divmod(place, k) for place in range(k * k)]
    return np.stack(
        [layer.padded[:, i : i + s * rows : s, j : j + s * cols : s] for i, j in places], axis=3
    )


@layer.wrong(
    "A pixel that wins in several windows keeps only the last one's gradient: add up (+=)."
)
class _(Own):
    def backward(self, d_out):
        extra, d_padded = self.size - self.stride, np.zeros(self.padded.shape)
        i, j = np.divmod(self.winners, self.size)
        n, row, col, c = np.ogrid[tuple(slice(size) for size in d_out.shape)]
        d_padded[n, self.stride * row + i, self.stride * col + j, c] = d_out
        _, H, W, _ = d_padded.shape
        return d_padded[:, : H - extra, : W - extra].copy()


@layer.wrong("At a tie every winner gets the whole gradient: here the first one alone gets it.")
class _(Own):
    def backward(self, d_out):
        windows = windows_of(self)
        return give(self, d_out, windows == windows.max(axis=3, keepdims=True))


@layer.wrong(
    "At a tie the gradient is shared out equally. That would be right, too, but here the first"

             "winner, row by row, gets it all.")  # fmt: skip
class _(Own):
    def backward(self, d_out):
        windows = windows_of(self)
        wins = windows == windows.max(axis=3, keepdims=True)
        return give(self, d_out, wins / wins.sum(axis=3, keepdims=True))


@layer.wrong("At a tie the last winner gets the gradient: here it is the first one, row by row.")
class _(Own):
    def forward(self, x):
        out = super().forward(x)
        self.winners = self.size**2 - 1 - windows_of(self)[..., ::-1, :].argmax(axis=3)
        return out


@layer.wrong("At a tie it is the first one column by column. Here it is the first one row by row.")
class _(Own):
    def forward(self, x):
        out, k = super().forward(x), self.size
        order = np.arange(k * k).reshape(k, k).T.ravel()
        self.winners = order[windows_of(self)[..., order, :].argmax(axis=3)]
        return out


@layer.wrong("Every pixel of a window gets its gradient: only the winner does.")
class _(Own):
    def backward(self, d_out):
        return give(self, d_out, np.ones((*d_out.shape[:3], self.size**2, d_out.shape[3])))


@layer.wrong("This is the mean of each window, not its maximum.")
class _(Own):
    def forward(self, x):
        super().forward(x)
        return windows_of(self).mean(axis=3)


@layer.wrong("The zeros stand above and on the left: they belong on the bottom and on the right.")
class _(Own):
    def forward(self, x):
        extra = self.size - self.stride
        moved = np.pad(x, ((0, 0), (extra, 0), (extra, 0), (0, 0)))
        height, width = x.shape[1:3]
        out = super().forward(moved[:, :height, :width])
        return out


@layer.wrong("The gradient is multiplied with the maximum: the slope of max is 1 for the winner.")
class _(Own):
    def forward(self, x):
        self.out = super().forward(x)
        return self.out.copy()

    def backward(self, d_out):
        return super().backward(d_out * self.out)
