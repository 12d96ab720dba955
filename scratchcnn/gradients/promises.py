"""The promises of a layer beside its gradient, to which the gradient check holds it, too."""

from typing import NamedTuple

import numpy as np

from ..layers import Layer
from ..layers.copies import from_package
from ..layers.layer import is_shareable
from ..layers.parameters import instead_of_floats
from .passes import SAME, first_difference, fresh, numbers_for, one_pass, others_like, results, same

EQUAL = 1e-5  # relative: numbers that were added up in another order, perhaps in float32
CAUSES = "random numbers, or what an earlier call left; here every pass begins alike"


class Findings(NamedTuple):
    """What there is to say about a layer, a network or a loss, in sentences."""

    broken: str | None = None  # a promise without which nothing can be measured
    wrong: tuple = ()  # other promises that are broken
    notes: tuple = ()


def look_at_network(network, images, labels):
    """The Findings about the layers of a network, if it runs them one after the other."""
    if from_package(network, "forward", "backward"):
        return look_at_layers(network, network.as_floats(images))
    return Findings()


def look_at_layers(subject, x, labels=None):
    """The Findings about a layer, or about the layers of a network. They have then been run once,
    on other numbers: what an earlier call leaves behind is there when they are measured.
    """
    untouched = fresh(subject)
    if broken := unfit_parameter(subject) or rehearse(subject, others_like(x)):
        return Findings(broken)
    first, later = one_pass(fresh(untouched), x), one_pass(fresh(subject), x)
    unsteady = rows_of_two_results(subject, x, first, later)
    notes = [f"{row}forward gives two results for the same x ({CAUSES})" for row in unsteady]
    wrong = [] if unsteady else leftovers(subject, first, later)
    inputs = [x, *(found["output"] for found in later)]
    for (row, layer), found, x_of_row in zip(rows_of(subject), later, inputs, strict=False):
        if is_ours(layer):
            continue
        if strange := sorted(layer.grads.keys() - layer.params.keys()):
            wrong.append(f"{row}grads has {strange[0]!r}, a name that params lacks")
        if found["output"].dtype in (np.float16, np.float32):
            notes.append(f"{row}forward returns {found['output'].dtype} for a float64 input")
        if is_shareable(layer) and len(x) < 2:
            notes.append(f"{row}says it is shareable: that takes two images or more to check")
        elif is_shareable(layer) and (difference := difference_in_halves(layer, x_of_row)):
            wrong.append(f"{row}it says it is shareable, but {difference}")
    return Findings(None, wrong, notes)


def rows_of(subject):
    """[(what to call it in a sentence, layer)]"""
    if isinstance(subject, Layer):
        return [("", subject)]
    return [(f"row {row}, {layer!r}: ", layer) for row, layer in enumerate(subject.layers, start=1)]


def is_ours(layer):
    """Whether the layer is one of the package's, with none of its methods replaced."""
    ours = type(layer).__module__.startswith("scratchcnn.")
    return ours and from_package(layer, "forward", "backward")


def unfit_parameter(subject):
    """A sentence if a parameter is no array of floats."""
    for row, layer in rows_of(subject):
        for name, parameter in layer.params.items():
            if found := instead_of_floats(parameter):
                return f"{row}params[{name!r}]: expected an array of floats, got {found}"
    return None


def rehearse(subject, x):
    """Run it; a sentence if a layer changes what it is given, or returns nothing."""
    for row, layer in rows_of(subject):
        given = x.copy()
        out = layer.forward(given)
        if out is None:
            return f"{row}forward returns nothing: expected its output"
        if not np.array_equal(given, x):
            return f"{row}forward changes its argument, which others still need: make a copy"
        x = np.asarray(out)
    d = numbers_for(x)
    for row, layer in reversed(rows_of(subject)):
        given = d.copy()
        d_x = layer.backward(given)
        if d_x is None:
            return f"{row}backward returns nothing: expected dL/d(input)"
        if not np.array_equal(given, d):
            return f"{row}backward changes its argument, which others still need: make a copy"
        d = np.asarray(d_x)
    return None


def rows_of_two_results(subject, x, first, later):
    """Which rows give two results for the same x: in two calls, or else after an earlier call."""
    rows, found = rows_of(fresh(subject)), []
    for row, layer in rows:
        out = np.array(layer.forward(x))
        if not same(out, layer.forward(x), SAME):
            found.append(row)
        x = out
    pairs = zip(rows, first, later, strict=True)
    apart = [row for (row, _), *outs in pairs if not same(*(out["output"] for out in outs), SAME)]
    return found or apart[:1]


def leftovers(subject, first, later):
    """A sentence if backward computes something else in a second call; in a list."""
    for (row, _), one, other in reversed(list(zip(rows_of(subject), first, later, strict=True))):
        if difference := first_difference(one, other, EQUAL):
            return [f"{row}after an earlier call, backward gives another {difference}"]
    return []


def difference_in_halves(layer, x):
    """What becomes different if workers share the batch x. Two replicas have one half each under
    way at the same time, and the first goes on with the other half. A sentence, or None if all that
    comes out is what comes out of the whole batch.
    """
    (whole,) = one_pass(fresh(layer), x)
    middle, d_out = len(x) // 2, numbers_for(whole["output"])
    head, tail = slice(middle), slice(middle, None)
    replica, other = layer.replica(), layer.replica()
    np.random.seed(0)  # noqa: NPY002 (as for the whole batch)
    try:
        of_tail, of_head = side_by_side([(replica, tail), (other, head)], x, d_out)
        (of_head_later,) = side_by_side([(replica, head)], x, d_out)
        for halves in (joined(of_head, of_tail), joined(of_head_later, of_tail)):
            if difference := first_difference(whole, halves, EQUAL):
                return f"two halves of the batch give another {difference}"
    except Exception as error:
        return f"half of the batch fails ({type(error).__name__}: {error})"
    return None


def side_by_side(shares, x, d_out):
    """The results of layers with a part of the batch each: all go forward, then all backward."""
    outs = [layer.forward(x[part]) for layer, part in shares]
    return [
        results(layer, out, layer.backward(d_out[part]))
        for (layer, part), out in zip(shares, outs, strict=True)
    ]


def joined(head, tail):
    """The results of two halves as those of one batch: gradients of parameters add up."""
    return {
        name: head[name] + tail[name]
        if name.startswith("grads")
        else np.concatenate([head[name], tail[name]])
        for name in head
    }


def look_at_loss(loss, logits, labels):
    """The Findings about a loss: it returns one number, its backward returns dL/dlogits."""
    run, given = fresh(loss), logits.copy()
    value = run.forward(given, labels)
    if value is None or np.ndim(value) > 0:
        found = "nothing" if value is None else f"an array of shape {np.shape(value)}"
        return Findings(f"forward returns {found}: expected one number")
    if not np.array_equal(given, logits):
        broken = "forward changes its argument, which others still need: make a copy"
        return Findings(broken)
    if run.backward() is None:
        return Findings("backward returns nothing: expected dL/dlogits")
    return Findings()
