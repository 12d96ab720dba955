"""Natural wrong answers to the small exercises of lesson 09, written from the statements."""

from .wrong import Wrong

ANSWERS = {
    "from_hours_to_seconds.predict_hours": [
        Wrong(
            "Seconds instead of hours.",
            "108",
            "Those are the seconds. An hour has 3,600.",
        ),
        Wrong(
            "Minutes instead of hours.",
            "1.8",
            "Those are the minutes.",
        ),
        Wrong(
            "One epoch only.",
            "12 / 3600",
            "That is one epoch; there are nine.",
        ),
        Wrong(
            "The quotient is upside down.",
            "5000 / 540000 / 3600",
            "Upside down: the images are divided by the images of a second.",
        ),
        Wrong(
            "A decimal place.",
            "0.3",
            "Ten times too much: a decimal place.",
        ),
        Wrong(
            "Multiplied instead of divided.",
            "9 * 60000 * 5000 / 3600",
            "Multiplied: images, divided by the images of a second, are seconds.",
        ),
        Wrong(
            "With the unit.",
            '"0.03 h"',
            "The answer should be one number; yours is '0.03 h'. Write it without",
        ),
        Wrong(
            "Divided by 60 instead of 3,600, one epoch.",
            "0.2",
            "Those are the minutes of one epoch.",
        ),
        Wrong(
            "The images of nine epochs are divided by 3,600 only.",
            "540000 / 3600",
            "540,000 are images, not seconds: divide by the images of a second first.",
        ),
        Wrong(
            "Seconds of one epoch.",
            "12",
            "Those are the seconds of one epoch.",
        ),
        Wrong(
            "An hour of 1,000 seconds or so: 0.108.",
            "0.108",
            "An hour has 3,600 seconds, not 1,000.",
        ),
    ],
    "from_hours_to_seconds.predict_limit": [
        Wrong(
            "A MAC is counted as one operation, not two.",
            "32.943",
            "A MAC is two operations: one multiplication and one addition.",
        ),
        Wrong(
            "One core only.",
            "131.772",
            "That is one core's time; the other one works, too.",
        ),
        Wrong(
            "Both: one core, a MAC as one operation (they cancel).",
            "6588600 / 100e9",
            "Seconds or milliseconds? A microsecond is a millionth of a second.",
        ),
        Wrong(
            "Seconds instead of microseconds.",
            "6.5886e-05",
            "Seconds or milliseconds? A microsecond is a millionth of a second.",
        ),
        Wrong(
            "Milliseconds instead of microseconds.",
            "0.065886",
            "Seconds or milliseconds? A microsecond is a millionth of a second.",
        ),
        Wrong(
            "Images a second instead of time for an image.",
            "200e9 / 13177200",
            "Those are images a second; the question is for the time of one.",
        ),
        Wrong(
            "The cores are multiplied instead of divided by.",
            "263.544",
            "Two cores take half the time of one, not twice as long.",
        ),
        Wrong(
            "Halved instead of doubled.",
            "6588600 / 2 / 200e9 * 1e6",
            "A MAC is two operations: multiply by 2, don't divide.",
        ),
        Wrong(
            "Nanoseconds instead of microseconds.",
            "65886",
            "Those are nanoseconds. A microsecond has 1,000 of them.",
        ),
        Wrong(
            "Three passes: the step is counted three times over.",
            "3 * 65.886",
            "6,588,600 MACs are the whole step, there and back: not times three.",
        ),
        Wrong(
            "With the unit.",
            '"65.9 µs"',
            "The answer should be one number; yours is '65.9 µs'. Write it without",
        ),
    ],
    "from_hours_to_seconds.predict_products": [
        Wrong(
            "The direct way.",
            "10 * 10 * 9 * 8 * 8",
            "That is the direct way: 10 · 10 · 3 · 3 · 8 · 8.",
        ),
        Wrong(
            "Winograd along rows and columns, F(4 × 4, 3 × 3).",
            "3 * 3 * 36 * 64",
            "That is Winograd in both directions, 36 products for 4 × 4 outputs.",
        ),
        Wrong(
            "Two and a half tiles instead of three.",
            "28800",
            "Half of 57,600: but 10 is no multiple of 4, and the last tile costs as",
        ),
        Wrong(
            "The three rows of the filter are forgotten.",
            "18 * 10 * 64",
            "The filter has three rows, and each of them takes its six products.",
        ),
        Wrong(
            "The last tile is left out.",
            "2 * 6 * 3 * 10 * 64",
            "Two tiles cover only eight of the ten columns. (Or is it 4 products for",
        ),
        Wrong(
            "One channel in only.",
            "18 * 3 * 10 * 8",
            "Every pair of an input and an output channel takes its products: 8 · 8",
        ),
        Wrong(
            "One channel in, one out.",
            "540",
            "That is for one channel to one: times 8 · 8.",
        ),
        Wrong(
            "The channels are added.",
            "540 * 16",
            "Every input channel goes with every output channel: 8 · 8 pairs, not 8",
        ),
        Wrong(
            "4 products for each tile: its outputs.",
            "3 * 4 * 3 * 10 * 64",
            "Two tiles cover only eight of the ten columns. (Or is it 4 products for",
        ),
        Wrong(
            "12 products for each tile: direct.",
            "3 * 12 * 3 * 10 * 64",
            "12 products for 4 outputs are the direct way. F(4, 3) takes 6.",
        ),
        Wrong(
            "One row of the output.",
            "18 * 3 * 64",
            "That is one row of the output. There are ten.",
        ),
        Wrong(
            "The input is 12 wide: 3 tiles, but 12 rows.",
            "18 * 3 * 12 * 64",
            "12 rows are those of the padded input. The output has 10.",
        ),
        Wrong(
            "Half of the direct ones (24 / 12).",
            "57600 / 2",
            "Half of 57,600: but 10 is no multiple of 4, and the last tile costs as",
        ),
    ],
    "from_hours_to_seconds.split": [
        Wrong(
            "Rounded down: the last worker gets all that is left.",
            """
def split(count, workers):
    size = count // workers
    return [w * size for w in range(workers)] + [count]
""",
            "The last worker gets all that is left over, and the others wait for it.",
        ),
        Wrong(
            "Evenly spaced and rounded: those with one more do not come first.",
            """
def split(count, workers):
    return np.linspace(0, count, workers + 1).astype(int)
""",
            "As even as can be, but the larger shares stand elsewhere: here they",
        ),
        Wrong(
            "How many each gets, instead of the bounds.",
            """
def split(count, workers):
    base, extra = divmod(count, workers)
    return [base + (w < extra) for w in range(workers)]
""",
            "These are the sizes of the shares: add them up from the left, starting",
        ),
        Wrong(
            "The last bound is missing.",
            """
def split(count, workers):
    base, extra = divmod(count, workers)
    return [w * base + min(w, extra) for w in range(workers)]
""",
            "The last bound is missing: it is the last worker's upper bound.",
        ),
        Wrong(
            "The first bound, 0, is missing.",
            """
def split(count, workers):
    base, extra = divmod(count, workers)
    return np.cumsum([base + (w < extra) for w in range(workers)])
""",
            "The 0 at the beginning is missing: it is the first worker's lower bound.",
        ),
        Wrong(
            "The images themselves instead of the bounds.",
            """
def split(count, workers):
    return np.array_split(np.arange(count), workers)
""",
            "Those are the images of each worker. Return the bounds: where each",
        ),
        Wrong(
            "Rounded up: the last workers get too few or nothing.",
            """
def split(count, workers):
    size = -(-count // workers)
    return [min(w * size, count) for w in range(workers + 1)]
""",
            "The shares are rounded up, so the last workers have less by more than",
        ),
        Wrong(
            "Those who have one more come last.",
            """
def split(count, workers):
    base, extra = divmod(count, workers)
    sizes = [base] * (workers - extra) + [base + 1] * extra
    return [0] + list(np.cumsum(sizes))
""",
            "The larger shares come last: here they come first.",
        ),
        Wrong(
            "/ gives bounds with a point.",
            """
def split(count, workers):
    return [w * count / workers for w in range(workers + 1)]
""",
            "Bounds are where a share ends and the next one begins: whole numbers",
        ),
        Wrong(
            "The rest is left out: the last bound is not count.",
            """
def split(count, workers):
    size = count // workers
    return [w * size for w in range(workers + 1)]
""",
            "The images that are left over belong to nobody: the last bound must be",
        ),
        Wrong(
            "Bounds as pairs (from, to).",
            """
def split(count, workers):
    base, extra = divmod(count, workers)
    bounds = [w * base + min(w, extra) for w in range(workers + 1)]
    return [(bounds[w], bounds[w + 1]) for w in range(workers)]
""",
            "The right shares as pairs; the bounds alone are enough, each of them",
        ),
        Wrong(
            "The first worker gets all of the rest.",
            """
def split(count, workers):
    base, extra = divmod(count, workers)
    sizes = [base + extra] + [base] * (workers - 1)
    return [0, *np.cumsum(sizes)]
""",
            "The first worker gets all that is left over. One more for each, as long",
        ),
        Wrong(
            "Rounded bounds.",
            """
def split(count, workers):
    return [round(w * count / workers) for w in range(workers + 1)]
""",
            "Rounded bounds are as even as can be, but the larger shares don't come",
        ),
        Wrong(
            "One off at the end: inclusive bounds.",
            """
def split(count, workers):
    base, extra = divmod(count, workers)
    return [w * base + min(w, extra) - (w > 0) for w in range(workers + 1)]
""",
            "The upper bounds are the last images themselves. A share ends before",
        ),
        Wrong(
            "All have one more.",
            """
def split(count, workers):
    base, extra = divmod(count, workers)
    return [w * (base + 1) for w in range(workers)] + [count]
""",
            "You give one more to everybody but the last. There are only count %",
        ),
    ],
    "from_hours_to_seconds.winograd_row": [
        Wrong(
            "The tiles do not overlap: the next one starts P further on.",
            """
def winograd_row(d, g, A, B, G):
    m, P = A.shape
    out = []
    for start in range(0, len(d), P):
        out.extend(A @ ((G @ g) * (B @ d[start : start + P])))
    return np.array(out)
""",
            "A tile runs past the end of d. The next one starts m further on, not P",
        ),
        Wrong(
            "The tiles do not overlap, those that do not fit are left out.",
            """
def winograd_row(d, g, A, B, G):
    P = len(B)
    tiles = len(d) // P
    return np.concatenate(
        [A @ ((G @ g) * (B @ d[t * P : (t + 1) * P])) for t in range(tiles)]
    )
""",
            "Your tiles stand side by side. They overlap: m outputs further on, the",
        ),
        Wrong(
            "The next tile starts k further on.",
            """
def winograd_row(d, g, A, B, G):
    m, P = A.shape
    k = len(g)
    out = []
    for start in range(0, len(d) - P + 1, k):
        out.append(A @ ((G @ g) * (B @ d[start : start + P])))
    return np.concatenate(out)
""",
            "Your tiles are k apart. A tile makes m outputs: the next one starts m",
        ),
        Wrong(
            "Every pixel starts a tile.",
            """
def winograd_row(d, g, A, B, G):
    m, P = A.shape
    out = []
    for start in range(len(d) - P + 1):
        out.append(A @ ((G @ g) * (B @ d[start : start + P])))
    return np.concatenate(out)
""",
            "Your tiles move by one input. A tile makes m outputs: move on by m.",
        ),
        Wrong(
            "The whole row is transformed instead of a tile: the shapes do not fit.",
            """
def winograd_row(d, g, A, B, G):
    return A @ ((G @ g) * (B @ d))
""",
            "B takes a tile of P inputs, and P is len(B), not always 6",
        ),
        Wrong(
            "The lesson's sizes are written in: tiles of six inputs, four further on.",
            """
def winograd_row(d, g, A, B, G):
    outputs = []
    for start in range(0, len(d) - 5, 4):
        outputs.append(A @ ((G @ g) * (B @ d[start : start + 6])))
    return np.concatenate(outputs)
""",
            "B takes a tile of P inputs, and P is len(B), not always 6",
        ),
        Wrong(
            "@ instead of ⊙: one number comes out of the product.",
            """
def winograd_row(d, g, A, B, G):
    m, P = A.shape
    out = []
    for start in range(0, len(d) - P + 1, m):
        out.append(A @ ((G @ g) @ (B @ d[start : start + P])))
    return np.concatenate(out)
""",
            "One side of @ is a single number, as v @ w of two vectors is: v * w is",
        ),
        Wrong(
            "A is forgotten: the products themselves.",
            """
def winograd_row(d, g, A, B, G):
    m, P = A.shape
    out = []
    for start in range(0, len(d) - P + 1, m):
        out.append((G @ g) * (B @ d[start : start + P]))
    return np.concatenate(out)
""",
            "A is missing: it makes m outputs of the P products of a tile.",
        ),
        Wrong(
            "The last tile begins too late: one tile too many, which is not whole.",
            """
def winograd_row(d, g, A, B, G):
    m, P = A.shape
    out = []
    for start in range(0, len(d), m):
        out.append(A @ ((G @ g) * (B @ d[start : start + P])))
    return np.concatenate(out)
""",
            "A tile runs past the end of d. The next one starts m further on, not P",
        ),
        Wrong(
            "The outputs of the tiles are stacked, not put one after the other.",
            """
def winograd_row(d, g, A, B, G):
    m, P = A.shape
    transformed = G @ g
    return np.array(
        [A @ (transformed * (B @ d[s : s + P])) for s in range(0, len(d) - P + 1, m)]
    )
""",
            "Each tile has a row of its own here: put the outputs one after the other",
        ),
        Wrong(
            "A, B and G are transposed.",
            """
def winograd_row(d, g, A, B, G):
    m, P = A.shape
    out = []
    for start in range(0, len(d) - P + 1, m):
        out.append(A @ ((G @ g) * (B.T @ d[start : start + P])))
    return np.concatenate(out)
""",
            "B is transposed: it is B @ tile.",
        ),
        Wrong(
            "The last tile is left out.",
            """
def winograd_row(d, g, A, B, G):
    m, P = A.shape
    out = []
    for start in range(0, len(d) - P, m):
        out.append(A @ ((G @ g) * (B @ d[start : start + P])))
    return np.concatenate(out)
""",
            "The last tile is missing: range(0, n) ends before n.",
        ),
        Wrong(
            "Only the first tile.",
            """
def winograd_row(d, g, A, B, G):
    P = B.shape[0]
    return A @ ((G @ g) * (B @ d[:P]))
""",
            "Only the first tile is in it.",
        ),
        Wrong(
            "G is forgotten: the filter's shape does not fit.",
            """
def winograd_row(d, g, A, B, G):
    m, P = A.shape
    out = []
    for start in range(0, len(d) - P + 1, m):
        out.append(A @ (g * (B @ d[start : start + P])))
    return np.concatenate(out)
""",
            "G is missing: it makes P numbers of the filter, G @ g.",
        ),
        Wrong(
            "A is transposed.",
            """
def winograd_row(d, g, A, B, G):
    m, P = A.shape
    starts = range(0, len(d) - P + 1, m)
    return np.concatenate([A.T @ ((G @ g) * (B @ d[i : i + P])) for i in starts])
""",
            "In a @ b, a row of a must be as long as a column of b; here they have 2",
        ),
        Wrong(
            "The number of tiles is len(d) // m: too many.",
            """
def winograd_row(d, g, A, B, G):
    m, P = A.shape
    out = np.zeros(len(d) // m * m)
    for t in range(len(d) // m):
        out[t * m : (t + 1) * m] = A @ ((G @ g) * (B @ d[t * m : t * m + P]))
    return out
""",
            "A tile runs past the end of d. The next one starts m further on, not P",
        ),
        Wrong(
            "m fixed at 2.",
            """
def winograd_row(d, g, A, B, G):
    P = A.shape[1]
    return np.concatenate([A @ ((G @ g) * (B @ d[i : i + P])) for i in range(0, len(d) - P + 1, 2)])
""",
            "Your tiles are 2 apart, whatever m is: a tile makes m = A.shape[0]",
        ),
    ],
    "from_hours_to_seconds.gradient_in_chunks": [
        Wrong(
            "The program as it was.",
            """
def gradient_in_chunks(x, t, w, size):
    d_w = np.zeros_like(w)
    for start in range(0, len(x), size):
        x_part, t_part = x[start : start + size], t[start : start + size]
        error = x_part @ w - t_part
        d_w += 2 * error @ x_part / len(x_part)
    return d_w
""",
            "As in the program above, each chunk is divided by its own size.",
        ),
        Wrong(
            "Divided by nothing: the sum instead of the mean.",
            """
def gradient_in_chunks(x, t, w, size):
    d_w = np.zeros_like(w)
    for start in range(0, len(x), size):
        x_part, t_part = x[start : start + size], t[start : start + size]
        error = x_part @ w - t_part
        d_w += 2 * error @ x_part
    return d_w
""",
            "This is the gradient of the sum: divide by the images of the batch.",
        ),
        Wrong(
            "Divided by the chunks' nominal size.",
            """
def gradient_in_chunks(x, t, w, size):
    d_w = np.zeros_like(w)
    for start in range(0, len(x), size):
        x_part, t_part = x[start : start + size], t[start : start + size]
        error = x_part @ w - t_part
        d_w += 2 * error @ x_part / size
    return d_w
""",
            "Divided by `size`, but the last chunk can be shorter, and the mean is",
        ),
        Wrong(
            "The mean of the chunks' means: wrong when the last one is smaller.",
            """
def gradient_in_chunks(x, t, w, size):
    d_w = np.zeros_like(w)
    chunks = 0
    for start in range(0, len(x), size):
        x_part, t_part = x[start : start + size], t[start : start + size]
        error = x_part @ w - t_part
        d_w += 2 * error @ x_part / len(x_part)
        chunks += 1
    return d_w / chunks
""",
            "A mean of the chunks' means: right only where all chunks are of one",
        ),
        Wrong(
            "= instead of +=: the last chunk only.",
            """
def gradient_in_chunks(x, t, w, size):
    for start in range(0, len(x), size):
        x_part, t_part = x[start : start + size], t[start : start + size]
        error = x_part @ w - t_part
        d_w = 2 * error @ x_part / len(x)
    return d_w
""",
            "Only the last chunk is in it: the gradients of all chunks add up (+=).",
        ),
        Wrong(
            "The factor 2 is lost.",
            """
def gradient_in_chunks(x, t, w, size):
    d_w = np.zeros_like(w)
    for start in range(0, len(x), size):
        x_part, t_part = x[start : start + size], t[start : start + size]
        error = x_part @ w - t_part
        d_w += error @ x_part / len(x)
    return d_w
""",
            "It is right up to the factor 0.5.",
        ),
        Wrong(
            "Divided by N twice.",
            """
def gradient_in_chunks(x, t, w, size):
    d_w = np.zeros_like(w)
    for start in range(0, len(x), size):
        x_part, t_part = x[start : start + size], t[start : start + size]
        error = x_part @ w - t_part
        d_w += 2 * error @ x_part / len(x)
    return d_w / len(x)
""",
            "It is right up to the factor 1 / x.shape[0].",
        ),
        Wrong(
            "Still divided by the part's length, and then by N as well.",
            """
def gradient_in_chunks(x, t, w, size):
    d_w = np.zeros_like(w)
    for start in range(0, len(x), size):
        x_part, t_part = x[start : start + size], t[start : start + size]
        error = x_part @ w - t_part
        d_w += 2 * error @ x_part / len(x_part)
    return d_w / len(x)
""",
            "Divided twice: by the size of the chunk, and by that of the batch.",
        ),
        Wrong(
            "The factors stand the other way round: the shapes do not fit.",
            """
def gradient_in_chunks(x, t, w, size):
    d_w = np.zeros_like(w)
    for start in range(0, len(x), size):
        x_part, t_part = x[start : start + size], t[start : start + size]
        error = x_part @ w - t_part
        d_w += 2 * x_part @ error / len(x)
    return d_w
""",
            "In a @ b, a row of a must be as long as a column of b; here they have 2",
        ),
        Wrong(
            "The sign of the error.",
            """
def gradient_in_chunks(x, t, w, size):
    d_w = np.zeros_like(w)
    for start in range(0, len(x), size):
        x_part, t_part = x[start : start + size], t[start : start + size]
        error = t_part - x_part @ w
        d_w += 2 * error @ x_part / len(x)
    return d_w
""",
            "It is right up to the sign.",
        ),
        Wrong(
            "The last, smaller chunk is left out.",
            """
def gradient_in_chunks(x, t, w, size):
    d_w = np.zeros_like(w)
    for start in range(0, len(x) - size + 1, size):
        x_part, t_part = x[start : start + size], t[start : start + size]
        error = x_part @ w - t_part
        d_w += 2 * error @ x_part / len(x)
    return d_w
""",
            "The last, shorter chunk is left out.",
        ),
        Wrong(
            "A sum divided by the number of weights.",
            """
def gradient_in_chunks(x, t, w, size):
    d_w = np.zeros_like(w)
    for start in range(0, len(x), size):
        x_part, t_part = x[start : start + size], t[start : start + size]
        error = x_part @ w - t_part
        d_w += 2 * error @ x_part / len(w)
    return d_w
""",
            "You divide by the number of weights. The mean is over the images",
        ),
        Wrong(
            "The mean error times the sum of x, instead of the products.",
            """
def gradient_in_chunks(x, t, w, size):
    d_w = np.zeros_like(w)
    for i in range(0, len(x), size):
        error = x[i : i + size] @ w - t[i : i + size]
        d_w = d_w + error.mean() * x[i : i + size].sum(axis=0)
    return d_w
""",
        ),
        Wrong(
            "return inside the loop.",
            """
def gradient_in_chunks(x, t, w, size):
    d_w = np.zeros_like(w)
    for i in range(0, len(x), size):
        error = x[i : i + size] @ w - t[i : i + size]
        d_w += 2 * error @ x[i : i + size] / len(x)
        return d_w
""",
            "Only the first chunk is in it. Is the `return` indented too far?",
        ),
        Wrong(
            "The targets are added.",
            """
def gradient_in_chunks(x, t, w, size):
    d_w = np.zeros_like(w)
    for i in range(0, len(x), size):
        error = x[i : i + size] @ w + t[i : i + size]
        d_w += 2 * error @ x[i : i + size] / len(x)
    return d_w
""",
            "The targets are added. The error is x · w - t.",
        ),
    ],
}
