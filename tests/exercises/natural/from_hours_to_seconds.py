"""Natural wrong answers to the small exercises of lesson 09, written from the statements alone."""

from .wrong import Wrong

ANSWERS = {
    "from_hours_to_seconds.predict_hours": [
        Wrong("Seconds instead of hours.", "108"),
        Wrong("Minutes instead of hours.", "1.8"),
        Wrong("One epoch only.", "12 / 3600"),
        Wrong("The quotient is upside down.", "5000 / 540000 / 3600"),
        Wrong("A decimal place.", "0.3"),
        Wrong("Multiplied instead of divided.", "9 * 60000 * 5000 / 3600"),
        Wrong("With the unit.", '"0.03 h"'),
        Wrong("Divided by 60 instead of 3,600, one epoch.", "0.2"),
        Wrong("The images of nine epochs are divided by 3,600 only.", "540000 / 3600"),
        Wrong("Seconds of one epoch.", "12"),
        Wrong("An hour of 1,000 seconds or so: 0.108.", "0.108"),
    ],
    "from_hours_to_seconds.predict_limit": [
        Wrong("A MAC is counted as one operation, not two.", "32.943"),
        Wrong("One core only.", "131.772"),
        Wrong("Both: one core, a MAC as one operation (they cancel).", "6588600 / 100e9"),
        Wrong("Seconds instead of microseconds.", "6.5886e-05"),
        Wrong("Milliseconds instead of microseconds.", "0.065886"),
        Wrong("Images a second instead of time for an image.", "200e9 / 13177200"),
        Wrong("The cores are multiplied instead of divided by.", "263.544"),
        Wrong("Halved instead of doubled.", "6588600 / 2 / 200e9 * 1e6"),
        Wrong("Nanoseconds instead of microseconds.", "65886"),
        Wrong("Three passes: the step is counted three times over.", "3 * 65.886"),
        Wrong("With the unit.", '"65.9 µs"'),
    ],
    "from_hours_to_seconds.predict_products": [
        Wrong("The direct way.", "10 * 10 * 9 * 8 * 8"),
        Wrong("Winograd along rows and columns, F(4 × 4, 3 × 3).", "3 * 3 * 36 * 64"),
        Wrong("Two and a half tiles instead of three.", "28800"),
        Wrong("The three rows of the filter are forgotten.", "18 * 10 * 64"),
        Wrong("The last tile is left out.", "2 * 6 * 3 * 10 * 64"),
        Wrong("One channel in only.", "18 * 3 * 10 * 8"),
        Wrong("One channel in, one out.", "540"),
        Wrong("The channels are added.", "540 * 16"),
        Wrong("4 products for each tile: its outputs.", "3 * 4 * 3 * 10 * 64"),
        Wrong("12 products for each tile: direct.", "3 * 12 * 3 * 10 * 64"),
        Wrong("One row of the output.", "18 * 3 * 64"),
        Wrong("The input is 12 wide: 3 tiles, but 12 rows.", "18 * 3 * 12 * 64"),
        Wrong("Half of the direct ones (24 / 12).", "57600 / 2"),
    ],
    "from_hours_to_seconds.split": [
        Wrong(
            "Rounded down: the last worker gets all that is left.",
            """
def split(count, workers):
    size = count // workers
    return [w * size for w in range(workers)] + [count]
""",
        ),
        Wrong(
            "Evenly spaced and rounded: those with one more do not come first.",
            """
def split(count, workers):
    return np.linspace(0, count, workers + 1).astype(int)
""",
        ),
        Wrong(
            "How many each gets, instead of the bounds.",
            """
def split(count, workers):
    base, extra = divmod(count, workers)
    return [base + (w < extra) for w in range(workers)]
""",
        ),
        Wrong(
            "The last bound is missing.",
            """
def split(count, workers):
    base, extra = divmod(count, workers)
    return [w * base + min(w, extra) for w in range(workers)]
""",
        ),
        Wrong(
            "The first bound, 0, is missing.",
            """
def split(count, workers):
    base, extra = divmod(count, workers)
    return np.cumsum([base + (w < extra) for w in range(workers)])
""",
        ),
        Wrong(
            "The images themselves instead of the bounds.",
            """
def split(count, workers):
    return np.array_split(np.arange(count), workers)
""",
        ),
        Wrong(
            "Rounded up: the last workers get too few or nothing.",
            """
def split(count, workers):
    size = -(-count // workers)
    return [min(w * size, count) for w in range(workers + 1)]
""",
        ),
        Wrong(
            "Those who have one more come last.",
            """
def split(count, workers):
    base, extra = divmod(count, workers)
    sizes = [base] * (workers - extra) + [base + 1] * extra
    return [0] + list(np.cumsum(sizes))
""",
        ),
        Wrong(
            "/ gives bounds with a point.",
            """
def split(count, workers):
    return [w * count / workers for w in range(workers + 1)]
""",
        ),
        Wrong(
            "The rest is left out: the last bound is not count.",
            """
def split(count, workers):
    size = count // workers
    return [w * size for w in range(workers + 1)]
""",
        ),
        Wrong(
            "Bounds as pairs (from, to).",
            """
def split(count, workers):
    base, extra = divmod(count, workers)
    bounds = [w * base + min(w, extra) for w in range(workers + 1)]
    return [(bounds[w], bounds[w + 1]) for w in range(workers)]
""",
        ),
        Wrong(
            "The first worker gets all of the rest.",
            """
def split(count, workers):
    base, extra = divmod(count, workers)
    sizes = [base + extra] + [base] * (workers - 1)
    return [0, *np.cumsum(sizes)]
""",
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
        ),
        Wrong(
            "The whole row is transformed instead of a tile: the shapes do not fit.",
            """
def winograd_row(d, g, A, B, G):
    return A @ ((G @ g) * (B @ d))
""",
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
        ),
        Wrong(
            "Only the first tile.",
            """
def winograd_row(d, g, A, B, G):
    P = B.shape[0]
    return A @ ((G @ g) * (B @ d[:P]))
""",
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
        ),
    ],
}
