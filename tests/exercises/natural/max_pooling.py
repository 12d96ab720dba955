"""Natural wrong answers to the small exercises of lesson 02, written from the statements."""

from .wrong import Wrong

ANSWERS = {
    "max_pooling.predict_shape": [
        Wrong(
            "Without the zeros at the bottom and on the right.",
            "(5, 6, 9, 6)",
            "That is without the zeros at the bottom and on the right. With them",
        ),
        Wrong(
            "Rounded up instead of down.",
            "(5, 7, 10, 6)",
            "You round up. The last step, which doesn't fit any more, isn't taken.",
        ),
        Wrong(
            "Divided by the window's size instead of the stride.",
            "(5, 5, 7, 6)",
            "You divide by the size of the window; what counts is how far it steps.",
        ),
        Wrong(
            "The size does not change.",
            "(5, 21, 29, 6)",
            "A window that moves in steps of 3 has about a third as many places: the",
        ),
        Wrong(
            "The channels are pooled as well.",
            "(5, 7, 9, 2)",
            "Each channel is pooled by itself: their number stays.",
        ),
        Wrong(
            "The batch is left out.",
            "(7, 9, 6)",
            "That is the output for one picture. The batch comes first.",
        ),
        Wrong(
            "Height and width are exchanged.",
            "(5, 9, 7, 6)",
            "Height and width are exchanged: the picture is 21 high and 29 wide.",
        ),
        Wrong(
            "The default stride of 2.",
            "(5, 10, 14, 6)",
            "That is for steps of 2, the default. Here the window moves in steps of",
        ),
        Wrong(
            "The window moves by 1: 21 - 4 + 1.",
            "(5, 18, 26, 6)",
            "Those are the places in steps of one. The window moves in steps of 3.",
        ),
        Wrong(
            "One place too many along each axis.",
            "(5, 8, 10, 6)",
            "One too many: with the zeros there are 22 and 30 pixels, and the first",
        ),
        Wrong(
            "The channels are dropped.",
            "(5, 7, 9)",
            "The answer should be 4 numbers in brackets; yours is (5, 7, 9). These",
        ),
    ],
    "max_pooling.predict_sum": [
        Wrong(
            "All windows give their gradient to a pixel; zeros of the padding win some.",
            "3136",
            "That much would come back if every window had its winner inside the",
        ),
        Wrong(
            "One channel only.",
            "13 * 13",
            "That is one channel. Each of the 16 is pooled by itself.",
        ),
        Wrong(
            "One gradient for each pixel of the image.",
            "28 * 28 * 16",
            "Not every pixel gets a gradient, only the winners do.",
        ),
        Wrong(
            "Nothing passes, because all numbers are negative (that is ReLU).",
            "0",
            "Inside the image, -1 wins against eight others. Only beside the padding",
        ),
        Wrong(
            "The windows that the padding wins, instead of the others.",
            "27 * 16",
            "Those are the gradients that are lost. What is left?",
        ),
        Wrong(
            "The corner window is taken off twice.",
            "(14 * 14 - 14 - 14) * 16",
            "The window in the corner belongs to the last row and to the last",
        ),
        Wrong(
            "The padding on one side only.",
            "14 * 13 * 16",
            "You are close: the padding wins in the last row and in the last column.",
        ),
        Wrong(
            "Zeros on all four sides.",
            "12 * 12 * 16",
            "Only one row and one column of windows touch the padding, not those on",
        ),
        Wrong(
            "Every pixel of a window gets its gradient.",
            "13 * 13 * 9 * 16",
            "All nine are tied, but only the first one gets the gradient.",
        ),
        Wrong(
            "The sign: gradients of negative numbers are not negative.",
            "-2704",
            "The number is right, the sign isn't: the gradient is handed on as it",
        ),
        Wrong(
            "All windows, one channel.",
            "14 * 14",
            "That is one channel, and in some of its windows a zero of the padding",
        ),
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
            "The zeros are missing: without them there are windows for which nothing",
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
            "Your padding never wins, or there is none. Here it is zeros, as in the",
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
            "Your windows begin among zeros, above and left of the image. The zeros",
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
            "You have a window too many: the size is rounded up, or more than k - s",
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
            "Your padding never wins, or there is none. Here it is zeros, as in the",
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
            "This is right for 3 × 3 windows and steps of 2 only: use k and s.",
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
            "Your windows are s × s, not k × k: neighbours don't overlap any more.",
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
            "Window (y, x) begins at (y, x) in yours: the stride is missing, s·y and",
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
            "Your result is as long along axis 1 as along axis 0. Is height used",
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
            "The place on the left takes one number, and what you put in is an",
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
            "Your maximum starts at 0, so that negative numbers never win: start",
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
            "image has 2 axes, (4, 4); on the left there are 4 names.",
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
            "Your windows begin among zeros, above and left of the image. The zeros",
        ),
        Wrong(
            "argmax instead of max.",
            """
def max_pool(image, k, s):
    H, W = image.shape
    padded = np.pad(image, ((0, k - s), (0, k - s)))
    out = np.zeros((H // s, W // s))
    for i in range(H // s):
        for j in range(W // s):
            out[i, j] = padded[i * s : i * s + k, j * s : j * s + k].argmax()
    return out
""",
            "That is where the largest number stands, counted inside the window, not",
        ),
        Wrong(
            "The window ends at k, not at s·y + k.",
            """
def max_pool(image, k, s):
    H, W = image.shape
    padded = np.pad(image, ((0, k - s), (0, k - s)))
    out = np.zeros((H // s, W // s))
    for i in range(H // s):
        for j in range(W // s):
            out[i, j] = padded[i * s : k, j * s : k].max()
    return out
""",
            "Nothing is in this slice: it ends before it begins, or lies beyond the",
        ),
        Wrong(
            "Rounded up.",
            """
def max_pool(image, k, s):
    H, W = image.shape
    padded = np.pad(image, ((0, k), (0, k)))
    rows, cols = -(-H // s), -(-W // s)
    out = np.zeros((rows, cols))
    for i in range(rows):
        for j in range(cols):
            out[i, j] = padded[i * s : i * s + k, j * s : j * s + k].max()
    return out
""",
            "You have a window too many: the size is rounded up, or more than k - s",
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
            "At a tie you give the whole gradient to every winner. Together they",
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
            "You overwrite: a pixel that wins in several windows gets the sum of",
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
            "At a tie, your last winner takes it (>= instead of >): it is the first.",
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
            "The padding is still there: cut the result to the size of the image.",
        ),
        Wrong(
            "divmod by the image's width instead of the window's: the index runs out of the "
            "array or points elsewhere.",
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
            "divmod by the image's width: the window is k wide, and argmax counts",
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
            "divmod by the stride: the window is k wide, and argmax counts inside",
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
            "Your (i, j) are a place inside the window. In the image it is (s·y + i",
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
            "argmax counts along the whole array, row by row, and returns one",
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
            "You leave the padding out of the comparison. A zero of the padding may",
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
            "A zero of the padding may win, beyond the image's edge: the gradients",
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
            "Every pixel of a window gets its gradient in yours: only the winner",
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
            "That is the winner's value times the gradient. The derivative of max",
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
            "You share ties equally. That is a subgradient, too, but here the",
        ),
        Wrong(
            "Whole numbers: zeros_like of an int image.",
            """
def max_pool_backward(image, d_out, k, s):
    H, W = image.shape
    padded = np.pad(image, ((0, k - s), (0, k - s)))
    d = np.zeros(padded.shape, dtype=int)
    for y in range(d_out.shape[0]):
        for x in range(d_out.shape[1]):
            i, j = divmod(padded[s * y : s * y + k, s * x : s * x + k].argmax(), k)
            d[s * y + i, s * x + j] += d_out[y, x]
    return d[:H, :W]
""",
            "Your numbers are cut to whole ones: np.zeros(shape) has room for",
        ),
        Wrong(
            "The winner gets 1, not d_out.",
            """
def max_pool_backward(image, d_out, k, s):
    H, W = image.shape
    padded = np.pad(image, ((0, k - s), (0, k - s)))
    d = np.zeros(padded.shape)
    for y in range(d_out.shape[0]):
        for x in range(d_out.shape[1]):
            i, j = divmod(padded[s * y : s * y + k, s * x : s * x + k].argmax(), k)
            d[s * y + i, s * x + j] += 1
    return d[:H, :W]
""",
            "You count how often a pixel wins, but you hand out 1 in place of",
        ),
        Wrong(
            "i and j are exchanged.",
            """
def max_pool_backward(image, d_out, k, s):
    H, W = image.shape
    padded = np.pad(image, ((0, k - s), (0, k - s)))
    d = np.zeros(padded.shape)
    for y in range(d_out.shape[0]):
        for x in range(d_out.shape[1]):
            j, i = divmod(padded[s * y : s * y + k, s * x : s * x + k].argmax(), k)
            d[s * y + i, s * x + j] += d_out[y, x]
    return d[:H, :W]
""",
            "Row and column inside the window are exchanged: argmax counts row by",
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
            "Every pixel gets the whole gradient in yours. A mean of k·k numbers",
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
            "You divide by k. The window has k·k pixels.",
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
            "You overwrite where windows overlap: their shares add up (+=).",
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
            "Window (y, x) begins at pixel (s·y, s·x): the stride is missing.",
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
            "The shape has the right sizes in another order. Is height used for",
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
            "You divide by s². The mean is over the window, k·k pixels.",
        ),
        Wrong(
            "Numbers are repeated, as if windows never overlapped (k = s).",
            """
def average_pool_backward(d_out, k, s, height, width):
    return np.repeat(np.repeat(d_out, k, axis=0), k, axis=1) / k**2
""",
            "Your windows stand side by side, k apart. They begin s apart, and",
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
            "Only the first pixel of each window gets its share. All k·k of them do.",
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
            "The image's size can't be told from d_out: begin with zeros of height ×",
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
            "You divide by the number of windows. A mean divides by the numbers of",
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
            "The loops run over the pixels. They should run over the windows, the",
        ),
        Wrong(
            "Divided by k + k instead of k · k.",
            """
def average_pool_backward(d_out, k, s, height, width):
    d = np.zeros((height, width))
    for y in range(d_out.shape[0]):
        for x in range(d_out.shape[1]):
            d[s * y : s * y + k, s * x : s * x + k] += d_out[y, x] / (k + k)
    return d
""",
            "You divide by 2k. The window has k·k pixels: k**2.",
        ),
        Wrong(
            "Divided by the image's pixels.",
            """
def average_pool_backward(d_out, k, s, height, width):
    d = np.zeros((height, width))
    for y in range(d_out.shape[0]):
        for x in range(d_out.shape[1]):
            d[s * y : s * y + k, s * x : s * x + k] += d_out[y, x] / (height * width)
    return d
""",
            "You divide by the pixels of the image. A mean divides by those of its",
        ),
        Wrong(
            "Only one of the two axes is spread.",
            """
def average_pool_backward(d_out, k, s, height, width):
    d = np.zeros((height, width))
    for y in range(d_out.shape[0]):
        for x in range(d_out.shape[1]):
            d[s * y : s * y + k, s * x] += d_out[y, x] / k**2
    return d
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
            "Of a pixel that wins twice, only the last gradient stays. In a loop",
        ),
        Wrong(
            "+= is only written out: every pixel is still written once.",
            """
def collect(winners, d_out, size):
    d_x = np.zeros(size)
    d_x[winners] = d_x[winners] + d_out
    return d_x
""",
            "Of a pixel that wins twice, only the last gradient stays. In a loop",
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
            "Of a pixel that wins twice, only the last gradient stays. In a loop",
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
            "You take d_out by pixel. It is counted by window: window 0 gives",
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
            "In yours, window i gives to pixel i. It gives to its winner, pixel",
        ),
        Wrong(
            "np.add.at works in place and returns None.",
            """
def collect(winners, d_out, size):
    d_x = np.zeros(size)
    return np.add.at(d_x, winners, d_out)
""",
            "It returns nothing (None). np.add.at changes its array in place and",
        ),
        Wrong(
            "bincount without minlength: the result ends at the last winner.",
            """
def collect(winners, d_out, size):
    return np.bincount(winners, weights=d_out)
""",
            "It ends at the last pixel that has won: the result needs `size` entries.",
        ),
        Wrong(
            "The victories are counted, the gradients left out.",
            """
def collect(winners, d_out, size):
    return np.bincount(winners, minlength=size)
""",
            "That counts how often each pixel wins. Its gradients should be added up.",
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
            "In each turn all winners get d_out[i]. Window i has one winner, pixel",
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
            "You take the mean of a pixel's gradients. The chain rule takes their",
        ),
        Wrong(
            "Winners that appear several times are counted and multiplied.",
            """
def collect(winners, d_out, size):
    d_x = np.zeros(size)
    d_x[winners] += d_out
    return d_x * np.bincount(winners, minlength=size)
""",
            "You multiply the last gradient by the number of wins. Add up all of",
        ),
        Wrong(
            "np.add.at with the arguments exchanged.",
            """
def collect(winners, d_out, size):
    d_x = np.zeros(size)
    np.add.at(d_x, d_out, winners)
    return d_x
""",
        ),
        Wrong(
            "The loop's list is as long as the windows.",
            """
def collect(winners, d_out, size):
    d_x = np.zeros(len(winners))
    for winner, d in zip(winners, d_out):
        d_x[winner] += d
    return d_x
""",
        ),
    ],
}
