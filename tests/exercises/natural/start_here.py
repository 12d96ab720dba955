"""Natural wrong answers to the small exercises of lesson 00, written from the statements."""

from .wrong import Wrong

ANSWERS = {
    "start_here.numbers_after_pooling": [
        Wrong(
            "The numbers before the pooling, 28 × 28 × 16.",
            "28 * 28 * 16",
            "That is what row 5 gets: 28 × 28 × 16. It hands on fewer.",
        ),
        Wrong(
            "The channels are left out.",
            "196",
            "Those are the 14 × 14 numbers of one map. How many maps are there?",
        ),
        Wrong(
            "32 channels, those of row 9, instead of 16.",
            "14 * 14 * 32",
            "6,272 is half of what row 5 gets, or 14 × 14 × 32. Both sides are",
        ),
        Wrong(
            "The numbers after the second pooling, row 9.",
            "7 * 7 * 32",
            "Those are 7 × 7 × 32 numbers, from row 9. Row 5 comes earlier.",
        ),
        Wrong(
            "The three sizes are added instead of multiplied.",
            "14 + 14 + 16",
            "The three sizes are multiplied: each of 16 maps has 14 rows of 14",
        ),
        Wrong(
            "The window's nine numbers become one: 28 · 28 · 16 / 9.",
            "28 * 28 * 16 / 9",
            "A window has nine numbers, but windows overlap: the next one begins two",
        ),
        Wrong(
            "Windows without the zeros at the edge: 13 × 13.",
            "13 * 13 * 16",
            "13 × 13 windows would be right without the zeros at the edge. With them",
        ),
        Wrong(
            "The shape instead of the number of numbers.",
            "(14, 14, 16)",
            "That is their shape, and it is right. How many are they?",
        ),
        Wrong(
            "A number in words.",
            '"3136 numbers"',
            "The answer should be one number; yours is '3136 numbers'. Write it",
        ),
    ],
    "start_here.division": [
        Wrong(
            "The way back hands d_out on, without the factor 1/255.",
            """
def division(x, d_out):
    out = x / 255
    return out, d_out
""",
            "d_x: the runner has a slope of its own, 1/255, and d_out is multiplied",
        ),
        Wrong(
            "The way back multiplies by 255 instead of dividing.",
            """
def division(x, d_out):
    return x / 255, d_out * 255
""",
            "d_x: the way back doesn't undo the way forward. The slope of x / 255 is",
        ),
        Wrong(
            "The way back is the local slope alone; d_out is not used.",
            """
def division(x, d_out):
    out = x / 255
    d_x = 1 / 255
    return out, d_x
""",
            "d_x: 1/255 is the layer's own slope. What came from behind, d_out, is",
        ),
        Wrong(
            "d_out is multiplied by x / 255 instead of 1 / 255.",
            """
def division(x, d_out):
    out = x / 255
    d_x = d_out * out
    return out, d_x
""",
            "d_x: the slope of x / 255 is 1/255, whatever x is. Leave x, and out",
        ),
        Wrong(
            "x is divided in place: the caller's array changes (or bytes refuse it).",
            """
def division(x, d_out):
    x /= 255
    d_out /= 255
    return x, d_out
""",
            "The array on the left has room for whole numbers only: np.zeros(shape)",
        ),
        Wrong(
            "Whole-number division: everything below 255 becomes 0.",
            """
def division(x, d_out):
    return x // 255, d_out / 255
""",
            "out: your numbers are cut to whole ones: np.zeros(shape) has room for",
        ),
        Wrong(
            "Division by 256 instead of 255.",
            """
def division(x, d_out):
    return x / 256, d_out / 256
""",
            "A byte has 256 values, but the largest is 255: white should become 1.",
        ),
        Wrong(
            "The pair is returned the other way round.",
            """
def division(x, d_out):
    out = x / 255
    d_x = d_out / 255
    return d_x, out
""",
            "The right results, but they stand in another order: return out, d_x.",
        ),
        Wrong(
            "Printed, not returned.",
            """
def division(x, d_out):
    out = x / 255
    d_x = d_out / 255
    print(out, d_x)
""",
            "It returns nothing (None). print shows a result, but doesn't hand it",
        ),
        Wrong(
            "Only the way forward is returned.",
            """
def division(x, d_out):
    out = x / 255
    return out
""",
            "That is out only: return out, d_x.",
        ),
        Wrong(
            "The way back divides x instead of d_out.",
            """
def division(x, d_out):
    out = x / 255
    d_x = x / 255
    return out, d_x
""",
            "d_x: on the way back it is d_out that is divided by 255, not x.",
        ),
        Wrong(
            "np.divide into x itself.",
            """
def division(x, d_out):
    out = np.divide(x, 255, out=x)
    return out, d_out / 255
""",
            "The array on the left has room for whole numbers only: np.zeros(shape)",
        ),
        Wrong(
            "d_out is multiplied by 1 - 1/255.",
            """
def division(x, d_out):
    out = x / 255
    d_x = d_out * (1 - 1 / 255)
    return out, d_x
""",
        ),
    ],
    "start_here.predict_shape": [
        Wrong(
            "The slice 5:9 is taken to include 9.",
            "(5, 28, 1)",
            "A slice ends before its second number: 5:9 is 5, 6, 7 and 8.",
        ),
        Wrong(
            "The single index 14 is taken to keep its axis.",
            "(4, 1, 28, 1)",
            "A single index takes its axis away; 14:15 would keep it, with length 1.",
        ),
        Wrong(
            "The index 14 is overlooked.",
            "(4, 28, 28, 1)",
            "The 14 is used up, too: a single index takes its axis away.",
        ),
        Wrong(
            "14 is read as a slice, the first 14 rows.",
            "(4, 14, 28, 1)",
            "14 alone is one row; :14 would be the first fourteen.",
        ),
        Wrong(
            "The channels' axis of size 1 is dropped.",
            "(4, 28)",
            "The channel is still there, though it is only one.",
        ),
        Wrong(
            "The slice loses its axis as well: one image.",
            "(28, 1)",
            "That is row 14 of one image. 5:9 picks several images.",
        ),
        Wrong(
            "The number of numbers instead of the shape.",
            "4 * 28 * 1",
            "That is how many numbers there are: a count. What is asked for is a",
        ),
        Wrong(
            "A string instead of a tuple.",
            '"4 x 28 x 1"',
            "The answer should be 3 numbers in brackets; yours is '4 x 28 x 1'.",
        ),
        Wrong(
            "Two mistakes: 9 included, and the axis of 14 kept.",
            "(5, 1, 28, 1)",
            "5:9 ends before 9; and a single index, 14, takes its axis away.",
        ),
    ],
    "start_here.predict_gradient": [
        Wrong(
            "Only the path through q: -6 · -2.",
            "12",
            "That is the way through q only. a reaches r directly, too: add both",
        ),
        Wrong(
            "Only the direct arrow from a to r.",
            "-6",
            "That is the direct way from a to r, and ∂L/∂r itself. The way through q",
        ),
        Wrong(
            "The gradient of b instead of a.",
            "-18",
            "That is ∂L/∂b. a is the other one.",
        ),
        Wrong(
            "∂r/∂a alone: ∂L/∂r is forgotten.",
            "-1",
            "That is ∂r/∂a, both ways added up, well done. It has to be multiplied",
        ),
        Wrong(
            "The slope of r² without its factor 2.",
            "3",
            "The derivative of r² is 2 r: a factor 2 is missing.",
        ),
        Wrong(
            "The two batons are multiplied instead of added.",
            "-72",
            "The two ways are multiplied. One after the other multiplies; side by",
        ),
        Wrong(
            "The slope of a · b along a is taken as a, not b.",
            "-24",
            "The slope of q = a · b along a is b, not a.",
        ),
        Wrong(
            "The two batons are not added, but both written down.",
            "(12, -6)",
            "Both ways are right. Where two come back to one number, they are added",
        ),
        Wrong(
            "The batons are subtracted.",
            "12 + 6",
            "The two ways add up with their signs: 12 and -6. (Or is it ∂L/∂b",
        ),
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
            "This is the one-sided difference, up from x. The central one goes the",
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
            "Twice too large: from x - h to x + h it is 2 h, and that is what you",
        ),
        Wrong(
            "All entries are moved at once: one number comes out.",
            """
def measured_gradient(f, x, h):
    return (f(x + h) - f(x - h)) / (2 * h)
""",
            "You move all entries at once, and get the sum of all slopes. Move one",
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
            "It changes its argument x, which the caller still needs: make a copy.",
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
            "All slopes are 0. `up = x` is the same array, not a copy (a slice",
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
            "The sign is turned round: f(x + h) comes first, f(x - h) is subtracted.",
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
            "Only the first number is filled. Is the `return` inside the loop?",
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
            "`/ 2 * h` divides by 2 and then multiplies by h. Put brackets around",
        ),
        Wrong(
            "f is given a single number, x[i] + h, instead of the vector.",
            """
def measured_gradient(f, x, h):
    return np.array([(f(x[i] + h) - f(x[i] - h)) / (2 * h) for i in range(len(x))])
""",
            "It raises ValueError: f takes the whole vector x, and got 1.5",
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
            "eps is none of the arguments (f, x, h): define it before.",
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
            "The last number is missing: range(n) ends before n.",
        ),
        Wrong(
            "The step is fixed.",
            """
def measured_gradient(f, x, h):
    grad = np.zeros(len(x))
    for i in range(len(x)):
        up, down = x.copy(), x.copy()
        up[i] += 1e-4
        down[i] -= 1e-4
        grad[i] = (f(up) - f(down)) / 2e-4
    return grad
""",
            "You don't use the given h. Your slopes are good ones, but for another h.",
        ),
        Wrong(
            "Backward differences.",
            """
def measured_gradient(f, x, h):
    grad = np.zeros(len(x))
    for i in range(len(x)):
        down = x.copy()
        down[i] = down[i] - h
        grad[i] = (f(x) - f(down)) / h
    return grad
""",
            "This is the one-sided difference, down from x. The central one goes the",
        ),
        Wrong(
            "The second copy is made of the first: it goes back to x, not below.",
            """
def measured_gradient(f, x, h):
    grad = np.zeros(len(x))
    for i in range(len(x)):
        up = x.copy()
        up[i] += h
        down = up.copy()
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad
""",
            "Half as large as it should be: from x to x + h it is h, not 2 h. Go",
        ),
        Wrong(
            "The loop enumerates values instead of places.",
            """
def measured_gradient(f, x, h):
    grad = np.zeros(len(x))
    for i in x:
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad
""",
            "A size or an index must be a whole number: / makes a float, // doesn't",
        ),
    ],
    "start_here.scale_gradient": [
        Wrong(
            "Summed over the images only.",
            """
def scale_gradient(x, d_out):
    return (x * d_out).sum(axis=0)
""",
            "You add up over the images only. The same scale is used in every row",
        ),
        Wrong(
            "Summed over the channels, the one axis that must stay.",
            """
def scale_gradient(x, d_out):
    return (x * d_out).sum(axis=-1)
""",
            "You add up over the channels: that is the one axis that should stay.",
        ),
        Wrong(
            "The slope x is forgotten: d_out is summed alone, as for a bias.",
            """
def scale_gradient(x, d_out):
    return d_out.sum(axis=(0, 1, 2))
""",
            "This is Σ d_out: the derivative of scale · x with respect to scale is",
        ),
        Wrong(
            "Nothing is summed.",
            """
def scale_gradient(x, d_out):
    return x * d_out
""",
            "The shares are right, but not added up: scale[c] is used for every",
        ),
        Wrong(
            "The mean instead of the sum.",
            """
def scale_gradient(x, d_out):
    return (x * d_out).mean(axis=(0, 1, 2))
""",
            "You take the mean. The chain rule adds up: the loss is a mean already",
        ),
        Wrong(
            "The summed axes are kept: shape (1, 1, 1, C).",
            """
def scale_gradient(x, d_out):
    return (x * d_out).sum(axis=(0, 1, 2), keepdims=True)
""",
            "The numbers are right, but their shape is another one: leave out",
        ),
        Wrong(
            "Everything is summed, the channels too.",
            """
def scale_gradient(x, d_out):
    return (x * d_out).sum()
""",
            "One number for all channels. Each channel has its own scale: leave axis",
        ),
        Wrong(
            "np.dot instead of the elementwise product: the shapes do not fit.",
            """
def scale_gradient(x, d_out):
    return np.dot(x, d_out).sum(axis=(0, 1, 2))
""",
            "@ and np.dot are the matrix product. Place by place, it is *.",
        ),
        Wrong(
            "The sum of the products is not the product of the sums.",
            """
def scale_gradient(x, d_out):
    return x.sum(axis=(0, 1, 2)) * d_out.sum(axis=(0, 1, 2))
""",
            "The two sums are multiplied. Multiply x and d_out place by place first",
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
            "Only the last place of the last image is in it: something overwrites",
        ),
        Wrong(
            "Reshaped to channels first by mistake before summing.",
            """
def scale_gradient(x, d_out):
    C = x.shape[-1]
    return (x * d_out).reshape(C, -1).sum(axis=1)
""",
            "reshape moves no axis: it cuts the memory anew, and the channels get",
        ),
        Wrong(
            "Only d_out's sum times the mean of x.",
            """
def scale_gradient(x, d_out):
    return x.mean(axis=(0, 1, 2)) * d_out.sum(axis=(0, 1, 2))
""",
            "The mean of x, times the sum of d_out: multiply place by place first",
        ),
        Wrong(
            "The images are averaged.",
            """
def scale_gradient(x, d_out):
    return (x * d_out).sum(axis=(1, 2)).mean(axis=0)
""",
            "It is right up to the factor 1/N: sum over the images, don't average.",
        ),
        Wrong(
            "einsum with a letter of its own for the channels of d_out.",
            """
def scale_gradient(x, d_out):
    return np.einsum("nyxc,nyxd->cd", x, d_out)
""",
            "Each channel of x is multiplied by every channel of d_out. Only c",
        ),
    ],
    "start_here.relay": [
        Wrong(
            "The program as it was, in one line.",
            """
def relay(x, a, d_out):
    return a * (2 * x * d_out)
""",
            "One factor a is missing. Two belong here: the square's slope is taken",
        ),
        Wrong(
            "The square is mended (2 · a · x), but now the scale's factor a is gone.",
            """
def relay(x, a, d_out):
    d_scaled = 2 * (a * x) * d_out
    d_x = d_scaled
    return d_x
""",
            "One factor a is missing. Two belong here: the square's slope is taken",
        ),
        Wrong(
            "The square's factor 2 is lost.",
            """
def relay(x, a, d_out):
    d_scaled = a * x * d_out
    d_x = a * d_scaled
    return d_x
""",
            "A factor 2 is missing: the slope of scaled² is 2 · scaled.",
        ),
        Wrong(
            "The square's slope is taken as 2 · (a · x)², not 2 · (a · x).",
            """
def relay(x, a, d_out):
    d_scaled = 2 * (a * x) ** 2 * d_out
    return a * d_scaled
""",
            "The slope of scaled² is 2 · scaled. In yours the square is still there.",
        ),
        Wrong(
            "d_out is forgotten.",
            """
def relay(x, a, d_out):
    scaled = a * x
    return 2 * scaled * a
""",
            "Both slopes are right, but d_out is not in it: nobody took over what",
        ),
        Wrong(
            "d_out is added instead of multiplied.",
            """
def relay(x, a, d_out):
    return 2 * a * a * x + d_out
""",
            "d_out is multiplied by the slopes, not added to them.",
        ),
        Wrong(
            "The way forward instead of the way back.",
            """
def relay(x, a, d_out):
    return (a * x) ** 2
""",
            "That is out, the way forward. What is asked for is the way back, ∂L/∂x.",
        ),
        Wrong(
            "a is divided by, instead of multiplied by.",
            """
def relay(x, a, d_out):
    d_scaled = 2 * x * d_out
    d_x = d_scaled / a
    return d_x
""",
            "You divide by a. The way back multiplies by the slope of a · x, which",
        ),
        Wrong(
            "One factor a too many.",
            """
def relay(x, a, d_out):
    d_scaled = 2 * (a * x) * d_out
    d_x = a * a * d_scaled
    return d_x
""",
            "One a too many: a once from scaled = a · x, and once from the first",
        ),
        Wrong(
            "a is taken twice, x is missing.",
            """
def relay(x, a, d_out):
    return 2 * a * a * d_out
""",
            "Your answer doesn't depend on x. The slope of scaled² does: it is 2 ·",
        ),
        Wrong(
            "The square's slope is taken at x, and a is squared instead.",
            """
def relay(x, a, d_out):
    d_scaled = 2 * x * d_out
    d_x = a**3 * d_scaled
    return d_x
""",
            "One a too many: a once from scaled = a · x, and once from the first",
        ),
        Wrong(
            "d_out is multiplied in twice.",
            """
def relay(x, a, d_out):
    scaled = a * x
    d_scaled = 2 * scaled * d_out
    return a * d_scaled * d_out
""",
            "d_out is in it twice: it is multiplied in once, at the last step.",
        ),
    ],
}
