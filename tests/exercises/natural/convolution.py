"""Natural wrong answers to the small exercises of lesson 01, written from the statements alone."""

from .wrong import Wrong

ANSWERS = {
    "convolution.predict_shape": [
        Wrong("The padding is ignored: 32 - 5 + 1.", "(8, 28, 28, 10)"),
        Wrong("The size is taken to stay, whatever the filter.", "(8, 32, 32, 10)"),
        Wrong("The + 1 is forgotten, or the padding counted on one side only.", "(8, 29, 29, 10)"),
        Wrong("The channels that go in, instead of those that come out.", "(8, 30, 30, 3)"),
        Wrong("Channels first.", "(8, 10, 30, 30)"),
        Wrong("The batch is left out.", "(30, 30, 10)"),
        Wrong("Channels in times channels out.", "(8, 30, 30, 30)"),
        Wrong("The number of numbers instead of the shape.", "8 * 30 * 30 * 10"),
        Wrong("The padding is added, but the filter's size is not taken off.", "(8, 34, 34, 10)"),
        Wrong(
            "A filter of 3 × 3 instead of 5 × 5: the size stays; and no channels.", "(8, 32, 32)"
        ),
    ],
    "convolution.predict_weights": [
        Wrong("One filter only.", "5 * 5 * 3"),
        Wrong("The channels that go in are forgotten.", "250"),
        Wrong("Biases are counted as well.", "5 * 5 * 3 * 10 + 10"),
        Wrong("3 × 3 instead of 5 × 5.", "270"),
        Wrong("Channels in and out are added.", "25 * 13"),
        Wrong("A filter for every place of the output: weights are shared.", "750 * 30 * 30"),
        Wrong("One side of the filter only.", "5 * 3 * 10"),
        Wrong("The batch is counted.", "8 * 750"),
        Wrong("The shape instead of the number.", "(5, 5, 3, 10)"),
    ],
    "convolution.output_size": [
        Wrong(
            "Padding on one side only.",
            """
def output_size(size, kernel_size, padding, stride):
    return (size + padding - kernel_size) // stride + 1
""",
        ),
        Wrong(
            "The + 1 is forgotten.",
            """
def output_size(size, kernel_size, padding, stride):
    return (size + 2 * padding - kernel_size) // stride
""",
        ),
        Wrong(
            "/ instead of //: places are whole numbers.",
            """
def output_size(size, kernel_size, padding, stride):
    return (size + 2 * padding - kernel_size) / stride + 1
""",
        ),
        Wrong(
            "The + 1 before the division.",
            """
def output_size(size, kernel_size, padding, stride):
    return (size + 2 * padding - kernel_size + 1) // stride
""",
        ),
        Wrong(
            "The stride is ignored.",
            """
def output_size(size, kernel_size, padding, stride):
    return size + 2 * padding - kernel_size + 1
""",
        ),
        Wrong(
            "Rounded to the nearest instead of down.",
            """
def output_size(size, kernel_size, padding, stride):
    return round((size + 2 * padding - kernel_size) / stride) + 1
""",
        ),
        Wrong(
            "Rounded up: the last window does not fit.",
            """
def output_size(size, kernel_size, padding, stride):
    return int(np.ceil((size + 2 * padding - kernel_size) / stride)) + 1
""",
        ),
        Wrong(
            "The padding has the wrong sign.",
            """
def output_size(size, kernel_size, padding, stride):
    return (size - 2 * padding - kernel_size) // stride + 1
""",
        ),
        Wrong(
            "The range ends one too early: the last place is left out.",
            """
def output_size(size, kernel_size, padding, stride):
    return len(range(0, size + 2 * padding - kernel_size, stride))
""",
        ),
        Wrong(
            "The kernel's size is forgotten.",
            """
def output_size(size, kernel_size, padding, stride):
    return (size + 2 * padding) // stride
""",
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
        ),
        Wrong(
            "The images are not summed: the result has one filter set for each image.",
            """
def filters_gradient(padded, d_out):
    k = padded.shape[1] - d_out.shape[1] + 1
    windows = np.lib.stride_tricks.sliding_window_view(padded, (k, k), axis=(1, 2))
    return np.einsum("nyxcij,nyxo->nijco", windows, d_out)
""",
        ),
        Wrong(
            "The window's axes come last: shape C × k × k × O instead of k × k × C × O.",
            """
def filters_gradient(padded, d_out):
    k = padded.shape[1] - d_out.shape[1] + 1
    windows = np.lib.stride_tricks.sliding_window_view(padded, (k, k), axis=(1, 2))
    return np.tensordot(windows, d_out, axes=([0, 1, 2], [0, 1, 2]))
""",
        ),
        Wrong(
            "The input is multiplied with d_out without an axis for the channels: no broadcast.",
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
        ),
        Wrong(
            "Not padded: the correlation of d_out itself is smaller than d_out.",
            """
def input_gradient(d_out, filters):
    k = filters.shape[0]
    windows = np.lib.stride_tricks.sliding_window_view(d_out, (k, k), axis=(1, 2))
    return np.einsum("nyxoij,ijco->nyxc", windows, filters[::-1, ::-1])
""",
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
        ),
    ],
}
