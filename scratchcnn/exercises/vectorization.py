"""Lesson 05: vectorization."""

import numpy as np

from .cases import decimals
from .classes.vectorization import layer  # noqa: F401
from .predict import Predict
from .write import write

predict_position = Predict(
    "Maps of 14 × 14 × 16 become a vector, channels changing fastest. At which position does the "
    "number of row 3, column 5, channel 7 stand, all counted from 0?",
    right=759,
    wrong=[
        (760, "Positions are counted from 0: how many numbers stand *before* this one?"),
        ((7 * 14 + 3) * 14 + 5, "That would be with channels first, one map after the other."),
        (
            (5 * 14 + 3) * 16 + 7,
            "Row and column are exchanged: before row 3 there are 3 whole rows.",
        ),
        (3 * 14 + 5, "That is the number of its place. At every place stand 16 numbers."),
        ((3 * 14 + 5) * 16, "That is where its place begins, with channel 0."),
        ((3 * 14 + 5) * 14 + 7, "A place has as many numbers as there are channels: 16."),
        ((3 * 16 + 5) * 16 + 7, "A row has 14 places: W, not C."),
        (
            (3 * 7 + 5) * 64 + 7,
            "These would be the last maps, 7 × 7 × 64. Here they are 14 × 14 × 16.",
        ),
        (
            3 * 14 * 16,
            "Those are the three whole rows. What else stands before it, in its own row?",
        ),
        (
            3 * 5 * 7,
            "Row, column and channel are not multiplied: count what stands before, and add.",
        ),
        (3 * 14 + 5 + 7, "Each step counts as many numbers as lie in it: W · C, C and 1."),
        (
            129,
            "The row is counted without its channels: before row 3 stand 3 rows of 14 · 16 "
            "numbers.",
        ),
        (1431, "After the pooling the maps are 14 wide, not 28."),
        (518, "Row, column and channel are counted from 0 already: there is nothing to take off."),
    ],
    hint="3 whole rows, 5 whole places, 7 channels: how many numbers are these?",
)

predict_stride = Predict(
    "An array of float32 numbers has the shape 8 × 28 × 28 × 16, in C order. How many bytes is it "
    "from a pixel to the one below it, in the same image and channel?",
    right=28 * 16 * 4,
    wrong=[
        (28 * 16, "That is the distance in numbers. Each takes 4 bytes."),
        (
            28 * 16 * 8,
            "Twice as many: 8 bytes would be float64, and these are float32; and it is one row, "
            "not two.",
        ),
        (16 * 4, "That is the pixel to the right: one step along x. Below is one step along y."),
        (16, "That is the pixel to the right, in numbers. Below is one step along y, in bytes."),
        (28 * 4, "Every pixel of the row has 16 numbers, one for each channel."),
        (
            28,
            "These are the pixels of a row. How many numbers does a pixel have, and how many bytes "
            "does a number take?",
        ),
        (4, "That is the next channel of the same pixel: the axis that changes fastest."),
        (
            8 * 28 * 16 * 4,
            "There is a factor 8 too many: the number of images, or the bits of a byte. Within "
            "one image, a row is walked over once.",
        ),
        (28 * 28 * 16 * 4, "That is the same pixel of the next image."),
        (
            28 * 28 * 4,
            "With channels first this would be the next channel. Here channels are last.",
        ),
    ],
    hint="To the pixel below: over how many pixels, numbers, bytes do you walk?",
)


def positions(rng):
    """Cases (k, H, W): small ones first, then maps that are not square."""
    cases = [(7, 2, 3), (0, 2, 3), (5, 2, 3), (11, 3, 2), (1000, 7, 7), (48, 7, 7), (49, 7, 7)]
    sizes = rng.integers(2, 12, (20, 2))
    return cases + [(int(rng.integers(0, 900)), int(H), int(W)) for H, W in sizes]


@write(
    cases=positions,
    hints=[
        'Section "Forward: how many numbers stand before this one?" derives it for our order, and'
        " turns it round with place_of. Here whole maps come one after the other: how many "
        "numbers stand before (y, x, c)?",
        "c whole maps of H · W numbers, then y whole rows of W, then x. Undo that from the "
        "outside: the largest pieces first.",
        "Twice divmod. The first one divides k by the size of a map, and gives c and what is left"
        " over; the second one makes y and x of that.",
    ],
    results=("y", "x", "c"),
)
def place_channels_first(k, H, W):
    """Write place_channels_first(k, H, W): which (y, x, c) stands at position k, channels first."""
    c, place = divmod(k, H * W)
    y, x = divmod(place, W)
    return y, x, c


place_channels_first.wrong(
    "Dividing by H gives no row: a row has W numbers, and before row y there are y of them.",
    lambda k, H, W: (*divmod(k % (H * W), H), k // (H * W)),
    "You walk down the columns: here each map is laid out row by row, x changes fastest.",
    lambda k, H, W: (k % (H * W) % H, k % (H * W) // H, k // (H * W)),
    "The row runs on beyond the map: divide what is left *inside* the map, k % (H * W).",
    lambda k, H, W: (*divmod(k, W), k // (H * W)),
    "These fractions are not places: whole numbers come from // and %, or from divmod.",
    lambda k, H, W: (k % (H * W) / W, k % (H * W) % W, k / (H * W)),
    "Quotient and remainder of the first division are exchanged: the quotient counts whole maps, "
    "and that is the channel.",
    lambda k, H, W: (*divmod(k // (H * W), W), k % (H * W)),
    "The positions are counted from 0, so nothing has to be taken off.",
    lambda k, H, W: place_channels_first.right(k - 1, H, W),
    "All three are too large by 1: rows, columns and channels begin at 0.",
    lambda k, H, W: tuple(number + 1 for number in place_channels_first.right(k, H, W)),
    "The first quotient counts whole maps: it is the channel. Then come the row and the column.",
    lambda k, H, W: (k // (H * W), *divmod(k % (H * W), H)),
    "A map has H · W numbers, not H + W.",
    lambda k, H, W: (*divmod(k % (H + W), W), k // (H + W)),
    "Quotient and remainder are exchanged, in both divisions: divmod returns the quotient first.",
    lambda k, H, W: (*divmod(k // (H * W), W)[::-1], k % (H * W)),
    "c whole maps stand before: take off c · H · W numbers, not c.",
    lambda k, H, W: (*divmod(k - k // (H * W), W), k // (H * W)),
)


def map_sizes(rng):
    """Cases (H, W, C): all three different, but for the last ones."""
    cases = [(2, 3, 2), (1, 3, 4), (3, 2, 4), (5, 6, 3), (7, 7, 8), (3, 3, 3), (4, 1, 1)]
    return [*cases, *(tuple(int(size) for size in sizes) for sizes in rng.integers(1, 7, (5, 3)))]


@write(
    cases=map_sizes,
    hints=[
        'Section "What goes wrong: the right numbers in another order": order[k] says where '
        "number k of the new vector stood in the old one. So what if the numbers in the maps were"
        " their own positions?",
        "Number the positions of the old vector, 0 to H·W·C - 1; see that vector as maps, H × W ×"
        " C; and make a vector of these maps with channels first. What stands in it is where "
        "everything came from.",
        "np.arange, then three calls in a row: reshape to maps, transpose so that the channels "
        "come first and rows and columns after them, and ravel.",
    ],
    index=True,
)
def channels_first_order(H, W, C):
    """Write channels_first_order(H, W, C), with channels_first = channels_last[order]."""
    return np.arange(H * W * C).reshape(H, W, C).transpose(2, 0, 1).ravel()


channels_first_order.wrong(
    "This is the way back: it makes channels_last of channels_first. order[k] is the place in "
    "channels_last of number k of channels_first.",
    lambda H, W, C: np.argsort(channels_first_order.right(H, W, C)),
    "Nothing has changed places. reshape moves no number, transpose does; in loops, the channels "
    "must "
    "be the outer one.",
    lambda H, W, C: np.arange(H * W * C),
    "Within a map you walk down the columns, as order='F' does, too. The rows come first: H before "
    "W, transpose(2, 0, 1).",
    lambda H, W, C: np.arange(H * W * C).reshape(H, W, C).transpose(2, 1, 0).ravel(),
    "The order is right, but it should be one vector: make one axis of the three.",
    lambda H, W, C: np.arange(H * W * C).reshape(H, W, C).transpose(2, 0, 1),
    "The axes come out as W × C × H: transpose(2, 0, 1) means old axis 2 first, then 0, then 1.",
    lambda H, W, C: np.arange(H * W * C).reshape(H, W, C).transpose(1, 2, 0).ravel(),
    "Positions are counted from 0.",
    lambda H, W, C: channels_first_order.right(H, W, C) + 1,
    "Rows and columns have changed places, but the channels still change fastest.",
    lambda H, W, C: np.arange(H * W * C).reshape(H, W, C).transpose(1, 0, 2).ravel(),
    "This is the permutation as a matrix. As a list, it has one whole number for each row: the "
    "column of its 1.",
    lambda H, W, C: np.eye(H * W * C)[channels_first_order.right(H, W, C)],
    "This is a permutation matrix, and the one of the way back. As a list, the order has one whole "
    "number for each position.",
    lambda H, W, C: np.eye(H * W * C)[:, channels_first_order.right(H, W, C)],
    "These are the places of channel 0. The other channels follow, one after the other.",
    lambda H, W, C: np.arange(0, H * W * C, C),
    "order='F' fills the first axis first, H: the numbers don't lie in the memory like that. Cut "
    "them in the usual order, then move the axes.",
    lambda H, W, C: np.arange(H * W * C).reshape(H, W, C, order="F").ravel(),
    lambda H, W, C: np.arange(H * W * C).reshape(H, W, C, order="F").transpose(2, 0, 1).ravel(),
    "A row has W numbers, not H: the place of (y, x) is y · W + x.",
    lambda H, W, C: [(y * H + x) * C + c for c, y, x in np.ndindex(C, H, W)],
    "The place (y, x) has to be multiplied by C: at each stand C numbers.",
    lambda H, W, C: [y * W + x + c for c, y, x in np.ndindex(C, H, W)],
)


def vector_gradients(rng):
    """Cases (d_out, H, W): one image with the numbers 0, 1, 2, … first, then all sizes."""
    cases = [(np.arange(8.0).reshape(1, 8), 1, 4)]
    for N, H, W, C in [(1, 2, 3, 2), (2, 3, 2, 4), (3, 5, 6, 3), (2, 1, 4, 5)]:
        cases.append((decimals(rng, N, H * W * C), H, W))
    return cases


@write(
    cases=vector_gradients,
    hints=[
        'Section "What goes wrong: the right numbers in another order" has a layer that puts '
        "channels first. To go back, undo its steps from the last one to the first. How was the "
        "vector put together?",
        "As C × H × W, so cut each image's vector into these axes first. Only then move the axes:"
        " the channels go to the end.",
        "A reshape to four axes, with -1 for the channels; then a transpose, whose four numbers "
        "say which of the old axes comes first, second, third and last. Both give views, hence a "
        "copy at the end.",
    ],
)
def channels_first_backward(d_out, H, W):
    """Write channels_first_backward(d_out, H, W): N × (C·H·W) back to N × H × W × C."""
    return d_out.reshape(len(d_out), -1, H, W).transpose(0, 2, 3, 1).copy()


channels_first_backward.wrong(
    "The shape is right, but the vector is cut as if channels changed fastest. It is C × H × W "
    "first, and the axes are moved after that.",
    lambda d_out, H, W: d_out.reshape(len(d_out), H, W, -1),
    "The vector is cut rightly; its axes have yet to be moved, the channels last.",
    lambda d_out, H, W: d_out.reshape(len(d_out), -1, H, W),
    "The axes of each image have come out as W × H × C: rows and columns are exchanged.",
    lambda d_out, H, W: d_out.reshape(len(d_out), -1, H, W).transpose(0, 3, 2, 1),
    "Rows and columns are exchanged in the cut: a map is H × W.",
    lambda d_out, H, W: d_out.reshape(len(d_out), -1, W, H).transpose(0, 3, 2, 1),
    "You reshape where you should transpose: after cutting C × H × W, a second reshape moves "
    "nothing, it only cuts anew.",
    lambda d_out, H, W: d_out.reshape(len(d_out), H, -1, W).transpose(0, 1, 3, 2),
    "The images are stirred: the batch stays the first axis throughout.",
    lambda d_out, H, W: d_out.reshape(-1, len(d_out), H, W).transpose(1, 2, 3, 0),
    lambda d_out, H, W: d_out.reshape(-1, H, W, len(d_out)).transpose(3, 1, 2, 0),
    "The batch is lost: one image is left. The batch is the first axis.",
    lambda d_out, H, W: d_out[0].reshape(-1, H, W).transpose(1, 2, 0),
    "The images are added up. There is no parameter here: each image's gradient goes its own way.",
    lambda d_out, H, W: channels_first_backward.right(d_out, H, W).sum(axis=0),
    lambda d_out, H, W: channels_first_backward.right(d_out, H, W).sum(axis=0, keepdims=True),
    "That is forward once more: the vector is cut with channels last, and they are moved to the "
    "front. On the way home they go from the front to the end.",
    lambda d_out, H, W: forward_again(d_out, H, W),
    "That is forward once more, and then a reshape. Cut the vector as C × H × W, and move the "
    "channels to the end.",
    lambda d_out, H, W: forward_again(d_out, H, W).reshape(len(d_out), H, W, -1),
    "That is forward once more, vectors again. Return maps: cut each vector as C × H × W, "
    "and move the channels to the end.",
    lambda d_out, H, W: forward_again(d_out, H, W).reshape(d_out.shape),
    "A vector has C · H · W numbers, so that C is d_out.shape[1] // (H * W).",
    lambda d_out, H, W: d_out.reshape(len(d_out), d_out.shape[1], H, W),
    "d_out.size counts the numbers of all images. Those of one are d_out.shape[1].",
    lambda d_out, H, W: d_out.reshape(len(d_out), d_out.size // (H * W), H, W).transpose(
        0, 2, 3, 1
    ),
)


def forward_again(d_out, H, W):
    """Cut with channels last, and these moved to the front."""
    return d_out.reshape(len(d_out), H, W, -1).transpose(0, 3, 1, 2)


def pictures(rng):
    """Cases (images,): two small pictures with numbers that can be told apart, then all sizes."""
    cases = [(np.array([[[1.0, 2], [3, 4]], [[5, 6], [7, 8]]]),)]
    shapes = [(3, 2, 4), (1, 3, 5), (4, 5, 3), (2, 6, 1)]
    return cases + [(decimals(rng, *shape),) for shape in shapes]


@write(
    cases=pictures,
    hints=[
        'Section "What goes wrong: one batch, stirred": reshape cuts memory into pieces without '
        "moving anything. What stands in the first row of the wide picture, and where is it in "
        "memory?",
        "A row of the wide picture is that row of picture 0, then that of picture 1, and so on. "
        "So the axis of the rows has to come first, and the pictures second: H × N × W. A reshape"
        " can't do that.",
        "A transpose before the reshape. Its three numbers say which of the old axes (N is 0, H "
        "is 1, W is 2) comes first, second and last.",
    ],
)
def side_by_side(images):
    """Find the mistake in side_by_side, which is right for a single picture only, and mend it."""
    N, H, W = images.shape
    return images.transpose(1, 0, 2).reshape(H, N * W)


side_by_side.wrong(
    "The results are those of the program above: the rows of the first picture come one after the"
    " other, in one "
    "line. reshape cuts, it moves nothing.",
    lambda images: images.reshape(images.shape[1], -1),
    "Now they stand below each other: (N·H) × W. It should be H × (N·W).",
    lambda images: images.reshape(-1, images.shape[2]),
    "The columns of the pictures alternate: within a row, first all of picture 0, so H × N × W.",
    lambda images: images.transpose(1, 2, 0).reshape(images.shape[1], -1),
    "The pictures are lying on their side: rows have become columns.",
    lambda images: images.transpose(2, 0, 1).reshape(images.shape[2], -1),
    "transpose(2, 0, 1) brings the columns to the front, W × N × H. A wide picture is made of "
    "rows: H comes first.",
    lambda images: images.transpose(2, 0, 1).reshape(images.shape[1], -1),
    "order='F' walks down the columns of the batch: the pictures are stirred.",
    lambda images: images.reshape(images.shape[1], -1, order="F"),
    "The axes are moved; now make one axis of N and W.",
    lambda images: images.transpose(1, 0, 2),
    "The pictures stand in reverse order: picture 0 belongs on the left.",
    lambda images: side_by_side.right(images[::-1]),
    "That is the first picture, N times. Each has its turn.",
    lambda images: np.tile(images[0], len(images)),
    "Only the first picture is there. The others belong to the right of it.",
    lambda images: images[0],
    lambda images: np.hstack([images[0], *np.zeros_like(images[1:])]),
    ".T turns all the axes round, W × H × N, so that columns come first and pictures alternate: "
    "transpose(1, 0, 2).",
    lambda images: images.T.reshape(images.shape[1], -1),
    "You cut first, and move afterwards: the cut goes through the middle of rows. Move the axes "
    "first, then make one of N and W.",
    lambda images: images.reshape(-1, images.shape[1]).T,
)


@side_by_side.wrong("The pictures overlap: number n begins at column n · W, not at column n.")
def _(images):
    N, H, W = images.shape
    wide = np.zeros((H, N * W))
    for n, image in enumerate(images):
        wide[:, n : n + W] = image
    return wide
