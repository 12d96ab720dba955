"""The promises of a layer beside its gradient, to which the gradient check holds it, too."""

from typing import NamedTuple

import numpy as np

from ..layers.copies import from_package
from ..layers.layer import is_shareable
from ..layers.parameters import instead_of_floats
from .passes import first_difference, fresh, numbers_for, one_pass, others_like, results, same

SAME = 1e-12  # relative to the largest number: too little to disturb a measurement
EQUAL = 1e-5  # for numbers that were added up in another order, perhaps in float32


class Findings(NamedTuple):
    """What there is to say about a layer, a network or a loss, in sentences."""

    broken: str | None  # a promise without which nothing can be measured
    wrong: list[str]  # other promises that are broken
    notes: list[str]


def look_at_rows(network, images, labels):
    """The Findings about all layers of a network that are not the package's."""
    wrong, notes = [], []
    if not from_package(network, "forward", "backward"):
        return Findings(None, wrong, notes)  # nobody knows in which order it runs them
    for row, layer, x in own_rows(network, images):
        try:
            found = look_at_layer(layer, x)
        except Exception as error:  # it needs another row, which holds something for it
            raised = type(error).__name__
            notes.append(f"row {row}, {layer!r}: by itself it raises {raised}, and isn't looked at")
            continue
        if found.broken:
            return Findings(f"row {row}, {layer!r}: {found.broken}", wrong, notes)
        wrong += [f"row {row}, {layer!r}: {sentence}" for sentence in found.wrong]
        notes += [f"row {row}, {layer!r}: {sentence}" for sentence in found.notes]
    return Findings(None, wrong, notes)


def own_rows(network, images):
    """(row, layer, its input) of the layers that are not the package's, one after the other: the
    next one's input can only be computed where nothing is broken.
    """
    x, copies = network.as_floats(images), fresh(network).layers
    for row, (layer, copied) in enumerate(zip(network.layers, copies, strict=True), start=1):
        if not is_ours(layer):
            yield row, layer, x
        x = copied.forward(x)


def is_ours(layer):
    """Whether the layer is one of the package's, with none of its methods replaced."""
    ours = type(layer).__module__.startswith("scratchcnn.")
    return ours and from_package(layer, "forward", "backward")


def look_at_layer(layer, x, labels=None):
    """The Findings about a layer and its input. Afterwards it has been run once, on other numbers:
    what an earlier call leaves behind is there when it is measured.
    """
    untouched, wrong, notes = fresh(layer), [], []
    if broken := unfit_parameter(layer) or rehearse(layer, others_like(x)):
        return Findings(broken, wrong, notes)
    first, later, again = one_pass(fresh(untouched), x), one_pass(fresh(layer), x), fresh(layer)
    if strange := sorted(layer.grads.keys() - layer.params.keys()):
        wrong.append(f"grads has {strange[0]!r}, a name that params lacks")
    outputs = [first["output"], again.forward(x), again.forward(x)]
    if not all(same(later["output"], output, SAME) for output in outputs):
        notes.append(
            "forward gives two results for the same x (random numbers, or what an earlier call "
            "left): here every pass begins alike"
        )
    elif difference := first_difference(first, later, EQUAL):
        wrong.append(f"after an earlier call, backward gives another {difference}")
    if later["output"].dtype in (np.float16, np.float32):
        notes.append(f"forward returns {later['output'].dtype}, though its input is float64")
    if is_shareable(layer) and not is_ours(layer):
        if len(x) < 2:
            notes.append("says that it is shareable: it takes two images or more to check that")
        elif difference := difference_in_halves(layer, x, later):
            wrong.append(f"it says that it is shareable, but {difference}")
    return Findings(None, wrong, notes)


def unfit_parameter(layer):
    """A sentence if a parameter is no array of floats."""
    for name, parameter in layer.params.items():
        if found := instead_of_floats(parameter):
            return f"params[{name!r}]: expected an array of floats, got {found}"
    return None


def rehearse(layer, x):
    """Run the layer; a sentence if it changes what it is given, or returns nothing."""
    given = x.copy()
    out = layer.forward(given)
    if out is None:
        return "forward returns nothing: expected its output"
    if not np.array_equal(given, x):
        return "forward changes its argument, which others still need: make a copy"
    d_out = numbers_for(out)
    given = d_out.copy()
    if layer.backward(given) is None:
        return "backward returns nothing: expected dL/d(input)"
    if not np.array_equal(given, d_out):
        return "backward changes its argument, which others still need: make a copy"
    return None


def difference_in_halves(layer, x, whole):
    """What becomes different if workers share a batch. Two replicas have one half each under way at
    the same time, the first one goes on with the other half. A sentence, if what comes out is not
    what came out of the `whole` batch.
    """
    middle, d_out = len(x) // 2, numbers_for(whole["output"])
    head, tail = slice(middle), slice(middle, None)
    first, second = layer.replica(), layer.replica()
    np.random.seed(0)  # noqa: NPY002 (as for the whole batch)
    try:
        of_tail, of_head = side_by_side([(first, tail), (second, head)], x, d_out)
        (of_head_later,) = side_by_side([(first, head)], x, d_out)
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
        return Findings(f"forward returns {found}: expected one number", [], [])
    if not np.array_equal(given, logits):
        broken = "forward changes its argument, which others still need: make a copy"
        return Findings(broken, [], [])
    if run.backward() is None:
        return Findings("backward returns nothing: expected dL/dlogits", [], [])
    return Findings(None, [], [])
