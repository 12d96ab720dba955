"""Lesson 02: MaxPooling."""

import numpy as np

from ...layers import MaxPooling
from ..cases import decimals
from ..scenes import LayerCase, layer_scene
from ..write_class import WriteClass

STUB = '''\
class MaxPooling(Layer):
    """out[n, y, x, c] = max over i, j of  padded[n, stride·y + i, stride·x + j, c]"""

    def __init__(self, size=3, stride=2):
        self.size, self.stride = size, stride

    def output_shape(self, input_shape):
        height, width, channels = input_shape
        return height // self.stride, width // self.stride, channels

    def forward(self, x):
        """x: N × H × W × C, padded with size - stride zeros at the bottom and on the right."""
        ...

    def backward(self, d_out):
        """Returns ∂L/∂x. Of several equal maxima, the first one, row by row, gets the gradient."""
        ...'''
BODY = '''\
    def forward(self, x):
        """x: N × H × W × C, padded with size - stride zeros at the bottom and on the right."""
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
        """Returns ∂L/∂x. Of several equal maxima, the first one, row by row, gets the gradient."""
        extra, d_padded = self.size - self.stride, np.zeros(self.padded.shape, d_out.dtype)
        i, j = np.divmod(self.winners, self.size)
        n, row, col, c = np.ogrid[tuple(slice(size) for size in d_out.shape)]
        np.add.at(d_padded, (n, self.stride * row + i, self.stride * col + j, c), d_out)
        _, H, W, _ = d_padded.shape
        return d_padded[:, : H - extra, : W - extra].copy()'''
SOLUTION = STUB[: STUB.index("    def forward")] + BODY


def case(rng, sizes, size, stride, dtype=np.float64, ties=False):
    batches = []
    for count in sizes:
        x = decimals(rng, count, 4, 5, 2)
        if ties:
            x = np.rint(2 * x)
            x[0, 0, 1] = x[0, 1, 0] = 9  # the first one row by row is not that column by column
        else:
            x[0, :3, :3] -= 9  # a window that is negative all over
        d_out = decimals(rng, count, 4 // stride, 5 // stride, 2)
        batches.append((x.astype(dtype), d_out.astype(dtype)))
    return LayerCase((size, stride), {}, batches, dtype)


def cases(rng):
    x = np.array([[1.0, 3, 2, 0], [0, 1, 5, 7], [6, 2, 8, 1], [3, 4, 1, 2]]).reshape(1, 4, 4, 1)
    d_out = np.array([[1.0, 10], [100, 1000]]).reshape(1, 2, 2, 1)
    ties = np.array([[3.0, 5, 0, 1], [5, 1, 2, 2], [0, 2, 2, 0], [1, 0, 0, 0]]).reshape(x.shape)
    return [
        LayerCase((3, 2), {}, [(x, d_out)]),
        LayerCase((3, 2), {}, [(ties, d_out)]),
        case(rng, (2, 1), 3, 2),
        case(rng, (1, 2), 2, 2),
        case(rng, (2,), 3, 2, ties=True),
        case(rng, (2,), 3, 1),
        case(rng, (2,), 3, 2, np.float32),
    ]


layer = WriteClass(
    MaxPooling,
    ("forward", "backward"),
    layer_scene,
    cases,
    STUB,
    SOLUTION,
    row=5,
    hints=[
        'Section "One row of zeros, and only at the bottom" is forward; Section "Backward: to '
        'the winner goes the gradient" and Section "Ties" are backward.',
        "The zeros, size - stride of them, go at the bottom and on the right. Each window of "
        "size · size places gives its maximum; keep which place won, N × H' × W' × C whole "
        "numbers, and the padded shape.",
        "Counted row by row, the number of the winner's place divided by the size gives the "
        "row in the window, and the remainder the column; add stride times the window's own "
        "row and column. There d_out is added to an array of zeros. A pixel may win several "
        "times, so += on arrays of indices is not enough: a loop or np.add.at. Last, take the "
        "padding off.",
    ],
)
PADDED = "np.pad(x, ((0, 0), (0, extra), (0, extra), (0, 0)))"
WINNERS, MAXIMUM = "windows.argmax(axis=3)", "return windows.max(axis=3)"
PLACES = "(n, self.stride * row + i, self.stride * col + j, c)"
ADDED = f"np.add.at(d_padded, {PLACES}, d_out)"
CUT = "d_padded[:, : H - extra, : W - extra].copy()"

layer.wrong(
    "A pixel that wins in several windows keeps only the last one's gradient: add up. += on an "
    "array of places adds once for each place, however often it occurs; np.add.at adds every time.",
    (ADDED, f"d_padded[{PLACES}] += d_out"),
)
layer.wrong(
    "This is the mean of each window, not its maximum.", (MAXIMUM, "return windows.mean(axis=3)")
)
layer.wrong(
    "The maximum runs over the channels, for each place of a window. It is the other way round: "
    "over the places of a window, and each channel has its own.",
    (MAXIMUM, "return windows.max(axis=4)"),
)
layer.wrong(
    "The maximum runs over the channels as well: each channel has its own.",
    (MAXIMUM, "return np.broadcast_to(windows.max(axis=(3, 4))[..., None], (N, rows, cols, C))"),
)
layer.wrong("This is the minimum of each window.", (MAXIMUM, "return windows.min(axis=3)"))
layer.wrong("This is the sum of each window.", (MAXIMUM, "return windows.sum(axis=3)"))
layer.wrong(
    "The winners come out, numbers of places: forward returns their values.",
    (MAXIMUM, "return self.winners"),
)
layer.wrong(
    "The zeros stand above and on the left: they belong at the bottom and on the right.",
    (PADDED, PADDED.replace("(0, extra)", "(extra, 0)")),
)
layer.wrong(
    "The zeros stand on all four sides: they belong at the bottom and on the right.",
    (PADDED, PADDED.replace("(0, extra)", "(extra, extra)")),
)
layer.wrong(
    "The zeros are missing: without them the last window has no room, and there are too few.",
    (PADDED, "x"),
)
layer.wrong(
    "There is one row and one column of zeros, whatever size and stride are: take size - stride.",
    (PADDED, PADDED.replace("extra", "1")),
)
layer.wrong(
    "At the edge the window is cut short, or filled with -∞: here zeros are added, and a zero "
    "wins where all else is negative.",
    (PADDED, f"{PADDED[:-1]}, constant_values=-9e99)"),
)
layer.wrong("The winners are those with the smallest values.", (WINNERS, "windows.argmin(axis=3)"))
layer.wrong(
    "backward puts the windows side by side: window y begins in row stride · y.",
    ("self.stride * row + i, self.stride * col + j", "row + i, col + j"),
)
layer.wrong(
    "backward takes windows of stride · stride places: divmod(place, size) is row and column.",
    ("np.divmod(self.winners, self.size)", "np.divmod(self.winners, self.stride)"),
)
layer.wrong(
    "Row and column of the winners are exchanged: divmod(place, size) is (row, column).",
    ("i, j = np.divmod", "j, i = np.divmod"),
)
layer.wrong(
    "The gradient goes to the first pixel of each window: it belongs to the winner.",
    ("i, j = np.divmod(self.winners, self.size)", "i = j = 0"),
)
layer.wrong(
    "∂L/∂x still has its padding: cut the last size - stride rows and columns off.",
    (CUT, "d_padded"),
)
layer.wrong(
    "d_padded[:, :-extra, :-extra] is empty where extra is 0: -0 is 0. Take : H - extra.",
    (CUT, "d_padded[:, :-extra, :-extra].copy()"),
)
layer.wrong(
    "The gradient is multiplied by the maximum: the slope of max is 1 for the winner.",
    (MAXIMUM, "self.out = windows.max(axis=3)\n        return self.out.copy()"),
    (ADDED, ADDED.replace("d_out)", "d_out * self.out)")),
)
layer.wrong(
    "The winners alone come back, as ones: multiply by d_out.",
    (ADDED, ADDED.replace("d_out)", "np.ones_like(d_out))")),
)
layer.wrong(
    "At a tie the last winner gets the gradient: here it is the first one, row by row.",
    (WINNERS, "k * k - 1 - windows[:, :, :, ::-1].argmax(axis=3)"),
)
layer.wrong(
    "At a tie it is the first one column by column. Here it is the first one row by row.",
    (
        WINNERS,
        "windows.reshape(N, rows, cols, k, k, C).swapaxes(3, 4)"
        ".reshape(windows.shape).argmax(axis=3)",
    ),
    ("i, j = np.divmod", "j, i = np.divmod"),
)
BACKWARD = SOLUTION[SOLUTION.index("        extra, d_padded") :]
SHARED = """\
        k, s, windows = self.size, self.stride, self.windows
        (_, rows, cols, _), d_padded = d_out.shape, np.zeros(self.padded.shape)
        wins = windows == windows.max(axis=3, keepdims=True)
        for place in range(k * k):
            i, j = divmod(place, k)
            share = SHARE
            d_padded[:, i : i + s * rows : s, j : j + s * cols : s] += d_out * share
        extra, (_, H, W, _) = k - s, d_padded.shape
        return d_padded[:, : H - extra, : W - extra].copy()"""


def wrong_share(sentence, share):
    """A known mistake in what each place of a window gets of d_out."""
    keep = (WINNERS, f"{WINNERS}\n        self.windows = windows")
    layer.wrong(sentence, keep, (BACKWARD, SHARED.replace("SHARE", share)))


wrong_share(
    "At a tie every winner gets the whole gradient: here the first one alone gets it.",
    "wins[:, :, :, place]",
)
wrong_share(
    "At a tie the gradient is shared out equally. That would be right, too, but here the first "
    "winner, row by row, gets it all.",
    "wins[:, :, :, place] / wins.sum(axis=3)",
)
wrong_share("Every pixel of a window gets its gradient: only the winner does.", "1")
wrong_share(
    "Every pixel of a window gets an equal share, as with a mean: the winner gets it all.",
    "1 / k**2",
)
layer.wrong(
    "The search for the maximum begins at 0: a window may be negative all over, so begin lower.",
    (MAXIMUM, "return np.maximum(windows.max(axis=3), 0)"),
)
layer.wrong(
    "Height is used for width: an image may be wider than it is high.",
    (MAXIMUM, "return np.where(np.arange(cols)[:, None] < rows, windows.max(axis=3), 0)"),
)
