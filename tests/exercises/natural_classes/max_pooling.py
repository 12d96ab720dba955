"""Natural wrong answers to the class of lesson 02."""

FORWARD = """
    def forward(self, x):
        extra = self.size - self.stride
        self.x = x
        self.padded = np.pad(x, ((0, 0), (0, extra), (0, extra), (0, 0)))
        height, width, C = self.output_shape(x.shape[1:])
        out = np.zeros((len(x), height, width, C))
        for row in range(height):
            for col in range(width):
                top, left = row * self.stride, col * self.stride
                window = self.padded[:, top : top + self.size, left : left + self.size]
                out[:, row, col] = window.max(axis=(1, 2))
        self.out = out
        return out.copy()
"""
BACKWARD = """
    def backward(self, d_out):
        d_padded = np.zeros(self.padded.shape)
        N, height, width, C = d_out.shape
        for n, row, col, c in np.ndindex(d_out.shape):
            top, left = row * self.stride, col * self.stride
            window = self.padded[n, top : top + self.size, left : left + self.size, c]
            i, j = divmod(int(window.argmax()), self.size)
            d_padded[n, top + i, left + j, c] += d_out[n, row, col, c]
        return d_padded[:, : self.x.shape[1], : self.x.shape[2]].copy()
"""
ROOM = """\
        height = (self.padded.shape[1] - self.size) // self.stride + 1
        width = (self.padded.shape[2] - self.size) // self.stride + 1
"""


def changed(*changes):
    source = FORWARD + BACKWARD
    for old, new in changes:
        assert old in source
        source = source.replace(old, new)
    return source


ANSWERS = [
    (
        "The maximum along the channels.",
        changed(("window.max(axis=(1, 2))", "window.max(axis=(1, 3))")),
    ),
    (
        "No zeros at the edge.",
        changed(("np.pad(x, ((0, 0), (0, extra), (0, extra), (0, 0)))", "x")),
    ),
    (
        "All equal maxima get the gradient.",
        changed(
            (
                "            i, j = divmod(int(window.argmax()), self.size)\n"
                "            d_padded[n, top + i, left + j, c] += d_out[n, row, col, c]",
                "            mask = window == window.max()\n"
                "            d_padded[n, top : top + self.size, left : left + self.size, c] += (\n"
                "                mask * d_out[n, row, col, c]\n"
                "            )",
            )
        ),
    ),
    ("Overlaps are overwritten.", changed(("j, c] += d_out", "j, c] = d_out"))),
    ("Height for width.", changed(("for col in range(width)", "for col in range(height)"))),
    (
        "Zeros all around.",
        changed(("(0, extra), (0, extra)", "(extra, extra), (extra, extra)")),
    ),
    ("The maximum over channels.", changed(("max(axis=(1, 2))", "max(axis=(1, 2, 3))"))),
    (
        "divmod by the stride.",
        changed(("window.argmax()), self.size", "window.argmax()), self.stride")),
    ),
    (
        "The stride is forgotten on the way back.",
        changed(("d_padded[n, top + i, left + j, c]", "d_padded[n, row + i, col + j, c]")),
    ),
    (
        "The padding stays.",
        changed(("d_padded[:, : self.x.shape[1], : self.x.shape[2]].copy()", "d_padded")),
    ),
    (
        "The search for the largest begins at zero.",
        changed(("window.max(axis=(1, 2))", "np.maximum(0, window.max(axis=(1, 2)))")),
    ),
    (
        "The last of equal maxima.",
        changed(
            (
                "int(window.argmax())",
                "self.size**2 - 1 - int(window[::-1, ::-1].argmax())",
            )
        ),
    ),
    ("The mean.", changed(("window.max(axis", "window.mean(axis"))),
    (
        "The maximum itself is sent back.",
        changed(
            ("+= d_out[n, row, col, c]", "+= self.out[n, row, col, c] * d_out[n, row, col, c]")
        ),
    ),
    (
        "The gradient is shared among the window.",
        changed(
            (
                "d_padded[n, top + i, left + j, c] += d_out[n, row, col, c]",
                "d_padded[n, top : top + self.size, left : left + self.size, c] += (\n"
                "                d_out[n, row, col, c] / self.size**2\n"
                "            )",
            )
        ),
    ),
    (
        "Fancy indexing with +=.",
        FORWARD
        + """
    def backward(self, d_out):
        N, height, width, C = d_out.shape
        k, s = self.size, self.stride
        windows = np.lib.stride_tricks.sliding_window_view(self.padded, (k, k), axis=(1, 2))
        windows = windows[:, ::s, ::s].reshape(N, height, width, C, k * k)
        i, j = np.divmod(windows.argmax(axis=-1), k)
        n, row, col, c = np.indices(d_out.shape)
        d_padded = np.zeros(self.padded.shape)
        d_padded[n, s * row + i, s * col + j, c] += d_out
        return d_padded[:, : self.x.shape[1], : self.x.shape[2]].copy()
""",
    ),
    (
        "One row of zeros, as in the lesson's pad_with.",
        changed(
            ("(0, extra), (0, extra)", "(0, 1), (0, 1)"),
            ("height, width, C = self.output_shape(x.shape[1:])", "C = x.shape[3]"),
            ("        out = np.zeros", ROOM + "        out = np.zeros"),
        ),
    ),
]
