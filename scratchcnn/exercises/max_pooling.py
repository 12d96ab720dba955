"""Lesson 02: max pooling."""

import numpy as np

from .cases import decimals
from .classes.max_pooling import layer  # noqa: F401
from .predict import Predict
from .write import write

predict_shape = Predict(
    "What is the shape of the output of MaxPooling(size=4, stride=3) for a batch of 5 pictures of "
    "21 × 29 × 6? Put it in place of the dots, as a tuple.",
    right=(5, 7, 9, 6),
    wrong=[
        (
            (5, 6, 9, 6),
            "That is without the zeros at the bottom and on the right. With them, the last rows "
            "get a window, too.",
        ),
        ((5, 7, 10, 6), "You round up. The last step, which doesn't fit any more, isn't taken."),
        ((5, 6, 8, 6), "The place that the first window starts from counts, too: one is missing."),
        ((5, 18, 26, 6), "Those are the places in steps of one. The window moves in steps of 3."),
        ((5, 5, 7, 6), "You divide by the size of the window; what counts is how far it steps."),
        ((5, 7, 9, 1), "Each channel is pooled by itself: none of them is lost."),
        ((5, 7, 29 / 3, 6), "A width is a whole number: the last step doesn't fit, so round down."),
        ((5, 9, 7, 6), "Height and width are exchanged: the picture is 21 high and 29 wide."),
        ((6, 7, 9, 5), "Batch and channels are exchanged: N stands first, C last."),
        (
            (
                5,
                8,
                10,
                6,
            ),
            "One too many: with the zeros there are 22 and 30 pixels, and the first window needs 4 "
            "of them. How many steps of 3 are left?",
        ),
        ((7, 9, 6), "That is the output for one picture. The batch comes first."),
        ((5, 6, 7, 9), "The numbers are right, but here the channels stand last."),
        (
            (5, 21, 29, 6),
            "A window that moves in steps of 3 has about a third as many places: the size changes.",
        ),
        ((5, 7, 9, 2), "Each channel is pooled by itself: their number stays."),
        (
            (5, 10, 14, 6),
            "That is for steps of 2, the default. Here the window moves in steps of 3.",
        ),
    ],
    hint="size - stride zeros are added at one end. How many windows fit, in steps of `stride`?",
    tolerance=0.004,
)

predict_sum = Predict(
    "An image of 28 × 28 × 16, and all its numbers are -1. Every output of MaxPooling() gets the "
    "gradient 1. What is the sum of the gradient that comes back to the image?",
    right=16 * 13 * 13,
    wrong=[
        (
            16 * 14 * 14,
            "That much would come back if every window had its winner inside the image. Which "
            "windows contain zeros of the padding, and who wins there?",
        ),
        (
            16 * (14 * 14 - 28),
            "The window in the corner belongs to the last row and to the last column, but it is "
            "lost only once.",
        ),
        (16 * 13 * 14, "You are close: the padding wins in the last row and in the last column."),
        (13 * 13, "That is one channel. Each of the 16 is pooled by itself."),
        (14 * 14, "That is one channel, and in some of its windows a zero of the padding wins."),
        (16 * 28 * 28, "Not every pixel gets a gradient, only the winners do."),
        (
            0,
            "Inside the image, -1 wins against eight others. Only beside the padding does it lose.",
        ),
        (
            -16 * 13 * 13,
            "The number is right, the sign isn't: the gradient is handed on as it is, and the "
            "values -1 only decide who wins.",
        ),
        (
            -16 * 14 * 14,
            "You add up values: each is -1. What is asked for are gradients: each is 1. And in "
            "some windows a zero of the padding wins.",
        ),
        (
            27,
            "Those are the windows of one channel whose gradient is lost. What is left, in all 16?",
        ),
        (
            16 * 12 * 12,
            "Only one row and one column of windows touch the padding, not those on all four "
            "sides.",
        ),
        (16 * 27, "Those are the gradients that are lost. What is left?"),
        (9 * 16 * 13 * 13, "All nine are tied, but only the first one gets the gradient."),
    ],
    hint="Count the windows for each channel, and think of those that contain zeros.",
)


def images_to_pool(rng):
    """Cases (image, k, s): small, then with negative numbers, ties, and all kinds of windows."""
    first = np.array([[1.0, 3, 2, 0], [0, 1, 5, 7], [6, 2, 4, 1], [3, 4, 1, 2]])
    cases = [(first, 3, 2), (first - 8, 3, 2), (first, 2, 2)]
    for k, s, height, width in [(3, 2, 7, 10), (2, 1, 4, 5), (4, 3, 9, 11), (5, 2, 8, 6)]:
        cases.append((rng.integers(-9, 10, (height, width)).astype(float), k, s))
    return [*cases, (cases[0][0] + 0.5, 3, 2), (cases[3][0] / 4, 3, 2)]  # fractions


def padded_with(value, image, k, s):
    return np.pad(image, (0, k - s), constant_values=value)


def windows_of(padded, k, s, height, width):
    """Every window as an array, with its place: ((y, x), window)."""
    for y, x in np.ndindex(height // s, width // s):
        yield (y, x), padded[s * y : s * y + k, s * x : s * x + k]


def pool(image, k, s, padded=None, reduce=np.max):
    """The image pooled; a padding and a reduction of one's own make it wrong."""
    padded = padded_with(0, image, k, s) if padded is None else padded
    out = np.zeros((image.shape[0] // s, image.shape[1] // s))
    for place, window in windows_of(padded, k, s, *image.shape):
        out[place] = reduce(window) if window.size else 0
    return out


@write(
    cases=images_to_pool,
    hints=[
        'Section "Forward": window (y, x) begins at pixel (s·y, s·x). Section "One row of zeros, '
        'and only at the bottom" says what is added before, and how many windows there are.',
        "Three things: the image with k - s more zeros at the bottom and on the right; an `out` "
        "of H // s × W // s; and for each of its places the maximum of a window.",
        "np.pad(image, (before, after)) does the same to both axes: none before, and how many "
        "after? The window of (y, x) is a slice: k rows from s·y on, k columns from s·x on.",
    ],
)
def max_pool(image, k, s):
    """Write max_pool(image, k, s): H × W to (H // s) × (W // s), zeros at the bottom and right."""
    return pool(image, k, s)


max_pool.wrong(
    "Your padding never wins, or there is none. Here it is zeros, as in the original: in a window"
    " of "
    "negative numbers, a zero of the padding is the largest.",
    lambda image, k, s: pool(image, k, s, padded_with(-np.inf, image, k, s)),
    "That is the smallest number of each window: max, not min.",
    lambda image, k, s: pool(image, k, s, reduce=np.min),
    "That is where the largest number stands, counted inside the window, not the number.",
    lambda image, k, s: pool(image, k, s, reduce=np.argmax),
    "Your windows begin among zeros, above and left of the image. The zeros are added on the "
    "bottom and on the right only.",
    lambda image, k, s: pool(image, k, s, np.pad(image, (k - s, 0))),
    "Your windows are s × s, not k × k: neighbours don't overlap any more.",
    lambda image, k, s: pool(image, s, s),
    "This is right for 3 × 3 windows and steps of 2 only: use k and s.",
    lambda image, k, s: pool(image, 3, 2),
    "That keeps the first pixel of each window. Which of them is the largest?",
    lambda image, k, s: pool(image, k, s, reduce=lambda window: window[0, 0]),
    "That is the mean of each window, not its largest number.",
    lambda image, k, s: pool(image, k, s, reduce=np.mean),
    "You take the largest absolute value: -9 is smaller than 1, however large it looks.",
    lambda image, k, s: pool(image, k, s, reduce=lambda window: np.abs(window).max()),
    "Your maximum starts at 0, so that negative numbers never win: start with -np.inf.",
    lambda image, k, s: np.maximum(pool(image, k, s, padded_with(-np.inf, image, k, s)), 0),
)


def one_more_window(image, k, s):
    """Places of windows, where a last one that doesn't fit is begun all the same."""
    padded = padded_with(0, image, k, s)
    height, width = (-(-size // s) for size in image.shape)
    for y, x in np.ndindex(height, width):
        yield (y, x), padded[s * y : s * y + k, s * x : s * x + k]


@max_pool.wrong(
    "You have a window too many: the size is rounded up, or more than k - s zeros are added. It "
    "is H "
    "// s, rounded down."
)
def _(image, k, s):
    windows = dict(one_more_window(image, k, s))
    out = np.zeros(np.add(max(windows), 1))
    for place, window in windows.items():
        out[place] = window.max()
    return out


@max_pool.wrong(
    "Your result has a row or a column that is never filled: its shape is (H // s, W // s)."
)
def _(image, k, s):
    out = np.zeros([-(-size // s) for size in image.shape])
    right = pool(image, k, s)
    out[: len(right), : right.shape[1]] = right
    return out


@max_pool.wrong("The zeros are missing: without them there are windows for which nothing is left.")
def _(image, k, s):
    height, width = ((size - k) // s + 1 for size in image.shape)
    return pool(image, k, s, image)[:height, :width]


@max_pool.wrong("You add zeros on all four sides. They belong to the bottom and the right only.")
def _(image, k, s):
    padded = np.pad(image, k - s)
    height, width = ((size - k) // s + 1 for size in padded.shape)
    return pool(np.zeros((height * s, width * s)), k, s, padded)


@max_pool.wrong("Window (y, x) begins at (y, x) in yours: the stride is missing, s·y and s·x.")
def _(image, k, s):
    height, width = (size // s for size in image.shape)
    return pool(np.zeros((height, width)), k, 1, padded_with(0, image, k, s))


@max_pool.wrong("Your windows move by one pixel, so there are too many: the step is s.")
def _(image, k, s):
    padded = padded_with(0, image, k, s)
    height, width = (size - k + 1 for size in padded.shape)
    return pool(padded[:height, :width], k, 1, padded)


def images_and_gradients(rng):
    """Cases (image, d_out, k, s): one shared winner; ties; a padding that wins; all windows."""
    first = np.array([[1.0, 3, 2, 0], [0, 1, 5, 7], [6, 2, 8, 1], [3, 4, 1, 2]])
    d_out = np.array([[1.0, 2], [3, 4]])
    cases = [(first, d_out, 3, 2), (np.minimum(first, 4), d_out, 3, 2), (first - 9, d_out, 3, 2)]
    for k, s, height, width in [(3, 2, 7, 10), (2, 2, 4, 6), (2, 1, 4, 5), (4, 3, 9, 11)]:
        image = rng.integers(-2, 3, (height, width)).astype(float)  # few values: many ties
        cases.append((image, rng.integers(1, 9, (height // s, width // s)).astype(float), k, s))
    return [*cases, (first, d_out + 0.3, 3, 2)]  # fractions


def hand_out(image, d_out, k, s, share, add=True):
    """dL/dimage: each window's gradient times share(window), added up or written over."""
    return of_the_image(hand_out_padded(image, d_out, k, s, share, add), image)


def hand_out_padded(image, d_out, k, s, share, add=True):
    """The same with the padding."""
    padded = padded_with(0, image, k, s)
    d_padded = np.zeros(padded.shape)
    for (y, x), window in windows_of(padded, k, s, *image.shape):
        shares = share(window)
        d_window = d_padded[s * y : s * y + k, s * x : s * x + k]
        d_window[...] = np.where(shares > 0, shares * d_out[y, x] + add * d_window, d_window)
    return d_padded


def hand_to_place(image, d_out, k, s, place, padding=0):
    """dL/dimage: the gradient of window (y, x) at place(y, x, i, j), with its winner at (i, j)."""
    padded = padded_with(padding, image, k, s)
    d_padded = np.zeros(padded.shape)
    for (y, x), window in windows_of(padded, k, s, *image.shape):
        d_padded[place(y, x, *divmod(window.argmax(), k))] += d_out[y, x]
    return of_the_image(d_padded, image)


def found_with(image, d_out, k, s, width, room=None):
    """dL/dimage, with the winner's row and column by divmod(…, width); room: of the gradients."""
    padded = padded_with(0, image, k, s)
    d_padded = np.zeros(room or padded.shape)
    for (y, x), window in windows_of(padded, k, s, *image.shape):
        i, j = divmod(window.argmax(), width)
        d_padded[s * y + i, s * x + j] += d_out[y, x]
    return of_the_image(d_padded, image)


def of_the_image(d_padded, image):
    return d_padded[: image.shape[0], : image.shape[1]]


def first_winner(window):
    return (np.arange(window.size) == window.argmax()).reshape(window.shape) * 1.0


def last_winner(window):
    return first_winner(window[::-1, ::-1])[::-1, ::-1]


def first_by_columns(window):
    return first_winner(window.T).T


def all_winners(window):
    return (window == window.max()) * 1.0


def equal_shares(window):
    wins = window == window.max()
    return wins / wins.sum()


@write(
    cases=images_and_gradients,
    hints=[
        'Section "Backward: to the winner goes the gradient": each window hands its whole '
        "gradient to its winner; a pixel that wins several windows gets the sum.",
        "Pad as on the way forward, and begin with zeros of the padded shape. For each place (y, "
        "x) of d_out, argmax finds the winner in its window, counted row by row; divmod by k "
        "makes a row i and a column j of that.",
        "The winner stands at row s·y + i of the padded image, and its column likewise: add "
        "d_out[y, x] there. Last, keep the first H rows and W columns: the padding is cut off.",
    ],
)
def max_pool_backward(image, d_out, k, s):
    """Write max_pool_backward(image, d_out, k, s): dL/dimage, H × W, to the first winners."""
    return hand_out(image, d_out, k, s, first_winner)


max_pool_backward.wrong(
    "You overwrite: a pixel that wins in several windows gets the sum of their gradients (+=).",
    lambda image, d_out, k, s: hand_out(image, d_out, k, s, first_winner, add=False),
    "At a tie you give the whole gradient to every winner. Together they must get it once.",
    lambda image, d_out, k, s: hand_out(image, d_out, k, s, all_winners),
    "All winners of a tie get it, and where windows overlap, you overwrite: two mistakes.",
    lambda image, d_out, k, s: hand_out(image, d_out, k, s, all_winners, add=False),
    "You share ties equally. That is a subgradient, too, but here the first one is to get it all.",
    lambda image, d_out, k, s: hand_out(image, d_out, k, s, equal_shares),
    "At a tie, your last winner takes it (>= instead of >): it is the first.",
    lambda image, d_out, k, s: hand_out(image, d_out, k, s, last_winner),
    "Your first winner is the first by columns; it should be row by row.",
    lambda image, d_out, k, s: hand_out(image, d_out, k, s, first_by_columns),
    "You give it to the smallest number of each window: argmax, not argmin.",
    lambda image, d_out, k, s: hand_out(image, d_out, k, s, lambda w: first_winner(-w)),
    "You give it to the largest absolute value. The maximum of -9 and 1 is 1: compare with signs.",
    lambda image, d_out, k, s: hand_out(image, d_out, k, s, lambda w: first_winner(np.abs(w))),
    "You share each gradient among all pixels of its window: that is average pooling. Here the "
    "winner takes it all.",
    lambda image, d_out, k, s: hand_out(image, d_out / k**2, k, s, np.ones_like),
    "Every pixel of a window gets its gradient in yours: only the winner does.",
    lambda image, d_out, k, s: hand_out(image, d_out, k, s, np.ones_like),
    "That is the winner's value times the gradient. The derivative of max for its winner is 1.",
    lambda image, d_out, k, s: hand_out(image, d_out, k, s, first_winner) * image,
    "You count how often a pixel wins, but you hand out 1 in place of d_out[y, x].",
    lambda image, d_out, k, s: hand_out(image, np.ones_like(d_out), k, s, first_winner),
    "Only the first row of windows has handed out: the `return` stands inside the loop.",
    lambda image, d_out, k, s: hand_out(
        image, d_out * (np.indices(d_out.shape)[0] == 0), k, s, first_winner
    ),
    "Only the first window has handed out: the `return` stands inside the loop.",
    lambda image, d_out, k, s: hand_out(
        image, d_out * (np.indices(d_out.shape).sum(axis=0) == 0), k, s, first_winner
    ),
    "The padding is still there: cut the result to the size of the image.",
    lambda image, d_out, k, s: hand_out_padded(image, d_out, k, s, first_winner),
    "[:-1, :-1] cuts one row and one column, which is k - s only for 3 and 2: cut to [:H, :W].",
    lambda image, d_out, k, s: hand_out_padded(image, d_out, k, s, first_winner)[:-1, :-1],
    "With k = s there is no padding, and [:-(k - s)] is [:-0], which is [:0]: nothing is left. Cut "
    "by the size of the image, [:H, :W].",
    lambda image, d_out, k, s: hand_out_padded(image, d_out, k, s, first_winner)[
        : -(k - s), : -(k - s)
    ],
    "You cut at the top left. The padding is at the bottom and on the right: cut to [:H, :W].",
    lambda image, d_out, k, s: hand_out_padded(image, d_out, k, s, first_winner)[
        -len(image) :, -image.shape[1] :
    ],
    "Row and column inside the window are exchanged: argmax counts row by row, so divmod(…, k) "
    "gives the row first.",
    lambda image, d_out, k, s: hand_to_place(
        image, d_out, k, s, lambda y, x, i, j: (s * y + j, s * x + i)
    ),
    "Window (y, x) begins at pixel (s·y, s·x): there is a stride missing.",
    lambda image, d_out, k, s: hand_to_place(image, d_out, k, s, lambda y, x, i, j: (y + i, x + j)),
    "Your (i, j) are a place inside the window. In the image it is (s·y + i, s·x + j).",
    lambda image, d_out, k, s: hand_to_place(image, d_out, k, s, lambda y, x, i, j: (i, j)),
    "You leave the padding out of the comparison. A zero of the padding may win against negative "
    "numbers, and then its gradient is lost.",
    lambda image, d_out, k, s: hand_to_place(
        image, d_out, k, s, lambda y, x, i, j: (s * y + i, s * x + j), padding=-np.inf
    ),
    "divmod by the image's width: the window is k wide, and argmax counts inside the window.",
    lambda image, d_out, k, s: found_with(image, d_out, k, s, image.shape[1]),
    lambda image, d_out, k, s: found_with(image, d_out, k, s, image.shape[1] + k - s),
    "divmod by the stride: the window is k wide, and argmax counts inside the window.",
    lambda image, d_out, k, s: found_with(image, d_out, k, s, s),
    "A zero of the padding may win, beyond the image's edge: the gradients need an array of the "
    "padded size, which is cut at the end.",
    lambda image, d_out, k, s: found_with(image, d_out, k, s, k, room=image.shape),
)


def gradients_of_means(rng):
    """Cases (d_out, k, s, height, width): overlapping or not, with and without a rest."""
    cases = [(np.array([[4.0, 8], [12, 16]]), 2, 1, 3, 3)]
    cases += [(np.array([[4.0, 8, 12], [16, 20, 24]]), 2, 2, 4, 6)]
    for k, s, height, width in [(3, 2, 7, 9), (3, 2, 8, 6), (2, 3, 7, 8), (4, 1, 5, 6)]:
        shape = ((height - k) // s + 1, (width - k) // s + 1)
        cases.append((rng.integers(-9, 10, shape).astype(float), k, s, height, width))
    return cases


def spread(d_out, k, s, height, width, add=True):
    """Each output's gradient on all pixels of its window, added up or written over."""
    d_image = np.zeros((height, width))
    for y, x in np.ndindex(d_out.shape):
        d_window = d_image[s * y : s * y + k, s * x : s * x + k]
        d_window[...] = d_out[y, x] + add * d_window
    return d_image


@write(
    cases=gradients_of_means,
    hints=[
        'Section "Backward: to the winner goes the gradient" asks which outputs a pixel touches: '
        "all windows that it lies in. There only the winner's slope was 1. What are the slopes of"
        " a mean of k·k numbers?",
        "Each pixel of a window gets the same share of its d_out, and where windows overlap, the "
        "shares add up. So: zeros of height × width, and a loop over the places of d_out.",
        "A slice, d_image[s·y : s·y + k, s·x : s·x + k], can be raised by one number as a whole, "
        "with +=. That number is d_out[y, x], divided by how many pixels share it.",
    ],
)
def average_pool_backward(d_out, k, s, height, width):
    """Write average_pool_backward(d_out, k, s, height, width): dL/dimage of average pooling."""
    return spread(d_out, k, s, height, width) / k**2


average_pool_backward.wrong(
    "You overwrite where windows overlap: their shares add up (+=).",
    lambda d_out, k, s, *size: spread(d_out, k, s, *size, add=False) / k**2,
    "Every pixel gets the whole gradient in yours. A mean of k·k numbers moves by 1/k² of it.",
    lambda d_out, k, s, *size: spread(d_out, k, s, *size),
    "You divide by k. The window has k·k pixels.",
    lambda d_out, k, s, *size: spread(d_out, k, s, *size) / k,
    "You divide by 2k. The window has k·k pixels: k**2.",
    lambda d_out, k, s, *size: spread(d_out, k, s, *size) / (2 * k),
    "You divide by 4, which is right for 2 × 2 windows only: k**2.",
    lambda d_out, k, s, *size: spread(d_out, k, s, *size) / 4,
    "You divide by 9, which is right for 3 × 3 windows only: k**2.",
    lambda d_out, k, s, *size: spread(d_out, k, s, *size) / 9,
    "You divide by s². The mean is over the window, k·k pixels.",
    lambda d_out, k, s, *size: spread(d_out, k, s, *size) / s**2,
    "You divide by the number of windows that a pixel lies in. Their gradients are summed up; the "
    "division is by the k·k pixels of a window.",
    lambda d_out, k, s, *size: spread(d_out, k, s, *size) / windows_over(d_out, k, s, *size),
    "You average over the windows, too. A pixel gets 1/k² from each of its windows, added up.",
    lambda d_out, k, s, *size: spread(d_out, k, s, *size) / k**2 / windows_over(d_out, k, s, *size),
    "d_out is missing: you hand out 1/k² from every window. It should be d_out[y, x] / k².",
    lambda d_out, k, s, *size: spread(np.ones_like(d_out), k, s, *size) / k**2,
    "You hand out the mean of all gradients. Each window hands out its own, d_out[y, x] / k².",
    lambda d_out, k, s, *size: spread(np.full(d_out.shape, d_out.mean()), k, s, *size) / k**2,
    "Your windows are s × s. Steps are s long, but windows have k × k pixels.",
    lambda d_out, k, s, *size: spread(d_out, s, s, *size) / k**2,
    "Your windows are s × s, and you divide by s². Steps are s long, but windows have k × k "
    "pixels.",
    lambda d_out, k, s, *size: spread(d_out, s, s, *size) / s**2,
    "Window (y, x) begins at pixel (s·y, s·x): the stride is missing.",
    lambda d_out, k, s, *size: spread(d_out, k, 1, *size) / k**2,
    "In yours one pixel of each window gets everything: that is for max.",
    lambda d_out, k, s, *size: spread(d_out, 1, s, *size),
    "The pixels that no window reaches are missing. They get 0, but they are there: the result is "
    "height × width.",
    lambda d_out, k, s, *size: (
        spread(d_out, k, s, *(s * (places - 1) + k for places in d_out.shape)) / k**2
    ),
    "Your windows stand side by side, k apart. They begin s apart, and overlap where s is smaller.",
    lambda d_out, k, s, *size: np.repeat(np.repeat(d_out, k, axis=0), k, axis=1) / k**2,
    "Only the first pixel of each window gets its share. All k·k of them do.",
    lambda d_out, k, s, *size: spread(d_out, 1, s, *size) / k**2,
    "The image's size can't be told from d_out: begin with zeros of height × width.",
    lambda d_out, k, s, *size: spread(d_out, k, s, *(s * places for places in d_out.shape)) / k**2,
    "You divide by the number of windows. A mean divides by the numbers of its window, k·k.",
    lambda d_out, k, s, *size: spread(d_out, k, s, *size) / d_out.size,
    "The loops run over the pixels. They should run over the windows, the places of d_out.",
    lambda d_out, k, s, height, width: [d_out[y, x] for y, x in np.ndindex(height, width)],
    "You divide by the pixels of the image. A mean divides by those of its window, k·k.",
    lambda d_out, k, s, height, width: spread(d_out, k, s, height, width) / (height * width),
)


def windows_over(d_out, k, s, height, width):
    """How many windows each pixel lies in, at least 1 to be divided by."""
    return np.maximum(spread(np.ones_like(d_out), k, s, height, width), 1)


def winners_and_gradients(rng):
    """Cases (winners, d_out, size): with repetitions, and pixels that win nothing at the end."""
    cases = [(np.array([1, 2, 2]), np.array([1.0, 10, 100]), 5)]
    cases += [(np.array([2, 0, 2, 2]), np.array([1.0, 2, 3, 4]), 3)]
    for count, size in [(20, 8), (60, 50), (5, 1)]:
        cases.append((rng.integers(0, size, count), decimals(rng, count), size))
    return cases


@write(
    cases=winners_and_gradients,
    hints=[
        'Section "If you know the winners, pooling is a matrix" adds back at given places in its '
        "last lines, and says that a plain += is something else. Try winners = [2, 2] by hand: "
        "what is read, and what is written?",
        "d_x[winners] += d_out reads all the entries first, and writes them afterwards: of two "
        "wins of one pixel only the second is left. Each addition must see the one before it.",
        "A loop over the pairs of a winner and its gradient does that. So does NumPy's np.add.at,"
        " which takes the array, the places, and what is to be added; it returns nothing, so "
        "return the array yourself.",
    ],
)
def collect(winners, d_out, size):
    """Find the mistake in collect, which should add what each window hands out, and mend it."""
    return np.bincount(winners, weights=d_out, minlength=size)


def overwrite(winners, d_out, size):
    """The gradients written one over the other, in their order."""
    d_x = np.zeros(size)
    for pixel, d in zip(winners, d_out, strict=True):
        d_x[pixel] = d
    return d_x


def give_to(winners, d_out, size, pixels):
    """The gradient of window i goes to pixels(i)."""
    d_x = np.zeros(size)
    for i in range(len(winners)):
        d_x[pixels(i)] += d_out[i]
    return d_x


def count_wins(winners, size):
    return np.bincount(winners, minlength=size)


collect.wrong(
    "Of a pixel that wins twice, only the last gradient stays. In a loop, that is an = in place of "
    "+=; without one, d_x[winners] is written once for each pixel: np.add.at adds up.",
    lambda winners, d_out, size: overwrite(winners, d_out, size),
    "Now the first gradient of a pixel stays, and the later ones are lost. Add them up.",
    lambda winners, d_out, size: overwrite(winners[::-1], d_out[::-1], size),
    "You multiply the last gradient by the number of wins. Add up all of them.",
    lambda winners, d_out, size: overwrite(winners, d_out, size) * count_wins(winners, size),
    "You take the mean of a pixel's gradients. The chain rule takes their sum.",
    lambda winners, d_out, size: (
        collect.right(winners, d_out, size) / np.maximum(count_wins(winners, size), 1)
    ),
    "That counts how often each pixel wins. Its gradients should be added up.",
    lambda winners, d_out, size: count_wins(winners, size),
    "It ends at the last pixel that has won: the result needs `size` entries.",
    lambda winners, d_out, size: np.bincount(winners, weights=d_out),
    "You pick from d_out: that is forward, which picks. Backward adds d_out to where it was "
    "picked.",
    lambda winners, d_out, size: d_out[winners],
    "You take d_out by pixel. It is counted by window: window 0 gives d_out[0] to winners[0].",
    lambda winners, d_out, size: collect.right(winners, d_out[winners], size),
    "In yours, window i gives to pixel i. It gives to its winner, pixel winners[i].",
    lambda winners, d_out, size: give_to(winners, d_out, size, lambda i: i),
    "In each turn all winners get d_out[i]. Window i has one winner, pixel winners[i].",
    lambda winners, d_out, size: give_to(winners, d_out, size, lambda i: winners),
)


@collect.wrong(
    "You keep the largest gradient of each pixel: np.add.at, not np.maximum.at. They add up."
)
def _(winners, d_out, size):
    d_x = np.zeros(size)
    np.maximum.at(d_x, winners, d_out)
    return d_x
