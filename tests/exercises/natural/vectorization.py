"""Natural wrong answers to the small exercises of lesson 05, written from the statements alone."""

from .wrong import Wrong

ANSWERS = {
    "vectorization.predict_position": [
        Wrong("Channels first: 7 · 196 + 3 · 14 + 5.", "1419"),
        Wrong("The three numbers are multiplied.", "3 * 5 * 7"),
        Wrong("Row and column are exchanged.", "(5 * 14 + 3) * 16 + 7"),
        Wrong("Counted from 1.", "760"),
        Wrong("The channels are left out: 3 · 14 + 5.", "47"),
        Wrong("The row is not multiplied by the channels.", "3 * 14 + 5 * 16 + 7"),
        Wrong("14 instead of 16 channels.", "(3 * 14 + 5) * 14 + 7"),
        Wrong("The width before the pooling, 28.", "(3 * 28 + 5) * 16 + 7"),
        Wrong("The channel is not added.", "752"),
        Wrong("Everything is counted from 1, and 1 taken off.", "(2 * 14 + 4) * 16 + 6"),
        Wrong("The channel is added to the pixel's number, not multiplied.", "3 * 14 + 5 + 7"),
        Wrong("The numbers of a whole row are 14, not 14 · 16.", "3 * 14 + 5 * 1 + 7 * 1"),
    ],
    "vectorization.predict_stride": [
        Wrong("Counted in numbers, not bytes.", "28 * 16"),
        Wrong("To the pixel on the right.", "16 * 4"),
        Wrong("The channels are left out.", "28 * 4"),
        Wrong("To the next image.", "28 * 28 * 16 * 4"),
        Wrong("To the next channel.", "4"),
        Wrong("A channel of its own: 28 · 28 · 4.", "3136"),
        Wrong("8 bytes for each number.", "28 * 16 * 8"),
        Wrong("One row, in pixels.", "28"),
        Wrong("With the unit.", '"1792 bytes"'),
        Wrong("In bits.", "28 * 16 * 32"),
        Wrong("Two rows.", "2 * 1792"),
    ],
    "vectorization.place_channels_first": [
        Wrong(
            "The right three numbers in the order c, y, x.",
            """
def place_channels_first(k, H, W):
    c, rest = divmod(k, H * W)
    y, x = divmod(rest, W)
    return c, y, x
""",
        ),
        Wrong(
            "x and y are exchanged in the answer.",
            """
def place_channels_first(k, H, W):
    c, rest = divmod(k, H * W)
    y, x = divmod(rest, W)
    return x, y, c
""",
        ),
        Wrong(
            "The rest is divided by H instead of W.",
            """
def place_channels_first(k, H, W):
    c, rest = divmod(k, H * W)
    y, x = divmod(rest, H)
    return y, x, c
""",
        ),
        Wrong(
            "The row is computed from k instead of the rest.",
            """
def place_channels_first(k, H, W):
    c = k // (H * W)
    y = k // W
    x = k % W
    return y, x, c
""",
        ),
        Wrong(
            "/ instead of //: places are whole numbers.",
            """
def place_channels_first(k, H, W):
    c = k / (H * W)
    y = (k % (H * W)) / W
    x = k % W
    return y, x, c
""",
        ),
        Wrong(
            "Channels are taken to change fastest.",
            """
def place_channels_first(k, H, W):
    y, rest = divmod(k, H * W)
    x, c = divmod(rest, H)
    return y, x, c
""",
        ),
        Wrong(
            "C is no argument.",
            """
def place_channels_first(k, H, W):
    rest, c = divmod(k, C)
    y, x = divmod(rest, W)
    return y, x, c
""",
        ),
        Wrong(
            "H + W instead of H · W.",
            """
def place_channels_first(k, H, W):
    c, rest = divmod(k, H + W)
    y, x = divmod(rest, W)
    return y, x, c
""",
        ),
        Wrong(
            "Quotient and rest are exchanged.",
            """
def place_channels_first(k, H, W):
    rest, c = divmod(k, H * W)
    x, y = divmod(rest, W)
    return y, x, c
""",
        ),
        Wrong(
            "Counted from 1.",
            """
def place_channels_first(k, H, W):
    c, rest = divmod(k - 1, H * W)
    y, x = divmod(rest, W)
    return y, x, c
""",
        ),
        Wrong(
            "Each map column by column.",
            """
def place_channels_first(k, H, W):
    c, rest = divmod(k, H * W)
    x, y = divmod(rest, H)
    return y, x, c
""",
        ),
    ],
    "vectorization.channels_first_order": [
        Wrong(
            "The permutation the other way round.",
            """
def channels_first_order(H, W, C):
    return np.arange(H * W * C).reshape(C, H, W).transpose(1, 2, 0).ravel()
""",
        ),
        Wrong(
            "Each map column by column.",
            """
def channels_first_order(H, W, C):
    return np.arange(H * W * C).reshape(H, W, C).transpose(2, 1, 0).ravel()
""",
        ),
        Wrong(
            "Not made a vector at the end.",
            """
def channels_first_order(H, W, C):
    return np.arange(H * W * C).reshape(H, W, C).transpose(2, 0, 1)
""",
        ),
        Wrong(
            "reshape instead of transpose: nothing is reordered.",
            """
def channels_first_order(H, W, C):
    return np.arange(H * W * C).reshape(H, W, C).reshape(C, H, W).ravel()
""",
        ),
        Wrong(
            "The loops are in the order of channels last: nothing is reordered.",
            """
def channels_first_order(H, W, C):
    order = []
    for y in range(H):
        for x in range(W):
            for c in range(C):
                order.append((y * W + x) * C + c)
    return np.array(order)
""",
        ),
        Wrong(
            "A row is counted with H numbers instead of W.",
            """
def channels_first_order(H, W, C):
    order = []
    for c in range(C):
        for y in range(H):
            for x in range(W):
                order.append((y * H + x) * C + c)
    return np.array(order)
""",
        ),
        Wrong(
            "The positions with channels first, instead of those with channels last.",
            """
def channels_first_order(H, W, C):
    order = []
    for y in range(H):
        for x in range(W):
            for c in range(C):
                order.append(c * H * W + y * W + x)
    return np.array(order)
""",
        ),
        Wrong(
            "Numbers with a point cannot be indices.",
            """
def channels_first_order(H, W, C):
    order = np.zeros(H * W * C)
    i = 0
    for c in range(C):
        for y in range(H):
            for x in range(W):
                order[i] = (y * W + x) * C + c
                i += 1
    return order
""",
        ),
        Wrong(
            "Counted from 1.",
            """
def channels_first_order(H, W, C):
    return np.arange(1, H * W * C + 1).reshape(H, W, C).transpose(2, 0, 1).ravel()
""",
        ),
        Wrong(
            "arange of one map only: too few numbers to reshape.",
            """
def channels_first_order(H, W, C):
    return np.arange(H * W).reshape(H, W, C).transpose(2, 0, 1).ravel()
""",
        ),
        Wrong(
            ".T turns all the axes round: columns before rows.",
            """
def channels_first_order(H, W, C):
    positions = np.arange(H * W * C).reshape(H, W, C)
    return positions.T.reshape(-1)
""",
        ),
    ],
    "vectorization.channels_first_backward": [
        Wrong(
            "Only reshaped, as with channels last.",
            """
def channels_first_backward(d_out, H, W):
    return d_out.reshape(len(d_out), H, W, -1)
""",
        ),
        Wrong(
            "The axes of the way forward instead of the way back.",
            """
def channels_first_backward(d_out, H, W):
    N = len(d_out)
    C = d_out.shape[1] // (H * W)
    return d_out.reshape(N, C, H, W).transpose(0, 3, 1, 2)
""",
        ),
        Wrong(
            "Rows and columns are exchanged.",
            """
def channels_first_backward(d_out, H, W):
    N = len(d_out)
    C = d_out.shape[1] // (H * W)
    return d_out.reshape(N, C, H, W).transpose(0, 3, 2, 1)
""",
        ),
        Wrong(
            "Not transposed: N × C × H × W.",
            """
def channels_first_backward(d_out, H, W):
    return d_out.reshape(len(d_out), -1, H, W)
""",
        ),
        Wrong(
            "C is the length of the whole vector: it does not fit.",
            """
def channels_first_backward(d_out, H, W):
    N, C = d_out.shape
    return d_out.reshape(N, C, H, W).transpose(0, 2, 3, 1)
""",
        ),
        Wrong(
            "C is fixed at 16.",
            """
def channels_first_backward(d_out, H, W):
    return d_out.reshape(-1, 16, H, W).transpose(0, 2, 3, 1)
""",
        ),
        Wrong(
            "The images are forgotten when the channels are counted.",
            """
def channels_first_backward(d_out, H, W):
    C = d_out.size // (H * W)
    return d_out.reshape(len(d_out), C, H, W).transpose(0, 2, 3, 1)
""",
        ),
        Wrong(
            "Reshaped to C × W × H: each map column by column.",
            """
def channels_first_backward(d_out, H, W):
    return d_out.reshape(len(d_out), -1, W, H).transpose(0, 3, 2, 1)
""",
        ),
        Wrong(
            "/ gives a number with a point, which is no size.",
            """
def channels_first_backward(d_out, H, W):
    C = d_out.shape[1] / (H * W)
    return d_out.reshape(len(d_out), C, H, W).transpose(0, 2, 3, 1)
""",
        ),
        Wrong(
            "A second reshape instead of a transposition.",
            """
def channels_first_backward(d_out, H, W):
    N = len(d_out)
    C = d_out.shape[1] // (H * W)
    maps = d_out.reshape(N, C, H, W)
    return maps.reshape(N, H, W, C)
""",
        ),
        Wrong(
            "The images' axis is moved along with the others.",
            """
def channels_first_backward(d_out, H, W):
    N = len(d_out)
    return d_out.reshape(N, -1, H, W).transpose(2, 3, 1, 0)
""",
        ),
    ],
    "vectorization.side_by_side": [
        Wrong(
            "The program as it was.",
            """
def side_by_side(images):
    N, H, W = images.shape
    return images.reshape(H, N * W)
""",
        ),
        Wrong(
            "The columns come first, not the rows.",
            """
def side_by_side(images):
    N, H, W = images.shape
    return images.transpose(2, 0, 1).reshape(H, N * W)
""",
        ),
        Wrong(
            "One above the other instead of side by side.",
            """
def side_by_side(images):
    return np.concatenate(list(images), axis=0)
""",
        ),
        Wrong(
            "The pixels of the images alternate: the images' axis changes fastest.",
            """
def side_by_side(images):
    N, H, W = images.shape
    return images.transpose(1, 2, 0).reshape(H, N * W)
""",
        ),
        Wrong(
            ".T turns all axes round.",
            """
def side_by_side(images):
    N, H, W = images.shape
    return images.T.reshape(H, N * W)
""",
        ),
        Wrong(
            'order="F" reads the images first.',
            """
def side_by_side(images):
    N, H, W = images.shape
    return images.reshape(H, N * W, order="F")
""",
        ),
        Wrong(
            "Transposed, but not reshaped.",
            """
def side_by_side(images):
    return images.transpose(1, 0, 2)
""",
        ),
        Wrong(
            "Reshaped to N · H × W: one above the other.",
            """
def side_by_side(images):
    N, H, W = images.shape
    return images.reshape(N * H, W)
""",
        ),
        Wrong(
            "The transposed pile: the picture lies on its side.",
            """
def side_by_side(images):
    N, H, W = images.shape
    return images.reshape(N * W, H).T
""",
        ),
        Wrong(
            "The height is used for the width of a picture.",
            """
def side_by_side(images):
    N, H, W = images.shape
    wide = np.zeros((H, N * W))
    for n in range(N):
        wide[:, n * H : (n + 1) * H] = images[n]
    return wide
""",
        ),
        Wrong(
            "The reshape comes first, the transposition after it.",
            """
def side_by_side(images):
    N, H, W = images.shape
    return images.reshape(N * W, H).transpose(1, 0)
""",
        ),
    ],
}
