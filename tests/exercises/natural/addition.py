"""Natural wrong answers to the small exercises of lesson 03, written from the statements alone."""

from .wrong import Wrong

ANSWERS = {
    "addition.predict_biases": [
        Wrong("One bias for each channel: that is the tied one.", "10"),
        Wrong("The size of the input, before the convolution.", "32 * 32 * 10"),
        Wrong("The convolution's padding is ignored.", "28 * 28 * 10"),
        Wrong("The channels are forgotten.", "900"),
        Wrong("The input of the convolution: 32 × 32 × 3.", "3072"),
        Wrong("The channels that go in instead of those that come out.", "30 * 30 * 3"),
        Wrong("The + 1 of the size is forgotten.", "29 * 29 * 10"),
        Wrong("The convolution's weights are added.", "9000 + 750"),
        Wrong("The weights of the convolution.", "750"),
        Wrong("The shape instead of the number.", "(30, 30, 10)"),
    ],
    "addition.predict_gradient": [
        Wrong("Only the images are counted (the untied bias).", "4"),
        Wrong("The slope of one output: the sum is forgotten.", "1"),
        Wrong("The places of one image: the batch is forgotten.", "30"),
        Wrong("The channels are counted too: everything is summed.", "4 * 5 * 6 * 3"),
        Wrong("Images and rows, no columns.", "20"),
        Wrong("The number of channels.", "3"),
        Wrong("The sum is shared among the channels.", "40"),
        Wrong("The mean over the batch.", "120 / 4"),
        Wrong("The whole gradient, not its first number.", "(120, 120, 120)"),
    ],
    "addition.row_bias_gradient": [
        Wrong(
            "The axis of size 1 is missing: H × C.",
            """
def row_bias_gradient(d_out):
    return d_out.sum(axis=(0, 2))
""",
        ),
        Wrong(
            "The images' axis is kept, too: 1 × H × 1 × C.",
            """
def row_bias_gradient(d_out):
    return d_out.sum(axis=(0, 2), keepdims=True)
""",
        ),
        Wrong(
            "The images are not summed.",
            """
def row_bias_gradient(d_out):
    return d_out.sum(axis=2, keepdims=True)
""",
        ),
        Wrong(
            "Summed over the rows instead of the columns: a bias for each column.",
            """
def row_bias_gradient(d_out):
    return d_out.sum(axis=(0, 1)).reshape(-1, 1, d_out.shape[3])
""",
        ),
        Wrong(
            "The mean instead of the sum.",
            """
def row_bias_gradient(d_out):
    return d_out.mean(axis=(0, 2))[:, None, :]
""",
        ),
        Wrong(
            "After the first sum the axes have moved up: axis 2 is now the channels.",
            """
def row_bias_gradient(d_out):
    return d_out.sum(axis=0).sum(axis=2, keepdims=True)
""",
        ),
        Wrong(
            "The new axis stands in front: 1 × H × C.",
            """
def row_bias_gradient(d_out):
    N, H, W, C = d_out.shape
    return d_out.sum(axis=(0, 2)).reshape(1, H, C)
""",
        ),
        Wrong(
            "Only the images are summed: the gradient of an untied bias.",
            """
def row_bias_gradient(d_out):
    return d_out.sum(axis=0)
""",
        ),
        Wrong(
            "Summed over the rows as well: the gradient of a tied bias.",
            """
def row_bias_gradient(d_out):
    return d_out.sum(axis=(0, 1, 2))
""",
        ),
        Wrong(
            "Only one image's gradient is summed.",
            """
def row_bias_gradient(d_out):
    return d_out[0].sum(axis=1, keepdims=True)
""",
        ),
        Wrong(
            "Divided by the number of images.",
            """
def row_bias_gradient(d_out):
    return d_out.sum(axis=2, keepdims=True).mean(axis=0)
""",
        ),
    ],
    "addition.unbroadcast": [
        Wrong(
            "Only the axes in front are summed; those of size 1 are not.",
            """
def unbroadcast(d_out, shape):
    while d_out.ndim > len(shape):
        d_out = d_out.sum(axis=0)
    return d_out
""",
        ),
        Wrong(
            "Only the axes of size 1 are summed; the ones in front are not.",
            """
def unbroadcast(d_out, shape):
    for axis, size in enumerate(shape):
        if size == 1:
            d_out = d_out.sum(axis=axis, keepdims=True)
    return d_out
""",
        ),
        Wrong(
            "Axes of size 1 are summed without being kept.",
            """
def unbroadcast(d_out, shape):
    extra = d_out.ndim - len(shape)
    axes = tuple(range(extra))
    axes += tuple(extra + i for i, size in enumerate(shape) if size == 1)
    return d_out.sum(axis=axes)
""",
        ),
        Wrong(
            "Reshaped without a sum: the number of numbers does not fit.",
            """
def unbroadcast(d_out, shape):
    return d_out.reshape(shape)
""",
        ),
        Wrong(
            "The mean instead of the sum.",
            """
def unbroadcast(d_out, shape):
    while d_out.ndim > len(shape):
        d_out = d_out.mean(axis=0)
    for axis, size in enumerate(shape):
        if size == 1:
            d_out = d_out.mean(axis=axis, keepdims=True)
    return d_out
""",
        ),
        Wrong(
            "Only one axis in front is summed.",
            """
def unbroadcast(d_out, shape):
    if d_out.ndim > len(shape):
        d_out = d_out.sum(axis=0)
    for axis, size in enumerate(shape):
        if size == 1:
            d_out = d_out.sum(axis=axis, keepdims=True)
    return d_out
""",
        ),
        Wrong(
            "The shapes are lined up at the left instead of the right.",
            """
def unbroadcast(d_out, shape):
    padded = tuple(shape) + (1,) * (d_out.ndim - len(shape))
    axes = tuple(i for i, size in enumerate(padded) if size == 1)
    return d_out.sum(axis=axes, keepdims=True).reshape(shape)
""",
        ),
        Wrong(
            "A gradient is broadcast the same way once more, instead of summed.",
            """
def unbroadcast(d_out, shape):
    return np.broadcast_to(d_out, shape)
""",
        ),
        Wrong(
            "Written for a bias of shape (C,) only.",
            """
def unbroadcast(d_out, shape):
    return d_out.sum(axis=(0, 1, 2))
""",
        ),
        Wrong(
            "The axes in front are kept with size 1.",
            """
def unbroadcast(d_out, shape):
    extra = d_out.ndim - len(shape)
    padded = (1,) * extra + tuple(shape)
    axes = tuple(i for i in range(d_out.ndim) if padded[i] == 1)
    return d_out.sum(axis=axes, keepdims=True)
""",
        ),
        Wrong(
            "Axes are counted in d_out before those in front were summed: they are shifted.",
            """
def unbroadcast(d_out, shape):
    for axis, size in enumerate(shape):
        if size == 1:
            d_out = d_out.sum(axis=axis, keepdims=True)
    while d_out.ndim > len(shape):
        d_out = d_out.sum(axis=0)
    return d_out
""",
        ),
    ],
    "addition.scale_gradient": [
        Wrong(
            "The slope, maps, is forgotten: the gradient of a bias.",
            """
def scale_gradient(maps, d_out):
    return d_out.sum(axis=(0, 1, 2))
""",
        ),
        Wrong(
            "Summed over the images only.",
            """
def scale_gradient(maps, d_out):
    return (maps * d_out).sum(axis=0)
""",
        ),
        Wrong(
            "The mean instead of the sum.",
            """
def scale_gradient(maps, d_out):
    return np.mean(maps * d_out, axis=(0, 1, 2))
""",
        ),
        Wrong(
            "Not summed.",
            """
def scale_gradient(maps, d_out):
    return d_out * maps
""",
        ),
        Wrong(
            "scale is no argument; this would be the gradient of maps.",
            """
def scale_gradient(maps, d_out):
    return d_out * scale
""",
        ),
        Wrong(
            "The product of sums instead of the sum of products.",
            """
def scale_gradient(maps, d_out):
    return maps.sum(axis=(0, 1, 2)) * d_out.sum(axis=(0, 1, 2))
""",
        ),
        Wrong(
            "Summed over the channels.",
            """
def scale_gradient(maps, d_out):
    return (maps * d_out).sum(axis=3)
""",
        ),
        Wrong(
            "Divided by the number of images.",
            """
def scale_gradient(maps, d_out):
    return (maps * d_out).sum(axis=(0, 1, 2)) / len(maps)
""",
        ),
        Wrong(
            "The matrix product of whole batches: shapes do not fit.",
            """
def scale_gradient(maps, d_out):
    return maps.T @ d_out
""",
        ),
        Wrong(
            "The columns are not summed.",
            """
def scale_gradient(maps, d_out):
    return (maps * d_out).sum(axis=(0, 1))
""",
        ),
        Wrong(
            "All channels in one number.",
            """
def scale_gradient(maps, d_out):
    return np.sum(maps * d_out)
""",
        ),
    ],
    "addition.in_pieces": [
        Wrong(
            "The program as it was.",
            """
def in_pieces(d_out, size):
    pieces = [d_out[start : start + size] for start in range(0, len(d_out), size)]
    gradients = [piece.sum(axis=0) for piece in pieces]
    return np.mean(gradients, axis=0)
""",
        ),
        Wrong(
            "A mean weighted by the pieces' sizes: still a mean.",
            """
def in_pieces(d_out, size):
    pieces = [d_out[start : start + size] for start in range(0, len(d_out), size)]
    gradients = [piece.sum(axis=0) for piece in pieces]
    sizes = [len(piece) for piece in pieces]
    return np.average(gradients, axis=0, weights=sizes)
""",
        ),
        Wrong(
            "The axis is lost: one number for all biases.",
            """
def in_pieces(d_out, size):
    pieces = [d_out[start : start + size] for start in range(0, len(d_out), size)]
    gradients = [piece.sum(axis=0) for piece in pieces]
    return np.sum(gradients)
""",
        ),
        Wrong(
            "Sums and means are exchanged: the pieces' means are added.",
            """
def in_pieces(d_out, size):
    pieces = [d_out[start : start + size] for start in range(0, len(d_out), size)]
    gradients = [piece.mean(axis=0) for piece in pieces]
    return np.sum(gradients, axis=0)
""",
        ),
        Wrong(
            "The mean over the batch instead of the sum.",
            """
def in_pieces(d_out, size):
    return d_out.mean(axis=0)
""",
        ),
        Wrong(
            "The mean times the size of a piece: wrong power, and the last piece is smaller.",
            """
def in_pieces(d_out, size):
    pieces = [d_out[start : start + size] for start in range(0, len(d_out), size)]
    gradients = [piece.sum(axis=0) for piece in pieces]
    return np.mean(gradients, axis=0) * size
""",
        ),
        Wrong(
            "Only the last piece is left: = instead of +=.",
            """
def in_pieces(d_out, size):
    for start in range(0, len(d_out), size):
        gradient = d_out[start : start + size].sum(axis=0)
    return gradient
""",
        ),
        Wrong(
            "The last, smaller piece is left out.",
            """
def in_pieces(d_out, size):
    pieces = [d_out[i * size : (i + 1) * size] for i in range(len(d_out) // size)]
    return sum(piece.sum(axis=0) for piece in pieces)
""",
        ),
        Wrong(
            "Divided by the batch's size at the end.",
            """
def in_pieces(d_out, size):
    pieces = [d_out[start : start + size] for start in range(0, len(d_out), size)]
    gradients = [piece.sum(axis=0) for piece in pieces]
    return np.sum(gradients, axis=0) / len(d_out)
""",
        ),
        Wrong(
            "Means of means: pieces' means, and the mean of these.",
            """
def in_pieces(d_out, size):
    pieces = [d_out[start : start + size] for start in range(0, len(d_out), size)]
    gradients = [piece.mean(axis=0) for piece in pieces]
    return np.mean(gradients, axis=0)
""",
        ),
    ],
}
