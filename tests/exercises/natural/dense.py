"""Natural wrong answers to the small exercises of lesson 06, written from the statements."""

from .wrong import Wrong

ANSWERS = {
    "dense.predict_parameters": [
        Wrong(
            "The biases are forgotten.",
            "3136 * 100",
            "Those are the weights. Each output has a bias, too.",
        ),
        Wrong(
            "Inputs and outputs are added.",
            "3236",
            "Every input is connected to every output: that is a product, not a sum.",
        ),
        Wrong(
            "A bias for each input instead of each output.",
            "3136 * 100 + 3136",
            "There is a bias for every output, not for every input.",
        ),
        Wrong(
            "A bias for inputs and outputs.",
            "3136 * 100 + 3136 + 100",
            "Inputs have no biases, only outputs do.",
        ),
        Wrong(
            "The pixels of the image instead of the 3,136 inputs.",
            "28 * 28 * 100 + 100",
            "784 are the pixels of an image. This layer has 3,136 inputs.",
        ),
        Wrong(
            "One bias for the whole layer.",
            "313601",
            "There is not one bias, but one for every output.",
        ),
        Wrong(
            "10 outputs.",
            "31370",
            "That is for 10 outputs. This layer has 100.",
        ),
        Wrong(
            "With a comma, as a string.",
            '"313,700"',
            "The answer should be one number; yours is '313,700'. Write it without",
        ),
        Wrong(
            "With a comma, as a pair.",
            "(313, 700)",
            "The answer should be one number; yours is (313, 700). In Python a comma",
        ),
        Wrong(
            "The shape of the weights.",
            "(3136, 100)",
            "The answer should be one number; yours is (3136, 100).",
        ),
        Wrong(
            "A bias for each weight.",
            "2 * 313600",
            "A weight has no bias of its own. There is one for each output.",
        ),
    ],
    "dense.predict_units": [
        Wrong(
            "Training is taken to make all of them different.",
            "64",
            "What should make two of them different? They have the same inputs, the",
        ),
        Wrong(
            "One for each class.",
            "10",
            "The ten outputs listen to all hidden units in the same way, so that all",
        ),
        Wrong(
            "None at all.",
            "0",
            "They do learn something, and there are 64 of them. But are any two",
        ),
        Wrong(
            "Two kinds.",
            "2",
            "Did you try it? A machine's rounding may split them, where it adds up",
        ),
        Wrong(
            "One for each pixel.",
            "784",
            "There are 64 hidden units in all.",
        ),
        Wrong(
            "Hidden units and outputs.",
            "74",
            "The 10 outputs are not hidden. There are 64 hidden units in all.",
        ),
        Wrong(
            "A word.",
            '"one"',
            "The answer should be one number; yours is 'one'. Write it without",
        ),
        Wrong(
            "Half of them.",
            "32",
            "What should make one half of them different from the other?",
        ),
        Wrong(
            "The number of weights.",
            "784 * 64",
            "Those are weights. There are 64 hidden units in all.",
        ),
        Wrong(
            "Those that are dead are left out: 63 of 64 are copies.",
            "63",
            "That many are copies of another one. How many are left without them?",
        ),
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
            "d_x went through the weights as they are. The way back goes through",
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
            "In a @ b, a row of a must be as long as a column of b; here they have 2",
        ),
        Wrong(
            "d_bias is not summed over the images.",
            """
def backward(x, weights, d_out):
    return d_out @ weights.T, x.T @ d_out, d_out
""",
            "d_bias still has the batch axis: one bias serves all images, so sum",
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
            "d_weights and d_bias: it is right up to the factor 1/N: sum over the",
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
            "The right results, but they stand in another order: return d_x",
        ),
        Wrong(
            "d_weights comes out transposed: O × I.",
            """
def backward(x, weights, d_out):
    return d_out @ weights.T, d_out.T @ x, d_out.sum(axis=0)
""",
            "d_weights is transposed: weights are inputs × outputs, so xᵀ stands",
        ),
        Wrong(
            "d_bias is summed over the outputs instead of the images.",
            """
def backward(x, weights, d_out):
    return d_out @ weights.T, x.T @ d_out, d_out.sum(axis=1)
""",
            "d_bias is summed over the outputs; each output has a bias of its own",
        ),
        Wrong(
            "d_bias keeps the images' axis: 1 × O.",
            """
def backward(x, weights, d_out):
    return d_out @ weights.T, x.T @ d_out, d_out.sum(axis=0, keepdims=True)
""",
            "d_bias: the numbers are right, but their shape is another one: leave",
        ),
        Wrong(
            "d_bias is one number for all outputs.",
            """
def backward(x, weights, d_out):
    return d_out @ weights.T, x.T @ d_out, d_out.sum()
""",
            "d_bias is one sum for all outputs; each output has a bias of its own",
        ),
        Wrong(
            "* instead of @: no matrix product.",
            """
def backward(x, weights, d_out):
    return d_out * weights.T, x.T * d_out, d_out.sum(axis=0)
""",
            "* multiplies place by place. (3, 4) and (4, 4) fit for a matrix",
        ),
        Wrong(
            "d_bias is forgotten.",
            """
def backward(x, weights, d_out):
    return d_out @ weights.T, x.T @ d_out
""",
            "d_bias is missing: return d_x, d_weights, d_bias.",
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
            "In a @ b, a row of a must be as long as a column of b; here they have 2",
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
            "expected a tuple of 3, got a dict.",
        ),
        Wrong(
            "d_weights is an outer product of the first image.",
            """
def backward(x, weights, d_out):
    return d_out @ weights.T, np.outer(x[0], d_out[0]), d_out.sum(axis=0)
""",
            "d_weights: only the first of the batch is in it (x[0], d_out[0]). All",
        ),
        Wrong(
            "d_x is summed over images.",
            """
def backward(x, weights, d_out):
    return (d_out @ weights.T).sum(axis=0), x.T @ d_out, d_out.sum(axis=0)
""",
            "d_x is summed over the batch. Each image has its own input, and its own",
        ),
        Wrong(
            "weights are used for d_weights.",
            """
def backward(x, weights, d_out):
    d_x = d_out @ weights.T
    d_weights = weights * (x.T @ d_out)
    return d_x, d_weights, d_out.sum(axis=0)
""",
            "d_weights: the weights themselves are not in it, only x and d_out.",
        ),
        Wrong(
            "d_bias is ones.",
            """
def backward(x, weights, d_out):
    return d_out @ weights.T, x.T @ d_out, np.ones(d_out.shape[1])
""",
            "d_bias: what comes back is d_out. Take its sum over the images, not of ones.",
        ),
    ],
    "dense.he_spread": [
        Wrong(
            "The variance: the root is forgotten.",
            """
def he_spread(shape):
    return 2 / np.prod(shape[:-1])
""",
            "That is the variance. The standard deviation is its root.",
        ),
        Wrong(
            "1 instead of 2 (Xavier's).",
            """
def he_spread(shape):
    return np.sqrt(1 / np.prod(shape[:-1]))
""",
            "The 2 is missing: ReLU lets only half of the signal's square through.",
        ),
        Wrong(
            "Only the first axis: right for dense weights, not for filters.",
            """
def he_spread(shape):
    return np.sqrt(2 / shape[0])
""",
            "Right for dense layers; but an output of a convolution sums over k · k",
        ),
        Wrong(
            "All axes, the outputs as well.",
            """
def he_spread(shape):
    return np.sqrt(2 / np.prod(shape))
""",
            "You count all weights. One output listens to the inputs only: all axes",
        ),
        Wrong(
            "The outputs instead of the inputs.",
            """
def he_spread(shape):
    return np.sqrt(2 / shape[-1])
""",
            "You count the outputs (the last axis). What counts is how many inputs",
        ),
        Wrong(
            "Only the channels that go in: the k × k places are forgotten.",
            """
def he_spread(shape):
    return np.sqrt(2 / shape[-2])
""",
            "You leave out the k · k: an output of a convolution sums over k · k · C",
        ),
        Wrong(
            "The root of 2 only: the parenthesis closes too early.",
            """
def he_spread(shape):
    return np.sqrt(2) / np.prod(shape[:-1])
""",
            "The root belongs to the whole fraction: √(2 / inputs), not √2 / inputs.",
        ),
        Wrong(
            "Inputs and outputs together (Glorot's).",
            """
def he_spread(shape):
    return np.sqrt(2 / (np.prod(shape[:-1]) + shape[-1]))
""",
            "Inputs and outputs: that is the start of Glorot and Bengio (2010), a",
        ),
        Wrong(
            "The weights themselves instead of their standard deviation.",
            """
def he_spread(shape):
    return np.random.standard_normal(shape) * np.sqrt(2 / np.prod(shape[:-1]))
""",
            "expected one number, got an array of 8 × 4.",
        ),
        Wrong(
            "The sizes are added instead of multiplied.",
            """
def he_spread(shape):
    return np.sqrt(2 / sum(shape[:-1]))
""",
            "You add the sizes up. An output sums over k · k · C inputs: a product.",
        ),
        Wrong(
            "k × k only: the channels are forgotten.",
            """
def he_spread(shape):
    return np.sqrt(2 / np.prod(shape[:2]))
""",
            "You leave out the channels that go in: an output of a convolution sums",
        ),
        Wrong(
            "A tuple has no prod.",
            """
def he_spread(shape):
    return np.sqrt(2 / shape[:-1].prod())
""",
            "Arrays have a prod, a tuple has none: np.prod(…) takes it, too.",
        ),
        Wrong(
            "Written for four axes only: dense weights have two.",
            """
def he_spread(shape):
    k, _, channels_in, channels_out = shape
    return np.sqrt(2 / (k * k * channels_in))
""",
            "shape is (8, 4) here; on the left there are 4 names.",
        ),
        Wrong(
            "The sizes are averaged instead of multiplied.",
            """
def he_spread(shape):
    return np.sqrt(2 / np.mean(shape[:-1]))
""",
            "The sizes are averaged. An output sums over k · k · C inputs: a product.",
        ),
        Wrong(
            "math is not imported.",
            """
def he_spread(shape):
    return math.sqrt(2 / math.prod(shape[:-1]))
""",
            "math is a module: `import math`, in the function or above it.",
        ),
        Wrong(
            "All but the first axis.",
            """
def he_spread(shape):
    return np.sqrt(2 / np.prod(shape[1:]))
""",
            "You leave out the first axis. It is the last one that is left out.",
        ),
        Wrong(
            "6 / inputs: the uniform variant's limit.",
            """
def he_spread(shape):
    return np.sqrt(6 / np.prod(shape[:-1]))
""",
            "6 / inputs belongs to uniform weights: it is their limit. The standard",
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
            "As in the program above, only the last image is in it: = overwrites, +=",
        ),
        Wrong(
            "The mean over the images instead of their sum.",
            """
def weights_gradient(x, d_out):
    return x.T @ d_out / len(x)
""",
            "It is right up to the factor 1/N: sum over the images, don't average.",
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
            "As in the program above, only the last image is in it: = overwrites, +=",
        ),
        Wrong(
            "Transposed: O × I.",
            """
def weights_gradient(x, d_out):
    return d_out.T @ x
""",
            "It is transposed: the inputs come first, then the outputs.",
        ),
        Wrong(
            "+= to a name that has no value yet.",
            """
def weights_gradient(x, d_out):
    for n in range(len(x)):
        d_weights += np.outer(x[n], d_out[n])
    return d_weights
""",
            "d_weights += changes what is there already. Begin with d_weights =",
        ),
        Wrong(
            "np.outer of the whole batches: it flattens both.",
            """
def weights_gradient(x, d_out):
    return np.outer(x, d_out)
""",
            "np.outer flattens both arrays, and multiplies the images by each",
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
            "Only the first of the batch is in it (x[0], d_out[0]). All of them",
        ),
        Wrong(
            "The wrong factor is transposed: N × N.",
            """
def weights_gradient(x, d_out):
    return x @ d_out.T
""",
            "x @ d_out.T is a table of images × images. The sum over the images is",
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
            "On the left there is room for (1, 3), and what is added has the shape",
        ),
        Wrong(
            "Outer product of the sums instead of sum of the outer products.",
            """
def weights_gradient(x, d_out):
    return np.outer(x.sum(axis=0), d_out.sum(axis=0))
""",
            "You sum the images first, then multiply. That mixes one image's input",
        ),
        Wrong(
            "Every image's outer product, not summed: N × I × O.",
            """
def weights_gradient(x, d_out):
    return np.array([np.outer(x[n], d_out[n]) for n in range(len(x))])
""",
            "All the products are there, one table for each image: now add them up.",
        ),
        Wrong(
            "x is not transposed in np.dot.",
            """
def weights_gradient(x, d_out):
    return np.dot(x, d_out)
""",
            "In a @ b, a row of a must be as long as a column of b; here they have 3",
        ),
        Wrong(
            "The first image counts twice.",
            """
def weights_gradient(x, d_out):
    d_weights = np.outer(x[0], d_out[0])
    for n in range(len(x)):
        d_weights += np.outer(x[n], d_out[n])
    return d_weights
""",
            "The first image is in it twice. Does your sum start from zeros?",
        ),
        Wrong(
            "A list of outer products is returned.",
            """
def weights_gradient(x, d_out):
    return [np.outer(a, b) for a, b in zip(x, d_out)]
""",
            "All the products are there, one table for each image: now add them up.",
        ),
    ],
}
