"""The gradient check: what backward computes, against what small steps measure."""

import inspect

import numpy as np

from .arguments import generator, real_array, whole
from .gradients.comparison import compare
from .gradients.passes import in_float64, random_numbers_kept
from .gradients.problems import layer_problem, loss_problem, network_problem, obstacle_to
from .gradients.promises import look_at_layers, look_at_loss, look_at_network
from .gradients.slopes import f_at
from .layers import Layer
from .layers.layer import learning
from .network import Network
from .output import say

STEP = 1e-5  # in float64: small enough for the curvature, large enough for the rounding
COARSE = 1e-10  # relative: float64 hardly ever rounds like this


def check_gradients(subject, x, labels=None, *, samples=100, seed=0):
    """Hold a backward pass against central differences; print a receipt, return True if it passes.

    `subject` is a layer, a Network (with `labels`), or a loss (`x` are its logits, with `labels`).
    A layer alone has no loss: its output is multiplied by fixed random numbers and summed up; the
    logits of a network are multiplied by dL/dlogits, so that even tiny gradients are measured.
    Everything runs in float64, on copies that are learning (`training` is True) and draw the same
    random numbers in each pass. Of each array up to `samples` random entries are measured, four
    forward passes each, or more where a slope is hard to measure.

    The relative error is |analytic - numeric| / (|analytic| + |numeric|), both as vectors. An
    entry at a kink (a ReLU at 0, a tie in max pooling) has no derivative to compare with; it is
    counted and left out. Where most of the others are lost in the rounding, nothing is compared,
    and the check does not pass. A layer that changes its argument, or returns nothing, fails at
    once; one that says it is `shareable` must give the same results on the halves of x.
    """
    x = check_subject(subject, x, labels)
    whole("samples", samples)
    rng = generator("seed", seed)
    look_at, problem_of = kind_of(subject, labels)
    say(f"Gradient check: {type(subject).__name__}")
    with learning(True), random_numbers_kept():
        subject = in_float64(subject)
        found = look_at(subject, x, labels)
        if found.broken:
            return show(found.broken, "WRONG")
        problem = problem_of(subject, x, labels, seed)
        if obstacle := obstacle_to(problem):
            return show(obstacle)
        loss = problem.loss()
        width, comparisons = max(map(len, problem.arrays)), []
        for name, (array, gradient) in problem.arrays.items():
            comparisons.append(compare(loss, array, gradient, samples, rng))
            show(f"{name:{width}}  {comparisons[-1].text}", comparisons[-1].verdict)
    for sentence in found.wrong:
        show(sentence, "WRONG")
    for sentence in [*found.notes, *on_rounding(loss.rounding)]:
        show(sentence)
    return not found.wrong and all(each.verdict == "ok" for each in comparisons)


def show(text, verdict=""):
    """Print one line of the receipt; False, for a check that ends here has not passed."""
    say(f"  {text}  {verdict}".rstrip())
    return False


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
        above, below = f_at(f, array, index, STEP), f_at(f, array, index, -STEP)
        gradient[index] = (above - below) / (2 * STEP)
    return gradient


def check_subject(subject, x, labels):
    """x as float64, on a copy; ValueError if these three cannot be checked."""
    if isinstance(subject, type) or not hasattr(subject, "backward"):
        raise ValueError(f"subject: expected a layer, a network or a loss, got {subject!r}")
    name = type(subject).__name__
    if labels is None and not isinstance(subject, Layer | Network) and not takes(subject.backward):
        raise ValueError(f"subject: {name} is no layer, write class {name}(Layer)")
    if is_loss(subject, labels) or isinstance(subject, Network):
        if labels is None:
            raise ValueError(f"labels: {name} needs them for a loss, got None")
        if not isinstance(subject, Network) and not takes(subject.backward):
            raise ValueError("subject: expected a loss whose backward takes no argument")
    elif labels is not None:
        raise ValueError(f"labels: expected None, for the forward of {name} takes x alone")
    x = real_array("x", x).astype(np.float64)
    if x.size == 0 or not np.isfinite(x).all():
        raise ValueError("x: expected finite numbers, got none, NaN or infinity")
    return x


def is_loss(subject, labels):
    """Whether the subject takes labels. A layer does if its forward asks for them."""
    if not isinstance(subject, Layer):
        return not isinstance(subject, Network)
    takes_both = takes(subject.forward, "x", "labels")
    return takes_both and (labels is not None or not takes(subject.forward, "x"))


def takes(method, *arguments):
    """Whether the method can be called with so many arguments."""
    try:
        inspect.signature(method).bind(*arguments)
    except (TypeError, ValueError):
        return False
    return True


def kind_of(subject, labels):
    """(what looks at the promises of this kind of subject, what states its problem)"""
    if isinstance(subject, Network):
        return look_at_network, network_problem
    if is_loss(subject, labels):
        return look_at_loss, loss_problem
    return look_at_layers, layer_problem


def on_rounding(rounding):
    """A sentence if outputs are rounded more coarsely than in float64, in a list."""
    if rounding < COARSE:
        return []
    precision = "in float32" if 1e-9 < rounding < 1e-6 else "coarsely"
    return [
        f"computes {precision}: outputs are rounded by {rounding:.0e} of their size, and were "
        f"compared in larger steps, to fewer digits"
    ]
