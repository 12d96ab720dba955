"""Natural wrong answers to the small exercises of lesson 01, written from the statements."""

from .wrong import Wrong

ANSWERS = {
    "convolution.predict_shape": [
        Wrong(
            "The padding is ignored: 32 - 5 + 1.",
            "(8, 28, 28, 10)",
            "28 would be right without padding: it adds one pixel on every side.",
        ),
        Wrong(
            "The size is taken to stay, whatever the filter.",
            "(8, 32, 32, 10)",
            "The size stays the same for a filter of 3 and padding 1. This filter is",
        ),
        Wrong(
            "The + 1 is forgotten, or the padding counted on one side only.",
            "(8, 29, 29, 10)",
            "One is missing on each side: the padding is added on both ends of an",
        ),
        Wrong(
            "The channels that go in, instead of those that come out.",
            "(8, 30, 30, 3)",
            "Each of the 10 filters looks at all 3 channels and fills one of its own.",
        ),
        Wrong(
            "Channels first.",
            "(8, 10, 30, 30)",
            "The numbers are right, but here the channels stand last.",
        ),
        Wrong(
            "The batch is left out.",
            "(30, 30, 10)",
            "That is the output for one image. The batch comes first.",
        ),
        Wrong(
            "Channels in times channels out.",
            "(8, 30, 30, 30)",
            "A filter adds up over all 3 channels and fills one of its own: 10",
        ),
        Wrong(
            "The number of numbers instead of the shape.",
            "8 * 30 * 30 * 10",
            "The answer should be 4 numbers in brackets; yours is 72000.",
        ),
        Wrong(
            "The padding is added, but the filter's size is not taken off.",
            "(8, 34, 34, 10)",
            "The padding makes the image larger; but the window must lie inside it.",
        ),
        Wrong(
            "A filter of 3 × 3 instead of 5 × 5: the size stays; and no channels.",
            "(8, 32, 32)",
            "There are four numbers: the channels are missing. And the size stays",
        ),
    ],
    "convolution.predict_weights": [
        Wrong(
            "One filter only.",
            "5 * 5 * 3",
            "Those are the weights of one filter. There are 10.",
        ),
        Wrong(
            "The channels that go in are forgotten.",
            "250",
            "A filter has a slice of weights for each of the 3 input channels.",
        ),
        Wrong(
            "Biases are counted as well.",
            "5 * 5 * 3 * 10 + 10",
            "The convolution of this course has no bias of its own: the filters are",
        ),
        Wrong(
            "3 × 3 instead of 5 × 5.",
            "270",
            "270 would be right for 3 × 3 filters. These are 5 × 5.",
        ),
        Wrong(
            "Channels in and out are added.",
            "25 * 13",
            "Each of the 10 filters has a slice for each of the 3 channels: 3 · 10",
        ),
        Wrong(
            "A filter for every place of the output: weights are shared.",
            "750 * 30 * 30",
            "The weights are the same at every place: that is what they are shared",
        ),
        Wrong(
            "One side of the filter only.",
            "5 * 3 * 10",
            "A slice of a filter has 5 · 5 weights.",
        ),
        Wrong(
            "The batch is counted.",
            "8 * 750",
            "The batch has no weights of its own: all images go through the same",
        ),
        Wrong(
            "The shape instead of the number.",
            "(5, 5, 3, 10)",
            "The answer should be one number; yours is (5, 5, 3, 10).",
        ),
    ],
    "convolution.output_size": [
        Wrong(
            "Padding on one side only.",
            """
def output_size(size, kernel_size, padding, stride):
    return (size + padding - kernel_size) // stride + 1
""",
            "You count the padding once, but it is added at both ends.",
        ),
        Wrong(
            "The + 1 is forgotten.",
            """
def output_size(size, kernel_size, padding, stride):
    return (size + 2 * padding - kernel_size) // stride
""",
            "One is missing: the place you start from counts, too.",
        ),
        Wrong(
            "/ instead of //: places are whole numbers.",
            """
def output_size(size, kernel_size, padding, stride):
    return (size + 2 * padding - kernel_size) / stride + 1
""",
            "This is not a whole number: a step that doesn't fit any more isn't",
        ),
        Wrong(
            "The + 1 before the division.",
            """
def output_size(size, kernel_size, padding, stride):
    return (size + 2 * padding - kernel_size + 1) // stride
""",
            "You divide the number of places. The steps start at place 0: take + 1",
        ),
        Wrong(
            "The stride is ignored.",
            """
def output_size(size, kernel_size, padding, stride):
    return size + 2 * padding - kernel_size + 1
""",
            "These are the places in steps of one: `stride` is not used.",
        ),
        Wrong(
            "Rounded to the nearest instead of down.",
            """
def output_size(size, kernel_size, padding, stride):
    return round((size + 2 * padding - kernel_size) / stride) + 1
""",
            "You round to the nearest number. A step that doesn't fit isn't taken",
        ),
        Wrong(
            "Rounded up: the last window does not fit.",
            """
def output_size(size, kernel_size, padding, stride):
    return int(np.ceil((size + 2 * padding - kernel_size) / stride)) + 1
""",
            "You round up. The last step, which doesn't fit any more, isn't taken.",
        ),
        Wrong(
            "The padding has the wrong sign.",
            """
def output_size(size, kernel_size, padding, stride):
    return (size - 2 * padding - kernel_size) // stride + 1
""",
            "The padding is added: it makes the axis longer, by twice `padding`.",
        ),
        Wrong(
            "The range ends one too early: the last place is left out.",
            """
def output_size(size, kernel_size, padding, stride):
    return len(range(0, size + 2 * padding - kernel_size, stride))
""",
            "The last place that fits is missing: range(n) ends before n.",
        ),
        Wrong(
            "The kernel's size is forgotten.",
            """
def output_size(size, kernel_size, padding, stride):
    return (size + 2 * padding) // stride
""",
            "The window must lie inside: `kernel_size` has to be taken off.",
        ),
        Wrong(
            "The stride divides the size, before the window is taken off.",
            """
def output_size(size, kernel_size, padding, stride):
    return (size + 2 * padding) // stride - kernel_size + 1
""",
            "The window is taken off after the division. It has to fit first: then",
        ),
        Wrong(
            "A loop that counts one window too many.",
            """
def output_size(size, kernel_size, padding, stride):
    places = 0
    start = 0
    while start < size + 2 * padding:
        places += 1
        start += stride
    return places
""",
            "You count every start within the axis. The last windows don't fit any",
        ),
        Wrong(
            "Operator precedence: only the kernel is divided.",
            """
def output_size(size, kernel_size, padding, stride):
    return size + 2 * padding - kernel_size // stride + 1
""",
            "// is computed before + and -: put the difference in brackets.",
        ),
    ],
    "convolution.filters_gradient": [
        Wrong(
            "k is fixed at 3.",
            """
def filters_gradient(padded, d_out):
    N, H, W, O = d_out.shape
    C = padded.shape[3]
    d_filters = np.zeros((3, 3, C, O))
    for i in range(3):
        for j in range(3):
            d_filters[i, j] = np.einsum("nyxc,nyxo->co", padded[:, i : i + H, j : j + W], d_out)
    return d_filters
""",
            "3 is a fixed number in your code, and right in the first case only (the",
        ),
        Wrong(
            "k lacks its + 1.",
            """
def filters_gradient(padded, d_out):
    N, H, W, O = d_out.shape
    C = padded.shape[3]
    k = padded.shape[1] - H
    d_filters = np.zeros((k, k, C, O))
    for i in range(k):
        for j in range(k):
            d_filters[i, j] = np.einsum("nyxc,nyxo->co", padded[:, i : i + H, j : j + W], d_out)
    return d_filters
""",
            "It is a piece of the right result. Missing: 1 at the end of axis 0, 1",
        ),
        Wrong(
            "Divided by the number of images: a mean instead of the sum.",
            """
def filters_gradient(padded, d_out):
    N, H, W, O = d_out.shape
    k = padded.shape[1] - H + 1
    d_filters = np.zeros((k, k, padded.shape[3], O))
    for i in range(k):
        for j in range(k):
            part = padded[:, i : i + H, j : j + W]
            d_filters[i, j] = np.einsum("nyxc,nyxo->co", part, d_out) / N
    return d_filters
""",
            "It is right up to the factor 1/N: sum over the images, don't average.",
        ),
        Wrong(
            "= instead of +=: only the last place and image are left.",
            """
def filters_gradient(padded, d_out):
    N, H, W, O = d_out.shape
    k = padded.shape[1] - H + 1
    d_filters = np.zeros((k, k, padded.shape[3], O))
    for n in range(N):
        for y in range(H):
            for x in range(W):
                for o in range(O):
                    window = padded[n, y : y + k, x : x + k]
                    d_filters[:, :, :, o] = window * d_out[n, y, x, o]
    return d_filters
""",
            "Only the last window is in it: something overwrites instead of adding",
        ),
        Wrong(
            "The filter comes out flipped.",
            """
def filters_gradient(padded, d_out):
    N, H, W, O = d_out.shape
    k = padded.shape[1] - H + 1
    d_filters = np.zeros((k, k, padded.shape[3], O))
    for i in range(k):
        for j in range(k):
            part = padded[:, i : i + H, j : j + W]
            d_filters[k - 1 - i, k - 1 - j] = np.einsum("nyxc,nyxo->co", part, d_out)
    return d_filters
""",
            "Your filters are turned by 180°. Here nothing is turned: weight (i, j)",
        ),
        Wrong(
            "Channels in and out are exchanged.",
            """
def filters_gradient(padded, d_out):
    N, H, W, O = d_out.shape
    k = padded.shape[1] - H + 1
    d_filters = np.zeros((k, k, O, padded.shape[3]))
    for i in range(k):
        for j in range(k):
            part = padded[:, i : i + H, j : j + W]
            d_filters[i, j] = np.einsum("nyxc,nyxo->oc", part, d_out)
    return d_filters
""",
            "The channels are swapped: filters are k × k × C × O, inputs before",
        ),
        Wrong(
            "Only the first image is used.",
            """
def filters_gradient(padded, d_out):
    _, H, W, O = d_out.shape
    k = padded.shape[1] - H + 1
    d_filters = np.zeros((k, k, padded.shape[3], O))
    for y in range(H):
        for x in range(W):
            for o in range(O):
                d_filters[..., o] += padded[0, y : y + k, x : x + k] * d_out[0, y, x, o]
    return d_filters
""",
            "Only the first of the batch is in it (padded[0], d_out[0]). All of them",
        ),
        Wrong(
            "The height is used for the width as well.",
            """
def filters_gradient(padded, d_out):
    N, H, _, O = d_out.shape
    k = padded.shape[1] - H + 1
    d_filters = np.zeros((k, k, padded.shape[3], O))
    for n in range(N):
        for y in range(H):
            for x in range(H):
                for o in range(O):
                    d_filters[..., o] += padded[n, y : y + k, x : x + k] * d_out[n, y, x, o]
    return d_filters
""",
            "Axis 2 has the places 0 to 2, and the index was 3. padded is 6 high and",
        ),
        Wrong(
            "The part of the input that is multiplied is k × k instead of H' × W'.",
            """
def filters_gradient(padded, d_out):
    N, H, W, O = d_out.shape
    k = padded.shape[1] - H + 1
    d_filters = np.zeros((k, k, padded.shape[3], O))
    for i in range(k):
        for j in range(k):
            part = padded[:, i : i + k, j : j + k]
            d_filters[i, j] = np.einsum("nyxc,nyxo->co", part, d_out)
    return d_filters
""",
            "The piece of `padded` that meets all of d_out is as large as d_out, H'",
        ),
        Wrong(
            "The images are not summed: the result has one filter set for each image.",
            """
def filters_gradient(padded, d_out):
    k = padded.shape[1] - d_out.shape[1] + 1
    windows = np.lib.stride_tricks.sliding_window_view(padded, (k, k), axis=(1, 2))
    return np.einsum("nyxcij,nyxo->nijco", windows, d_out)
""",
            "It is right, but for a sum that is missing: along axis 0.",
        ),
        Wrong(
            "The window's axes come last: shape C × k × k × O instead of k × k × C × O.",
            """
def filters_gradient(padded, d_out):
    k = padded.shape[1] - d_out.shape[1] + 1
    windows = np.lib.stride_tricks.sliding_window_view(padded, (k, k), axis=(1, 2))
    return np.tensordot(windows, d_out, axes=([0, 1, 2], [0, 1, 2]))
""",
            "The numbers are right, but their axes stand in another order: transpose",
        ),
        Wrong(
            "The input is multiplied by d_out without an axis for the channels: no broadcast.",
            """
def filters_gradient(padded, d_out):
    N, H, W, O = d_out.shape
    k = padded.shape[1] - H + 1
    d_filters = np.zeros((k, k, padded.shape[3], O))
    for i in range(k):
        for j in range(k):
            d_filters[i, j] = (padded[:, i : i + H, j : j + W] * d_out).sum(axis=(0, 1, 2))
    return d_filters
""",
            "(2, 4, 6, 2) and (2, 4, 6, 3) differ in their channels only, those in",
        ),
        Wrong(
            "return is missing.",
            """
def filters_gradient(padded, d_out):
    N, H, W, O = d_out.shape
    k = padded.shape[1] - H + 1
    d_filters = np.zeros((k, k, padded.shape[3], O))
    for i in range(k):
        for j in range(k):
            part = padded[:, i : i + H, j : j + W]
            d_filters[i, j] = np.einsum("nyxc,nyxo->co", part, d_out)
""",
            "It returns nothing (None). Is the last line a `return`?",
        ),
        Wrong(
            "k is taken to be 3, so that H' = H - 2.",
            """
def filters_gradient(padded, d_out):
    N, H, W, C = padded.shape
    O = d_out.shape[3]
    d = np.zeros((3, 3, C, O))
    for n in range(N):
        for y in range(H - 2):
            for x in range(W - 2):
                for o in range(O):
                    d[..., o] += padded[n, y : y + 3, x : x + 3] * d_out[n, y, x, o]
    return d
""",
        ),
        Wrong(
            "The channel loop is missing: one number of d_out is taken for all filters.",
            """
def filters_gradient(padded, d_out):
    N, H, W, O = d_out.shape
    k = padded.shape[1] - H + 1
    d = np.zeros((k, k, padded.shape[3], O))
    for n in range(N):
        for y in range(H):
            for x in range(W):
                d += padded[n, y : y + k, x : x + k] * d_out[n, y, x]
    return d
""",
        ),
        Wrong(
            "x and y are exchanged in d_out.",
            """
def filters_gradient(padded, d_out):
    N, H, W, O = d_out.shape
    k = padded.shape[1] - H + 1
    d = np.zeros((k, k, padded.shape[3], O))
    for n in range(N):
        for y in range(H):
            for x in range(W):
                for o in range(O):
                    d[..., o] += padded[n, y : y + k, x : x + k] * d_out[n, x, y, o]
    return d
""",
            "Axis 1 has the places 0 to 3, and the index was 4. padded is 6 high and",
        ),
    ],
    "convolution.input_gradient": [
        Wrong(
            "The filters are not turned round.",
            """
def input_gradient(d_out, filters):
    k = filters.shape[0]
    padded = np.pad(d_out, ((0, 0), (k - 1, k - 1), (k - 1, k - 1), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (k, k), axis=(1, 2))
    return np.einsum("nyxoij,ijco->nyxc", windows, filters)
""",
            "The filter is the wrong way round. To slide a window over d_out, turn it,",
        ),
        Wrong(
            "= instead of +=: where windows overlap, the last one wins.",
            """
def input_gradient(d_out, filters):
    N, H, W, O = d_out.shape
    k, _, C, _ = filters.shape
    d_x = np.zeros((N, H + k - 1, W + k - 1, C))
    for y in range(H):
        for x in range(W):
            d_x[:, y : y + k, x : x + k] = np.einsum("no,ijco->nijc", d_out[:, y, x], filters)
    return d_x
""",
            "You overwrote where windows overlap: a pixel collects from all of them",
        ),
        Wrong(
            "The result has the size of the output.",
            """
def input_gradient(d_out, filters):
    N, H, W, O = d_out.shape
    k, _, C, _ = filters.shape
    d_x = np.zeros((N, H, W, C))
    for i in range(k):
        for j in range(k):
            d_x[:, i : i + H, j : j + W] += d_out @ filters[i, j].T
    return d_x
""",
            "On the left there is room for (1, 3, 2, 1), and what is added has the",
        ),
        Wrong(
            "filters[i, j] is not transposed.",
            """
def input_gradient(d_out, filters):
    N, H, W, O = d_out.shape
    k, _, C, _ = filters.shape
    d_x = np.zeros((N, H + k - 1, W + k - 1, C))
    for i in range(k):
        for j in range(k):
            d_x[:, i : i + H, j : j + W] += d_out @ filters[i, j]
    return d_x
""",
            "The channels are exchanged: sum over the output channels o, and let c",
        ),
        Wrong(
            "The height is used for the width as well.",
            """
def input_gradient(d_out, filters):
    N, H, _, O = d_out.shape
    k, _, C, _ = filters.shape
    d_x = np.zeros((N, H + k - 1, H + k - 1, C))
    for i in range(k):
        for j in range(k):
            d_x[:, i : i + H, j : j + H] += d_out @ filters[i, j].T
    return d_x
""",
            "(1, 2, 2, 1) and (1, 2, 3, 1) differ in one size. d_out is 2 high and 3",
        ),
        Wrong(
            "Padding of k instead of k - 1: the result is too large.",
            """
def input_gradient(d_out, filters):
    k = filters.shape[0]
    padded = np.pad(d_out, ((0, 0), (k, k), (k, k), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (k, k), axis=(1, 2))
    return np.einsum("nyxoij,ijco->nyxc", windows, filters[::-1, ::-1])
""",
            "The right result is a piece of yours. Too much: 1 at the beginning of",
        ),
        Wrong(
            "The filters are turned round along one axis only.",
            """
def input_gradient(d_out, filters):
    k = filters.shape[0]
    padded = np.pad(d_out, ((0, 0), (k - 1, k - 1), (k - 1, k - 1), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (k, k), axis=(1, 2))
    return np.einsum("nyxoij,ijco->nyxc", windows, filters[::-1])
""",
            "The filter is turned along one axis only. A half turn is [::-1, ::-1].",
        ),
        Wrong(
            "k is fixed at 3.",
            """
def input_gradient(d_out, filters):
    N, H, W, O = d_out.shape
    C = filters.shape[2]
    d_x = np.zeros((N, H + 2, W + 2, C))
    for i in range(3):
        for j in range(3):
            d_x[:, i : i + H, j : j + W] += d_out @ filters[i, j].T
    return d_x
""",
            "3 is a fixed number in your code, and right in the first case only",
        ),
        Wrong(
            "The input's size is H' + k instead of H' + k - 1.",
            """
def input_gradient(d_out, filters):
    N, H, W, O = d_out.shape
    k, _, C, _ = filters.shape
    d_x = np.zeros((N, H + k, W + k, C))
    for i in range(k):
        for j in range(k):
            d_x[:, i : i + H, j : j + W] += d_out @ filters[i, j].T
    return d_x
""",
            "The right result is a piece of yours. Too much: 1 at the end of axis 1",
        ),
        Wrong(
            "Not padded: the correlation of d_out itself is smaller than d_out.",
            """
def input_gradient(d_out, filters):
    k = filters.shape[0]
    windows = np.lib.stride_tricks.sliding_window_view(d_out, (k, k), axis=(1, 2))
    return np.einsum("nyxoij,ijco->nyxc", windows, filters[::-1, ::-1])
""",
            "The window is larger than what it slides over. Is a padding missing?",
        ),
        Wrong(
            "All four axes of the filters are reversed, the channels too.",
            """
def input_gradient(d_out, filters):
    k = filters.shape[0]
    padded = np.pad(d_out, ((0, 0), (k - 1, k - 1), (k - 1, k - 1), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (k, k), axis=(1, 2))
    return np.einsum("nyxoij,ijco->nyxc", windows, np.flip(filters))
""",
            "np.flip turns all axes round, the channels, too. [::-1, ::-1] turns",
        ),
        Wrong(
            "The offsets are taken backwards.",
            """
def input_gradient(d_out, filters):
    N, H, W, O = d_out.shape
    k, _, C, _ = filters.shape
    d_x = np.zeros((N, H + k - 1, W + k - 1, C))
    for i in range(k):
        for j in range(k):
            a, b = k - 1 - i, k - 1 - j
            d_x[:, a : a + H, b : b + W] += d_out @ filters[i, j].T
    return d_x
""",
            "The filter is the wrong way round. To slide a window over d_out, turn it,",
        ),
        Wrong(
            "The images' gradients are summed.",
            """
def input_gradient(d_out, filters):
    N, H, W, O = d_out.shape
    k, _, C, _ = filters.shape
    d_x = np.zeros((H + k - 1, W + k - 1, C))
    for n in range(N):
        for i in range(k):
            for j in range(k):
                d_x[i : i + H, j : j + W] += d_out[n] @ filters[i, j].T
    return d_x
""",
            "It is the sum of the right result along axis 0: don't sum there.",
        ),
        Wrong(
            "Only the first output channel.",
            """
def input_gradient(d_out, filters):
    N, H, W, O = d_out.shape
    k, _, C, _ = filters.shape
    d_x = np.zeros((N, H + k - 1, W + k - 1, C))
    for n in range(N):
        for y in range(H):
            for x in range(W):
                d_x[n, y : y + k, x : x + k] += d_out[n, y, x, 0] * filters[..., 0]
    return d_x
""",
            "Only output channel 0 is in it. Every output channel sends something",
        ),
    ],
    "convolution.for_photographs": [
        Wrong(
            "The program as it was.",
            """
def for_photographs(image, filter):
    k = len(filter)
    places = image.shape[0] - k + 1
    out = np.zeros((places, image.shape[1] - k + 1))
    for y in range(places):
        for x in range(places):
            out[y, x] = (image[y : y + k, x : x + k] * filter).sum()
    return out
""",
            "On the right there are still zeros: x stops too early on a wide image.",
        ),
        Wrong(
            "The width for both axes: now the places down are wrong.",
            """
def for_photographs(image, filter):
    k = len(filter)
    places = image.shape[1] - k + 1
    out = np.zeros((image.shape[0] - k + 1, places))
    for y in range(places):
        for x in range(places):
            out[y, x] = (image[y : y + k, x : x + k] * filter).sum()
    return out
""",
            "Axis 0 has the places 0 to 1, and the index was 2. image is 3 high and",
        ),
        Wrong(
            "Height and width are exchanged in the loops.",
            """
def for_photographs(image, filter):
    k = len(filter)
    rows, columns = image.shape[0] - k + 1, image.shape[1] - k + 1
    out = np.zeros((rows, columns))
    for y in range(columns):
        for x in range(rows):
            out[y, x] = (image[y : y + k, x : x + k] * filter).sum()
    return out
""",
            "Axis 0 has the places 0 to 1, and the index was 2. image is 3 high and",
        ),
        Wrong(
            "Only the array is changed (square now), not the loop along x.",
            """
def for_photographs(image, filter):
    k = len(filter)
    places = image.shape[0] - k + 1
    out = np.zeros((places, places))
    for y in range(places):
        for x in range(places):
            out[y, x] = (image[y : y + k, x : x + k] * filter).sum()
    return out
""",
            "Now the result is cut to a square. A wide image has a wide result.",
        ),
        Wrong(
            "x runs over the whole width: the last windows do not fit.",
            """
def for_photographs(image, filter):
    k = len(filter)
    out = np.zeros((image.shape[0] - k + 1, image.shape[1] - k + 1))
    for y in range(image.shape[0] - k + 1):
        for x in range(image.shape[1]):
            out[y, x] = (image[y : y + k, x : x + k] * filter).sum()
    return out
""",
            "Axis 1 has the places 0 to 3, and the index was 4. Does a range end one",
        ),
        Wrong(
            "The + 1 is lost along x.",
            """
def for_photographs(image, filter):
    k = len(filter)
    rows, columns = image.shape[0] - k + 1, image.shape[1] - k
    out = np.zeros((rows, columns))
    for y in range(rows):
        for x in range(columns):
            out[y, x] = (image[y : y + k, x : x + k] * filter).sum()
    return out
""",
            "It is a piece of the right result. Missing: 1 at the end of axis 1.",
        ),
        Wrong(
            "The image is read with x and y exchanged.",
            """
def for_photographs(image, filter):
    k = len(filter)
    rows, columns = image.shape[0] - k + 1, image.shape[1] - k + 1
    out = np.zeros((rows, columns))
    for y in range(rows):
        for x in range(columns):
            out[y, x] = (image[x : x + k, y : y + k] * filter).sum()
    return out
""",
            "(0, 2) is a slice that begins beyond the edge: nothing is in it. Are x",
        ),
        Wrong(
            "The output is transposed.",
            """
def for_photographs(image, filter):
    k = len(filter)
    rows, columns = image.shape[0] - k + 1, image.shape[1] - k + 1
    out = np.zeros((columns, rows))
    for y in range(rows):
        for x in range(columns):
            out[x, y] = (image[y : y + k, x : x + k] * filter).sum()
    return out
""",
            "Rows and columns are exchanged: out[y, x], with y the row.",
        ),
        Wrong(
            "The limit of x is still the number of rows, though it looks different.",
            """
def for_photographs(image, filter):
    k = len(filter)
    places = image.shape[0] - k + 1
    out = np.zeros((places, image.shape[1] - k + 1))
    for y in range(len(out)):
        for x in range(len(out)):
            out[y, x] = (image[y : y + k, x : x + k] * filter).sum()
    return out
""",
            "On the right there are still zeros: x stops too early on a wide image.",
        ),
        Wrong(
            "A typing error: widht is no name.",
            """
def for_photographs(image, filter):
    k = len(filter)
    height, width = image.shape
    out = np.zeros((height - k + 1, width - k + 1))
    for y in range(height - k + 1):
        for x in range(widht - k + 1):
            out[y, x] = (image[y : y + k, x : x + k] * filter).sum()
    return out
""",
            "Is width meant?",
        ),
        Wrong(
            "out.shape is not unpacked: range of a tuple.",
            """
def for_photographs(image, filter):
    k = len(filter)
    out = np.zeros((image.shape[0] - k + 1, image.shape[1] - k + 1))
    for y in range(out.shape):
        for x in range(out.shape):
            out[y, x] = (image[y : y + k, x : x + k] * filter).sum()
    return out
""",
            "A shape is a tuple of sizes: take one of them, shape[0] or shape[1].",
        ),
        Wrong(
            "The largest of both sizes is used for both loops.",
            """
def for_photographs(image, filter):
    k = len(filter)
    places = max(image.shape) - k + 1
    out = np.zeros((image.shape[0] - k + 1, image.shape[1] - k + 1))
    for y in range(places):
        for x in range(places):
            out[y, x] = (image[y : y + k, x : x + k] * filter).sum()
    return out
""",
            "Axis 0 has the places 0 to 1, and the index was 2. image is 3 high and",
        ),
        Wrong(
            "The result stays as large as the image.",
            """
def for_photographs(image, filter):
    k = len(filter)
    out = np.zeros(image.shape)
    for y in range(image.shape[0] - k + 1):
        for x in range(image.shape[1] - k + 1):
            out[y, x] = (image[y : y + k, x : x + k] * filter).sum()
    return out
""",
            "The right result is a piece of yours. Too much: some at the end of axis",
        ),
    ],
}
