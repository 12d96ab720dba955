"""Natural wrong answers to the small exercises of lesson 06, written from the statements alone."""

from .wrong import Wrong

ANSWERS = {
    "dense.predict_parameters": [
        Wrong("The biases are forgotten.", "3136 * 100"),
        Wrong("Inputs and outputs are added.", "3236"),
        Wrong("A bias for each input instead of each output.", "3136 * 100 + 3136"),
        Wrong("A bias for inputs and outputs.", "3136 * 100 + 3136 + 100"),
        Wrong("The pixels of the image instead of the 3,136 inputs.", "28 * 28 * 100 + 100"),
        Wrong("One bias for the whole layer.", "313601"),
        Wrong("10 outputs.", "31370"),
        Wrong("With a comma, as a string.", '"313,700"'),
        Wrong("With a comma, as a pair.", "(313, 700)"),
        Wrong("The shape of the weights.", "(3136, 100)"),
        Wrong("A bias for each weight.", "2 * 313600"),
    ],
    "dense.predict_units": [
        Wrong("Training is taken to make all of them different.", "64"),
        Wrong("One for each class.", "10"),
        Wrong("None at all.", "0"),
        Wrong("Two kinds.", "2"),
        Wrong("One for each pixel.", "784"),
        Wrong("Hidden units and outputs.", "74"),
        Wrong("A word.", '"one"'),
        Wrong("Half of them.", "32"),
        Wrong("The number of weights.", "784 * 64"),
        Wrong("Those that are dead are left out: 63 of 64 are copies.", "63"),
    ],
    "dense.backward": [
        Wrong(
            "weights is not transposed: the shapes do not fit.",
            """
def backward(x, weights, d_out):
    d_x = d_out @ weights
    d_weights = x.T @ d_out
    d_bias = d_out.sum(axis=0)
    return d_x, d_weights, d_bias
""",
        ),
        Wrong(
            "x is not transposed: the shapes do not fit.",
            """
def backward(x, weights, d_out):
    d_x = d_out @ weights.T
    d_weights = x @ d_out
    d_bias = d_out.sum(axis=0)
    return d_x, d_weights, d_bias
""",
        ),
        Wrong(
            "d_bias is not summed over the images.",
            """
def backward(x, weights, d_out):
    return d_out @ weights.T, x.T @ d_out, d_out
""",
        ),
        Wrong(
            "Means over the batch instead of sums.",
            """
def backward(x, weights, d_out):
    N = len(x)
    d_x = d_out @ weights.T
    d_weights = x.T @ d_out / N
    d_bias = d_out.mean(axis=0)
    return d_x, d_weights, d_bias
""",
        ),
        Wrong(
            "The order: d_weights comes first.",
            """
def backward(x, weights, d_out):
    d_x = d_out @ weights.T
    d_weights = x.T @ d_out
    d_bias = d_out.sum(axis=0)
    return d_weights, d_bias, d_x
""",
        ),
        Wrong(
            "d_weights comes out transposed: O × I.",
            """
def backward(x, weights, d_out):
    return d_out @ weights.T, d_out.T @ x, d_out.sum(axis=0)
""",
        ),
        Wrong(
            "d_bias is summed over the outputs instead of the images.",
            """
def backward(x, weights, d_out):
    return d_out @ weights.T, x.T @ d_out, d_out.sum(axis=1)
""",
        ),
        Wrong(
            "d_bias keeps the images' axis: 1 × O.",
            """
def backward(x, weights, d_out):
    return d_out @ weights.T, x.T @ d_out, d_out.sum(axis=0, keepdims=True)
""",
        ),
        Wrong(
            "d_bias is one number for all outputs.",
            """
def backward(x, weights, d_out):
    return d_out @ weights.T, x.T @ d_out, d_out.sum()
""",
        ),
        Wrong(
            "* instead of @: no matrix product.",
            """
def backward(x, weights, d_out):
    return d_out * weights.T, x.T * d_out, d_out.sum(axis=0)
""",
        ),
        Wrong(
            "d_bias is forgotten.",
            """
def backward(x, weights, d_out):
    return d_out @ weights.T, x.T @ d_out
""",
        ),
        Wrong(
            "The factors of d_x stand the other way round.",
            """
def backward(x, weights, d_out):
    d_x = weights.T @ d_out
    d_weights = x.T @ d_out
    d_bias = d_out.sum(axis=0)
    return d_x, d_weights, d_bias
""",
        ),
        Wrong(
            "A dictionary instead of a tuple.",
            """
def backward(x, weights, d_out):
    return {
        "x": d_out @ weights.T,
        "weights": x.T @ d_out,
        "bias": d_out.sum(axis=0),
    }
""",
        ),
    ],
    "dense.he_spread": [
        Wrong(
            "The variance: the root is forgotten.",
            """
def he_spread(shape):
    return 2 / np.prod(shape[:-1])
""",
        ),
        Wrong(
            "1 instead of 2 (Xavier's).",
            """
def he_spread(shape):
    return np.sqrt(1 / np.prod(shape[:-1]))
""",
        ),
        Wrong(
            "Only the first axis: right for dense weights, not for filters.",
            """
def he_spread(shape):
    return np.sqrt(2 / shape[0])
""",
        ),
        Wrong(
            "All axes, the outputs as well.",
            """
def he_spread(shape):
    return np.sqrt(2 / np.prod(shape))
""",
        ),
        Wrong(
            "The outputs instead of the inputs.",
            """
def he_spread(shape):
    return np.sqrt(2 / shape[-1])
""",
        ),
        Wrong(
            "Only the channels that go in: the k × k places are forgotten.",
            """
def he_spread(shape):
    return np.sqrt(2 / shape[-2])
""",
        ),
        Wrong(
            "The root of 2 only: the parenthesis closes too early.",
            """
def he_spread(shape):
    return np.sqrt(2) / np.prod(shape[:-1])
""",
        ),
        Wrong(
            "Inputs and outputs together (Glorot's).",
            """
def he_spread(shape):
    return np.sqrt(2 / (np.prod(shape[:-1]) + shape[-1]))
""",
        ),
        Wrong(
            "The weights themselves instead of their standard deviation.",
            """
def he_spread(shape):
    return np.random.standard_normal(shape) * np.sqrt(2 / np.prod(shape[:-1]))
""",
        ),
        Wrong(
            "The sizes are added instead of multiplied.",
            """
def he_spread(shape):
    return np.sqrt(2 / sum(shape[:-1]))
""",
        ),
        Wrong(
            "k × k only: the channels are forgotten.",
            """
def he_spread(shape):
    return np.sqrt(2 / np.prod(shape[:2]))
""",
        ),
        Wrong(
            "A tuple has no prod.",
            """
def he_spread(shape):
    return np.sqrt(2 / shape[:-1].prod())
""",
        ),
        Wrong(
            "Written for four axes only: dense weights have two.",
            """
def he_spread(shape):
    k, _, channels_in, channels_out = shape
    return np.sqrt(2 / (k * k * channels_in))
""",
        ),
    ],
    "dense.weights_gradient": [
        Wrong(
            "The program as it was.",
            """
def weights_gradient(x, d_out):
    for n in range(len(x)):
        d_weights = np.outer(x[n], d_out[n])
    return d_weights
""",
        ),
        Wrong(
            "The mean over the images instead of their sum.",
            """
def weights_gradient(x, d_out):
    return x.T @ d_out / len(x)
""",
        ),
        Wrong(
            "Begins with zeros, but still overwrites.",
            """
def weights_gradient(x, d_out):
    d_weights = np.zeros((x.shape[1], d_out.shape[1]))
    for n in range(len(x)):
        d_weights = np.outer(x[n], d_out[n])
    return d_weights
""",
        ),
        Wrong(
            "Transposed: O × I.",
            """
def weights_gradient(x, d_out):
    return d_out.T @ x
""",
        ),
        Wrong(
            "+= to a name that has no value yet.",
            """
def weights_gradient(x, d_out):
    for n in range(len(x)):
        d_weights += np.outer(x[n], d_out[n])
    return d_weights
""",
        ),
        Wrong(
            "np.outer of the whole batches: it flattens both.",
            """
def weights_gradient(x, d_out):
    return np.outer(x, d_out)
""",
        ),
        Wrong(
            "return stands inside the loop: only the first image.",
            """
def weights_gradient(x, d_out):
    d_weights = np.zeros((x.shape[1], d_out.shape[1]))
    for n in range(len(x)):
        d_weights += np.outer(x[n], d_out[n])
        return d_weights
""",
        ),
        Wrong(
            "The wrong factor is transposed: N × N.",
            """
def weights_gradient(x, d_out):
    return x @ d_out.T
""",
        ),
        Wrong(
            "The sum has the shape of x: the outer products do not fit.",
            """
def weights_gradient(x, d_out):
    d_weights = np.zeros_like(x)
    for n in range(len(x)):
        d_weights += np.outer(x[n], d_out[n])
    return d_weights
""",
        ),
        Wrong(
            "Outer product of the sums instead of sum of the outer products.",
            """
def weights_gradient(x, d_out):
    return np.outer(x.sum(axis=0), d_out.sum(axis=0))
""",
        ),
        Wrong(
            "Every image's outer product, not summed: N × I × O.",
            """
def weights_gradient(x, d_out):
    return np.array([np.outer(x[n], d_out[n]) for n in range(len(x))])
""",
        ),
    ],
}
