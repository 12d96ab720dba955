"""Natural wrong answers to the class of lesson 01."""

FORWARD = """
    def forward(self, x):
        k, p = self.kernel_size, self.padding
        W = self.params["filters"]
        self.padded = np.pad(x, ((0, 0), (p, p), (p, p), (0, 0)))
        N = x.shape[0]
        height, width, O = self.output_shape(x.shape[1:])
        out = np.zeros((N, height, width, O))
        for row in range(height):
            for col in range(width):
                window = self.padded[:, row : row + k, col : col + k, :]
                out[:, row, col, :] = np.tensordot(window, W, axes=([1, 2, 3], [0, 1, 2]))
        return out
"""
BACKWARD = """
    def backward(self, d_out):
        k, p = self.kernel_size, self.padding
        W = self.params["filters"]
        d_filters = np.zeros(W.shape)
        d_padded = np.zeros(self.padded.shape)
        N, height, width, O = d_out.shape
        for row in range(height):
            for col in range(width):
                window = self.padded[:, row : row + k, col : col + k, :]
                d = d_out[:, row, col, :]
                d_filters += np.tensordot(window, d, axes=([0], [0]))
                d_padded[:, row : row + k, col : col + k, :] += np.tensordot(d, W, axes=([1], [3]))
        self.grads["filters"] = d_filters
        H, W = d_padded.shape[1:3]
        return d_padded[:, p : H - p, p : W - p].copy()
"""


def changed(*changes):
    source = FORWARD + BACKWARD
    for old, new in changes:
        assert old in source
        source = source.replace(old, new)
    return source


ANSWERS = [
    (
        "The images are not padded.",
        changed(("np.pad(x, ((0, 0), (p, p), (p, p), (0, 0)))", "x")),
    ),
    (
        "Images and channels are padded, too.",
        changed(("np.pad(x, ((0, 0), (p, p), (p, p), (0, 0)))", "np.pad(x, p)")),
    ),
    (
        "The filters are flipped, as in mathematics.",
        changed(("np.tensordot(window, W, axes", "np.tensordot(window, W[::-1, ::-1], axes")),
    ),
    (
        "The padding stays in the gradient.",
        changed(("d_padded[:, p : H - p, p : W - p].copy()", "d_padded")),
    ),
    (
        "Overlaps are overwritten.",
        changed(("] += np.tensordot(d, W", "] = np.tensordot(d, W")),
    ),
    (
        "Height for width.",
        changed(("for col in range(width)", "for col in range(height)")),
    ),
    (
        "The mean over the batch.",
        changed(("= d_filters\n", "= d_filters / N\n")),
    ),
    (
        "The wrong axes of the filters on the way back.",
        changed(("np.tensordot(d, W, axes=([1], [3]))", "np.tensordot(d, W, axes=([1], [2]))")),
    ),
    (
        "Gradients add up into an empty dictionary.",
        changed(
            ("d_filters += np", 'self.grads["filters"] += np'),
            ('        self.grads["filters"] = d_filters\n', ""),
        ),
    ),
    (
        "p:-p without padding.",
        changed(("p : H - p, p : W - p", "p:-p, p:-p")),
    ),
    (
        "Three by three, always.",
        changed(("row : row + k, col : col + k", "row : row + 3, col : col + 3")),
    ),
    (
        "The window with the pixels of the input without padding.",
        changed(
            ("        self.padded = np.pad", "        self.x = x\n        self.padded = np.pad"),
            (
                "window = self.padded[:, row : row + k, col : col + k, :]\n                d =",
                "window = self.x[:, row : row + k, col : col + k, :]\n                d =",
            ),
        ),
    ),
    (
        "The filters are updated inside.",
        changed(("= d_filters\n", '= d_filters\n        self.params["filters"] -= d_filters\n')),
    ),
    (
        "Axes of sliding windows in another order.",
        """
    def forward(self, x):
        k, p = self.kernel_size, self.padding
        self.padded = np.pad(x, ((0, 0), (p, p), (p, p), (0, 0)))
        windows = np.lib.stride_tricks.sliding_window_view(self.padded, (k, k), axis=(1, 2))
        return np.einsum("nyxijc,ijco->nyxo", windows, self.params["filters"])
"""
        + BACKWARD,
    ),
    (
        "Only the last image counts in the gradient.",
        changed(
            (
                "d_filters += np.tensordot(window, d, axes=([0], [0]))",
                "for n in range(N):\n"
                "                    d_filters[:] = window[n][..., None] * d[n]",
            )
        ),
    ),
]
