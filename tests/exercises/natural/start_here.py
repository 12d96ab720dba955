"""Natural wrong answers to the small exercises of lesson 00, written from the statements alone."""

from .wrong import Wrong

ANSWERS = {
    "start_here.numbers_after_pooling": [
        Wrong("The numbers before the pooling, 28 × 28 × 16.", "28 * 28 * 16"),
        Wrong("The channels are left out.", "196"),
        Wrong("One channel is forgotten to be 16: those of row 9 (32) are taken.", "14 * 14 * 32"),
        Wrong("The numbers after the second pooling, row 9.", "7 * 7 * 32"),
        Wrong("The three sizes are added instead of multiplied.", "14 + 14 + 16"),
        Wrong("The window's nine numbers become one: 28 · 28 · 16 / 9.", "28 * 28 * 16 / 9"),
        Wrong("Windows without the zeros at the edge: 13 × 13.", "13 * 13 * 16"),
        Wrong("The shape instead of the number of numbers.", "(14, 14, 16)"),
        Wrong("A number in words.", '"3136 numbers"'),
    ],
    "start_here.division": [
        Wrong(
            "The way back hands d_out on, without the factor 1/255.",
            """
def division(x, d_out):
    out = x / 255
    return out, d_out
""",
        ),
        Wrong(
            "The way back multiplies by 255 instead of dividing.",
            """
def division(x, d_out):
    return x / 255, d_out * 255
""",
        ),
        Wrong(
            "The way back is the local slope alone; d_out is not used.",
            """
def division(x, d_out):
    out = x / 255
    d_x = 1 / 255
    return out, d_x
""",
        ),
        Wrong(
            "The slope is multiplied by x, as if out were x²/255 or so: x is constant in no slope.",
            """
def division(x, d_out):
    out = x / 255
    d_x = d_out * out
    return out, d_x
""",
        ),
        Wrong(
            "x is divided in place: the caller's array changes (or bytes refuse it).",
            """
def division(x, d_out):
    x /= 255
    d_out /= 255
    return x, d_out
""",
        ),
        Wrong(
            "Whole-number division: everything below 255 becomes 0.",
            """
def division(x, d_out):
    return x // 255, d_out / 255
""",
        ),
        Wrong(
            "Division by 256 instead of 255.",
            """
def division(x, d_out):
    return x / 256, d_out / 256
""",
        ),
        Wrong(
            "The pair is returned the other way round.",
            """
def division(x, d_out):
    out = x / 255
    d_x = d_out / 255
    return d_x, out
""",
        ),
        Wrong(
            "Printed, not returned.",
            """
def division(x, d_out):
    out = x / 255
    d_x = d_out / 255
    print(out, d_x)
""",
        ),
        Wrong(
            "Only the way forward is returned.",
            """
def division(x, d_out):
    out = x / 255
    return out
""",
        ),
        Wrong(
            "The way back divides x instead of d_out.",
            """
def division(x, d_out):
    out = x / 255
    d_x = x / 255
    return out, d_x
""",
        ),
    ],
    "start_here.predict_shape": [
        Wrong("The slice 5:9 is taken to include 9.", "(5, 28, 1)"),
        Wrong("The single index 14 is taken to keep its axis.", "(4, 1, 28, 1)"),
        Wrong("The index 14 is overlooked.", "(4, 28, 28, 1)"),
        Wrong("14 is read as a slice, the first 14 rows.", "(4, 14, 28, 1)"),
        Wrong("The channels' axis of size 1 is dropped.", "(4, 28)"),
        Wrong("The slice loses its axis as well: one image.", "(28, 1)"),
        Wrong("The number of numbers instead of the shape.", "4 * 28 * 1"),
        Wrong("A string instead of a tuple.", '"4 x 28 x 1"'),
        Wrong("Two mistakes: 9 included, and the axis of 14 kept.", "(5, 1, 28, 1)"),
    ],
    "start_here.predict_gradient": [
        Wrong("Only the path through q: -6 · -2.", "12"),
        Wrong("Only the direct arrow from a to r.", "-6"),
        Wrong("The gradient of b instead of a.", "-18"),
        Wrong("∂r/∂a alone: ∂L/∂r is forgotten.", "-1"),
        Wrong("The slope of r² without its factor 2.", "3"),
        Wrong("The two batons are multiplied instead of added.", "-72"),
        Wrong("The slope of a · b along a is taken as a, not b.", "-24"),
        Wrong("The two batons are not added, but both written down.", "(12, -6)"),
        Wrong("The batons are subtracted.", "12 + 6"),
    ],
    "start_here.measured_gradient": [
        Wrong(
            "Forward differences instead of central ones.",
            """
def measured_gradient(f, x, h):
    slopes = np.zeros(len(x))
    for i in range(len(x)):
        moved = x.copy()
        moved[i] += h
        slopes[i] = (f(moved) - f(x)) / h
    return slopes
""",
        ),
        Wrong(
            "Divided by h, though the two points lie 2h apart.",
            """
def measured_gradient(f, x, h):
    slopes = np.zeros(len(x))
    for i in range(len(x)):
        plus, minus = x.copy(), x.copy()
        plus[i] += h
        minus[i] -= h
        slopes[i] = (f(plus) - f(minus)) / h
    return slopes
""",
        ),
        Wrong(
            "All entries are moved at once: one number comes out.",
            """
def measured_gradient(f, x, h):
    return (f(x + h) - f(x - h)) / (2 * h)
""",
        ),
        Wrong(
            "x is not put back after an entry was moved.",
            """
def measured_gradient(f, x, h):
    slopes = np.zeros_like(x)
    for i in range(len(x)):
        x[i] += h
        up = f(x)
        x[i] -= 2 * h
        down = f(x)
        slopes[i] = (up - down) / (2 * h)
    return slopes
""",
        ),
        Wrong(
            "plus and minus are the same array as x, no copies: the moves cancel.",
            """
def measured_gradient(f, x, h):
    slopes = np.zeros(len(x))
    for i in range(len(x)):
        plus = x
        minus = x
        plus[i] += h
        minus[i] -= h
        slopes[i] = (f(plus) - f(minus)) / (2 * h)
    return slopes
""",
        ),
        Wrong(
            "The sign: down minus up.",
            """
def measured_gradient(f, x, h):
    slopes = np.zeros(len(x))
    for i in range(len(x)):
        e = np.zeros(len(x))
        e[i] = h
        slopes[i] = (f(x - e) - f(x + e)) / (2 * h)
    return slopes
""",
        ),
        Wrong(
            "return stands inside the loop: only the first slope is measured.",
            """
def measured_gradient(f, x, h):
    slopes = np.zeros(len(x))
    for i in range(len(x)):
        e = np.zeros(len(x))
        e[i] = h
        slopes[i] = (f(x + e) - f(x - e)) / (2 * h)
        return slopes
""",
        ),
        Wrong(
            "/ 2 * h divides by 2 and multiplies by h: parentheses are missing.",
            """
def measured_gradient(f, x, h):
    slopes = []
    for i in range(len(x)):
        e = np.zeros(len(x))
        e[i] = h
        slopes.append((f(x + e) - f(x - e)) / 2 * h)
    return np.array(slopes)
""",
        ),
        Wrong(
            "f is given a single number, x[i] + h, instead of the vector.",
            """
def measured_gradient(f, x, h):
    return np.array([(f(x[i] + h) - f(x[i] - h)) / (2 * h) for i in range(len(x))])
""",
        ),
        Wrong(
            "A name that does not exist: eps instead of h.",
            """
def measured_gradient(f, x, h):
    slopes = np.zeros(len(x))
    for i in range(len(x)):
        e = np.zeros(len(x))
        e[i] = eps
        slopes[i] = (f(x + e) - f(x - e)) / (2 * eps)
    return slopes
""",
        ),
        Wrong(
            "The last entry is left out.",
            """
def measured_gradient(f, x, h):
    slopes = np.zeros(len(x))
    for i in range(len(x) - 1):
        e = np.zeros(len(x))
        e[i] = h
        slopes[i] = (f(x + e) - f(x - e)) / (2 * h)
    return slopes
""",
        ),
    ],
    "start_here.scale_gradient": [
        Wrong(
            "Summed over the images only.",
            """
def scale_gradient(x, d_out):
    return (x * d_out).sum(axis=0)
""",
        ),
        Wrong(
            "Summed over the channels, the one axis that must stay.",
            """
def scale_gradient(x, d_out):
    return (x * d_out).sum(axis=-1)
""",
        ),
        Wrong(
            "The slope x is forgotten: d_out is summed alone, as for a bias.",
            """
def scale_gradient(x, d_out):
    return d_out.sum(axis=(0, 1, 2))
""",
        ),
        Wrong(
            "Nothing is summed.",
            """
def scale_gradient(x, d_out):
    return x * d_out
""",
        ),
        Wrong(
            "The mean instead of the sum.",
            """
def scale_gradient(x, d_out):
    return (x * d_out).mean(axis=(0, 1, 2))
""",
        ),
        Wrong(
            "The summed axes are kept: shape (1, 1, 1, C).",
            """
def scale_gradient(x, d_out):
    return (x * d_out).sum(axis=(0, 1, 2), keepdims=True)
""",
        ),
        Wrong(
            "Everything is summed, the channels too.",
            """
def scale_gradient(x, d_out):
    return (x * d_out).sum()
""",
        ),
        Wrong(
            "np.dot instead of the elementwise product: the shapes do not fit.",
            """
def scale_gradient(x, d_out):
    return np.dot(x, d_out).sum(axis=(0, 1, 2))
""",
        ),
        Wrong(
            "The sum of the products is not the product of the sums.",
            """
def scale_gradient(x, d_out):
    return x.sum(axis=(0, 1, 2)) * d_out.sum(axis=(0, 1, 2))
""",
        ),
        Wrong(
            "In a loop, = instead of +=: the last pixel overwrites the others.",
            """
def scale_gradient(x, d_out):
    N, H, W, C = x.shape
    d_scale = np.zeros(C)
    for n in range(N):
        for i in range(H):
            for j in range(W):
                d_scale = x[n, i, j] * d_out[n, i, j]
    return d_scale
""",
        ),
    ],
    "start_here.relay": [
        Wrong(
            "The program as it was, in one line.",
            """
def relay(x, a, d_out):
    return a * (2 * x * d_out)
""",
        ),
        Wrong(
            "The square is mended (2 · a · x), but now the scale's factor a is gone.",
            """
def relay(x, a, d_out):
    d_scaled = 2 * (a * x) * d_out
    d_x = d_scaled
    return d_x
""",
        ),
        Wrong(
            "The square's factor 2 is lost.",
            """
def relay(x, a, d_out):
    d_scaled = a * x * d_out
    d_x = a * d_scaled
    return d_x
""",
        ),
        Wrong(
            "The square's slope is taken as 2 · (a · x)², not 2 · (a · x).",
            """
def relay(x, a, d_out):
    d_scaled = 2 * (a * x) ** 2 * d_out
    return a * d_scaled
""",
        ),
        Wrong(
            "d_out is forgotten.",
            """
def relay(x, a, d_out):
    scaled = a * x
    return 2 * scaled * a
""",
        ),
        Wrong(
            "d_out is added instead of multiplied.",
            """
def relay(x, a, d_out):
    return 2 * a * a * x + d_out
""",
        ),
        Wrong(
            "The way forward instead of the way back.",
            """
def relay(x, a, d_out):
    return (a * x) ** 2
""",
        ),
        Wrong(
            "a is divided by, instead of multiplied with.",
            """
def relay(x, a, d_out):
    d_scaled = 2 * x * d_out
    d_x = d_scaled / a
    return d_x
""",
        ),
        Wrong(
            "One factor a too many.",
            """
def relay(x, a, d_out):
    d_scaled = 2 * (a * x) * d_out
    d_x = a * a * d_scaled
    return d_x
""",
        ),
    ],
}
