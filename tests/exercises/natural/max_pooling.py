"""Natural wrong answers to the small exercises of lesson 02, written from the statements alone."""

from .wrong import Wrong

ANSWERS = {
    "max_pooling.predict_shape": [
        Wrong("Without the zeros at the bottom and on the right.", "(5, 6, 9, 6)"),
        Wrong("Rounded up instead of down.", "(5, 7, 10, 6)"),
        Wrong("Divided by the window's size instead of the stride.", "(5, 5, 7, 6)"),
        Wrong("The size does not change.", "(5, 21, 29, 6)"),
        Wrong("The channels are pooled as well.", "(5, 7, 9, 2)"),
        Wrong("The batch is left out.", "(7, 9, 6)"),
        Wrong("Height and width are exchanged.", "(5, 9, 7, 6)"),
        Wrong("The default stride of 2.", "(5, 10, 14, 6)"),
        Wrong("The window moves by 1: 21 - 4 + 1.", "(5, 18, 26, 6)"),
        Wrong("One place too many along each axis.", "(5, 8, 10, 6)"),
        Wrong("The channels are dropped.", "(5, 7, 9)"),
    ],
    "max_pooling.predict_sum": [
        Wrong("All windows give their gradient to a pixel; zeros of the padding win some.", "3136"),
        Wrong("One channel only.", "13 * 13"),
        Wrong("One gradient for each pixel of the image.", "28 * 28 * 16"),
        Wrong("Nothing passes, because all numbers are negative (that is ReLU).", "0"),
        Wrong("The windows that the padding wins, instead of the others.", "27 * 16"),
        Wrong("The corner window is taken off twice.", "(14 * 14 - 14 - 14) * 16"),
        Wrong("The padding on one side only.", "14 * 13 * 16"),
        Wrong("Zeros on all four sides.", "12 * 12 * 16"),
        Wrong("Every pixel of a window gets its gradient.", "13 * 13 * 9 * 16"),
        Wrong("The sign: gradients of negative numbers are not negative.", "-2704"),
        Wrong("All windows, one channel.", "14 * 14"),
    ],
    "max_pooling.max_pool": [
        Wrong(
            "No zeros are added.",
            """
def max_pool(image, k, s):
    H, W = image.shape
    rows, columns = (H - k) // s + 1, (W - k) // s + 1
    out = np.zeros((rows, columns))
    for y in range(rows):
        for x in range(columns):
            out[y, x] = image[s * y : s * y + k, s * x : s * x + k].max()
    return out
""",
        ),
        Wrong(
            "No zeros are added; the last windows are simply cut off.",
            """
def max_pool(image, k, s):
    H, W = image.shape
    out = np.zeros((H // s, W // s))
    for y in range(H // s):
        for x in range(W // s):
            out[y, x] = image[s * y : s * y + k, s * x : s * x + k].max()
    return out
""",
        ),
        Wrong(
            "Zeros on all four sides.",
            """
def max_pool(image, k, s):
    padded = np.pad(image, k - s)
    H, W = image.shape
    out = np.zeros((H // s, W // s))
    for y in range(H // s):
        for x in range(W // s):
            out[y, x] = padded[s * y : s * y + k, s * x : s * x + k].max()
    return out
""",
        ),
        Wrong(
            "k - 1 zeros instead of k - s, and the size computed from the padded image.",
            """
def max_pool(image, k, s):
    padded = np.pad(image, ((0, k - 1), (0, k - 1)))
    H, W = padded.shape
    rows, columns = (H - k) // s + 1, (W - k) // s + 1
    out = np.zeros((rows, columns))
    for y in range(rows):
        for x in range(columns):
            out[y, x] = padded[s * y : s * y + k, s * x : s * x + k].max()
    return out
""",
        ),
        Wrong(
            "Padded with minus infinity instead of zeros.",
            """
def max_pool(image, k, s):
    padded = np.pad(image, ((0, k - s), (0, k - s)), constant_values=-np.inf)
    H, W = image.shape
    out = np.zeros((H // s, W // s))
    for y in range(H // s):
        for x in range(W // s):
            out[y, x] = padded[s * y : s * y + k, s * x : s * x + k].max()
    return out
""",
        ),
        Wrong(
            "3 and 2 instead of k and s.",
            """
def max_pool(image, k, s):
    padded = np.pad(image, ((0, 1), (0, 1)))
    H, W = image.shape
    out = np.zeros((H // 2, W // 2))
    for y in range(H // 2):
        for x in range(W // 2):
            out[y, x] = padded[2 * y : 2 * y + 3, 2 * x : 2 * x + 3].max()
    return out
""",
        ),
        Wrong(
            "The window is as large as the stride, not k.",
            """
def max_pool(image, k, s):
    H, W = image.shape
    out = np.zeros((H // s, W // s))
    for y in range(H // s):
        for x in range(W // s):
            out[y, x] = image[s * y : s * y + s, s * x : s * x + s].max()
    return out
""",
        ),
        Wrong(
            "The stride is forgotten where the window begins.",
            """
def max_pool(image, k, s):
    padded = np.pad(image, ((0, k - s), (0, k - s)))
    H, W = image.shape
    out = np.zeros((H // s, W // s))
    for y in range(H // s):
        for x in range(W // s):
            out[y, x] = padded[y : y + k, x : x + k].max()
    return out
""",
        ),
        Wrong(
            "The height is used for the width as well.",
            """
def max_pool(image, k, s):
    padded = np.pad(image, ((0, k - s), (0, k - s)))
    size = len(image) // s
    out = np.zeros((size, size))
    for y in range(size):
        for x in range(size):
            out[y, x] = padded[s * y : s * y + k, s * x : s * x + k].max()
    return out
""",
        ),
        Wrong(
            "The maximum along one axis: a row of numbers does not fit into one place.",
            """
def max_pool(image, k, s):
    padded = np.pad(image, ((0, k - s), (0, k - s)))
    H, W = image.shape
    out = np.zeros((H // s, W // s))
    for y in range(H // s):
        for x in range(W // s):
            out[y, x] = padded[s * y : s * y + k, s * x : s * x + k].max(axis=0)
    return out
""",
        ),
        Wrong(
            "The search begins with 0: windows of negative numbers give 0.",
            """
def max_pool(image, k, s):
    padded = np.pad(image, ((0, k - s), (0, k - s)))
    H, W = image.shape
    out = np.zeros((H // s, W // s))
    for y in range(H // s):
        for x in range(W // s):
            best = 0
            for i in range(k):
                for j in range(k):
                    if padded[s * y + i, s * x + j] > best:
                        best = padded[s * y + i, s * x + j]
            out[y, x] = best
    return out
""",
        ),
        Wrong(
            "The windows of a batch: the image has no axis for images.",
            """
def max_pool(image, k, s):
    N, H, W, C = image.shape
    padded = np.pad(image, ((0, 0), (0, k - s), (0, k - s), (0, 0)))
    out = np.zeros((N, H // s, W // s, C))
    for y in range(H // s):
        for x in range(W // s):
            out[:, y, x] = padded[:, s * y : s * y + k, s * x : s * x + k].max(axis=(1, 2))
    return out
""",
        ),
        Wrong(
            "Zeros at the top and on the left.",
            """
def max_pool(image, k, s):
    padded = np.pad(image, ((k - s, 0), (k - s, 0)))
    H, W = image.shape
    out = np.zeros((H // s, W // s))
    for y in range(H // s):
        for x in range(W // s):
            out[y, x] = padded[s * y : s * y + k, s * x : s * x + k].max()
    return out
""",
        ),
    ],
    "max_pooling.max_pool_backward": [
        Wrong(
            "At a tie, all winners get the gradient.",
            """
def max_pool_backward(image, d_out, k, s):
    H, W = image.shape
    padded = np.pad(image, ((0, k - s), (0, k - s)))
    d_padded = np.zeros(padded.shape)
    for y in range(d_out.shape[0]):
        for x in range(d_out.shape[1]):
            window = padded[s * y : s * y + k, s * x : s * x + k]
            mask = window == window.max()
            d_padded[s * y : s * y + k, s * x : s * x + k] += mask * d_out[y, x]
    return d_padded[:H, :W]
""",
        ),
        Wrong(
            "= instead of +=: a pixel that wins two windows keeps one gradient.",
            """
def max_pool_backward(image, d_out, k, s):
    H, W = image.shape
    padded = np.pad(image, ((0, k - s), (0, k - s)))
    d_padded = np.zeros(padded.shape)
    for y in range(d_out.shape[0]):
        for x in range(d_out.shape[1]):
            window = padded[s * y : s * y + k, s * x : s * x + k]
            i, j = divmod(window.argmax(), k)
            d_padded[s * y + i, s * x + j] = d_out[y, x]
    return d_padded[:H, :W]
""",
        ),
        Wrong(
            "At a tie, the last winner takes it.",
            """
def max_pool_backward(image, d_out, k, s):
    H, W = image.shape
    padded = np.pad(image, ((0, k - s), (0, k - s)))
    d_padded = np.zeros(padded.shape)
    for y in range(d_out.shape[0]):
        for x in range(d_out.shape[1]):
            best, where = -np.inf, None
            for i in range(k):
                for j in range(k):
                    if padded[s * y + i, s * x + j] >= best:
                        best, where = padded[s * y + i, s * x + j], (s * y + i, s * x + j)
            d_padded[where] += d_out[y, x]
    return d_padded[:H, :W]
""",
        ),
        Wrong(
            "The padding is not cut off again.",
            """
def max_pool_backward(image, d_out, k, s):
    padded = np.pad(image, ((0, k - s), (0, k - s)))
    d_padded = np.zeros(padded.shape)
    for y in range(d_out.shape[0]):
        for x in range(d_out.shape[1]):
            window = padded[s * y : s * y + k, s * x : s * x + k]
            i, j = divmod(window.argmax(), k)
            d_padded[s * y + i, s * x + j] += d_out[y, x]
    return d_padded
""",
        ),
        Wrong(
            "divmod by the image's width instead of the window's: the index runs out of the array "
            "or points elsewhere.",
            """
def max_pool_backward(image, d_out, k, s):
    H, W = image.shape
    padded = np.pad(image, ((0, k - s), (0, k - s)))
    d_padded = np.zeros(padded.shape)
    for y in range(d_out.shape[0]):
        for x in range(d_out.shape[1]):
            window = padded[s * y : s * y + k, s * x : s * x + k]
            i, j = divmod(window.argmax(), W)
            d_padded[s * y + i, s * x + j] += d_out[y, x]
    return d_padded[:H, :W]
""",
        ),
        Wrong(
            "divmod by the stride instead of the window's size.",
            """
def max_pool_backward(image, d_out, k, s):
    H, W = image.shape
    padded = np.pad(image, ((0, k - s), (0, k - s)))
    d_padded = np.zeros(padded.shape)
    for y in range(d_out.shape[0]):
        for x in range(d_out.shape[1]):
            window = padded[s * y : s * y + k, s * x : s * x + k]
            i, j = divmod(window.argmax(), s)
            d_padded[s * y + i, s * x + j] += d_out[y, x]
    return d_padded[:H, :W]
""",
        ),
        Wrong(
            "The place inside the window is used as the place in the image.",
            """
def max_pool_backward(image, d_out, k, s):
    H, W = image.shape
    padded = np.pad(image, ((0, k - s), (0, k - s)))
    d_padded = np.zeros(padded.shape)
    for y in range(d_out.shape[0]):
        for x in range(d_out.shape[1]):
            window = padded[s * y : s * y + k, s * x : s * x + k]
            i, j = np.unravel_index(window.argmax(), window.shape)
            d_padded[i, j] += d_out[y, x]
    return d_padded[:H, :W]
""",
        ),
        Wrong(
            "argmax counts along the whole window: it is one number, not a row and a column.",
            """
def max_pool_backward(image, d_out, k, s):
    H, W = image.shape
    padded = np.pad(image, ((0, k - s), (0, k - s)))
    d_padded = np.zeros(padded.shape)
    for y in range(d_out.shape[0]):
        for x in range(d_out.shape[1]):
            window = padded[s * y : s * y + k, s * x : s * x + k]
            i, j = window.argmax()
            d_padded[s * y + i, s * x + j] += d_out[y, x]
    return d_padded[:H, :W]
""",
        ),
        Wrong(
            "No zeros are added: where they win, a pixel of the edge gets a gradient.",
            """
def max_pool_backward(image, d_out, k, s):
    d_image = np.zeros(image.shape)
    for y in range(d_out.shape[0]):
        for x in range(d_out.shape[1]):
            window = image[s * y : s * y + k, s * x : s * x + k]
            i, j = np.unravel_index(window.argmax(), window.shape)
            d_image[s * y + i, s * x + j] += d_out[y, x]
    return d_image
""",
        ),
        Wrong(
            "The gradient array has the image's size: where the padding wins, the index is out.",
            """
def max_pool_backward(image, d_out, k, s):
    padded = np.pad(image, ((0, k - s), (0, k - s)))
    d_image = np.zeros(image.shape)
    for y in range(d_out.shape[0]):
        for x in range(d_out.shape[1]):
            window = padded[s * y : s * y + k, s * x : s * x + k]
            i, j = np.unravel_index(window.argmax(), window.shape)
            d_image[s * y + i, s * x + j] += d_out[y, x]
    return d_image
""",
        ),
        Wrong(
            "Every pixel of the window gets the gradient.",
            """
def max_pool_backward(image, d_out, k, s):
    H, W = image.shape
    d_padded = np.zeros((H + k - s, W + k - s))
    for y in range(d_out.shape[0]):
        for x in range(d_out.shape[1]):
            d_padded[s * y : s * y + k, s * x : s * x + k] += d_out[y, x]
    return d_padded[:H, :W]
""",
        ),
        Wrong(
            "The gradient is multiplied by the maximum: the slope is 1.",
            """
def max_pool_backward(image, d_out, k, s):
    H, W = image.shape
    padded = np.pad(image, ((0, k - s), (0, k - s)))
    d_padded = np.zeros(padded.shape)
    for y in range(d_out.shape[0]):
        for x in range(d_out.shape[1]):
            window = padded[s * y : s * y + k, s * x : s * x + k]
            i, j = divmod(window.argmax(), k)
            d_padded[s * y + i, s * x + j] += d_out[y, x] * window.max()
    return d_padded[:H, :W]
""",
        ),
        Wrong(
            "Tied winners share the gradient.",
            """
def max_pool_backward(image, d_out, k, s):
    H, W = image.shape
    padded = np.pad(image, ((0, k - s), (0, k - s)))
    d_padded = np.zeros(padded.shape)
    for y in range(d_out.shape[0]):
        for x in range(d_out.shape[1]):
            window = padded[s * y : s * y + k, s * x : s * x + k]
            mask = window == window.max()
            d_padded[s * y : s * y + k, s * x : s * x + k] += mask / mask.sum() * d_out[y, x]
    return d_padded[:H, :W]
""",
        ),
    ],
    "max_pooling.average_pool_backward": [
        Wrong(
            "Not divided by the k² pixels of the window.",
            """
def average_pool_backward(d_out, k, s, height, width):
    d_image = np.zeros((height, width))
    for y in range(d_out.shape[0]):
        for x in range(d_out.shape[1]):
            d_image[s * y : s * y + k, s * x : s * x + k] += d_out[y, x]
    return d_image
""",
        ),
        Wrong(
            "Divided by k instead of k².",
            """
def average_pool_backward(d_out, k, s, height, width):
    d_image = np.zeros((height, width))
    for y in range(d_out.shape[0]):
        for x in range(d_out.shape[1]):
            d_image[s * y : s * y + k, s * x : s * x + k] += d_out[y, x] / k
    return d_image
""",
        ),
        Wrong(
            "= instead of +=: windows that overlap overwrite each other.",
            """
def average_pool_backward(d_out, k, s, height, width):
    d_image = np.zeros((height, width))
    for y in range(d_out.shape[0]):
        for x in range(d_out.shape[1]):
            d_image[s * y : s * y + k, s * x : s * x + k] = d_out[y, x] / k**2
    return d_image
""",
        ),
        Wrong(
            "The stride is forgotten.",
            """
def average_pool_backward(d_out, k, s, height, width):
    d_image = np.zeros((height, width))
    for y in range(d_out.shape[0]):
        for x in range(d_out.shape[1]):
            d_image[y : y + k, x : x + k] += d_out[y, x] / k**2
    return d_image
""",
        ),
        Wrong(
            "Height and width are exchanged.",
            """
def average_pool_backward(d_out, k, s, height, width):
    d_image = np.zeros((width, height))
    for y in range(d_out.shape[0]):
        for x in range(d_out.shape[1]):
            d_image[s * y : s * y + k, s * x : s * x + k] += d_out[y, x] / k**2
    return d_image
""",
        ),
        Wrong(
            "Divided by s² instead of k².",
            """
def average_pool_backward(d_out, k, s, height, width):
    d_image = np.zeros((height, width))
    for y in range(d_out.shape[0]):
        for x in range(d_out.shape[1]):
            d_image[s * y : s * y + k, s * x : s * x + k] += d_out[y, x] / s**2
    return d_image
""",
        ),
        Wrong(
            "Numbers are repeated, as if windows never overlapped (k = s).",
            """
def average_pool_backward(d_out, k, s, height, width):
    return np.repeat(np.repeat(d_out, k, axis=0), k, axis=1) / k**2
""",
        ),
        Wrong(
            "Only the window's first pixel gets the gradient.",
            """
def average_pool_backward(d_out, k, s, height, width):
    d_image = np.zeros((height, width))
    for y in range(d_out.shape[0]):
        for x in range(d_out.shape[1]):
            d_image[s * y, s * x] += d_out[y, x] / k**2
    return d_image
""",
        ),
        Wrong(
            "The image's size is guessed from d_out instead of taken from height and width.",
            """
def average_pool_backward(d_out, k, s, height, width):
    H, W = d_out.shape
    d_image = np.zeros((H * s, W * s))
    for y in range(H):
        for x in range(W):
            d_image[s * y : s * y + k, s * x : s * x + k] += d_out[y, x] / k**2
    return d_image
""",
        ),
        Wrong(
            "Divided by the number of windows instead of the pixels in a window.",
            """
def average_pool_backward(d_out, k, s, height, width):
    d_image = np.zeros((height, width))
    for y in range(d_out.shape[0]):
        for x in range(d_out.shape[1]):
            d_image[s * y : s * y + k, s * x : s * x + k] += d_out[y, x] / d_out.size
    return d_image
""",
        ),
        Wrong(
            "The loops run over the image instead of d_out: the index runs out.",
            """
def average_pool_backward(d_out, k, s, height, width):
    d_image = np.zeros((height, width))
    for y in range(height):
        for x in range(width):
            d_image[s * y : s * y + k, s * x : s * x + k] += d_out[y, x] / k**2
    return d_image
""",
        ),
    ],
    "max_pooling.collect": [
        Wrong(
            "The program as it was.",
            """
def collect(winners, d_out, size):
    d_x = np.zeros(size)
    d_x[winners] += d_out
    return d_x
""",
        ),
        Wrong(
            "+= is only written out: every pixel is still written once.",
            """
def collect(winners, d_out, size):
    d_x = np.zeros(size)
    d_x[winners] = d_x[winners] + d_out
    return d_x
""",
        ),
        Wrong(
            "= instead of +=.",
            """
def collect(winners, d_out, size):
    d_x = np.zeros(size)
    for window, winner in enumerate(winners):
        d_x[winner] = d_out[window]
    return d_x
""",
        ),
        Wrong(
            "d_out is asked for the pixel's gradient instead of the window's.",
            """
def collect(winners, d_out, size):
    d_x = np.zeros(size)
    for winner in winners:
        d_x[winner] += d_out[winner]
    return d_x
""",
        ),
        Wrong(
            "The window's number is used for the pixel.",
            """
def collect(winners, d_out, size):
    d_x = np.zeros(size)
    for i in range(len(winners)):
        d_x[i] += d_out[i]
    return d_x
""",
        ),
        Wrong(
            "np.add.at works in place and returns None.",
            """
def collect(winners, d_out, size):
    d_x = np.zeros(size)
    return np.add.at(d_x, winners, d_out)
""",
        ),
        Wrong(
            "bincount without minlength: the result ends at the last winner.",
            """
def collect(winners, d_out, size):
    return np.bincount(winners, weights=d_out)
""",
        ),
        Wrong(
            "The victories are counted, the gradients left out.",
            """
def collect(winners, d_out, size):
    return np.bincount(winners, minlength=size)
""",
        ),
        Wrong(
            "In each turn of the loop all winners get the gradient.",
            """
def collect(winners, d_out, size):
    d_x = np.zeros(size)
    for i in range(len(winners)):
        d_x[winners] += d_out[i]
    return d_x
""",
        ),
        Wrong(
            "The mean of a winner's gradients instead of their sum.",
            """
def collect(winners, d_out, size):
    d_x = np.zeros(size)
    for pixel in set(winners.tolist()):
        d_x[pixel] = d_out[winners == pixel].mean()
    return d_x
""",
        ),
    ],
}
