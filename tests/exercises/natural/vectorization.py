"""Natural wrong answers to the small exercises of lesson 05, written from the statements."""

from .wrong import Wrong

ANSWERS = {
    "vectorization.predict_position": [
        Wrong(
            "Channels first: 7 · 196 + 3 · 14 + 5.",
            "1419",
            "That would be with channels first, one map after the other.",
        ),
        Wrong(
            "The three numbers are multiplied.",
            "3 * 5 * 7",
            "Row, column and channel are not multiplied: count what stands before",
        ),
        Wrong(
            "Row and column are exchanged.",
            "(5 * 14 + 3) * 16 + 7",
            "Row and column are exchanged: before row 3 there are 3 whole rows.",
        ),
        Wrong(
            "Counted from 1.",
            "760",
            "Positions are counted from 0: how many numbers stand *before* this one?",
        ),
        Wrong(
            "The channels are left out: 3 · 14 + 5.",
            "47",
            "That is the number of its place. At every place stand 16 numbers.",
        ),
        Wrong(
            "The row is not multiplied by the channels.",
            "3 * 14 + 5 * 16 + 7",
            "The row is counted without its channels: before row 3 stand 3 rows of",
        ),
        Wrong(
            "14 instead of 16 channels.",
            "(3 * 14 + 5) * 14 + 7",
            "A place has as many numbers as there are channels: 16.",
        ),
        Wrong(
            "The width before the pooling, 28.",
            "(3 * 28 + 5) * 16 + 7",
            "After the pooling the maps are 14 wide, not 28.",
        ),
        Wrong(
            "The channel is not added.",
            "752",
            "That is where its place begins, with channel 0.",
        ),
        Wrong(
            "Everything is counted from 1, and 1 taken off.",
            "(2 * 14 + 4) * 16 + 6",
            "Row, column and channel are counted from 0 already: there is nothing to",
        ),
        Wrong(
            "The channel is added to the pixel's number, not multiplied.",
            "3 * 14 + 5 + 7",
            "Each step counts as many numbers as lie in it: W · C, C and 1.",
        ),
        Wrong(
            "The numbers of a whole row are 14, not 14 · 16.",
            "3 * 14 + 5 * 1 + 7 * 1",
            "Each step counts as many numbers as lie in it: W · C, C and 1.",
        ),
    ],
    "vectorization.predict_stride": [
        Wrong(
            "Counted in numbers, not bytes.",
            "28 * 16",
            "That is the distance in numbers. Each takes 4 bytes.",
        ),
        Wrong(
            "To the pixel on the right.",
            "16 * 4",
            "That is the pixel to the right: one step along x. Below is one step",
        ),
        Wrong(
            "The channels are left out.",
            "28 * 4",
            "Every pixel of the row has 16 numbers, one for each channel.",
        ),
        Wrong(
            "To the next image.",
            "28 * 28 * 16 * 4",
            "That is the same pixel of the next image.",
        ),
        Wrong(
            "To the next channel.",
            "4",
            "That is the next channel of the same pixel: the axis that changes",
        ),
        Wrong(
            "A channel of its own: 28 · 28 · 4.",
            "3136",
            "With channels first this would be the next channel. Here channels are la",
        ),
        Wrong(
            "8 bytes for each number.",
            "28 * 16 * 8",
            "Twice as many: 8 bytes would be float64, and these are float32; and it",
        ),
        Wrong(
            "One row, in pixels.",
            "28",
            "These are the pixels of a row. How many numbers does a pixel have, and",
        ),
        Wrong(
            "With the unit.",
            '"1792 bytes"',
            "The answer should be one number; yours is '1792 bytes'. Write it",
        ),
        Wrong(
            "In bits.",
            "28 * 16 * 32",
            "There is a factor 8 too many: the number of images, or the bits of a",
        ),
        Wrong(
            "Two rows.",
            "2 * 1792",
            "Twice as many: 8 bytes would be float64, and these are float32; and it",
        ),
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
            "The right results, but they stand in another order: return y, x, c.",
        ),
        Wrong(
            "x and y are exchanged in the answer.",
            """
def place_channels_first(k, H, W):
    c, rest = divmod(k, H * W)
    y, x = divmod(rest, W)
    return x, y, c
""",
            "The right results, but they stand in another order: return y, x, c.",
        ),
        Wrong(
            "The rest is divided by H instead of W.",
            """
def place_channels_first(k, H, W):
    c, rest = divmod(k, H * W)
    y, x = divmod(rest, H)
    return y, x, c
""",
            "Dividing by H gives no row: a row has W numbers, and before row y there",
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
            "The row runs on beyond the map: divide what is left *inside* the map, k",
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
            "These fractions are not places: whole numbers come from // and %, or",
        ),
        Wrong(
            "Channels are taken to change fastest.",
            """
def place_channels_first(k, H, W):
    y, rest = divmod(k, H * W)
    x, c = divmod(rest, H)
    return y, x, c
""",
            "The first quotient counts whole maps: it is the channel. Then come the",
        ),
        Wrong(
            "C is no argument.",
            """
def place_channels_first(k, H, W):
    rest, c = divmod(k, C)
    y, x = divmod(rest, W)
    return y, x, c
""",
            "C is none of the arguments (k, H, W): define it before.",
        ),
        Wrong(
            "H + W instead of H · W.",
            """
def place_channels_first(k, H, W):
    c, rest = divmod(k, H + W)
    y, x = divmod(rest, W)
    return y, x, c
""",
            "A map has H · W numbers, not H + W.",
        ),
        Wrong(
            "Quotient and rest are exchanged.",
            """
def place_channels_first(k, H, W):
    rest, c = divmod(k, H * W)
    x, y = divmod(rest, W)
    return y, x, c
""",
            "Quotient and remainder are exchanged, in both divisions: divmod returns",
        ),
        Wrong(
            "Counted from 1.",
            """
def place_channels_first(k, H, W):
    c, rest = divmod(k - 1, H * W)
    y, x = divmod(rest, W)
    return y, x, c
""",
            "The positions are counted from 0, so nothing has to be taken off.",
        ),
        Wrong(
            "Each map column by column.",
            """
def place_channels_first(k, H, W):
    c, rest = divmod(k, H * W)
    x, y = divmod(rest, H)
    return y, x, c
""",
            "You walk down the columns: here each map is laid out row by row, x",
        ),
        Wrong(
            "W and H are exchanged in both.",
            """
def place_channels_first(k, H, W):
    c = k // (H * W)
    x = (k - c * H * W) // H
    y = (k - c * H * W) % H
    return y, x, c
""",
            "You walk down the columns: here each map is laid out row by row, x",
        ),
        Wrong(
            "The channel is not taken off before the column.",
            """
def place_channels_first(k, H, W):
    c = k // (H * W)
    y = (k - c) // W
    x = (k - c) % W
    return y, x, c
""",
            "c whole maps stand before: take off c · H · W numbers, not c.",
        ),
        Wrong(
            "An array [c, y, x] instead of three numbers.",
            """
def place_channels_first(k, H, W):
    return np.array(np.unravel_index(k, (100, H, W)))
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
            "This is the way back: it makes channels_last of channels_first. order",
        ),
        Wrong(
            "Each map column by column.",
            """
def channels_first_order(H, W, C):
    return np.arange(H * W * C).reshape(H, W, C).transpose(2, 1, 0).ravel()
""",
            "expected 2, got 6 (8 of 12 numbers differ).",
        ),
        Wrong(
            "Not made a vector at the end.",
            """
def channels_first_order(H, W, C):
    return np.arange(H * W * C).reshape(H, W, C).transpose(2, 0, 1)
""",
            "The order is right, but it should be one vector: make one axis of the",
        ),
        Wrong(
            "reshape instead of transpose: nothing is reordered.",
            """
def channels_first_order(H, W, C):
    return np.arange(H * W * C).reshape(H, W, C).reshape(C, H, W).ravel()
""",
            "Nothing has changed places. reshape moves no number, transpose does; in",
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
            "Nothing has changed places. reshape moves no number, transpose does; in",
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
            "A row has W numbers, not H: the place of (y, x) is y · W + x.",
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
            "This is the way back: it makes channels_last of channels_first. order",
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
            "The numbers are right, but floats: an index must be a whole number.",
        ),
        Wrong(
            "Counted from 1.",
            """
def channels_first_order(H, W, C):
    return np.arange(1, H * W * C + 1).reshape(H, W, C).transpose(2, 0, 1).ravel()
""",
            "Positions are counted from 0.",
        ),
        Wrong(
            "arange of one map only: too few numbers to reshape.",
            """
def channels_first_order(H, W, C):
    return np.arange(H * W).reshape(H, W, C).transpose(2, 0, 1).ravel()
""",
            "(2, 3, 2) has room for 12 numbers, and there are 6. reshape neither",
        ),
        Wrong(
            ".T turns all the axes round: columns before rows.",
            """
def channels_first_order(H, W, C):
    positions = np.arange(H * W * C).reshape(H, W, C)
    return positions.T.reshape(-1)
""",
            "expected 2, got 6 (8 of 12 numbers differ).",
        ),
        Wrong(
            "The axes are moved by (1, 2, 0) instead of (2, 0, 1).",
            """
def channels_first_order(H, W, C):
    return np.arange(H * W * C).reshape(H, W, C).transpose(1, 2, 0).reshape(-1)
""",
            "The axes come out as W × C × H: transpose(2, 0, 1) means old axis 2",
        ),
        Wrong(
            "The places themselves, (y, x, c), instead of their numbers.",
            """
def channels_first_order(H, W, C):
    return [(y, x, c) for c in range(C) for y in range(H) for x in range(W)]
""",
        ),
        Wrong(
            "C is not multiplied.",
            """
def channels_first_order(H, W, C):
    return np.array([y * W + x + c for c in range(C) for y in range(H) for x in range(W)])
""",
            "The place (y, x) has to be multiplied by C: at each stand C numbers.",
        ),
    ],
    "vectorization.channels_first_backward": [
        Wrong(
            "Only reshaped, as with channels last.",
            """
def channels_first_backward(d_out, H, W):
    return d_out.reshape(len(d_out), H, W, -1)
""",
            "The shape is right, but the vector is cut as if channels changed",
        ),
        Wrong(
            "The axes of the way forward instead of the way back.",
            """
def channels_first_backward(d_out, H, W):
    N = len(d_out)
    C = d_out.shape[1] // (H * W)
    return d_out.reshape(N, C, H, W).transpose(0, 3, 1, 2)
""",
            "The numbers are right, but their axes stand in another order: transpose",
        ),
        Wrong(
            "Rows and columns are exchanged.",
            """
def channels_first_backward(d_out, H, W):
    N = len(d_out)
    C = d_out.shape[1] // (H * W)
    return d_out.reshape(N, C, H, W).transpose(0, 3, 2, 1)
""",
            "The axes of each image have come out as W × H × C: rows and columns are",
        ),
        Wrong(
            "Not transposed: N × C × H × W.",
            """
def channels_first_backward(d_out, H, W):
    return d_out.reshape(len(d_out), -1, H, W)
""",
            "The vector is cut rightly; its axes have yet to be moved, the channels",
        ),
        Wrong(
            "C is the length of the whole vector: it does not fit.",
            """
def channels_first_backward(d_out, H, W):
    N, C = d_out.shape
    return d_out.reshape(N, C, H, W).transpose(0, 2, 3, 1)
""",
            "A vector has C · H · W numbers, so that C is d_out.shape[1] // (H * W).",
        ),
        Wrong(
            "C is fixed at 16.",
            """
def channels_first_backward(d_out, H, W):
    return d_out.reshape(-1, 16, H, W).transpose(0, 2, 3, 1)
""",
            "16 is a fixed number, and no size of this case: take it from a shape.",
        ),
        Wrong(
            "The images are forgotten when the channels are counted.",
            """
def channels_first_backward(d_out, H, W):
    C = d_out.size // (H * W)
    return d_out.reshape(len(d_out), C, H, W).transpose(0, 2, 3, 1)
""",
            "d_out.size counts the numbers of all images. Those of one are",
        ),
        Wrong(
            "Reshaped to C × W × H: each map column by column.",
            """
def channels_first_backward(d_out, H, W):
    return d_out.reshape(len(d_out), -1, W, H).transpose(0, 3, 2, 1)
""",
            "Rows and columns are exchanged in the cut: a map is H × W.",
        ),
        Wrong(
            "/ gives a number with a point, which is no size.",
            """
def channels_first_backward(d_out, H, W):
    C = d_out.shape[1] / (H * W)
    return d_out.reshape(len(d_out), C, H, W).transpose(0, 2, 3, 1)
""",
            "A size or an index must be a whole number: / makes a float, // doesn't.",
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
            "The shape is right, but the vector is cut as if channels changed",
        ),
        Wrong(
            "The images' axis is moved along with the others.",
            """
def channels_first_backward(d_out, H, W):
    N = len(d_out)
    return d_out.reshape(N, -1, H, W).transpose(2, 3, 1, 0)
""",
            "The numbers are right, but their axes stand in another order: transpose",
        ),
        Wrong(
            "moveaxis to the wrong place.",
            """
def channels_first_backward(d_out, H, W):
    C = d_out.shape[1] // (H * W)
    return np.moveaxis(d_out.reshape(-1, C, H, W), 1, 2)
""",
            "The numbers are right, but their axes stand in another order: transpose",
        ),
        Wrong(
            "The batch is left out of the reshape.",
            """
def channels_first_backward(d_out, H, W):
    C = d_out.shape[1] // (H * W)
    return d_out.reshape(C, H, W).transpose(1, 2, 0)
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
            "The results are those of the program above: the rows of the first",
        ),
        Wrong(
            "The columns come first, not the rows.",
            """
def side_by_side(images):
    N, H, W = images.shape
    return images.transpose(2, 0, 1).reshape(H, N * W)
""",
            "transpose(2, 0, 1) brings the columns to the front, W × N × H. A wide",
        ),
        Wrong(
            "One above the other instead of side by side.",
            """
def side_by_side(images):
    return np.concatenate(list(images), axis=0)
""",
            "Now they stand below each other: (N·H) × W. It should be H × (N·W).",
        ),
        Wrong(
            "The pixels of the images alternate: the images' axis changes fastest.",
            """
def side_by_side(images):
    N, H, W = images.shape
    return images.transpose(1, 2, 0).reshape(H, N * W)
""",
            "The columns of the pictures alternate: within a row, first all of",
        ),
        Wrong(
            ".T turns all axes round.",
            """
def side_by_side(images):
    N, H, W = images.shape
    return images.T.reshape(H, N * W)
""",
            ".T turns all the axes round, W × H × N, so that columns come first and",
        ),
        Wrong(
            'order="F" reads the images first.',
            """
def side_by_side(images):
    N, H, W = images.shape
    return images.reshape(H, N * W, order="F")
""",
            "order='F' walks down the columns of the batch: the pictures are stirred.",
        ),
        Wrong(
            "Transposed, but not reshaped.",
            """
def side_by_side(images):
    return images.transpose(1, 0, 2)
""",
            "The axes are moved; now make one axis of N and W.",
        ),
        Wrong(
            "Reshaped to N · H × W: one above the other.",
            """
def side_by_side(images):
    N, H, W = images.shape
    return images.reshape(N * H, W)
""",
            "Now they stand below each other: (N·H) × W. It should be H × (N·W).",
        ),
        Wrong(
            "The transposed pile: the picture lies on its side.",
            """
def side_by_side(images):
    N, H, W = images.shape
    return images.reshape(N * W, H).T
""",
            "You cut first, and move afterwards: the cut goes through the middle of",
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
            "(2, 2) and (2, 4) differ in one size. images is 2 high and 4 wide: is",
        ),
        Wrong(
            "The reshape comes first, the transposition after it.",
            """
def side_by_side(images):
    N, H, W = images.shape
    return images.reshape(N * W, H).transpose(1, 0)
""",
            "You cut first, and move afterwards: the cut goes through the middle of",
        ),
        Wrong(
            "Stacked along a new axis, not joined.",
            """
def side_by_side(images):
    return np.stack(images, axis=1)
""",
            "The axes are moved; now make one axis of N and W.",
        ),
        Wrong(
            "A column of the wide picture for each image: begins at n.",
            """
def side_by_side(images):
    N, H, W = images.shape
    out = np.zeros((H, N * W))
    for n in range(N):
        out[:, n::N] = images[n]
    return out
""",
            "The columns of the pictures alternate: within a row, first all of",
        ),
        Wrong(
            "Every picture is put in the first place.",
            """
def side_by_side(images):
    N, H, W = images.shape
    out = np.zeros((H, N * W))
    for image in images:
        out[:, :W] = image
    return out
""",
        ),
    ],
}
