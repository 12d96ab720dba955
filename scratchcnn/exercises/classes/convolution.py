"""Lesson 01: Convolution."""

import numpy as np

from ...layers import Convolution
from ..cases import decimals
from ..scenes import LayerCase, layer_scene
from ..write_class import WriteClass

STUB = '''\
class Convolution(Layer):
    def __init__(self, in_channels, out_channels, kernel_size=3, padding=1, *, rng=None):
        k, self.kernel_size, self.padding = kernel_size, kernel_size, padding
        filters = np.random.default_rng(rng).standard_normal((k, k, in_channels, out_channels))
        self.params["filters"] = (filters * np.sqrt(2 / (k * k * in_channels))).astype(np.float32)

    def output_shape(self, input_shape):
        places = (size + 2 * self.padding - self.kernel_size + 1 for size in input_shape[:2])
        return (*places, self.params["filters"].shape[3])

    def forward(self, x):
        """out[n, y, x, o] = Σ_i Σ_j Σ_c  padded[n, y + i, x + j, c] · filters[i, j, c, o]"""
        ...

    def backward(self, d_out):
        """d_out: N × H' × W' × O. Stores grads["filters"]; returns ∂L/∂x, N × H × W × C."""
        ...'''
BODY = '''\
    def forward(self, x):
        """out[n, y, x, o] = Σ_i Σ_j Σ_c  padded[n, y + i, x + j, c] · filters[i, j, c, o]"""
        filters, k, p = self.params["filters"], self.kernel_size, self.padding
        self.padded = np.pad(x, ((0, 0), (p, p), (p, p), (0, 0)))
        N, H, W, _ = self.padded.shape
        out = np.zeros((N, H - k + 1, W - k + 1, filters.shape[3]), self.padded.dtype)
        for i, j in np.ndindex(k, k):
            out += self.padded[:, i : i + H - k + 1, j : j + W - k + 1] @ filters[i, j]
        return out

    def backward(self, d_out):
        """d_out: N × H' × W' × O. Stores grads["filters"]; returns ∂L/∂x, N × H × W × C."""
        filters, k, p = self.params["filters"], self.kernel_size, self.padding
        _, height, width, O = d_out.shape
        d_filters, d_padded = np.zeros_like(filters), np.zeros_like(self.padded)
        for i, j in np.ndindex(k, k):
            pixels = self.padded[:, i : i + height, j : j + width]
            d_filters[i, j] = pixels.reshape(-1, pixels.shape[3]).T @ d_out.reshape(-1, O)
            d_padded[:, i : i + height, j : j + width] += d_out @ filters[i, j].T
        self.grads["filters"] = d_filters
        _, H, W, _ = d_padded.shape
        return d_padded[:, p : H - p, p : W - p].copy()'''
SOLUTION = STUB[: STUB.index("    def forward")] + BODY


def case(rng, sizes, k, padding, channels, outs, dtype=np.float64, image=(3, 4)):
    batches = []
    for count in sizes:
        x = decimals(rng, count, *image, channels)
        height, width = (size + 2 * padding - k + 1 for size in image)
        d_out = decimals(rng, count, height, width, outs)
        batches.append((x.astype(dtype), d_out.astype(dtype)))
    filters = decimals(rng, k, k, channels, outs)
    return LayerCase((channels, outs, k, padding), {"filters": filters}, batches, dtype)


def cases(rng):
    x = np.arange(1.0, 10).reshape(1, 3, 3, 1)
    d_out = np.zeros((1, 3, 3, 1))
    d_out[0, 1, 1] = 1
    filters = np.arange(1.0, 10).reshape(3, 3, 1, 1)
    return [
        LayerCase((1, 1, 3, 1), {"filters": filters}, [(x, d_out)]),
        case(rng, (2,), 1, 0, 2, 2, image=(2, 1)),
        case(rng, (2,), 3, 1, 1, 1),
        case(rng, (2, 1), 3, 1, 2, 3),
        case(rng, (1, 2), 3, 0, 3, 2),
        case(rng, (2,), 5, 2, 1, 2, np.float32),
    ]


layer = WriteClass(
    Convolution,
    ("forward", "backward"),
    layer_scene,
    cases,
    STUB,
    SOLUTION,
    row=2,
    hints=[
        'Section "Padding, and the size of the output" and Section "Channels and batches" are '
        'forward; Section "The gradient of the filters" and Section "First way: stamp and add '
        'up" are backward.',
        "Pad height and width only, and keep the padded images, N × (H + 2p) × (W + 2p) × C: "
        "backward needs them. The output is smaller than they are by k - 1 in height and in "
        "width. The gradient of the filters is k × k × C × O, like the filters.",
        "Go through the k · k places (i, j) of the filter, and cut the images that lie under "
        "it, as high and as wide as the output, from the padded ones. forward adds their "
        "product with the filter's matrix C × O at (i, j). backward forms two products: pixels "
        "with d_out, summed over n, y and x, and d_out with the matrix transposed, added where "
        "the pixels were cut out. Last, take the padding off.",
    ],
)
PADDED = "np.pad(x, ((0, 0), (p, p), (p, p), (0, 0)))"
MOVED = "self.padded[:, i : i + H - k + 1, j : j + W - k + 1] @ filters[i, j]"
D_FILTERS = "d_filters[i, j] = pixels.reshape(-1, pixels.shape[3]).T @ d_out.reshape(-1, O)"
D_PADDED = "d_padded[:, i : i + height, j : j + width] += d_out @ filters[i, j].T"
PIXELS = "self.padded[:, i : i + height, j : j + width]"
STORED = 'self.grads["filters"] = d_filters'
CUT = "d_padded[:, p : H - p, p : W - p].copy()"

layer.wrong(
    "Your filters are turned round by 180° in forward: here nothing is turned.",
    (MOVED, MOVED.replace("[i, j]", "[k - 1 - i, k - 1 - j]")),
)
layer.wrong(
    "Rows and columns of the filter are exchanged in forward: i goes with y, j with x.",
    (MOVED, MOVED.replace("[i, j]", "[j, i]")),
)
layer.wrong(
    "forward keeps only what the last place of the filter gives: add up the places (+=).",
    (f"out += {MOVED}", f"out = {MOVED}"),
)
layer.wrong(
    "The padding is forgotten: self.padding zeros belong on every side of the images.",
    (PADDED, "x"),
)
layer.wrong(
    "There is one row of padding, whatever self.padding is: don't fix it at 1.",
    (PADDED, PADDED.replace("(p, p)", "(1, 1)")),
)
layer.wrong(
    "All padding stands below and on the right: self.padding zeros belong on every side.",
    (PADDED, PADDED.replace("(p, p)", "(0, 2 * p)")),
)
layer.wrong(
    "All padding stands above and on the left: self.padding zeros belong on every side.",
    (PADDED, PADDED.replace("(p, p)", "(2 * p, 0)")),
)
layer.wrong(
    "The padding repeats the pixels at the edge: here it is zeros.",
    (PADDED, f'{PADDED[:-1]}, mode="edge")'),
)
layer.wrong(
    "For ∂L/∂x the filters must be turned round by 180°: a pixel sees them from the other side.",
    (D_PADDED, D_PADDED.replace("[i, j]", "[k - 1 - i, k - 1 - j]")),
)
layer.wrong(
    "On the way back the filters lead from outputs to inputs: d_out @ filters[i, j].T, transposed.",
    (D_PADDED, D_PADDED.replace(".T", "")),
)
layer.wrong(
    "Where windows overlap you overwrite: a pixel collects from all of its windows, so +=.",
    (D_PADDED, D_PADDED.replace("+=", "=")),
)
layer.wrong(
    "∂L/∂x still has its padding: cut self.padding rows and columns off on every side.",
    (CUT, "d_padded"),
)
layer.wrong(
    "The padding is cut off on the wrong side: p rows and columns on each side, p : H - p.",
    (CUT, "d_padded[:, : H - 2 * p, : W - 2 * p].copy()"),
)
layer.wrong(
    "d_padded[:, p:-p, p:-p] is empty where p is 0: -0 is 0. Take p : H - p.",
    (CUT, "d_padded[:, p:-p, p:-p].copy()"),
)
layer.wrong(
    "The gradient of the filters is divided by the number of images: sum over the batch. The mean "
    "of the loss is in d_out already.",
    (STORED, f"{STORED} / len(d_out)"),
)
layer.wrong(
    "The gradient of the filters is a mean over the places of the image: sum over them.",
    (STORED, f"{STORED} / (height * width)"),
)
layer.wrong(
    "In the gradient of the filters rows and columns are exchanged: i goes with y, j with x.",
    (D_FILTERS, D_FILTERS.replace("[i, j]", "[j, i]")),
)
layer.wrong(
    "The gradient of the filters is turned round by 180°: the pixels at (i, j) go with filter "
    "place (i, j).",
    (D_FILTERS, D_FILTERS.replace("[i, j]", "[k - 1 - i, k - 1 - j]")),
)
layer.wrong(
    "The gradient of the filters is the same at each place: the pixels must move with (i, j).",
    (
        "self.padded[:, i : i + height, j : j + width]",
        "self.padded[:, p : p + height, p : p + width]",
    ),
)
layer.wrong(
    "In the gradient of the filters the channels are exchanged: inputs come first, then outputs.",
    (D_FILTERS, "d_filters[i, j] = d_out.reshape(-1, O).T @ pixels.reshape(-1, pixels.shape[3])"),
)
layer.wrong(
    "Only the first image has a part in the gradient of the filters: sum over the batch.",
    (D_FILTERS, D_FILTERS.replace("pixels.res", "pixels[:1].res").replace("d_out.", "d_out[:1].")),
)
layer.wrong(
    "Only the last image has a part in the gradient of the filters: add up (+=).",
    (
        D_FILTERS,
        D_FILTERS.replace("pixels.res", "pixels[-1:].res").replace("d_out.", "d_out[-1:]."),
    ),
)
layer.wrong(
    "The gradients of the filters pile up from call to call: each backward begins at zero.",
    (STORED, 'self.grads["filters"] = self.grads.get("filters", 0) + d_filters'),
)
layer.wrong(
    "Only the last window has a part in the gradient of the filters: add up over all windows (+=).",
    (D_FILTERS, "d_filters[i, j] = np.outer(pixels[-1, -1, -1], d_out[-1, -1, -1])"),
)
for channels in (":", "-1:"):
    layer.wrong(
        "A later window overwrites what an earlier one has given its pixels: add up (+=).",
        (
            D_PADDED,
            "y, x = k - 1 - i, k - 1 - j\n"
            "            d_padded[:, y : y + height, x : x + width] = "
            f"d_out[..., {channels}] @ filters[y, x, :, {channels}].T",
        ),
    )
layer.wrong(
    "This is the mean of the products: a convolution is their sum.",
    (MOVED, f"{MOVED} / (k * k)"),
)
layer.wrong(
    "The gradient of the filters lacks d_out: each pixel is multiplied by it, then summed up.",
    (D_FILTERS, "d_filters[i, j] += pixels.sum(axis=(0, 1, 2))[:, None]"),
)
layer.wrong(
    "∂L/∂x lacks d_out: each filter is multiplied by it, then added.",
    (D_PADDED, "d_padded[:, i : i + height, j : j + width] += filters[i, j].sum(axis=1)"),
)

# The same with a window at a time: mistakes of shapes raise other errors there.
BY_WINDOWS = (
    STUB[: STUB.index("    def forward")]
    + """\
    def forward(self, x):
        k, p = self.kernel_size, self.padding
        self.padded = np.pad(x, ((0, 0), (p, p), (p, p), (0, 0)))
        rows, cols, outs = self.output_shape(x.shape[1:])
        out = np.zeros((len(x), rows, cols, outs), x.dtype)
        for y in range(rows):
            for x_ in range(cols):
                window = self.padded[:, y : y + k, x_ : x_ + k]
                out[:, y, x_] = np.tensordot(window, self.params["filters"], 3)
        return out

    def backward(self, d_out):
        k, p, filters = self.kernel_size, self.padding, self.params["filters"]
        _, rows, cols, _ = d_out.shape
        d_filters, d_padded = np.zeros_like(filters), np.zeros_like(self.padded)
        for y in range(rows):
            for x_ in range(cols):
                window, d = self.padded[:, y : y + k, x_ : x_ + k], d_out[:, y, x_]
                d_filters += np.tensordot(window, d, ([0], [0]))
                d_padded[:, y : y + k, x_ : x_ + k] += np.tensordot(d, filters, ([1], [3]))
        self.grads["filters"] = d_filters
        _, H, W, _ = d_padded.shape
        return d_padded[:, p : H - p, p : W - p].copy()"""
)
for sentence, old, new in [
    (
        "The padding is forgotten: self.padding zeros belong on every side of the images.",
        PADDED,
        "x",
    ),
    (
        "Height is used for width: the columns have a number of their own.",
        "range(cols)",
        "range(rows)",
    ),
    (
        "The windows are 3 × 3, whatever the filters are: use self.kernel_size.",
        "y : y + k, x_ : x_ + k",
        "y : y + 3, x_ : x_ + 3",
    ),
    (
        "On the way back each output goes with its own filter: d_out and filters share the last "
        "axis.",
        "([1], [3])",
        "([1], [2])",
    ),
]:
    layer.wrong(sentence, (old, new), source=BY_WINDOWS)
layer.wrong(
    "The windows of the gradient lack the padding: take them from the padded images.",
    ("k, p = self.kernel", "self.x, k, p = x, self.kernel"),
    ("window, d = self.padded", "window, d = self.x"),
    source=BY_WINDOWS,
)
layer.wrong(
    "sliding_window_view puts the places of a window last: its axes are n, y, x, c, i, j.",
    (
        BY_WINDOWS[
            BY_WINDOWS.index("        rows, cols, outs") : BY_WINDOWS.index("\n\n    def b")
        ],
        "        view = np.lib.stride_tricks.sliding_window_view\n"
        "        windows = view(self.padded, (k, k), axis=(1, 2))\n"
        '        return np.einsum("nyxijc,ijco->nyxo", windows, self.params["filters"])',
    ),
    source=BY_WINDOWS,
)
