"""Scenes: what one looks at in a layer, a loss, an optimizer or a training loop, and the cases.

A scene yields (name, value) of what it sees; where an answer does what none may do, it raises
BrokenPromiseError. `code(name)` of a case is code that rebuilds it, for an answer of this name.
"""

import contextlib
import copy
import io
import numbers
from dataclasses import dataclass, replace

import numpy as np

from ..gradient_check import check_gradients
from ..layers import Dense, ReLU, SoftmaxCrossEntropy
from ..network import Network
from ..training import SGD
from .comparing import equal
from .describing import as_code, describe

NAMES = {each.__name__: each for each in (Dense, Network, ReLU, SGD, SoftmaxCrossEntropy)} | {
    "np": np
}  # that the code of a case uses
LINES_OF_A_LOOP = """\
rng = np.random.default_rng(1)
network = Network([Dense(3, 3, rng=rng), ReLU(), Dense(3, 3, rng=rng)], (3,))
network = network.astype(np.float64)
loss, optimizer = SoftmaxCrossEntropy(), SGD(0.1, momentum=0.5)
rng = np.random.default_rng(5)"""

METHODS = ("forward", "backward")


class BrokenPromiseError(Exception):
    """What an answer did that none may do, in a sentence."""


def promise(kept, sentence):
    if not kept:
        raise BrokenPromiseError(sentence)


def promise_numbers(value, what):
    """None and single numbers are let through: how they differ from an array is told elsewhere."""
    if value is None or isinstance(value, numbers.Number):
        return
    promise(value is not ..., f"{what} is still the dots: put your result in their place.")
    promise(isinstance(value, np.ndarray), f"{what} is {describe(value)}: expected an array.")
    promise(
        value.dtype.kind in "biuf", f"{what} is an array of {value.dtype}: expected real numbers."
    )


def promise_own_memory(value, argument, what):
    promise(
        not (isinstance(value, np.ndarray) and np.may_share_memory(value, argument)),
        f"{what} returns its argument or a view of it, not an array of its own: whoever writes "
        f"into one changes the other. .copy() makes a new one.",
    )


def copied(value):
    return None if value is None else np.array(value)


# Layers


@dataclass
class LayerCase:
    """A layer's arguments, its parameters, one or two batches and dL/d(output) for each."""

    arguments: tuple
    parameters: dict
    batches: list  # of (x, d_out)
    dtype: type = np.float64

    def named(self):
        """The arrays of the first batch, and the parameters, by name."""
        x, d_out = self.batches[0]
        return {"arguments": self.arguments, "x": x, "d_out": d_out, **self.parameters}

    def renamed(self, values):
        """The case with other values for what `named` lists."""
        arguments, x, d_out, *parameters = values
        names = dict(zip(self.parameters, parameters, strict=True))
        return replace(self, arguments=arguments, parameters=names, batches=[(x, d_out)])

    def until(self, seen):
        """The case as far as is needed for what was `seen`, a name such as "forward(x)"."""
        of_first = seen.endswith(("(x)", "(d_out)"))
        return replace(self, batches=self.batches[:1]) if of_first else self

    def code(self, name):
        dtype = ".astype(np.float64)" if self.parameters and self.dtype is np.float64 else ""
        lines = [f"layer = {name}({', '.join(map(repr, self.arguments))}){dtype}"]
        for key, array in self.parameters.items():
            lines.append(f'layer.params["{key}"][...] = {as_code(array, in_full=True)}')
        for number, (x, d_out) in enumerate(self.batches, start=1):
            x_, d_out_ = names_of_batch(number)
            lines.append(f"{x_} = {as_code(x, in_full=True)}")
            lines.append(f"{d_out_} = {as_code(d_out, in_full=True)}")
            if number < len(self.batches):
                lines.append(f"layer.forward({x_}), layer.backward({d_out_})")
        return "\n".join(lines)


def names_of_batch(number):
    return ("x", "d_out") if number == 1 else (f"x_{number}", f"d_out_{number}")


def layer_scene(cls, case):
    """Forward and backward on every batch, and backward again; then two layers side by side."""
    yield from passes(build(cls, case), case)
    promise_side_by_side(cls, case)


def passes(layer, case):
    """Forward and backward on every batch, and backward again."""
    earlier = []
    for number, (x, d_out) in enumerate(case.batches, start=1):
        x_, d_out_ = names_of_batch(number)
        given = x.copy(), d_out.copy()
        yield from forward_pass(layer, x, given[0], x_, earlier)
        yield from backward_pass(layer, d_out, given[1], d_out_, case, earlier)
        for (result, _), argument, method in zip(earlier[-2:], given, METHODS, strict=True):
            promise_own_memory(result, argument, method)
    yield f"backward({d_out_}) once more", copied(layer.backward(d_out.copy()))
    for name in case.parameters:
        yield f"grads[{name!r}] of backward once more", copied(layer.grads[name])


def build(cls, case):
    """A layer with the parameters of the case."""
    layer = cls(*case.arguments)
    promise(isinstance(layer.params, dict), "params is a dictionary: put arrays into it by name.")
    for name, array in case.parameters.items():
        found, wanted = layer.params.get(name), f"params[{name!r}] should be an array of floats"
        promise(name in layer.params, f"{wanted} of shape {array.shape}, and is missing.")
        promise(isinstance(found, np.ndarray), f"{wanted}, and is {describe(found)}.")
        promise(
            found.shape == array.shape,
            f"{wanted} of shape {array.shape}, and has the shape {found.shape}.",
        )
        promise(found.dtype.kind == "f", f"{wanted}, such as np.float32, and holds {found.dtype}.")
    more = sorted(map(repr, layer.params.keys() - case.parameters.keys()))
    promise(not more, f"params has {', '.join(more)}: this layer has no such parameter.")
    layer = layer.astype(case.dtype)
    for name, array in case.parameters.items():
        layer.params[name][...] = array
    return layer


def forward_pass(layer, x, given, name, earlier):
    out = layer.forward(given)
    promise(
        equal(x, given),
        "forward changes its argument x: others still need it. x = x + 1 makes a new array, x += 1 "
        "changes the old one.",
    )
    promise_numbers(out, f"forward({name})")
    yield f"forward({name})", copied(out)
    earlier.append((out, copied(out)))
    shape = layer.output_shape(x.shape[1:])
    promise(
        isinstance(shape, tuple | list),
        f"output_shape({x.shape[1:]}) is {describe(shape)}: expected a tuple of sizes.",
    )
    shape = tuple(shape)
    promise(
        shape == out.shape[1:],
        f"output_shape({x.shape[1:]}) is {shape}, but forward makes {out.shape[1:]} of each image.",
    )


def backward_pass(layer, d_out, given, name, case, earlier):
    before = {key: copied(array) for key, array in layer.params.items()}
    d_x = layer.backward(given)
    promise(equal(d_out, given), "backward changes its argument d_out: make a copy, or a new one.")
    for key, array in before.items():
        promise(
            equal(array, layer.params.get(key)),
            f"backward changes params[{key!r}]: it stores gradients, and training takes the step.",
        )
    promise_numbers(d_x, f"backward({name})")
    yield f"backward({name})", copied(d_x)
    promise_kept(earlier)
    earlier.append((d_x, copied(d_x)))
    yield from gradients(layer, name, case)


def gradients(layer, name, case):
    first = next(iter(case.parameters), "…")
    promise(
        isinstance(layer.grads, dict),
        f"grads is a dictionary: put the gradient into it, grads[{first!r}] = ….",
    )
    strange = sorted(map(repr, layer.grads.keys() - case.parameters.keys()))
    for key in case.parameters:
        there = f" There is {', '.join(strange)}, a name that params lacks." if strange else ""
        promise(key in layer.grads, f"backward leaves no grads[{key!r}].{there}")
        promise_numbers(layer.grads[key], f"grads[{key!r}]")
        yield f"grads[{key!r}] of backward({name})", copied(layer.grads[key])
    promise(not strange, f"grads has {', '.join(strange)}, a name that params lacks.")


def promise_kept(earlier):
    """What earlier calls have returned is what it was."""
    promise(
        all(equal(before, result) for result, before in earlier if result is not None),
        "A later call overwrites what an earlier one has returned: return a new array.",
    )


def promise_side_by_side(cls, case):
    """A network has several layers of a kind: what one keeps must not be the other's."""
    (x, d_out), one, other = case.batches[0], build(cls, case), build(cls, case)
    one.forward(x.copy())
    alone = one.backward(d_out.copy()), dict(one.grads)
    one.forward(x.copy())
    other.forward(np.concatenate([-1.0 * x, x]).astype(x.dtype))
    try:
        together = one.backward(d_out.copy()), dict(one.grads)
    except Exception:  # what the other one keeps may not even fit
        together = None, {}
    promise(
        equal(alone[0], together[0]) and equal_by_name(alone[1], together[1]),
        "Two layers of this class disturb each other: what forward keeps belongs in self, not in "
        "the class or in a global variable.",
    )


def equal_by_name(one, other):
    return one.keys() == other.keys() and all(equal(one[name], other[name]) for name in one)


def gradient_scene(cls, case):
    """backward against central differences."""
    receipt = io.StringIO()
    with contextlib.redirect_stdout(receipt):
        passed = check_gradients(build(cls, case), case.batches[0][0], samples=10)
    promise(passed, receipt.getvalue().strip())
    yield "check_gradients", True


# The loss


@dataclass
class LossCase:
    """Logits and labels, once or several times."""

    batches: list

    def named(self):
        return dict(zip(("logits", "labels"), self.batches[0], strict=True))

    def renamed(self, values):
        return LossCase([tuple(values)])

    def code(self, name):
        lines = [f"loss = {name}()"]
        for number, (logits, labels) in enumerate(self.batches, start=1):
            of = "" if number == 1 else f"_{number}"
            lines.append(f"logits{of} = {as_code(logits, in_full=True)}")
            lines.append(f"labels{of} = {as_code(labels, in_full=True)}")
            if number < len(self.batches):
                lines.append(f"loss.forward(logits{of}, labels{of}), loss.backward()")
        return "\n".join(lines)


def loss_scene(cls, case):
    loss, earlier = cls(), []
    for number, (logits, labels) in enumerate(case.batches, start=1):
        of = "" if number == 1 else f"_{number}"
        given, given_labels = logits.copy(), labels.copy()
        value = loss.forward(given, given_labels)
        promise(
            equal(logits, given), "forward changes the logits: others still need them, so copy."
        )
        promise(equal(labels, given_labels), "forward changes the labels: make a copy.")
        promise(
            value is None or isinstance(value, numbers.Real) or is_single(value),
            f"forward returns {describe(value)}: expected one number, the mean loss of the batch.",
        )
        yield f"forward(logits{of}, labels{of})", value
        for again in ("", " once more"):
            d_logits = loss.backward()
            promise_numbers(d_logits, "backward()")
            yield f"backward(){again}", copied(d_logits)
            promise_own_memory(d_logits, given, "backward")
            promise_kept(earlier)
            earlier.append((d_logits, copied(d_logits)))
    promise_losses_apart(cls, case)


def is_single(value):
    return isinstance(value, np.ndarray) and value.ndim == 0 and value.dtype.kind == "f"


def promise_losses_apart(cls, case):
    (logits, labels), one, other = case.batches[0], cls(), cls()
    one.forward(logits.copy(), labels.copy())
    alone = copied(one.backward())
    one.forward(logits.copy(), labels.copy())
    other.forward(-logits, (labels + 1) % logits.shape[1])
    promise(
        equal(alone, one.backward()),
        "Two losses of this class disturb each other: what forward keeps belongs in self, not in "
        "the class or in a global variable.",
    )


# The optimizer


@dataclass
class OptimizerCase:
    """Layers, their parameters, gradients for some steps, and the rate of each step.

    Parameters and gradients are lists, with {name: array} for each layer. A momentum of None is
    not handed over: the class has one of its own.
    """

    layers: str  # as code
    parameters: list
    gradients: list  # of each step
    rates: list
    momentum: float | None

    def build(self):
        """A network with these parameters."""
        network = eval(f"Network({self.layers}).astype(np.float64)", NAMES)
        for layer, arrays in zip(network.layers, self.parameters, strict=True):
            for name, array in arrays.items():
                layer.params[name][...] = array
        return network

    def code(self, name):
        momentum = "" if self.momentum is None else f", momentum={self.momentum}"
        lines = [f"network = Network({self.layers}).astype(np.float64)"]
        lines += by_row("params", self.parameters, in_place=True)
        lines.append(f"optimizer = {name}({self.rates[0]}{momentum})")
        for step, (rate, arrays) in enumerate(zip(self.rates, self.gradients, strict=True)):
            if step > 0 and rate != self.rates[step - 1]:
                lines.append(f"optimizer.learning_rate = {rate}")
            lines += by_row("grads", arrays, in_place=step > 0)
            lines.append("optimizer.step(network)")
        return "\n".join(lines)


def by_row(kind, arrays_of_rows, in_place):
    """The lines that put these arrays into params or grads of a network's layers."""
    place = "[...]" if in_place else ""
    return [
        f'network.layers[{row}].{kind}["{name}"]{place} = {as_code(array, in_full=True)}'
        for row, arrays in enumerate(arrays_of_rows)
        for name, array in arrays.items()
    ]


def make_optimizer(cls, case):
    named = {} if case.momentum is None else {"momentum": case.momentum}
    return cls(case.rates[0], **named)


def optimizer_scene(cls, case):
    promise_fresh_start(cls, case)
    network, optimizer = case.build(), make_optimizer(cls, case)
    arrays = network.parameters()
    for number, (rate, gradients) in enumerate(zip(case.rates, case.gradients, strict=True), 1):
        optimizer.learning_rate = rate
        give_gradients(network, gradients)
        optimizer.step(network)
        now = network.parameters()
        promise(
            all(now[name] is arrays[name] for name in arrays),
            "It puts new arrays into params: change those that are there, in place (-=).",
        )
        for name, array in arrays.items():
            yield f"{name} after step {number}", array.copy()
        promise(
            all(
                equal(gradient, layer.grads.get(name))
                for layer, of_layer in zip(network.layers, gradients, strict=True)
                for name, gradient in of_layer.items()
            ),
            "step changes grads: the velocity has arrays of its own.",
        )


def give_gradients(network, gradients):
    """Writes over the gradients of the last step, as a network in training does."""
    for layer, of_layer in zip(network.layers, gradients, strict=True):
        for name, gradient in of_layer.items():
            array = layer.grads.setdefault(name, gradient.copy())
            array[...] = gradient


def promise_fresh_start(cls, case):
    """Two optimizers, one after the other, take the same first step."""
    results = []
    for _ in range(2):
        network = case.build()
        give_gradients(network, case.gradients[0])
        make_optimizer(cls, case).step(network)
        results.append(network.parameters())
    promise(
        equal_by_name(*results),
        "A new optimizer goes on with the velocities of an earlier one: keep them in self, and "
        "make them in __init__, not in the class.",
    )


# The training loop


@dataclass
class LoopCase:
    """Images and labels, to train a small network with for an epoch, and then another."""

    images: np.ndarray
    labels: np.ndarray
    batch_size: int

    def code(self, name):
        lines = [
            LINES_OF_A_LOOP,
            f"images = {as_code(self.images, in_full=True)}",
            f"labels = {as_code(self.labels, in_full=True)}",
            f"{name}(network, loss, optimizer, images, labels, {self.batch_size}, rng)",
        ]
        return "\n".join(lines)


def loop_scene(train_one_epoch, case):
    known = dict(NAMES)
    exec(LINES_OF_A_LOOP, known)  # what is printed for a case that fails is what was done
    network, loss, optimizer, rng = (
        known[name] for name in ("network", "loss", "optimizer", "rng")
    )
    images, labels = case.images.copy(), case.labels.copy()
    for epoch in (1, 2):
        state = copy.deepcopy(rng.bit_generator.state)
        losses = train_one_epoch(network, loss, optimizer, images, labels, case.batch_size, rng)
        promise(
            losses is None or isinstance(losses, list | tuple | np.ndarray | numbers.Real),
            f"It returns {describe(losses)}: expected the list of losses.",
        )
        promise(
            equal(images, case.images) and equal(labels, case.labels),
            "It changes the images or the labels: shuffle the indices, not the set.",
        )
        yield f"whether epoch {epoch} draws from rng", rng.bit_generator.state != state
        yield f"losses of epoch {epoch}", losses
        for name, array in network.parameters().items():
            yield f"{name} after epoch {epoch}", array.copy()
