"""The gradient check: what backward computes, against what small steps measure."""

import numpy as np

from .arguments import generator, real_array, whole
from .layers import Layer, SoftmaxCrossEntropy
from .network import Network

STEP = 1e-5  # in float64: small enough for the curvature, large enough for the rounding
TOLERANCE = 1e-5


def check_gradients(subject, x, labels=None, *, samples=100, seed=0):
    """Hold a backward pass against central differences; print a receipt, return True if it passes.

    `subject` is a layer, a Network (with `labels`), or a loss (`x` are its logits, with `labels`).
    A layer alone has no loss: its output is multiplied with fixed random numbers and summed up.
    Everything runs in float64, on copies. Of each array up to `samples` random entries are
    measured, four or five forward passes each.

    The relative error is |analytic - numeric| / (|analytic| + |numeric|), both as vectors. An
    entry at a kink (a ReLU at 0, a tie in max pooling) has no derivative to compare with; it is
    counted and left out. A layer that changes its argument, or returns nothing, fails at once.
    """
    x = check_subject(subject, x, labels)
    whole("samples", samples)
    rng, passed = generator("seed", seed), True
    print(f"Gradient check: {type(subject).__name__}")
    if isinstance(subject, Layer) and (broken := broken_promise(subject, x)):
        print(f"  {broken}  WRONG")
        return False
    loss, arrays, gradients = choose_problem(subject)(subject, x, labels, seed)
    width = max(len(name) for name in arrays)
    for name, array in arrays.items():
        verdict, text = compare(loss, array, gradients.get(name), samples, rng)
        print(f"  {name:{width}}  {text}  {'ok' if verdict else 'WRONG'}")
        passed &= verdict
    return passed


def numeric_gradient(f, array):
    """dL/d(array) of L = f(), measured: (f(a + step) - f(a - step)) / (2 step), entry by entry.

    `f` takes no argument and reads `array` (float64), which is changed and restored in place.
    """
    if not (isinstance(array, np.ndarray) and array.dtype == np.float64 and array.flags.writeable):
        found = getattr(array, "dtype", type(array).__name__)
        raise ValueError(f"array: expected float64 numbers that can be changed, got {found}")
    value = f() if callable(f) else None
    if value is None or np.ndim(value) > 0:
        raise ValueError("f: expected a function without arguments that returns one number")
    gradient = np.empty_like(array)
    for index in np.ndindex(array.shape):
        gradient[index] = slope(f, array, index, STEP)
    return gradient


def slope(f, array, index, step):
    """The central difference of f along one entry of the array."""
    above, below = f_at(f, array, index, step), f_at(f, array, index, -step)
    return (above - below) / (2 * step)


def bend(f, array, index, step):
    """How much the slopes on both sides of an entry differ: step · f'' where f is smooth."""
    above, below = f_at(f, array, index, step), f_at(f, array, index, -step)
    return (above + below - 2 * f()) / step


def f_at(f, array, index, change):
    """f with one entry of the array changed, and restored afterwards."""
    before = array[index]
    try:
        array[index] = before + change
        return f()
    finally:
        array[index] = before


def compare(loss, array, gradient, samples, rng):
    """(passed, one line of the receipt) for one array and its analytic gradient."""
    if gradient is None or np.shape(gradient) != array.shape:
        found = "none was stored" if gradient is None else f"its shape is {np.shape(gradient)}"
        return False, f"expected a gradient of shape {array.shape}, but {found}"
    chosen = rng.permutation(array.size)[:samples]
    indices = [np.unravel_index(number, array.shape) for number in chosen]
    analytic = np.array([gradient[index] for index in indices])
    numeric = np.array([slope(loss, array, index, STEP) for index in indices])
    # Where f is smooth, half the step bends half as much; at a kink the bend stays.
    bends = [bend(loss, array, i, STEP) - 2 * bend(loss, array, i, STEP / 2) for i in indices]
    noise = 100 * np.finfo(np.float64).eps * max(1, abs(loss())) / STEP
    smooth = np.abs(bends) <= max(TOLERANCE * np.abs(numeric).max(), noise)
    difference = np.linalg.norm((analytic - numeric)[smooth])
    size = np.linalg.norm(analytic[smooth]) + np.linalg.norm(numeric[smooth])
    error = difference / max(size, noise / TOLERANCE)
    kinks = np.count_nonzero(~smooth)
    size = f"{error:.0e}" if error > 1e-7 else "below 1e-07"  # beneath, it is rounding
    text = f"{len(indices)} entries, {kinks} at a kink, relative error {size}"
    if not smooth.any():
        text = f"all {len(indices)} entries are at a kink: nothing to compare, choose another x"
    return bool(smooth.any() and error <= TOLERANCE), text


def check_subject(subject, x, labels):
    """x as float64, on a copy; ValueError if these three cannot be checked."""
    if isinstance(subject, type) or not hasattr(subject, "backward"):
        raise ValueError(f"subject: expected a layer, a network or a loss, got {subject!r}")
    if labels is None and not isinstance(subject, Layer):
        raise ValueError(f"labels: {type(subject).__name__} needs them for a loss, got None")
    x = real_array("x", x).astype(np.float64)
    if x.size == 0 or not np.isfinite(x).all():
        raise ValueError("x: expected finite numbers, got none, NaN or infinity")
    return x


def broken_promise(layer, x):
    """What makes a layer unfit for measuring: it changes what it is given, or returns nothing."""
    layer, given = layer.astype(np.float64), x.copy()
    out = layer.forward(given)
    if out is None:
        return "forward returns nothing: expected its output"
    if not np.array_equal(given, x):
        return "forward changes its argument, which others still need: make a copy"
    d_out = np.random.default_rng(0).standard_normal(np.shape(out))
    given = d_out.copy()
    if layer.backward(given) is None:
        return "backward returns nothing: expected dL/d(input)"
    if not np.array_equal(given, d_out):
        return "backward changes its argument, which others still need: make a copy"
    return None


def choose_problem(subject):
    """The function that knows how to check this kind of subject."""
    if isinstance(subject, Network):
        return network_problem
    if isinstance(subject, Layer):
        return layer_problem
    return loss_problem


def layer_problem(layer, x, labels, seed):
    """(the loss as a function, the arrays it depends on, their gradients) for a layer."""
    layer = layer.astype(np.float64)
    out = layer.forward(x)
    weights = np.random.default_rng(seed).standard_normal(out.shape)
    d_x = layer.backward(weights.copy())
    gradients = {"input": d_x, **layer.grads}
    return (
        lambda: float((layer.forward(x) * weights).sum()),
        {"input": x, **layer.params},
        gradients,
    )


def loss_problem(loss, logits, labels, seed):
    """The same for a loss such as SoftmaxCrossEntropy."""
    loss.forward(logits, labels)
    return lambda: loss.forward(logits, labels), {"logits": logits}, {"logits": loss.backward()}


def network_problem(network, images, labels, seed):
    """The same for a network with softmax and cross-entropy at its end."""
    network, loss = network.astype(np.float64), SoftmaxCrossEntropy()
    loss.forward(network.forward(images), labels)
    arrays, gradients = {"input": images}, {"input": network.backward(loss.backward())}
    for row, layer in enumerate(network.layers, start=1):
        for name, array in layer.params.items():
            key = f"{row} {type(layer).__name__} {name}"
            arrays[key], gradients[key] = array, layer.grads.get(name)
    return lambda: loss.forward(network.forward(images), labels), arrays, gradients
