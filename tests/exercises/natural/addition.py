"""Natural wrong answers to the small exercises of lesson 03, written from the statements."""

from .wrong import Wrong

ANSWERS = {
    "addition.predict_biases": [
        Wrong(
            "One bias for each channel: that is the tied one.",
            "10",
            "That is the tied kind, one for each channel. Untied means one for each",
        ),
        Wrong(
            "The size of the input, before the convolution.",
            "32 * 32 * 10",
            "The maps are smaller than the images: 32 + 2·1 - 5 + 1 pixels each way.",
        ),
        Wrong(
            "The convolution's padding is ignored.",
            "28 * 28 * 10",
            "28 would be the size without padding: it adds one pixel on every side.",
        ),
        Wrong(
            "The channels are forgotten.",
            "900",
            "These are the places of one map. There are as many maps as filters.",
        ),
        Wrong(
            "The input of the convolution: 32 × 32 × 3.",
            "3072",
            "That is the size of an image. The Addition comes after the",
        ),
        Wrong(
            "The channels that go in instead of those that come out.",
            "30 * 30 * 3",
            "3 is the number of channels before the convolution. Addition comes",
        ),
        Wrong(
            "The + 1 of the size is forgotten.",
            "29 * 29 * 10",
            "A side has one place more: the one that the window starts from counts",
        ),
        Wrong(
            "The convolution's weights are added.",
            "9000 + 750",
            "The weights of the filters belong to the convolution. They are no",
        ),
        Wrong(
            "The weights of the convolution.",
            "750",
            "Those are the weights of the filters. How many numbers come out of them?",
        ),
        Wrong(
            "The shape instead of the number.",
            "(30, 30, 10)",
            "The answer should be one number; yours is (30, 30, 10).",
        ),
    ],
    "addition.predict_gradient": [
        Wrong(
            "Only the images are counted (the untied bias).",
            "4",
            "That would be an untied bias: it touches one output of each image.",
        ),
        Wrong(
            "The slope of one output: the sum is forgotten.",
            "1",
            "1 is the derivative of each output it touches. How many does it touch?",
        ),
        Wrong(
            "The places of one image: the batch is forgotten.",
            "30",
            "Those are the places of one image, or a mean over the images. The bias",
        ),
        Wrong(
            "The channels are counted too: everything is summed.",
            "4 * 5 * 6 * 3",
            "Those are all outputs. The bias of channel 0 touches the outputs of",
        ),
        Wrong(
            "Images and rows, no columns.",
            "20",
            "Those are images and rows. The bias was added in every column, too.",
        ),
        Wrong(
            "The number of channels.",
            "3",
            "3 is the number of the biases. What does one of them receive?",
        ),
        Wrong(
            "The sum is shared among the channels.",
            "40",
            "The sum is not shared out: each channel has a bias of its own, and",
        ),
        Wrong(
            "The mean over the batch.",
            "120 / 4",
            "Those are the places of one image, or a mean over the images. The bias",
        ),
        Wrong(
            "The whole gradient, not its first number.",
            "(120, 120, 120)",
            "The answer should be one number; yours is (120, 120, 120).",
        ),
    ],
    "addition.row_bias_gradient": [
        Wrong(
            "The axis of size 1 is missing: H × C.",
            """
def row_bias_gradient(d_out):
    return d_out.sum(axis=(0, 2))
""",
            "The numbers are right, but the gradient must have the shape of the",
        ),
        Wrong(
            "The images' axis is kept, too: 1 × H × 1 × C.",
            """
def row_bias_gradient(d_out):
    return d_out.sum(axis=(0, 2), keepdims=True)
""",
            "The batch axis is still there, as a 1. It was missing in the bias, so",
        ),
        Wrong(
            "The images are not summed.",
            """
def row_bias_gradient(d_out):
    return d_out.sum(axis=2, keepdims=True)
""",
            "The sum along x is there. The bias was added to every image, too: sum.",
        ),
        Wrong(
            "Summed over the rows instead of the columns: a bias for each column.",
            """
def row_bias_gradient(d_out):
    return d_out.sum(axis=(0, 1)).reshape(-1, 1, d_out.shape[3])
""",
            "You sum over y and keep x: this is a bias for each column.",
        ),
        Wrong(
            "The mean instead of the sum.",
            """
def row_bias_gradient(d_out):
    return d_out.mean(axis=(0, 2))[:, None, :]
""",
            "This is a mean over images and places. The derivative is a sum over",
        ),
        Wrong(
            "After the first sum the axes have moved up: axis 2 is now the channels.",
            """
def row_bias_gradient(d_out):
    return d_out.sum(axis=0).sum(axis=2, keepdims=True)
""",
            "After the first sum the axes have moved up: what was axis 2 is axis 1",
        ),
        Wrong(
            "The new axis stands in front: 1 × H × C.",
            """
def row_bias_gradient(d_out):
    N, H, W, C = d_out.shape
    return d_out.sum(axis=(0, 2)).reshape(1, H, C)
""",
            "The numbers are right, but their axes stand in another order: transpose",
        ),
        Wrong(
            "Only the images are summed: the gradient of an untied bias.",
            """
def row_bias_gradient(d_out):
    return d_out.sum(axis=0)
""",
            "The sum over the images is there. The bias is copied along x, too.",
        ),
        Wrong(
            "Summed over the rows as well: the gradient of a tied bias.",
            """
def row_bias_gradient(d_out):
    return d_out.sum(axis=(0, 1, 2))
""",
            "It is the sum of the right result along the axes 0 and 1: don't sum",
        ),
        Wrong(
            "Only one image's gradient is summed.",
            """
def row_bias_gradient(d_out):
    return d_out[0].sum(axis=1, keepdims=True)
""",
            "Only the first of the batch is in it (d_out[0]). All of them count.",
        ),
        Wrong(
            "Divided by the number of images.",
            """
def row_bias_gradient(d_out):
    return d_out.sum(axis=2, keepdims=True).mean(axis=0)
""",
            "It is right up to the factor 1/N: sum over the images, don't average.",
        ),
        Wrong(
            "In a loop over rows, only the channels are kept.",
            """
def row_bias_gradient(d_out):
    N, H, W, C = d_out.shape
    d = np.zeros((H, 1, C))
    for y in range(H):
        d[y] = d_out[:, y].sum(axis=0)
    return d
""",
            "What you put in is (4, 1), and its place is (1, 1): is a sum or",
        ),
        Wrong(
            "Summed twice over axis 0: the second is the rows.",
            """
def row_bias_gradient(d_out):
    return d_out.sum(axis=0).sum(axis=0)[:, None]
""",
            "You sum over y and keep x: this is a bias for each column.",
        ),
        Wrong(
            "Reshaped from W.",
            """
def row_bias_gradient(d_out):
    N, H, W, C = d_out.shape
    return d_out.sum(axis=(0, 2)).reshape(W, 1, C)
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
            "Axes that were missing on the left are right. Those of size 1 were",
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
            "Axes of size 1 are counted from the left, where d_out may have more",
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
            "The numbers are right, but their shape is another one: with",
        ),
        Wrong(
            "Reshaped without a sum: the number of numbers does not fit.",
            """
def unbroadcast(d_out, shape):
    return d_out.reshape(shape)
""",
            "(4,) has room for 4 numbers, and there are 12. reshape neither adds",
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
            "You take means. Each copy has its own share in the loss: the shares are",
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
            "Only one of the missing axes is summed over: there may be several.",
        ),
        Wrong(
            "The shapes are lined up at the left instead of the right.",
            """
def unbroadcast(d_out, shape):
    padded = tuple(shape) + (1,) * (d_out.ndim - len(shape))
    axes = tuple(i for i, size in enumerate(padded) if size == 1)
    return d_out.sum(axis=axes, keepdims=True).reshape(shape)
""",
            "Shapes are lined up from the right: the missing axes are",
        ),
        Wrong(
            "A gradient is broadcast the same way once more, instead of summed.",
            """
def unbroadcast(d_out, shape):
    return np.broadcast_to(d_out, shape)
""",
            "np.broadcast_to copies once more. The gradient goes the other way: the",
        ),
        Wrong(
            "Written for a bias of shape (C,) only.",
            """
def unbroadcast(d_out, shape):
    return d_out.sum(axis=(0, 1, 2))
""",
            "This array has the axes 0 to 1; how many axes there are depends on the",
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
            "Axes that were missing must go: sum over them without keepdims.",
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
            "Axes of size 1 are counted from the left, where d_out may have more",
        ),
        Wrong(
            "squeeze at the end takes the axes of size 1 away, too.",
            """
def unbroadcast(d_out, shape):
    lead = d_out.ndim - len(shape)
    d = d_out.sum(axis=tuple(range(lead)))
    for i, n in enumerate(shape):
        if n == 1:
            d = d.sum(axis=i, keepdims=True)
    return d.squeeze()
""",
            "The numbers are right, but their shape is another one: with",
        ),
        Wrong(
            "Everything is summed unless the shapes are equal.",
            """
def unbroadcast(d_out, shape):
    if d_out.shape == shape:
        return d_out
    return np.full(shape, d_out.sum())
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
            "This is the gradient of a bias. Here the derivative of an output isn't",
        ),
        Wrong(
            "Summed over the images only.",
            """
def scale_gradient(maps, d_out):
    return (maps * d_out).sum(axis=0)
""",
            "You sum over the images only: that is a factor for each place, untied.",
        ),
        Wrong(
            "The mean instead of the sum.",
            """
def scale_gradient(maps, d_out):
    return np.mean(maps * d_out, axis=(0, 1, 2))
""",
            "This is a mean. The derivative is a sum over all outputs it touches.",
        ),
        Wrong(
            "Not summed.",
            """
def scale_gradient(maps, d_out):
    return d_out * maps
""",
            "The products are right. Now sum over all outputs that scale[c] touches.",
        ),
        Wrong(
            "scale is no argument; this would be the gradient of maps.",
            """
def scale_gradient(maps, d_out):
    return d_out * scale
""",
            "scale is none of the arguments (maps, d_out): define it before.",
        ),
        Wrong(
            "The product of sums instead of the sum of products.",
            """
def scale_gradient(maps, d_out):
    return maps.sum(axis=(0, 1, 2)) * d_out.sum(axis=(0, 1, 2))
""",
            "Each is summed up before they are multiplied. Multiply place by place",
        ),
        Wrong(
            "Summed over the channels.",
            """
def scale_gradient(maps, d_out):
    return (maps * d_out).sum(axis=3)
""",
            "You sum over the channels, the one axis that should stay.",
        ),
        Wrong(
            "Divided by the number of images.",
            """
def scale_gradient(maps, d_out):
    return (maps * d_out).sum(axis=(0, 1, 2)) / len(maps)
""",
            "It is right up to the factor 1/N: sum over the images, don't average.",
        ),
        Wrong(
            "The matrix product of whole batches: shapes do not fit.",
            """
def scale_gradient(maps, d_out):
    return maps.T @ d_out
""",
            "@ and np.dot are the matrix product. Place by place, it is *.",
        ),
        Wrong(
            "The columns are not summed.",
            """
def scale_gradient(maps, d_out):
    return (maps * d_out).sum(axis=(0, 1))
""",
            "It is right, but for a sum that is missing: along axis 0.",
        ),
        Wrong(
            "All channels in one number.",
            """
def scale_gradient(maps, d_out):
    return np.sum(maps * d_out)
""",
            "The channels are summed up, too, but each of them has its own factor.",
        ),
        Wrong(
            "A mean, weighted by maps.",
            """
def scale_gradient(maps, d_out):
    return (maps * d_out).sum(axis=(0, 1, 2)) / maps.sum(axis=(0, 1, 2))
""",
        ),
        Wrong(
            "Only the first image.",
            """
def scale_gradient(maps, d_out):
    return (maps[0] * d_out[0]).sum(axis=(0, 1))
""",
            "Only the first of the batch is in it (maps[0], d_out[0]). All of them",
        ),
        Wrong(
            "d_out is divided by maps instead of multiplied.",
            """
def scale_gradient(maps, d_out):
    return (d_out / maps).sum(axis=(0, 1, 2))
""",
            "You divide by maps. The derivative of maps · scale with respect to",
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
            "The results are those of the program above: with two pieces, the",
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
            "This is a mean, weighted by the sizes of the pieces. The pieces'",
        ),
        Wrong(
            "The axis is lost: one number for all biases.",
            """
def in_pieces(d_out, size):
    pieces = [d_out[start : start + size] for start in range(0, len(d_out), size)]
    gradients = [piece.sum(axis=0) for piece in pieces]
    return np.sum(gradients)
""",
            "np.sum without an axis adds everything up to one number. Sum over the",
        ),
        Wrong(
            "Sums and means are exchanged: the pieces' means are added.",
            """
def in_pieces(d_out, size):
    pieces = [d_out[start : start + size] for start in range(0, len(d_out), size)]
    gradients = [piece.mean(axis=0) for piece in pieces]
    return np.sum(gradients, axis=0)
""",
            "You take a mean in each piece. Then an image in a small piece weighs",
        ),
        Wrong(
            "The mean over the batch instead of the sum.",
            """
def in_pieces(d_out, size):
    return d_out.mean(axis=0)
""",
            "Now the images are averaged: the 1/N of the mean is inside d_out",
        ),
        Wrong(
            "The mean times the size of a piece: wrong power, and the last piece is smaller.",
            """
def in_pieces(d_out, size):
    pieces = [d_out[start : start + size] for start in range(0, len(d_out), size)]
    gradients = [piece.sum(axis=0) for piece in pieces]
    return np.mean(gradients, axis=0) * size
""",
            "A mean of the pieces, times the size of a piece: what it has been",
        ),
        Wrong(
            "Only the last piece is left: = instead of +=.",
            """
def in_pieces(d_out, size):
    for start in range(0, len(d_out), size):
        gradient = d_out[start : start + size].sum(axis=0)
    return gradient
""",
            "Only the last piece is in it: something overwrites instead of adding",
        ),
        Wrong(
            "The last, smaller piece is left out.",
            """
def in_pieces(d_out, size):
    pieces = [d_out[i * size : (i + 1) * size] for i in range(len(d_out) // size)]
    return sum(piece.sum(axis=0) for piece in pieces)
""",
            "The last, smaller piece is lost: the pieces must cover all images.",
        ),
        Wrong(
            "Divided by the batch's size at the end.",
            """
def in_pieces(d_out, size):
    pieces = [d_out[start : start + size] for start in range(0, len(d_out), size)]
    gradients = [piece.sum(axis=0) for piece in pieces]
    return np.sum(gradients, axis=0) / len(d_out)
""",
            "Now the images are averaged: the 1/N of the mean is inside d_out",
        ),
        Wrong(
            "Means of means: pieces' means, and the mean of these.",
            """
def in_pieces(d_out, size):
    pieces = [d_out[start : start + size] for start in range(0, len(d_out), size)]
    gradients = [piece.mean(axis=0) for piece in pieces]
    return np.mean(gradients, axis=0)
""",
            "These are means of means. Whether the batch is cut or not must make no",
        ),
        Wrong(
            "sum() of the list of gradients over the wrong axis.",
            """
def in_pieces(d_out, size):
    pieces = [d_out[i : i + size] for i in range(0, len(d_out), size)]
    return np.sum([p.sum(axis=0) for p in pieces], axis=1)
""",
        ),
        Wrong(
            "Divided by the number of images in the pieces, weighted back wrongly.",
            """
def in_pieces(d_out, size):
    pieces = [d_out[i : i + size] for i in range(0, len(d_out), size)]
    return sum(p.mean(axis=0) * size for p in pieces)
""",
            "Each piece's mean times `size`: a last piece that is smaller counts for",
        ),
    ],
}
